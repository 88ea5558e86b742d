"""Reading tables that were flattened into text: a cell a line, a row a line, or all on one line.

The columns are lost, but the order is not: a row's label comes right before its numbers, and the labels of the columns come, level
by level, before the first row. A cell printed on several lines is put together again until it is a label; numbers never are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from govdisc.model.document import Block as DocumentBlock
from govdisc.model.document import Paragraph
from govdisc.model.form import Column
from govdisc.recognise.collect import Atom, Collector, trim
from govdisc.recognise.grids import FEWEST_KNOWN
from govdisc.recognise.index import BlockIndex, FormIndex, RowRef, TableIndex
from govdisc.recognise.transposed import Plan, bind_groups
from govdisc.text.labels import core
from govdisc.text.values import clean, looks_like_value

#: A wrapped label stands on at most so many lines.
MOST_LINES = 7
#: A loose line longer than this is prose, not a cell; one with tabs may hold a whole row.
LONGEST_CELL, LONGEST_ROW = 120, 400


def atoms_of(blocks: Sequence[DocumentBlock], numbers: Iterator[int]) -> list[Atom]:
    """Return paragraphs and the cells of unaligned grids as one sequence; grids that know their columns are not among them.

    ``numbers`` counts the printed rows of the document from 1.
    """
    out: list[Atom] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            out += _line_atoms(block, next(numbers))
        elif not block.aligned:
            for row in block.rows:
                several = sum(1 for cell in row if cell.text.strip()) > 1
                number = next(numbers) if several else 0
                out += [Atom(cell.text, cell.place, row=number) for cell in row]
    return out


def _line_atoms(paragraph: Paragraph, number: int) -> list[Atom]:
    """A loose line; where it is a label followed by numbers parted by blanks, or holds tabs between its words, its cells."""
    text = paragraph.text
    if "\t" in text.lstrip() and len(text) <= LONGEST_ROW:
        return [Atom(cell.strip(), paragraph.place, False, number, text) for cell in text.lstrip(" ").split("\t")]
    words = text.split()
    tail = 0
    while tail < len(words) and looks_like_value(words[-1 - tail]):
        tail += 1
    if not tail or len(text) > LONGEST_CELL or (tail == len(words) and tail < 3):
        return [Atom(text, paragraph.place, soft=True)]
    head = " ".join(words[: len(words) - tail])
    cells = [Atom(head, paragraph.place, True, number, text)] if head else []
    return cells + [Atom(word, paragraph.place, False, number, text) for word in words[len(words) - tail :]]


class FlowReader:
    """Reads the sequence of atoms of one document and remembers which of them belong to tables."""

    def __init__(self, index: FormIndex, collector: Collector, atoms: Sequence[Atom]) -> None:
        """Read those atoms for one form into one collector."""
        self.index = index
        self.collector = collector
        self.atoms = atoms
        self.values = [looks_like_value(atom.text) for atom in atoms]
        self.used: dict[int, str] = {}
        self.table: TableIndex | None = None
        self.header: list[int] = []  # atoms since the last row of data that may label columns
        self._in_header = True
        self._planned: BlockIndex | None = None  # the block whose columns are known, and these
        self._plan: list[Column | None] | None = None

    def read(self) -> None:
        """Read everything."""
        at = 0
        while at < len(self.atoms):
            at = self._step(at)

    def _step(self, at: int) -> int:
        if self.values[at]:
            if self.table and at in self.used:
                return at + 1
            return self._loose_values(at)
        if len(self.atoms[at].text) > LONGEST_CELL:
            self._leave()
            return at + 1
        row = self._row_at(at)
        if row is not None:
            return row
        self._gather_header(at)
        return at + 1

    # --- rows -----------------------------------------------------------------------------------------------------------------

    def _joined(self, at: int) -> list[tuple[str, int]]:
        """The texts that begin here, over one line or several, each with where it ends."""
        out: list[tuple[str, int]] = []
        text = ""
        for end in range(at, min(at + MOST_LINES, len(self.atoms))):
            if self.values[end] or len(text) > LONGEST_CELL:
                break
            text += self.atoms[end].text
            out.append((text, end + 1))
            if not self.atoms[end].soft:
                break
        return out

    def _row_at(self, at: int) -> int | None:
        """Read the row whose label begins here; return where it ends, None when no label does or no data follows it."""
        texts = self._joined(at)
        for alike in (False, True):
            for text, end in texts:
                ref = self._find(text, alike)
                if ref is None or not self._values_from(end):
                    continue
                if self.atoms[end].row and self.atoms[end].row != self.atoms[end - 1].row:
                    continue  # the numbers stand in a printed row of their own: whose they are is not certain
                if ref.table.layout == "transposed" and not self._is_vertical(self.index.by_id[ref.table.id].block_of(ref.block), end):
                    continue
                return self._data_row(ref, at, end)
        return None

    def _find(self, text: str, alike: bool) -> RowRef | None:
        rest = [one for one in self.index.tables if one is not self.table]
        tables = [self.table, *rest] if self.table else rest
        if alike:
            return self.table.rows.find_alike(text) if self.table else None
        found = self.index.find_row(text, tables)
        if found is not None and found.table.layout == "matrix" and len(core(text)) < 3:
            # 其他 and 总计 are columns too: they are rows only within their table, once
            inside = self.table is not None and found.table is self.table.table
            return found if inside and not self.collector.seen(found.table.id, found.row.id) else None
        return found

    def _is_vertical(self, block: BlockIndex, end: int) -> bool:
        """Tell whether part 4 is printed a group a row: its columns were named before this row's numbers."""
        full = [i for i in self._values_from(end) if self.atoms[i].text.strip()]
        named = any(block.columns.find(self.atoms[i].text) is not None for i in self.header)
        return 0 < len(full) <= len(block.block.columns) and (named or self._planned is block)

    def _values_from(self, at: int) -> list[int]:
        """The values that begin here; where rows are known, those of one row."""
        out: list[int] = []
        row = self.atoms[at].row if at < len(self.atoms) else 0
        while at < len(self.atoms) and self.values[at] and self.atoms[at].row == row:
            if self.atoms[at].text.strip() or not self.atoms[at].soft:
                out.append(at)
            at += 1
        return out

    def _data_row(self, ref: RowRef, at: int, end: int) -> int:
        values = self._values_from(end)
        last = (values[-1] if values else end - 1) + 1
        if self.table is None or self.table.table is not ref.table:
            self.table = self.index.by_id[ref.table.id]
        self.used.update(dict.fromkeys(range(at, last), ref.table.id))
        block = self.table.block_of(ref.block)
        if self._in_header:
            self._mark_header(block)
        columns = self._columns(block, ref)
        self._in_header = False
        place, text = self.atoms[at].place, " ".join(self.atoms[i].text.strip() for i in values)
        if columns is None:
            self.collector.unread_row("unknown_header", ref, place, text)
            return last
        cells = self._fit(values, len(columns))
        if isinstance(cells, str):
            if cells != "blank":
                self.collector.unread_row(cells, ref, place, text)
            return last
        self.collector.put_row(ref, columns, [self.atoms[i] for i in cells])
        return last

    def _fit(self, values: Sequence[int], count: int) -> list[int] | str:
        """The atoms that are the row's cells, or why they cannot be told. What is left over behind them must be blank."""
        if len(values) < count:
            return "too_few" if any(self.atoms[i].text.strip() for i in values) else "blank"
        if any(self.atoms[i].text.strip() for i in values[count:]):
            return "too_many"
        return list(values[:count])

    # --- headers --------------------------------------------------------------------------------------------------------------

    def _gather_header(self, at: int) -> None:
        if not self._in_header:
            self.header = []
            self._in_header = True
        self.header.append(at)
        if len(self.header) > 80:  # prose: the header of a table is at most some forty lines
            self.header.pop(0)

    def _leave(self) -> None:
        """Prose ends a table's header."""
        self.header = []
        self._in_header = True

    def _columns(self, block: BlockIndex, ref: RowRef) -> list[Column | None] | None:
        """The columns in printed order, by the labels seen last for this block; None when they do not fit it."""
        labels = self._header_labels(block) if self._in_header else []
        if self._planned is block and not any(isinstance(label, Column) for label in labels):
            return self._plan
        self._planned, self._plan = block, self._order(block, ref, labels)
        return self._plan

    def _order(self, block: BlockIndex, ref: RowRef, labels: list[Column | str]) -> list[Column | None] | None:
        known = [label for label in labels if isinstance(label, Column)]
        columns: list[Column | None] = list(block.block.columns)
        if len({one.id for one in known}) == len(known) == len(columns):
            return _level_order(labels)
        if len(known) >= FEWEST_KNOWN and known != [one for one in columns if one in known]:
            return None
        place = self.atoms[self.header[-1]].place if self.header else ""
        self.collector.note("header_missing", ref.table.id, place, block.block.heading or ref.table.id)
        return columns

    def _header_labels(self, block: BlockIndex) -> list[Column | str]:
        """The labels of columns (and of column groups, as text) among the header's atoms, wrapped ones put together.

        An atom between two column labels that is no label of the form is a column of its own, "?".
        """
        out: list[Column | str] = []
        strangers: list[int] = []  # how many labels stood before each atom that is none
        furniture = self.table.furniture if self.table else frozenset()
        at = 0
        while at < len(self.header):
            found, length = self._label_at(block, self.header, at)
            atom = self.atoms[self.header[at]]
            if found is not None:
                out.append(found)
            elif out and not atom.soft and core(atom.text) not in furniture:
                strangers.append(len(out))
            at += length
        in_group = any(isinstance(one, str) for one in out)
        for offset, where in enumerate(strangers):
            if where < len(out) - offset or in_group:
                out.insert(where + offset, "?")
        return out

    def _label_at(self, block: BlockIndex, positions: Sequence[int], at: int) -> tuple[Column | str | None, int]:
        text = ""
        for length in range(1, 5):
            if at + length > len(positions):
                break
            text += self.atoms[positions[at + length - 1]].text
            if core(text) in block.groups:
                return core(text), length
            found = block.columns.find(text)
            if found is not None:
                longer = self._longer(block, positions, at, length, text)
                return longer or (found, length)
            if not self.atoms[positions[at + length - 1]].soft:
                break
        return None, 1

    def _longer(self, block: BlockIndex, positions: Sequence[int], at: int, length: int, text: str) -> tuple[Column, int] | None:
        """A longer label that begins the same: 商业 on one line, 企业 on the next."""
        for more in range(length + 1, min(length + 3, len(positions) - at + 1)):
            if not self.atoms[positions[at + more - 2]].soft:
                return None
            text += self.atoms[positions[at + more - 1]].text
            found = block.columns.find(text)
            if found is not None:
                return found, more
        return None

    def _mark_header(self, block: BlockIndex) -> None:
        """The atoms from the first label of the header on belong to the table, and not to the text around it."""
        if self.table is None:
            return
        for position, i in enumerate(self.header):
            text = self.atoms[i].text
            labelled = self._label_at(block, self.header, position)[0] is not None or core(text) in block.truncated
            if labelled or core(text) in self.table.furniture or self.table.rows.find(text) is not None:
                self.used.update(dict.fromkeys(self.header[position:], self.table.table.id))
                return

    # --- numbers without a label ------------------------------------------------------------------------------------------------

    def _loose_values(self, at: int) -> int:
        values = self._values_from(at)
        end = (values[-1] if values else at) + 1
        full = [i for i in values if self.atoms[i].text.strip()]
        if full and self._transposed(values):
            return end
        table = self.table.table if self.table else None
        if table is not None and len(full) >= 2 and self.collector.touched(table.id) and not self.collector.complete(table.id):
            text = " ".join(self.atoms[i].text.strip() for i in full)
            label = self._label_before(at)
            self.collector.note("unknown_row" if label else "unlabelled_row", table.id, self.atoms[at].place, f"{label} {text}".strip())
            for i in values:
                self.used[i] = table.id
        return max(end, at + 1)

    def _label_before(self, at: int) -> str:
        before = self.atoms[at - 1] if at else None
        return clean(before.text) if before is not None and not self.values[at - 1] and len(before.text) <= 2 * LONGEST_CELL else ""

    def _transposed(self, values: Sequence[int]) -> bool:
        """Read the row of numbers of part 4, whose header stands before it."""
        table = next((one for one in self.index.tables if one.table.layout == "transposed"), None)
        if table is None or not self.header or self.collector.touched(table.table.id):
            return False
        block = table.blocks[0]
        names = {core(row.label) for row in block.block.rows} | {core(group) for row in block.block.rows for group in row.groups}
        seen = "".join(core(self.atoms[i].text) for i in self.header)
        if sum(1 for name in names if name in seen) < 2:
            return False
        width = len(block.block.rows) * len(block.block.columns)
        full = [i for i in values if self.atoms[i].text.strip()]
        if len(full) < 3:
            return False
        self.table = table
        part = trim([self.atoms[i].text for i in values], width)
        cells = full if len(full) == width else self._fit(values[part] if part else values, width)
        self._mark_header(block)
        self.used.update(dict.fromkeys(values, table.table.id))
        if isinstance(cells, str):
            paths = [f"{table.table.id}.{row.id}.{column.id}" for row in block.block.rows for column in block.block.columns]
            self.collector.note(cells, table.table.id, self.atoms[values[0]].place, " ".join(self.atoms[i].text for i in full), paths)
            return True
        plan = self._plan_transposed(block)
        if plan is None:
            self.collector.note("header_missing", table.table.id, self.atoms[values[0]].place, table.table.id)
            plan = [(row, column) for row in block.block.rows for column in block.block.columns]
        for row in block.block.rows:
            picked = [(column, i) for (owner, column), i in zip(plan, cells, strict=True) if owner is row]
            self.collector.put_row(RowRef(table.table, block.block, row), [one for one, _ in picked], [self.atoms[i] for _, i in picked])
        self._in_header = False
        return True

    def _plan_transposed(self, block: BlockIndex) -> Plan | None:
        labels: list[str] = []
        at = 0
        while at < len(self.header):
            text, length = self._leaf_at(block, at)
            if text:
                labels.append(text)
            at += length
        return bind_groups(labels, [None] * len(labels), block)

    def _leaf_at(self, block: BlockIndex, at: int) -> tuple[str, int]:
        """A label of a column of part 4 here, over up to two lines, "" when there is none."""
        first = self.atoms[self.header[at]]
        if first.soft and at + 1 < len(self.header):
            both = first.text + self.atoms[self.header[at + 1]].text
            if block.columns.find(both) is not None:
                return both, 2
        if block.columns.find(first.text) is not None or core(first.text) in block.truncated:
            return first.text, 1
        return "", 1


def _level_order(labels: Sequence[Column | str]) -> list[Column | None]:
    """Columns in printed order from labels read level by level: a group's place is where its own label stood."""
    group = next((label for label in labels if isinstance(label, str) and label != "?"), None)
    if group is None:
        return [label if isinstance(label, Column) else None for label in labels]
    inside: list[Column | None] = []
    outside: list[Column | str | None] = []
    for label in labels:
        if isinstance(label, Column):
            (inside if label.group and core(label.group) == group else outside).append(label)
        elif label == group:
            outside.append(group)
        else:
            (inside if inside else outside).append(None)
    out: list[Column | None] = []
    for one in outside:
        if isinstance(one, str):
            out += inside
        else:
            out.append(one)
    return out
