"""From reports to portal XML. Every row of the form stands in the file: one that the report lacks is marked as absent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from io import BytesIO
from typing import Any

from lxml import etree

from govdisc.plugin import SCHEMA_VERSION, ConfigurationError, Form, InputError, Report, Table, Value, WriteContext, dumps, is_iso_day
from govdisc.plugin import FormBlock as Block
from govdisc.plugin import gettext as _
from govdisc_portal_xml import NAMESPACE, catalogue
from govdisc_portal_xml.texts import escaped, is_possible, printable

#: The forms whose rows the schema spells out.
NATIONAL = ("2019", "2021")
#: The elements of part 2: one for each item of Article 20 of the regulations.
ITEMS = {
    "第二十条第（一）项": "item1",
    "第二十条第（五）项": "item5",
    "第二十条第（六）项": "item6",
    "第二十条第（八）项": "item8",
    "第二十条第（九）项": "item9",
}
#: The schema's bounds on numbers and years; a report beyond them is refused rather than written against the schema.
LARGEST_COUNT, MOST_DIGITS, YEARS = 999_999_999_999_999, 18, range(1900, 3000)
_Q = f"{{{NAMESPACE}}}"


def write(reports: Sequence[Report], context: WriteContext) -> bytes:
    """Return the reports as one XML file that the schema accepts.

    Raises:
        ConfigurationError: when a parameter is wrong.
        InputError: when a number, a year or a section is beyond what the schema admits.

    """
    given = catalogue.from_params(context.params, len(reports))
    out = BytesIO()
    with etree.xmlfile(out, encoding="UTF-8") as file:
        file.write_declaration()
        with file.element(_Q + "reports", {"schemaVersion": SCHEMA_VERSION}, nsmap={None: NAMESPACE}):
            for report in reports:
                national, form = context.forms.form(report.form), context.forms.form(report.form, report.variant)
                if not national.regime.is_cn:
                    raise ConfigurationError(_("portal XML holds reports of the national forms alone, not of form {form}.").format(form=national.id))
                element = _Writer(report, national, form, given).report()
                etree.indent(element, level=1)
                file.write("\n  ")
                file.write(element)
            file.write("\n")
    return out.getvalue() + b"\n"


def _sub(parent: etree._Element, name: str, text: str | None = None, **attributes: str | None) -> etree._Element:
    """Add an element; attributes that are None stay away."""
    element = etree.SubElement(parent, _Q + name)
    for key, value in attributes.items():
        if value is not None:
            element.set(key, value)
    if text is not None:
        if is_possible(text):
            element.text = text
        else:
            element.set("encoding", "json")
            element.text = escaped(text)
    return element


class _Writer:
    """Writes one report. ``national`` is its form without a variant, whose rows the schema requires."""

    def __init__(self, report: Report, national: Form, form: Form, given: Mapping[str, Any]) -> None:
        self.data = report
        self.national = national
        self.form = form
        self.given = given
        self.written: set[str] = set()

    def report(self) -> etree._Element:
        """Return the report's element."""
        data = self.data
        if data.year is not None and data.year not in YEARS:
            raise InputError(_("the year {year} is not between 1900 and 2999, which portal XML demands.").format(year=data.year))
        root = etree.Element(_Q + "report", {} if data.year is None else {"year": str(data.year)}, nsmap={None: NAMESPACE})
        keeps = catalogue.is_kept(data.extracted.get(catalogue.KEY), data)
        self._catalogue(root, data.extracted[catalogue.KEY] if keeps else {})
        self._facts(root)
        self._sections(root)
        self._form(root)
        self._annotations(root)
        self._unread(root)
        extensions = [(key, value) for key, value in data.extracted.items() if not (keeps and key == catalogue.KEY)]
        if extensions:
            parent = _sub(root, "extensions")
            for key, value in extensions:
                extension = _sub(parent, "extension")
                _sub(extension, "key", key)
                _sub(extension, "json", dumps(value))
        return root

    def _catalogue(self, root: etree._Element, own: Mapping[str, Any]) -> None:
        entry = _sub(root, "catalogue")
        values = {**catalogue.derived(self.data), **own, **self.given}
        for name, element in catalogue.FIELDS:
            if name in values:
                _sub(entry, element, values[name])
        if values.get(catalogue.KEYWORDS):
            parent = _sub(entry, "keywords")
            for word in values[catalogue.KEYWORDS]:
                _sub(parent, "keyword", word)

    def _facts(self, root: etree._Element) -> None:
        data = self.data
        if data.title is not None:
            _sub(root, "title", data.title)
        agency = _sub(root, "agency", level=data.agency.level, kind=data.agency.kind)
        if data.agency.name is not None:
            _sub(agency, "name", data.agency.name)
        if data.agency.region_code is not None:
            _sub(agency, "regionCode", data.agency.region_code)
        if data.published is not None:
            _sub(root, "published" if is_iso_day(data.published) else "publishedAsPrinted", data.published)
        if data.source is not None:
            source = _sub(root, "source")
            _sub(source, "uri", data.source.uri)
            _sub(source, "format", data.source.format)
            _sub(source, "sha256", data.source.sha256)
        if data.lead:
            _sub(root, "lead", data.lead)

    def _sections(self, root: etree._Element) -> None:
        parent = _sub(root, "sections")
        known = self.form.section_index
        six = {section.id for section in self.national.sections} if self.national.id in NATIONAL else set()
        seen: set[str] = set()
        for section in self.data.sections:
            if section.id in seen:
                raise InputError(_("section {id!r} stands twice, which portal XML cannot hold.").format(id=section.id))
            seen.add(section.id)
            spec = known.get(section.id)
            element = _sub(parent, "section" if section.id in six else "addedSection", id=section.id, ordinal=spec.ordinal if spec else None)
            _sub(element, "title", section.title)
            _sub(element, "text", section.text)

    def _form(self, root: etree._Element) -> None:
        data = self.data
        if self.national.id not in NATIONAL:
            other = _sub(root, "otherForm", id=data.form, variant=data.variant)
            for name in data.tables:
                self._added(_sub(other, "table", code=name), name, ())
            return
        parent = _sub(root, f"form{data.form}", variant=data.variant)
        strangers = set(data.tables) - set(self.national.table_index)
        if strangers:
            raise InputError(_("table {id!r} is not one of form {form}.").format(id=min(strangers), form=data.form))
        for table in self.national.tables:
            if table.id in data.tables:
                self._table(_sub(parent, table.id), table)

    def _table(self, parent: etree._Element, table: Table) -> None:
        for block in table.blocks:
            inside = _sub(parent, ITEMS[block.heading], heading=block.heading) if table.layout == "blocks" else parent
            self._block(inside, table, block)
        self._added(parent, table.id, {row.id for _block, row in table.rows()})

    def _block(self, parent: etree._Element, table: Table, block: Block) -> None:
        held = self.data.tables[table.id]
        own = {row.id for row in block.rows}
        order = [name for name in held if name in own] + [row.id for row in block.rows if row.id not in held]
        for name in order:
            row = _sub(parent, "row", code=name, label=printable(self.form.row_label(table.id, name)))
            if name not in held:
                _sub(row, "absent")
                continue
            columns = {column.id: column for column in block.columns}
            for element, is_amount in (("cell", False), ("amountCell", True)):
                mine = {column.id: column for column in block.columns if (column.kind == "amount") == is_amount}
                for column in [*(key for key in held[name] if key in mine), *(key for key in mine if key not in held[name])]:
                    cell = _sub(row, element, column=column, label=printable(mine[column].label))
                    if column in held[name]:
                        self._cell(cell, f"{table.id}.{name}.{column}", held[name][column], is_amount)
                    else:
                        _sub(cell, "absent")
            self._added_cells(row, table.id, name, [key for key in held[name] if key not in columns])

    def _added(self, parent: etree._Element, table: str, own: Iterable[str]) -> None:
        """The rows beyond the form, each with the row before it, so that the order survives."""
        before: str | None = None
        for name, cells in self.data.tables[table].items():
            if name not in own:
                row = _sub(parent, "addedRow", code=name, label=printable(self.form.row_label(table, name)), after=before)
                self._added_cells(row, table, name, list(cells))
            before = name

    def _added_cells(self, row: etree._Element, table: str, name: str, columns: Sequence[str]) -> None:
        for column in columns:
            path = f"{table}.{name}.{column}"
            spec = self.form.column(path)
            value = self.data.tables[table][name][column]
            cell = _sub(row, "addedCell", column=column, label=printable(spec.label) if spec else None)
            self._cell(cell, path, value, isinstance(value, Decimal))

    def _cell(self, cell: etree._Element, path: str, value: Value, is_amount: bool) -> None:
        data = self.data
        if value is not None:
            _sub(cell, "amount" if is_amount else "count", _number(path, value, is_amount))
        elif path in data.marks:
            _sub(cell, "mark", data.marks[path])
            self.written.add(f"mark {path}")
        else:
            _sub(cell, "blank")
        for name, texts in (("remark", data.remarks), ("place", data.places)):
            if path in texts:
                _sub(cell, name, texts[path])
                self.written.add(f"{name} {path}")

    def _annotations(self, root: etree._Element) -> None:
        """What is said about cells that the tables do not have, such as those of rows that stayed unread."""
        texts = (("remark", self.data.remarks), ("mark", self.data.marks), ("place", self.data.places))
        loose = [(name, path, text) for name, found in texts for path, text in found.items() if f"{name} {path}" not in self.written]
        if loose:
            parent = _sub(root, "annotations")
            for name, path, text in loose:
                _sub(parent, name, text, cell=path)

    def _unread(self, root: etree._Element) -> None:
        if not self.data.unread:
            return
        parent = _sub(root, "unread")
        for piece in self.data.unread:
            item = _sub(parent, "item", kind=piece.kind, table=piece.table)
            _sub(item, "place", piece.place)
            _sub(item, "text", piece.text)
            for path in piece.cells:
                _sub(item, "cell", path)


def _number(path: str, value: int | Decimal, is_amount: bool) -> str:
    """The number in the digits of the schema, without an exponent."""
    if is_amount:
        number = Decimal(value)
        printed = format(number, "f") if number.is_finite() and abs(number.adjusted()) < MOST_DIGITS else ""
        if 0 < len(printed.lstrip("-").replace(".", "")) <= MOST_DIGITS:
            return printed
        raise InputError(_("cell {cell} holds {value}, which is no amount of at most 18 digits.").format(cell=path, value=value))
    whole = int(value)
    if value != whole or abs(whole) > LARGEST_COUNT:
        raise InputError(_("cell {cell} holds {value}, which is no whole number of at most 15 digits.").format(cell=path, value=value))
    return str(whole)
