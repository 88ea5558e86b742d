"""The faults of the past stay mended, and a handful of damaged files of every kind ends in a report or one sentence."""

from __future__ import annotations

import importlib.util
import random
import sys
from pathlib import Path
from types import ModuleType

import pytest

from govdisc.engine import Engine
from govdisc.plugins import Plugins

ROOT = Path(__file__).resolve().parent.parent


def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("govdisc_fuzz", ROOT / "tools" / "fuzz.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["govdisc_fuzz"] = module
    spec.loader.exec_module(module)
    return module


FUZZ = tool()
ENGINE = Engine(Plugins())


@pytest.mark.parametrize(("name", "data", "what"), [pytest.param(*case, id=case[2]) for case in FUZZ.corpus(ENGINE.plugins)])
def test_a_fault_of_the_past_stays_mended(name: str, data: bytes, what: str) -> None:
    """A report or a sentence, within five seconds of the processor."""
    assert FUZZ.fault_of(ENGINE, name, data) is None, what


@pytest.mark.parametrize("name", sorted(FUZZ.seeds(ENGINE.plugins, random.Random(0))))
def test_damaged_files_end_in_a_report_or_a_sentence(name: str) -> None:
    """A few mutations of a file of each format."""
    chance = random.Random(7)
    files = FUZZ.seeds(ENGINE.plugins, chance)[name]
    for _number in range(5):
        assert FUZZ.fault_of(ENGINE, name, FUZZ.mutated(chance.choice(files), chance)) is None
