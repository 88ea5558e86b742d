"""How Word prints the number of a list item: the number formats of ISO/IEC 29500-1, 17.18.59 (ST_NumberFormat)."""

from __future__ import annotations

from collections.abc import Callable

_DIGITS = "零一二三四五六七八九"
_FORMAL = "零壹贰叁肆伍陆柒捌玖"
_UNITS = ("", "十", "百", "千")
_FORMAL_UNITS = ("", "拾", "佰", "仟")
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl")),
    *((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)
#: Lists of reports have some ten items; beyond this a number is printed in figures.
_MOST = 9999


def _chinese(number: int, digits: str = _DIGITS, units: tuple[str, ...] = _UNITS) -> str:
    """A number in words: 十一, 二十, 一百零三."""
    out, gap = "", False
    for place, digit in enumerate(reversed(str(number))):
        if digit == "0":
            gap = bool(out)
        else:
            out = digits[int(digit)] + units[place] + (digits[0] if gap else "") + out
            gap = False
    ten = digits[1] + units[1]
    return out[1:] if 10 <= number <= 19 and out.startswith(ten) else out or digits[0]


def _digit_by_digit(number: int) -> str:
    """Up to ten a numeral, beyond it figure by figure: 十, 一一, 二〇."""
    return "十" if number == 10 else "".join("〇一二三四五六七八九"[int(digit)] for digit in str(number))


def _letters(number: int) -> str:
    """A letter, doubled after each alphabet: a … z, aa, bb."""
    return chr(ord("a") + (number - 1) % 26) * min((number - 1) // 26 + 1, 10) if number else ""


def _roman(number: int) -> str:
    out = ""
    for worth, letters in _ROMAN:
        out += letters * (number // worth)
        number %= worth
    return out


def _of(characters: str) -> Callable[[int], str]:
    return lambda number: characters[number - 1] if 0 < number <= len(characters) else str(number)


def _run(first: str, count: int) -> Callable[[int], str]:
    return _of("".join(chr(ord(first) + i) for i in range(count)))


_COUNTING = ("chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCounting", "taiwaneseCountingThousand")
_FORMAL_COUNTING = ("chineseLegalSimplified", "ideographLegalTraditional", "japaneseLegal")

_FORMATS: dict[str, Callable[[int], str]] = {
    **dict.fromkeys(_COUNTING, _chinese),
    **dict.fromkeys(("ideographDigital", "japaneseDigitalTenThousand", "taiwaneseDigital"), _digit_by_digit),
    **dict.fromkeys(_FORMAL_COUNTING, lambda n: _chinese(n, _FORMAL, _FORMAL_UNITS)),
    "decimalZero": lambda number: f"{number:02d}",
    "decimalFullWidth": lambda number: "".join(chr(ord(digit) + 0xFEE0) for digit in str(number)),
    **dict.fromkeys(("decimalEnclosedCircle", "decimalEnclosedCircleChinese"), _run("①", 20)),
    "decimalEnclosedParen": _run("⑴", 20),
    "decimalEnclosedFullstop": _run("⒈", 20),
    "ideographEnclosedCircle": _run("㊀", 10),
    "ideographTraditional": _of(_STEMS),
    "ideographZodiac": _of(_BRANCHES),
    "lowerLetter": _letters,
    "upperLetter": lambda number: _letters(number).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
    "none": lambda number: "",
}


def ordinal(number: int, style: str) -> str:
    """Return a number as Word prints it in a number format; an unknown format, or a number too large, in figures."""
    printed = _FORMATS.get(style)
    return str(number) if printed is None or not 0 <= number <= _MOST else printed(number)
