"""Word files: the official form filled in, as typed, and both saved by LibreOffice in its formats."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from govdisc.formats.base import WriteContext
from govdisc.model.book import builtin_forms
from press.chains.pdf_office import Look, document
from press.jobs import Chain, Job
from press.programs import soffice

#: What LibreOffice saves, by suffix, with the filter where the suffix alone does not choose it.
_SAVED = {".docx": "docx:MS Word 2007 XML", ".odt": "odt", ".doc": "doc:MS Word 97", ".rtf": "rtf", ".html": "html:HTML (StarWriter)"}


def _form(job: Job) -> bytes:
    """The official form, as our own writer fills it in."""
    from govdisc_docx.writer import write

    return write([job.report], WriteContext(builtin_forms()))


def _typed(job: Job) -> bytes:
    return document(job, Look())


def _chain(name: str, make_one: Callable[[Job], bytes]) -> Chain:
    def make(jobs: Sequence[Job]) -> Iterator[bytes]:
        return (make_one(job) for job in jobs)

    return Chain(f"word-{name}", ".docx", make, ("govdisc_docx", "docx"))


def _saved(name: str, suffix: str, make_one: Callable[[Job], bytes]) -> Chain:
    def make(jobs: Sequence[Job]) -> Iterable[bytes]:
        return soffice([make_one(job) for job in jobs], ".docx", _SAVED[suffix])

    return Chain(f"writer-{name}-{suffix[1:]}", suffix, make, ("govdisc_docx", "docx", "soffice"))


CHAINS = (
    _chain("form", _form),
    _chain("typed", _typed),
    *(_saved(name, suffix, make_one) for name, make_one in (("form", _form), ("typed", _typed)) for suffix in _SAVED),
)
