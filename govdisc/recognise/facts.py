"""Whose report it is, for which year, and when it was published: from the title, the lines around it and the page's metadata.

The sources stand in a table, the most trusted first, and each is asked only while a fact that it could give is open. A date under a
signature is that of writing (成文日期), never of publication.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from functools import cached_property
from itertools import pairwise

from govdisc.model.document import Grid, Paragraph
from govdisc.model.form import Form
from govdisc.patterns import Pattern
from govdisc.recognise import sentences
from govdisc.recognise.headings import Candidate, Sure, candidates
from govdisc.recognise.page import Labelled, labelled, page
from govdisc.recognise.sentences import Said, body_in
from govdisc.recognise.titles import LONGEST_AGENCY, Title, clean_agency, find_titles
from govdisc.records import record
from govdisc.text.bodies import Body
from govdisc.text.dates import day_in, lone_day, year_in_numerals
from govdisc.text.labels import simplified, squeeze

#: Titles, labels and announcements stand within so many lines; a line with labels has at most so many characters.
HEAD_LINES, LABEL_LINE = 400, 150
#: A table of facts above the report has at most so many rows and columns; a date stands within so many characters behind its label.
FACT_ROWS, FACT_COLUMNS, DATE_WITHIN = 14, 6, 24
#: Labels behind the report are looked for in so many lines.
TAIL_LINES = 60
#: Characters of the lead, and of one line anywhere, that are looked through.
LEAD, LONGEST_LINE = 40_000, 100_000
#: How much of part 1 is looked through for its year.
OPENING_LINES = 40


#: What the name of a website adds to that of its body.
_SITE = Pattern(r"(?:门户|官方|政务)?(?:网站|网)$")
#: Who published a page, before the name of a body that says its region itself: 王某 青岚县水务局.
_PERSON = Pattern(r"^[一-鿿]{1,3}[^省市县区州盟旗镇乡村局委厅办院所处部府会社\W]\s+(?=[一-鿿]{1,4}[省市县区州盟旗镇乡]\S)")


@record(frozen=True, slots=True)
class Facts:
    """What identifies a report; anything that the document does not say is None."""

    title: str | None = None
    agency: str | None = None
    year: int | None = None
    published: str | None = None
    #: What the title itself names, which no other source overrules.
    titled: Title | None = None


@record
class _Seen:
    """A document as the sources see it: all its lines, those above the first section, and what was found in these."""

    lines: Sequence[str]
    head: Sequence[str]
    opening: Candidate | None
    metadata: Mapping[str, str]
    form: Form
    titles: list[Title] = field(default_factory=list)

    @cached_property
    def labels(self) -> list[tuple[int, Labelled]]:
        """The labels above the first section with the line of each, the most trusted first."""
        found = [(at, label) for at, line in enumerate(self.head) for label in _labels_of(line)]
        return sorted(found, key=lambda entry: entry[1].rank)

    @cached_property
    def tail(self) -> Sequence[str]:
        """The last lines of the report and those behind it."""
        first = self.opening.at if self.opening else len(self.lines)
        return self.lines[max(first, len(self.lines) - TAIL_LINES) :]

    @cached_property
    def sentences(self) -> list[str]:
        """The lines above the first section and its heading's own, squeezed; a lead has a few hundred characters."""
        headed = [self.lines[self.opening.at]] if self.opening else []
        out, room = [], LEAD
        for line in (*self.head, *headed):
            out.append(_flat(line[: min(room, sentences.LONGEST)]))
            room = max(room - len(line), 0)
        return out


