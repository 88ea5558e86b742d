"""Write what is made: the JSON Schemas, the pages of rules, formats, commands and the plugin API, those in two languages, the templates of plugins.

    python tools/generate.py           write every file
    python tools/generate.py --check   fail when one is out of date

Every plugin of this repository must be installed, because the lists name what they bring.
"""

from __future__ import annotations

import argparse
import inspect
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import bilingual
import click
from govdisc_portal_xml import SCHEMA
from govdisc_portal_xml.describe import describe

from govdisc import __version__, configuration, hookspecs, plugin, reading
from govdisc.authoring import conformance
from govdisc.cli import COMMANDS, govdisc
from govdisc.cli.rules import rule_markdown
from govdisc.cli.session import Session
from govdisc.cli.streams import Streams
from govdisc.formats.json import dumps
from govdisc.i18n import add_catalogue, language, set_language
from govdisc.i18n import gettext as _
from govdisc.model.book import builtin_forms
from govdisc.schema import finding_schema, findings_schema, report_schema

SESSION = Session(Streams())
ROOT = Path(__file__).resolve().parent.parent
#: How the kinds of click's values are shown.
_VALUES = {"integer": "NUMBER", "integer range": "NUMBER", "float": "NUMBER", "float range": "NUMBER", "file": "FILE", "path": "PATH"}
LANGUAGES = (("en", ""), ("zh_CN", ".zh-CN"))
#: What only these pages say. The rest comes from the catalogues of the packages.
_CHINESE = {
    "The rules": "检查规则",
    "Made from the rules themselves by tools/generate.py.": "由 tools/generate.py 根据规则本身生成。",
    "Formats": "文件格式",
    "Made from the installed formats by tools/generate.py.": "由 tools/generate.py 根据已安装的格式生成。",
    "| format | read | write | reports a file | suffixes | what it is |": "| 格式 | 可读 | 可写 | 每个文件的年报数 | 扩展名 | 说明 |",
    "yes": "是",
    "many": "多份",
    "one": "一份",
    "| parameter | default | meaning |": "| 参数 | 默认值 | 含义 |",
    "Commands": "命令",
    "Made from the commands themselves by tools/generate.py; `govdisc COMMAND --help` prints the same.": (
        "由 tools/generate.py 根据命令本身生成；`govdisc 命令 --help` 打印同样的内容。"
    ),
    "| option | meaning |": "| 选项 | 含义 |",
    " Required.": "必填。",
}


def schemas() -> Iterator[tuple[str, str]]:
    """Yield the JSON Schemas as (path, text)."""
    for form in builtin_forms().forms():
        yield f"schemas/report-{form.id}.schema.json", dumps(report_schema(form), indent=2) + "\n"
    yield "schemas/findings.schema.json", dumps(findings_schema(), indent=2) + "\n"
    yield "schemas/conformance.schema.json", dumps(conformance.schema(), indent=2) + "\n"
    yield "schemas/finding.schema.json", dumps(finding_schema(), indent=2) + "\n"
    yield "schemas/config.schema.json", dumps(configuration.schema(), indent=2) + "\n"


def extras() -> Iterator[tuple[str, str]]:
    """Yield pyproject.toml with the plugins of requirements.txt under the extra ``all``."""
    names = re.findall(r"^\./plugins/(\S+)$", (ROOT / "requirements.txt").read_text("utf-8"), re.MULTILINE)
    major, minor = map(int, __version__.split(".")[:2])
    lines = "".join(f'  "{name}>={major}.{minor},<{major}.{minor + 1}",\n' for name in names)
    text = (ROOT / "pyproject.toml").read_text("utf-8")
    yield "pyproject.toml", re.sub(r'^all = \[\n  "govdisc\[speed\]",\n(?:  ".*",\n)*\]', f'all = [\n  "govdisc[speed]",\n{lines}]', text, flags=re.MULTILINE)


def portal_xml() -> Iterator[tuple[str, str]]:
    """Yield the XML Schema of portal XML, which its plugin brings, and the page that its annotations make."""
    yield "schemas/portal-report.xsd", SCHEMA.read_text("utf-8")
    yield "docs/portal-xml.md", describe()


