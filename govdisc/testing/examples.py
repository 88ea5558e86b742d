"""Reports for the examples that rules declare: a correct report, changed in one place."""

from __future__ import annotations

from typing import Any

from govdisc.model.book import FormBook
from govdisc.model.report import Report, Section, Unread
from govdisc.rules.registry import Example
from govdisc.testing.generate import Options, random_report


def example_report(example: Example, forms: FormBook | None = None) -> Report:
    """Return the report that an example describes: the correct report of its form with the example's changes.

    ``forms`` are the installed forms where the example is of a plugin's form or variant.

    Raises:
        ConfigurationError: when there is no such form.

    """
    variant = example.report.get("variant") if forms is not None else None
    report = random_report(7, Options(form=example.form, variant=variant, year=_year(example), agency="青岚县水务局", largest=30), forms)
    for path, value in example.cells.items():
        _set_cell(report, path, value)
    report.marks.update(example.marks)
    report.remarks.update(example.remarks)
    for name, value in example.report.items():
        _set_field(report, name, value)
    _set_sections(report, example)
    return report


def _year(example: Example) -> int:
    year = example.report.get("table_year") or example.report.get("year")
    return year if isinstance(year, int) else {"2019": 2020}.get(example.form, 2023)


def _set_cell(report: Report, path: str, value: Any) -> None:
    table, _, rest = path.partition(".")
    row, _, column = rest.partition(".")
    if not row:
        if value is None:
            report.tables.pop(table, None)
    elif not column:
        if value is None:
            report.tables[table].pop(row, None)
        else:
            report.tables[table][row] = (
                dict(value) if isinstance(value, dict) else dict.fromkeys(next(iter(report.tables[table].values())), value)
            )
    else:
        report.tables[table].setdefault(row, {})[column] = value


def _set_field(report: Report, name: str, value: Any) -> None:
    if name == "table_year":
        return
    head, _, rest = name.partition(".")
    if rest:
        setattr(getattr(report, head), rest, value)
    elif name == "unread":
        report.unread = [piece if isinstance(piece, Unread) else Unread(**piece) for piece in value]
    elif hasattr(report, name):
        setattr(report, name, value)
    else:
        report.extracted[name] = value


def _set_sections(report: Report, example: Example) -> None:
    for section_id, text in example.sections.items():
        if text is None:
            report.sections = [section for section in report.sections if section.id != section_id]
            continue
        found = report.section(section_id)
        if found is None:
            report.sections.append(Section(section_id, "", text))
        else:
            found.text = text
    for section_id, title in example.titles.items():
        found = report.section(section_id)
        if found is not None:
            found.title = title
