"""Findings that are waived or known do not count: waivers, baselines, and the fingerprints that these go by."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from settings_kit import AGENCY, CELL, OPTIONS, WAIVER, Run, wrong

import govdisc as package
from govdisc.formats.json import write, write_lines
from govdisc.testing import print_text

# --- waivers --------------------------------------------------------------------------------------------------------------------


def test_a_waived_finding_is_shown_in_every_format_and_does_not_count(govdisc: Run, project: Path) -> None:
    """Suppressed with its reason; the summary and the exit code go without it; the day after its end it counts again."""
    (project / "govdisc.toml").write_text(WAIVER, "utf-8")
    words = ("validate", "reports/", "--today", "2026-06-30")
    done = govdisc(*words, "--format", "json")
    told = json.loads(done.out)
    mark = {"kind": "waiver", "reason": "confirmed", "until": "2026-06-30"}
    assert [each["suppressed"] for each in told["findings"] if each["code"] == "SUM101"] == [mark]
    assert (done.code, told["summary"]["error"]) == (0, 0)
    assert "confirmed" in govdisc(*words).out
    assert '"suppressed":{' in govdisc(*words, "--format", "jsonl").out
    assert "waived error SUM101" in govdisc(*words, "--concise").out
    late = govdisc("validate", "reports/", "--today", "2026-07-01")
    assert late.code == 1
    assert "ended on 2026-06-30" in late.err


def test_a_waiver_is_about_one_body_year_and_cell(govdisc: Run, project: Path) -> None:
    """Another one is not used, and said to be so."""
    for before, after in ((AGENCY, "青岚县财政局"), ("year = 2023", "year = 2022"), (CELL, "disputes.litigation_direct.total")):
        (project / "govdisc.toml").write_text(WAIVER.replace(before, after), "utf-8")
        done = govdisc("validate", "reports/", "--today", "2026-01-01")
        assert done.code == 1
        assert "not used" in done.err


def test_two_waivers_for_one_finding_are_refused(govdisc: Run, project: Path) -> None:
    """Also where one of them names no cell."""
    (project / "govdisc.toml").write_text(WAIVER + WAIVER.replace(f'cell = "{CELL}"\n', ""), "utf-8")
    done = govdisc("validate", "reports/")
    assert (done.code, done.out) == (2, "")
    assert "two waivers" in done.err
    (project / "govdisc.toml").write_text(WAIVER + WAIVER.replace(CELL, "disputes.litigation_direct.total"), "utf-8")
    assert govdisc("validate", "reports/", "--today", "2026-01-01").code == 0


# --- baselines ------------------------------------------------------------------------------------------------------------------


def test_only_new_findings_count_against_a_baseline(govdisc: Run, project: Path) -> None:
    """New, known and gone are counted; the exit code goes by the new ones."""
    done = govdisc("baseline", "create", "reports/", "-o", "known.json")
    assert (done.code, done.out) == (0, "")
    done = govdisc("validate", "reports/", "--baseline", "known.json", "--format", "json")
    told = json.loads(done.out)
    assert {each["baseline"] for each in told["findings"]} == {"known"}
    assert (done.code, told["summary"]["error"]) == (0, 0)
    assert "0 new, " in done.err
    assert " 0 gone" in done.err
    report = wrong(total=1)
    report.tables["disclosure"]["licensing"]["decisions"] = 3
    (project / "reports/wrong.json").write_bytes(write([report], OPTIONS))
    done = govdisc("validate", "reports/", "--baseline", "known.json", "--format", "json")
    assert done.code == 1
    state = {each["code"]: each["baseline"] for each in json.loads(done.out)["findings"]}
    assert state["SUM101"] == "new"
    assert "2 gone" in done.err


def test_a_baseline_is_created_updated_and_pruned(govdisc: Run, project: Path) -> None:
    """Only what was read is touched; the file is the same whatever the order and the number of processes."""
    other = wrong(5, 2022)
    (project / "reports/other.json").write_bytes(write([other], OPTIONS))
    assert govdisc("baseline", "create", "reports/", "-o", "known.json").code == 0
    first = (project / "known.json").read_bytes()
    assert govdisc("baseline", "create", "reports/", "-o", "known.json").code == 2
    assert govdisc("baseline", "create", "reports/other.json", "reports/wrong.json", "-o", "again.json", "-j", "2").code == 0
    assert (project / "again.json").read_bytes() == first
    (project / "reports/wrong.json").write_bytes(write([wrong(total=1)], OPTIONS))
    assert govdisc("baseline", "prune", "reports/wrong.json", "-o", "known.json").code == 0
    pruned = json.loads((project / "known.json").read_text("utf-8"))["findings"]
    left = {each["code"] for each in pruned if each["year"] == 2023}
    assert "NUM101" in left
    assert "SUM101" not in left
    assert any(each["year"] == 2022 for each in pruned)
    assert govdisc("baseline", "update", "reports/wrong.json", "-o", "known.json").code == 0
    assert govdisc("validate", "reports/", "--baseline", "known.json").code == 0


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda text: text[: len(text) // 2], "cut off"),
        (lambda text: text.replace('"schema_version": "1"', '"schema_version": "9"'), "schema version 9"),
        (lambda text: text.replace("govdisc-baseline", "other"), "is no baseline"),
        (lambda text: text.replace('"fingerprint":', '"finger":'), "is damaged"),
        (lambda text: "[]", "is no baseline"),
    ],
)
def test_a_baseline_that_is_none_is_refused(govdisc: Run, project: Path, change: Callable[[str], str], says: str) -> None:
    """One sentence, exit 2, nothing written."""
    govdisc("baseline", "create", "reports/", "-o", "known.json")
    path = project / "known.json"
    path.write_text(change(path.read_text("utf-8")), "utf-8")
    done = govdisc("validate", "reports/", "--baseline", "known.json", "-o", "out.json")
    assert (done.code, done.out) == (2, "")
    assert says in done.err
    assert not (project / "out.json").exists()
    assert govdisc("validate", "reports/", "--baseline", "nowhere.json").code == 2


def prints(found: Any) -> set[tuple[str, str]]:
    """The fingerprints of an outcome with their codes."""
    return {(each["code"], each["fingerprint"]) for each in found.to_dict()["findings"]}


def test_fingerprints_are_the_same_in_every_format_language_order_and_process(project: Path) -> None:
    """And two versions of one report are told apart where their numbers differ."""
    (project / "reports/wrong.txt").write_text(print_text(wrong(), "cell_a_line"), "utf-8")
    (project / "many.jsonl").write_bytes(write_lines([wrong(seed, 2015 + seed) for seed in range(4, 9)], OPTIONS))
    (project / "bad.json").write_text("{", "utf-8")
    text, data = package.check("reports/wrong.txt", select=["SUM", "NUM"]), package.check("reports/wrong.json", select=["SUM", "NUM"])
    assert prints(text) == prints(data) != set()
    inputs = ["many.jsonl", "bad.json", "reports/wrong.json"]
    plain = prints(package.check(inputs, language="en"))
    assert prints(package.check(inputs, language="zh_CN")) == plain
    assert prints(package.check(inputs[::-1], jobs=2)) == plain
    (project / "version.json").write_bytes(write([wrong(total=5)], OPTIONS))
    one, other = (next(each for each in prints(package.check(path)) if each[0] == "SUM101") for path in ("version.json", "reports/wrong.json"))
    assert one != other
