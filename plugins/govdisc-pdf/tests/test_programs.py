"""PDF files as programs make them: a part of the press; and real reports where there are any."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from govdisc_pdf.reader import read

from govdisc.model.book import builtin_forms
from govdisc.recognise import recognise

REPORTS = Path(__file__).parents[4] / "shared" / "reports"
CHAINS = ("chromium-separate", "chromium-landscape", "chromium-cms", "office-plain", "office-rows-whole", "reportlab-lines")


def printers() -> list[Any]:
    """The chains that make PDF files."""
    from press.chains import chains

    return [chain for chain in chains() if chain.name in CHAINS]


@pytest.mark.parametrize("chain", printers(), ids=lambda chain: chain.name)
def test_printed_by_programs(chain: Any) -> None:
    """A report of each form, printed by each program in each of its ways: nothing is read wrongly, and what must be read is."""
    from press.jobs import jobs
    from press.judge import judge
    from press.programs import missing

    if lacks := missing(chain.needs):
        pytest.skip(lacks)
    printed = list(jobs(4, seed=7))[2:]
    score = judge(chain, printed, chain.make(printed))
    assert score.files == len(printed)
    assert not score.wrong, score.amiss
    assert score.share >= chain.target, score.amiss


@pytest.mark.published
@pytest.mark.parametrize("path", sorted(REPORTS.glob("*.pdf")) or [REPORTS])
def test_published_reports(path: Path) -> None:
    """Every cell of a published report, against the truth beside it."""
    truth = json.loads(path.with_name(f"{path.stem}.truth.json").read_text("utf-8"), parse_float=Decimal)
    cells = dict(recognise(read(path.read_bytes()), builtin_forms()).cells())
    assert {name: cells.get(name, "absent") for name in truth["cells"]} == truth["cells"]
