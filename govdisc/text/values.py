"""What stands in one cell: a number, a blank, or a mark; and how such a cell is printed again.

Blank, ``/`` and 0 are three different things. A number may carry a unit (``251000元``), an annotation (``22（其中修订16件）``) or the
sign of a note (``22①``, ``22[1]``); all are kept as the cell's remark. Anything else that is not a number is kept as a mark, never
guessed at.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache

from govdisc.patterns import Pattern
from govdisc.records import record
from govdisc.text.numerals import NUMERALS, chinese_number
from govdisc.text.radicals import unified

#: What a cell holds: a count, an amount, or None when it is blank or no number.
Value = int | Decimal | None

#: Units that offices write into a cell; they are printed right behind the number, without brackets.
UNITS = (
    "万元",
    "亿元",
    "万",
    "元",
    "件次",
    "件",
    "条",
    "宗",
    "项",
    "个",
    "起",
    "份",
    "次",
    "部",
    "人次",
    "人",
    "家",
    "户",
    "例",
    "批",
    "%",
)
#: Units of money and shares; under a column that counts they are no number.
_NO_COUNTS = frozenset(("万元", "亿元", "万", "元", "%"))
#: Kinds of columns whose numbers are decimals, and kinds that hold no numbers.
DECIMALS, WORDS = frozenset(("amount", "days", "percent")), frozenset(("date", "text"))
#: A number of more digits is none that a report counts.
MOST_DIGITS = 15
#: A text of this length or less is read once and remembered.
_REMEMBERED = 40

#: What one of a unit of money is in 万元, the unit of the form.
IN_TEN_THOUSANDS = {"元": Decimal("0.0001"), "万元": Decimal(1), "亿元": Decimal(10_000)}

_SHORT_MARK = Pattern(r"(?i:[/／\\\-－—–―_*＊.·、～~]{1,4}|无|空|暂无|没有|无此(?:项|项内容|职能|权限)|无权制[发定]|无制[发定]权限?|不涉及|不适用|N/?A)")
#: What pandas writes for a blank cell. Other words of programs, null and None, say as well that something went wrong: they are marks.
_NOTHING = frozenset(("nan", "<na>"))
#: Characters that take no room, marks of writing direction among them: they come along when cells are pasted. None is printable.
_UNSEEN = (
    "\u00ad\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
)
_INVISIBLE = dict.fromkeys(map(ord, _UNSEEN))
_ENDS = _UNSEEN + " \t\r\n\x0b\x0c\xa0\u3000"
#: Full-width punctuation and what it stands for, one character for one: digits of any script are digits already.
_FOLD = str.maketrans("（）［］．，－＋％＊＃　﹣−–", "()[].,-+%*#\x20---")
#: Signs of notes: raised, lowered, circled and bracketed figures and letters, all of which Unicode counts among numbers or symbols.
_SIGNS = "\u00b2\u00b3\u00b9\u2070-\u209c\u2460-\u24ff\u2776-\u2793\u3200-\u32ff\U0001f100-\U0001f12f*#※†‡"
_NOTE_AT = Pattern(rf"[(\[【〔注{_SIGNS}]")
_NOTE = Pattern(
    rf"(?s)\(.*\)[{_SIGNS}]{{0,3}}|注[:：].*|(?:(?:\[[^\[\]]{{1,12}}\]|【[^【】]{{1,12}}】|〔[^〔〕]{{1,12}}〕|注\s*[\d一二三四五六七八九十]{{0,2}}|[{_SIGNS}])\s*){{1,4}}"
)
_NUMBER = Pattern(
    r"(?P<sign>-|(?P<change>\+|增加?|新增|减少?|↑|↓))?\s*(?P<digits>\d{1,3}(?:,\d{3})+|\d+)(?P<fraction>\.\d+)?\s*"
    rf"(?P<unit>{'|'.join(sorted(UNITS, key=len, reverse=True))})?\s*"
)


#: What a number can begin with: nearly all texts that are none are told by their first character.
_BEGINS = Pattern(rf"[\d+\-＋－﹣−–↑↓增新减{NUMERALS}]")


@record(frozen=True, slots=True)
class CellValue:
    """A cell's content: ``value`` (None when blank or not a number), ``mark`` and ``remark``, None when there are none."""

    value: Value
    mark: str | None = None
    remark: str | None = None


BLANK = CellValue(None)


