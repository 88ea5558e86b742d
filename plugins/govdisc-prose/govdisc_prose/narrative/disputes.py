"""Numbers of 行政复议 and 行政诉讼 in the narrative against part 4 of the form."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from govdisc.i18n import N_
from govdisc.i18n import gettext as _
from govdisc.model.findings import Finding
from govdisc.model.report import Report
from govdisc.patterns import Pattern
from govdisc.rules.registry import Context, Example, rule
from govdisc.text.values import printed_value
from govdisc_prose.narrative.counts import quote
from govdisc_prose.narrative.scope import other_scope, other_time
from govdisc_prose.narrative.sentences import PIECES, Number, Sentence, prose, read

GROUPS: dict[str, tuple[str, ...]] = {
    "reconsideration": ("reconsideration",),
    "litigation": ("litigation_direct", "litigation_after_reconsideration"),
    "direct": ("litigation_direct",),
    "after": ("litigation_after_reconsideration",),
    "both": ("reconsideration", "litigation_direct", "litigation_after_reconsideration"),
}
OUTCOMES = ("upheld", "corrected", "other", "pending")

_CASES = r"(?:申请|案件|案|事项|情况)?的?(?:件数|数量|数|总数)?(?:共有|共计|合计)?[共有为计:：]{0,3}$"
_BOTH = Pattern(
    rf"复议(?:案件|申请|案|程序)?(?:[、和及与或]|以及)(?:被|因|政府|信息|公开|提起|引发|引起|发生|的)*(?:行政)?诉讼(?:案件|数量|程序)?(?P<each>均|各|都)?{_CASES}"
    r"|(?:复议|诉讼).{0,20}相关案件(?:数量)?[共有为计]{0,2}$|相关(?:行政)?(?:复议诉讼)?案件[共有为计]{0,2}$"
)
_ONE = Pattern(
    rf"(?:(?P<after>复议后(?:提起|起诉|诉讼)(?:的)?(?:行政)?(?:诉讼)?)|(?P<direct>未经复议直接(?:提起|起诉|诉讼)(?:行政诉讼)?)|(?P<reconsideration>复议)|(?P<litigation>行政诉讼|应诉|诉讼)){_CASES}"
)
_FIRST = Pattern(
    r"(?:.{0,24}?(?:信息公开|引[发起]|涉及|关于|有关|类).{0,8}?)?(?:的)?(?:行政)?(?:(?P<reconsideration>复议)|(?P<litigation>诉讼))(?:案件|申请|案|件)?$"
)
_OUTCOME = Pattern(
    r"(?:(?P<upheld>维持)(?:原[^，,]{0,8})?|(?P<corrected>纠正|纠错)|(?P<other>其他结果)|(?P<pending>未审结|尚未审结|正在审理|审理中|未结案))(?:的|案件|结果)?[有为共计]{0,2}$"
)
_OUTCOME_FIRST = Pattern(
    r"(?:案件)?(?:被|结果|获|予以|均|处理结果)?(?:为)?(?:(?P<upheld>维持)|(?P<corrected>纠正|纠错)|(?P<other>其他结果)|(?P<pending>尚?未审结|正在审理))"
)
#: A government also hears such cases, and counts those of its departments.
_HEARD = Pattern(
    "备案|受理|审理|办理|办结|审结|代理|应诉|结案|出庭|收到.{0,6}复议|调解|撤[回销诉]|化解|一审|二审|再审|上诉|败诉|胜诉|驳回|听证"
)


@dataclass(frozen=True, slots=True)
class DisputeClaim:
    """A number of cases: the groups it may be about, first the likeliest, and the column."""

    groups: tuple[str, ...]
    column: str
    each: bool
    number: Number
    sentence: Sentence


@lru_cache(maxsize=32)
def dispute_claims(text: str) -> tuple[DisputeClaim, ...]:
    """Return the numbers of cases in a section's text that are about disclosure of information."""
    if not any(word in text for word in ("复议", "诉讼", "訴訟", "複議", "案件")):
        return ()
    found: list[DisputeClaim] = []
    topic, last = "", ""
    for sentence in read(text).sentences:
        words = sentence.text
        about = "复议" in words or "诉讼" in words
        disclosure = "公开" in words or "依申请" in words or "公开" in topic
        if sentence.numbers and disclosure and (about or last):
            found += _in_sentence(sentence, last if not about else "")
        last = _group(words) if about else ("" if "申请" in words else last if _continues(words) else "")
        topic = words if about or "公开" in words else topic if last else ""
    return tuple(found)


def _continues(words: str) -> bool:
    return "维持" in words or "纠正" in words or "审结" in words


def _in_sentence(sentence: Sentence, last: str) -> Iterator[DisputeClaim]:
    for number in sentence.numbers:
        if number.approximate or (number.unit not in PIECES and number.unit):
            continue
        claim = _claim(sentence, number, last)
        if claim is not None and not _of_all_kinds(sentence, number):
            yield claim


def _of_all_kinds(sentence: Sentence, number: Number) -> bool:
    """Whether cases of every kind are counted, of which those about disclosure are told next: 15件，其中涉及信息公开2件."""
    rest = sentence.text[number.end - sentence.start :][:40]
    return "其中" in rest and "公开" in rest and "公开" not in sentence.until(number)


