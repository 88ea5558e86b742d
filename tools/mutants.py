"""Change the code in small ways and see whether the tests notice: which changes survive tells which tests are missing.

    python tools/mutants.py --package govdisc/rules [--sample 60] [--seed 1] [--tests tests/rules ...] [--jobs 2]

First the tests run once, and each line is told which tests reach it (kept in ``.mutants``, so that the next sample begins at once). Then
for each change of the sample only the tests that reach its line run, the quickest first, until one fails, in a process that is forked
when pytest and the libraries are loaded already: a change costs a second or two. What survives is printed as a diff of its line; the
exit code is 1 when less than ``--least`` of the sample was noticed.
"""

from __future__ import annotations

import argparse
import ast
import contextlib
import copy
import hashlib
import importlib.machinery
import io
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
KEPT = ROOT / ".mutants"
#: The tests that matter, by what is changed; a plugin's are its own.
TESTS = {
    "govdisc/rules": [
        "tests/rules", "tests/test_equations.py", "tests/test_json.py", "tests/test_json_refused.py", "tests/test_variants.py",
        "plugins/govdisc-prose/tests/test_agreement.py",
    ],
    "govdisc/explain": ["tests/test_explain.py", "plugins/govdisc-locate/tests"],
    "govdisc/model": ["tests/test_equations.py", "tests/test_strict_forms.py", "tests/test_variants.py", "tests/rules", "tests/test_json.py", "tests/test_json_refused.py"],
    "govdisc/recognise": [
        "tests/test_sections.py", "tests/test_rows_in_grids.py", "tests/test_rows_in_text.py", "tests/test_rows_of_converters.py", "tests/test_damaged_labels.py",
        "tests/test_facts.py", "tests/test_text_layouts.py", "tests/test_grids.py",
    ],
    "govdisc/text": [
        "tests/test_bodies.py", "tests/test_dates.py", "tests/test_values.py", "tests/test_facts.py", "tests/test_rows_in_grids.py",
        "tests/test_rows_in_text.py", "tests/test_rows_of_converters.py", "tests/test_damaged_labels.py", "tests/rules",
    ],
}
#: A look whose answer changes nothing but the time that is taken: no test can notice another one.
SPARES = "# spares time"
#: So many seconds of tests are run for one change; a line that everything reaches is not worth more.
BUDGET = 20.0
#: A change that keeps the tests from ending is noticed.
PATIENCE = 90


# --- the changes --------------------------------------------------------------------------------------------------------------------

_COMPARE: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
_OPERATE: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.FloorDiv, ast.FloorDiv: ast.Mult, ast.Mod: ast.Mult, ast.BitOr: ast.BitAnd, ast.BitAnd: ast.BitOr,
}  # fmt: skip


def _changed(node: ast.AST) -> Iterator[tuple[str, Callable[[Any], None]]]:
    """Yield the changes of one node: what is done, and how to do it to a copy of the node."""
    match node:
        case ast.Compare(ops=[compare]) if type(compare) in _COMPARE:
            yield "compares the other way", lambda copied: setattr(copied, "ops", [_COMPARE[type(compare)]()])
        case ast.BoolOp(op=joined):
            yield "and for or", lambda copied: setattr(copied, "op", ast.And() if isinstance(joined, ast.Or) else ast.Or())
        case ast.BinOp(op=operator) | ast.AugAssign(op=operator) if type(operator) in _OPERATE:
            yield "another operator", lambda copied: setattr(copied, "op", _OPERATE[type(operator)]())
        case ast.Constant(value=bool() as truth):
            yield "true for false", lambda copied: setattr(copied, "value", not truth)
        case ast.Constant(value=int() as number):
            yield "one more", lambda copied: setattr(copied, "value", number + 1)
        case ast.If() | ast.While() | ast.IfExp():
            yield "never", lambda copied: setattr(copied, "test", ast.Constant(False))
            if not isinstance(node, ast.While):
                yield "always", lambda copied: setattr(copied, "test", ast.Constant(True))
        case ast.UnaryOp(op=ast.Not()):
            yield "without not", lambda copied: setattr(copied, "operand", ast.UnaryOp(ast.Not(), copied.operand))
        case ast.Return(value=ast.expr() as value) if not (isinstance(value, ast.Constant) and value.value is None):
            yield "returns nothing", lambda copied: setattr(copied, "value", ast.Constant(None))
        case ast.Continue():
            yield "break for continue", lambda copied: setattr(copied, "__class__", ast.Break)
        case ast.Break():
            yield "continue for break", lambda copied: setattr(copied, "__class__", ast.Continue)


@dataclass(frozen=True)
class Mutant:
    """One change: the file, the place of the node among all of its tree, which of its changes, its line and what is done."""

    path: str
    node: int
    change: int
    line: int
    what: str


