"""A marked copy of a Word file: comments at cells and around sentences, everything else as it was, and Word's own rules kept."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterable
from pathlib import Path

import docx
import pytest
from govdisc_docx.mark import MOST_COMMENTS, mark
from govdisc_docx.reader import read
from govdisc_docx.writer import write

from govdisc.model.book import builtin_forms
from govdisc.plugin import Grid, InputError, Mark, WriteContext
from govdisc.testing import random_report

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def written(seed: int = 3) -> bytes:
    """A report as govdisc writes it."""
    return write([random_report(seed)], WriteContext(builtin_forms()))


def typed(*paragraphs: Iterable[str], comment: str | None = None) -> bytes:
    """A file as somebody types it: each paragraph its runs."""
    document = docx.Document()
    for runs in paragraphs:
        paragraph = document.add_paragraph()
        for text in runs:
            paragraph.add_run(text)
    if comment is not None:
        document.add_comment(document.paragraphs[0].runs, text=comment, author="somebody", initials="s")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def comments(data: bytes) -> list[tuple[str, str]]:
    """The comments of a file as another library reads them, each with the words that it stands around."""
    document = docx.Document(io.BytesIO(data))
    around: dict[str, str] = {}
    inside: list[str] = []
    for element in document.element.body.iter():
        if element.tag == f"{W}commentRangeStart":
            inside.append(element.get(f"{W}id"))
            around[inside[-1]] = ""
        elif element.tag == f"{W}commentRangeEnd":
            inside.remove(element.get(f"{W}id"))
        elif element.tag == f"{W}t":
            for name in inside:
                around[name] += element.text or ""
    assert inside == []
    references = [element.get(f"{W}id") for element in document.element.body.iter(f"{W}commentReference")]
    assert sorted(references) == sorted(around) == sorted(str(comment.comment_id) for comment in document.comments)
    return [(comment.text, around[str(comment.comment_id)]) for comment in document.comments]


def test_a_cell_is_marked_where_the_reader_says_that_it_stands() -> None:
    """Every cell of every table by its place: the comment stands around that cell's text."""
    data = written()
    cells = [cell for block in read(data).blocks if isinstance(block, Grid) for row in block.rows for cell in row]
    assert len(cells) > 200
    wanted = cells[::17]
    found = comments(mark(data, [Mark(f"see {cell.place}", cell.place) for cell in wanted]))
    assert [text for text, _words in found] == [f"see {cell.place}" for cell in wanted]
    assert ["".join(words.split()) for _text, words in found] == ["".join(cell.text.split()) for cell in wanted]


@pytest.mark.parametrize(
    ("runs", "quote", "around"),
    [
        (("全年收到申请12件，办结11件。",), "收到申请12件", "收到申请12件"),
        (("全年收到", "申请1", "2件，办结11件。"), "收到申请12件", "收到申请12件"),
        (("全年收到申请 12 件，办结11件。",), "申请12件", "申请 12 件"),
        (("全年收到申请12件",), "全年收到申请12件", "全年收到申请12件"),
        (("全年收到", "", "申请12件"), "全", "全"),
        (("全年收到申请12件，办结11件。",), "不在这里的话", "全年收到申请12件，办结11件。"),
    ],
)
def test_a_sentence_is_marked_exactly(runs: tuple[str, ...], quote: str, around: str) -> None:
    """Over runs and within one; blanks do not count; where the words are not there, the whole paragraph at their place."""
    data = typed(("第一段是与本案无关的文字，写得足够长，读者才会把它当作正文。",), runs)
    copy = mark(data, [Mark("note", "paragraph 2", quote)])
    assert comments(copy) == [("note", around)]
    assert read(copy).blocks == read(data).blocks


def test_words_are_found_without_a_place_and_nothing_is_lost() -> None:
    """A quote alone finds its paragraph; a comment about nothing that stands there comes at the beginning."""
    data = typed(("第一段是与本案无关的文字，写得足够长，读者才会把它当作正文。",), ("全年收到申请12件。",))
    copy = mark(data, [Mark("words", None, "申请12件"), Mark("nowhere", "table 9 row 9 column 9", "别处的话"), Mark("all")])
    assert [(text, words[:6]) for text, words in comments(copy)] == [("words", "申请12件"), ("nowhere", "第一段是与本"), ("all", "第一段是与本")]


