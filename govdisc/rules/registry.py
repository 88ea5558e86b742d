"""How a rule is declared, and what it is given to look at."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import field
from decimal import Decimal
from functools import cached_property
from typing import Any, TypeVar

from govdisc.errors import ConfigurationError
from govdisc.i18n import gettext as _
from govdisc.model.book import FormBook, builtin_forms
from govdisc.model.document import Document
from govdisc.model.findings import SEVERITIES, Finding, Unchecked
from govdisc.model.form import Form
from govdisc.model.parameters import Parameter
from govdisc.model.report import Report
from govdisc.patterns import Pattern
from govdisc.records import record

T = TypeVar("T")

_CODE = Pattern(r"[A-Z]{3}\d{3}")

#: What stands in a rule's basis for the notice that the report's own form rests on; findings name that notice.
THE_FORM = "{form}"

#: What a rule may ask for beside the report.
NEEDS = ("document", "raw", "previous")
#: What a rule over a batch may need: it looks only where there is that.
BATCH_NEEDS = ("roster",)


@record(frozen=True)
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


@record(frozen=True)
class Context:
    """What a rule may look at beside the report: its form, the thresholds that were set, and what the rule said it needs.

    ``forms`` are the installed forms. ``previous`` is last year's report if known; ``document`` and ``raw`` are what the reader made
    of the file and its bytes, for rules that ask for them, and None where the report came as data.
    """

    form: Form
    previous: Report | None = None
    settings: Mapping[str, Any] = field(default_factory=dict)
    document: Document | None = None
    raw: bytes | None = None
    forms: FormBook = field(default_factory=builtin_forms)
    #: What rules made of the report for each other, by the function that made it.
    _made: dict[Any, tuple[Report, Any]] = field(default_factory=dict, init=False, repr=False, compare=False)

    def once(self, report: Report, make: Callable[[Report, Context], T]) -> T:
        """Return ``make(report, context)``, made once for all rules that ask for it: a text that several look through, say."""
        known = self._made.get(make)
        if known is None or known[0] is not report:
            known = self._made[make] = (report, make(report, self))
        found: T = known[1]
        return found

    def basis(self, rule: Rule, *, of: str | None = None) -> str:
        """Return the legal basis of a rule's finding.

        ``of`` is what it is about: a cell or row, a section, or a threshold (``DUE101.until``). What a variant brought rests on the
        variant's own notice, a threshold that was configured on the configuration; all else on what the rule declares.
        """
        return self._basis(rule.basis, of)

    def _basis(self, declared: str, of: str | None) -> str:
        if of is not None and of in self.settings:
            return _("the setting {name}").format(name=of)
        source = self.form.source_of(of) if of is not None else None
        if source is None and THE_FORM in declared and not self.form.regime.is_cn:
            return self.form.basis  # what the rule adds to it are articles of another regime
        return source or declared.replace(THE_FORM, self.form.basis)

    def settle(self, finding: Finding) -> Finding:
        """Fill in the notice where a finding rests on that of the report's form."""
        if finding.basis and THE_FORM in finding.basis:
            finding.basis = self._basis(finding.basis, finding.cell or finding.section)
        return finding

    def parameter(self, rule: Rule, name: str) -> Any:
        """Return a threshold: as configured (``CODE.name``), else as the variant sets it, else its default."""
        key = f"{rule.code}.{name}"
        if key in self.settings:
            return self.settings[key]
        if key in self.form.parameters:
            return self.form.parameters[key]
        return rule.defaults[name]


def _printed(basis: str, forms: Sequence[str]) -> str:
    notices = [form.basis for form in builtin_forms().forms() if not forms or form.id in forms]
    return basis.replace(THE_FORM, "／".join(reversed(notices)))


Check = Callable[[Report, Context], Iterator[Finding | Unchecked]]
Look = Callable[[Report, Context], bool]


@record(frozen=True)
class OneLook:
    """One of several looks that are taken together: it is true where its ``number`` is among those that ``together`` finds of a report."""

    together: Callable[[Report, Context], frozenset[int]]
    number: int

    def __call__(self, report: Report, context: Context) -> bool:
        """Tell whether the rule has nothing to say of a report."""
        return self.number in context.once(report, self.together)


#: What is said of cells elsewhere than in the tables: paths, each with the number that it is said to have.
Evidence = Callable[[Report, Context], Iterator[tuple[str, int | Decimal]]]


@record(frozen=True)
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
    #: Ids of the forms or variants that it is about; empty: any.
    forms: tuple[str, ...] = ()
    #: The regime whose forms it is about; None: any.
    regime: str | None = None
    needs: tuple[str, ...] = ()
    #: Says of most correct reports, at a glance, that the rule has nothing to find or to leave unchecked; it is not called then. Rules
    #: that share a look are asked together.
    idle: Look | None = None
    #: What the words that it looks at, or last year's report, say of single cells, whether they agree or not: where sums do not hold
    #: this tells which of their cells is the wrong one. Rules can share it.
    evidence: Evidence | None = None

    @property
    def explanation(self) -> str:
        """The rule's docstring."""
        import inspect

        return inspect.getdoc(self.check) or ""

    @cached_property
    def printed_basis(self) -> str:
        """The basis as the catalogue prints it, with the notices of the national forms for that of the report's form."""
        return _printed(self.basis, self.forms)

    @cached_property
    def defaults(self) -> Mapping[str, Any]:
        """The thresholds by name, as they are where nobody sets them."""
        return {parameter.name: parameter.default for parameter in self.parameters}

    @property
    def family(self) -> str:
        """The three letters before the number."""
        return self.code[:3]

    @property
    def needs_previous(self) -> bool:
        """Whether it compares the report with last year's."""
        return "previous" in self.needs or self.family == "YOY"

    @cached_property
    def module(self) -> str:
        """The module that declares the rule, which names the plugin that brought it."""
        return self.check.__module__

    def __call__(self, report: Report, context: Context) -> Iterator[Finding | Unchecked]:
        """Yield the rule's findings for one report."""
        return self.check(report, context)

    def unchecked(self, reason: str) -> Unchecked:
        """Say that the rule could not judge, and why."""
        return Unchecked(self.code, reason)

    def finding(self, message: str, *, severity: str | None = None, **details: Any) -> Finding:
        """Make a finding of this rule; ``details`` are fields of :class:`~govdisc.model.findings.Finding`."""
        details.setdefault("basis", self.basis)
        return Finding(self.code, severity or self.severity, message, **details)


