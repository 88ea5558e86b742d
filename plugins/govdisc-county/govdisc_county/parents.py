"""BAT3xx: a parent's tables against those of its bodies, where a roster or ``validate --children`` says who belongs to whom.

A parent's report adds up its bodies' reports and its own part. So no cell can be less than the sum of its bodies; what is more is said
as the own part. Nobody but the roster says that a parent adds up: without one, nothing is looked at.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import field
from decimal import Decimal

from govdisc.plugin import N_, BatchContext, ConfigurationError, Context, Finding, Form, Report, Value, batch_rule, printed_value, record
from govdisc.plugin import gettext as _
from govdisc_county.parts import Part, added, addend, admitted, part_of, strange_rows, sum_rows
from govdisc_county.roster import Roster, key_of

_BASIS = "单位名册（上级单位栏）"
#: So many bodies, addends or cells are named in one finding.
MOST_NAMED = 8


@record(frozen=True)
class Belonging:
    """Who belongs to whom, and the reports of bodies that are not in the batch (``validate --children``)."""

    roster: Roster | None = None
    children: tuple[Part, ...] = ()

    def key(self, name: str) -> str:
        """Return what a body is known by, whichever of its names it goes by."""
        unit = self.roster.unit(name) if self.roster is not None else None
        return key_of(unit.name if unit else name)

    def parent_of(self, name: str) -> str | None:
        """Return the key of the body that adds up another one's report, as the roster says."""
        unit = self.roster.unit(name) if self.roster is not None else None
        return self.key(unit.parent) if unit is not None and unit.parent else None


@record
class _Parent:
    """A report that adds up others, and what is there of those; ``counted`` are the bodies that are added, by key."""

    index: int
    part: Part
    form: Form
    counted: dict[str, bytes] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    rows: set[str] = field(default_factory=set)
    doubles: set[str] = field(default_factory=set)
    #: Why the reports of bodies are not added, by key.
    left_out: dict[str, str] = field(default_factory=dict)

    def meet(self, key: str, child: Part) -> None:
        """Take note of a body's report, or of why it cannot be added."""
        self.names[key] = child.agency
        if child.year != self.part.year:
            self.left_out[key] = _("{agency} (its report is for {year})").format(agency=child.agency, year=child.year or "?")
        elif child.form != self.part.form or strange_rows(self.form, child):
            self.left_out[key] = _("{agency} (its report is on another form)").format(agency=child.agency)
        elif self.counted.setdefault(key, child.digest) != child.digest:
            self.doubles.add(key)
        else:
            self.rows |= child.rows

    def settled(self) -> None:
        """Leave out the bodies of which it is not known what they add."""
        for key in self.doubles:
            del self.counted[key]


def _kept(report: Report, context: Context) -> Part | None:
    return part_of(report, context.form) if report.agency.name and report.year is not None else None


@record
class _Family:
    """The parents of a batch, and whose bodies are whose."""

    batch: Sequence[tuple[int, Part]]
    context: BatchContext
    parents: dict[str, list[_Parent]] = field(default_factory=dict)

    @classmethod
    def of(cls, batch: Sequence[tuple[int, Part]], context: BatchContext) -> _Family:
        """Find the reports of the batch that add up others, and meet the reports of their bodies."""
        family, belonging = cls(batch, context), context.roster
        roster: Roster | None = belonging.roster
        above = None if roster is None else {belonging.key(unit.parent) for unit in roster.units if unit.parent}
        for index, part in batch:
            key = belonging.key(part.agency)
            if above is None or key in above:
                family.parents.setdefault(key, []).append(_Parent(index, part, _form(part, context)))
        for key, child in family.children():
            for parent in family.parents_of(key, child):
                parent.meet(key, child)
        for parent in family.all():
            parent.settled()
        return family

    def all(self) -> Iterator[_Parent]:
        """Yield the parents by their number."""
        yield from sorted((parent for parents in self.parents.values() for parent in parents), key=lambda parent: parent.index)

    def children(self) -> Iterator[tuple[str, Part]]:
        """Yield the parts that may be added, each with its key: those of the batch where there is a roster, and those read beside it."""
        belonging = self.context.roster
        if belonging.roster is not None:
            yield from ((belonging.key(part.agency), part) for _index, part in self.batch)
        yield from ((belonging.key(part.agency), part) for part in belonging.children)

    def parents_of(self, key: str, child: Part) -> list[_Parent]:
        """Return the parents that a body's report is added by."""
        if self.context.roster.roster is None:
            return [parent for parent in self.all() if self.context.roster.key(parent.part.agency) != key]
        return self.parents.get(self.context.roster.parent_of(child.agency) or "", [])

    def added(self) -> Iterator[tuple[_Parent, Part]]:
        """Yield each parent with each part that is added, once a body."""
        met: set[tuple[int, str]] = set()
        for key, child in self.children():
            for parent in self.parents_of(key, child):
                if (parent.index, key) not in met and child.year == parent.part.year and parent.counted.get(key) == child.digest:
                    met.add((parent.index, key))
                    yield parent, child


