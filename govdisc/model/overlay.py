"""A variant over a form, or over another variant: what it adds, renames, moves in and takes out; all else stays as it was.

What it brings rests on its own notice (``source``), or on the article that it names (``basis``), and findings say so. The national forms
lie in the same way over what they have in common, and rest on their own basis.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from govdisc.i18n import gettext as _
from govdisc.model.build import Data, build_block, build_column, build_identity, build_row, build_section, build_table, settings_of
from govdisc.model.form import Block, Column, Form, Identity, Row, SectionSpec, Table
from govdisc.model.keys import BLOCK, COLUMN, IDENTITY, ROW, SECTION, TABLE, FormError, Key, near, needs
from govdisc.records import replace

T = TypeVar("T", bound="SectionSpec | Column | Row | Table | Identity")


def overlay(data: Data, base: Form) -> Form:
    """Return ``base`` with what a variant says of it.

    Raises:
        FormError: when it names something that is not there, or adds something without saying what it is.

    """
    found = _Overlay(data.get("source"))
    form = found.form(data, base)
    if found.faults:
        raise FormError(data["id"], found.faults)
    return form


class _Overlay:
    """One variant; what is wrong with it is gathered, so that all of it can be told at once."""

    def __init__(self, source: str | None) -> None:
        self.source = source
        self.faults: list[str] = []

    def form(self, data: Data, base: Form) -> Form:
        told = settings_of(data, self.source or base.basis)
        sections = self._laid(base.sections, data.get("sections", ()), SECTION, "sections", build_section, self._section)
        tables = self._laid(base.tables, data.get("tables", ()), TABLE, "tables", build_table, self._table)
        return replace(
            base,
            title=data.get("title", base.title),
            basis=data.get("basis", base.basis),
            since=data.get("since", base.since),
            until=data.get("until", base.until),
            sections=sections,
            tables=tables,
            variant=data["id"],
            source=self.source,
            agencies=tuple(data.get("agencies", ())),
            parameters={**base.parameters, **told.parameters},
            severities={**base.severities, **told.severities},
            notices={**base.notices, **told.notices},
            lineage=(data["id"], *base.lineage),
        )

    # --- lists of things with ids ---------------------------------------------------------------------------------------------------

    def _laid(
        self,
        old: Sequence[T],
        entries: Iterable[Data],
        keys: Mapping[str, Key],
        where: str,
        make: Callable[[Data, str | None], T],
        change: Callable[[T, Data, str], T],
    ) -> tuple[T, ...]:
        """Lay a variant's entries over a list: those with a known id change or remove what is there, the others are new."""
        out = {item.id: item for item in old}
        added: dict[str, str] = {}  # a new one -> the one that it stands behind
        for entry in entries:
            name = entry["id"]
            path = f"{where}[{name}]"
            if entry.get("remove"):
                if out.pop(name, None) is None:
                    self.faults.append(_("{key}: there is nothing of this name to remove; {near}").format(key=path, near=near(name, out)))
                continue
            if name in out:
                out[name] = change(out[name], entry, path)
            else:
                lacking = list(needs(entry, keys, path))
                if lacking:
                    hint = _("Nothing below it has this id; {near}").format(near=near(name, out))
                    self.faults += [f"{fault} {hint}" for fault in lacking]
                    continue
                out[name] = make(entry, self.source)
            if "after" in entry:
                out = self._moved(out, name, entry["after"], added, path)
        return tuple(out.values())

    def _moved(self, items: dict[str, T], name: str, after: str, added: dict[str, str], path: str) -> dict[str, T]:
        """Put one behind another, and behind those that were put there before it."""
        if after and (after not in items or after == name):
            known = [other for other in items if other != name]
            self.faults.append(_("{key}.after: there is no {name}; {near}").format(key=path, name=after, near=near(after, known)))
            return items
        order = [other for other in items if other != name]
        at = order.index(after) + 1 if after else 0
        while at < len(order) and added.get(order[at]) == after:
            at += 1
        added[name] = after
        order.insert(at, name)
        return {other: items[other] for other in order}

    # --- what is changed ------------------------------------------------------------------------------------------------------------

    def _section(self, old: SectionSpec, entry: Data, path: str) -> SectionSpec:
        changed = _renamed(old, entry, "title", self.source)
        return replace(
            changed,
            ordinal=entry.get("ordinal", old.ordinal),
            words=(*old.words, *map(tuple, entry.get("words", ()))),
            split=(*old.split, *entry.get("split", ())),
            prompt=entry.get("prompt", old.prompt),
            topics=build_section({**entry, "id": old.id, "ordinal": "", "title": ""}).topics or old.topics,
        )

    def _table(self, old: Table, entry: Data, path: str) -> Table:
        blocks = list(old.blocks)
        for number, addition in enumerate(entry.get("blocks", ()), 1):
            at = _block_at(blocks, addition)
            where = f"{path}.blocks[{addition.get('heading') or number}]"
            if at is not None:
                blocks[at] = self._block(blocks[at], addition, where)
                continue
            lacking = list(needs(addition, BLOCK, where))
            headings = [block.heading for block in blocks if block.heading]
            hint = _("No block has this heading; {near}").format(near=near(addition.get("heading", ""), headings))
            self.faults += [f"{fault} {hint}" for fault in lacking]
            if not lacking:
                blocks.append(build_block(addition, self.source))
        left = [block for block in blocks if block.rows]  # a block whose rows were all taken out is not printed
        table = replace(old, blocks=tuple(left), section=entry.get("section", old.section))
        table = replace(table, identities=tuple(_kept(table, old)))
        identities = self._laid(
            table.identities, entry.get("identities", ()), IDENTITY, f"{path}.identities", build_identity, self._identity
        )
        return replace(table, identities=identities)

    def _block(self, old: Block, entry: Data, path: str) -> Block:
        rows = self._laid(old.rows, entry.get("rows", ()), ROW, f"{path}.rows", build_row, self._row)
        columns = self._laid(old.columns, entry.get("columns", ()), COLUMN, f"{path}.columns", build_column, self._column)
        own = {row.id for row in rows}
        admits = tuple(
            replace(row, replaces=kept)
            for row in (*old.admits, *map(build_row, entry.get("admits", ())))
            if (kept := tuple(name for name in row.replaces if name in own)) or not row.replaces
        )
        return replace(old, rows=rows, columns=columns, admits=admits, corner=entry.get("corner", old.corner))

    def _row(self, old: Row, entry: Data, path: str) -> Row:
        if "optional" in entry:
            self.faults.append(_("{key}: only a row that the variant itself adds can be optional.").format(key=f"{path}.optional"))
        return replace(_renamed(old, entry, "label", self.source), groups=tuple(entry.get("groups", old.groups)))

    def _column(self, old: Column, entry: Data, path: str) -> Column:
        changed = _renamed(old, entry, "label", self.source)
        told = {name: entry[name] for name in ("group", "kind", "unit") if name in entry}
        return replace(changed, truncated=(*old.truncated, *entry.get("truncated", ())), **told)

    def _identity(self, old: Identity, entry: Data, path: str) -> Identity:
        return build_identity(
            {"id": old.id, "axis": old.axis, "sum": old.sum, "equals": old.equals, **entry}, entry.get("basis", self.source)
        )


