"""Write one report as the official Word form: the parts of the template, the body, and what the file says of its report.

The same report gives the same bytes: the parts carry no dates, and the entries of the zip file all bear the earliest one there is.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from xml.sax.saxutils import quoteattr

from govdisc.plugin import ConfigurationError, Report, WriteContext
from govdisc.plugin import gettext as _
from govdisc.reading import declared_facts
from govdisc_docx.body import DECLARATION, document_xml, escaped
from govdisc_docx.facts import CUSTOM, PREFIX, TYPES

#: The parts that are the same in every file, as they lie in the folder ``template``; the content types must come first.
TEMPLATE = (
    "[Content_Types].xml",
    "_rels/.rels",
    "word/_rels/document.xml.rels",
    "word/styles.xml",
    "word/settings.xml",
    "word/fontTable.xml",
    "word/footer1.xml",
    "word/footer2.xml",
)
_CHINESE = re.compile("[\u4e00-\u9fff]+")
_EPOCH = (1980, 1, 1, 0, 0, 0)
#: The identifier of custom properties, the same in all files.
_FORMAT_ID = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"


def write(reports: Sequence[Report], context: WriteContext) -> bytes:
    """Return the .docx file of one report.

    Raises:
        ConfigurationError: when there is not exactly one report, or its form or variant is not installed.

    """
    if len(reports) != 1:
        raise ConfigurationError(_("a Word file holds one report; name a folder with -o for several."))
    report = reports[0]
    form = context.forms.of(report)
    parts = {
        "word/document.xml": document_xml(report, form),
        "docProps/core.xml": _core_properties(report),
        "docProps/custom.xml": _custom_properties(report),
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        for name, data in (*_template(form.regime.language), *((name, text.encode("utf-8")) for name, text in parts.items())):
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0  # else the bytes would differ between systems
            package.writestr(entry, data)
    return buffer.getvalue()


@cache
def _template(language: str) -> tuple[tuple[str, bytes], ...]:
    """The parts that are the same in every file of a language; where that is not Chinese, without the names of Chinese fonts."""
    folder = files("govdisc_docx").joinpath("template")
    parts = tuple((name, folder.joinpath(*name.split("/")).read_bytes()) for name in TEMPLATE)
    if language.startswith("zh"):
        return parts
    return tuple((name, _CHINESE.sub("Times New Roman", data.decode()).replace("zh-CN", language).encode()) for name, data in parts)


def _core_properties(report: Report) -> str:
    title = f"<dc:title>{escaped(report.title)}</dc:title>" if report.title is not None else ""
    creator = f"<dc:creator>{escaped(report.agency.name)}</dc:creator>" if report.agency.name else ""
    return (
        f'{DECLARATION}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/">{title}{creator}</cp:coreProperties>'
    )


def _custom_properties(report: Report) -> str:
    properties = "".join(
        f'<property fmtid="{_FORMAT_ID}" pid="{number}" name={quoteattr(PREFIX + key)}><vt:lpwstr>{escaped(text)}</vt:lpwstr></property>'
        for number, (key, text) in enumerate(declared_facts(report).items(), 2)
    )
    return f'{DECLARATION}<Properties xmlns="{CUSTOM}" xmlns:vt="{TYPES}">{properties}</Properties>'
