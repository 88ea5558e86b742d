"""What a check found, in the shape that every reporter and every consumer of the JSON relies on."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import field
from decimal import Decimal
from typing import Any

from govdisc.i18n import N_
from govdisc.model.places import location_of
from govdisc.records import record

SEVERITIES = ("error", "warning", "info")

#: The families of codes, and what each is about.
FAMILIES = {
    "STR": N_("structure"),
    "NUM": N_("numbers"),
    "SUM": N_("arithmetic"),
    "YOY": N_("year on year"),
    "NAR": N_("narrative"),
    "FEE": N_("fees"),
    "DUE": N_("deadlines"),
    "REG": N_("regional"),
    "BAT": N_("across the reports of a batch"),
    "INP": N_("input"),
    "PLG": N_("plugin"),
    "CFG": N_("configuration"),
}


@record(slots=True)
class Finding:
    """One finding.

    ``cell`` is a path (``requests.received.total``) or None, ``cells`` all of them where it is about several; ``section`` and
    ``quote`` name the words of the narrative where the finding is about prose; ``place`` is where in the source; ``expected`` and ``actual`` are numbers or texts; ``basis`` the
    article or notice. ``input`` is the index of the report among the inputs and is set by the engine. ``location`` is the place for
    machines, made from ``place`` where a rule gives none. ``related`` names the other places of a finding over several, in
    other reports ({input, cell or section, location}) or in this one, where ``input`` is left out and a ``place``
    does for the location; ``suppressed`` is the waiver that hides it ({kind, reason, until}); ``baseline`` is ``new`` or ``known``
    where findings are compared with a baseline.
    """

    code: str
    severity: str
    message: str
    input: int = 0
    cell: str | None = None
    section: str | None = None
    quote: str | None = None
    place: str | None = None
    expected: Any = None
    actual: Any = None
    basis: str | None = None
    suggestion: str | None = None
    #: What tells two findings of one code at one cell or section apart when no cell or quote does.
    key: str = field(default="", repr=False)
    cells: tuple[str, ...] = ()
    location: Mapping[str, Any] | None = None
    related: list[dict[str, Any]] = field(default_factory=list)
    suppressed: Mapping[str, Any] | None = None
    baseline: str | None = None

    @property
    def counts(self) -> bool:
        """Tell whether it counts in the summary and for the exit code: neither waived nor known already."""
        return self.suppressed is None and self.baseline != "known"

    def fingerprint(self, identity: str) -> str:
        """Return 16 hexadecimal digits that stay the same when lines move, and in every format and language.

        ``identity`` names the report (agency and year), so that two reports of one batch differ. The numbers in question are part of
        it: a cell that was changed and is still wrong is a new finding, and two versions of one report are told apart. What it is
        made of may not change any more, since baselines rest on it.
        """
        numbers = (_plain(self.expected), _plain(self.actual))
        parts = (self.code, identity, self.cell or "", self.section or "", "".join((self.quote or "").split()), self.key, *numbers)
        return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]

    def to_dict(self, identity: str) -> dict[str, Any]:
        """Return the finding as it stands in the JSON output."""
        data = {
            "code": self.code,
            "severity": self.severity,
            "message": self.message,
            "input": self.input,
            "cell": self.cell,
            "section": self.section,
            "quote": self.quote,
            "place": self.place,
            "location": self.location if self.location is not None else location_of(self.place),
            "expected": self.expected,
            "actual": self.actual,
            "basis": self.basis,
            "suggestion": self.suggestion,
            "fingerprint": self.fingerprint(identity),
        }
        related = [_related(other, self.input) for other in self.related]
        for name, value in (("cells", list(self.cells)), ("related", related), ("suppressed", self.suppressed), ("baseline", self.baseline)):
            if value:
                data[name] = value
        return data


def _plain(value: Any) -> str:
    """A number however it was written (3.5 and 3.50 are one); "" for all else, which may be words of a language."""
    if isinstance(value, bool) or not isinstance(value, (int, float, Decimal)):
        return ""
    return format(Decimal(str(value)).normalize(), "f")


def _related(other: Mapping[str, Any], own: int) -> dict[str, Any]:
    """Another place of a finding, as it stands in the JSON output."""
    place = other.get("place")
    told = {name: value for name, value in other.items() if name != "place"}
    return {"input": own, **told, **({"location": location_of(place)} if place is not None else {})}


@record(frozen=True, slots=True)
class Unchecked:
    """What a rule yields in place of a finding where it could not judge, and why (a cell is unread, the date is unknown)."""

    code: str
    reason: str
