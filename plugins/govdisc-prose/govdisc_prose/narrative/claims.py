"""What a number in a sentence is said to count: the cells that must bear it out, and the other readings that are accepted.

A number is bound only where the words right before or behind it leave no doubt; all else is passed over. The wordings are those
of published reports; the readings follow the form's identities (新收 + 上年结转 = 办理结果 + 结转下年).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from govdisc.patterns import Pattern
from govdisc_prose.narrative.sentences import Number, Sentence, read

#: Sums of cells; "-" takes a row away. A row without a table is one of part 3, column 总计.
Reading = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Kind:
    """What is counted. ``cells`` is the reading to report when none fits; ``also`` are other honest ones."""

    family: str
    cells: Reading
    also: tuple[Reading, ...] = ()


def _rows(*rows: str) -> Reading:
    return tuple(f"requests.{row}.total" for row in rows)


GRANTED = _rows("granted")
PARTLY = _rows("partly_granted")
DENIED = _rows(
    "denied_state_secret", "denied_prohibited_by_law", "denied_security_stability", "denied_third_party", "denied_internal_affairs",
    "denied_deliberative", "denied_enforcement_file", "denied_administrative_query",
)  # fmt: skip
UNAVAILABLE = _rows("unavailable_not_held", "unavailable_needs_creation", "unavailable_unclear")
REFUSED = _rows("refused_petition", "refused_repeat", "refused_publication", "refused_excessive", "refused_reconfirmation")
#: Form 2019 has one row in place of three; a report has one or the other (or, mistakenly, both).
CLOSED = _rows("closed_not_corrected", "closed_fee_unpaid", "closed_other", "closed")
RECEIVED, CARRIED_IN, PROCESSED, CARRIED_OUT = (_rows(row) for row in ("received", "carried_in", "processed_total", "carried_out"))


def _less(reading: Reading) -> Reading:
    return tuple(f"-{path}" for path in reading)


_HANDLED = (
    (*RECEIVED, *CARRIED_IN),
    RECEIVED,
    (*PROCESSED, *_less(CARRIED_IN)),
    (*PROCESSED, *_less(CLOSED)),
    (*PROCESSED, *_less(REFUSED), *_less(CLOSED)),
)

APPLICANTS = {
    "自然人": ("natural_person",),
    "商业企业": ("enterprise",),
    "科研机构": ("research",),
    "社会公益组织": ("public_interest",),
    "法律服务机构": ("legal_service",),
    "法人": ("enterprise", "research", "public_interest", "legal_service", "other_organisation"),
}


def _applicant(columns: tuple[str, ...]) -> Kind:
    def cells(*rows: str) -> Reading:
        return tuple(f"requests.{row}.{column}" for row in rows for column in columns)

    return Kind("requests", cells("received"), (cells("received", "carried_in"), cells("processed_total")))


#: Rows that a sentence may name by their own words.
ROW_WORDS = {
    "国家秘密": "denied_state_secret",
    "三安全一稳定": "denied_security_stability",
    "第三方合法权益": "denied_third_party",
    "内部事务信息": "denied_internal_affairs",
    "过程性信息": "denied_deliberative",
    "行政执法案卷": "denied_enforcement_file",
    "行政查询事项": "denied_administrative_query",
    "不掌握相关政府信息": "unavailable_not_held",
    "没有现成信息": "unavailable_needs_creation",
    "补正后申请内容仍不明确": "unavailable_unclear",
    "信访举报投诉类": "refused_petition",
    "重复申请": "refused_repeat",
    "公开出版物": "refused_publication",
    "大量反复申请": "refused_excessive",
    "重新出具已获取信息": "refused_reconfirmation",
    "逾期不补正": "closed_not_corrected",
    "逾期未按收费通知要求缴纳费用": "closed_fee_unpaid",
}

KINDS: dict[str, Kind] = {
    "received": Kind("requests", RECEIVED, ((*RECEIVED, *CARRIED_IN),)),
    "newly_received": Kind("requests", RECEIVED),
    "carried_in": Kind("requests", CARRIED_IN),
    "closed_cases": Kind("requests", PROCESSED, ((*PROCESSED, *_less(CARRIED_IN)),)),
    "handled": Kind("requests", PROCESSED, _HANDLED),
    "carried_out": Kind("requests", CARRIED_OUT),
    "granted_and_partly": Kind("outcomes", (*GRANTED, *PARTLY)),
    "granted": Kind("outcomes", GRANTED, ((*GRANTED, *PARTLY),)),
    "partly": Kind("outcomes", PARTLY),
    "denied": Kind("outcomes", DENIED),
    "unavailable": Kind("outcomes", UNAVAILABLE),
    "refused": Kind("outcomes", REFUSED),
    "closed": Kind("outcomes", CLOSED),
    **{f"row {row}": Kind("outcomes", _rows(row)) for row in ROW_WORDS.values()},
    **{f"applicant {word}": _applicant(columns) for word, columns in APPLICANTS.items()},
    "licensing": Kind("decisions", ("disclosure.licensing.decisions",)),
    "penalties": Kind("decisions", ("disclosure.penalties.decisions",)),
    "coercive_measures": Kind("decisions", ("disclosure.coercive_measures.decisions",)),
    "charges": Kind("charges", ("disclosure.charges.amount",)),
}
for _row in ("regulations", "normative_documents"):
    for _column, _older in (("issued", ("made", "disclosed")), ("repealed", ()), ("effective", ("public_total",))):
        KINDS[f"{_row} {_column}"] = Kind(
            "documents", (f"disclosure.{_row}.{_column}",), tuple((f"disclosure.{_row}.{older}",) for older in _older)
        )


@dataclass(frozen=True, slots=True)
class Claim:
    """A number of the narrative and what it is said to count, a key of :data:`KINDS`."""

    kind: str
    number: Number
    sentence: Sentence


_COUNT = r"(?:[，,](?=[共合总]))?(?:的?(?:件数|数量|总数|数|办件))?(?:共有|共计|总计|合计)?[共有为是:：]{0,2}$"
_OBJECT = (
    r"(?:(?:政府|政务)?信息(?:依申请)?公开(?:的)?(?:申请|要求)|依申请(?:信息)?公开(?:政府)?(?:信息)?(?:的?申请|事项|办件)?"
    r"|(?:申请)?公开(?:政府)?信息的?(?:申请|要求)|申请公开(?:政府)?信息|申请)"
)
_INTAKE = r"(?P<verb>收到|受理|新收|接收|接到|收悉|新增)"
_BEFORE = Pattern(
    rf"(?P<carried_out>(?:结转|转结|转|顺延|延续)(?:至|到|入|为)?(?:下|次年|明年|(?P<next>20\d\d)年).{{0,14}}$)"
    r"|(?P<carried_in>(?:上年|上一年|去年|(?P<last>20\d\d)年)度?(?:未办结)?(?:结转|转结|转入).{0,14}$)"
    rf"|(?P<received>{_INTAKE}(?:了|到|过|的|各类|全部|有效|[并和](?:办结|办理|答复|处理)|[^，,]{{0,16}}提[交出]的?)*{_OBJECT}{_COUNT})"
    rf"|(?P<intake>{_OBJECT}(?:件|数量)?(?:全年|累计)?共?(?P<how>新收|收到|受理){_COUNT})"
    rf"|(?P<handled>(?:^|[共已并均部年内度计了本局镇乡办委府道关])(?:按时|按期|依法|依规|及时|全部)*"
    rf"(?P<done>办结|办理|答复|回复|办复|办理答复|处理)(?:完毕|完成)?了?(?:的)?(?:{_OBJECT})?{_COUNT})"
)
_AFTER_OBJECT = Pattern(
    r"(?:的)?(?:关于|有关|要求)?(?:(?:政府|政务)?信息公开的?申请|依申请公开|公开(?:政府)?信息的?申请|政府信息公开|申请)"
)
_VERB_LAST = Pattern(rf"{_INTAKE}(?:了|到|并(?:办结|办理|答复)|各类|有效|公众|群众|公民|社会公众)*(?:提[交出])?的?(?:共|共计)?$")
_DONE_LAST = Pattern(r"(?:^|[共已并均部年度])(?:按时|按期|依法|及时|全部)*(?P<done>办结|办理|答复|回复|办复)了?(?:共|共计)?$")
_AFTER_CARRIED = Pattern(
    r"(?:申请)?(?:将|已|需|需要|因.{1,12})?(?:结转|转结|顺延|延续|转)(?:至|到|入|为)?(?:下|次年|明年|(?P<next>20\d\d)年)"
)
#: Ways and kinds of application: numbers of them are parts of the total.
_PARTIAL = Pattern(
    "网上|网络|网站|平台|书面|信函|来信|当面|现场|邮[件箱寄]|传真|系统|线上|线下|电话|窗口|自然人|企业|法人|组织提|个人|公民|上级|转[办来]|撤[回销]|"
    "补正|延期|复议|诉讼|重复|咨询|不予|其他处理|部门|投诉|举报|信访|意见|许可|救助|补贴"
)
#: The formula for applicants of every kind.
_ANYONE = Pattern("(?:公民|个人|自然人)[、和](?:法人|企业)(?:(?:或者|或|和|及|以及|、)其他组织)?|社会公众")
_OUTCOMES = Pattern(
    r"(?P<granted_and_partly>予以公开(?:[及和与或、（(]|以及|（?含)部分公开[）)]?)|(?P<partly>部分公开)|(?P<granted>(?<!不)予以公开|同意公开)"
    r"|(?P<denied>不予公开)|(?P<unavailable>无法提供)|(?P<refused>不予处理)|(?P<closed>其他处理|作其他处理)"
    rf"|(?P<row>{'|'.join(ROW_WORDS)})|(?P<applicant>{'|'.join(APPLICANTS)})"
)
#: What may stand between the name of an outcome and its number.
_OUTCOME_TAIL = Pattern(
    r"(?:的|答复|申请|政府信息|信息|文件|事项|情形|情况|类|件数|数量|决定|（区分处理）|需要?另行制作|需另行制作的|提交|提出|申请人|或其他组织"
    r"|和其他组织|及其他组织|共有?|有|为|是|计|:|：|”|\")*"
)
_OUTCOME_HEAD = Pattern(r"(?:的)?(?:办理|答复|处理)?(?:结果)?(?:属于|因|系|为|是|作出|给予|作)*(?:本机关)?")
_REQUESTS = Pattern("依申请|信息公开申请|公开申请|申请公开|信息公开的申请|信息的申请|公开政府信息申请|收到申请|受理申请|新收申请")
_DOCUMENT = Pattern(r"(?P<row>规章|规范性文件)(?:的)?(?P<tail>.{0,10}?)(?:件数|数量|数|总数)?[共有为计:：]{0,3}$")
_ISSUED = r"新?制发|新制定|制定(?:出台|印发|发布)?|出台|印发"
_DOCUMENT_VERB = Pattern(rf"(?P<issued>(?:{_ISSUED})(?:并(?:公开|公布|发布))?)|(?P<repealed>废止|宣布失效)|(?P<effective>现行有效)")
_DOCUMENT_SPOILT = Pattern(
    "备案|审[查核]|清理|解读|修[订改]|评估|报送|上报|名义|征求|公示|汇编|拟|计划|起草|梳理|涉及|继续有效|管理办法|网站|平台|专栏|栏目|公众号|政策文件|转发"
)
_DECISION = Pattern(r"行政(?P<which>许可|处罚|强制)(?:措施)?(?:处理)?(?:决定|案件)?(?:件数|数量|数)?[共有为计:：]{0,3}$")
_DECISION_WHICH = {"许可": "licensing", "处罚": "penalties", "强制": "coercive_measures"}
_DECISION_VERB = Pattern("作出|做出|办理|实施|处理决定|办结|下达")
_DECISION_SPOILT = Pattern("公示|公开|事项|目录|网站|信息|栏目|平台|标准|清单|上网|归集|推送|不予|罚款|简易")
_CHARGES = Pattern(r"行政事业性?收费(?:总?金额|收入|总额)?[共计为是:：]{0,3}(?:人民币)?$")
_CHARGES_SPOILT = Pattern("公示|公开|目录|清单|项目|减免|降|信息处理费")


@lru_cache(maxsize=32)
def claims(text: str) -> tuple[Claim, ...]:
    """Return the numbers of a section's text that are bound to cells."""
    found: list[Claim] = []
    topic = False
    for sentence in read(text).sentences:
        words = sentence.text
        topic = ("申请" in words and _REQUESTS.search(words) is not None) or (topic and _continues(words))
        if sentence.numbers:
            found += _in_sentence(sentence, topic)
    return tuple(found)


