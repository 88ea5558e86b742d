"""JSON and JSON Lines carry a report without loss, and what is no report is told with its path."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from govdisc import checked
from govdisc.accepting import accepting, schema_of
from govdisc.checked import SchemaError, checked_report
from govdisc.formats.base import WriteOptions
from govdisc.formats.json import dumps, loads, read, write, write_lines
from govdisc.i18n import speaking
from govdisc.model.book import FormBook, builtin_forms
from govdisc.model.report import Report, Unread
from govdisc.rules.inputs import unknown_keys
from govdisc.schema import findings_schema, report_schema
from govdisc.testing import Options, awkward_forms, awkward_report, random_report
from govdisc.text import jsontext

ROOT = Path(__file__).resolve().parent.parent
FORMS = builtin_forms()
OPTIONS = WriteOptions(FORMS)


def plain(report: Report) -> dict[str, Any]:
    """A correct report as parsed JSON."""
    return loads(dumps(report.to_dict()))  # type: ignore[no-any-return]


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10_000), form=st.sampled_from(["2019", "2021"]), text=st.text(st.characters(exclude_categories=["Cs"])))
def test_reading_back_is_the_identity(seed: int, form: str, text: str) -> None:
    """Every report, with any text, comes back from JSON as it was."""
    report = random_report(seed, Options(form=form, remarks=True, places=True, mark="/"))
    report.sections[0].text = text
    report.lead = text
    report.extracted["fee"] = {"collected": Decimal("3940.50"), "quote": text}
    report.unread = [Unread("unknown_row", "requests", "line 3", text, ["requests.granted.total"])]
    assert list(read(write([report], OPTIONS))) == [report]
    assert list(read(write_lines([report, report], OPTIONS))) == [report, report]


def test_amounts_keep_their_digits() -> None:
    """3.50 is written as the number 3.50 and read as the Decimal 3.50; large amounts have no exponent."""
    report = random_report(1)
    report.tables["disclosure"]["charges"]["amount"] = Decimal("3.50")
    data = write([report], OPTIONS)
    assert b'"amount": 3.50' in data
    [again] = read(data)
    assert isinstance(again, Report)
    assert str(again.cell("disclosure.charges.amount")) == "3.50"
    assert dumps({"a": Decimal("1E+3")}) == '{"a":1000}'


@pytest.mark.parametrize("name", ["2019", "2021"])
def test_checked_in_schemas_are_current(name: str, forms: FormBook) -> None:
    """schemas/ holds what the forms make."""
    path = ROOT / "schemas" / f"report-{name}.schema.json"
    assert json.loads(path.read_text("utf-8")) == json.loads(dumps(report_schema(forms.form(name))))


def test_the_findings_schema_is_current_and_valid() -> None:
    """schemas/findings.schema.json holds what the code says, and is a schema."""
    path = ROOT / "schemas" / "findings.schema.json"
    assert json.loads(path.read_text("utf-8")) == json.loads(dumps(findings_schema()))
    Draft202012Validator.check_schema(findings_schema())


@pytest.mark.parametrize("form", ["2019", "2021"])
def test_generated_reports_fit_the_schema(form: str, forms: FormBook) -> None:
    """jsonschema agrees with the generator, the old row and everything optional included."""
    validator = Draft202012Validator(report_schema(forms.form(form)))
    for seed in range(5):
        report = random_report(seed, Options(form=form, remarks=True, places=True, legacy_row=form == "2021"))
        assert list(validator.iter_errors(plain(report))) == []


CELL = "requests.received.total"
BROKEN: list[tuple[str, Any, str, str]] = [
    (f"tables.{CELL}", "3", f"$.tables.{CELL}", '"3" is not a whole number or null'),
    (f"tables.{CELL}", 3.5, f"$.tables.{CELL}", "3.5 is not a whole number"),
    (f"tables.{CELL}", True, f"$.tables.{CELL}", "true is not a whole number"),
    (f"tables.{CELL}", 10**15, f"$.tables.{CELL}", "is not between"),
    (f"tables.{CELL}", 10**400, f"$.tables.{CELL}", "is not between"),
    ("tables.disclosure.charges.amount", Decimal("1e99999999"), "$.tables.disclosure.charges.amount", "1E+99999999 is not between"),
    ("tables.disclosure.charges.amount", Decimal("1e-99999999"), "$.tables.disclosure.charges.amount", "more than 15 digits"),
    ("tables.disclosure.charges.amount", Decimal("0." + "3" * 16), "$.tables.disclosure.charges.amount", "more than 15 digits"),
    ("tables.requests.recieved", {}, "$.tables.requests", 'Did you mean "received"?'),
    ("tables.requests.received.men", 1, "$.tables.requests.received", '"men" is not known'),
    ("tables.taxes", {}, "$.tables", '"taxes" is not known'),
    ("tables", None, "$.tables", "null is not an object"),
    ("year", "2023", "$.year", '"2023" is not a whole number or null'),
    ("year", 12, "$.year", "12 is not between 1990 and 2200"),
    ("year", 20233, "$.year", "is not between"),
    ("title", "题" * 1_001, "$.title", "1001"),
    ("published", "31.1.2024", "$.published", '"31.1.2024" is no day'),
    ("published", "2024-13-45", "$.published", '"2024-13-45" is no day'),
    ("published", "2023-02-29", "$.published", "is no day"),
    ("published", "２０２４-01-02", "$.published", "is no day"),
    ("agency.level", "village", "$.agency.level", '"village" is not "central", "province"'),
    ("agency.name", "县" * 201, "$.agency.name", "201"),
    ("agency", None, "$.agency", "null is not an object"),
    ("agency", {}, "$.agency", "name is missing"),
    ("sections", [{"id": "preface", "title": "", "text": ""}], "$.sections[0].id", '"preface" is not'),
    ("sections", [{"id": "other", "title": ""}], "$.sections[0]", "text is missing"),
    ("sections", [{"id": "other", "title": "", "text": ""}] * 61, "$.sections", "61"),
    ("marks", {CELL: 1}, f"$.marks['{CELL}']", "1 is not a text"),
    ("marks", {"abc": "/"}, "$.marks", '"abc" is not known'),
    ("remarks", {"requests.received": "/"}, "$.remarks", '"requests.received" is not known'),
    ("places", {"requests.received.men": "line 1"}, "$.places", '"requests.received.men" is not known'),
    ("marks", {CELL: "/"}, f"$.marks['{CELL}']", 'the mark "/"'),
    ("source", {"uri": "x"}, "$.source", "format, sha256 is missing"),
    ("unread", [{"kind": "torn", "table": None, "place": "", "text": "", "cells": []}], "$.unread[0].kind", '"torn" is not "unknown_row"'),
    ("fee", nested := [[]], "$.fee", "nested too deeply"),
]
for _level in range(60):
    nested[:] = [list(nested)]


def changed(where: str, value: Any, seed: int = 1) -> dict[str, Any]:
    """A correct report as parsed JSON, with another value at one place."""
    data = plain(random_report(seed))
    node = data
    *parents, last = where.split(".")
    for name in parents:
        node = node[name]
    node[last] = value
    return data


@pytest.mark.parametrize(("where", "value", "path", "says"), BROKEN, ids=[f"{where}-{says}" for where, _value, _path, says in BROKEN])
def test_a_fault_is_told_with_its_path_and_the_value_as_the_file_has_it(where: str, value: Any, path: str, says: str) -> None:
    """What is refused is told with the JSON path of the place, once, in a sentence that no Python speaks in."""
    error = checked_report(changed(where, value))
    assert isinstance(error, SchemaError)
    ((found, sentence),) = error.violations
    assert found == path
    assert says in sentence
    assert "Decimal" not in sentence
    assert len(sentence) < 400


def test_texts_belong_to_cells_that_the_report_has() -> None:
    """A remark on a cell of the form whose row the report lacks is a fault; a mark needs a blank cell."""
    report = random_report(1)
    del report.tables["requests"]["carried_in"]
    report.remarks["requests.carried_in.total"] = "其中转办1件"
    error = checked_report(plain(report))
    assert isinstance(error, SchemaError)
    assert error.violations == [("$.remarks['requests.carried_in.total']", "the report has no cell requests.carried_in.total.")]
    report.remarks.clear()
    report.tables["requests"]["received"]["total"], report.marks[CELL] = None, "/"
    assert isinstance(checked_report(plain(report)), Report)


def test_faults_are_told_in_chinese() -> None:
    """Nothing of a sentence about the schema stays English but the names of the keys."""
    with speaking("zh_CN"):
        for where, value, _path, _says in BROKEN:
            error = checked_report(changed(where, value))
            assert isinstance(error, SchemaError)
            assert not re.search(r"\b(is|not|or|than|here|between)\b", str(error)), str(error)


values = st.none() | st.booleans() | st.integers() | st.text(max_size=3) | st.decimals(allow_nan=False, allow_infinity=False).map(str).map(Decimal)
things = values | st.lists(values, max_size=2) | st.dictionaries(st.sampled_from(["id", "title", "text", "total", "x"]), values, max_size=3)
PLACES = ["year", "title", "agency", "agency.level", "published", "source", "sections", "tables", "tables.requests", f"tables.{CELL}"]
PLACES += ["tables.disclosure.charges.amount", "tables.disputes.reconsideration", "remarks", "marks", "places", "variant", "lead", "unread"]


@settings(max_examples=300, deadline=None)
@given(seed=st.integers(0, 20), where=st.sampled_from(PLACES), value=things)
def test_the_quick_check_and_jsonschema_agree(seed: int, where: str, value: Any) -> None:
    """What the compiled check accepts, and what jsonschema allows, with our keywords and with its own, are the same."""
    data, form = changed(where, value, seed), FORMS.form("2021")
    schema = schema_of(form)
    ours = accepting(form)(data)
    assert ours == (not list(checked._violations(data, form)))
    theirs = Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER).is_valid(data)
    if where.startswith("tables") and theirs and not ours:
        assert any("digits" in sentence for _path, sentence in checked._violations(data, form))  # no schema counts digits
    else:
        assert ours == theirs


def test_another_machine_s_key_is_kept() -> None:
    """An unknown key at the top is another plugin's, however few keys the file has."""
    data = plain(random_report(1))
    small = {name: data[name] for name in ("schema_version", "form", "year", "agency", "sections", "tables")}
    report = checked_report({**small, "survey": {"answers": [1, None, {"a": "b"}]}})
    assert isinstance(report, Report)
    assert report.extracted == {"survey": {"answers": [1, None, {"a": "b"}]}}
    assert json.loads(dumps(report.to_dict()))["survey"] == {"answers": [1, None, {"a": "b"}]}


