"""The wrong cells of a report whose sums do not hold, with the help of plugins where several are wrong at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import field
from functools import partial
from typing import TYPE_CHECKING, Any

from govdisc.account import Result
from govdisc.guard import Broken, guarded
from govdisc.i18n import gettext as _
from govdisc.kinds import Solver
from govdisc.model.form import Form
from govdisc.model.report import Report
from govdisc.plugins import Plugins
from govdisc.records import record
from govdisc.rules.registry import Context

if TYPE_CHECKING:
    from govdisc.engine import Engine
    from govdisc.explain.patterns import Evidence
    from govdisc.explain.system import Solution, System


@record
class Located:
    """The explanations as they stand in the JSON output, what the form prints for their cells, and which plugins failed over it."""

    explanations: list[dict[str, Any]] = field(default_factory=list)
    labels: dict[str, str] = field(default_factory=dict)
    failures: list[str] = field(default_factory=list)


def explain_into(engine: Engine, result: Result, report: Report, context: Context) -> None:
    """Name the wrong cells where a sum does not hold, by what the text says of them, and last year's report where it is known."""
    if not any(finding.code.startswith("SUM") for finding in result.findings):
        return
    result.evidence = engine.alone.evidence(report, context)
    if context.previous is not None:
        for cell, numbers in engine.yearly.evidence(report, context).items():
            result.evidence[cell] = (*result.evidence.get(cell, ()), *numbers)
    found = located(report, context.form, result.evidence, engine.plugins)
    result.explanations, result.labels = found.explanations, found.labels
    result.failures += [failure for failure in found.failures if failure not in result.failures]


def located(report: Report, form: Form, evidence: Evidence, plugins: Plugins) -> Located:
    """Explain a report in which a sum does not hold; ``evidence`` is what is said elsewhere of its cells."""
    from govdisc.explain import explain

    out = Located()
    out.explanations = list(explain(report, form, 0, evidence=evidence, solver=lambda system: _asked(system, plugins, out.failures)))
    cells = [change["cell"] for explanation in out.explanations for change in explanation["cells"]]
    out.labels = {cell: form.cell_label(cell) for cell in cells}
    return out


def _asked(system: System, plugins: Plugins, failures: list[str]) -> Iterable[Solution]:
    """Ask the plugins one after another; what does not settle the sums is no answer."""
    from copy import deepcopy

    for info, solver in plugins.solvers:
        try:
            found = guarded(partial(_solved, solver, deepcopy(system)), limited=not info.ours)
            sound = [solution for solution in found if solution and solution.keys() <= system.values.keys() and system.settles(solution)]
        except (Broken, TypeError, ValueError, ArithmeticError) as error:
            failures.append(_("solver {name} failed: {error}").format(name=solver.name, error=error))
            continue
        if sound:
            return sound
    return ()


def _solved(solver: Solver, system: System) -> list[Solution]:
    return [dict(solution) for solution in solver.solve(system)]
