"""Changes that offices, editors and converters make to the tables of a page, none of which changes what it says."""

from __future__ import annotations

import copy
import random
import re
from collections.abc import Callable, Iterator
from typing import Any

from lxml import html

Change = Callable[[Any, random.Random], None]
CHANGES: dict[str, Change] = {}
#: The rows of the header of part 3.
HEADER = 3


def change(function: Change) -> Change:
    """Keep a change by its name."""
    CHANGES[function.__name__] = function
    return function


def cell(text: str = "", **attributes: object) -> Any:
    made = html.Element("td")
    made.text = text
    for name, value in attributes.items():
        made.set(name, str(value))
    return made


def rows(table: Any) -> list[Any]:
    """The rows of a table, without those of tables in its cells."""
    return [row for row in table.iter("tr") if next(row.iterancestors("table")) is table]


def cells(of: Any) -> list[Any]:
    """The cells of a row, or of a table."""
    if of.tag == "table":
        return [found for row in rows(of) for found in cells(row)]
    return [found for found in of if found.tag in ("td", "th")]


def span(of: Any, name: str) -> int:
    return int(of.get(name, 1))


def is_requests(table: Any) -> bool:
    return "申请人情况" in table.text_content()


def cuts(table: Any, first: int) -> list[int]:
    """Before which rows a table can be cut: no cell reaches over the cut."""
    reach, found = 0, []
    for at, row in enumerate(rows(table)):
        if at >= max(first, reach):
            found.append(at)
        reach = max([reach, *(at + span(each, "rowspan") for each in cells(row))])
    return found


def placed(table: Any) -> Iterator[tuple[int, list[tuple[int, Any]]]]:
    """Yield each row's number with its own cells and the column that each begins in."""
    reach: dict[int, int] = {}
    for at, row in enumerate(rows(table)):
        column, found = 0, []
        for each in cells(row):
            while reach.get(column, 0) > at:
                column += 1
            found.append((column, each))
            for covered in range(column, column + span(each, "colspan")):
                reach[covered] = at + span(each, "rowspan")
            column += span(each, "colspan")
        yield at, found


def table_of(moved: list[Any]) -> Any:
    made = html.Element("table")
    made.extend(moved)
    return made


def numbers(table: Any) -> list[Any]:
    return [each for each in cells(table) if not len(each) and (each.text or "").isdigit()]


@change
def plain_cells(table: Any, random: random.Random) -> None:
    for each in cells(table):
        each.tag = "td"


@change
def cut_in_two(table: Any, random: random.Random) -> None:
    if where := cuts(table, HEADER + 1):
        table.addnext(table_of(rows(table)[random.choice(where) :]))


@change
def cut_with_header_again(table: Any, random: random.Random) -> None:
    if is_requests(table) and (where := cuts(table, HEADER + 2)):
        table.addnext(table_of([*map(copy.deepcopy, rows(table)[:HEADER]), *rows(table)[random.choice(where) :]]))


@change
def header_again(table: Any, random: random.Random) -> None:
    if is_requests(table) and (where := cuts(table, HEADER + 2)):
        row = rows(table)[random.choice(where)]
        for header in rows(table)[:HEADER]:
            row.addprevious(copy.deepcopy(header))


@change
def header_as_a_table(table: Any, random: random.Random) -> None:
    if is_requests(table) and HEADER in cuts(table, HEADER):
        table.addprevious(table_of(rows(table)[:HEADER]))


@change
def blank_row(table: Any, random: random.Random) -> None:
    if where := cuts(table, 1):
        row = html.Element("tr")
        row.extend([cell() for _each in range(random.choice([1, 4, 10]))])
        rows(table)[random.choice(where)].addprevious(row)


@change
def paragraphs(table: Any, random: random.Random) -> None:
    for each in [each for each in cells(table) if not len(each)]:
        inner = html.Element("span")
        inner.text, each.text = each.text, None
        each.append(html.Element("p"))
        each[0].append(inner)


@change
def blank_cells_for_column_spans(table: Any, random: random.Random) -> None:
    for each in cells(table):
        count = span(each, "colspan")
        if count > 1 and random.random() < 0.8:
            del each.attrib["colspan"]
            for _each in range(count - 1):
                each.addnext(cell(rowspan=span(each, "rowspan")))


