"""The same line in several processes: each worker has an engine of its own, and results come in the order of the sources.

A unit of work is a handful of sources. A worker that dies takes one unit with it, whose sources are then done one by one, so that
the file that killed it is named and nothing else is lost.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from typing import TYPE_CHECKING, Any

from govdisc.account import Result
from govdisc.preparing import GROUP, prepared, slow_suffixes
from govdisc.refusals import lost
from govdisc.sources import Source

if TYPE_CHECKING:
    from govdisc.engine import Engine

#: Sources in a unit of work, and units that are under way for each worker.
UNIT, AHEAD = 8, 4
#: Seconds that a worker which was told to end is waited for.
PATIENCE = 5.0
#: Data files beyond this size hold many reports and are read where they stand, one report after another.
LARGE = 4_000_000
_DATA = (".jsonl", ".ndjson", ".json", ".csv", ".xml", ".zip")


def count_of(jobs: int) -> int:
    """Return the number of workers: 0 is one for each core that may be used."""
    if jobs > 0:
        return jobs
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def results(engine: Engine, sources: Iterable[Source], jobs: int, judged: bool) -> Iterator[Result]:
    """Yield the results of sources, made by several workers, in the order of the sources."""
    workers = count_of(jobs)
    units = _units(sources, frozenset(slow_suffixes(engine.plugins)))
    pool = _pool(engine, workers)
    under_way: deque[tuple[list[Source], Future[list[Result]] | None]] = deque()
    try:
        while True:
            for unit in islice(units, workers * AHEAD - len(under_way)):
                under_way.append((unit, None if _is_large(unit) else pool.submit(_work, unit, judged)))
            if not under_way:
                return
            unit, future = under_way.popleft()
            if future is None:
                yield from (result for source in unit for result in engine.results_of(source, judged=judged))
                continue
            try:
                yield from future.result()
            except BrokenProcessPool:
                pool.shutdown(wait=False, cancel_futures=True)
                yield from _one_by_one(engine, unit, judged)
                pool = _pool(engine, workers)
                under_way = deque((left, None if waiting is None else pool.submit(_work, left, judged)) for left, waiting in under_way)
    finally:
        _end(pool)


def _units(sources: Iterable[Source], slow: frozenset[str]) -> Iterator[list[Source]]:
    """Part the sources into units; files that are converted in groups stay together."""
    unit: list[Source] = []
    for source in sources:
        if _is_large([source]) or source.path == "-":
            if unit:
                yield unit
            yield [source]
            unit = []
            continue
        unit.append(source)
        if len(unit) >= (GROUP if source.suffix in slow else UNIT):
            yield unit
            unit = []
    if unit:
        yield unit


def _is_large(unit: list[Source]) -> bool:
    """Tell whether a unit is done in this process: stdin, and large files of many reports."""
    source = unit[0]
    if len(unit) != 1:
        return False
    if source.path == "-":
        return True
    try:
        return source.suffix in _DATA and source.path is not None and os.stat(source.path).st_size > LARGE
    except OSError:
        return False


def _pool(engine: Engine, workers: int) -> ProcessPoolExecutor:
    # a fork has the engine already, whatever its plugins are; it is safe only while there is one thread
    can_fork = sys.platform.startswith("linux") and threading.active_count() == 1
    context = multiprocessing.get_context("fork" if can_fork else "spawn")
    made: tuple[Any, ...] = (engine,) if can_fork else (None, engine.plugins.recipe, engine.settings, engine.speech)
    return ProcessPoolExecutor(workers, mp_context=context, initializer=_begin, initargs=made)


def _one_by_one(engine: Engine, unit: list[Source], judged: bool) -> Iterator[Result]:
    """Do the sources of a unit that killed its worker, each in a process of its own."""
    from govdisc.i18n import gettext as _

    for source in unit:
        pool = _pool(engine, 1)
        try:
            yield from pool.submit(_work, [source], judged).result()
        except BrokenProcessPool:
            yield lost(source, _("the process that read it was ended"))
        finally:
            _end(pool)


def _end(pool: ProcessPoolExecutor) -> None:
    """End the workers, whatever they do; one that is ended while it sends a result must not be waited for."""
    processes = list((getattr(pool, "_processes", None) or {}).values())
    results_end = getattr(getattr(pool, "_result_queue", None), "_writer", None)
    pool.shutdown(wait=False, cancel_futures=True)
    for process in processes:
        if process.is_alive():
            process.terminate()
    for process in processes:
        process.join(PATIENCE)
    if results_end is not None:  # then half a result is at its end, and the pool's thread with it
        results_end.close()


#: The engine of a worker process; in any other process it is None.
_engine: Engine | None = None


def _begin(engine: Engine | None, recipe: Any = None, settings: Any = None, speech: str | None = None) -> None:
    global _engine
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the first process's business
    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_DFL)
    if engine is None:
        from govdisc.engine import Engine as Made
        from govdisc.plugins import Plugins

        engine = Made(Plugins(**recipe), settings, speech=speech)
    _engine = engine


def _work(unit: list[Source], judged: bool) -> list[Result]:
    assert _engine is not None
    ready = unit if _engine.settings.input_format else prepared(unit, _engine.plugins)
    found = [result for source in ready for result in _engine.spoken(_engine.results_of(source, judged=judged))]
    for result in found:
        result.broken = [(info.name, info.error) for info in _engine.plugins.broken() if info.error]
    return found
