"""What stands in one cell: a number, a blank, or a mark; and how such a cell is printed again.

Blank, ``/`` and 0 are three different things. A number may carry a unit (``251000元``) or an annotation (``22（其中修订16件）``);
both are kept as the cell's remark. Anything else that is not a number is kept as a mark, never guessed at.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

#: What a cell holds: a count, an amount, or None when it is blank or no number.
Value = int | Decimal | None

#: Units that offices write into a cell; they are printed right behind the number, without brackets.
UNITS = ("万元", "亿元", "元", "件", "条", "宗", "项", "个", "起", "份", "次", "部", "人次", "人", "%")

_SHORT_MARK = re.compile(r"[/／\\\-－—–―_*＊.·、～~]{1,4}|无|空|没有|不涉及|N/?A", re.IGNORECASE)
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))
_ENDS = "\u200b\u200c\u200d\u2060\ufeff\u00ad \t\r\n\x0b\x0c\xa0\u3000"
_DIGITS = "零一二三四五六七八九"
_CHINESE = re.compile(r"[零〇一二两三四五六七八九十百千万]+")
_NUMBER = re.compile(
    r"(?P<sign>[-−－–﹣]?)\s*(?P<digits>\d{1,3}(?:,\d{3})+|\d+)(?P<fraction>\.\d+)?\s*"
    rf"(?P<unit>{'|'.join(sorted(UNITS, key=len, reverse=True))})?\s*(?P<note>\(.*\))?",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class CellValue:
    """A cell's content: ``value`` (None when blank or not a number), ``mark`` and ``remark``, None when there are none."""

    value: Value
    mark: str | None = None
    remark: str | None = None


BLANK = CellValue(None)


def clean(text: str) -> str:
    """Return the text without invisible characters and outer white space (no-break and ideographic spaces included)."""
    return text if text.isascii() and text.isalnum() else text.translate(_INVISIBLE).strip()


def parse_cell(text: str, kind: str = "count") -> CellValue:
    """Read what stands in a cell.

    ``kind`` is the column's: a ``count`` or ``change`` takes whole numbers, which become ``int``; an ``amount`` becomes a
    :class:`~decimal.Decimal`. A text that is not such a number is a mark, with the value None.
    """
    if text.isascii() and text.isdigit():  # nearly all cells
        return CellValue(Decimal(text) if kind == "amount" else int(text)) if len(text) < 16 else CellValue(None, text)
    bare = clean(text)
    if not bare:
        return BLANK
    match = _NUMBER.fullmatch(_half_width(bare))
    if match is None:
        chinese = _chinese(bare)
        return CellValue(None, bare) if chinese is None else CellValue(Decimal(chinese) if kind == "amount" else chinese)
    number = Decimal(match["digits"].replace(",", "") + (match["fraction"] or ""))
    if match["sign"]:
        number = -number
    remark = _remark(text.strip(_ENDS), match)
    if kind == "amount":
        return CellValue(number, None, remark)
    if match["fraction"] or len(match["digits"]) > 15:
        return CellValue(None, bare)
    return CellValue(int(number), None, remark)


def looks_like_value(text: str) -> bool:
    """Tell whether a text is what stands in a data cell: a number, a blank or a short mark such as ``/``."""
    if text.isascii() and text.isdigit():
        return True
    bare = clean(text)
    if not bare or _SHORT_MARK.fullmatch(bare):
        return True
    read = parse_cell(bare, "amount")
    return read.mark is None


def _half_width(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def _remark(printed: str, match: re.Match[str]) -> str | None:
    """The unit, or the annotation exactly as printed without its brackets; both together when both stand there."""
    unit, note = match["unit"], match["note"]
    if note is None:
        return unit
    opening = min(i for i in (printed.find("（"), printed.find("(")) if i >= 0)
    inner = printed[opening + 1 : -1]
    return f"{unit}（{inner}）" if unit else inner


def _chinese(text: str) -> int | None:
    """A whole number in Chinese numerals (二十一, 一百零三), None when it is not one."""
    return chinese_number(text) if _CHINESE.fullmatch(text) else None


def chinese_number(text: str) -> int | None:
    """Return the value of Chinese numerals up to 万 (``一万二千``, ``二〇二三`` read digit by digit), None when malformed."""
    text = text.replace("〇", "零").replace("两", "二")
    if not text:
        return None
    if all(character in _DIGITS for character in text):
        return int("".join(str(_DIGITS.index(character)) for character in text))
    if "万" in text:
        high, _, low = text.partition("万")
        upper, lower = _below_ten_thousand(high), _below_ten_thousand(low) if low else 0
        return None if upper is None or lower is None else upper * 10_000 + lower
    return _below_ten_thousand(text)


def _below_ten_thousand(text: str) -> int | None:
    total, digit, last = 0, None, 10_000
    for character in text:
        if character in _DIGITS:
            if digit:
                return None
            digit = _DIGITS.index(character)
            continue
        unit = {"十": 10, "百": 100, "千": 1000}.get(character)
        if unit is None or unit >= last:
            return None
        total += (1 if digit is None else digit) * unit
        digit, last = None, unit
    return total + (digit or 0) if text else None


def printed_value(value: Value) -> str:
    """Return a number as it is printed, without an exponent; "" for a blank."""
    if value is None:
        return ""
    return format(value, "f") if isinstance(value, Decimal) else str(value)
