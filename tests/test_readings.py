"""Small documents and all that is read of each: ``readings/*.yaml`` says what stands in them, what must come of it, and why."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from readings_kit import FORMS, TITLE, document_of, read_case

from govdisc.formats.text import read
from govdisc.model.document import Block, Document, Grid, Paragraph
from govdisc.model.report import printed_cell
from govdisc.recognise import holds_report, recognise
from govdisc.text.labels import squeeze

CASES: list[tuple[str, dict[str, Any]]] = [
    (f"{path.stem}: {case['why']}", case)
    for path in sorted(Path(__file__).with_name("readings").glob("*.yaml"))
    for case in yaml.safe_load(path.read_text("utf-8"))
]


@pytest.mark.parametrize("case", [case for _name, case in CASES], ids=[name for name, _case in CASES])
def test_what_is_read_of_a_small_document(case: dict[str, Any]) -> None:
    """Nothing more and nothing less than is written beside it: cells, marks, what stays unread, the parts and the facts."""
    assert read_case(case) == case["read"]


def with_places(document: Document) -> tuple[Document, dict[str, str]]:
    """A document each cell of which has a place of its own, in their order, and what stands there."""
    texts: dict[str, str] = {}
    blocks: list[Block] = []
    for number, block in enumerate(document.blocks):
        if isinstance(block, Paragraph):
            texts[f"{number:04}"] = block.text
            blocks.append(Paragraph(block.text, f"{number:04}"))
            continue
        rows = []
        for row, cells in enumerate(block.rows):
            rows.append(tuple(cell._replace(place=f"{number:04} {row:03} {at:03}") for at, cell in enumerate(cells)))
            texts.update((cell.place, cell.text) for cell in rows[-1])
        blocks.append(Grid(tuple(rows), block.place, aligned=block.aligned))
    return Document(tuple(blocks), document.metadata, document.declared), texts


@pytest.mark.parametrize("case", [case for name, case in CASES if not name.startswith("laid")], ids=[name for name, _case in CASES if not name.startswith("laid")])
def test_what_was_read_stands_where_it_is_said_to(case: dict[str, Any]) -> None:
    """A cell has the place of its number; what stays unread is told at its first cell, and not behind it."""
    document, texts = with_places(document_of(case))
    report = recognise(document, FORMS)
    for path, place in report.places.items():
        printed = squeeze(printed_cell(report, path) or "")
        assert not printed or printed[0] in squeeze(texts[place]) or not re.search(r"\d", texts[place]), (path, place)
    for piece in report.unread:
        figures = re.findall(r"\d+", piece.text.rpartition(": ")[2])
        row = piece.place.rpartition(" ")[0]
        found = [place for place, text in texts.items() if row and figures and place.startswith(row) and figures[0] in re.findall(r"\d+", text)]
        rows = {path.rpartition(".")[0] for path in piece.cells}
        if len(found) == 1 and not any(path.rpartition(".")[0] in rows for path in report.places):
            assert piece.place <= found[0], (piece.kind, piece.text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # a table, or what is left of one, is enough
        ("信息内容 | 本年处理决定数量 |\n行政处罚 | 7 |\n", True),
        (f"{TITLE}\n行政复议 | 行政诉讼 |\n未经复议直接起诉 | 复议后起诉 |\n1 | 2 | 3 | 4 |\n", True),
        # a title with several parts, or with one that is numbered
        (f"{TITLE}\n总体情况\n工作平稳。\n其他需要报告的事项\n无。\n", True),
        (f"{TITLE}\n一、总体情况\n工作平稳。\n", True),
        (f"{TITLE}\n总体情况\n工作平稳。\n", False),
        (f"{TITLE}\n一、总体情况\n", False),
        ("政府信息公开工作年度报告\n一、总体情况\n工作平稳。\n", False),
        # a title alone, parts alone
        (f"{TITLE}\n请见附件。\n", False),
        ("一、总体情况\n工作平稳。\n六、其他需要报告的事项\n无。\n", False),
    ],
)
def test_what_is_a_report_at_all(text: str, expected: bool) -> None:
    """What says of itself that it is one, or has its tables."""
    assert holds_report(recognise(read(text.encode()), FORMS)) is expected
