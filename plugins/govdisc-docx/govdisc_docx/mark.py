"""A copy of a Word file with comments at cells and sentences (ISO/IEC 29500-1, 17.13.4), otherwise as it was.

A comment is an entry of the part ``comments.xml``, and in the document a range with a reference behind it. Ranges stand between runs, so
a run in which a sentence begins or ends is parted there.
"""

from __future__ import annotations

import copy
import posixpath
import re
from collections.abc import Iterator, Sequence
from typing import Any

from govdisc.plugin import InputError, Mark
from govdisc.plugin import gettext as _
from govdisc_docx.names import W_NAMESPACE, W, child, number
from govdisc_docx.package import Package
from govdisc_docx.reader import flow_of

#: So many comments are written; a last one counts the others.
MOST_COMMENTS = 1_000
AUTHOR, INITIALS = "govdisc", "审"
_TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
_CONTENT = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
#: What of a paragraph is not printed as its text.
_ELSEWHERE = {f"{W}{name}" for name in ("txbxContent", "del", "moveFrom", "rt")}
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def mark(data: bytes, marks: Sequence[Mark]) -> bytes:
    """Return a copy of a .docx file with a comment for each mark.

    Raises:
        InputError: when the file cannot be read, or is written in the strict variant of the standard.

    """
    package = Package(data)
    if package.strict:
        raise InputError(_("it is saved in the strict variant of Open XML; save it as a Word document (.docx), then comments can be put in."))
    root = package.xml(package.main)
    flow, _embedded = flow_of(package, root, split_lines=False)
    comments = _Comments(package, root)
    beginning = next(iter(root.iter(f"{W}p")), None)
    shown = list(marks[:MOST_COMMENTS])
    if len(marks) > MOST_COMMENTS:
        shown.append(Mark(_("and {count} more").format(count=len(marks) - MOST_COMMENTS)))
    for each in shown:
        node = flow.nodes.get(each.place or "")
        if node is None and each.quote:
            node = next((other for other in flow.nodes.values() if other is not None and _found(other, each.quote)), None)
        if node is None:
            node = beginning
        if node is not None:
            _put(node, each.quote, comments.add(each.text))
    return package.changed({package.main: _written(root), **comments.parts()})


# --- ranges -------------------------------------------------------------------------------------------------------------------------


def _put(node: Any, quote: str | None, number_: str) -> None:
    """Put a comment around the words in a paragraph, or around all of a paragraph or cell."""
    begin, end, reference = _elements(number_)
    runs = _around(node, quote) if quote else None
    if runs is not None:
        runs[0].addprevious(begin)
        runs[1].addnext(end)
        end.addnext(reference)
        return
    paragraphs = [node] if node.tag == f"{W}p" else list(node.iterchildren(f"{W}p")) or list(node.iter(f"{W}p"))
    if not paragraphs:
        return
    properties = child(paragraphs[0], "pPr")
    paragraphs[0].insert(0 if properties is None else paragraphs[0].index(properties) + 1, begin)
    paragraphs[-1].extend([end, reference])


def _elements(number_: str) -> tuple[Any, Any, Any]:
    from lxml import etree

    begin, end, run = (etree.Element(f"{W}{name}") for name in ("commentRangeStart", "commentRangeEnd", "r"))
    begin.set(f"{W}id", number_)
    end.set(f"{W}id", number_)
    etree.SubElement(run, f"{W}commentReference").set(f"{W}id", number_)
    return begin, end, run


def _texts(node: Any) -> Iterator[tuple[Any, Any]]:
    """Yield the runs of a paragraph or cell with each text element in them, in order, as far as they are printed here."""
    for run in node.iter(f"{W}r"):
        if not _is_elsewhere(run, node):
            yield from ((run, text) for text in run.iterchildren(f"{W}t"))


def _is_elsewhere(run: Any, node: Any) -> bool:
    """Tell whether a run stands in a text box or a deletion within the node."""
    for above in run.iterancestors():
        if above is node:
            return False
        if above.tag in _ELSEWHERE:
            return True
    return False


def _found(node: Any, quote: str) -> tuple[list[tuple[Any, Any]], int, int] | None:
    """Where words stand in a paragraph or cell: its runs with their texts, and the first and the last character; blanks do not count."""
    pieces = list(_texts(node))
    letters = [(at, character) for at, character in enumerate("".join(text.text or "" for _run, text in pieces)) if not character.isspace()]
    wanted = "".join(quote.split())
    begun = "".join(character for _at, character in letters).find(wanted) if wanted else -1
    return None if begun < 0 else (pieces, letters[begun][0], letters[begun + len(wanted) - 1][0] + 1)


