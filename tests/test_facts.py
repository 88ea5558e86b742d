"""Whose report it is, for which year and when published, as pages say it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govdisc.model.book import FormBook
from govdisc.model.document import Cell, Document, Grid, Paragraph
from govdisc.recognise import recognise
from govdisc.recognise.facts import LABEL_LINE
from govdisc.recognise.page import page
from govdisc.recognise.titles import LONGEST_AGENCY, may_be_title
from govdisc.text.labels import squeeze

BODY = ("一、总体情况", "本年度信息公开工作平稳有序，公开内容准确，更新及时。", "六、其他需要报告的事项", "无。")


def facts(forms: FormBook, *lines: str, **metadata: str) -> tuple[str | None, int | None, str | None]:
    """Agency, year and publication date of a document with those lines above its body."""
    report = recognise(Document(tuple(Paragraph(line, "p") for line in (*lines, *BODY)), metadata), forms)
    return report.agency.name, report.year, report.published


@pytest.mark.parametrize(
    "lines",
    [
        ("青岚县水务局2023年政府信息公开工作年度报告",),
        ("2023年青岚县水务局政府信息公开工作年度报告",),
        ("青岚县水务局", "2023年政府信息公开工作年度报告"),
        ("青岚县水务局", "关于2023年政府信息公开工作年度报告"),
        ("青岚县水务局2023年政府信息公开工作", "", "年度报告"),
        ("2023 年青岚县水务局政府信息公开工作", "年度报告"),
        ("青岚县水务局2023年度政府信息公开年报",),
        ("青岚县水务局2023年政府信息公开年度工作报告",),
        ("青岚县水务局二〇二三年政府信息公开工作年度报告",),
        ("标 题：青岚县水务局2023年政府信息公开工作年度报告",),
        ("2024年1月8日 星期一", "政务公开专栏", "青岚县水务局2023年政府信息公开工作年度报告"),
        ("首页 > 政府信息公开 > 年报", "青岚县水务局2023年政府信息公开工作年度报告"),
        ("正文", "青岚县水务局2023年政府信息公开工作年度报告"),
        ("政府信息公开工作年度报告", "本报告由青岚县水务局编制，所列数据的统计期限自2023年1月1日起至2023年12月31日止。"),
        ("现公布青岚县水务局2023年政府信息公开工作年度报告。",),
        ("现发布《青岚县水务局2023年政府信息公开工作年度报告》",),
        ("关于公布《青岚县水务局2023年政府信息公开工作年度报告》的通知",),
        ("关于印发青岚县水务局2023年政府信息公开工作年度报告的通知",),
        ("青岚县水务局政府信息公开工作2023年度报告",),
        ("青岚县水务局政府信息公开工作年度报告（2023年）",),
        ("2023年政府信息公开工作年度报告（青岚县水务局）",),
        ("青岚县水务局政府信息公开2023年年度报告",),
        ("青岚县水务局政府信息公开2023年报",),
        ("【年报】青岚县水务局2023年政府信息公开工作年度报告",),
        ("青岚县水务局二O二三年政府信息公开工作年度报告",),
        ("青岚县水务局2023年政府信息公开工作情况的报告",),
        ("3/12 青岚县水务局2023年政府信息公开工作年度报告",),
        ("青岚县水务局 2023 年 政 府 信 息 公 开 工 作 年 度 报 告",),
        ("现就青岚县水务局2023年度政府信息公开工作情况报告如下：",),
        ("本报告是青岚县水务局2023年政府信息公开工作年度报告。",),
        ("《青岚县水务局2023年政府信息公开工作年度报告》（以下简称《年报》）是根据条例写成的。",),
        ("青岚县水务局根据条例的规定，编制本报告。统计数据截至2023年12月31日。",),
        ("根据条例要求，青岚县水务局编制本报告，统计期限为2023年1月至12月。",),
        ("编制单位：青岚县水务局 统计期限为二〇二三年一月一日至十二月三十一日",),
        ("青岚县水务局2023年信息公开年度报告",),
        ("青岚县水务局", "2023年政府信息公开工作年度报告", "2023年政府信息公开工作年度报告"),
        ("Page 3 - 青岚县水务局2023年政府信息公开工作年度报告",),
        ("第3页 共9页 青岚县水务局2023年政府信息公开工作年度报告",),
        ("- 3 - 青岚县水务局2023年政府信息公开工作年度报告",),
        ("青岚县水务局2023年政府信息公开工作年度报告（以下简称本报告）是按照条例的规定写成的。",),
        ("现公布2023年青岚县水务局政府信息公开工作年度报告。",),
        ("根据条例，现将青岚县水务局（以下简称县水务局）2023年度信息公开年度报告予以公布。",),
        ("青岚县水务局特此编制2023年度政府信息公开工作年度报告。",),
        ("年度报告", "本报告由青岚县水务局按照条例和有关要求编制，统计期限自2023年1月1日起，至2023年12月31日止。"),
        ("本报告由青岚县水务局办公室编制，统计期限为2023年全年。",),
        ("标题: | 青岚县水务局2023年政府信息公开工作年度报告 | ||",),
        ("名称：青岚县水务局2023年政府信息公开工作年度报告  索引号：0001", "发布机构：青岚县审计局"),
        ("发布机构：青岚县水务局", "现将2023年度政府信息公开工作情况报告如下：统计截至年底。"),
        ("来源：青岚县水务局 日期：2024-01-09", "现公布我局2023年政府信息公开工作年度报告。"),
        ("编制单位：青岚县水务局", "统计期限：2023.1.1～2023.12.31"),
        ("统计期限自20231月1日起至202312月31日。", "如有疑问，请与青岚县水务局办公室（电话见网站）联系。"),
        ("青岚县水务局关于2023年度政府信息公开工作的年度报告",),
        ("青岚县水务局2023年政务公开工作年度报告",),
        ("2023年度政府信息公开工作年度报告", "青岚县水务局"),
        ("附件1：青岚县水务局2023年政府信息公开工作年度报告",),
        ("青岚县水务局关于印发《2023年政府信息公开工作年度报告》的通知",),
        ("编制单位：青岚县水务局", "二〇二三年度政府信息公开工作年度报告现予公布。"),
    ],
    ids=lambda lines: " / ".join(lines)[:60],
)
def test_agency_and_year_however_the_title_is_printed(forms: FormBook, lines: tuple[str, ...]) -> None:
    """Before or after the year, over several lines, in numerals, behind a label, or in a sentence."""
    assert facts(forms, *lines)[:2] == ("青岚县水务局", 2023)


@pytest.mark.parametrize(
    "lines",
    [
        ("首页 > 政府信息公开 > 政府信息公开年报",),
        ("位置：首页>县政府部门>政府信息公开工作年度报告",),
        ("青岚学院2022-2023学年度信息公开工作年度报告",),
        ("现向社会公布政府信息公开工作年度报告。",),
        ("根据上级要求编制政府信息公开年度报告。",),
        ("现公布我局政府信息公开年度报告。",),
        ("来源：本网",),
        ("政府信息公开工作年度报告（公开稿）",),
        ("政府信息公开工作年度报告", "总体情况说明"),
    ],
    ids=lambda lines: lines[0][:40],
)
def test_neither_agency_nor_year(forms: FormBook, lines: tuple[str, ...]) -> None:
    """Bread crumbs, the report on a school year, and sentences that name nobody."""
    assert facts(forms, *lines)[:2] == (None, None)


def test_a_report_that_is_only_referred_to(forms: FormBook) -> None:
    """Another body's report, within a sentence or in front of one, tells nothing of whose this is."""
    for line in ("内容从简，青岚县教育局2022年政府信息公开工作年度报告是范本。", "参照青岚县教育局2022年政府信息公开工作年度报告，内容从简。"):
        assert facts(forms, line)[0] is None


