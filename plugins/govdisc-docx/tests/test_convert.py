"""Old Word, WPS and RTF files through a real LibreOffice."""

from __future__ import annotations

import http.server
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from govdisc_docx import convert as module
from govdisc_docx.convert import read as read_doc
from govdisc_docx.writer import write

from govdisc.formats import WriteOptions
from govdisc.model.book import builtin_forms
from govdisc.recognise import recognise
from govdisc.testing import Options, random_report

FORMS = builtin_forms()


@pytest.mark.parametrize("suffix", ["doc", "rtf", "odt"])
def test_old_formats(convert: Any, suffix: str) -> None:
    """A report saved as .doc, .rtf or .odt reads as the report it was, its facts included."""
    report = random_report(21, Options(remarks=True, mark="/"))
    data = convert(write([report], WriteOptions(FORMS)), "docx", suffix)
    again = recognise(read_doc(data), FORMS)
    assert (again.tables, again.marks, again.remarks) == (report.tables, report.marks, report.remarks)
    assert (again.title, again.agency, again.published) == (report.title, report.agency, report.published)
    assert again.sections == report.sections


@pytest.fixture
def asked() -> Iterator[tuple[str, list[str]]]:
    """A server on this machine: the address of a picture on it, and what it was asked for."""
    seen: list[str] = []

    class Server(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            seen.append(self.path)
            self.send_response(404)
            self.end_headers()

        do_HEAD = do_OPTIONS = do_PROPFIND = do_GET

        def log_message(self, *arguments: Any) -> None:
            pass

    server = http.server.HTTPServer(("127.0.0.1", 0), Server)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/seal.png", seen
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.mark.parametrize("guarded", [True, False])
def test_nothing_is_fetched(
    convert: Any, asked: tuple[str, list[str]], guarded: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A linked picture is not fetched while a file is converted. A page shows it best, since LibreOffice loads its pictures at once:
    without the settings of the private profile the server is asked, with them it is not."""
    address, seen = asked
    program = shutil.which("soffice")
    assert program is not None
    if not guarded:
        monkeypatch.setattr(module, "_SETTINGS", ())
        monkeypatch.setattr(module, "_NO_NETWORK", {})
    source = tmp_path / "report.html"
    source.write_text(f'<html><body><p>text <img src="{address}" width="50" height="50"></p></body></html>', "utf-8")
    module._write_profile(tmp_path / "profile")
    module._run(program, tmp_path, tmp_path / "out", [source])
    assert bool(seen) is not guarded
