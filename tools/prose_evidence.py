"""How the rules stand to prose that was written from the tables: silent where it agrees, and not where a number was changed."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field

from govdisc.api import installed_plugins
from govdisc.engine import Engine
from govdisc.model.report import Report
from govdisc.testing import Options, random_report
from govdisc.testing.bodies import invented_body
from govdisc.testing.prose import Stated, write_prose

PLUGINS = installed_plugins()


@dataclass
class Measured:
    """What was found, with the sentences of what should not have been, or should."""

    reports: int = 0
    false: Counter[str] = field(default_factory=Counter)
    changed: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    samples: list[str] = field(default_factory=list)


def invented(seed: int) -> tuple[Report, list[Stated]]:
    """Return a report of a body of its own with prose that agrees with its tables, and the numbers that the prose states."""
    rng = random.Random(f"prose {seed}")
    form = rng.choice(["2021", "2021", "2019"])
    options = Options(form=form, agency=invented_body(seed).name, zero=rng.choice([0.2, 0.6, 0.95]), largest=rng.choice([9, 120, 900]))
    report = random_report(rng, options, PLUGINS.forms)
    return report, write_prose(rng, report, PLUGINS.forms.form(form))


def slipped(rng: random.Random, printed: str) -> str:
    """Return a printed number with one digit changed, exchanged with the next, dropped or doubled: another number."""
    places = [at for at, character in enumerate(printed) if character.isdigit()]
    while True:
        at = rng.choice(places)
        kind = rng.randrange(4)
        if kind == 0:
            changed = printed[:at] + str(rng.randint(0, 9)) + printed[at + 1 :]
        elif kind == 1 and printed[at + 1 : at + 2].isdigit():
            changed = printed[:at] + printed[at + 1] + printed[at] + printed[at + 2 :]
        elif kind == 2:
            changed = printed[:at] + printed[at + 1 :]
        else:
            changed = printed[:at] + printed[at] + printed[at:]
        digits = changed.replace(",", "")
        if digits[:1].isdigit() and digits[-1].isdigit() and float(digits) != float(printed.replace(",", "")) and (digits[0] != "0" or len(digits) == 1):
            return changed.replace(",", "")


def measure(reports: int) -> Measured:
    """Judge so many reports as they are, with one number of the prose changed, and with one of the tables changed."""
    engine, out = Engine(PLUGINS), Measured()
    for seed in range(reports):
        report, stated = invented(seed)
        out.reports += 1
        for finding in engine.judged(report).findings:
            if finding.severity != "info":
                out.false[finding.code] += 1
                out.samples.append(f"FALSE {seed} {finding.code} {finding.message} | {finding.quote or ''}")
        rng = random.Random(f"changes {seed}")
        for kind, damaged, words in _changes(rng, report, stated):
            out.changed[kind] += 1
            if not any(finding.severity != "info" for finding in engine.judged(damaged).findings):
                out.missed[kind] += 1
                out.samples.append(f"MISSED {seed} {kind} {words}")
    return out


def _changes(rng: random.Random, report: Report, stated: list[Stated]) -> Iterator[tuple[str, Report, str]]:
    """Yield the report with a number of the prose changed that a table has, and with a number of a table changed that prose or a sum has."""
    borne = [number for number in stated if number.cells and number.section == "overview"]  # there can be more fee notices than unpaid ones
    if borne:
        number = rng.choice(borne)
        damaged = deepcopy(report)
        section = next(section for section in damaged.sections if section.id == number.section)
        printed = section.text[number.start : number.end]
        section.text = section.text[: number.start] + slipped(rng, printed) + section.text[number.end :]
        yield "in the prose", damaged, section.text[max(0, number.start - 30) : number.end + 30].replace("\n", " ") + f" | {number.value} {number.cells[0]}"
    form = PLUGINS.forms.form(report.form)
    told = {cell for number in borne for cell in number.cells}
    summed = {cell for equation in form.equations() for cell in (*equation.left, *equation.right)}
    cells = sorted(cell for cell, value in report.cells() if value is not None and cell in told | summed)
    cell = rng.choice(cells)
    damaged = deepcopy(report)
    table, row, column = cell.split(".")
    value = damaged.tables[table][row][column] or 0
    damaged.tables[table][row][column] = int(slipped(rng, str(int(value))))
    yield "in the tables", damaged, f"{cell} {value} -> {damaged.tables[table][row][column]}"


def page(reports: int) -> Iterator[str]:
    """Yield the lines that tell what was measured."""
    found = measure(reports)
    yield f"Made by `python tools/evidence.py prose --reports {reports} --write`."
    yield ""
    yield f"{reports} reports of as many bodies, of both forms, with prose written from their tables in many phrasings"
    yield f"(`govdisc/testing/phrasings.toml`): {found.false.total()} findings above info on them as they are."
    yield ""
    yield "| one number changed | reports | found |"
    yield "|---|--:|--:|"
    for kind, count in found.changed.items():
        yield f"| {kind} | {count} | {1 - found.missed[kind] / count:.2%} |"


def samples(reports: int) -> Iterator[str]:
    """Yield the figures, then each sentence that was misjudged."""
    found = measure(reports)
    yield f"{reports} reports: findings above info {dict(found.false)}, changed {dict(found.changed)}, missed {dict(found.missed)}"
    yield from found.samples
