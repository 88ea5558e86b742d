"""Whose report it is, for which year, and when it was published: from the title, the lines around it and the page's metadata."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from govdisc.recognise.page import page
from govdisc.text.labels import squeeze
from govdisc.text.values import chinese_number

#: A title stands among the first so many lines, over at most so many of them.
TITLE_WITHIN, TITLE_LINES = 400, 4
LONGEST_TITLE_LINE = 70

_DATE = re.compile(r"((?:19|20)\d\d)\s*(?:年|-|/|\.)\s*(\d{1,2})\s*(?:月|-|/|\.)\s*(\d{1,2})(?!\d{4})")
_TIGHT_DATE = re.compile(r"((?:19|20)\d\d)-(\d\d)-(\d\d)(?=\d\d:\d\d)")
_PERIOD = re.compile(r"((?:19|20)\d\d)年1月1日(?:起)?(?:至|到|—|-|~)")
_WRITTEN_BY = re.compile(r"(?:本报告|年度报告|本年报)?由([^，。,、；;（）()]{4,30}?)(?:负责)?(?:编制|编写|组织编制)")
_ANNOUNCED = re.compile(r"(?:公布|发布|公开|编制|现将)[《<〈]?([^，。,;；《》<>:：、]{3,40}?)((?:19|20)\d\d)年度?(?:政府|政务)信息")
_BODY_ENDINGS = (
    "政府",
    "局",
    "委员会",
    "委",
    "办公室",
    "办事处",
    "办公厅",
    "厅",
    "部",
    "院",
    "中心",
    "署",
    "处",
    "镇",
    "乡",
    "街道",
    "苏木",
    "管委会",
    "委办",
    "支队",
    "大队",
    "总队",
    "所",
    "会",
    "司",
    "办",
    "公司",
    "大学",
    "学院",
    "区",
    "县",
    "市",
    "省",
    "州",
    "盟",
    "旗",
)
_NOT_AN_AGENCY = re.compile(r"^(?:本|我|现|关于|公布|发布|编制|中华人民共和国)?(?:机关|单位|局|办)?$")


@dataclass(frozen=True, slots=True)
class Facts:
    """What identifies a report; anything that the document does not say is None. ``title_at`` is the title's last line."""

    title: str | None = None
    agency: str | None = None
    year: int | None = None
    published: str | None = None
    title_at: int = -1


@dataclass(frozen=True, slots=True)
class _Title:
    text: str
    agency: str | None
    year: int | None
    first: int
    last: int


def find_facts(lines: Sequence[str], metadata: Mapping[str, str], body_at: int) -> Facts:
    """Read the facts out of the document's lines; ``body_at`` is the line of the first section's heading, or the line count."""
    head = list(lines[: min(body_at, TITLE_WITHIN)])
    titles = _titles(head)
    stated = _titles([metadata["title"]]) if metadata.get("title") else []
    best = _best(titles) or _best(stated)
    published = _date(metadata.get("published", "")) or _published(head, titles) or _published_behind(lines, body_at)
    known = [best] if best else []
    known += [*titles, *stated]
    announced = _announced(lines[: body_at + 1])
    agency = next((one.agency for one in known if one.agency), None) or announced[0]
    year = next((one.year for one in known if one.year), None) or announced[1]
    return Facts(
        best.text if best else None,
        agency or _clean_agency(metadata.get("agency")) or _labelled_agency(head) or _written_by(lines[: body_at + 1]),
        year or _year_of_text(lines),
        published,
        best.last if titles and best else _lead_start(head),
    )


def _announced(lines: Sequence[str]) -> tuple[str | None, int | None]:
    """Agency and year from a sentence such as 现公布X市人民政府2023年政府信息公开工作年度报告."""
    for line in lines[:TITLE_WITHIN]:
        if "信息" in line and (match := _ANNOUNCED.search(squeeze(line[:2000]))):
            return _clean_agency(match[1]), int(match[2])
    return None, None


def _lead_start(head: Sequence[str]) -> int:
    """Without a title among the lines, the lead begins at the first long one: menus and bread crumbs are short."""
    return next((i - 1 for i, line in enumerate(head) if len(squeeze(line)) >= 40), len(head) - 1)


def _titles(head: Sequence[str]) -> list[_Title]:
    out: list[_Title] = []
    at = 0
    while at < len(head):
        found = _title_at(head, at)
        if found is None:
            at += 1
            continue
        out.append(_shortest(head, found))
        at = found.last + 1
    return out


def _shortest(head: Sequence[str], found: _Title) -> _Title:
    """The same title without the lines above it that are not its own, if it still names agency and year without them."""
    for at in range(found.last, found.first, -1):
        shorter = _title_at(head, at)
        if shorter is not None and shorter.last == found.last and shorter.agency and shorter.year:
            return shorter
    return found


def is_title(text: str) -> bool:
    """Tell whether a text is a report's title, agency and year included."""
    return len(text) <= LONGEST_TITLE_LINE * 2 and any(one.agency and one.year for one in _titles(text.split("\n")))


