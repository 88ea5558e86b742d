"""Whose report it is, for which year, and when it was published: from the title, the lines around it and the page's metadata.

Every source offers what it says of a fact with a rank, and of each fact the offer with the lowest rank is taken. A date under a
signature is that of writing (成文日期), never of publication.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from govdisc.model.document import Grid, Paragraph
from govdisc.model.form import Form
from govdisc.patterns import Pattern
from govdisc.recognise.headings import Candidate, Line, Sure, candidates
from govdisc.recognise.page import Labelled, labelled
from govdisc.recognise.titles import LONGEST_AGENCY, Title, clean_agency, find_titles, whole_body
from govdisc.text.bodies import ENDINGS, Body
from govdisc.text.dates import day_in, lone_day, periods
from govdisc.text.labels import squeeze

#: Titles, labels and announcements stand within so many lines; a line with labels has at most so many characters.
HEAD_LINES, LABEL_LINE = 400, 150
#: A table of facts above the report has at most so many rows and columns; a date alone on its line so many characters.
FACT_ROWS, FACT_COLUMNS, DATE_LINE = 14, 6, 24
#: Labels behind the report are looked for in so many lines.
TAIL_LINES = 60
#: How much of part 1 is looked through for its year, and in how many characters it must open with it.
OPENING_LINES, OPENING = 40, 200


@dataclass(frozen=True, slots=True)
class Facts:
    """What identifies a report; anything that the document does not say is None."""

    title: str | None = None
    agency: str | None = None
    year: int | None = None
    published: str | None = None
    #: What the title itself names, which no other source overrules.
    titled: Title | None = None


@dataclass(frozen=True, slots=True)
class _Offer:
    """What one source says; of two with the same rank the first counts."""

    rank: int
    agency: str | None = None
    year: int | None = None
    published: str | None = None


# Ranks, the most trusted first; labels of one kind follow each other by their order in page.toml.
_BEST_TITLE, _OTHER_TITLE, _PAGE_TITLE, _LABELLED_TITLE, _ANNOUNCED, _OPENS_SENTENCE, _METADATA = range(7)
_LABEL, _BELOW_TITLE, _BEHIND, _WRITTEN_BY, _PERIOD, _WHOLE_YEAR, _LEAD, _SIGNED, _CONTACT, _OPENS_PART_1 = range(100, 1100, 100)

_REPORT = r"(?:政府|政务)?信息(?:公开)?(?:[^。；;，,]{0,14}?)(?:报告|年报)"
_ANNOUNCED_BY = Pattern(
    rf"(?:公布|发布|公开|编制了?|现[将就]|印发|形成|完成|本(?:年度)?报告[是为])[《<〈]?(?P<before>[^，。,;；《》<>:：、]{{0,40}}?)(?P<year>(?:19|20)\d\d)年?度?"
    rf"(?P<between>[^，。,;；《》<>:：、\d]{{0,30}}?){_REPORT}"
)
_SENTENCE = Pattern(
    rf"《?(?P<before>[^，。,;；《》<>:：、]{{2,40}}?)(?P<year>(?:19|20)\d\d)年?度?{_REPORT}》?(?:\([^()]{{0,30}}\))?(?=是|由|系|根据|依据|依照|按照|包括|,|，)"
)
_WRITTEN = Pattern(
    r"由(?P<by>[^，。,、；;（）()《》]{3,30}?)(?:\([^()]{0,30}\))?(?:负责|牵头|组织|汇总|统一|按照|根据|依据|依照|结合|编制|编写|撰写|起草)(?P<how>[^。；;]{0,80})"
)
_WRITES = Pattern(r"编制|编写|撰写|起草")
_EDITOR = Pattern(r"(?:^|[，。,；;])(?P<by>[^，。,、；;（）()《》]{4,30}?)(?:特此|特|现)?(?:编制|公布|发布)(?=了?(?:(?:19|20)\d\d年|本(?:年度)?报告|《))")
#: 水务局按照条例的规定，编制本报告.
_ACCORDING = Pattern(
    r"(?:^|。)(?P<by>[^，。,、；;（）()《》]{4,30}?)(?:严格)?(?:按照|根据|依据|依照)[^。；;]{0,100}?(?:编制|撰写|起草)(?:了|完成)?(?:(?:19|20)\d\d年|本|年度|《|政府)"
)
_TALK_TO = Pattern(r"与(?P<body>[^，。,、；;（）()《》:：]{3,30}?)(?:\([^()]{0,60}\))?(?:进行)?联系")
_STATED_YEAR = Pattern(
    r"统计[^。；;\d]{0,16}(?:截[至止]到?((?:19|20)\d\d)年(?:12月31日|年?底|年?末)|((?:19|20)\d\d)年(?:全年|度|1(?:月份?)?[至到—–~-]+12月))"
)
#: The work that the lead speaks of: 2023年政府信息公开工作.
_YEAR_OF_WORK = Pattern(r"((?:19|20)\d\d)年?度?(?:政府|政务)?信息(?:与政务|和政务)?公开")
_SUBJECT_YEAR = Pattern(
    r"(?:^|[。；;!！\n])(?:[(（]?[一二三四五六七1-7][)）、.][^。,，:：\d]{0,14}[。:：]?)?(?:截[至止到])?((?:19|20)\d\d)年"
)


def find_facts(blocks: Sequence[Paragraph | Grid], metadata: Mapping[str, str], form: Form) -> Facts:
    """Read the facts out of a document's blocks."""
    lines = [block.text for block in blocks if isinstance(block, Paragraph)]
    opening = _opening(lines, form)
    body_at = opening.at if opening else len(lines)
    head = _head(blocks, body_at)[:HEAD_LINES]
    labels = [(at, found) for at, line in enumerate(head) for found in _labels_of(line)]
    titles = find_titles(head)
    stated = find_titles([metadata["title"]]) if metadata.get("title") else []
    named = [title for _at, found in labels if found.fact == "title" for title in find_titles([found.value])]
    best = _best(titles) or _best(named) or _best(stated)
    offers = [
        *_from_titles(best, titles, stated, named),
        *_from_sentences([*head, *lines[body_at : body_at + 1]]),
        *_from_labels(head, labels),
        *_from_below(head, titles),
        *_from_behind(lines, body_at),
        *_from_signature(lines, body_at),
        *_from_periods(lines),
        *_from_lead(head),
        *_from_part_1(lines, opening, form),
        _Offer(_METADATA, clean_agency(metadata.get("agency")), published=_iso(metadata.get("published", ""))),
    ]
    offers.sort(key=lambda offer: offer.rank)
    return Facts(
        best.text if best else None,
        next((offer.agency for offer in offers if offer.agency), None),
        next((offer.year for offer in offers if offer.year), None),
        next((offer.published for offer in offers if offer.published), None),
        best,
    )


