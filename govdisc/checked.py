"""From a JSON object to a report, or to what is wrong with it: by the schema of its form, and by what no schema can say.

A report is accepted by a check that is compiled from the schema (:mod:`govdisc.accepting`); what it does not accept is left to jsonschema,
which finds every fault in milliseconds, and each is told with its JSON path, in the user's language, quoting the value as the file has
it. The tests hold the check to what jsonschema says.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from functools import lru_cache
from itertools import islice
from typing import Any

from govdisc.accepting import accepting, is_amount, schema_of, type_names
from govdisc.errors import ConfigurationError, InputError, NoReportError
from govdisc.i18n import N_
from govdisc.i18n import gettext as _
from govdisc.model.book import FormBook, builtin_forms
from govdisc.model.form import Form
from govdisc.model.report import SCHEMA_VERSION, Report
from govdisc.schema import MOST_DIGITS
from govdisc.text.dates import is_iso_day
from govdisc.text.jsontext import dumps

#: So many faults of one report are told; more say nothing new.
MOST_VIOLATIONS = 20
#: How deep an object of a plugin may nest.
DEEPEST = 50

#: What a JSON type is called in a sentence.
_NAMES: Mapping[str, str] = {
    "object": N_("an object"),
    "array": N_("a list"),
    "string": N_("a text"),
    "integer": N_("a whole number"),
    "number": N_("a number"),
    "null": N_("null"),
}


class SchemaError(InputError):
    """A JSON object that is no report of its form; ``violations`` are (JSON path, what is wrong)."""

    def __init__(self, violations: list[tuple[str, str]], data: Mapping[str, Any]) -> None:
        """Keep the violations, and the object so far as it says what it is."""
        super().__init__("; ".join(f"{path}: {message}" for path, message in violations[:3]))
        self.violations = violations
        self.data = data


def checked_report(data: Any, where: str = "", forms: FormBook | None = None) -> Report | InputError:
    """Return the report that a JSON object is, or the error that says why it is none.

    ``where`` is put before JSON paths; ``forms`` are the installed forms and variants (the national ones, where none are given).
    """
    forms = forms or builtin_forms()
    problem = _not_ours(data, forms)
    if problem is not None:
        # another program's JSON is passed over in a folder; a report of another version is not
        kind = InputError if isinstance(data, dict) and "schema_version" in data else NoReportError
        return kind(f"{where + ': ' if where else ''}{problem}")
    try:
        form = forms.form(data["form"], data.get("variant"))
    except ConfigurationError:
        try:
            form = forms.form(data["form"])  # a variant whose plugin is not installed: the national form still holds
        except ConfigurationError as error:
            return InputError(str(error))
    if form.is_open:
        form = form.opened(_row_ids(data.get("tables")))
    faults: Iterator[tuple[str, str]] = iter(()) if accepting(form)(data) else _violations(data, form)
    told = list(islice(faults, MOST_VIOLATIONS))
    if not told:
        report = Report.from_dict(data)
        told = list(islice(_contradictions(report, form), MOST_VIOLATIONS))
        if not told:
            return report
    return SchemaError([(f"${where}{path}", sentence) for path, sentence in told], data)


def _not_ours(data: Any, forms: FormBook) -> str | None:
    """Why an object is no report of this schema version, in one sentence, None when it may be one."""
    if not isinstance(data, dict):
        return _("it is not a report: a report is a JSON object.")
    version = data.get("schema_version")
    if version is None:
        return _("it is not a report: it has no schema_version; make one with govdisc export --format json.")
    if version != SCHEMA_VERSION:
        return _(
            "its schema_version is {version}, and this govdisc reads {known}; export it again or install the matching version."
        ).format(version=_shown(version), known=SCHEMA_VERSION)
    if not isinstance(data.get("form"), str) or not isinstance(data.get("variant"), (str, type(None))):
        return _("it does not say which form it is (form: {forms}).").format(forms=", ".join(forms.ids()))
    return None


def _row_ids(tables: Any) -> dict[str, list[str]]:
    """The ids of rows by table, as far as an object has them."""
    return {name: [*rows] for name, rows in tables.items() if isinstance(rows, dict)} if isinstance(tables, dict) else {}


# --- what is wrong, in words ------------------------------------------------------------------------------------------------------


def _violations(data: Mapping[str, Any], form: Form) -> Iterator[tuple[str, str]]:
    """Yield what the schema refuses as (JSON path behind ``$``, sentence), in the order of the schema."""
    for error in _walker(form).iter_errors(data):
        yield _path(error.absolute_path), _sentence(error.validator, error.instance, error.schema, form)


@lru_cache(maxsize=64)
def _walker(form: Form) -> Any:
    """The validator of a form, of jsonschema, which is imported only when something is wrong: it tells where and against which keyword."""
    from jsonschema import Draft202012Validator, FormatChecker, ValidationError, validators

    plain = Draft202012Validator.VALIDATORS

    def required(_validator: Any, names: list[str], value: Any, _schema: Any) -> Iterator[Any]:
        if isinstance(value, dict) and not value.keys() >= set(names):
            yield ValidationError("")  # all that are missing in one sentence

    def items(validator: Any, inner: Any, value: Any, schema: Any) -> Iterator[Any]:
        if isinstance(value, list) and len(value) <= schema.get("maxItems", len(value)):  # else that is said, and they are not walked
            yield from plain["items"](validator, inner, value, schema)

    def maximum(validator: Any, limit: int, value: Any, schema: Any) -> Iterator[Any]:
        found = list(plain["maximum"](validator, limit, value, schema))
        yield from found
        if isinstance(value, Decimal) and not found and not is_amount(value):
            yield ValidationError("", validator="multipleOf")

    days = FormatChecker(())
    days.checks("date")(lambda value: not isinstance(value, str) or is_iso_day(value))
    ours = {"required": required, "items": items, "maximum": maximum, "pattern": None}  # the format of a day says more than its pattern
    return validators.extend(Draft202012Validator, ours)(schema_of(form), format_checker=days)


def _path(steps: Iterable[str | int]) -> str:
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" if step.isidentifier() else f"['{step[:80]}']" for step in steps)


def _sentence(keyword: str, value: Any, schema: Mapping[str, Any], form: Form) -> str:
    shown = _shown(value)
    if keyword == "type":
        return _("{value} is not {kinds}.").format(value=shown, kinds=_or([_(_NAMES[name]) for name in type_names(schema)]))
    if keyword in ("enum", "const"):
        choices = schema.get("enum", [schema.get("const")])
        return _("{value} is not {kinds}.").format(value=shown, kinds=_or([_shown(choice) for choice in choices]))
    if keyword == "required":
        return _("{names} is missing here.").format(names=", ".join(name for name in schema["required"] if name not in value))
    if keyword == "additionalProperties":
        unknown = list(islice((name for name in value if name not in schema["properties"]), 3))
        from difflib import get_close_matches

        near = get_close_matches(unknown[0][:80], schema["properties"], 1)
        text = _("{names} is not known in form {form}.").format(names=", ".join(map(_shown, unknown)), form=form.variant or form.id)
        return f"{text} {_('Did you mean {name}?').format(name=_shown(near[0]))}" if near else text
    if keyword in ("minimum", "maximum"):
        return _("{value} is not between {low} and {high}.").format(value=shown, low=schema["minimum"], high=schema["maximum"])
    if keyword == "multipleOf":
        return _("{value} has more than {limit} digits.").format(value=shown, limit=MOST_DIGITS)
    if keyword == "format":
        return _("{value} is no day that exists; a day is written 2024-01-17.").format(value=shown)
    return _("it has {count} entries or characters, more than the {limit} that any report has.").format(count=len(value), limit=schema[keyword])


def _contradictions(report: Report, form: Form) -> Iterator[tuple[str, str]]:
    """Yield what one value means for another, and no schema can say: texts of cells that are not there, a value and a mark."""
    absent = _spare_paths(form) if _has_all(report, form) else frozenset(_absent(report, form))
    for name, texts in (("remarks", report.remarks), ("marks", report.marks), ("places", report.places)):
        if texts and not texts.keys().isdisjoint(absent):
            for path in texts:
                if path in absent:
                    yield f".{name}['{path}']", _("the report has no cell {cell}.").format(cell=path)
    for path, mark in report.marks.items():
        value = report.cell(path)
        if value is not None:
            both = _("the cell has the value {value} and the mark {mark}; it can have one of them.")
            yield f".marks['{path}']", both.format(value=_shown(value), mark=_shown(mark))
    for number, piece in enumerate(report.unread):
        for path in piece.cells:
            if path.count(".") != 2:  # a row that the form lacks may be among what was not read
                yield f".unread[{number}].cells", _("the report has no cell {cell}.").format(cell=_shown(path))
    for name, value in report.extracted.items():
        if _deeper(value, DEEPEST):
            yield _path([name]), _("it is nested too deeply.")


@lru_cache(maxsize=64)
def _own_paths(form: Form) -> frozenset[str]:
    return frozenset(form.paths())


@lru_cache(maxsize=64)
def _spare_paths(form: Form) -> frozenset[str]:
    """The cells that a report with all cells of its form has not: those of other forms' rows."""
    return frozenset(path for paths in _paths(form).values() for path in paths.values()) - _own_paths(form)


