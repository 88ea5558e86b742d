"""From portal XML to reports. A file is checked against the schema while it is read; nothing is fetched, no entity is expanded."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from io import BytesIO
from typing import Any, BinaryIO

from lxml import etree

from govdisc.plugin import Agency, InputError, NoReportError, ReadContext, Report, Section, Source, Unread, Value, checked_report, loads
from govdisc.plugin import gettext as _
from govdisc.reading import SAFE_XML
from govdisc_portal_xml import NAMESPACE, SCHEMA, catalogue
from govdisc_portal_xml.texts import unescaped

#: An element tree is some twenty times as large as its file; a report has about 1,000 elements, rows left unread included.
MOST_ELEMENTS = 100_000
_Q = f"{{{NAMESPACE}}}"
_POSITION = re.compile(r",? line \d+, column \d+$")


@lru_cache(maxsize=1)
def _schema() -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(str(SCHEMA)))


def read(data: bytes, context: ReadContext | None = None) -> Iterator[Report | InputError]:
    """Yield the reports of a file; see :func:`read_open`."""
    if not data.strip():
        raise InputError(_("it is empty."))
    return read_open(BytesIO(data), context)


def read_open(file: BinaryIO, context: ReadContext | None = None) -> Iterator[Report | InputError]:
    """Yield the reports of an open file, whose root is ``reports`` or one ``report``; an error in the place of one that is invalid.

    Raises:
        NoReportError: when it is XML of another kind, or none.
        InputError: when it is damaged or has a document type declaration; what stood before that was read.

    """
    numbers: set[str] = set()
    known = _Root()
    try:
        for element in _elements(file, known):
            yield _checked(element, numbers, context or ReadContext())
    except etree.XMLSyntaxError as error:
        raise _refusal(error.lineno, error.msg, InputError if known.is_ours else NoReportError) from error


class _Root:
    """Whether the root of the file that is read is one of portal XML."""

    is_ours = False


def _elements(file: BinaryIO, known: _Root) -> Iterator[etree._Element]:
    """Yield each report's element, not yet checked; it is dropped when the next one is asked for, so that one stands in memory.

    What else stands in the file is checked behind the last report.
    """
    root: etree._Element | None = None
    count = 0
    for event, element in etree.iterparse(file, events=("start", "end"), **SAFE_XML):
        if root is None:
            root = element
            _check_root(root)
            known.is_ours = True
        if event == "start":
            count += 1
            if count > MOST_ELEMENTS:
                raise _refusal(element.sourceline, _("a report has more than {limit} elements").format(limit=MOST_ELEMENTS))
        elif element.tag == _Q + "report" and element.getparent() in (root, None):
            yield element
            count = 0
            if element is not root:
                root.remove(element)
    if root is not None and root.tag != _Q + "report":
        _validate(root)


def _check_root(root: etree._Element) -> None:
    """Refuse XML of other kinds, and a document type before anything that it declares can be used."""
    if not root.tag.startswith(_Q):  # QName refuses a namespace that has a brace in it
        raise NoReportError(_("the XML is not portal XML: its namespace is not {namespace}.").format(namespace=NAMESPACE))
    if root.getroottree().docinfo.internalDTD is not None:
        raise InputError(_("the XML has a document type declaration (<!DOCTYPE …>), which is refused; remove it."))


def _validate(element: etree._Element) -> None:
    schema = _schema()
    if not schema.validate(element):
        first = schema.error_log[0]
        raise _refusal(first.line, first.message)


def _refusal(line: int | None, reason: str | None, kind: type[InputError] = InputError) -> InputError:
    text = " ".join(_POSITION.sub("", reason or "").replace(_Q, "").split())[:300].rstrip(".")
    return kind(_("the XML does not follow the schema of portal XML at line {line}: {reason}.").format(line=line or 1, reason=text))


def _checked(element: etree._Element, numbers: set[str], context: ReadContext) -> Report | InputError:
    """The report of an element, or why the schema refuses it; ``numbers`` are the index numbers seen so far."""
    try:
        _validate(element)
        number = _find(_child(element, "catalogue"), "indexNumber")
        if number is not None and number in numbers:
            return _refusal(element.sourceline, _("the index number {number} stands twice").format(number=number))
        numbers |= {number} if number is not None else set()
        return checked_report(_report(element).to_dict(), "", context.forms)
    except InputError as error:
        return error
    except ValueError:
        return InputError(_("a text marked as JSON at line {line} is not JSON; export the file again.").format(line=element.sourceline))


def _text(element: etree._Element) -> str:
    text = element.text or ""
    return unescaped(text) if element.get("encoding") == "json" else text


def _child(element: etree._Element, name: str) -> etree._Element:
    """An element that the schema demands."""
    found = element.find(_Q + name)
    assert found is not None
    return found


def _find(element: etree._Element, name: str) -> str | None:
    found = element.find(_Q + name)
    return None if found is None else _text(found)


def _report(root: etree._Element) -> Report:
    form = next(child for child in root if etree.QName(child).localname in ("form2019", "form2021", "otherForm"))
    year = root.get("year")
    report = Report(
        form=form.get("id") or etree.QName(form).localname.removeprefix("form"),
        year=None if year is None else int(year),
        variant=form.get("variant"),
        title=_find(root, "title"),
        agency=_agency(_child(root, "agency")),
        published=_find(root, "published") if root.find(_Q + "published") is not None else _find(root, "publishedAsPrinted"),
        source=_source(root.find(_Q + "source")),
        sections=[Section(section.get("id", ""), _find(section, "title") or "", _find(section, "text") or "") for section in _child(root, "sections")],
        lead=_find(root, "lead") or "",
    )
    for table in form:
        report.tables[table.get("code") or etree.QName(table).localname] = _Table(report, table).rows()
    _annotations(report, root.find(_Q + "annotations"))
    report.unread = [_unread(item) for item in root.iterfind(f"{_Q}unread/{_Q}item")]
    entry = _catalogue(report, _child(root, "catalogue"))
    report.extracted = {catalogue.KEY: entry} if entry else {}
    for extension in root.iterfind(f"{_Q}extensions/{_Q}extension"):
        report.extracted[_find(extension, "key") or ""] = loads(_find(extension, "json") or "")
    return report


def _agency(element: etree._Element) -> Agency:
    return Agency(_find(element, "name"), _find(element, "regionCode"), element.get("level"), element.get("kind"))


def _source(element: etree._Element | None) -> Source | None:
    if element is None:
        return None
    return Source(_find(element, "uri") or "", _find(element, "format") or "", _find(element, "sha256") or "")


def _unread(item: etree._Element) -> Unread:
    cells = [_text(cell) for cell in item.iterfind(_Q + "cell")]
    return Unread(item.get("kind", ""), item.get("table"), _find(item, "place") or "", _find(item, "text") or "", cells)


def _annotations(report: Report, element: etree._Element | None) -> None:
    texts = {"remark": report.remarks, "mark": report.marks, "place": report.places}
    for annotation in () if element is None else element:
        texts[etree.QName(annotation).localname][annotation.get("cell", "")] = _text(annotation)


def _catalogue(report: Report, entry: etree._Element) -> dict[str, Any]:
    """What the catalogue says beyond the report itself."""
    own = catalogue.derived(report)
    out: dict[str, Any] = {}
    for name, element in catalogue.FIELDS:
        text = _find(entry, element)
        if text is not None and text != own.get(name):
            out[name] = text
    words = [_text(keyword) for keyword in entry.iterfind(f"{_Q}keywords/{_Q}keyword")]
    return {**out, catalogue.KEYWORDS: words} if words else out


class _Table:
    """Reads one table's element into rows, and what is said about its cells into the report."""

    def __init__(self, report: Report, element: etree._Element) -> None:
        self.report = report
        self.element = element
        self.name = element.get("code") or etree.QName(element).localname

    def rows(self) -> dict[str, dict[str, Value]]:
        """Return the table's rows in their order, added ones behind the row that they follow."""
        out: dict[str, dict[str, Value]] = {}
        order: list[str] = []
        for row in self.element.iter(_Q + "row", _Q + "addedRow"):
            code = row.get("code", "")
            if row.find(_Q + "absent") is not None:
                continue
            out[code] = self._cells(row, code)
            after = row.get("after")
            if row.tag == _Q + "row" or after in order:
                order.insert(order.index(after) + 1 if after in order else len(order), code)
            else:
                order.insert(0, code)
        return {code: out[code] for code in order}

    def _cells(self, row: etree._Element, code: str) -> dict[str, Value]:
        out: dict[str, Value] = {}
        for cell in row:
            column, path = cell.get("column", ""), f"{self.name}.{code}.{cell.get('column')}"
            for part in cell:
                name = etree.QName(part).localname
                if name == "count":
                    out[column] = int(_text(part))
                elif name == "amount":
                    out[column] = Decimal(_text(part).strip())
                elif name in ("blank", "mark"):
                    out[column] = None
                if name == "mark":
                    self.report.marks[path] = _text(part)
                elif name == "remark":
                    self.report.remarks[path] = _text(part)
                elif name == "place":
                    self.report.places[path] = _text(part)
        return out