def _opening(lines: Sequence[str], form: Form) -> Candidate | None:
    """The first section's heading: titles and dates are looked for above it."""
    found = candidates([Line(at, text, "") for at, text in enumerate(lines)], form)
    return next((heading for heading in found if heading.sure >= Sure.TITLE), None)


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
    return labelled(line) if len(line) <= LABEL_LINE * 2 and len(squeeze(line)) <= LABEL_LINE and "。" not in line else []


def _best(titles: Sequence[Title]) -> Title | None:
    """The title closest to the report's body that names both agency and year, else the one that names most."""
    return max(titles, key=lambda title: (title.named, title.last), default=None)


def _from_titles(best: Title | None, titles: Sequence[Title], stated: Sequence[Title], named: Sequence[Title]) -> Iterator[_Offer]:
    ranked = [(_BEST_TITLE, [best] if best else []), (_OTHER_TITLE, titles), (_PAGE_TITLE, stated), (_LABELLED_TITLE, named)]
    for rank, group in ranked:
        for title in group:
            yield _Offer(rank, title.agency, title.year)


def _from_sentences(lines: Sequence[str]) -> Iterator[_Offer]:
    """现公布X局2023年…年度报告; X局2023年…年度报告（以下简称年报）是…; 由X局按照…编制; 请与X局联系."""
    for line in lines:
        text = squeeze(line[:2000])
        if "信息" in text:
            for rank, pattern in ((_ANNOUNCED, _ANNOUNCED_BY), (_OPENS_SENTENCE, _SENTENCE)):
                match = pattern.search(text) if rank == _ANNOUNCED else pattern.match(text)
                if match is not None:
                    behind = match["between"] if rank == _ANNOUNCED else ""
                    yield _Offer(rank, _body(match["before"]) or _body(behind), int(match["year"]))
        if "由" in text:
            for match in _WRITTEN.finditer(text):
                if _WRITES.search(match[0], len(match["by"])):
                    yield _Offer(_WRITTEN_BY, whole_body(_body(match["by"])))
        for editor in (_EDITOR, _ACCORDING):
            for match in editor.finditer(text):
                yield _Offer(_WRITTEN_BY, whole_body(_body(match["by"])))
        if "联系" in text:
            for match in _TALK_TO.finditer(text):
                yield _Offer(_CONTACT, whole_body(_body(match["body"])))


