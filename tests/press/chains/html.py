"""Pages as content management systems write them, and as a browser saves them in one file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from press.browser import Browser
from press.jobs import Chain, Job
from press.markup import WAYS, Way, markup, page_bytes
from press.programs import browsed


def _chain(name: str, way: Way) -> Chain:
    def make(jobs: Sequence[Job]) -> Iterator[bytes]:
        return (page_bytes(job, way) for job in jobs)

    return Chain(f"html-{name}", ".html", make, ("govdisc_html",))


def _saved(name: str, way: Way) -> Chain:
    def make(jobs: Sequence[Job]) -> Iterator[bytes]:
        return browsed([markup(job, way) for job in jobs], Browser.saved)

    return Chain(f"mhtml-{name}", ".mhtml", make, ("govdisc_html", "chromium"))


CHAINS = (
    *(_chain(name, way) for name, way in WAYS.items()),
    *(_saved(name, WAYS[name]) for name in ("plain", "wordpress", "word-pasted", "nested")),
)
