"""Statements without a number: nothing was received, no case arose, everything was dealt with, every decision stood."""

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
from govdisc_prose.narrative.counts import number_of
from govdisc_prose.narrative.disputes import GROUPS, cases
from govdisc_prose.narrative.scope import other_scope
from govdisc_prose.narrative.sentences import LONGEST_SECTION, Sentence, prose, quotation, read

_NOTHING_RECEIVED = Pattern(
    r"(?:未|没有|未曾|暂未|尚未|从未|无)(?:收到|接到|受理|接收)(?:过|到)?(?P<what>[^，,。；;：:\d]{0,24}?"
    r"(?:信息(?:依申请)?公开的?(?:申请|要求)|公开(?:政府)?信息的?(?:申请|要求)|申请公开|依申请))(?!人|表|渠道|书)"
)
_NO_REQUESTS = Pattern(r"(?<!有)无(?P<what>(?:依申请|(?:政府|政务)?信息)公开申请)(?=[，,。；;]|情况|事项|$)")
_PART_OF_REQUESTS = Pattern("网|书面|信函|当面|邮|传真|企业|法人|组织提|线[上下]|平台|复议|诉讼|收费|费用|重复|补正|投诉|举报|不服|其他")
_NO_CASES = Pattern(
    r"(?:未(?!经)|没有|不存在|无(?!法|效|正当))(?P<what>[^，,。；;：:\d]{0,30}?(?:行政复议|复议案|行政诉讼|复议和|复议、|诉讼案)[^，,。；;：:\d]{0,24})"
)
_PARTICULAR = Pattern(
    "败诉|纠|撤|被确认|违法|该|上述|申请人|之后|后未|经复议|审结|结案|应诉|不服|维持|胜诉|履行|超期|逾期|责任|渠道|费|积压|投诉|举报(?!案件)"
)
_ALL_DONE = Pattern(
    r"(?:所有|全部|均|都)(?:的)?(?:政府信息公开|信息公开|依申请公开)?(?:申请|件)?(?:均|都)?已?(?:经)?(?P<how>[^，,。；;：:\d]{0,10}?)"
    r"(?:办理完成|办理完毕|办理完结|办结|答复完毕|办理答复完毕)(?!率)"
)
_IN_TIME = Pattern("期|时限|按时|及时|时间|规定|应")
_CARRIED = Pattern(r"(?:结转|转结|转)(?:至|到|入)?(?:下|次|明|20\d\d)|顺延|下年|下一年|复议|提案|建议")
_CLAUSE_END = Pattern("[，,；;。：:]")
_LAST_YEAR = Pattern("上年|去年|上一年")
_ALL_UPHELD = Pattern(r"(?:均|全部|都)(?:获|被|已|予以|得到|为|经)*(?:结果)?(?:维持|支持本机关)")
_ALL_CLOSED = Pattern(r"(?:均|全部|都)(?:获|被|已|予以)*(?:审结|结案)")
_OTHER_TIME = Pattern(
    r"近[两二三四五几]年|上半年|季度|(?:去年|上年度?)(?!.{0,8}结转)|截至(?!20\d\d年12月31日|20\d\d年底|20\d\d年末|目前)|以来|除|其余|其他时间"
)
_YEAR = Pattern(r"(20\d\d)年")


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement, by kind, with its place in the flat text; ``groups`` are those of part 4 it is about."""

    kind: str
    start: int
    end: int
    sentence: Sentence
    groups: tuple[str, ...] = ()


@lru_cache(maxsize=32)
def statements(text: str) -> tuple[Statement, ...]:
    """Return the statements without a number in a section's text."""
    found: list[Statement] = []
    requests = ""
    last: tuple[str, ...] = ()
    for sentence in read(text[:LONGEST_SECTION]).sentences:
        words = sentence.text
        here = _groups(words)
        if "申请" in words:
            found += _about_requests(sentence, requests)
        if here or last:
            found += _about_cases(sentence, here or last)
        requests = words if "公开" in words and "申请" in words else requests if "申请" in words else ""
        last = here
    return tuple(found)


def _groups(words: str) -> tuple[str, ...]:
    groups = []
    if "复议" in words:
        groups.append("reconsideration")
    if "诉讼" in words:
        groups.append("litigation")
    return tuple(groups)


