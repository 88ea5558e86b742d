"""What tells at a glance that rules have nothing to say of a report: looks that several rules share (see ``Rule.idle``)."""

from __future__ import annotations

from functools import lru_cache

from govdisc.model.form import Form
from govdisc.model.report import Report
from govdisc.rules.registry import Context


def all_read(report: Report, _context: Context) -> bool:
    """Tell whether nothing in the document was left unread."""
    return not report.unread


def sound(report: Report, context: Context) -> bool:
    """Tell whether every cell of the form is there with a number that can stand in it, no mark beside them, and every sum holds."""
    return not report.marks and context.form.complete(report.tables)


def in_order(report: Report, context: Context) -> bool:
    """Tell whether the parts are those of the form, under its titles and in its order."""
    return [(section.id, section.title) for section in report.sections] == _parts(context.form)


@lru_cache(maxsize=128)
def _parts(form: Form) -> list[tuple[str, str]]:
    return [(spec.id, form.heading(spec)) for spec in form.sections]