def _form(part: Part, context: BatchContext) -> Form:
    try:
        return context.forms.form(part.form, part.variant)
    except ConfigurationError:
        return context.forms.form(part.form)


@record
class _Compared:
    """A parent beside the sum of its bodies, cell by cell; ``unknown`` are cells of the sum that may be more."""

    parent: _Parent
    sums: dict[str, Value]
    sources: dict[str, tuple[str, ...]]
    unknown: set[str]

    def stated(self, path: str) -> Value:
        """What the parent's report has for a cell of the sum; a blank is nothing, None where it is not known."""
        own = addend(self.parent.part, 0, self.sources[path], self.parent.form)
        return None if own.unknown else own.value or 0

    def printed(self, path: str) -> str:
        """What the parent's report shows in a cell: its number, the mark that stands there, or that it is blank."""
        own = addend(self.parent.part, 0, self.sources[path], self.parent.form)
        return printed_value(own.value) or own.mark or _("blank")

    def less(self) -> dict[str, list[str]]:
        """The cells that are less than the sum, by row."""
        rows: dict[str, list[str]] = {}
        for path, amount in self.sums.items():
            stated = self.stated(path)
            column = self.parent.form.column(path)
            if amount and stated is not None and stated < amount and (column is None or column.kind != "change"):
                rows.setdefault(path.rpartition(".")[0], []).append(path)
        return rows

    def more(self) -> dict[str, int | Decimal]:
        """What the parent has beyond the sum, by cell, where the whole sum is known."""
        found: dict[str, int | Decimal] = {}
        for path, amount in self.sums.items():
            stated = self.stated(path)
            if path not in self.unknown and stated is not None and stated > (amount or 0):
                found[path] = stated - (amount or 0)
        return found


def _compared(family: _Family) -> list[_Compared]:
    out = {}
    for parent in family.all():
        if parent.counted:
            cells = dict(sum_rows(parent.form, admitted(parent.form, parent.rows | parent.part.rows)))
            out[parent.index] = _Compared(parent, dict.fromkeys(cells), cells, set())
    for parent, part in family.added():
        compared = out[parent.index]
        for path, sources in compared.sources.items():
            found = addend(part, 0, sources, parent.form)
            compared.sums[path] = added((compared.sums[path], found.value))
            if found.unknown:
                compared.unknown.add(path)
    return list(out.values())


def _addends(family: _Family, compared: _Compared, paths: Sequence[str]) -> dict[str, str]:
    """What the bodies add to some cells, the largest first: ``青岚县水务局 3, 青岚县教育局 2``."""
    shares: dict[str, list[tuple[int | Decimal, str]]] = {path: [] for path in paths}
    for parent, part in family.added() if paths else ():
        for path in paths if parent is compared.parent else ():
            if value := addend(part, 0, compared.sources[path], parent.form).value:
                shares[path].append((value, part.agency))
    out = {}
    for path, found in shares.items():
        ordered = sorted(found, key=lambda share: (-share[0], share[1]))
        out[path] = _named([f"{agency} {printed_value(value)}" for value, agency in ordered])
    return out


