"""STR2xx: what stands in the document and could not be turned into cells with certainty. Nothing is dropped in silence.

One rule a kind of unread thing, told apart by :data:`KINDS`, and one for every kind that is not among them (another program's, or a newer
version's). What is unread for one cause, the rows of a table below one broken header, is one finding that names them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from govdisc.i18n import N_
from govdisc.i18n import gettext as _
from govdisc.model.findings import Finding
from govdisc.model.report import Report, Unread
from govdisc.records import record
from govdisc.rules.idle import all_read
from govdisc.rules.registry import THE_FORM, Context, Example, Rule, rule

#: So many rows are quoted where a finding is about many.
SHOWN_ROWS = 3


@record(frozen=True)
class UnreadKind:
    """How some kinds of unread things are reported; no ``kinds`` are all that no other has.

    ``message`` takes {text}: what stood there, of several the first ones; and {kind}. With ``together`` all of a table are one finding. With
    ``may_be_form_row`` the severity holds where the table lacks rows of the form, one of which it may be; else it is a row too many,
    a warning. ``sample`` and ``cells`` are those of the rule's failing example.
    """

    kinds: tuple[str, ...]
    code: str
    title: str
    severity: str
    message: str
    advice: str
    explanation: str
    sample: str
    cells: tuple[str, ...] = ()
    together: bool = True
    may_be_form_row: bool = False
    basis: str = f"{THE_FORM} 附件"
    since: str = "0.1.0"


KINDS = (
    UnreadKind(
        ("unknown_row",),
        "STR201",
        N_("A row has numbers under a label that the form does not know"),
        "error",
        N_("None of the form's rows: {text}."),
        N_("Print the label as the form does, or take the row out."),
        N_(
            "A row was added to the form's table, or its label is so damaged that it cannot be told which row it is.\n\nIts numbers belong"
            " to no cell of the report, so sums may not be checked. It is a warning where the table has all rows of the form, for then"
            " it is one too many."
        ),
        "9.属于其他情形 2 0 0 0 0 0 2",
        may_be_form_row=True,
    ),
    UnreadKind(
        ("unlabelled_row",),
        "STR202",
        N_("A row has numbers but no label"),
        "error",
        N_("Numbers without a label: {text}. Which row they are is not certain, so they stay unread."),
        N_("Read the Word file or the original page instead of this copy."),
        N_(
            "Numbers without a label cannot be given to a row with certainty, and are left unread. It is a warning where the table has"
            " all rows of the form without them."
        ),
        "4 0 0 0 0 0 4",
        may_be_form_row=True,
    ),
    UnreadKind(
        ("unknown_column",),
        "STR203",
        N_("A number stands in a column that the form does not have"),
        "warning",
        N_("Numbers in a column that the form does not have: {text}."),
        N_("Take the column out, or print its label as the form does."),
        N_(
            "A column was added to the form's table (小计, 备注), or its label is damaged; its numbers belong to no cell.\n\nAll numbers of"
            " such columns in one table are one finding."
        ),
        "（一）予以公开: 5",
    ),
    UnreadKind(
        ("too_few", "too_many"),
        "STR204",
        N_("A row has another number of cells than its table has columns"),
        "error",
        N_("Fewer or more cells than the table has columns: {text}. Which number is which is not certain, so they stay unread."),
        N_("Complete the row, with 0 where there was nothing to count, or take out what is no column of the form."),
        N_(
            "With too few or too many cells it is not certain which number belongs to which column; the row is left unread.\n\nAll such rows"
            " of a table are one finding, for they mostly have one cause: a header that lost a column, or lines that were wrapped."
        ),
        "（一）予以公开: 5 0 5",
        ("requests.granted.natural_person",),
    ),
    UnreadKind(
        ("glued",),
        "STR205",
        N_("Cells ran together without a separator"),
        "error",
        N_("The cells ran together and cannot be told apart with certainty, so they stay unread: {text}."),
        N_("Read the original page, Word or PDF file instead of this copy."),
        N_(
            "A saved copy lost the borders of its cells: 1000001 may be 1, 0, 0, 0, 0, 0, 1 or 10, 0, 0, 0, 0, 1 with a blank.\n\nIt cannot"
            " be split with certainty, so it is not split. All such rows of a table are one finding."
        ),
        "二、上年结转政府信息公开申请数量: 1000001",
        ("requests.carried_in.natural_person",),
    ),
    UnreadKind(
        ("header_missing",),
        "STR206",
        N_("A table has no readable header"),
        "info",
        N_("The labels of the columns could not be read, and the numbers were taken in the order of the form: {text}."),
        N_("Check the columns against the original."),
        N_("No column is labelled, but every row has as many numbers as the form has columns; they were read in the form's order."),
        "申请人情况",
    ),
    UnreadKind(
        ("unknown_header",),
        "STR207",
        N_("The labels above a row are not those of its table"),
        "error",
        N_("The columns above are not labelled as the form labels them, so these rows stay unread: {text}."),
        N_("Print the labels of the columns as the form does."),
        N_(
            "The columns are labelled, but not with the form's labels, so that it is not certain what the numbers count.\n\nThe rows below"
            " one such header are one finding."
        ),
        "规章: 0 0 0",
        ("disclosure.regulations.issued",),
    ),
    UnreadKind(
        ("duplicate_row",),
        "STR208",
        N_("A row stands twice with different numbers"),
        "error",
        N_("What was read before stands there again with other numbers; the first ones count here: {text}."),
        N_("Take out what is wrong; where two tables are about two things (the office, the whole county), keep that of the form."),
        N_(
            "Two rows carry the same label; the first was read, and the second says something else.\n\nAll such rows of a table are one finding, for"
            " they mostly have one cause: a table that stands there twice."
        ),
        "（一）予以公开: 5 0 0 0 0 0 5",
    ),
    UnreadKind(
        ("reader",),
        "INP201",
        N_("A part of the file could not be read"),
        "warning",
        "{text}",
        N_("Check that part of the original by hand."),
        N_("The reader of the file met something that it cannot turn into text, such as a page that is only an image."),
        "the page is an image",
        together=False,
        basis="govdisc",
    ),
    UnreadKind(
        ("unread_cells",),
        "INP202",
        N_("What cells hold could not be read"),
        "error",
        "{text}",
        N_("Make the file say what stands in these cells, or read the original."),
        N_(
            "The file shows that something stands in these cells, but not what, as in a workbook that was saved without the results of its"
            " formulas.\n\nThey are neither blank nor 0, so no rule judges them, and sums over them are not checked."
        ),
        "a formula without a result",
        ("requests.received.total",),
        together=False,
        basis="govdisc",
        since="0.2.0",
    ),
)
_KNOWN = frozenset(name for kind in KINDS for name in kind.kinds)
_OTHER = UnreadKind(
    (),
    "STR209",
    N_("Something was not read, for a reason that is not known"),
    "error",
    N_("Not read (“{kind}”): {text}."),
    N_("Check that part of the original by hand."),
    N_(
        "The report came as data, and says of something that it was not read, for a reason that this version does not know.\n\nWhat it is"
        " stands in the quote; sums over it are not checked."
    ),
    "the lower half of page 4",
    together=False,
    since="0.2.0",
)


def _rule_of(kind: UnreadKind) -> Rule:
    def check(report: Report, context: Context) -> Iterator[Finding]:
        yield from _findings(declared, kind, report, context)

    check.__doc__ = kind.explanation
    unread = Unread(kind.kinds[0] if kind.kinds else "torn_page", "requests", "table 2 row 9 column 1", kind.sample, list(kind.cells))
    declared = rule(
        code=kind.code,
        title=kind.title,
        severity=kind.severity,
        basis=kind.basis,
        since=kind.since,
        passing=Example(),
        failing=Example(cells={"requests.refused_repeat": None} if kind.may_be_form_row else {}, report={"unread": [unread]}),
        idle=all_read,
    )(check)
    return declared


def _findings(declared: Rule, kind: UnreadKind, report: Report, context: Context) -> Iterator[Finding]:
    groups: dict[object, list[Unread]] = {}
    for number, unread in enumerate(report.unread):
        if unread.kind in kind.kinds or (not kind.kinds and unread.kind not in _KNOWN):
            groups.setdefault(unread.table if kind.together else number, []).append(unread)
    for found in groups.values():
        table = context.form.table_index.get(found[0].table or "")
        cells = tuple(dict.fromkeys(path for unread in found for path in unread.cells))
        texts = [unread.text for unread in found if unread.text]
        message = _(kind.message).format(text=_listed(texts), kind=found[0].kind)
        missing = list(table.missing_rows(report.tables.get(table.id, {}), optional=True)) if table is not None and kind.may_be_form_row else []
        if table is not None and missing:
            labels = [context.form.row_label(table.id, row.id) for row in missing]
            message = _("{message} Rows of the form that were not found: {rows}.").format(message=message, rows=_listed(labels))
        yield declared.finding(
            message,
            severity="warning" if kind.may_be_form_row and table is not None and not missing else None,
            # what is about no table alone is told in front of what follows from it in the tables
            cell=cells[0] if cells and found[0].table is not None else None,
            cells=cells if len(cells) > 1 else (),
            section=table.section if table is not None and not cells else None,
            place=found[0].place or None,
            # where the reader's own words are the message they are no quotation, and would change with the language
            quote=texts[0] if texts and kind.message != "{text}" else None,
            key=found[0].kind if kind.message != "{text}" else " ".join([found[0].kind, *re.findall(r"[0-9]+", " ".join(texts))]),
            suggestion=_(kind.advice),
        )


def _listed(texts: Sequence[str]) -> str:
    """The first few of some texts, and how many there are more."""
    shown = "; ".join(texts[:SHOWN_ROWS])
    more = len(texts) - SHOWN_ROWS
    return shown if more <= 0 else _("{shown}; and {more} more").format(shown=shown, more=more)


RULES = sorted(map(_rule_of, (*KINDS, _OTHER)), key=lambda declared: declared.code)
