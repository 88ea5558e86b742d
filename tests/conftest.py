"""What the tests share: the core without plugins, a way to run the command line in this process, and the kits beside this file.

Tests are imported without their folder on the path; it is put there for the kits, which hold what several files of tests need.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from govdisc.i18n import speaking
from govdisc.model.book import FormBook, builtin_forms
from govdisc.plugins import Plugins
from govdisc.testing.commandline import Done, run_govdisc

ROOT = Path(__file__).resolve().parent.parent
REAL_REPORTS = ROOT.parent / "shared" / "reports"

sys.path.insert(0, str(Path(__file__).parent))


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
def govdisc() -> Callable[..., Done]:
    """Run ``govdisc ARGUMENTS`` in this process; ``stdin`` are the bytes that it reads."""
    return run_govdisc


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with a report of two findings: SUM101 (error) and NUM101 (info)."""
    from settings_kit import OPTIONS, wrong

    from govdisc.formats.json import write

    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports/wrong.json").write_bytes(write([wrong()], OPTIONS))
    return tmp_path
