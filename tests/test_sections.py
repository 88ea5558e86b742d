"""Headings of the six parts, however they are numbered, titled, or lost."""

from __future__ import annotations

import random
import re

import pytest

from govdisc.formats.text import read
from govdisc.model.book import FormBook, builtin_forms
from govdisc.model.document import Cell, Document, Grid, Paragraph
from govdisc.model.report import Report
from govdisc.recognise import recognise
from govdisc.testing import TEXT_LAYOUTS, Options, as_document, print_text, random_report
from govdisc.testing.prose import write_prose

IDS = ["overview", "disclosure", "requests", "disputes", "problems", "other"]


def changed(forms: FormBook, *changes: tuple[str, str]) -> tuple[Report, Report]:
    """A printed report with some of its text changed: what it was, and what is read."""
    report = random_report(3, Options(year=2023))
    text = print_text(report, "cell_a_line")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return report, recognise(read(text.encode()), forms)


@pytest.mark.parametrize(
    "changes",
    [
        [("六、其他需要报告的事项", "六、其他")],
        [("五、存在的主要问题及改进情况", "五、工作打算")],
        [("五、存在的主要问题及改进情况", "四、存在的困难与下一步打算")],
        [("五、存在的主要问题及改进情况", "五、政府信息公开工作存在的主要问题及改进情况。")],
        [("一、总体情况\n", "一、总体情况：")],
        [("一、总", "一.总"), ("二、主", "二.主"), ("三、收", "三.收"), ("四、政", "四.政"), ("五、存", "五.存"), ("六、其", "六.其")],
        [("一、总", "1、总"), ("二、主", "2、主"), ("三、收", "3、收"), ("四、政", "4、政"), ("五、存", "5、存"), ("六、其", "6、其")],
        [("一、总体", "总体"), ("二、主", "主"), ("三、收", "收"), ("四、政府", "政府"), ("五、存", "存"), ("六、其", "其")],
        [("四、政府信息公开行政复议、行政诉讼情况\n", "")],
        [("一、总体情况", "一、工作概况")],
        [("一、总体情况", "一、工作概述")],
        [("一、总体情况", "一、2023年工作开展情况")],
        [("一、总体情况", "第一部分 总体情况"), ("二、主", "第二部分 主"), ("三、收", "第三部分 收")],
        [("一、总体情况", "一、总体情况（宋体加粗小四号字）")],
        [("五、存在的主要问题及改进情况", "五、存在的主要问题及改进情况（黑体三号）")],
        [("一、总体情况\n", "一、总体情况（宋体加粗） ")],
        [("一、总体情况\n", "一、总体情况\n二、主动公开政府信息情况\n六、其他需要报告的事项\n一、总体情况\n")],
        [("六、其他需要报告的事项", "l六、其他需要报告的事项")],
        [("三、收到和处理政府信息公开申请情况\n", "")],
        [("二、主动公开政府信息情况\n", "")],
        [("五、存在的主要问题及改进情况\n", "（一）主要问题\n")],
    ],
    ids=lambda changes: changes[0][1].strip() or changes[0][0].strip(),
)
def test_all_six_parts_are_found(forms: FormBook, changes: list[tuple[str, str]]) -> None:
    """Other ordinals, none, another title, or a lost heading whose table or subheading gives it away."""
    report, again = changed(forms, *changes)
    assert again.tables == report.tables
    assert [section.id for section in again.sections] == IDS
    assert again.text("other") == report.text("other")
    assert report.text("overview") in again.text("overview")


def test_numbering_that_restarts_and_headings_within_part_one(forms: FormBook) -> None:
    """A part 1 with headings of its own, after which the official parts are numbered from 一 again."""
    inner = "一、总体情况\n二、主动公开工作情况\n公开栏目按季更新。\n三、政府信息公开申请情况\n按期答复。\n"
    moved = [
        ("二、主动公开政府", "一、主动公开政府"),
        ("三、收到", "二、收到"),
        ("四、政府信息公开行政", "三、政府信息公开行政"),
        ("六、其他", "五、其他"),
    ]
    _report, again = changed(forms, *moved, ("一、总体情况\n", inner))
    assert [section.id for section in again.sections] == IDS
    assert [section.title for section in again.sections][1:4] == [
        "一、主动公开政府信息情况",
        "二、收到和处理政府信息公开申请情况",
        "三、政府信息公开行政复议、行政诉讼情况",
    ]
    assert "按期答复。" in again.text("overview")


def test_a_missing_part_is_missing(forms: FormBook) -> None:
    """Without heading and text, a part is not there; the parts around it are."""
    report = random_report(3, Options(year=2023))
    _report, again = changed(forms, (f"五、存在的主要问题及改进情况\n{report.text('problems')}\n", ""))
    assert [section.id for section in again.sections] == [part for part in IDS if part != "problems"]


