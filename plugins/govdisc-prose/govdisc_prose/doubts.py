"""What the narrative states beside what the tables bear out: the claims that a rule has to look at, and the numbers that stand beyond doubt."""

from __future__ import annotations

from collections.abc import Iterator

from govdisc.plugin import Context, Report, Rule
from govdisc_prose.claims import Claim, claims
from govdisc_prose.compare import Sum, Tables, all_borne_out, borne_out, main_reading
from govdisc_prose.kinds import kinds
from govdisc_prose.scan import read, told
from govdisc_prose.scope import elsewhere


def _all_claims(report: Report, context: Context) -> list[Claim]:
    """The claims of a report. Ask through ``Context.once``."""
    return list(claims(told(context.once(report, read))))


def _by_rule(report: Report, context: Context) -> dict[str, list[Claim]]:
    """The claims of a report by the rules that have something to look at: those of which one is not borne out as it stands."""
    found: dict[str, list[Claim]] = {}
    doubtful: set[str] = set()
    for claim in context.once(report, _all_claims):
        code = claim.kind.rule or ""
        found.setdefault(code, []).append(claim)
        if code not in doubtful and not borne_out(report, context.form, claim):  # nearly all are  # spares time
            doubtful.add(code)
    return {code: said for code, said in found.items() if code in doubtful}


def nothing_doubtful(report: Report, context: Context) -> bool:
    """Tell whether the tables bear out every claim as it stands."""
    return all_borne_out(report, context.form, told(context.once(report, read))) or not context.once(report, _by_rule)


def stated(report: Report, context: Context) -> Iterator[tuple[str, Sum]]:
    """Yield the numbers that the text states of single cells, beyond doubt as to what it speaks of."""
    for claim in context.once(report, _all_claims):
        if not claim.stands() or elsewhere(report, claim):
            continue
        tables = tables_of(report, context, claim)
        if claim.number is None:
            yield from ((path, 0) for path, _taken in tables.paths(claim.cells))
        elif len(main := main_reading(tables, claim)) == 1 and "*" not in main[0] and claim.number.sign == "#":
            yield main[0], claim.number.value


def claimed(report: Report, context: Context, rule: Rule) -> list[Claim]:
    """The claims that a rule is about, where one of them is not borne out as it stands."""
    return context.once(report, _by_rule).get(rule.code, [])


def label(context: Context, paths: list[str]) -> str:
    """What the form prints for some cells, joined by a plus sign."""
    names = [context.form.cell_label(path) for path in paths]
    return " + ".join(names if len(names) < 4 else [names[0], "…", names[-1]])


def tables_of(report: Report, context: Context, claim: Claim) -> Tables:
    """Return the tables of a report as a claim reads them."""
    return Tables(report, context.form, either=kinds().topics[claim.kind.topic].either_total)
