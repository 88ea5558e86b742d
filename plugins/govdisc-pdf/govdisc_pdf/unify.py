"""Characters that fonts in PDF files give under a second code: radicals and compatibility forms for the ordinary characters.

Fonts whose table of meanings was made from the glyphs map 行 to U+2F8F KANGXI RADICAL WALK ENCLOSURE, 长 to U+2ED3 and so on. Unicode
normalisation knows the Kangxi block (U+2F00) and the compatibility ideographs (U+F900), but not the block of radicals
(U+2E80), which is listed here.
"""

from __future__ import annotations

import unicodedata

_RADICALS = {
    "⺁": "厂", "⺇": "几", "⺌": "小", "⺎": "兀", "⺏": "尣", "⺐": "尢", "⺓": "幺", "⺕": "彐", "⺛": "旡", "⺝": "月",
    "⺟": "母", "⺠": "民", "⺢": "水", "⺩": "王", "⺫": "目", "⺬": "示",
    "⺮": "竹", "⺰": "纟", "⺷": "羊", "⺸": "羊", "⺻": "聿", "⺼": "肉",
    "⻁": "虎", "⻄": "西", "⻅": "见", "⻆": "角", "⻉": "贝", "⻋": "车", "⻓": "长", "⻔": "门", "⻗": "雨", "⻘": "青",
    "⻙": "韦", "⻚": "页", "⻛": "风", "⻜": "飞", "⻝": "食", "⻢": "马", "⻣": "骨", "⻤": "鬼", "⻥": "鱼", "⻦": "鸟",
    "⻨": "麦", "⻩": "黄", "⻬": "齐", "⻮": "齿", "⻰": "龙", "⻳": "龟",
}  # fmt: skip
#: Punctuation drawn for vertical text.
_VERTICAL = dict(zip("︐︑︒︓︔︕︖︵︶︷︸︹︺︻︼︽︾︿﹀﹁﹂﹃﹄", "，、。：；！？（）｛｝〔〕【】《》〈〉「」『』", strict=True))
_TABLE = {**_RADICALS, **_VERTICAL}


def unified(character: str) -> str:
    """Return the ordinary character for a radical or a compatibility form, a blank for every kind of blank, others unchanged."""
    if character < "\u2e80":
        return " " if character.isspace() or character < " " else character
    if character == "\u3000":
        return " "
    found = _TABLE.get(character)
    if found:
        return found
    if "\u2e80" <= character <= "\u2fdf" or "\uf900" <= character <= "\ufb06" or "\U0002f800" <= character <= "\U0002fa1f":
        return unicodedata.normalize("NFKC", character)
    return character
