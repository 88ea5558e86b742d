"""What the pages say of forms, cells, JSON and limits is what the code has."""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterator

import pytest
from pages_kit import ROOT, blocks

from govdisc.formats import text as text_format
from govdisc.model.book import BUILTIN, FormBook, builtin_forms, parse_form, parse_toml
from govdisc.model.report import CORE_KEYS
from govdisc.model.sound import setting_faults
from govdisc.plugins import Plugins
from govdisc.recognise import UNREAD_KINDS, recognise
from govdisc.schema import findings_schema, report_schema
from govdisc.testing import Options, print_text, random_report
from govdisc.text.values import parse_cell


@pytest.mark.plugins("fees", "prose", "regions")
def test_the_variant_of_the_page_can_be_used() -> None:
    """It parses, adds its row, columns, sum and aliases, takes a row out, and sets rules and thresholds that exist."""
    (block,) = [fenced for fenced in blocks(ROOT / "docs" / "variants.md") if fenced.file]
    plugins = Plugins()
    book = FormBook([parse_form(block.text, str(block))])
    form = book.form("2021", "yunxiu-2024")
    report = random_report(3, Options(form="2021", variant="yunxiu-2024", year=2024, agency="云岫市民政局"), book)
    assert [*report.tables["disclosure"]["plans"]] == ["issued", "revised", "repealed", "effective"]
    assert [*report.tables["disputes"]["reconsideration"]][2:4] == ["other", "withdrawn"]
    assert "refused_publication" not in report.tables["requests"]
    assert {balance.state for balance in form.balances(report)} == {"holds"}
    text = print_text(report, "cell_a_line", book).replace("行政规范性文件 |", "规范性文件（含规划） |")
    again = recognise(text_format.read(text.encode()), book)
    assert again.variant == "yunxiu-2024"
    assert again.tables == report.tables
    assert report_schema(form)["properties"]["tables"]["properties"]["disclosure"]["properties"]["plans"]
    assert list(setting_faults(form, plugins.rules)) == []
    assert (form.severities, form.source_of("DUE101.until")) == ({"DUE101": "error", "NUM102": "off"}, "云政办发〔2024〕31号 第八条")


def test_the_keys_of_forms_are_told() -> None:
    """Every key that the built-in forms use stands in variants.md."""
    text = (ROOT / "docs" / "variants.md").read_text("utf-8")
    for name in ("base", *BUILTIN):
        data = parse_toml((ROOT / "govdisc" / "model" / "forms" / f"{name}.toml").read_text("utf-8"), name)
        assert [
            key for key in sorted(keys(data)) if key not in ("issued", "words") and f"`{key}`" not in text and f"{key}]]`" not in text
        ] == []


def keys(data: object) -> set[str]:
    if isinstance(data, dict):
        return set(data) | {key for value in data.values() for key in keys(value)}
    return {key for value in data for key in keys(value)} if isinstance(data, list) else set()


def test_the_cells_of_the_page_are_read_as_it_says() -> None:
    """The table What stands in a cell of recognition.md, row by row."""
    part = (ROOT / "docs" / "recognition.md").read_text("utf-8").split("## What stands in a cell")[1].split("\n## ")[0]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in part.split("\n") if line.startswith("| `")]
    assert len(rows) >= 6
    for printed, kind, values, mark, remark in rows:
        texts = re.findall(r"`(.*?)`", printed)
        wanted = values.split(", ") if "," in values else [values] * len(texts)
        for text, value in zip(texts, wanted, strict=True):
            cell = parse_cell(text, kind)
            assert str(cell.value) == ("None" if value == "blank" else value), text
            assert (cell.mark or "") == (text if mark == "as printed" else mark), text
            assert (cell.remark or "") == (text if remark == "as printed" else remark), text


def test_every_kind_of_unread_is_told() -> None:
    """recognition.md has them all, with the rule that reports each."""
    text = (ROOT / "docs" / "recognition.md").read_text("utf-8")
    assert [kind for kind in UNREAD_KINDS if f"`{kind}`" not in text] == []


def test_every_key_of_the_json_is_told() -> None:
    """json.md names every key of both schemas."""
    text = (ROOT / "docs" / "json.md").read_text("utf-8")
    names = {name for schema in (report_schema(builtin_forms().form("2021")), findings_schema()) for name in properties(schema)}
    assert sorted(name for name in names if "." not in name and f"`{name}`" not in text) == []  # those with dots are cells
    assert [name for name in CORE_KEYS if f"| `{name}` |" not in text and f"`{name}`" not in text] == []


def properties(schema: object) -> Iterator[str]:
    if isinstance(schema, dict):
        for key, value in schema.items():
            if key == "properties":
                yield from value
            yield from properties(value)
    elif isinstance(schema, list):
        for part in schema:
            yield from properties(part)


# --- limits ---------------------------------------------------------------------------------------------------------------------

SIZES = {"GB": 10**9, "MB": 10**6, "MiB": 2**20, "kB": 10**3}
LIMITS = re.findall(
    r"^\| `(govdisc[\w.]*)\.([A-Z_]+)` \| ([\d,]+)(?: (GB|MB|MiB|kB))?", (ROOT / "docs" / "limits.md").read_text("utf-8"), re.MULTILINE
)


@pytest.mark.parametrize(("module", "name", "number", "size"), LIMITS, ids=[f"{module}.{name}" for module, name, *_ in LIMITS])
def test_the_limits_are_those_of_the_code(module: str, name: str, number: str, size: str) -> None:
    """The number on the page is the constant, and the plugin's README tells the same where it names it."""
    value = getattr(importlib.import_module(module), name)
    assert int(number.replace(",", "")) * SIZES.get(size, 1) == value
    readme = ROOT / "plugins" / module.split(".")[0].replace("_", "-") / "README.md"
    if readme.exists():
        for told, unit in re.findall(
            rf"^\|[^|`]*`(?:\w+\.)?{name}`[^|`]*\| ([\d,]+)(?: (GB|MB|MiB|kB))?", readme.read_text("utf-8"), re.MULTILINE
        ):
            assert int(told.replace(",", "")) * SIZES.get(unit, 1) == value, readme


def test_every_limit_is_on_the_page() -> None:
    """Each constant called MAX_… or LARGEST_… in the code, and each that a README names under Limits."""
    told = {(module.split(".")[0], name) for module, name, *_ in LIMITS}
    sources = [path for folder in (ROOT / "govdisc", *(ROOT / "plugins").glob("*/govdisc_*")) for path in folder.rglob("*.py")]
    missing = set()
    for path in sources:
        package = next(part for part in reversed(path.parts) if part.startswith("govdisc_") or part == "govdisc")
        for name in re.findall(r"^((?:MAX|LARGEST)_\w+) *=", path.read_text("utf-8"), re.MULTILINE):
            if (package, name) not in told:
                missing.add((package, name))
    for readme in (ROOT / "plugins").glob("*/README.md"):
        limits = readme.read_text("utf-8").partition("\n## Limits\n")[2]
        assert limits, f"{readme}: no section Limits"
        package = readme.parent.name.replace("-", "_")
        for cell in re.findall(r"^\|([^|]*)\|", limits, re.MULTILINE):
            names = re.findall(r"`(?:\w+\.)?((?:MAX|MOST|LONGEST|LARGEST)_[A-Z_]+)`", cell)
            missing |= {(package, name) for name in names if (package, name) not in told}
    assert missing == set()
