"""What stands in a cell is read as what it says, and never as another number."""

from __future__ import annotations

import sys
import unicodedata
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govdisc.model.report import Report, printed_cell
from govdisc.text.numerals import LARGEST, chinese_number, chinese_numeral
from govdisc.text.values import IN_TEN_THOUSANDS, CellValue, looks_like_value, parse_cell, parse_cells, printed_value

#: Every character that Unicode gives a numeric value or writes with one, and that is no digit.
SIGNS = [
    character
    for character in map(chr, range(0x80, sys.maxunicode))
    if unicodedata.category(character) in ("No", "So", "Nl") and any(part.isdigit() for part in unicodedata.normalize("NFKC", character))
]


def test_no_sign_of_any_script_joins_the_number() -> None:
    """①, ², ⑴, ㈠, ½: behind 22 each is a remark or spoils the cell, but is never a digit of it."""
    assert len(SIGNS) > 200
    for sign in SIGNS:
        for kind in ("count", "change", "amount"):
            read = parse_cell(f"22{sign}", kind)
            assert (read.value == 22 and sign in (read.remark or "")) or (read.value is None and read.mark == f"22{sign}"), sign


@pytest.mark.parametrize(
    "sign", ["①", "²", "₂", "⑴", "㈠", "⒜", "㈱", "*", "＊", "#", "※", "注", "注1", "[1]", "［1］", "【1】", "〔2〕", " ①", "①②"]
)
def test_the_sign_of_a_note_is_a_remark(sign: str) -> None:
    """The number is the number, and what stands behind it is kept."""
    assert parse_cell(f"22{sign}") == CellValue(22, None, sign.strip())


@pytest.mark.parametrize(
    "text", ["7½", "Ⅶ", "①", "7 1", "约7", "≥7", "7-8", "7+2", "(7)", "[7]", "7。", "1.2万", "2万", "2万元", "5%", "+7", "O", "#REF!"]
)
def test_what_is_no_count_is_kept_as_it_stands(text: str) -> None:
    """A mark, and no number that somebody might have meant."""
    assert parse_cell(text) == CellValue(None, text)


def test_a_share_is_no_amount() -> None:
    """A workbook that shows 0.05 as 5% does not say 5万元."""
    assert parse_cell("5%", "amount") == CellValue(None, "5%")
    assert parse_cell("5%", "percent") == CellValue(Decimal(5), None, "%")


@pytest.mark.parametrize(
    "hidden", [chr(code) for code in (0x200E, 0x200F, 0x202A, 0x202C, 0x202E, 0x2066, 0x2069, 0x61C, 0x200B, 0xFEFF, 0xAD)]
)
def test_what_nobody_sees_is_no_part_of_the_number(hidden: str) -> None:
    """Marks of writing direction and blanks of no width, before, within and behind it."""
    for text in (f"{hidden}17", f"17{hidden}", f"1{hidden}7", f"{hidden}17{hidden}"):
        assert parse_cell(text) == CellValue(17)
        assert looks_like_value(text)


@pytest.mark.parametrize(
    ("text", "value"),
    [("减3", -3), ("减少3", -3), ("↓3", -3), ("增2", 2), ("增加2", 2), ("新增2", 2), ("+2", 2), ("＋2", 2), ("↑2", 2)],
)
def test_a_change_may_say_its_sign_in_words(text: str, value: int) -> None:
    """Under 本年增/减 alone; the print is kept. Elsewhere it is no number."""
    assert parse_cell(text, "change") == CellValue(value, None, text)
    assert parse_cell(text, "count").mark == text
    assert parse_cell(text, "amount").mark == text


def test_a_sign_of_its_own_needs_no_remark() -> None:
    """A minus in any print makes a change negative."""
    assert [parse_cell(text, "change") for text in ("-3", "−3", "－3", "﹣3", "–3")] == [CellValue(-3)] * 5


@given(
    st.text(max_size=30) | st.from_regex(r"[\d①²（）()\[\]注万元件.,+\-减增]{1,12}", fullmatch=True),
    st.sampled_from(["count", "change", "amount"]),
)
def test_any_text_is_a_number_a_blank_or_a_mark(text: str, kind: str) -> None:
    """Nothing raises; a number's digits are the decimal digits that stand in the text; a mark is what stood there."""
    read = parse_cell(text, kind)
    if read.mark is not None:
        assert read.value is None
        assert read.remark is None
        assert read.mark in text.translate(dict.fromkeys(range(0x200B, 0x2070))) or read.mark.strip()
    elif read.value is not None and any(character.isdecimal() for character in text):
        digits = [str(unicodedata.decimal(character)) for character in text if character.isdecimal()]
        assert "".join(digits).startswith("".join(character for character in printed_value(abs(read.value)) if character.isdigit())) or digits[0] == "0"


@pytest.mark.parametrize("text", ["22①", "22[1]", "22件", "22件①", "22（其中修订16件）", "22（a）①", "22注：含上年"])
def test_a_cell_printed_again_is_read_the_same(text: str) -> None:
    """Value and remark go into a file and come back."""
    read = parse_cell(text)
    path = "disclosure.licensing.decisions"
    report = Report("2021", tables={"disclosure": {"licensing": {"decisions": read.value}}}, remarks={path: read.remark or ""})
    assert parse_cell(printed_cell(report, path)) == read


