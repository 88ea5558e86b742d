"""The FOIA form: read, summed, checked and exported as the national forms are, and nothing of China in what is said of it."""

from __future__ import annotations

import json
import re
import zipfile
from io import BytesIO
from typing import Any

import pytest

from govdisc.cli import run
from govdisc.engine import Engine
from govdisc.formats.base import ReadContext, WriteContext
from govdisc.i18n import speaking
from govdisc.model.blank import blank_report
from govdisc.plugin import InputError, Report
from govdisc.plugins import Plugins
from govdisc.sources import Source
from govdisc.testing import Options, random_report, random_reports

PLUGINS = Plugins()
FORM = PLUGINS.forms.form("us-foia")
FORMATS = ("json", "csv", "docx", "html", "xlsx", "markdown")
CHINESE = re.compile("[\u2e80-\u9fff\uff00-\uffef]")


def written(report: Report, name: str) -> bytes:
    """Return a report in a format."""
    data = PLUGINS.formats[name].writer()([report], WriteContext(PLUGINS.forms))
    return data if isinstance(data, bytes) else b"".join(data)


def checked(data: bytes, name: str, lang: str = "en") -> Any:
    """Return what the engine makes of a file's bytes."""
    with speaking(lang):
        return next(iter(Engine(PLUGINS, speech=lang).check([Source(name, data=data)])))


def text_of(data: bytes) -> str:
    """Return the text of a file, that of a package's own parts where it is one."""
    if not data.startswith(b"PK"):
        return data.decode("utf-8")
    package = zipfile.ZipFile(BytesIO(data))
    # the theme is that of the library that writes workbooks
    return "".join(package.read(name).decode("utf-8") for name in package.namelist() if "theme" not in name)


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_keeps_a_correct_report(name: str) -> None:
    """Numbers, components, title, agency, year and parts come back, and nothing is found in them."""
    suffix = PLUGINS.formats[name].suffixes[0]
    for report in random_reports(5, 7, Options(form="us-foia"), PLUGINS.forms):
        result = checked(written(report, name), f"report{suffix}")
        assert result.report.tables == report.tables
        assert (result.report.title, result.report.year, result.report.agency) == (report.title, report.year, report.agency)
        assert [(part.id, part.title) for part in result.report.sections] == [(part.id, part.title) for part in report.sections]
        assert result.findings == []


@pytest.mark.parametrize("name", FORMATS)
def test_a_form_that_is_filled_in_is_clean(name: str) -> None:
    """``govdisc new``, 0 in every cell, ``govdisc validate``: nothing to say; left blank, it is told as any blank form is."""
    report = blank_report(FORM, 2023, "Department of Harbors", ["Pilotage Service", "U.S. Tide Survey"])
    suffix = PLUGINS.formats[name].suffixes[0]
    assert {finding.code for finding in checked(written(report, name), f"a{suffix}").findings} == {"NUM106"}
    for rows in report.tables.values():
        for cells in rows.values():
            cells.update(dict.fromkeys(cells, 0))
    assert checked(written(report, name), f"a{suffix}").findings == []


@pytest.mark.parametrize("name", FORMATS)
def test_no_chinese_in_what_is_written(name: str) -> None:
    """No label, prompt, sheet, font or language of the national forms stands in a file of this one."""
    for report in (random_report(1, Options(form="us-foia"), PLUGINS.forms), blank_report(FORM, 2023, "Department of Harbors", ["Pilotage Service"])):
        text = text_of(written(report, name))
        assert CHINESE.findall(text) == []
        assert "zh-CN" not in text


def mistaken() -> Report:
    """Return a report with most of what can be wrong with one."""
    report = random_report(3, Options(form="us-foia", zero=0.1), PLUGINS.forms)
    rows = report.tables["received"]
    rows["component:Pilotage Service"]["pending_end"] += 1  # type: ignore[operator]
    report.tables["dispositions"]["overall"]["total"] += 5  # type: ignore[operator]
    rows["overall"]["received"] = None
    report.tables["dispositions"]["component:Pilotage Service"] |= {"other": None, "duplicate": -2}
    report.marks["dispositions.component:Pilotage Service.other"] = "3.5"
    del report.tables["received"]["component:U\u2024S\u2024 Tide Survey"]
    report.sections = [part for part in report.sections if part.id not in ("fees", "backlogs")]
    report.sections[2].title = "III. Words and Abbreviations"
    report.sections[0], report.sections[1] = report.sections[1], report.sections[0]
    report.year = None
    return report


