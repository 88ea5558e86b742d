"""One year's report against last year's: carry-over, stocks, units, jumps, and prose that was copied.

The carry-over and the stock of documents in force follow from 国办公开办函〔2021〕30号 (二、上年结转 is last year's
四、结转下年度继续办理); the other checks look for slips. ``context.previous`` is last year's report; the caller pairs the reports,
of several years each with the one before. A pair that contradicts itself (years that do not follow each other, names that have
nothing in common) is not compared, and neither is a number that is not known; both are said. Blanks count as 0, as in every sum.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from govdisc.i18n import N_
from govdisc.i18n import gettext as _
from govdisc.model.equations import unread_cells
from govdisc.model.findings import Finding, Unchecked
from govdisc.model.parameters import Parameter
from govdisc.model.report import Report
from govdisc.patterns import Pattern
from govdisc.rules.registry import THE_FORM, Context, Example, Rule, rule
from govdisc.text.bodies import related
from govdisc.text.values import IN_TEN_THOUSANDS, Value, printed_value

_DOCUMENT_ROWS = ("regulations", "normative_documents")
#: The one that names 内容雷同 and 敷衍塞责, and what follows from them; a report for 2020 is older than the first.
_CARELESS, _DUTY = "国办公开办函〔2021〕30号 一（四）", "《中华人民共和国政府信息公开条例》第四十七条"
_SHIFT = 10_000

_NO_REQUESTS = dict.fromkeys(
    ("natural_person", "enterprise", "research", "public_interest", "legal_service", "other_organisation", "total"), 0
)  # fmt: skip


def carried_out_last_year(report: Report, context: Context) -> Iterator[tuple[str, int | Decimal]]:
    """Yield what must have been carried in, by last year's report."""
    last = _last_year(report, context)
    for column, number in _row(last, "carried_out").items() if isinstance(last, Report) else ():
        if number is not None:
            yield f"requests.carried_in.{column}", number


def carried_as_last_year(report: Report, last: Report) -> bool:
    """Tell whether just what last year's report carried out is carried in; no where either is not known."""
    now, before = _row(report, "carried_in"), _row(last, "carried_out")
    return bool(now) and bool(before) and all((value or 0) == (before.get(column) or 0) for column, value in now.items())


@rule(
    code="YOY101",
    title=N_("Requests carried in that are not those carried out last year"),
    severity="warning",
    basis=f"{THE_FORM} 三、收到和处理政府信息公开申请情况",
    regime="cn",
    since="0.1.0",
    needs=("previous",),
    passing=Example(
        cells={"requests.carried_in": {**_NO_REQUESTS, "natural_person": 3, "total": 3}},
        previous=Example(report={"year": 2022}, cells={"requests.carried_out": {**_NO_REQUESTS, "natural_person": 3, "total": 3}}),
    ),
    failing=Example(
        cells={"requests.carried_in": {**_NO_REQUESTS, "natural_person": 103, "total": 103}},
        previous=Example(report={"year": 2022}, cells={"requests.carried_out": {**_NO_REQUESTS, "natural_person": 77, "total": 77}}),
    ),
    evidence=carried_out_last_year,
)
def carried_over(report: Report, context: Context) -> Iterator[Finding | Unchecked]:
    """In every column, 二、上年结转 of this year is 四、结转下年度继续办理 of last year's report.

    A warning and not an error: an office that found a mistake in last year's report says the right number this year. It is worth a look
    alone where the body has another name since, for one that was merged carries in what two carried out. A blank counts as 0; a row
    that is missing, blank throughout or could not be read is not compared, which is said.
    """
    last = _last_year(report, context)
    if not isinstance(last, Report):
        yield from _unchecked(carried_over, last)
        return
    now, before = _row(report, "carried_in"), _row(last, "carried_out")
    unread = unread_cells(report), unread_cells(last)
    severity = "info" if related(report.agency.name, last.agency.name) == "renamed" else None
    unknown: list[str] = []
    for column in now if before else ():
        actual, expected = now[column] or 0, before.get(column) or 0
        cell, source = f"requests.carried_in.{column}", f"requests.carried_out.{column}"
        if column not in before or cell in unread[0] or source in unread[1]:
            unknown.append(cell)
        elif actual != expected:
            yield carried_over.finding(
                _("{cell}: {actual} are carried in; last year's report carried out {expected}.").format(
                    cell=context.form.cell_label(cell), actual=_printed(report, cell), expected=_printed(last, source)
                ),
                severity=severity,
                cell=cell,
                place=report.places.get(cell),
                actual=now[column],
                expected=expected,
                suggestion=_("Correct the number, or say in part 6 why last year's was wrong."),
            )
    if unknown or not now or not before:
        names = [context.form.cell_label(path) for path in unknown] or [
            context.form.row_label("requests", name) for name, row in (("carried_in", now), ("carried_out", before)) if not row
        ]
        yield carried_over.unchecked(_("blank, missing or not read in one of the two reports: {names}").format(names="；".join(names)))


