"""STR2xx: what stands in the document and could not be turned into cells with certainty. Nothing is dropped in silence."""

from __future__ import annotations

from collections.abc import Iterator

from govdisc.i18n import N_
from govdisc.i18n import gettext as _
from govdisc.model.findings import Finding
from govdisc.model.report import Report, Unread
from govdisc.rules.registry import Context, Example, Rule, rule

BASIS = "国办公开办函〔2021〕30号 附件"
#: So many rows are quoted where a finding is about many.
SHOWN_ROWS = 3


def _example(kind: str, text: str, cells: tuple[str, ...] = ()) -> Example:
    return Example(report={"unread": [Unread(kind, "requests", "table 2 row 9 column 1", text, list(cells))]})


def _of_kind(report: Report, declared: Rule, kind: str, message: str, suggestion: str) -> Iterator[Finding]:
    for one in report.unread:
        if one.kind == kind:
            yield declared.finding(
                message.format(text=one.text),
                cell=one.cells[0] if one.cells else None,
                place=one.place or None,
                quote=one.text or None,
                suggestion=suggestion,
            )


@rule(
    code="STR201",
    title=N_("A row has numbers under a label that the form does not know"),
    severity="warning",
    basis=BASIS,
    since="0.1.0",
    passing=Example(),
    failing=_example("unknown_row", "9.属于其他情形 2 0 0 0 0 0 2"),
)
def unknown_row(report: Report, context: Context) -> Iterator[Finding]:
    """A row was added to the form's table, or its label is so damaged that it cannot be told which row it is.

    Its numbers belong to no cell of the report, so the sums may not hold.
    """
    message = _("The row “{text}” is none of the form's.")
    yield from _of_kind(report, unknown_row, "unknown_row", message, _("Print the label as the form does, or take the row out."))


@rule(
    code="STR202",
    title=N_("A row has numbers but no label"),
    severity="warning",
    basis=BASIS,
    since="0.1.0",
    passing=Example(),
    failing=_example("unlabelled_row", "4 0 0 0 0 0 4"),
)
def unlabelled_row(report: Report, context: Context) -> Iterator[Finding]:
    """Numbers without a label cannot be given to a row with certainty, and are left unread."""
    message = _("The numbers {text} have no label; which row they are is not certain, so they stay unread.")
    yield from _of_kind(
        report, unlabelled_row, "unlabelled_row", message, _("Read the Word file or the original page instead of this copy.")
    )


@rule(
    code="STR203",
    title=N_("A number stands in a column that the form does not have"),
    severity="warning",
    basis=BASIS,
    since="0.1.0",
    passing=Example(),
    failing=_example("unknown_column", "（一）予以公开: 5"),
)
def unknown_column(report: Report, context: Context) -> Iterator[Finding]:
    """A column was added to the form's table (小计, 备注), or its label is damaged; its numbers belong to no cell.

    All numbers of such columns in one table are one finding.
    """
    tables: dict[str | None, list[Unread]] = {}
    for one in report.unread:
        if one.kind == "unknown_column":
            tables.setdefault(one.table, []).append(one)
    for table, found in tables.items():
        shown = "; ".join(one.text for one in found[:SHOWN_ROWS])
        yield unknown_column.finding(
            _("{count} numbers stand in a column that the form does not have, such as {text}.").format(count=len(found), text=shown),
            place=found[0].place or None,
            key=str(table),
            suggestion=_("Take the column out, or print its label as the form does."),
        )


@rule(
    code="STR204",
    title=N_("A row has another number of cells than its table has columns"),
    severity="error",
    basis=BASIS,
    since="0.1.0",
    passing=Example(),
    failing=_example("too_few", "（一）予以公开: 5 0 5", ("requests.granted.natural_person",)),
)
def wrong_count(report: Report, context: Context) -> Iterator[Finding]:
    """With too few or too many cells it is not certain which number belongs to which column; the row is left unread."""
    few = _("“{text}” has fewer cells than the table has columns; which are which is not certain, so the row stays unread.")
    many = _("“{text}” has more cells than the table has columns; which are which is not certain, so the row stays unread.")
    advice = _("Complete the row, with 0 where there was nothing to count.")
    yield from _of_kind(report, wrong_count, "too_few", few, advice)
    yield from _of_kind(report, wrong_count, "too_many", many, advice)


