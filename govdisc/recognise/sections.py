"""The six numbered parts: finding their headings among the paragraphs, and the text between them.

Many lines look like headings (the list of parts in the lead, a paragraph （一）主动公开 within part 1, numbering that restarts), so
the parts that hold tables are anchored by them: the heading of a table's part is the last fitting line before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from govdisc.model.form import Form, SectionSpec
from govdisc.model.report import Section
from govdisc.recognise.page import page
from govdisc.text.labels import core, squeeze

_TOP_ORDINAL = re.compile(r"^.?(?:[一二三四五六七八]{1,2}[、.,:．]|第[一二三四五六七八]部分[、.:]?|[1-8][、.．](?!\d))")
_ANY_ORDINAL = re.compile(
    r"^.?(?:[一二三四五六七八九十]{1,3}[、.,:．]|第[一二三四五六七八]部分|\d{1,2}[、.．](?!\d)|\([一二三四五六七八九十\d]{1,2}\))"
)
LONGEST_HEADING = 45

#: How sure a heading is: its own title behind a top-level ordinal, the title alone, the words of the title, the title behind a
#: sub-ordinal, or a short line behind the section's own ordinal (五、工作打算), which counts only behind the tables.
EXACT, TITLE, WORDS, WEAK, NUMBERED = 4, 3, 2, 1, 0


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph outside of the tables: its index among the document's items, its text and its place."""

    index: int
    text: str
    place: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """A line that may be the heading of a section; ``rest`` is text behind the title on the same line."""

    at: int
    section: str
    sure: int
    title: str
    rest: str = ""


def split_headings(text: str, form: Form) -> list[str]:
    """Cut a run-on paragraph before each 一、总体情况, 二、… that stands inside it, so that headings are lines of their own."""
    if len(text) < LONGEST_HEADING or not _MARKED.search(text):
        return [text]
    cuts = [edge for match in _inner_heading(form).finditer(text) for edge in match.span(1)]
    edges = [0, *cuts, len(text)]
    return [piece.strip() for start, end in pairwise(edges) if (piece := text[start:end]).strip()]


_MARKED = re.compile(r"[一二三四五六][、.．]")


@lru_cache(maxsize=64)
def _inner_heading(form: Form) -> re.Pattern[str]:
    titles = sorted({title for one in form.sections for title in (one.title, *one.aliases) if len(title) > 3}, key=len, reverse=True)
    body = "|".join(r"\s*".join(map(re.escape, title)) for title in titles)
    return re.compile(rf"(?:^|[\s。；;！!])\s*([一二三四五六][、.．]\s*(?:{body}))(?=\s|第二十条|（|\(|[一二三四五六七八九十]是|$)")


def candidates(lines: Sequence[Line], form: Form) -> list[Candidate]:
    """Return every line that may be a section's heading, in reading order."""
    out: list[Candidate] = []
    for at, line in enumerate(lines):
        out += _candidates_of(at, line.text, form.sections)
    return out


def _candidates_of(at: int, text: str, specs: Iterable[SectionSpec]) -> list[Candidate]:
    folded = squeeze(text[:400])
    if not folded:
        return []
    top = bool(_TOP_ORDINAL.match(folded))
    some = top or bool(_ANY_ORDINAL.match(folded))
    short = len(folded) <= LONGEST_HEADING
    key = core(_strip_stray(text[:400]))
    out: list[Candidate] = []
    for spec in specs:
        if short and key in _title_cores(spec):
            out.append(Candidate(at, spec.id, EXACT if top else TITLE if not some else WEAK, text.strip()))
        elif top and (split := _title_and_text(text, spec)):
            out.append(Candidate(at, spec.id, EXACT, *split))
        elif short and folded[-1] not in "。；;，,：:" and any(all(word in key for word in words) for words in spec.words):
            out.append(Candidate(at, spec.id, WORDS if top else WEAK, text.strip()))
        elif top and short and folded.startswith(f"{spec.ordinal}、") and folded[-1] not in "。；;，,：:":
            out.append(Candidate(at, spec.id, NUMBERED, text.strip()))
    return out


def _strip_stray(text: str) -> str:
    """Drop one stray character in front of an ordinal (l六、)."""
    return re.sub(r"^\s*[^\s一二三四五六七八九十\d(（第](?=[一二三四五六][、.．])", "", text)


def _title_and_text(text: str, spec: SectionSpec) -> tuple[str, str] | None:
    """Part a line such as 一、总体情况。本年度… or 一、总体情况 2022年，… into its title and the text behind it."""
    match = _title_pattern(spec).match(text)
    if match and text[match.end() :].strip():
        return text[: match.end()].strip().rstrip("。：:；;，,"), text[match.end() :].strip()
    return None


@lru_cache(maxsize=128)
def _title_cores(spec: SectionSpec) -> frozenset[str]:
    return frozenset(core(title) for title in (spec.title, *spec.aliases))


@lru_cache(maxsize=128)
def _title_pattern(spec: SectionSpec) -> re.Pattern[str]:
    titles = sorted((spec.title, *spec.aliases), key=len, reverse=True)
    body = "|".join(r"\s*".join(map(re.escape, title)) for title in titles)
    return re.compile(rf"\s*.?[一二三四五六1-6][、.．]\s*(?:{body})(?:[\s。：:；;，,]+|(?=\d{{4}}\s*年))")


