"""What the schema refuses, and that its documentation and the forms agree with it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import xmlschema
from govdisc_portal_xml import NAMESPACE, SCHEMA
from govdisc_portal_xml.describe import describe
from govdisc_portal_xml.writer import ITEMS, write
from lxml import etree

from govdisc.formats import WriteOptions
from govdisc.model.book import builtin_forms
from govdisc.testing import Options, random_report

NS = {"p": NAMESPACE, "xs": "http://www.w3.org/2001/XMLSchema"}

Change = Callable[[etree._Element], None]


def _find(root: etree._Element, path: str) -> etree._Element:
    found = root.xpath(path, namespaces=NS)
    assert isinstance(found, list)
    assert isinstance(found[0], etree._Element)
    return found[0]


def _set(path: str, **attributes: str) -> Change:
    def change(root: etree._Element) -> None:
        for name, value in attributes.items():
            _find(root, path).set(name, value)

    return change


def _text(path: str, text: str) -> Change:
    def change(root: etree._Element) -> None:
        _find(root, path).text = text

    return change


def _drop(path: str) -> Change:
    def change(root: etree._Element) -> None:
        found = _find(root, path)
        parent = found.getparent()
        assert parent is not None
        parent.remove(found)

    return change


def _double(path: str) -> Change:
    def change(root: etree._Element) -> None:
        found = _find(root, path)
        found.addnext(etree.fromstring(etree.tostring(found)))

    return change


WRONG: dict[str, Change] = {
    "a count that is no whole number": _text("//p:count", "3.5"),
    "a count that is a word": _text("//p:count", "三"),
    "an empty count": _text("//p:count", ""),
    "a count of 16 digits": _text("//p:count", "1" * 16),
    "an amount with an exponent": _text("//p:amount", "1e3"),
    "a missing row": _drop("//p:requests/p:row[3]"),
    "a missing row of part 2": _drop("//p:item1/p:row[1]"),
    "a missing row of part 4": _drop("//p:disputes/p:row[2]"),
    "a missing block of part 2": _drop("//p:item5"),
    "a missing cell": _drop("//p:requests/p:row[3]/p:cell[2]"),
    "a doubled row": _double("//p:requests/p:row[3]"),
    "a row under another row's code": _set("//p:requests/p:row[3]", code="received"),
    "a cell under another cell's column": _set("//p:disputes/p:row[1]/p:cell[1]", column="total"),
    "a doubled section": _double("//p:section[1]"),
    "a section under another's id": _set("//p:section[1]", id="other"),
    "an unknown row": _set("//p:requests/p:row[3]", code="surprise"),
    "an unknown section": _set("//p:section[1]", id="surprise"),
    "an unknown level": _set("//p:agency", level="village"),
    "an unknown kind": _set("//p:agency", kind="school"),
    "a year before the regulations": _set("//p:report", year="201"),
    "a day that is none": _text("//p:report/p:published", "2023-02-30"),
    "an amount among the counts": _text("//p:requests//p:count", "1.00"),
    "two values in a cell": _double("//p:count"),
    "an unknown attribute": _set("//p:report", colour="red"),
    "another version": _set("/p:reports", schemaVersion="2"),
}


@pytest.fixture(scope="module")
def validators() -> tuple[etree.XMLSchema, xmlschema.XMLSchema]:
    """Return the schema as lxml and as xmlschema understand it."""
    return etree.XMLSchema(etree.parse(str(SCHEMA))), xmlschema.XMLSchema(str(SCHEMA))


@pytest.mark.parametrize("form", ["2019", "2021"])
@pytest.mark.parametrize("name", WRONG)
def test_both_validators_refuse(name: str, form: str, validators: tuple[etree.XMLSchema, xmlschema.XMLSchema]) -> None:
    """Each change to a valid file makes it invalid, for lxml and for xmlschema."""
    root = etree.fromstring(write([random_report(5, Options(form=form))], WriteOptions(builtin_forms())))
    with_lxml, with_xmlschema = validators
    assert with_lxml.validate(root)
    WRONG[name](root)
    assert not with_lxml.validate(root)
    assert not with_xmlschema.is_valid(etree.tostring(root, encoding="unicode"))


def test_the_example_of_the_documentation_is_valid(validators: tuple[etree.XMLSchema, xmlschema.XMLSchema]) -> None:
    """What the documentation shows follows the schema."""
    example = describe().split("```xml\n")[1].split("```")[0]
    assert validators[0].validate(etree.fromstring(example)), validators[0].error_log


def test_every_declaration_is_documented() -> None:
    """Each element, attribute and type says in both languages what it is."""
    root = etree.parse(str(SCHEMA))
    for declaration in root.iter("{*}element", "{*}attribute", "{*}complexType", "{*}simpleType"):
        languages = declaration.xpath("xs:annotation/xs:documentation/@xml:lang", namespaces=NS)
        assert declaration.get("ref") or not declaration.get("name") or languages == ["en", "zh"], etree.tostring(declaration)[:200]


@pytest.mark.parametrize("form_id", ["2019", "2021"])
def test_the_rows_and_columns_are_those_of_the_forms(form_id: str) -> None:
    """The schema demands the rows and columns of the forms, by the same ids and with the same labels."""
    root = etree.parse(str(SCHEMA)).getroot()
    form = builtin_forms().form(form_id)
    for table in form.tables:
        for block in table.blocks:
            prefix = "disputes" if table.id == "disputes" else f"{table.id}{form_id}"
            item = ITEMS[block.heading].capitalize() if table.layout == "blocks" else ""
            codes = root.xpath(f"xs:simpleType[@name='{prefix}{item}RowCode']//xs:enumeration/@value", namespaces=NS)
            assert codes == [row.id for row in block.rows]
            row_type = _find(root, f"xs:complexType[@name='{prefix}{item}RowType']")
            cells = row_type.xpath(".//xs:element[@name='cell' or @name='amountCell']/@type", namespaces=NS)
            assert isinstance(cells, list)
            columns: list[tuple[str, str]] = []
            for cell in cells:
                name = str(cell).removeprefix("p:").removesuffix("Type")
                for value in root.xpath(f"xs:simpleType[@name='{name}Column']//xs:enumeration", namespaces=NS):
                    columns.append((value.get("value", ""), "".join(value.itertext()).strip()))
            assert sorted(columns) == sorted((column.id, column.label) for column in block.columns)
