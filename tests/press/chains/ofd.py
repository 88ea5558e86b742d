"""OFD: pages that Chromium, LibreOffice and reportlab have printed, written by a program of our own in three ways."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from press.chains import pdf_browser, pdf_office, pdf_reportlab
from press.jobs import Chain, Job
from press.ofd import Way, printed


def _chain(source: Chain, way: Way) -> Chain:
    def make(jobs: Sequence[Job]) -> Iterator[bytes]:
        return (printed(data, way) for data in source.make(jobs))

    return Chain(f"ofd-{source.name}-{way}", ".ofd", make, ("govdisc_ofd", "pypdfium2", *source.needs), source.target)


_SOURCES = {chain.name: chain for chain in (*pdf_browser.CHAINS, *pdf_office.CHAINS, *pdf_reportlab.CHAINS)}
CHAINS = (
    *(_chain(_SOURCES[name], "plain") for name in ("reportlab-lines", "reportlab-none", "office-plain")),
    *(_chain(_SOURCES[name], "boxes") for name in ("reportlab-rects", "office-plain", "office-three-line", "chromium-borders")),
    *(_chain(_SOURCES[name], "matrix") for name in ("reportlab-borders", "office-16k", "chromium-shaded")),
)