def test_comments_overlap_and_others_stay() -> None:
    """Two on the same words, and one that somebody had put in before."""
    data = typed(("全年收到申请12件，办结11件。这是一段写得足够长的正文，读者才会把它当作正文。",), comment="mine")
    copy = mark(data, [Mark("a", "paragraph 1", "申请12件，办结"), Mark("b", "paragraph 1", "办结11件"), Mark("c", "paragraph 1", "申请12件，办结")])
    assert [(text, words[:10]) for text, words in comments(copy)][1:] == [("a", "申请12件，办结"), ("b", "办结11件"), ("c", "申请12件，办结")]
    assert comments(copy)[0][0] == "mine"


def test_only_the_parts_that_must_be_are_changed() -> None:
    """The others are the same bytes, the file itself stays as it was, and two copies are alike."""
    data = written()
    before = bytes(data)
    marks = [Mark("note", "paragraph 1")]
    old, new = (zipfile.ZipFile(io.BytesIO(package)) for package in (data, mark(data, marks)))
    changed = {name for name in new.namelist() if name not in old.namelist() or old.read(name) != new.read(name)}
    assert changed == {"word/document.xml", "word/comments.xml", "word/_rels/document.xml.rels", "[Content_Types].xml"}
    assert set(old.namelist()) <= set(new.namelist())
    assert data == before
    assert mark(data, marks) == mark(data, marks)


def test_a_hostile_comment_is_text() -> None:
    """Markup, control characters and half characters of a report's words."""
    data = typed(("第一段是与本案无关的文字，写得足够长，读者才会把它当作正文。",))
    ((text, _words),) = comments(mark(data, [Mark("<w:p/>&amp;\x00\ud800\nsecond", "paragraph 1")]))
    assert text == "<w:p/>&amp;\ufffd\ufffd\nsecond"


def test_more_comments_than_are_written_are_counted() -> None:
    """The last comment says how many are left out."""
    data = typed(("第一段是与本案无关的文字，写得足够长，读者才会把它当作正文。",))
    found = comments(mark(data, [Mark(str(number), "paragraph 1") for number in range(MOST_COMMENTS + 7)]))
    assert (len(found), found[-1][0]) == (MOST_COMMENTS + 1, "and 7 more")


def test_what_cannot_be_marked_is_refused() -> None:
    """No Word file, and one in the strict variant, in which the parts have other names."""
    data = written()
    strict = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(strict, "w") as new:
        for name in old.namelist():
            text = old.read(name).replace(W[1:-1].encode(), b"http://purl.oclc.org/ooxml/wordprocessingml/main")
            new.writestr(name, text)
    for wrong in (b"PK\x03\x04", strict.getvalue()):
        with pytest.raises(InputError):
            mark(wrong, [Mark("note")])


def test_libreoffice_shows_the_comments(tmp_path: Path) -> None:
    """It opens the copy and holds each comment where it was put."""
    soffice = shutil.which("soffice")
    if soffice is None:
        pytest.skip("LibreOffice is not installed")
    data = written()
    cell = next(cell for block in read(data).blocks if isinstance(block, Grid) for row in block.rows for cell in row if cell.text.isdigit())
    (tmp_path / "copy.docx").write_bytes(mark(data, [Mark("这里不对", cell.place), Mark("这一段", "paragraph 3")]))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [soffice, profile, "--headless", "--convert-to", "fodt", "--outdir", str(tmp_path), str(tmp_path / "copy.docx")]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    text = (tmp_path / "copy.fodt").read_text("utf-8")
    found = re.findall(r"<office:annotation [^>]*>(.*?)</office:annotation>", text, re.DOTALL)
    assert {"这里不对", "这一段"} <= {re.sub(r"<dc:date>.*?</dc:date>|<[^>]*>|\s|govdisc|审", "", note) for note in found}