def choose(found: Sequence[Candidate], form: Form, starts: dict[str, int], total: int) -> dict[str, Candidate]:
    """Choose one heading a section. ``starts`` says, for each section with a table, before which line its table begins."""
    chosen = _before_tables(found, form, starts)
    floor = max([-1, *(one.at for one in chosen.values()), *(at - 1 for at in starts.values())])
    first_table = min((chosen[name].at if name in chosen else starts[name] for name in starts), default=total)
    for spec in form.sections:
        if spec.id in chosen or spec.id in starts:
            continue
        taken = {used.at for used in chosen.values()}
        mine = [one for one in found if one.section == spec.id and one.at not in taken]
        if spec is form.sections[0]:
            above = [one for one in mine if one.at < first_table and one.sure >= TITLE]
            mine = _surest(above or [one for one in mine if one.sure >= TITLE])
        else:
            named = [one for one in mine if one.sure >= WORDS]
            behind = [one for one in named if one.at > floor] if starts else named
            mine = _surest(behind or named) or [one for one in mine if one.sure == NUMBERED and starts and one.at > floor]
        if mine:
            chosen[spec.id] = mine[0]
            floor = max(floor, mine[0].at)
    return chosen


def _before_tables(found: Sequence[Candidate], form: Form, starts: dict[str, int]) -> dict[str, Candidate]:
    """The headings of the parts that hold tables: for each, the last fitting line before its table."""
    chosen: dict[str, Candidate] = {}
    for spec in form.sections:
        before = [one for one in found if one.section == spec.id and one.at < starts.get(spec.id, -1) and one.sure > NUMBERED]
        named = [one for one in before if one.sure >= WORDS] or before
        surest = _surest(named)
        near = surest if surest and surest[0].sure >= TITLE else named
        if near:
            chosen[spec.id] = near[-1]
    return chosen


def _surest(found: Sequence[Candidate]) -> list[Candidate]:
    best = max((one.sure for one in found), default=0)
    return [one for one in found if one.sure == best]


def end_of_report(lines: Sequence[Line], last: int) -> int:
    """Return where the page's own trailing text begins, at or behind line ``last``."""
    footers, words = page().footers, page().footer_words
    for at in range(last + 1, len(lines)):
        text = lines[at].text.strip()
        squeezed = squeeze(text)
        if len(squeezed) <= 60 and (squeezed.startswith(footers) or any(word in squeezed for word in words)):
            return at
    return len(lines)


def build_sections(
    lines: Sequence[Line],
    form: Form,
    chosen: dict[str, Candidate],
    starts: dict[str, int],
    ends: dict[str, int],
    within_page: bool = True,
) -> tuple[list[Section], str]:
    """Return the sections in reading order and the lead before the first; a lost heading has the title "".

    ``starts`` and ``ends`` bound each table among the lines: text between them belongs to the table's section.
    ``within_page`` looks for the page's own text behind the last section and leaves it out.
    """
    opening: list[tuple[int, str, Candidate | None]] = [(one.at, name, one) for name, one in chosen.items()]
    opening += [(at, name, None) for name, at in starts.items() if name not in chosen]
    opening += _lost_heading(lines, form, chosen, ends)
    opening.sort(key=lambda one: (one[0], one[2] is not None))
    last = max((at for at, _, _ in opening), default=len(lines))
    stop = end_of_report(lines, last) if within_page else len(lines)
    sections: list[Section] = []
    for number, (at, name, candidate) in enumerate(opening):
        until = min(opening[number + 1][0] if number + 1 < len(opening) else stop, stop)
        inside = list(lines[at + (1 if candidate else 0) : until])
        if candidate and candidate.rest:
            inside.insert(0, Line(at, candidate.rest, lines[at].place))
        text, places = _text(inside)
        title, place = (candidate.title, lines[at].place) if candidate else ("", None)
        sections.append(Section(name, title, text, place, places))
    lead = _text(lines[: opening[0][0]])[0] if opening else ""
    return sections, lead


def _text(lines: Sequence[Line]) -> tuple[str, tuple[str, ...]]:
    """Lines as text with the place of each; blank ones at the ends go, blank ones between stay."""
    kept = [(part, line.place) for line in lines for part in line.text.rstrip("\n").split("\n")]
    while kept and not kept[0][0].strip():
        kept.pop(0)
    while kept and not kept[-1][0].strip():
        kept.pop()
    return "\n".join(text for text, _place in kept), tuple(place for _text, place in kept)


def _lost_heading(
    lines: Sequence[Line], form: Form, chosen: dict[str, Candidate], ends: dict[str, int]
) -> list[tuple[int, str, Candidate | None]]:
    """A section whose heading is lost but whose first subheading stands behind the last table: （一）主要问题."""
    out: list[tuple[int, str, Candidate | None]] = []
    floor = max(ends.values(), default=-1)
    for spec in form.sections:
        if spec.id in chosen or not spec.split or floor < 0:
            continue
        openings = {core(one) for one in spec.split}
        at = next((i for i in range(max(floor, 0), len(lines)) if core(lines[i].text) in openings or _opens(lines[i].text, openings)), None)
        if at is not None:
            out.append((at, spec.id, None))
    return out


def _opens(text: str, openings: set[str]) -> bool:
    head = re.split(r"[。：:]", text, maxsplit=1)[0]
    return len(head) <= 20 and core(head) in openings
