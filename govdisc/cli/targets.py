"""Where findings go: ``--format`` to stdout, and each ``-o [FORMAT=]PATH`` to a file or a folder, all checked before anything is read."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from typing import Protocol, TypeVar

from govdisc.cli.outputs import is_folder
from govdisc.errors import ConfigurationError
from govdisc.i18n import gettext as _
from govdisc.kinds import Reporter
from govdisc.known import bringing
from govdisc.model.parameters import Parameter
from govdisc.nearest import did_you_mean
from govdisc.patterns import Pattern
from govdisc.plugins import Plugins
from govdisc.records import record

_NAMED = Pattern(r"(?s)(?P<format>[A-Za-z][\w-]*)=(?P<path>.*)")


@record(frozen=True)
class Target:
    """One output: the reporter, where it writes to (None: stdout), and its parameters."""

    reporter: Reporter
    path: str | None = None
    params: Mapping[str, str] = field(default_factory=dict)

    @property
    def folder(self) -> bool:
        """Whether it is a folder of files."""
        return self.path is not None and (is_folder(self.path) or self.reporter.write is None)


def targets(output_format: str | None, outputs: Sequence[str], params: Sequence[str], plugins: Plugins) -> list[Target]:
    """Return the outputs of a command line, stdout first; without any, text on stdout.

    Raises:
        ConfigurationError: when a format is not there or does not fit its path, when one is written twice, when a folder is a file, or a
            parameter belongs to none of the formats.

    """
    found: list[Target] = []
    for text in outputs:
        found.append(_target(text, plugins))
    if output_format is not None or not found:
        found.insert(0, Target(_for_stdout(output_format or "text", plugins)))
    _refuse_doubles(found)
    by_format = parameters(params, {target.reporter.name: target.reporter.parameters for target in found})
    return [Target(target.reporter, target.path, by_format[target.reporter.name]) for target in found]


def _for_stdout(name: str, plugins: Plugins) -> Reporter:
    reporter = reporter_named(name, plugins)
    if reporter.write is None:
        raise ConfigurationError(_("the format {name} writes a folder of files; name it with -o {name}=FOLDER/.").format(name=name))
    return reporter


def reporter_named(name: str, plugins: Plugins) -> Reporter:
    """Return a format for findings.

    Raises:
        ConfigurationError: when there is none of that name, with the plugin that brings it or the nearest name.

    """
    found = plugins.reporters.get(name)
    if found is not None:
        return found
    known = list(plugins.reporters)
    plugin = bringing("reporters", name)
    if plugin is not None:
        raise ConfigurationError(
            _("the format {name} for findings needs a plugin; install it with: {command}").format(name=name, command=plugin.install)
        )
    raise ConfigurationError(
        _("there is no format {name} for findings; there are: {known}.").format(name=name, known=", ".join(known)) + did_you_mean(name, known)
    )


def _target(text: str, plugins: Plugins) -> Target:
    """What one ``-o`` says."""
    named = _NAMED.fullmatch(text)
    path = named["path"] if named else text
    if not path:
        raise ConfigurationError(_("-o takes a file or FORMAT=PATH, not {text}.").format(text=text or '""'))
    folder = is_folder(path)
    if named:
        reporter = reporter_named(named["format"], plugins)
        if path != "-" and not folder and reporter.write is not None:
            refuse_mismatch(reporter, path, plugins.reporters.values())
    elif path == "-":
        raise ConfigurationError(_("-o - tells no format; write --format NAME."))
    elif folder:
        names = [name for name, known in plugins.reporters.items() if known.folder is not None]
        raise ConfigurationError(
            _("a folder tells no format; write -o FORMAT={path} (formats that write a folder: {known}).").format(
                path=path, known=", ".join(names) or "-"
            )
        )
    else:
        reporter = _by_suffix(path, plugins)
    if path == "-":
        return Target(_for_stdout(reporter.name, plugins))
    _place_fits(reporter, path, folder)
    return Target(reporter, path)


def _place_fits(reporter: Reporter, path: str, folder: bool) -> None:
    if reporter.folder is None and folder:
        raise ConfigurationError(_("the format {name} writes one file, and {path} is a folder.").format(name=reporter.name, path=path))
    if (folder or reporter.write is None) and os.path.exists(path.rstrip("/" + os.sep) or path) and not os.path.isdir(path):
        raise ConfigurationError(_("{path} is a file, and a folder is to be written there; name another.").format(path=path))


class _Named(Protocol):
    """What has a name and suffixes: a format of findings or of reports."""

    @property
    def name(self) -> str: ...
    @property
    def suffixes(self) -> tuple[str, ...]: ...


N = TypeVar("N", bound=_Named)


def with_suffix(path: str, known: Iterable[N]) -> list[N]:
    """Return the formats whose suffix a file has; the longest suffix counts."""
    name = os.path.basename(path).lower()
    fitting = [(len(suffix), format_) for format_ in known for suffix in format_.suffixes if name.endswith(suffix.lower())]
    longest = max((length for length, _format in fitting), default=0)
    return [format_ for length, format_ in fitting if length == longest]


def refuse_mismatch(wanted: N, path: str, known: Iterable[N]) -> None:
    """Refuse a file whose suffix is another format's; one that has no suffix of its own may be called anything.

    Raises:
        ConfigurationError: when it is.

    """
    others = with_suffix(path, known)
    if others and wanted not in others and wanted.suffixes:
        raise ConfigurationError(
            _("{path} is named like {other}, and the format asked for is {name}; name the file otherwise.").format(
                path=path, other=", ".join(other.name for other in others), name=wanted.name
            )
        )


def _by_suffix(path: str, plugins: Plugins) -> Reporter:
    fitting = with_suffix(path, plugins.reporters.values())
    if not fitting:
        suffix = os.path.splitext(path)[1]
        plugin = bringing("reporters", suffix[1:].lower())
        if plugin is not None and suffix[1:].lower() not in plugins.reporters:
            reporter_named(suffix[1:].lower(), plugins)
        raise ConfigurationError(
            _("the name {path} tells no format for findings; write -o FORMAT=PATH with one of: {known}.").format(
                path=path, known=", ".join(plugins.reporters)
            )
        )
    builtin = [reporter for reporter in fitting if plugins.reporter_owner(reporter.name) is None]
    if len(fitting) > 1 and not builtin:
        names = ", ".join(reporter.name for reporter in fitting)
        raise ConfigurationError(_("{path} may be {names}; write -o FORMAT=PATH.").format(path=path, names=names))
    return (builtin or fitting)[0]


def _refuse_doubles(found: Sequence[Target]) -> None:
    formats: set[str] = set()
    places: dict[str, str] = {}
    for target in found:
        if target.path is None:
            if "-" in places:
                raise ConfigurationError(_("two formats are to be written to standard output; name a file for one of them."))
            places["-"] = "-"
            continue
        place = os.path.normcase(os.path.realpath(target.path))
        if place in places:
            raise ConfigurationError(_("{path} is to be written twice; name two files.").format(path=target.path))
        if target.reporter.name in formats:
            raise ConfigurationError(_("the format {name} is to be written twice; once is enough.").format(name=target.reporter.name))
        formats.add(target.reporter.name)
        places[place] = target.path


def parameters(pairs: Sequence[str], known: Mapping[str, Sequence[Parameter]]) -> dict[str, dict[str, str]]:
    """Return what ``--param [FORMAT.]NAME=VALUE`` sets, by format; without a format, it holds for each that has such a parameter.

    Raises:
        ConfigurationError: when a pair is malformed, or no format has such a parameter.

    """
    out: dict[str, dict[str, str]] = {name: {} for name in known}
    for pair in pairs:
        key, equals, value = pair.partition("=")
        if not equals:
            raise ConfigurationError(_("--param takes NAME=VALUE, not {pair}.").format(pair=pair))
        wanted, dot, name = key.rpartition(".")
        taking = [
            each for each, has in known.items() if (not dot or each == wanted) and any(parameter.name == name for parameter in has)
        ]
        if not taking:
            names = [parameter.name for has in known.values() for parameter in has]
            raise ConfigurationError(
                _("the format {format} has no parameter {name}; it has: {known}.").format(
                    format=", ".join(known), name=name, known=", ".join(names) or "-"
                )
                + did_you_mean(name, names)
            )
        for each in taking:
            out[each][name] = value
    return out
