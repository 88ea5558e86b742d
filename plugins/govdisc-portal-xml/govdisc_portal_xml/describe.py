"""The documentation of the schema, made from its annotations."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from govdisc_portal_xml import NAMESPACE, SCHEMA

_XS = "{http://www.w3.org/2001/XMLSchema}"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"

INTRO = f"""# Portal XML

Made from the annotations of `plugins/govdisc-portal-xml/govdisc_portal_xml/portal-report.xsd`, of which `schemas/portal-report.xsd` is a copy,
by tools/generate.py.

`govdisc export REPORT --format portal-xml` writes it, every govdisc command reads it. Namespace: `{NAMESPACE}`.
The element of a file is `reports`, or `report` alone.

"""

EXAMPLE = f"""## Example

```xml
<reports xmlns="{NAMESPACE}" schemaVersion="1">
  <report year="2023">
    <catalogue>
      <indexNumber>QL000000/2024-00012</indexNumber>
      <title>青岚县水务局2023年政府信息公开工作年度报告</title>
      <keywords>
        <keyword>年度报告</keyword>
      </keywords>
    </catalogue>
    <title>青岚县水务局2023年政府信息公开工作年度报告</title>
    <agency level="county" kind="department">
      <name>青岚县水务局</name>
    </agency>
    <sections>
      <section id="overview" ordinal="一">
        <title>一、总体情况</title>
        <text>……</text>
      </section>
    </sections>
    <form2021>
      <disputes>
        <row code="reconsideration" label="行政复议">
          <cell column="upheld" label="结果维持"><count>0</count></cell>
          <cell column="corrected" label="结果纠正"><blank/></cell>
          <cell column="other" label="其他结果"><mark>/</mark></cell>
          <cell column="pending" label="尚未审结"><count>2</count><remark>其中1件已撤回</remark></cell>
          <cell column="total" label="总计"><count>2</count></cell>
        </row>
        <row code="litigation_direct" label="行政诉讼 未经复议直接起诉"><absent/></row>
        <row code="litigation_after_reconsideration" label="行政诉讼 复议后起诉"><absent/></row>
      </disputes>
    </form2021>
  </report>
</reports>
```

`0` is a number, `blank` an empty cell, `mark` what stands in a cell in place of a number, and `absent` a row or column that the document
does not have: four different things.
"""


def describe(schema: Path = SCHEMA) -> str:
    """Return the schema's documentation as Markdown."""
    root = etree.parse(str(schema)).getroot()
    parts = [INTRO, "\n\n".join(_docs(root)), "\n\n", EXAMPLE, "\n## Elements\n\n"]
    tops = root.findall(_XS + "element")
    parts.append(_table([_declaration(element) for element in tops], ("element", "type", "times", "meaning")))
    for element in (*tops, *root.findall(_XS + "complexType")):
        rows = [_declaration(inner) for inner in element.iter(_XS + "element", _XS + "attribute", _XS + "extension") if inner is not element]
        if element.tag == _XS + "element" and not rows:
            continue
        title = f"`{element.get('name')}`"
        lines = "" if element.tag == _XS + "element" else "\n\n".join(_docs(element)) + "\n\n"
        parts.append(f"\n### {title}\n\n{lines}{_table(rows, ('element or @attribute', 'type', 'times', 'meaning'))}{_keys(element)}")
    parts.append("\n## Simple types\n")
    parts += [_simple(element) for element in root.findall(_XS + "simpleType")]
    return "".join(parts).rstrip() + "\n"


def _docs(element: etree._Element) -> list[str]:
    """The element's own documentation, English first."""
    found = element.findall(f"{_XS}annotation/{_XS}documentation")
    return [(note.text or "").strip() for note in sorted(found, key=lambda note: note.get(_LANG, ""))]


def _declaration(element: etree._Element) -> tuple[str, str, str, str]:
    meaning = "<br>".join(_docs(element))
    if element.tag == _XS + "extension":
        return "(content)", f"`{_plain(element.get('base'))}`", "", "as there"
    name = element.get("name") or _plain(element.get("ref"))
    kind = f"`{_plain(element.get('type'))}`" if element.get("type") else _untyped(element)
    if element.tag == _XS + "attribute":
        return f"`@{name}`", kind, "1" if element.get("use") == "required" else "0–1", meaning
    parent = element.getparent()
    choice = parent is not None and parent.tag == _XS + "choice"
    around = parent if parent is not None and choice else element
    low, high = (around.get(name) or element.get(name) or "1" for name in ("minOccurs", "maxOccurs"))
    times = low if low == high else f"{low}–{'∞' if high == 'unbounded' else high}"
    return f"`{name}`", kind, f"{times}, one of several" if choice else times, meaning


def _untyped(element: etree._Element) -> str:
    """Where the type of a declaration without one is told."""
    if element.get("ref"):
        return f"see `{_plain(element.get('ref'))}`"
    return "below" if element.tag == _XS + "element" else "text"


def _plain(name: str | None) -> str:
    return (name or "").removeprefix("p:")


def _keys(element: etree._Element) -> str:
    """What must not stand twice, as one line each."""
    out = []
    for key in element.iter(_XS + "key", _XS + "unique"):
        selector, field = key.find(_XS + "selector"), key.find(_XS + "field")
        if selector is not None and field is not None:
            where = selector.get("xpath", "").replace("p:", "").replace(".//", "").replace("|", "`, `")
            out.append(f"\nNo two of `{where}` have the same `{field.get('xpath', '').replace('p:', '')}`.\n")
    return "".join(dict.fromkeys(out))


def _table(rows: list[tuple[str, str, str, str]], head: tuple[str, str, str, str]) -> str:
    if not rows:
        return ""
    lines = ["| " + " | ".join(row) + " |" for row in (head, ("---",) * 4, *rows)]
    return "\n".join(lines) + "\n"


def _simple(element: etree._Element) -> str:
    restriction = element.find(_XS + "restriction")
    assert restriction is not None
    out = [f"\n### `{element.get('name')}`\n\n" + "\n\n".join(_docs(element)) + "\n"]
    facets = [(etree.QName(facet).localname, facet.get("value", "")) for facet in restriction if facet.tag != _XS + "enumeration"]
    if facets:
        out.append(f"\n`{restriction.get('base')}` with " + ", ".join(f"{name} `{value}`" for name, value in facets) + "\n")
    values = list(_values(restriction))
    if values:
        out.append("\n| value | 含义 |\n| --- | --- |\n" + "".join(f"| `{value}` | {text} |\n" for value, text in values))
    return "".join(out)


def _values(restriction: etree._Element) -> Iterator[tuple[str, str]]:
    for value in restriction.findall(_XS + "enumeration"):
        yield value.get("value", ""), "".join(_docs(value))
