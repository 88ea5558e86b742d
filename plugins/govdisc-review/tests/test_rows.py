"""CSV of findings: a row a finding, with a mark for Excel, and nothing that runs."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import replace

import pytest
from govdisc_review import rows

from govdisc.plugin import ConfigurationError, Outcome, Report, ReportContext

Check = Callable[..., Outcome]


def table(outcome: Outcome, context: ReportContext) -> list[dict[str, str]]:
    """The rows that are written."""
    data = b"".join(rows.write(outcome, context))
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_a_row_a_finding(check: Check, context: ReportContext, wrong: Report) -> None:
    """Body, year, code, cell with its label, and both numbers."""
    outcome = check(wrong)
    found = table(outcome, context)
    assert [row["code"] for row in found] == [finding.code for finding in outcome.findings]
    total = next(row for row in found if row["cell"] == "requests.granted.total")
    assert (total["code"], total["agency"], total["year"]) == ("SUM101", wrong.agency.name, str(wrong.year))
    assert total["label"] == "（一）予以公开 × 总计"
    assert int(total["actual"]) - int(total["expected"]) == 40
    assert total["state"] == "counts"
    assert len(total["fingerprint"]) == 16


def test_nothing_of_a_report_runs_as_a_formula(context: ReportContext) -> None:
    """A text that begins as a formula, behind blanks or in full width too, gets an apostrophe; a negative number stays one."""
    from govdisc.plugin import Finding, Input, Result

    texts = ["=1+1", "+1", "-1", "@x", "＝1", "  =1", "\t=1", "'=1", "plain"]
    findings = [Finding("SUM101", "error", text, actual=-3) for text in texts]
    found = table(Outcome([Result(Input("a"), findings=findings)]), context)
    assert [row["message"] for row in found] == [*(f"'{text}" for text in texts[:-1]), "plain"]
    assert {row["actual"] for row in found} == {"-3"}


def test_hostile_texts_stay_in_their_fields(context: ReportContext, hostile: Outcome) -> None:
    """As many rows as findings, with the waiver's reason and date."""
    found = table(hostile, context)
    assert len(found) == len(hostile.findings)
    assert [row["state"] for row in found[:4]] == ["counts", "waived", "known", "counts"]
    assert found[1]["until"] == "2027-01-01"


def test_the_mark_can_be_left_out(check: Check, context: ReportContext) -> None:
    """``bom`` is yes or no."""
    assert b"".join(rows.write(check(), replace(context, params={"bom": "no"}))).startswith(b"severity,")
    with pytest.raises(ConfigurationError):
        list(rows.write(check(), replace(context, params={"bom": "maybe"})))
