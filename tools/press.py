"""Print random reports with real programs, read them back, and count their cells: the matrix of chains.

    python tools/press.py [--chains PATTERN …] [--files N] [--breaks N] [--seed N] [--verbose]

A chain is one way of making files (``chromium-borders``, ``office-plain``); patterns choose among them (``chromium-*``, default: all). Each
prints N reports of all kinds. With ``--breaks`` two reports are printed at so many heights instead, so that page breaks fall everywhere in
their tables. Chains whose program is missing are named and left out. Exit 1 when a cell of any chain is read wrongly, or fewer rightly than
the chain must.
"""

from __future__ import annotations

import argparse
import fnmatch
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from press.chains import chains
from press.jobs import jobs, pushed
from press.judge import judge
from press.programs import missing

#: Over page breaks, what may stay unread of what must be read whole, in percent.
_OVER_BREAKS = 0.5


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--chains", nargs="*", default=["*"], metavar="PATTERN")
    parser.add_argument("--files", type=int, default=9)
    parser.add_argument("--breaks", type=int, default=0, metavar="N")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--verbose", action="store_true", help="name the files that were not read whole, and what was amiss")
    options = parser.parse_args()
    short = False
    print(f"{'chain':32} {'files':>5} {'right %':>8} {'wrong':>6} {'unread':>7} {'false errors':>13} {'ms a file':>10}")
    for chain in chains():
        if not any(fnmatch.fnmatch(chain.name, pattern) for pattern in options.chains):
            continue
        if lacks := missing(chain.needs):
            print(f"{chain.name:32} left out: {lacks}")
            continue
        printed = list(jobs(options.files, options.seed))
        if options.breaks:
            printed = [moved for job in printed[:2] for moved in pushed(job, options.breaks)]
        made = list(chain.make(printed))
        begin = time.process_time()
        score = judge(chain, printed, made)
        spent = 1000 * (time.process_time() - begin) / max(1, score.files)
        target = min(chain.target, 100 - _OVER_BREAKS) if options.breaks else chain.target
        fell = bool(score.wrong) or score.share < target
        short = short or fell
        print(
            f"{chain.name:32} {score.files:5} {score.share:8.2f} {score.wrong:6} {score.unread:7} {score.false_errors:13} {spent:10.0f}"
            f"{f'  must: {target:g} %, none wrong' if fell else ''}",
            flush=True,
        )
        if options.verbose:
            print(*(f"    {line}" for line in score.amiss), sep="\n")
    return int(short)


if __name__ == "__main__":
    sys.exit(main())
