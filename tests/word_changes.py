"""Changes that offices and Word itself make to the tables of a document, none of which changes what it says: spans, rows and columns."""

from __future__ import annotations

import copy
import random
from collections.abc import Callable
from typing import Any

from word_kit import (
    HEADER,
    W,
    before,
    cell,
    cells,
    cuts,
    has_header,
    is_blank,
    made,
    merged,
    numbers,
    placed,
    row,
    rows,
    run,
    set_runs,
    set_span,
    set_text,
    span,
    table,
    text_of,
    unmerge,
)  # fmt: skip

Change = Callable[[Any, random.Random], None]
CHANGES: dict[str, Change] = {}


def change(function: Change) -> Change:
    """Keep a change by its name."""
    CHANGES[function.__name__] = function
    return function


# --- spans ------------------------------------------------------------------------------------------------------------------------


@change
def blank_cells_for_spans(of: Any, random: random.Random) -> None:
    for each in cells(of):
        count = span(each)
        if count > 1 and random.random() < 0.8:
            set_span(each, 1)
            for _each in range(count - 1):
                blank = cell(properties='<w:vMerge/>' if merged(each) == "continue" else '<w:vMerge w:val="restart"/>' if merged(each) else "")
                each.addnext(blank)


@change
def cells_for_merged(of: Any, random: random.Random) -> None:
    again, above = random.random() < 0.5, {}
    for _row, found in placed(of):
        for column, each in found:
            if merged(each) == "restart":
                above[column] = text_of(each)
            elif merged(each) == "continue" and again:
                set_text(each, above.get(column, ""))
            unmerge(each)


@change
def spans_lost(of: Any, random: random.Random) -> None:
    """Only the widths of the cells say how far they reach; Word lays them out so."""
    for each in cells(of):
        if random.random() < 0.8:
            set_span(each, 1)


@change
def grid_before(of: Any, random: random.Random) -> None:
    for each in rows(of):
        found = cells(each)
        count = 0
        while found and merged(found[0]) == "continue" and found[0].getparent() is each:
            count += span(found[0])
            each.remove(found.pop(0))
        if count and each.find(f"{W}trPr") is not None:
            width = before(each) + count
            for old in each.findall(f"{W}trPr/{W}gridBefore"):
                old.getparent().remove(old)
            each.find(f"{W}trPr").append(made(f'<w:gridBefore w:val="{width}"/>')[0])


@change
def grid_after(of: Any, random: random.Random) -> None:
    for each in rows(of):
        found = cells(each)
        if len(found) > 2 and is_blank(found[-1]) and not merged(found[-1]) and found[-1].getparent() is each and each.find(f"{W}trPr") is not None:
            each.remove(found[-1])
            each.find(f"{W}trPr").append(made(f'<w:gridAfter w:val="{span(found[-1])}"/>')[0])


@change
def edges_off(of: Any, random: random.Random) -> None:
    """Cells whose edges do not quite meet: Word makes a narrow column in between."""
    width = max(sum(span(found) for found in cells(each)) for each in rows(of))
    for _time in range(random.choice([1, 1, 2, 4])):
        at = random.randrange(1, width + 1)
        share, whole = random.choice([0.2, 0.5]), random.random() < 0.3
        lean = random.random() < 0.5
        for number, (_row, found) in enumerate(list(placed(of))):
            left = lean if not whole else random.random() < share
            left = (number < HEADER) is lean if random.random() < 0.5 and not whole else left
            for column, other in found:
                if column < at < column + span(other) or (column + span(other) == at and left) or (column == at and not left):
                    set_span(other, span(other) + 1)
                    break
        width += 1


@change
def grid_that_lies(of: Any, random: random.Random) -> None:
    for grid in of.findall(f"{W}tblGrid"):
        for column in list(grid)[random.randrange(3) :]:
            column.set(f"{W}w", str(random.randrange(5000)))
            if random.random() < 0.3:
                grid.remove(column)


# --- tables -----------------------------------------------------------------------------------------------------------------------


def between(random: random.Random) -> list[Any]:
    text = random.choice(["", "", "— 4 —", "续表", "（续上表）", "4", None])
    return [] if text is None else made(f"<w:p>{run(text)}</w:p>")


@change
def cut_in_two(of: Any, random: random.Random) -> None:
    if where := cuts(of, HEADER + 1):
        moved = rows(of)[random.choice(where) :]
        if all(each.getparent() is of for each in moved):
            of.addnext(table(*moved))
            for each in between(random):
                of.addnext(each)


@change
def cut_with_header_again(of: Any, random: random.Random) -> None:
    if has_header(of) and (where := cuts(of, HEADER + 2)):
        moved = rows(of)[random.choice(where) :]
        if all(each.getparent() is of for each in moved):
            of.addnext(table(*map(copy.deepcopy, rows(of)[:HEADER]), *moved))
            for each in between(random):
                of.addnext(each)


@change
def header_again(of: Any, random: random.Random) -> None:
    if has_header(of) and (where := cuts(of, HEADER + 2)):
        below = rows(of)[random.choice(where)]
        if below.getparent() is of:
            for header in rows(of)[:HEADER]:
                below.addprevious(copy.deepcopy(header))


