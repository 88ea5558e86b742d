"""The review page: the report as it stands with every finding in it and back, one file that loads nothing, whatever stands in it."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from govdisc_review.html import page
from govdisc_review.html.markup import tag, text

from govdisc.i18n import speaking
from govdisc.plugin import Finding, Input, Outcome, Report, ReportContext, Result
from govdisc.plugins import Plugins
from govdisc.testing import random_report

Check = Callable[..., Outcome]
_VOID = {"meta", "input", "br"}


class Page(HTMLParser):
    """A page as a browser would take it apart: elements with their attributes and the text within them."""

    def __init__(self, source: str) -> None:
        """Parse it, and be sure that every element is closed where it should be."""
        super().__init__(convert_charrefs=True)
        self.source = source
        self.elements: list[tuple[str, dict[str, str | None], list[str]]] = []
        self._open: list[tuple[str, list[str]]] = []
        self.feed(source)
        self.close()
        assert self._open == []

    def handle_starttag(self, name: str, attrs: list[tuple[str, str | None]]) -> None:
        words: list[str] = []
        self.elements.append((name, dict(attrs), words))
        if name not in _VOID:
            self._open.append((name, words))

    def handle_endtag(self, name: str) -> None:
        begun, _words = self._open.pop()
        assert begun == name

    def handle_data(self, data: str) -> None:
        for _name, words in self._open:
            words.append(data)

    def all(self, name: str, **wanted: str) -> Iterator[tuple[dict[str, str | None], str]]:
        """Yield elements of a name with their text; ``class_`` is one of its classes."""
        for tag_name, attributes, words in self.elements:
            classes = (attributes.get("class") or "").split()
            if tag_name == name and all(value in classes if key == "class_" else attributes.get(key) == value for key, value in wanted.items()):
                yield attributes, "".join(words)

    def by_id(self, name: str) -> str:
        """The text of the element of an id."""
        (found,) = [words for _tag, attributes, words in self.elements if attributes.get("id") == name]
        return "".join(found)


def written(outcome: Outcome, context: ReportContext) -> Page:
    """The page that is written."""
    return Page("".join(page.write(outcome, context)))


def test_every_finding_links_to_what_it_is_about_and_back(check: Check, context: ReportContext, wrong: Report) -> None:
    """Each is an item with its message; its link leads to a cell or words from which a link leads back."""
    outcome = check(wrong)
    found = written(outcome, context)
    for number, finding in enumerate(outcome.findings, 1):
        assert finding.message in found.by_id(f"r0-f{number}")
    cell = found.by_id("r0-requests.granted.total")
    total = next(number for number, finding in enumerate(outcome.findings, 1) if finding.cell == "requests.granted.total" and finding.code == "SUM101")
    assert cell.startswith(str(wrong.tables["requests"]["granted"]["total"]))
    back = [attributes for attributes, words in found.all("a") if attributes.get("data-f") and cell.startswith(words)]
    assert any(str(total) in (attributes["data-f"] or "").split() for attributes in back)
    assert any(attributes.get("href") == "#r0-requests.granted.total" for attributes, _words in found.all("a", class_="go"))


def test_every_link_stays_on_the_page(check: Check, context: ReportContext, wrong: Report, hostile: Outcome) -> None:
    """Each leads to an element that is there, and each id is there once; nothing is loaded."""
    for outcome in (check(wrong), check(wrong, random_report(3), wrong, ("notes.txt", b"nothing")), hostile):
        found = written(outcome, context)
        ids = [attributes["id"] for _name, attributes, _words in found.elements if "id" in attributes]
        assert len(ids) == len(set(ids))
        for _name, attributes, _words in found.elements:
            assert not {"src", "srcset", "action", "data", "background", "style"} & set(attributes)
            assert not [name for name in attributes if name.startswith("on")]
            target = attributes.get("href")
            assert target is None or (target[0] == "#" and target[1:] in ids), target
            for described in (attributes.get("aria-describedby") or "").split() + (attributes.get("aria-labelledby") or "").split():
                assert described in ids


def test_the_policy_lets_in_nothing_but_the_pages_own(check: Check, context: ReportContext, wrong: Report) -> None:
    """One style and one script, each by its digest; everything else is shut out."""
    found = written(check(wrong), context)
    (policy,) = [attributes["content"] or "" for attributes, _words in found.all("meta") if attributes.get("http-equiv") == "Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; ")
    for name in ("style", "script"):
        ((_attributes, content),) = found.all(name)
        digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert f"{name}-src 'sha256-{digest}'" in policy
    assert "unsafe" not in policy


def test_nothing_of_a_report_becomes_markup(context: ReportContext, hostile: Outcome, check: Check, wrong: Report) -> None:
    """One script however hostile the texts are, in findings and in the report itself; they are shown as text."""
    evil = "</td></table></script><script>alert(1)</script><img src=x onerror=alert(1)>"
    wrong.sections[0].text = f"{evil}\n" + wrong.sections[0].text
    wrong.title, wrong.marks["requests.received.research"] = evil, evil
    (result,) = check(random_report(7)).gathered()
    result.report = wrong
    for outcome in (hostile, Outcome([result])):
        outcome.gathered()
        found = written(outcome, context)
        assert len(list(found.all("script"))) == 1
        assert list(found.all("img")) == []
    assert evil in found.by_id("r0")
    assert "\x00" not in found.source


def test_the_tables_stand_as_they_do_in_the_report(check: Check, context: ReportContext) -> None:
    """Every number of a report without mistakes is a cell of a table, in the order of the form; labels are headers with a scope."""
    report = random_report(3)
    found = written(check(report), context)
    values = [words for attributes, words in found.all("td") if "corner" not in (attributes.get("class") or "")]
    assert sorted(filter(None, values)) == sorted(str(value) for _path, value in report.cells() if value is not None)
    headers = list(found.all("th"))
    assert len(headers) > 40
    assert {attributes.get("scope") for attributes, _words in headers} <= {"row", "col", "rowgroup", "colgroup"}


def test_a_blank_table_is_no_way_through_a_hundred_links(check: Check, context: ReportContext) -> None:
    """Of a finding about many cells each is marked, and the first one alone is a link."""
    report = random_report(3)
    for row in report.tables["requests"].values():
        row["research"] = None
    outcome = check(report)
    number = next(number for number, finding in enumerate(outcome.findings, 1) if len(finding.cells) > 20)
    found = written(outcome, context)
    marked = [attributes for attributes, _words in found.all("td", class_="bad")]
    links = [attributes for attributes, _words in found.all("a") if (attributes.get("data-f") or "").split() == [str(number)]]
    assert len(marked) >= len(outcome.findings[number - 1].cells)
    assert len(links) == 1


def test_a_sum_names_its_numbers(check: Check, context: ReportContext, wrong: Report) -> None:
    """The numbers that a wrong total was made from are listed, with links to their cells."""
    found = written(check(wrong), context)
    lists = [words for _attributes, words in found.all("details", class_="ops")]
    parts = [str(value) for name, value in wrong.tables["requests"]["granted"].items() if name != "total" and value]
    assert parts
    assert any(all(part in words for part in parts) for words in lists)
    ops = [(attributes.get("data-ops") or "").split() for attributes, _words in found.all("li", class_="f")]
    assert any("r0-requests.granted.enterprise" in cells and "r0-requests.granted.total" not in cells for cells in ops)


def test_a_sentence_is_marked_where_it_stands(context: ReportContext, check: Check) -> None:
    """Quotes that overlap, that go over a line end, and one in the heading; the text itself stays as it was."""
    (result,) = check(random_report(3)).gathered()
    assert result.report is not None
    section = result.report.sections[0]
    section.text = "全年收到申请12件，\n办结11件。另有3件转送。"
    result.findings = [
        Finding("NAR101", "warning", "a", section=section.id, quote="收到申请12件，办结11件"),
        Finding("NAR102", "error", "b", section=section.id, quote="办结11件。另有3件"),
        Finding("STR303", "info", "c", section=section.id, quote=section.title),
        Finding("NAR103", "info", "d", section=section.id, quote="不在正文里的话"),
    ]
    outcome = Outcome([result])
    outcome.gathered()
    found = written(outcome, context)
    body = "".join(re.findall(r'<p>(.*?)</p>', found.source.partition('class="prose"')[2].partition("</div>")[0]))
    assert re.sub(r'<span class="n".*?</span>|<[^>]*>', "", body) == "全年收到申请12件，办结11件。另有3件转送。"
    assert found.by_id("r0-q1").startswith("收到申请12件")
    assert found.by_id("r0-q2").startswith("办结11件")
    both = [attributes["data-f"] for attributes, words in found.all("a") if attributes.get("data-f") == "1 2"]
    assert both
    assert found.by_id("r0-q3").startswith(section.title)
    assert "r0-q4" not in found.source


def test_what_does_not_count_is_shown_as_such(context: ReportContext, check: Check) -> None:
    """Waived and known ones stand in a part of their own with the reason, and their cells are not marked as wrong."""
    (result,) = check(random_report(3)).gathered()
    result.findings = [
        Finding("SUM101", "error", "waived one", cell="requests.received.total", suppressed={"reason": "agreed upon", "until": "2027-01-31"}),
        Finding("SUM102", "error", "known one", cell="requests.carried_in.total", baseline="known"),
        Finding("SUM103", "error", "new one", cell="requests.granted.total", baseline="new"),
    ]
    outcome = Outcome([result])
    outcome.gathered()
    found = written(outcome, context)
    (box,) = [words for _attributes, words in found.all("details", class_="box") if "waived one" in words]
    assert "agreed upon" in box
    assert "2027-01-31" in box
    assert "new one" not in box
    classes = {attributes["id"]: attributes.get("class") for attributes, _words in found.all("td") if "id" in attributes}
    assert (classes["r0-requests.received.total"], classes["r0-requests.granted.total"]) == ("bad aside", "bad error")


def test_what_was_not_read_or_checked_is_shown(context: ReportContext, check: Check) -> None:
    """A cell that could not be read, a row that is missing, a rule that could not look, and a file that is no report."""
    report = random_report(3)
    report.tables["requests"].pop("granted")
    outcome = check(report, ("notes.txt", b"nothing"))
    result = outcome.gathered()[0]
    assert result.report is not None
    from govdisc.plugin import Unread

    result.report.unread.append(Unread("glued", "requests", "line 5", "12345", ["requests.carried_in.total"]))
    result.report.tables["requests"]["carried_in"]["total"] = None
    result.input.unchecked = [{"code": "SUM101", "reason": "because it is glued"}]
    found = written(outcome, context)
    assert "unread" in next(attributes["class"] or "" for attributes, _words in found.all("td") if attributes.get("id") == "r0-requests.carried_in.total")
    assert "12345" in found.by_id("r0")
    assert "（一）予以公开" in next(words for _attributes, words in found.all("p", class_="lost") if "not in the report" in words)
    assert "because it is glued" in found.by_id("r0")
    (row,) = [words for attributes, words in found.all("tr") if "unread" in (attributes.get("data-is") or "")]
    assert "notes.txt" in row
    assert outcome.inputs[1].reason in row


def test_probable_cells_are_named(check: Check, context: ReportContext) -> None:
    """Where one cell would settle the sums, it says what should stand there."""
    report = random_report(3)
    before = report.tables["requests"]["received"]["natural_person"]
    report.tables["requests"]["received"]["natural_person"] = (before or 0) + 9
    found = written(check(report), context)
    cell = found.by_id("r0-requests.received.natural_person")
    assert cell.endswith(f"→{before}")


def test_the_overview_has_a_row_a_body(check: Check, context: ReportContext, wrong: Report) -> None:
    """With its worst finding and, by family, how many; one report alone needs none."""
    outcome = check(wrong, random_report(3), ("notes.txt", b"nothing"))
    found = written(outcome, context)
    rows = [(attributes, words) for attributes, words in found.all("tr") if "data-is" in attributes]
    assert [(attributes["data-is"] or "").split()[0] for attributes, _words in rows][::2] == ["error", "unread"]
    heat = [int(words) for attributes, words in found.all("td", class_="heat")]
    assert sum(heat) == len([finding for finding in outcome.findings if outcome.inputs[finding.input].status == "read"]) + 1
    assert "overview" not in {attributes.get("id") for _name, attributes, _words in written(check(wrong), context).elements}


def test_who_is_missing_from_the_roster_has_a_row(check: Check, context: ReportContext, wrong: Report) -> None:
    """A body of which no report is there under any of its names; others are not missing, whatever name they are on the roster by."""
    outcome = check(wrong)
    outcome.expected = (("青岚县文史馆",), ("某局", wrong.agency.name or ""), (wrong.agency.name or "",))
    found = written(outcome, context)
    assert [words for attributes, words in found.all("tr") if attributes.get("data-is") == "missing"] == ["青岚县文史馆missing"]
    assert "1 missing" in found.by_id("overview")


def test_a_folder_has_an_overview_and_a_page_a_body(check: Check, context: ReportContext, wrong: Report) -> None:
    """``index.html`` links to each page, and a page links to nothing but itself: it can be handed on alone."""
    outcome = check(wrong, random_report(3), wrong, ("notes.txt", b"nothing"))
    files = dict(page.folder(outcome, context))
    index = Page(files["index.html"].decode())
    links = {attributes["href"] for attributes, _words in index.all("a") if not (attributes["href"] or "#").startswith("#")}
    assert links == set(files) - {"index.html"}
    for name in links:
        alone = Page(files[name or ""].decode())
        assert all((attributes["href"] or "").startswith("#") for attributes, _words in alone.all("a"))
        assert len(list(alone.all("article"))) == [entry.agency for entry in outcome.inputs].count((name or "").removesuffix(".html"))


def test_names_of_pages_are_safe(context: ReportContext) -> None:
    """Bodies that are called like devices, like each other, or like a way out."""
    names = ["CON", "../../etc/passwd", "a/b", "A/B", "index", "?#%", "x" * 500, "\ud800"]
    results = [Result(Input(f"{number}.txt", agency=name), number) for number, name in enumerate(names)]
    outcome = Outcome(results)
    outcome.gathered()
    written_names = [name for name, _data in page.folder(outcome, context)]
    assert len({name.lower() for name in written_names}) == len(names) + 1
    for name in written_names:
        assert re.fullmatch(r"[^\\/<>:\"|?*#%\s]{1,100}\.html", name)
        assert not name.startswith(".")
        assert name.lower() != "con.html"


def test_it_speaks_the_language_of_the_run(check: Check, context: ReportContext, plugins: Plugins, wrong: Report) -> None:
    """In Chinese nothing of the page's own words is English."""
    outcome = check(wrong, random_report(3), language="zh_CN")
    with speaking("zh_CN", plugins.translations):
        found = written(outcome, context)
    assert '<html lang="zh-CN"' in found.source
    for name in ("h2", "h3", "summary", "dt", "label", "option", "th", "button"):
        for _attributes, words in found.all(name):
            assert not re.search(r"[a-z]{4,}", words), words


def test_the_same_outcome_gives_the_same_page(check: Check, context: ReportContext, wrong: Report) -> None:
    """Nothing of the clock or of chance is in it."""
    assert written(check(wrong), context).source == written(check(wrong), replace(context)).source


def test_it_is_light(check: Check, context: ReportContext) -> None:
    """At most 150 kB and 40 kB a report."""
    reports = [random_report(seed) for seed in range(12)]
    for report in reports:
        report.tables["requests"]["granted"]["total"] = 3
    empty, full = (len(written(outcome, context).source.encode()) for outcome in (check(), check(*reports)))
    assert empty < 150_000
    assert (full - empty) / len(reports) < 40_000


@pytest.mark.parametrize(("children", "markup"), [(("<b>", None, ["&", 3]), "<p>&lt;b&gt;&amp;3</p>"), ((tag("b", "x"),), "<p><b>x</b></p>")])
def test_text_is_escaped_and_markup_is_not(children: tuple[object, ...], markup: str) -> None:
    """Only what was built as markup goes in as such."""
    assert tag("p", *children) == markup
    assert tag("a", href='"><script>') == '<a href="&quot;&gt;&lt;script&gt;"></a>'
    assert text("\u202e\x00a") == "\ufffd\ufffda"
