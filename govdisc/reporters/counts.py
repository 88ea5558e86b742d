"""How many findings there are, by severity, family, rule and body."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import field

from govdisc.account import Outcome
from govdisc.i18n import gettext as _
from govdisc.model.findings import FAMILIES, SEVERITIES
from govdisc.model.places import safe
from govdisc.records import record


@record
class Counts:
    """Findings that count, by what they are; those that are waived or known stand beside."""

    severities: Counter[str] = field(default_factory=Counter)
    families: Counter[str] = field(default_factory=Counter)
    rules: Counter[str] = field(default_factory=Counter)
    bodies: Counter[str] = field(default_factory=Counter)
    waived: int = 0
    known: int = 0

    @classmethod
    def of(cls, outcome: Outcome) -> Counts:
        """Count the findings of an outcome, walking it once."""
        counts = cls()
        for result in outcome.results():
            for finding in result.findings:
                counts.waived += finding.suppressed is not None
                counts.known += finding.baseline == "known"
                if finding.counts:
                    counts.severities[finding.severity] += 1
                    counts.families[finding.code[:3]] += 1
                    counts.rules[finding.code] += 1
                    counts.bodies[result.input.agency or result.input.uri] += 1
        return counts


def statistics(outcome: Outcome) -> Iterator[str]:
    """Yield how many findings there are, as a block by severity, family, rule and body; the most frequent first."""
    counts = Counts.of(outcome)
    severities = [(_(name), counts.severities[name]) for name in SEVERITIES]
    families = [(f"{letters}  {_(FAMILIES.get(letters, ''))}".rstrip(), count) for letters, count in _ranked(counts.families)]
    blocks = (
        (_("By severity"), severities),
        (_("By family"), families),
        (_("By rule"), _ranked(counts.rules)),
        (_("By body"), [(safe(name), count) for name, count in _ranked(counts.bodies)]),
    )
    for number, (title, lines) in enumerate(blocks):
        if lines:
            yield ("\n" if number else "") + f"{title}\n" + "".join(f"{count:>8}  {name}\n" for name, count in lines)
    if counts.waived or counts.known:
        yield "\n" + _("Waived: {waived}, known: {known}.").format(waived=counts.waived, known=counts.known) + "\n"


def _ranked(counter: Counter[str]) -> list[tuple[str, int]]:
    return sorted(counter.items(), key=lambda item: (-item[1], item[0]))
