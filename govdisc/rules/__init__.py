"""The checks. A rule is a pure generator that looks at one report and yields findings; one module holds one family.

A rule is declared once, by :func:`govdisc.rules.registry.rule`: its code, title, severity, basis and examples stand there, its
docstring is its explanation, and documentation, catalogue and tests all come from that one place.
"""

from __future__ import annotations

from govdisc.model.parameters import Parameter
from govdisc.rules.registry import BatchContext, BatchRule, Context, Example, Rule, batch_rule, rule

__all__ = ["BatchContext", "BatchRule", "Context", "Example", "Parameter", "Rule", "batch_rule", "builtin_rules", "rule"]


def builtin_rules() -> list[Rule | BatchRule]:
    """Return the rules of the core, in the order of their codes: those that the modules of this folder declare as ``RULES``."""
    from importlib import import_module
    from pkgutil import iter_modules

    modules = [import_module(f"{__name__}.{module.name}") for module in iter_modules(__path__)]
    found: list[Rule | BatchRule] = [rule for module in modules for rule in getattr(module, "RULES", ())]
    return sorted(found, key=lambda rule: rule.code)
