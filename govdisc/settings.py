"""What a run goes by: how inputs are read, which rules look at them, and with which thresholds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import TYPE_CHECKING, Any

from govdisc.kinds import Override
from govdisc.model.form import Form
from govdisc.records import record
from govdisc.rules.registry import BatchRule, Rule

if TYPE_CHECKING:
    from govdisc.baseline import Known
    from govdisc.selecting import Hide, Level
    from govdisc.waivers import Waiver

#: What is done with findings after they were found, and so behind the cache.
AFTERWARDS = ("hides", "levels", "waivers", "today", "baseline")


@record(frozen=True)
class Settings:
    """The settings of a run; all of them can be pickled, since every worker has its own engine."""

    #: Read and check by this variant; else one is chosen where agency and year call for it.
    variant: str | None = None
    #: Read every input as this format; else its content tells.
    input_format: str | None = None
    #: The publication date where the report states none, as YYYY-MM-DD.
    published: str | None = None
    #: Codes of the rules that look; None: all.
    select: frozenset[str] | None = None
    #: Whose findings are left out; these rules look all the same.
    hides: tuple[Hide, ...] = ()
    #: Severities that were set; of several that speak of a finding the last one counts.
    levels: tuple[Level, ...] = ()
    waivers: tuple[Waiver, ...] = ()
    #: The day by which waivers end, as YYYY-MM-DD; None: today.
    today: str | None = None
    #: Findings that were known already, by fingerprint; None: there is no baseline.
    baseline: Mapping[str, Known] | None = None
    #: Thresholds that were set, by ``CODE.name``.
    thresholds: Mapping[str, Any] = field(default_factory=dict)
    #: Publication dates by body, as a roster gives them.
    dates: Mapping[str, str] = field(default_factory=dict)
    #: Who belongs to whom, for rules over the batch.
    roster: Any = None
    #: The bodies that must send a report, each with all its names, as a roster gives them.
    expected: tuple[tuple[str, ...], ...] = ()

    @property
    def changes_findings(self) -> bool:
        """Whether anything is set that changes what counts of the findings."""
        return bool(self.hides or self.levels or self.waivers or self.baseline is not None)

    def looks(self, rule: Rule | BatchRule) -> bool:
        """Tell whether a rule is among those that look."""
        return self.looks_at(rule.code)

    def looks_at(self, code: str) -> bool:
        """Tell whether the rule of a code is among those that look."""
        return self.select is None or code in self.select


def applies(rule: Rule | BatchRule, form: Form) -> bool:
    """Tell whether a rule is about reports of a form."""
    if rule.regime is not None and rule.regime != form.regime.id:
        return False
    return not rule.forms or form.is_of(rule.forms)


def override_of(rule: Rule | BatchRule, form: Form, overrides: list[Override]) -> Override | None:
    """Return what a plugin says of a rule for a form; the last one that speaks of it counts."""
    fitting = [
        override
        for override in overrides
        if override.code == rule.code and (not override.forms or form.is_of(override.forms))
    ]
    return fitting[-1] if fitting else None


def severity_of(rule: Rule | BatchRule, form: Form, override: Override | None, settings: Settings) -> str | None:
    """Return another severity than a rule's own, or ``off``: the variant's before a plugin's.

    That of a run's settings goes before both and is set later; a rule that they name looks, whoever switched it off.
    """
    found = form.severities.get(rule.code) or (override.severity if override else None)
    named = [level for level in settings.levels if rule.code in level.codes]
    if found == "off" and named:
        from govdisc.selecting import EVERYWHERE

        return None if any(level.scope == EVERYWHERE for level in named) else found
    return found
