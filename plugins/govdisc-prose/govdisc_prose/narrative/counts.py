"""Numbers of the narrative against the cells they speak of (tables 2 and 3 of the form)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache

from govdisc.i18n import N_
from govdisc.i18n import gettext as _
from govdisc.model.findings import Finding
from govdisc.model.report import Report
from govdisc.rules.registry import Context, Example, Rule, rule
from govdisc.text.values import printed_value
from govdisc_prose.narrative.claims import KINDS, Claim, Reading, claims
from govdisc_prose.narrative.scope import other_scope, other_time
from govdisc_prose.narrative.sentences import PIECES, Number, Sentence, prose, quotation

_FACTOR: dict[str, Decimal] = {"万元": Decimal(1), "亿元": Decimal(10_000), "元": Decimal("0.0001")}


def total(report: Report, reading: Reading) -> int | Decimal | None:
    """Return the sum of a reading's cells, blanks as 0; None when every cell is blank, or one may have been left unread."""
    result: int | Decimal = 0
    seen = False
    for path in reading:
        negative = path[0] == "-"
        value = number_of(report, path[1:] if negative else path)
        if value is not None:
            result, seen = (result - value if negative else result + value), True
        elif not _may_be_left_out(report, *_split(path.lstrip("-"))):
            return None
    return result if seen else None


def _may_be_left_out(report: Report, table: str, row: str, _column: str) -> bool:
    """Whether a cell without a number counts as 0: it is blank for certain, or its row is in the report under the other form's name."""
    rows = report.tables.get(table, {})
    if row in rows:
        return all(one.table != table for one in report.unread)
    if row == "closed":
        return True
    return row in _OF_2021 and "closed" in rows and not any(one in rows for one in _OF_2021)


@lru_cache(maxsize=512)
def _split(path: str) -> tuple[str, str, str]:
    table, row, column = path.split(".")
    return table, row, column


def number_of(report: Report, path: str) -> int | Decimal | None:
    """Return a cell's number; for a blank total of part 3 the sum of its row's parts; None when there is none."""
    table, row, column = _split(path)
    cells = report.tables.get(table, {}).get(row, {})
    value = cells.get(column)
    if value is None and column == "total" and table == "requests":
        parts = [one for one in cells.values() if one is not None]
        return sum(parts) if parts else None
    return value


#: Rows of form 2021 that are one row, ``closed``, in form 2019.
_OF_2021 = ("closed_not_corrected", "closed_fee_unpaid", "closed_other")


def quote(text: str, sentence: Sentence, number: Number) -> str:
    """Return the clause of a number as the report prints it."""
    opening = max(number.opening, sentence.start)
    return quotation(text, opening, min(number.end + len(number.after), sentence.start + len(sentence.text)))


def label(context: Context, reading: Reading) -> str:
    """Return what the form prints for the cells of a reading, sums joined by a plus sign."""
    paths = [path for path in reading if not path.startswith("-")]
    names = [context.form.cell_label(path) for path in paths if context.form.column(path) is not None]
    return " + ".join(names if len(names) < 4 else [names[0], "…", names[-1]])


def _contradictions(report: Report, context: Context, found: Rule, family: str) -> Iterator[Finding]:
    """Numbers of one family that no accepted reading of the tables gives."""
    grouped: dict[Reading, list[tuple[str, str, Claim]]] = {}
    for section, text, _sentences in prose(report):
        for claim in claims(text):
            kind = KINDS[claim.kind]
            if kind.family == family and _counts(claim):
                grouped.setdefault(kind.cells, []).append((section, text, claim))
    for said in grouped.values():
        main = _main_reading(report, said[0][2])
        expected = total(report, main)
        if expected is None or _some_fit(report, [claim for _section, _text, claim in said], expected):
            continue
        section, text, claim = said[0]
        if _elsewhere(report, claim, family):
            continue
        yield found.finding(
            _("The text says {actual}, the table {expected} ({label}).").format(
                actual=f"{printed_value(claim.number.value)}{claim.number.unit}",
                expected=printed_value(expected),
                label=label(context, main),
            ),
            cell=main[0] if len(main) == 1 else None,
            section=section,
            quote=quote(text, claim.sentence, claim.number),
            expected=_plain(expected),
            actual=_plain(_amount(claim.number)),
            key=claim.kind,
        )


def _main_reading(report: Report, claim: Claim) -> Reading:
    """The cells to report; in a report of form 2019 the columns of part 2 are others."""
    kind = KINDS[claim.kind]
    if kind.family != "documents" or total(report, kind.cells) is not None or not kind.also:
        return kind.cells
    return kind.also[0]


def _some_fit(report: Report, said: list[Claim], expected: int | Decimal) -> bool:
    """Whether one of the numbers given for the same cells fits, or all of them together do.

    Several numbers for one thing are those of several bodies or ways (政府2件，部门4件); which of them the table counts is not known.
    """
    if any(_fits(report, claim, expected) for claim in said):
        return True
    return len(said) > 1 and sum(_amount(claim.number) for claim in said) == expected


def _counts(claim: Claim) -> bool:
    unit = claim.number.unit
    return unit in PIECES or unit == "" or claim.kind == "charges"


def _amount(number: Number) -> int | Decimal:
    factor = _FACTOR.get(number.unit)
    return number.value if factor is None else number.value * factor


