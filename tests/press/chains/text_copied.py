"""Text that was copied: out of a browser, as ``innerText`` and as a selection pasted, and out of a PDF by Poppler's pdftotext."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from press.browser import Browser
from press.chains import pdf_browser, pdf_office
from press.jobs import Chain, Job
from press.markup import WAYS, Way, markup
from press.page import RULES
from press.programs import browsed, pdftotext

_SCRIPTS = {
    "inner": "document.body.innerText",
    "selection": "(() => {const all = getSelection(); all.selectAllChildren(document.body); return all.toString()})()",
}
_PDF = {chain.name: chain for chain in (*pdf_browser.CHAINS, *pdf_office.CHAINS)}
_LAYOUT, _RAW = 90.0, 0.0


def _copied(name: str, way: Way, script: str) -> Chain:
    def take(browser: Browser) -> bytes:
        return str(browser.run(_SCRIPTS[script])).encode("utf-8")

    def make(jobs: Sequence[Job]) -> Iterator[bytes]:
        styled = (markup(job, way).replace("</head>", f"<style>{RULES['borders']}</style></head>") for job in jobs)
        return browsed([page.replace(f"charset={way.charset}", "charset=utf-8") for page in styled], take)

    return Chain(f"copy-{script}-{name}", ".txt", make, ("chromium",))


def _pdf_text(source: Chain, option: str, target: float) -> Chain:
    def make(jobs: Sequence[Job]) -> Iterator[bytes]:
        return pdftotext(source.make(jobs), option)

    return Chain(f"pdftotext{option}-{source.name}", ".txt", make, ("pdftotext", *source.needs), target)


CHAINS = (
    *(_copied(name, WAYS[name], script) for name in ("plain", "wordpress", "padded", "nested") for script in _SCRIPTS),
    *(
        _pdf_text(_PDF[name], option, target)
        for name in ("chromium-borders", "office-plain")
        for option, target in (("-layout", _LAYOUT), ("-raw", _RAW))
    ),
)
