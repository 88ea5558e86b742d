"""What plugins read out of a report under keys of their own, each guarded, none able to change the report."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from govdisc import copies
from govdisc.guard import Broken, guarded, words_of
from govdisc.i18n import gettext as _
from govdisc.kinds import ExtractContext
from govdisc.loading import PluginInfo
from govdisc.model.document import Document
from govdisc.model.form import Form
from govdisc.model.report import CORE_KEYS, Report
from govdisc.plugins import Plugins

_CORE = frozenset(CORE_KEYS)


def extract(report: Report, form: Form, document: Document | None, plugins: Plugins) -> list[str]:
    """Put what plugins read out of a report beside its own keys; return a sentence about each that failed."""
    failures: list[str] = []
    taken: dict[str, str] = {}
    for info, extractor in plugins.extractors:
        if extractor.forms and not form.is_of(extractor.forms):
            continue
        lent = document if "document" in extractor.needs else None
        _run(info, report, lambda given, reader=extractor, d=lent: {reader.key: reader.read(given, ExtractContext(form, d))}, taken, failures)
    for info, found in _old_way(report, form, plugins) if plugins.hook.govdisc_extract.get_hookimpls() else ():
        _run(info, report, lambda given, value=found: value, taken, failures)
    return failures


def _old_way(report: Report, form: Form, plugins: Plugins) -> Iterator[tuple[PluginInfo, Any]]:
    """Ask the hook of version 0.1, once for all plugins that have it; a stranger's gets a copy of the report."""
    given = _copied(report) if plugins.has_strangers else report
    answers = plugins.hook.govdisc_extract(report=given, form=form)
    if plugins.has_strangers and given != report:
        changed = [info for info in plugins.infos if not info.ours and "govdisc_extract" in info.hooks]
        for info in changed:
            info.fail(_("govdisc_extract: it changed the report that it was given"))
        answers = [(info, value) for info, value in answers if info not in changed]
    yield from answers


def _copied(report: Report) -> Report:
    """A copy for strangers, with what was extracted before."""
    copy: Report = copies.unpacked(copies.packed(report))
    return copy


def _run(info: PluginInfo, report: Report, read: Any, taken: dict[str, str], failures: list[str]) -> None:
    if info.error:
        return
    try:
        if info.ours:
            found = read(report)
        else:
            copy = _copied(report)
            found = guarded(lambda: read(copy))
            if copy != report:
                raise Broken(_("it changed the report that it was given"))
        _put(info, report, found, taken)
    except Broken as error:
        failures.append(_("the extraction of the plugin {name} failed: {error}").format(name=info.name, error=error))
        info.fail(str(error))
    except Exception as error:  # of our own: told like any other's
        failures.append(_("the extraction of the plugin {name} failed: {error}").format(name=info.name, error=words_of(error)))


def _put(info: PluginInfo, report: Report, found: Any, taken: dict[str, str]) -> None:
    if found is None:
        return
    if not isinstance(found, Mapping):
        raise Broken(_("it returns {type}, where keys and values are asked for").format(type=type(found).__name__))
    for key, value in found.items():
        if value is None:
            continue
        if not isinstance(key, str) or key in taken or key in _CORE:
            raise Broken(_("the key {key} is {owner}'s").format(key=str(key)[:40], owner=taken.get(key, "govdisc" if key in _CORE else "?")))
        if not info.ours:
            try:
                json.dumps(value, allow_nan=False)
            except (TypeError, ValueError, RecursionError):
                raise Broken(_("what it gives for {key} is no JSON").format(key=key)) from None
        taken[key] = info.name
        report.extracted[key] = value
