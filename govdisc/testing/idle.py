"""Whether rules that pass over most reports at a glance (``Rule.idle``) would have had anything to say of them."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator

from govdisc.model.book import builtin_forms
from govdisc.model.report import Report, Section, Unread
from govdisc.rules.registry import Context, Rule
from govdisc.testing.examples import example_report
from govdisc.testing.generate import Options, random_report


def spoke_though_idle(rules: Iterable[Rule], reports: Iterable[Report]) -> Iterator[tuple[str, Report]]:
    """Yield the rules that find something in a report of which their look says that they have nothing to say."""
    watched = [rule for rule in rules if rule.idle is not None]
    for report in reports:
        context = Context(builtin_forms().form(report.form, report.variant))
        for rule in watched:
            if rule.idle is not None and rule.idle(report, context) and list(rule(report, context)):
                yield rule.code, report


def all_sorts_of(rules: Iterable[Rule], count: int, seed: int = 0) -> Iterator[Report]:
    """Yield the examples of some rules, then random reports of both forms, most of them with one thing wrong."""
    for rule in rules:
        yield from (example_report(example) for example in (rule.passing, rule.failing) if example is not None)
    rng = random.Random(seed)
    for number in range(count):
        report = random_report(rng, Options(form=rng.choice(["2021", "2019"]), legacy_row=number % 11 == 0, remarks=number % 7 == 0))
        if number % 5:
            _damage(rng, report)
        yield report


def _damage(rng: random.Random, report: Report) -> None:
    """Spoil one thing: a cell, a row, a table, a part, its title or its words, or what was read."""
    table = rng.choice(list(report.tables))
    row = rng.choice(list(report.tables[table]))
    column = rng.choice(list(report.tables[table][row]))
    path, cells = f"{table}.{row}.{column}", report.tables[table][row]
    section: Section = rng.choice(report.sections)
    match rng.randrange(12):
        case 0 | 1:
            cells[column] = (cells[column] or 0) + rng.choice([-1, 1, 10, -500])
        case 2:
            cells[column] = None
        case 3:
            cells[column], report.marks[path] = None, rng.choice(["/", "XX", "3.5"])
        case 4:
            del cells[column]
        case 5:
            del report.tables[table][row]
        case 6:
            del report.tables[table]
        case 7:
            report.unread.append(Unread(rng.choice(["unknown_row", "glued", "reader"]), table, "line 7", "1000001", [path]))
            cells[column] = None
        case 8:
            report.sections.remove(section)
        case 9:
            section.title = rng.choice(["", "一、别的", f"{section.title} "])
        case 10:
            section.text = section.text.replace("2", "7", 1) or "无。"
        case _:
            report.tables[table]["another_row"] = dict.fromkeys(cells, 0)
