"""The parts of a Word file, which is a zip package (ISO/IEC 29500-2) and may be hostile or carelessly made.

Relationships are followed by name within the package and never out of it; dangling ones, which WPS and web editors leave behind, do no
harm.
"""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from typing import Any

from govdisc.plugin import InputError
from govdisc.plugin import gettext as _
from govdisc.reading import PACKAGE_TITLES, open_zip, package_kind, parse_xml
from govdisc_docx.names import STRICT

_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


class Package:
    """A Word file's parts: :attr:`main` is the name of the main part, :attr:`related` the parts that it names by their kind."""

    def __init__(self, data: bytes) -> None:
        """Open the package and find its main part.

        Raises:
            InputError: when it is truncated, encrypted, too large or no Word file.

        """
        self._archive = open_zip(data)
        self.main = self._find_main(package_kind(data[:_HEAD]))
        self.related = {kind: target for kind, target in self._relationships(self.main) if target in self._archive}

    def xml(self, name: str) -> Any:
        """Return the root element of a part.

        Raises:
            InputError: when the part is missing, too large, damaged, holds a DOCTYPE or nests too deeply.

        """
        data = self._archive.read(name)
        if b"purl.oclc.org/ooxml" in data[:10_000]:
            for strict, transitional in STRICT:
                data = data.replace(strict, transitional)
        return parse_xml(data, name)

    @property
    def strict(self) -> bool:
        """Whether it is written in the strict variant of the standard."""
        return b"purl.oclc.org/ooxml" in self._archive.read(self.main)[:10_000]

    def __contains__(self, name: str) -> bool:
        return name in self._archive

    def changed(self, parts: Mapping[str, bytes]) -> bytes:
        """Return the package with other bytes for some parts, and with new ones."""
        return self._archive.changed(parts)

    def package_part(self, kind: str) -> str | None:
        """Return the name of the part that the package itself names by a kind such as ``custom-properties``, None when there is none."""
        return next((target for name, target in self._relationships("") if name == kind and target in self._archive), None)

    def _find_main(self, kind: str | None) -> str:
        found = self.package_part("officeDocument")
        if found is None and "word/document.xml" in self._archive:
            found = "word/document.xml"
        title = PACKAGE_TITLES.get(kind or "")
        if title is not None and kind != "docx" and (found is None or not found.startswith("word")):
            raise InputError(_("it is no Word file but {kind}; give it its proper name, or name its format with --from.").format(kind=title))
        if found is None:
            raise InputError(_("it is no Word file: its part word/document.xml is missing."))
        return found

    def _relationships(self, source: str) -> list[tuple[str, str]]:
        """The internal relationships of a part as (last word of the type, name of the target)."""
        folder, name = posixpath.split(source)
        part = posixpath.join(folder, "_rels", f"{name}.rels")
        if part not in self._archive:
            return []
        out: list[tuple[str, str]] = []
        for relationship in self.xml(part).iter(_RELATIONSHIP):
            if relationship.get("TargetMode", "").lower() != "external":
                target = posixpath.normpath(posixpath.join("/", folder, relationship.get("Target", "")))
                out.append((relationship.get("Type", "").rpartition("/")[2], target.replace("\\", "/").lstrip("/").lower()))
        return out


#: So much of the file is looked at to tell its kind.
_HEAD = 1 << 16
