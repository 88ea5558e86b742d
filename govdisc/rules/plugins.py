"""PLG1xx: what failed in govdisc or in a plugin, so that a verdict says what it lacks."""

from __future__ import annotations

from collections.abc import Iterator

from govdisc.i18n import N_
from govdisc.model.findings import Finding
from govdisc.model.report import Report
from govdisc.rules.idle import found_elsewhere
from govdisc.rules.registry import Context, Example, rule


@rule(
    code="PLG101",
    title=N_("A plugin is broken"),
    severity="error",
    basis="govdisc",
    since="0.2.0",
    passing=Example(),
    failing=None,
    idle=found_elsewhere,
)
def plugin_broken(report: Report, context: Context) -> Iterator[Finding]:
    """An installed plugin could not be loaded, or brought what it may not: it is left out, and the verdict is made without it.

    The exit code is 3. ``govdisc plugins`` lists all plugins; ``--no-plugin NAME`` leaves one out on purpose.
    """
    yield from ()


@rule(
    code="PLG102",
    title=N_("A check failed on this report"),
    severity="error",
    basis="govdisc",
    since="0.2.0",
    passing=Example(),
    failing=None,
    idle=found_elsewhere,
)
def rule_failed(report: Report, context: Context) -> Iterator[Finding]:
    """A rule or an extraction raised an exception, did not end, gave what is no finding, or changed the report it was given.

    What it found on this report is left out; it looks at the next report again. The exit code is 3.
    """
    yield from ()


RULES = [plugin_broken, rule_failed]