@rule(
    code="STR205",
    title=N_("Cells ran together without a separator"),
    severity="error",
    basis=BASIS,
    since="0.1.0",
    passing=Example(),
    failing=_example("glued", "二、上年结转政府信息公开申请数量: 1000001", ("requests.carried_in.natural_person",)),
)
def glued(report: Report, context: Context) -> Iterator[Finding]:
    """A saved copy lost the borders of its cells: 1000001 may be 1, 0, 0, 0, 0, 0, 1 or 10, 0, 0, 0, 0, 1 with a blank.

    It cannot be split with certainty, so it is not split. All such rows of a table are one finding.
    """
    rows: dict[tuple[str | None, str], list[Unread]] = {}
    for one in report.unread:
        if one.kind == "glued":
            rows.setdefault((one.table, one.place), []).append(one)
    for (table, place), found in rows.items():
        shown = "; ".join(one.text for one in found[:SHOWN_ROWS])
        yield glued.finding(
            _("{count} rows, such as {text}: the cells ran together and cannot be told apart with certainty, so they stay unread.").format(
                count=len(found), text=shown
            ),
            cell=found[0].cells[0] if found[0].cells else None,
            place=place or None,
            key=str(table),
            suggestion=_("Read the original page, Word or PDF file instead of this copy."),
        )


@rule(
    code="STR206",
    title=N_("A table has no readable header"),
    severity="info",
    basis=BASIS,
    since="0.1.0",
    passing=Example(),
    failing=_example("header_missing", "申请人情况"),
)
def header_missing(report: Report, context: Context) -> Iterator[Finding]:
    """No column is labelled, but every row has as many numbers as the form has columns; they were read in the form's order."""
    message = _("{text}: the labels of the columns could not be read; the numbers were taken in the order of the form.")
    yield from _of_kind(report, header_missing, "header_missing", message, _("Check the columns against the original."))


@rule(
    code="STR207",
    title=N_("The labels above a row are not those of its table"),
    severity="error",
    basis=BASIS,
    since="0.1.0",
    passing=Example(),
    failing=_example("unknown_header", "规章: 0 0 0", ("disclosure.regulations.issued",)),
)
def unknown_header(report: Report, context: Context) -> Iterator[Finding]:
    """The columns are labelled, but not with the form's labels, so that it is not certain what the numbers count."""
    message = _("“{text}”: the columns above are not labelled as the form labels them, so the row stays unread.")
    yield from _of_kind(report, unknown_header, "unknown_header", message, _("Print the labels of the columns as the form does."))


@rule(
    code="STR208",
    title=N_("A row stands twice with different numbers"),
    severity="error",
    basis=BASIS,
    since="0.1.0",
    passing=Example(),
    failing=_example("duplicate_row", "（一）予以公开: 5 0 0 0 0 0 5"),
)
def duplicate_row(report: Report, context: Context) -> Iterator[Finding]:
    """Both rows carry the same label; the first was read, and the second says something else."""
    message = _("“{text}” repeats a row that was read before, with other numbers; the first one counts here.")
    yield from _of_kind(report, duplicate_row, "duplicate_row", message, _("Take out the row that is wrong."))


@rule(
    code="INP201",
    title=N_("A part of the file could not be read"),
    severity="warning",
    basis=BASIS,
    since="0.1.0",
    passing=Example(),
    failing=_example("reader", "the page is an image"),
)
def reader_notice(report: Report, context: Context) -> Iterator[Finding]:
    """The reader of the file met something that it cannot turn into text, such as a page that is only an image."""
    yield from _of_kind(report, reader_notice, "reader", "{text}", _("Check that part of the original by hand."))


RULES = [
    unknown_row,
    unlabelled_row,
    unknown_column,
    wrong_count,
    glued,
    header_missing,
    unknown_header,
    duplicate_row,
    reader_notice,
]
