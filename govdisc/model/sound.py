"""What is wrong with a form as a whole: ids and labels that stand twice, sums that name nothing, tables of no part.

A file may have every key right and still not be a form: two rows whose labels a reader of reports cannot tell apart, say.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from govdisc.i18n import gettext as _
from govdisc.model.form import Block, Form, Identity, Table
from govdisc.model.keys import MOST_FAULTS, near
from govdisc.model.opened import ALL
from govdisc.text.labels import core


def faults_of(form: Form, base: Form | None = None) -> list[str]:
    """Return what is wrong with a form or variant, in sentences; tables that are those of ``base`` are not looked at again."""
    out: list[str] = []
    known = {id(table) for table in base.tables} if base else set()
    for fault in _faults(form, known):
        out.append(fault)
        if len(out) >= MOST_FAULTS:
            break
    return out


def _faults(form: Form, known: set[int]) -> Iterator[str]:
    if form.until is not None and form.until < form.since:
        yield _("until: {until} is before since, {since}.").format(until=form.until, since=form.since)
    yield from _twice((section.id for section in form.sections), "sections")
    yield from _twice((table.id for table in form.tables), "tables")
    titles = ((section.id, (section.title, *section.aliases)) for section in form.sections)
    yield from _labels_twice(titles, "sections")
    for table in form.tables:
        if table.section not in form.section_index:
            yield _("{key}.section: there is no part {name}; {near}").format(
                key=f"tables[{table.id}]", name=table.section, near=near(table.section, form.section_index)
            )
        if id(table) not in known:
            yield from _table_faults(table, f"tables[{table.id}]")


def _table_faults(table: Table, where: str) -> Iterator[str]:
    rows = [(block, row) for block in table.blocks for row in (*block.rows, *block.admits)]
    if table.layout != "blocks" and len(table.blocks) != 1:
        yield _("{key}.blocks: a table of the layout {layout} has one block, not {count}.").format(
            key=where, layout=table.layout, count=len(table.blocks)
        )
    if not any(block.rows for block in table.blocks):
        yield _("{key}: it has no row.").format(key=where)
    yield from _twice((row.id for _block, row in rows), f"{where}.rows")
    yield from _labels_twice(((row.id, (row.label, *row.aliases)) for _block, row in rows if not row.open), f"{where}.rows")
    if sum(1 for _block, row in rows if row.open) > 1:
        yield _("{key}.rows: more than one row is open, and what stands in a report could not be told apart.").format(key=where)
    if table.layout == "transposed" and any(row.open for _block, row in rows):
        yield _("{key}.rows: rows that stand side by side cannot be open.").format(key=where)
    depth = max((len(row.groups) for _block, row in rows), default=0)
    if table.layout == "matrix" and depth >= table.label_columns:
        yield _("{key}.label_columns: rows with {depth} groups above them need more than {count} columns for labels.").format(
            key=where, depth=depth, count=table.label_columns
        )
    for block in table.blocks:
        yield from _block_faults(block, where)
    yield from _twice((identity.id for identity in table.identities), f"{where}.identities")
    for identity in table.identities:
        yield from _identity_faults(table, identity, f"{where}.identities[{identity.id}]")


def _block_faults(block: Block, where: str) -> Iterator[str]:
    path = f"{where}.columns" if not block.heading else f"{where}.blocks[{block.heading}].columns"
    if not block.columns:
        yield _("{key}: there is no column.").format(key=path)
    yield from _twice((column.id for column in block.columns), path)
    yield from _labels_twice(((column.id, (column.label, *column.aliases)) for column in block.columns), path)
    own = {row.id for row in block.rows}
    for row in block.admits:
        for name in row.replaces:
            if name not in own:
                yield _("{key}.replaces: there is no row {name}; {near}").format(key=f"{where}.admits[{row.id}]", name=name, near=near(name, own))


def _identity_faults(table: Table, identity: Identity, where: str) -> Iterator[str]:
    if identity.axis == "row":
        known = {column.id for block in table.blocks for column in block.columns if column.has_numbers}
        what = _("column")
    else:
        known = {row.id for row, _open in _rows(table)} | {f"{row.id}{ALL}" for row, is_open in _rows(table) if is_open}
        what = _("row")
    if not identity.sum or not identity.equals:
        yield _("{key}: both sides of a sum name something.").format(key=where)
    both = set(identity.sum) & set(identity.equals)
    for name in sorted(both):
        yield _("{key}: {name} stands on both sides.").format(key=where, name=name)
    for key, names in (("sum", identity.sum), ("equals", identity.equals)):
        yield from _twice(names, f"{where}.{key}")
        for name in names:
            if name not in known:
                yield _("{key}: there is no {what} {name} that holds numbers; {near}").format(
                    key=f"{where}.{key}", what=what, name=name, near=near(name, known)
                )
    wanted = {*identity.sum, *identity.equals}
    if identity.axis == "row" and wanted <= known and not any(wanted <= {column.id for column in block.columns} for block in table.blocks):
        yield _("{key}: no block has all of its columns.").format(key=where)


def _rows(table: Table) -> Iterator[tuple[Any, bool]]:
    for block in table.blocks:
        for row in (*block.rows, *block.admits):
            yield row, row.open


def _twice(names: Iterable[str], where: str) -> Iterator[str]:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            yield _("{key}: {name} stands there twice.").format(key=where, name=name)
        seen.add(name)


def _labels_twice(labelled: Iterable[tuple[str, tuple[str, ...]]], where: str) -> Iterator[str]:
    """Labels that are alike, as a reader of reports takes them: without ordinals, punctuation and white space."""
    owners: dict[str, str] = {}
    for name, labels in labelled:
        for label in labels:
            key = core(label)
            if not key:
                yield _("{key}: the label {label} holds nothing to know it by.").format(key=f"{where}[{name}]", label=repr(label)[:60])
            elif owners.setdefault(key, name) != name:
                yield _("{key}: the label {label} is that of {other} as well.").format(
                    key=f"{where}[{name}]", label=repr(label)[:60], other=owners[key]
                )


def setting_faults(form: Form, rules: Mapping[str, Any]) -> Iterator[str]:
    """Yield what is wrong with the thresholds and severities that a form or variant sets, ``rules`` being those that are installed."""
    for name, value in form.parameters.items():
        code, _dot, parameter = name.partition(".")
        rule = rules.get(code)
        if rule is None:
            yield _("{key}: there is no rule {code}; {near}").format(key=name, code=code, near=near(code, rules))
            continue
        known = {threshold.name: threshold.default for threshold in rule.parameters}
        if parameter not in known:
            yield _("{key}: the rule {code} has no threshold {name}; {near}").format(key=name, code=code, name=parameter, near=near(parameter, known))
        elif not _alike(value, known[parameter]):
            yield _("{key}: {value} is not what {default} is, the threshold without it.").format(
                key=name, value=repr(value)[:60], default=repr(known[parameter])[:60]
            )
    for code in form.severities:
        if code not in rules:
            yield _("{key}: there is no rule {code}; {near}").format(key=f"rules.{code}", code=code, near=near(code, rules))


def _alike(value: Any, default: Any) -> bool:
    if isinstance(default, bool) or default is None:
        return default is None or isinstance(value, bool)
    if isinstance(default, (int, float)):
        return isinstance(value, (int, float)) and not isinstance(value, bool)
    return isinstance(value, str) if isinstance(default, str) else isinstance(value, list)
