"""Reports drawn with reportlab, with a Chinese font that is not in the file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from press.canvas import drawn
from press.jobs import Chain, Job


def _chain(name: str, target: float = 100.0, **how: Any) -> Chain:
    def make(jobs: Sequence[Job]) -> Iterator[bytes]:
        return (drawn(job, **how) for job in jobs)

    return Chain(f"reportlab-{name}", ".pdf", make, ("reportlab",), target)


CHAINS = (
    _chain("lines"),
    _chain("rects", ruling="rects", page_number="- {n} -"),
    _chain("borders", ruling="borders", header="青岚县水务局", page_number="{n}/{m}"),
    _chain("open", ruling="open"),
    _chain("open-breaks", ruling="rects", open_breaks=True),
    _chain("turned", turn=90),
    _chain("horizontal", 95.0, ruling="horizontal"),
    _chain("zebra", 90.0, ruling="zebra"),
    _chain("none", 90.0, ruling="none"),
)
