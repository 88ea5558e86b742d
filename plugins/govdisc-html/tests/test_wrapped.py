"""Pages within other files: saved as one file (MHTML), or within a portal's answer in JSON."""

from __future__ import annotations

import base64
import contextlib
import json
import quopri
from typing import Any

import pytest
from govdisc_html.detect import detect, detect_mhtml
from govdisc_html.mhtml import read_mhtml
from govdisc_html.reader import read
from govdisc_html.testing import portal_page

from govdisc.model.book import builtin_forms
from govdisc.plugin import Document, Grid, InputError, NoReportError
from govdisc.recognise import recognise
from govdisc.testing import Options, random_report

BOOK = builtin_forms()
REPORT = random_report(3, Options(zero=0.2))
PAGE = portal_page(REPORT, BOOK)
SHELL = b"<html><body><div id=app></div><script src=/app.js></script></body></html>"


def saved(*parts: tuple[str, str, bytes], kind: str = "multipart/related", boundary: str = "----MultipartBoundary--a1b2----") -> bytes:
    """A page saved as one file: (content type, transfer encoding, bytes) of its parts."""
    encoders = {"base64": base64.encodebytes, "quoted-printable": quopri.encodestring, "binary": bytes}
    head = f'From: <Saved by a browser>\r\nSubject: =?utf-8?Q?x?=\r\nMIME-Version: 1.0\r\nContent-Type: {kind};\r\n\ttype="text/html";\r\n\tboundary="{boundary}"\r\n\r\n'
    body = b"".join(
        f"--{boundary}\r\nContent-Type: {mime}\r\nContent-Transfer-Encoding: {encoding}\r\nContent-Location: http://example.invalid/\r\n\r\n".encode()
        + encoders[encoding](data).replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
        + b"\r\n"
        for mime, encoding, data in parts
    )
    return head.encode() + body + f"--{boundary}--\r\n".encode()


def tables_of(document: Document) -> Any:
    return recognise(document, BOOK).tables


@pytest.mark.parametrize("encoding", ["base64", "quoted-printable", "binary"])
@pytest.mark.parametrize(
    ("mime", "page"), [("text/html", PAGE), ('text/html; charset="gb2312"', PAGE.decode().replace("utf-8", "x").encode("gb18030"))]
)
def test_a_page_saved_as_one_file_is_read_like_the_page(encoding: str, mime: str, page: bytes) -> None:
    """Whatever encodes it, with the charset that its header names, among pictures."""
    data = saved((mime, encoding, page), ("image/png", "base64", b"\x89PNG" + bytes(2_000)))
    assert detect_mhtml(data[:4096], "a") > detect(data[:4096], "a")
    assert tables_of(read_mhtml(data)) == REPORT.tables


def test_the_frame_that_holds_the_tables() -> None:
    """A portal's page around it is only its frame."""
    frame = PAGE.decode().partition("<body>")[0] + "<body><h1>政府信息公开</h1><iframe src='cid:f'></iframe>" + "<p>栏目说明。</p>" * 40
    assert tables_of(read_mhtml(saved(("text/html", "base64", frame.encode()), ("text/html", "base64", PAGE)))) == REPORT.tables


def test_a_message_within_a_message() -> None:
    """Mail programs put the page into a part of its own."""
    inner = saved(("text/plain", "binary", b"x"), ("text/html", "base64", PAGE), kind="multipart/alternative", boundary="in")
    outer = saved(("image/png", "base64", b"x")).replace(b"--\r\n", b"--\r\n", 1)
    head, _empty, _rest = inner.partition(b"\r\n\r\n")
    part = b"Content-Type" + head.split(b"Content-Type", 1)[1] + b"\r\n\r\n" + inner.split(b"\r\n\r\n", 1)[1]
    whole = outer.replace(
        b"------MultipartBoundary--a1b2----\r\n",
        b"------MultipartBoundary--a1b2----\r\n" + part + b"\r\n------MultipartBoundary--a1b2----\r\n",
        1,
    )
    assert tables_of(read_mhtml(whole)) == REPORT.tables


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (saved(("text/html", "base64", SHELL)), "script"),
        (saved(("image/png", "base64", b"x")), "without a page"),
        (saved(("text/html", "binary", b"x")).replace(b"binary", b"base64"), "base64"),
        (saved(*[("image/png", "binary", b"")] * 6_000), "parts"),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\n", "without a page"),
        (b"", "without a page"),
    ],
)
def test_a_saved_page_without_a_report_is_refused_in_one_sentence(data: bytes, words: str) -> None:
    """A script's shell, pictures alone, damage, and a file made to hurt."""
    with pytest.raises(InputError, match=words):
        read_mhtml(data)


