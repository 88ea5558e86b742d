"""INP: what is told of an input that cannot be read, or says more than a report can, and what is read in silence."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from govdisc.account import Result
from govdisc.engine import Engine
from govdisc.model.book import builtin_forms
from govdisc.plugins import Plugins
from govdisc.rules.inputs import LONGEST_KEY, unknown_keys, unknown_variant
from govdisc.rules.registry import Context
from govdisc.settings import Settings
from govdisc.sources import Source
from govdisc.testing import Options, print_text, random_report
from govdisc.text.jsontext import dumps, loads

ENGINE = Engine(Plugins(points=[]), Settings())
REPORT = random_report(5, Options(form="2021", agency="青岚县水务局", year=2023))
TEXT = print_text(REPORT, "row_a_line")


def checked(data: bytes, name: str = "a.txt") -> Result:
    """What comes of one input."""
    [result] = ENGINE.check([Source(name, data=data)])
    return result


def told(result: Result) -> list[tuple[str, str, str | None]]:
    """Code, severity and cell of each finding."""
    return [(finding.code, finding.severity, finding.cell) for finding in result.findings]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "empty"),
        (b" \n\n", "empty"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(range(256)) * 8, "picture"),
        ("青岚县水务局关于编制2023年政府信息公开工作年度报告的通知\n各股室：请于一月十日前报送材料。\n".encode(), "no annual report"),
        (dumps(REPORT.to_dict()).encode()[:400], "cut off"),
        (b'{"schema_version": "1", "form": "2020"}', "did you mean 2021?"),
    ],
)
def test_what_holds_no_report_is_refused_in_one_finding(data: bytes, says: str) -> None:
    """Empty, a picture, a notice about reports, half a file, a form that there is not: told by INP101 with the reason."""
    result = checked(data)
    assert (result.input.status, told(result)) == ("refused", [("INP101", "error", None)])
    assert says in result.findings[0].message


@pytest.mark.parametrize("data", [TEXT.encode(), f"\ufeff{TEXT}".encode(), TEXT.encode("gb18030"), TEXT.encode("utf-16"), TEXT.replace("\n", "\r\n").encode()])
def test_a_report_is_read_however_its_characters_are_written(data: bytes) -> None:
    """With or without a byte order mark, in GB 18030, with the line ends of another system: nothing is said."""
    result = checked(data)
    assert (result.input.status, told(result), result.report and result.report.tables) == ("read", [], REPORT.tables)


def _received(**cells: Any) -> Callable[[dict[str, Any]], Any]:
    return lambda data: data["tables"]["requests"]["received"].update(cells)


@pytest.mark.parametrize(
    ("change", "cell", "says"),
    [
        (_received(total="12"), "requests.received.total", "not a whole number"),
        (_received(total=1.5), "requests.received.total", "not a whole number"),
        (lambda data: data["tables"]["requests"].update(recieved={}), None, 'Did you mean "received"?'),
        (lambda data: data.update(published="2024-02-30"), None, "no day that exists"),
        (lambda data: data.update(year="2023"), None, "not a whole number"),
        (lambda data: data.update(agency="青岚县水务局"), None, "agency"),
    ],
)
def test_a_report_as_data_that_fits_no_schema_is_refused_with_the_place(change: Callable[[dict[str, Any]], Any], cell: str | None, says: str) -> None:
    """A count in quotes, half a request, a misspelt row, a day that is none: INP102, with the cell where it is about one.

    What the input says of itself beside that, the account still tells; what is of another type than it should be, it does not.
    """
    data = loads(dumps(REPORT.to_dict()))
    change(data)
    result = checked(dumps(data).encode(), "a.json")
    assert (result.input.status, told(result)) == ("refused", [("INP102", "error", cell)])
    assert says in result.findings[0].message
    wanted = {"form": "2021", "variant": None, "year": 2023 if data["year"] == 2023 else None, "agency": None if isinstance(data["agency"], str) else "青岚县水务局"}
    assert {name: getattr(result.input, name) for name in wanted} == wanted


@pytest.mark.parametrize(
    "change",
    [
        lambda data: data.update(sections=[]),
        lambda data: data.update(published=None),
        lambda data: data.update(fee={"statement": "none"}),
        lambda data: data.update(unread=[]),
        lambda data: data.pop("places", None),
    ],
)
def test_a_report_as_data_may_leave_out_what_it_does_not_know(change: Callable[[dict[str, Any]], Any]) -> None:
    """The text, the day, places, and what another plugin of ours read: nothing is said."""
    data = loads(dumps(REPORT.to_dict()))
    change(data)
    result = checked(dumps(data).encode(), "a.json")
    assert (result.input.status, told(result)) == ("read", [])


@pytest.mark.parametrize(
    ("key", "near"),
    [("agencyy", "agency"), ("publishd", "published"), ("section", "sections"), ("xyz", None), ("ocr_engine", None), ("tables" + "s" * 90, None)],
)
def test_a_key_that_nobody_brings_is_told_and_the_nearest_is_asked_for(key: str, near: str | None) -> None:
    """A misspelt one is asked about, another machine's is not; of a long one the beginning is shown."""
    [finding] = unknown_keys([key])
    assert (finding.code, finding.severity, finding.quote) == ("INP104", "info", key[:LONGEST_KEY])
    assert finding.suggestion == (f"Did you mean {near}?" if near else None)
    assert f'"{key[:LONGEST_KEY]}"' in finding.message
    assert not list(unknown_keys(["fee"]))


def test_a_variant_that_is_not_installed_is_told() -> None:
    """By its name, of which a long one is cut; a report by its form alone, or by the variant that is there, says nothing."""
    form = builtin_forms().form("2021")
    for name in ("nowhere-2023", "青岚县", "x" * 90):
        report = random_report(1, Options(form="2021"))
        report.variant = name
        [finding] = unknown_variant(report, Context(form))
        assert (finding.code, finding.severity, finding.key) == ("INP111", "info", name[:LONGEST_KEY])
        assert f'"{name[:LONGEST_KEY]}"' in finding.message
    assert LONGEST_KEY == 80
    report.variant = None
    assert not list(unknown_variant(report, Context(form)))
