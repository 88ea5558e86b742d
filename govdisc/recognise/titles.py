"""The title of a report, wherever and however it is printed: over several lines, twice, behind a label, within a sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence

from govdisc.patterns import Pattern
from govdisc.recognise.page import page
from govdisc.records import record
from govdisc.text.bodies import Body, ends_as_body
from govdisc.text.dates import lone_day, year_in_numerals
from govdisc.text.labels import squeeze

#: A title stands over at most so many lines of at most so many characters.
TITLE_LINES, LONGEST_TITLE_LINE = 4, 70
LONGEST_AGENCY = 40

_LABEL = Pattern(r"^\s*(?:标\s*题|名\s*称|信\s*息\s*名\s*称|附\s*件\s*[一二三四五六\d]{0,2})\s*[:：|]\s*")
_ANNOUNCING = Pattern(r"^\s*(?:【[^】]{0,12}】)?\s*(?:现(?:将|就|公布|发布|予以公布)+|关于(?:公布|发布|公开|印发|报送))?[《〈]?")
#: What a printer puts in front of a line: Page 8 -, 第8页, - 8 -.
_FURNITURE = Pattern(r"^\s*(?:(?:Page|P\.)\s*\d+(?:\s*(?:of|/)\s*\d+)?|第\s*\d+\s*页(?:\s*[,，/]?\s*共\s*\d+\s*页)?|[-–—]\s*\d+\s*[-–—])\s*[-–—|:：]?\s*(?=\S)")
_REPORT = Pattern(r"报告|年报")
_YEAR = Pattern(r"(?:19|20)\d\d")
_YEAR_BEHIND = Pattern(r"(?:(?:19|20)\d\d|二[〇○零0Oo][〇○零0Oo一二三四五六七八九]{2}(?=年))(?!\d|[年.\-/][\d一二三四五六七八九十])")
#: The year of a report on a line of its own behind its title; without brackets and without 度 it may be that of its day.
_YEAR_LINE = Pattern(r"\((?:\d{4}|[〇○零0Oo一二三四五六七八九]{4})年?度?\)|(?:\d{4}|[〇○零0Oo一二三四五六七八九]{4})年度")
_NOT_AN_AGENCY = Pattern(r"(?:本|我|现|关于|公布|发布|编制|中华人民共和国)?(?:机关|单位|局|办|委|厅|镇|乡|县|区|市|街道|院|校)?")
_NOT_IN_AGENCY = Pattern(r"报告|年报|[<>\\/|]|^[^一-鿿]*$|社会$|^(?:根据|按照|依据|依照|为|对|经|请|特|向|将|并|予以)|参照|参考|详见|查阅")
#: So many characters at most stand behind the 报 of a title, in brackets and without them, and none of these before its 信息: the pattern's own bounds.
MOST_BEHIND, MOST_BEHIND_BARE = 34, 14  # spares time
#: How a notice goes on behind the title that it announces in marks, the first of which is taken away with the words before it.
_NOTICE = Pattern(r"》的?(?:通知|通告|公告|函)$")
_REGION = Pattern(r"[一-鿿]{1,7}[省市县区旗州盟镇乡]")
_ENDS = Pattern(r"[。；;:：]")
_PATH = Pattern(r"首页|位置|[>＞»].*[>＞»]$")


@record(frozen=True, slots=True)
class Title:
    """A title as printed, the agency and the year that it names, and its first and last line."""

    text: str
    agency: str | None
    year: int | None
    first: int
    last: int

    @property
    def named(self) -> int:
        """How much it names of agency and year."""
        return (self.agency is not None) + (self.year is not None)


def find_titles(head: Sequence[str]) -> list[Title]:
    """Return the titles among lines, in reading order."""
    out: list[Title] = []
    lines = _Lines(head)
    for at in range(len(head)):
        if (not out or at > out[-1].last) and (found := _title_at(lines, at)) is not None:
            out.append(_shortest(lines, found))
    return out


class _Lines(dict[int, tuple[str, str]]):
    """Lines by their number without what does not belong to a title, as they stand and squeezed; each is made when it is first asked for."""

    def __init__(self, head: Sequence[str]) -> None:
        self.head = head

    def __missing__(self, at: int) -> tuple[str, str]:
        line = _bare_line(self.head[at])
        self[at] = line, squeeze(line)
        return self[at]


def is_title(text: str) -> bool:
    """Tell whether a text is a report's title, agency and year included."""
    return len(text) <= LONGEST_TITLE_LINE * 2 and any(title.named == 2 for title in find_titles(text.split("\n")))


def _shortest(lines: _Lines, found: Title) -> Title:
    """The same title without the lines above it that are not its own, if it still names agency and year without them."""
    for at in range(found.last, found.first, -1):
        shorter = _title_at(lines, at)
        if shorter is not None and shorter.last == found.last and shorter.named == 2 and not _is_region_of(lines[at - 1][1], shorter):
            return shorter
    return found


def _is_region_of(line: str, title: Title) -> bool:
    """Tell whether a line is the region that the body of a title below it lacks: 青岚县 ⏎ 水务局2023年…年度报告."""
    return _REGION.fullmatch(line) is not None and not (title.agency or "").startswith(line)