_NOTE = Pattern(r"\([^()]*\)")


def _body(text: str) -> str | None:
    """A text as the name of a body, if it ends as such names do."""
    name = clean_agency(_NOTE.sub("", text))
    return name if name and name.endswith(ENDINGS) else None


def _from_labels(head: Sequence[str], labels: Sequence[tuple[int, Labelled]]) -> Iterator[_Offer]:
    for at, found in labels:
        value = found.value or (head[at + 1].strip(" |") if at + 1 < len(head) and not _labels_of(head[at + 1]) else "")
        if found.fact == "agency":
            yield _Offer(_LABEL + found.rank, _body(value) or _body(value.split(maxsplit=1)[0] if value else ""))
        elif found.fact == "published" and found.value:
            yield _Offer(_LABEL + found.rank, published=_iso(found.value[:DATE_LINE]))
        elif found.fact == "published":
            yield _Offer(_LABEL + found.rank, published=_iso_alone(value))


def _iso(text: str) -> str | None:
    day = day_in(text)
    return day.isoformat() if day else None


def _iso_alone(line: str) -> str | None:
    day = lone_day(line) if len(line) <= LABEL_LINE else None
    return day.isoformat() if day else None


def _from_below(head: Sequence[str], titles: Sequence[Title]) -> Iterator[_Offer]:
    """A date below the title, alone or on a line with labels."""
    for title in titles:
        for line in head[title.last + 1 : title.last + 4]:
            yield _Offer(_BELOW_TITLE, published=_iso(line) if _labels_of(line) else _iso_alone(line))


def _from_behind(lines: Sequence[str], body_at: int) -> Iterator[_Offer]:
    """A labelled date behind the report, as some portals print it."""
    for line in lines[max(body_at, len(lines) - TAIL_LINES) :]:
        found = next(iter(_labels_of(line) if len(squeeze(line)) <= 60 else []), None)
        if found and found.fact == "published" and len(found.label) > 2 and found.at == 0:
            yield _Offer(_BEHIND + found.rank, published=_iso(found.value[:DATE_LINE]))


def _from_signature(lines: Sequence[str], body_at: int) -> Iterator[_Offer]:
    """The body that signs at the end of the report, above a date; the date itself is that of writing."""
    filled = [line for line in lines[max(body_at, len(lines) - TAIL_LINES) :] if line.strip()]
    for name, line in pairwise(filled):
        if len(squeeze(name)) <= LONGEST_AGENCY and _iso_alone(line) and Body.of(body := _body(name)).kind:
            yield _Offer(_SIGNED, body)


def _from_periods(lines: Sequence[str]) -> Iterator[_Offer]:
    for line in lines:
        if "1" not in line and "统计" not in line:
            continue
        text = squeeze(line)
        for period in periods(text):
            yield _Offer(_PERIOD, year=period.year)
        for match in _STATED_YEAR.finditer(text):
            yield _Offer(_WHOLE_YEAR, year=int(match[1] or match[2]))


def _from_lead(head: Sequence[str]) -> Iterator[_Offer]:
    """The one year whose work the lead names, if only in the title of the notice that asks for the report."""
    named = {int(year) for line in head if "信息" in line for year in _YEAR_OF_WORK.findall(squeeze(line[:2000]))}
    if len(named) == 1:
        yield _Offer(_LEAD, year=named.pop())


def _from_part_1(lines: Sequence[str], opening: Candidate | None, form: Form) -> Iterator[_Offer]:
    """The year that part 1 opens with, where it is the only one that its sentences begin with; its heading may be lost."""
    headed = opening is not None and opening.section == form.sections[0].id
    first = opening.at + 1 if opening is not None and headed else 0
    behind = [Line(at, text, "") for at, text in enumerate(lines[first : first + OPENING_LINES])]
    end = next((heading.at for heading in candidates(behind, form) if heading.sure >= Sure.TITLE), len(behind))
    text = "\n".join([squeeze(opening.rest if opening is not None and headed else ""), *(squeeze(line.text) for line in behind[:end])])
    found = list(_SUBJECT_YEAR.finditer(text.strip()))
    if found and found[0].start() <= OPENING and len({match[1] for match in found}) == 1:
        yield _Offer(_OPENS_PART_1, year=int(found[0][1]))