def test_a_report_on_one_line_is_cut_at_its_headings(forms: FormBook) -> None:
    """A page saved as one line: the headings inside it begin their parts."""
    text = (
        "青岚县水务局2023年政府信息公开工作年度报告\n本报告依据条例编制，数据截至年底。 "
        "一、总体情况 2023年，公开工作平稳有序。 五、存在的主要问题及改进情况 解读形式不够多样。 六、其他需要报告的事项 无。"
    )
    report = recognise(read(text.encode()), forms)
    assert [(section.id, section.text) for section in report.sections] == [
        ("overview", "2023年，公开工作平稳有序。"),
        ("problems", "解读形式不够多样。"),
        ("other", "无。"),
    ]


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("一、总体情况（宋体加粗小四号字）", "一、总体情况（宋体加粗小四号字）"),
        ("五、总体情况", "五、总体情况"),
        ("总体情况", "总体情况"),
        ("一、总体情况： 公开信息12条。", "一、总体情况"),
        (f"一、总体情况 2023年，{'公开信息12条，' * 9}内容准确。", "一、总体情况"),
        ("第一部分 总体情况。公开信息12条。", "第一部分 总体情况"),
        ("一、政府信息公开工作的总体情况和简要说明", "一、政府信息公开工作的总体情况和简要说明"),
    ],
)
def test_a_title_stays_as_it_is_printed(forms: FormBook, line: str, title: str) -> None:
    """With its ordinal, a wrong one too, and with a note behind it, so that rules can speak of them."""
    report = recognise(read(f"{line}\n公开栏目按季更新。\n六、其他需要报告的事项\n无。".encode()), forms)
    assert [section.title for section in report.sections] == [title, "六、其他需要报告的事项"]


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        (["概况", "机构职能", "六、其他需要报告的事项", "无。"], ["other"]),
        (["一、概况", "公开信息12条。", "六、其他需要报告的事项", "无。"], ["overview", "other"]),
        (["五、存在的主要问题及改进情况", "解读少。", "一、总体情况", "公开信息12条。"], ["problems", "overview"]),
        (["一、总体情况", "公开信息12条。", "（五）存在问题", "解读少。"], ["overview"]),
        (["1、公开渠道与数量", "公开信息12条。", "六、其他需要报告的事项", "无。"], ["other"]),
        (["十、总体情况说明", "公开信息12条。", "六、其他需要报告的事项", "无。"], ["other"]),
        (["一、总体情况", "公开信息12条。", "五、存在的主要问题及改进情况。", "解读少。", "六、其他事项", "无。"], ["overview", "problems", "other"]),
        (["一、总体情况", "五、存在的主要问题及改进情况", "一、总体情况", "公开信息12条。", "五、存在问题", "解读少。"], ["overview", "problems"]),
    ],
)
def test_which_lines_are_headings(forms: FormBook, lines: list[str], found: list[str]) -> None:
    """Entries of menus and of lists are none; parts out of their order are found by their own titles."""
    report = recognise(read("\n".join(lines).encode()), forms)
    assert [section.id for section in report.sections] == found


@pytest.mark.parametrize(
    ("text", "overview", "other"),
    [
        ("一、总体情况\n六、其他需要报告的事项\n一、总体情况\n公开信息12条。\n六、其他需要报告的事项\n无。", "公开信息12条。", "无。"),
        ("一、总体情况\n公开信息12条。\n六、其他需要报告的事项\n无。\n六、其他需要报告的事项\n以上。", "公开信息12条。", "无。\n六、其他需要报告的事项\n以上。"),
        ("一、总体情况\n公开信息12条。\n六、其他需要报告的事项\n相关链接\n县人民政府", "公开信息12条。", ""),
        ("一、总体情况\n公开信息12条。\n六、其他需要报告的事项\n无。\n版权所有 县人民政府", "公开信息12条。", "无。"),
    ],
)
def test_where_parts_begin_and_end(forms: FormBook, text: str, overview: str, other: str) -> None:
    """Headings in a list are followed by headings; of two alike the first counts; the page's own text ends the last part."""
    report = recognise(read(text.encode()), forms)
    assert (report.text("overview"), report.text("other")) == (overview, other)


def test_a_list_of_the_parts_in_front_of_them(forms: FormBook) -> None:
    """The parts begin where their text is, not where they are listed."""
    report = random_report(3, Options(year=2023))
    text = print_text(report, "cell_a_line")
    titles = "\n".join(section.title for section in report.sections)
    again = recognise(read(text.replace("一、总体情况", f"{titles}\n一、总体情况", 1).encode()), forms)
    assert [section.id for section in again.sections] == IDS
    assert [again.text(name) for name in ("overview", "other")] == [report.text("overview"), report.text("other")]


@pytest.mark.parametrize(
    "ordinals",
    ["（一）（二）（三）（四）（五）（六）", "一 二 三 四 五 六", "壹、贰、叁、肆、伍、陆、", "Ⅰ、Ⅱ、Ⅲ、Ⅳ、Ⅴ、Ⅵ、", "I. II. III. IV. V. VI."],
)
def test_ordinals_of_other_kinds(forms: FormBook, ordinals: str) -> None:
    """Parts may be numbered in brackets, without a mark, in clerks' numerals or Roman ones; （一）主动公开 within part 1 is no part."""
    text = print_text(random_report(5, Options(year=2023)), "cell_a_line")
    kinds = re.findall(r"（.）|[^ ]+?[、. ]|.$", ordinals)
    for old, new in zip("一二三四五六", kinds, strict=True):
        text = text.replace(f"\n{old}、", f"\n{new}")
    text = text.replace("总体情况\n", "总体情况\n（一）主动公开。全年公开信息12条。\n", 1)
    again = recognise(read(text.encode()), forms)
    assert [section.id for section in again.sections] == IDS
    assert again.text("overview").startswith("（一）主动公开。全年公开信息12条。")


