"""Everything is accounted for: which of the numbers that a document prints where its tables stand are not in the report that was read of it."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator

from govdisc.model.document import Document, Grid, Paragraph
from govdisc.model.form import Form
from govdisc.model.report import Report, printed_cell
from govdisc.recognise.index import FormIndex, index_of

_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_THOUSANDS = re.compile(r"(?<=\d)[,，](?=\d{3}(?!\d))")
#: The number of a label: 1.属于国家秘密.
_ORDINAL = re.compile(r"(?<![\d.])\d{1,2}[.．、](?!\d)")
#: A line longer than this is a sentence.
_LONGEST_LINE = 120


def unaccounted(document: Document, report: Report, form: Form) -> list[str]:
    """Return the numbers that stand in tables of a document and in no value, remark, mark, label or note of what stayed unread, nor in the text.

    A number may have been printed in pieces, or told in pieces: then their figures are the same.
    """
    printed = Counter(number for text in _of_tables(document, index_of(form)) for number in _numbers(text))
    told = Counter(number for text in _told(report) for number in _numbers(text))
    in_text = Counter(number for text in _texts(report) for number in _numbers(text))
    missing, spare = printed - told - in_text, told - printed
    lacking = Counter("".join(missing.elements())) - Counter("".join(spare.elements()))
    return [number for number in missing.elements() if any(figure in lacking for figure in number)]


def _told(report: Report) -> Iterator[str]:
    for path, _value in report.cells():
        yield report.marks.get(path) or printed_cell(report, path)
    yield from (entry.text for entry in report.unread)


def _texts(report: Report) -> Iterator[str]:
    for section in report.sections:
        yield section.title
        yield section.text


def _of_tables(document: Document, index: FormIndex) -> Iterator[str]:
    """The texts of grids and of lines in the parts of a report that hold tables, but for labels of the form and sentences."""
    with_tables = {table.table.section for table in index.tables}
    titles = {index.meaning(title).core: spec.id for spec in index.form.sections for title in (spec.title, *spec.aliases)}
    part = ""
    for block in document.blocks:
        if isinstance(block, Paragraph):
            part = titles.get(index.meaning(block.text.strip()).core, part)
        texts: Iterable[str] = (cell.text for row in block.rows for cell in row) if isinstance(block, Grid) else block.text.split("\n")
        for text in texts:
            part = titles.get(index.meaning(text.strip()).core, part)
            if part in with_tables and len(text) <= _LONGEST_LINE and not index.meaning(text).known and "。" not in text:
                yield text


def _numbers(text: str) -> list[str]:
    folded = _THOUSANDS.sub("", unicodedata.normalize("NFKC", text))
    return _NUMBER.findall(_ORDINAL.sub(" ", folded))
