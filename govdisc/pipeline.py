"""The one straight line: bytes → reader → Document → recognise → Report → rules → findings."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from govdisc.errors import ConfigurationError, InputError, NoReportError, PluginError
from govdisc.formats.base import Format, ReadContext
from govdisc.i18n import gettext as _
from govdisc.model.document import Document
from govdisc.model.findings import Finding
from govdisc.model.form import Form
from govdisc.model.report import Report, Source
from govdisc.plugins import Plugins
from govdisc.rules.registry import Context, Rule
from govdisc.schema import use_forms

#: The formats that a distribution of ours brings, for the advice when it is not installed.
KNOWN_FORMATS = {
    "html": "govdisc-html",
    "docx": "govdisc-docx",
    "doc": "govdisc-docx",
    "xlsx": "govdisc-xlsx",
    "xls": "govdisc-xlsx",
    "ods": "govdisc-xlsx",
    "pdf": "govdisc-pdf",
    "csv": "govdisc-csv",
    "markdown": "govdisc-markdown",
    "portal-xml": "govdisc-portal-xml",
}

#: How a file begins whose format needs a plugin.
_MAGIC = (
    (b"%PDF-", "pdf"),
    (b"PK\x03\x04", "docx"),
    (b"\xd0\xcf\x11\xe0", "doc"),
    (b"<!doctype html", "html"),
    (b"<html", "html"),
    (b"<?xml", "portal-xml"),
)
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\x00", b"MM\x00*")


class RuleError(PluginError):
    """A rule raised an exception; ``rule`` is the one."""

    def __init__(self, rule: Rule, error: Exception) -> None:
        """Name the rule, the module that brought it, and what it raised."""
        what = f"{type(error).__name__}: {error}"
        super().__init__(
            _("rule {code} of {module} failed and is left out: {error}").format(code=rule.code, module=rule.module, error=what)
        )
        self.rule = rule


def choose_format(data: bytes, name: str, plugins: Plugins, wanted: str | None = None) -> Format:
    """Return the format to read some bytes as: the one wanted, else the one that is surest of their first 4096 bytes.

    Raises:
        ConfigurationError: when the wanted format is not installed or cannot be read.
        InputError: when no installed format knows the bytes.

    """
    readable = {one.name: one for one in plugins.formats.values() if one.read is not None}
    if wanted is not None:
        if wanted not in readable:
            raise ConfigurationError(_unknown_format(wanted, readable))
        return readable[wanted]
    head = data[:4096]
    scores = [(one.detect(head, name) if one.detect else 0, one) for one in readable.values()]
    best = max(scores, key=lambda pair: pair[0], default=(0, None))
    if best[1] is None or best[0] <= 0:
        raise InputError(_unreadable(head, readable))
    if best[1].name == "text":
        missing = _missing_plugin(head, name, readable)
        if missing:
            raise InputError(_install_advice(missing))
    return best[1]


def _missing_plugin(head: bytes, name: str, readable: Mapping[str, Format]) -> str | None:
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    found = next((kind for magic, kind in _MAGIC if start.startswith(magic.lower())), None)
    return found if found and found not in readable else None


def _install_advice(kind: str) -> str:
    return _("it looks like {kind}, and no installed plugin reads that; install one with: pip install {package}").format(
        kind=kind, package=KNOWN_FORMATS[kind]
    )


def _unknown_format(wanted: str, readable: Mapping[str, Format]) -> str:
    known = ", ".join(readable)
    if wanted in KNOWN_FORMATS:
        return _("the format {wanted} needs a plugin; install it with: pip install {package} (installed: {known}).").format(
            wanted=wanted, package=KNOWN_FORMATS[wanted], known=known
        )
    return _("there is no format {wanted} to read; installed are: {known}.").format(wanted=wanted, known=known)


def _unreadable(head: bytes, readable: Mapping[str, Format]) -> str:
    missing = _missing_plugin(head, "", readable)
    if missing:
        return _install_advice(missing)
    if not head:
        return _("it is empty.")
    if head.startswith(_PICTURES):
        return _("it is a picture; govdisc reads text, not images. Ask for the Word file, or run text recognition (OCR) first.")
    return _("its kind is not known; govdisc reads {known}. Name the format with --from if it is one of these.").format(
        known=", ".join(readable)
    )


def read_reports(
    data: bytes, uri: str, plugins: Plugins, wanted: str | None = None, variant: str | None = None
) -> Iterator[Report | InputError]:
    """Read every report in some bytes; what is broken comes as an :class:`InputError` in its place.

    ``uri`` names the file in the report's source and tells formats that have no mark of their own apart.
    """
    try:
        use_forms(plugins.forms)
        format_ = choose_format(data, uri, plugins, wanted)
        assert format_.read is not None
        result = format_.read_with(data, ReadContext(uri, plugins.forms, plugins.formats))
        source = Source(uri, format_.name, hashlib.sha256(data).hexdigest())
        if isinstance(result, Document):
            yield _recognised(result, plugins, source, variant)
            return
        yield from _data_reports(result, plugins, source)
    except InputError as error:
        yield error


def _recognised(document: Document, plugins: Plugins, source: Source, variant: str | None) -> Report:
    from govdisc.recognise import recognise

    report = recognise(document, plugins.forms, variant)
    if not report.tables and not any(one.table for one in report.unread) and not (report.title and len(report.sections) > 1):
        raise NoReportError(_("there is no annual report on information disclosure (政府信息公开工作年度报告) in it."))
    report.source = source
    plugins.extract(report)
    return report


def _data_reports(result: Iterable[Report | InputError], plugins: Plugins, source: Source) -> Iterator[Report | InputError]:
    """Reports that came as data; one that names no source of its own gets the file's."""
    for one in result:
        if isinstance(one, Report) and one.source is None:
            one.source = source
        yield one


def form_of(report: Report, plugins: Plugins) -> Form:
    """Return the form of a report, with its variant laid over it where that is installed.

    Raises:
        ConfigurationError: when the form is not installed.

    """
    try:
        return plugins.forms.form(report.form, report.variant)
    except ConfigurationError:
        return plugins.forms.form(report.form)


def run_rules(
    report: Report,
    plugins: Plugins,
    *,
    previous: Report | None = None,
    settings: Mapping[str, Any] | None = None,
    rules: Iterable[Rule] | None = None,
) -> list[Finding]:
    """Return everything the rules find in one report.

    Raises:
        ConfigurationError: when the report's form is not installed, or a threshold is set to what its rule cannot use.
        RuleError: when a rule fails.

    """
    context = Context(form_of(report, plugins), previous, settings or {})
    findings: list[Finding] = []
    for rule in plugins.rules.values() if rules is None else rules:
        try:
            findings += [one for one in rule.check(report, context) if isinstance(one, Finding)]
        except ConfigurationError:
            raise
        except Exception as error:
            raise RuleError(rule, error) from error
    return findings
