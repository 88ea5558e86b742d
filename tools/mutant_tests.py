"""Which tests reach which line, and whether tests notice a change: what tools/mutants.py runs.

The tests are collected once, in a process that forks for each change and puts the changed code into the functions that are there. A change
to what runs while tests are collected cannot be made there: it is made in a process forked before anything was imported.
"""

from __future__ import annotations

import contextlib
import functools
import gc
import hashlib
import importlib.machinery
import io
import json
import os
import resource
import select
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any

from mutant_changes import ROOT, Mutant, changed_tree

KEPT = ROOT / ".mutants"
#: What runs :func:`measure` in a process of its own.
MEASURES = Path(__file__).with_name("mutants.py")
#: So many seconds of tests are run for one change; a line that everything reaches is not worth more.
BUDGET = 45.0
#: A change that keeps the tests from ending is noticed: after so many seconds of the processor, or of the clock where it only waits.
SECONDS, PATIENCE = 120, 900
#: Libraries are loaded before pytest can rewrite their assertions, and that is meant.
OPTIONS = ["-q", "-p", "no:cacheprovider", "-p", "no:xdist", "--capture=sys", "-W", "ignore::pytest.PytestAssertRewriteWarning"]


# --- which tests reach which line ---------------------------------------------------------------------------------------------------


class Reached:
    """What each file of tests reaches, measured once and kept: again only for those that changed, or that reach a file which did."""

    def __init__(self, package: Path, tests: Iterable[str]) -> None:
        self.package = package
        self.files = sorted({str(path.relative_to(ROOT)) for test in tests for path in _test_files(ROOT / test)})
        stale = [file for file in self.files if not self._is_fresh(file)]
        if stale:
            KEPT.mkdir(exist_ok=True)
            subprocess.run([sys.executable, str(MEASURES), "--package", str(package), "--measure", *stale], cwd=ROOT, check=True)
        #: The seconds that each test takes, and the tests that reach each line of each file, "" among them for what no test alone does.
        self.seconds: dict[str, float] = {}
        self.lines: dict[str, dict[int, set[str]]] = {}
        for file in self.files:
            found = json.loads(_kept(package, file).read_text("utf-8"))
            self.seconds.update(found["seconds"])
            for path, lines in found["lines"].items():
                for line, names in lines.items():
                    self.lines.setdefault(path, {}).setdefault(int(line), set()).update(names)

    def _is_fresh(self, file: str) -> bool:
        kept = _kept(self.package, file)
        return kept.exists() and all(_digest(path) == digest for path, digest in json.loads(kept.read_text("utf-8"))["digests"].items())

    def tests_for(self, mutant: Mutant) -> list[str]:
        """The tests that reach a change, the quickest first, as many as the budget allows; for what runs at import, those that reach the file."""
        lines = self.lines.get(mutant.path, {})
        # of all lines of its statement: where an expression takes several, a test that goes another way reaches another one of them
        names = {name for line in mutant.lines for name in lines.get(line, ())}
        chosen = self.quickest(names - {""})
        if "" in names or _runs_at_import(mutant):
            chosen += [name for name in self.quickest({name for found in lines.values() for name in found} - {""}) if name not in chosen]
        return chosen

    def quickest(self, names: Iterable[str]) -> list[str]:
        """As many of some tests as take no longer than the budget, the quickest first, those of each file for as long as those of any other."""
        chosen: list[str] = []
        left = BUDGET
        taken: Counter[str] = Counter()
        ends: dict[str, float] = {}
        for name in sorted(set(names), key=lambda name: (self.seconds[name], name)):
            file = name.partition("::")[0]
            taken[file] += self.seconds[name]
            ends[name] = taken[file]
        for name in sorted(ends, key=lambda name: (ends[name], name)):
            left -= self.seconds[name] + 0.002
            if left < 0 and chosen:
                break
            chosen.append(name)
        return chosen


def _runs_at_import(mutant: Mutant) -> bool:
    """Whether a change stands in no function: then whoever imports the file first runs it, and nobody else."""
    import ast

    tree = changed_tree(mutant)
    functions = [node for node in ast.walk(tree) if isinstance(node, (ast.FunctionDef, ast.Lambda))]
    return not any(node.lineno < mutant.line <= (node.end_lineno or node.lineno) or (isinstance(node, ast.Lambda) and node.lineno == mutant.line) for node in functions)


