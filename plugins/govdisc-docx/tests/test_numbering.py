"""The ordinals that Word prints by itself."""

from __future__ import annotations

from typing import Any

import pytest
from govdisc_docx.ordinals import ordinal


def level(at: int, style: str, text: str, more: str = "") -> str:
    return f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{style}"/>{more}<w:lvlText w:val="{text}"/></w:lvl>'


def definition(*levels: str, key: int = 0, more: str = "") -> str:
    return f'<w:abstractNum w:abstractNumId="{key}">{more}{"".join(levels)}</w:abstractNum>'


def instance(name: int, key: int = 0, more: str = "") -> str:
    return f'<w:num w:numId="{name}"><w:abstractNumId w:val="{key}"/>{more}</w:num>'


def item(name: int, at: int = 0) -> str:
    return f'<w:numPr><w:ilvl w:val="{at}"/><w:numId w:val="{name}"/></w:numPr>'


HEADINGS = definition(level(0, "chineseCountingThousand", "%1、"), level(1, "chineseCounting", "（%2）"), level(2, "decimal", "%3."))


def test_headings(word: Any) -> None:
    """Headings get their ordinals, deeper levels begin anew below each."""
    body = word.p("总体情况", item(1)) + word.p("主动公开", item(1, 1)) + word.p("依申请", item(1, 1)) + word.p("细目", item(1, 2))
    body += word.p("正文") + word.p("主动公开政府信息情况", item(1)) + word.p("子项", item(1, 1))
    expected = ["一、总体情况", "（一）主动公开", "（二）依申请", "1.细目", "正文", "二、主动公开政府信息情况", "（一）子项"]
    assert word.lines(body, "", HEADINGS + instance(1)) == expected


def test_numbering_by_style(word: Any) -> None:
    """A heading style can carry the list, by its base or by the level that names it; a paragraph can switch it off."""
    styles = (
        '<w:style w:type="paragraph" w:styleId="h"><w:name w:val="标题"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="k"><w:name w:val="子标题"/><w:basedOn w:val="h"/></w:style>'
    )
    lists = definition(level(0, "chineseCounting", "%1、"), level(1, "decimal", "%2.", '<w:pStyle w:val="k"/>')) + instance(1)
    body = word.p("甲", '<w:pStyle w:val="h"/>') + word.p("乙", '<w:pStyle w:val="k"/>') + word.p("丙", '<w:pStyle w:val="h"/>' + item(0))
    assert word.lines(body, styles, lists) == ["一、甲", "1.乙", "丙"]


def test_list_that_starts_again(word: Any) -> None:
    """Instances of one definition go on counting, unless one of them says where it starts."""
    again = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
    body = word.p("甲", item(1)) + word.p("乙", item(2)) + word.p("丙", item(3)) + word.p("丁", item(3))
    lists = definition(level(0, "decimal", "%1、")) + instance(1) + instance(2) + instance(3, 0, again)
    assert word.lines(body, "", lists) == ["1、甲", "2、乙", "5、丙", "6、丁"]


def test_level_of_its_own(word: Any) -> None:
    """An instance can replace a level of its definition."""
    own = f'<w:lvlOverride w:ilvl="0">{level(0, "upperLetter", "%1)")}</w:lvlOverride>'
    assert word.lines(word.p("甲", item(1)), "", definition(level(0, "decimal", "%1.")) + instance(1, 0, own)) == ["A)甲"]


def test_label_of_several_levels(word: Any) -> None:
    """A label such as 1.2 takes the numbers of the levels above it, in figures where the level says so."""
    lists = definition(level(0, "chineseCounting", "%1、"), level(1, "decimal", "%1.%2", "<w:isLgl/>")) + instance(1)
    body = word.p("甲", item(1)) + word.p("乙", item(1, 1)) + word.p("丙", item(1)) + word.p("丁", item(1, 1))
    assert word.lines(body, "", lists) == ["一、甲", "1.1 乙", "二、丙", "2.1 丁"]


def test_bullets_and_empty_items(word: Any) -> None:
    """A bullet is no text; an empty item counts but prints nothing, so that a blank cell stays blank."""
    lists = definition(level(0, "decimal", "%1."), level(1, "bullet", "●")) + instance(1)
    assert word.lines(word.p("甲", item(1)) + word.p("", item(1)) + word.p("乙", item(1)) + word.p("丙", item(1, 1)), "", lists) == [
        "1.甲", "", "3.乙", "丙",
    ]  # fmt: skip


def test_labels_in_a_table(word: Any) -> None:
    """Row labels can be numbered as well."""
    table = word.tbl(word.tr(word.tc(word.p("属于国家秘密", item(1))), "0"), word.tr(word.tc(word.p("其他", item(1))), "0"))
    (grid,) = word.read(table, "", definition(level(0, "decimal", "%1.")) + instance(1)).blocks
    assert [row[0].text for row in grid.rows] == ["1.属于国家秘密", "2.其他"]


def test_style_of_lists(word: Any) -> None:
    """A definition can refer to another one through a list style."""
    lists = definition(level(0, "chineseCounting", "%1、"), key=1, more='<w:styleLink w:val="s"/>')
    lists += definition(key=2, more='<w:numStyleLink w:val="s"/>') + instance(1, 1) + instance(2, 2)
    assert word.lines(word.p("甲", item(2)), "", lists) == ["一、甲"]


def test_broken_lists(word: Any) -> None:
    """Lists that refer to nothing, levels that do not exist and wrong numbers leave the text as it stands."""
    lists = definition('<w:lvl w:ilvl="x"><w:lvlText w:val="%1%9"/></w:lvl>') + instance(1) + instance(2, 9)
    body = word.p("甲", item(7)) + word.p("乙", item(2)) + word.p("丙", item(1, 8)) + word.p("丁", item(1))
    assert word.lines(body, "", lists) == ["甲", "乙", "丙", "00 丁"]


@pytest.mark.parametrize(
    ("style", "number", "printed"),
    [
        ("chineseCounting", 1, "一"),
        ("chineseCountingThousand", 10, "十"),
        ("chineseCountingThousand", 11, "十一"),
        ("chineseCountingThousand", 20, "二十"),
        ("japaneseCounting", 21, "二十一"),
        ("chineseCounting", 101, "一百零一"),
        ("chineseCounting", 110, "一百一十"),
        ("chineseCounting", 1001, "一千零一"),
        ("ideographDigital", 10, "十"),
        ("ideographDigital", 12, "一二"),
        ("chineseLegalSimplified", 12, "拾贰"),
        ("decimal", 3, "3"),
        ("decimalZero", 3, "03"),
        ("decimalFullWidth", 12, "１２"),
        ("decimalEnclosedCircle", 2, "②"),
        ("decimalEnclosedCircle", 21, "21"),
        ("decimalEnclosedParen", 3, "⑶"),
        ("ideographTraditional", 2, "乙"),
        ("ideographZodiac", 12, "亥"),
        ("lowerLetter", 28, "bb"),
        ("upperRoman", 14, "XIV"),
        ("none", 1, ""),
        ("klingonNumbers", 4, "4"),
        ("chineseCounting", 100_000, "100000"),
    ],
)
def test_ordinal(style: str, number: int, printed: str) -> None:
    """Numbers in the formats of Word; unknown formats and large numbers in figures."""
    assert ordinal(number, style) == printed
