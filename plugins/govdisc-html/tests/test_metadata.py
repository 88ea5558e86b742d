"""What a page says of itself: title, agency, date. Labels are the recogniser's; the page gives what stands in its head."""

from __future__ import annotations

import pytest
from govdisc_html.reader import read

from govdisc.model.book import builtin_forms
from govdisc.plugin import Grid, Report
from govdisc.recognise import recognise

ARTICLE = (
    "<p>本报告所列数据的统计期限自2023年1月1日起至2023年12月31日止。</p><p>一、总体情况</p><p>全年公开信息九条。</p>"
    "<table><tr><td>规章<td>0<tr><td>许可<td>5</table>"
)
TITLE = "<h1>2023年政府信息公开工作年度报告</h1>"


def metadata(page: str) -> dict[str, str]:
    return dict(read((page + ARTICLE).encode()).metadata)


def report_of(page: str) -> Report:
    return recognise(read((page + ARTICLE).encode()), builtin_forms())


def test_meta_elements() -> None:
    """The names of the State Council's guideline, whatever their case."""
    named = {"SiteName": "云岫市", "articletitle": "年度报告正文标题", "PubDate": "2024-01-17 15:07", "ContentSource": "青岚县水务局"}
    page = "".join(f'<meta name="{name}" content="{content}">' for name, content in named.items())
    assert metadata(page) == {"title": "年度报告正文标题", "agency": "青岚县水务局", "published": "2024-01-17 15:07", "site": "云岫市"}


def test_the_site_is_the_agency_only_where_nothing_else_is() -> None:
    """An empty ContentSource leaves the site's name, a catalogue outweighs it."""
    site = '<meta name="SiteName" content="云岫市人民政府门户网站"><meta name="ContentSource" content="">'
    assert report_of(site + TITLE).agency.name == "云岫市人民政府"
    assert report_of(f"{site}<p>发布机构：青岚县水务局</p>{TITLE}").agency.name == "青岚县水务局"


@pytest.mark.parametrize(
    "catalogue",
    [
        "<table><tr><td>索引号<td>1<td>发布机构<td>青岚县水务局<tr><td>文　号：<td><td>公开日期：<td>2024年1月17日</table>",
        "<table><tr><td>发布机构：青岚县水务局</td><td>公开日期：2024-01-17</td></tr></table>",
        "<table><tr><td>名称<td>青岚县水务局2023年年报<tr><td>发文机关<td>青岚县水务局<td>发文日期<td>2024-01-17</table>",
        "<dl><dt>索 引 号：</dt><dd>1</dd><dt>发布机构</dt><dd>青岚县水务局</dd><dt>公开日期</dt><dd>2024-01-17</dd></dl>",
        "<ul><li><b>发布机构：</b><span>青岚县水务局</span></li><li><b>发布日期：</b><span>2024/01/17</span></li></ul>",
        "<div><span>发布机构：青岚县水务局</span><span>发布时间：2024-01-17 09:30</span><span>浏览次数：88</span></div>",
        "<p>【发布机构】：青岚县水务局　【公开日期】：2024-01-17　【字号：大 中 小】</p>",
        '<meta name="PubDate" content="2024-01-17"><meta name="ContentSource" content="青岚县水务局"><p>成文日期：2024-01-03</p>',
    ],
)
@pytest.mark.parametrize("above", [True, False])
def test_the_catalogue_around_the_title(catalogue: str, above: bool) -> None:
    """As a table, a definition list, a list, spans that touch, or one line, above the title or below it."""
    report = report_of(catalogue + TITLE if above else TITLE + catalogue)
    assert (report.agency.name, report.published, report.year) == ("青岚县水务局", "2024-01-17", 2023)


@pytest.mark.parametrize("source", ["http://www.example.cn/x.shtml", "", "长" * 50, "本网讯，记者报道。"])
def test_a_source_that_is_no_body(source: str) -> None:
    """An address, a sentence or nothing is no agency."""
    assert metadata(f'<meta name="ContentSource" content="{source}">') == {}


def test_the_title_element_loses_the_site() -> None:
    """Behind _ or - stand the channel and the site."""
    assert metadata("<title>青岚县水务局2023年年度报告-公开年报-云岫市人民政府</title>")["title"] == "青岚县水务局2023年年度报告"
    assert metadata("<title>云岫大学2022-2023学年信息公开年度报告</title>")["title"] == "云岫大学2022-2023学年信息公开年度报告"


def test_what_stands_above_the_title_is_no_lead() -> None:
    """The day, the channel and the catalogue belong to the page; the lead begins behind the title."""
    above = "<p>2025年12月30日 星期二</p><h2>政府信息公开</h2><table><tr><td>索引号<td>1</table>"
    report = report_of(f"{above}<h1>青岚县水务局2023年政府信息公开工作年度报告</h1>")
    assert report.lead == "本报告所列数据的统计期限自2023年1月1日起至2023年12月31日止。"
    assert (report.agency.name, report.published) == ("青岚县水务局", None)


def test_a_catalogue_with_an_empty_row_is_read() -> None:
    """A row that a span from above covers has no cell of its own."""
    document = read(f"<table><tr><td>a</td><td colspan=3>65</td></tr><tr></tr></table>{ARTICLE}".encode())
    assert any(isinstance(block, Grid) for block in document.blocks)
