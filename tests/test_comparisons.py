"""What a report was compared with, or why it was not: last year's, a series of years, and the same report twice."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from account_kit import Run, entries, of, save


def previous(govdisc: Run, report: Path, last: Path) -> tuple[Any, dict[str, Any]]:
    done = govdisc("validate", report, "--previous", last, "--format", "json")
    (entry,) = [entry for entry in entries(done) if entry["uri"] == str(report)]
    return done, entry["previous"]


@pytest.mark.parametrize(
    ("agency", "year", "reason"),
    [
        ("青岚县水务局", 2022, None),
        ("青岚县水利局", 2022, "names differ"),
        ("青岚县教育局", 2022, "another body"),
        ("青岚县水务局", 2023, "is the report for 2023, and last year's of 青岚县水务局"),
        ("青岚县水务局", 2021, "is the report for 2021"),
    ],
)
def test_a_comparison_says_with_what_or_why_not(govdisc: Run, tmp_path: Path, agency: str, year: int, reason: str | None) -> None:
    """One file named as last year's: the same body, its successor, another body, another year."""
    report = of("青岚县水务局", 2023, 3)
    report.tables["requests"]["carried_in"] = dict.fromkeys(report.tables["requests"]["carried_in"], 9)
    last = of(agency, year, 2)
    last.agency.name = agency
    done, told = previous(govdisc, save(tmp_path / "now.json", report), save(tmp_path / "last.json", last))
    compared = reason is None or "names differ" in reason
    assert ("uri" in told) == compared
    assert (reason or "") in told.get("reason", "")
    assert any(finding["code"] == "YOY101" for finding in json.loads(done.out)["findings"]) == compared
    assert "Compared with last year" in done.err


def test_checks_of_last_year_that_could_not_be_made_are_counted_and_named(govdisc: Run, tmp_path: Path) -> None:
    """Last year's row is blank: which is counted, and with -v named, whether that report was named or stands in the same folder."""
    last = of("青岚县水务局", 2022, 2)
    last.tables["requests"]["carried_out"] = dict.fromkeys(last.tables["requests"]["carried_out"])
    (tmp_path / "all").mkdir()
    now, before = save(tmp_path / "all" / "now.json", of("青岚县水务局", 2023, 3)), save(tmp_path / "all" / "last.json", last)
    named, found, other = (
        govdisc("validate", "-v", now, "--previous", before),
        govdisc("validate", "-v", tmp_path / "all"),
        govdisc("validate", "-v", now, "--previous", before, "--ignore", "YOY"),
    )
    assert [done.err.count(f"{now}: YOY101 not checked") for done in (named, found, other)] == [1, 1, 0]
    assert [done.err.count("could not be made") for done in (named, found, other)] == [1, 1, 0]


def test_a_name_that_differs_is_told_once(govdisc: Run, tmp_path: Path) -> None:
    """In the summary."""
    last = of("青岚县水利局", 2022, 2)
    last.agency.name = "青岚县水利局"
    done = govdisc("validate", save(tmp_path / "now.json", of("青岚县水务局", 2023)), "--previous", save(tmp_path / "last.json", last))
    assert done.err.count("although the names differ") == 1


def test_a_comparison_with_a_report_of_nobody_or_of_no_year_says_so(govdisc: Run, tmp_path: Path) -> None:
    """One file that is named for one report is compared; that its body or its year is not known is told."""
    report = save(tmp_path / "now.json", of("青岚县水务局", 2023))
    for key in ("agency", "year"):
        last = of("青岚县水务局", 2022, 2)
        last.title = None
        if key == "agency":
            last.agency.name = None
        else:
            last.year = None
        _done, told = previous(govdisc, report, save(tmp_path / "last.json", last))
        assert told["uri"].endswith("last.json")
        assert "not known" in told["reason"]


def test_a_bad_file_among_last_years_is_told_and_the_rest_is_compared(govdisc: Run, tmp_path: Path) -> None:
    """Exit code 4, the file's name, and the comparison with the good one; two versions that differ are not compared."""
    last = tmp_path / "last"
    last.mkdir()
    save(last / "a.json", of("青岚县水务局", 2022))
    (last / "scan.pdf").write_bytes(b"%PDF-1.4 broken")
    done, told = previous(govdisc, save(tmp_path / "now.json", of("青岚县水务局", 2023)), last)
    assert done.code == 4
    assert "scan.pdf" in done.err
    assert told["uri"].endswith("a.json")
    save(last / "b.json", of("青岚县水务局", 2022, 8))
    _done, told = previous(govdisc, tmp_path / "now.json", last)
    assert "several reports" in told["reason"]


