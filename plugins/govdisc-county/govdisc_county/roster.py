"""The list of the bodies whose reports are gathered: a CSV file, a workbook, or whatever the installed formats read as a table.

Its columns may stand in any order, under their English or Chinese headings; only the name is needed. A roster decides who is missing
and what is added up, so whatever in it is not clear is refused with one sentence.
"""

from __future__ import annotations

import io
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from functools import cached_property

from govdisc.plugin import (
    Body,
    ConfigurationError,
    Document,
    Format,
    FormBook,
    Grid,
    InputError,
    Pattern,
    ReadContext,
    decode,
    lone_day,
    record,
    related_bodies,
)
from govdisc.plugin import gettext as _

#: A roster has no more units than a country has bodies that report to one office, and no larger a file.
MAX_UNITS = 100_000
MAX_ROSTER = 50_000_000
#: So many lines may stand above the headings.
LINES_ABOVE = 10
#: A name that is less like another one is not suggested for it; of the core of the name less will do.
LIKE, CORE_LIKE = 0.8, 0.5

#: The columns and their headings.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "name": ("name", "名称", "单位名称", "单位", "机构名称", "机关名称"),
    "code": ("code", "代码", "单位代码", "机构代码", "统一社会信用代码", "行政区划代码", "区划代码"),
    "kind": ("kind", "类别", "类型", "机构类别", "单位类别"),
    "level": ("level", "级别", "层级", "行政级别"),
    "parent": ("parent", "上级", "上级单位", "上级机关", "汇总单位"),
    "other_names": ("other names", "other_names", "其他名称", "别名", "简称", "曾用名"),
    "published": ("published", "公开日期", "发布日期", "公布日期"),
    "url": ("url", "网址", "链接"),
}
#: Columns that lists have and that say nothing here.
PASSED_OVER = ("no", "no.", "序号", "编号", "备注", "remarks", "联系人", "联系电话")
KINDS = {"政府": "government", "部门": "department", "办公室": "office", "办公厅": "office", "街道办事处": "office", "其他": "other"}
LEVELS = {"中央": "central", "国家": "central", "省级": "province", "省": "province", "市级": "city", "市": "city", "县级": "county", "县": "county",
          "区": "county", "区级": "county", "乡级": "township", "乡镇": "township", "乡镇级": "township", "街道": "township"}  # fmt: skip

_BETWEEN = Pattern(r"[;；、,，|\n]+")
_HEADINGS = {heading: column for column, headings in COLUMNS.items() for heading in headings}


def key_of(name: str) -> str:
    """Return what two prints of a body's name share."""
    return Body.of(name).name or name


@record(frozen=True)
class Unit:
    """A body on the roster. ``parent`` is the name of the body that adds up its report, as the roster has it; ``line`` where it stands."""

    name: str
    code: str | None = None
    kind: str | None = None
    level: str | None = None
    parent: str | None = None
    other_names: tuple[str, ...] = ()
    published: str | None = None
    url: str | None = None
    line: int = field(default=0, compare=False)

    @property
    def names(self) -> tuple[str, ...]:
        """All names that it goes by."""
        return (self.name, *self.other_names)


@record(frozen=True)
class Roster:
    """The units of a roster, in its order."""

    path: str
    units: tuple[Unit, ...]

    @cached_property
    def _index(self) -> dict[str, Unit]:
        return {key_of(name): unit for unit in self.units for name in unit.names}

    def unit(self, name: str | None) -> Unit | None:
        """Return the unit that goes by a name."""
        return self._index.get(key_of(name)) if name else None

    def children(self, name: str | None) -> tuple[Unit, ...]:
        """Return the units whose reports the body of that name adds up."""
        known = self.unit(name)
        keys = {key_of(other) for other in (known.names if known else (name or "",))}
        return tuple(unit for unit in self.units if unit.parent and key_of(unit.parent) in keys)

    @property
    def dates(self) -> dict[str, str]:
        """The days of publication by every name of a body, for the rules on deadlines."""
        return {name: unit.published for unit in self.units if unit.published for name in unit.names}


