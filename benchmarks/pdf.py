"""PDF reports a second, against plain text extraction by pdfplumber of the same bytes in the same run.

    python benchmarks/pdf.py [FILE.pdf …] [--rounds N]

Without files, generated reports are printed with reportlab. Both sides read from memory and run in turn; the fastest round of
each counts, in processor time, which keeps other programs on the machine out of the figures. The reader yields paragraphs and table cells,
pdfplumber its `page.extract_text()` of every page. Needs pdfplumber, and reportlab for generated reports.
"""

from __future__ import annotations

import argparse
import io
import logging
import sys
import time
from collections.abc import Callable
from pathlib import Path

from govdisc_pdf.reader import read

from govdisc.testing import random_report

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

TARGET = 3.0


def generated() -> dict[str, bytes]:
    """Print two reports: rulings as lines, and as thin rectangles, the way word processors do."""
    from press.canvas import drawn
    from press.jobs import Job

    return {f"generated, {ruling}": drawn(Job(random_report(1)), ruling=ruling, page_number="- {n} -") for ruling in ("lines", "rects")}


def plumber(data: bytes) -> None:
    """Extract the plain text of all pages."""
    import pdfplumber

    with pdfplumber.open(io.BytesIO(data)) as file:
        for page in file.pages:
            page.extract_text()


def fastest(rounds: int, *sides: Callable[[], object]) -> list[float]:
    """Return the seconds of each side's fastest round; the sides take turns."""
    best = [float("inf")] * len(sides)
    for _round in range(rounds):
        for i, side in enumerate(sides):
            begin = time.process_time()
            side()
            best[i] = min(best[i], time.process_time() - begin)
    return best


def main() -> int:
    """Print a line a file; exit 1 when the reader is not TARGET times as fast."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--rounds", type=int, default=7)
    options = parser.parse_args()
    logging.disable(logging.CRITICAL)  # pdfplumber warns of every font without a box
    inputs = {path.name: path.read_bytes() for path in options.files} or generated()
    slow = False
    for name, data in inputs.items():
        ours, theirs = fastest(options.rounds, lambda data=data: read(data), lambda data=data: plumber(data))
        slow = slow or theirs < TARGET * ours
        print(f"{name}: {1 / ours:.1f} reports a second, pdfplumber {1 / theirs:.1f}; {theirs / ours:.1f} times as fast")
    return int(slow)


if __name__ == "__main__":
    sys.exit(main())
