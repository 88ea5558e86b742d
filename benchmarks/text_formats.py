"""Reports a second for plain texts and the formats csv, markdown and portal-xml, writing and reading, in seconds of this process.

    python benchmarks/text_formats.py [REPORTS]

Texts and Markdown hold one report a file and give a document: their reading includes recognising it. The others are one file.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from functools import partial

from govdisc.model.document import Document
from govdisc.model.report import Report
from govdisc.plugin import Format, ReadContext, WriteContext
from govdisc.plugins import Plugins
from govdisc.recognise import recognise
from govdisc.testing import Options, random_reports
from govdisc.testing.layouts import TEXT_LAYOUTS, print_text

CASES: tuple[tuple[str, dict[str, str]], ...] = (("csv", {}), ("csv", {"shape": "wide"}), ("markdown", {}), ("portal-xml", {}))


def main() -> None:
    """Print a line for each format."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    plugins = Plugins()
    reports = list(random_reports(count, 1, Options(remarks=True, places=True)))
    print(f"{count} reports of form 2021 with a place for each cell")
    print(f"{'format':24}{'write/s':>10}{'read/s':>10}{'KB each':>10}")
    for name, params in CASES:
        found = plugins.formats[name]
        options = WriteContext(plugins.forms, params)
        groups = [reports] if found.many else [[report] for report in reports]
        files, writing = _timed(partial(_write, found, groups, options))
        _, reading = _timed(partial(_read, found, files, plugins))
        size = sum(map(len, files)) / count / 1000
        label = " ".join([name, *(f"{key}={value}" for key, value in params.items())])
        print(f"{label:24}{count / writing:10.0f}{count / reading:10.0f}{size:10.1f}")
    for layout in TEXT_LAYOUTS:
        files = [print_text(report, layout, plugins.forms).encode() for report in reports]
        _, reading = _timed(partial(_read, plugins.formats["text"], files, plugins))
        print(f"{'text, ' + layout:24}{'':10}{count / reading:10.0f}{sum(map(len, files)) / count / 1000:10.1f}")


def _timed(work: Callable[[], list[bytes]]) -> tuple[list[bytes], float]:
    start = time.process_time()
    return work(), time.process_time() - start


def _write(found: Format, groups: list[list[Report]], options: WriteContext) -> list[bytes]:
    write = found.writer()
    return [write(group, options) for group in groups]


def _read(found: Format, files: list[bytes], plugins: Plugins) -> list[bytes]:
    read, context = found.reader(), ReadContext(forms=plugins.forms, formats=plugins.formats)
    for data in files:
        result = read(data, context)
        if isinstance(result, Document):
            recognise(result, plugins.forms)
        else:
            list(result)
    return []


if __name__ == "__main__":
    main()
