"""The sums of a form as live formulas: differences on the sheet of checks, colours on the tables themselves.

The tables hold what the report says, also where a published total is wrong; the formulas stand beside it and change nothing. A cell
may hold ``22（其中修订16件）`` or ``5件``: the formulas count the number in front. What a check says is what
:meth:`govdisc.model.form.Form.balances` says of the report, and goes on saying it of what is typed into the workbook.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from govdisc.plugin import Balance, Form, Report, Table, printed_cell, record
from govdisc_xlsx.sheet import cell_name, column_name

#: So many parts are named in a check's label; of more, the first and the last.
MOST_PARTS = 4
#: What a check shows, by the state of its equation; a total that is blank because all its parts are is no mistake.
RESULTS = {"holds": "一致", "wrong": "不一致", "blank": "总计未填", "unread": "未检查"}
BLANK = "空白"

Spot = tuple[int, int]


@record(frozen=True)
class Check:
    """One equation of the form on its sheet: where its two sides stand, what they come to, and what the check shows at first.

    ``needed`` are the totals in it, each with the parts that make it one: blank, while they are not, they leave the check open.
    ``unknown`` are cells with what stands in them, which is no number, and ``missing`` says on which side rows are missing.
    """

    table: str
    label: str
    parts: tuple[Spot, ...]
    totals: tuple[Spot, ...]
    part_sum: int | float
    total_sum: int | float
    result: str
    needed: tuple[tuple[Spot, tuple[Spot, ...]], ...] = ()
    unknown: tuple[tuple[Spot, str], ...] = ()
    missing: tuple[bool, bool] = (False, False)


def checks(form: Form, report: Report, table: Table, spots: Mapping[str, Spot]) -> Iterator[Check]:
    """Yield the checks of a table as the report holds it; ``spots`` says where each cell stands on its sheet."""
    for found in form.balances(report):
        if found.equation.table is table:
            yield _check(form, report, found, spots)


def _check(form: Form, report: Report, found: Balance, spots: Mapping[str, Spot]) -> Check:
    parts, totals = (tuple(spots[path] for path in side if path in spots) for side in (found.left, found.right))
    absent = {path for path in found.unknown if path not in spots or not printed_cell(report, path)}
    empty = not any(printed_cell(report, path) for path in found.cells)
    return Check(
        found.equation.table.id,
        _label(form, found),
        parts,
        totals,
        _plain(found.left_sum),
        _plain(found.right_sum),
        BLANK if empty and found.state == "holds" else RESULTS[found.state],
        tuple(_needed(form, found, spots)),
        tuple((spots[path], printed_cell(report, path)) for path in found.unknown if path not in absent),
        (any(path in absent for path in found.left), any(path in absent for path in found.right)),
    )


def _needed(form: Form, found: Balance, spots: Mapping[str, Spot]) -> Iterator[tuple[Spot, tuple[Spot, ...]]]:
    for path in found.cells:
        for equation in form.totals.get(path, ()):
            parts = tuple(spots[part] for part in equation.left if part in spots)
            if path in spots and parts:
                yield spots[path], parts


def _label(form: Form, found: Balance) -> str:
    """行政复议：结果维持 + … + 尚未审结 = 总计, or for a column its name and the labels of the rows."""
    equation = found.equation
    by_row = equation.identity.axis == "row"
    names = {}
    for path in found.cells:
        _table, row, _column = path.split(".")
        column = form.column(path)
        names[path] = (column.label if column else path) if by_row else equation.table.row_index[row][1].label
    shown = [names[path] for path in found.left]
    left = " + ".join(shown if len(shown) <= MOST_PARTS else [shown[0], "…", shown[-1]])
    return f"{_line(form, found)}：{left} = {' + '.join(names[path] for path in found.right)}"


def _line(form: Form, found: Balance) -> str:
    equation = found.equation
    if equation.identity.axis == "row":
        return form.row_label(equation.table.id, equation.line)
    column = form.column(found.right[0])
    if column is None:
        return equation.line
    return f"{column.group} {column.label}" if column.group else column.label


def _plain(value: object) -> int | float:
    return value if isinstance(value, int) else float(str(value))


# --- formulas -----------------------------------------------------------------------------------------------------------------------


def total(spots: Sequence[Spot], sheet: str = "", absolute: bool = True) -> str:
    """A formula's text for the sum of the numbers in front of what those cells hold; marks and blanks count as 0."""
    return "+".join(_numbers(area) for area in areas(spots, sheet, absolute))


