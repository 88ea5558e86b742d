"""What every plugin promises, as one test of two lines, and as ``govdisc plugin check`` without pytest.

    from govdisc.testing.contract import contract

    test_contract = contract("govdisc-qinglan")

The test is parametrised, one case a promise. A plugin that is not installed, that is broken, or that has a hook which brings nothing
fails: nothing passes because there was nothing to look at.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from govdisc.plugins import Plugins
from govdisc.testing.contract import commands, extractors, formats, forms, loading, messages, reporters, rules
from govdisc.testing.contract.subject import Breach, Check, Subject, find

__all__ = ["Breach", "Check", "Subject", "checks_of", "contract"]

#: Each brings the checks of one kind of thing; a plugin without such things gets none of them.
KINDS = (loading, formats, rules, forms, extractors, reporters, commands, messages)


def checks_of(name: str, plugins: Plugins | None = None) -> list[Check]:
    """Return the checks of an installed plugin, by its name or its distribution's; what is broken gets the first alone, which fails."""
    subject = find(name, plugins if plugins is not None else Plugins())
    if not isinstance(subject, Subject):
        return [subject]
    return [Check(f"{kind.__name__.rpartition('.')[2]}: {check.name}", check.run) for kind in KINDS for check in _of(kind, subject)]


def _of(kind: Any, subject: Subject) -> Iterator[Check]:
    yield from kind.checks(subject)


def contract(name: str) -> Callable[[Check], None]:
    """Return a test for pytest that holds a plugin, named as it is installed, to everything that a plugin promises."""
    import pytest

    @pytest.mark.parametrize("check", checks_of(name), ids=lambda check: check.name)
    def test_contract(check: Check) -> None:
        """The plugin keeps a promise that every plugin makes."""
        check.run()

    return test_contract