def _continues(words: str) -> bool:
    """Whether a sentence may go on about the applications of the one before."""
    return not any(
        word in words
        for word in ("热线", "信箱", "留言", "提案", "建议", "咨询", "复议", "诉讼", "主动公开", "网站", "新媒体", "（三）", "三是")
    )


def _in_sentence(sentence: Sentence, topic: bool) -> Iterator[Claim]:
    words = sentence.text
    documents, decisions, charges = "规章" in words or "规范性文件" in words, "行政" in words, "事业" in words
    for number in sentence.numbers:
        if number.approximate or number.unit in ("%", "％") or "分别" in number.before:
            continue
        kind = None
        if number.unit in ("万元", "亿元", "元"):
            kind = "charges" if charges and _is_charge(number) else None
        else:
            if topic:
                kind = _request(number) or _outcome(number)
            if kind is None and documents:
                kind = _document(sentence, number)
            if kind is None and decisions:
                kind = _decision(sentence, number)
        if kind is not None:
            yield Claim(kind, number, sentence)


def _request(number: Number) -> str | None:
    before, after = number.before, number.after
    if _AFTER_CARRIED.match(after):
        return "carried_out"
    before = _ANYONE.sub("", before)
    match = _BEFORE.search(before)
    if match is None:
        return _number_first(before, after)
    kind = next(name for name in ("carried_out", "carried_in", "received", "intake", "handled") if match[name] is not None)
    if kind in ("carried_in", "carried_out"):
        return kind if not _PARTIAL.search(match[0]) else None
    if _PARTIAL.search(before) or after.startswith(("复议", "行政")):
        return None
    if kind in ("received", "intake"):
        return "newly_received" if (match["verb"] or match["how"]) in ("新收", "新增") else "received"
    return "closed_cases" if match["done"] == "办结" else "handled"


