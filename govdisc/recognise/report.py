"""The recogniser as a whole: facts, form, tables, sections, one after the other."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass

from govdisc.model.book import Form, FormBook
from govdisc.model.document import Cell, Document, Grid, Notice, Paragraph
from govdisc.model.report import Report, Unread
from govdisc.recognise.collect import Atom, Collector
from govdisc.recognise.declared import judge, put_facts, settle_form
from govdisc.recognise.facts import Facts, find_facts
from govdisc.recognise.flow import FlowReader, atoms_of
from govdisc.recognise.grids import GridReader
from govdisc.recognise.headings import Line, Sure, candidates, split_headings
from govdisc.recognise.index import index_of, pick_form
from govdisc.recognise.narrative import read_sections
from govdisc.recognise.runon import read_runon
from govdisc.recognise.titles import is_title
from govdisc.text.labels import core, squeeze

#: A row of one cell with so many characters and a full stop is prose within a layout table.
LONG_ROW = 12


@dataclass(frozen=True, slots=True)
class _Item:
    """A piece of the document in reading order: an aligned grid, or an atom."""

    grid: Grid | None
    atom: Atom | None


def recognise_report(document: Document, forms: FormBook, variant: str | None) -> Report:
    """Turn a document into a report; see :func:`govdisc.recognise.recognise`."""
    base = _pick_form(document, forms)
    blocks = _split_blocks(document, base)
    facts = find_facts(blocks, document.metadata, base)
    judged = judge(document, facts)
    declared = judged.facts
    form = _with_variant(base, forms, facts, variant, declared)
    report = Report(form=form.id, variant=form.variant)
    put_facts(report, facts, declared)
    _read_tables(report, form, blocks, declared is not None)
    if judged.objection:
        report.unread.append(Unread("reader", None, "document", judged.objection))
    report.unread += [_unread(notice, report) for notice in document.notices]
    return report


def _unread(notice: Notice, report: Report) -> Unread:
    """What a reader could not read, with the cells that stay unread because of it."""
    return Unread("reader", None, notice.place, notice.message, _left_unread(report, frozenset(notice.cells)))


def _left_unread(report: Report, places: frozenset[str]) -> list[str]:
    """Take out the cells that stand at those places, which look blank and are not, and return their paths."""
    paths = [path for path, place in report.places.items() if place in places]
    for path in paths:
        table, row, column = path.split(".")
        del report.tables[table][row][column], report.places[path]
    return paths


def _pick_form(document: Document, forms: FormBook) -> Form:
    words: list[str] = []
    for block in document.blocks:
        if isinstance(block, Paragraph):
            if len(block.text) < 60:
                words += map(core, (block.text, *block.text.split()))
        else:
            words += [core(cell.text) for row in block.rows for cell in row if 2 < len(cell.text) < 60]
    known = forms.forms()
    found = pick_form(known, words)
    if found is None:
        text = "".join(squeeze(block.text) for block in document.blocks if isinstance(block, Paragraph) and len(block.text) >= 60)
        found = pick_form(known, [word for form in known for word in index_of(form).distinctive if len(word) > 4 and word in text])
    return settle_form(document, known, found, words) or known[-1]


def _split_blocks(document: Document, form: Form) -> list[Paragraph | Grid]:
    """Cut run-on paragraphs at the headings in them, and grids at rows that are headings or prose across the whole width."""
    out: list[Paragraph | Grid] = []
    for block in document.blocks:
        if isinstance(block, Grid):
            out += _split_grid(block, form) if block.aligned else [block]
        else:
            out += [Paragraph(piece, block.place) for piece in split_headings(block.text, form)] if block.text.strip() else [block]
    return out


def _split_grid(grid: Grid, form: Form) -> list[Paragraph | Grid]:
    out: list[Paragraph | Grid] = []
    rows: list[tuple[Cell, ...]] = []
    for row in grid.rows:
        full = [cell for cell in row if cell.text.strip()]
        if len(full) != 1 or not _is_text_row(full[0].text, form):
            rows.append(row)
            continue
        if rows:
            out.append(Grid(tuple(rows), grid.place))
            rows = []
        out += [Paragraph(line, full[0].place) for line in full[0].text.split("\n")]
    if rows:
        out.append(Grid(tuple(rows), grid.place))
    return out


def _is_text_row(text: str, form: Form) -> bool:
    """A row of one cell that is no part of a table: a section's heading, the report's title, or running text."""
    if len(text) >= LONG_ROW and "。" in text:
        return True
    return is_title(text) or any(one.sure >= Sure.TITLE for one in candidates([Line(0, text, "")], form))


def _with_variant(base: Form, forms: FormBook, facts: Facts, variant: str | None, declared: Mapping[str, str] | None) -> Form:
    if variant is None and declared is not None:
        return next((one for one in forms.variants() if one.variant == declared.get("variant") and one.id == base.id), base)
    if variant is not None:
        chosen = next((one for one in forms.variants() if one.variant == variant), None)
        if chosen is None or chosen.id == base.id:
            return forms.form(base.id, variant)
        return base
    if facts.agency is None or facts.year is None:
        return base
    for one in forms.variants():
        if (
            one.id == base.id
            and one.since <= facts.year <= (one.until or facts.year)
            and any(word in facts.agency for word in one.agencies)
        ):
            return one
    return base


def _read_tables(report: Report, form: Form, blocks: list[Paragraph | Grid], ours: bool) -> None:
    index, collector = index_of(form), Collector(form)
    grids = GridReader(index, collector)
    spans: dict[str, list[int]] = {}
    items: list[_Item] = []
    rows_printed = itertools.count(1)
    for block in blocks:
        if isinstance(block, Grid) and block.aligned:
            at = len(items)
            items.append(_Item(block, None))
            before = {name: len(rows) for name, rows in collector.tables.items()}
            if grids.read(block):
                for name, rows in collector.tables.items():  # a grid may hold rows of several tables
                    if len(rows) != before.get(name, 0):
                        spans.setdefault(name, []).append(at)
        else:
            items += [_Item(None, atom) for atom in atoms_of([block], rows_printed)]
    where = [i for i, item in enumerate(items) if item.atom is not None]
    flow = FlowReader(index, collector, [atom for item in items if (atom := item.atom) is not None])
    flow.read()
    used = {where[i]: name for i, name in flow.used.items()}
    for i, name in used.items():
        spans.setdefault(name, []).append(i)
    for i, name in read_runon(index, collector, [(i, item.atom) for i, item in enumerate(items) if item.atom and i not in used]):
        spans.setdefault(name, []).append(i)
        used[i] = name
    collector.into(report)
    read_sections(report, form, _lines(items, used, spans), spans, ours)


def _lines(items: list[_Item], used: dict[int, str], spans: dict[str, list[int]]) -> list[Line]:
    """What is left of the document when the tables are taken out; a line that was cut up and not used is whole again."""
    rows_used = {atom.row for i in used if (atom := items[i].atom) is not None and atom.line is not None}
    flattened = [(min(inside), max(inside)) for span in spans.values() if (inside := [i for i in span if i in used])]
    out: list[Line] = []
    last_row = 0
    for i, item in enumerate(items):
        atom = item.atom
        if atom is None or i in used:
            continue
        if atom.line is not None:
            whole = Atom(atom.line, atom.place, soft=True)
            if atom.row not in rows_used and atom.row != last_row and not _debris(i, whole, flattened):
                out.append(Line(i, whole.text, whole.place))
            last_row = atom.row
        elif not _debris(i, atom, flattened):
            out.append(Line(i, atom.text, atom.place))
    return out


def _debris(at: int, atom: Atom, flattened: list[tuple[int, int]]) -> bool:
    """A fragment of a label or a lone number within a flattened table (first and last item): no part of the narrative."""
    text = atom.text.strip()
    if not atom.soft:
        return len(text) < 40
    if not text or len(text) > 30 or text[-1] in "。；：:;":
        return False
    return any(first < at < last for first, last in flattened)
