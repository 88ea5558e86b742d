"""What the sentences of a text claim: the one scanner for every kind that ``claims.toml`` tells of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from govdisc.plugin import Pattern, kept, record
from govdisc_prose.kinds import ALL, COUNT, NONE, Group, Kind, Reading, Respective, Subject, Topic, kinds
from govdisc_prose.scan import BREAKS, Number, Prose, Sentence, is_quoted

#: So far before a number, in masked characters, words can make it another matter, or say what it is about.
AHEAD, FAR_AHEAD = 60, 400
#: So many sentences back words can say what a sentence is about.
SENTENCES_BACK = 6
#: More claims of one topic in a sentence than any report makes; further ones are not looked at.
MOST_CLAIMS = 100
#: What stands in every statement of a shape.
_SIGNS = ((COUNT, Pattern("[#¥]")), (NONE, Pattern("未|没有|无|不存在|零")), (ALL, Pattern("均|都|全部|所有")))


@record(slots=True)
class Claim:
    """What a sentence claims: ``number``, or that there is nothing, or that nothing else is left, as the kind's shape says.

    ``start`` and ``end`` are its place in the sentence's words; ``cells`` must bear it out, and ``others`` are readings that an honest
    report can mean. ``rows`` are those of what it is about, ``added`` numbers that may be counted in. Whether it is what it looks like is
    asked of :meth:`stands`, for the few that the tables do not bear out.
    """

    kind: Kind
    spot: Spot
    start: int
    end: int
    number: Number | None
    rows: tuple[str, ...]
    cells: Reading
    others: tuple[Reading, ...]
    added: tuple[Number, ...] = ()
    #: Whether it is one of several that are told together: 行政许可、行政处罚分别为5件、3件.
    together: bool = False

    @property
    def sentence(self) -> Sentence:
        """The sentence that it stands in."""
        return self.spot.sentence

    @property
    def at(self) -> int:
        """Where its number's sign stands."""
        return self.end - (self.number is not None)

    @property
    def opening(self) -> int:
        """Where its clause begins."""
        return self.sentence.clause(self.start)

    @property
    def closing(self) -> int:
        """Where its clause ends."""
        return self.sentence.clause_end(self.end)

    @property
    def clause(self) -> str:
        """The words of its clause, up to the number."""
        return self.sentence.words[self.opening : self.at]

    @property
    def ahead(self) -> str:
        """The words of the sentence before the number, as far as they can matter."""
        return self.sentence.words[: self.at][-FAR_AHEAD:]


    def stands(self) -> bool:
        """Tell whether nothing in the sentence makes it another matter, and a number counts what its kind counts."""
        return _counts(self) and not _another_matter(self)


def claims(texts: Iterable[Prose]) -> Iterator[Claim]:
    """Yield what the sentences of some texts claim."""
    for text in texts:
        taken_up: dict[str, int] = {}
        for index, words in enumerate(text.words):
            found = statements(words)
            if not found and not taken_up:  # spares time
                continue
            taken_up = {said.name: taken_up.get(said.name, index) for said in found if said.opens or said.name in taken_up}
            for said in found:
                if said.name in taken_up and (said.matches or said.respective):
                    spot = Spot(text.sentence(index), said.topic, taken_up[said.name])
                    yield from _matches(spot, said.matches)
                    yield from _told_together(spot, said.respective)


#: A kind, whether the number stands first in it, and where it matched.
Matched = tuple[Kind, bool, re.Match[str]]


@record(frozen=True, slots=True)
class Said:
    """What a sentence says of a topic, whatever text it stands in: ``opens`` is whether it takes it up, or only goes on with it."""

    name: str
    topic: Topic
    opens: bool
    matches: tuple[tuple[Matched, ...], ...]
    #: The kinds that it claims and where the sign of the number of each stands; None where that hangs on the text around it.
    plain: tuple[tuple[Kind, int], ...] | None
    #: What it says of several things at once: the kind, the rows, where the names begin, and where the sign of the number stands.
    respective: tuple[tuple[Kind, tuple[str, ...], int, int], ...] = ()


