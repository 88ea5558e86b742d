"""What the reader refuses, and how it says so."""

from __future__ import annotations

import pytest
from govdisc_portal_xml import NAMESPACE, detect, reader
from govdisc_portal_xml.reader import read
from govdisc_portal_xml.writer import write

from govdisc.errors import ConfigurationError, InputError, NoReportError
from govdisc.formats import WriteOptions
from govdisc.model.book import builtin_forms
from govdisc.model.report import Report
from govdisc.testing import random_report

OPTIONS = WriteOptions(builtin_forms())


def read_all(data: bytes) -> list[Report | InputError]:
    return list(read(data))


X1000 = "x" * 1000
EMPTY = f'<reports xmlns="{NAMESPACE}" schemaVersion="1"/>'


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ("", "empty"),
        ("{}", "line 1"),
        ("<reports>", "not portal XML"),
        (f'<!DOCTYPE reports [<!ENTITY a "b">]>{EMPTY}', "document type"),
        (f'<!DOCTYPE reports SYSTEM "http://127.0.0.1:9/a.dtd">{EMPTY}', "document type"),
        (f'<!DOCTYPE r [<!ENTITY a "{X1000}"><!ENTITY b "{"&a;" * 1000}">]><reports year="&b;"/>', "amplification|not portal XML"),
        (EMPTY.replace("/>", ">&unknown;</reports>"), "line 1"),
        (EMPTY.replace("/>", "><other/></reports>"), "other"),
        (EMPTY.replace('"1"', '"2"'), "schemaVersion"),
    ],
)
def test_one_sentence_says_why_a_file_is_refused(data: str, words: str) -> None:
    """Files that are no portal XML are refused with one sentence that says why."""
    with pytest.raises(InputError, match=words) as caught:
        read_all(data.encode())
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("data", ["<project/>", "<!DOCTYPE html><html/>", "<a><b></a>", "no XML", '<?xml version="1.0" encoding="x"?><a/>'])
def test_xml_of_other_kinds_is_no_report(data: str) -> None:
    """In a folder such a file is passed over; what is broken in it is not our business."""
    with pytest.raises(NoReportError):
        read_all(data.encode())


def test_the_reports_before_a_break_are_read() -> None:
    """They come one by one, and then the error with its line."""
    data = write([random_report(1), random_report(2)], OPTIONS)
    reports = iter(read(data[:-40]))
    assert next(reports) == random_report(1)
    with pytest.raises(InputError, match="line") as caught:
        list(reports)
    assert not isinstance(caught.value, NoReportError)


def test_nothing_of_an_entity_is_expanded() -> None:
    """Entities that would grow without end are refused before they are used."""
    bomb = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 30))
    with pytest.raises(InputError, match="document type"):
        read_all(f'<!DOCTYPE r [<!ENTITY e0 "x">{bomb}]><reports xmlns="{NAMESPACE}" schemaVersion="1">&e29;</reports>'.encode())


def test_a_truncated_file_is_refused() -> None:
    """A file that breaks off is no file with fewer reports."""
    data = write([random_report(1), random_report(2)], OPTIONS)
    for length in (len(data) // 3, len(data) - 20):
        with pytest.raises(InputError, match="does not follow"):
            read_all(data[:length])


def test_one_invalid_report_does_not_stop_the_others() -> None:
    """An error with its line stands in the place of the report that is invalid."""
    data = write([random_report(1), random_report(2)], OPTIONS).replace(b"<count>", b"<count>x", 1)
    first, second = read_all(data)
    assert isinstance(first, InputError)
    assert "line" in str(first)
    assert second == random_report(2)


def test_depth_and_number_of_elements_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nesting without end and elements without number are refused."""
    with pytest.raises(InputError, match="does not follow"):
        read_all(EMPTY.replace("/>", ">" + "<a>" * 100_000).encode())
    monkeypatch.setattr(reader, "MOST_ELEMENTS", 50)
    with pytest.raises(InputError, match="50 elements"):
        read_all(EMPTY.replace("/>", ">" + "<a/>" * 100 + "</reports>").encode())


def test_a_file_of_one_report_alone_is_read() -> None:
    """A portal may take or give the element report as the root."""
    report = random_report(3)
    text = write([report], OPTIONS).decode()
    alone = text[text.index("<report ") : text.index("</reports>")]
    assert read_all(alone.encode()) == [report]
    assert read_all(alone.encode("utf-16")) == [report]


def test_catalogue_metadata_are_set_and_survive() -> None:
    """What --param sets stands in the catalogue, and comes back under the key catalogue."""
    params = {"index_number": "QL-1", "subject": "水利", "keywords": "年度报告；公开 ; 水利"}
    params |= {"published": "2024-02-01", "publisher": "青岚县人民政府"}
    report = random_report(3)
    data = write([report], WriteOptions(builtin_forms(), params))
    (again,) = read_all(data)
    assert isinstance(again, Report)
    assert again.extracted["catalogue"] == {**params, "keywords": ["年度报告", "公开", "水利"]}
    assert again.published == report.published
    assert read_all(write([again], OPTIONS)) == [again]


def test_catalogue_metadata_that_cannot_be_are_refused() -> None:
    """A wrong day, and one document's number for two reports, are errors of the command line."""
    with pytest.raises(ConfigurationError, match="published=gestern"):
        write([random_report(1)], WriteOptions(builtin_forms(), {"published": "gestern"}))
    with pytest.raises(ConfigurationError, match="index_number"):
        write([random_report(1), random_report(2)], WriteOptions(builtin_forms(), {"index_number": "1"}))


def test_an_index_number_stands_once() -> None:
    """Two reports of a file must not have the same index number."""
    data = write([random_report(1)], WriteOptions(builtin_forms(), {"index_number": "A"})).decode()
    start, end = data.index("<report "), data.index("</reports>")
    doubled = data[:end] + data[start:end] + data[end:]
    first, second = read_all(doubled.encode())
    assert isinstance(first, Report)
    assert isinstance(second, InputError)
    assert "index number" in str(second)


def test_numbers_beyond_the_schema_are_refused() -> None:
    """What the schema does not admit is not written."""
    report = random_report(1)
    report.tables["requests"]["received"]["total"] = 10**15
    with pytest.raises(InputError, match=r"requests\.received\.total"):
        write([report], OPTIONS)


def test_files_are_known_by_their_namespace() -> None:
    """The namespace is the mark, in UTF-16 as well; other XML is taken for its error message alone."""
    assert detect(EMPTY.encode(), "a") == 100
    assert detect(EMPTY.encode("utf-16"), "a") == 100
    assert 0 < detect(b"<a/>", "a.xml") < 20
    assert detect(b"<a/>", "a") == 0
