"""The JSON Schema (2020-12) of a report, made from its form, and of the findings."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from govdisc.model.findings import SEVERITIES
from govdisc.model.form import Block, Form, Table
from govdisc.model.opened import LONGEST_LABEL, OPEN
from govdisc.model.places import WORDS
from govdisc.model.regime import Regime
from govdisc.model.report import SCHEMA_VERSION
from govdisc.recognise import UNREAD_KINDS
from govdisc.text.values import DECIMALS

#: The label of a row of an open row's, as it stands in the row's id.
_LABEL = rf"[^.\s](?:[^.]{{0,{LONGEST_LABEL - 2}}}[^.\s])?"
DIALECT = "https://json-schema.org/draft/2020-12/schema"
#: No count and no amount has more digits.
MOST_DIGITS = 15
#: Years of report, the first well before the first form.
YEARS = (1990, 2200)
#: The longest name of a body and the longest title, in characters; real ones have a tenth of it.
LONGEST_NAME, LONGEST_TITLE = 200, 1_000
#: The most parts and the most unread places that one report lists.
MOST_SECTIONS, MOST_UNREAD = 60, 10_000

def _nullable(kind: str, **more: Any) -> dict[str, Any]:
    return {"type": [kind, "null"], **more}


def _closed(properties: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "object", **more, "properties": dict(properties), "additionalProperties": False}


def _object(properties: Mapping[str, Any], optional: Mapping[str, Any] | None = None) -> dict[str, Any]:
    return _closed({**properties, **(optional or {})}, required=[*properties])


def _table_schema(table: Table) -> dict[str, Any]:
    rows = {name: _row_schema(block, row.label) for name, (block, row) in table.row_index.items()}
    opened = {rf"^{row.id}{OPEN}{_LABEL}$": _row_schema(block, row.id) for block, row in table.open_rows}
    return _closed(rows, **({"patternProperties": opened} if opened else {}))


def _row_schema(block: Block, title: str) -> dict[str, Any]:
    bounds = {"minimum": -(10**MOST_DIGITS) + 1, "maximum": 10**MOST_DIGITS - 1}
    cells = {}
    for column in block.columns:
        kind = "number" if column.kind in DECIMALS else "integer"
        cells[column.id] = _nullable(kind, title=column.label, **bounds) if column.has_numbers else {"type": "null", "title": column.label}
    return _closed(cells, title=title)


def _cell_texts(form: Form) -> dict[str, Any]:
    """A text for each cell that may have one."""
    rows = ((table.id, row_id, block) for table in form.tables for row_id, (block, _row) in table.row_index.items())
    opened = {
        rf"^{table.id}\.{row.id}{OPEN}{_LABEL}\.({'|'.join(column.id for column in block.columns)})$": {"type": "string"}
        for table in form.tables
        for block, row in table.open_rows
    }
    texts = {f"{table}.{row}.{column.id}": {"type": "string"} for table, row, block in rows for column in block.columns}
    return _closed(texts, **({"patternProperties": opened} if opened else {}))


def _agency(regime: Regime) -> dict[str, Any]:
    return _closed(
        {
            "name": _nullable("string", maxLength=LONGEST_NAME),
            "region_code": _nullable("string", maxLength=LONGEST_NAME),
            "level": {"enum": [*regime.levels, None]},
            "kind": {"enum": [*regime.kinds, None]},
        },
        required=["name"],
    )


_SOURCE = {name: {"type": "string"} for name in ("uri", "format", "sha256")}
_UNREAD = {
    "kind": {"enum": list(UNREAD_KINDS)},
    "table": _nullable("string"),
    "place": {"type": "string"},
    "text": {"type": "string"},
}
_UNREAD_CELLS = {"cells": {"type": "array", "items": {"type": "string"}}}


@lru_cache(maxsize=64)
def report_schema(form: Form) -> dict[str, Any]:
    """Return the JSON Schema of reports of a form. Other top-level keys than these were added by plugins.

    What one value means for another it cannot say: that the keys of ``remarks``, ``marks`` and ``places`` are cells that the report
    has, that a cell has a value or a mark, and that no key stands twice is checked beside it (:mod:`govdisc.checked`).
    """
    sections = _object({"id": {"enum": [section.id for section in form.sections]}, "title": {"type": "string"}, "text": {"type": "string"}})
    texts = {"$ref": "#/$defs/cell_texts"}
    return {
        "$schema": DIALECT,
        "$id": f"urn:govdisc:report:{form.variant or form.id}:{SCHEMA_VERSION}",
        "title": f"{form.title} ({form.basis})",
        "type": "object",
        "required": ["schema_version", "form", "year", "agency", "sections", "tables"],
        "properties": {
            "schema_version": {"const": SCHEMA_VERSION},
            "form": {"const": form.id},
            "variant": {"const": form.variant} if form.variant else _nullable("string"),
            "year": _nullable("integer", minimum=YEARS[0], maximum=YEARS[1]),
            "title": _nullable("string", maxLength=LONGEST_TITLE),
            "agency": _agency(form.regime),
            "published": _nullable("string", format="date", pattern="^[0-9]{4}-[0-9]{2}-[0-9]{2}$"),
            "source": {**_object(_SOURCE), "type": ["object", "null"]},
            "lead": {"type": "string"},
            "sections": {"type": "array", "items": sections, "maxItems": MOST_SECTIONS},
            "tables": _closed({table.id: _table_schema(table) for table in form.tables}),
            "remarks": texts,
            "marks": texts,
            "places": texts,
            "unread": {"type": "array", "items": _object(_UNREAD, _UNREAD_CELLS), "maxItems": MOST_UNREAD},
        },
        "$defs": {"cell_texts": _cell_texts(form)},
    }


def _finding() -> tuple[dict[str, Any], dict[str, Any]]:
    """The keys of a finding: those that it always has, and those that it may have."""
    text = _nullable("string")
    free: dict[str, Any] = {}
    number = {"type": "integer", "minimum": 0}
    location = _object({}, {**dict.fromkeys(WORDS, number), "sheet": {"type": "string"}, "cell": {"type": "string"}})
    related = _object({"input": number}, {"cell": text, "section": text, "location": {"anyOf": [location, {"type": "null"}]}})
    finding = {
        "code": {"type": "string", "pattern": "^[A-Z]{3}[0-9]{3}$"},
        "severity": {"enum": list(SEVERITIES)},
        "message": {"type": "string"},
        "input": {"type": "integer", "minimum": 0},
        "cell": text,
        "section": text,
        "quote": text,
        "place": text,
        "location": {"anyOf": [location, {"type": "null"}]},
        "expected": free,
        "actual": free,
        "basis": text,
        "suggestion": text,
        "fingerprint": {"type": "string", "pattern": "^[0-9a-f]{16}$"},
    }
    more = {
        "cells": {"type": "array", "items": {"type": "string"}},
        "related": {"type": "array", "items": related},
        "suppressed": _object({"kind": {"type": "string"}, "reason": text, "until": text}),
        "baseline": {"enum": ["new", "known"]},
    }
    return finding, more


def finding_schema() -> dict[str, Any]:
    """Return the JSON Schema of one line of ``govdisc validate --format jsonl``."""
    finding, more = _finding()
    beside = {"uri": {"type": "string"}, "agency": _nullable("string"), "year": _nullable("integer")}
    return {
        "$schema": DIALECT,
        "$id": f"urn:govdisc:finding:{SCHEMA_VERSION}",
        "title": "govdisc finding",
        **_object({**finding, **beside}, more),
    }


def findings_schema() -> dict[str, Any]:
    """Return the JSON Schema of what ``govdisc validate --format json`` prints."""
    text = _nullable("string")
    free: dict[str, Any] = {}
    finding, more = _finding()
    entry = {"uri": {"type": "string"}, "sha256": text, "form": text, "variant": text, "year": _nullable("integer"), "agency": text}
    entry["status"] = {"enum": ["read", "refused", "passed_over"]}
    told = {
        "reason": {"type": "string"},
        "previous": _object({}, {"uri": text, "year": _nullable("integer"), "reason": {"type": "string"}}),
        "unchecked": {"type": "array", "items": _object({"code": {"type": "string"}, "reason": {"type": "string"}})},
    }
    changed = {"cell": {"type": "string"}, "actual": free, "expected": free, "pattern": {"type": "string"}}
    explanation = {
        "input": {"type": "integer", "minimum": 0},
        "cells": {"type": "array", "items": _object(changed)},
        "certain": {"type": "boolean"},
        "alternatives": {"type": "integer", "minimum": 0},
    }
    tool = {
        "name": {"const": "govdisc"},
        "version": {"type": "string"},
        "plugins": {"type": "object", "additionalProperties": {"type": "string"}},
    }
    return {
        "$schema": DIALECT,
        "$id": f"urn:govdisc:findings:{SCHEMA_VERSION}",
        "title": "govdisc findings",
        **_object(
            {
                "schema_version": {"const": SCHEMA_VERSION},
                "tool": _object(tool),
                "inputs": {"type": "array", "items": _object(entry, told)},
                "findings": {"type": "array", "items": _object(finding, more)},
                "explanations": {"type": "array", "items": _object(explanation)},
                "summary": _object({name: {"type": "integer", "minimum": 0} for name in SEVERITIES}),
            }
        ),
    }