def test_what_is_wrong_is_found_on_american_grounds_in_english() -> None:
    """Sums, cells, parts and the year are checked; each finding rests on the form's own law, and none says a Chinese word."""
    result = checked(written(mistaken(), "json"), "a.json")
    codes = {finding.code for finding in result.findings}
    assert {"SUM101", "SUM103", "NUM101", "NUM103", "NUM104", "STR101", "STR102", "STR108"} <= codes
    assert {finding.basis for finding in result.findings} <= {"5 U.S.C. § 552(e)", None, "govdisc"}
    told = json.dumps([finding.__dict__ if hasattr(finding, "__dict__") else str(finding) for finding in result.findings], default=str, ensure_ascii=False)
    assert CHINESE.findall(told + str(result.input.unchecked)) == []


def test_nothing_of_chinese_law_is_asked() -> None:
    """Rules on 规章, fees, deadlines, prose and regions are not those of this form, and say so."""
    report = random_report(1, Options(form="us-foia"), PLUGINS.forms)
    report.published = f"{report.year}-06-01"
    states = Engine(PLUGINS).judged(report).states
    assert {code for code, state in states.items() if code[:3] in ("NAR", "FEE", "DUE", "YOY") and state != "not_applicable"} == set()


def test_the_sum_of_components() -> None:
    """The agency's total that its components do not make up is an error of its column."""
    report = random_report(5, Options(form="us-foia", zero=0), PLUGINS.forms)
    report.tables["received"]["overall"]["received"] += 1  # type: ignore[operator]
    report.tables["received"]["overall"]["pending_end"] += 1  # type: ignore[operator]
    result = checked(written(report, "html"), "a.html")
    found = {(finding.code, finding.cell) for finding in result.findings}
    assert found == {("SUM102", "received.overall.received"), ("SUM102", "received.overall.pending_end")}


PAGE = """<html><body><h1>FOIA Annual Report for Fiscal Year 2022</h1><p>Agency: Bureau of Tides and Lights</p>
<h2>I. BASIC INFORMATION REGARDING REPORT</h2><p>Questions go to the records desk.</p>
<h2>V. FOIA REQUESTS</h2>
<table><caption>A. Received</caption><tr><th>Component</th><th>Number of Requests Pending as of Start of Fiscal Year</th>
<th>NUMBER OF REQUESTS RECEIVED IN FISCAL YEAR</th><th>Number of Requests Processed in Fiscal Year</th>
<th>Number of Requests Pending as of End of Fiscal Year</th></tr>
<tr><td>Lighthouse Branch</td><td>3</td><td>1,204</td><td>1,200</td><td>7</td></tr>
<tr><td>Agency Overall</td><td>3</td><td>1,204</td><td>1,200</td><td>7</td></tr></table>
<h2>VI. ADMINISTRATIVE APPEALS OF INITIAL DETERMINATIONS OF FOIA REQUESTS</h2>
<table><tr><th>Component</th><th>Number of Appeals Pending as of Start of Fiscal Year</th><th>Number of Appeals Received in Fiscal Year</th>
<th>Number of Appeals Processed in Fiscal Year</th><th>Number of Appeals Pending as of End of Fiscal Year</th></tr>
<tr><td>Lighthouse Branch</td><td>0</td><td>5</td><td>4</td><td>1</td></tr>
<tr><td>Agency Overall</td><td>0</td><td>5</td><td>4</td><td>1</td></tr></table>
</body></html>"""


