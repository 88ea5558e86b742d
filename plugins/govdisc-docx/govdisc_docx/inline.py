"""The text of one paragraph as it is printed: without deleted revisions, field codes and hidden text, with line breaks kept."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import field
from itertools import groupby
from typing import Any

from govdisc.plugin import record
from govdisc.reading import raised_text
from govdisc_docx.names import DRAWING, EXTENT, FLOATING, MATH, MC, OFFICE, PROMPT_TAG, VML, W, child, is_on, number, value
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
#: A floating picture narrower than 6 cm is a seal or a badge, and no table. Lengths are English Metric Units, 12,700 to a point.
_NARROWEST_TABLE, _POINT = 6 * 360_000, 12_700
_WIDTH = re.compile(r"(?:^|;)\s*width:(\d{1,5}(?:\.\d{1,9})?)pt")
_OBJECT = f"{OFFICE}OLEObject"
#: Programs whose objects are formulas.
_EQUATIONS = ("equation", "mathtype", "wpsequation")
_BOX = f"{W}txbxContent"
_RUN, _FIELD, _CONTROL, _SYMBOL, _ALTERNATE = f"{W}r", f"{W}fldChar", f"{W}sdt", f"{W}sym", f"{MC}AlternateContent"
_WORD_ART = f"{VML}textpath"
_VANISH, _STYLE, _ALIGNED, _SHIFTED = f"{W}vanish", f"{W}rStyle", f"{W}vertAlign", f"{W}position"
_COLOR, _SIZE, _GROUNDS = f"{W}color", f"{W}sz", (f"{W}shd", f"{W}highlight")
#: Type of so many half points is a dot on paper.
_SMALLEST = 4
#: So much of the text before is looked at to tell what something is raised above.
_LOOK_BACK = 40
#: Half points by which a run is raised that reads as a note; less is an adjustment of the base line.
_RAISED_BY = 4
_STRUCK_OUT = (f"{W}strike", f"{W}dstrike")
#: White space that the XML was wrapped with; Word prints it as a blank.
_WRAPPED = re.compile(r"\n+")
#: Fonts of symbols whose punctuation and figures stand where those of ASCII stand, moved up by 0xF000.
_ASCII_FONTS = ("symbol",)
_ASCII_KEPT = set("0123456789()+,-./:;<=>[]%!{|} ")


class _Raised(str):
    """A piece of text that stands above the line, as the sign of a note does."""

    __slots__ = ()


class _Lowered(str):
    """A piece of text that stands below the line."""

    __slots__ = ()


class _Faint(str):
    """A piece of text in white, or too small to be read: whether it is seen hangs on what is around it."""

    __slots__ = ()


_SHIFTS: Mapping[str, type[str]] = {"superscript": _Raised, "subscript": _Lowered}


@record(slots=True)
class Inline:
    """What stands in a paragraph: its text, the text boxes anchored in it, and whether its mark is deleted.

    ``figures`` are the pictures and embedded objects that may show a table: "" for a picture, the program's name for an object.
    """

    text: str = ""
    boxes: list[Any] = field(default_factory=list)
    figures: list[str] = field(default_factory=list)
    joined: bool = False


def read_inline(paragraph: Any, styles: Styles) -> Inline:
    """Read a paragraph. The walk is a loop, so that no nesting of it can exhaust the stack."""
    properties = child(paragraph, "pPr")
    out = Inline(joined=_mark_is_deleted(properties))
    hidden_style = styles.vanishes(value(properties, "pStyle"))
    pieces: list[str] = []
    fields: list[int | None] = []  # for each open field where its code begins among the pieces, None behind its code
    stack = list(reversed(paragraph))
    kind: type[str] | None = None  # of the run whose content stands above ``floor`` in the stack
    floor = 0
    while stack:
        node = stack.pop()
        tag = node.tag
        if tag in _TEXT:
            pieces.append(_spaces(node) if kind is None or len(stack) < floor else kind(_spaces(node)))
        elif tag in _LEFT_OUT or not isinstance(tag, str):
            continue
        elif tag == _RUN:
            looks = _looks(node)
            kind, floor = _shift(looks, styles), len(stack)
            stack += _hidden_run(node) if _is_hidden(looks, styles, hidden_style) else reversed(node)
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
            if tag in _PICTURES or tag == _OBJECT:
                out.figures += _figure(node)
            stack += reversed(node)
    out.text = _joined(pieces).strip("\n")
    return out


def control_content(control: Any) -> list[Any]:
    """Return what a content control (``w:sdt``) holds; nothing while it shows its prompt (单击此处输入文字).

    LibreOffice leaves the mark of the prompt where somebody wrote in its place, so in a control of ours the prompt itself is compared.
    """
    content = child(control, "sdtContent")
    if content is None or (is_on(child(control, "sdtPr/showingPlcHdr")) and not _is_written_over(control, content)):
        return []
    return list(content)


def _is_written_over(control: Any, content: Any) -> bool:
    tag = value(control, "sdtPr/tag") or ""
    return tag.startswith(PROMPT_TAG) and "".join(node.text or "" for node in content.iter(f"{W}t")).strip() != tag[len(PROMPT_TAG) :]


def chosen_branch(alternate: Any) -> list[Any]:
    """Return what stands in the first branch of an ``mc:AlternateContent`` that has text; the branches say the same twice."""
    branches = [branch for branch in alternate if branch.tag in (f"{MC}Choice", f"{MC}Fallback")]
    for branch in branches:
        if next(branch.iter(_BOX, *_TEXT), None) is not None:
            return list(branch)
    return list(branches[0]) if branches else []


def _mark_is_deleted(properties: Any) -> bool:
    """A deleted paragraph mark joins the paragraph with the next one."""
    mark = child(properties, "rPr")
    return mark is not None and (child(mark, "del") is not None or child(mark, "moveFrom") is not None)


def _looks(run: Any) -> dict[str, Any]:
    """The properties of a run, by their names."""
    properties = child(run, "rPr")
    return {} if properties is None else {element.tag: element for element in properties}


def _is_hidden(looks: Mapping[str, Any], styles: Styles, otherwise: bool) -> bool:
    """Hidden by itself or by a style, or struck out."""
    own = [is_on(looks[tag]) for tag in (_VANISH, *_STRUCK_OUT) if tag in looks]
    if own:
        return any(own)
    style = looks[_STYLE].get(f"{W}val") if _STYLE in looks else None
    return styles.vanishes(style) or otherwise


def _shift(looks: Mapping[str, Any], styles: Styles) -> type[str] | None:
    """The kind of text that a run holds when it stands above or below the line, by itself or by its style, or is faint; else None."""
    if _ALIGNED in looks:
        aligned = looks[_ALIGNED].get(f"{W}val")
    elif _SHIFTED in looks and number(looks[_SHIFTED].get(f"{W}val"), 0, -_RAISED_BY) >= _RAISED_BY:
        aligned = "superscript"
    else:
        aligned = styles.alignment(looks[_STYLE].get(f"{W}val")) if _STYLE in looks else None
    return _SHIFTS.get(aligned or "") or (_Faint if _is_faint(looks) else None)


def _is_faint(looks: Mapping[str, Any]) -> bool:
    """White on no ground of its own, or of hardly any size."""
    white = _COLOR in looks and (looks[_COLOR].get(f"{W}val") or "").lower() == "ffffff" and not any(ground in looks for ground in _GROUNDS)
    return white or (_SIZE in looks and number(looks[_SIZE].get(f"{W}val"), _SMALLEST + 1) <= _SMALLEST)


def _joined(pieces: list[str]) -> str:
    """The text of all pieces, those that are raised or lowered as plain text shows them.

    What is faint is parted from the rest, so that it is no figure of a number: 7 and a white 9 are neither 79 nor 7.
    """
    if len({type(piece) for piece in pieces if piece and not piece.isspace()}) < 2 and not any(type(piece) in (_Raised, _Lowered) for piece in pieces):
        return "".join(pieces)
    out = ""
    before: type = str
    for kind, group in groupby(pieces, key=type):
        text = "".join(group)
        out += " " if out and _Faint in (kind, before) else ""
        out += raised_text(text, out[-_LOOK_BACK:], lowered=kind is _Lowered) if kind in (_Raised, _Lowered) else text
        before = kind
    return out


def _figure(node: Any) -> list[str]:
    """What a picture or an embedded object is called, when it may show a table: a small picture that floats and a formula do not."""
    if node.tag == _OBJECT:
        program = node.get("ProgID") or ""
        return [] if program.lower().startswith(_EQUATIONS) else [program or "OLE"]
    around = next(node.iterancestors(f"{W}object", FLOATING), None)
    if around is None:
        style = node.getparent().get("style") or ""
        points = _WIDTH.search(style) if "position:absolute" in style else None
        width = None if points is None else int(float(points[1]) * _POINT)
    elif around.tag == FLOATING:
        extent = around.find(EXTENT)
        width = None if extent is None else number(extent.get("cx"), 0, 0, 10**9)
    else:  # the picture of an object, which is told by itself
        return []
    return [""] if width is None or width >= _NARROWEST_TABLE else []


def _hidden_run(run: Any) -> list[Any]:
    """Of a hidden run only the marks of fields count."""
    return [node for node in reversed(run) if node.tag == _FIELD]


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