def test_a_variant_of_another_book_is_checked_against_it() -> None:
    """Two books of forms work side by side: what one admits the other refuses."""
    book = awkward_forms()
    report = awkward_report(0)
    assert report.variant == "qinglan"
    assert checked_report(plain(report), "", book) == report
    assert isinstance(checked_report(plain(report)), SchemaError)
    assert checked_report(plain(report), "", book) == report


AWKWARD_LINES = [
    '{"a":1,"a":2}', '{"a":{"b":1,"b":1}}', '{"a": 1}', '{"a":"\\u00e9"}', '{"a":"\\ud800"}', '{"a":1e5}', '{"a":-0}', '{"a":1.50}', '{"a":01}',
    '{"a":1E400}', '{"a":123456789012345678901234567890}', '{"a":[[],{}]}', "[" * 600 + "]" * 600, '{"a":"\x7f\u2028"}', '{"a":"\x01"}', "nul", "null",
    '{"a":NaN}', '{"a":"\\/"}', '{"":""}', '{"a":1}x', "", '{"a":true,"b":null,"c":-3.25}', "[" * 5_000,
]  # fmt: skip


@pytest.mark.parametrize("text", AWKWARD_LINES, ids=lambda text: repr(text[:20]))
def test_the_quick_parser_gives_the_same_answers(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """With msgspec and without, a line is the same data or refused in the same words."""
    pytest.importorskip("msgspec")

    def answer() -> str:
        try:
            return repr(jsontext.loads_line(text.encode()))
        except ValueError as error:
            return f"refused: {error}"

    quick = answer()
    monkeypatch.setattr(jsontext, "_quick", lambda: None)
    assert answer() == quick


anything = st.recursive(
    values | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
)


@given(anything, st.sampled_from([None, 1]))
@settings(max_examples=200, deadline=None)
def test_what_is_written_gives_the_data_back(data: Any, indent: int | None) -> None:
    """Any data is written as JSON, without a control character, and read back as the numbers and texts that it was."""
    text = dumps(data, indent)
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f]", text)
    assert loads(text) == exact(data)


