"""What the tests share: the press of the whole project, and pages drawn by hand."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from govdisc.model.report import Report

sys.path.append(str(Path(__file__).parents[3] / "tests"))

FONT = "STSong-Light"


@pytest.fixture(scope="session")
def press() -> Callable[..., bytes]:
    """Print a report with reportlab; the keywords are the fields of its ``Style``."""
    pytest.importorskip("reportlab")
    from press.canvas import drawn
    from press.jobs import Job

    def make(report: Report, **how: Any) -> bytes:
        return drawn(Job(report), **how)

    return make


@pytest.fixture(scope="session")
def draw() -> Callable[..., bytes]:
    """Print pages, each drawn by a function of reportlab's canvas; the Chinese font is registered as ``FONT``."""
    pytest.importorskip("reportlab")
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen.canvas import Canvas

    def make(*pages: Callable[[Any], object], **options: Any) -> bytes:
        pdfmetrics.registerFont(UnicodeCIDFont(FONT))
        buffer = io.BytesIO()
        canvas = Canvas(buffer, pagesize=(595, 842), invariant=1, **options)
        for page in pages:
            canvas.setFont(FONT, 12)
            page(canvas)
            canvas.showPage()
        canvas.save()
        return buffer.getvalue()

    return make


def _page_with(content: bytes, entries: bytes = b"", resources: bytes = b"", more: Sequence[bytes] = ()) -> bytes:
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << %s >> >>" % resources,
        b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), entries, content),
        *more,
    ]
    out, offsets = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    end = b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (size, len(out))
    return out + b"xref\n0 %d\n0000000000 65535 f \n%s%s" % (size, table, end)


@pytest.fixture(scope="session")
def page_with() -> Callable[..., bytes]:
    """A PDF of one page object by object: its content stream with further entries, its resources, more objects from number 5 on."""
    return _page_with