def _number_first(before: str, after: str) -> str | None:
    """收到22件政府信息公开申请."""
    if not _AFTER_OBJECT.match(after) or _PARTIAL.search(before) or _PARTIAL.search(after):
        return None
    if match := _VERB_LAST.search(before):
        return "newly_received" if match["verb"] in ("新收", "新增") else "received"
    if match := _DONE_LAST.search(before):
        return "closed_cases" if match["done"] == "办结" else "handled"
    return None


def _outcome(number: Number) -> str | None:
    found = None
    for match in _OUTCOMES.finditer(number.before):
        found = match
    if found is not None and _OUTCOME_TAIL.fullmatch(number.before, found.end()) and not _ANYONE.search(number.before):
        return _outcome_name(found)
    if number.before.endswith(("，", ",", "、", "；", ";", "其中", "：", ":")) or not number.before or len(number.before) < 3:
        head = _OUTCOME_HEAD.match(number.after)
        behind = _OUTCOMES.match(number.after, head.end() if head else 0)
        if behind is not None and behind["applicant"] is None and _OUTCOME_TAIL.fullmatch(number.after, behind.end()):
            return _outcome_name(behind)
    return None


def _outcome_name(match: re.Match[str]) -> str:
    if match["row"]:
        return f"row {ROW_WORDS[match['row']]}"
    if match["applicant"]:
        return f"applicant {match['applicant']}"
    return str(match.lastgroup)


