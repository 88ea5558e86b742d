"""Whole numbers in Chinese numerals, both ways.

Only what can be read in one way is read: 一千二 is spoken for 1,200 and would be 1,002 by its characters, 二三 is "two or three";
both are no numbers here. A numeral is well formed when writing its value gives it again.
"""

from __future__ import annotations

_DIGITS = "零一二三四五六七八九"
_UNITS = {"十": 10, "百": 100, "千": 1000}
_FORMS = str.maketrans("〇两兩萬壹贰貳叁參肆伍陆陸柒捌玖拾佰仟", "零二二万一二二三三四五六六七八九十百千")
#: Every character that a numeral may have.
NUMERALS = "".join({*_DIGITS, *_UNITS, *map(chr, _FORMS), "万"})
#: The largest number that is written; longer texts are no numerals.
LARGEST = 99_999_999
LONGEST = 15


def chinese_number(text: str) -> int | None:
    """Return the value of Chinese numerals below a hundred million, None when the text is none or can be read in two ways.

    Digits one by one (``二〇二三``) are read where they hold a zero or are four or more; formal numerals (``壹佰``) are read too.
    """
    if not text or len(text) > LONGEST:
        return None
    folded = text.translate(_FORMS)
    digits = [_DIGITS.find(character) for character in folded]
    if min(digits) >= 0:
        plain = len(digits) == 1 or len(digits) >= 4 or 0 in digits
        return int("".join(map(str, digits))) if plain else None
    high, _unit, low = folded.rpartition("万")
    upper, lower = _below_ten_thousand(high), _below_ten_thousand(low)
    if upper is None or lower is None:
        return None
    value = upper * 10_000 + lower
    standard = folded.removeprefix("一") if folded.startswith("一十") else folded
    for before in ("百", "零"):
        standard = standard.replace(f"{before}十", f"{before}一十")
    return value if value <= LARGEST and chinese_numeral(value) == standard else None


def chinese_numeral(number: int) -> str:
    """Return a whole number in Chinese numerals: 12 is 十二, 10010 is 一万零一十.

    Raises:
        ValueError: when the number is negative or larger than :data:`LARGEST`.

    """
    if not 0 <= number <= LARGEST:
        raise ValueError(f"{number} is not between 0 and {LARGEST}")
    if number == 0:
        return "零"
    upper, lower = divmod(number, 10_000)
    text = f"{_written(upper)}万" if upper else ""
    text += ("零" if upper and 0 < lower < 1000 else "") + _written(lower)
    return text.removeprefix("一") if text.startswith("一十") else text


def _written(number: int) -> str:
    """A number below ten thousand, "" for 0."""
    text, gap = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // unit % 10
        if digit:
            text += ("零" if gap and text else "") + _DIGITS[digit] + name
        gap = not digit
    return text


def _below_ten_thousand(text: str) -> int | None:
    """The sum of what the characters say, however they are put together; None when one is no numeral."""
    total, digit = 0, 0
    for character in text:
        if character in _UNITS:
            total += (digit or 1) * _UNITS[character]
            digit = 0
        elif character in _DIGITS:
            digit = _DIGITS.index(character)
        else:
            return None
    return total + digit