@rule(
    code="YOY102",
    title=N_("Documents in force that do not follow from last year's"),
    severity="info",
    basis=f"{THE_FORM} 二、主动公开政府信息情况",
    regime="cn",
    since="0.1.0",
    needs=("previous",),
    passing=Example(
        cells={"disclosure.normative_documents": {"issued": 3, "repealed": 1, "effective": 22}},
        previous=Example(
            report={"year": 2022}, cells={"disclosure.normative_documents": {"issued": 0, "repealed": 0, "effective": 20}}
        ),
    ),
    failing=Example(
        cells={"disclosure.normative_documents": {"issued": 3, "repealed": 1, "effective": 25}},
        previous=Example(
            report={"year": 2022}, cells={"disclosure.normative_documents": {"issued": 0, "repealed": 0, "effective": 20}}
        ),
    ),
)
def documents_in_force(report: Report, context: Context) -> Iterator[Finding | Unchecked]:
    """Documents in force are last year's, and those issued this year, without those repealed.

    Only worth a look: revisions counted as issued, mergers of agencies and re-counts break it honestly, and a note in the row that
    gives the difference (其中修订16件) explains it. Form 2019 has no such column (对外公开总数量 is another figure), so the first pair is 2021
    and 2022.
    """
    last = _last_year(report, context)
    if not isinstance(last, Report):
        yield from _unchecked(documents_in_force, last)
        return
    for name in _DOCUMENT_ROWS:
        row = report.tables.get("disclosure", {}).get(name, {})
        cell = f"disclosure.{name}.effective"
        stock, before = row.get("effective"), last.cell(cell)
        expected = None if before is None else before + (row.get("issued") or 0) - (row.get("repealed") or 0)
        if stock is not None and expected is not None and stock != expected and abs(stock - expected) not in _noted(report, f"disclosure.{name}"):
            yield documents_in_force.finding(
                _("{cell}: {actual}; last year's {before} with those issued and repealed make {expected}.").format(
                    cell=context.form.cell_label(cell), actual=printed_value(stock), before=printed_value(before), expected=printed_value(expected)
                ),
                cell=cell,
                place=report.places.get(cell),
                actual=stock,
                expected=expected,
            )


@rule(
    code="YOY103",
    title=N_("An amount about 10,000 times last year's or a 10,000th of it"),
    severity="warning",
    basis=f"{THE_FORM} 本年收费金额（单位：万元）",
    regime="cn",
    since="0.1.0",
    needs=("previous",),
    passing=Example(
        cells={"disclosure.charges.amount": Decimal("7.1")},
        previous=Example(report={"year": 2022}, cells={"disclosure.charges.amount": Decimal("3.2")}),
    ),
    failing=Example(
        cells={"disclosure.charges.amount": Decimal(71_000)},
        previous=Example(report={"year": 2022}, cells={"disclosure.charges.amount": Decimal("3.2")}),
    ),
    parameters=(Parameter("spread", 3, N_("how many times more or less than 10,000 the factor of a change of unit may be")),),
)
def unit_shift(report: Report, context: Context) -> Iterator[Finding | Unchecked]:
    """Amounts stand in 万元. A factor near 10,000 between two years says that one of them was written in 元.

    A unit that stands in the cell itself (251000元) is taken into account first.
    """
    last = _last_year(report, context)
    if not isinstance(last, Report):
        yield from _unchecked(unit_shift, last)
        return
    spread = Decimal(str(context.parameter(unit_shift, "spread")))
    for cell in _amounts(context):
        now, before = _amount(report, cell), _amount(last, cell)
        if now and before and _shifted(now, before, spread):
            yield unit_shift.finding(
                _("{cell}: {actual} against {before} last year; one of the two seems to be in 元, the other in 万元.").format(
                    cell=context.form.cell_label(cell), actual=printed_value(report.cell(cell)), before=printed_value(last.cell(cell))
                ),
                cell=cell,
                place=report.places.get(cell),
                actual=report.cell(cell),
                suggestion=_("Give the amount in the unit of the form, 万元."),
            )