@batch_rule(
    code="BAT301",
    title=N_("A parent's table holds less than its bodies'"),
    severity="error",
    basis=_BASIS,
    since="0.2.0",
    collect=_kept,
    needs=("roster",),
)
def parent_less(batch: Sequence[tuple[int, Part]], context: BatchContext) -> Iterator[Finding]:
    """A cell of a parent's table is less than the sum of the same cell in the reports of its bodies.

    Who belongs to whom is said by a roster (``--roster``), or by ``--children``. One finding a row; its addends stand in the message.
    Bodies whose reports are missing can only make the sum larger. Columns of changes, which may be negative, are left out.
    """
    family = _Family.of(batch, context)
    for compared in _compared(family):
        rows = compared.less()
        shares = _addends(family, compared, [path for paths in rows.values() for path in paths])
        for paths in rows.values():
            cells = "; ".join(
                _("{cell}: {stated}, its bodies {amount} ({shares})").format(
                    cell=compared.parent.form.cell_label(path), stated=compared.printed(path), amount=printed_value(compared.sums[path]),
                    shares=shares[path],
                )
                for path in paths[:MOST_NAMED]
            )  # fmt: skip
            yield parent_less.finding(
                _("Less than the sum of its {count} bodies: {cells}.").format(count=len(compared.parent.counted), cells=cells),
                input=compared.parent.index,
                cell=paths[0],
                cells=tuple(paths) if len(paths) > 1 else (),
                expected=compared.sums[paths[0]],
                actual=addend(compared.parent.part, 0, compared.sources[paths[0]], compared.parent.form).value,
                suggestion=_("Compare the addends with the bodies' reports (govdisc sum lists them all), and correct the one that is wrong."),
            )


@batch_rule(
    code="BAT302",
    title=N_("A parent's own part"),
    severity="info",
    basis=_BASIS,
    since="0.2.0",
    collect=_kept,
    needs=("roster",),
)
def own_part(batch: Sequence[tuple[int, Part]], context: BatchContext) -> Iterator[Finding]:
    """What a parent's table holds beyond the sum of its bodies: its own part, where the reports of all bodies are there.

    A parent that handled requests itself has one. It is told so that someone looks whether it is as much as that.
    """
    for compared in _compared(_Family.of(batch, context)):
        more = compared.more() if not any(_lacking(compared.parent, context.roster).values()) else {}
        if not more:
            continue
        told = sorted(more, key=lambda path: (not path.endswith(".total"), -more[path]))
        cells = "; ".join(f"{compared.parent.form.cell_label(path)} +{printed_value(more[path])}" for path in told[:MOST_NAMED])
        rest = f" (+{len(told) - MOST_NAMED})" if len(told) > MOST_NAMED else ""
        yield own_part.finding(
            _("Beyond the sum of its {count} bodies, as its own part: {cells}.").format(count=len(compared.parent.counted), cells=cells + rest),
            input=compared.parent.index,
            cells=tuple(told),
            suggestion=_("Compare it with what the parent handled itself; bodies that are missing from the sum would be in it, too."),
        )


@batch_rule(
    code="BAT303",
    title=N_("A parent's sum that is not whole"),
    severity="warning",
    basis=_BASIS,
    since="0.2.0",
    collect=_kept,
    needs=("roster",),
)
def not_whole(batch: Sequence[tuple[int, Part]], context: BatchContext) -> Iterator[Finding]:
    """Reports of a parent's bodies are missing, stand there twice with other numbers, or are for another year or on another form.

    The parent's table was compared with the sum of the others alone.
    """
    belonging: Belonging = context.roster
    for parent in _Family.of(batch, context).all():
        lacking = _lacking(parent, belonging)
        missing = lacking["missing"]
        texts = {"missing": _("missing: {names}"), "doubles": _("there twice with other numbers: {names}"), "left_out": _("left out: {names}")}
        told = [texts[kind].format(names=_named(names)) for kind, names in lacking.items() if names]
        if missing and not parent.names:
            yield not_whole.finding(
                _("Not compared: the report of none of its {count} bodies is there.").format(count=len(missing)),
                severity="info",
                input=parent.index,
                suggestion=_("Name their reports as well, or with --children."),
            )
        elif told:
            yield not_whole.finding(
                _("Compared with the sum of {count} bodies; {told}.").format(count=len(parent.counted), told="; ".join(told)),
                input=parent.index,
                suggestion=_("Get the reports that are missing, and keep one report of each body."),
            )


def _lacking(parent: _Parent, belonging: Belonging) -> dict[str, list[str]]:
    """The bodies that a parent's sum lacks: those whose reports are missing, are there twice with other numbers, or were left out."""
    wanted = belonging.roster.children(parent.part.agency) if belonging.roster is not None else ()
    return {
        "missing": [unit.name for unit in wanted if key_of(unit.name) not in parent.names],
        "doubles": sorted(parent.names[key] for key in parent.doubles),
        "left_out": [why for key, why in parent.left_out.items() if key not in parent.counted and key not in parent.doubles],
    }


def _named(names: Sequence[str]) -> str:
    return ", ".join(names[:MOST_NAMED]) + (f" (+{len(names) - MOST_NAMED})" if len(names) > MOST_NAMED else "")


RULES = [parent_less, own_part, not_whole]