def _title_at(lines: _Lines, at: int) -> Title | None:
    """The longest title that begins at a line: 桃江县…镇人民政府 ⏎ 2022年政府信息公开工作 ⏎ 年度报告."""
    best: Title | None = None
    parts: list[str] = []
    for end in range(at, min(at + TITLE_LINES * 2, len(lines.head))):
        line, squeezed = lines[end]
        if len(squeezed) > LONGEST_TITLE_LINE or "。" in line or (line[:2] in ("19", "20") and lone_day(line)):
            break
        if not line:
            if not parts:
                break
            continue
        if squeezed in page().chrome and not parts:
            break
        parts.append(line)
        if len(parts) > TITLE_LINES:
            break  # spares time
        candidate = _read("".join(parts), at, end)
        if candidate is None:
            continue
        title, behind = candidate
        if best is None or (title.agency, title.year) != (best.agency, best.year) or end == at:
            if best is not None and behind > 2 and not (best.year is None and _YEAR_LINE.fullmatch(squeezed)):
                break  # what follows the title is no part of it
            best = title
    return best


def _read(text: str, first: int, last: int) -> tuple[Title, int] | None:
    """A text as a title, and how many characters stand behind it."""
    folded = squeeze(text)
    if not may_be_title(folded):  # spares time
        return None
    match = page().title.match(folded)
    if match is None or "学年" in folded or _PATH.search(match["before"]) or _REPORT.search(match["before"] + match["between"]):
        return None
    agency, rest = clean_agency(match["before"]), clean_agency(match["between"])
    if rest and agency and rest not in agency:
        agency = f"{agency}{rest}"
    if not agency and not rest and (ends_as_body(match["after"]) or match["after"].endswith(")")):  # 2023年…年度报告（水务局）
        rest = clean_agency(match["after"].strip("()"))
        rest = rest if rest and ends_as_body(rest) else None
    printed = " ".join(text.split())
    printed = printed if "《" in printed else _NOTICE.sub("", printed)
    title = Title(printed, as_printed(agency or rest, text), _year_of(match), first, last)
    return title, len(match["after"])


def may_be_title(folded: str) -> bool:
    """Tell at a glance whether the pattern of titles may match, which is slow on text that is none: by what stands before and behind its words."""
    first = min((at for at in (folded.find("信息"), folded.find("政务公开工作")) if at >= 0), default=-1)
    most = len(folded) - (MOST_BEHIND if folded.endswith(")") else MOST_BEHIND_BARE)  # spares time
    return first >= 0 and folded.rfind("报") >= most and not _ENDS.search(folded, 0, first) and _REPORT.search(folded) is not None  # spares time


def _year_of(match: re.Match[str]) -> int | None:
    stated = match["year"] or (match["late"] or "").removesuffix("年")
    if not stated:
        behind = _YEAR_BEHIND.search(match["after"])
        return year_in_numerals(behind[0]) if behind else None
    return year_in_numerals(stated)


def as_printed(agency: str | None, text: str) -> str | None:
    """Return an agency with the brackets and characters of the printed text, not of its squeezed form."""
    if agency is None:
        return None
    joined, squeezed = "".join(text.split()), squeeze(text)
    at = squeezed.find(agency)
    return joined[at : at + len(agency)] if at >= 0 and len(joined) == len(squeezed) else agency


def _bare_line(line: str) -> str:
    """A line without a label, the words of an announcement and what a printer put in front."""
    return _ANNOUNCING.sub("", _LABEL.sub("", _FURNITURE.sub("", line.lstrip(" |")))).strip(" |\t《》#*\u3000\xa0")


def clean_agency(text: str | None) -> str | None:
    """Return the name of a body without the words and years around it, None when the text is none."""
    if not text:
        return None
    folded = squeeze(text).strip('《》"“”-—_|:·. ')
    folded = re.sub(r"^(?:Page)?[\d\-–—/|.,]+(?=[一-鿿])", "", folded) if not _YEAR.match(folded) else folded
    folded = re.sub(r"^(?:现将|现就|现公布|现发布|现|关于|公布|发布|编制|标题|名称)[:]?", "", folded)
    folded = re.sub(r"(?:19|20)\d\d(?:年度?)?|年度$|的$|关于(?:印发|发布|公布|报送)?$", "", folded)
    folded = re.sub(r"^[我本](?=[省市县区州盟旗镇乡].)", "", folded)
    if not 2 <= len(folded) <= LONGEST_AGENCY or _NOT_AN_AGENCY.fullmatch(folded) or _NOT_IN_AGENCY.search(folded):
        return None
    return folded


_INNER_OFFICE = Pattern(r"(?P<body>.{2,}?(?:局|委员会|厅|[镇乡](?:人民)?政府|街道办事处))[^局]{0,12}(?:办公室|科|股|处|室)")


def whole_body(name: str | None) -> str | None:
    """Return the bureau or township whose inner office (水务局办公室) is named; any other name as it is."""
    inner = _INNER_OFFICE.fullmatch(name or "")
    if inner is None:
        return name
    body = Body.of(inner["body"])
    return inner["body"] if body.kind == "department" or body.level == "township" else name
