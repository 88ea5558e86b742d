"""What a variant changes, in sentences: for the one who writes it, and for the one who has to trust it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from govdisc.i18n import gettext as _
from govdisc.model.form import Block, Form, Identity, Table


def changes(form: Form, base: Form) -> Iterator[str]:
    """Yield what a variant adds to, changes in and takes out of the form or variant below it, one sentence each."""
    yield from _named(
        {section.id: section for section in form.sections},
        {section.id: section for section in base.sections},
        _("part {name}"),
        {"title": _("title"), "aliases": _("other titles"), "words": _("words"), "split": _("subheadings"), "ordinal": _("ordinal"), "prompt": _("prompt")},
        "title",
    )
    for table in base.tables:
        if table.id not in form.table_index:
            yield _("table {name}: removed").format(name=table.id)
    for table in form.tables:
        before = base.table_index.get(table.id)
        if before is None:
            yield _("table {name}: added, with {count} rows").format(name=table.id, count=sum(1 for _row in table.rows()))
        elif before is not table:
            yield from _table(table, before)
    for name, value in form.parameters.items():
        if base.parameters.get(name) != value:
            yield _("{name} = {value} ({basis})").format(name=name, value=value, basis=form.notices.get(name, "-"))
    for code, severity in form.severities.items():
        if base.severities.get(code) != severity:
            yield _("rule {code}: {severity} ({basis})").format(code=code, severity=severity, basis=form.notices.get(code, form.source or "-"))


_ROW = ("label", "aliases", "groups")
_COLUMN = ("label", "aliases", "group", "kind", "unit", "truncated")


def _table(table: Table, before: Table) -> Iterator[str]:
    rows, old_rows = ({row.id: row for _block, row in version.rows()} for version in (table, before))
    yield from _named(rows, old_rows, _("row {name}").replace("{name}", f"{table.id}.{{name}}"), _fields(_ROW), "label", _behind(table.blocks))
    for number, block in enumerate(table.blocks):
        old = next((other for other in before.blocks if other.heading == block.heading), None)
        if old is None:
            continue
        where = table.id if len(table.blocks) == 1 else f"{table.id} {block.heading or number + 1}"
        columns, old_columns = ({column.id: column for column in version.columns} for version in (block, old))
        order = dict(zip(columns, [None, *columns], strict=False))
        yield from _named(columns, old_columns, _("column {name}").replace("{name}", f"{where}.{{name}}"), _fields(_COLUMN), "label", order)
    yield from _identities(table, before)


def _fields(names: Iterable[str]) -> dict[str, str]:
    known = {
        "label": _("label"), "aliases": _("other labels"), "groups": _("groups"), "group": _("group"), "kind": _("kind"), "unit": _("unit"),
        "truncated": _("truncated labels"),
    }  # fmt: skip
    return {name: known[name] for name in names}


def _behind(blocks: Iterable[Block]) -> dict[str, str | None]:
    """The row that each stands behind."""
    out: dict[str, str | None] = {}
    for block in blocks:
        ids = [row.id for row in block.rows]
        out |= dict(zip(ids, [None, *ids], strict=False))
    return out


def _named(
    now: Mapping[str, Any], before: Mapping[str, Any], what: str, fields: Mapping[str, str], label: str, behind: Mapping[str, str | None] | None = None
) -> Iterator[str]:
    for name, item in before.items():
        if name not in now:
            yield _("{what}: removed ({label})").format(what=what.format(name=name), label=getattr(item, label))
    for name, item in now.items():
        called = what.format(name=name)
        if name not in before:
            first = behind is not None and behind.get(name) is None
            said = _("{what}: added in front ({label})") if first else _("{what}: added behind {name} ({label})") if behind else _("{what}: added ({label})")
            yield said.format(what=called, name=behind and behind.get(name), label=getattr(item, label))
            if getattr(item, "optional", False):
                yield _("{what}: a report may do without it").format(what=called)
            continue
        for field, word in fields.items():
            value, old = getattr(item, field), getattr(before[name], field)
            if value != old:
                yield _("{what}: {field} {old} → {value}").format(what=called, field=word, old=_shown(old), value=_shown(value))


def _shown(value: Any) -> str:
    return "、".join(map(_shown, value)) or "-" if isinstance(value, tuple) else str(value if value is not None else "-")


def _identities(table: Table, before: Table) -> Iterator[str]:
    old = {identity.id: identity for identity in before.identities}
    for name in old.keys() - {identity.id for identity in table.identities}:
        yield _("sum {name}: removed").format(name=f"{table.id}.{name}")
    for identity in table.identities:
        known = old.get(identity.id)
        if known is None:
            yield _("sum {name}: added: {sum}").format(name=f"{table.id}.{identity.id}", sum=printed_identity(identity))
        elif (known.sum, known.equals) != (identity.sum, identity.equals):
            yield _("sum {name}: now {sum}").format(name=f"{table.id}.{identity.id}", sum=printed_identity(identity))


def printed_identity(identity: Identity) -> str:
    """Return a sum as text: ``received + carried_in = processed_total + carried_out``."""
    return f"{' + '.join(identity.sum)} = {' + '.join(identity.equals)}"
