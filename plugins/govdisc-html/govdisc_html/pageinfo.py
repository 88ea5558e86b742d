"""What a page says of itself beside the report: title, publishing body, publication date.

Three sources: the meta elements of 《政府网站发展指引》 (国办发〔2017〕47号: SiteName, ArticleTitle, PubDate, ContentSource), the
catalogue above the article (索引号, 名称, 发布机构, 公开日期, 文号) as a table or as lines of label and value, and ``<title>``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest
from typing import Any

from govdisc.model.document import DECLARED_KEYS
from govdisc.plugin import Grid
from govdisc.text.numerals import chinese_number
from govdisc_html.tables import Line, Part

#: Labels of the catalogue by what they give, the most telling first. Labels that give nothing end the value before them.
_LABELS: dict[str, tuple[str, ...]] = {
    "title": ("名称", "信息名称", "标题", "文件名称", "公文名称", "信息标题"),
    "agency": (
        "发布机构", "发布单位", "公开主体", "公开机构", "发文机关", "发文机构", "发文单位", "制发机关", "编制单位", "信息公开单位",
        "所属机构", "责任部门", "公开责任部门", "发布部门", "信息来源", "文章来源", "稿件来源", "来源",
    ),
    "published": (
        "公开日期", "公开时间", "发布日期", "发布时间", "发文日期", "发文时间", "生成日期", "成文日期", "时间", "日期",
    ),
    "": (
        "索引号", "索取号", "信息索引号", "统一编号", "文号", "发文字号", "文件编号", "主题", "主题分类", "所属主题", "信息分类",
        "信息类别", "体裁分类", "组配分类", "分类", "主题词", "关键词", "公开方式", "公开形式", "公开类别", "公开范围",
        "公开属性", "公开程序", "时效", "信息时效", "有效性", "生效日期", "失效日期", "废止日期", "浏览次数", "浏览量",
        "访问次数", "访问量", "点击数", "点击量", "点击率", "点击", "阅读次数", "阅读量", "作者", "编辑", "责任编辑", "审核",
        "字号", "字体", "打印", "分享", "分享到", "内容概述", "文件下载", "语种", "载体类型", "服务对象", "备注",
    ),
}  # fmt: skip
_MEANING = {label: (key, 2 * rank) for key, labels in _LABELS.items() for rank, label in enumerate(labels)}
_ANY_LABEL = re.compile("(" + "|".join(r"\s*".join(label) for label in sorted(_MEANING, key=len, reverse=True)) + r")\s*[】\]]?\s*[:：]")
#: The first label of a line does not end a longer word (数据来源：); the next one may follow its neighbour's value without a space.
_FIRST_LABEL = re.compile("(?<![\u4e00-\u9fff])" + _ANY_LABEL.pattern)
#: A line of the catalogue is shorter than this; longer ones are prose, in which 来源： means something else.
CATALOGUE_LINE = 200
#: The catalogue stands above the article, its source line at times below; a page's other thousand lines are not looked through.
CATALOGUE_LINES = 400
CATALOGUE_ROWS = 12
CATALOGUE_COLUMNS = 6

#: Meta elements and where they stand among the labels: PubDate before 发文日期, ContentSource before 信息来源.
_META = {"articletitle": ("title", 4), "pubdate": ("published", 7), "contentsource": ("agency", 27)}
_LAST = 1000
_TITLE_TAIL = re.compile(r"\s*(?:[_|｜]|(?<!\d)\s*[-–—]+(?!\d)).*", re.DOTALL)
_DATE = re.compile(r"(?<!\d)(\d{4})\s*(?:年|[-/.])\s*(\d{1,2})\s*(?:月|[-/.])\s*(\d{1,2})(?:\s*日)?|(?<!\d)(\d{4})(\d{2})(\d{2})(?!\d)")
_CHINESE_DATE = re.compile(r"([〇零○Ｏ一二三四五六七八九]{4})年([一二三四五六七八九十]{1,3})月([一二三四五六七八九十]{1,3})日")
_NO_NAME = re.compile(r"://|www\.|[。，；！？]")
_SITE_TAIL = re.compile(r"(门户|官方|政务)?(网站|网)$")


def normal_date(text: str) -> str | None:
    """Return the first date of a text as YYYY-MM-DD, None when it has none."""
    for match in _DATE.finditer(text):
        found = _iso(*(int(group) for group in match.groups() if group))
        if found:
            return found
    chinese = _CHINESE_DATE.search(text)
    if chinese is None:
        return None
    year, month, day = (chinese_number(re.sub("[○Ｏ]", "〇", group)) for group in chinese.groups())
    return _iso(year or 0, month or 0, day or 0)


def _iso(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class PageHead:
    """What stands in the head of a page and in its frames: (name, content) of the meta elements, ``<title>``, and scripts or frames."""

    metas: tuple[tuple[str, str], ...]
    title: str
    is_filled: bool

    @property
    def declared(self) -> dict[str, str]:
        """What govdisc's own writer put there."""
        return {name[8:]: content for name, content in self.metas if name.startswith("govdisc:") and name[8:] in DECLARED_KEYS}