@rule(
    code="YOY104",
    title=N_("A figure that jumps against last year's"),
    severity="info",
    basis=THE_FORM,
    regime="cn",
    since="0.1.0",
    needs=("previous",),
    passing=Example(
        cells={"disclosure.licensing.decisions": 900},
        previous=Example(report={"year": 2022}, cells={"disclosure.licensing.decisions": 400}),
    ),
    failing=Example(
        cells={"disclosure.licensing.decisions": 9_000},
        previous=Example(report={"year": 2022}, cells={"disclosure.licensing.decisions": 400}),
    ),
    parameters=(
        Parameter("factor", 10, N_("the factor from which a change is a jump; last year's 0 counts as 1")),
        Parameter("minimum", 100, N_("the smallest difference that is reported")),
    ),
)
def jump(report: Report, context: Context) -> Iterator[Finding | Unchecked]:
    """Totals ten times last year's, or a tenth of it, are worth a look: a digit too many, 历年 for 本年, another scope.

    Looked at are the decisions and documents of part 2 and the totals of parts 3 and 4, but for 上年结转, of which YOY101 knows the number.
    """
    last = _last_year(report, context)
    if not isinstance(last, Report):
        yield from _unchecked(jump, last)
        return
    factor, minimum = context.parameter(jump, "factor"), context.parameter(jump, "minimum")
    for cell, value in report.cells():
        before = last.cell(cell) if cell != "requests.carried_in.total" and (cell.startswith("disclosure.") or cell.endswith(".total")) else None
        if isinstance(value, int) and isinstance(before, int) and abs(value - before) >= minimum and _jumped(value, before, factor):
            yield jump.finding(
                _("{cell}: {actual} against {before} last year.").format(cell=context.form.cell_label(cell), actual=value, before=before),
                cell=cell,
                place=report.places.get(cell),
                actual=value,
                expected=before,
            )


_COPIED = (
    "一是解读材料的形式不够丰富，图表较少。二是部分栏目的更新周期偏长。三是经办人员调动频繁，业务不熟。"
    "\n下一步将逐栏核对更新时间，每季度培训一次经办人员。对解读材料增加图表和问答。"
)


@rule(
    code="YOY105",
    title=N_("Prose repeated from last year's report"),
    severity="warning",
    basis=f"{_CARELESS}；{_DUTY}",
    regime="cn",
    since="0.1.0",
    needs=("previous",),
    passing=Example(
        cells={"requests.carried_in": {**_NO_REQUESTS, "natural_person": 3, "total": 3}},
        sections={"problems": _COPIED},
        previous=Example(
            report={"year": 2022},
            cells={"requests.carried_out": {**_NO_REQUESTS, "natural_person": 3, "total": 3}},
            sections={
                "overview": "全年公开各类信息。",
                "problems": "公开专栏的分类较粗，群众查找不便。申请办理的内部流转时间偏长。来年将重新划分栏目，并压缩流转环节。",
            },
        ),
    ),
    failing=Example(sections={"problems": _COPIED}, previous=Example(report={"year": 2022}, sections={"problems": _COPIED})),
    parameters=(
        Parameter("share", 0.5, N_("the share of repeated sentences above which a part is reported")),
        Parameter("sentences", 4, N_("a part with fewer sentences is not looked at")),
        Parameter("characters", 10, N_("a sentence with fewer characters, numbers left out, does not count")),
    ),
)
def repeated_prose(report: Report, context: Context) -> Iterator[Finding | Unchecked]:
    """More than half of the sentences of part 1 or part 5 stand in last year's report in the same words.

    Some cities publish this share as their threshold. Numbers and years do not count as a difference; sentences on the report
    itself (统计期限, 编制本报告) are formulas and do not count at all.
    """
    last = _last_year(report, context)
    if not isinstance(last, Report):
        yield from _unchecked(repeated_prose, last)
        return
    share, least, shortest = (context.parameter(repeated_prose, name) for name in ("share", "sentences", "characters"))
    for section in ("overview", "problems"):
        now = list(_sentences(report.text(section), shortest))
        if len(now) < least or not now:
            continue
        before = {plain for plain, _text in _sentences(last.text(section), shortest)}
        repeated = [text for plain, text in now if plain in before]
        if len(repeated) > share * len(now):
            yield repeated_prose.finding(
                _("{count} of {total} sentences are those of last year's report.").format(count=len(repeated), total=len(now)),
                section=section,
                basis=repeated_prose.basis if _CARELESS.startswith(context.form.basis) else _DUTY,
                quote=repeated[0],
                actual=round(len(repeated) / len(now), 2),
                expected=share,
                suggestion=_("Tell what was done and found in the reported year."),
            )


