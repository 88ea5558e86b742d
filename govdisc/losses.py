"""What a reader of an exported form would miss in it: told, so that nobody publishes a table with a row less and does not know.

Formats that carry a report's data lose nothing, and are not asked. A printed form is read back as its reader would read it, and compared: values, marks,
remarks, rows and prose; what was unread already in the report cannot be printed at all.
"""

from __future__ import annotations

from collections.abc import Iterator

from govdisc.errors import GovdiscError
from govdisc.formats.base import Format, ReadContext
from govdisc.i18n import gettext as _
from govdisc.model.document import Document
from govdisc.model.form import Form
from govdisc.model.report import Report
from govdisc.plugins import Plugins
from govdisc.reads import read_again, recognised

#: So many cells or rows are named; more are counted.
MOST_NAMED = 6


def losses(report: Report, form: Form, format_: Format, data: bytes, plugins: Plugins) -> list[str]:
    """Return a sentence about each kind of thing that a report has and its export lacks."""
    return [*_variant(report, form), *_unread(report, form), *_read_back(report, form, format_, data, plugins)]


def _variant(report: Report, form: Form) -> Iterator[str]:
    if report.variant != form.variant:
        yield _("the regional variant {variant}, which is not installed; the form {form} was written").format(variant=report.variant, form=form.id)


def _unread(report: Report, form: Form) -> Iterator[str]:
    for unread in report.unread[:MOST_NAMED]:
        rows = dict.fromkeys(cell.rsplit(".", 1)[0] for cell in unread.cells)
        labels = "; ".join(form.row_label(*row.split(".")) for row in list(rows)[:MOST_NAMED] if row.count(".") == 1)
        # what the reader of the file says names the cause; the other kinds quote what stood there
        what = unread.text if unread.kind in ("reader", "unread_cells") else labels or unread.text[:60] or unread.kind
        yield _("not written, since it could not be read ({place}): {what}").format(place=unread.place or "?", what=what)
    if len(report.unread) > MOST_NAMED:
        yield _("not written, since they could not be read: {count} more places").format(count=len(report.unread) - MOST_NAMED)


def _read_back(report: Report, form: Form, format_: Format, data: bytes, plugins: Plugins) -> Iterator[str]:
    if format_.read is None:
        return
    context = ReadContext(forms=plugins.forms, name=f"report{format_.suffixes[0]}", formats=plugins.formats)
    try:
        made = read_again(format_, data, context, plugins)
        if isinstance(made, Document):
            back = recognised(made, plugins.forms, form.variant, plugins.format_owner(format_.name))
        else:
            back = next(found for found in made if isinstance(found, Report))
    except (GovdiscError, StopIteration) as error:
        yield _("what was written cannot be read again: {error}").format(error=error)
        return
    yield from _cells(report, back, form)
    yield from _prose(report, back)


def _cells(report: Report, back: Report, form: Form) -> Iterator[str]:
    lost_rows = [
        f"{table}.{row}" for table, rows in report.tables.items() for row in rows if row not in back.tables.get(table, {}) and any(_told(report, table, row))
    ]
    if lost_rows:
        yield _("rows missing: {rows}").format(rows=_named([form.row_label(*row.split(".")) for row in lost_rows]))
    gone = set(lost_rows)
    paths = [path for path, _value in report.cells() if path.rsplit(".", 1)[0] not in gone]
    differing = {
        _("numbers that read otherwise: {cells}"): [path for path in paths if report.cell(path) != back.cell(path)],
        _("marks missing: {cells}"): [path for path in paths if report.marks.get(path) and not back.marks.get(path)],
        _("remarks missing: {cells}"): [path for path in paths if report.remarks.get(path) and not back.remarks.get(path)],
    }
    for sentence, cells in differing.items():
        if cells:
            yield sentence.format(cells=_named([form.cell_label(path) for path in cells]))


def _told(report: Report, table: str, row: str) -> Iterator[bool]:
    for column, value in report.tables[table][row].items():
        yield value is not None or f"{table}.{row}.{column}" in report.marks


def _prose(report: Report, back: Report) -> Iterator[str]:
    def plain(text: str) -> str:
        return "".join(text.split())

    lost = [section for section in report.sections if plain(section.text) and plain(section.text) not in plain(back.text(section.id))]
    for missing, sentence in ((True, _("text missing in: {sections}")), (False, _("text that reads otherwise in: {sections}"))):
        names = [section.title or section.id for section in lost if missing is not bool(plain(back.text(section.id)))]
        if names:
            yield sentence.format(sections=_named(names))
    if plain(report.lead) and plain(report.lead) not in plain(back.lead):
        yield _("text before part 1 that reads otherwise") if plain(back.lead) else _("text before part 1 missing")


def _named(names: list[str]) -> str:
    shown = "; ".join(names[:MOST_NAMED])
    return shown if len(names) <= MOST_NAMED else f"{shown} (+{len(names) - MOST_NAMED})"