@pytest.mark.parametrize(
    ("prose", "year"),
    [
        ("2023年，我局公开信息12条。", 2023),
        ("2023年以来，我局公开信息12条。2024年1月底已报送。", None),
        ("截至2023年12月31日，公开信息12条。", 2023),
        ("（一）主动公开。2023年，公开信息12条，比2022年多2条。", 2023),
        ("公开信息12条，比2022年多2条。", None),
        ("2023年，公开信息12条。2022年，公开信息10条。", None),
        ("我局认真做好公开工作。" * 25 + "2023年，公开信息12条。", None),
    ],
)
def test_the_year_that_opens_part_1_is_the_last_source(forms: FormBook, prose: str, year: int | None) -> None:
    """It counts where it is the only one that sentences begin with, and where no other source names one."""
    blocks = [Paragraph(line, "p") for line in ("一、总体情况", prose, "六、其他需要报告的事项", "2019年无。")]
    assert recognise(Document(tuple(blocks)), forms).year == year
    titled = Paragraph("青岚县水务局2021年政府信息公开工作年度报告", "p")
    assert recognise(Document((titled, *blocks)), forms).year == 2021


def test_part_1_may_begin_on_the_line_of_its_heading(forms: FormBook) -> None:
    """The text behind the title on one line opens the part, too."""
    lines = ("一、总体情况 2023年，我局公开信息12条。", "六、其他需要报告的事项", "无。")
    assert recognise(Document(tuple(Paragraph(line, "p") for line in lines)), forms).year == 2023


