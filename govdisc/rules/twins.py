"""BAT2xx: two bodies of a batch whose reports are the same, prose or tables.

国办公开办函〔2021〕30号 一（四） names reports whose content is alike (内容雷同) among what is to be corrected, with article 47 of the
regulation. Pairs are found without comparing each report with each: what is kept of a report is a number for each of its sentences,
and only reports that share such numbers are looked at, in a temporary database.
"""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import compress, pairwise
from typing import Any, NamedTuple
from zlib import crc32

from govdisc.i18n import N_
from govdisc.i18n import gettext as _
from govdisc.model.findings import Finding
from govdisc.model.form import Form
from govdisc.model.parameters import Parameter
from govdisc.model.report import Report
from govdisc.patterns import Pattern, kept
from govdisc.rules.idle import numbers
from govdisc.rules.registry import BatchContext, Context, Example, batch_rule
from govdisc.text.bodies import report_together

_BASIS = "国办公开办函〔2021〕30号 一（四）；《中华人民共和国政府信息公开条例》第四十七条"
#: A shorter sentence, and one of the form's own, is nobody's own words.
SHORTEST = 12
_FORMULA = ("统计期限", "本报告", "年度报告")
_ENDS = "。！？；;!?"
_DROPPED = Pattern(r"[\d\W_〇零一二三四五六七八九十百千万两]+")
#: So many sentences of a report are kept, those with the smallest numbers: enough to tell whether two reports share most of theirs.
SKETCH = 24
#: A sentence of so many reports pairs each with the next one alone, so that the pairs stay few.
CROWD = 8
#: So many others are named.
MOST_NAMED = 5
#: Prose of fewer characters may be alike by chance.
LONG = 400
#: So many characters of a part are looked at.
LONGEST = 200_000
#: Fewer numbers above 0 may be alike by chance.
FEW = 12
#: Prose of so many characters that is the same to the last number is no chance, where the tables are the same as well.
SHORT = 60

#: What is kept of a report's prose: body, year, the numbers of its sentences, their characters.
_Prose = tuple[str, int, tuple[int, ...], int]
#: What is kept of a report's tables: body, year, their digest, how many numbers are above 0, and the digest of its prose where these are few.
_Tables = tuple[str, int, int, int, int]


def prose_of(report: Report, _context: Context) -> _Prose | None:
    """Keep what tells twins by their prose; None for a report whose body or year is not known."""
    if not report.agency.name or report.year is None:
        return None
    agency = report.agency.name
    text = "\n".join([section.text[:LONGEST] for section in report.sections])
    for end in _ENDS:  # a regular expression takes several times as long
        text = text.replace(end, "\n")
    told = [sentence for sentence in text.split("\n") if len(sentence) >= SHORTEST]  # spares time
    sentences = {_sketched(sentence.replace(agency, "")) for sentence in told} - {None}
    numbers = sorted([number for number, _length in filter(None, sentences)])[:SKETCH]
    return agency, report.year, tuple(numbers), sum([length for _number, length in filter(None, sentences)])


@kept
def _sketched(sentence: str) -> tuple[int, int] | None:
    """The number of a sentence that counts, without numbers and punctuation, and its characters; None for any other.

    Two sentences in billions have the same number by chance, and twins share a dozen.
    """
    for words in _FORMULA:
        if words in sentence:
            return None
    plain = _DROPPED.sub("", sentence)
    return (crc32(plain.encode("utf-8", "surrogatepass")), len(plain)) if len(plain) >= SHORTEST else None


def tables_of(report: Report, context: Context) -> _Tables | None:
    """Keep what tells twins by their tables; None for a report whose body or year is not known."""
    if not report.agency.name or report.year is None:
        return None
    values = context.once(report, numbers)
    told: list[Any]
    if values is None:  # spares time
        cells = sorted([(path, value) for path, value in report.cells() if value])
        codes, told = [_code(path) for path, _value in cells], [value for _path, value in cells]
    else:
        in_order, ids = _by_name(context.form)
        by_name = list(map(values.__getitem__, in_order))
        codes, told = list(compress(ids, by_name)), list(filter(None, by_name))
    try:
        whole = array("q", told).tobytes()
    except (TypeError, OverflowError):  # a number with a point, or one that no report that was read has
        whole = ",".join(map(str, told)).encode()
    words = _words(report) if 0 < len(told) < FEW else 0
    return report.agency.name, report.year, _number(array("Q", codes).tobytes() + whole), len(told), words


def _words(report: Report) -> int:
    """A number for all words of a report's prose, its body's name aside; 0 where they are too few."""
    words = "".join("".join(section.text[:LONGEST].split()) for section in report.sections).replace(report.agency.name or "", "")
    return _number(words.encode("utf-8", "surrogatepass")) if len(words) >= SHORT else 0


