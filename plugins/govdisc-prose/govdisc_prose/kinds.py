"""The kinds of claim, as ``claims.toml`` tells them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from govdisc.plugin import Pattern, record, spelt_out
from govdisc_prose.patterns import data, holds, ready

#: Cells that are added up; "-" takes one away, * stands for any row's id and {subject} for the rows of what is spoken of.
Reading = tuple[str, ...]
#: The three shapes of a claim: a number that stands there, that there is nothing, that nothing else is left.
COUNT, NONE, ALL = "count", "none", "all"
Filter = Pattern | None


@record(frozen=True)
class Subject:
    """What clauses can be about: the words, and the rows (of one table) that they stand for."""

    words: Pattern
    rows: tuple[str, ...]


@record(frozen=True)
class Topic:
    """What a sentence must be about before a number in it is looked at; the keys are told in ``claims.toml``."""

    holds: tuple[str, ...]
    about: Filter
    goes_on: Filter
    within: Filter
    under: Filter
    narrowed: Filter
    either_total: bool
    subjects: tuple[Subject, ...]

    def named_in(self, words: str) -> bool:
        """Tell whether words hold what a sentence about the topic must hold."""
        return holds(words, self.holds)


@record(frozen=True, eq=False)
class Kind:
    """A kind of claim; the keys are told in ``claims.toml``."""

    id: str
    rule: str | None
    topic: str
    shape: str
    cells: Reading
    others: tuple[Reading, ...]
    each: tuple[Reading, ...]
    subjects: tuple[Subject, ...]
    loose: bool
    overlook: Filter
    unless: Filter
    unless_ahead: Filter
    unless_after: Filter
    unless_within: Filter
    unless_said: Filter
    given: Filter
    adds: tuple[str, ...]
    years: tuple[int, ...]
    narrow: bool
    stock: bool
    units: tuple[str, ...]


@record(frozen=True)
class Group:
    """All patterns of one topic and shape in one: ``kinds`` by the group that matched, and whether the number stands first in it."""

    pattern: Pattern
    kinds: tuple[tuple[Kind, bool], ...]


@record(frozen=True)
class Respective:
    """Names that share one statement (行政许可、行政处罚分别为#、#): where they stand, and the kind and the rows that each stands for."""

    pattern: Pattern
    names: tuple[tuple[Pattern, Kind, tuple[str, ...]], ...]


@record(frozen=True)
class Kinds:
    """Everything that ``claims.toml`` says of claims."""

    topics: Mapping[str, Topic]
    groups: Mapping[tuple[str, str], Group]
    respective: Mapping[str, Respective]


@cache
def kinds() -> Kinds:
    """Return the kinds of claim.

    Raises:
        ValueError: when a pattern names words that there are not.

    """
    told = data("claims.toml")
    words: dict[str, str] = told["words"]
    subjects = {
        name: tuple(Subject(ready(said, words), tuple(rows)) for said, rows in entries.items()) for name, entries in told["subjects"].items()
    }
    topics = {name: _topic(entry, words, subjects.get(name, ())) for name, entry in told["topics"].items()}
    patterns: dict[tuple[str, str], list[tuple[str, Kind, bool]]] = {}
    by_id: dict[str, Kind] = {}
    for entry in told["claim"]:
        kind = by_id[entry["id"]] = _kind(entry, words, subjects)
        spoken = words | {"subject": f"(?:{'|'.join(told['subjects'][entry['subject']])})"} if "subject" in entry else words
        for said in entry["says"]:
            before, sign, behind = said.partition("#") if kind.shape == COUNT else (said, "", "")
            pattern = spelt_out(f"{before}{sign}(?={behind})", spoken)
            patterns.setdefault((kind.topic, kind.shape), []).append((pattern, kind, bool(behind)))
    groups = {
        # an empty group at the end of each says which one matched
        key: Group(Pattern("|".join(f"{pattern}()" for pattern, _kind, _first in entries)), tuple((kind, first) for _pattern, kind, first in entries))
        for key, entries in patterns.items()
    }
    return Kinds(topics, groups, {name: _respective(names, by_id) for name, names in told["respective"].items()})


def _respective(names: Mapping[str, Sequence[str]], kinds: Mapping[str, Kind]) -> Respective:
    name = f"(?:{'|'.join(names)})"
    listed = rf"{name}(?P<more>(?:(?:[、，,和及与]|以及){name}){{1,9}})"
    pattern = Pattern(rf"{listed}[^，,。；;：:#¥%~]{{0,12}}分别(?:为|是|有|共|达|作出|办理|[:：]){{0,2}}(?=#(?:[、，,和及与]|以及)#)")
    return Respective(pattern, tuple((Pattern(said), kinds[kind], tuple(rows)) for said, (kind, *rows) in names.items()))


def _topic(entry: Mapping[str, Any], words: Mapping[str, str], subjects: tuple[Subject, ...]) -> Topic:
    filters = {name: _filter(entry, name, words) for name in ("about", "goes_on", "within", "under", "narrowed")}
    return Topic(holds=tuple(entry["holds"]), subjects=subjects, either_total=entry.get("totals") == "either", **filters)


_FILTERS = ("overlook", "unless", "unless_ahead", "unless_after", "unless_within", "unless_said", "given")


def _kind(entry: Mapping[str, Any], words: Mapping[str, str], subjects: Mapping[str, tuple[Subject, ...]]) -> Kind:
    filters = {name: _filter(entry, name, words) for name in _FILTERS}
    return Kind(
        id=entry["id"],
        rule=entry.get("rule"),
        topic=entry["topic"],
        shape=entry.get("number", COUNT),
        cells=tuple(entry.get("cells", ())),
        others=_readings(entry.get("or", ())),
        each=_readings(entry.get("each", ())),
        subjects=subjects[entry["subject"]] if "subject" in entry else (),
        loose=entry.get("loose", False),
        adds=tuple(entry.get("adds", ())),
        years=(0, *entry.get("years", ())),
        narrow=entry.get("scope") == "narrow",
        stock=entry.get("stock", False),
        units=tuple(entry.get("units", ())),
        **filters,
    )


def _filter(entry: Mapping[str, Any], name: str, words: Mapping[str, str]) -> Filter:
    return ready(entry[name], words) if name in entry else None


def _readings(entries: Sequence[Sequence[str]]) -> tuple[Reading, ...]:
    return tuple(tuple(reading) for reading in entries)
