"""YOY: this year's report against last year's."""

from __future__ import annotations

from decimal import Decimal

import pytest

from govdisc.model.book import builtin_forms
from govdisc.model.findings import Finding, Unchecked
from govdisc.model.report import Report, Unread
from govdisc.rules.registry import Context
from govdisc.rules.year_on_year import RULES, carried_out_last_year
from govdisc.testing import Options, example_report, random_report, random_reports

FORMS = builtin_forms()
COLUMNS = ("natural_person", "enterprise", "research", "public_interest", "legal_service", "other_organisation", "total")


def findings(report: Report, previous: Report | None, **settings: object) -> list[Finding]:
    context = Context(FORMS.form(report.form), previous, {key.replace("_", ".", 1): value for key, value in settings.items()})
    return [found for rule in RULES for found in rule(report, context) if isinstance(found, Finding)]


def codes(report: Report, previous: Report | None, **settings: object) -> list[str]:
    return [found.code for found in findings(report, previous, **settings)]


def report_of(year: int, **cells: object) -> Report:
    """A report with these cells alone; ``table__row__column`` names a cell."""
    report = Report("2021", year=year)
    for path, value in cells.items():
        table, row, column = path.split("__")
        report.tables.setdefault(table, {}).setdefault(row, {})[column] = value  # type: ignore[assignment]
    return report


def row(total: int | None, person: int | None = None, name: str = "carried_in", year: int = 2023) -> Report:
    report = Report("2021", year=year)
    person = total if person is None else person
    report.tables["requests"] = {name: {**dict.fromkeys(COLUMNS, 0), "natural_person": person, "total": total}}
    return report


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_examples(rule) -> None:  # type: ignore[no-untyped-def]
    """Each rule is silent on its passing example and speaks on its failing one, which has a previous report."""
    for example, expected in ((rule.passing, False), (rule.failing, True)):
        report, previous = example_report(example), example_report(example.previous)
        found = list(rule(report, Context(FORMS.form("2021"), previous)))
        assert bool(found) is expected
        assert all(f.code == rule.code and f.severity == rule.severity for f in found)


def test_silent_without_last_year() -> None:
    """Without last year's report there is nothing to say, whatever the report."""
    for form in ("2019", "2021"):
        for report in random_reports(300, 3, Options(form=form)):
            assert codes(report, None) == []


def test_carried_over_per_column() -> None:
    """Every column whose numbers differ is reported with both numbers; equal ones are not."""
    found = findings(row(103, 100), row(77, 77, "carried_out", 2022))
    assert [(f.code, f.cell, f.actual, f.expected) for f in found if f.code == "YOY101"] == [
        ("YOY101", "requests.carried_in.natural_person", 100, 77),
        ("YOY101", "requests.carried_in.total", 103, 77),
    ]
    assert codes(row(77), row(77, name="carried_out", year=2022)) == []


def test_each_changed_cell_of_the_carry_over_is_found() -> None:
    """A report that follows from last year's is left alone, and each changed cell of it is found where it stands."""
    for seed in range(30):
        last, now = (random_report(seed, Options(year=year, agency="青岚县水务局")) for year in (2022, 2023))
        now.tables["requests"]["carried_in"] = dict(last.tables["requests"]["carried_out"])
        assert "YOY101" not in codes(now, last)
        for column in COLUMNS:
            now.tables["requests"]["carried_in"][column] += 1  # type: ignore[operator]
            assert [f.cell for f in findings(now, last) if f.code == "YOY101"] == [f"requests.carried_in.{column}"]
            now.tables["requests"]["carried_in"][column] -= 1  # type: ignore[operator]


def test_blanks_count_as_zero_but_blank_rows_do_not_count() -> None:
    """A blank beside 0 is no difference; a row blank throughout, missing or unread says nothing."""
    assert codes(row(0), row(None, 0, "carried_out", 2022)) == []
    blank = row(None, name="carried_out", year=2022)
    blank.tables["requests"]["carried_out"] = dict.fromkeys(COLUMNS)
    assert codes(row(5), blank) == []
    assert codes(row(5), Report("2021", year=2022)) == []
    unread = row(5)
    unread.tables["requests"]["carried_in"] = {"total": 5, **dict.fromkeys(COLUMNS[:-1])}
    unread.unread = [Unread("glued", "requests", "line 3", "50", [f"requests.carried_in.{column}" for column in COLUMNS[:-1]])]
    assert codes(unread, row(5, 4, name="carried_out", year=2022)) == []