def step_of(value: int | Decimal) -> Decimal:
    """Return the worth of a number's last printed digit."""
    exponent = value.as_tuple().exponent if isinstance(value, Decimal) else 0
    return Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0)


def _plain(value: int | Decimal) -> int | Decimal:
    return int(value) if value == int(value) else value


def _fits(report: Report, claim: Claim, expected: int | Decimal) -> bool:
    actual = _amount(claim.number)
    if claim.kind == "charges":
        # prose rounds an amount, or cuts it off, where the table prints it in full
        step = step_of(claim.number.value) * _FACTOR[claim.number.unit]
        return actual == expected or abs(Decimal(actual) - Decimal(expected)) < step
    if actual == expected:
        return True
    return any(total(report, reading) == actual for reading in KINDS[claim.kind].also)


def _elsewhere(report: Report, claim: Claim, family: str) -> bool:
    years: tuple[int, ...] = (0,)
    if claim.kind == "carried_in":
        years = (0, -1)
    elif claim.kind == "carried_out":
        years = (0, 1)
    words = claim.sentence.until(claim.number) + claim.number.after
    if other_scope(report, words, documents=family in ("documents", "decisions", "charges")):
        return True
    return other_time(report, claim.sentence, claim.number, years)


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
    basis="国办公开办函〔2021〕30号",
    since="0.1.0",
    passing=_requests(),
    failing=_requests(received=28),
)
def applications(report: Report, context: Context) -> Iterator[Finding]:
    """The text gives numbers of applications (新收, 上年结转, 办结, 结转下年) that part 3 of the form does not bear out.

    收到 and 受理 may mean the new applications alone or those carried over as well, 答复 and 办理 may leave out what was refused or
    closed: any such reading is accepted. Numbers of another year, of part of the year, of several years, of one way of applying,
    and of a part of the body (or of more than the body) are not compared.
    """
    yield from _contradictions(report, context, applications, "requests")


@rule(
    code="NAR102",
    title=N_("Outcomes of applications in the text that differ from the table"),
    severity="warning",
    basis="国办公开办函〔2021〕30号",
    since="0.1.0",
    passing=Example(
        cells={"requests.granted.total": 258, "requests.partly_granted.total": 17},
        sections={"overview": "收到的政府信息公开申请中，予以公开及部分公开275件。"},
    ),
    failing=Example(
        cells={"requests.granted.total": 258, "requests.partly_granted.total": 17},
        sections={"overview": "收到的政府信息公开申请中，予以公开及部分公开258件。"},
    ),
)
def outcomes(report: Report, context: Context) -> Iterator[Finding]:
    """The text gives a number for an outcome (予以公开, 部分公开, 不予公开, 无法提供, 不予处理, 其他处理, or one of their rows)
    that part 3 of the form does not bear out. A group's number is the sum of its rows.
    """  # noqa: D205
    yield from _contradictions(report, context, outcomes, "outcomes")


@rule(
    code="NAR103",
    title=N_("Numbers of 规章 or 规范性文件 in the text that differ from the table"),
    severity="warning",
    basis="国办公开办函〔2021〕30号",
    since="0.1.0",
    passing=Example(
        cells={"disclosure.normative_documents.effective": 470},
        sections={"overview": "现行有效行政规范性文件470件，发布政策文件393件。"},
    ),
    failing=Example(
        cells={"disclosure.normative_documents.effective": 470},
        sections={"overview": "现行有效行政规范性文件393件。"},
    ),
)
def documents(report: Report, context: Context) -> Iterator[Finding]:
    """The text gives a number of 规章 or 规范性文件 made, repealed or in force that part 2 of the form does not bear out.

    政策文件 are not 规范性文件, and documents that were filed, reviewed, explained or put on a website are not those made.
    """
    yield from _contradictions(report, context, documents, "documents")


@rule(
    code="NAR104",
    title=N_("Numbers of 行政许可, 行政处罚 or 行政强制 in the text that differ from the table"),
    severity="warning",
    basis="国办公开办函〔2021〕30号",
    since="0.1.0",
    passing=Example(
        cells={"disclosure.licensing.decisions": 97},
        sections={"overview": "全年作出行政许可决定97件，公示行政许可信息120条。"},
    ),
    failing=Example(
        cells={"disclosure.licensing.decisions": 97},
        sections={"overview": "全年作出行政许可决定79件。"},
    ),
)
def decisions(report: Report, context: Context) -> Iterator[Finding]:
    """The text gives a number of decisions on 行政许可, 行政处罚 or 行政强制 that part 2 of the form does not bear out."""
    yield from _contradictions(report, context, decisions, "decisions")


@rule(
    code="NAR105",
    title=N_("行政事业性收费 in the text that differ from the table"),
    severity="warning",
    basis="国办公开办函〔2021〕30号",
    since="0.1.0",
    passing=Example(
        cells={"disclosure.charges.amount": Decimal("7730.28")},
        sections={"overview": "全年行政事业性收费7730.3万元。"},
    ),
    failing=Example(
        cells={"disclosure.charges.amount": Decimal("7730.28")},
        sections={"overview": "全年行政事业性收费7370.28万元。"},
    ),
)
def charges(report: Report, context: Context) -> Iterator[Finding]:
    """The text gives an amount of 行政事业性收费 that part 2 of the form does not bear out, rounding allowed for.

    The 信息处理费 is another matter and is not compared with it.
    """
    yield from _contradictions(report, context, charges, "charges")


RULES = [applications, outcomes, documents, decisions, charges]