def near(name: str, units: Sequence[Unit]) -> Unit | None:
    """Return the unit that a name may stand for: the same body by its words, or a slip of the pen; None where none is near."""
    for unit in units:
        if any(related_bodies(name, other) != "other" for other in unit.names):
            return unit
    found = [(_likeness(name, other), -number) for number, unit in enumerate(units) for other in unit.names]
    best, place = max(found, default=(0.0, 0))
    return units[-place] if best >= LIKE else None


def _likeness(name: str, other: str) -> float:
    one, two = Body.of(name), Body.of(other)
    from difflib import SequenceMatcher

    matcher = SequenceMatcher(None, one.name, two.name)
    if matcher.real_quick_ratio() < LIKE or SequenceMatcher(None, one.core, two.core).ratio() < CORE_LIKE:
        return 0.0
    return matcher.ratio()


# --- reading ------------------------------------------------------------------------------------------------------------------------


def read_roster(path: str, formats: Mapping[str, Format], forms: FormBook) -> Roster:
    """Read a roster.

    Raises:
        ConfigurationError: with one sentence, when it cannot be read, or says what cannot be.

    """
    rows = list(_rows(path, formats, forms))
    at, columns = _header(path, rows)
    units: list[Unit] = []
    for line, cells in rows[at + 1 :]:
        if any(cells):
            units.append(_unit(path, line, {column: cells[place] for place, column in columns.items() if place < len(cells) and cells[place]}))
        if len(units) > MAX_UNITS:
            raise ConfigurationError(_("{path}: it has more than {count} units; is it a roster?").format(path=path, count=MAX_UNITS))
    if not units:
        raise ConfigurationError(_("{path}: there is no unit in it.").format(path=path))
    _check_names(path, units)
    roster = Roster(path, tuple(units))
    _check_cycles(roster)
    return roster


def _rows(path: str, formats: Mapping[str, Format], forms: FormBook) -> Iterator[tuple[int, list[str]]]:
    """Yield (line, cells) of the first table of a file that has one."""
    data = _bytes(path)
    suffix = os.path.splitext(path)[1].lower()
    readers = [known for known in formats.values() if suffix in known.suffixes and known.read is not None and known.name != "csv"]
    try:
        if suffix in (".csv", ".txt", ".tsv") or (not readers and not data.startswith((b"PK", b"\xd0\xcf"))):
            yield from _lines(decode(data))
            return
        if not readers:
            raise ConfigurationError(
                _("{path}: no installed format reads it; save the roster as CSV, or install the plugin: pip install govdisc-xlsx").format(path=path)
            )
        document = readers[0].reader()(data, ReadContext(forms=forms, name=path, formats=formats))
    except InputError as error:
        raise ConfigurationError(_("the roster {path} cannot be read: {error}").format(path=path, error=error)) from None
    if not isinstance(document, Document):
        raise ConfigurationError(_("{path}: it holds reports, no roster.").format(path=path))
    grids = [block for block in document.blocks if isinstance(block, Grid)]
    grid = next((grid for grid in grids if any(_column(cell.text) == "name" for row in grid.rows[:LINES_ABOVE] for cell in row)), None)
    for number, row in enumerate(grid.rows if grid else (), 1):
        yield number, [" ".join(cell.text.split()) for cell in row for _place in range(max(1, min(cell.colspan, 50)))]