def test_a_blank_is_said_to_be_blank() -> None:
    """It counts as 0, and is not told as one; a mark is told as it stands there."""
    now, last = row(0), row(5, name="carried_out", year=2022)
    now.tables["requests"]["carried_in"]["total"] = None
    now.tables["requests"]["carried_in"]["natural_person"] = None
    now.marks["requests.carried_in.natural_person"] = "/"
    found = {finding.cell: finding for finding in findings(now, last)}
    person, total = (found[f"requests.carried_in.{column}"] for column in ("natural_person", "total"))
    assert (total.actual, total.expected, "总计: (blank) are carried in" in total.message) == (None, 5, True)
    assert (person.actual, "自然人: / are carried in" in person.message) == (None, True)
    last.tables["requests"]["carried_out"]["total"] = None
    [finding] = [finding for finding in findings(row(5), last) if finding.cell == "requests.carried_in.total"]
    assert finding.message.endswith("last year's report carried out (blank).")


def test_last_year_s_report_tells_what_must_have_been_carried_in() -> None:
    """Cell by cell, where the report is one to compare with; a blank tells nothing."""
    now, last = row(5), row(7, 4, "carried_out", 2022)
    last.tables["requests"]["carried_out"]["research"] = None
    told = dict(carried_out_last_year(now, Context(FORMS.form("2021"), last)))
    assert told == {f"requests.carried_in.{name}": {"total": 7, "natural_person": 4}.get(name, 0) for name in COLUMNS if name != "research"}
    last.year = 2020
    assert not list(carried_out_last_year(now, Context(FORMS.form("2021"), last)))
    assert not list(carried_out_last_year(now, Context(FORMS.form("2021"))))


def test_carry_over_crosses_the_change_of_forms() -> None:
    """Rows 二 and 四 stand in both forms, so 2021 is compared with 2020."""
    last = row(7, name="carried_out", year=2020)
    last.form = "2019"
    assert codes(row(8, year=2021), last) == ["YOY101", "YOY101"]


@pytest.mark.parametrize(
    ("year", "name", "other_year", "other_name"),
    [
        (2023, "青岚县水务局", 2021, "青岚县水务局"),
        (2023, "青岚县水务局", 2023, "青岚县水务局"),
        (2023, "青岚县水务局", 2022, "白鹭洲区教育局"),
    ],
)
def test_a_pair_that_cannot_be_one_is_left_alone(year: int, name: str, other_year: int, other_name: str) -> None:
    """Another body's report, or one of another year than the last, is compared with nothing."""
    now, last = row(103, year=year), row(77, name="carried_out", year=other_year)
    now.agency.name, last.agency.name = name, other_name
    assert codes(now, last) == []


def reasons(report: Report, previous: Report | None) -> dict[str, str]:
    """What was not compared, and why."""
    context = Context(FORMS.form(report.form), previous)
    return {found.code: found.reason for rule in RULES for found in rule(report, context) if isinstance(found, Unchecked)}


def test_what_was_not_compared_is_told() -> None:
    """Another year's report, another body's, and numbers that are not known: each rule says so, and why."""
    now, last = row(103), row(77, name="carried_out", year=2021)
    assert set(reasons(now, last)) == {rule.code for rule in RULES}
    assert "2021, not for 2022" in reasons(now, last)["YOY101"]
    last.year, now.agency.name, last.agency.name = 2022, "青岚县水务局", "青岚县教育局"
    assert "青岚县教育局" in reasons(now, last)["YOY104"]
    assert reasons(now, None) == {}
    assert "四、结转下年度继续办理" in reasons(now, Report("2021", year=2022))["YOY101"]


def test_figures_are_named_and_come_in_the_order_of_the_report() -> None:
    """The message says which cell it is about; columns of this year are walked in their order, whatever last year had."""
    last = row(0, name="carried_out", year=2022)
    del last.tables["requests"]["carried_out"]["research"]
    now = row(0)
    now.tables["requests"]["carried_in"] = {column: number for number, column in enumerate(reversed(COLUMNS), 500)}
    found = findings(now, last)
    assert [f.cell for f in found if f.code == "YOY101"] == [f"requests.carried_in.{name}" for name in reversed(COLUMNS) if name != "research"]
    assert all(FORMS.form("2021").cell_label(f.cell or "") in f.message for f in found)
    assert "科研机构" in reasons(now, last)["YOY101"]


