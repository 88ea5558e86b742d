"""Correct reports printed, damaged in one way, and read again: how much is read, and that nothing is read wrongly or lost.

``python tests/damage_kit.py`` writes ``tests/damaged_prints.yaml``, which holds for each print and damage how many cells must be read.
"""

from __future__ import annotations

import random
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import yaml
from laid_kit import LOOKS, print_laid_out

from govdisc.formats.text import read
from govdisc.model.book import builtin_forms
from govdisc.model.document import Cell, Document, Grid
from govdisc.model.report import Report, printed_cell
from govdisc.recognise import recognise
from govdisc.testing import TEXT_LAYOUTS, Options, print_text, random_report
from govdisc.testing.documents import as_document
from govdisc.text.values import looks_like_value

FORMS = builtin_forms()
MUST = Path(__file__).with_name("damaged_prints.yaml")
_WORD = re.compile(r"[^|\t\n ]*[\u4e00-\u9fff][^|\t\n ]*")

Lines = list[str]
Rows = list[tuple[Cell, ...]]


# --- what happens to the lines of the tables in a text ----------------------------------------------------------------------------------


def _numbers(lines: Lines) -> list[int]:
    return [at for at, line in enumerate(lines) if re.search(r"\d", line) and not re.match(r"\s*[一二三四五六]、", line)]


def _words(lines: Lines) -> list[int]:
    return [at for at, line in enumerate(lines) if _WORD.search(line)]


def _in_a_word(change: Callable[[str], str]) -> Callable[[Lines, random.Random], Lines]:
    """A damage of one label."""

    def damage(lines: Lines, rng: random.Random) -> Lines:
        at = rng.choice(_words(lines))
        found = rng.choice(list(_WORD.finditer(lines[at])))
        return [*lines[:at], lines[at][: found.start()] + change(found[0]) + lines[at][found.end() :], *lines[at + 1 :]]

    return damage


def _put_in(*new: str) -> Callable[[Lines, random.Random], Lines]:
    """Lines that come between two rows."""

    def damage(lines: Lines, rng: random.Random) -> Lines:
        at = rng.choice(_numbers(lines)[3:])
        return [*lines[:at], *new, *lines[at:]]

    return damage


def _everywhere(pattern: str, new: str) -> Callable[[Lines, random.Random], Lines]:
    return lambda lines, _rng: re.sub(pattern, new, "\n".join(lines)).split("\n")


def _without_a_line(lines: Lines, rng: random.Random) -> Lines:
    at = rng.choice([at for at in _words(lines) if at not in _numbers(lines)] or _words(lines))
    return lines[:at] + lines[at + 1 :]


def _header_again(lines: Lines, rng: random.Random) -> Lines:
    first = _numbers(lines)[0]
    at = rng.choice(_numbers(lines)[3:])
    return [*lines[:at], *lines[max(1, first - 3) : first], *lines[at:]]