def _around(node: Any, quote: str) -> tuple[Any, Any] | None:
    """The first and the last run of the words, parted from what stands before and behind them; None where they are not found."""
    found = _found(node, quote)
    if found is None:
        return None
    pieces, begin, end = found
    at, first, last = 0, None, None
    for run, text in pieces:
        length = len(text.text or "")
        here = run
        if at < end <= at + length and end < at + length:
            _part(here, text, end - at)
        if at <= begin < at + length and begin > at:
            behind = _part(here, text, begin - at)
            here = run if behind is None else behind
        if at <= begin < at + length:
            first = here
        if at < end <= at + length:
            last = here
            break
        at += length
    return None if first is None or last is None else (first, last)


def _part(run: Any, text: Any, at: int) -> Any:
    """Part a run that holds one text at a character, and return the run behind; None where it holds more, and stays whole."""
    if any(other is not text and other.tag != f"{W}rPr" for other in run):
        return None
    behind = copy.deepcopy(run)
    second = next(behind.iterchildren(f"{W}t"))
    text.text, second.text = text.text[:at], text.text[at:]
    for piece in (text, second):
        piece.set(_SPACE, "preserve")
    run.addnext(behind)
    return behind


# --- parts --------------------------------------------------------------------------------------------------------------------------


class _Comments:
    """The part that holds the comments, and what names it in the package."""

    def __init__(self, package: Package, root: Any) -> None:
        from lxml import etree

        self._package = package
        self._known = package.related.get("comments")
        if self._known is not None:
            self._root = package.xml(self._known)
        else:
            self._root = etree.Element(f"{W}comments", nsmap={"w": W_NAMESPACE})
        taken = [*self._root.iter(f"{W}comment"), *root.iter(f"{W}commentRangeStart", f"{W}commentReference")]
        self._next = 1 + max((number(each.get(f"{W}id"), -1, -1, 2**30) for each in taken), default=-1)

    def add(self, words: str) -> str:
        """Write a comment, a paragraph a line; return its number."""
        from lxml import etree

        number_ = str(self._next)
        self._next += 1
        comment = etree.SubElement(self._root, f"{W}comment")
        for name, value in (("id", number_), ("author", AUTHOR), ("initials", INITIALS)):
            comment.set(f"{W}{name}", value)
        for at, line in enumerate(words.split("\n")):
            run = etree.SubElement(etree.SubElement(comment, f"{W}p"), f"{W}r")
            if not at:
                etree.SubElement(run, f"{W}annotationRef")
            text = etree.SubElement(run, f"{W}t")
            text.text = _UNPRINTABLE.sub("\ufffd", line)
            text.set(_SPACE, "preserve")
        return number_

    def parts(self) -> dict[str, bytes]:
        """Return the part, and those that name it where it is new."""
        if self._known is not None:
            return {self._known: _written(self._root)}
        folder, main = posixpath.split(self._package.main)
        name = next(name for name in ("comments.xml", "comments-govdisc.xml") if posixpath.join(folder, name) not in self._package)
        part = posixpath.join(folder, name)
        return {
            part: _written(self._root),
            posixpath.join(folder, "_rels", f"{main}.rels"): self._relations(posixpath.join(folder, "_rels", f"{main}.rels"), name),
            "[Content_Types].xml": self._types(f"/{part}"),
        }

    def _relations(self, part: str, target: str) -> bytes:
        from lxml import etree

        tag = f"{{{_RELATIONS}}}"
        root = self._package.xml(part) if part in self._package else etree.Element(f"{tag}Relationships", nsmap={None: _RELATIONS})
        taken = {each.get("Id") for each in root}
        name = next(name for name in (f"rIdComments{at}" for at in range(1, len(taken) + 2)) if name not in taken)
        etree.SubElement(root, f"{tag}Relationship", Id=name, Type=_TYPE, Target=target)
        return _written(root)

    def _types(self, part: str) -> bytes:
        from lxml import etree

        root = self._package.xml("[Content_Types].xml")
        etree.SubElement(root, f"{{{_TYPES}}}Override", PartName=part, ContentType=_CONTENT)
        return _written(root)


def _written(root: Any) -> bytes:
    from lxml import etree

    data: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return data