def test_a_long_table_or_a_wide_one_above_the_report_is_none_of_facts(forms: FormBook) -> None:
    """A page's list of its other documents has rows and columns like a table of facts, only more of them."""
    entry = ("发布日期：", "2024-01-10")
    for rows in ([entry] * 15, [entry * 4], [entry] * 14):
        grid = Grid(tuple(tuple(Cell(text, "t") for text in row) for row in rows), "t")
        report = recognise(Document((grid, *(Paragraph(line, "p") for line in BODY))), forms)
        assert report.published == ("2024-01-10" if len(rows) == 14 else None)


@pytest.mark.parametrize(("characters", "date"), [(LABEL_LINE, "2024-01-17"), (LABEL_LINE + 1, None)])
def test_a_line_of_labels_is_short(forms: FormBook, characters: int, date: str | None) -> None:
    """Labels within long lines are words of a sentence."""
    line = "发布日期：2024-01-17 "
    line += "公" * (characters - len(line) + 1)
    assert facts(forms, line)[2] == date


@pytest.mark.parametrize(("characters", "known"), [(LONGEST_AGENCY, True), (LONGEST_AGENCY + 1, False)])
def test_the_name_of_a_body_is_short(forms: FormBook, characters: int, known: bool) -> None:
    """What is longer than any name is none."""
    name = "青岚县" + "水" * (characters - 4) + "局"
    assert facts(forms, f"发布机构：{name}")[0] == (name if known else None)


def test_a_title_across_a_layout_table(forms: FormBook) -> None:
    """A row of one cell that is the report's title is no row of a table."""
    grid = Grid(((Cell("青岚县水务局2023年政府信息公开工作年度报告", "t"),), *((Cell(line, "t"),) for line in BODY)), "t")
    report = recognise(Document((grid,)), forms)
    assert (report.agency.name, report.year, len(report.sections)) == ("青岚县水务局", 2023, 2)


def test_a_table_of_facts_above_the_report(forms: FormBook) -> None:
    """Cells with a label and the one behind it, in a grid as between bars; a table of the report is none."""
    rows = [("索 引 号：", "000-1", "发布日期：", "2024-01-10"), ("文号：", "无", "发布机构：", "映月街道")]
    grid = Grid(tuple(tuple(Cell(text, "t") for text in row) for row in rows), "t")
    for block in (grid, Paragraph("发布日期： | 2024-01-10 | 发布机构： | 映月街道 |", "p")):
        report = recognise(Document((block, *(Paragraph(line, "p") for line in BODY))), forms)
        assert (report.agency.name, report.published) == ("映月街道", "2024-01-10")


