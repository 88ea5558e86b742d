"""What is read out of a report is JSON, as its schema says, the same twice, and comes back from a JSON file."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator

from govdisc.formats.json import dumps
from govdisc.kinds import ExtractContext, Extractor
from govdisc.testing.contract.formats import written
from govdisc.testing.contract.subject import Check, Subject, bind, breach
from govdisc.testing.running import extracted, read_reports

#: So many reports of each form are looked through.
REPORTS = 3


def checks(subject: Subject) -> Iterator[Check]:
    """Yield the promises of each extractor, and of the hook of version 0.1."""
    for extractor in subject.brought("extractors"):
        yield Check(f"{extractor.key} is JSON, the same twice", bind(_steady, subject, extractor))
        if extractor.schema:
            yield Check(f"{extractor.key} is as its schema says", bind(_as_described, subject, extractor))
    if subject.info.hooks and {"govdisc_extractors", "govdisc_extract"} & set(subject.info.hooks):
        yield Check("what is extracted survives as JSON", bind(_survives, subject))


def _values(subject: Subject, extractor: Extractor) -> Iterator[object]:
    for form, report in subject.correct(REPORTS):
        if not extractor.forms or {form.id, form.variant} & set(extractor.forms):
            before = copy.deepcopy(report)
            first, second = (extractor.read(report, ExtractContext(form)) for _time in range(2))
            if report != before:
                breach(f"the extractor of {extractor.key} changes the report that it is given.")
            if first != second:
                breach(f"the extractor of {extractor.key} gives something else the second time.")
            yield first


def _steady(subject: Subject, extractor: Extractor) -> None:
    for value in _values(subject, extractor):
        try:
            json.loads(dumps(value))
        except (TypeError, ValueError) as error:
            breach(f"what the extractor of {extractor.key} gives is no JSON: {error}")


def _as_described(subject: Subject, extractor: Extractor) -> None:
    from jsonschema import Draft202012Validator

    Draft202012Validator.check_schema(extractor.schema)
    for value in _values(subject, extractor):
        for error in Draft202012Validator(extractor.schema).iter_errors(json.loads(dumps(value))) if value is not None else ():
            breach(f"what the extractor of {extractor.key} gives is not as its schema says: {error.message}")


def _survives(subject: Subject) -> None:
    for _form, report in subject.correct(1):
        extracted(report, subject.plugins)
        subject.plugins.forms.of(report)
        (found,) = read_reports(written(subject, subject.plugins.formats["json"], report), "report.json", subject.plugins, "json", report.variant)
        if isinstance(found, Exception):
            breach(f"a report with what was extracted cannot be read again: {found}")
        if json.loads(dumps(found.extracted)) != json.loads(dumps(report.extracted)):
            breach(f"what was extracted does not come back from a JSON file: {report.extracted} became {found.extracted}")
