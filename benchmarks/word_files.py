"""Word reports a second: written, read, and read and recognised; and how long the largest inputs take.

    python benchmarks/word_files.py [REPORTS]
"""

from __future__ import annotations

import io
import sys
import time
import zipfile
from collections.abc import Callable, Iterable
from functools import partial

from govdisc_docx.reader import read
from govdisc_docx.writer import write

from govdisc.errors import InputError
from govdisc.formats import WriteOptions
from govdisc.model.book import builtin_forms
from govdisc.recognise import recognise
from govdisc.testing import Options, random_reports

NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def timed(action: Callable[[], object]) -> tuple[float, object]:
    """Seconds of this process that an action took, and its result; what else the machine does is not counted."""
    begin = time.process_time()
    result = action()
    return time.process_time() - begin, result


def each(action: Callable[..., object], items: Iterable[object]) -> list[object]:
    return [action(item) for item in items]


def word_file(body: str) -> bytes:
    """A Word file with that body."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", f'<w:document xmlns:w="{NAMESPACE}"><w:body>{body}</w:body></w:document>')
    return buffer.getvalue()


def largest() -> dict[str, bytes]:
    """Files at the limits of the reader or beyond them."""
    cell = "<w:tc><w:tcPr/><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>"
    rows = "".join(f"<w:tr>{''.join(cell.format(row * column) for column in range(10))}</w:tr>" for row in range(10_000))
    opened, closed = "<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>"
    return {
        "table of 10,000 rows": word_file(f"<w:tbl>{rows}</w:tbl>"),
        "2,000 nested tables": word_file(f"{opened * 2_000}<w:p/>{closed * 2_000}"),
        "zip bomb": word_file("<w:p/>" * 5_000_000),
    }


def outcome(data: bytes) -> str:
    try:
        return f"{len(read(data).blocks)} blocks"
    except InputError as error:
        return str(error)


def main() -> None:
    """Print a line for each figure."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    forms = builtin_forms()
    reports = list(random_reports(count, 1, Options(remarks=True)))
    options = WriteOptions(forms)
    writing, files = timed(partial(each, lambda report: write([report], options), reports))
    assert isinstance(files, list)
    reading, documents = timed(partial(each, read, files))
    assert isinstance(documents, list)
    recognising, _ = timed(partial(each, lambda document: recognise(document, forms), documents))
    print(f"{count} reports of {sum(map(len, files)) / count / 1000:.1f} kB, in seconds of the processor")
    print(f"{count / writing:.0f} a second written")
    print(f"{count / reading:.0f} a second read, {count / (reading + recognising):.0f} read and recognised")
    for name, data in largest().items():
        seconds, result = timed(partial(outcome, data))
        print(f"{name}: {seconds:.2f} s, {result}")


if __name__ == "__main__":
    main()
