"""What is kept of one run for the next: the same, never stale, and missed by nobody where it cannot be."""

from __future__ import annotations

import marshal
import os
import re
import subprocess
import sys
from importlib.util import source_hash
from pathlib import Path
from typing import Any

import pytest

from govdisc import compiled, patterns
from govdisc.patterns import Pattern
from govdisc.text.tomltext import parse_toml, read_toml

ROOT = Path(__file__).parents[1]

EXPRESSIONS = [
    "收到|受理",
    r"(?P<year>20\d\d)年(?P<month>\d{1,2})?月",
    r"(a)()|(b)()",
    r"(?i)(?:http|FTP)://[^\s]+",
    r"(?<=\d),(?=\d{3}(?!\d))|^(?!.*申请).{0,20}?[^，。；]*$",
    r"(?P<q>['\"])(?:x|y)*(?P=q)",
]


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty store of its own."""
    path = tmp_path / "some" / "kept.texts"
    monkeypatch.setattr(compiled, "_path", lambda: str(path))
    monkeypatch.setattr(compiled, "_fresh", {})
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    compiled._known.cache_clear()
    yield path
    compiled._known.cache_clear()


def next_run(monkeypatch: pytest.MonkeyPatch) -> None:
    """Write, and forget what is in memory."""
    compiled.write()
    monkeypatch.setattr(compiled, "_fresh", {})
    compiled._known.cache_clear()


def no_compiling(*_arguments: Any) -> Any:
    raise AssertionError("it was kept")


@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_a_pattern_is_the_same_in_the_next_run(expression: str, store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same code under the same names, and the expression is not compiled again."""
    wanted = re.compile(expression)
    assert Pattern(expression).findall("收到2021年3月 b http://x 1,234 'xy'") == wanted.findall("收到2021年3月 b http://x 1,234 'xy'")
    next_run(monkeypatch)
    monkeypatch.setattr(re, "compile", no_compiling)
    pattern = Pattern(expression)
    assert pattern.groups == wanted.groups
    for text in ("收到2021年3月", "b", "见FTP://x", "1,234", "'xyx'", ""):
        ours, theirs = pattern.search(text), wanted.search(text)
        assert (ours and (ours.span(), ours.groupdict(), ours.lastindex, ours.lastgroup)) == (theirs and (theirs.span(), theirs.groupdict(), theirs.lastindex, theirs.lastgroup))
        assert ours is None or ours.re == wanted


def test_a_wrong_expression_is_told_as_python_tells_it(store: Path) -> None:
    """And nothing of it is kept."""
    with pytest.raises(re.error):
        Pattern("(").search("")
    compiled.write()
    assert not store.exists() or compiled._known.__wrapped__() == {}


def test_toml_is_read_once_and_every_change_shows(store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the clock and the size of the file say; and who changes what was read changes nobody else's."""
    path = tmp_path / "words.toml"
    path.write_text("words = [1, 2]\n", "utf-8")
    read_toml(path)["words"].append(3)
    next_run(monkeypatch)
    read_toml(path)["words"].append(3)
    assert read_toml(path) == {"words": [1, 2]}
    before = path.stat()
    path.write_text("words = [1, 7]\n", "utf-8")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert read_toml(path) == {"words": [1, 7]}


def test_dates_are_read_without_being_kept(store: Path, tmp_path: Path) -> None:
    """Marshal has none."""
    path = tmp_path / "days.toml"
    path.write_text("day = 2024-01-31\n", "utf-8")
    assert str(read_toml(path)["day"]) == "2024-01-31"


def test_a_users_own_file_is_not_kept(store: Path) -> None:
    """A configuration is nobody else's to read."""
    parse_toml("secret = 1", "govdisc.toml")
    compiled.write()
    assert not store.exists()


#: A program that matches everywhere: what must not be believed.
OTHER = marshal.dumps((32, b"\1\0\0\0", 0, {}, ()))


def whole(version: str, given: bytes) -> bytes:
    """A store as it is written."""
    data = marshal.dumps((version, {("pattern", "a+"): given}))
    return source_hash(data) + data


@pytest.mark.parametrize(
    "damage",
    [
        b"",
        b"nothing of the kind",
        marshal.dumps((sys.version, {("pattern", "a+"): OTHER})),
        bytes(8) + marshal.dumps((sys.version, {("pattern", "a+"): OTHER})),
        whole("another Python", OTHER),
        whole(sys.version, marshal.dumps((32, b"\xff" * 8, 0, {}, ()))),
        whole(sys.version, marshal.dumps(("?",))),
    ],
)
def test_damage_is_made_good(damage: bytes, store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything is made anew, and kept."""
    store.parent.mkdir()
    store.write_bytes(damage)
    assert Pattern("a+").findall("caab") == ["aa"]
    next_run(monkeypatch)
    monkeypatch.setattr(re, "compile", no_compiling)
    assert Pattern("a+").findall("caab") == ["aa"]


def test_there_is_an_end_to_it(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A store that has grown too large is begun anew."""
    monkeypatch.setattr(compiled, "MOST_BYTES", 400)
    for number in range(20):
        Pattern(f"a{number}[b-d]").search("")
        next_run(monkeypatch)
        assert len(store.read_bytes()) < 2_000
    assert compiled.kept("pattern", "a19[b-d]") is not None
    assert compiled.kept("pattern", "a0[b-d]") is None


def test_where_nothing_can_be_written_nothing_is_said(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder that is a file, a Python that keeps nothing, a module from an archive."""
    store.parent.write_bytes(b"")
    Pattern("a").search("")
    with monkeypatch.context() as patch:
        patch.setattr(patterns, "_code", no_compiling)  # nor is anything made in vain
        compiled.write()
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    monkeypatch.setattr(compiled, "_path", lambda: os.fspath(store.parent / "x"))
    compiled.write()
    monkeypatch.setattr(compiled, "_path", lambda: None)
    compiled._known.cache_clear()
    compiled.write()
    assert compiled.kept("pattern", "a") is None


def test_another_inside_of_the_library_is_no_matter(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where its parts are not what they were, expressions are compiled as anywhere."""
    monkeypatch.setitem(sys.modules, "_sre", None)
    assert Pattern("a+").findall("caab") == ["aa"]
    next_run(monkeypatch)
    assert Pattern("a+").findall("caab") == ["aa"]


def test_the_command_line_keeps_what_it_made(tmp_path: Path) -> None:
    """Beside its own compiled modules, where Python was told to keep them; the next run writes nothing."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment |= {"PYTHONPYCACHEPREFIX": str(tmp_path), "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    told = []
    for _time in range(2):
        command = [sys.executable, "-c", "from govdisc.cli import main; main()", "rules", "STR101"]
        done = subprocess.run(command, env=environment, capture_output=True, check=True)
        (path,) = tmp_path.rglob("*.texts")
        told.append((done.stdout, path.stat().st_mtime_ns, path.read_bytes()))
    assert told[0] == told[1]
    assert told[0][0]
    assert [each.name for each in path.parent.glob("*.texts*")] == [path.name]