def _denies(words: str) -> bool:
    return "未" in words or "没有" in words or "无" in words or "不存在" in words


def _about_requests(sentence: Sentence, before: str) -> Iterator[Statement]:
    words = sentence.text
    for pattern in (_NOTHING_RECEIVED, _NO_REQUESTS) if _denies(words) else ():
        for match in pattern.finditer(words):
            if not _PART_OF_REQUESTS.search(match["what"]):
                yield _statement("no_requests", sentence, match)
    if ("完" in words or "办结" in words) and ("公开" in words or before):
        for match in _ALL_DONE.finditer(words):
            clause = _CLAUSE_END.split(words[max(0, match.start() - 60) : match.start()])[-1]
            how = match["how"].replace("按规定", "").replace("按要求", "")
            if not (_IN_TIME.search(how) or _CARRIED.search(words) or _LAST_YEAR.search(clause)):
                yield _statement("all_done", sentence, match)


def _about_cases(sentence: Sentence, groups: tuple[str, ...]) -> Iterator[Statement]:
    words = sentence.text
    if ("复议" in words or "诉讼" in words) and _denies(words):
        for match in _NO_CASES.finditer(words):
            if not _PARTICULAR.search(match["what"]):
                yield _statement("no_cases", sentence, match, _groups(match["what"]))
    if "维持" not in words and "支持" not in words and "审结" not in words and "结案" not in words:
        return
    for pattern, kind in ((_ALL_UPHELD, "all_upheld"), (_ALL_CLOSED, "all_closed")):
        for match in pattern.finditer(words):
            ahead = _groups(words[: match.start()])
            yield _statement(kind, sentence, match, ahead or groups)


def _statement(kind: str, sentence: Sentence, match: re.Match[str], groups: tuple[str, ...] = ()) -> Statement:
    return Statement(kind, sentence.start + match.start(), sentence.start + match.end(), sentence, groups)


def _told(report: Report, kind: str) -> Iterator[tuple[str, str, Statement]]:
    """The statements of a kind that speak of this body and this year."""
    for section, text, _sentences in prose(report):
        for one in statements(text):
            if one.kind != kind:
                continue
            words = one.sentence.text
            ahead = words[max(0, one.start - one.sentence.start - 200) : one.end - one.sentence.start]
            years = [int(match[1]) for match in _YEAR.finditer(ahead)]
            if _OTHER_TIME.search(ahead) or (years and report.year is not None and years[-1] != report.year):
                continue
            if not other_scope(report, ahead):
                yield section, text, one


def _number(report: Report, path: str) -> int | Decimal:
    return number_of(report, path) or 0


@rule(
    code="NAR201",
    title=N_("The text says that no application was received, the table counts some"),
    severity="warning",
    basis="国办公开办函〔2021〕30号",
    since="0.1.0",
    passing=Example(cells={"requests.received.total": 0}, sections={"overview": "2023年，本机关未收到政府信息公开申请。"}),
    failing=Example(cells={"requests.received.total": 1}, sections={"overview": "2023年，本机关未收到政府信息公开申请。"}),
)
def no_applications(report: Report, context: Context) -> Iterator[Finding]:
    """The text says 未收到政府信息公开申请 where the row of new applications has a total above 0.

    Statements about one way of applying, about one kind of applicant, about another year or about a part of the body are left alone.
    """
    received = _number(report, "requests.received.total")
    if received <= 0:
        return
    for section, text, one in _told(report, "no_requests"):
        yield no_applications.finding(
            _("The text says that no application was received, the table {expected} ({label}).").format(
                expected=printed_value(received), label=context.form.cell_label("requests.received.total")
            ),
            cell="requests.received.total",
            section=section,
            quote=quotation(text, one.start, one.end),
            expected=received,
            actual=0,
        )
        return


