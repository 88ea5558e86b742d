"""JSON → portal XML → JSON is the identity, and what is written follows the schema."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
import xmlschema
from govdisc_portal_xml import SCHEMA
from govdisc_portal_xml.reader import read
from govdisc_portal_xml.writer import write
from lxml import etree

from govdisc.errors import InputError
from govdisc.formats import ReadContext, WriteOptions
from govdisc.model.book import FormBook, parse_toml
from govdisc.model.report import Report, Source, Unread
from govdisc.testing import Options, random_report


def read_all(data: bytes, book: FormBook) -> list[Report | InputError]:
    return list(read(data, ReadContext(forms=book)))


@pytest.fixture(scope="module")
def with_lxml() -> etree.XMLSchema:
    """Return the schema as lxml understands it."""
    return etree.XMLSchema(etree.parse(str(SCHEMA)))


@pytest.fixture(scope="module")
def with_xmlschema() -> xmlschema.XMLSchema:
    """Return the schema as xmlschema understands it."""
    return xmlschema.XMLSchema(str(SCHEMA))


def _harder(report: Report, seed: int) -> Report:
    """The report with facts, places and notes that hold awkward text as well, and with parts missing."""
    words = ["<a>&]]>", "\x00\x1b", " \t\r\n ", "é𠮷", ""]
    word = words[seed % len(words)]
    report.title, report.lead, report.published = f"{report.title}{word}", word, ["2023-01-20", "2023-02-28", None][seed % 3]
    report.agency.name = [word, None][seed % 2]
    report.source = Source(f"文件{word}.pdf", "pdf", "0" * 64)
    report.places = {path: f"第{word}页" for path, _value in report.cells() if len(path) % 3}
    report.unread = [Unread("unknown_row", None if seed % 2 else "requests", "line 3", word, ["requests.received.total"])]
    report.extracted = {"fee": {"amount": Decimal("3.50"), "说明": [word or "空", None, True]}}
    report.extracted["catalogue"] = {"subject": f"水利{word}", "keywords": ["甲", word]}
    del report.tables["requests"]["carried_in"]
    del report.tables["disputes"]["litigation_direct"]["upheld"]
    if seed % 4 == 3:
        del report.tables["disclosure"], report.sections[1]
        report.year = None
    if seed % 5 == 4:
        report.extracted["catalogue"] = {"title": "另名", "other": 1}
    cells = {path for path, _value in report.cells()}
    for texts in (report.places, report.marks, report.remarks):
        for path in texts.keys() - cells:
            del texts[path]
    return report


@pytest.mark.parametrize("seed", range(24))
def test_reading_back_gives_the_same_report(
    seed: int, awkward: Callable[[int], Report], book: FormBook, with_lxml: etree.XMLSchema
) -> None:
    """Everything in a report survives, its source and places included."""
    report = _harder(awkward(seed), seed)
    data = write([report], WriteOptions(book))
    assert with_lxml.validate(etree.fromstring(data)), with_lxml.error_log
    (again,) = read_all(data, book)
    assert again == report


def test_several_reports_survive_in_one_file(
    awkward: Callable[[int], Report], book: FormBook, with_lxml: etree.XMLSchema, with_xmlschema: xmlschema.XMLSchema
) -> None:
    """A file holds any number of reports in their order, and both validators accept it."""
    reports = [_harder(awkward(seed), seed) for seed in range(8)]
    data = write(reports, WriteOptions(book))
    assert with_lxml.validate(etree.fromstring(data)), with_lxml.error_log
    with_xmlschema.validate(data.decode())
    assert read_all(data, book) == reports
    assert read_all(write([], WriteOptions(book)), book) == []


def test_rows_keep_their_order(book: FormBook) -> None:
    """Rows of another form come back where they stood, as JSON shows them."""
    report = random_report(4, Options(legacy_row=True))
    (again,) = read_all(write([report], WriteOptions(book)), book)
    assert isinstance(again, Report)
    assert list(again.tables["requests"]) == list(report.tables["requests"])
    assert "closed" in again.tables["requests"]


def test_zeros_after_the_point_stay(book: FormBook) -> None:
    """3.50 is written and read as 3.50."""
    report = random_report(1)
    report.tables["disclosure"]["charges"]["amount"] = Decimal("3.50")
    data = write([report], WriteOptions(book))
    assert b"<amount>3.50</amount>" in data
    (again,) = read_all(data, book)
    assert isinstance(again, Report)
    assert str(again.cell("disclosure.charges.amount")) == "3.50"


def test_another_form_is_carried_whole(with_lxml: etree.XMLSchema) -> None:
    """A form that the schema does not know keeps its tables, though the schema cannot demand their rows."""
    form = 'id="lab"\ntitle="t"\nbasis="b"\nsince=2020\nsections=[{id="only",ordinal="一",title="情况"}]\n' + (
        '[[tables]]\nid="counts"\nsection="only"\nlayout="matrix"\nlabel_columns=1\nblocks=[{columns=[{id="n",label="数"}],rows=[{id="a",label="甲"},{id="b",label="乙"}]}]\n'
    )
    book = FormBook([parse_toml(form, "lab")])
    report = Report("lab", 2022, tables={"counts": {"b": {"n": 3}, "a": {"n": None}}}, marks={"counts.a.n": "/"})
    data = write([report], WriteOptions(book))
    assert with_lxml.validate(etree.fromstring(data)), with_lxml.error_log
    assert read_all(data, book) == [report]
