"""The text of one paragraph as it is printed: without deleted revisions, field codes and hidden text, with line breaks kept."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from govdisc_docx.names import DRAWING, MATH, MC, VML, W, child, is_on, value
from govdisc_docx.styles import Styles

#: Elements whose text is not printed, or not here.
_LEFT_OUT = {
    f"{W}{name}"
    for name in (
        "pPr", "rPr", "sdtPr", "sdtEndPr", "smartTagPr", "customXmlPr", "fldData", "instrText", "delText", "delInstrText", "del",
        "moveFrom", "rt", "rubyPr", "ffData",
    )
}  # fmt: skip
_BREAKS = {f"{W}br": "\n", f"{W}cr": "\n", f"{W}tab": "\t", f"{W}ptab": "\t", f"{W}noBreakHyphen": "-", f"{W}softHyphen": ""}
_TEXT = {f"{W}t", f"{MATH}t"}
_PICTURES = {f"{DRAWING}blip", f"{VML}imagedata"}
_BOX = f"{W}txbxContent"
_RUN, _FIELD, _CONTROL, _SYMBOL, _ALTERNATE = f"{W}r", f"{W}fldChar", f"{W}sdt", f"{W}sym", f"{MC}AlternateContent"
_WORD_ART = f"{VML}textpath"
_VANISH, _STYLE, _RAISED = f"{W}vanish", f"{W}rStyle", f"{W}vertAlign"
_STRUCK_OUT = (f"{W}strike", f"{W}dstrike")
#: White space that the XML was wrapped with; Word prints it as a blank.
_WRAPPED = re.compile(r"\n+")
#: Fonts of symbols whose punctuation and figures stand where those of ASCII stand, moved up by 0xF000.
_ASCII_FONTS = ("symbol",)
_ASCII_KEPT = set("0123456789()+,-./:;<=>[]%!{|} ")


@dataclass(slots=True)
class Inline:
    """What stands in a paragraph: its text, the text boxes anchored in it, how many pictures, and whether its mark is deleted."""

    text: str = ""
    boxes: list[Any] = field(default_factory=list)
    pictures: int = 0
    joined: bool = False


def read_inline(paragraph: Any, styles: Styles) -> Inline:
    """Read a paragraph. The walk is a loop, so that no nesting of it can exhaust the stack."""
    properties = child(paragraph, "pPr")
    out = Inline(joined=_mark_is_deleted(properties))
    hidden_style = styles.vanishes(value(properties, "pStyle"))
    pieces: list[str] = []
    fields: list[int | None] = []  # for each open field where its code begins among the pieces, None behind its code
    stack = list(reversed(paragraph))
    while stack:
        node = stack.pop()
        tag = node.tag
        if tag in _TEXT:
            pieces.append(_spaces(node))
        elif tag in _LEFT_OUT or not isinstance(tag, str):
            continue
        elif tag == _RUN:
            looks = _looks(node)
            stack += _hidden_run(node) if _is_hidden(looks, styles, hidden_style) else reversed(node)
            if _RAISED in looks and _sticks(looks[_RAISED], node, pieces):
                pieces.append(" ")
        elif tag in _BREAKS:
            pieces.append(_BREAKS[tag])
        elif tag == _FIELD:
            _step(node.get(f"{W}fldCharType"), fields, pieces)
        elif tag == _CONTROL:
            stack += reversed(control_content(node))
        elif tag == _ALTERNATE:
            stack += reversed(chosen_branch(node))
        elif tag == _SYMBOL:
            pieces.append(_symbol(node))
        elif tag == _BOX:
            out.boxes.append(node)
        elif tag == _WORD_ART:
            pieces.append(node.get("string") or "")
        else:
            out.pictures += tag in _PICTURES
            stack += reversed(node)
    out.text = "".join(pieces).strip("\n")
    return out


def control_content(control: Any) -> list[Any]:
    """Return what a content control (``w:sdt``) holds; nothing while it shows its prompt (单击此处输入文字)."""
    if is_on(child(control, "sdtPr/showingPlcHdr")):
        return []
    content = child(control, "sdtContent")
    return [] if content is None else list(content)


def chosen_branch(alternate: Any) -> list[Any]:
    """Return what stands in the first branch of an ``mc:AlternateContent`` that has text; the branches say the same twice."""
    branches = [one for one in alternate if one.tag in (f"{MC}Choice", f"{MC}Fallback")]
    for one in branches:
        if next(one.iter(_BOX, *_TEXT), None) is not None:
            return list(one)
    return list(branches[0]) if branches else []


def _mark_is_deleted(properties: Any) -> bool:
    """A deleted paragraph mark joins the paragraph with the next one."""
    mark = child(properties, "rPr")
    return mark is not None and (child(mark, "del") is not None or child(mark, "moveFrom") is not None)


def _looks(run: Any) -> dict[str, Any]:
    """The properties of a run, by their names."""
    properties = child(run, "rPr")
    return {} if properties is None else {one.tag: one for one in properties}


def _is_hidden(looks: Mapping[str, Any], styles: Styles, otherwise: bool) -> bool:
    """Hidden by itself or by a style, or struck out."""
    if any(is_on(looks.get(tag)) for tag in _STRUCK_OUT):
        return True
    if _VANISH in looks:
        return is_on(looks[_VANISH])
    style = looks[_STYLE].get(f"{W}val") if _STYLE in looks else None
    return styles.vanishes(style) or otherwise


def _sticks(raised: Any, run: Any, pieces: list[str]) -> bool:
    """Tell whether a raised figure, as of a note, would become one number with the figure before it."""
    if raised.get(f"{W}val") != "superscript" or not pieces or not pieces[-1][-1:].isdigit():
        return False
    return "".join(one.text or "" for one in run.iter(f"{W}t"))[:1].isdigit()


def _hidden_run(run: Any) -> list[Any]:
    """Of a hidden run only the marks of fields count."""
    return [one for one in reversed(run) if one.tag == _FIELD]


def _spaces(node: Any) -> str:
    text: str = node.text or ""
    return _WRAPPED.sub(" ", text) if "\n" in text else text


def _step(kind: str | None, fields: list[int | None], pieces: list[str]) -> None:
    """Follow a complex field: what stands between its begin and its separator is its code, not its result."""
    if kind == "begin":
        fields.append(len(pieces))
    elif fields and kind in ("separate", "end"):
        begun = fields.pop()
        if begun is not None:
            del pieces[begun:]
        if kind == "separate":
            fields.append(None)


def _symbol(node: Any) -> str:
    """A character of a symbol font; one that no plain text has is U+FFFD, so that nobody takes it for a number."""
    try:
        code = int(node.get(f"{W}char") or "", 16)
    except ValueError:
        return "\ufffd"
    if 0xF000 <= code <= 0xF0FF:
        plain = chr(code - 0xF000)
        font = (node.get(f"{W}font") or "").lower()
        return plain if font in _ASCII_FONTS and plain in _ASCII_KEPT else "\ufffd"
    return chr(code) if 0x20 <= code < 0xD800 or 0xE000 <= code <= 0x10FFFF else "\ufffd"
