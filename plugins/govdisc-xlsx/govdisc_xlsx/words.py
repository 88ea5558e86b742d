"""What a workbook says of its own beside the report: in Chinese, and for a form of another language in English."""

from __future__ import annotations

import re
from collections.abc import Callable

#: Words and signs of the workbook, and what stands for them where the form is not in Chinese.
_ENGLISH = {
    "报告": "Report",
    "勾稽检查": "Checks",
    "表": "Table",
    "检查项": "Check",
    "各项之和": "Sum of parts",
    "总计": "Total",
    "差额": "Difference",
    "结果": "Result",
    "一致": "agrees",
    "不一致": "differs",
    "总计未填": "total blank",
    "未检查": "not checked",
    "空白": "blank",
    "（在此处填写）": "(Fill in here.)",
    "在此处填写": "Fill in here",
    "一段一格；如需多段，可在下方插入行。": "One paragraph a cell; insert rows below for more.",
    "请核对": "Please check",
    "此处应为": "This should be ",
    "；没有的填 0，不涉及的填“/”，说明写在数字后的括号里。": "; 0 where there was none, N/A where it does not apply, notes in brackets behind the number.",
    "不小于 0 的整数": "a whole number, 0 or more",
    "整数（减少的写成负数）": "a whole number",
    "不小于 0 的数": "a number, 0 or more",
    '"件"': '" "',
    "（": "(",
    "：": ": ",
    "宋体": "Arial",
    "方正小标宋简体": "Arial",
    "黑体": "Arial",
    "仿宋": "Arial",
}
_ANY = re.compile("|".join(re.escape(word) for word in sorted(_ENGLISH, key=len, reverse=True)))


def words_of(language: str) -> Callable[[str], str]:
    """Return what turns the workbook's own words, and formulas that hold them, into those of a language."""
    return _as_is if language.startswith("zh") else _in_english


def own_names(word: str) -> tuple[str, str]:
    """Return what a sheet of the workbook's own may be called."""
    return word, _ENGLISH[word]


def _as_is(text: str) -> str:
    return text


def _in_english(text: str) -> str:
    return _ANY.sub(lambda match: _ENGLISH[match[0]], text)
