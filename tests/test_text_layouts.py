"""Reports printed as text in every layout are read back exactly."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from govdisc.errors import InputError
from govdisc.formats.text import read
from govdisc.model.book import builtin_forms
from govdisc.model.report import Report
from govdisc.plugins import Plugins
from govdisc.recognise import recognise
from govdisc.testing import TEXT_LAYOUTS, Options, print_text, random_report
from govdisc.testing.layouts import LOSES_BLANKS
from govdisc.testing.running import run_rules

FORMS = builtin_forms()
KEEPING_BLANKS = sorted(set(TEXT_LAYOUTS) - LOSES_BLANKS)
FEW = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def read_back(report: Report, layout: str, encoding: str = "utf-8") -> Report:
    """Print a report as text and read it again."""
    return recognise(read(print_text(report, layout).encode(encoding)), FORMS)


def facts(report: Report) -> dict[str, object]:
    """Everything that a text can carry."""
    return {
        "form": report.form,
        "year": report.year,
        "title": report.title,
        "agency": report.agency.name,
        "sections": [(section.id, section.title, section.text) for section in report.sections],
        "tables": report.tables,
        "marks": report.marks,
        "remarks": report.remarks,
    }


@pytest.mark.parametrize("layout", sorted(TEXT_LAYOUTS))
@pytest.mark.parametrize("form", ["2019", "2021"])
@FEW
@given(seed=st.integers(0, 10_000), remarks=st.booleans())
def test_writing_and_reading_back_is_the_identity(form: str, layout: str, seed: int, remarks: bool) -> None:
    """Any correct report comes back cell by cell, with its narrative, and nothing is noted as unread."""
    report = random_report(seed, Options(form=form, remarks=remarks))
    again = read_back(report, layout)
    assert facts(again) == facts(report)
    assert again.unread == []
    assert set(again.places) == {path for path, _ in report.cells()}


@pytest.mark.parametrize("layout", KEEPING_BLANKS)
@pytest.mark.parametrize("options", [{"blank_zeros": True}, {"mark": "/"}, {"mark": "—"}, {"legacy_row": True}], ids=str)
@FEW
@given(seed=st.integers(0, 10_000))
def test_blanks_marks_and_the_old_row_stay_what_they_are(layout: str, options: dict[str, object], seed: int) -> None:
    """A blank is not a zero, a mark is kept, and a row of the old form keeps its own id."""
    report = random_report(seed, Options(**options))  # type: ignore[arg-type]
    again = read_back(report, layout)
    assert again.tables == report.tables
    assert again.marks == report.marks


@FEW
@given(seed=st.integers(0, 10_000))
def test_lost_blanks_are_noted_and_never_shifted(seed: int) -> None:
    """Where a layout drops blank cells, the rows stay unread; no number lands in another column."""
    report = random_report(seed, Options(blank_zeros=True))
    again = read_back(report, "blank_lines")
    truth = dict(report.cells())
    assert all(truth[path] == value for path, value in again.cells())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030", "gbk"])
def test_every_encoding_of_published_texts_is_read(encoding: str) -> None:
    """UTF-8 and UTF-16 with or without a mark, and GB18030, give the same report."""
    report = random_report(3)
    assert facts(read_back(report, "row_a_line", encoding)) == facts(report)


def test_cells_that_ran_together_are_not_split() -> None:
    """行政规范性文件8855698 could be split in many ways; one column and 000 under three columns can be read in one way alone."""
    text = (
        "青岚县水务局2022年政府信息公开工作年度报告\n一、总体情况\n本年度工作平稳。\n二、主动公开政府信息情况第二十条第（一）项 信息内容 本年制发件数 "
        "本年废止件数 现行有效件数 规章000行政规范性文件8855698第二十条第（五）项信息内容本年处理决定数量行政许可10690第二十条第（六）项"
        "信息内容本年处理决定数量行政处罚2113行政强制0第二十条第（八）项信息内容本年收费金额（单位：万元）行政事业性收费9116.36 三、收到和处理"
    )
    report = recognise(read(text.encode()), FORMS)
    assert report.cell("disclosure.licensing.decisions") == 10690
    assert report.tables["disclosure"]["regulations"] == {"issued": 0, "repealed": 0, "effective": 0}
    assert "normative_documents" not in report.tables["disclosure"]
    glued = [unread for unread in report.unread if unread.kind == "glued"]
    assert {path.split(".")[1] for unread in glued for path in unread.cells} == {"normative_documents"}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("2.其他法律行政法规禁止公开", "2.其他法律行政止公开"),
        ("（七）总计", "七、总计"),
        ("（七）总计", "(七)总计"),
        ("商业企业", "商业 企业"),
        ("商业企业", "企业"),
        ("法律服务机构", "法律服务"),
        ("社会公益组织", "公益组织"),
        ("四、结转下年度继续办理", "四、结转下一年度"),
        ("1.申请人无正当理由逾期不补正", "1、申请人无正当理由逾期不补正"),
        ("行政规范性文件", "规范性文件"),
        ("规章", "规 章"),
        ("规章", "规章(县级无此项)"),
        ("本年制发件数", "本年新制发数量"),
        ("本年废止件数", "本年新废止数量"),
        ("现行有效件数", "现行有效件"),
        ("结果维持", "结果"),
        ("其他结果", "其他 结果"),
        ("尚未审结", "尚未"),
        ("一、总体情况", "1. 总体工作情况"),
        ("二、主动公开政府信息情况", "（二）主动公开政府信息的情况"),
        ("三、收到和处理政府信息公开申请情况", "第三部分 收到和处理政府信息公开申请情况统计表"),
        ("五、存在的主要问题及改进情况", "五、存在问题及改进措施"),
        ("六、其他需要报告的事项", "l六、其他报告事项"),
        ("报告", "報告"),
        ("总体情况", "總體情況"),
        ("行政许可", "行政許可"),
    ],
)
@pytest.mark.parametrize("layout", ["cell_a_line", "row_a_line"])
def test_labels_as_published_reports_vary_them(layout: str, before: str, after: str) -> None:
    """Every variation of a label that published reports show still leads to the same cells and sections."""
    report = random_report(11, Options(year=2023, agency="青岚县水务局"))
    text = print_text(report, layout)
    assert before in text
    again = recognise(read(text.replace(before, after).encode()), FORMS)
    assert again.tables == report.tables
    assert [section.id for section in again.sections] == [section.id for section in report.sections]
    assert (again.year, again.agency.name) == (2023, "青岚县水务局")


def test_an_unknown_row_with_numbers_is_noted() -> None:
    """A row that someone added is told, and the rows around it are read."""
    report = random_report(5)
    text = print_text(report, "row_a_line").replace("（七）总计 |", "（八）其他情形 | 3 | 0 | 0 | 0 | 0 | 0 | 3 | \n（七）总计 |")
    again = recognise(read(text.encode()), FORMS)
    assert again.tables == report.tables
    assert [(unread.kind, unread.text[:8]) for unread in again.unread] == [("unknown_row", "（八）其他情形 3"[:8])]


def test_a_row_with_a_missing_cell_stays_unread() -> None:
    """Six numbers under seven columns: which is missing is not certain, so none is taken."""
    report = random_report(5)
    row = [str(value) for value in report.tables["requests"]["granted"].values()]
    text = print_text(report, "row_a_line")
    line = next(printed for printed in text.split("\n") if "（一）予以公开" in printed)
    broken = line.replace(" | ".join(row), " | ".join(row[:-1]))
    broken = broken.rstrip("| ") + " | "
    again = recognise(read(text.replace(line, broken).encode()), FORMS)
    assert "granted" not in again.tables["requests"]
    assert [unread.kind for unread in again.unread] == ["too_few"]


def test_prose_that_ends_in_a_number_keeps_it() -> None:
    """A wrapped line may end in blank and number; it is no table row, and the number stays in the text."""
    text = "青岚县水务局2022年政府信息公开工作年度报告\n一、总体情况\n全年收到政府信息公开申请 12\n件，均已办结。\n六、其他需要报告的事项\n无。\n"
    report = recognise(read(text.encode()), FORMS)
    assert report.text("overview") == "全年收到政府信息公开申请 12\n件，均已办结。"


def test_a_lost_label_does_not_take_the_next_row() -> None:
    """Loose lines of one label above another row's cells: the numbers are the other row's."""
    report = random_report(8, Options(zero=0.0))
    text = print_text(report, "row_a_line_framed")
    line = next(printed for printed in text.split("\n") if "3.危及" in printed)
    broken = text.replace(line, f"2.其他法律行政法规禁\n止公开\n{line}")
    assert recognise(read(broken.encode()), FORMS).tables == report.tables


@pytest.mark.parametrize("form", ["2019", "2021"])
def test_a_whole_report_in_traditional_characters(form: str) -> None:
    """Portals offer their pages in traditional characters too: the same cells, and no finding that is not there otherwise."""
    from importlib.resources import files

    pairs = files("govdisc.text").joinpath("traditional.txt").read_text("utf-8").split()
    traditional = {ord(pair[1]): pair[0] for pair in reversed(pairs)}
    for seed in range(6):
        report = random_report(seed, Options(form=form))
        again = recognise(read(print_text(report, "row_a_line").translate(traditional).encode()), FORMS)
        assert again.tables == report.tables
        assert [section.id for section in again.sections] == [section.id for section in report.sections]
        assert [finding.code for finding in run_rules(again, Plugins())] == []


def test_a_file_full_of_broken_rows_is_bounded() -> None:
    """Thousands of rows that cannot be read give a bounded number of notes, and take no time that grows with their square."""
    text = "青岚县水务局2023年政府信息公开工作年度报告\n一、总体情况\n" + "规章 |\n0 |\n" * 4_900
    assert len(recognise(read(text.encode()), FORMS).unread) == 1000


@pytest.mark.parametrize("line", ["（一）予以公开\n", "1\n", "a\n\n\n"])
def test_a_text_with_more_lines_than_any_report_is_refused(line: str) -> None:
    """Labels, figures, or a word among blank lines: one sentence, before anything is recognised."""
    with pytest.raises(InputError, match="lines of text"):
        read((line * 20_000).encode())


def test_blank_lines_without_end_are_passed_over_and_the_lines_behind_them_keep_their_numbers() -> None:
    """A hundred thousand blank lines in the middle of a report change nothing but the places behind them."""
    report = random_report(3)
    text = print_text(report, "row_a_line")
    head, mark, tail = text.partition("三、")
    blank = recognise(read((head + "　\n" * 100_000 + mark + tail).encode()), FORMS)
    plain = recognise(read(text.encode()), FORMS)
    assert dict(blank.cells()) == dict(plain.cells())
    place, moved = plain.places["requests.received.total"], blank.places["requests.received.total"]
    assert int(moved.removeprefix("line ")) - int(place.removeprefix("line ")) == 100_000
