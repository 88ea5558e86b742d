"""Grids and texts with some rows of the form, and what is read of them."""

from __future__ import annotations

import re

from govdisc.formats.text import read
from govdisc.model.book import FormBook, builtin_forms
from govdisc.model.document import Block, Cell, Document, Grid
from govdisc.model.report import Report
from govdisc.recognise import recognise

FORMS = builtin_forms()
COLUMNS = ("natural_person", "enterprise", "research", "public_interest", "legal_service", "other_organisation", "total")
LABELS = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计")
HEAD = ("申请人情况*3/3 申请人情况*7", "自然人/2 法人或其他组织*5 总计/2", "商业企业 科研机构 社会公益组织 法律服务机构 其他")
DENIED = "三、本年度办理结果 （三）不予公开 2.其他法律行政法规禁止公开"
#: What stands above the rows of part 3 in a text.
TITLE = "青岚县水务局2023年政府信息公开工作年度报告\n三、收到和处理政府信息公开申请情况\n"
RECEIVED = "一、本年新收政府信息公开申请数量"
ONE_LINE = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和） | " + " | ".join(LABELS) + " |"


def grid(*rows: str) -> Grid:
    """A grid of one cell a word; ``word*3`` spans three columns, ``word/2`` two rows, ``.`` is blank."""
    out = []
    for number, row in enumerate(rows):
        cells = []
        for word in row.split():
            text, columns, lines = re.fullmatch(r"(.*?)(?:\*(\d+))?(?:/(\d+))?", word).groups()  # type: ignore[union-attr]
            cells.append(Cell("" if text == "." else text, f"row {number}", int(lines or 1), int(columns or 1)))
        out.append(tuple(cells))
    return Grid(tuple(out), "table")


def found(*blocks: Block, forms: FormBook = FORMS) -> Report:
    """The report of those blocks."""
    return recognise(Document(tuple(blocks)), forms)


def row(report: Report, name: str) -> list[object]:
    """A row of part 3 in the form's order; "?" for a cell that the report does not have."""
    cells = report.tables.get("requests", {}).get(name, {})
    return [cells.get(column, "?") for column in COLUMNS]


def kinds(report: Report) -> set[str]:
    """What kinds of things stayed unread."""
    return {unread.kind for unread in report.unread}


def text_of(*lines: str) -> Report:
    """What is read of a text with those lines of part 3."""
    return recognise(read((TITLE + "\n".join(lines)).encode()), FORMS)