TEXT_DAMAGES: dict[str, Callable[[Lines, random.Random], Lines]] = {
    "nothing": lambda lines, _rng: lines,
    "a label is lost": _in_a_word(lambda word: ""),
    "a label is cut": _in_a_word(lambda word: word[: len(word) // 2]),
    "a label lost its beginning": _in_a_word(lambda word: word[len(word) // 2 :]),
    "a character is wrong": _in_a_word(lambda word: word[:2] + "某" + word[3:]),
    "a label is wrapped": _in_a_word(lambda word: f"{word[: len(word) // 2]}\n{word[len(word) // 2 :]}"),
    "a label is spaced": _in_a_word(" ".join),
    "a label has a note": _in_a_word(lambda word: f"{word}[1]"),
    "a label stands twice": _in_a_word(lambda word: f"{word}{word}"),
    "a line of words is lost": _without_a_line,
    "a sentence between": _put_in("以上数据截至年底，由办公室统计。"),
    "the number of a page between": _put_in("- 3 -"),
    "a page between": _put_in("第 3 页 共 9 页", "", "\f"),
    "a bare number before a page": _put_in("3", "\f"),
    "a blank line between": _put_in(""),
    "a row that nobody knows between": _put_in("其中网上申请 | 3 | 4 | 5 | 6 | 7 | 8 | 33 |"),
    "a row without a label between": _put_in("3 | 4 | 5 | 6 | 7 | 8 | 33 |"),
    "a title between": _put_in("（续表）", "单位：件"),
    "the header again": _header_again,
    "blanks for bars": _everywhere(r" *\| *", "  "),
    "blank cells are dropped": _everywhere(r"\| *(?=\|)", ""),
    "lines indented": _everywhere(r"(?m)^", "　　"),
    "full-width figures": _everywhere(r"7", "７"),
    "no ordinals": _everywhere(r"(?:[一二三四]、|（[一二三四五六七]）|\d\.)(?=[\u4e00-\u9fff]{3})", ""),
    "no title of part 3": _everywhere(r"三、收到和处理政府信息公开申请情况", ""),
    "other columns": _everywhere(r"科研机构", "高等院校"),
    "marks for zeros": _everywhere(r"(?<![\d.])0(?![\d.])", "/"),
}


def text_of(report: Report, layout: str, damage: str, rng: random.Random) -> bytes:
    """A report as a text whose tables are damaged."""
    lines = (print_laid_out(report, LOOKS[layout]) if layout in LOOKS else print_text(report, layout)).split("\n")
    first, last = (next((at for at, line in enumerate(lines) if title in line), None) for title in ("二、主动", "五、"))
    assert first is not None
    return "\n".join([*lines[:first], *TEXT_DAMAGES[damage](lines[first:last], rng), *lines[last:]]).encode()


# --- what happens to the cells of a grid ---------------------------------------------------------------------------------------------------


def _texts(change: Callable[[str], str], pattern: str) -> Callable[[Rows, random.Random], list[Rows]]:
    """A damage of the cells that hold some words."""
    return lambda rows, _rng: [[tuple(cell._replace(text=change(cell.text)) if re.search(pattern, cell.text) else cell for cell in row) for row in rows]]


def _one_label(change: Callable[[str], str]) -> Callable[[Rows, random.Random], list[Rows]]:
    def damage(rows: Rows, rng: random.Random) -> list[Rows]:
        places = [(i, j) for i, row in enumerate(rows) for j, cell in enumerate(row) if re.search("[\u4e00-\u9fff]", cell.text)]
        i, j = rng.choice(places)
        cell = rows[i][j]._replace(text=change(rows[i][j].text))
        return [[*rows[:i], (*rows[i][:j], cell, *rows[i][j + 1 :]), *rows[i + 1 :]]]

    return damage


def _filled_up(repeated: bool) -> Callable[[Rows, random.Random], list[Rows]]:
    """Blank cells, or the same again, in place of spans."""

    def damage(rows: Rows, _rng: random.Random) -> list[Rows]:
        matrix: list[dict[int, Cell]] = [{} for _row in rows]
        for i, row in enumerate(rows):
            at = 0
            for cell in row:
                while at in matrix[i]:
                    at += 1
                for below in range(i, min(i + cell.rowspan, len(rows))):
                    for right in range(at, at + cell.colspan):
                        text = cell.text if repeated or (below, right) == (i, at) else ""
                        matrix[below][right] = Cell(text, f"{cell.place} {below} {right}")
                at += cell.colspan
        return [[tuple(cells[at] for at in sorted(cells)) for cells in matrix]]

    return damage


def _cut(again: bool) -> Callable[[Rows, random.Random], list[Rows]]:
    def damage(rows: Rows, rng: random.Random) -> list[Rows]:
        if len(rows) < 8:
            return [rows]
        at = rng.randrange(5, len(rows) - 2)
        return [rows[:at], [*rows[: 3 * again], *rows[at:]]]

    return damage


def _row_between(*texts: str) -> Callable[[Rows, random.Random], list[Rows]]:
    def damage(rows: Rows, rng: random.Random) -> list[Rows]:
        at = rng.randrange(len(rows) // 2, len(rows))
        return [[*rows[:at], tuple(Cell(text, f"strange {place}") for place, text in enumerate(texts)), *rows[at:]]]

    return damage


def _column(place: int, label: str) -> Callable[[Rows, random.Random], list[Rows]]:
    """A column too many, under a label, blank or with numbers in it."""

    def damage(rows: Rows, _rng: random.Random) -> list[Rows]:
        at = place if place >= 0 else 99
        return [[(*row[:at], Cell(label if number == 0 else "", f"added {number}"), *row[at:]) for number, row in enumerate(rows)]]

    return damage


GRID_DAMAGES: dict[str, Callable[[Rows, random.Random], list[Rows]]] = {
    "nothing": lambda rows, _rng: [rows],
    "no header": lambda rows, _rng: [rows[3:] if len(rows) > 8 else rows],
    "one line of the header is lost": lambda rows, rng: [rows[:1] + rows[2:] if len(rows) > 8 else rows],
    "blanks for spans": _filled_up(False),
    "repeats for spans": _filled_up(True),
    "cut in two": _cut(False),
    "cut in two with the header again": _cut(True),
    "a label is lost": _one_label(lambda text: ""),
    "a label is cut": _one_label(lambda text: text[: len(text) // 2]),
    "a label is another": _one_label(lambda text: "其中网上办理"),
    "a character is wrong": _one_label(lambda text: text[:2] + "某" + text[3:]),
    "other columns": _texts(lambda text: "高等院校", "科研机构"),
    "labels over two lines": _texts(lambda text: f"{text[:2]}\n{text[2:]}", "[\u4e00-\u9fff]{4}"),
    "words for zeros": _texts(lambda text: "无", r"^0$"),
    "about as many": _texts(lambda text: f"约{text}", r"^[1-9]\d?$"),
    "a row that nobody knows": _row_between("其中网上申请", "3", "4", "5"),
    "a row without a label": _row_between("", "", "3", "4", "5"),
    "a row of words": _row_between("以上数据由办公室统计"),
    "blank rows": _row_between("", "", ""),
    "a blank column in front": _column(0, ""),
    "a blank column behind": _column(-1, ""),
    "a column of remarks": _column(-1, "备注"),
    "no spans": lambda rows, _rng: [[tuple(cell._replace(rowspan=1, colspan=1) for cell in row) for row in rows]],
}


def grid_of(report: Report, aligned: bool, damage: str, rng: random.Random) -> Document:
    """A report as a document whose grids are damaged."""
    blocks = []
    for block in as_document(report, FORMS).blocks:
        if isinstance(block, Grid):
            blocks += [Grid(tuple(rows), block.place, aligned) for rows in GRID_DAMAGES[damage](list(block.rows), rng)]
        else:
            blocks.append(block)
    return Document(tuple(blocks))


#: What needs lines to come between.
_OF_LINES = frozenset(name for name in TEXT_DAMAGES if name.endswith((" between", " again", " before a page", " words is lost")))


#: Where a line holds a row.
_ROWS = frozenset({"markdown", "row_a_line", "row_a_line_framed", "tabs", *LOOKS})


# --- what is read ----------------------------------------------------------------------------------------------------------------------------


def cases() -> Iterator[tuple[str, str]]:
    """Every print with every damage."""
    for layout in (*sorted(TEXT_LAYOUTS), *LOOKS):
        left_out = {"one_line": _OF_LINES}.get(layout, frozenset() if layout in _ROWS else frozenset({"the header again"}))
        yield from ((layout, damage) for damage in TEXT_DAMAGES if damage not in left_out)
    yield from ((grid, damage) for grid in ("grid", "grid without columns") for damage in GRID_DAMAGES)


#: What the reports hold, one after the other.
CONTENTS = (Options(form="2021", zero=0.5, largest=900), Options(form="2019", zero=0.3, blank_zeros=True, remarks=True))


def measured(name: str, damage: str) -> dict[str, int]:
    """What is read of damaged prints: right and wrong cells and marks, numbers that are neither read nor told, words that changed."""
    sums: Counter[str] = Counter(right=0, marks=0, wrong=0, lost=0, changed=0)
    for number, options in enumerate(CONTENTS):
        rng = random.Random(f"{name} {damage} {number}")
        report = random_report(rng, replace(options, agency="青岚县水务局"))
        document = grid_of(report, name == "grid", damage, rng) if name.startswith("grid") else read(text_of(report, name, damage, rng))
        sums.update(_compared(report, recognise(document, FORMS)))
    return dict(sums)


def _compared(report: Report, again: Report) -> dict[str, int]:
    truth = dict(report.cells())
    printed = Counter(text for path, _value in report.cells() if (text := printed_cell(report, path)))
    told = Counter(text for path, _value in again.cells() if (text := printed_cell(again, path)))
    told += Counter(word for unread in again.unread for word in unread.text.split() if looks_like_value(word))
    told += Counter(re.findall(r"[0-9]+", "\n".join([again.lead, *(part.text for part in again.sections)])))
    parts = [{part.id: (part.title, part.text) for part in found.sections} for found in (report, again)]
    facts = [(found.title, found.agency.name, found.year, found.form) for found in (report, again)]
    return {
        "right": sum(1 for path, value in again.cells() if value is not None and truth.get(path) == value),
        "marks": len(again.marks) + len(again.remarks),
        "wrong": sum(1 for path, value in again.cells() if value is not None and truth.get(path) != value),
        "lost": sum((printed - told).values()),
        "changed": sum(parts[1].get(name) != part for name, part in parts[0].items()) + sum(one != other for one, other in zip(*facts, strict=True)),
    }


def main() -> None:
    """Write what must be read."""
    told: dict[str, dict[str, str]] = {}
    for name, damage in cases():
        told.setdefault(name, {})[damage] = " ".join(map(str, measured(name, damage).values()))
    head = "# Made by python tests/damage_kit.py: right cells and marks at least; wrong cells, lost numbers, parts and facts changed at most.\n"
    MUST.write_text(head + yaml.safe_dump(told, allow_unicode=True, sort_keys=False, width=160), "utf-8")


if __name__ == "__main__":
    sys.exit(main())
