"""Claims that speak of something else than the tables: another year, several years, a part of the year, another body.

The narrative of a government's office may speak of the office alone while the table counts the whole district, or the other way
round; a bureau may tell of the whole city. Such claims cannot be held against the table.
"""

from __future__ import annotations

from functools import cache

from govdisc.plugin import Body, Pattern, Report, kept, related_bodies
from govdisc_prose.claims import Claim
from govdisc_prose.patterns import data, ready

_YEAR = Pattern(r"(20\d\d)年")


@cache
def _words(table: str, name: str) -> Pattern:
    told = data("claims.toml")
    return ready(told[table][name], told["words"])


def _in(table: str, name: str, words: str) -> bool:
    return _words(table, name).search(words) is not None


def elsewhere(report: Report, claim: Claim) -> bool:
    """Tell whether a claim may be about another time, or about another body or a part of this one."""
    words = claim.ahead + claim.sentence.words[claim.at : claim.closing]
    if _in("scope", "whole", words):  # 全县收到86件，其中县政府办公室21件: the table may be that of either
        words = claim.sentence.words
    return other_scope(report, words, narrow=claim.kind.narrow) or _other_time(report, claim)


def whole_body(claim: Claim) -> bool:
    """Tell whether nothing before a number restricts it to a part of the body or to some of the applications."""
    return _words("scope", "neutral").fullmatch(claim.sentence.words, claim.opening, claim.start) is not None


def other_scope(report: Report, words: str, *, narrow: bool = False) -> bool:
    """Tell whether words may speak of a part of the body, or of more than the body, whose report it is.

    ``narrow`` is for what is counted more narrowly: a government's own 规范性文件 are not those of its departments.
    """
    body = Body.of(report.agency.name)
    if body.name and _of_another(body, words):
        return True
    if not body.name or (body.kind == "office" and body.level != "township"):
        return any(_in("scope", name, words) for name in ("office", "whole", "government")) or "本机关" in words
    if body.governs:
        return (
            _in("scope", "received_by_government", words)
            or _in("scope", "office", words)
            or (narrow and (_in("scope", "government", words) or _in("scope", "whole", words)))
        )
    return _in("scope", "whole", words) or _in("scope", "own_office", words)


def _of_another(body: Body, words: str) -> bool:
    """Tell whether words tell of what another body did, or a part of this one: 县教育局收到12件, where the report is a 水务局's."""
    acting = _acting(words)
    if not acting:
        return False
    if _PART.search(acting[-1]):
        return True
    name = _words("scope", "before_name").sub("", acting[-1])
    if _OURS.search(name):
        return False
    town = body.level == "township"
    name = _words("scope", "office_of").sub("", name) if town and _TOWN.search(name) else name
    letters = iter(body.name)
    if all(letter in letters for letter in name) and (_TOWN.search(name) or not town):  # a short name of its own
        return False
    return not (body.governs and _MANY.search(acting[-1])) and related_bodies(name, body.name) == "other"


@kept
def _acting(words: str) -> tuple[str, ...]:
    """Who is said to have done something, by the words of a sentence."""
    return tuple([match[0] for match in _words("scope", "acting").finditer(words) if not _in("scope", "not_acting", match[0])])


_PART, _TOWN, _OURS, _MANY = Pattern("[局委厅院]办公室$"), Pattern("[镇乡]|街道"), Pattern("[我本该]"), Pattern("全[省市县区州盟旗]|各")


def _other_time(report: Report, claim: Claim) -> bool:
    clause, ahead = claim.clause, claim.ahead
    if claim.number is None:
        return _in("time", "another_time", ahead) or _other_year(report.year, ahead, (0,))
    long = "for_long" if claim.kind.topic == "requests" else "cumulative"
    if long == "for_long" and _in("time", "of_which", claim.sentence.words[claim.end : claim.end + 12]):  # 累计310件，其中2023年21件
        return True
    return _counted_elsewhen(ahead, clause, claim.kind.years, long, claim.kind.stock, report.year)


@kept
def _counted_elsewhen(ahead: str, clause: str, years: tuple[int, ...], long: str, stock: bool, year: int | None) -> bool:
    """Whether a number behind some words, the last of them its clause, may be that of another time than a year."""
    if _in("time", "compared", clause) or (-1 not in years and 1 not in years and _in("time", "besides", clause)):
        return True
    if _in("time", "part_of_year", ahead) and not _in("time", "full_year", ahead):
        return True
    if _in("time", long, ahead) and not _in("time", "this_year", ahead) and not (stock and _in("time", "year_end", ahead)):
        return True
    return _other_year(year, ahead, years, len(ahead) - len(clause))


def _other_year(reported: int | None, ahead: str, years: tuple[int, ...], clause: int = 0) -> bool:
    """Whether the year that words were last about is another.

    One that something is carried into is not it, nor, before the ``clause`` that is looked at, one from which something was carried.
    """
    if reported is None:
        return False
    year = reported
    for match in _YEAR.finditer(ahead):
        carried = _words("time", "carried").search(ahead[: match.start()]) or _words("time", "carried_from").match(ahead, match.end())
        if not (_words("time", "carried_on").search(ahead[: match.start()]) or (carried and match.start() < clause)):
            year = int(match[1])
    return year - reported not in years
