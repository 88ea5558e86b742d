"""What Excel warns of where somebody types into a table: a warning alone, for marks and remarks stand in cells of numbers as well."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from govdisc.plugin import Table, TableLayout, record
from govdisc_xlsx.checks import Spot
from govdisc_xlsx.sheet import cell_name


@record(frozen=True)
class ColumnKind:
    """What stands in the cells of a kind of column: in words, and as a condition of Excel on a cell."""

    title: str
    formula: str


_NOTED = 'AND(ISTEXT({cell}),OR({cell}="/",{cell}="—",{cell}="-",ISNUMBER(FIND("（",{cell})),ISNUMBER(FIND("(",{cell}))))'
_WHOLE = "ISNUMBER({cell}),{cell}=INT({cell})"
COLUMN_KINDS = {
    "count": ColumnKind("不小于 0 的整数", f"OR(AND({_WHOLE},{{cell}}>=0),{_NOTED})"),
    "change": ColumnKind("整数（减少的写成负数）", f"OR(AND({_WHOLE}),{_NOTED})"),
    "amount": ColumnKind("不小于 0 的数", f"OR(AND(ISNUMBER({{cell}}),{{cell}}>=0),{_NOTED})"),
}


COLUMN_KINDS |= dict.fromkeys(("days", "percent"), COLUMN_KINDS["amount"])


def warn_of_no_values(sheet: Any, table: Table, layout: TableLayout, say: Callable[[str], str]) -> None:
    """Let a sheet warn of what is no value of its column: a count is a whole number, a change may be negative."""
    kinds = {f"{row.id}.{column.id}": column.kind for block in table.blocks for row in (*block.rows, *block.admits) for column in block.columns}
    spots: dict[str, list[Spot]] = {}
    for cell in layout.cells:
        if cell.path is not None:
            spots.setdefault(kinds[cell.path.partition(".")[2]], []).append((cell.row, cell.column))
    for kind, cells in spots.items():
        if kind not in COLUMN_KINDS:
            continue  # words stand there
        first, what = cells[0], COLUMN_KINDS[kind]
        rule = {
            "validate": "custom",
            "value": say(f"={what.formula.format(cell=cell_name(*first))}"),
            "error_type": "warning",
            "error_title": say("请核对"),
            "error_message": say(f"此处应为{what.title}；没有的填 0，不涉及的填“/”，说明写在数字后的括号里。"),
            "other_cells": [[*spot, *spot] for spot in cells[1:]],
        }
        sheet.data_validation(*first, *first, rule)
