"""JUnit: valid by the schema of the Ant task, every finding and every silent rule a case."""

from __future__ import annotations

from collections.abc import Callable
from xml.etree import ElementTree

import pytest
import xmlschema
from govdisc_review import junit
from published import schema

from govdisc.plugin import Outcome, Report, ReportContext
from govdisc.testing import random_report

Check = Callable[..., Outcome]


def written(outcome: Outcome, context: ReportContext) -> str:
    """The document."""
    return "".join(junit.write(outcome, context)).encode().decode()


@pytest.mark.published
def test_the_document_is_valid_by_the_published_schema(check: Check, context: ReportContext, wrong: Report, hostile: Outcome) -> None:
    """An outcome with findings, one without any, and one full of hostile texts."""
    known = xmlschema.XMLSchema(str(schema("junit.xsd")))
    for outcome in (check(wrong, ("notes.txt", b"nothing"), random_report(3)), check(), hostile):
        known.validate(written(outcome, context))


def test_a_suite_a_report_a_case_a_finding_or_a_rule(check: Check, context: ReportContext, wrong: Report) -> None:
    """The counts of a suite are those of its cases, and every finding that is no note is a failure with its message."""
    outcome = check(wrong, random_report(3))
    suites = ElementTree.fromstring(written(outcome, context))
    assert [suite.get("package") for suite in suites][:2] == ["reports/0.txt", "reports/1.txt"]
    for suite in suites:
        assert int(suite.get("tests", "")) == len(suite.findall("testcase"))
        assert int(suite.get("failures", "")) == len(suite.findall("testcase/failure"))
    failures = [failure.get("message") for failure in suites.iter("failure")]
    assert failures == [finding.message for finding in outcome.findings if finding.severity != "info"]
    quiet = suites[1].findall("testcase")
    assert len(quiet) > 20
    assert any(case.get("name", "").startswith("SUM101") and not list(case) for case in quiet)


def test_what_was_not_read_is_an_error(check: Check, context: ReportContext) -> None:
    """A refused file is a suite with one case that is an error, with the reason."""
    (suite,) = ElementTree.fromstring(written(check(("notes.txt", b"nothing")), context))
    (case,) = suite.findall("testcase")
    (error,) = case
    assert error.tag == "error"
    assert error.get("message")


def test_waived_known_and_unchecked_ones_are_skipped_with_the_reason(check: Check, context: ReportContext, hostile: Outcome) -> None:
    """They do not fail, and do not vanish; a note passes."""
    suite = ElementTree.fromstring(written(hostile, context))[0]
    skipped = [case.find("skipped") for case in suite.findall("testcase") if case.find("skipped") is not None]
    assert len(skipped) == 2
    assert all(element is not None and element.get("message") for element in skipped)
    unchecked = [case for case in ElementTree.fromstring(written(check(random_report(3)), context)).iter("testcase") if case.find("skipped") is not None]
    assert all(element.get("message") for case in unchecked for element in case)


def test_no_clock_stands_in_it(check: Check, context: ReportContext, wrong: Report) -> None:
    """The same input gives the same bytes."""
    assert written(check(wrong), context) == written(check(wrong), context)
