"""Every label of a form or variant is found, by its own row alone; correct reports read and pass; blank forms stay blank."""

from __future__ import annotations

from collections.abc import Iterator

from govdisc.model.form import Form
from govdisc.model.report import Report
from govdisc.reads import recognised
from govdisc.testing.contract.formats import differences
from govdisc.testing.contract.subject import Check, Subject, bind, breach
from govdisc.testing.documents import as_document
from govdisc.testing.layouts import print_text
from govdisc.testing.running import extracted, read_reports, run_rules

#: So many random reports of a form are printed and read.
PRINTED = 4
LAYOUTS = ("cell_a_line", "row_a_line", "tabs")


def checks(subject: Subject) -> Iterator[Check]:
    """Yield the promises of each form and variant."""
    for form in _brought(subject):
        name = form.variant or form.id
        yield Check(f"{name} rests on a notice", bind(_rests, form))
        yield Check(f"{name} is read as it is printed", bind(_labels, subject, form))
        yield Check(f"{name}: correct reports pass", bind(_passes, subject, form))
        yield Check(f"{name}: a blank form stays blank", bind(_blank, subject, form))
        if form.parameters:
            yield Check(f"{name} sets thresholds that exist", bind(_parameters, subject, form))


def _brought(subject: Subject) -> Iterator[Form]:
    from govdisc.model.book import parse_form

    names = {parse_form(text, where)["id"] for where, text in subject.brought("forms")}
    for form in subject.forms():
        if (form.variant or form.id) in names:
            yield form


def _rests(form: Form) -> None:
    if not form.basis:
        breach(f"{form.variant or form.id} names no notice that it rests on; findings would have no basis.")


def _labels(subject: Subject, form: Form) -> None:
    """Numbers that hardly repeat, so that a row that is taken for another shows."""
    for seed in range(PRINTED):
        report = _made(subject, form, seed, zero=0.0, largest=99_999)
        document = recognised(as_document(report, subject.plugins.forms), subject.plugins.forms, form.variant, None)
        # text without rulings is how reports of the national forms are published; other rows than the form's own cannot be known in it
        layouts = LAYOUTS if not any(row.open for table in form.tables for _block, row in table.rows()) else ()
        texts = {layout: _read(subject, form, print_text(report, layout, subject.plugins.forms), layout) for layout in layouts}
        for layout, found in {"document": document, **texts}.items():
            for path, was, now in differences(report.tables, found.tables):
                breach(f"{form.variant or form.id}: {path} is {was} as printed ({layout}) and {now} as read; is its label another row's too?")
            if found.unread:
                breach(f"{form.variant or form.id}: not read ({layout}): {found.unread[0].text}")


def _made(subject: Subject, form: Form, seed: int, zero: float = 0.6, largest: int = 120) -> Report:
    return subject.report(form, seed, zero=zero, largest=largest)


def _read(subject: Subject, form: Form, text: str, layout: str) -> Report:
    found = list(read_reports(text.encode(), "report.txt", subject.plugins, "text", form.variant))
    if len(found) != 1 or not isinstance(found[0], Report):
        breach(f"{form.variant or form.id}: a report printed as text ({layout}) is not read again: {found[0] if found else 'nothing'}")
    return found[0]


def _passes(subject: Subject, form: Form) -> None:
    for seed in range(PRINTED):
        report = extracted(_made(subject, form, seed), subject.plugins)
        for finding in run_rules(report, subject.plugins):
            if finding.severity == "error":
                breach(f"{form.variant or form.id}: {finding.code} finds an error in a correct report: {finding.message}")


def _blank(subject: Subject, form: Form) -> None:
    report = _made(subject, form, 0)
    for rows in report.tables.values():
        for cells in rows.values():
            cells.update(dict.fromkeys(cells))
    found = recognised(as_document(report, subject.plugins.forms), subject.plugins.forms, form.variant, None)
    for path, was, now in differences(report.tables, found.tables):
        breach(f"{form.variant or form.id}: {path} is {was} on the blank form and {now} as read.")


def _parameters(subject: Subject, form: Form) -> None:
    known = {f"{rule.code}.{parameter.name}" for rule in subject.plugins.all_rules.values() for parameter in rule.parameters}
    for name in form.parameters:
        if name not in known:
            breach(f"{form.variant or form.id} sets {name}, which no installed rule has.")