def test_numerals_in_words_come_back() -> None:
    """Every number from 0 to 99,999, written and read."""
    assert [number for number in range(100_000) if chinese_number(chinese_numeral(number)) != number] == []
    assert chinese_number(chinese_numeral(LARGEST)) == LARGEST


@pytest.mark.parametrize(
    "text",
    [
        "一千二",
        "一百三",
        "三万五",
        "二三",
        "三四十",
        "一千零二百",
        "一百零零二",
        "百",
        "千二",
        "万",
        "一万零二千",
        "一百零",
        "",
        "一" * 5000,
    ],
)
def test_a_numeral_that_is_none_or_may_be_two_is_refused(text: str) -> None:
    """一千二 is spoken for 1,200 and reads 1,002: neither is taken."""
    assert chinese_number(text) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("二十一", 21),
        ("一百零三", 103),
        ("一百十五", 115),
        ("两千", 2000),
        ("两万零五百", 20500),
        ("二〇二三", 2023),
        ("一九九八", 1998),
        ("一十五", 15),
        ("二零三", 203),
        ("二一三", None),
        ("二三五", None),
        ("六", 6),
        ("十", 10),
        ("〇", 0),
        ("壹佰贰拾", 120),
    ],
)
def test_a_numeral_is_read_in_its_usual_prints(text: str, value: int | None) -> None:
    """两, 〇, formal numerals, years digit by digit."""
    assert chinese_number(text) == value


@pytest.mark.parametrize(
    ("number", "written"),
    [(0, "零"), (10, "十"), (15, "十五"), (110, "一百一十"), (1005, "一千零五"), (11_000, "一万一千"), (10_001, "一万零一"), (10_999, "一万零九百九十九")],
)
def test_a_numeral_is_written_as_it_is_spoken(number: int, written: str) -> None:
    """零 stands for a gap and nowhere else."""
    assert chinese_numeral(number) == written


def test_numerals_have_bounds() -> None:
    """A number that cannot be written is refused."""
    for number in (-1, LARGEST + 1):
        with pytest.raises(ValueError, match="not between"):
            chinese_numeral(number)


@pytest.mark.parametrize("text", ["12", "十二", "1,012", "１２", "12件"])
def test_the_column_says_what_a_number_is(text: str) -> None:
    """Counts are whole, amounts decimals, words neither."""
    assert [type(parse_cell(text, kind).value) for kind in ("count", "change", "amount", "days", "percent")] == [int, int, Decimal, Decimal, Decimal]
    assert [parse_cell(text, kind) for kind in ("date", "text")] == [CellValue(None, text)] * 2


def test_a_number_has_at_most_fifteen_digits() -> None:
    """More are a slip of the hand, in whatever print."""
    for digits, value in (("1" * 15, int("1" * 15)), ("1" * 16, None)):
        assert parse_cell(digits).value == parse_cell(f"{digits}件").value == value
    assert parse_cell(f"{'1' * 13}.25", "amount").value == Decimal(f"{'1' * 13}.25")
    assert parse_cell(f"{'1' * 14}.25", "amount").value is None


@pytest.mark.parametrize(
    ("text", "remark"),
    [("22件（a）", "件（a）"), ("22①", "①"), ("22（a）", "a"), ("22（a）①", "（a）①"), ("22件①", "件（①）"), ("22[1]", "[1]"), ("22件", "件"), ("22", None)],
)
def test_a_remark_is_what_stands_beside_the_number(text: str, remark: str | None) -> None:
    """The unit, and the note without the brackets that hold all of it."""
    assert parse_cell(text) == CellValue(22, None, remark)


@pytest.mark.parametrize(("value", "printed"), [(None, ""), (0, "0"), (Decimal("1E+3"), "1000"), (Decimal("3.50"), "3.50")])
def test_numbers_are_printed_without_an_exponent(value: int | Decimal | None, printed: str) -> None:
    """As people write them."""
    assert printed_value(value) == printed


@pytest.mark.parametrize("text", ["", " ", "\u200b", "nan", "<NA>"])
@pytest.mark.parametrize("kind", ["count", "change", "amount", "days", "percent"])
def test_nothing_is_a_blank_in_every_kind_of_column(text: str, kind: str) -> None:
    """A blank is no mark, and no number."""
    assert parse_cell(text, kind) == CellValue(None)


@pytest.mark.parametrize("texts", [[], ["7", "", "/"], ["7", "7（其中" + "第一季度" * 30 + "3件）", "x" * 70]])
def test_many_cells_are_read_as_each_alone(texts: list[str]) -> None:
    """Long ones, which are not remembered, among them; nothing comes of no cells."""
    kinds = ["count", "change", "amount"][: len(texts)]
    assert parse_cells(texts, kinds) == [parse_cell(text, kind) for text, kind in zip(texts, kinds, strict=True)]


def test_amounts_are_known_in_ten_thousands() -> None:
    """What each unit of money is in 万元, the unit of the form."""
    assert {"元": Decimal("0.0001"), "万元": Decimal(1), "亿元": Decimal(10000)} == IN_TEN_THOUSANDS
