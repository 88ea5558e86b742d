"""JSON and JSON Lines carry a report without loss, and what is no report is told with its path."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from govdisc.errors import InputError
from govdisc.formats.base import WriteOptions
from govdisc.formats.json import dumps, read, write, write_lines
from govdisc.model.book import FormBook, builtin_forms
from govdisc.model.report import Report, Unread
from govdisc.schema import SchemaError, checked_report, findings_schema, report_schema
from govdisc.testing import Options, random_report

ROOT = Path(__file__).resolve().parent.parent
FORMS = builtin_forms()
OPTIONS = WriteOptions(FORMS)


def plain(report: Report) -> dict[str, Any]:
    """A correct report as parsed JSON."""
    return json.loads(dumps(report.to_dict()))  # type: ignore[no-any-return]


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


BROKEN: list[tuple[str, Any, str]] = [
    ("tables.requests.received.total", "3", "$.tables.requests.received.total"),
    ("tables.requests.received.total", 3.5, "$.tables.requests.received.total"),
    ("tables.requests.received.total", True, "$.tables.requests.received.total"),
    ("tables.requests.recieved", {}, "$.tables.requests"),
    ("tables.requests.received.men", 1, "$.tables.requests.received"),
    ("tables.taxes", {}, "$.tables"),
    ("year", "2023", "$.year"),
    ("year", 12, "$.year"),
    ("published", "31.1.2024", "$.published"),
    ("agency.level", "village", "$.agency.level"),
    ("agency", None, "$.agency"),
    ("sections", [{"id": "preface", "title": "", "text": ""}], "$.sections[0].id"),
    ("sections", [{"id": "other", "title": ""}], "$.sections[0]"),
    ("marks", {"requests.received.total": 1}, "$.marks['requests.received.total']"),
    ("source", {"uri": "x"}, "$.source"),
    ("tables", None, "$.tables"),
]


@pytest.mark.parametrize(("where", "value", "path"), BROKEN, ids=[f"{where}={value!r}" for where, value, _ in BROKEN])
def test_a_schema_error_names_its_path(where: str, value: Any, path: str) -> None:
    """What the schema refuses is told with the JSON path of the place."""
    data = plain(random_report(1))
    node = data
    *parents, last = where.split(".")
    for name in parents:
        node = node[name]
    node[last] = value
    error = checked_report(data)
    assert isinstance(error, SchemaError)
    assert path in [found for found, _ in error.violations]


@settings(max_examples=80, deadline=None)
@given(
    seed=st.integers(0, 50),
    where=st.sampled_from(
        ["year", "title", "agency", "published", "source", "sections", "tables", "remarks", "marks", "places", "variant", "lead"]
    ),
    value=st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=3)
    | st.lists(st.integers(), max_size=2)
    | st.dictionaries(st.text(max_size=2), st.integers(), max_size=2),
)
def test_the_fast_check_never_accepts_what_the_schema_refuses(seed: int, where: str, value: Any) -> None:
    """The quick acceptance and jsonschema agree on any value in any place."""
    data = plain(random_report(seed))
    data[where] = value
    accepted = isinstance(checked_report(data), Report)
    schema = report_schema(FORMS.form(data["form"]))
    if isinstance(value, str) and where == "variant":
        schema["properties"]["variant"] = {"type": ["string", "null"]}
    assert accepted == Draft202012Validator(schema).is_valid(data)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "empty"),
        (b"  \n", "empty"),
        (b"hello", "not JSON"),
        (b'{"schema_version": "1", ', "not valid JSON"),
        (b'{"a": NaN}', "not valid JSON"),
        (b"[" * 100_000, "not valid JSON"),
    ],
)
def test_what_is_no_json_is_told_in_one_sentence(data: bytes, says: str) -> None:
    """Cut off, empty, nested without end: one clear sentence."""
    with pytest.raises(InputError, match=says):
        list(read(data))


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ([1], "JSON object"),
        ({}, "schema_version"),
        ({"schema_version": "2"}, "schema_version is 2"),
        ({"schema_version": "1"}, "which form"),
        ({"schema_version": "1", "form": "1999"}, "no form"),
    ],
)
def test_what_is_no_report_is_told_in_one_sentence(data: Any, says: str) -> None:
    """Another version, another form, another object."""
    error = checked_report(data)
    assert isinstance(error, InputError)
    assert says in str(error)


def test_a_broken_line_leaves_the_others() -> None:
    """A truncated JSON Lines file gives its whole reports, and one error that names the line."""
    report = random_report(1)
    data = write_lines([report, report], OPTIONS)
    first, broken = read(data[:-200])
    assert first == report
    assert isinstance(broken, InputError)
    assert "line 2" in str(broken)


def test_an_array_holds_several_reports() -> None:
    """What export writes for several inputs is read as several reports."""
    reports = [random_report(seed) for seed in range(3)]
    assert list(read(write(reports, OPTIONS))) == reports
