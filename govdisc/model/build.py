"""From the parsed TOML of a form or variant to a :class:`~govdisc.model.form.Form`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from govdisc.errors import ConfigurationError
from govdisc.model.form import Block, Column, Form, Identity, Row, SectionSpec, Table, Topic


def build_form(data: Mapping[str, Any], base: Form | None) -> Form:
    """Build a form; with ``base``, overlay it (a variant: anything it does not name stays as in the base).

    Raises:
        ConfigurationError: when a key is missing, unknown or of the wrong type.

    """
    name = data["id"]
    try:
        return _overlay(data, base) if base else _plain(data)
    except (KeyError, TypeError, ValueError) as error:
        detail = f"{error} is missing" if isinstance(error, KeyError) else str(error)
        raise ConfigurationError(f"form {name!r}: {detail}; compare it with the built-in forms (govdisc forms 2021).") from error


def _plain(data: Mapping[str, Any]) -> Form:
    return Form(
        id=data["id"],
        title=data["title"],
        basis=data["basis"],
        since=data["since"],
        until=data.get("until"),
        sections=tuple(_section(one) for one in data["sections"]),
        tables=tuple(_table(one) for one in data["tables"]),
        source=data.get("source"),
        parameters=data.get("parameters", {}),
    )


def _overlay(data: Mapping[str, Any], base: Form) -> Form:
    tables = {one.id: one for one in base.tables}
    for extra in data.get("tables", ()):
        if extra["id"] not in tables:
            raise ValueError(f"the base form has no table {extra['id']!r}")
        tables[extra["id"]] = _extend_table(tables[extra["id"]], extra, data["source"])
    sections = {one.id: one for one in base.sections}
    for extra in data.get("sections", ()):
        old = sections.get(extra["id"])
        if old is None:
            sections[extra["id"]] = replace(_section(extra), source=data["source"])
        else:
            sections[extra["id"]] = replace(old, aliases=(*old.aliases, *extra.get("aliases", ())))
    return replace(
        base,
        title=data.get("title", base.title),
        basis=data.get("basis", base.basis),
        since=data.get("since", base.since),
        until=data.get("until", base.until),
        sections=tuple(sections.values()),
        tables=tuple(tables.values()),
        variant=data["id"],
        source=data["source"],
        agencies=tuple(data.get("agencies", ())),
        parameters=data.get("parameters", {}),
    )


def _extend_table(table: Table, extra: Mapping[str, Any], source: str) -> Table:
    """Add a variant's rows to the blocks whose heading it repeats, and its aliases to the rows whose id it repeats."""
    blocks = list(table.blocks)
    for addition in extra.get("blocks", ()):
        at = next((i for i, block in enumerate(blocks) if block.heading == addition["heading"]), None)
        if at is None:
            block = _block(addition)
            blocks.append(replace(block, rows=tuple(replace(row, source=row.source or source) for row in block.rows)))
            continue
        rows = {row.id: row for row in blocks[at].rows}
        for raw in addition.get("rows", ()):
            old = rows.get(raw["id"])
            rows[raw["id"]] = (
                replace(old, aliases=(*old.aliases, *raw.get("aliases", ()))) if old else replace(_row(raw), source=raw.get("source", source))
            )
        blocks[at] = replace(blocks[at], rows=tuple(rows.values()))
    return replace(table, blocks=tuple(blocks))


def _section(data: Mapping[str, Any]) -> SectionSpec:
    return SectionSpec(
        id=data["id"],
        ordinal=data["ordinal"],
        title=data["title"],
        aliases=tuple(data.get("aliases", ())),
        words=tuple(tuple(group) for group in data.get("words", ())),
        split=tuple(data.get("split", ())),
        topics=tuple(Topic(one["title"], tuple(one["words"])) for one in data.get("topics", ())),
        prompt=data.get("prompt", ""),
    )


def _table(data: Mapping[str, Any]) -> Table:
    return Table(
        id=data["id"],
        section=data["section"],
        layout=data["layout"],
        label_columns=data["label_columns"],
        blocks=tuple(_block(one) for one in data["blocks"]),
        identities=tuple(Identity(one["id"], one["axis"], tuple(one["sum"]), tuple(one["equals"])) for one in data.get("identities", ())),
    )


def _block(data: Mapping[str, Any]) -> Block:
    return Block(
        heading=data.get("heading", ""),
        corner=data.get("corner", ""),
        columns=tuple(_column(one) for one in data["columns"]),
        rows=tuple(_row(one) for one in data["rows"]),
        admits=tuple(_row(one) for one in data.get("admits", ())),
    )


def _column(data: Mapping[str, Any]) -> Column:
    kind = data.get("kind", "count")
    if kind not in ("count", "change", "amount"):
        raise ValueError(f"column {data['id']!r} has the unknown kind {kind!r}")
    return Column(
        id=data["id"],
        label=data["label"],
        aliases=tuple(data.get("aliases", ())),
        truncated=tuple(data.get("truncated", ())),
        group=data.get("group"),
        kind=kind,
        unit=data.get("unit"),
    )


def _row(data: Mapping[str, Any]) -> Row:
    return Row(
        id=data["id"],
        label=data["label"],
        aliases=tuple(data.get("aliases", ())),
        groups=tuple(data.get("groups", ())),
        form=data.get("form"),
        replaces=tuple(data.get("replaces", ())),
        source=data.get("source"),
    )
