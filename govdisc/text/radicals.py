"""Characters that come out of PDF files under a second code: radicals and compatibility forms for the ordinary characters.

Fonts whose table of meanings was made from the glyphs map 行 to U+2F8F KANGXI RADICAL WALK ENCLOSURE, 长 to U+2ED3 and so on, and who
copies text out of such a file has these characters in a Word file, a page or a plain text. Unicode normalisation knows the Kangxi block
(U+2F00) and the compatibility ideographs (U+F900), but not the block of radicals (U+2E80), which is listed here.
"""

from __future__ import annotations

import unicodedata

from govdisc.patterns import Pattern

_RADICALS = {
    "⺁": "厂", "⺇": "几", "⺌": "小", "⺎": "兀", "⺏": "尣", "⺐": "尢", "⺓": "幺", "⺕": "彐", "⺛": "旡", "⺝": "月",
    "⺟": "母", "⺠": "民", "⺢": "水", "⺩": "王", "⺫": "目", "⺬": "示",
    "⺮": "竹", "⺰": "纟", "⺷": "羊", "⺸": "羊", "⺻": "聿", "⺼": "肉",
    "⻁": "虎", "⻄": "西", "⻅": "见", "⻆": "角", "⻉": "贝", "⻋": "车", "⻓": "长", "⻔": "门", "⻗": "雨", "⻘": "青",
    "⻙": "韦", "⻚": "页", "⻛": "风", "⻜": "飞", "⻝": "食", "⻢": "马", "⻣": "骨", "⻤": "鬼", "⻥": "鱼", "⻦": "鸟",
    "⻨": "麦", "⻩": "黄", "⻬": "齐", "⻮": "齿", "⻰": "龙", "⻳": "龟",
}  # fmt: skip
_SECOND = Pattern("[\u2e80-\u2fdf\uf900-\ufb06\U0002f800-\U0002fa1f]")


def is_unified(text: str) -> bool:
    """Tell whether a text holds no radicals and no compatibility forms."""
    return _SECOND.search(text) is None


def unified(text: str) -> str:
    """Return the text with the ordinary characters for radicals and compatibility forms, everything else unchanged."""
    return text if is_unified(text) else "".join(map(_ordinary, text))


def _ordinary(character: str) -> str:
    if _SECOND.match(character) is None:
        return character
    return _RADICALS.get(character) or unicodedata.normalize("NFKC", character)
