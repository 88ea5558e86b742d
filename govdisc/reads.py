"""From what a reader returned to reports: a document is recognised, data is taken report by report, a stranger's word is checked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from govdisc.errors import InputError, NoReportError
from govdisc.formats.base import ReadResult
from govdisc.guard import Broken, guarded
from govdisc.i18n import gettext as _
from govdisc.model.book import FormBook
from govdisc.model.document import Document
from govdisc.model.report import Report
from govdisc.plugins import PluginInfo


class BrokenReaderError(Broken):
    """A stranger's reader failed on a file; ``owner`` is its plugin."""

    def __init__(self, message: str, owner: PluginInfo) -> None:
        """Keep the plugin beside what it did."""
        super().__init__(message)
        self.owner = owner


def recognised(document: Document, forms: FormBook, variant: str | None) -> Report:
    """Return the report that a document is.

    Raises:
        NoReportError: when there is none in it.

    """
    from govdisc.recognise import holds_report, recognise

    report = recognise(document, forms, variant)
    if not holds_report(report):
        raise NoReportError(_("there is no annual report on information disclosure (政府信息公开工作年度报告) in it."))
    return report


def read_guarded(read: Any, owner: PluginInfo) -> ReadResult:
    """Call a stranger's reader and return a document or a walk over its reports, as far as it is that.

    Raises:
        InputError: what the reader itself says of the file.
        BrokenReaderError: when it does anything else that it may not.

    """
    try:
        made = guarded(read, allowed=(InputError,))
    except Broken as error:
        raise BrokenReaderError(str(error), owner) from error
    if isinstance(made, Document):
        return made
    if made is None or isinstance(made, (str, bytes, dict)) or not isinstance(made, Iterable):
        raise BrokenReaderError(f"it returns {type(made).__name__}, where a document or reports are asked for", owner)
    return _walked(iter(made), owner)


def _walked(reports: Iterator[Any], owner: PluginInfo) -> Iterator[Report | InputError]:
    while True:
        try:
            found = guarded(lambda: next(reports, None), allowed=(InputError,))
        except Broken as error:
            raise BrokenReaderError(str(error), owner) from error
        if found is None:
            return
        if not isinstance(found, (Report, InputError)):
            raise BrokenReaderError(f"it yields {type(found).__name__}, where reports are asked for", owner)
        yield found
