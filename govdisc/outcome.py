"""What a validation run found, over all its inputs: the object that reporters turn into text or JSON."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from govdisc import __version__
from govdisc.model.findings import SEVERITIES, Finding
from govdisc.model.report import SCHEMA_VERSION, Report


@dataclass(slots=True)
class Input:
    """One report, or one input that could not be read."""

    uri: str
    sha256: str | None = None
    form: str | None = None
    variant: str | None = None
    year: int | None = None
    agency: str | None = None
    #: ``read``, ``refused`` or ``passed_over``; ``reason`` says why it was not read.
    status: str = "read"
    reason: str | None = None
    #: With what it was compared ({uri, year}), or why not ({reason}), where a comparison was asked for or possible.
    previous: dict[str, Any] | None = None
    #: Rules that could not judge, as {code, reason}.
    unchecked: list[dict[str, str]] = field(default_factory=list)

    @classmethod
    def of(cls, report: Report) -> Input:
        """Describe a report."""
        source = report.source
        return cls(
            source.uri if source else "",
            source.sha256 if source else None,
            report.form,
            report.variant,
            report.year,
            report.agency.name,
        )

    @property
    def identity(self) -> str:
        """What tells this report from the others of a batch in a fingerprint: agency and year, else the file."""
        return f"{self.agency}\x1f{self.year}" if self.agency else self.uri

    def to_dict(self) -> dict[str, Any]:
        """Return the entry as it stands under ``inputs``."""
        data: dict[str, Any] = {
            "uri": self.uri,
            "sha256": self.sha256,
            "form": self.form,
            "variant": self.variant,
            "year": self.year,
            "agency": self.agency,
            "status": self.status,
        }
        for name, value in (("reason", self.reason), ("previous", self.previous), ("unchecked", self.unchecked)):
            if value:
                data[name] = value
        return data


@dataclass
class Outcome:
    """Inputs in the order of the command line, findings by input, and explanations of wrong sums."""

    inputs: list[Input] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    explanations: list[dict[str, Any]] = field(default_factory=list)
    plugins: dict[str, str] = field(default_factory=dict)
    colour: bool = False
    #: What the form prints for the cells that explanations name.
    labels: dict[str, str] = field(default_factory=dict)

    def counts(self) -> dict[str, int]:
        """Return how many findings there are of each severity."""
        out = dict.fromkeys(SEVERITIES, 0)
        for one in self.findings:
            out[one.severity] += 1
        return out

    def finding_dicts(self, findings: Iterable[Finding] | None = None) -> list[dict[str, Any]]:
        """Return findings as they stand in the JSON output."""
        return [one.to_dict(self.inputs[one.input].identity) for one in (self.findings if findings is None else findings)]

    def to_dict(self) -> dict[str, Any]:
        """Return the whole outcome as the JSON object of schema_version 1."""
        return {
            "schema_version": SCHEMA_VERSION,
            "tool": {"name": "govdisc", "version": __version__, "plugins": self.plugins},
            "inputs": [one.to_dict() for one in self.inputs],
            "findings": self.finding_dicts(),
            "explanations": self.explanations,
            "summary": self.counts(),
        }
