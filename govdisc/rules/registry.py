"""How a rule is declared, and what it is given to look at."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from govdisc.errors import ConfigurationError
from govdisc.model.findings import FAMILIES, SEVERITIES, Finding
from govdisc.model.form import Form
from govdisc.model.report import Report

_CODE = re.compile(r"[A-Z]{3}\d{3}")


@dataclass(frozen=True)
class Example:
    """A report in which a rule passes or fails, told as the changes to a correct one (see ``govdisc.testing.example_report``).

    ``cells`` maps paths to values, and a row ``table.row`` to None to take it out; ``sections`` maps section ids to texts, or to
    None to take one out; ``titles`` their titles; ``report`` sets other fields (``year``, ``title``, ``agency.name``,
    ``published``, ``unread`` …); ``previous`` is last year's report, told the same way.
    """

    form: str = "2021"
    cells: Mapping[str, Any] = field(default_factory=dict)
    marks: Mapping[str, str] = field(default_factory=dict)
    remarks: Mapping[str, str] = field(default_factory=dict)
    sections: Mapping[str, str | None] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)
    report: Mapping[str, Any] = field(default_factory=dict)
    previous: Example | None = None


@dataclass(frozen=True)
class Parameter:
    """A threshold of a rule that the configuration may set: its name, default and meaning."""

    name: str
    default: Any
    meaning: str


@dataclass(frozen=True)
class Context:
    """What a rule may look at beside the report: its form, last year's report if known, and the thresholds that were set."""

    form: Form
    previous: Report | None = None
    settings: Mapping[str, Any] = field(default_factory=dict)

    def parameter(self, rule: Rule, name: str) -> Any:
        """Return a threshold: as configured (``CODE.name``), else as the variant sets it, else its default."""
        key = f"{rule.code}.{name}"
        if key in self.settings:
            return self.settings[key]
        if key in self.form.parameters:
            return self.form.parameters[key]
        return next(one.default for one in rule.parameters if one.name == name)


Check = Callable[[Report, Context], Iterator[Finding]]


@dataclass(frozen=True)
class Rule:
    """A declared rule. Calling it yields the findings for one report.

    ``failing`` is None for what is found while a file is read, before there is a report.
    """

    code: str
    title: str
    severity: str
    basis: str
    since: str
    passing: Example
    failing: Example | None
    check: Check
    parameters: tuple[Parameter, ...] = ()

    @property
    def explanation(self) -> str:
        """The rule's docstring."""
        import inspect

        return inspect.getdoc(self.check) or ""

    @property
    def family(self) -> str:
        """The three letters before the number."""
        return self.code[:3]

    @cached_property
    def module(self) -> str:
        """The module that declares the rule, which names the plugin that brought it."""
        return self.check.__module__

    def __call__(self, report: Report, context: Context) -> Iterator[Finding]:
        """Yield the rule's findings for one report."""
        return self.check(report, context)

    def finding(self, message: str, *, severity: str | None = None, **details: Any) -> Finding:
        """Make a finding of this rule; ``details`` are fields of :class:`~govdisc.model.findings.Finding`."""
        details.setdefault("basis", self.basis)
        return Finding(self.code, severity or self.severity, message, **details)


def rule(
    *,
    code: str,
    title: str,
    severity: str,
    basis: str,
    since: str,
    passing: Example,
    failing: Example | None,
    parameters: tuple[Parameter, ...] = (),
) -> Callable[[Check], Rule]:
    """Declare a rule. The decorated generator takes a report and a context; its docstring is the explanation.

    Raises:
        ConfigurationError: when the code, its family or the severity is not one of the known ones, or the docstring is missing.

    """
    if not _CODE.fullmatch(code) or code[:3] not in FAMILIES:
        raise ConfigurationError(f"rule {code!r}: a code is one of {', '.join(FAMILIES)} and three digits, such as SUM101.")
    if severity not in SEVERITIES:
        raise ConfigurationError(f"rule {code}: the severity is one of {', '.join(SEVERITIES)}, not {severity!r}.")

    def declare(check: Check) -> Rule:
        if not check.__doc__:
            raise ConfigurationError(f"rule {code}: its function needs a docstring, which explains it to the user.")
        return Rule(code, title, severity, basis, since, passing, failing, check, parameters)

    return declare
