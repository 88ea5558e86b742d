"""GitHub and GitLab: every finding is an annotation, and no text of a report is a command."""

from __future__ import annotations

import json
from collections.abc import Callable

from govdisc_review import github, gitlab

from govdisc.plugin import Outcome, Report, ReportContext

Check = Callable[..., Outcome]


def unescaped(text: str) -> str:
    """What the runner makes of a value."""
    for code, character in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        text = text.replace(code, character)
    return text


def test_github_has_a_line_a_finding(check: Check, context: ReportContext, wrong: Report) -> None:
    """Command, file, line, title and message come back as they were."""
    outcome = check(wrong)
    lines = "".join(github.write(outcome, context)).splitlines()
    assert len(lines) == len(outcome.findings) > 1
    for line, finding in zip(lines, outcome.findings, strict=True):
        _nothing, head, message = line.split("::", 2)
        command, _blank, told = head.partition(" ")
        properties = {name: unescaped(value) for name, _equals, value in (pair.partition("=") for pair in told.split(","))}
        assert command == {"error": "error", "warning": "warning", "info": "notice"}[finding.severity]
        assert properties["file"] == "reports/0.txt"
        assert properties["title"] == f"{finding.code} {wrong.agency.name}"
        assert finding.place is None or properties["line"] == finding.place.split()[1]
        assert finding.message in unescaped(message)


def test_no_text_of_a_report_is_a_command(context: ReportContext, hostile: Outcome) -> None:
    """Each finding stays one line that begins with its own command, without control characters."""
    text = "".join(github.write(hostile, context))
    lines = text.split("\n")
    assert lines.pop() == ""
    assert len(lines) == len(hostile.findings)
    assert all(line.startswith(("::error ", "::warning ", "::notice ")) for line in lines)
    assert all(character.isprintable() or character == "\n" for character in text)
    assert [line.split(" ")[0] for line in lines[:3]] == ["::error", "::notice", "::notice"]
    assert lines[0].count("::") == 2 + lines[0].split("::", 2)[2].count("::")


def test_gitlab_has_an_issue_a_finding(check: Check, context: ReportContext, wrong: Report) -> None:
    """Each with path, line, severity and a fingerprint that no other has, also where a report was given twice."""
    outcome = check(wrong, wrong)
    issues = json.loads("".join(gitlab.write(outcome, context)))
    assert len(issues) == len(outcome.findings) > 1
    assert len({issue["fingerprint"] for issue in issues}) == len(issues)
    for issue, finding in zip(issues, outcome.findings, strict=True):
        assert issue["severity"] in ("info", "minor", "major", "critical", "blocker")
        assert issue["check_name"] == finding.code
        assert finding.message in issue["description"]
        assert issue["location"]["path"] == f"reports/{finding.input}.txt"
        assert issue["location"]["lines"]["begin"] >= 1


def test_gitlab_is_json_whatever_comes(check: Check, context: ReportContext, hostile: Outcome) -> None:
    """Hostile texts, and nothing at all; what is waived is an info with the reason."""
    issues = json.loads("".join(gitlab.write(hostile, context)).encode("utf-8"))
    assert [issue["severity"] for issue in issues[:3]] == ["major", "info", "info"]
    assert json.loads("".join(gitlab.write(check(), context))) == []
