"""The keys that the TOML of a form or variant may have, and what is wrong with a file that has others.

The keys are data; one walk holds a file to them. A key that is not known is refused with the nearest one that is, since a slip that
is passed over in silence (``agencys``) leaves a variant without effect.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import field
from typing import Any

from govdisc.errors import ConfigurationError
from govdisc.i18n import N_
from govdisc.i18n import gettext as _
from govdisc.nearest import nearest
from govdisc.patterns import Pattern
from govdisc.records import record

#: A form's file has some 15 KB; more than this, or lists and texts longer than these, are none.
MOST_BYTES, MOST_ENTRIES, LONGEST_TEXT = 1_000_000, 2_000, 4_000
#: So many faults of one file are told; more say nothing new.
MOST_FAULTS = 20

LAYOUTS = ("blocks", "matrix", "transposed")
AXES = ("row", "column")
#: What a column may count: whole numbers, changes that may be negative, decimals; or hold that is no number.
KINDS = ("count", "change", "amount", "days", "percent", "date", "text")
SETTINGS = ("error", "warning", "info", "off")

_NAME = Pattern(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
_ID = Pattern(r"[a-z][a-z0-9_]{0,63}")
_CODE = Pattern(r"[A-Z]{3}\d{3}")


class FormError(ConfigurationError):
    """A form or variant that is wrong; ``faults`` are the sentences that say where and how."""

    def __init__(self, where: str, faults: list[str]) -> None:
        """Keep the faults; the message holds the first three."""
        shown = faults[:3] + ([_("and {count} more").format(count=len(faults) - 3)] if len(faults) > 3 else [])
        super().__init__(f"{where}: {'; '.join(fault.rstrip('.') for fault in shown)}.")
        self.faults = faults


@record(frozen=True)
class Key:
    """One key: what kind of value it takes, whether a whole form needs it, and the keys of the tables in it."""

    kind: str
    needed: bool = False
    inner: Mapping[str, Key] = field(default_factory=dict)
    choices: tuple[str, ...] = ()


TOPIC = {"title": Key("text", True), "words": Key("texts", True)}
SECTION = {
    "id": Key("id", True),
    "ordinal": Key("text", True),
    "title": Key("text", True),
    "aliases": Key("texts"),
    "words": Key("groups"),
    "split": Key("texts"),
    "topics": Key("tables", inner=TOPIC),
    "prompt": Key("text"),
    "after": Key("place"),
    "remove": Key("flag"),
    "basis": Key("text"),
}
COLUMN = {
    "id": Key("id", True),
    "label": Key("text", True),
    "aliases": Key("texts"),
    "truncated": Key("texts"),
    "group": Key("text"),
    "kind": Key("choice", choices=KINDS),
    "unit": Key("text"),
    "after": Key("place"),
    "remove": Key("flag"),
    "basis": Key("text"),
}
ROW = {
    "id": Key("id", True),
    "label": Key("text", True),
    "aliases": Key("texts"),
    "groups": Key("texts"),
    "form": Key("name"),
    "replaces": Key("texts"),
    "open": Key("flag"),
    "optional": Key("flag"),
    "after": Key("place"),
    "remove": Key("flag"),
    "basis": Key("text"),
}
BLOCK = {
    "heading": Key("text"),
    "corner": Key("text"),
    "columns": Key("tables", True, COLUMN),
    "rows": Key("tables", True, ROW),
    "admits": Key("tables", inner=ROW),
}
IDENTITY = {
    "id": Key("id", True),
    "axis": Key("choice", True, choices=AXES),
    "sum": Key("texts", True),
    "equals": Key("texts", True),
    "basis": Key("text"),
    "remove": Key("flag"),
}
TABLE = {
    "id": Key("id", True),
    "section": Key("id", True),
    "layout": Key("choice", True, choices=LAYOUTS),
    "label_columns": Key("number", True),
    "blocks": Key("tables", True, BLOCK),
    "identities": Key("tables", inner=IDENTITY),
    "after": Key("place"),
    "remove": Key("flag"),
}
FORM = {
    "id": Key("name", True),
    "extends": Key("name"),
    "title": Key("text", True),
    "basis": Key("text", True),
    "source": Key("text"),
    "issued": Key("text"),
    "since": Key("year", True),
    "until": Key("year"),
    "agencies": Key("texts"),
    "sections": Key("tables", True, SECTION),
    "tables": Key("tables", True, TABLE),
    "parameters": Key("parameters"),
    "rules": Key("rules"),
    "regime": Key("regime"),
}
REGIME = {
    "id": Key("name", True),
    "language": Key("text", True),
    "ordinals": Key("choice", True, choices=("chinese", "roman", "arabic", "letters", "none")),
    "heading": Key("pattern", True),
    "titles": Key("texts", True),
    "dates": Key("texts"),
    "levels": Key("texts"),
    "kinds": Key("texts"),
    "joint": Key("text"),
    "prompt": Key("text"),
    "labels": Key("labels"),
}
#: What a variant needs; all else it has from the form below it.
VARIANT_NEEDS = ("id", "extends", "source")


def near(name: str, known: Collection[str]) -> str:
    """Return what to say behind a name that is not known: the nearest that is, or all of them where there are few."""
    found = nearest(name, known)
    if found is not None:
        return _("did you mean {name}?").format(name=found)
    return _("known are: {names}.").format(names=", ".join(list(known)[:30]) or "-")


def form_faults(data: Mapping[str, Any]) -> list[str]:
    """Return what is wrong with the keys and values of a form's or variant's file, each a sentence that begins with the key."""
    is_variant = "extends" in data
    out: list[str] = []
    for fault in _walk(data, FORM, "", whole=not is_variant):
        out.append(fault)
        if len(out) >= MOST_FAULTS:
            return out
    missing = [name for name in VARIANT_NEEDS if name not in data] if is_variant else []
    return [*out, *(_missing(name) for name in missing)]


def needs(data: Mapping[str, Any], keys: Mapping[str, Key], where: str) -> Iterator[str]:
    """Yield what something new lacks: a row that a variant adds needs a label, one that it changes does not."""
    for name, key in keys.items():
        if key.needed and name not in data and not (name == "label" and data.get("open")):
            yield _missing(_joined(where, name))
        for entry in data.get(name, ()) if key.kind == "tables" else ():
            yield from needs(entry, key.inner, f"{_joined(where, name)}[{_called(entry, 0)}]")


def _walk(data: Mapping[str, Any], keys: Mapping[str, Key], where: str, whole: bool) -> Iterator[str]:
    for name, value in data.items():
        path = _joined(where, name)
        if name not in keys:
            yield _("{key}: there is no such key; {near}").format(key=path[:200], near=near(name, keys))
            continue
        key = keys[name]
        if key.kind != "tables":
            wrong = _wrong(value, key)
            if wrong:
                yield f"{path}: {wrong}"
            elif key.kind == "rules":
                yield from _rules(value, path)
            elif key.kind == "regime" and isinstance(value, dict):
                yield from _walk(value, REGIME, path, whole=True)
                yield from _regime(value, path)
        elif not isinstance(value, list) or not all(isinstance(entry, dict) for entry in value):
            yield _("{key}: it is a list of tables, as [[{key}]] writes them.").format(key=path)
        elif len(value) > MOST_ENTRIES:
            yield _("{key}: it has {count} entries, more than any form has.").format(key=path, count=len(value))
        else:
            for number, entry in enumerate(value, 1):
                yield from _walk(entry, key.inner, f"{path}[{_called(entry, number)}]", whole)
    if whole:
        for name, key in keys.items():
            if key.needed and name not in data and not (name == "label" and data.get("open")):
                yield _missing(_joined(where, name))


def _regime(value: Mapping[str, Any], path: str) -> Iterator[str]:
    """Patterns that print and read a title, a heading and a day: each holds what it is about."""
    for name, wanted in (("titles", ("{agency}", "{year}")), ("heading", ("{title}",))):
        texts = value.get(name, ())
        for text in [texts] if isinstance(texts, str) else texts if _is_texts(texts) else ():
            lacking = [part for part in wanted if part not in text]
            if lacking and (name != "titles" or text is texts[0]):
                yield _("{key}: {text} lacks {parts}.").format(key=f"{path}.{name}", text=repr(text)[:60], parts=", ".join(lacking))


def _rules(value: Mapping[str, Any], path: str) -> Iterator[str]:
    for code, setting in value.items():
        if not _CODE.fullmatch(code):
            yield _("{key}: a rule's code is three letters and three digits, such as DUE101.").format(key=f"{path}.{code[:80]}")
        elif isinstance(setting, str):
            if setting not in SETTINGS:
                yield f"{path}.{code}: {_one_of(setting, SETTINGS)}"
        elif not isinstance(setting, dict):
            yield _('{key}: it is "off", a severity, or a table such as {example}.').format(
                key=f"{path}.{code}", example='{ until = "01-20", basis = "…" }'
            )
        else:
            if setting.get("severity", "error") not in SETTINGS:
                yield f"{path}.{code}.severity: {_one_of(setting['severity'], SETTINGS)}"
            if not isinstance(setting.get("basis", ""), str):
                yield f"{path}.{code}.basis: {_(_NOT['text'])}"


def _missing(path: str) -> str:
    return _("{key}: it is missing.").format(key=path)


def _joined(where: str, name: str) -> str:
    return f"{where}.{name}" if where else name


def _called(entry: Mapping[str, Any], number: int) -> str:
    """What an entry of a list is called in a path: its id, its heading, or its number."""
    name = next((entry[key] for key in ("id", "heading", "title") if isinstance(entry.get(key), str) and entry[key]), None)
    return name[:40] if name else str(number)


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip()) and len(value) <= LONGEST_TEXT


def _is_texts(value: Any) -> bool:
    return isinstance(value, list) and len(value) <= MOST_ENTRIES and all(map(_is_text, value))


_TESTS: Mapping[str, Callable[[Any], bool]] = {
    "text": lambda value: isinstance(value, str) and len(value) <= LONGEST_TEXT,
    "name": lambda value: isinstance(value, str) and _NAME.fullmatch(value) is not None,
    "id": lambda value: isinstance(value, str) and _ID.fullmatch(value) is not None,
    "place": lambda value: value == "" or (isinstance(value, str) and _ID.fullmatch(value) is not None),
    "number": lambda value: type(value) is int and 0 <= value <= 20,
    "year": lambda value: type(value) is int and 1900 <= value <= 2200,
    "flag": lambda value: isinstance(value, bool),
    "texts": _is_texts,
    "groups": lambda value: isinstance(value, list) and len(value) <= MOST_ENTRIES and all(map(_is_texts, value)),
    "parameters": lambda value: isinstance(value, dict),
    "rules": lambda value: isinstance(value, dict),
    "choice": lambda value: isinstance(value, str),
    "pattern": lambda value: _is_text(value) and "{title}" in value,
    "labels": lambda value: isinstance(value, dict) and value.keys() <= {"agency", "published"} and all(map(_is_texts, value.values())),
    "regime": lambda value: isinstance(value, dict) or (isinstance(value, str) and _NAME.fullmatch(value) is not None),
}
_NOT: Mapping[str, str] = {
    "text": N_("it is a text in quotation marks."),
    "name": N_("it is a name of letters, digits, - and _ (no dots or blanks)."),
    "id": N_("it is a name of small letters, digits and _ (no dots or blanks)."),
    "place": N_('it is the id of what stands before it, or "" for the first place.'),
    "number": N_("it is a whole number from 0 to 20."),
    "year": N_("it is a year, a whole number such as 2024 without quotation marks."),
    "flag": N_("it is true or false."),
    "texts": N_("it is a list of texts, none of them empty."),
    "groups": N_("it is a list of lists of texts."),
    "parameters": N_('it is a table of thresholds, such as "REG101.limit" = 1000.'),
    "rules": N_('it is a table of rules, such as "DUE101" = "off".'),
    "choice": N_("it is a text in quotation marks."),
    "pattern": N_("it is a text with {title} in it."),
    "labels": N_('it is a table of labels, such as published = ["Date of publication"].'),
    "regime": N_("it is the name of a regime, or the table of one."),
}


def _wrong(value: Any, key: Key) -> str | None:
    if not _TESTS[key.kind](value):
        return _(_NOT[key.kind])
    return _one_of(value, key.choices) if key.choices and value not in key.choices else None


def _one_of(value: Any, choices: Collection[str]) -> str:
    return _("{value} is none of {choices}; {near}").format(value=repr(value)[:60], choices=", ".join(choices), near=near(str(value), choices))