@kept
def statements(words: str) -> tuple[Said, ...]:
    """Return what a masked sentence says of each topic that it takes up or may go on with."""
    known = kinds()
    found: list[Said] = []
    shapes = [shape for shape, sign in _SIGNS if sign.search(words)]
    for name, topic in known.topics.items():
        opens = topic.named_in(words) and (topic.about is None or topic.about.search(words) is not None)
        if opens or (topic.goes_on is not None and topic.goes_on.search(words)):
            groups = [known.groups[name, shape] for shape in shapes if (name, shape) in known.groups]
            matches = tuple(matched for group in groups if (matched := tuple(_matched(group, words))))
            several = tuple(_respective(known.respective[name], words)) if "分别" in words and name in known.respective else ()
            found.append(Said(name, topic, opens, matches, None if several else _plain(matches), several))
    return tuple(found)


def _respective(told: Respective, words: str) -> Iterator[tuple[Kind, tuple[str, ...], int, int]]:
    """Yield what each of several names has for its number, where there are as many numbers as names."""
    for match in told.pattern.finditer(words):
        signs = _SEVERAL.match(words, match.end())
        assert signs is not None
        at = [sign.start() for sign in _COUNTED.finditer(words, *signs.span())]
        named = sorted((found.start(), kind, rows) for name, kind, rows in told.names for found in name.finditer(words, match.start(), match.end("more")))
        if len(at) == len(named):
            yield from ((kind, rows, start, sign) for (start, kind, rows), sign in zip(named, at, strict=True))


_SEVERAL, _COUNTED = Pattern("#(?:(?:[、，,和及与]|以及)#)+"), Pattern("#")


def _told_together(spot: Spot, several: Iterable[tuple[Kind, tuple[str, ...], int, int]]) -> Iterator[Claim]:
    for kind, rows, start, at in several:
        number = spot.sentence.number(at)
        if number is not None:
            others = tuple(_filled(reading, rows) for reading in kind.others) if rows else kind.others
            yield Claim(kind, spot, start, at + 1, number, rows, _filled(kind.cells, rows) if rows else kind.cells, others, together=True)


def _plain(matches: tuple[tuple[Matched, ...], ...]) -> tuple[tuple[Kind, int], ...] | None:
    told = [(kind, match.end() - 1) for matched in matches for kind, _first, match in matched if kind.rule is not None]
    if any(kind.shape != COUNT or kind.each for kind, _at in told):
        return None
    return None if any(kind.subjects for kind, _at in told) else tuple(told)  # spares time


def _matched(group: Group, words: str) -> Iterator[Matched]:
    for match in group.pattern.finditer(words):
        assert match.lastindex is not None
        yield (*group.kinds[match.lastindex - 1], match)


@record(slots=True)
class Spot:
    """A sentence about a topic, which was taken up in the sentence ``first`` of the text."""

    sentence: Sentence
    topic: Topic
    first: int

    def about_disclosure(self) -> bool:
        """Whether disclosure of information is spoken of here, or since before the topic was taken up."""
        within, words = self.topic.within, self.sentence.text.words
        if within is None or any(within.search(words[index]) for index in self._back(self.sentence.index, self.first - 1)):
            return True
        return self.topic.under is not None and self.topic.under.search(self.sentence.heading) is not None

    def _back(self, start: int, stop: int) -> range:
        """The sentences from one back to another, as far as words can matter."""
        return range(max(0, stop, start - SENTENCES_BACK), start + 1)[::-1]

    def last_named(self) -> tuple[Subject, ...]:
        """What the sentences before this one were about."""
        for index in self._back(self.sentence.index - 1, self.first):
            if found := _named(self.topic.subjects, self.sentence.text.words[index]):
                return found
        return ()


def _matches(spot: Spot, shapes: tuple[tuple[Matched, ...], ...]) -> Iterator[Claim]:
    """Yield the claims of a sentence that a rule reports, with the numbers beside them that may be counted in."""
    for matches in shapes:
        found = list(islice(_all_matches(spot, matches), MOST_CLAIMS))
        for claim in found:
            if claim.kind.adds:
                beside = (other for other in found if other.kind.id in claim.kind.adds and other.rows == claim.rows)
                claim.added = tuple(other.number for other in beside if other.number is not None)
            if claim.kind.rule is not None:
                yield claim


