"""A marked copy of a workbook: a comment at each cell, everything else byte for byte as it was."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable

import openpyxl
import pytest
from govdisc_xlsx.mark import LONGEST_COMMENT, MOST_COMMENTS, mark
from govdisc_xlsx.read import read_xlsx
from govdisc_xlsx.write import write
from openpyxl.comments import Comment
from openpyxl.worksheet.table import Table

from govdisc.model.book import builtin_forms
from govdisc.plugin import Grid, InputError, Mark, WriteContext
from govdisc.testing import random_report


def written(seed: int = 3) -> bytes:
    """A report as govdisc writes it."""
    return write([random_report(seed)], WriteContext(builtin_forms()))


def typed(comment: str | None = None, table: bool = False) -> bytes:
    """A workbook as somebody makes it, with a comment of his own at B2, or a table."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "表 一!年"
    for row in (("name", "count"), ("a", 1), ("b", 2)):
        sheet.append(row)
    if comment is not None:
        sheet["B2"].comment = Comment(comment, "somebody")
    if table:
        sheet.add_table(Table(displayName="t", ref="A1:B3"))
    book.create_sheet("second")["C3"] = "x"
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    """The bytes of a workbook."""
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def comments(data: bytes) -> dict[str, str]:
    """The comments by sheet and cell, as another library reads them."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    return {f"{sheet.title}!{cell.coordinate}": cell.comment.text for sheet in book for row in sheet.iter_rows() for cell in row if cell.comment}


def test_a_cell_is_marked_where_the_reader_says_that_it_stands() -> None:
    """Cells of every table of our own workbook, and what was read stays the same."""
    data = written()
    cells = [cell for block in read_xlsx(data).blocks if isinstance(block, Grid) for row in block.rows for cell in row]
    places = [cell.place for cell in cells[::13]]
    assert len({place.rpartition("!")[0] for place in places}) == 3
    copy = mark(data, [Mark(f"see {place}", place) for place in places])
    assert comments(copy) == {place: f"see {place}" for place in places}
    assert read_xlsx(copy).blocks == read_xlsx(data).blocks


def test_several_at_one_cell_are_one_comment() -> None:
    """One behind the other; what has no place stands in the first cell."""
    copy = mark(typed(), [Mark("a", "表 一!年!B2"), Mark("b", "表 一!年!B2"), Mark("c"), Mark("d", "no such sheet!A1"), Mark("e", "paragraph 3")])
    assert comments(copy) == {"表 一!年!B2": "a\n\nb", "表 一!年!A1": "c\n\nd\n\ne"}


def test_the_comments_that_are_there_stay() -> None:
    """At another cell as they are, at the same cell continued; each has one box."""
    copy = mark(typed(comment="mine"), [Mark("a", "表 一!年!B2"), Mark("b", "表 一!年!A3"), Mark("c", "second!C3")])
    assert comments(copy) == {"表 一!年!B2": "mine\n\na", "表 一!年!A3": "b", "second!C3": "c"}
    package = zipfile.ZipFile(io.BytesIO(copy))
    boxes = b"".join(package.read(name) for name in package.namelist() if name.endswith(".vml"))
    assert len(re.findall(rb"<\w+:ClientData", boxes)) == 3
    again = mark(copy, [Mark("once more", "second!C3")])
    assert comments(again)["second!C3"] == "c\n\nonce more"


def test_elements_keep_the_order_of_the_standard() -> None:
    """The drawing of the comments stands before the tables of a sheet."""
    copy = mark(typed(table=True), [Mark("a", "表 一!年!B2")])
    sheet = zipfile.ZipFile(io.BytesIO(copy)).read("xl/worksheets/sheet1.xml").decode()
    assert 0 < sheet.index("legacyDrawing ") < sheet.index("tableParts")
    assert comments(copy) == {"表 一!年!B2": "a"}


def test_only_the_parts_that_must_be_are_changed() -> None:
    """The others are the same bytes, the changed ones only grew, and two copies are alike."""
    data = written()
    place = next(cell.place for block in read_xlsx(data).blocks if isinstance(block, Grid) for row in block.rows for cell in row)
    old, new = (zipfile.ZipFile(io.BytesIO(package)) for package in (data, mark(data, [Mark("note", place)])))
    changed = {name for name in old.namelist() if old.read(name) != new.read(name)}
    assert {re.sub(r"\d+", "N", name) for name in changed} <= {"[Content_Types].xml", "xl/worksheets/sheetN.xml", "xl/worksheets/_rels/sheetN.xml.rels"}
    for name in changed:
        assert re.sub(rb'<[^<>]*(?:Govdisc|"vml")[^<>]*/>', b"", new.read(name)) == old.read(name)
    assert mark(data, [Mark("note", place)]) == mark(data, [Mark("note", place)])


def test_a_prefix_of_the_names_is_kept() -> None:
    """Some programs write x:worksheet; what is put in is named so, too."""
    data = typed()
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            if name.startswith("xl/worksheets/sheet"):
                text = re.sub(rb"<(/?)(?=[a-zA-Z])", rb"<\1x:", text).replace(b'xmlns="', b'xmlns:x="')
            new.writestr(name, text)
    copy = mark(out.getvalue(), [Mark("a", "表 一!年!B2")])
    assert b"<x:legacyDrawing " in zipfile.ZipFile(io.BytesIO(copy)).read("xl/worksheets/sheet1.xml")
    assert comments(copy) == {"表 一!年!B2": "a"}


def test_a_hostile_comment_is_text_and_bounded() -> None:
    """Markup, control characters and half characters of a report's words; more than Excel holds is cut."""
    copy = mark(typed(), [Mark("</t><x>&amp;\x00\ud800", "second!C3"), Mark("x" * 100_000, "second!A1")])
    found = comments(copy)
    assert found["second!C3"] == "</t><x>&amp;\ufffd\ufffd"
    assert len(found["second!A1"]) == LONGEST_COMMENT


def test_more_comments_than_are_written_are_counted() -> None:
    """The one that says how many are left out stands in the first cell."""
    found = comments(mark(typed(), [Mark(str(number), f"second!A{number + 1}") for number in range(MOST_COMMENTS + 7)]))
    assert len(found) == MOST_COMMENTS + 1
    assert found["表 一!年!A1"] == "and 7 more"


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace(b"http://schemas.openxmlformats.org/spreadsheetml/2006/main", b"http://purl.oclc.org/ooxml/spreadsheetml/main"),
        lambda text: text.decode().replace("utf-8", "utf-16").replace("UTF-8", "utf-16").encode("utf-16") if b"<worksheet" in text else text,
        lambda text: text.replace(b"<worksheet", b"<!DOCTYPE worksheet><worksheet"),
    ],
    ids=["strict", "utf-16", "doctype"],
)
def test_what_cannot_be_marked_is_refused(change: Callable[[bytes], bytes]) -> None:
    """The strict variant, parts that are not in UTF-8, and a document type."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(typed())) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, change(old.read(name)) if name.endswith(".xml") and name.startswith("xl/wor") else old.read(name))
    with pytest.raises(InputError):
        mark(out.getvalue(), [Mark("a", "second!A1")])


def test_libreoffice_shows_the_comments(convert: Callable[[bytes, str], bytes]) -> None:
    """It opens the copy and holds each comment at its cell."""
    again = convert(mark(typed(comment="mine"), [Mark("这里不对", "表 一!年!B3"), Mark("second one", "second!C3")]), "xlsx")
    assert sorted(comments(again).values()) == ["mine", "second one", "这里不对"]
