"""OFD: pages that Chromium, LibreOffice and reportlab have printed, written by a program of our own in three ways, and by easyofd.

easyofd keeps the text alone, without rulings, and no places within a line: such a chain is held to no share of cells, but to none read wrongly.
"""

from __future__ import annotations

import contextlib
import io
import os
import tempfile
from collections.abc import Iterator, Sequence

from press.chains import pdf_browser, pdf_office, pdf_reportlab
from press.jobs import Chain, Job
from press.ofd import Way, printed


def _chain(source: Chain, way: Way) -> Chain:
    def make(jobs: Sequence[Job]) -> Iterator[bytes]:
        return (printed(data, way) for data in source.make(jobs))

    return Chain(f"ofd-{source.name}-{way}", ".ofd", make, ("govdisc_ofd", "pypdfium2", *source.needs), source.target)


def _easyofd(source: Chain) -> Chain:
    def make(jobs: Sequence[Job]) -> Iterator[bytes]:
        return map(_by_easyofd, source.make(jobs))

    return Chain(f"easyofd-{source.name}", ".ofd", make, ("govdisc_ofd", "easyofd", *source.needs), 0.0)


def _by_easyofd(data: bytes) -> bytes:
    """Let easyofd write a PDF's text as OFD; it leaves a folder where it runs, and says much."""
    here = os.getcwd()
    with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stdout(io.StringIO()):
        os.chdir(folder)
        try:
            from easyofd import OFD
            from loguru import logger

            logger.remove()
            return bytes(OFD().pdf2ofd(data, optional_text=True))
        finally:
            os.chdir(here)


_SOURCES = {chain.name: chain for chain in (*pdf_browser.CHAINS, *pdf_office.CHAINS, *pdf_reportlab.CHAINS)}
CHAINS = (
    *(_chain(_SOURCES[name], "plain") for name in ("reportlab-lines", "reportlab-none", "office-plain")),
    *(_chain(_SOURCES[name], "boxes") for name in ("reportlab-rects", "office-plain", "office-three-line", "chromium-borders")),
    *(_chain(_SOURCES[name], "matrix") for name in ("reportlab-borders", "office-16k", "chromium-shaded")),
    *(_easyofd(_SOURCES[name]) for name in ("reportlab-lines", "office-plain")),
)