@lru_cache(maxsize=64)
def _by_name(form: Form) -> tuple[list[int], list[int]]:
    """The cells of a form in the order of their paths: their numbers among its values, and their codes."""
    paths = list(form.paths())
    in_order = sorted(range(len(paths)), key=paths.__getitem__)
    return in_order, [_code(paths[at]) for at in in_order]


@lru_cache(maxsize=4096)
def _code(path: str) -> int:
    """A number for a path, the same in every process."""
    return _number(path.encode("utf-8", "surrogatepass"))


def _number(data: bytes) -> int:
    return int.from_bytes(hashlib.blake2b(data, digest_size=7).digest(), "big")


#: What an office writes of itself: long enough to be nobody else's by chance.
_PROSE = (
    "统计期限自2023年1月1日起至2023年12月31日止。"
    "本机关围绕灌区续建配套改造，分批公开了建设进度、资金安排和验收意见。渠道清淤工程的招标和中标信息在门户网站上按月更新并保留往期内容。"
    "各村用水计划在公告栏里张贴，村民代表可以到所里查阅分水记录。水库水位和下泄流量每天早晨通过微信公众号向下游乡镇发布。"
    "河长名单调整以后当天更换公示牌，监督电话同步改到新的值班室。农村供水工程的水质检测结果按季度公布，不合格的注明整改期限。"
    "汛期值班安排和避险路线印在发给每户的明白卡上，由网格员上门讲解。听证水价调整方案时请人大代表和用水大户旁听了审议全过程。"
    "库区移民补助的发放名册在乡镇便民大厅里公示，并留出异议期。取水许可的办理条件和所需材料改写成一页问答，放在窗口供人取用。"
    "水土保持方案的审批结果附上了简明的示意图，便于施工单位对照执行。节水型单位的评选标准和评分过程在网站专栏里逐项列出，接受各界监督。"
)
_ELSEWHERE = Example(report={"agency.name": "松河县水务局"})
_ALIKE = Example(sections={"overview": _PROSE}, cells={"disclosure.licensing.decisions": 31})
_NEIGHBOUR = Example(sections={"overview": _PROSE}, cells={"disclosure.licensing.decisions": 47}, report={"agency.name": "松河县水务局"})


class _Twin(NamedTuple):
    """A report that shares sentences with another: which share of the shorter, and the characters of the longer."""

    number: int
    share: float
    length: int


@batch_rule(
    code="BAT201",
    title=N_("Two bodies with the same prose"),
    severity="warning",
    basis=_BASIS,
    since="0.2.0",
    collect=prose_of,
    passing=(_ALIKE, _ELSEWHERE),
    failing=(_ALIKE, _NEIGHBOUR),
    parameters=(Parameter("share", 0.8, N_("share of sentences that two reports have in common")), Parameter("sentences", 10, N_("fewest sentences"))),
)
def same_prose(batch: Sequence[tuple[int, _Prose]], context: BatchContext) -> Iterator[Finding]:
    """Most sentences of a report stand in the report of another body for the same year, numbers and names aside.

    A warning where the prose is long; else an info, since a few sentences may be alike by chance. Reports of one body are not
    compared with each other here, nor that of a government with its own office's, nor those whose body or year is not known.
    """
    share, fewest = float(context.parameter(same_prose, "share")), int(context.parameter(same_prose, "sentences"))
    twins: dict[int, list[_Twin]] = {}
    for number, other, alike, length in _alike(batch, share, fewest):
        twins.setdefault(number, []).append(_Twin(other, alike, length))
        twins.setdefault(other, []).append(_Twin(number, alike, length))
    for number, others in sorted(twins.items()):
        severity = None if max(twin.length for twin in others) >= LONG else "info"
        largest = f"{max(twin.share for twin in others):.0%}"
        message = _("{agency}: {share} of its sentences stand in the report of {others} as well.")
        names = {twin.number: context.inputs[twin.number].agency for twin in others}
        yield _finding(same_prose, number, names, context, message, severity, largest)


