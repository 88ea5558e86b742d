"""Small documents as YAML writes them, and all that is read of one, in words that can be written beside it.

A document is a ``text`` or ``blocks``, below the title :data:`TITLE` unless it is ``whole``. Of the blocks a paragraph is a word of its own, and a
table the list of its rows, with bars between their cells; ``word*3`` spans three columns, ``word/2`` two rows, and ``⏎`` is a line break within
a cell. A table that stands under ``in order`` has forgotten in which columns its cells stand.
"""

from __future__ import annotations

import re
from typing import Any

from govdisc.formats.text import read
from govdisc.model.book import builtin_forms
from govdisc.model.document import Block, Cell, Document, Grid, Paragraph
from govdisc.model.report import Report, Unread, printed_cell
from govdisc.recognise import recognise

FORMS = builtin_forms()
TITLE = "青岚县水务局2023年政府信息公开工作年度报告"
#: What the title alone says, and is not written beside each document.
SAID = {"form": "2021", "title": TITLE, "agency": "青岚县水务局", "year": 2023}


def document_of(case: dict[str, Any]) -> Document:
    """The document that a case describes."""
    whole = case.get("whole", False)
    if "text" in case:
        return read((case["text"] if whole else f"{TITLE}\n{case['text']}").encode())
    blocks = case["blocks"] if whole else [TITLE, *case["blocks"]]
    return Document(tuple(_block(block, number) for number, block in enumerate(blocks)), case.get("metadata", {}), case.get("declared", {}))


def _block(block: Any, number: int) -> Block:
    if isinstance(block, str):
        return Paragraph(block, f"block {number}")
    rows = block if isinstance(block, list) else block["in order"]
    grid = tuple(tuple(_cell(text, f"block {number} row {row}") for text in line.split("|")) for row, line in enumerate(rows, 1))
    return Grid(grid, f"block {number}", aligned=isinstance(block, list))


def _cell(text: str, place: str) -> Cell:
    words, columns, rows = re.fullmatch(r"(.*?)(?:\*(\d+))?(?:/(\d+))?", text.strip(" ")).groups()  # type: ignore[union-attr]
    return Cell(words.replace("⏎", "\n"), place, int(rows or 1), int(columns or 1))


def told(report: Report) -> dict[str, Any]:
    """All that was read: facts, the parts' texts, the rows with their cells in the form's order, and what stayed unread.

    A blank cell is ``.``, one that was not read ``?``; a mark is what was printed.
    """
    form = FORMS.of(report)
    facts = {"form": report.form, "title": report.title, "agency": report.agency.name, "year": report.year, "published": report.published}
    facts.update(variant=report.variant, lead=_on_one_line(report.lead))
    out: dict[str, Any] = {name: fact for name, fact in facts.items() if (fact or None) != SAID.get(name)}
    if report.sections:
        out["parts"] = {part.id: _on_one_line(f"{part.title} ⏎ {part.text}" if part.text else part.title) for part in report.sections}
    rows: dict[str, str] = {}
    for table in form.tables:
        for name, cells in report.tables.get(table.id, {}).items():
            columns = next((block.columns for block in table.blocks if any(row.id == name for row in block.rows)), ())
            order = [column.id for column in columns] or list(cells)
            rows[f"{table.id}.{name}"] = " ".join(
                "?" if column not in cells else (printed_cell(report, f"{table.id}.{name}.{column}") or ".") for column in order
            )
    if rows:
        out["rows"] = rows
    if report.unread:
        out["unread"] = [f"{unread.kind} of {_cells(unread, report)} at {unread.place}: {_on_one_line(unread.text)}" for unread in report.unread]
    return out


def _on_one_line(text: str) -> str:
    return " ⏎ ".join(line for line in text.split("\n") if line)


def _cells(unread: Unread, report: Report) -> str:
    """The cells that stay unread, a row's all by its name; where they are not known, the table."""
    names = {path.rpartition(".")[0] for path in unread.cells}
    if len(names) == 1 and not any(path.startswith(f"{name}.") for path, _value in report.cells() for name in names):
        return f"{names.pop()}.*"
    return " ".join(unread.cells) or unread.table or "no table"


def read_case(case: dict[str, Any]) -> dict[str, Any]:
    """All that is read of a case."""
    return told(recognise(document_of(case), FORMS))