def test_traditional_characters_stay_as_printed(forms: FormBook) -> None:
    """A page in traditional characters is read, and the agency is named as it is printed."""
    assert facts(forms, "青嵐縣發展和改革局2023年度政府信息公開工作年度報告", "來源：青嵐縣 發布時間:2024-01-20") == (
        "青嵐縣發展和改革局",
        2023,
        "2024-01-20",
    )


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("发布日期：2024-01-17", "2024-01-17"),
        ("发布日期: 2024-01-17  来源:青岚县水务局", "2024-01-17"),
        ("发布时间：2024年1月17日 15:07", "2024-01-17"),
        ("公开日期：2024/1/17", "2024-01-17"),
        ("日期：2024年01月17日", "2024-01-17"),
        ("（2024年1月17日）", "2024-01-17"),
        ("2024-01-1718:26", "2024-01-17"),
        ("发表日期：2024-01-17    文章来源：青岚县水务局", "2024-01-17"),
        ("来源：青岚县水务局 日期：2024年01月17日 【字体： 大 中 小】", "2024-01-17"),
        ("来自:青岚县水务局 时间:2024-01-17", "2024-01-17"),
        ("发布时间: | 2024年01月17日 08:47 |", "2024-01-17"),
        ("【发布日期】2024-01-17", "2024-01-17"),
        ("发布日期 2024-01-17", "2024-01-17"),
        ("发布时间：\n2024-01-17 08:30", "2024-01-17"),
        ("更新时间：2024-03-01 发布时间：2024-01-17", "2024-01-17"),
        ("二〇二四年一月十七日", "2024-01-17"),
        ("2024-01-17 10:20 来源：水务局 作者：办公室 浏览：12次", "2024-01-17"),
        ("来源：水务局   2024年01月17日   点击：12", "2024-01-17"),
        ("发布于 2024-01-17", "2024-01-17"),
        ("信息时间：2024-01-17", "2024-01-17"),
        ("录入时间：2024-01-17 浏览次数：3", "2024-01-17"),
        ("信息来源：水务局 | 发布时间：2024-01-17 | 阅读：3", "2024-01-17"),
        ("发布时间：\n本报告所列数据的统计期限自2024年1月17日起。", None),
        ("发布时间：\n来源：青岚县水务局", None),
        ("统计时间：2024-01-17", None),
        ("全年发布时间长、更新日期：固定的信息12条。2024-01-17", None),
        ("发布日期：2024-13-45", None),
        ("邮政编码：223100", None),
        ("本报告共有2023处数据。", None),
    ],
)
def test_the_publication_date_where_it_is_printed(forms: FormBook, line: str, date: str | None) -> None:
    """Behind one of the labels that pages use, or alone below the title; never another number."""
    assert facts(forms, "青岚县水务局2023年政府信息公开工作年度报告", *line.split("\n"))[2] == date


def test_a_date_in_front_of_a_label_above_the_title(forms: FormBook) -> None:
    """The line above a title that begins with a date tells when the page was published; one of words does not."""
    title = "青岚县水务局2023年政府信息公开工作年度报告"
    assert facts(forms, "2024-01-17 来源：青岚县水务局", title)[2] == "2024-01-17"
    assert facts(forms, "今天是2024-01-17 来源：青岚县水务局", title)[2] is None


@pytest.mark.parametrize(
    ("lines", "date"),
    [
        (("青岚县水务局", "2024年1月17日"), None),
        (("成文日期：2024-01-17",), "2024-01-17"),
        (("发布日期：2024-01-17",), "2024-01-17"),
        (("日期：2024-01-17",), None),
    ],
)
def test_a_date_behind_the_report(forms: FormBook, lines: tuple[str, ...], date: str | None) -> None:
    """A date under a signature is that of writing; one with a label of the page is that of publication."""
    title = "青岚县水务局2023年政府信息公开工作年度报告"
    report = recognise(Document(tuple(Paragraph(line, "p") for line in (title, *BODY, *lines))), forms)
    assert report.published == date


def test_who_signs_is_whose_report_it_is_where_nothing_else_says_so(forms: FormBook) -> None:
    """The line above the date at the end names the body; a line above no date does not."""
    for signed, name in ((("青岚县水务局", "2024年1月17日"), "青岚县水务局"), (("青岚县水务局", "2024年1月17日前报送"), None)):
        report = recognise(Document(tuple(Paragraph(line, "p") for line in ("2023年政府信息公开工作年度报告", *BODY, *signed))), forms)
        assert (report.agency.name, report.published) == (name, None)


