"""The review page in Chromium: at a desk, on a phone, by keyboard, in print, with hundreds of reports; and by the rules of accessibility."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest
from browser import Browser, chromium
from govdisc_review.html import page

from govdisc.i18n import speaking
from govdisc.plugin import Outcome, Report, ReportContext
from govdisc.plugins import Plugins
from govdisc.testing import random_report

Check = Callable[..., Outcome]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Return a running Chromium; skips where there is none."""
    with chromium() as found:
        yield found


@pytest.fixture
def one(check: Check, context: ReportContext, wrong: Report, tmp_path: Path) -> Path:
    """Return the page of one report with mistakes."""
    return saved(tmp_path / "one.html", check(wrong), context)


@pytest.fixture
def many(check: Check, context: ReportContext, wrong: Report, tmp_path: Path) -> Path:
    """Return the page of several reports, one of them with mistakes, and of a file that is none."""
    return saved(tmp_path / "many.html", check(random_report(3), wrong, random_report(4), ("notes.txt", b"nothing")), context)


def saved(path: Path, outcome: Outcome, context: ReportContext) -> Path:
    """Write a page and return its path."""
    path.write_text("".join(page.write(outcome, context)), "utf-8")
    return path


def violations(browser: Browser) -> list[str]:
    """What axe finds against the rules of accessibility on the page as it is shown; skips where axe is not installed."""
    spec = find_spec("axe_core_python")
    if spec is None or spec.origin is None:
        pytest.skip("axe is not installed")
    browser.run((Path(spec.origin).parent / "axe.min.js").read_text("utf-8") + "; 0")
    return browser.run("axe.run().then(found => found.violations.map(each => each.id + ' ' + each.nodes.map(node => node.html).join(' ')))")  # type: ignore[no-any-return]


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_it_is_accessible_and_loads_nothing(
    browser: Browser, check: Check, context: ReportContext, plugins: Plugins, wrong: Report, tmp_path: Path, language: str, width: int
) -> None:
    """Overview and report pass axe, nothing is wider than the window, the browser asks for the file alone and has no complaint."""
    outcome = check(random_report(3), wrong, ("notes.txt", b"nothing"), language=language)
    with speaking(language, plugins.translations):
        path = saved(tmp_path / "page.html", outcome, context)
    browser.size(width)
    for fragment in ("", "#r1"):
        browser.open(path, fragment)
        assert violations(browser) == []
        assert browser.run("document.documentElement.scrollWidth") <= width
        assert {url.partition("#")[0] for url in browser.requests} <= {"about:blank", path.as_uri()}
        assert browser.problems == []


def test_all_reports_at_once_are_accessible(browser: Browser, many: Path) -> None:
    """One below the other, each has parts of the same names; they are told apart."""
    browser.size(1280)
    browser.open(many)
    browser.run("document.getElementById('all').click()")
    browser.settle()
    assert violations(browser) == []


def test_a_wrong_cell_tells_what_is_wrong_on_hover(browser: Browser, one: Path) -> None:
    """Both numbers and the article, and the numbers of the sum are marked; Escape puts it away."""
    browser.size(1280)
    browser.open(one)
    selector = "[id='r0-requests.granted.total'] a"
    browser.point(selector)
    browser.settle()
    tip = browser.run("document.getElementById('tip').hidden ? '' : document.getElementById('tip').textContent")
    number = browser.run(f"document.querySelector(\"{selector}\").dataset.f.split(' ')[0]")
    for part in ("msg", "ev", "basis"):
        assert browser.run(f"document.querySelector('#r0-f{number} .{part}').textContent") in tip
    assert browser.run("document.querySelectorAll('.operand').length") >= 2
    browser.key("Escape")
    assert browser.run("document.getElementById('tip').hidden")


def test_it_works_by_keyboard(browser: Browser, one: Path) -> None:
    """Tab comes to the findings; Enter goes to the cell, which then has the focus and its tip; Enter again leads back."""
    browser.size(1280)
    browser.open(one)
    for _step in range(60):
        browser.key("Tab")
        if browser.run("document.activeElement.getAttribute('href')") == "#r0-requests.granted.total":
            break
    browser.key("Enter")
    browser.settle()
    assert browser.run("document.activeElement.closest('td').id") == "r0-requests.granted.total"
    assert browser.run("document.getElementById('tip').hidden") is False
    browser.key("Enter")
    browser.settle()
    assert re.fullmatch(r"r0-f\d+", browser.run("document.activeElement.id"))


