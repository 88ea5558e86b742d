"""Reports with everything that a writer finds awkward, for round trips of any format."""

from __future__ import annotations

import random
from decimal import Decimal

from govdisc.model.book import FormBook, parse_form
from govdisc.model.report import Report
from govdisc.testing.generate import Options, random_report

VARIANT = """
id = "qinglan"
extends = "2021"
source = "an invented notice"
agencies = ["青岚"]

[[tables]]
id = "disclosure"

[[tables.blocks]]
heading = "第二十条第（一）项"
rows = [{ id = "qinglan_guides", label = "办事指引" }]

[[sections]]
id = "platforms"
ordinal = "七"
title = "平台运行数据"
"""

#: Texts that markup, spreadsheets or encoders get wrong.
AWKWARD_WORDS = (
    "<script>alert(1)</script>", "a|b", "||", "\\|", "=cmd()|'/C calc'!A0", "+1", "-2+3", "@SUM(A1)", "'=x", "*星*", "**粗**", "_下划_",
    "# 标题", "1. 一", "- 项", "`码`", "&amp;", "&#65;", "<br>", "]]>", "--", "-->", "$x$", "~~删~~", "[链](http://a.b)", "![图](x)",
    "😀", "👨‍👩‍👧", "𠮷野家", "ئۇيغۇر", "བོད་ཡིག", "\t制表\t",
    "“引号”", '"quoted"', "a,b;c", "　全角空格　", "{}", "\u200b", "\x85", "\u2028",
)  # fmt: skip

#: Characters that no text format keeps as they are; only formats that carry data can.
UNPRINTABLE_WORDS = ("\x00\x01", "\r", "a\r\nb", "\ufeff", "\ufffe", "json:x")


def awkward_forms() -> FormBook:
    """Return the national forms and an invented variant with an extra row and an extra section."""
    return FormBook([parse_form(VARIANT, "variant")])


def awkward_report(seed: int, *, unprintable: bool = False) -> Report:
    """Return a report with awkward text, blanks, marks, remarks and amounts.

    Odd seeds give form 2019, even ones form 2021; every fourth uses the variant of :func:`awkward_forms`, every fourth the old
    single row of part 3. ``unprintable`` adds :data:`UNPRINTABLE_WORDS`.
    """
    rng = random.Random(seed)
    words = (*AWKWARD_WORDS, *(UNPRINTABLE_WORDS if unprintable else ()))
    form = "2019" if seed % 2 else "2021"
    mark = rng.choice([None, "/", "-", "——"])
    report = random_report(rng, Options(form=form, blank_zeros=rng.random() < 0.5, mark=mark, remarks=True, legacy_row=seed % 4 == 2))
    row, column = ("procurement", "amount") if form == "2019" else ("charges", "amount")
    report.tables["disclosure"][row][column] = Decimal(rng.choice(["3.50", "0.00", "12345678.90"]))
    report.marks.pop(f"disclosure.{row}.{column}", None)
    report.agency.region_code = rng.choice([None, "520000"])
    if seed % 4 == 0:
        _use_variant(report)
    for section in report.sections:
        if section.text:
            section.text = "\n".join([section.text, *_lines(rng, words), "结尾的一句。"])
    for path, value in list(report.cells()):
        if isinstance(value, int) and value > 1 and rng.random() < 0.05:
            report.remarks[path] = f"其中{rng.choice(words).strip()}等"
    return report


def _use_variant(report: Report) -> None:
    report.variant = "qinglan"
    rows = report.tables["disclosure"]
    rows["qinglan_guides"] = {"issued": 4, "repealed": None, "effective": 0}
    order = ["regulations", "normative_documents", "qinglan_guides"]
    report.tables["disclosure"] = {name: rows[name] for name in [*order, *(name for name in rows if name not in order)]}


def _lines(rng: random.Random, words: tuple[str, ...]) -> list[str]:
    out = []
    for _ in range(rng.randint(1, 6)):
        first, second, third = rng.sample(words, 3)
        lines = ["", f"{first}是一句{second}话，其中有{third}。", f"  前后有空格，{first}，还有{second}等内容  "]
        out.append(rng.choice(lines))
    return out