def page_head(root: Any) -> PageHead:
    """Return the head of a page that nothing was taken from yet."""
    metas = [(node.get("name") or node.get("property") or "", node.get("content") or "") for node in root.iter("meta")]
    title = next((node.text for node in root.iter("title") if node.text and node.text.strip()), "")
    return PageHead(tuple(metas), title, next(root.iter("script", "iframe", "frame"), None) is not None)


def page_metadata(head: PageHead, parts: Iterable[Part]) -> dict[str, str]:
    """Return the hints of the page (:data:`govdisc.model.document.METADATA_KEYS`); the date as YYYY-MM-DD when it can be read."""
    best: dict[str, tuple[int, str]] = {}

    def offer(key: str, rank: int, value: str) -> None:
        value = " ".join(value.split())
        if key and _plausible(key, value) and (key not in best or rank < best[key][0]):
            best[key] = (rank, value)

    for label, value, in_table in _catalogue(parts):
        key, rank = _MEANING[label]
        offer(key, rank if in_table else rank + 1, value)
    site = ""
    for name, content in head.metas:
        if name.lower() in _META:
            offer(*_META[name.lower()], content)
        elif name.lower() == "sitename":
            site = site or content
    offer("title", _LAST, _TITLE_TAIL.sub("", head.title, count=1) or head.title)
    offer("agency", _LAST, _SITE_TAIL.sub("", site.strip()))
    found = {key: value for key, (_, value) in best.items()}
    if "published" in found:
        found["published"] = normal_date(found["published"]) or found["published"]
    return found


def _plausible(key: str, value: str) -> bool:
    """Whether a value can be what its label says: a source is a name and no address, a date has a year."""
    if key == "agency":
        return 2 <= len(value) <= 40 and _NO_NAME.search(value) is None and re.search(r"[\u4e00-\u9fff]{2}", value) is not None
    if key == "published":
        return len(value) <= 40 and normal_date(value) is not None
    return 4 <= len(value) <= 120


def _catalogue(parts: Iterable[Part]) -> Iterator[tuple[str, str, bool]]:
    """Yield (label, value, stands in a table) of the catalogue."""
    label: str | None = None
    lines = 0
    for part in parts:
        if isinstance(part, Grid):
            yield from _grid_pairs(part)
            label = None
        elif isinstance(part, Line) and lines < CATALOGUE_LINES:
            lines += 1
            if len(part.text) > CATALOGUE_LINE:
                label = None
                continue
            pairs = list(_line_pairs(part.text))
            if label and not pairs and _bare(part.text) not in _MEANING:
                yield label, part.text, False
            yield from ((one, value, False) for one, value in pairs if value)
            # a label alone in its element is followed by its value in the next one
            label = pairs[-1][0] if pairs and not pairs[-1][1] else _bare(part.text) if _bare(part.text) in _MEANING else None


def _grid_pairs(grid: Grid) -> Iterator[tuple[str, str, bool]]:
    if max(map(len, grid.rows)) > CATALOGUE_COLUMNS:
        return
    for row in grid.rows[:CATALOGUE_ROWS]:
        for cell, following in zip_longest(row, row[1:]):
            label = _bare(cell.text)
            if label in _MEANING:
                if following is not None and _bare(following.text) not in _MEANING:
                    yield label, following.text, True
            elif label != cell.text and len(cell.text) <= CATALOGUE_LINE:
                yield from ((one, value, True) for one, value in _line_pairs(cell.text) if value)


def _line_pairs(text: str) -> Iterator[tuple[str, str]]:
    first = _FIRST_LABEL.search(text) if "：" in text or ":" in text else None
    matches = list(_ANY_LABEL.finditer(text, first.start())) if first else []
    for i, match in enumerate(matches):
        end = matches[i + 1].start() if i + 1 < len(matches) else len(text)
        yield _bare(match[1]), text[match.end() : end].strip(" \u3000|[]【】（()）")


def _bare(text: str) -> str:
    """A label without white space, colon and brackets."""
    if len(text) >= 20:
        return ""
    return text if text.isalnum() else re.sub(r"[\s:：\[\]【】]", "", text)
