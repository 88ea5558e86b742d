"""What the tests of whole runs share: correct reports of a body for a year, saved, and the inputs that an outcome tells of."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from govdisc.formats.base import WriteContext
from govdisc.formats.json import write
from govdisc.model.book import builtin_forms
from govdisc.model.report import Report
from govdisc.testing import Options, random_report

CONTEXT = WriteContext(builtin_forms())
Run = Callable[..., Any]


def of(agency: str, year: int, seed: int = 1) -> Report:
    """A correct report of a body for a year."""
    return random_report(seed, Options(agency=agency, year=year))


def save(path: Path, report: Report) -> Path:
    """Write a report as JSON; the path again."""
    path.write_bytes(write([report], CONTEXT))
    return path


def entries(done: Any) -> list[dict[str, Any]]:
    """The inputs that a run of validate tells of."""
    return list(json.loads(done.out)["inputs"])
