"""SARIF: valid by the schema of OASIS, a result a finding, each opened at its line or its file."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import jsonschema
import pytest
from govdisc_review import sarif
from published import schema

from govdisc.plugin import Outcome, Report, ReportContext
from govdisc.testing import random_report

Check = Callable[..., Outcome]


def run_of(outcome: Outcome, context: ReportContext) -> dict[str, Any]:
    """The one run of the log that is written."""
    log = json.loads("".join(sarif.write(outcome, context)))
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    return run  # type: ignore[no-any-return]


@pytest.mark.published
def test_the_log_is_valid_by_the_published_schema(check: Check, context: ReportContext, wrong: Report, hostile: Outcome) -> None:
    """An outcome with findings, one without any, and one full of hostile texts."""
    validator = jsonschema.Draft7Validator(json.loads(schema("sarif-schema-2.1.0.json").read_text("utf-8")))
    for outcome in (check(wrong, ("notes.txt", b"nothing")), check(), hostile):
        log = json.loads("".join(sarif.write(outcome, context)))
        assert [error.message for error in validator.iter_errors(log)] == []


def test_a_result_stands_at_its_line_where_the_input_has_lines(check: Check, context: ReportContext, wrong: Report) -> None:
    """The line of the text that is told is the line of the wrong total."""
    outcome = check(wrong)
    run = run_of(outcome, context)
    assert len(run["results"]) == len(outcome.findings) > 1
    for result, finding in zip(run["results"], outcome.findings, strict=True):
        (location,) = result["locations"]
        assert location["physicalLocation"]["artifactLocation"]["uri"] == "reports/0.txt"
        assert finding.place is None or location["physicalLocation"]["region"]["startLine"] == int(finding.place.split()[1])
        assert result["partialFingerprints"]["govdisc/v1"] == finding.fingerprint(outcome.inputs[0].identity)
        assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"] == finding.code
    assert any("region" in result["locations"][0]["physicalLocation"] for result in run["results"])


def test_a_report_that_came_as_data_has_no_lines_of_another_file(check: Check, context: ReportContext, wrong: Report) -> None:
    """JSON says where its cells once stood; in the JSON file itself these are no lines."""
    (result,) = check(wrong).gathered()
    data = json.dumps(result.report.to_dict() if result.report else {}, default=float, ensure_ascii=False)
    run = run_of(check(("data.json", data.encode())), context)
    assert {found["ruleId"] for found in run["results"]} >= {"SUM101"}
    for found in run["results"]:
        assert "region" not in found["locations"][0]["physicalLocation"]
    assert any("line" in found["properties"]["place"] for found in run["results"] if "place" in found["properties"])


def test_rules_bring_title_help_and_level(check: Check, context: ReportContext, wrong: Report) -> None:
    """What a viewer shows of a rule, in the language of the run."""
    outcome = check(wrong)
    for rule in run_of(outcome, context)["tool"]["driver"]["rules"]:
        known = context.rules[rule["id"]]
        assert rule["shortDescription"]["text"] == known.title
        assert known.explanation in rule["help"]["text"]
        assert known.printed_basis in rule["help"]["text"]
        assert rule["defaultConfiguration"]["level"] in ("error", "warning", "note")
        assert "helpUri" not in rule


def test_waived_and_known_ones_are_shown_as_such(context: ReportContext, hostile: Outcome) -> None:
    """A waiver is a suppression with its reason, the baseline a state of the result."""
    plain, waived, known, new = run_of(hostile, context)["results"]
    assert "suppressions" not in plain
    assert "baselineState" not in plain
    assert waived["suppressions"][0]["kind"] == "external"
    assert waived["suppressions"][0]["properties"] == {"until": "2027-01-01"}
    assert (known["baselineState"], new["baselineState"]) == ("unchanged", "new")


def test_what_was_not_read_is_a_notification(check: Check, context: ReportContext) -> None:
    """A file that is refused, with its name and the reason; a failure makes the execution unsuccessful, and the exit code is told."""
    run = run_of(check(("notes.txt", b"nothing"), random_report(3)), context)
    (invocation,) = run["invocations"]
    (note,) = [note for note in invocation["toolExecutionNotifications"] if note["level"] == "error"]
    assert note["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "notes.txt"
    assert note["message"]["text"]
    assert (invocation["executionSuccessful"], invocation["exitCode"]) == (True, 1)
    assert "exitCode" not in run_of(check(), replace(context, exit_code=None))["invocations"][0]


def test_a_failure_is_told_and_a_plugin_has_no_location(context: ReportContext, hostile: Outcome) -> None:
    """What failed stands among the notifications, and a finding about a plugin with it: it is in no file."""
    run = run_of(hostile, context)
    assert run["invocations"][0]["executionSuccessful"] is False
    assert all(result["locations"] for result in run["results"])
    assert "PLG101" not in {result["ruleId"] for result in run["results"]}
    assert sum("locations" not in note for note in run["invocations"][0]["toolExecutionNotifications"]) == 1


@pytest.mark.parametrize(
    ("name", "uri"),
    [
        ("a b/年报.txt", "a%20b/%E5%B9%B4%E6%8A%A5.txt"),
        ("/srv/x.txt", "file:///srv/x.txt"),
        ("C:\\报 表\\x.docx", "file:///C:/%E6%8A%A5%20%E8%A1%A8/x.docx"),
        ("folder\\x.docx", "folder/x.docx"),
        ("a:b.txt", "a%3Ab.txt"),
        ("x\udcff.txt", "x%3F.txt"),
    ],
)
def test_names_become_references(name: str, uri: str) -> None:
    """Relative names stay relative, absolute ones are ``file:``; blanks and Chinese are encoded."""
    assert sarif.address(name) == uri


def test_related_places_are_related_locations(check: Check, context: ReportContext, wrong: Report) -> None:
    """The same report twice: each names the other file."""
    run = run_of(check(wrong, wrong), context)
    doubles = [result for result in run["results"] if result["ruleId"] == "BAT101"]
    assert [[place["physicalLocation"]["artifactLocation"]["uri"] for place in result["relatedLocations"]] for result in doubles] == [
        ["reports/1.txt"],
        ["reports/0.txt"],
    ]
