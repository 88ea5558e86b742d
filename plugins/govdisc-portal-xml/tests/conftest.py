"""Random reports with everything that a writer finds awkward, for the round trips of this plugin."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from decimal import Decimal

import pytest

from govdisc.forms import FormBook, builtin_forms, parse_toml
from govdisc.report import Report
from govdisc.schema import use_forms
from govdisc.testing import Options, random_report

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
WORDS = (
    "<script>alert(1)</script>", "a|b", "||", "\\|", "=cmd()|'/C calc'!A0", "+1", "-2+3", "@SUM(A1)", "'=x", "*星*", "**粗**", "_下划_",
    "# 标题", "1. 一", "- 项", "`码`", "&amp;", "&#65;", "<br>", "]]>", "--", "-->", "$x$", "~~删~~", "[链](http://a.b)", "![图](x)",
    "😀", "👨‍👩‍👧", "𠮷野家", "ئۇيغۇر", "བོད་ཡིག", "\t制表\t",
    "“引号”", '"quoted"', "a,b;c", "　全角空格　", "{}", "\u200b", "\x85", "\u2028",
    "\x00\x01", "\r", "a\r\nb", "\ufeff", "\ufffe", "json:x",
)  # fmt: skip


@pytest.fixture(scope="session")
def book() -> FormBook:
    """Return the national forms and an invented variant."""
    return FormBook([parse_toml(VARIANT, "variant")])


@pytest.fixture(autouse=True)
def _checked_against_the_book(book: FormBook) -> Iterator[None]:
    """Check reports against the book, as the command line does with the forms of its plugins."""
    use_forms(book)
    yield
    use_forms(builtin_forms())


@pytest.fixture(scope="session")
def awkward(book: FormBook) -> Callable[[int], Report]:
    """Return a maker of awkward reports, of form 2019 for odd seeds and of form 2021 or its variant for even ones."""

    def make(seed: int) -> Report:
        rng = random.Random(seed)
        form = "2019" if seed % 2 else "2021"
        options = Options(
            form=form, blank_zeros=rng.random() < 0.5, mark=rng.choice([None, "/", "-", "——"]), remarks=True, legacy_row=seed % 4 == 2
        )
        report = random_report(rng, options)
        amount = ("procurement", "amount") if form == "2019" else ("charges", "amount")
        report.tables["disclosure"][amount[0]][amount[1]] = Decimal(rng.choice(["3.50", "0.00", "12345678.90"]))
        report.marks.pop(f"disclosure.{amount[0]}.{amount[1]}", None)
        report.agency.region_code = rng.choice([None, "520000"])
        if seed % 4 == 0:
            report.variant = "qinglan"
            rows = report.tables["disclosure"]
            rows["qinglan_guides"] = {"issued": 4, "repealed": None, "effective": 0}
            order = ["regulations", "normative_documents", "qinglan_guides"]
            report.tables["disclosure"] = {name: rows[name] for name in [*order, *(set(rows) - set(order))]}
        for section in report.sections:
            if section.text:
                section.text = "\n".join([section.text, *_lines(rng), "结尾的一句。"])
        for path, value in list(report.cells()):
            if isinstance(value, int) and value > 1 and rng.random() < 0.05:
                report.remarks[path] = f"其中{rng.choice(WORDS).strip()}等"
        return report

    return make


def _lines(rng: random.Random) -> list[str]:
    out = []
    for _ in range(rng.randint(1, 6)):
        words = rng.sample(WORDS, 3)
        lines = ["", f"{words[0]}是一句{words[1]}话，其中有{words[2]}。", f"  前后有空格，{words[0]}，还有{words[1]}等内容  "]
        out.append(rng.choice(lines))
    return out
