"""What a plugin brings, as a page in Markdown, in the language in use."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import click

from govdisc.cli.rules import rule_markdown
from govdisc.i18n import gettext as _
from govdisc.loading import PluginInfo
from govdisc.plugins import Plugins


def plugin_page(info: PluginInfo, plugins: Plugins) -> str:
    """Return the page of a plugin: its formats, forms, reporters, commands, extractions, and its rules in full."""
    out = [f"# {info.distribution} {info.version}".rstrip(), ""]
    for lines in (_formats, _forms, _reporters, _commands, _extractors, _rules):
        out += lines(info, plugins)
    return "\n".join(out).rstrip() + "\n"


def _table(title: str, headers: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> list[str]:
    if not rows:
        return []
    lines = [f"## {title}", "", f"| {' | '.join(headers)} |", "|" + "---|" * len(headers)]
    return [*lines, *(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |" for row in rows), ""]


def _formats(info: PluginInfo, plugins: Plugins) -> list[str]:
    brought = [plugins.formats[name] for name in info.brings.get("formats", ())]
    able = [(format_, [_(word) for word, can in (("read", format_.read), ("write", format_.write)) if can]) for format_ in brought]
    out = _table(_("Formats"), (_("format"), _("suffixes"), _("can"), _("what it is")), [
        (format_.name, " ".join(format_.suffixes), ", ".join(can), _(format_.title)) for format_, can in able
    ])  # fmt: skip
    parameters = [(f"`--param {parameter.name}=…`", str(parameter.default or ""), _(parameter.meaning)) for format_ in brought for parameter in format_.parameters]
    return out + _table(_("Parameters"), (_("parameter"), _("default"), _("meaning")), parameters)


def _forms(info: PluginInfo, plugins: Plugins) -> list[str]:
    from govdisc.model.book import parse_form

    texts = [text for owner, things in plugins.hook.govdisc_forms() if owner is info for _name, text in things]
    names = {parse_form(text, info.name)["id"] for text in texts}
    forms = [form for form in (*plugins.forms.forms(), *plugins.forms.variants()) if (form.variant or form.id) in names]
    return _table(_("Forms and variants"), (_("name"), _("form"), _("from"), _("basis")), [
        (form.variant or form.id, form.id, str(form.since), form.source or form.basis) for form in forms
    ])  # fmt: skip


def _reporters(info: PluginInfo, plugins: Plugins) -> list[str]:
    brought = [plugins.reporters[name] for name in info.brings.get("reporters", ())]
    return _table(_("Formats for findings"), (_("format"), _("suffixes"), _("what it is")), [
        (reporter.name, " ".join(reporter.suffixes), _(reporter.title)) for reporter in brought
    ])  # fmt: skip


def _commands(info: PluginInfo, plugins: Plugins) -> list[str]:
    brought = [plugins.commands[name] for name in info.brings.get("commands", ())]
    out = _table(_("Commands"), (_("command"), _("what it does")), [(f"`govdisc {command.name}`", _(command.help) if command.help else "") for command in brought])
    for command in brought:
        options = [(", ".join(f"`{name}`" for name in option.opts), _(option.help) if option.help else "") for option in command.params if isinstance(option, click.Option)]
        out += _table(f"govdisc {command.name}", (_("option"), _("meaning")), options)
    return out


def _extractors(info: PluginInfo, plugins: Plugins) -> list[str]:
    brought = [extractor for owner, extractor in plugins.extractors if owner is info]
    return _table(_("What is read out of a report"), (_("key"), _("forms")), [(extractor.key, ", ".join(extractor.forms) or "-") for extractor in brought])


def _rules(info: PluginInfo, plugins: Plugins) -> Iterator[str]:
    for code in sorted(info.brings.get("rules", ())):
        yield rule_markdown(plugins.all_rules[code])