def _has_all(report: Report, form: Form) -> bool:
    """Whether a report that the schema accepts has every cell of its form, and no row of another."""
    count = 0
    for table in form.tables:
        rows = report.tables.get(table.id, {})
        if not table.admitted.isdisjoint(rows):
            return False
        count += sum(map(len, rows.values()))
    return count == len(_own_paths(form))


def _absent(report: Report, form: Form) -> Iterator[str]:
    """Yield the cells that the form could have and the report has not."""
    for (table, row), paths in _paths(form).items():
        cells = report.tables.get(table, {}).get(row, {})
        if len(cells) < len(paths):
            yield from (path for column, path in paths.items() if column not in cells)


@lru_cache(maxsize=64)
def _paths(form: Form) -> dict[tuple[str, str], dict[str, str]]:
    rows = ((table.id, row_id, block) for table in form.tables for row_id, (block, _row) in table.row_index.items())
    return {(table, row): {column.id: f"{table}.{row}.{column.id}" for column in block.columns} for table, row, block in rows}


def _deeper(value: Any, depth: int) -> bool:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return depth == 0 or any(_deeper(item, depth - 1) for item in inner if isinstance(item, (dict, list)))


def _or(choices: list[str]) -> str:
    return choices[0] if len(choices) == 1 else _("{choices} or {last}").format(choices=", ".join(choices[:-1]), last=choices[-1])


def _shown(value: Any) -> str:
    """A value as the file has it, cut where it is long; what a list or an object holds is not shown."""
    if isinstance(value, (dict, list)):
        kind = "object" if isinstance(value, dict) else "array"
        return _(_NAMES[kind])
    text = str(value) if isinstance(value, Decimal) else dumps(value[:60] if isinstance(value, str) else value)
    return text if len(text) <= 60 else f"{text[:60]}…"