def _all_matches(spot: Spot, matches: Iterable[Matched]) -> Iterator[Claim]:
    for kind, number_first, match in matches:
        start, end = match.span()
        number = spot.sentence.number(end - 1) if kind.shape == COUNT else None
        if number is None and kind.shape == COUNT:
            continue
        for rows, cells, others in _readings(spot, kind, match, number_first):
            yield Claim(kind, spot, start, end, number, rows, cells, others)


def _counts(claim: Claim) -> bool:
    """Whether a number counts what the kind counts: its unit, and whether it is about disclosure."""
    words, topic, number = claim.sentence.words, claim.spot.topic, claim.number
    if number is None:
        return True
    if (claim.kind.units and number.unit not in claim.kind.units) or ("分别" in claim.clause and not claim.together):
        return False
    if topic.within is None:
        return True
    narrowed = topic.narrowed is not None and topic.narrowed.search(words, claim.end, claim.end + 40)
    return not (narrowed and not topic.within.search(words[: claim.end])) and claim.spot.about_disclosure()


def _another_matter(claim: Claim) -> bool:
    kind, words, end = claim.kind, claim.sentence.words, claim.end
    if is_quoted(words, end):  # a slogan: “收到一件、办理一件”
        return True
    if kind.unless is not None:
        clause = claim.clause if kind.shape == COUNT else words[claim.sentence.clause(claim.start, BREAKS) : end]
        if kind.unless.search(kind.overlook.sub("", clause) if kind.overlook else clause):
            return True
    return bool(
        (kind.unless_within and kind.unless_within.search(words, claim.start, end))
        or (kind.unless_after and kind.unless_after.match(words, end))
        or (kind.unless_ahead and kind.unless_ahead.search(words[:end][-AHEAD:]))
        or (kind.unless_said and kind.unless_said.search(words))
        or (kind.given and not kind.given.search(words[:end]))
    )


def _readings(
    spot: Spot, kind: Kind, match: re.Match[str], number_first: bool
) -> Iterator[tuple[tuple[str, ...], Reading, tuple[Reading, ...]]]:
    """Yield what a match is about, once for each thing: the rows, the cells that must bear it out, other readings."""
    if not kind.subjects:
        yield from (((), cells, ()) for cells in kind.each) if kind.each else (((), kind.cells, kind.others),)
        return
    spoken = _spoken_of(spot, kind, match, number_first)
    for subject in spoken if kind.shape == NONE else spoken[-1:]:
        rows = subject.rows if kind.shape != ALL else tuple(dict.fromkeys(row for other in spoken for row in other.rows))
        others = [_filled(reading, rows) for reading in kind.others]
        ahead = match.string[: match.end()][-FAR_AHEAD:]
        if kind.loose and len({other.rows for other in _named(kind.subjects, ahead)}) > 1:
            others += [_filled(kind.cells, other.rows) for other in kind.subjects]
        yield rows, _filled(kind.cells, rows), tuple(others)


def _spoken_of(spot: Spot, kind: Kind, match: re.Match[str], number_first: bool) -> tuple[Subject, ...]:
    """What a match is about, the one named last at the end."""
    words = match.string
    if (own := _named(kind.subjects, match[0])) or kind.shape == NONE:
        return own
    if number_first and not spot.topic.subjects:
        return _named(kind.subjects, words[match.end() : match.end() + AHEAD])[:1]
    ahead = _named(kind.subjects, words[: match.start()][-FAR_AHEAD:])
    return ahead or (_named(kind.subjects, words[:FAR_AHEAD]) if kind.shape == ALL else ()) or spot.last_named()


def _named(subjects: tuple[Subject, ...], words: str) -> tuple[Subject, ...]:
    """What words name, in their order; of two at one place the one that is told first counts."""
    found: list[tuple[int, int, Subject]] = []
    for subject in subjects:
        for match in subject.words.finditer(words):
            if not any(start < match.end() and match.start() < end for start, end, _subject in found):
                found.append((match.start(), match.end(), subject))
    return tuple(subject for _start, _end, subject in sorted(found, key=lambda place: place[0]))


def _filled(reading: Reading, rows: tuple[str, ...]) -> Reading:
    return tuple(path.replace("{subject}", row) for path in reading for row in rows)
