"""``govdisc plugin``: make a plugin, hold it to what every plugin promises, keep its catalogue, and print its pages."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from govdisc.cli import common, options
from govdisc.cli.options import Group, option
from govdisc.cli.session import FINDINGS, OK, session
from govdisc.errors import ConfigurationError, MissingLibraryError
from govdisc.i18n import N_
from govdisc.i18n import gettext as _


@click.group(
    "plugin",
    cls=Group,
    help=N_("For authors of plugins: make one, check it, translate it, print its pages."),
    examples=("govdisc plugin new govdisc-qinglan --kind rules", "govdisc plugin docs govdisc-csv"),
)
def command() -> None:
    """Hold the commands."""


@command.command("new", cls=options.Command, examples=("govdisc plugin new govdisc-qinglan --kind rules",),
                 help=N_("Make a whole plugin in ./NAME that installs and passes its tests: govdisc plugin new govdisc-qinglan --kind rules."))  # fmt: skip
@click.argument("name")
@option("--kind", required=True, metavar="KIND", help=N_("rules, format, variant, command, reporter, extractor or regime."))
def new(name: str, kind: str) -> int:
    """Make a plugin."""
    from govdisc.authoring import scaffold

    if kind not in scaffold.kinds():
        raise ConfigurationError(_("there is no kind {kind}; there are: {known}.").format(kind=kind, known=", ".join(scaffold.kinds())))
    names = scaffold.names_of(name, common.plugins().families)
    contents = scaffold.made(kind, names)
    scaffold.create(Path(name), contents)
    session().streams.say(
        _("made {name}: {count} files. Next: {command}").format(
            name=name, count=len(contents), command=f"python -m pip install --no-build-isolation -e ./{name} && python -m pytest {name}"
        )
    )
    return OK


@contextmanager
def _named(name: str) -> Iterator[str]:
    """The name of an installed plugin, or of one in a folder, which is found as if it were installed."""
    from govdisc.authoring.folders import as_installed, distribution_in

    folder = Path(name)
    if folder.is_dir() or any(mark in name for mark in ("/", "\\")) or name == ".":
        with as_installed(distribution_in(folder)) as found:
            yield found
    else:
        yield name


@command.command("check", cls=options.Command, examples=("govdisc plugin check govdisc-csv",),
                 help=N_("Hold a plugin to what every plugin promises: one that is installed, or one in a folder."))  # fmt: skip
@click.argument("name", metavar="[PATH|NAME]", default=".")
def check(name: str) -> int:
    """Check a plugin."""
    from govdisc.plugins import Plugins
    from govdisc.testing.contract import checks_of

    kept, broken = 0, 0
    with _named(name) as found:
        for promise in checks_of(found, Plugins()):
            try:
                promise.run()
                kept += 1
            except Exception as error:  # a promise that is not kept, or a plugin that fails on the way
                broken += 1
                words = str(error) if isinstance(error, AssertionError) else f"{type(error).__name__}: {error}"
                session().streams.data(_("broken: {promise}: {reason}").format(promise=promise.name, reason=" ".join(words.split())) + "\n")
    if broken:
        sentence = _("{name} breaks {broken} of {count} promises.").format(name=found, broken=broken, count=kept + broken)
    else:
        sentence = _("{name} keeps all {count} promises.").format(name=found, count=kept)
    session().streams.say(sentence)
    return FINDINGS if broken else OK


@command.command(
    "messages",
    cls=options.Command,
    examples=("govdisc plugin messages govdisc-qinglan/",),
    help=N_("Bring the message catalogue of the plugin in a folder up to date, and say what is not translated.")
)
@click.argument("path", default=".")
@option("--language", default="zh_CN", metavar="LANGUAGE", help=N_("Language of the catalogue."))
@option("--check", is_flag=True, help=N_("Change nothing; exit code 1 where something is to be done."))
def messages(path: str, language: str, check: bool) -> int:
    """Update a catalogue."""
    from govdisc.authoring.catalogues import catalogue_of
    from govdisc.authoring.folders import distribution_in

    if not language.replace("_", "").isalnum():
        raise ConfigurationError(_("{language} is no name of a language, such as zh_CN.").format(language=language[:40]))
    catalogue = catalogue_of(distribution_in(Path(path)).package, language)
    stale = catalogue.current != catalogue.rendered
    if stale and not check:
        catalogue.path.parent.mkdir(parents=True, exist_ok=True)
        catalogue.path.write_text(catalogue.rendered, "utf-8", newline="\n")
    session().streams.data("".join(_("not translated: {message}").format(message=" ".join(message.split())) + "\n" for message in catalogue.missing))
    state = _("out of date") if stale and check else _("written") if stale else _("up to date")
    session().streams.say(
        _("{path}: {state}; {count} messages, {missing} not translated.").format(
            path=catalogue.path, state=state, count=len(catalogue.entries), missing=len(catalogue.missing)
        )
    )
    return FINDINGS if catalogue.missing or (stale and check) else OK


@command.command("docs", cls=options.Command, examples=("govdisc plugin docs govdisc-csv -o page.md",),
                 help=N_("Print what a plugin brings as a page in Markdown: its rules, formats, forms, commands."))  # fmt: skip
@click.argument("name", metavar="PATH|NAME", default=".")
@option("-o", "--output", metavar="FILE", help=N_("Write there instead of to stdout."))
def docs(name: str, output: str | None) -> int:
    """Print a plugin's page."""
    from govdisc.authoring.pages import plugin_page
    from govdisc.cli.outputs import Inputs, write_file
    from govdisc.i18n import add_catalogue
    from govdisc.plugins import Plugins
    from govdisc.testing.contract.subject import Subject, find

    with _named(name) as found:
        plugins = Plugins()
        subject = find(found, plugins)
        if not isinstance(subject, Subject):
            try:
                subject.run()
            except AssertionError as error:
                raise ConfigurationError(str(error)) from error
            return FINDINGS
        for domain, folder in plugins.translations:
            add_catalogue(domain, folder)
        page = plugin_page(subject.info, plugins)
    if output is None or output == "-":
        session().streams.data(page)
    else:
        write_file(output, [page.encode()], Inputs(()))
    return OK


__all__ = ["MissingLibraryError", "command"]
