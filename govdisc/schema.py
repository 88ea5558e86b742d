"""The JSON Schema (2020-12) of a report, made from its form, and of the findings; and the check of every JSON input.

jsonschema takes some milliseconds a report, so a fast check of our own goes first; only what it does not accept at once is given
to jsonschema, whose verdict and wording count.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any

from govdisc.errors import ConfigurationError, InputError, NoReportError
from govdisc.i18n import gettext as _
from govdisc.model.book import FormBook, builtin_forms
from govdisc.model.findings import SEVERITIES
from govdisc.model.form import Form, Table
from govdisc.model.places import WORDS
from govdisc.model.report import KINDS, LEVELS, SCHEMA_VERSION, Report

DIALECT = "https://json-schema.org/draft/2020-12/schema"
#: So many schema errors of one report are told; more say nothing new.
MOST_VIOLATIONS = 20

_book: FormBook | None = None


def use_forms(book: FormBook) -> None:
    """Check reports against the forms and variants of that book as well as the national ones."""
    global _book
    if book is not _book:
        _book = book
        _fast.cache_clear()


def _forms() -> FormBook:
    return _book if _book is not None else builtin_forms()


class SchemaError(InputError):
    """A JSON object that is no report of its form; ``violations`` are (JSON path, what is wrong)."""

    def __init__(self, violations: list[tuple[str, str]], data: Mapping[str, Any]) -> None:
        """Keep the violations, and the object so far as it says what it is."""
        super().__init__("; ".join(f"{path}: {message}" for path, message in violations[:3]))
        self.violations = violations
        self.data = data


def _nullable(kind: str, **more: Any) -> dict[str, Any]:
    return {"type": [kind, "null"], **more}


def _table_schema(table: Table) -> dict[str, Any]:
    rows: dict[str, Any] = {}
    for block in table.blocks:
        for row in (*block.rows, *block.admits):
            columns = {
                column.id: _nullable("number" if column.kind == "amount" else "integer", title=column.label) for column in block.columns
            }
            rows[row.id] = {"type": "object", "title": row.label, "properties": columns, "additionalProperties": False}
    return {"type": "object", "properties": rows, "additionalProperties": False}


_AGENCY = {
    "type": "object",
    "required": ["name"],
    "properties": {
        "name": _nullable("string"),
        "region_code": _nullable("string"),
        "level": {"enum": [*LEVELS, None]},
        "kind": {"enum": [*KINDS, None]},
    },
    "additionalProperties": False,
}
_UNREAD = {
    "type": "object",
    "required": ["kind", "table", "place", "text", "cells"],
    "properties": {
        "kind": {"type": "string"},
        "table": _nullable("string"),
        "place": {"type": "string"},
        "text": {"type": "string"},
        "cells": {"type": "array", "items": {"type": "string"}},
    },
    "additionalProperties": False,
}


def report_schema(form: Form) -> dict[str, Any]:
    """Return the JSON Schema of reports of a form. Other top-level keys than these were added by plugins."""
    text_map = {"type": "object", "additionalProperties": {"type": "string"}}
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
            "year": _nullable("integer", minimum=1990, maximum=2200),
            "title": _nullable("string"),
            "agency": _AGENCY,
            "published": _nullable("string", pattern=r"^\d{4}-\d{2}-\d{2}$"),
            "source": {
                "type": ["object", "null"],
                "required": ["uri", "format", "sha256"],
                "properties": {name: {"type": "string"} for name in ("uri", "format", "sha256")},
                "additionalProperties": False,
            },
            "lead": {"type": "string"},
            "sections": {
                "type": "array",
                "items": {
                    "type": "object",
                    "required": ["id", "title", "text"],
                    "properties": {
                        "id": {"enum": [one.id for one in form.sections]},
                        "title": {"type": "string"},
                        "text": {"type": "string"},
                    },
                    "additionalProperties": False,
                },
            },
            "tables": {
                "type": "object",
                "properties": {table.id: _table_schema(table) for table in form.tables},
                "additionalProperties": False,
            },
            "remarks": text_map,
            "marks": text_map,
            "places": text_map,
            "unread": {"type": "array", "items": _UNREAD},
        },
    }


def findings_schema() -> dict[str, Any]:
    """Return the JSON Schema of what ``govdisc validate --format json`` prints."""
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
        "related": {"type": "array", "items": related},
        "suppressed": _object({"kind": {"type": "string"}, "reason": text, "until": text}),
        "baseline": {"enum": ["new", "known"]},
    }
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


def _object(properties: Mapping[str, Any], optional: Mapping[str, Any] | None = None) -> dict[str, Any]:
    return {"type": "object", "required": [*properties], "properties": {**properties, **(optional or {})}, "additionalProperties": False}


# --- checking -------------------------------------------------------------------------------------------------------------------

_TEXT: frozenset[type] = frozenset({str})
_TEXT_OR_NONE: frozenset[type] = frozenset({str, type(None)})
_COUNT: frozenset[type] = frozenset({int, type(None)})
_AMOUNT: frozenset[type] = frozenset({int, Decimal, type(None)})

_AGENCY_KEYS = frozenset({"name", "region_code", "level", "kind"})
_SOURCE_KEYS = frozenset({"uri", "format", "sha256"})
_SECTION_KEYS = frozenset({"id", "title", "text"})
_LEVELS, _KINDS = (*LEVELS, None), (*KINDS, None)


def _is_date(text: str) -> bool:
    return len(text) == 10 and text[4] == text[7] == "-" and text.replace("-", "").isdigit() and text.isascii()


class _Fast:
    """A form's rows and columns as sets, to accept a plain report within microseconds."""

    def __init__(self, form: Form) -> None:
        self.form = form
        self.rows: dict[str, dict[str, tuple[frozenset[str], frozenset[type], frozenset[str]]]] = {}
        for table in form.tables:
            rows = self.rows[table.id] = {}
            for block in table.blocks:
                names = frozenset(column.id for column in block.columns)
                amounts = frozenset(column.id for column in block.columns if column.kind == "amount")
                for row in (*block.rows, *block.admits):
                    rows[row.id] = names, _AMOUNT if amounts else _COUNT, names - amounts
        self.sections = frozenset(one.id for one in form.sections)

    def accepts(self, data: Mapping[str, Any]) -> bool:
        """Tell whether a report surely fits the schema; False means that jsonschema must look."""
        agency, source, published = data["agency"], data.get("source"), data.get("published")
        facts = {type(data.get("title")), type(published), type(data.get("variant")), *map(type, agency.values())}
        if (
            not facts <= _TEXT_OR_NONE
            or type(data["year"]) is not int
            or not 1990 <= data["year"] <= 2200
            or type(data.get("lead", "")) is not str
        ):
            return False
        if "name" not in agency or not agency.keys() <= _AGENCY_KEYS:
            return False
        if agency.get("level") not in _LEVELS or agency.get("kind") not in _KINDS:
            return False
        if published is not None and not _is_date(published):
            return False
        if source is not None and (source.keys() != _SOURCE_KEYS or set(map(type, source.values())) != _TEXT):
            return False
        if not isinstance(data["sections"], list):
            return False
        for one in data["sections"]:
            if one.keys() != _SECTION_KEYS or set(map(type, one.values())) != _TEXT or one["id"] not in self.sections:
                return False
        for name in ("remarks", "marks", "places"):
            if name in data and not set(map(type, data[name].values())) <= _TEXT:
                return False
        return self._tables(data["tables"])

    def _tables(self, tables: Mapping[str, Any]) -> bool:
        for table, rows in tables.items():
            known = self.rows[table]
            for row, cells in rows.items():
                names, kinds, counts = known[row]
                if not cells.keys() <= names or not set(map(type, cells.values())) <= kinds:
                    return False
                if kinds is _AMOUNT and any(type(cells[name]) is Decimal for name in counts if name in cells):
                    return False
        return True


