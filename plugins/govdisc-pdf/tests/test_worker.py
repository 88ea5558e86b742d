"""The process in which PDFs are read: what a file may take, and that no file takes another with it."""

from __future__ import annotations

import pickle
import subprocess
import sys
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from govdisc_pdf import govdisc_formats, reader, worker

from govdisc.errors import InputError
from govdisc.i18n import speaking
from govdisc.model.document import Document
from govdisc.plugin import ReadContext

FORM = b"<< /Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << /XObject << /S %d 0 R /N %d 0 R >> >> /Length %d >>\nstream\n%s\nendstream"


@pytest.fixture
def good(draw: Callable[..., bytes]) -> bytes:
    """A file that can be read."""
    return draw(lambda canvas: canvas.drawString(100, 700, "text"))


@pytest.fixture
def changed_child(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """Run these words in each child before it serves; the child at hand ends, and so does the changed one after the test."""

    def change(words: str) -> None:
        worker._CHILD.end()
        monkeypatch.setattr(worker, "_START", worker._START.replace("serve()", f"import govdisc_pdf.worker as w; {words}; serve()"))

    yield change
    worker._CHILD.end()


def with_forms(page_with: Callable[..., bytes], *contents: bytes) -> bytes:
    """A page that draws the first form as N; a form draws itself as S and the one behind it as N."""
    forms = [FORM % (number, number + 1, len(content), content) for number, content in enumerate(contents, 5)]
    return page_with(b"/N Do", resources=b"/XObject << /N 5 0 R >>", more=forms)


def texts(document: Document) -> list[str]:
    return [getattr(block, "text", "") for block in document.blocks]


def test_the_format_reads_in_the_child(good: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the format offers does not load PDFium into the process that asks."""

    def never(_data: bytes) -> Document:
        raise AssertionError

    monkeypatch.setattr(reader, "read", never)
    (pdf,) = govdisc_formats()
    read = pdf.reader()(good, ReadContext())
    assert isinstance(read, Document)
    assert texts(read) == ["text"]


@pytest.mark.parametrize("forms", [[b"/S Do /S Do"], [*[b"/N Do " * 10] * 7, b"0 0 m 9 9 l S"]], ids=["draws itself", "eight levels"])
def test_forms_without_end(page_with: Callable[..., bytes], good: bytes, forms: list[bytes]) -> None:
    """A form that draws itself, and forms that draw ten others each, end in one sentence; the next file is read."""
    with pytest.raises(InputError, match=r"MB of memory|seconds of processor time"):
        worker.read(with_forms(page_with, *forms))
    assert texts(worker.read(good)) == ["text"]


@pytest.mark.parametrize("content", [b"q " * 15_000_000, b"BT /F1 12 Tf (abc) Tj ET\n" * 1_200_000], ids=["q", "BT ET"])
def test_millions_of_operators(page_with: Callable[..., bytes], good: bytes, content: bytes) -> None:
    """A small file of millions of operators ends in one sentence; the next file is read."""
    with pytest.raises(InputError, match=r"MB of memory|seconds of processor time"):
        worker.read(page_with(zlib.compress(content), b"/Filter /FlateDecode"))
    assert texts(worker.read(good)) == ["text"]


@pytest.mark.parametrize("times", [1, 2])
def test_bomb(page_with: Callable[..., bytes], times: int) -> None:
    """A stream that unpacks without end, packed once or twice, ends in one sentence, whatever that says."""
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(b" " * 1_000_000) for _ in range(900)) + packer.flush()
    data = page_with(packed, b"/Filter /FlateDecode") if times == 1 else page_with(zlib.compress(packed), b"/Filter [/FlateDecode /FlateDecode]")
    with pytest.raises(InputError):
        worker.read(data)


def test_time(changed_child: Callable[[str], None], good: bytes) -> None:
    """A child that works too long is ended."""
    changed_child("w.MAX_SECONDS = 0.05; import govdisc_pdf.reader as r; r.read = lambda data: [0 for _ in iter(int, 1)]")
    with pytest.raises(InputError, match="seconds of processor time"):
        worker.read(good)


def test_crash(changed_child: Callable[[str], None], good: bytes) -> None:
    """A child that crashes takes nothing with it."""
    changed_child("import os; import govdisc_pdf.reader as r; r.read = lambda data: os.abort()")
    with pytest.raises(InputError, match="damaged in a way"):
        worker.read(good)


def test_defect(changed_child: Callable[[str], None], good: bytes) -> None:
    """An exception that is no InputError comes through with the place where it was raised."""
    changed_child("import govdisc_pdf.reader as r; r.read = lambda data: dict()[7]")
    with pytest.raises(RuntimeError, match="KeyError"):
        worker.read(good)


def test_memory_that_is_not_given_back(changed_child: Callable[[str], None], good: bytes) -> None:
    """A child that holds much when a file is done is replaced by a new one."""
    changed_child("w.MAX_MEMORY = 1; w.MAX_BEYOND = 10 ** 9")
    assert texts(worker.read(good)) == ["text"]
    assert worker._CHILD._process is None
    assert texts(worker.read(good)) == ["text"]


@pytest.mark.parametrize("program", ["", sys.executable + "-that-is-not-there"])
def test_without_a_child(monkeypatch: pytest.MonkeyPatch, good: bytes, program: str) -> None:
    """Where no process can be started the file is read all the same."""
    worker._CHILD.end()
    monkeypatch.setattr(sys, "executable", program)
    assert texts(worker.read(good)) == ["text"]


def test_refusals_speak_the_readers_language() -> None:
    """The child speaks the language of the one who asks, file by file."""
    with speaking("zh_CN"), pytest.raises(InputError, match="损坏"):
        worker.read(b"%PDF-")
    with pytest.raises(InputError, match="damaged"):
        worker.read(b"%PDF-")


def test_documents_come_back_whole(press: Callable[..., bytes]) -> None:
    """The child's answer is what is read in this process."""
    from govdisc.testing import random_report

    data = press(random_report(3), page_number="{n}")
    assert worker.read(data) == reader.read(data)


_FORKED = """
import os, pickle, sys
from govdisc_pdf import worker
data = pickle.loads(sys.stdin.buffer.read())
assert worker.read(data).blocks
if not (child := os.fork()):
    good = bool(worker.read(data).blocks)
    os._exit(0 if good else 1)
assert os.waitpid(child, 0)[1] == 0
assert worker.read(data).blocks
"""


@pytest.mark.skipif(not hasattr(sys.modules["os"], "fork"), reason="no fork")
def test_forked_processes_have_children_of_their_own(good: bytes) -> None:
    """A process that is forked off and the one it came from both go on reading."""
    done = subprocess.run([sys.executable, "-W", "error", "-c", _FORKED], input=pickle.dumps(good), capture_output=True, check=False, timeout=120)
    assert (done.returncode, done.stderr) == (0, b"")


def test_no_module_of_the_current_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, good: bytes) -> None:
    """A file in the user's folder that is named like a module is not run."""
    worker._CHILD.end()
    (tmp_path / "pypdfium2.py").write_text("raise SystemExit('run')", "utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", [entry for entry in sys.path if entry])
    answer: Any = worker.read(good)
    assert texts(answer) == ["text"]
    worker._CHILD.end()
