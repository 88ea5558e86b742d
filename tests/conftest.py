"""What the tests share: the core without plugins, and a way to run the command line in this process."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from govdisc.cli import run
from govdisc.i18n import speaking
from govdisc.model.book import FormBook, builtin_forms
from govdisc.plugins import Plugins

ROOT = Path(__file__).resolve().parent.parent
REAL_REPORTS = ROOT.parent / "shared" / "reports"


@dataclass(frozen=True)
class Done:
    """What a command line printed and returned."""

    code: int
    out: str
    err: str
    raw: bytes


@pytest.fixture(scope="session")
def forms() -> FormBook:
    """The two national forms."""
    return builtin_forms()


@pytest.fixture(scope="session")
def core() -> Plugins:
    """The core alone, without any installed plugin."""
    return Plugins(points=[])


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Messages in English, whatever a test before chose."""
    with speaking("en"):
        yield


@pytest.fixture
def govdisc(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Done]:
    """Run ``govdisc ARGUMENTS`` in this process; ``stdin`` are the bytes that it reads."""

    def call(*arguments: object, stdin: bytes = b"", lang: str = "en") -> Done:
        monkeypatch.setenv("GOVDISC_LANG", lang)
        out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True, newline="")
        err = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True, newline="")
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8"))
        monkeypatch.setattr(sys, "stdout", out)
        monkeypatch.setattr(sys, "stderr", err)
        code = run([str(one) for one in arguments])
        out.flush()
        raw = out.buffer.getvalue()
        return Done(code, raw.decode("utf-8", "replace"), err.buffer.getvalue().decode("utf-8"), raw)

    return call
