"""Waivers: findings that a person looked at and let stand, each with its reason and until when. They are shown as suppressed, never lost."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from govdisc.account import Input
from govdisc.errors import ConfigurationError
from govdisc.i18n import gettext as _
from govdisc.model.findings import Finding
from govdisc.records import record
from govdisc.text.labels import squeeze

#: What a waiver may name to say which finding is meant.
_NARROWING = ("cell", "section", "quote")
#: So many are named in one sentence.
MOST_NAMED = 5


@record(frozen=True)
class Waiver:
    """One waiver: which finding it is about, why it stands, and the last day on which it holds (None: it holds on)."""

    code: str
    body: str
    year: int
    reason: str
    cell: str | None = None
    section: str | None = None
    quote: str | None = None
    until: str | None = None

    def fits(self, finding: Finding, entry: Input) -> bool:
        """Tell whether it is about a finding of a report."""
        if finding.code != self.code or entry.year != self.year or squeeze(entry.agency or "") != squeeze(self.body):
            return False
        if self.cell is not None and self.cell != finding.cell and self.cell not in finding.cells:
            return False
        if self.section is not None and self.section != finding.section:
            return False
        return self.quote is None or squeeze(self.quote) in squeeze(finding.quote or "")

    @property
    def name(self) -> str:
        """What it is about, in few words."""
        which = [value for value in (self.cell, self.section, self.quote) if value]
        return " ".join([self.code, self.body, str(self.year), *which])

    @property
    def mark(self) -> dict[str, Any]:
        """What stands under ``suppressed`` of a finding."""
        return {"kind": "waiver", "reason": self.reason, "until": self.until}


class Waivers:
    """The waivers of a run: what each was used for, and what is to be said of them at the end."""

    def __init__(self, waivers: Sequence[Waiver], today: str | None) -> None:
        """Take the waivers and the day; without one, today's."""
        self._by_code: dict[str, list[Waiver]] = {}
        for waiver in waivers:
            self._by_code.setdefault(waiver.code, []).append(waiver)
        self._all = tuple(waivers)
        self._used: set[Waiver] = set()
        self._expired: set[Waiver] = set()
        self._of = {(squeeze(waiver.body), waiver.year) for waiver in waivers}
        self._met: set[tuple[str, int]] = set()
        self._today = (today or datetime.date.today().isoformat()) if waivers else ""

    def saw(self, entry: Input) -> None:
        """Take note of a report that was read: only its waivers can be said to be of no use."""
        if self._of and entry.year is not None and (report := (squeeze(entry.agency or ""), entry.year)) in self._of:
            self._met.add(report)

    def take(self, finding: Finding, entry: Input) -> None:
        """Mark a finding that a waiver is about.

        Raises:
            ConfigurationError: when two are.

        """
        fitting = [waiver for waiver in self._by_code.get(finding.code, ()) if waiver.fits(finding, entry)]
        if len(fitting) > 1:
            raise _two(fitting[0], fitting[1])
        for waiver in fitting:
            if waiver.until is not None and waiver.until < self._today:
                self._expired.add(waiver)
            else:
                self._used.add(waiver)
                finding.suppressed = waiver.mark

    def notes(self) -> Iterator[str]:
        """Yield what is to be said: waivers that have expired, and those that no finding was met for."""
        for waiver in self._all:
            if waiver in self._expired:
                yield _("the waiver for {name} ended on {day}; its finding counts again.").format(name=waiver.name, day=waiver.until)
            elif waiver not in self._used and (squeeze(waiver.body), waiver.year) in self._met:
                yield _("the waiver for {name} was not used; take it out if the finding is gone.").format(name=waiver.name)
        absent = [waiver.name for waiver in self._all if (squeeze(waiver.body), waiver.year) not in self._met]
        if absent:
            names = ", ".join(absent[:MOST_NAMED]) + (", …" if len(absent) > MOST_NAMED else "")
            yield _("waivers not used, since their reports are not among the inputs: {names}.").format(names=names)


def refuse_overlaps(waivers: Sequence[Waiver]) -> None:
    """Refuse two waivers that may be about one finding.

    Raises:
        ConfigurationError: when there are such.

    """
    by_report: dict[tuple[str, str, int], list[Waiver]] = {}
    for waiver in waivers:
        for other in by_report.setdefault((waiver.code, squeeze(waiver.body), waiver.year), []):
            if all(_may_be_one(getattr(waiver, name), getattr(other, name)) for name in _NARROWING):
                raise _two(other, waiver)
        by_report[waiver.code, squeeze(waiver.body), waiver.year].append(waiver)


def _may_be_one(one: str | None, other: str | None) -> bool:
    return one is None or other is None or squeeze(one) == squeeze(other)


def _two(one: Waiver, other: Waiver) -> ConfigurationError:
    return ConfigurationError(
        _("two waivers are about one finding, {one} ({reason}) and {other} ({why}); keep one of them.").format(
            one=one.name, reason=one.reason, other=other.name, why=other.reason
        )
    )


def waiver_of(data: Mapping[str, Any], where: str) -> Waiver:
    """Return a waiver from the configuration, whose keys and types were looked at already.

    Raises:
        ConfigurationError: when its reason is empty or a day is none.

    """
    if not data["reason"].strip():
        raise ConfigurationError(_("{where}: the reason is empty; say why the finding stands.").format(where=where))
    return Waiver(**{**data, "code": data["code"].strip().upper()})
