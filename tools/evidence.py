"""Measure what govdisc claims of itself, on invented reports, and write the figures into docs/evidence.md.

    python tools/evidence.py [explain | prose] [--reports 2000] [--write]

``explain`` plants mistakes of typing into correct reports and asks for the cells that are wrong; ``prose`` holds prose that was written
from the tables against them, as it is and with one number changed (``prose --reports N`` alone prints what was misjudged as well).
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import evidence_page
import prose_evidence

from govdisc.api import installed_plugins
from govdisc.engine import Engine
from govdisc.explain import Explanation, explanations
from govdisc.explain.patterns import pattern
from govdisc.explain.system import search, systems
from govdisc.model.book import builtin_forms
from govdisc.model.report import Report
from govdisc.testing import Options, random_report
from govdisc.testing.running import run_rules

FORM = builtin_forms().form("2021")
COLUMNS = [column.id for column in FORM.table_index["requests"].blocks[0].columns]
Truth = dict[str, int]


@dataclass
class Tally:
    """How often a kind of mistake was named."""

    reports: int = 0
    ambiguous: int = 0
    first: int = 0
    shown: int = 0
    #: Sets that were called the only ones and are not right: where that could be known, and where it could not.
    misjudged: int = 0
    misled: int = 0
    grouped: int = 0
    kinds: Counter[str] = field(default_factory=Counter)

    def add(self, truth: Truth, found: list[Explanation], ambiguous: bool) -> None:
        """Count one report."""
        self.reports += 1
        self.ambiguous += ambiguous
        sets = [{change.cell: change.expected for change in explanation.changes} for explanation in found]
        wrong = len(sets) == 1 and sets[0] != truth
        self.misjudged += wrong and not ambiguous
        self.misled += wrong and ambiguous
        groups = {cell.rpartition(".")[0] for cells in sets for cell in cells}
        self.grouped += groups == {cell.rpartition(".")[0] for cell in truth}
        if not ambiguous:
            self.first += bool(sets) and sets[0] == truth
            self.shown += truth in sets
            self.kinds[found[0].changes[0].pattern if found else "none"] += 1


def mistyped(rng: random.Random, number: int) -> int:
    """Return a number as a slip of the hand makes it: digits exchanged, one dropped, doubled or replaced, or the cell left at 0."""
    text = str(number)
    while True:
        at = rng.randrange(len(text))
        slips = (
            text[:at] + text[at + 1 : at + 2] + text[at] + text[at + 2 :],
            text[:at] + text[at + 1 :],
            text[:at] + text[at] + text[at:],
            text[:at] + rng.choice("0123456789") + text[at + 1 :],
            "0",
        )
        slip = rng.choice(slips)
        if slip and slip != text and (len(slip) == 1 or slip[0] != "0"):
            return int(slip)


def put(report: Report, path: str, value: int | None) -> None:
    """Change one cell."""
    table, row, column = path.split(".")
    report.tables[table][row][column] = value


def plant(rng: random.Random, report: Report, table: str, count: int) -> Truth:
    """Mistype so many cells of a table; return what they were."""
    cells = [path for path in FORM.paths() if path.startswith(f"{table}.")]
    truth = {path: int(report.cell(path) or 0) for path in rng.sample(cells, count)}
    for path, number in truth.items():
        put(report, path, mistyped(rng, number))
    return truth


def slide(rng: random.Random, report: Report) -> Truth:
    """Let a row of part 3 slide by one column, its total too; return what its cells were, {} where that changes under three."""
    row = rng.choice(list(report.tables["requests"]))
    cells = report.tables["requests"][row]
    before = {f"requests.{row}.{name}": int(cells[name] or 0) for name in COLUMNS}
    numbers = list(before.values())
    slid = [0, *numbers[:-1]] if rng.random() < 0.5 else [*numbers[1:], 0]
    for name, number in zip(COLUMNS, slid, strict=True):
        cells[name] = number
    truth = {path: number for path, number in before.items() if report.cell(path) != number}
    return truth if len(truth) > 2 else {}


def is_ambiguous(report: Report, truth: Truth) -> bool:
    """Tell whether fewer cells, or as many by mistakes of typing alone, make every sum hold as well."""
    for system in systems(FORM, report):
        for solution in search(system, len(truth), 300_000):
            typed = all(pattern(system.values[cell], number) != "other" for cell, number in solution.items())
            if len(solution) < len(truth) or (typed and solution != truth):
                return True
    return False


def best(report: Report, most: int = 2, **more: object) -> list[Explanation]:
    """The explanations of the sums that do not hold, by the core alone, or for more than three cells with govdisc-locate."""
    from govdisc_locate.solver import solve

    return [explanation for group in explanations(report, FORM, solver=solve if most > 3 else None, **more) for explanation in group]  # type: ignore[arg-type]


def typed_cells(reports: int, count: int) -> Tally:
    """So many mistyped cells in part 3."""
    tally = Tally()
    for seed in range(reports):
        rng = random.Random(f"{count} {seed}")
        report = random_report(rng, Options(year=2023))
        truth = plant(rng, report, "requests", count)
        tally.add(truth, best(report, count), is_ambiguous(report, truth))
    return tally


def slid_rows(reports: int) -> Tally:
    """A row of part 3 that slid by one column."""
    tally = Tally()
    seed = 0
    while tally.reports < reports:
        rng = random.Random(f"row {seed}")
        seed += 1
        report = random_report(rng, Options(year=2023))
        truth = slide(rng, report)
        if truth:
            tally.add(truth, best(report), False)
    return tally


def dispute_cells(reports: int) -> tuple[Tally, Tally]:
    """One mistyped cell in part 4: the group that it stands in; and the cell itself, where the text states its number."""
    group, named = Tally(), Tally()
    engine = Engine(installed_plugins())
    for seed in range(reports):
        rng = random.Random(f"disputes {seed}")
        report = random_report(rng, Options(year=2023))
        stated = seed % 2 == 0
        truth = plant(rng, report, "disputes", 1)
        if stated:
            for path, number in truth.items():
                put(report, path, number)
            number = int(report.cell("disputes.reconsideration.total") or 0)
            truth = {"disputes.reconsideration.total": number}
            put(report, "disputes.reconsideration.total", mistyped(rng, number))
        found = best(report, evidence=engine.judged(report).evidence)
        group.add(truth, found, False)
        if stated and number:
            named.add(truth, found, False)
    return group, named


def cost(reports: int) -> tuple[float, float]:
    """How long the search for one wrong cell takes, and for none, beside all rules on the same reports."""
    plugins = installed_plugins()
    right = [random_report(seed, Options(year=2023)) for seed in range(reports)]
    wrong = [random_report(seed, Options(year=2023)) for seed in range(reports)]
    for seed, report in enumerate(wrong):
        plant(random.Random(seed), report, "requests", 1)

    def seconds(work: Callable[[Report], object], over: list[Report]) -> float:
        rounds = []
        for _round in range(3):
            start = time.perf_counter()
            for report in over:
                work(report)
            rounds.append(time.perf_counter() - start)
        return min(rounds)

    rules = seconds(lambda report: run_rules(report, plugins), right)
    explained = seconds(lambda report: (run_rules(report, plugins), list(explanations(report, FORM))), wrong)
    return rules / reports * 1000, explained / rules


#: What is measured, each with the heading of its section and what yields its lines.
PARTS: dict[str, tuple[str, Callable[[int], Iterator[str]]]] = {
    "explain": ("Wrong cells named", lambda reports: named(reports)),
    "prose": ("Prose against the tables", prose_evidence.page),
}


def named(reports: int) -> Iterator[str]:
    """Yield what is told of wrong cells."""
    yield f"Made by `python tools/evidence.py explain --reports {reports} --write`, on reports that the test kit invents."
    yield ""
    yield "Mistakes of typing are planted into correct reports: digits exchanged, one dropped, doubled or replaced, a cell left at 0."
    yield "A report is ambiguous in principle where fewer cells, or as many other cells by mistakes of typing alone, make every sum hold"
    yield "as well; the other columns are shares of the reports that are not. *First* is the right set of cells with the right numbers"
    yield "named first, *shown* among the alternatives, *certain and wrong* counts sets that were called the only ones and are not right;"
    yield "*misled* those of ambiguous reports: fewer cells than were mistyped explain all, and what the numbers say is that set."
    yield ""
    yield "| mistake | reports | ambiguous in principle | first | shown | certain and wrong | misled |"
    yield "|---|--:|--:|--:|--:|--:|--:|"
    for count, name in ((1, "one cell of part 3"), (2, "two cells"), (3, "three cells"), (4, "four cells (govdisc-locate)"), (6, "six cells (govdisc-locate)")):
        yield _line(name, typed_cells(reports, count))
    slid = slid_rows(reports)
    yield _line("a row of part 3 slid by one column", slid)
    group, named = dispute_cells(reports)
    yield _line("one cell of part 4", group)
    yield _line("the total of 行政复议, whose number the text states", named)
    yield ""
    share = slid.kinds["row_shifted"] / slid.reports
    yield f"A row that slid is called so in {share:.1%} of these reports. Of one cell of part 4 the sums tell the group alone, unless the text"
    yield f"states numbers of it: all cells that are shown are of that group in {group.grouped / group.reports:.1%}."
    rules, ratio = cost(min(reports, 300))
    yield ""
    yield f"All rules on a correct report take {rules:.1f} ms on the machine that measured this; with one wrong cell, rules and explanation"
    yield f"together take {ratio:.1f} times as long. A correct report pays nothing: the search begins where a sum does not hold."
    yield ""


def _line(name: str, tally: Tally) -> str:
    clear = tally.reports - tally.ambiguous
    ambiguous = f"{tally.ambiguous / tally.reports:.1%}"
    return f"| {name} | {tally.reports} | {ambiguous} | {tally.first / clear:.2%} | {tally.shown / clear:.2%} | {tally.misjudged} | {tally.misled} |"


def main() -> int:
    """Measure, and print or write the page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", nargs="?", choices=["explain", "prose"], help="left out: both")
    parser.add_argument("--reports", type=int, default=2000)
    parser.add_argument("--write", action="store_true", help="write docs/evidence.md instead of printing it")
    options = parser.parse_args()
    if options.what == "prose" and not options.write:
        print(*prose_evidence.samples(options.reports), sep="\n")
        return 0
    for name in [options.what] if options.what else PARTS:
        heading, lines = PARTS[name]
        if options.write:
            evidence_page.put(heading, lines(options.reports))
        else:
            print(f"## {heading}\n", *lines(options.reports), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