def rule_pages() -> Iterator[tuple[str, str]]:
    """Yield docs/rules.md in each language."""
    for suffix in _spoken():
        rules = list(SESSION.plugins.all_rules.values())
        out = [f"# {_said('The rules')}", "", _said("Made from the rules themselves by tools/generate.py."), ""]
        for family, title in SESSION.plugins.families.items():
            mine = [rule for rule in rules if rule.family == family]
            if mine:
                out += [f"- {family} ({_(title)}): " + ", ".join(f"[{rule.code}](#{_anchor(rule.code, _(rule.title))})" for rule in mine)]
        out += ["", *map(rule_markdown, rules)]
        yield f"docs/rules{suffix}.md", "\n".join(out).rstrip() + "\n"


def _spoken() -> Iterator[str]:
    """Yield the suffix of each language's pages while that language is the one in use."""
    for language_, suffix in LANGUAGES:
        set_language(language_)
        yield suffix
    set_language("en")


def _said(english: str) -> str:
    """What a page says itself, in the language in use."""
    return _CHINESE[english] if language() == "zh_CN" else english


def _anchor(code: str, title: str) -> str:
    """The anchor that GitHub makes of a heading."""
    text = f"{code} {title}".lower()
    return "".join(character for character in text if character.isalnum() or character in " -_").replace(" ", "-")


def format_pages() -> Iterator[tuple[str, str]]:
    """Yield docs/formats.md in each language."""
    for suffix in _spoken():
        out = [f"# {_said('Formats')}", "", _said("Made from the installed formats by tools/generate.py."), ""]
        out += [_said("| format | read | write | reports a file | suffixes | what it is |"), "|---|---|---|---|---|---|"]
        formats = sorted(SESSION.plugins.formats.values(), key=lambda format_: format_.name)
        for format_ in formats:
            can = [_said("yes") if able else "" for able in (format_.read, format_.write)]
            facts = (*can, _said("many" if format_.many else "one"), " ".join(format_.suffixes), _(format_.title))
            out.append(f"| {format_.name} | {' | '.join(facts)} |")
        for format_ in formats:
            if format_.parameters:
                out += ["", f"## {format_.name}", "", _said("| parameter | default | meaning |"), "|---|---|---|"]
                out += [f"| `--param {parameter.name}=…` | {_default(parameter.default)} | {_(parameter.meaning)} |" for parameter in format_.parameters]
        yield f"docs/formats{suffix}.md", "\n".join(out) + "\n"


def _default(text: str | None) -> str:
    """A parameter's default: a value stands as it is typed, a phrase that describes it is translated."""
    return _(text) if text and " " in text else text or ""


def command_pages() -> Iterator[tuple[str, str]]:
    """Yield docs/commands.md in each language: what every command takes, in words that no version of click changes."""
    for suffix in _spoken():
        made = "Made from the commands themselves by tools/generate.py; `govdisc COMMAND --help` prints the same."
        out = [f"# {_said('Commands')}", "", _said(made), ""]
        context = click.Context(govdisc, info_name="govdisc", obj=SESSION)
        for name in (*COMMANDS, *sorted(SESSION.plugins.commands)):
            command = govdisc.get_command(context, name)
            assert command is not None
            out += _command(command, name)
            if isinstance(command, click.Group):
                for part, inner in command.commands.items():
                    out += _command(inner, f"{name} {part}")
        yield f"docs/commands{suffix}.md", "\n".join(out).rstrip() + "\n"


def _command(command: click.Command, name: str) -> Iterator[str]:
    arguments = [_shown(parameter) for parameter in command.params if isinstance(parameter, click.Argument)]
    options = [parameter for parameter in command.params if isinstance(parameter, click.Option) and not parameter.hidden]
    yield from (f"## govdisc {name}", "")
    yield from (f"`{' '.join(['govdisc', name, '[OPTIONS]' if options else '', *arguments])}`".replace("  ", " "), "")
    yield from (" ".join(_(command.help or "").split()), "")
    if options:
        yield from (_said("| option | meaning |"), "|---|---|")
        for option in options:
            yield f"| {_shown(option)} | {_(option.help or '')}{_said(' Required.') if option.required else ''} |"
        yield ""


