"""What a reader is told beside the bytes, and how one format has a piece of a file read as another."""

from __future__ import annotations

from govdisc.formats import Format, ReadContext
from govdisc.model.document import Document, Paragraph


def _document(text: str) -> Document:
    return Document((Paragraph(text, "line 1"),))


def _plain(data: bytes, strict: bool = True) -> Document:
    return _document(f"{data.decode()} {strict}")


def _told(data: bytes, context: ReadContext) -> Document:
    inner = context.read("plain", data)
    assert inner is None or isinstance(inner, Document)
    return _document(f"{context.name}: {inner.blocks[0].text if inner and isinstance(inner.blocks[0], Paragraph) else None}")


PLAIN, TOLD = Format("plain", "plain", (".p",), read=_plain), Format("told", "told", (".t",), read=_told)


def test_a_reader_of_one_parameter_is_given_the_bytes_alone() -> None:
    """A second parameter of its own, with a default, is no context."""
    assert PLAIN.reader()(b"x", ReadContext("a.p")) == _document("x True")


def test_a_reader_asks_for_the_reader_of_another_format() -> None:
    """Where that is not installed, it gets None; the inner reader has no formats, so that files within files end."""
    assert TOLD.reader()(b"x", ReadContext("a.t", formats={"plain": PLAIN})) == _document("a.t: x True")
    assert TOLD.reader()(b"x", ReadContext("a.t")) == _document("a.t: None")
    assert ReadContext("a.t", formats={"told": TOLD, "plain": PLAIN}).read("told", b"x") == _document("a.t: None")
