"""The cell formats of the workbook; a text that begins like a formula gets Excel's quote prefix, so that editing keeps it a text."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

#: What Excel or LibreOffice would take for the beginning of a formula when such a text is edited.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "'")

_TABLE = {"font_name": "宋体", "font_size": 11, "border": 1, "text_wrap": True, "valign": "vcenter"}
_STYLES: dict[str, dict[str, Any]] = {
    "title": {"font_name": "方正小标宋简体", "font_size": 20, "align": "center", "valign": "vcenter", "text_wrap": True},
    "heading": {"font_name": "黑体", "font_size": 16, "valign": "top", "text_wrap": True},
    "text": {"font_name": "仿宋", "font_size": 14, "valign": "top", "text_wrap": True},
    "place": {"font_name": "仿宋", "font_size": 14, "valign": "top", "text_wrap": True, "border": 4, "bg_color": "#FFFBEA"},
    "column": {**_TABLE, "align": "center", "bold": True},
    "row": {**_TABLE, "align": "left"},
    "value": {**_TABLE, "align": "center"},
    "wrong": {"bg_color": "#F8C9C4", "font_color": "#9C0006"},
    "missing": {"bg_color": "#FFEB9C", "font_color": "#7F6000"},
}


class Styles:
    """The formats of one workbook, made when they are first needed."""

    def __init__(self, book: Any, say: Callable[[str], str]) -> None:
        self._book = book
        self._say = say
        self._made: dict[tuple[str, bool], Any] = {}

    def of(self, name: str, text: str = "") -> Any:
        """Return the format of that name for a text."""
        quoted = text.startswith(FORMULA_STARTS)
        key = (name, quoted)
        if key not in self._made:
            style = {**_STYLES[name], "quote_prefix": True} if quoted else _STYLES[name]
            font = {"font_name": self._say(style["font_name"])} if "font_name" in style else {}
            self._made[key] = self._book.add_format({**style, **font})
        return self._made[key]
