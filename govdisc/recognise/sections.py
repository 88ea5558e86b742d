"""The six numbered parts: which of the lines that look like headings are theirs, and the text between them.

The parts come in the form's order, so the headings taken are the surest chain of lines in that order; the heading of a part that
holds a table stands before its table. A part whose heading is out of order is looked for afterwards, by its own title alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from govdisc.model.form import Form
from govdisc.model.report import Section
from govdisc.recognise.headings import Candidate, Line, Sure
from govdisc.recognise.page import page
from govdisc.records import record
from govdisc.text.labels import core, squeeze

#: What a heading adds to its chain. Two weak ones never outweigh a sure one; that text follows parts those that are otherwise alike.
_WEIGHT = {Sure.EXACT: 600, Sure.TITLE: 400, Sure.WORDS: 200, Sure.WEAK: 80, Sure.NUMBERED: 30}
_FOLLOWED = 1
#: A line with one of the words of a page's foot is longer than this where it is prose.
_FOOTER = 60


def choose(found: Sequence[Candidate], form: Form, starts: Mapping[str, int], total: int) -> dict[str, Candidate]:
    """Choose one heading a section. ``starts`` says, for each section with a table, before which of ``total`` lines its table begins."""
    order = {spec.id: number for number, spec in enumerate(form.sections)}
    first, last = min(starts.values(), default=total), max(starts.values(), default=total)
    admitted = [heading for heading in found if _admitted(heading, order, starts, first, last)]
    chosen = _best_chain(admitted, order, starts, {heading.at for heading in found if heading.sure >= Sure.TITLE})
    taken = {heading.at for heading in chosen.values()}
    for heading in admitted:  # a part out of its order
        if heading.section not in chosen and heading.sure >= Sure.TITLE and heading.at not in taken:
            chosen[heading.section] = heading
            taken.add(heading.at)
    return chosen


def _admitted(heading: Candidate, order: Mapping[str, int], starts: Mapping[str, int], first: int, last: int) -> bool:
    """Whether a line may be the heading, by how sure it is and by where the tables begin."""
    start = starts.get(heading.section)
    if start is not None:
        return heading.at < start and heading.sure > Sure.NUMBERED
    if heading.sure >= Sure.TITLE:
        return True
    if order[heading.section] == 0:  # part 1 under another title still has its number
        return heading.at < first and heading.sure != Sure.WEAK and heading.number == 1
    return heading.sure >= Sure.WORDS or (heading.sure == Sure.NUMBERED and heading.at >= last)


def _best_chain(
    admitted: Sequence[Candidate], order: Mapping[str, int], starts: Mapping[str, int], headings: set[int]
) -> dict[str, Candidate]:
    """The chain of headings that weighs most, in the order of lines and of the form, at most one a section and a line.

    ``best[n]`` is the heaviest chain so far that ends with the n-th section or before it. Of two that weigh the same, a heading close
    to its table counts, and else the first.
    """
    none: tuple[int, tuple[Candidate, ...]] = (0, ())
    best = [none, *(none for _section in order)]
    at, before = None, best
    for heading in admitted:
        if heading.at != at:
            at, before = heading.at, list(best)
        number = order[heading.section]
        followed = bool(heading.rest) or heading.at + 1 not in headings
        weight = before[number][0] + _WEIGHT[heading.sure] + (_FOLLOWED if followed else 0)
        nearer = heading.section in starts
        chain, rival = (weight, (*before[number][1], heading)), best[number + 1]
        for later in range(number + 1, len(best)):
            if weight > best[later][0] or (nearer and weight == rival[0] and best[later] is rival):
                best[later] = chain
    return {heading.section: heading for heading in best[-1][1]}


def end_of_report(lines: Sequence[Line], last: int) -> int:
    """Return where the page's own trailing text begins, at or behind line ``last``."""
    footers, words = page().footers, page().footer_words
    for at in range(last + 1, len(lines)):
        squeezed = squeeze(lines[at].text.strip())
        if len(squeezed) <= _FOOTER and (squeezed.startswith(footers) or any(word in squeezed for word in words)):
            return at
    return len(lines)


@record(frozen=True, slots=True)
class _Opening:
    """Where a section begins: at its heading, or, where that is lost, at its table or its first subheading."""

    at: int
    section: str
    heading: Candidate | None = None


def build_sections(
    lines: Sequence[Line],
    form: Form,
    chosen: Mapping[str, Candidate],
    starts: Mapping[str, int],
    ends: Mapping[str, int],
    within_page: bool,
) -> tuple[list[Section], list[Line]]:
    """Return the sections in reading order and the lines of the lead before the first; a lost heading has the title "".

    ``starts`` and ``ends`` bound each table among the lines: text between them belongs to the table's section.
    ``within_page`` looks for the page's own text behind the last section and leaves it out.
    """
    openings = [_Opening(heading.at, name, heading) for name, heading in chosen.items()]
    openings += [_Opening(at, name) for name, at in starts.items() if name not in chosen]
    openings += _lost(lines, form, chosen, ends)
    if not openings:
        return [], []
    openings.sort(key=lambda opening: (opening.at, opening.heading is not None))
    stop = end_of_report(lines, openings[-1].at) if within_page else len(lines)
    edges = [*(opening.at for opening in openings[1:]), stop]
    sections = [_section(lines, opening, min(until, stop)) for opening, until in zip(openings, edges, strict=True)]
    return sections, list(lines[: openings[0].at])


def _section(lines: Sequence[Line], opening: _Opening, until: int) -> Section:
    heading = opening.heading
    if heading is None:
        text, places = text_of(lines[opening.at : until])
        return Section(opening.section, "", text, None, places)
    own = lines[heading.at]
    text, places = text_of([Line(own.item, heading.rest, own.place), *lines[heading.at + 1 : until]])
    return Section(opening.section, heading.title, text, own.place, places)


def text_of(lines: Sequence[Line]) -> tuple[str, tuple[str, ...]]:
    """Return lines as text with the place of each; blank ones at the ends go, blank ones between stay."""
    kept = [(part, line.place) for line in lines for part in line.text.replace("\f", "").rstrip("\n").split("\n")]
    while kept and not kept[0][0].strip():
        kept.pop(0)
    while kept and not kept[-1][0].strip():
        kept.pop()
    return "\n".join(text for text, _place in kept), tuple(place for _text, place in kept)


def _lost(lines: Sequence[Line], form: Form, chosen: Mapping[str, Candidate], ends: Mapping[str, int]) -> Iterator[_Opening]:
    """Sections whose heading is lost but whose first subheading stands behind the last table: （一）主要问题."""
    first = max(ends.values(), default=len(lines))
    for spec in form.sections:
        if spec.id not in chosen:
            openings = {core(title) for title in spec.split}
            begun = (at for at in range(first, len(lines)) if core(re.split(r"[。：:]", lines[at].text, maxsplit=1)[0]) in openings)
            yield from (_Opening(at, spec.id) for at in islice(begun, 1))
