"""Which report of one side is compared with which of the other: by body, and by year where both sides have the same ones."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import field

from govdisc.plugin import Report, record
from govdisc.plugin import gettext as _
from govdisc_county.parts import part_of
from govdisc_county.roster import key_of


@record
class Paired:
    """The pairs, the reports that only one side has, and those that cannot be paired, each with the reason."""

    pairs: list[tuple[Report, Report]] = field(default_factory=list)
    only_before: list[Report] = field(default_factory=list)
    only_after: list[Report] = field(default_factory=list)
    unclear: list[tuple[Report, str]] = field(default_factory=list)


def paired(before: Sequence[Report], after: Sequence[Report]) -> Paired:
    """Pair reports. One report on each side is a pair whatever its body and year are, since both were named."""
    found = Paired()
    if len(before) == len(after) == 1:
        found.pairs.append((before[0], after[0]))
        return found
    old, new = _by_body(before, found), _by_body(after, found)
    for key in dict.fromkeys([*old, *new]):
        _pair(old.get(key, []), new.get(key, []), found)
    return found


def _by_body(reports: Sequence[Report], found: Paired) -> dict[str, list[Report]]:
    """Group reports by body; the same report in two formats is one, and two that differ for one year are not paired."""
    groups: dict[str, list[Report]] = {}
    for report in reports:
        if report.agency.name:
            groups.setdefault(key_of(report.agency.name), []).append(report)
        else:
            found.unclear.append((report, _("whose report it is was not found")))
    return {key: list(_single(group, found)) for key, group in groups.items()}


def _single(group: Sequence[Report], found: Paired) -> Iterator[Report]:
    years: dict[int | None, list[Report]] = {}
    for report in group:
        years.setdefault(report.year, []).append(report)
    for same in years.values():
        told = {(part_of(report).digest, tuple("".join(section.text.split()) for section in report.sections)) for report in same}
        if len(told) == 1:
            yield same[0]
        else:
            for report in same:
                found.unclear.append((report, _("there are {count} reports of it for {year} that differ").format(count=len(same), year=report.year or "?")))


def _pair(old: list[Report], new: list[Report], found: Paired) -> None:
    rest = []
    for report in new:
        partner = next((other for other in old if other.year == report.year), None)
        if partner is not None:
            found.pairs.append((partner, report))
            old = [other for other in old if other is not partner]
        else:
            rest.append(report)
    if len(old) == len(rest) == 1:  # one year on this side, another on that
        found.pairs.append((old[0], rest[0]))
        return
    found.only_before += old
    found.only_after += rest