def exact(data: Any) -> Any:
    """The data as it is read: every number with a point is a decimal."""
    if isinstance(data, dict):
        return {key: exact(value) for key, value in data.items()}
    if isinstance(data, list):
        return [exact(value) for value in data]
    return Decimal(repr(data)) if isinstance(data, float) else data


@pytest.mark.parametrize("indent", [None, 1])
def test_reports_are_laid_out_as_the_library_does(indent: int | None) -> None:
    """But for decimals the text is the standard library's own."""
    data = random_report(1).to_dict()
    data["tables"]["disclosure"]["charges"]["amount"] = 3
    data["more"] = [[], {}, [1, [True, None]], {"a": {}}, -1.5]
    assert dumps(data, indent) == json.dumps(data, ensure_ascii=False, indent=indent, separators=(",", ":") if indent is None else None)


def test_an_array_holds_several_reports() -> None:
    """What export writes for several inputs is read as several reports."""
    reports = [random_report(seed) for seed in range(3)]
    assert list(read(write(reports, OPTIONS))) == reports


def test_a_key_that_nobody_brings_is_told(govdisc: Callable[..., Any], tmp_path: Path) -> None:
    """A misspelt key is kept and told with the nearest name; what our own plugins write is not, whether they are installed or not."""
    data = plain(random_report(1))
    path = tmp_path / "report.json"
    path.write_text(dumps({**data, "agencyy": {"name": "x"}, "xyz": 1, "fee": {"statement": "none"}}), "utf-8")
    findings = [finding for finding in json.loads(govdisc("validate", path, "--format", "json").out)["findings"] if finding["code"] == "INP104"]
    assert [(finding["severity"], finding["quote"], finding["suggestion"]) for finding in findings] == [
        ("info", "agencyy", "Did you mean agency?"),
        ("info", "xyz", None),
    ]
    assert '"agencyy"' in govdisc("export", path, "--format", "json").out