@change
def header_as_a_table(of: Any, random: random.Random) -> None:
    if has_header(of) and HEADER in cuts(of, HEADER) and all(each.getparent() is of for each in rows(of)[:HEADER]):
        of.addprevious(table(*rows(of)[:HEADER]))
        if random.random() < 0.5:
            of.addprevious(made("<w:p/>")[0])


@change
def table_in_a_cell(of: Any, random: random.Random) -> None:
    frame = table(row(cell(content="<w:p/>")))
    if random.random() < 0.3:
        frame = table(row(cell("导航"), cell(content="<w:p/>")))
    of.addprevious(frame)
    cells(frame)[-1].insert(1, of)


@change
def tables_in_cells(of: Any, random: random.Random) -> None:
    for each in numbers(of):
        if random.random() < 0.2:
            inner = table(row(cell(text_of(each))))
            set_text(each, "")
            each.insert(1, inner)


@change
def blank_row(of: Any, random: random.Random) -> None:
    if where := cuts(of, 1):
        rows(of)[random.choice(where)].addprevious(row(*[cell() for _each in range(random.choice([1, 4, 10]))]))


@change
def deleted_row(of: Any, random: random.Random) -> None:
    """A row that a tracked change has deleted, with other numbers, and the one in its place inserted."""
    for each in rows(of):
        if random.random() < 0.15 and not any(map(merged, cells(each))) and each.find(f"{W}trPr") is not None:
            old = copy.deepcopy(each)
            for found in cells(old):
                text = "9" + text_of(found) if text_of(found).isdigit() else text_of(found)
                set_runs(found, f"<w:del><w:r><w:delText>{text}</w:delText></w:r></w:del>")
            old.find(f"{W}trPr").append(made("<w:del/>")[0])
            each.find(f"{W}trPr").append(made("<w:ins/>")[0])
            each.addprevious(old)


@change
def unit_above(of: Any, random: random.Random) -> None:
    rows(of)[0].addprevious(row(cell("单位：件", f'<w:gridSpan w:val="{random.choice([1, 4, 10, 12])}"/>')))


@change
def note_below(of: Any, random: random.Random) -> None:
    rows(of)[-1].addnext(row(cell("注：本表由办公室汇总。", '<w:gridSpan w:val="10"/>')))


@change
def column_behind(of: Any, random: random.Random) -> None:
    """An office adds a column; its numbers are those of nobody."""
    name = random.choice(["备注", "同比", "上年数", "占比"])
    for at, each in enumerate(rows(of)):
        filled = any(text_of(found).isdigit() for found in cells(each))
        value = {"备注": "", "上年数": str(random.randrange(900))}.get(name, f"{random.randrange(100)}%")
        each.append(cell(name if at == 0 else value if filled else ""))


@change
def column_of_ordinals(of: Any, random: random.Random) -> None:
    listed = random.random() < 0.5
    for at, each in enumerate(rows(of)):
        number = "" if not listed or at < HEADER else '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="99"/></w:numPr></w:pPr></w:p>'
        text = "序号" if at == 0 else "" if listed or at < HEADER else str(at - HEADER + 1)
        if before(each) == 0:
            (cells(each) or [each])[0].addprevious(cell(text, content=number))
        else:
            each.find(f"{W}trPr/{W}gridBefore").set(f"{W}val", str(before(each) + 1))


@change
def column_of_blanks(of: Any, random: random.Random) -> None:
    at = random.choice([0, 1, 3])
    for _row, found in list(placed(of)):
        for column, other in found:
            if column == at:
                other.addprevious(cell())
            elif column < at < column + span(other):
                set_span(other, span(other) + 1)
            else:
                continue
            break


@change
def controls(of: Any, random: random.Random) -> None:
    """Content controls around rows, cells, and what stands in cells."""
    for each in rows(of):
        if random.random() < 0.2 and each.getparent().tag == f"{W}tbl":
            wrap(each)
        for found in cells(each):
            if random.random() < 0.2 and found.getparent().tag == f"{W}tr":
                wrap(found)
            for text in list(found.iter(f"{W}r")):
                if random.random() < 0.2:
                    wrap(text)


def wrap(of: Any) -> None:
    (control,) = made("<w:sdt><w:sdtPr><w:alias w:val='9'/></w:sdtPr><w:sdtContent/></w:sdt>")
    of.addprevious(control)
    control[1].append(of)


@change
def stranger_row(of: Any, random: random.Random) -> None:
    """A row that the form does not have; its numbers are those of nobody."""
    data = [each for each in rows(of) if sum(text_of(other).isdigit() for other in cells(each)) >= 3 and each.getparent() is of]
    if data and "申请人情况" in text_of(of):
        each = random.choice(data)
        new = copy.deepcopy(each)
        first = True
        for other in cells(new):
            if text_of(other).isdigit():
                set_text(other, str(random.randrange(900)))
            elif not merged(other) or merged(other) == "continue":
                set_text(other, random.choice(["其中：网上申请", "其中：当面申请", "其中"]) if first and merged(other) != "continue" else "")
                first = first and merged(other) == "continue"
            else:
                other.find(f"{W}tcPr/{W}vMerge").attrib.pop(f"{W}val")
                set_text(other, "")
        if not first:
            each.addnext(new)
