"""Write what is made from code: the JSON Schemas, the rule pages, and the lists of formats and commands.

    python tools/generate.py           write every file
    python tools/generate.py --check   fail when one is out of date

Every plugin of this repository must be installed, because the lists name what they bring.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

import click
from govdisc_portal_xml import SCHEMA
from govdisc_portal_xml.describe import describe

from govdisc.cli import COMMANDS, govdisc
from govdisc.cli.rules import rule_markdown
from govdisc.cli.session import Session
from govdisc.cli.streams import Streams
from govdisc.formats.json import dumps
from govdisc.i18n import add_catalogue, set_language
from govdisc.i18n import gettext as _
from govdisc.model.book import builtin_forms
from govdisc.schema import findings_schema, report_schema

SESSION = Session(Streams())
ROOT = Path(__file__).resolve().parent.parent
#: How the kinds of click's values are shown.
_VALUES = {"integer": "NUMBER", "integer range": "NUMBER", "float": "NUMBER", "float range": "NUMBER", "file": "FILE", "path": "PATH"}
LANGUAGES = (("en", ""), ("zh_CN", ".zh-CN"))


def schemas() -> Iterator[tuple[str, str]]:
    """Yield the JSON Schemas as (path, text)."""
    for form in builtin_forms().forms():
        yield f"schemas/report-{form.id}.schema.json", dumps(report_schema(form), indent=2) + "\n"
    yield "schemas/findings.schema.json", dumps(findings_schema(), indent=2) + "\n"


def portal_xml() -> Iterator[tuple[str, str]]:
    """Yield the XML Schema of portal XML, which its plugin brings, and the page that its annotations make."""
    yield "schemas/portal-report.xsd", SCHEMA.read_text("utf-8")
    yield "docs/portal-xml.md", describe()


def rule_pages() -> Iterator[tuple[str, str]]:
    """Yield docs/rules.md in each language."""
    for language, suffix in LANGUAGES:
        set_language(language)
        rules = list(SESSION.plugins.all_rules.values())
        out = [f"# {_('The rules')}", "", _("Made from the rules themselves by tools/generate.py."), ""]
        for family, title in SESSION.plugins.families.items():
            mine = [rule for rule in rules if rule.family == family]
            if mine:
                out += [f"- {family} ({title}): " + ", ".join(f"[{rule.code}](#{_anchor(rule.code, _(rule.title))})" for rule in mine)]
        out += ["", *map(rule_markdown, rules)]
        yield f"docs/rules{suffix}.md", "\n".join(out).rstrip() + "\n"
    set_language("en")


def _anchor(code: str, title: str) -> str:
    """The anchor that GitHub makes of a heading."""
    text = f"{code} {title}".lower()
    return "".join(character for character in text if character.isalnum() or character in " -_").replace(" ", "-")


def format_page() -> Iterator[tuple[str, str]]:
    """Yield docs/formats.md."""
    out = ["# Formats", "", "Made from the installed formats by tools/generate.py.", ""]
    out += ["| format | read | write | reports a file | suffixes | what it is |", "|---|---|---|---|---|---|"]
    found = sorted(SESSION.plugins.formats.values(), key=lambda one: one.name)
    for one in found:
        facts = ("yes" if one.read else "", "yes" if one.write else "", "many" if one.many else "one", " ".join(one.suffixes), one.title)
        out.append(f"| {one.name} | {' | '.join(facts)} |")
    for one in found:
        if one.parameters:
            out += ["", f"## {one.name}", "", "| parameter | default | meaning |", "|---|---|---|"]
            out += [f"| `--param {item.name}=…` | {item.default or ''} | {item.meaning} |" for item in one.parameters]
    yield "docs/formats.md", "\n".join(out) + "\n"


def command_page() -> Iterator[tuple[str, str]]:
    """Yield docs/commands.md: what every command takes, in words that no version of click changes."""
    out = ["# Commands", "", "Made from the commands themselves by tools/generate.py; `govdisc COMMAND --help` prints the same.", ""]
    context = click.Context(govdisc, info_name="govdisc", obj=SESSION)
    for name in (*COMMANDS, *sorted(SESSION.plugins.commands)):
        command = govdisc.get_command(context, name)
        assert command is not None
        arguments = [_shown(parameter) for parameter in command.params if isinstance(parameter, click.Argument)]
        options = [parameter for parameter in command.params if isinstance(parameter, click.Option) and not parameter.hidden]
        out += [f"## govdisc {name}", "", f"`{' '.join(['govdisc', name, '[OPTIONS]' if options else '', *arguments])}`".replace("  ", " "), ""]
        out += [" ".join((command.help or "").split()), ""]
        if options:
            out += ["| option | meaning |", "|---|---|"]
            out += [f"| {_shown(option)} | {option.help or ''}{' Required.' if option.required else ''} |" for option in options]
            out.append("")
    yield "docs/commands.md", "\n".join(out).rstrip() + "\n"


def _shown(parameter: click.Parameter) -> str:
    """A parameter as a user types it: ``-o``, ``--output FILE``; an argument that may be left out in brackets."""
    if isinstance(parameter, click.Argument):
        value = parameter.metavar or (parameter.name or "").upper()
        return value if parameter.required or value.startswith("[") else f"[{value}]"
    kind = parameter.type
    value = parameter.metavar or ("|".join(map(str, kind.choices)) if isinstance(kind, click.Choice) else _VALUES.get(kind.name, "TEXT"))
    *short, long = (*parameter.opts, *parameter.secondary_opts)
    shown = [*short, long if getattr(parameter, "is_flag", False) else f"{long} {value}"]
    return ", ".join(f"`{name}`" for name in shown).replace("|", "\\|")


def files() -> Iterator[tuple[str, str]]:
    """Yield every generated file as (path, text)."""
    set_language("en")
    for domain, folder in SESSION.plugins.translations:
        add_catalogue(domain, folder)
    yield from schemas()
    yield from portal_xml()
    yield from format_page()
    yield from command_page()
    yield from rule_pages()


def main() -> int:
    """Write or check every generated file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="fail instead of writing")
    check = parser.parse_args().check
    stale = []
    for name, text in files():
        path = ROOT / name
        if path.exists() and path.read_text("utf-8") == text:
            continue
        stale.append(name)
        if not check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8", newline="\n")
    print("\n".join(f"{'out of date' if check else 'written'}: {name}" for name in stale) or "everything is current")
    return 1 if check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