def test_numbers_of_last_year_that_were_changed_afterwards(govdisc: Run, tmp_path: Path) -> None:
    """Two versions of last year's report: neither is compared, and it is said which of them this year's goes on from."""
    report, first = of("青岚县水务局", 2023, 3), of("青岚县水务局", 2022)
    changed = of("青岚县水务局", 2022)
    changed.tables["requests"]["carried_out"] = dict(report.tables["requests"]["carried_in"])
    assert first.tables["requests"]["carried_out"] != changed.tables["requests"]["carried_out"]
    last = tmp_path / "last"
    last.mkdir()
    now = save(tmp_path / "now.json", report)
    before = [save(last / "first.json", first), save(last / "changed.json", changed)]
    _done, told = previous(govdisc, now, last)
    assert "several reports" in told["reason"]
    assert told["reason"].endswith(f"agrees with {before[1]}.")
    done = govdisc("validate", *before, now, "--format", "json")
    (entry,) = [entry for entry in entries(done) if entry["uri"] == str(now)]
    assert entry["previous"]["reason"].endswith(f"agrees with {before[1]}.")
    assert not any(finding["code"].startswith("YOY") for finding in json.loads(done.out)["findings"])


@pytest.mark.parametrize("named", [False, True])
def test_a_series_of_years_is_compared_pair_by_pair(govdisc: Run, tmp_path: Path, named: bool) -> None:
    """Four years of one body in any order: each with the one before, the cell named in the finding; the first has none before it."""
    years = {year: of("青岚县水务局", year, year) for year in (2021, 2022, 2023, 2024)}
    for year in (2022, 2023):
        years[year].tables["requests"]["carried_in"] = dict(years[year - 1].tables["requests"]["carried_out"])
    years[2024].tables["requests"]["carried_in"] = {
        column: (value or 0) + (column in ("research", "total")) for column, value in years[2023].tables["requests"]["carried_out"].items()
    }
    paths = {year: save(tmp_path / f"{9000 - year}.json", report) for year, report in years.items()}
    asked = [paths[2023], paths[2024], paths[2022], "--previous", tmp_path] if named else [tmp_path]
    done = govdisc("validate", *asked, "--format", "json")
    compared = {entry["year"]: entry.get("previous", {}).get("year") for entry in entries(done)}
    assert {year: compared[year] for year in (2022, 2023, 2024)} == {2022: 2021, 2023: 2022, 2024: 2023}
    found = [finding for finding in json.loads(done.out)["findings"] if finding["code"] == "YOY101"]
    assert [finding["cell"] for finding in found] == ["requests.carried_in.research", "requests.carried_in.total"]
    assert all("上年结转" in finding["message"] and "×" in finding["message"] for finding in found)


def test_doubles_are_told_with_what_differs(govdisc: Run, tmp_path: Path) -> None:
    """The same report twice, other words, other numbers."""
    first = of("青岚县水务局", 2023)
    words = of("青岚县水务局", 2023)
    words.sections[0].text += "另行补充。"
    numbers = of("青岚县水务局", 2023, 2)
    a = save(tmp_path / "a.json", first)
    for other, said in ((first, "says the same"), (words, "other words"), (numbers, "other numbers")):
        data = json.loads(govdisc("validate", a, save(tmp_path / "b.json", other), "--format", "json").out)
        doubles = [finding for finding in data["findings"] if finding["code"] == "BAT101"]
        assert [finding["input"] for finding in doubles] == [0, 1]
        assert all(said in finding["message"] for finding in doubles)
        assert doubles[0]["related"][0]["input"] == 1


@pytest.mark.parametrize("named", [True, False])
def test_without_a_rule_that_compares_years_nothing_is_compared(govdisc: Run, tmp_path: Path, named: bool) -> None:
    """--select of other rules: where last year's report was named, it is said why it was not compared."""
    now, last = save(tmp_path / "now.json", of("青岚县水务局", 2023)), save(tmp_path / "last.json", of("青岚县水务局", 2022))
    done = govdisc("validate", now, *(["--previous"] if named else []), last, "--select", "SUM", "--format", "json")
    told = [entry.get("previous") for entry in entries(done) if entry["uri"] == str(now)]
    assert done.code == 0
    assert told == ([{"reason": "none of the rules that compare two years was selected."}] if named else [None])