def _test_files(path: Path) -> list[Path]:
    return [path] if path.is_file() else sorted(path.rglob("test_*.py"))


def _kept(package: Path, file: str) -> Path:
    return KEPT / f"{package.name}-{hashlib.sha256(file.encode()).hexdigest()[:16]}.json"


def _digest(path: str) -> str:
    return hashlib.sha256((ROOT / path).read_bytes()).hexdigest()[:16] if (ROOT / path).is_file() else ""


def _depends(file: str, reached: Iterable[str]) -> list[str]:
    """The files whose change makes what was measured stale: those that were reached, the tests, and what lies beside them."""
    beside = [path for path in (ROOT / file).parent.rglob("*") if path.is_file() and not path.name.startswith("test_") and "__pycache__" not in path.parts]
    return sorted({file, *reached, *(str(path.relative_to(ROOT)) for path in beside if path.suffix in (".py", ".yaml"))})


_REMEMBERING = type(functools.lru_cache(len))


class _Watch:
    """A plugin of pytest that tells coverage which test runs, and how long each takes; what was remembered is forgotten before each."""

    def __init__(self, cover: Any, package: Path) -> None:
        self.cover, self.package = cover, package
        self.seconds: dict[str, float] = {}
        self.failed: list[str] = []
        self.start, self.file = 0.0, ""
        self.remembering: list[Any] = []

    def pytest_runtest_logstart(self, nodeid: str) -> None:
        if nodeid.partition("::")[0] != self.file:  # modules may have been imported since
            self.file = nodeid.partition("::")[0]
            own = ".".join(self.package.relative_to(ROOT).parts[-2:] if self.package.is_relative_to(ROOT / "govdisc") else self.package.parts[-1:])
            self.remembering = [found for found in gc.get_objects() if type(found) is _REMEMBERING and found.__module__.startswith(own)]
        for found in self.remembering:
            found.cache_clear()
        self.cover.switch_context(nodeid)
        self.start = time.process_time()

    def pytest_runtest_logfinish(self, nodeid: str) -> None:
        self.seconds[nodeid] = time.process_time() - self.start

    def pytest_runtest_logreport(self, report: Any) -> None:
        if report.failed:
            self.failed.append(report.nodeid)


def measure(package: Path, tests: list[str]) -> int:
    """Run files of tests, and keep for each what it reaches."""
    import coverage
    import pytest

    cover = coverage.Coverage(data_file=None, source=[str(package)], messages=False)
    cover.start()
    watch = _Watch(cover, package)
    with contextlib.redirect_stdout(io.StringIO()) as out:
        pytest.main([*OPTIONS, *tests], plugins=[watch, _Settings()])
    cover.stop()
    if watch.failed or not watch.seconds:
        print(out.getvalue()[-3000:], f"These fail without any change: {watch.failed[:10]}", sep="\n", file=sys.stderr)
        return 2
    data = cover.get_data()
    found: dict[str, dict[str, dict[int, list[str]]]] = {test: {} for test in tests}
    for file in data.measured_files():
        path = str(Path(file).resolve().relative_to(ROOT))
        for line, names in data.contexts_by_lineno(file).items():
            for test in tests:
                own = [name for name in names if name.partition("::")[0] == test or not name]
                if own:
                    found[test].setdefault(path, {})[line] = own
    for test, lines in found.items():
        seconds = {name: taken for name, taken in watch.seconds.items() if name.partition("::")[0] == test}
        reached = [path for path, names in lines.items() if any(name for own in names.values() for name in own)]
        digests = {path: _digest(path) for path in _depends(test, reached)}
        _kept(package, test).write_text(json.dumps({"digests": digests, "seconds": seconds, "lines": lines}), "utf-8")
    return 0


class _Settings:
    """A plugin of pytest: no example has a deadline, since machines are busy, and none is remembered."""

    def pytest_configure(self) -> None:
        from hypothesis import settings

        settings.register_profile("mutants", derandomize=True, deadline=None, database=None)
        settings.load_profile("mutants")


# --- whether they notice ------------------------------------------------------------------------------------------------------------

#: A change, None for none, and the names of the tests that are run.
Task = tuple["Mutant | None", list[str]]


