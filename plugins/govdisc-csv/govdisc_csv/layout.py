"""The columns of both shapes. The names are what scripts rely on: they are never translated and never change their meaning.

Long is tidy data: each cell of a report is a row, and ``value`` holds numbers alone. What is no cell (title, sections, source)
stands in rows whose table is one of the names in brackets, with its text in the column ``text``, so that a sum over ``value`` or
a filter on ``table`` never meets it.
"""

from __future__ import annotations

#: The columns of long. ``report`` counts the reports of the file from 1 and keeps two reports of one agency and year apart.
LONG = (
    "agency",
    "year",
    "form",
    "table",
    "row",
    "row_label",
    "column",
    "column_label",
    "value",
    "mark",
    "remark",
    "place",
    "text",
    "report",
)
#: Those without which a file in long cannot be read.
NEEDED = ("agency", "year", "form", "table", "row", "column", "value")

#: The names that stand in ``table`` where a row is no cell.
FACT, SECTION, EXTRACTED = "(report)", "(section)", "(extracted)"
#: Facts that are texts, as (name in ``row``, where the report has it).
FACTS = (
    ("variant", "variant"),
    ("title", "title"),
    ("region_code", "agency.region_code"),
    ("level", "agency.level"),
    ("kind", "agency.kind"),
    ("published", "published"),
    ("source_uri", "source.uri"),
    ("source_format", "source.format"),
    ("source_sha256", "source.sha256"),
    ("lead", "lead"),
)
#: Facts that are JSON.
JSON_FACTS = ("unread", "remarks", "marks", "places")

#: The columns of wide before those of the cells, which are called table.row.column.
WIDE = ("agency", "year", "form", "variant", "title", "published")
#: What stands in wide where a report does not have the cell at all; pandas and R read it as missing, like a blank.
ABSENT = "NA"
