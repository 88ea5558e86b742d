"""The results of files that are not read: refused, passed over, or those on which govdisc or a plugin failed."""

from __future__ import annotations

from collections.abc import Iterator

from govdisc.account import PASSED_OVER, REFUSED, Input, Result
from govdisc.choose import NeedsPluginError, UnknownKindError, kind_of
from govdisc.errors import InputError, NoReportError
from govdisc.guard import words_of
from govdisc.i18n import gettext as _
from govdisc.model.places import shown_place
from govdisc.plugins import Plugins
from govdisc.reads import BrokenReaderError
from govdisc.rules.inputs import entry_of, failed_on, findings_of
from govdisc.rules.plugins import plugin_broken
from govdisc.sources import Source


def refused(source: Source, error: BaseException) -> Result:
    """Return the result of a file that is not read: refused, or passed over where it stood in a folder and is no report's business."""
    if isinstance(error, BrokenReaderError):
        return _failed(source, _sentence(error))
    if not isinstance(error, InputError):
        return lost(source, words_of(error))
    message = _("{path}: {message}").format(path=shown_place(error.place), message=error) if error.place else str(error)
    passed = not source.named and not source.severe and isinstance(error, (NoReportError, UnknownKindError))
    entry = Input(source.uri, **entry_of(error), status=PASSED_OVER if passed else REFUSED, reason=message)
    what = error.distribution if isinstance(error, NeedsPluginError) else kind_of(source)
    return Result(entry, findings=[] if passed else list(findings_of(error, 0)), what=what, within=error.place is not None, foreign=isinstance(error, NoReportError))


def telling(failed: list[BrokenReaderError], result: Result) -> Result:
    """Tell with the first result of a file of the readers that failed on it before it was read or refused, and forget them."""
    for error in failed:
        message = _sentence(error)
        result.findings = [*failed_on(message), *result.findings]
        result.failures.append(f"{result.input.uri}: {message}")
    failed.clear()
    return result


def _sentence(error: BrokenReaderError) -> str:
    return _("the plugin {name} failed on this file: {error}.").format(name=error.owner.name, error=error)


def of_broken(plugins: Plugins) -> Iterator[Result]:
    """Yield what became known of broken plugins while they were used: they are named, and the verdict is without them."""
    for info in plugins.broken():
        finding = plugin_broken.finding(info.told, key=info.name, basis=None)
        yield Result(Input(""), late=True, aside=True, failures=[info.told], findings=[finding])


def lost(source: Source, why: str) -> Result:
    """Return the result of a file on which govdisc failed."""
    return _failed(source, _("govdisc failed on this file: {error}.").format(error=why))


def _failed(source: Source, message: str) -> Result:
    entry = Input(source.uri, status=REFUSED, reason=message)
    return Result(entry, findings=list(failed_on(message)), failures=[f"{source.uri}: {message}"], what=kind_of(source))