@rule(
    code="NAR202",
    title=N_("The text says that no 行政复议 or 行政诉讼 arose, the table counts some"),
    severity="warning",
    basis="国办公开办函〔2021〕30号",
    since="0.1.0",
    passing=Example(
        cells={f"disputes.{row}": 0 for row in GROUPS["both"]},
        sections={"overview": "本年度未发生因政府信息公开引起的行政复议和行政诉讼。"},
    ),
    failing=Example(
        cells={"disputes.reconsideration.upheld": 1, "disputes.reconsideration.total": 1},
        sections={"overview": "本年度未发生因政府信息公开引起的行政复议和行政诉讼。"},
    ),
)
def no_cases(report: Report, context: Context) -> Iterator[Finding]:
    """The text says that no 行政复议 or no 行政诉讼 arose where part 4 of the form counts cases."""
    told: set[str] = set()
    for section, text, one in _told(report, "no_cases"):
        for group in one.groups:
            counted = max(cases(report, group, "total"), default=0)
            if counted <= 0 or group in told:
                continue
            told.add(group)
            yield no_cases.finding(
                _("The text says that there were none, the table {expected} ({label}).").format(
                    expected=counted,
                    label=" + ".join(context.form.cell_label(f"disputes.{row}.total") for row in GROUPS[group]),
                ),
                cell="disputes.reconsideration.total" if group == "reconsideration" else None,
                section=section,
                quote=quotation(text, one.start, one.end),
                expected=counted,
                actual=0,
                key=group,
            )


@rule(
    code="NAR203",
    title=N_("The text says that every application was dealt with, the table carries some over"),
    severity="warning",
    basis="国办公开办函〔2021〕30号",
    since="0.1.0",
    passing=Example(
        cells={"requests.carried_out.total": 1},
        sections={"overview": "收到的政府信息公开申请均已按时答复，1件结转下年度继续办理。"},
    ),
    failing=Example(
        cells={"requests.carried_out.total": 1},
        sections={"overview": "收到政府信息公开申请34件，所有申请均已按要求办理完成。"},
    ),
)
def all_done(report: Report, context: Context) -> Iterator[Finding]:
    """The text says that all applications were dealt with (所有申请均已办理完成) where the row 结转下年度继续办理 is above 0.

    That all were answered in time (均已按时答复) says nothing of those that are not yet due, and is left alone.
    """
    carried = _number(report, "requests.carried_out.total")
    if carried <= 0:
        return
    for section, text, one in _told(report, "all_done"):
        yield all_done.finding(
            _("The text says that all applications were dealt with, the table carries {expected} over ({label}).").format(
                expected=printed_value(carried), label=context.form.cell_label("requests.carried_out.total")
            ),
            cell="requests.carried_out.total",
            section=section,
            quote=quotation(text, one.start, one.end),
            expected=carried,
            actual=0,
        )
        return


@rule(
    code="NAR204",
    title=N_("The text says that every case was upheld or closed, the table has others"),
    severity="warning",
    basis="国办公开办函〔2021〕30号",
    since="0.1.0",
    passing=Example(
        cells={"disputes.reconsideration": 0, "disputes.reconsideration.upheld": 3, "disputes.reconsideration.total": 3},
        sections={"overview": "因政府信息公开被申请行政复议3件，均获维持。"},
    ),
    failing=Example(
        cells={"disputes.reconsideration": 0, "disputes.reconsideration.upheld": 2, "disputes.reconsideration.pending": 1},
        sections={"overview": "因政府信息公开被申请行政复议3件，均获维持。"},
    ),
)
def all_upheld(report: Report, context: Context) -> Iterator[Finding]:
    """The text says that the cases were all upheld (均获维持) or all closed (均已审结) where part 4 counts undecided or other ones."""
    for kind, columns in (("all_upheld", ("corrected", "other", "pending")), ("all_closed", ("pending",))):
        for section, text, one in _told(report, kind):
            others = {
                f"disputes.{row}.{column}": value
                for group in one.groups
                for row in GROUPS[group]
                for column in columns
                if (value := _number(report, f"disputes.{row}.{column}")) > 0
            }
            if not others:
                continue
            cell, value = next(iter(others.items()))
            yield all_upheld.finding(
                _("The text says that all cases ended alike, the table counts {expected} others ({label}).").format(
                    expected=printed_value(sum(others.values())),
                    label=" + ".join(context.form.cell_label(path) for path in others),
                ),
                cell=cell,
                section=section,
                quote=quotation(text, one.start, one.end),
                expected=value,
                actual=0,
            )
            return


RULES = [no_applications, no_cases, all_done, all_upheld]
