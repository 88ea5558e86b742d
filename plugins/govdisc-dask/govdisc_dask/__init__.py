"""Dask for govdisc: ``--executor dask:ADDRESS`` does the work of a run on the workers of a scheduler."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from govdisc.plugin import Crew, Executor, hookimpl


def _open(address: str, task: Any, say: Callable[[str], None]) -> Crew:
    from govdisc_dask.crew import DaskCrew

    return DaskCrew(address, task, say)


@hookimpl
def govdisc_executors() -> Iterable[Executor]:
    """Return the executor ``dask``."""
    return [Executor("dask", _open)]
