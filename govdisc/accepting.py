"""The schema of a form, compiled to functions that say yes or no in a few microseconds, where jsonschema takes milliseconds to say why."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import lru_cache
from itertools import chain
from typing import Any

from govdisc.model.form import Form
from govdisc.schema import MOST_DIGITS, report_schema
from govdisc.text.dates import is_iso_day

Check = Callable[[Any], bool]
_TYPES: Mapping[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "integer": (int,),
    "number": (int, Decimal),
    "null": (type(None),),
}
_DICT, _TEXT, _COUNT, _WHOLE = frozenset({dict}), frozenset({str}), frozenset({int, type(None)}), frozenset({int})


@lru_cache(maxsize=64)
def accepting(form: Form) -> Check:
    """Return what accepts the objects that are reports of a form, and nothing else."""
    schema = schema_of(form)
    return _compiled(schema, schema["$defs"])


@lru_cache(maxsize=64)
def schema_of(form: Form) -> dict[str, Any]:
    """Return the schema of a form as files are held to it."""
    schema = report_schema(form)
    # a report of a variant that is not installed is held to the national form
    return schema if form.variant else {**schema, "properties": {**schema["properties"], "variant": {"type": ["string", "null"]}}}


def _compiled(schema: Mapping[str, Any], definitions: Mapping[str, Any]) -> Check:
    """Return a function that accepts what the schema allows, and nothing else."""
    if "$ref" in schema:
        return _compiled(definitions[schema["$ref"].rpartition("/")[2]], definitions)
    if "const" in schema:
        return lambda value: type(value) is str and value == schema["const"]
    if "enum" in schema:
        choices = tuple(schema["enum"])
        return lambda value: (value is None or type(value) is str) and value in choices
    names = type_names(schema)
    empty, kinds = "null" in names, frozenset(kind for name in names if name != "null" for kind in _TYPES[name])
    if dict in kinds:
        return _compiled_object(schema, definitions, empty)
    if list in kinds:
        item, most = _compiled(schema["items"], definitions), schema.get("maxItems")
        return lambda value: type(value) is list and (most is None or len(value) <= most) and all(map(item, value))
    if str in kinds:
        longest, dated = schema.get("maxLength"), schema.get("format") == "date"
        if longest is None and not dated:
            return lambda value: type(value) is str or (value is None and empty)
        return lambda value: (value is None and empty) or (
            type(value) is str and (longest is None or len(value) <= longest) and (not dated or is_iso_day(value))
        )
    if not kinds:
        return lambda value: value is None
    low, high = schema["minimum"], schema["maximum"]
    if Decimal in kinds:
        return lambda value: (value is None and empty) or (type(value) in kinds and low <= value <= high and is_amount(value))
    return lambda value: (value is None and empty) or (type(value) is int and low <= value <= high)


def _compiled_object(schema: Mapping[str, Any], definitions: Mapping[str, Any], empty: bool) -> Check:
    properties, required = schema["properties"], frozenset(schema.get("required", ()))
    if schema.get("additionalProperties") is False and not required:
        if all(inner == {"type": "string"} for inner in properties.values()):
            known = frozenset(properties)
            return lambda value: type(value) is dict and known.issuperset(value) and _TEXT.issuperset(map(type, value.values()))
        if any(_is_row_of_counts(inner) for inner in properties.values()):
            return _compiled_rows(properties, definitions)
    checks = {name: _compiled(inner, definitions) for name, inner in properties.items()}
    is_open = schema.get("additionalProperties", True)

    def accepts(value: Any) -> bool:
        if type(value) is not dict:
            return value is None and empty
        for name, item in value.items():
            check = checks.get(name)
            if not (is_open if check is None else check(item)):
                return False
        return value.keys() >= required

    return accepts


def _is_row_of_counts(schema: Mapping[str, Any]) -> bool:
    cells = schema.get("properties") or {}
    return bool(cells) and all(cell.get("type") == ["integer", "null"] for cell in cells.values())


def _compiled_rows(properties: Mapping[str, Any], definitions: Mapping[str, Any]) -> Check:
    """The same for a table whose rows are mostly counts, as most of a report is, without a step of Python for each cell."""
    rows = {name: row["properties"].keys() for name, row in properties.items() if _is_row_of_counts(row)}
    others = {name: _compiled(row, definitions) for name, row in properties.items() if name not in rows}
    low, high = (next(cell[key] for name in rows for cell in properties[name]["properties"].values()) for key in ("minimum", "maximum"))
    # the rows of most tables have the same columns
    names, columns = frozenset(rows), frozenset(chain.from_iterable(rows.values()))
    alike = all(len(known) == len(columns) for known in rows.values())

    def accepts(value: Any) -> bool:
        if type(value) is not dict or not _DICT.issuperset(map(type, value.values())):
            return False
        if alike and names.issuperset(value):
            counted = list(value.values())
            if not columns.issuperset(chain.from_iterable(counted)):
                return False
        else:
            counted = []
            for name, cells in value.items():
                known = rows.get(name)
                if known is not None:
                    if not cells.keys() <= known:
                        return False
                    counted.append(cells)
                elif name not in others or not others[name](cells):
                    return False
        values = list(chain.from_iterable(map(dict.values, counted)))
        kinds = set(map(type, values))
        if not kinds <= _COUNT:
            return False
        numbers = values if kinds == _WHOLE else list(filter(None, values))
        if not numbers:
            return True
        least: int = min(numbers)
        # where none is below 0, none is larger than their sum, and to add up takes less than to look for the largest
        return bool(low <= least and ((least >= 0 and sum(numbers) <= high) or max(numbers) <= high))

    return accepts


def is_amount(value: int | Decimal) -> bool:
    """Tell whether a number has at most fifteen digits, before and behind the point."""
    if isinstance(value, int):
        return True
    _sign, digits, exponent = value.as_tuple()
    return isinstance(exponent, int) and len(digits) <= MOST_DIGITS and abs(exponent) <= MOST_DIGITS


def type_names(schema: Mapping[str, Any]) -> list[str]:
    """Return the JSON types that a schema allows."""
    names: str | list[str] = schema["type"]
    return [names] if isinstance(names, str) else names
