"""Print random reports with real programs, read them back, and count their cells: the matrix of chains.

    python tools/press.py [--chains PATTERN …] [--reports N] [--breaks N] [--seed N] [--verbose] [--write]

A chain is one way of making files (``chromium-borders``, ``office-plain``); patterns choose among them (``chromium-*``, default: all). Each
prints N reports of all kinds. With ``--breaks`` two reports are printed at so many heights instead, so that page breaks fall everywhere in
their tables. Chains whose program is missing are named and left out. ``--write`` puts the matrix into docs/evidence.md; of chains that were
not chosen, the lines that stand there stay, where they are of the same reports. Exit 1 when a cell of any chain is read wrongly, or fewer
rightly than the chain must.
"""

from __future__ import annotations

import argparse
import fnmatch
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import evidence_page

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from press.chains import chains
from press.jobs import KINDS, Chain, Job, jobs, pushed
from press.judge import Score, judge
from press.programs import missing

#: Over page breaks, what may stay unread of what must be read whole, in percent.
_OVER_BREAKS = 0.5
HEADING = "Files that programs make, read back"
_WIDTHS = "{:34} {:>5} {:>8} {:>6} {:>7} {:>5} {:>13} {:>10}"
_COLUMNS = ("chain", "files", "right %", "wrong", "unread", "lost", "false errors", "ms a file")


@dataclass(frozen=True)
class Line:
    """What a chain came to: ``target`` in percent of its cells, ``spent`` milliseconds a file, or what it ``lacks``."""

    chain: Chain
    score: Score
    target: float = 0.0
    spent: float = 0.0
    lacks: str = ""

    @property
    def fell(self) -> bool:
        """Whether it fell short."""
        score = self.score
        return not self.lacks and bool(score.wrong or score.lost or score.false_errors or score.share < self.target)


def measured(chain: Chain, printed: Sequence[Job], breaks: bool = False) -> Line:
    """Make a chain's files and read them."""
    if lacks := missing(chain.needs):
        return Line(chain, Score(), lacks=lacks)
    made = list(chain.make(printed))
    begin = time.process_time()
    score = judge(chain, printed, made)
    spent = 1000 * (time.process_time() - begin) / max(1, score.files)
    return Line(chain, score, min(chain.target, 100 - _OVER_BREAKS) if breaks else chain.target, spent)


def _made_by(reports: int, seed: int) -> str:
    return f"Made by `python tools/press.py --reports {reports} --seed {seed} --write`."


def _row(line: Line) -> str:
    score = line.score
    counts = f"{score.wrong} | {score.unread} | {score.lost} | {score.false_errors}"
    return f"| {line.chain.name} | {score.cells} | {score.share:.2f}% | {f'{line.target:g}%' if line.target else '–'} | {counts} |"


def _standing(reports: int, seed: int) -> dict[str, str]:
    """The lines of the page by their chain, where they are of the same reports."""
    section = evidence_page.section(HEADING)
    rows = section.splitlines() if _made_by(reports, seed) in section else []
    return {row.split()[1]: row for row in rows if row.startswith("| ") and "%" in row}


def page(lines: Sequence[Line], reports: int, seed: int) -> Iterator[str]:
    """Yield the section of the page on evidence."""
    yield f"{_made_by(reports, seed)} Each chain prints {reports} random correct reports of"
    yield f"{len(KINDS)} kinds (both forms; zeros printed, left blank or marked; remarks; numbers of six digits; full-width figures) with the program"
    yield "that it names, and govdisc reads them back. *Wrong* are cells with another value than was printed, which must never be; *unread* are told as"
    yield "such; *lost* are numbers that are neither. *False errors* are those found in reports that were read whole. *Must* is the share that the chain"
    yield "is held to."
    yield ""
    yield "| chain | cells | right | must | wrong | unread | lost | false errors |"
    yield "|---|--:|--:|--:|--:|--:|--:|--:|"
    rows = _standing(reports, seed) | {line.chain.name: _row(line) for line in lines if not line.lacks}
    yield from (rows[chain.name] for chain in chains() if chain.name in rows)
    left_out = [f"{line.chain.name} ({line.lacks})" for line in lines if line.lacks and line.chain.name not in rows]
    if left_out:
        yield ""
        yield f"Left out: {', '.join(left_out)}."


def main() -> int:
    """Measure, print, and write the page where that is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--chains", nargs="*", default=["*"], metavar="PATTERN")
    parser.add_argument("--reports", type=int, default=9)
    parser.add_argument("--breaks", type=int, default=0, metavar="N")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--verbose", action="store_true", help="name the files that were not read whole, and what was amiss")
    parser.add_argument("--write", action="store_true", help="write the matrix into docs/evidence.md")
    options = parser.parse_args()
    printed = list(jobs(options.reports, options.seed))
    if options.breaks:
        printed = [moved for job in printed[:2] for moved in pushed(job, options.breaks)]
    print(_WIDTHS.format(*_COLUMNS))
    lines = []
    for chain in chains():
        if not any(fnmatch.fnmatch(chain.name, pattern) for pattern in options.chains):
            continue
        line = measured(chain, printed, bool(options.breaks))
        lines.append(line)
        score = line.score
        shown = (score.files, f"{score.share:.2f}", score.wrong, score.unread, score.lost, score.false_errors, f"{line.spent:.0f}")
        short = f"  must: {line.target:g} %, none wrong or lost, no false error" if line.fell else ""
        print(f"{chain.name:34} left out: {line.lacks}" if line.lacks else f"{_WIDTHS.format(chain.name, *shown)}{short}", flush=True)
        if options.verbose:
            for said in score.amiss:
                print(f"    {said}")
    if options.write:
        evidence_page.put(HEADING, page(lines, options.reports, options.seed))
    return int(any(line.fell for line in lines))


if __name__ == "__main__":
    sys.exit(main())
