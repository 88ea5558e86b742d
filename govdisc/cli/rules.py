"""``govdisc rules``: the catalogue of checks, as a list, one in full, or as data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import click

from govdisc.cli import common, options
from govdisc.cli.completing import complete_codes
from govdisc.cli.forms import form_named
from govdisc.errors import ConfigurationError
from govdisc.i18n import N_
from govdisc.i18n import gettext as _
from govdisc.model.findings import SEVERITIES
from govdisc.plugins import Plugins
from govdisc.rules.registry import BatchRule, Rule
from govdisc.selecting import codes_of, words_in
from govdisc.settings import applies


def rule_dict(rule: Rule | BatchRule) -> dict[str, Any]:
    """Return a rule as it stands in the JSON catalogue, its texts in the chosen language."""
    return {
        "code": rule.code,
        "severity": rule.severity,
        "title": _(rule.title),
        "basis": rule.printed_basis,
        "since": rule.since,
        "explanation": _(rule.explanation),
        "parameters": [{"name": parameter.name, "default": parameter.default, "meaning": _(parameter.meaning)} for parameter in rule.parameters],
        "module": rule.module,
        "examples": {"passing": _example(rule, True), "failing": _example(rule, False)},
    }


def _example(rule: Rule | BatchRule, passing: bool) -> dict[str, Any] | None:
    if isinstance(rule, BatchRule):  # an example would be a whole batch
        return None
    example = rule.passing if passing else rule.failing
    if example is None:
        return None
    fields = ("form", "cells", "marks", "remarks", "sections", "titles", "report")
    shown = {name: getattr(example, name) for name in fields if getattr(example, name)}
    if example.previous is not None:
        shown["previous"] = {name: getattr(example.previous, name) for name in fields if getattr(example.previous, name)}
    return {name: _plain(value) for name, value in shown.items()}


def _plain(value: Any) -> Any:
    """The value with reports' own objects as plain data."""
    import dataclasses

    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return dataclasses.asdict(value)
    if isinstance(value, dict):
        return {str(name): _plain(item) for name, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    return value


def rule_markdown(rule: Rule | BatchRule) -> str:
    """Return a rule's page as Markdown."""
    from govdisc.formats.json import dumps

    out = [f"## {rule.code} {_(rule.title)}", ""]
    facts = [(_("severity"), _(rule.severity)), (_("basis"), rule.printed_basis), (_("since"), rule.since), (_("from"), f"`{rule.module}`")]
    out += [_("- {name}: {value}").format(name=name, value=value) for name, value in facts]
    out += ["", _(rule.explanation)]
    if rule.parameters:
        out += ["", *(f"- `{rule.code}.{parameter.name}` = {parameter.default}: {_(parameter.meaning)}" for parameter in rule.parameters)]
    failing = _example(rule, False)
    if failing is not None:
        out += ["", _("An example that it finds, as changes to a correct report:"), "", "```json", dumps(failing, indent=1), "```"]
    return "\n".join(out) + "\n"


@click.command(
    "rules",
    cls=options.Command,
    help=N_("List the checks, or explain one: govdisc rules SUM101. Beginnings of codes and families list theirs."),
    examples=("govdisc rules", "govdisc rules SUM101", "govdisc rules SUM --severity error", "govdisc rules --text 总计 --form 2021"),
)
@click.argument("code", required=False, shell_complete=complete_codes)
@options.option("--severity", multiple=True, type=click.Choice(SEVERITIES), help=N_("Only rules of that severity; may be repeated."))
@options.option("--text", metavar="WORDS", help=N_("Only rules that speak of this, in their title, explanation or basis."))
@options.option("--form", "form_name", metavar="NAME", help=N_("Only rules that look at reports of that form or variant."))
@options.option(
    "--format", "output_format", type=click.Choice(["text", "json", "markdown"]), default="text", help=N_("How the catalogue is written.")
)
def command(code: str | None, severity: tuple[str, ...], text: str | None, form_name: str | None, output_format: str) -> int:
    """List rules, or explain one."""
    plugins = common.plugins()
    found = plugins.all_rules
    words = words_in([code]) if code is not None else [""]
    codes = {each for word in words for each in (codes_of(word, plugins) if word else found)}
    chosen = [rule for each, rule in found.items() if each in codes]
    if severity:
        chosen = [rule for rule in chosen if rule.severity in severity]
    if text is not None:
        chosen = [rule for rule in chosen if text.casefold() in _all_text(rule)]
    if form_name is not None:
        form = form_named(form_name)
        chosen = [rule for rule in chosen if applies(rule, form)]
    if not chosen and output_format == "text":
        raise ConfigurationError(_("no rule is like that; govdisc rules lists them all."))
    click.echo(_shown(chosen, output_format, code is not None and code.strip().upper() in found, plugins))
    return common.report_broken(plugins)


def _overrides(rule: Rule | BatchRule, plugins: Plugins) -> Iterator[dict[str, Any]]:
    """Yield what plugins change of a rule, and which does."""
    for info, override in plugins.owned_overrides:
        if override.code == rule.code and not info.error:
            said = {"severity": override.severity, "basis": override.basis, "replaced_by": override.replaced_by, "forms": list(override.forms)}
            yield {"plugin": info.name, **{name: value for name, value in said.items() if value}}


def _changed(rule: Rule | BatchRule, plugins: Plugins) -> Iterator[str]:
    for change in _overrides(rule, plugins):
        said = [
            (_("severity"), _(change["severity"]) if "severity" in change else None),
            (_("basis"), change.get("basis")),
            (_("replaced by"), change.get("replaced_by")),
            (_("only for the forms"), " ".join(change.get("forms", ()))),
        ]
        changes = "; ".join(_("{name}: {value}").format(name=name, value=value) for name, value in said if value)
        yield _("Changed by the plugin {plugin}: {changes}").format(plugin=change["plugin"], changes=changes) + "\n"


def _all_text(rule: Rule | BatchRule) -> str:
    """The texts of a rule, in English and in the chosen language."""
    texts = (rule.code, rule.title, _(rule.title), rule.explanation, _(rule.explanation), rule.printed_basis)
    return "\n".join(texts).casefold()


def _shown(rules: Iterable[Rule | BatchRule], output_format: str, one: bool, plugins: Plugins) -> str:
    from govdisc.formats.json import dumps

    rules = list(rules)
    if output_format == "json":
        told = [rule_dict(rule) | ({"overrides": changes} if (changes := list(_overrides(rule, plugins))) else {}) for rule in rules]
        return dumps(told[0] if one else told, indent=1)
    if output_format == "markdown" or one:
        return "\n".join("\n".join([rule_markdown(rule), *_changed(rule, plugins)]) for rule in rules).rstrip()
    return common.table([(rule.code, _(rule.severity), _(rule.title)) for rule in rules], (_("code"), _("severity"), _("what it finds")))