def test_a_page_that_somebody_else_made() -> None:
    """Labels in capitals, a number with a comma, another title; a table of appeals, whose labels are alike, is not taken for that of requests."""
    report = checked(PAGE.encode(), "page.html").report
    assert (report.form, report.year, report.agency.name, report.agency.kind) == ("us-foia", 2022, "Bureau of Tides and Lights", None)
    assert report.tables == {
        "received": {
            "component:Lighthouse Branch": {"pending_start": 3, "received": 1204, "processed": 1200, "pending_end": 7},
            "overall": {"pending_start": 3, "received": 1204, "processed": 1200, "pending_end": 7},
        }
    }
    assert report.section("basic_information").text == "Questions go to the records desk."


CSV = """"Agency","Component","Fiscal Year","Number of Requests Pending as of Start of Fiscal Year","Number of Requests Received in Fiscal Year",\
"Number of Requests Processed in Fiscal Year","Number of Requests Pending as of End of Fiscal Year"
"Bureau of Tides and Lights","Lighthouse Branch","2022","3","1,204","1,200","7"
"Bureau of Tides and Lights","Agency Overall","2022","3","1,204","1,200","8"
"Department of Harbors","Agency Overall","2022","1","2","N/A","3"
"""


def test_the_published_csv() -> None:
    """A report for each agency and year, its sums checked; what it does not hold is not asked for."""
    with speaking("en"):
        first, second = Engine(PLUGINS).check([Source("requests.csv", data=CSV.encode("utf-8-sig"))])
    assert (first.report.agency.name, first.report.year, first.report.form) == ("Bureau of Tides and Lights", 2022, "us-foia")
    assert [(finding.code, finding.cell) for finding in first.findings] == [
        ("SUM103", "received.overall.processed"),
        ("SUM102", "received.overall.pending_end"),
    ]
    balance, branches = (finding.message for finding in first.findings)
    assert "1204 = 1207, but Number of Requests Processed in Fiscal Year + " in balance
    assert balance.endswith(" is 1200 + 8 = 1208.")
    assert branches.startswith("Column Number of Requests Pending as of End of Fiscal Year: 7 = 7, but ")
    assert second.report.marks == {"received.overall.processed": "N/A"}
    assert "STR101" in {told["code"] for told in first.input.unchecked}


def test_a_published_csv_with_a_year_that_is_none() -> None:
    """It is refused with its line; bytes that are no text are refused as such, and a text of another kind holds no report."""
    context = ReadContext(forms=PLUGINS.forms, name="a.csv", formats=PLUGINS.formats)
    reader = PLUGINS.formats["foia-csv"].reader()
    with speaking("en"), pytest.raises(InputError, match="line 2: FY is no fiscal year"):
        reader(CSV.replace('"2022"', '"FY"').encode(), context)
    with speaking("en"), pytest.raises(InputError, match="NUL bytes"):
        reader(b"Agency,Component,Fiscal Year\n\xff\x00,1,2\n", context)
    assert list(reader(b"\xff\xfeAgency,Component,Fiscal Year\n1,2,3\n", context)) == []


def test_the_national_forms_stay_what_they_are() -> None:
    """For a year the national form is asked for by those who name no regime, and a Chinese report is read as one."""
    assert PLUGINS.forms.for_year(2023).id == "2021"  # type: ignore[union-attr]
    assert PLUGINS.forms.for_year(2020).id == "2019"  # type: ignore[union-attr]
    assert PLUGINS.forms.for_year(2020, "us").id == "us-foia"  # type: ignore[union-attr]
    report = random_report(1)
    assert checked(written(report, "html"), "a.html").report.form == "2021"


def test_new_by_regime(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    """``govdisc new --regime us`` makes this form, with a row for each component that is named."""
    words = ["new", "--regime", "us", "--year", "2023", "--agency", "Department of Harbors", "--row", "Pilotage Service", "--format", "json"]
    assert run(words) == 0
    made = json.loads(capsysbinary.readouterr().out)
    assert (made["form"], list(made["tables"]["received"])) == ("us-foia", ["component:Pilotage Service", "overall"])
    assert made["title"] == "Department of Harbors Annual Freedom of Information Act Report for Fiscal Year 2023"