def _bytes(path: str) -> bytes:
    try:
        if os.path.getsize(path) > MAX_ROSTER:
            raise ConfigurationError(_("{path}: it is larger than {limit} MB; is it a roster?").format(path=path, limit=MAX_ROSTER // 1_000_000))
        with open(path, "rb") as file:
            return file.read(MAX_ROSTER)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or error
        raise ConfigurationError(_("the roster {path} cannot be read: {error}.").format(path=path, error=why)) from None


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    import csv

    head = text[:4096]
    delimiter = max(",;\t，", key=head.count)
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=delimiter)
    while True:
        try:
            row = next(reader, None)
        except csv.Error as error:
            raise InputError(_("line {line}: {error}.").format(line=reader.line_num, error=error)) from None
        if row is None:
            return
        yield reader.line_num, [" ".join(cell.split()) for cell in row]


def _column(heading: str) -> str | None:
    plain = " ".join(heading.split()).lower()
    return _HEADINGS.get(plain) or _HEADINGS.get(plain.replace(" ", ""))


def _header(path: str, rows: Sequence[tuple[int, list[str]]]) -> tuple[int, dict[int, str]]:
    """Return which row holds the headings, and the column at each place."""
    at = next((number for number, (_line, cells) in enumerate(rows[:LINES_ABOVE]) if any(_column(cell) == "name" for cell in cells)), None)
    known = ", ".join(headings[0] for headings in COLUMNS.values())
    if at is None:
        raise ConfigurationError(_("{path}: no column is headed name (名称); the columns are: {known}.").format(path=path, known=known))
    columns: dict[int, str] = {}
    for place, cell in enumerate(rows[at][1]):
        column = _column(cell)
        if not cell or cell.lower() in PASSED_OVER:
            continue
        if column is None:
            from difflib import get_close_matches

            suggested = get_close_matches(cell.lower(), _HEADINGS, 1, 0.6)
            told = _("did you mean {near}?").format(near=suggested[0]) if suggested else _("the columns are: {known}.").format(known=known)
            raise ConfigurationError(_("{path}: the column {column} is not known; {told}").format(path=path, column=cell[:40], told=told))
        if column in columns.values():
            raise ConfigurationError(_("{path}: two columns are headed {column}.").format(path=path, column=COLUMNS[column][0]))
        columns[place] = column
    return at, columns


def _unit(path: str, line: int, cells: Mapping[str, str]) -> Unit:
    where = _("{path}, line {line}").format(path=path, line=line)
    name = cells.get("name")
    if not name:
        raise ConfigurationError(_("{where}: there is no name in it.").format(where=where))
    published = cells.get("published")
    day = lone_day(published) if published else None
    if published and day is None:
        raise ConfigurationError(_("{where}: {text} is no day; write it as 2024-01-17.").format(where=where, text=published[:40]))
    return Unit(
        name=name,
        code=cells.get("code"),
        kind=_chosen(where, "kind", cells.get("kind"), KINDS),
        level=_chosen(where, "level", cells.get("level"), LEVELS),
        parent=cells.get("parent"),
        other_names=tuple(other.strip() for other in _BETWEEN.split(cells.get("other_names", "")) if other.strip()),
        published=day.isoformat() if day else None,
        url=cells.get("url"),
        line=line,
    )


def _chosen(where: str, column: str, text: str | None, words: Mapping[str, str]) -> str | None:
    if text is None or text in words.values():
        return text
    if text in words:
        return words[text]
    known = ", ".join(dict.fromkeys(words.values()))
    raise ConfigurationError(_("{where}: {text} is no {column}; known are: {known}.").format(where=where, text=text[:40], column=column, known=known))


def _check_names(path: str, units: Sequence[Unit]) -> None:
    seen: dict[str, Unit] = {}
    for unit in units:
        for name in unit.names:
            other = seen.setdefault(key_of(name), unit)
            if other is not unit:
                raise ConfigurationError(
                    _("{path}: {name} stands in line {one} and in line {two}; a name is one body's.").format(
                        path=path, name=name, one=other.line, two=unit.line
                    )
                )


def _check_cycles(roster: Roster) -> None:
    """Refuse units that belong to themselves, over however many others."""
    done: set[str] = set()
    for unit in roster.units:
        way: dict[str, None] = {}
        current: Unit | None = unit
        while current is not None and current.name not in done:
            if current.name in way:
                names = [*list(way)[list(way).index(current.name) :], current.name]
                raise ConfigurationError(
                    _("{path}: {names}: each would belong to the next, which has no end.").format(path=roster.path, names=" → ".join(names[:6]))
                )
            way[current.name] = None
            current = roster.unit(current.parent)
        done.update(way)