def find_facts(blocks: Sequence[Paragraph | Grid], metadata: Mapping[str, str], form: Form) -> Facts:
    """Read the facts out of a document's blocks."""
    if not form.regime.is_cn:
        from govdisc.recognise.plain import find_plain_facts

        return find_plain_facts(blocks, metadata, form)
    lines = [block.text for block in blocks if isinstance(block, Paragraph)]
    opening = _opening(candidates(lines, form))
    head = _head(blocks, opening.at if opening else len(lines))[:HEAD_LINES]
    seen = _Seen(lines, head, opening, metadata, form, find_titles(head))
    best = _best(seen.titles) or _best(_named(seen)) or _best(_stated(seen))
    known = Said(best.agency, best.year) if best else Said()
    for gives, source in _SOURCES:
        if any(getattr(known, fact) is None for fact in gives):  # spares time
            for said in source(seen):
                known = known.completed(said)
    return Facts(best.text if best else None, known.agency, known.year, known.published, best)


def _opening(found: Iterator[Candidate]) -> Candidate | None:
    """The first heading of a part; where it has no number, the numbered one of the same part: the menu of a page names the parts, too."""
    first = next((heading for heading in found if heading.sure >= Sure.TITLE), None)
    if first is None or first.sure is Sure.EXACT:
        return first
    return next((heading for heading in found if heading.section == first.section and heading.sure is Sure.EXACT), first)


def _head(blocks: Sequence[Paragraph | Grid], body_at: int) -> list[str]:
    """The lines above the first section, those of tables of facts with bars between their cells."""
    out: list[str] = []
    paragraphs = 0
    for block in blocks:
        if isinstance(block, Paragraph):
            if paragraphs >= body_at:
                break
            paragraphs += 1
            out.append(block.text)
        elif len(block.rows) <= FACT_ROWS and all(len(row) <= FACT_COLUMNS for row in block.rows):
            out += [" | ".join(" ".join(cell.text.split()) for cell in row) for row in block.rows]
    return out


def _labels_of(line: str) -> list[Labelled]:
    return labelled(line) if "。" not in line and len(squeeze(line)) <= LABEL_LINE else []


def _flat(line: str) -> str:
    """A line squeezed; long ones are not remembered, they would fill the memory of a run."""
    squeezed = squeeze if len(line) <= LABEL_LINE else squeeze.__wrapped__  # spares time
    return _YEAR_IN_NUMERALS.sub(_in_digits, squeezed(line[:LONGEST_LINE]))


_YEAR_IN_NUMERALS = Pattern(r"二[〇○零Oo0][〇○零Oo0一二三四五六七八九]{2}(?=年)")


def _in_digits(year: re.Match[str]) -> str:
    return str(year_in_numerals(year[0]) or year[0])


def _best(titles: Iterable[Title]) -> Title | None:
    """The title closest to the report's body that names both agency and year, else the one that names most."""
    return max(titles, key=lambda title: (title.named, title.last), default=None)


# --- sources ------------------------------------------------------------------------------------------------------------------------


def _stated(seen: _Seen) -> list[Title]:
    return find_titles([seen.metadata["title"]]) if seen.metadata.get("title") else []


def _named(seen: _Seen) -> list[Title]:
    return [title for _at, label in seen.labels if label.fact == "title" for title in find_titles([label.value])]


def _from_titles(seen: _Seen) -> Iterator[Said]:
    for title in (*seen.titles, *_stated(seen), *_named(seen)):
        yield Said(title.agency, title.year)


def _from_metadata(seen: _Seen) -> Iterator[Said]:
    yield Said(clean_agency(seen.metadata.get("agency")), published=_iso(seen.metadata.get("published", "")))


def _from_site(seen: _Seen) -> Iterator[Said]:
    yield Said(clean_agency(_SITE.sub("", seen.metadata.get("site", ""))))


def _from_labels(seen: _Seen) -> Iterator[Said]:
    head = seen.head
    for at, label in seen.labels:
        below = next((line.strip(" |") for line in head[at + 1 : at + 2] if not _labels_of(line)), "")
        value = label.value or below
        if label.fact == "agency":
            yield Said(body_in(_PERSON.sub("", value)) or body_in(next(iter(value.split()), "")))
        elif label.fact == "published":  # the next line only where it is a date and nothing else
            yield Said(published=_iso(label.value, DATE_WITHIN) if label.value else _iso_alone(value))


