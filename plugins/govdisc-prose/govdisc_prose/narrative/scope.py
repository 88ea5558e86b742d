"""Statements that speak of something else than the tables: another year, several years, a part of the year, another body.

The narrative of a government's office may speak of the office alone while the table counts the whole district, or the other way
round; a bureau may tell of the whole city. Such numbers cannot be held against the table.
"""

from __future__ import annotations

import re

from govdisc.model.report import Report
from govdisc.patterns import Pattern
from govdisc.text.bodies import Body
from govdisc_prose.narrative.sentences import Number, Sentence

_COMPARED = Pattern("比|较|同比|同期|增加|减少|增长|下降|上升|提高|往年|历年|近[两二三四五几]年|以来|除|平均|其余")
_BESIDES = Pattern("另外?有")
_LAST_YEAR = Pattern("去年|上年|上一年|前年")
_YEAR = Pattern(r"(20\d\d)年")
_CUMULATIVE = Pattern("截至|截止|累计|历年|以来")
_THIS_YEAR = Pattern(r"全年|本年|今年|年内|(?<!截至)(?<!截止)20\d\d年度?[，,]?(?![\d底末]).{0,16}累计")
_PART_OF_YEAR = Pattern("季度|上半年|下半年|月份|个月|[一二三四]季|\\d月")
_FULL_YEAR = Pattern("1月1日.{0,12}12月31日|截[至止].{0,6}12月31日")
_PLAN = Pattern("计划|力争|目标|拟|将(?:新增|制定|出台|办理)")
_CARRIED_ON = Pattern(r"(?:结转|转结|转|顺延|延续)(?:至|到|入|为)?$")

_OFFICE = Pattern("办公室|办公厅|政府办|我办|本办|本级|本部|机关本身|部门|单位|乡镇|镇街|街道|镇办|分局|下属|直属|所属|基层")
_GOVERNMENT = Pattern("[市县区州盟旗省]政府|(?<!人民)政府(?=新收|收到|受理|共收|共受)")
_WHOLE = Pattern("全[市区县州盟旗省域系]|各级|各部门|各[乡镇县区市]|市本级|辖区|系统内")
_OTHER_BODY = Pattern("(?:局|委|厅|院|中心|公司|支队)(?:全年|共|年内|累计|本年度)*(?:收到|受理|新收|接到|办结|答复|制发|印发|废止)")
_OWN = Pattern("我[局委厅镇乡区县市院]|本[局委厅镇乡区县市院]|该局")


def other_scope(report: Report, words: str, documents: bool = False) -> bool:
    """Tell whether words may speak of a part of the body, or of more than the body, whose report it is.

    ``documents`` are counted more narrowly: a government's own 规范性文件 are not those of its departments.
    """
    body = Body.of(report.agency.name)
    if not body.name or (body.kind == "office" and body.level != "township"):
        return any(pattern.search(words) for pattern in (_OFFICE, _WHOLE, _GOVERNMENT)) or "本机关" in words
    if body.governs:
        if re.search("(?<!人民)政府(?=新收|收到|受理|共收|共受)", words):
            return True
        if _OTHER_BODY.search(words) and not _OWN.search(words):
            return True
        return _OFFICE.search(words) is not None or (documents and _GOVERNMENT.search(words) is not None)
    return _WHOLE.search(words) is not None or re.search("局本级|局机关|委机关|下属|直属|所属|分局|各单位|各科室", words) is not None


def other_time(report: Report, sentence: Sentence, number: Number, years: tuple[int, ...] = (0,)) -> bool:
    """Tell whether a number may be that of another time; ``years`` are the years meant, counted from the report's."""
    before, ahead = number.before, sentence.until(number)
    if _COMPARED.search(before) or _PLAN.search(before):
        return True
    if years == (0,) and (_LAST_YEAR.search(before) or _BESIDES.search(before)):
        return True
    if _PART_OF_YEAR.search(ahead) and not _FULL_YEAR.search(ahead):
        return True
    if _CUMULATIVE.search(ahead) and not _THIS_YEAR.search(ahead):
        return True
    return report.year is not None and _year_of(ahead, report.year) - report.year not in {*years, 0}


def _year_of(ahead: str, default: int) -> int:
    """The year that words were last about; a year that something is carried into is not it."""
    year = default
    for match in _YEAR.finditer(ahead):
        if not _CARRIED_ON.search(ahead, 0, match.start()):
            year = int(match[1])
    return year