def test_repeated_prose_of_a_report_for_2020_rests_on_the_regulation_alone() -> None:
    """The notice of 2021 that names 内容雷同 came after it."""
    example = next(rule for rule in RULES if rule.code == "YOY105").failing
    assert example is not None
    assert example.previous is not None
    now, last = example_report(example), example_report(example.previous)
    now.form = last.form = "2019"
    now.year, last.year = 2020, 2019
    assert {f.code: f.basis for f in findings(now, last)}["YOY105"] == "《中华人民共和国政府信息公开条例》第四十七条"


@pytest.mark.parametrize(("other", "severity"), [("青岚县水务局", "warning"), ("青岚县水利局", "info"), ("水务局", "warning")])
def test_a_body_with_another_name_since_may_carry_in_what_two_carried_out(other: str, severity: str) -> None:
    """A merger breaks the carry-over honestly."""
    now, last = row(103), row(77, name="carried_out", year=2022)
    now.agency.name, last.agency.name = "青岚县水务局", other
    assert {found.severity for found in findings(now, last) if found.code == "YOY101"} == {severity}


@pytest.mark.parametrize(("name", "other"), [("青岚县水务局", "县水务局"), ("云岫市人民政府", "云岫市"), (None, "青岚县水务局")])
def test_one_body_under_two_names(name: str | None, other: str) -> None:
    """A shorter name of the same body does not hide a mistake."""
    now, last = row(103), row(77, name="carried_out", year=2022)
    now.agency.name, last.agency.name = name, other
    assert "YOY101" in codes(now, last)


def test_years_that_are_not_known_are_taken_on_trust() -> None:
    """The caller says that it is last year's; only a contradiction is refused."""
    now = row(103)
    now.year = None
    assert "YOY101" in codes(now, row(77, name="carried_out", year=2022))


def stock(year: int, issued: int | None, repealed: int | None, effective: int | None) -> Report:
    return report_of(
        year,
        disclosure__normative_documents__issued=issued,
        disclosure__normative_documents__repealed=repealed,
        disclosure__normative_documents__effective=effective,
    )


@pytest.mark.parametrize(
    ("now", "before", "expected"),
    [
        ((3, 1, 22), 20, []),
        ((3, 1, 23), 20, ["YOY102"]),
        ((None, None, 20), 20, []),
        ((None, 2, 19), 20, ["YOY102"]),
        ((3, 1, None), 20, []),
        ((3, 1, 22), None, []),
        ((0, 0, 0), 0, []),
    ],
)
def test_documents_in_force(now: tuple[int | None, int | None, int | None], before: int | None, expected: list[str]) -> None:
    """Last year's stock, and issued without repealed, make this year's; it is only worth a look when they do not."""
    found = findings(stock(2023, *now), stock(2022, 0, 0, before))
    assert [f.code for f in found] == expected
    assert all(f.severity == "info" and f.cell == "disclosure.normative_documents.effective" for f in found)


@pytest.mark.parametrize(
    ("column", "note", "codes"),
    [("issued", "其中修订16件", []), ("effective", "自然失效16件", []), ("issued", "其中修订6件", ["YOY102"]), ("issued", "含联合发文", ["YOY102"])],
)
def test_a_note_in_the_row_explains_the_documents_in_force(column: str, note: str, codes: list[str]) -> None:
    """22 were issued, 16 of them revised: those were in force before."""
    now = stock(2023, 22, 0, 67)
    now.remarks = {f"disclosure.normative_documents.{column}": note, "disclosure.regulations.issued": "16"}
    assert [found.code for found in findings(now, stock(2022, 0, 0, 61))] == codes


def test_regulations_are_followed_too() -> None:
    """规章 have a stock of their own."""
    now, last = (report_of(year, disclosure__regulations__effective=effective) for year, effective in ((2023, 6), (2022, 5)))
    assert [(f.code, f.actual, f.expected) for f in findings(now, last)] == [("YOY102", 6, 5)]


def test_no_stock_in_form_2019() -> None:
    """对外公开总数量 of form 2019 is not 现行有效件数."""
    last = report_of(2020, disclosure__normative_documents__public_total=50)
    last.form = "2019"
    assert codes(stock(2021, 3, 1, 22), last) == []