def mutants_of(path: Path) -> Iterator[Mutant]:
    """Yield the changes of a file, but for annotations and declarations, and for lines that say of themselves that they only spare time."""
    text = path.read_text("utf-8")
    tree, lines = ast.parse(text), text.splitlines()
    left_alone = {id(inner) for node in ast.walk(tree) for outer in _left_alone(node) for inner in ast.walk(outer)}
    for number, node in enumerate(ast.walk(tree)):
        if id(node) not in left_alone and not lines[getattr(node, "lineno", 1) - 1].endswith(SPARES):
            for change, (what, _do) in enumerate(_changed(node)):
                yield Mutant(str(path.relative_to(ROOT)), number, change, getattr(node, "lineno", 1), what)


def _left_alone(node: ast.AST) -> Iterator[ast.AST]:
    """What of a node is not changed: annotations, decorators (the examples of rules), imports for types."""
    if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
        yield from node.decorator_list
    if isinstance(node, ast.FunctionDef) and node.returns is not None:
        yield node.returns
    if isinstance(node, (ast.AnnAssign, ast.arg)) and node.annotation is not None:
        yield node.annotation
    if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
        yield node
    if isinstance(node, ast.JoinedStr):
        yield node


def changed_tree(mutant: Mutant) -> ast.Module:
    """Return the tree of a file with a change made."""
    tree = ast.parse((ROOT / mutant.path).read_text("utf-8"))
    node = next(node for number, node in enumerate(ast.walk(tree)) if number == mutant.node)
    before = copy.deepcopy(node)
    list(_changed(before))[mutant.change][1](node)
    return ast.fix_missing_locations(tree)


# --- which tests reach which line ---------------------------------------------------------------------------------------------------


class _Watch:
    """A plugin of pytest that tells coverage which test runs, and how long each takes."""

    def __init__(self, cover: Any) -> None:
        self.cover = cover
        self.seconds: dict[str, float] = {}
        self.failed: list[str] = []

    def pytest_runtest_logstart(self, nodeid: str) -> None:
        self.cover.switch_context(nodeid)

    def pytest_runtest_logreport(self, report: Any) -> None:
        self.seconds[report.nodeid] = self.seconds.get(report.nodeid, 0.0) + report.duration
        if report.failed:
            self.failed.append(report.nodeid)


class _Only:
    """A plugin of pytest that runs some tests alone, in their order: an id may hold what the command line would misread."""

    def __init__(self, names: list[str]) -> None:
        self.place = {name: number for number, name in enumerate(names)}

    def pytest_collection_modifyitems(self, items: list[Any]) -> None:
        items[:] = sorted((item for item in items if item.nodeid in self.place), key=lambda item: self.place[item.nodeid])


def _reached(package: Path, tests: list[str]) -> dict[str, Any]:
    """Return {"seconds": {test: seconds}, "lines": {file: {line: [tests]}}}, measured in a process of its own and kept."""
    sources = [*sorted((ROOT / "govdisc").rglob("*.py")), *sorted(package.rglob("*.py")), *(path for test in tests for path in sorted(Path(ROOT / test).rglob("*.*")))]
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in sources if path.is_file() and "__pycache__" not in path.parts))
    digest.update(repr((str(package), tests)).encode())
    kept = KEPT / f"{digest.hexdigest()[:16]}.json"
    if not kept.exists():
        KEPT.mkdir(exist_ok=True)
        subprocess.run([sys.executable, __file__, "--measure", str(kept), "--package", str(package), "--tests", *tests], cwd=ROOT, check=True)
    found: dict[str, Any] = json.loads(kept.read_text("utf-8"))
    return found


def _measure(kept: Path, package: Path, tests: list[str]) -> int:
    import coverage
    import pytest

    cover = coverage.Coverage(data_file=None, source=[str(package)], messages=False)
    cover.start()
    watch = _Watch(cover)
    with contextlib.redirect_stdout(io.StringIO()) as out:
        pytest.main(["-q", "-p", "no:cacheprovider", "-p", "no:xdist", "--hypothesis-seed=0", *tests], plugins=[watch])
    cover.stop()
    if watch.failed or not watch.seconds:
        print(out.getvalue()[-3000:], f"These fail without any change: {watch.failed[:10]}", sep="\n", file=sys.stderr)
        return 2
    data = cover.get_data()
    lines = {
        str(Path(file).resolve().relative_to(ROOT)): {line: [name for name in names if name in watch.seconds] for line, names in data.contexts_by_lineno(file).items()}
        for file in data.measured_files()
    }
    kept.write_text(json.dumps({"seconds": watch.seconds, "lines": lines}), "utf-8")
    return 0


def _chosen(mutant: Mutant, reached: dict[str, Any]) -> list[str]:
    """The tests for a change: those that reach its line, the quickest first; for a line that runs at import, those that reach the file."""
    lines: dict[str, list[str]] = reached["lines"].get(mutant.path, {})
    names = lines.get(str(mutant.line)) or ([name for found in lines.values() for name in found] if str(mutant.line) in lines else [])
    return _quickest(names, reached["seconds"])


