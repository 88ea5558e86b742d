"""Workbooks a second, writing and reading: the official workbook as .xlsx, and what openpyxl needs to load the same bytes.

    python benchmarks/xlsx.py [REPORTS]

Reading is given with and without recognition. openpyxl is only for comparison, in its read-only mode and as a whole.
"""

from __future__ import annotations

import io
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial

from govdisc.formats.base import ReadContext, WriteOptions
from govdisc.model.document import Document
from govdisc.plugins import Plugins
from govdisc.recognise import recognise
from govdisc.testing import Options, random_reports


def each(action: Callable[[bytes], object], files: Sequence[bytes]) -> float:
    """Seconds of this process for all files."""
    begin = time.process_time()
    for data in files:
        action(data)
    return time.process_time() - begin


def load(data: bytes, read_only: bool) -> None:
    """Read every value with openpyxl."""
    from openpyxl import load_workbook

    for sheet in load_workbook(io.BytesIO(data), read_only=read_only, data_only=True):
        for _row in sheet.iter_rows(values_only=True):
            pass


def main() -> None:
    """Print a line for each direction."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    plugins = Plugins()
    found = plugins.formats["xlsx"]
    options = WriteOptions(plugins.forms)
    reports = list(random_reports(count, 1, Options(remarks=True)))
    begin = time.process_time()
    files = [found.writer()([report], options) for report in reports]
    writing = time.process_time() - begin

    def read_whole(data: bytes) -> None:
        document = found.reader()(data, ReadContext(forms=plugins.forms))
        assert isinstance(document, Document)
        recognise(document, plugins.forms)

    print(f"{count} reports of form 2021, {sum(map(len, files)) / count / 1000:.1f} kB each, in workbooks a second of processor time")
    for name, seconds in (
        ("write", writing),
        ("read", each(partial(found.reader(), context=ReadContext(forms=plugins.forms)), files)),
        ("read and recognise", each(read_whole, files)),
        ("openpyxl, read-only", each(partial(load, read_only=True), files)),
        ("openpyxl", each(partial(load, read_only=False), files)),
    ):
        print(f"{name:22}{count / seconds:8.0f}")


if __name__ == "__main__":
    main()