def charged(amount: str | None, year: int, unit: str | None = None) -> Report:
    report = report_of(year, disclosure__charges__amount=None if amount is None else Decimal(amount))
    if unit:
        report.remarks["disclosure.charges.amount"] = unit
    return report


@pytest.mark.parametrize(
    ("now", "before", "expected"),
    [
        ("71000", "7.1", True),
        ("7.1", "71000", True),
        ("30000", "1", True),
        ("30001", "1", False),
        ("3334", "1", True),
        ("3333", "1", False),
        ("7.1", "3.2", False),
        ("71000", "0", False),
        ("0", "71000", False),
        ("71000", None, False),
        (None, "7.1", False),
    ],
)
def test_unit_shift(now: str | None, before: str | None, expected: bool) -> None:
    """A factor near 10,000 between two amounts is a change of unit; 0 and blank have no factor."""
    found = findings(charged(now, 2023), charged(before, 2022))
    assert [(f.code, f.severity) for f in found] == ([("YOY103", "warning")] if expected else [])


def test_unit_in_the_cell_counts() -> None:
    """71000元 is 7.1万元, whatever the column says."""
    assert codes(charged("71000", 2023, "元"), charged("7.1", 2022)) == []
    assert codes(charged("71000", 2023, "元（含代收）"), charged("7.1", 2022, "万元")) == []
    assert codes(charged("7.1", 2023, "元"), charged("7.1", 2022)) == ["YOY103"]
    assert codes(charged("30001", 2023, "万元"), charged("1", 2022)) == []
    assert codes(charged("48620", 2023, "元（含退费）"), charged("4.862", 2022)) == []
    assert codes(charged("48620", 2023), charged("4.862", 2022)) == ["YOY103"]
    assert codes(charged("5", 2023, "亿元"), charged("5", 2022)) == ["YOY103"]


def test_unit_shift_in_form_2019() -> None:
    """The amount of 政府集中采购 is watched as well, and the spread can be set."""
    now, last = (report_of(year, disclosure__procurement__amount=Decimal(amount)) for year, amount in ((2020, 5_000_000), (2019, 100)))
    now.form = last.form = "2019"
    assert codes(now, last) == []
    assert codes(now, last, YOY103_spread=5) == ["YOY103"]


@pytest.mark.parametrize(
    ("now", "before", "expected"),
    [
        (1000, 100, True),
        (999, 100, False),
        (100, 1000, True),
        (100, 0, True),
        (99, 0, False),
        (0, 100, True),
        (109, 9, True),
        (None, 500, False),
        (500, None, False),
    ],
)
def test_jumps(now: int | None, before: int | None, expected: bool) -> None:
    """Ten times as much and a hundred more is a jump, in either direction; 0 counts as 1."""
    found = findings(report_of(2023, disclosure__licensing__decisions=now), report_of(2022, disclosure__licensing__decisions=before))
    assert [(f.code, f.severity) for f in found] == ([("YOY104", "info")] if expected else [])


def test_what_a_jump_is_can_be_set() -> None:
    """The smallest difference, below which last year's 0 still counts as 1; and a figure that does not jump hides no other."""
    now = report_of(2023, disclosure__licensing__decisions=10, requests__granted__total=900)
    last = report_of(2022, disclosure__licensing__decisions=0, requests__granted__total=2)
    assert [f.cell for f in findings(now, last)] == ["requests.granted.total"]
    assert [f.cell for f in findings(now, last, YOY104_minimum=5)] == ["disclosure.licensing.decisions", "requests.granted.total"]


def test_jumps_are_looked_for_in_totals() -> None:
    """Of parts 3 and 4 the totals alone are looked at, and the bound can be set."""
    now = report_of(2023, requests__granted__total=900, requests__granted__natural_person=900)
    last = report_of(2022, requests__granted__total=2, requests__granted__natural_person=2)
    assert [f.cell for f in findings(now, last)] == ["requests.granted.total"]
    now.tables["requests"]["carried_in"], last.tables["requests"]["carried_in"] = {"total": 900}, {"total": 2}
    assert [f.cell for f in findings(now, last)] == ["requests.granted.total"]
    assert codes(now, last, YOY104_factor=1000) == []
    assert codes(now, last, YOY104_minimum=899) == []
