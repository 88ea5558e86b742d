"""Opening a Word file, which is a zip package (ISO/IEC 29500-2) and may be hostile or carelessly made.

Only the parts that hold text are inflated, in bounded pieces, so a bomb in any other part stays packed. Relationships are followed by
name within the package and never out of it; dangling ones, which WPS and web editors leave behind, do no harm. A DOCTYPE is refused:
no Office Open XML needs one, and entities live in it.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from typing import Any

from govdisc.errors import InputError, MissingLibraryError
from govdisc.i18n import gettext as _
from govdisc_docx.names import STRICT

#: Bytes of a file; a report with photographs has some 20 MB.
MAX_BYTES = 200_000_000
#: Parts of a package; a report with pictures has about fifty.
MAX_PARTS = 10_000
#: Bytes that one part may inflate to: the text of a report has one, a plain table of 10,000 rows ten.
MAX_PART = 48_000_000
#: Tags of one part; a tree of as many takes about 500 MB while it is read.
MAX_TAGS = 4_000_000
#: A part beyond a megabyte may not inflate to more than so many times its packed size; the text of documents reaches about 60.
MAX_RATIO = 400
SMALL_PART = 1_000_000

#: DOCTYPE and ENTITY in the encodings that an XML parser detects by itself.
_FORBIDDEN = tuple(word.encode(name) for word in ("<!DOCTYPE", "<!ENTITY") for name in ("ascii", "utf-16-le", "utf-16-be"))
_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
#: What other packages hold, and what to call them.
_OTHERS = (("xl/", "Excel (.xlsx)"), ("ppt/", "PowerPoint (.pptx)"), ("meta-inf/manifest.xml", "OpenDocument (.odt)"), ("ofd.xml", "OFD"))


class Package:
    """A Word file's parts: :attr:`main` is the name of the main part, :attr:`related` the parts that it names by their kind."""

    def __init__(self, data: bytes) -> None:
        """Open the package and find its main part.

        Raises:
            InputError: when it is truncated, encrypted, too large or no Word file.

        """
        if len(data) > MAX_BYTES:
            raise InputError(_("the file is larger than {limit} MB; save it without its pictures.").format(limit=MAX_BYTES // 1_000_000))
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise InputError(truncated()) from error
        parts = self._zip.infolist()
        if len(parts) > MAX_PARTS:
            raise InputError(_("the file has more than {limit} parts, which no report has; check the file.").format(limit=MAX_PARTS))
        # names of parts do not differ by case, and some programs write them with backslashes
        self._parts = {_key(one.filename): one for one in parts}
        self.main = self._find_main()
        self.related = {kind: target for kind, target in self._relationships(self.main) if target in self._parts}

    def xml(self, name: str) -> Any:
        """Return the root element of a part.

        Raises:
            InputError: when the part is missing, too large, damaged, holds a DOCTYPE or nests too deeply.

        """
        try:
            from docx.oxml.parser import parse_xml
        except ImportError as error:
            raise MissingLibraryError(_("reading Word files needs python-docx; install it with: pip install python-docx")) from error
        from lxml import etree

        data = self._inflate(name)
        if data.count(b"<") > MAX_TAGS:
            raise InputError(_("it has more than {limit} tags, which no report has; check the file.").format(limit=MAX_TAGS))
        if any(word in data for word in _FORBIDDEN):
            raise InputError(doctype())
        if b"purl.oclc.org/ooxml" in data[:10_000]:
            for strict, transitional in STRICT:
                data = data.replace(strict, transitional)
        try:
            root = parse_xml(data)
        except etree.XMLSyntaxError as error:
            if "depth" in str(error).lower():
                raise InputError(too_deep()) from error
            message = _("the file is damaged: its part {name} is not well-formed XML; open it in Word and save it again.")
            raise InputError(message.format(name=name)) from error
        if root.getroottree().docinfo.doctype:  # in an encoding of which the bytes say nothing
            raise InputError(doctype())
        return root

    def package_part(self, kind: str) -> str | None:
        """Return the name of the part that the package itself names by a kind such as ``custom-properties``, None when there is none."""
        return next((target for name, target in self._relationships("") if name == kind and target in self._parts), None)

    def _find_main(self) -> str:
        found = self.package_part("officeDocument")
        if found is None and "word/document.xml" in self._parts:
            found = "word/document.xml"
        kind = next((title for mark, title in _OTHERS if any(name.startswith(mark) for name in self._parts)), None)
        if kind is not None and (found is None or not found.startswith("word")):
            raise InputError(_("it is no Word file but {kind}; give it its proper name, or name its format with --from.").format(kind=kind))
        if found is None:
            raise InputError(_("it is no Word file: its part word/document.xml is missing."))
        return found

    def _relationships(self, source: str) -> list[tuple[str, str]]:
        """The internal relationships of a part as (last word of the type, name of the target)."""
        folder, name = posixpath.split(source)
        part = posixpath.join(folder, "_rels", f"{name}.rels")
        if part not in self._parts:
            return []
        out: list[tuple[str, str]] = []
        for one in self.xml(part).iter(_RELATIONSHIP):
            if one.get("TargetMode", "").lower() != "external":
                target = posixpath.normpath(posixpath.join("/", folder, one.get("Target", "")))
                out.append((one.get("Type", "").rpartition("/")[2], _key(target)))
        return out

    def _inflate(self, name: str) -> bytes:
        if name not in self._parts:
            raise InputError(_("the file is damaged: its part {name} is missing.").format(name=name))
        part = self._parts[name]
        if part.flag_bits & 0x1:
            raise InputError(encrypted())
        try:
            with self._zip.open(part) as stream:
                data = stream.read(MAX_PART + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError) as error:
            raise InputError(truncated()) from error
        if len(data) > MAX_PART or (len(data) > SMALL_PART and len(data) > MAX_RATIO * max(part.compress_size, 1)):
            raise InputError(_("the file unpacks to far more than a report holds (a zip bomb), so it is not read."))
        return data


def _key(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()


def doctype() -> str:
    """The sentence for a file with a DOCTYPE."""
    return _("the file holds a DOCTYPE or entities, which no Word file needs, so it is not read.")


def too_deep() -> str:
    """The sentence for a file that nests too deeply."""
    return _("its tables or boxes are nested too deeply for a report; check the file.")


def truncated() -> str:
    """The sentence for a file that is cut off or damaged."""
    return _("the file is truncated or damaged; ask for it again, or open it in Word or WPS and save it anew.")


def encrypted() -> str:
    """The sentence for a file with a password."""
    return _("the document is encrypted; open it with its password and save it without one.")
