"""The rules on prose, a family or a matter a module; whatever rule a module declares is found."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from govdisc.plugin import Rule


def rules() -> list[Rule]:
    """Return every rule of this package, in the order of their codes."""
    modules = [import_module(f"{__name__}.{module.name}") for module in iter_modules(__path__)]
    found = {value.code: value for module in modules for value in vars(module).values() if isinstance(value, Rule)}
    return [found[code] for code in sorted(found)]
