"""Random correct reports of either form: every identity holds, the narrative agrees with the tables."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from govdisc.model.book import Form, FormBook, Table, builtin_forms
from govdisc.model.report import Agency, Report, Section, Source
from govdisc.testing.narrative import narrative
from govdisc.text.values import Value

#: (name, level, kind) of agencies that do not exist.
AGENCIES = (
    ("云岫市人民政府", "city", "government"),
    ("青岚县人民政府", "county", "government"),
    ("白鹭洲区人民政府", "county", "government"),
    ("青岚县水务局", "county", "department"),
    ("云岫市交通运输局", "city", "department"),
    ("白鹭洲区教育局", "county", "department"),
    ("青岚县松涛镇人民政府", "township", "government"),
    ("白鹭洲区映月街道办事处", "township", "office"),
)


@dataclass(frozen=True)
class Options:
    """How a random report is made.

    ``form`` is the form's id; ``zero`` the share of cells that are 0; ``largest`` the largest count; ``blank_zeros`` prints
    zeros as blanks, ``mark`` prints zeros of part 2 as that mark instead; ``legacy_row`` puts form 2019's single （六） row into
    a report of form 2021; ``remarks`` annotates some cells; ``places`` gives every cell a place, as a reader would.
    """

    form: str = "2021"
    year: int | None = None
    agency: str | None = None
    zero: float = 0.6
    largest: int = 120
    blank_zeros: bool = False
    mark: str | None = None
    legacy_row: bool = False
    remarks: bool = False
    places: bool = False


def random_report(seed: int | random.Random = 0, options: Options | None = None, forms: FormBook | None = None) -> Report:
    """Return a random correct report; the same seed and options give the same report."""
    options = options or Options()
    rng = seed if isinstance(seed, random.Random) else random.Random(seed)
    form = (forms or builtin_forms()).form(options.form)
    name, level, kind = next((one for one in AGENCIES if one[0] == options.agency), rng.choice(AGENCIES))
    year = options.year if options.year is not None else rng.randint(form.since, form.until or 2025)
    report = Report(
        form=form.id,
        year=year,
        title=f"{name}{year}年政府信息公开工作年度报告",
        agency=Agency(name, None, level, kind),
        published=f"{year + 1}-01-{rng.randint(4, 30):02d}",
    )
    for table in form.tables:
        report.tables[table.id] = _table(rng, form, table, options)
    if level in ("county", "township") or kind == "department":  # only ministries, provinces and cities make 规章
        report.tables["disclosure"]["regulations"] = dict.fromkeys(report.tables["disclosure"]["regulations"], 0)
    report.sections = [Section(one.id, f"{one.ordinal}、{one.title}", narrative(rng, report, one.id)) for one in form.sections]
    _decorate(rng, report, options)
    return report


def random_reports(count: int, seed: int = 0, options: Options | None = None) -> Iterator[Report]:
    """Yield so many random correct reports."""
    rng = random.Random(seed)
    forms = builtin_forms()
    for _ in range(count):
        yield random_report(rng, options, forms)


def _count(rng: random.Random, options: Options) -> int:
    return 0 if rng.random() < options.zero else rng.randint(1, options.largest)


def _table(rng: random.Random, form: Form, table: Table, options: Options) -> dict[str, dict[str, Value]]:
    if table.layout == "matrix":
        return _requests(rng, table, options)
    rows: dict[str, dict[str, Value]] = {}
    for block, row in table.rows():
        cells: dict[str, Value] = {}
        for column in block.columns:
            if column.kind == "amount":
                cells[column.id] = Decimal(rng.choice(["0", "3.2", "51", "7730.28", "0.05"]))
            elif column.kind == "change":
                cells[column.id] = rng.choice([0, 0, 3, -2])
            else:
                cells[column.id] = _count(rng, options)
        for identity in table.identities:
            _close(cells, identity.sum, identity.equals[0])
        rows[row.id] = cells
    return rows


def _close(cells: dict[str, Value], parts: tuple[str, ...], total: str) -> None:
    cells[total] = sum(int(cells[part] or 0) for part in parts if part in cells)


def _requests(rng: random.Random, table: Table, options: Options) -> dict[str, dict[str, Value]]:
    """Part 3: outcomes are drawn, carried over is drawn, and what was received follows, so that every identity holds."""
    block = table.blocks[0]
    rows = list(block.rows)
    if options.legacy_row:
        gone = {name for extra in block.admits for name in extra.replaces}
        at = next((i for i, row in enumerate(rows) if row.id in gone), len(rows))
        rows = rows[:at] + list(block.admits) + [row for row in rows[at:] if row.id not in gone]
    parts = next(one for one in table.identities if one.id == "applicants").sum
    outcomes = next(one for one in table.identities if one.id == "outcomes").sum
    data: dict[str, dict[str, Value]] = {row.id: {column.id: 0 for column in block.columns} for row in rows}
    for part in parts:
        for name in outcomes:
            if name in data:
                data[name][part] = _count(rng, options)
        processed = sum(int(data[name][part] or 0) for name in outcomes if name in data)
        carried_out = _count(rng, options)
        carried_in = rng.randint(0, processed + carried_out) if rng.random() < 0.3 else 0
        data["processed_total"][part], data["carried_out"][part] = processed, carried_out
        data["carried_in"][part], data["received"][part] = carried_in, processed + carried_out - carried_in
    for cells in data.values():
        _close(cells, parts, "total")
    return data


def _decorate(rng: random.Random, report: Report, options: Options) -> None:
    for line, (path, value) in enumerate(list(report.cells()), 1):
        table, row, column = path.split(".")
        if value == 0 and options.blank_zeros and column != "total":
            report.tables[table][row][column] = None
        elif value == 0 and options.mark and table == "disclosure":
            report.tables[table][row][column] = None
            report.marks[path] = options.mark
        elif options.remarks and isinstance(value, int) and value > 1 and rng.random() < 0.05:
            report.remarks[path] = f"其中第一季度{rng.randint(1, value)}件"
        if options.places:
            report.places[path] = f"line {line}"
    if options.places:
        report.source = Source("generated.txt", "text", "0" * 64)
