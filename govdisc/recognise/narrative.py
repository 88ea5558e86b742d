"""The text of a report around its tables: the six parts and the lead before them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence

from govdisc.model.form import Form
from govdisc.model.report import Report
from govdisc.recognise.headings import Line, candidates
from govdisc.recognise.sections import build_sections, choose, text_of
from govdisc.text.labels import squeeze


def read_sections(report: Report, form: Form, lines: Sequence[Line], spans: Mapping[str, Sequence[int]], ours: bool) -> None:
    """Fill in the report's sections and lead; its title is known.

    ``lines`` are the paragraphs outside of the tables, ``spans`` says for each table which items of the document it takes
    (:attr:`Line.item` counts the same items), ``ours`` is true for a file that govdisc wrote and nobody gave another title.
    """
    numbers = [line.item for line in lines]
    starts: dict[str, int] = {}
    ends: dict[str, int] = {}
    for table in form.tables:
        span = spans.get(table.id)
        if span:  # a part may hold several tables
            first, last = (bisect_left(numbers, edge(span)) for edge in (min, max))
            starts[table.section] = min(starts.get(table.section, first), first)
            ends[table.section] = max(ends.get(table.section, last), last)
    chosen = choose(list(candidates([line.text for line in lines], form)), form, starts, len(lines))
    report.sections, above = build_sections(lines, form, chosen, starts, ends, within_page=not ours)
    text, places = text_of(above)
    if text:
        first = _lead_at(text.split("\n"), squeeze(report.title or ""), ours)
        report.lead, report.lead_lines = text_of([Line(0, line, place) for line, place in zip(text.split("\n"), places, strict=True)][first:])


def _lead_at(lines: list[str], title: str, ours: bool) -> int:
    """The first line of the text between the title and the first section, behind the title's own lines and the page's.

    In a file of govdisc's own (``ours``) everything behind the title is the lead.
    """
    longest = max(70, len(title))  # a title in Latin letters is longer
    same = [at for at, line in enumerate(lines) if (folded := squeeze(line)) and len(folded) <= longest and (folded in title or title in folded)]
    behind = (_title_end(lines, same[0], title) if ours else same[-1]) + 1 if title and same else 0
    return behind if ours else next((at for at in range(behind, len(lines)) if _is_prose(lines[at])), len(lines))


def _title_end(lines: list[str], at: int, title: str) -> int:
    """The last line of a title that begins at a line and may go on over several."""
    text = squeeze(lines[at])
    while at + 1 < len(lines) and text != title and title.startswith(text + squeeze(lines[at + 1])):
        at += 1
        text += squeeze(lines[at])
    return at


#: A line of running text has so many characters, one with the end of a sentence may have fewer.
_SHORTEST_LINE, _SHORTEST_SENTENCE = 18, 10


def _is_prose(line: str) -> bool:
    """A line of running text, and not one of a page's labels (发布日期：…) or rulers."""
    folded = squeeze(line)
    sentence = "。" in folded and len(folded) >= _SHORTEST_SENTENCE
    if not (sentence or (len(folded) >= _SHORTEST_LINE and not re.search(r"[=\-_*]{4}", folded))):
        return False
    return re.match(r"^(?!统计|数据)[^，。]{2,6}[:：]", folded) is None