@lru_cache(maxsize=64)
def _fast(form_id: str, variant: str | None) -> _Fast:
    return _Fast(_forms().form(form_id, variant))


def checked_report(data: Any, where: str = "") -> Report | InputError:
    """Return the report that a JSON object is, or the error that says why it is none; ``where`` is put before JSON paths."""
    problem = _not_ours(data)
    if problem is not None:
        # another program's JSON is passed over in a folder; a report of another version is not
        kind = InputError if isinstance(data, dict) and "schema_version" in data else NoReportError
        return kind(f"{where + ': ' if where else ''}{problem}")
    try:
        fast = _fast(data["form"], data.get("variant"))
    except ConfigurationError:
        try:
            fast = _fast(data["form"], None)  # a variant whose plugin is not installed: the national form still holds
        except ConfigurationError as error:
            return InputError(str(error))
    try:
        accepted = "unread" not in data and fast.accepts(data)
    except (KeyError, TypeError, AttributeError, ValueError):
        accepted = False
    if not accepted:
        violations = _violations(data, fast.form, where)
        if violations:
            return SchemaError(violations, data)
    return Report.from_dict(data)


def _not_ours(data: Any) -> str | None:
    """Why an object is no report of this schema version, in one sentence, None when it may be one."""
    if not isinstance(data, dict):
        return _("it is not a report: a report is a JSON object.")
    version = data.get("schema_version")
    if version is None:
        return _("it is not a report: it has no schema_version; make one with govdisc export --format json.")
    if version != SCHEMA_VERSION:
        return _(
            "its schema_version is {version}, and this govdisc reads {known}; export it again or install the matching version."
        ).format(version=str(version)[:20], known=SCHEMA_VERSION)
    if not isinstance(data.get("form"), str) or not isinstance(data.get("variant"), (str, type(None))):
        return _("it does not say which form it is (form: {forms}).").format(forms=", ".join(_forms().ids()))
    return None


def _violations(data: Any, form: Form, where: str) -> list[tuple[str, str]]:
    from itertools import islice

    from jsonschema import Draft202012Validator

    schema = report_schema(form)
    if data.get("variant") and not form.variant:
        schema["properties"]["variant"] = _nullable("string")
    errors = islice(Draft202012Validator(schema).iter_errors(data), MOST_VIOLATIONS)
    return [(f"${where}{error.json_path[1:]}", error.message[:200]) for error in errors]