_DIGITS = Pattern(r"\d{1,15}")
_ENDS = Pattern(r"[。！？；;!?\n]+")
#: Numbers with the word that makes an ordinal of them: 一是 and 1. begin the same sentence.
_DROPPED = Pattern(r"\d+|[^\w]+|[〇零一二三四五六七八九十百千万两]+(?:是|方面|来)?")
_FORMULA = ("统计期限", "编制本报告", "本报告", "年度报告")


def _sentences(text: str, shortest: int) -> Iterator[tuple[str, str]]:
    """Each sentence that counts, without numbers and punctuation, and as printed."""
    for sentence in _ENDS.split(text):
        plain = _DROPPED.sub("", sentence)
        if len(plain) >= shortest and not any(word in sentence for word in _FORMULA):
            yield plain, sentence.strip()


def _last_year(report: Report, context: Context) -> Report | str | None:
    """Last year's report; in its place the reason, in the user's language, why what was given cannot be it, or None where nothing was."""
    last = context.previous
    if last is None:
        return None
    if report.year is not None and last.year is not None and last.year != report.year - 1:
        return _("the report to compare with is for {year}, not for {wanted}").format(year=last.year, wanted=report.year - 1)
    if related(report.agency.name, last.agency.name) == "other":
        return _("the report to compare with is that of {name}").format(name=last.agency.name)
    return last


def _unchecked(declared: Rule, reason: str | None) -> Iterator[Unchecked]:
    if reason is not None:
        yield declared.unchecked(reason)


def _row(report: Report, name: str) -> dict[str, Value]:
    """Return a row of part 3, {} when it is missing or blank throughout."""
    row = report.tables.get("requests", {}).get(name, {})
    return row if any(value is not None for value in row.values()) else {}


def _printed(report: Report, cell: str) -> str:
    """What stands in a cell that counts: its number, the mark in place of one, or that it is blank."""
    return printed_value(report.cell(cell)) or report.marks.get(cell) or f"({_('blank')})"


def _amounts(context: Context) -> Iterator[str]:
    for table in context.form.tables:
        for block, row in table.rows():
            yield from (f"{table.id}.{row.id}.{column.id}" for column in block.columns if column.kind == "amount")


def _amount(report: Report, cell: str) -> Decimal | None:
    value = report.cell(cell)
    if value is None:
        return None
    return Decimal(value) * IN_TEN_THOUSANDS.get(report.remarks.get(cell, "").split("（")[0], Decimal(1))


def _noted(report: Report, row: str) -> set[int]:
    """The numbers in the notes of a row's cells."""
    return {int(digits) for path, remark in report.remarks.items() if path.startswith(f"{row}.") for digits in _DIGITS.findall(remark)}


def _jumped(now: int, before: int, factor: float) -> bool:
    small, large = sorted((abs(now), abs(before)))
    return large >= factor * max(small, 1)


def _shifted(now: Decimal, before: Decimal, spread: Decimal) -> bool:
    small, large = sorted((abs(now), abs(before)))
    return _SHIFT / spread <= large / small <= _SHIFT * spread


RULES: list[Rule] = [carried_over, documents_in_force, unit_shift, jump, repeated_prose]
