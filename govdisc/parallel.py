"""The same line in several processes: each worker has an engine of its own, and results come in the order of the sources.

A unit of work is a handful of sources. Who does it is a crew (:class:`govdisc.kinds.Crew`): processes of this machine, or what a plugin
brings. A worker that dies takes one unit with it, whose sources are then done one by one, so that
the file that killed it is named and nothing else is lost; where the whole crew is lost, processes of this machine do what is left.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Any

from govdisc.account import Result
from govdisc.errors import ConfigurationError
from govdisc.kinds import Crew, CrewLostError, WorkerLostError
from govdisc.preparing import GROUP, prepared, slow_suffixes
from govdisc.records import record
from govdisc.refusals import lost
from govdisc.sending import Lines, portions, posted, received
from govdisc.sources import Source
from govdisc.workers import can_fork, count_of, is_large

if TYPE_CHECKING:
    from govdisc.engine import Engine

#: Waits for a unit of work and gives its results.
Waiting = Callable[[], list[Result]]
#: Sources in a unit of work, and units that are under way for each worker.
UNIT, AHEAD = 8, 4
#: Behind so many units they hold more: a few files are shared among all workers, and of many more go on one errand.
SMALL_UNITS, LARGER_UNIT = 32, 32
#: Seconds that a worker which was told to end is waited for.
PATIENCE = 5.0
#: Large files of these kinds hold many reports and are read where they stand, one report after another.
_DATA = (".jsonl", ".ndjson", ".json", ".csv", ".xml", ".zip")


def results(engine: Engine, sources: Iterable[Source], jobs: int | None, judged: bool) -> Iterator[Result]:
    """Yield the results of sources, made by several workers, in the order of the sources."""
    try:
        crew: Crew = Processes(engine, count_of(jobs)) if engine.crew is None else engine.crew(engine)
    except (ImportError, NotImplementedError, OSError):  # there are systems without what processes share
        if jobs is not None or engine.crew is not None:
            raise
        ready = sources if engine.settings.input_format else prepared(sources, engine.plugins)
        yield from (result for source in ready for result in engine.results_of(source, judged=judged))
        return
    units = _units(sources, engine)
    lines = Lines()
    under_way: deque[tuple[list[Source], Waiting | None]] = deque()

    def begun(unit: list[Source]) -> tuple[list[Source], Waiting | None]:
        return unit, None if _is_large(unit) else crew.submit(unit, judged)

    try:
        while True:
            for unit in islice(units, max(crew.workers * AHEAD - len(under_way), 0)):
                under_way.append(begun(unit))
            if not under_way:
                return
            unit, waiting = under_way.popleft()
            if waiting is None:
                yield from (result for source in unit for result in engine.results_of(source, judged=judged))
                continue
            try:
                yield from lines.of(unit[0], map(received, waiting()))
            except WorkerLostError:
                if crew.renewed():
                    under_way = deque(begun(left) for left, _waiting in under_way)
                under_way.extendleft(([source], _alone(crew, source, judged)) for source in reversed(unit))
            except CrewLostError:
                crew.end()
                crew = Processes(engine, count_of(jobs))
                under_way = deque(begun(left) for left in [unit, *(left for left, _waiting in under_way)])
    finally:
        crew.end()


def _alone(crew: Crew, source: Source, judged: bool) -> Waiting:
    """Do a source of a unit that was lost with its worker when it is its turn, where nothing else can be lost with it."""
    from govdisc.i18n import gettext as _

    def done() -> list[Result]:
        try:
            return crew.alone(source, judged)
        except WorkerLostError:
            return [lost(source, _("the process that read it was ended"))]

    return done


def _units(sources: Iterable[Source], engine: Engine) -> Iterator[list[Source]]:
    """Part the sources into units; files that are converted in groups stay together, and large ones of JSON Lines are several."""
    slow = frozenset(slow_suffixes(engine.plugins))
    whole = engine.cache is not None or engine.settings.input_format is not None
    unit: list[Source] = []
    count = 0
    for source in sources:
        if _is_large([source]) or source.path == "-":
            if unit:
                yield unit
            parts = None if whole else portions(source, engine.plugins)
            yield from ([part] for part in parts or [source])
            unit = []
            continue
        unit.append(source)
        if len(unit) >= (GROUP if source.suffix in slow else UNIT if count < SMALL_UNITS else LARGER_UNIT):
            yield unit
            unit = []
            count += 1
    if unit:
        yield unit


def _is_large(unit: list[Source]) -> bool:
    """Tell whether a unit is done in this process: stdin, and large files of many reports that are read as a whole."""
    source = unit[0]
    return len(unit) == 1 and source.portion is None and (source.path == "-" or is_large(source, _DATA))


class Processes:
    """Workers that are processes of this machine."""

    def __init__(self, engine: Engine, workers: int) -> None:
        """Start none yet: a process begins with its first unit."""
        self._engine, self.workers = engine, workers
        self._pool = self._made(workers)

    def submit(self, unit: list[Source], judged: bool) -> Waiting:
        """Begin with a unit."""
        try:
            return _waiting(self._pool.submit(_work, unit, judged))
        except BrokenProcessPool:  # it broke since the last unit was asked for
            return _broken
        except OSError:  # no further process may be begun
            return partial(_done, self._engine, unit, judged)

    def alone(self, source: Source, judged: bool) -> list[Result]:
        """Do a source in a process of its own."""
        pool = self._made(1)
        try:
            return _waiting(pool.submit(_work, [source], judged))()
        finally:
            _end(pool)

    def renewed(self) -> bool:
        """Start anew: one worker that ends takes all units with it."""
        self._pool.shutdown(wait=False, cancel_futures=True)
        self._pool = self._made(self.workers)
        return True

    def end(self) -> None:
        """Let the processes go."""
        _end(self._pool)

    def _made(self, workers: int) -> ProcessPoolExecutor:
        forked = can_fork()
        context = multiprocessing.get_context("fork" if forked else "spawn")
        made = (self._engine, None) if forked else (None, Task.of(self._engine))
        return ProcessPoolExecutor(workers, mp_context=context, initializer=_begin, initargs=made)


def _waiting(future: Future[list[Result]]) -> Waiting:
    def done() -> list[Result]:
        try:
            return future.result()
        except BrokenProcessPool as error:
            raise WorkerLostError from error

    return done


def _broken() -> list[Result]:
    raise WorkerLostError


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


@record(frozen=True, eq=False)
class Task:
    """What a worker elsewhere needs for the units of a run: it can be pickled, and makes an engine where it is unpickled.

    ``run`` tells one run from another; ``versions`` of govdisc and its plugins must be the same on each worker. Paths are absolute:
    a worker must see the same files.
    """

    run: str
    recipe: Mapping[str, Any]
    settings: Any
    speech: str
    cache: str | None
    versions: Mapping[str, str]

    @classmethod
    def of(cls, engine: Engine) -> Task:
        """Describe the work of an engine."""
        recipe = engine.plugins.recipe
        absolute = {name: tuple(map(os.path.abspath, recipe[name] or ())) for name in ("files", "variants") if recipe.get(name)}
        cache = None if engine.cache is None else os.path.abspath(engine.cache.folder)
        return cls(os.urandom(8).hex(), {**recipe, **absolute}, engine.settings, engine.speech, cache, engine.versions)

    def engine(self) -> Engine:
        """Make the engine."""
        from govdisc.cache import Cache
        from govdisc.engine import Engine as Made
        from govdisc.plugins import Plugins

        cache = None if self.cache is None else Cache(self.cache)
        return Made(Plugins(**self.recipe), self.settings, speech=self.speech, cache=cache)

    def results(self, unit: list[Source], judged: bool) -> list[Result]:
        """Do a unit of work; each thread of a worker makes one engine for a run.

        Raises:
            ConfigurationError: when the worker has other versions, plugins or variants, and so would find other things.

        """
        if getattr(_thread, "run", None) != self.run:
            from govdisc.i18n import gettext as _

            engine = self.engine()
            if engine.versions != self.versions:
                raise ConfigurationError(
                    _("a worker has other versions of govdisc, its plugins or variants than this machine; install the same there.")
                )
            _thread.run, _thread.engine = self.run, engine
        return _done(_thread.engine, unit, judged)


#: The engine of each thread of a worker elsewhere, and its run.
_thread = threading.local()


#: The engine of a worker process; in any other process it is None.
_engine: Engine | None = None


def _begin(engine: Engine | None, task: Task | None) -> None:
    global _engine
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the first process's business
    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_DFL)
    assert engine is not None or task is not None
    gc.freeze()  # what was there at the start stays, and is not looked at for garbage again and again
    _engine = engine if engine is not None else task.engine() if task is not None else None


def _work(unit: list[Source], judged: bool) -> list[Result]:
    assert _engine is not None
    return _done(_engine, unit, judged)


def _done(engine: Engine, unit: list[Source], judged: bool) -> list[Result]:
    ready = unit if engine.settings.input_format else prepared(unit, engine.plugins)
    found = [posted(result) for source in ready for result in engine.spoken(engine.results_of(source, judged=judged))]
    broken = [(info.name, info.error) for info in engine.plugins.broken() if info.error]
    for result in found if broken else ():
        result.broken = broken
    return found
