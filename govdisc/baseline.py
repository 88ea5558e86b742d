"""A baseline: the findings that were there already, by fingerprint, so that a run can be judged by the new ones alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from govdisc.account import READ, Input, Result
from govdisc.errors import ConfigurationError
from govdisc.i18n import gettext as _
from govdisc.model.findings import Finding
from govdisc.records import record
from govdisc.rules.registry import BatchRule, Rule
from govdisc.text.jsontext import dumps, loads

SCHEMA_VERSION = "1"
KIND = "govdisc-baseline"
#: Larger files are no baseline.
LARGEST = 200_000_000
_KEYS = ("fingerprint", "code", "uri", "agency", "year", "cell", "section", "quote")


@record(frozen=True)
class Known:
    """One finding of a baseline: what tells it again, and what helps a person to find it."""

    fingerprint: str
    code: str
    uri: str | None = None
    agency: str | None = None
    year: int | None = None
    cell: str | None = None
    section: str | None = None
    quote: str | None = None

    @classmethod
    def of(cls, finding: Finding, entry: Input) -> Known:
        """Keep a finding."""
        fingerprint = finding.fingerprint(entry.identity)
        return cls(fingerprint, finding.code, entry.uri, entry.agency, entry.year, finding.cell, finding.section, finding.quote)

    @property
    def report(self) -> tuple[str | None, int | None, str | None]:
        """Whose finding it is: body and year, else the file."""
        return report_of(self.agency, self.year, self.uri)

    @property
    def order(self) -> tuple[str, ...]:
        """By what the findings of a baseline are sorted, so that two of them can be compared line by line."""
        return (self.agency or "", str(self.year or ""), self.uri or "" if not self.agency else "", self.code, self.fingerprint)


def report_of(agency: str | None, year: int | None, uri: str | None) -> tuple[str | None, int | None, str | None]:
    """What two findings of one report share."""
    return (agency, year, None) if agency else (None, None, uri)


class Comparison:
    """Holds the findings of a run against a baseline; after the run it knows which are new, known and gone."""

    def __init__(self, baseline: Mapping[str, Known]) -> None:
        """Take the findings of a baseline by their fingerprint."""
        self.baseline = baseline
        self.new: dict[str, Known] = {}
        self.met: set[str] = set()
        self._reports: set[tuple[str | None, int | None, str | None]] = set()
        self._compared: set[tuple[str | None, int | None, str | None]] = set()

    def saw(self, result: Result) -> None:
        """Take note of a report that was read: only its findings can be gone."""
        entry = result.input
        if not result.aside and entry.status == READ:
            report = report_of(entry.agency, entry.year, entry.uri)
            self._reports.add(report)
            if entry.previous is not None and "uri" in entry.previous:
                self._compared.add(report)

    def take(self, finding: Finding, entry: Input) -> None:
        """Mark a finding as new or known."""
        fingerprint = finding.fingerprint(entry.identity)
        finding.baseline = "known" if fingerprint in self.baseline else "new"
        if finding.baseline == "known":
            self.met.add(fingerprint)
        elif finding.suppressed is None:
            self.new.setdefault(fingerprint, Known.of(finding, entry))

    def gone(self, looking: Iterable[Rule | BatchRule]) -> list[Known]:
        """Return what was not met again, of the rules that looked, in reports that were read.

        What needs last year's report is gone only where that was there, and what needs the batch where all of it was.
        """
        looked = {rule.code: self._looked_at(rule) for rule in looking}
        left = (known for fingerprint, known in self.baseline.items() if fingerprint not in self.met)
        return [known for known in left if known.report in looked.get(known.code, ())]

    def _looked_at(self, rule: Rule | BatchRule) -> set[tuple[str | None, int | None, str | None]]:
        if isinstance(rule, BatchRule) or rule.family == "BAT":
            return self._reports if all(known.report in self._reports for known in self.baseline.values()) else set()
        return self._compared if rule.needs_previous else self._reports


def load(path: str) -> dict[str, Known]:
    """Read a baseline.

    Raises:
        ConfigurationError: when it is missing, no baseline, cut off, or of another version of the schema.

    """
    try:
        if Path(path).stat().st_size > LARGEST:
            raise ConfigurationError(_("{path} is no baseline: it is too large.").format(path=path))
        data = loads(Path(path).read_text("utf-8-sig"))
    except OSError as error:
        raise ConfigurationError(
            _("the baseline {path} cannot be read: {error}; govdisc baseline create makes one.").format(path=path, error=error.strerror or error)
        ) from None
    except ValueError as error:
        raise ConfigurationError(
            _("the baseline {path} is cut off or damaged ({error}); take it from version control, or make it again.").format(path=path, error=error)
        ) from None
    if not isinstance(data, dict) or data.get("kind") != KIND:
        raise ConfigurationError(_("{path} is no baseline; govdisc baseline create makes one.").format(path=path))
    if data.get("schema_version") != SCHEMA_VERSION:
        raise ConfigurationError(
            _("the baseline {path} has the schema version {found}, and this govdisc knows {known}; make it again with govdisc baseline create.").format(
                path=path, found=str(data.get("schema_version"))[:20], known=SCHEMA_VERSION
            )
        )
    return {known.fingerprint: known for known in _findings(data, path)}


def _findings(data: Mapping[str, Any], path: str) -> Iterator[Known]:
    findings = data.get("findings")
    for number, entry in enumerate(findings if isinstance(findings, list) else [None], 1):
        sound = isinstance(entry, dict) and set(entry) <= set(_KEYS) and all(isinstance(entry.get(name), str) for name in ("fingerprint", "code"))
        if not sound or any(not isinstance(value, (str, int, type(None))) for value in entry.values()):
            raise ConfigurationError(_("the baseline {path} is damaged: its finding {number} is none.").format(path=path, number=number))
        yield Known(**entry)


def written(findings: Iterable[Known]) -> bytes:
    """Return the bytes of a baseline: a finding a line, sorted, so that version control shows what changed."""
    lines = [dumps({name: getattr(known, name) for name in _KEYS}) for known in sorted(findings, key=lambda known: known.order)]
    head = f'{{"schema_version": "{SCHEMA_VERSION}", "kind": "{KIND}", "findings": ['
    return (head + ",".join(f"\n{line}" for line in lines) + ("\n" if lines else "") + "]}\n").encode("utf-8", "surrogatepass")
