"""The identities of a form as live formulas: differences on the sheet of checks, colours on the tables themselves.

The tables hold what the report says, also where a published total is wrong; the formulas stand beside it and change nothing. A cell
may hold ``22（其中修订16件）`` or ``5件``: the formulas count the number in front.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from govdisc.model.form import Identity, Table
from govdisc.plugin import Form, Report
from govdisc_xlsx.sheet import cell_name, column_name

#: So many parts are named in a check's label; of more, the first and the last.
MOST_PARTS = 4

Spot = tuple[int, int]


@dataclass(frozen=True)
class Check:
    """One identity on one row or column: where its parts and its total (or the two sides of a balance) stand, and its values."""

    table: str
    label: str
    parts: tuple[Spot, ...]
    totals: tuple[Spot, ...]
    part_sum: int | float
    total_sum: int | float
    parts_blank: bool
    total_blank: bool

    @property
    def result(self) -> str:
        """What the check's formula shows."""
        if self.total_blank:
            return "空白" if self.parts_blank else "总计未填"
        return "一致" if round(self.part_sum - self.total_sum, 6) == 0 else "不一致"


def checks(form: Form, report: Report, table: Table, spots: dict[str, Spot]) -> Iterator[Check]:
    """Yield the checks of a table as the report holds it; ``spots`` says where each cell stands on its sheet."""
    for identity in table.identities:
        for block in table.blocks:
            if identity.axis == "row":
                for row in (*block.rows, *block.admits):
                    names = {column.id: column.label for column in block.columns}
                    paths = {name: f"{table.id}.{row.id}.{name}" for name in names}
                    yield from _check(report, table, identity, form.row_label(table.id, row.id), names, paths, spots)
            else:
                for column in block.columns:
                    names = {row.id: row.label for row in (*block.rows, *block.admits)}
                    paths = {name: f"{table.id}.{name}.{column.id}" for name in names}
                    label = f"{column.group} {column.label}" if column.group else column.label
                    yield from _check(report, table, identity, label, names, paths, spots)


def _check(
    report: Report, table: Table, identity: Identity, where: str, names: dict[str, str], paths: dict[str, str], spots: dict[str, Spot]
) -> Iterator[Check]:
    parts = [name for name in identity.sum if paths.get(name) in spots]
    totals = [name for name in identity.equals if paths.get(name) in spots]
    if not parts or len(totals) < len(identity.equals):
        return
    shown = [names[name] for name in parts]
    left = " + ".join(shown if len(shown) <= MOST_PARTS else [shown[0], "…", shown[-1]])
    yield Check(
        table.id,
        f"{where}：{left} = {' + '.join(names[name] for name in totals)}",
        tuple(spots[paths[name]] for name in parts),
        tuple(spots[paths[name]] for name in totals),
        _sum(report, [paths[name] for name in parts]),
        _sum(report, [paths[name] for name in totals]),
        all(_is_blank(report, paths[name]) for name in parts),
        any(_is_blank(report, paths[name]) for name in totals),
    )


def _sum(report: Report, paths: Sequence[str]) -> int | float:
    total = sum(report.cell(path) or 0 for path in paths)
    return total if isinstance(total, int) else float(total)


def _is_blank(report: Report, path: str) -> bool:
    return report.cell(path) is None and path not in report.marks


# --- formulas -----------------------------------------------------------------------------------------------------------------------


def total(spots: Sequence[Spot], sheet: str = "", absolute: bool = True) -> str:
    """A formula's text for the sum of the numbers in front of what those cells hold; marks and blanks count as 0."""
    return "+".join(_numbers(area) for area in areas(spots, sheet, absolute))


def _numbers(area: str) -> str:
    text = f'SUBSTITUTE(SUBSTITUTE(SUBSTITUTE({area},"件",""),"(","（"),"−","-")'
    return f'SUMPRODUCT(IFERROR(VALUE(LEFT({text},FIND("（",{text}&"（")-1)),0))'


def filled(spots: Sequence[Spot], sheet: str = "", absolute: bool = True) -> str:
    """A formula's text for how many of those cells are not blank."""
    return "+".join(f'SUMPRODUCT(--({area}<>""))' for area in areas(spots, sheet, absolute))


def sum_or_blank(check: Check) -> str:
    """The formula that fills in a blank form's total: blank as long as all parts are."""
    return f'=IF({filled(check.parts)}=0,"",{total(check.parts)})'


@dataclass(frozen=True)
class Colouring:
    """Total cells that one pair of conditions colours: relative formulas, seen from the first cell."""

    cells: tuple[Spot, ...]
    is_wrong: str
    is_missing: str


def colourings(found: Iterable[Check]) -> Iterator[Colouring]:
    """Yield the conditions of a sheet; checks whose parts lie alike around their totals share one, which keeps the file small."""
    alike: dict[tuple[Spot, ...], list[tuple[Spot, Check]]] = {}
    for check in found:
        for row, column in check.totals:
            shape = tuple((spot[0] - row, spot[1] - column) for spot in (*check.parts, (row, column), *check.totals))
            alike.setdefault(shape, []).append(((row, column), check))
    for members in alike.values():
        check = members[0][1]
        have, wanted = filled(check.totals, absolute=False), len(check.totals)
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