def _numbers(area: str) -> str:
    return f"SUMPRODUCT(IFERROR({_in_front(area)},0))"


def _in_front(area: str) -> str:
    text = f'SUBSTITUTE(SUBSTITUTE(SUBSTITUTE({area},"件",""),"(","（"),"−","-")'
    return f'VALUE(LEFT({text},FIND("（",{text}&"（")-1))'


def verdict(check: Check, sheet: str, line: int) -> str:
    """The formula that shows what a check says; the sums of its sides stand in columns C and D of that line, their difference in E."""
    if all(check.missing):
        return f'="{RESULTS["unread"]}"'
    if any(check.missing):  # nothing counted is negative: what is there can be too much already
        sign = ">" if check.missing[0] else "<"
        return f'=IF(E{line}{sign}0,"{RESULTS["wrong"]}","{RESULTS["unread"]}")'
    found = f'"{RESULTS["wrong"]}"'
    if check.needed:
        lacking = ",".join(
            f"AND(ISERROR({_in_front(areas([spot], sheet)[0])}),{total(parts, sheet)}<>0)" for spot, parts in check.needed
        )
        found = f'IF(OR({lacking}),"{RESULTS["blank"]}",{found})'
    found = f'IF(E{line}=0,IF({filled((*check.parts, *check.totals), sheet)}=0,"{BLANK}","{RESULTS["holds"]}"),{found})'
    if check.unknown:
        same = ",".join(f'EXACT({areas([spot], sheet)[0]},"{text.replace(chr(34), chr(34) * 2)}")' for spot, text in check.unknown)
        found = f'IF(OR({same}),"{RESULTS["unread"]}",{found})'
    return f"={found}"


def filled(spots: Sequence[Spot], sheet: str = "", absolute: bool = True) -> str:
    """A formula's text for how many of those cells are not blank."""
    return "+".join(f'SUMPRODUCT(--({area}<>""))' for area in areas(spots, sheet, absolute))


def sum_or_blank(check: Check) -> str:
    """The formula that fills in a blank form's total: blank as long as all parts are."""
    return f'=IF({filled(check.parts)}=0,"",{total(check.parts)})'


@record(frozen=True)
class Colouring:
    """Total cells that one pair of conditions colours: relative formulas, seen from the first cell."""

    cells: tuple[Spot, ...]
    is_wrong: str
    is_missing: str


def colourings(found: Iterable[Check]) -> Iterator[Colouring]:
    """Yield the conditions of a sheet; checks whose parts lie alike around their totals share one, which keeps the file small."""
    alike: dict[tuple[Spot, ...], list[tuple[Spot, Check]]] = {}
    for check in found:
        if any(check.missing):
            continue
        for row, column in check.totals:
            shape = tuple((spot[0] - row, spot[1] - column) for spot in (*check.parts, (row, column), *check.totals))
            alike.setdefault(shape, []).append(((row, column), check))
    for members in alike.values():
        check = members[0][1]
        own = {spot: parts for spot, parts in check.needed if spot in check.totals}
        have, wanted = filled(list(own), absolute=False) if own else "0", len(own)
        parts, totals = total(check.parts, absolute=False), total(check.totals, absolute=False)
        yield Colouring(
            tuple(spot for spot, _check in members),
            f"=AND({have}={wanted},ROUND({parts}-({totals}),6)<>0)",
            f"=AND({have}<{wanted},{filled(check.parts, absolute=False)}>0)",
        )


def areas(spots: Sequence[Spot], sheet: str = "", absolute: bool = True) -> list[str]:
    """Return the references of cells, neighbours of one row or column as one range: ``$D$5:$I$5``."""
    prefix = f"'{sheet.replace(chr(39), chr(39) * 2)}'!" if sheet else ""
    runs: list[list[Spot]] = []
    for spot in spots:
        if runs and _continues(runs[-1], spot):
            runs[-1].append(spot)
        else:
            runs.append([spot])
    name = _absolute if absolute else _relative
    return [prefix + name(run[0]) + (f":{name(run[-1])}" if len(run) > 1 else "") for run in runs]


def _continues(run: list[Spot], spot: Spot) -> bool:
    step = (spot[0] - run[-1][0], spot[1] - run[-1][1])
    if step not in ((0, 1), (1, 0)):
        return False
    return len(run) == 1 or step == (run[-1][0] - run[-2][0], run[-1][1] - run[-2][1])


def _relative(spot: Spot) -> str:
    return cell_name(*spot)


def _absolute(spot: Spot) -> str:
    return f"${column_name(spot[1])}${spot[0] + 1}"