def _iso(text: str, within: int | None = None) -> str | None:
    day = day_in(text, within)
    return day.isoformat() if day else None


def _iso_alone(line: str) -> str | None:
    day = lone_day(line)
    return day.isoformat() if day else None


def _from_below_title(seen: _Seen) -> Iterator[Said]:
    """A date below the title, alone or on a line with labels."""
    for title in seen.titles:
        for line in seen.head[title.last + 1 : title.last + 4]:
            yield Said(published=_iso(line) if _labels_of(line) else _iso_alone(line))
        for line in seen.head[max(0, title.first - 2) : title.first]:  # 2024-01-15 来源：…
            if (labels := _labels_of(line)) and labels[0].at:
                yield Said(published=_iso_alone(line[: labels[0].at]))


def _named_below(seen: _Seen) -> Iterator[Said]:
    """The body whose name stands alone below a title that names none."""
    for title in seen.titles:
        below = next((line for line in seen.head[title.last + 1 : title.last + 3] if line.strip()), "")
        alone = title.agency is None and len(squeeze(below)) <= LONGEST_AGENCY and not _labels_of(below)
        if alone and Body.of(body := body_in(below)).kind:
            yield Said(body)


def _from_behind(seen: _Seen) -> Iterator[Said]:
    """A labelled date behind the report, as some portals print it."""
    opened = (line for line in seen.tail if page().label.match(simplified(line[: 2 * LABEL_LINE])))  # to find a label anywhere takes many times as long
    firsts = [found[0] for line in opened if (found := _labels_of(line))]
    for label in sorted(firsts, key=lambda label: label.rank):
        if label.fact == "published" and len(label.label) > 2 and label.at == 0:
            yield Said(published=_iso(label.value, DATE_WITHIN))


def _from_signature(seen: _Seen) -> Iterator[Said]:
    """The body that signs at the end of the report, above a date; the date itself is that of writing."""
    for name, line in pairwise(line for line in seen.tail if line.strip()):
        if len(squeeze(name)) <= LONGEST_AGENCY and _iso_alone(line) and Body.of(body := body_in(name)).kind:
            yield Said(body)


def _from_period(seen: _Seen) -> Iterator[Said]:
    yield from sentences.periods_in(_flat(line) for line in seen.lines)


def _from_part_1(seen: _Seen) -> Iterator[Said]:
    """The year that part 1 opens with; its heading may be lost."""
    headed = seen.opening if seen.opening is not None and seen.opening.section == seen.form.sections[0].id else None
    first = headed.at + 1 if headed else 0
    behind = seen.lines[first : first + OPENING_LINES]
    end = next((heading.at for heading in candidates(behind, seen.form) if heading.sure >= Sure.TITLE), len(behind))
    text = "\n".join([_flat(headed.rest if headed else ""), *map(_flat, behind[:end])])
    yield Said(year=sentences.opening_year(text.strip()))


#: Where facts come from, the most trusted first, and which facts each can give; labels go by their order in page.toml.
_SOURCES: tuple[tuple[tuple[str, ...], Callable[[_Seen], Iterator[Said]]], ...] = (
    (("agency", "year"), _from_titles),
    (("agency",), _named_below),
    (("agency", "year"), lambda seen: sentences.announcements(seen.sentences)),
    (("agency", "published"), _from_metadata),
    (("agency", "published"), _from_labels),
    (("published",), _from_below_title),
    (("published",), _from_behind),
    (("agency",), lambda seen: sentences.writers(seen.sentences)),
    (("year",), _from_period),
    (("year",), lambda seen: sentences.years_of_work(seen.sentences)),
    (("agency",), _from_signature),
    (("agency",), lambda seen: sentences.contacts(seen.sentences)),
    (("year",), _from_part_1),
    (("agency",), _from_site),
)