class _Only:
    """A plugin of pytest that runs some tests alone, in their order, and ends the process by the first that fails, which it names."""

    def __init__(self, tests: list[str], tell: Callable[[str], None]) -> None:
        self.place = {name: number for number, name in enumerate(tests)}
        self.tell = tell

    def pytest_collection_modifyitems(self, items: list[Any]) -> None:
        items[:] = sorted((item for item in items if item.nodeid in self.place), key=lambda item: self.place[item.nodeid])

    def pytest_collectreport(self, report: Any) -> None:
        self.pytest_runtest_logreport(report)

    def pytest_runtest_logreport(self, report: Any) -> None:
        if report.failed:
            self.tell(report.nodeid)
            os._exit(1)


def forked(tasks: Mapping[int, Task], work: Callable[[Task, Callable[[str], None]], object], jobs: int) -> Iterator[tuple[int, str | None]]:
    """Yield the number of each task with the test that noticed its change, None where none did; each is done in a process of its own."""
    running: dict[int, tuple[int, int, float]] = {}
    waiting = sorted(tasks, reverse=True)
    while waiting or running:
        while waiting and len(running) < jobs:
            number = waiting.pop()
            reading, child = _start(tasks[number], work)
            running[child] = (reading, number, time.monotonic() + PATIENCE)
        select.select([reading for reading, _number, _deadline in running.values()], [], [], 1.0)
        for child, (reading, number, deadline) in list(running.items()):
            if time.monotonic() > deadline:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(child, signal.SIGKILL)
            done, status = os.waitpid(child, os.WNOHANG)
            if done:
                told = os.read(reading, 4096).decode() or "(the tests do not end)"
                os.close(reading)
                del running[child]
                yield number, told if os.waitstatus_to_exitcode(status) != 0 else None


def _start(task: Task, work: Callable[[Task, Callable[[str], None]], object]) -> tuple[int, int]:
    reading, writing = os.pipe()
    child = os.fork()
    if child:
        os.close(writing)
        return reading, child
    try:
        os.setsid()
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 5))
        with open(os.devnull, "w") as nowhere:
            os.dup2(nowhere.fileno(), 1)
            os.dup2(nowhere.fileno(), 2)
        sys.dont_write_bytecode = True  # nothing that changed code makes is kept
        os.environ["PYTEST_DEBUG_TEMPROOT"] = tempfile.mkdtemp(dir=os.environ["PYTEST_DEBUG_TEMPROOT"])
        done = work(task, lambda name: bool(os.write(writing, name.encode()[:4096])))
        os._exit(0 if done in (None, 0) else 1)
    except BaseException as error:
        os.write(writing, f"({type(error).__name__})".encode())
        os._exit(1)


def afresh(task: Task, tell: Callable[[str], None]) -> int:
    """Run the tests of a task with a pytest of its own, which imports the changed file in place of the real one."""
    import pytest

    mutant, tests = task
    if mutant is not None:
        _import_changed(mutant)
    return int(pytest.main([*OPTIONS, *sorted({name.partition("::")[0] for name in tests})], plugins=[_Settings(), _Only(tests, tell)]))


def _import_changed(mutant: Mutant) -> None:
    target, tree = str(ROOT / mutant.path), changed_tree(mutant)
    real = importlib.machinery.SourceFileLoader.get_code

    def get_code(self: Any, name: str) -> Any:
        return compile(tree, target, "exec") if os.path.realpath(self.path) == target else real(self, name)

    importlib.machinery.SourceFileLoader.get_code = get_code  # type: ignore[method-assign, assignment]


