"""What sentences around a report say of who writes it and for which year. Texts are squeezed: no white space, half width, simplified."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from govdisc.patterns import Pattern
from govdisc.recognise.titles import clean_agency, whole_body
from govdisc.records import record
from govdisc.text.bodies import ends_as_body
from govdisc.text.dates import periods

#: Characters of a line that are looked through.
LONGEST = 2000
#: Part 1 opens with its year within so many characters.
OPENING = 200

_NAME = r"[^，。,、；;()《》:：]"
_YEAR = r"(?:19|20)\d\d"
_REPORT = r"(?:政府|政务)?信息(?:公开)?[^。；;，,]{0,14}?(?:报告|年报)"
#: 现公布X局2023年政府信息公开工作年度报告.
_ANNOUNCED = Pattern(
    r"(?:公布|发布|公开|编制了?|现[将就]|印发|形成|完成|本(?:年度)?报告[是为])[《<〈]?"
    rf"(?P<before>[^，。,;；《》<>:：、]{{0,40}}?)(?P<year>{_YEAR})年?度?(?P<between>[^，。,;；《》<>:：、\d]{{0,30}}?){_REPORT}"
)
#: X局2023年政府信息公开工作年度报告（以下简称年报）是….
_OPENS = Pattern(
    rf"《?(?P<before>[^，。,;；《》<>:：、]{{2,40}}?)(?P<year>{_YEAR})年?度?{_REPORT}》?(?:\([^()]{{0,30}}\))?"
    r"(?=[是由系,，]|根据|依据|依照|按照|包括)"
)
_WRITERS = (
    # 由X局按照…编制
    Pattern(
        rf"由(?P<by>{_NAME}{{3,30}}?)(?:\([^()]{{0,30}}\))?(?=负责|牵头|组织|汇总|统一|按照|根据|依据|依照|结合|编制|编写|撰写|起草)"
        r"[^。；;]{0,80}?(?:编制|编写|撰写|起草)"
    ),
    # X局编制本报告
    Pattern(rf"(?:^|[，。,；;])(?P<by>{_NAME}{{4,30}}?)(?:特此|特|现)?(?:编制|公布|发布)(?=了?(?:{_YEAR}年|本(?:年度)?报告|《))"),
    # X局按照条例的规定，编制本报告
    Pattern(
        rf"(?:^|。)(?P<by>{_NAME}{{4,30}}?)(?:严格)?(?:按照|根据|依据|依照)[^。；;]{{0,100}}?(?:编制|撰写|起草)(?:了|完成)?(?:{_YEAR}年|本|年度|《|政府)"
    ),
)
_CONTACT = Pattern(rf"与(?P<by>{_NAME}{{3,30}}?)(?:\([^()]{{0,60}}\))?(?:进行)?联系")
_STATED_YEAR = Pattern(
    rf"统计[^。；;\d]{{0,16}}(?:截[至止]到?(?P<until>{_YEAR})年(?:12月31日|年?底|年?末)|(?P<year>{_YEAR})年(?:全年|度|1(?:月份?)?[至到—–~-]+12月))"
)
#: 2023年政府信息公开工作.
_YEAR_OF_WORK = Pattern(rf"({_YEAR})年?度?(?:政府|政务)?信息(?:与政务|和政务)?公开")
_SUBJECT_YEAR = Pattern(rf"(?:^|[。；;!！\n])(?:\(?[一二三四五六七1-7][)、.][^。,，:：\d]{{0,14}}[。:：]?)?(?:截[至止到])?({_YEAR})年")
_NOTE = Pattern(r"\([^()]*\)")


@record(frozen=True, slots=True)
class Said:
    """What a source says, each fact only where it says so."""

    agency: str | None = None
    year: int | None = None
    published: str | None = None

    def completed(self, other: Said) -> Said:
        """Return what is said, and of what is left open what another source says."""
        return Said(self.agency or other.agency, self.year or other.year, self.published or other.published)


def body_in(text: str) -> str | None:
    """Return a text as the name of a body, if it ends as such names do."""
    name = clean_agency(_NOTE.sub("", text))
    return name if name and ends_as_body(name) else None


def announcements(texts: Iterable[str]) -> Iterator[Said]:
    """Agency and year from sentences that announce the report or open with its title."""
    opens: list[Said] = []
    for text in texts:
        if "信息" not in text:  # spares time
            continue
        if match := _ANNOUNCED.search(text):
            yield Said(body_in(match["before"]) or body_in(match["between"]), int(match["year"]))
        if (match := _OPENS.match(text)) and (body := body_in(match["before"])):
            opens.append(Said(body, int(match["year"])))
    yield from opens


def writers(texts: Iterable[str]) -> Iterator[Said]:
    """The body that writes the report."""
    for text in texts:
        for pattern in _WRITERS:
            for match in pattern.finditer(text):
                yield Said(whole_body(body_in(match["by"])))


def contacts(texts: Iterable[str]) -> Iterator[Said]:
    """The body that readers may turn to."""
    for text in texts:
        if "联系" in text:  # spares time
            yield from (Said(whole_body(body_in(match["by"]))) for match in _CONTACT.finditer(text))


def periods_in(texts: Iterable[str]) -> Iterator[Said]:
    """The year of the statistical period, by its days before any other wording."""
    stated: list[Said] = []
    for text in texts:
        if any(mark in text for mark in "月-./"):  # spares time
            yield from (Said(year=period.year) for period in periods(text))
        if "统计" in text:  # spares time
            stated += [Said(year=int(match["until"] or match["year"])) for match in _STATED_YEAR.finditer(text)]
    yield from stated


def years_of_work(texts: Iterable[str]) -> Iterator[Said]:
    """The one year whose 政府信息公开 is spoken of, if only in the title of the notice that asks for the report."""
    named = {int(year) for text in texts if "信息" in text for year in _YEAR_OF_WORK.findall(text)}
    if len(named) == 1:
        yield Said(year=named.pop())


def opening_year(text: str) -> int | None:
    """Return the year that a text opens with, where it is the only one that its sentences begin with."""
    found = list(_SUBJECT_YEAR.finditer(text))
    only = found and found[0].start() <= OPENING and len({match[1] for match in found}) == 1
    return int(found[0][1]) if only else None