@batch_rule(
    code="BAT202",
    title=N_("Two bodies with the same tables"),
    severity="info",
    basis=_BASIS,
    since="0.2.0",
    collect=tables_of,
    passing=(_ALIKE, _NEIGHBOUR),
    failing=(Example(), _ELSEWHERE),
    parameters=(Parameter("numbers", FEW, N_("fewest numbers above 0")),),
)
def same_tables(batch: Sequence[tuple[int, _Tables]], context: BatchContext) -> Iterator[Finding]:
    """All numbers of a report are those of another body's report for the same year.

    Tables with few numbers above 0 may be alike by chance and are left alone, unless the prose is the same word by word and number by number.
    """
    fewest = int(context.parameter(same_tables, "numbers"))

    def keyed() -> Iterator[tuple[tuple[int, int, int], int, str]]:
        for number, (body, year, digest, count, words) in batch:
            if count >= fewest or words:
                yield (digest, year, words if count < fewest else 0), number, body

    # the first walk keeps eight bytes of each report and tells what stands there twice, the second one whose it is
    once = sorted(array("q", (hash(key) for key, _number, _body in keyed())))
    twice = {one for one, other in pairwise(once) if one == other}
    groups: dict[tuple[int, int, int], list[tuple[int, str]]] = {}
    for key, number, body in keyed():
        if hash(key) in twice:  # spares time
            groups.setdefault(key, []).append((number, body))
    for key, members in groups.items():
        message = _("{agency}: its tables and all its words are those of {others}.") if key[2] else _("{agency}: its tables are those of {others}.")
        for number, body in members:
            names = {other: name for other, name in members if not report_together(name, body)}
            if names:
                yield _finding(same_tables, number, names, context, message)


def _finding(
    rule: Any, number: int, names: dict[int, str], context: BatchContext, message: str, severity: str | None = None, share: str = ""
) -> Finding:
    """One finding for a report and its twins: ``names`` are theirs by their numbers."""
    named = sorted(set(names.values()))[:MOST_NAMED]
    more = len(names) - len(named)
    text = "、".join(named) + (f" (+{more})" if more > 0 else "")
    finding: Finding = rule.finding(
        message.format(agency=context.inputs[number].agency, others=text, share=share),
        severity=severity,
        input=number,
        key=text,
        suggestion=_("Tell what this body did and found; where one report was sent for several bodies, say so."),
        related=[{"input": other, "cell": None, "section": None} for other in sorted(names)[:MOST_NAMED]],
    )
    return finding


def _alike(batch: Sequence[tuple[int, _Prose]], share: float, fewest: int) -> Iterator[tuple[int, int, float, int]]:
    """Yield (number, number, share of sentences, characters of the longer) of two bodies of one year that share most sentences."""
    if len(batch) < 2:  # spares time
        return
    import pickle
    import sqlite3

    database = sqlite3.connect("", isolation_level=None)
    database.executescript(
        "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-4000;"
        "CREATE TABLE kept (number INTEGER PRIMARY KEY, value BLOB); CREATE TABLE said (sentence INTEGER, year INTEGER, number INTEGER); BEGIN"
    )
    try:
        for number, value in batch:
            if len(value[2]) >= fewest:
                database.execute("INSERT INTO kept VALUES (?, ?)", (number, pickle.dumps(value, protocol=5)))
                database.executemany("INSERT INTO said VALUES (?, ?, ?)", [(sentence, value[1], number) for sentence in value[2]])
        database.execute("CREATE INDEX by_sentence ON said (sentence, year, number)")
        database.execute(
            "CREATE TABLE shared AS SELECT sentence, year, count(*) AS bodies FROM said GROUP BY sentence, year HAVING count(*) > 1"
        )
        pairs = (
            "SELECT one, other, count(*) FROM ("
            "SELECT a.number AS one, b.number AS other FROM shared s JOIN said a ON a.sentence = s.sentence AND a.year = s.year "
            "JOIN said b ON b.sentence = s.sentence AND b.year = s.year AND b.number > a.number WHERE s.bodies <= :crowd "
            "UNION ALL SELECT one, other FROM (SELECT lag(d.number) OVER (PARTITION BY d.sentence, d.year ORDER BY d.number) AS one, "
            "d.number AS other FROM shared s JOIN said d ON d.sentence = s.sentence AND d.year = s.year WHERE s.bodies > :crowd) "
            "WHERE one NOT NULL) GROUP BY one, other HAVING count(*) >= :fewest ORDER BY one, other"
        )
        for number, other, _count in database.cursor().execute(pairs, {"crowd": CROWD, "fewest": max(2, int(fewest * share))}):
            first, second = _value(database, number), _value(database, other)
            alike = len(set(first[2]) & set(second[2])) / min(len(first[2]), len(second[2]))
            if alike >= share and not report_together(first[0], second[0]):
                yield number, other, alike, max(first[3], second[3])
    finally:
        database.close()


def _value(database: Any, number: int) -> Any:
    import pickle

    (value,) = database.execute("SELECT value FROM kept WHERE number = ?", (number,)).fetchone()
    return pickle.loads(value)  # noqa: S301 - our own bytes, made in this call


RULES = [same_prose, same_tables]