def test_the_keys_of_our_own_plugins_are_known_without_them() -> None:
    """They need not be installed."""
    assert [finding.quote for finding in unknown_keys(["fee", "xyz"])] == ["xyz"]


def test_a_fault_in_a_cell_names_the_cell(govdisc: Callable[..., Any], tmp_path: Path) -> None:
    """One elsewhere names none."""
    path = tmp_path / "report.json"
    for where, cell in ((f"tables.{CELL}", CELL), ("agency.name", None), ("year", None)):
        path.write_text(dumps(changed(where, [])), "utf-8")
        (finding,) = json.loads(govdisc("validate", path, "--format", "json").out)["findings"]
        assert (finding["code"], finding["cell"], finding["quote"]) == ("INP102", cell, f"$.{where}")


def test_what_stands_behind_a_value_is_told_with_its_place() -> None:
    """Text holds one value."""
    with pytest.raises(ValueError, match="line 2, character 2"):
        loads("{}\n 1 ")


def test_what_json_cannot_say_is_not_written() -> None:
    """Alone and within other data."""
    for data in (date(2024, 1, 5), {"day": date(2024, 1, 5)}, [Decimal(1), date(2024, 1, 5)]):
        with pytest.raises(TypeError, match="date is not JSON"):
            dumps(data)


def test_half_characters_and_marks_that_terminals_obey_are_not_written() -> None:
    """A half character becomes U+FFFD, a control character its number."""
    assert [dumps(f"a{character}b") for character in "\ud800\udfff\x7f\x9b\xa0"] == ['"a\ufffdb"', '"a\ufffdb"', r'"a\u007fb"', r'"a\u009bb"', '"a\xa0b"']


def test_what_was_unread_need_not_name_cells() -> None:
    """Who wrote the file may not know which cells the place stood for."""
    data = random_report(1).to_dict() | {"unread": [{"kind": "too_few", "table": "requests", "place": "line 9", "text": "1 2"}]}
    (report,) = read(dumps(data).encode())
    assert isinstance(report, Report)
    assert report.unread == [Unread("too_few", "requests", "line 9", "1 2")]
