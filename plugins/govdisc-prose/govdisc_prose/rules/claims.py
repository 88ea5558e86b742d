"""The numbers of the narrative against the tables (NAR1xx).

Prose may speak of another scope than the tables, so what is found here is a warning; and every reading that an honest report could mean
is tried before anything is said. What is claimed where, and what must bear it out, lies in ``claims.toml``.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from govdisc.plugin import N_, THE_FORM, Context, Example, Finding, Report, Rule, Unchecked, printed_value, rule
from govdisc.plugin import gettext as _
from govdisc_prose.claims import Claim
from govdisc_prose.compare import Sum, Tables, borne_out, fits, main_reading
from govdisc_prose.doubts import claimed, label, nothing_doubtful, stated, tables_of
from govdisc_prose.kinds import Reading
from govdisc_prose.places import merged, where
from govdisc_prose.rules.statements import denied
from govdisc_prose.scope import elsewhere, whole_body


def _contradictions(report: Report, context: Context, rule: Rule) -> Iterator[Finding | Unchecked]:
    """Yield the numbers that no accepted reading of the tables gives; the same number twice is one finding."""
    grouped: dict[Reading, list[Claim]] = {}
    for claim in claimed(report, context, rule):
        if claim.number is not None and not borne_out(report, context.form, claim):
            grouped.setdefault(claim.cells, [])
    if not grouped:  # spares time
        return
    for claim in claimed(report, context, rule):
        if claim.number is not None and claim.cells in grouped and claim.stands() and not elsewhere(report, claim):
            grouped[claim.cells].append(claim)
    for said in filter(None, grouped.values()):
        tables = tables_of(report, context, said[0])
        main = main_reading(tables, said[0])
        sums = tables.sums(main)
        if not sums:
            if tables.unread(main):
                yield rule.unchecked(_("A row of the table that the text speaks of was not read."))
            continue
        wrong = _wrong(tables, said, sums)
        for number in dict.fromkeys(claim.number.amount for claim in wrong if claim.number):
            yield _contradiction(tables, context, rule, main, [claim for claim in wrong if claim.number and claim.number.amount == number])


def _wrong(tables: Tables, said: list[Claim], sums: set[Sum]) -> list[Claim]:
    """Return the claims about the same cells that are wrong.

    Several numbers for one thing may be those of several bodies or ways (办公室2件，各处室4件): where one of them fits, or all together do,
    the others are parts. A number that nothing restricts to a part stands for itself.
    """
    wrong = [claim for claim in said if not fits(tables, claim, sums)]
    if sum(claim.number.amount for claim in said if claim.number) in sums:
        return []
    whole = [claim for claim in wrong if whole_body(claim)]
    return whole if len(wrong) < len(said) else whole or wrong[:1]


def _contradiction(tables: Tables, context: Context, rule: Rule, main: Reading, claims: list[Claim]) -> Finding:
    claim, paths = claims[0], [path for path, taken in tables.paths(main) if not taken]
    number = claim.number
    assert number is not None
    expected = max(tables.sums(main))
    return rule.finding(
        _("The text says {actual}, the table {expected} ({label}).").format(
            actual=f"{printed_value(number.value)}{number.unit}", expected=printed_value(expected), label=label(context, paths)
        ),
        cell=paths[0] if len(paths) == 1 else None,
        expected=_plain(expected),
        actual=_plain(number.amount),
        key=claim.kind.id,
        **merged([where(claim.sentence, claim.opening, claim.closing) for claim in claims]),
    )


def _plain(value: Sum) -> Sum:
    return int(value) if value == int(value) else value


_REQUESTS = "2023年，本机关共收到政府信息公开申请{received}件，上年结转{carried_in}件，办结{processed}件，结转下年度{carried_out}件。"
_CELLS = {
    "requests.received.total": 25,
    "requests.carried_in.total": 2,
    "requests.processed_total.total": 26,
    "requests.carried_out.total": 1,
}


def _requests(**numbers: int) -> Example:
    said = {"received": 25, "carried_in": 2, "processed": 26, "carried_out": 1, **numbers}
    return Example(cells=_CELLS, sections={"overview": _REQUESTS.format(**said)})


@rule(
    code="NAR101",
    title=N_("Numbers of applications in the text that differ from the table"),
    severity="warning",
    basis=THE_FORM,
    regime="cn",
    since="0.1.0",
    passing=_requests(),
    failing=_requests(received=28),
    idle=nothing_doubtful,
    evidence=stated,
)
def applications(report: Report, context: Context) -> Iterator[Finding | Unchecked]:
    """The text gives numbers of applications (新收, 上年结转, 办结, 结转下年) that part 3 of the form does not bear out.

    收到 and 受理 may mean the new applications alone or those carried over as well, 答复 and 办理 may leave out what was refused or
    closed: any such reading is accepted. Numbers of another year, of part of the year, of several years, of one way of applying,
    and of a part of the body (or of more than the body) are not compared.
    """
    yield from _contradictions(report, context, applications)


@rule(
    code="NAR102",
    title=N_("Outcomes of applications in the text that differ from the table"),
    severity="warning",
    basis=THE_FORM,
    regime="cn",
    since="0.1.0",
    passing=Example(
        cells={"requests.granted.total": 258, "requests.partly_granted.total": 17},
        sections={"overview": "收到的政府信息公开申请中，予以公开及部分公开275件。"},
    ),
    failing=Example(
        cells={"requests.granted.total": 258, "requests.partly_granted.total": 17},
        sections={"overview": "收到的政府信息公开申请中，予以公开及部分公开258件。"},
    ),
    idle=nothing_doubtful,
    evidence=stated,
)
def outcomes(report: Report, context: Context) -> Iterator[Finding | Unchecked]:
    """The text gives a number for an outcome (予以公开, 部分公开, 不予公开, 无法提供, 不予处理, 其他处理, or one of their rows)
    that part 3 of the form does not bear out. A group's number is the sum of its rows.
    """  # noqa: D205
    yield from _contradictions(report, context, outcomes)


@rule(
    code="NAR103",
    title=N_("Numbers of 规章 or 规范性文件 in the text that differ from the table"),
    severity="warning",
    basis=THE_FORM,
    regime="cn",
    since="0.1.0",
    passing=Example(
        cells={"disclosure.normative_documents.effective": 470},
        sections={"overview": "现行有效行政规范性文件470件，发布政策文件393件。"},
    ),
    failing=Example(
        cells={"disclosure.normative_documents.effective": 470},
        sections={"overview": "现行有效行政规范性文件393件。"},
    ),
    idle=nothing_doubtful,
    evidence=stated,
)
def documents(report: Report, context: Context) -> Iterator[Finding | Unchecked]:
    """The text gives a number of 规章 or 规范性文件 made, repealed or in force that part 2 of the form does not bear out.

    Revisions told beside may be counted in what was made or not: 制发5件、修改4件 agrees with a table of 5 and with one of 9. 政策文件
    are not 规范性文件, and documents that were filed, reviewed, explained or put on a website are not those made. That none was made
    (全年未制发规范性文件) is a number, too.
    """
    yield from _contradictions(report, context, documents)
    yield from denied(report, context, documents, _("The text says that there were none, the table {expected} ({label})."))


@rule(
    code="NAR104",
    title=N_("Numbers of 行政许可, 行政处罚 or 行政强制 in the text that differ from the table"),
    severity="warning",
    basis=THE_FORM,
    regime="cn",
    since="0.1.0",
    passing=Example(
        cells={"disclosure.licensing.decisions": 97},
        sections={"overview": "全年作出行政许可决定97件，公示行政许可信息120条。"},
    ),
    failing=Example(
        cells={"disclosure.licensing.decisions": 97},
        sections={"overview": "全年作出行政许可决定79件。"},
    ),
    idle=nothing_doubtful,
    evidence=stated,
)
def decisions(report: Report, context: Context) -> Iterator[Finding | Unchecked]:
    """The text gives a number of decisions on 行政许可, 行政处罚 or 行政强制, or says that there was none, and part 2 does not bear it out."""
    yield from _contradictions(report, context, decisions)
    yield from denied(report, context, decisions, _("The text says that there were none, the table {expected} ({label})."))


@rule(
    code="NAR105",
    title=N_("行政事业性收费 in the text that differ from the table"),
    severity="warning",
    basis=THE_FORM,
    regime="cn",
    since="0.1.0",
    passing=Example(
        cells={"disclosure.charges.amount": Decimal("7730.28")},
        sections={"overview": "全年行政事业性收费7730.3万元。"},
    ),
    failing=Example(
        cells={"disclosure.charges.amount": Decimal("7730.28")},
        sections={"overview": "全年行政事业性收费7370.28万元。"},
    ),
    idle=nothing_doubtful,
    evidence=stated,
)
def charges(report: Report, context: Context) -> Iterator[Finding | Unchecked]:
    """The text gives an amount of 行政事业性收费 that part 2 of the form does not bear out, rounding allowed for.

    The 信息处理费 is another matter and is not compared with it.
    """
    yield from _contradictions(report, context, charges)


@rule(
    code="NAR106",
    title=N_("Numbers of 行政复议 or 行政诉讼 in the text that differ from the table"),
    severity="warning",
    basis=THE_FORM,
    regime="cn",
    since="0.1.0",
    passing=Example(
        cells={"disputes.reconsideration.upheld": 4, "disputes.reconsideration.total": 4},
        sections={"overview": "因政府信息公开被申请行政复议4件，均获维持。"},
    ),
    failing=Example(
        cells={"disputes.reconsideration.upheld": 4, "disputes.reconsideration.total": 4},
        sections={"overview": "因政府信息公开被申请行政复议5件。"},
    ),
    idle=nothing_doubtful,
    evidence=stated,
)
def disputes(report: Report, context: Context) -> Iterator[Finding | Unchecked]:
    """The text gives a number of 行政复议 or 行政诉讼 about disclosure, or of their outcomes, that part 4 does not bear out.

    行政诉讼 are those 未经复议直接起诉 and 复议后起诉 together; 相关案件 are all three groups. Cases that were filed for the record,
    heard or handled (a government hears the cases of its departments) are other cases. Totals are taken as printed or as the sum
    of their parts, whichever fits.
    """
    yield from _contradictions(report, context, disputes)