def _quickest(names: Iterable[str], seconds: dict[str, float]) -> list[str]:
    """As many of some tests as take no longer than the budget, the quickest first."""
    chosen: list[str] = []
    left = BUDGET
    for name in sorted(set(names), key=lambda name: seconds[name]):
        left -= seconds[name] + 0.01
        if left < 0 and chosen:
            break
        chosen.append(name)
    return chosen


#: Libraries are loaded before pytest can rewrite their assertions, and that is meant.
_QUIET = ("-W", "ignore::pytest.PytestAssertRewriteWarning")


# --- whether they notice ------------------------------------------------------------------------------------------------------------


def _noticed(mutant: Mutant | None, tests: list[str]) -> bool:
    """Run the tests in a forked process in which the changed file is imported in place of the real one; None changes nothing."""
    child = os.fork()
    if child == 0:
        try:
            os.setsid()
            with open(os.devnull, "w") as nowhere:
                os.dup2(nowhere.fileno(), 1)
                os.dup2(nowhere.fileno(), 2)
            if mutant is not None:
                _replace(mutant)
            import pytest

            files = sorted({name.partition("::")[0] for name in tests})
            arguments = ["-x", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", "--hypothesis-seed=0", *_QUIET, *files]
            os._exit(int(pytest.main(arguments, plugins=[_Only(tests)])))
        except BaseException:
            os._exit(1)
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status) != 0
        time.sleep(0.02)
    os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return True


def _replace(mutant: Mutant) -> None:
    target, tree = str(ROOT / mutant.path), changed_tree(mutant)
    real = importlib.machinery.SourceFileLoader.get_code

    def get_code(self: Any, name: str) -> Any:
        return compile(tree, target, "exec") if os.path.realpath(self.path) == target else real(self, name)

    importlib.machinery.SourceFileLoader.get_code = get_code  # type: ignore[method-assign, assignment]


def _warm() -> None:
    """Load what every test needs, so that the forked processes have it: the libraries, and nothing of what is changed."""
    import babel.messages.pofile  # noqa: F401
    import click  # noqa: F401
    import hypothesis
    import hypothesis.strategies  # noqa: F401
    import pytest  # noqa: F401
    import yaml  # type: ignore[import-untyped]  # noqa: F401


def _diff(mutant: Mutant) -> str:
    """The line as it is, and what was done to it."""
    line = (ROOT / mutant.path).read_text("utf-8").splitlines()[mutant.line - 1].strip()
    return f"{mutant.path}:{mutant.line}: {mutant.what}: {line}"


def main() -> int:
    """Draw the sample, run it, print what survives."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--package", required=True, help="the folder whose files are changed")
    parser.add_argument("--sample", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--tests", nargs="+", default=[], help="where the tests lie; left out: those that matter for the package")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--least", type=float, default=0.9, help="the share that must be noticed")
    parser.add_argument("--measure", help=argparse.SUPPRESS)
    options = parser.parse_args()
    package = (ROOT / options.package).resolve()
    name = str(package.relative_to(ROOT))
    own = [str(parent / "tests") for parent in [Path(name), *Path(name).parents] if name.startswith("plugins/") and (ROOT / parent / "tests").is_dir()]
    tests = options.tests or TESTS.get(name) or own[:1] or ["tests"]
    if options.measure:
        return _measure(Path(options.measure), package, tests)
    reached = _reached(package, tests)
    files = [path for path in sorted(package.rglob("*.py")) if "tests" not in path.relative_to(package).parts]
    known = [mutant for path in files for mutant in mutants_of(path)]
    sample = random.Random(options.seed).sample(known, min(options.sample, len(known)))
    _warm()
    chosen = {mutant: _chosen(mutant, reached) for mutant in sample}
    if _noticed(None, _quickest((name for names in chosen.values() for name in names), reached["seconds"])):
        print("Tests fail in a forked process without any change; what they notice would mean nothing.", file=sys.stderr)
        return 2
    with ThreadPoolExecutor(options.jobs) as pool:
        noticed = dict(zip(sample, pool.map(lambda mutant: bool(chosen[mutant]) and _noticed(mutant, chosen[mutant]), sample), strict=True))
    for mutant in sorted(sample, key=lambda mutant: (mutant.path, mutant.line)):
        if not noticed[mutant]:
            print(_diff(mutant), f"({len(chosen[mutant])} tests)" if chosen[mutant] else "(no test reaches it)", sep="  ")
    share = sum(noticed.values()) / len(sample)
    print(f"{len(sample)} of {len(known)} changes of {name}: {sum(noticed.values())} noticed, {share:.1%} (seed {options.seed})")
    return 0 if share >= options.least else 1


if __name__ == "__main__":
    sys.exit(main())
