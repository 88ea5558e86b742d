"""The checks. A rule is a pure generator that looks at one report and yields findings; one module holds one family.

A rule is declared once, by :func:`govdisc.rules.registry.rule`: its code, title, severity, basis and examples stand there, its
docstring is its explanation, and documentation, catalogue and tests all come from that one place.
"""

from __future__ import annotations

from govdisc.rules.registry import BatchContext, BatchRule, Context, Example, Parameter, Rule, batch_rule, rule

__all__ = ["BatchContext", "BatchRule", "Context", "Example", "Parameter", "Rule", "batch_rule", "builtin_rules", "rule"]

FAMILY_MODULES = ("inputs", "plugins", "batch", "twins", "structure", "unread", "numbers", "sums", "year_on_year", "deadlines")


def builtin_rules() -> list[Rule | BatchRule]:
    """Return the rules of the core, in the order of their codes."""
    from importlib import import_module

    found: list[Rule | BatchRule] = []
    for name in FAMILY_MODULES:
        found += import_module(f"govdisc.rules.{name}").RULES
    return sorted(found, key=lambda one: one.code)