def _document(sentence: Sentence, number: Number) -> str | None:
    """A number of 规章 or 规范性文件: the verb stands before the noun, or between it and the number."""
    before = number.before
    row_match = _DOCUMENT.search(before)
    if row_match is None:
        return _document_later(sentence, number)
    if _DOCUMENT_SPOILT.search(before):
        return None
    verb = None
    for match in _DOCUMENT_VERB.finditer(before):
        verb = match
    if verb is None:
        return None
    gap = before[verb.end() : row_match.start()] if verb.end() <= row_match.start() else ""
    if len(gap) > 8 or (verb.end() > row_match.start() and row_match["tail"] not in (verb[0], f"的{verb[0]}", f"{verb[0]}的")):
        return None
    if verb.end() <= row_match.start() and row_match["tail"]:
        return None
    return f"{_document_row(row_match['row'])} {verb.lastgroup}"


_LATER = Pattern(rf"(?P<issued>(?:本年)?(?:{_ISSUED}))|(?P<repealed>(?:本年)?(?:废止|宣布失效))|(?P<effective>现行有效)")


def _document_later(sentence: Sentence, number: Number) -> str | None:
    """规范性文件制发2件，废止1件，现行有效9件: the noun stands once, before all of them."""
    match = _LATER.match(number.before)
    if match is None or not re.fullmatch(r"(?:件数|数量|数)?[了共有为:：]{0,3}", number.before[match.end() :]):
        return None
    ahead = sentence.text[: number.opening - sentence.start]
    if _DOCUMENT_SPOILT.search(ahead):
        return None
    places = {row: ahead.rfind(row) for row in ("规章", "规范性文件")}
    row = max(places, key=lambda one: places[one])
    return f"{_document_row(row)} {match.lastgroup}" if places[row] >= 0 else None


def _document_row(word: str) -> str:
    return "regulations" if word == "规章" else "normative_documents"


def _decision(sentence: Sentence, number: Number) -> str | None:
    match = _DECISION.search(number.before)
    if match is None or number.unit not in ("件", "起", "宗", "例", "") or _DECISION_SPOILT.search(number.before):
        return None
    ahead = sentence.until(number)
    if not _DECISION_VERB.search(ahead) or _DECISION_SPOILT.search(ahead[-60:]):
        return None
    return _DECISION_WHICH[match["which"]]


def _is_charge(number: Number) -> bool:
    return _CHARGES.search(number.before) is not None and not _CHARGES_SPOILT.search(number.before)
