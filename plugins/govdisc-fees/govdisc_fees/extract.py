"""What a report says of the information-processing fee: the statement, and the figures in it.

The notice to the annual report asks for it in part 6: how many fee notices were issued, their total amount, and what was actually
collected (国办函〔2020〕109号). Offices word it in many ways and some put it into part 1, so any sentence that speaks of a fee for
disclosure counts as a statement, and only figures whose meaning is plain are taken.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

from govdisc.numbers import chinese_number
from govdisc.report import Report

#: 国办函〔2020〕109号 is in force from 2021-01-01.
FIRST_YEAR = 2021

#: Longer runs of digits are no amount that an office could have charged; they are left unread.
LONGEST_NUMBER = 15

NIL, STATED, BARE_NIL, MISSING = "nil", "stated", "bare_nil", "missing"


@dataclass(frozen=True, slots=True)
class Fee:
    """What was found. Amounts are in yuan; None where the report does not say.

    ``statement`` is ``nil`` (it says in words that there was no fee), ``stated`` (it speaks of the fee in another way, figures
    of 0 included), ``bare_nil`` (part 6 says 无 and nothing of the fee) or ``missing``. ``no_matters`` tells whether a nil
    statement denies the whole matter (未发生收费事项) and not only a collection; ``by_item`` whether the fee was charged by item.
    """

    statement: str
    section: str | None = None
    quote: str = ""
    notices: int | None = None
    billed: Decimal | None = None
    collected: Decimal | None = None
    by_item: bool = False

    def to_dict(self) -> dict[str, Any]:
        """Return the figures as they stand in the exported JSON."""
        return {
            "statement": self.statement,
            "notices": self.notices,
            "billed": self.billed,
            "collected": self.collected,
            "quote": self.quote,
        }


def fee_of(report: Report) -> Fee:
    """Return what a report says of the fee: part 6 is read first, then part 1 and the rest."""
    return _read(report.agency.name or "", report.lead, *((one.id, one.text) for one in report.sections))


@lru_cache(maxsize=2)  # every rule asks for the same report in turn; its texts are not held longer
def _read(agency: str, lead: str, *sections: tuple[str, str]) -> Fee:
    texts = sorted(((name, text) for name, text in sections), key=lambda one: _ORDER.get(one[0], 2))
    weak: Fee | None = None
    for name, text in (*texts, ("lead", lead)):
        sentences = list(_fee_sentences(text, own=name == "other"))
        if not sentences:
            continue
        found = _statement(name, sentences)
        if found.statement == NIL or (found.notices, found.billed, found.collected) != (None, None, None):
            return found
        weak = weak or found
    if weak:
        return weak
    other = next((text for name, text in sections if name == "other"), None)
    if other is not None and (words := _bare_nil(other, agency)):
        return Fee(BARE_NIL, "other", words)
    return Fee(MISSING)


_ORDER = {"other": 0, "overview": 1}

_WORDS = re.compile(r"费|109|一百零九号")
_SPEAKS = re.compile(r"收费|费用|处理费|缴费|收取|109号|一百零九号|费的?(?:情况|事项)|费")
_SPEAKS_ELSEWHERE = re.compile(
    r"信息(?:公开)?(?:信息)?处理费|处理费|收费通知|109号|收费及减免|收费和减免"
    r"|(?:信息公开|公开信息|申请)[^。]{0,24}(?:收费|收取|费用)|(?:收费|收取|费用)[^。]{0,12}(?:信息公开|公开申请|申请人)"
)  # fmt: skip
#: Fees of other kinds, which a report may speak of anywhere.
_OTHER_FEES = re.compile(
    r"行政事业性?收费|政府性基金|(?:涉企|教育|医疗|学校|中小学|停车|物业|价格|经营服务性?|服务|违规|乱|清理|规范|公证|诉讼)收费|乱收费"
    r"|收费(?:项目|标准|目录|清单|公示|信息|类|政策|管理|许可|公路|站|员)|经费|消费|学费|免费|话费|电费|水费|医药费|公费|费率|税费|自费|浪费|缴费人|参保缴费"
)  # fmt: skip
_SENTENCE = re.compile(r"[^。！？\n]+[。！？]?")


def _fee_sentences(text: str, own: bool) -> Iterator[str]:
    """The sentences that speak of the fee; ``own`` is for part 6, where any fee is this one."""
    if not _WORDS.search(text):
        return
    for found in _SENTENCE.finditer(text):
        sentence = found[0].strip()
        if "费" not in sentence and "109" not in sentence and "一百零九" not in sentence:
            continue
        plain = _OTHER_FEES.sub("", _plain(sentence))
        if (_SPEAKS if own else _SPEAKS_ELSEWHERE).search(plain):
            yield sentence


def _plain(text: str) -> str:
    """Half-width, without blanks and thousands separators."""
    text = "".join(unicodedata.normalize("NFKC", text).split())
    return _THOUSANDS.sub("", text)


_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_CLAUSE = re.compile(r"[,、;:。！？!?]")
_INSIDE = re.compile(r"(?:其中|包括)[^。;]*")
_CITED = re.compile(r"[<《〈「][^<>《》〈〉]{0,60}[>》〉」]|[(\[〔][^()\[\]〔〕]{0,30}号[)\]]|国办函[(\[〔]?20\d\d[)\]〕]?109号|国办函.{0,8}109号")
#: Costs of another kind that older rules knew; their amounts are not the fee's.
_OTHER_COSTS = re.compile(r"检索费|复制费|复印费|邮寄费|工本费|快递费|成本费")
_TARIFF_WORDS = re.compile(r"元/|每件|每页|每条|/件|/页|标准")

_N = r"(?P<n>\d+|[零〇一二两三四五六七八九十百千万]+)"
_COUNTER = r"(?:件|份|次|条|个|宗|笔|张|起)"
_NOTICES = re.compile(
    rf"{_N}{_COUNTER}(?:次)?(?:政府)?(?:信息公开)?(?:信息处理费?|处理费)?的?(?:收费|缴费)通知"
    rf"|(?:收费|缴费)通知(?:书|单)?(?:的)?(?:件数|份数|数量|总数)?(?:共计|合计|总计|共|计|为|是|:)*(?P<m>\d+|[零〇一二两三四五六七八九十百千万]+){_COUNTER}"
)  # fmt: skip
_AMOUNT = re.compile(r"(?P<digits>\d+(?:\.\d+)?)(?P<scale>万|亿)?元|(?P<words>[零〇一二两三四五六七八九十百千万]+)元")
_COLLECTED = re.compile(r"实际收|实收|实缴|收到|入库|上缴|已缴|缴纳|收缴|征收|收取")
_BILLED = re.compile(r"应收|应缴|应收取|总金额|通知金额|收费金额|涉及金额|金额|总额|通知")
_ALL_ZERO = re.compile(r"件数.{0,20}金额.{0,20}(?:均|都)(?:为)?(?:0|零|无)")
_NO_NOTICE = re.compile(r"(?:未|没有|无)(?:曾)?(?:发出|发送|开具|制发|下达|下发|产生|出具|发|送达)?(?:过)?(?:任何)?(?:政府)?(?:信息公开)?(?:信息处理费)?的?(?:收费|缴费)通知")

_DENIES = r"(?:未|没有|没|无|不|零|免)"
_NIL = re.compile(
    rf"{_DENIES}[^。;]{{0,16}}(?:收费|收取|费用|处理费|缴费|费)|(?:收费|收取|费用|处理费|缴费|减免)[^。;]{{0,16}}(?:{_DENIES}|均为0|为0(?![.\d]))"
)  # fmt: skip


def _statement(section: str, sentences: list[str]) -> Fee:
    quote = "".join(sentences)
    plain = _CITED.sub("", _plain(quote))
    by_item = "按件" in plain
    if _ALL_ZERO.search(plain):
        return Fee(STATED, section, quote, 0, Decimal(0), Decimal(0), by_item)
    notices, billed, collected = _figures(plain)
    if notices is None and billed is None and collected is None:
        return Fee(NIL if _NIL.search(plain) else STATED, section, quote, by_item=by_item)
    return Fee(STATED, section, quote, notices, billed, collected, by_item)


def _figures(plain: str) -> tuple[int | None, Decimal | None, Decimal | None]:
    """The number of notices, the sum billed and the sum collected; of several, the first, since parts follow their sum."""
    notices = _notices(plain)
    billed: Decimal | None = None
    collected: Decimal | None = None
    subject = ""  # what the clauses before this one spoke of
    for clause in _CLAUSE.split(_INSIDE.sub("", plain)):
        if _BILLED_SUBJECT.search(clause):
            subject = "billed"
        if _COLLECTED.search(clause) and not _DUE.search(clause):
            subject = "collected"
        amount = None if _OTHER_COSTS.search(clause) or _TARIFF_WORDS.search(clause) else _amount(clause)
        if amount is None:
            continue
        if subject == "collected":
            collected = amount if collected is None else collected
        elif subject == "billed" or _BILLED.search(clause):
            billed = amount if billed is None else billed
        elif "处理费" in clause or "收费" in clause:
            collected = amount if collected is None else collected
    return notices, billed, collected


_BILLED_SUBJECT = re.compile(r"(?:收费|缴费)通知|应收|应缴|通知金额|(?<!收取的)总金额")
_DUE = re.compile(r"应收|应缴|通知.{0,6}(?:收取|缴纳)")


def _notices(plain: str) -> int | None:
    found = _NOTICES.search(plain)
    if found:
        return _number(found["n"] or found["m"])
    return 0 if _NO_NOTICE.search(plain) else None


def _number(text: str) -> int | None:
    if text.isdecimal():
        return int(text) if len(text) <= LONGEST_NUMBER else None
    return chinese_number(text) if len(text) <= LONGEST_NUMBER else None


def _amount(clause: str) -> Decimal | None:
    found = _AMOUNT.search(clause)
    if found is None:
        return None
    if found["words"]:
        words = _number(found["words"])
        return None if words is None else Decimal(words)
    if len(found["digits"]) > LONGEST_NUMBER:
        return None
    return Decimal(found["digits"]) * {"万": 10_000, "亿": 100_000_000}.get(found["scale"] or "", 1)


_DATE_LINE = re.compile(r"[\d〇零一二三四五六七八九十年月日\-./ ]{6,}")
_SIGNATURE = re.compile(r"[^。，,；;：:无没]{2,30}(?:政府|局|委员会|办公室|办事处|厅|部|院|中心|委|办|会|署|街道|镇|乡)")
_NOTHING = re.compile(
    r"(?:截[至止])?(?:20\d\d年度?|本年度?|今年|全年|报告期内)?[,，]?(?:我[^,，。]{1,8}|本[^,，。]{1,6}|[^,，。无没]{2,20}(?:局|政府|办|委|办公室|办事处))?[,，]?"
    r"(?:均|暂|尚|也)?(?:无|没有|不存在|未发生|未有|无有)(?:其他|其它)?(?:需要|需|应当|应|要)?(?:报告|汇报|说明|公开|反映)?的?(?:其他|其它|政府信息公开)?(?:事项|情况|内容|问题)?"
)  # fmt: skip
#: A longer part 6 says more than 无.
_LONGEST_NOTHING = 200


def _bare_nil(text: str, agency: str) -> str | None:
    """The words of a part 6 that says 无 and nothing else; a signature and a date below it do not count."""
    if len(text) > _LONGEST_NOTHING:
        return None
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    kept = [line for line in lines if not _DATE_LINE.fullmatch(line) and "".join(line.split()) != agency and not _SIGNATURE.fullmatch(line)]
    words = "".join(kept)
    bare = re.sub(r"^[（(]?[一1][)）]?[、.．]?|[。．.！;；\s]+", "", words)
    return words if bare and _NOTHING.fullmatch(bare) else None