def _checked(code: str, severity: str, check: Callable[..., Any], needs: Sequence[str], known: Sequence[str] = NEEDS) -> None:
    if not _CODE.fullmatch(code):
        raise ConfigurationError(f"rule {code!r}: a code is the three letters of its family and three digits, such as SUM101.")
    if severity not in SEVERITIES:
        raise ConfigurationError(f"rule {code}: the severity is one of {', '.join(SEVERITIES)}, not {severity!r}.")
    if set(needs) - set(known):
        raise ConfigurationError(f"rule {code}: it may need {', '.join(known)}, not {', '.join(sorted(set(needs) - set(known)))}.")
    if not check.__doc__:
        raise ConfigurationError(f"rule {code}: its function needs a docstring, which explains it to the user.")


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
    forms: tuple[str, ...] = (),
    regime: str | None = None,
    needs: tuple[str, ...] = (),
    idle: Look | None = None,
    evidence: Evidence | None = None,
) -> Callable[[Check], Rule]:
    """Declare a rule. The decorated generator takes a report and a context; its docstring is the explanation.

    ``idle`` is a look, shared by several rules, that says of most correct reports at a glance that the rule has nothing to say.
    ``evidence`` yields (cell, number) for what the words say of single cells; it is asked where a sum does not hold.

    Raises:
        ConfigurationError: when the code, the severity or a need is not one of the known ones, or the docstring is missing.

    """

    def declare(check: Check) -> Rule:
        _checked(code, severity, check, needs)
        return Rule(code, title, severity, basis, since, passing, failing, check, parameters, forms, regime, needs, idle, evidence)

    return declare


@record(frozen=True)
class BatchContext:
    """What a rule over a batch may look at: the account entry of each input, the thresholds, who belongs to whom, the installed forms."""

    inputs: Sequence[Any]
    settings: Mapping[str, Any] = field(default_factory=dict)
    roster: Any = None
    forms: FormBook = field(default_factory=builtin_forms)

    def parameter(self, rule: BatchRule, name: str) -> Any:
        """Return a threshold: as configured (``CODE.name``), else its default."""
        key = f"{rule.code}.{name}"
        return self.settings[key] if key in self.settings else next(parameter.default for parameter in rule.parameters if parameter.name == name)


@record(frozen=True)
class BatchRule:
    """A rule over all reports of a run.

    ``collect`` keeps a small value of each report (None: nothing), which must be picklable; ``judge`` gets them as (index among the
    inputs, value) once every report is read, and yields findings whose ``input`` it sets and whose ``related`` names the others.
    """

    code: str
    title: str
    severity: str
    basis: str
    since: str
    collect: Callable[[Report, Context], Any]
    judge: Callable[[Sequence[tuple[int, Any]], BatchContext], Iterator[Finding]]
    passing: tuple[Example, ...] = ()
    failing: tuple[Example, ...] = ()
    parameters: tuple[Parameter, ...] = ()
    forms: tuple[str, ...] = ()
    regime: str | None = None
    #: ``roster``: it looks only where it is known who belongs to whom.
    needs: tuple[str, ...] = ()

    @property
    def explanation(self) -> str:
        """The rule's docstring."""
        import inspect

        return inspect.getdoc(self.judge) or ""

    @cached_property
    def printed_basis(self) -> str:
        """The basis as the catalogue prints it; see :attr:`Rule.printed_basis`."""
        return _printed(self.basis, self.forms)

    @property
    def family(self) -> str:
        """The three letters before the number."""
        return self.code[:3]

    @cached_property
    def module(self) -> str:
        """The module that declares the rule."""
        return self.judge.__module__

    def finding(self, message: str, *, severity: str | None = None, **details: Any) -> Finding:
        """Make a finding of this rule; ``details`` are fields of :class:`~govdisc.model.findings.Finding`."""
        details.setdefault("basis", self.basis)
        return Finding(self.code, severity or self.severity, message, **details)


def batch_rule(
    *,
    code: str,
    title: str,
    severity: str,
    basis: str,
    since: str,
    collect: Callable[[Report, Context], Any],
    passing: tuple[Example, ...] = (),
    failing: tuple[Example, ...] = (),
    parameters: tuple[Parameter, ...] = (),
    forms: tuple[str, ...] = (),
    regime: str | None = None,
    needs: tuple[str, ...] = (),
) -> Callable[[Callable[[Sequence[tuple[int, Any]], BatchContext], Iterator[Finding]]], BatchRule]:
    """Declare a rule over a batch; the decorated generator takes what was collected and a :class:`BatchContext`.

    Raises:
        ConfigurationError: when the code or the severity is not one of the known ones, or the docstring is missing.

    """

    def declare(judge: Callable[[Sequence[tuple[int, Any]], BatchContext], Iterator[Finding]]) -> BatchRule:
        _checked(code, severity, judge, needs, BATCH_NEEDS)
        return BatchRule(code, title, severity, basis, since, collect, judge, passing, failing, parameters, forms, regime, needs)

    return declare
