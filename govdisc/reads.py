"""From what a reader returned to reports: a document is recognised, data is taken report by report, a stranger's word is checked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from govdisc.errors import GovdiscError, InputError, NoReportError
from govdisc.formats.base import Format, LinesResult, ReadContext, ReadResult
from govdisc.formats.json import read_portion
from govdisc.guard import Broken, guarded, words_of
from govdisc.i18n import gettext as _
from govdisc.loading import PluginInfo
from govdisc.model.book import FormBook
from govdisc.model.document import Document
from govdisc.model.report import Report
from govdisc.plugins import Plugins
from govdisc.sources import Opened, Source, sha256_of, sha256_of_file


class BrokenReaderError(Broken):
    """A stranger's reader failed on a file; ``owner`` is its plugin."""

    def __init__(self, message: str, owner: PluginInfo) -> None:
        """Keep the plugin beside what it did."""
        super().__init__(message)
        self.owner = owner


def read_by(format_: Format, owner: PluginInfo | None, source: Source, opened: Opened, plugins: Plugins) -> tuple[ReadResult | LinesResult, str]:
    """Call a format's reader, guarded where it is a stranger's; return what it made of the file, and the digest of the bytes.

    Raises:
        InputError: when the file cannot be read.
        BrokenReaderError: when a stranger's reader fails.

    """
    context = ReadContext(forms=plugins.forms, name=source.uri, formats=plugins.formats)
    lines = opened.lines() if format_.read_lines is not None else None
    if lines is not None and source.portion is not None:
        return read_portion(lines, source.portion.behind, context), source.portion.digest
    if lines is not None:
        return _called(lambda: format_.called("read_lines"), owner, lines, context), sha256_of_file(source.path or "")
    data = opened.data()
    ready = data if source.ready is None or format_.prepare is None else source.ready
    if isinstance(ready, InputError):
        raise ready
    return _called(format_.reader, owner, ready, context), sha256_of(data)


def read_again(format_: Format, data: bytes, context: ReadContext, plugins: Plugins) -> ReadResult:
    """Read what a format wrote, with the same guard.

    Raises:
        InputError: when it cannot be read.
        BrokenReaderError: when a stranger's reader fails.

    """
    return _called(format_.reader, plugins.format_owner(format_.name), data, context)


def _called(reader: Callable[[], Callable[..., Any]], owner: PluginInfo | None, given: Any, context: ReadContext) -> ReadResult:
    """Look up a reader, which may be a name that leads nowhere, and call it."""
    if owner is None or owner.ours:
        made: ReadResult = reader()(given, context)
        return made
    return read_guarded(lambda: reader()(given, context), owner)


def recognised(document: Document, forms: FormBook, variant: str | None, owner: PluginInfo | None) -> Report:
    """Return the report that a document is; ``owner`` is the plugin whose reader made it, None for the core's.

    Raises:
        NoReportError: when there is none in it.
        BrokenReaderError: when a stranger's document is none that can be walked.

    """
    from govdisc.recognise import holds_report, recognise

    try:
        report = recognise(document, forms, variant)
    except Exception as error:
        if isinstance(error, GovdiscError) or owner is None or owner.ours:
            raise
        raise BrokenReaderError(words_of(error), owner) from error
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