def test_a_saved_page_that_is_cut_off_gives_what_is_there_or_a_sentence() -> None:
    """Never another error, wherever the file ends."""
    data = saved(("text/html", "quoted-printable", PAGE))
    for end in range(0, len(data), 4_001):
        with contextlib.suppress(InputError):
            assert read_mhtml(data[:end]).blocks


ANSWERS = [
    {"code": 200, "data": {"title": REPORT.title, "content": PAGE.decode()}},
    {"data": json.dumps({"article": {"content": PAGE.decode()}}, ensure_ascii=False)},
    {"data": [{"id": 1, "body": PAGE.decode().replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")}]},
    [{"content": PAGE.decode(), "summary": "<p>摘</p><p>要</p><p>内容都在这里，请看下面的正文部分。</p>"}],
]


@pytest.mark.parametrize("answer", ANSWERS)
@pytest.mark.parametrize("ascii_only", [True, False])
def test_the_page_within_an_answer_is_read_like_the_page(answer: object, ascii_only: bool) -> None:
    """Plain, as JSON within JSON, with its brackets escaped, beside a summary."""
    data = json.dumps(answer, ensure_ascii=ascii_only).encode()
    document = read(data)
    assert tables_of(document) == REPORT.tables
    assert any(isinstance(block, Grid) for block in document.blocks)


def test_what_stands_beside_the_page_is_said_of_it() -> None:
    """The title and the day of an answer whose page is a fragment."""
    article = "<p>现予公布，请予监督。</p><table><tr><td>规章<td>0<tr><td>许可<td>5</table>"
    beside = {"title": "青岚县水务局2023年政府信息公开工作年度报告", "publishTime": "2024-01-17 09:30", "content": article}
    document = read(json.dumps({"data": beside}, ensure_ascii=False).encode())
    report = recognise(document, BOOK)
    assert (report.title, report.year, report.published) == (beside["title"], 2023, "2024-01-17")


@pytest.mark.parametrize("call", ["callback({})", "jQuery18_17.call( {} );\n"])
def test_an_answer_within_a_call(call: str) -> None:
    """Scripts of other sites are answered with a call of a function of theirs."""
    answer = json.dumps({"data": {"title": "青岚县水务局2023年政府信息公开工作年度报告", "content": "<p>现予公布。</p><table><tr><td>规章<td>7</table>"}})
    document = read(call.format(answer).encode())
    assert [cell.text for block in document.blocks if isinstance(block, Grid) for row in block.rows for cell in row] == ["规章", "7"]


def test_json_without_a_page_and_json_with_many() -> None:
    """One is passed over in a folder, the other refused with what to do."""
    with pytest.raises(NoReportError):
        read(b'{"name": "package", "version": "1.0"}')
    with pytest.raises(InputError, match="2 pages"):
        read(json.dumps([{"content": f"<table><tr><td>{n}</td></tr></table>" * 3} for n in range(2)]).encode())
    assert read("[标题]<p>现予公布，请予监督，这里是一段正文，它不是别的东西。</p>".encode()).blocks


@pytest.mark.parametrize(
    ("head", "sure"),
    [
        (json.dumps(ANSWERS[0], ensure_ascii=False)[:4096], True),
        (f"jQuery18_17.call({json.dumps(ANSWERS[0])});"[:4096], True),
        (json.dumps(ANSWERS[0]).replace("<", "\\u003c").replace(">", "\\u003e")[:4096], True),
        ('{"schema_version": "1", "lead": "<p><p><table>"}', False),
        ('{"name": "a < b", "items": []}', False),
    ],
)
def test_an_answer_is_known_by_the_tags_in_it(head: str, sure: bool) -> None:
    """Before the JSON of the core (60), and never a report's own JSON."""
    assert (detect(head.encode(), "answer.json") > 65) is sure
