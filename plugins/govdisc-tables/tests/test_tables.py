"""Every number of a report is in the table, with what kind of thing it is, and nothing else is."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from govdisc_tables import writer
from govdisc_tables.rates import FEWEST

from govdisc.model.book import builtin_forms
from govdisc.plugin import ConfigurationError, Report, WriteContext
from govdisc.testing import Options, random_report

Run = Callable[..., tuple[int, str]]


def test_long_holds_every_cell(batch: Path, reports: list[Report], govdisc: Run, tmp_path: Path) -> None:
    """A row a cell, in the order of the reports: value, mark, remark, and where it comes from."""
    govdisc("export", batch, "-o", "cells.parquet", "--lossy")
    rows = pq.read_table(tmp_path / "cells.parquet").to_pylist()
    told = [(row["agency"], row["year"], f"{row['table']}.{row['row']}.{row['column']}", row["value"]) for row in rows if row["row"]]
    assert told == [
        (report.agency.name, report.year, path, None if value is None else float(value)) for report in reports for path, value in report.cells()
    ]
    first = {(row["table"], row["row"], row["column"]): row for row in rows if row["year"] == 2022}
    assert first["requests", "granted", "research"]["mark"] == "/"
    assert (first["disclosure", "charges", "amount"]["value"], first["disclosure", "charges", "amount"]["remark"]) == (12.34, "万元")
    total = first["requests", "received", "total"]
    assert (total["row_label"], total["column_label"]) == ("一、本年新收政府信息公开申请数量", "总计")
    assert (total["uri"], len(total["sha256"]), total["region_code"], total["province"]) == (str(batch), 64, "431202", "湖南省")


def test_labels_are_those_of_each_form(reports: list[Report]) -> None:
    """Reports of several forms, and what was not read of one between them, in one group: each row has its own label, as plain text."""
    old = random_report(5, Options(year=2020, agency="怀化市水利局"))
    told = writer.write([reports[0], old, reports[2], old], _context())
    assert all(field.type in (pa.string(), pa.int16(), pa.float64(), pa.bool_()) for field in pq.read_schema(pa.BufferReader(told)))
    labels = [(row["row_label"], row["column_label"]) for row in _read(told)]
    forms, expected = builtin_forms(), []
    for report in (reports[0], old, reports[2], old):
        form = forms.of(report)
        expected += [(form.row_label(*path.split(".")[:2]), column.label) for path, _value in report.cells() if (column := form.column(path))]
        expected += [(None, None) for _unread in report.unread]
    assert labels == expected


def test_what_was_not_read_is_marked(batch: Path, govdisc: Run, tmp_path: Path) -> None:
    """A cell that could not be read, and a row that belongs to no cell, are told and no zeros; the exit code says so."""
    code, said = govdisc("export", batch, "-o", "cells.parquet")
    unread = [row for row in pq.read_table(tmp_path / "cells.parquet").to_pylist() if row["unread"]]
    assert [(row["row"], row["value"], row["mark"]) for row in unread] == [("partly_granted", None, None), (None, None, "其他情形 5")]
    assert code == 1
    assert "could not be read" in said


def test_wide_has_a_row_a_report(batch: Path, reports: list[Report], govdisc: Run, tmp_path: Path) -> None:
    """A column a cell, the same for every file; a cell that was not read is named, and the rate that needs it is null."""
    govdisc("export", batch, "-o", "reports.parquet", "--param", "shape=wide", "--lossy")
    rows = pq.read_table(tmp_path / "reports.parquet").to_pylist()
    for row, report in zip(rows, reports, strict=True):
        assert {path: row[path] for path, _value in report.cells()} == {path: None if value is None else float(value) for path, value in report.cells()}
        assert row["requests.closed.total"] is None  # a row of form 2019 alone
    assert rows[1]["unread"] == ["requests.partly_granted.total"]
    assert rows[1]["disclosure_rate"] is None
    assert rows[1]["disclosure_n"] is None
    assert rows[2]["unread"] == ["unknown_row: 其他情形 5"]


def test_rates(reports: list[Report]) -> None:
    """A rate is its formula; of fewer than thirty cases none is given, and the flag says why."""
    report = reports[3]
    cells = report.tables["requests"]
    for whole, expected in ((FEWEST, 12 / FEWEST), (FEWEST - 1, None)):
        cells["granted"]["total"], cells["partly_granted"]["total"], cells["processed_total"]["total"] = 5, 7, whole
        row = _read(writer.write([report], _context(shape="wide")))[0]
        assert (row["disclosure_rate"], row["disclosure_n"], row["disclosure_small"]) == (expected, whole, whole < FEWEST)
    disputes = report.tables["disputes"]
    for name, case in disputes.items():
        case.update({"upheld": 20, "corrected": 10 if name == "reconsideration" else 0, "other": 0})
    assert _read(writer.write([report], _context(shape="wide")))[0]["correction_rate"] == 10 / 70


def test_decimals_are_exact(reports: list[Report]) -> None:
    """With numbers=decimal a value is the very number."""
    reports[0].tables["disclosure"]["charges"]["amount"] = Decimal("1234567890.12345")
    rows = _read(writer.write(reports, _context(numbers="decimal")))
    assert Decimal("1234567890.12345") in [row["value"] for row in rows]


def test_a_folder_is_parted_and_whole(batch: Path, reports: list[Report], govdisc: Run, tmp_path: Path) -> None:
    """By year and province, null where the province is not known; together the parts are the same rows."""
    govdisc("export", batch, "--format", "parquet", "-o", "out/", "--lossy")
    names = sorted(path.parent.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("part-0.parquet"))
    assert len(names) == 4
    assert "out/year=2023/province=__HIVE_DEFAULT_PARTITION__" in names
    table = pq.read_table(tmp_path / "out")
    assert len(table) == sum(1 for report in reports for _cell in report.cells()) + 1
    assert {str(value) for value in table["province"].to_pylist()} == {"None", "湖南省", "广东省"}
    assert not list(tmp_path.glob(".govdisc-*"))


def test_a_large_part_has_several_files(reports: list[Report], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """What Parquet keeps of each row group goes when a file ends: none has more than so many, none is empty, and no row is lost."""
    monkeypatch.setattr(writer, "WAITING", 2)
    monkeypatch.setattr(writer, "GROUPS", 3)
    many = [replace(report, title=str(number)) for number in range(7) for report in reports]
    written: dict[str, bytes] = {}
    for name, piece in writer.write_folder(many, _context()):
        written[name] = written.get(name, b"") + piece
    files = {name: pq.ParquetFile(io.BytesIO(data)).metadata for name, data in written.items()}
    assert any(name.endswith("/part-2.parquet") for name in files)
    assert {file.num_row_groups for file in files.values()} <= {1, 2, 3}
    assert sum(file.num_rows for file in files.values()) == sum(1 for report in many for _cell in report.cells()) + 7


def test_a_folder_that_is_there_is_kept(batch: Path, govdisc: Run, tmp_path: Path) -> None:
    """It is refused, replaced as a whole when asked, and never where anything else lies in it."""
    arguments = ("export", batch, "--format", "parquet", "-o", "out/", "--lossy")
    govdisc(*arguments)
    stale = tmp_path / "out" / "year=1999" / "part-0.parquet"
    stale.parent.mkdir()
    stale.write_bytes(b"old")
    code, said = govdisc(*arguments)
    assert code == 2
    assert "replace=yes" in said
    assert stale.exists()
    assert govdisc(*arguments, "--param", "replace=yes")[0] == 0
    assert not stale.exists()
    (tmp_path / "out" / "notes.txt").write_text("mine")
    code, said = govdisc(*arguments, "--param", "replace=yes")
    assert code == 2
    assert "notes.txt" in said
    assert (tmp_path / "out" / "notes.txt").read_text() == "mine"


def test_reports_are_taken_as_they_are_written() -> None:
    """Of many reports no more are asked for than stand in one row group before its bytes are handed on."""
    taken = 0

    def many() -> object:
        nonlocal taken
        report = random_report(1, Options(agency="怀化市水利局"))
        for number in range(3 * writer.GROUP):
            taken = number + 1
            yield report

    pieces = writer.write_each(many(), _context(shape="long"))  # type: ignore[arg-type]
    next(pieces)
    assert taken == writer.GROUP
    pieces.close()


@pytest.mark.parametrize("name", ["shape", "numbers", "replace"])
def test_a_wrong_parameter_is_named(name: str, reports: list[Report]) -> None:
    """The sentence says what it may be."""
    with pytest.raises(ConfigurationError, match=f"{name}=none"):
        writer.write(reports, _context(**{name: "none"}))


def test_half_a_character_does_no_harm(reports: list[Report]) -> None:
    """Text that UTF-8 cannot hold is written with a question mark."""
    reports[0].remarks["disclosure.charges.amount"] = "\ud800"
    assert "?" in [row["remark"] for row in _read(writer.write(reports, _context()))]


def test_a_report_without_tables_has_no_rows(reports: list[Report]) -> None:
    """Alone it is a table without rows, among others it is no row of theirs; in wide it has its row."""
    empty = Report("2021", 2023)
    assert _read(writer.write([empty], _context())) == []
    assert len(_read(writer.write([reports[3], empty], _context()))) == len(list(reports[3].cells()))
    assert [row["agency"] for row in _read(writer.write([empty, reports[3]], _context(shape="wide")))] == [None, "广东省财政厅"]


def test_findings_have_numbers_and_places(batch: Path, govdisc: Run, tmp_path: Path) -> None:
    """A row a finding, what was expected as text and as a number, joined to the reports by the file."""
    govdisc("validate", batch, "-o", "findings.parquet")
    rows = pq.read_table(tmp_path / "findings.parquet").to_pylist()
    wrong = [row for row in rows if row["family"] == "SUM"]
    assert wrong
    assert {row["province"] for row in wrong} <= {"湖南省", "广东省", None}
    assert all(row["uri"] == str(batch) and len(row["sha256"]) == 64 and len(row["fingerprint"]) == 16 for row in rows)
    assert all(float(row["expected"]) == row["expected_value"] for row in wrong if row["expected"] is not None and row["expected_value"] is not None)


def _context(**params: str) -> WriteContext:
    return WriteContext(builtin_forms(), params)


def _read(data: bytes) -> list[dict[str, object]]:
    import io

    return pq.read_table(io.BytesIO(data)).to_pylist()


def test_one_pass_gives_the_numbers_and_the_findings(batch: Path, govdisc: Run, tmp_path: Path) -> None:
    """A folder of findings has what an export to a folder writes, byte for byte, and beside it the file of the findings."""
    govdisc("export", batch, "--format", "parquet", "-o", "cells/")
    assert govdisc("validate", batch, "-o", "findings.parquet")[0] == 1
    assert govdisc("validate", batch, "-o", "parquet=both/")[0] == 1
    there = {path.relative_to(tmp_path / "both").as_posix(): path.read_bytes() for path in (tmp_path / "both").rglob("*.parquet")}
    exported = {path.relative_to(tmp_path).as_posix(): path.read_bytes() for path in (tmp_path / "cells").rglob("*.parquet")}
    assert there == {**exported, "findings.parquet": (tmp_path / "findings.parquet").read_bytes()}
    govdisc("validate", batch, "-o", "parquet=wide/", "--param", "shape=wide")
    assert {path.name for path in (tmp_path / "wide").iterdir()} == {"reports", "findings.parquet"}


def test_a_folder_of_findings_that_is_there_is_kept(batch: Path, govdisc: Run, tmp_path: Path) -> None:
    """It is refused before anything is written, and replaced as a whole when asked."""
    stale = tmp_path / "both" / "cells" / "year=1999" / "part-0.parquet"
    stale.parent.mkdir(parents=True)
    stale.write_bytes(b"PAR1")
    arguments = ("validate", batch, "-o", "findings.json", "-o", "parquet=both/")
    code, said = govdisc(*arguments)
    assert (code, (tmp_path / "findings.json").exists(), stale.exists()) == (2, False, True)
    assert "replace=yes" in said
    assert govdisc(*arguments, "--param", "parquet.replace=yes")[0] == 1
    assert not stale.exists()
    assert (tmp_path / "both" / "findings.parquet").exists()