@pytest.mark.parametrize(
    "lead",
    [
        "统计期为2023年1月至11月。",
        "根据国家规定编制本报告。",
        "统计时段：2023.1.1-2023.12.31。",
        "欢迎来电查询。联系电话：____。",
        "欢迎查询。（电话：*******）",
    ],
)
def test_a_lead_of_one_short_sentence(forms: FormBook, lead: str) -> None:
    """A sentence between the title and part 1 is the lead, however short; a label of the page is not."""
    text = print_text(random_report(5, Options(year=2023)), "cell_a_line")
    assert recognise(read(text.replace("一、总体情况", f"{lead}\n一、总体情况", 1).encode()), forms).lead == lead
    assert recognise(read(text.replace("一、总体情况", "来源：本站办公室。\n一、总体情况", 1).encode()), forms).lead == ""


@pytest.mark.parametrize("layout", sorted(TEXT_LAYOUTS))
def test_where_each_line_of_the_text_stood(forms: FormBook, layout: str) -> None:
    """Every line of the lead and of the parts, and every title, is found at the line of the file that is said to be its own."""
    report = random_report(5, Options(year=2023))
    lead = "本报告按照条例的规定编制，向社会公布。\n欢迎查阅，并对公开工作提出意见。"
    text = print_text(report, layout).replace("一、总体情况", f"{lead}\n一、总体情况", 1)
    printed = text.split("\n")
    again = recognise(read(text.encode()), forms)
    assert again.lead == lead
    places = list(zip(again.lead.split("\n"), again.lead_lines, strict=True))
    for section in again.sections:
        places.append((section.title, section.title_place or ""))
        at = 0
        for line in section.text.split("\n") if section.text else []:
            places.append((line, section.place_at(at) or ""))
            at += len(line) + 1
    assert len(places) > 12
    for line, place in places:
        assert line.strip() in printed[int(place.removeprefix("line ")) - 1]


@pytest.mark.parametrize(
    "sentence",
    [
        "新制发行政规范性文件0件，现行有效件数0件，作出行政许可0件、行政处罚3件、行政强制0件，本年处理决定数量3件",
        "全年行政许可0，行政处罚3，行政强制0，行政规范性文件0，现行有效件数为0",
        "行政复议结果维持3件、结果纠正0件，总计3件；行政诉讼未经复议直接起诉结果维持1件，复议后起诉结果维持0件，总计1",
    ],
)
def test_a_sentence_that_names_rows_and_columns_is_no_table(forms: FormBook, sentence: str) -> None:
    """Prose of part 1 stays there word by word, and none of its numbers comes into a cell."""
    report, read_back = changed(forms, ("一、总体情况\n", f"一、总体情况\n（一）主动公开。{sentence}。\n"))
    section = read_back.section("overview")
    assert section is not None
    assert section.text.startswith(f"（一）主动公开。{sentence}。\n")
    assert [part.title for part in read_back.sections] == [part.title for part in report.sections]
    assert (read_back.tables, read_back.unread) == (report.tables, [])


@pytest.mark.parametrize("seed", range(12))
def test_prose_in_many_phrasings_stays_prose(forms: FormBook, seed: int) -> None:
    """Reports whose prose states their tables in offices' own ways are read back part by part."""
    report = random_report(seed, Options(form=("2019", "2021")[seed % 2], zero=0.8))
    write_prose(random.Random(seed), report, forms.of(report))
    read_back = recognise(as_document(report, forms), forms)
    assert [(part.id, part.text) for part in read_back.sections] == [(part.id, part.text) for part in report.sections]
    assert (read_back.tables, read_back.unread) == (report.tables, [])


def test_the_heading_of_a_blank_block_between_two_tables_is_no_text() -> None:
    """It stands alone where a table without rulings was found below it: it is part of the tables, a sentence there is not."""
    rows = {"第一项": (("信息内容", "本年制发件数", "本年废止件数", "现行有效件数"), ("规章", "1", "2", "3")), "第五项": (("信息内容", "本年处理决定数量"), ("行政许可", "4"))}
    grids = [Grid(tuple(tuple(Cell(text, "row") for text in line) for line in lines), "table") for lines in rows.values()]
    texts = ("二、主动公开政府信息情况", "第二十条第（五）项", "各项数据均按季核对。", "三、收到和处理政府信息公开申请情况")
    first, heading, sentence, last = (Paragraph(text, "line") for text in texts)
    report = recognise(Document((first, grids[0], heading, sentence, grids[1], last)), builtin_forms())
    assert report.text("disclosure") == "各项数据均按季核对。"
