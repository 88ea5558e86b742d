"""The small changes that tools/mutants.py makes to code: what can be changed, and the code with one change made."""

from __future__ import annotations

import ast
import copy
import hashlib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
#: A look whose answer changes nothing but the time that is taken: no test can notice another one.
SPARES = "# spares time"

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
        case ast.Return(value=ast.expr() as value) if not (isinstance(value, ast.Constant) and (value.value is None or value.value is False)):
            yield "returns nothing", lambda copied: setattr(copied, "value", ast.Constant(None))
        case ast.Continue():
            yield "break for continue", lambda copied: setattr(copied, "__class__", ast.Break)
        case ast.Break():
            yield "continue for break", lambda copied: setattr(copied, "__class__", ast.Continue)


@dataclass(frozen=True)
class Mutant:
    """One change: the file, the place of the node among all of its tree, which of its changes, its line, and those of its statement."""

    path: str
    node: int
    change: int
    line: int
    what: str
    lines: tuple[int, ...]
    #: Its line as it is.
    source: str
    #: Which it is of those of the file that have the same line and the same words.
    nth: int

    def drawn(self, seed: int) -> bytes:
        """A number by which to draw a sample at random, one that stays nearly the same when a few lines of the code are changed."""
        return hashlib.sha256(f"{seed}\n{self.key}".encode()).digest()

    @property
    def key(self) -> tuple[str, str, str, int]:
        """What tells it from others wherever its line is moved to."""
        return self.path, self.source, self.what, self.nth


def mutants_of(path: Path) -> Iterator[Mutant]:
    """Yield the changes of a file, but for annotations and declarations, and for lines that say of themselves that they only spare time."""
    text = path.read_text("utf-8")
    tree, lines = ast.parse(text), text.splitlines()
    left_alone = {id(inner) for node in ast.walk(tree) for outer in _left_alone(node) for inner in ast.walk(outer)}
    statements = _statements(tree)
    seen: Counter[tuple[str, str]] = Counter()
    for number, node in enumerate(ast.walk(tree)):
        if id(node) not in left_alone and not lines[getattr(node, "lineno", 1) - 1].endswith(SPARES):
            for change, (what, do) in enumerate(_changed(node)):
                at: int = node.lineno  # type: ignore[attr-defined]
                first, last = statements.get(id(node), (at, at))
                words, source = _told(node, what, do), lines[at - 1].strip()
                seen[words, source] += 1
                yield Mutant(str(path.relative_to(ROOT)), number, change, at, words, tuple(range(first, last + 1)), source, seen[words, source])


def _statements(tree: ast.AST) -> dict[int, tuple[int, int]]:
    """The first and the last line of the statement that each node stands in, for one with a body those before it."""
    found: dict[int, tuple[int, int]] = {}
    for statement in ast.walk(tree):  # outer ones come first
        if isinstance(statement, ast.stmt):
            inner = getattr(statement, "body", None)
            last = max(statement.lineno, inner[0].lineno - 1) if isinstance(inner, list) else statement.end_lineno or statement.lineno
            found.update((id(node), (statement.lineno, last)) for node in ast.walk(statement))
    return found


def _told(node: ast.AST, what: str, do: Callable[[Any], None]) -> str:
    """What is done, in the words of the code where these are few."""
    if isinstance(node, ast.stmt) and not isinstance(node, ast.AugAssign):
        return what
    before, after = ast.unparse(node), copy.deepcopy(node)
    do(after)
    told = f"{what}: {before}" if isinstance(node, ast.IfExp) else f"{before} → {ast.unparse(after)}"
    return told if len(told) <= 160 else what


def _left_alone(node: ast.AST) -> Iterator[ast.AST]:
    """What of a node is not changed: annotations, decorators (the examples of rules), imports for types, how much a cache remembers, what is asserted."""
    if isinstance(node, ast.keyword) and node.arg in ("maxsize", "strict"):
        yield node
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
