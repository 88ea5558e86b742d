"""The recogniser as a whole: facts, form, tables, sections, one after the other."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from itertools import groupby

from govdisc.model.book import Form, FormBook
from govdisc.model.document import Cell, Document, Grid, Notice, Paragraph
from govdisc.model.report import Report, Unread
from govdisc.recognise.collect import Collector
from govdisc.recognise.declared import judge, put_facts, settle_form
from govdisc.recognise.facts import Facts, find_facts
from govdisc.recognise.grids import read_grids
from govdisc.recognise.headings import Line, Sure, candidates, split_headings
from govdisc.recognise.index import LONGEST_CELL, FormIndex, Meaning, foreign_columns, index_of, pick_form
from govdisc.recognise.laidout import regions, segments
from govdisc.recognise.narrative import read_sections
from govdisc.recognise.numbering import unnumbered
from govdisc.recognise.plain import titles_in
from govdisc.recognise.runon import read_runon
from govdisc.recognise.tables import TableReader
from govdisc.recognise.textrows import TextRows
from govdisc.recognise.titles import is_title
from govdisc.recognise.tokens import Item, Text, text_of
from govdisc.recognise.unclaimed import may_be_of_table
from govdisc.text.labels import core, squeeze
from govdisc.text.radicals import is_unified, unified


def recognise_report(document: Document, forms: FormBook, variant: str | None) -> Report:
    """Turn a document into a report; see :func:`govdisc.recognise.recognise`."""
    base = _pick_form(document, forms)
    blocks = _split_blocks(document, base)
    facts = find_facts(blocks, document.metadata, base)
    judged = judge(document, facts)
    declared = judged.facts
    form = _with_variant(base, forms, facts, variant, declared)
    report = Report(form=form.id, variant=form.variant)
    put_facts(report, facts, declared, form.regime.is_cn)
    _read_tables(report, form, blocks, declared is not None, foreign_columns(form, tuple(forms.forms())))
    if judged.objection:
        report.unread.append(Unread("reader", None, "document", judged.objection))
    report.unread += [_unread(notice, report) for notice in document.notices]
    return report


def _unread(notice: Notice, report: Report) -> Unread:
    """What a reader could not read, with the cells that stay unread because of it."""
    cells = _left_unread(report, frozenset(notice.cells))
    return Unread("unread_cells" if cells else "reader", None, notice.place, notice.message, cells)


def _left_unread(report: Report, places: frozenset[str]) -> list[str]:
    """Take out the cells that stand at those places, which look blank and are not, and return their paths."""
    paths = [path for path, place in report.places.items() if place in places]
    for path in paths:
        table, row, column = path.split(".")
        del report.tables[table][row][column], report.places[path]
    return paths


def _pick_form(document: Document, forms: FormBook) -> Form:
    cells = {cell[0] for block in document.blocks if isinstance(block, Grid) for row in block.rows for cell in row}
    texts = {text for text in cells if 2 < len(text) <= LONGEST_CELL and not text.isdecimal()}
    for block in document.blocks:
        if isinstance(block, Paragraph) and len(block.text) < 60 and (parts := block.text.split()):
            texts.update(parts)
            if not parts[-1].isdecimal():  # else it is no label but a row
                texts.add(block.text)
    words = list(map(core, texts))
    known = forms.forms()
    found = pick_form(known, words)
    if found is None:
        text = "".join(squeeze(block.text) for block in document.blocks if isinstance(block, Paragraph) and len(block.text) >= 60)
        distinctive = frozenset().union(*(index_of(form).distinctive for form in known))
        found = pick_form(known, [word for word in distinctive if len(word) > 4 and word in text])
    return settle_form(document, known, found, words) or _by_title(document, known)


def _by_title(document: Document, known: Sequence[Form]) -> Form:
    """The form of a document without tables: that of the regime that titles its reports so, else the last national one."""
    for form in known:
        if not form.regime.is_cn and next(titles_in(_opening(document), form.regime), None) is not None:
            return form
    return next(form for form in reversed(known) if form.regime.is_cn)


def _opening(document: Document) -> list[str]:
    return [block.text for block in document.blocks[:40] if isinstance(block, Paragraph)]


def _split_blocks(document: Document, form: Form) -> list[Paragraph | Grid]:
    """Cut run-on paragraphs at the headings in them, and grids at rows that are headings or prose across the whole width.

    Text of files that are not govdisc's own is given its ordinary characters.
    """
    strange = not document.declared and not is_unified("".join([block.text for block in document.blocks if isinstance(block, Paragraph)]))
    out: list[Paragraph | Grid] = []
    for block in unnumbered(document.blocks):
        if isinstance(block, Grid):
            out += _split_grid(block, form) if block.aligned else [block]
        else:
            if strange:
                block = Paragraph(unified(block.text), block.place)
            pieces = split_headings(block.text, form)
            out += [block] if len(pieces) < 2 else [Paragraph(piece, block.place) for piece in pieces]
    return out


def _split_grid(grid: Grid, form: Form) -> list[Paragraph | Grid]:
    texts = [_text_in(row, form) for row in grid.rows]
    if not any(texts):  # spares time
        return [grid]  # spares time
    out: list[Paragraph | Grid] = []
    for is_text, found in groupby(zip(texts, grid.rows, strict=True), key=lambda pair: pair[0] is not None):
        if is_text:
            out += [Paragraph(line, cell.place) for cell, _row in found if cell is not None for line in cell.text.split("\n")]
        else:
            out.append(Grid(tuple(row for _cell, row in found), grid.place))
    return out


def _text_in(row: Sequence[Cell], form: Form) -> Cell | None:
    """The only cell of a row in which something stands, if it is no part of a table: a section's heading, the report's title, or running text."""
    only = None
    for cell in row:
        if cell.text.strip():
            if only is not None:
                return None
            only = cell
    if only is None:
        return None
    text = only.text
    is_sentence = "。" in text and any(map(str.isalpha, text))
    is_heading = _is_heading if len(text) <= LONGEST_CELL else _is_heading.__wrapped__  # spares time
    return only if is_sentence or is_heading(text, form) else None


@lru_cache(maxsize=2048)
def _is_heading(text: str, form: Form) -> bool:
    if not form.regime.is_cn and form.regime.read_title(text) is not None:
        return True
    return is_title(text) or any(candidate.sure >= Sure.TITLE for candidate in candidates([text], form))


def _with_variant(base: Form, forms: FormBook, facts: Facts, variant: str | None, declared: Mapping[str, str] | None) -> Form:
    if variant is None and declared is not None:
        return next((form for form in forms.variants() if form.variant == declared.get("variant") and form.id == base.id), base)
    if variant is not None:
        chosen = next((form for form in forms.variants() if form.variant == variant), None)
        if chosen is None or chosen.id == base.id:
            return forms.form(base.id, variant)
        return base
    fitting = forms.fitting(base, facts.agency, facts.year)
    return fitting[0] if len(fitting) == 1 else base  # STR110 tells of several


def _read_tables(report: Report, form: Form, blocks: list[Paragraph | Grid], ours: bool, foreign: Collection[str]) -> None:
    index, collector = index_of(form), Collector(form)
    text = text_of(blocks, index.meaning)
    spans: dict[str, list[int]] = {}
    places = [at for at, item in enumerate(text.items) if isinstance(item, Grid)]
    for at, names in zip(places, read_grids(index, collector, _headed(text.items, index), foreign) if places else (), strict=True):
        for name in names:  # a grid may hold rows of several tables
            spans.setdefault(name, []).append(at)
    used: dict[int, str] = {}
    if any(may_be_of_table(token, index) for token in text.tokens):  # spares time
        used = _read_text(text, index, collector, foreign)
    for at, name in used.items():
        spans.setdefault(name, []).append(at)
    left = [(at, item) for at, item in enumerate(text.items) if at not in used and not isinstance(item, Grid)]
    for at, name in read_runon(index, collector, left):
        spans.setdefault(name, []).append(at)
        used[at] = name
    collector.into(report)
    read_sections(report, form, _lines(left, used, spans, index), spans, ours)


def _read_text(text: Text, index: FormIndex, collector: Collector, foreign: Collection[str]) -> dict[int, str]:
    """Read the tables that stand in the text outside of grids; return the table of each item that is part of one."""
    flow = TableReader(index, collector, foreign)
    for tokens, region in segments(text.tokens, regions(text.items, index)):
        for row in TextRows(tokens, flow.scope):
            flow.take(row)
        for row in region.rows if region is not None else ():
            flow.take(row)
    flow.finish()
    return flow.above.used


def _headed(items: Sequence[Item], index: FormIndex) -> list[tuple[Grid, Meaning | None]]:
    """The grids among the items, each with the last line before it."""
    out: list[tuple[Grid, Meaning | None]] = []
    above = ""
    for item in items:
        if isinstance(item, Grid):
            out.append((item, index.meaning(above) if above else None))
        elif item.text.strip():
            above = item.text
    return out


def _lines(
    left: Sequence[tuple[int, Paragraph | Cell]], used: Mapping[int, str], spans: Mapping[str, Sequence[int]], index: FormIndex
) -> list[Line]:
    """What is left of the document when the tables are taken out, and the headings of their blocks between them."""
    flattened = [(min(inside), max(inside)) for span in spans.values() if (inside := [at for at in span if at in used])]
    edges = {name: (min(span), max(span)) for name, span in spans.items()}
    return [
        Line(at, item.text, item.place)
        for at, item in left
        if at not in used and not _debris(at, item, flattened) and not _is_heading_within(at, item, edges, index)
    ]


def _is_heading_within(at: int, item: Paragraph | Cell, edges: Mapping[str, tuple[int, int]], index: FormIndex) -> bool:
    names = index.meaning(item.text.strip()).furniture if 0 < len(item.text) <= LONGEST_CELL else ()  # spares time
    return any(edges[name][0] < at < edges[name][1] for name in names if name in edges) if names else False  # spares time


def _debris(at: int, item: Paragraph | Cell, flattened: Sequence[tuple[int, int]]) -> bool:
    """A fragment of a label or a lone number within a flattened table (first and last item): no part of the narrative."""
    text = item.text.strip()
    if isinstance(item, Cell):
        return len(text) < 40
    if not text or len(text) > 30 or text[-1] in "。；：:;":
        return False
    return any(first < at < last for first, last in flattened)
