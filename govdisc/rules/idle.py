"""What tells at a glance that rules have nothing to say of a report: looks that several rules share (see ``Rule.idle``)."""

from __future__ import annotations

from functools import lru_cache

from govdisc.model.form import Form
from govdisc.model.report import Report
from govdisc.rules.registry import Context
from govdisc.text.values import Value


def found_elsewhere(_report: Report, _context: Context) -> bool:
    """Tell of the rules whose findings are made where files are read and plugins fail that no report has to be looked at."""
    return True


def all_read(report: Report, _context: Context) -> bool:
    """Tell whether nothing in the document was left unread."""
    return not report.unread


def numbers(report: Report, context: Context) -> list[Value] | None:
    """Return the values of a report that has every cell of its form and no other, None of any other. Ask through ``Context.once``."""
    return context.form.values(report.tables)


def filled(report: Report, context: Context) -> bool:
    """Tell whether every cell of the form is there with a number that can stand in it, and no mark beside them."""
    return not report.marks and context.form.filled(context.once(report, numbers))


def sound(report: Report, context: Context) -> bool:
    """Tell whether the tables are filled and every sum holds."""
    if not context.once(report, filled):
        return False
    values = context.once(report, numbers)
    return values is not None and context.form.add_up(values)


def in_order(report: Report, context: Context) -> bool:
    """Tell whether the parts are those of the form, under its titles and in its order."""
    return [(section.id, section.title) for section in report.sections] == _parts(context.form)


@lru_cache(maxsize=128)
def _parts(form: Form) -> list[tuple[str, str]]:
    return [(spec.id, form.heading(spec)) for spec in form.sections]
