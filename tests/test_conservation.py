"""The numbers printed in tables are those in values, remarks, marks, labels and notes of what stayed unread: in files of programs, examples and published
reports, whatever of them is understood."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from conserving import unaccounted
from press.chains import chains
from press.jobs import Chain, jobs
from press.programs import missing

from govdisc.formats.base import Format, ReadContext
from govdisc.model.document import Cell, Document, Grid, Paragraph
from govdisc.model.report import Report
from govdisc.plugins import Plugins
from govdisc.recognise import recognise

ROOT = Path(__file__).resolve().parent.parent
REAL = ROOT.parent / "shared" / "reports"
#: One of each kind of producer that is quick, and those whose files are hard to read.
CHAINS = (
    "html-wordpress",
    "html-nested",
    "mhtml-word-pasted",
    "copy-inner-plain",
    "pandoc-docx-gfm",
    "pandoc-html-gfm",
    "xlsx-printed",
    "word-typed",
    "reportlab-none",
    "reportlab-zebra",
    "reportlab-horizontal",
    "chromium-none",
    "ofd-reportlab-none-plain",
    "pdftotext-layout-chromium-borders",
)


@pytest.fixture(scope="module")
def plugins() -> Plugins:
    """Everything that is installed."""
    return Plugins()


def format_of(path: str, plugins: Plugins) -> Format | None:
    """The format that reads files of a name into documents."""
    suffix = Path(path).suffix
    found = (format_ for format_ in plugins.formats.values() if suffix in format_.suffixes and format_.read is not None and not format_.lossless)
    return next(found, None)


def left_over(path: str, data: bytes, plugins: Plugins) -> list[str] | None:
    """The numbers of a file that went away; None when nothing that is installed reads it into a document."""
    format_ = format_of(path, plugins)
    document = None if format_ is None else format_.reader()(data, ReadContext(forms=plugins.forms, name=path, formats=plugins.formats))
    if not isinstance(document, Document):
        return None
    report = recognise(document, plugins.forms)
    return unaccounted(document, report, plugins.forms.form(report.form))


def files() -> Iterator[Path]:
    """Examples that are documents, and published reports where they are at hand."""
    yield from (path for path in sorted((ROOT / "examples").rglob("*.*")) if path.suffix in {".txt", ".html", ".docx", ".xlsx", ".md"})
    yield from (path for path in sorted(REAL.glob("*.*")) if path.suffix not in {".json", ".jsonl"} and path.name != "README.md")


@pytest.mark.parametrize("path", list(files()), ids=lambda path: path.name)
def test_files_keep_their_numbers(path: Path, plugins: Plugins) -> None:
    """Examples and published reports."""
    found = left_over(path.name, path.read_bytes(), plugins)
    if found is None:
        pytest.skip(f"nothing reads {path.suffix}")
    assert found == []


@pytest.mark.parametrize("chain", [chain for chain in chains() if chain.name in CHAINS], ids=lambda chain: chain.name)
def test_files_of_programs_keep_their_numbers(chain: Chain, plugins: Plugins) -> None:
    """Full-width numbers that are wrapped, notes and blank cells of both forms: nothing goes away without a word."""
    if lacks := missing(chain.needs):
        pytest.skip(lacks)
    printed = [job for number, job in enumerate(jobs(9, seed=31)) if number in (1, 5, 6, 8)]
    found = [left_over(f"report{chain.suffix}", data, plugins) for data in chain.make(printed)]
    if None in found:
        pytest.skip(f"nothing reads {chain.suffix}")
    assert found == [[]] * len(printed)


def document(*rows: Sequence[str]) -> Document:
    """A report with one table in part 3."""
    grid = Grid(tuple(tuple(Cell(text, f"row {number}") for text in row) for number, row in enumerate(rows)), "table")
    return Document((Paragraph("三、收到和处理政府信息公开申请情况", "line 1"), grid, Paragraph("五、存在的主要问题及改进情况", "line 2")))


def test_what_is_in_no_value_and_no_note_is_found(plugins: Plugins) -> None:
    """A number that the report does not have; one that is told in pieces or was printed in pieces is there."""
    form = plugins.forms.form("2021")
    report = Report(form="2021")
    report.tables["requests"] = {"received": {"natural_person": 4123, "total": 35}}
    printed = document(["1.属于国家秘密", "41", "23", "35", "7"])
    assert unaccounted(printed, report, form) == ["7"]
    report.marks["requests.received.enterprise"] = "约7"
    report.tables["requests"]["received"]["enterprise"] = None
    assert unaccounted(printed, report, form) == []


def test_the_numbers_of_part_four_without_its_header_are_told(plugins: Plugins) -> None:
    """The page break has taken the header, so no column is known: fifteen numbers, and not a word of them would be left."""
    row = [str(number) for number in range(1, 16)]
    grid = Grid((tuple(Cell(text, "page 3 row 1") for text in row),), "page 3")
    blocks = (Paragraph("四、政府信息公开行政复议、行政诉讼情况", "page 2"), grid, Paragraph("五、存在的主要问题及改进情况", "page 3"))
    report = recognise(Document(blocks), plugins.forms)
    assert [(entry.kind, entry.table, entry.text) for entry in report.unread] == [("unlabelled_row", "disputes", " ".join(row))]


def test_numbers_above_the_first_row_of_a_table_are_told_with_it(plugins: Plugins) -> None:
    """In text they may be those of a row whose label was not understood."""
    lines = ["三、收到和处理政府信息公开申请情况", "自然人 商业企业 科研机构 社会公益组织 法律服务机构 其他 总计"]
    lines += ["甲、新收", "11 12 13 14 15 16 81", "二、上年结转政府信息公开申请数量 1 2 3 4 5 6 21"]
    report = recognise(Document(tuple(Paragraph(line, f"line {number}") for number, line in enumerate(lines))), plugins.forms)
    assert any("11 12 13 14 15 16 81" in entry.text for entry in report.unread)


def test_the_first_cell_of_part_four_with_a_note_that_goes_on_below_is_told(plugins: Plugins) -> None:
    """It is no number, so the row has one cell too few, and stays unread with all that stands in it."""
    labels = "结果维持 结果纠正 其他结果 尚未审结 总计"
    lines = ["四、政府信息公开行政复议、行政诉讼情况", "行政复议 行政诉讼", "未经复议直接起诉 复议后起诉", f"{labels} {labels} {labels}"]
    lines += ["226（其中第一季 " + " ".join(map(str, range(31, 45))), "度19件）"]
    report = recognise(Document(tuple(Paragraph(line, f"line {number}") for number, line in enumerate(lines))), plugins.forms)
    told = " ".join(entry.text for entry in report.unread)
    assert all(piece in told for piece in ("226（其中第一季", "19件）", "31 32"))
