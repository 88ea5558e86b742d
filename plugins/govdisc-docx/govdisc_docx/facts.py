"""The facts that govdisc's own files state beside the printed report: custom document properties (ISO/IEC 29500-1, 22.3).

Word, WPS and LibreOffice keep them when the file is edited, and show them under the file's properties.
"""

from __future__ import annotations

from typing import Any

#: What the names of the properties begin with.
PREFIX = "govdisc."
CUSTOM = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"


def declared_facts(root: Any) -> dict[str, str]:
    """Return the facts in a custom properties part, {} when it has none of ours."""
    named = {node.get("name") or "": "".join(node.itertext()) for node in root.iter(f"{{{CUSTOM}}}property")}
    return {name.removeprefix(PREFIX): text for name, text in named.items() if name.startswith(PREFIX)}