def templates() -> Iterator[tuple[str, str]]:
    """Yield the templates of ``govdisc plugin new``: the files of docs/writing-plugins.md, by kind."""
    page = (ROOT / "docs" / "writing-plugins.md").read_text("utf-8")
    found: dict[str, dict[str, str]] = {}
    for block in re.finditer(r"^```\w+ (?P<info>[^\n]*)\n(?P<text>.*?)^```$", page, re.MULTILINE | re.DOTALL):
        info = dict(word.split("=", 1) for word in block["info"].split() if "=" in word)
        if "file" in info:
            found.setdefault(info["kind"], {})[info["file"]] = block["text"]
    yield "govdisc/authoring/templates.json", json.dumps(found, ensure_ascii=False, indent=1) + "\n"


#: What names of ``govdisc.plugin`` are that have no docstring of their own.
_CONSTANTS = {
    "API": "The number of the plugin API that this govdisc speaks.",
    "SEVERITIES": "The severities of findings, the worst first.",
    "THE_FORM": "Stands in a rule's basis for the notice that the report's own form rests on.",
    "SCHEMA_VERSION": "The version of the JSON that reports and findings are written as.",
    "DECLARED_KEYS": "The facts that a writer puts out of sight in its files.",
    "hookimpl": "Marks a function of a plugin as the implementation of the hook of the same name.",
    "Block": "What a document is made of: a paragraph or a grid.",
    "Value": "What a cell may hold: a whole number, a decimal, or None where it is blank.",
    "LIMITS": "The usual bounds.",
    "OLE2": "How an OLE2 file (.doc, .xls) begins.",
    "OVERPRINTED": "｜, which stands beside the numbers of a cell that are printed over one another: none of them is the cell's for sure.",
    "PICTURE": "The text of a cell in which a picture stands and nothing else: no number, and not blank either.",
    "PACKAGE_TITLES": "What each kind of package is called in messages.",
    "SAFE_XML": "Settings of lxml's parsers: no entity, no network, bounded depth.",
}


def api_page() -> Iterator[tuple[str, str]]:
    """Yield docs/plugin-api.md: what is public, from the hooks and from what ``govdisc.plugin`` hands on."""
    out = [(ROOT / "tools" / "plugin-api.md").read_text("utf-8").rstrip(), "", "## Hooks", "", "| hook | returns | for |", "|---|---|---|"]
    for name, hook in vars(hookspecs).items():
        if name.startswith("govdisc_"):
            returns = str(inspect.signature(hook).return_annotation).strip("'")
            returns = returns.replace("|", "\\|")
            out.append(f"| `{name}({', '.join(inspect.signature(hook).parameters)})` | `{returns}` | {_first(hook)} |")
    for module in (plugin, reading):
        out += ["", f"## `{module.__name__}`", "", "| name | what it is |", "|---|---|"]
        out += [f"| `{_signed(name, getattr(module, name))}` | {_CONSTANTS.get(name) or _first(getattr(module, name))} |" for name in sorted(module.__all__, key=str.lower)]
    yield "docs/plugin-api.md", "\n".join(out) + "\n"


def _first(thing: object) -> str:
    """The first sentence of a docstring, on one line, as Markdown within a table; a number as it is."""
    if isinstance(thing, (int, float)):
        return f"`{thing:,}`"
    if isinstance(thing, (str, bytes, tuple, dict)):
        return ""
    text = " ".join((inspect.getdoc(thing) or "").split("\n\n")[0].split())
    sentence = re.split(r"(?<=\.)\s", text)[0]
    return re.sub(r":\w+:`~?([\w.]+)`", r"`\1`", sentence).replace("``", "`").replace("|", "\\|")


def _signed(name: str, thing: object) -> str:
    """A function with its parameters' names; anything else by its name."""
    if not inspect.isfunction(thing):
        return name
    shown = [parameter.name if parameter.kind is not parameter.VAR_KEYWORD else f"**{parameter.name}" for parameter in inspect.signature(thing).parameters.values()]
    return f"{name}({', '.join(shown)})"


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
    yield from extras()
    yield from schemas()
    yield from portal_xml()
    yield from format_pages()
    yield from command_pages()
    yield from rule_pages()
    yield from api_page()
    yield from bilingual.pages()
    yield from templates()


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