def test_one_report_is_shown_at_a_time(browser: Browser, many: Path) -> None:
    """First the overview; a link opens a report, the address of a finding too; the button shows all of them."""
    shown = "Array.from(document.querySelectorAll('.overview, .report')).filter(each => each.offsetParent).map(each => each.id).join()"
    browser.size(1280)
    browser.open(many)
    assert browser.run(shown) == "overview"
    browser.run("document.querySelector(\"a[href='#r1']\").click()")
    browser.settle()
    assert browser.run(shown) == "r1"
    browser.open(many, "#r1-f2")
    assert browser.run(shown) == "r1"
    browser.run("location.hash = '#overview'")
    browser.settle()
    assert browser.run(shown) == "overview"
    browser.run("document.getElementById('all').click()")
    assert browser.run(shown) == "overview,r0,r1,r2"


def test_the_overview_sorts_filters_and_searches(browser: Browser, many: Path) -> None:
    """By a click on a column, by what was found, by words; how many are left is said."""
    rows = "Array.from(document.querySelectorAll('#bodies tbody tr')).filter(row => !row.hidden)"
    browser.size(1280)
    browser.open(many)
    browser.run("Array.from(document.querySelectorAll('#bodies thead button')).find(each => each.textContent.includes('Errors')).click()")
    errors = browser.run(f"{rows}.map(row => Number(row.cells[3].textContent))")
    assert errors == sorted(errors, reverse=True)
    assert errors[0] > 0
    assert browser.run("document.querySelector('[aria-sort=descending]').textContent") == "Errors"
    browser.run("filter = document.getElementById('filter'); filter.value = 'unread'; filter.dispatchEvent(new Event('change'))")
    assert browser.run(f"{rows}.map(row => row.cells[0].textContent)") == ["notes.txt"]
    assert browser.run("document.getElementById('shown').textContent") == "1 of 4 shown"
    browser.run("filter.value = ''; search = document.getElementById('search'); search.value = '2.TXT'; search.dispatchEvent(new Event('input'))")
    assert browser.run(f"{rows}.length") == 1


def test_it_prints(browser: Browser, one: Path) -> None:
    """On A4, with every finding and the whole last table, and without what only a screen needs."""
    import pypdfium2

    browser.size(1280)
    browser.open(one)
    document = pypdfium2.PdfDocument(browser.print())
    try:
        width, height = document[0].get_size()
        words = "".join(sheet.get_textpage().get_text_range() for sheet in document)
    finally:
        document.close()
    assert (round(width), round(height)) == (595, 842)
    assert "SUM101" in words
    assert "结果纠正" in words
    assert "To the contents" not in words


def test_what_does_not_count_is_printed_too(browser: Browser, check: Check, context: ReportContext, wrong: Report, tmp_path: Path) -> None:
    """A waived finding stands in a part that is closed on the screen; on paper it is there with its reason, and afterwards closed again."""
    import pypdfium2

    outcome = check(wrong)
    outcome.findings[0].suppressed = {"reason": "agreed upon", "until": None}
    browser.open(saved(tmp_path / "waived.html", outcome, context))
    document = pypdfium2.PdfDocument(browser.print())
    try:
        words = "".join(sheet.get_textpage().get_text_range() for sheet in document)
    finally:
        document.close()
    assert "agreed upon" in words
    assert browser.run("document.querySelector('details.box').open") is False


def test_three_hundred_reports(browser: Browser, check: Check, context: ReportContext, tmp_path: Path) -> None:
    """All have a row and a report on one page; any of them opens."""
    reports = [random_report(seed) for seed in range(300)]
    for report in reports[::5]:
        report.tables["requests"]["granted"]["total"] = 1
    path = saved(tmp_path / "all.html", check(*reports), context)
    assert path.stat().st_size <= 150_000 + 300 * 40_000
    browser.size(1280)
    browser.open(path)
    assert browser.run("document.querySelectorAll('#bodies tbody tr').length") == 300
    browser.run("location.hash = '#r299'")
    browser.settle()
    assert browser.run("document.querySelector('#r299 h2').offsetParent !== null")


def test_without_a_script_everything_is_there(browser: Browser, many: Path) -> None:
    """A page whose script is taken out shows the overview and all reports."""
    bare = many.with_name("bare.html")
    bare.write_text(re.sub(r"<script>.*?</script>", "", many.read_text("utf-8"), flags=re.DOTALL), "utf-8")
    browser.open(bare)
    assert browser.run("Array.from(document.querySelectorAll('.overview, .report')).every(each => each.offsetParent)")