def clean(text: str) -> str:
    """Return the text without invisible characters and outer white space (no-break and ideographic spaces included)."""
    return (text if text.isprintable() else text.translate(_INVISIBLE)).strip()  # spares time


def parse_cell(text: str, kind: str = "count") -> CellValue:
    """Read what stands in a cell.

    ``kind`` is the column's: a ``count`` or ``change`` takes whole numbers, which become ``int``; an ``amount``, ``days`` or
    ``percent`` becomes a :class:`~decimal.Decimal`; what stands in a ``date`` or ``text`` is its mark. A ``change`` may say its sign
    in words (减3, 增加2, ↓3); then the remark keeps what is printed. A text that is not such a number is a mark, with the value None.
    """
    return _parsed(text, kind) if len(text) <= _REMEMBERED else _parse(text, kind)


def parse_cells(texts: Sequence[str], kinds: Sequence[str]) -> list[CellValue]:
    """Read what stands in many cells, as :func:`parse_cell` does."""
    if texts and max(map(len, texts)) <= _REMEMBERED:
        return list(map(_parsed, texts, kinds))
    return list(map(parse_cell, texts, kinds))


def _parse(text: str, kind: str) -> CellValue:
    if text.isascii() and text.isdigit() and kind not in WORDS:  # nearly all cells  # spares time
        return CellValue(Decimal(text) if kind in DECIMALS else int(text)) if len(text) <= MOST_DIGITS else CellValue(None, text)
    bare = clean(text)
    if not bare:
        return BLANK
    if bare.lower() in _NOTHING and kind not in WORDS:
        return BLANK
    if kind in WORDS or _BEGINS.match(bare) is None:
        return CellValue(None, unified(bare))
    printed = unified(text.strip(_ENDS))
    folded = printed.translate(_FOLD)
    at = _NOTE_AT.search(folded)
    head, note = (folded[: at.start()], printed[at.start() :]) if at else (folded, "")
    match = _NUMBER.fullmatch(clean(head))
    if match is None or (note and not _NOTE.fullmatch(folded, len(head))):
        chinese = chinese_number(bare)
        return CellValue(None, bare) if chinese is None else CellValue(Decimal(chinese) if kind in DECIMALS else chinese)
    number = _number(match, kind)
    if number is None:
        return CellValue(None, bare)
    return CellValue(number, None, printed if match["change"] else _remark(match["unit"], note))


_parsed = lru_cache(maxsize=16384)(_parse)


def _number(match: re.Match[str], kind: str) -> int | Decimal | None:
    """The number as the column takes it, None where it takes no such number."""
    digits, fraction, sign = match["digits"].replace(",", ""), match["fraction"] or "", match["sign"] or ""
    if len(digits) + len(fraction[1:]) > MOST_DIGITS or (match["change"] and kind != "change"):
        return None
    if (kind not in DECIMALS and (fraction or match["unit"] in _NO_COUNTS)) or (kind == "amount" and match["unit"] == "%"):
        return None
    number = Decimal(digits + fraction) if kind in DECIMALS else int(digits)
    return -number if sign[:1] in ("-", "减", "↓") else number


def looks_like_value(text: str) -> bool:
    """Tell whether a text is what stands in a data cell: a number, a blank or a short mark such as ``/``."""
    return _is_value(text) if len(text) <= _REMEMBERED else _looks_like_value(text)


def _looks_like_value(text: str) -> bool:
    bare = clean(text)
    if _BEGINS.match(bare) is None:
        return not bare or bare.lower() in _NOTHING or is_placeholder(bare)
    return is_placeholder(bare) or any(parse_cell(bare, kind).mark is None for kind in ("amount", "change"))


_is_value = lru_cache(maxsize=16384)(_looks_like_value)


def is_placeholder(text: str) -> bool:
    """Tell whether a text is a short mark such as ``/``, ``——`` or 无, which stands where a number belongs."""
    return _SHORT_MARK.fullmatch(unified(clean(text))) is not None


def _remark(unit: str | None, note: str) -> str | None:
    """The unit, or the annotation exactly as printed without its brackets; both together when both stand there."""
    if not note:
        return unit
    within = note[0] in "(（" and note[-1] in ")）"
    if unit:
        return f"{unit}（{note[1:-1] if within else note}）"
    return note[1:-1] if within else note


def printed_value(value: Value) -> str:
    """Return a number as it is printed, without an exponent; "" for a blank."""
    if value is None:
        return ""
    return format(value, "f") if isinstance(value, Decimal) else str(value)
