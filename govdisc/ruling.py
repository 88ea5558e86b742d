"""What counts of what the rules found: what is left out, how severe the rest is, what is waived, what was known already.

All of it is done here, behind the rules and the cache, for the command line and Python alike; so nothing that a setting hides keeps a
rule from running, and an entry that hides nothing can be named.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from govdisc.account import Input, Result
from govdisc.baseline import Comparison
from govdisc.i18n import gettext as _
from govdisc.model.findings import Finding
from govdisc.rules.plugins import rule_failed
from govdisc.rules.registry import BatchRule, Rule
from govdisc.selecting import Hide
from govdisc.settings import Settings
from govdisc.waivers import Waivers


class Ruling:
    """Rules on the results of one run as they pass, and knows at its end what is to be said of the settings."""

    def __init__(self, settings: Settings, rules: Mapping[str, Rule | BatchRule]) -> None:
        """Take the settings, and all rules by their code."""
        self._settings = settings
        self._looking = [rule for rule in rules.values() if settings.looks(rule)] if settings.baseline is not None else []
        #: Entries that held for some input, and those that hid something.
        self._met: set[Hide] = set()
        self._hid: set[Hide] = set()
        self._waivers = Waivers(settings.waivers, settings.today)
        self.comparison = None if settings.baseline is None else Comparison(settings.baseline)

    def ruled(self, result: Result) -> Result:
        """Rule on the findings of one result."""
        entry = result.input
        if not result.aside:
            self._waivers.saw(entry)
        if self.comparison is not None:
            self.comparison.saw(result)
        if self._settings.hides:
            self._hide(result)
        for finding in result.findings:
            self._set_severity(finding, entry)
            self._waivers.take(finding, entry)
            if self.comparison is not None:
                self.comparison.take(finding, entry)
        return result

    def _set_severity(self, finding: Finding, entry: Input) -> None:
        for level in self._settings.levels:
            if finding.code in level.codes and level.scope.holds(entry.uri, entry.agency):
                finding.severity = level.severity

    def _hide(self, result: Result) -> None:
        """Leave out what is not to be told: findings, checks that could not be made, and failures of rules that are left out."""
        entry = result.input
        hides = [hide for hide in self._settings.hides if hide.scope.holds(entry.uri, entry.agency)]
        if not hides:
            return
        self._met.update(hides)
        sums = any(finding.code.startswith("SUM") for finding in result.findings)
        kept = []
        for finding in result.findings:
            code = finding.key if finding.code == rule_failed.code else finding.code
            hiding = [hide for hide in hides if code in hide.codes or finding.code in hide.codes]
            self._hid.update(hiding)
            if not hiding:
                kept.append(finding)
            elif finding.code == rule_failed.code and finding.message in result.failures:
                result.failures.remove(finding.message)
        result.findings = kept
        codes = frozenset(code for hide in hides for code in hide.codes)
        entry.unchecked = [told for told in entry.unchecked if told["code"] not in codes]
        result.not_compared = [told for told in result.not_compared if told["code"] not in codes]
        result.states = {code: state for code, state in result.states.items() if code not in codes}
        if sums and not any(finding.code.startswith("SUM") for finding in kept):
            result.explanations = []

    def notes(self) -> Iterator[str]:
        """Yield what is to be said when all results have passed."""
        for hide in self._settings.hides:
            if hide in self._met and hide not in self._hid:
                whom = "".join(f" ({pattern})" for pattern in (hide.scope.files, hide.scope.bodies) if pattern)
                yield _("{where}: ignore {word}{whom} hid nothing; it can go.").format(where=hide.where or "ignore", word=hide.word, whom=whom)
        yield from self._waivers.notes()
        if self.comparison is not None:
            yield _("Against the baseline: {new} new, {known} known, {gone} gone.").format(
                new=len(self.comparison.new), known=len(self.comparison.met), gone=len(self.comparison.gone(self._looking))
            )
