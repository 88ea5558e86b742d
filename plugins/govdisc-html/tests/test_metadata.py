"""What a page says of itself: title, agency, date."""

from __future__ import annotations

import pytest
from govdisc_html.pageinfo import normal_date
from govdisc_html.reader import read

BODY = "<p>本报告所列数据的统计期限自2023年1月1日起至2023年12月31日止。</p><table><tr><td>规章<td>0<tr><td>许可<td>5</table>"


def metadata(page: str) -> dict[str, str]:
    return dict(read((page + BODY).encode()).metadata)


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("2024-01-17", "2024-01-17"),
        ("2024/1/7 09:30", "2024-01-07"),
        ("2024年1月17日", "2024-01-17"),
        ("发布于 2024.01.17", "2024-01-17"),
        ("20240117", "2024-01-17"),
        ("2024-01-1718:26", "2024-01-17"),
        ("二〇二四年一月十七日", "2024-01-17"),
        ("2024-13-17", None),
        ("2024-02-30", None),
        ("昨天", None),
    ],
)
def test_dates(printed: str, expected: str | None) -> None:
    """Dates as portals print them; what is no date gives none."""
    assert normal_date(printed) == expected


def test_meta_elements() -> None:
    """The names of the State Council's guideline, whatever their case."""
    named = {"SiteName": "云岫市", "articletitle": "年度报告正文标题", "PubDate": "2024-01-17 15:07", "ContentSource": "青岚县水务局"}
    page = "".join(f'<meta name="{name}" content="{content}">' for name, content in named.items())
    assert metadata(page) == {"title": "年度报告正文标题", "agency": "青岚县水务局", "published": "2024-01-17"}


def test_the_site_is_the_agency_only_where_nothing_else_is() -> None:
    """An empty ContentSource leaves the site's name, a catalogue outweighs it."""
    site = '<meta name="SiteName" content="云岫市人民政府门户网站"><meta name="ContentSource" content="">'
    assert metadata(site)["agency"] == "云岫市人民政府"
    assert metadata(site + "<p>发布机构：青岚县水务局</p>")["agency"] == "青岚县水务局"


@pytest.mark.parametrize(
    "catalogue",
    [
        "<table><tr><td>索引号<td>1<td>发布机构<td>青岚县水务局<tr><td>文　号：<td><td>公开日期：<td>2024年1月17日</table>",
        "<table><tr><td>发布机构：青岚县水务局</td><td>公开日期：2024-01-17</td></tr></table>",
        "<dl><dt>索 引 号：</dt><dd>1</dd><dt>发布机构</dt><dd>青岚县水务局</dd><dt>公开日期</dt><dd>2024-01-17</dd></dl>",
        "<ul><li><b>发布机构：</b><span>青岚县水务局</span></li><li><b>发布日期：</b><span>2024/01/17</span></li></ul>",
        "<div><span>发布机构：青岚县水务局</span><span>发布时间：2024-01-17 09:30</span><span>浏览次数：88</span></div>",
        "<p>【发布机构】：青岚县水务局　【公开日期】：2024-01-17　【字号：大 中 小】</p>",
    ],
)
def test_the_catalogue_above_the_article(catalogue: str) -> None:
    """As a table, a definition list, a list, spans that touch, or one line."""
    found = metadata(catalogue)
    assert (found.get("agency"), found.get("published")) == ("青岚县水务局", "2024-01-17")


def test_publication_outweighs_the_date_of_writing() -> None:
    """成文日期 is when the text was signed."""
    assert metadata("<p>成文日期：2024-01-03</p><p>公开日期：2024-01-17</p>")["published"] == "2024-01-17"
    assert metadata('<meta name="PubDate" content="2024-01-17"><p>成文日期：2024-01-03</p>')["published"] == "2024-01-17"


@pytest.mark.parametrize(
    "line", ["来源：http://www.example.cn/x.shtml", "数据来源：青岚县水务局", "来源：", "来源：" + "长" * 50, "联系时间：2024-01-17"]
)
def test_what_only_looks_like_a_label(line: str) -> None:
    """An address is no agency, and a label that ends a longer word is none."""
    assert metadata(f"<p>{line}</p>") == {}


def test_the_title_element_loses_the_site() -> None:
    """Behind _ or - stand the channel and the site."""
    assert metadata("<title>青岚县水务局2023年年度报告-公开年报-云岫市人民政府</title>")["title"] == "青岚县水务局2023年年度报告"
    assert metadata("<title>云岫大学2022-2023学年信息公开年度报告</title>")["title"] == "云岫大学2022-2023学年信息公开年度报告"


def test_lines_above_the_stated_title_are_left_out() -> None:
    """Where the page says what its title is, the article begins with it; tables above it stay."""
    above = "<p>2025年12月30日 星期二</p><h2>政府信息公开</h2><table><tr><td>索引号<td>1</table>"
    page = f"<title>青岚县水务局2023年年度报告</title>{above}<h1>青岚县水务局 2023年年度报告</h1>"
    blocks = read((page + BODY).encode()).blocks
    assert [getattr(block, "text", "grid") for block in blocks][:2] == ["grid", "青岚县水务局 2023年年度报告"]
    other = page.replace("<h1>青岚县水务局 2023年", "<h1>青岚县水务局")
    assert read((other + BODY).encode()).blocks[0].text == "2025年12月30日 星期二"  # type: ignore[union-attr]