def _renamed(old: T, entry: Data, key: str, source: str | None) -> T:
    """Give a thing another label, and keep the one before as an alias: reports go on printing it for a while."""
    before: Any = old
    label, known = entry.get(key, getattr(old, key)), getattr(old, key)
    aliases = dict.fromkeys((*before.aliases, *entry.get("aliases", ()), *([known] if label != known else [])))
    notice = entry.get("basis", source if label != known else before.source)
    changed: T = replace(before, aliases=tuple(alias for alias in aliases if alias != label), source=notice, **{key: label})
    return changed


def _block_at(blocks: Sequence[Block], entry: Data) -> int | None:
    """The block that an entry means: by its heading, or the only one."""
    if "heading" not in entry:
        return 0 if len(blocks) == 1 else None
    return next((at for at, block in enumerate(blocks) if block.heading == entry["heading"]), None)


def _kept(table: Table, old: Table) -> Iterator[Identity]:
    """The sums without what was taken out of the table; one of which a side is empty then is no sum any more."""
    rows = old.row_index.keys() - table.row_index.keys()
    columns = _columns(old) - _columns(table)
    for identity in table.identities:
        gone = columns if identity.axis == "row" else rows
        sides = [tuple(name for name in side if name not in gone) for side in (identity.sum, identity.equals)]
        if all(sides):
            yield replace(identity, sum=sides[0], equals=sides[1])


def _columns(table: Table) -> set[str]:
    return {column.id for block in table.blocks for column in block.columns}