def _title_at(head: Sequence[str], at: int) -> _Title | None:
    """The longest title that begins at a line: 桃江县…镇人民政府 ⏎ 2022年政府信息公开工作 ⏎ 年度报告."""
    best: _Title | None = None
    parts: list[str] = []
    for end in range(at, min(at + TITLE_LINES * 2, len(head))):
        line = _without_label(head[end])
        if len(squeeze(line)) > LONGEST_TITLE_LINE or "。" in line:
            break
        if not line.strip():
            if not parts:
                break
            continue
        if squeeze(line) in page().chrome and not parts:
            break
        parts.append(line.strip())
        if len(parts) > TITLE_LINES:
            break
        text = "".join(parts)
        folded = squeeze(text)
        # the pattern is slow on text that is no title
        match = page().title.match(folded) if "信息" in folded and ("报" in folded) else None
        if match is None:
            continue
        candidate = _make_title(text, match, at, end)
        if best is None or (candidate.agency, candidate.year) != (best.agency, best.year) or end == at:
            if best is not None and len(match["after"] or "") > 2:
                break  # what follows the title is no part of it
            best = candidate
    return best


def _make_title(text: str, match: re.Match[str], first: int, last: int) -> _Title:
    before, between = match["before"] or "", match["between"] or ""
    year = _year(match["year"]) if match["year"] else None
    agency = _clean_agency(before) or None
    rest = _clean_agency(between)
    if rest and agency:
        agency = agency if agency.endswith(rest) or rest in agency else f"{agency}{rest}"
    return _Title(_shown_title(text), _as_printed(agency or rest, text), year, first, last)


def _as_printed(agency: str | None, text: str) -> str | None:
    """The agency with the brackets and characters of the printed title, not of its squeezed form."""
    if agency is None:
        return None
    joined = "".join(text.split())
    squeezed = squeeze(text)
    at = squeezed.find(agency)
    if at >= 0 and len(joined) == len(squeezed):
        return joined[at : at + len(agency)]
    return agency


def _shown_title(text: str) -> str:
    return " ".join(text.split())


def _best(titles: Sequence[_Title]) -> _Title | None:
    """The title closest to the report's body that names both agency and year, else the one that names most."""
    ranked = sorted(titles, key=lambda one: ((one.agency is not None) + (one.year is not None), one.last))
    return ranked[-1] if ranked else None


def _without_label(line: str) -> str:
    bare = re.sub(r"^\s*(?:标\s*题|名\s*称|信息名称)\s*[:：|]\s*", "", line)
    return re.sub(r"^\s*现(?:将|公布|发布|予以公布)+[《〈]?", "", bare).strip(" |\t《》#*\u3000\xa0")


def _clean_agency(text: str | None) -> str | None:
    if not text:
        return None
    folded = squeeze(text).strip('《》"“”-—_|:·. ')
    folded = re.sub(r"^(?:现将|现公布|现发布|关于|公布|发布|编制|标题|名称)[:]?", "", folded)
    folded = re.sub(r"(?:19|20)\d\d(?:年度?)?|年度$|的$|关于$", "", folded)
    if len(folded) < 2 or len(folded) > 40 or _NOT_AN_AGENCY.match(folded):
        return None
    return folded


def _labelled_agency(head: Sequence[str]) -> str | None:
    for label in page().agency_labels:
        for i, line in enumerate(head):
            folded = squeeze(line)
            if not folded.startswith(label):
                continue
            rest = re.sub(r"(?:发布|公开|时间|日期).*", "", folded[len(label) :].lstrip(":|"))
            value = _clean_agency(rest) if rest else _clean_agency(head[i + 1] if i + 1 < len(head) else "")
            if value and value.endswith(_BODY_ENDINGS):
                return value
    return None


def _written_by(lines: Sequence[str]) -> str | None:
    for line in lines:
        match = _WRITTEN_BY.search(squeeze(line))
        if match and match[1].endswith(_BODY_ENDINGS):
            return _clean_agency(match[1])
    return None


def _year(text: str) -> int | None:
    if text.isdigit():
        return int(text)
    number = chinese_number(text.replace("○", "零").replace("0", "零").replace("年", ""))
    return number if number is not None and 1990 <= number <= 2100 else None


def _year_of_text(lines: Sequence[str]) -> int | None:
    """The year of the statistical period, 自2022年1月1日至12月31日."""
    for line in lines:
        if "1" in line and (match := _PERIOD.search(squeeze(line))):
            return int(match[1])
    return None


def _date(text: str) -> str | None:
    match = _TIGHT_DATE.search(text) or _DATE.search(squeeze(text)) or _DATE.search(text)
    if match is None:
        return None
    year, month, day = int(match[1]), int(match[2]), int(match[3])
    return f"{year:04d}-{month:02d}-{day:02d}" if 1 <= month <= 12 and 1 <= day <= 31 else None


def _published(head: Sequence[str], titles: Sequence[_Title]) -> str | None:
    for label in page().date_labels:
        for i, line in enumerate(head):
            folded = squeeze(line)
            at = folded.find(label)
            if at < 0 or len(folded) > 150 or (at > 0 and len(label) == 2):
                continue
            found = _date(folded[at : at + len(label) + 20]) or (
                _date(head[i + 1]) if i + 1 < len(head) and not folded[at + len(label) :].strip(":") else None
            )
            if found:
                return found
    for title in titles:  # a bare date below the title
        for line in head[title.last + 1 : title.last + 4]:
            folded = squeeze(line).strip("()[]")
            if len(folded) <= 24 and re.match(r"(?:19|20)\d\d[-年/.]", folded) and (found := _date(folded)):
                return found
    return None


def _published_behind(lines: Sequence[str], body_at: int) -> str | None:
    """A labelled date behind the report, as some portals print it."""
    strict = [label for label in page().date_labels if len(label) > 2]
    for line in lines[max(body_at, len(lines) - 60) :]:
        folded = squeeze(line)
        for label in strict:
            if len(folded) <= 60 and folded.startswith(label) and (found := _date(folded)):
                return found
    return None
