"""How fast pages are read: against lxml's parsing of the same bytes in the same run, and in reports a second.

    python benchmarks/html_pages.py [FOLDER]

Reads invented pages of each shape, and the pages of FOLDER (../shared/reports unless given) where there are any. The reader may
take at most LIMIT times as long as lxml takes to parse all of them; exit 1 when it takes longer.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from govdisc_html.reader import read
from govdisc_html.testing import VARIATIONS, portal_page
from govdisc_html.writer import write
from lxml import html

from govdisc.formats import WriteOptions
from govdisc.model.book import builtin_forms
from govdisc.model.document import Document
from govdisc.recognise import recognise
from govdisc.testing import Options, random_report

LIMIT = 4.0
ROUNDS = 25


def best(action: Callable[[], object]) -> float:
    """The shortest of so many runs, in milliseconds of this process: what else the machine does only makes a run longer."""
    times = []
    for _ in range(ROUNDS):
        begin = time.process_time()
        action()
        times.append(time.process_time() - begin)
    return min(times) * 1000


def selectolax_parses(pages: dict[str, bytes]) -> str:
    try:
        from selectolax.lexbor import LexborHTMLParser
    except ImportError:
        return "selectolax is not installed"
    return f"selectolax parses them in {sum(best(partial(LexborHTMLParser, data)) for data in pages.values()):.1f} ms"


def main() -> int:
    forms = builtin_forms()
    report = random_report(1, Options(remarks=True))
    pages = {f"invented, {name}": portal_page(report, forms, name) for name in VARIATIONS}
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parents[2] / "shared" / "reports"
    pages |= {path.name: path.read_bytes() for path in sorted(folder.glob("*.html"))}
    total_parse = total_read = total_recognise = 0.0
    print(f"{'page':30} {'kB':>5} {'lxml ms':>8} {'read ms':>8} {'ratio':>6} {'+ recognise ms':>15}")
    for name, data in pages.items():
        parse = best(partial(html.document_fromstring, data))
        reading = best(partial(read, data))
        document = read(data)
        assert isinstance(document, Document)
        recognising = best(partial(recognise, document, forms))
        print(f"{name:30} {len(data) / 1000:5.0f} {parse:8.2f} {reading:8.2f} {reading / parse:6.2f} {recognising:15.2f}")
        total_parse, total_read, total_recognise = total_parse + parse, total_read + reading, total_recognise + recognising
    ratio = total_read / total_parse
    print(f"reading takes {ratio:.2f} times as long as lxml takes to parse (limit {LIMIT})")
    count = 1000 * len(pages)
    print(f"a page becomes a report in {(total_read + total_recognise) / total_parse:.2f} times as long")
    print(f"{count / total_read:.0f} pages a second read, {count / (total_read + total_recognise):.0f} read and recognised")
    print(f"{1000 / best(partial(write, [report], WriteOptions(forms))):.0f} reports a second written")
    print(selectolax_parses(pages), f"(lxml: {total_parse:.1f} ms)")
    return 0 if ratio <= LIMIT else 1


if __name__ == "__main__":
    sys.exit(main())
