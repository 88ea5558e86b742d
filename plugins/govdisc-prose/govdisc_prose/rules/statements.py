"""What the narrative says without a number against the tables (NAR2xx): that nothing came, that all was dealt with, that all was upheld."""

from __future__ import annotations

from collections.abc import Iterator

from govdisc.plugin import N_, THE_FORM, Context, Example, Finding, Report, Rule, printed_value, rule
from govdisc.plugin import gettext as _
from govdisc_prose.claims import Claim
from govdisc_prose.doubts import claimed, label, nothing_doubtful, stated, tables_of
from govdisc_prose.places import merged, where
from govdisc_prose.scope import elsewhere


def denied(report: Report, context: Context, rule: Rule, message: str) -> Iterator[Finding]:
    """Yield the statements that there is nothing, or nothing else, beside cells above 0; the same twice is one finding."""
    grouped: dict[tuple[str, ...], list[Claim]] = {}
    for claim in claimed(report, context, rule):
        if claim.number is not None:
            continue
        found = tables_of(report, context, claim).known(claim.cells)
        if found and claim.stands() and not elsewhere(report, claim):
            grouped.setdefault(tuple(found), []).append(claim)
    for paths, said in grouped.items():
        expected = sum(tables_of(report, context, said[0]).known(paths).values())
        yield rule.finding(
            message.format(expected=printed_value(expected), label=label(context, list(paths))),
            cell=paths[0],
            expected=expected,
            actual=0,
            key=said[0].kind.id,
            **merged([where(claim.sentence, claim.start, claim.end) for claim in said]),
        )


@rule(
    code="NAR201",
    title=N_("The text says that no application was received, the table counts some"),
    severity="warning",
    basis=THE_FORM,
    regime="cn",
    since="0.1.0",
    passing=Example(cells={"requests.received.total": 0}, sections={"overview": "2023年，本机关未收到政府信息公开申请。"}),
    failing=Example(cells={"requests.received.total": 1}, sections={"overview": "2023年，本机关未收到政府信息公开申请。"}),
    idle=nothing_doubtful,
    evidence=stated,
)
def no_applications(report: Report, context: Context) -> Iterator[Finding]:
    """The text says 未收到政府信息公开申请 where the row of new applications has a total above 0.

    Statements about one way of applying, about one kind of applicant, about another year or about a part of the body are left alone.
    """
    yield from denied(
        report, context, no_applications, _("The text says that no application was received, the table {expected} ({label}).")
    )


_NO_CASES = ("reconsideration", "litigation_direct", "litigation_after_reconsideration")


@rule(
    code="NAR202",
    title=N_("The text says that no 行政复议 or 行政诉讼 arose, the table counts some"),
    severity="warning",
    basis=THE_FORM,
    regime="cn",
    since="0.1.0",
    passing=Example(
        cells={f"disputes.{row}": 0 for row in _NO_CASES},
        sections={"overview": "本年度未发生因政府信息公开引起的行政复议和行政诉讼。"},
    ),
    failing=Example(
        cells={"disputes.reconsideration.upheld": 1, "disputes.reconsideration.total": 1},
        sections={"overview": "本年度未发生因政府信息公开引起的行政复议和行政诉讼。"},
    ),
    idle=nothing_doubtful,
    evidence=stated,
)
def no_cases(report: Report, context: Context) -> Iterator[Finding]:
    """The text says that no 行政复议 or no 行政诉讼 arose where part 4 of the form counts cases."""
    yield from denied(report, context, no_cases, _("The text says that there were none, the table {expected} ({label})."))


@rule(
    code="NAR203",
    title=N_("The text says that every application was dealt with, the table carries some over"),
    severity="warning",
    basis=THE_FORM,
    regime="cn",
    since="0.1.0",
    passing=Example(
        cells={"requests.carried_out.total": 1},
        sections={"overview": "收到的政府信息公开申请均已按时答复，1件结转下年度继续办理。"},
    ),
    failing=Example(
        cells={"requests.carried_out.total": 1},
        sections={"overview": "收到政府信息公开申请34件，所有申请均已按要求办理完成。"},
    ),
    idle=nothing_doubtful,
    evidence=stated,
)
def all_done(report: Report, context: Context) -> Iterator[Finding]:
    """The text says that all applications were dealt with (所有申请均已办理完成) where the row 结转下年度继续办理 is above 0.

    That all were answered in time (均已按时答复) says nothing of those that are not yet due, and is left alone; so is a sentence that
    tells of those carried over beside the others. One that tells of them among all that were dealt with (其中1件结转) contradicts itself.
    """
    yield from denied(
        report,
        context,
        all_done,
        _("The text says that all applications were dealt with, the table carries {expected} over ({label})."),
    )


@rule(
    code="NAR204",
    title=N_("The text says that every case was upheld or closed, the table has others"),
    severity="warning",
    basis=THE_FORM,
    regime="cn",
    since="0.1.0",
    passing=Example(
        cells={"disputes.reconsideration": 0, "disputes.reconsideration.upheld": 3, "disputes.reconsideration.total": 3},
        sections={"overview": "因政府信息公开被申请行政复议3件，均获维持。"},
    ),
    failing=Example(
        cells={"disputes.reconsideration": 0, "disputes.reconsideration.upheld": 2, "disputes.reconsideration.pending": 1},
        sections={"overview": "因政府信息公开被申请行政复议3件，均获维持。"},
    ),
    idle=nothing_doubtful,
    evidence=stated,
)
def all_upheld(report: Report, context: Context) -> Iterator[Finding]:
    """The text says that the cases were all upheld (均获维持) or all closed (均已审结) where part 4 counts undecided or other ones."""
    yield from denied(
        report, context, all_upheld, _("The text says that all cases ended alike, the table counts {expected} others ({label}).")
    )