@change
def cells_for_row_spans(table: Any, random: random.Random) -> None:
    again = random.random() < 0.5
    grid = {(at, column): each for at, found in placed(table) for column, each in found}
    for (at, column), each in list(grid.items()):
        for below in range(at + 1, at + span(each, "rowspan")):
            grid[below, column] = cell(each.text_content() if again else "", colspan=span(each, "colspan"))
        each.attrib.pop("rowspan", None)
    for at, row in enumerate(rows(table)):
        row[:] = [each for (number, _column), each in sorted(grid.items(), key=lambda pair: pair[0]) if number == at]


@change
def unit_above(table: Any, random: random.Random) -> None:
    row = html.Element("tr")
    row.append(cell("单位：件", colspan=random.choice([1, 4, 10, 12])))
    rows(table)[0].addprevious(row)


@change
def note_below(table: Any, random: random.Random) -> None:
    row = html.Element("tr")
    row.append(cell("注：本表由办公室汇总。", colspan=12))
    rows(table)[-1].addnext(row)


@change
def column_behind(table: Any, random: random.Random) -> None:
    """An office adds a column; its numbers are those of nobody."""
    name = random.choice(["备注", "同比", "上年数", "占比"])
    for at, row in enumerate(rows(table)):
        filled = any((each.text or "").isdigit() for each in cells(row))
        value = {"备注": "", "上年数": str(random.randrange(900))}.get(name, f"{random.randrange(100)}%")
        row.append(cell(name if at == 0 else value if filled else ""))


@change
def column_of_blanks(table: Any, random: random.Random) -> None:
    at = random.choice([0, 1, 3])
    reach = 0
    for number, found in list(placed(table)):
        for column, each in found:
            if number < reach:
                break
            if column == at:
                each.addprevious(cell(rowspan=span(each, "rowspan")))
            elif column < at < column + span(each, "colspan"):
                each.set("colspan", str(span(each, "colspan") + 1))
            else:
                continue
            reach = number + span(each, "rowspan")
            break


@change
def blanks_for_zeros(table: Any, random: random.Random) -> None:
    for each in numbers(table):
        each.text = "" if each.text == "0" else each.text


@change
def full_width_figures(table: Any, random: random.Random) -> None:
    for each in numbers(table):
        each.text = each.text.translate(str.maketrans("0123456789", "０１２３４５６７８９"))


@change
def units_behind_numbers(table: Any, random: random.Random) -> None:
    for each in numbers(table):
        each.text += "件" * (random.random() < 0.5)


@change
def thousands_parted(table: Any, random: random.Random) -> None:
    sign = random.choice([",", "，", " ", "\u2009"])
    for each in numbers(table):
        each.text = f"{int(each.text):,}".replace(",", sign)


@change
def signs_of_notes(table: Any, random: random.Random) -> None:
    for each in numbers(table):
        if random.random() < 0.1:
            each.append(html.Element("sup"))
            each[0].text = random.choice(["1", "①", "[1]", "注"])


@change
def hard_blanks(table: Any, random: random.Random) -> None:
    for each in cells(table):
        if each.text and random.random() < 0.3:
            each.text = f"\xa0{each.text}\xa0 "


@change
def other_words_for_total(table: Any, random: random.Random) -> None:
    for each in cells(table):
        if each.text == "总计":
            each.text = random.choice(["合计", "总　计", "总 计", "总计"])


@change
def ordinals_in_cells_of_their_own(table: Any, random: random.Random) -> None:
    for each in [row[0] for row in rows(table) if len(row)]:
        if re.match("[一二三四]、", each.text or "") and span(each, "colspan") > 1:
            each.addprevious(cell(each.text[:2], rowspan=span(each, "rowspan")))
            each.text = each.text[2:]
            each.set("colspan", str(span(each, "colspan") - 1))


@change
def labels_on_two_lines(table: Any, random: random.Random) -> None:
    for each in cells(table):
        text = each.text or ""
        if len(text) > 4 and not text.isdigit() and not len(each) and random.random() < 0.5:
            at = random.randrange(2, len(text) - 1)
            each.text = text[:at]
            each.append(html.Element("br"))
            each[0].tail = text[at:]


@change
def tables_in_cells(table: Any, random: random.Random) -> None:
    for each in numbers(table):
        if random.random() < 0.2:
            row = html.Element("tr")
            row.append(cell(each.text))
            each.text = None
            each.append(table_of([row]))