class _Collected:
    """A plugin of pytest that, once the tests are collected, forks for each task; what cannot be done so is told to be left."""

    def __init__(self, tasks: dict[int, Task], package: Path, jobs: int, tell: Callable[[int, object], None]) -> None:
        import coverage

        self.tasks, self.jobs, self.tell = tasks, jobs, tell
        self.cover = coverage.Coverage(data_file=None, source=[str(package)], messages=False)
        self.cover.start()

    def pytest_runtestloop(self, session: Any) -> bool:
        self.cover.stop()
        data = self.cover.get_data()
        ran = {str(Path(file).resolve().relative_to(ROOT)): set(data.lines(file) or ()) for file in data.measured_files()}
        self.session, self.items = session, {item.nodeid: item for item in session.items}
        self.functions = [found for found in gc.get_objects() if isinstance(found, FunctionType) and found.__code__.co_filename.startswith(str(ROOT))]
        gc.collect()
        gc.freeze()
        now = {number: task for number, task in self.tasks.items() if task[0] is None or not ran.get(task[0].path, set()) & {task[0].line, *task[0].lines}}
        for number, noticed in forked(now, self._run, self.jobs):
            self.tell(number, noticed)
        for number in self.tasks.keys() - now.keys():
            self.tell(number, False)
        return True

    def _run(self, task: Task, tell: Callable[[str], None]) -> None:
        from _pytest.main import pytest_runtestloop

        mutant, tests = task
        if mutant is not None:
            _import_changed(mutant)
            self._put(mutant)
        self.session.items[:] = [self.items[name] for name in tests]
        self.session.config.pluginmanager.register(_Only(tests, tell))
        pytest_runtestloop(self.session)

    def _put(self, mutant: Mutant) -> None:
        """Put the changed code into the functions that were made of the real one."""
        target = str(ROOT / mutant.path)
        changed = {(code.co_name, code.co_firstlineno, code.co_freevars): code for code in _codes(compile(changed_tree(mutant), target, "exec"))}
        for function in self.functions:
            code = function.__code__
            if os.path.realpath(code.co_filename) == target:
                function.__code__ = changed.get((code.co_name, code.co_firstlineno, code.co_freevars), code)


def _codes(code: CodeType) -> Iterator[CodeType]:
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            yield inner
            yield from _codes(inner)


def look(tasks: Sequence[tuple[Mutant, list[str]]], reached: Reached, jobs: int) -> Iterator[tuple[Mutant, str | None]]:
    """Yield each change with the test that noticed it, None where none did."""
    base = reached.quickest(name for _mutant, tests in tasks for name in tests)
    numbered: dict[int, Task] = {-1: (None, base), **dict(enumerate(tasks))}
    with tempfile.TemporaryDirectory() as root:
        os.environ["PYTEST_DEBUG_TEMPROOT"] = root
        left = []
        for number, noticed in _collected(numbered, reached.package, jobs, Path(root) / "told"):
            if number < 0 and noticed:
                raise SystemExit(f"{noticed} fails in a forked process without any change; what the tests notice would mean nothing.")
            if noticed is False:
                left.append(number)
            elif number >= 0:
                yield tasks[number][0], noticed
        _warm()
        first: dict[int, Task] = {number: (tasks[number][0], tasks[number][1][:1]) for number in left}
        for tried in (first, {number: tasks[number] for number in left}):
            for number, noticed in forked({number: task for number, task in tried.items() if number in left}, afresh, jobs):
                if noticed or tried is not first:
                    left.remove(number)
                    yield tasks[number][0], noticed


def _collected(tasks: dict[int, Task], package: Path, jobs: int, told: Path) -> Iterator[tuple[int, Any]]:
    told.touch()
    nurse = os.fork()
    if nurse == 0:
        import pytest

        def tell(number: int, noticed: object) -> None:
            with told.open("a", encoding="utf-8") as file:
                print(json.dumps([number, noticed]), file=file, flush=True)

        files = sorted({name.partition("::")[0] for _mutant, tests in tasks.values() for name in tests})
        with open(os.devnull, "w") as nowhere, contextlib.redirect_stdout(nowhere):
            done = pytest.main([*OPTIONS, *files], plugins=[_Settings(), _Collected(tasks, package, jobs, tell)])
        os._exit(int(done))
    with told.open(encoding="utf-8") as file:
        ended = False
        while not ended:
            ended = os.waitpid(nurse, os.WNOHANG)[0] != 0
            for line in file:
                yield tuple(json.loads(line))
            time.sleep(0.2)


def _warm() -> None:
    """Load what every test needs, so that the forked processes have it: the libraries, and nothing of what is changed."""
    import babel.messages.pofile  # noqa: F401
    import click  # noqa: F401
    import hypothesis.strategies  # noqa: F401
    import pytest  # noqa: F401
    import yaml  # type: ignore[import-untyped]  # noqa: F401