def _claim(sentence: Sentence, number: Number, last: str) -> DisputeClaim | None:
    before = number.before
    if match := _BOTH.search(before):
        return None if _HEARD.search(before) else DisputeClaim(("both",), "total", match["each"] is not None, number, sentence)
    if match := _ONE.search(before):
        if _HEARD.search(before):
            return None
        return DisputeClaim((str(match.lastgroup),), "total", False, number, sentence)
    if match := _FIRST.match(number.after):
        if _HEARD.search(before) or _HEARD.search(number.after):
            return None
        return DisputeClaim((str(match.lastgroup),), "total", False, number, sentence)
    outcome = _OUTCOME.search(before) or (_OUTCOME_FIRST.match(number.after) if len(before) < 4 else None)
    if outcome is None:
        return None
    group = _group(sentence.until(number)) or last
    if not group:
        return None
    groups = (group,) if group in ("reconsideration",) and "诉讼" not in sentence.until(number) else (group, *GROUPS)
    return DisputeClaim(groups, str(outcome.lastgroup), False, number, sentence)


def _group(words: str) -> str:
    """The group that words were last about, "" when about none."""
    places = {
        "after": max(words.rfind("复议后起诉"), words.rfind("复议后提起"), words.rfind("复议后诉讼")),
        "direct": words.rfind("未经复议"),
        "litigation": words.rfind("诉讼"),
        "reconsideration": words.rfind("复议"),
    }
    if re.search(r"复议(?:案件)?[、和及与](?:提起)?(?:行政)?诉讼", words):
        return "both"
    if places["after"] >= 0 and places["after"] >= places["reconsideration"]:
        return "after"
    if places["direct"] >= 0 and places["reconsideration"] <= places["direct"] + 2:
        return "direct"
    best = max(("litigation", "reconsideration"), key=lambda one: places[one])
    return best if places[best] >= 0 else ""


def cases(report: Report, group: str, column: str) -> set[int]:
    """Return the numbers that the table gives for a group: its totals as printed, and as the sum of their parts."""
    table = report.tables.get("disputes", {})
    rows = [table[row] for row in GROUPS[group] if row in table]
    if len(rows) < len(GROUPS[group]):
        return set()
    found: set[int] = set()
    printed = [value for row in rows if (value := row.get(column)) is not None]
    if printed:
        found.add(int(sum(printed)))
    if column == "total":
        parts = [value for row in rows for one in OUTCOMES if (value := row.get(one)) is not None]
        if parts:
            found.add(int(sum(parts)))
    return found


def _fits(report: Report, claim: DisputeClaim) -> bool | None:
    """Whether a reading of the table gives the number; None when the table is blank there."""
    value = claim.number.value
    main = cases(report, claim.groups[0], claim.column)
    if not main:
        return None
    if claim.groups[0] == "both" and (claim.each or value == 0):
        each = [cases(report, group, claim.column) for group in ("reconsideration", "litigation")]
        return all(value in one for one in each if one) or value in main
    return value in main or any(value in cases(report, group, claim.column) for group in claim.groups[1:])


@rule(
    code="NAR106",
    title=N_("Numbers of 行政复议 or 行政诉讼 in the text that differ from the table"),
    severity="warning",
    basis="国办公开办函〔2021〕30号",
    since="0.1.0",
    passing=Example(
        cells={"disputes.reconsideration.upheld": 4, "disputes.reconsideration.total": 4},
        sections={"overview": "因政府信息公开被申请行政复议4件，均获维持。"},
    ),
    failing=Example(
        cells={"disputes.reconsideration.upheld": 4, "disputes.reconsideration.total": 4},
        sections={"overview": "因政府信息公开被申请行政复议5件。"},
    ),
)
def disputes(report: Report, context: Context) -> Iterator[Finding]:
    """The text gives a number of 行政复议 or 行政诉讼 about disclosure, or of their outcomes, that part 4 does not bear out.

    行政诉讼 are those 未经复议直接起诉 and 复议后起诉 together; 相关案件 are all three groups. Cases that were filed for the record,
    heard or handled (a government hears the cases of its departments) are other cases. Totals are taken as printed or as the sum
    of their parts, whichever fits.
    """
    for section, text, _sentences in prose(report):
        told: set[tuple[str, str, int | Decimal]] = set()
        for claim in dispute_claims(text):
            number = claim.number
            name = (claim.groups[0], claim.column, number.value)
            if name in told or _fits(report, claim) is not False:
                continue
            words = claim.sentence.until(number) + number.after
            if other_scope(report, words) or other_time(report, claim.sentence, number):
                continue
            told.add(name)
            expected = max(cases(report, claim.groups[0], claim.column))
            rows = GROUPS[claim.groups[0]]
            yield disputes.finding(
                _("The text says {actual}, the table {expected} ({label}).").format(
                    actual=f"{printed_value(number.value)}{number.unit}",
                    expected=expected,
                    label=" + ".join(context.form.cell_label(f"disputes.{row}.{claim.column}") for row in rows),
                ),
                cell=f"disputes.{rows[0]}.{claim.column}" if len(rows) == 1 else None,
                section=section,
                quote=quote(text, claim.sentence, number),
                expected=expected,
                actual=number.value,
                key=f"{claim.groups[0]} {claim.column}",
            )


RULES = [disputes]