def test_metadata_fills_what_the_text_leaves_open(forms: FormBook) -> None:
    """The page's metadata gives the agency and the date where the text does not; the title in the text wins."""
    title = "政府信息公开工作年度报告"
    assert facts(forms, title, agency="青岚县水务局", published="2024-01-17 15:07") == ("青岚县水务局", None, "2024-01-17")
    named = "青岚县水务局2023年政府信息公开工作年度报告"
    assert facts(forms, named, agency="青岚县人民政府办公室") == ("青岚县水务局", 2023, None)


def test_the_lead_is_kept_and_the_page_around_the_report_is_not(forms: FormBook) -> None:
    """The text before part 1 is the lead; menus, labels and what follows the report belong to the page."""
    lead = "本报告根据《中华人民共和国政府信息公开条例》编制，联系电话见网站（http://example.invalid）。"
    lines = ("首页", "青岚县水务局2023年政府信息公开工作年度报告", "发布日期：2024-01-17", lead)
    report = recognise(Document(tuple(Paragraph(line, "p") for line in (*lines, *BODY, "相关链接：", "扫一扫在手机打开当前页"))), forms)
    assert report.lead == lead
    assert [section.text for section in report.sections] == [BODY[1], BODY[3]]


PIECES = [
    "青岚县水务局", "关于", "2023年", "政府信息公开", "信息公开", "政务公开工作", "工作", "年度", "报告", "年报", "情况", "（公开稿）", "（一二三四五六七八九十）",
    "。", "：", "的附件说明一二三四五六",
]  # fmt: skip


@settings(max_examples=1000, deadline=None)
@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=7))
def test_the_glance_at_a_title_refuses_none_that_the_pattern_knows(pieces: list[str]) -> None:
    """The pattern's bounds stand in page.toml, those of the glance beside it in code."""
    folded = squeeze("".join(pieces))
    assert may_be_title(folded) or not page().title.match(folded)


@pytest.mark.parametrize(
    ("lines", "agency", "date"),
    [
        (("发布机构：青岚县水务局 王某",), "青岚县水务局", None),
        (("发布机构：", "青岚县水务局"), "青岚县水务局", None),
        (("发布机构： |", "| 青岚县水务局 |"), "青岚县水务局", None),
        (("发布机构：", "来源：映月街道办事处"), "映月街道办事处", None),
        (("发布日期：", "2024-01-17"), None, "2024-01-17"),
        (("发布日期：", "2024-01-17 由王某发布"), None, None),
        (("发布日期：由王某于2024-01-17发布", "2024-01-18"), None, "2024-01-17"),
        (("发布日期：",), None, None),
        (("来源：映月街道办事处", "发布机构：青岚县水务局"), "青岚县水务局", None),  # the more trusted label
    ],
)
def test_the_value_of_a_label_may_stand_on_the_next_line(forms: FormBook, lines: tuple[str, ...], agency: str | None, date: str | None) -> None:
    """Where that has no label of its own, and for a date, nothing else."""
    found = facts(forms, *lines)
    assert (found[0], found[2]) == (agency, date)


@pytest.mark.parametrize(("characters", "known"), [(LONGEST_AGENCY, True), (LONGEST_AGENCY + 1, False)])
def test_who_signs_has_a_short_name(forms: FormBook, characters: int, known: bool) -> None:
    """What is longer than any name is a sentence; below a title, too."""
    name = "青岚县" + "水" * (characters - 4) + "局"
    report = recognise(Document(tuple(Paragraph(line, "p") for line in ("2023年政府信息公开工作年度报告", *BODY, name, "2024年1月17日"))), forms)
    assert report.agency.name == (name if known else None)
    assert facts(forms, "2023年政府信息公开工作年度报告", name)[0] == (name if known else None)


def test_a_label_of_three_characters_behind_the_report(forms: FormBook) -> None:
    """Shorter ones are words of the text."""
    report = recognise(Document(tuple(Paragraph(line, "p") for line in ("青岚县水务局2023年政府信息公开工作年度报告", *BODY, "发布于：2024-01-17"))), forms)
    assert report.published == "2024-01-17"
