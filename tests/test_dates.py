"""Days and periods in every form that pages and reports print; what is no day is none."""

from __future__ import annotations

from datetime import date

import pytest

from govdisc.text.dates import day_in, is_iso_day, iso_day, lone_day, periods, year_in_numerals

FIFTH = date(2024, 1, 5)


@pytest.mark.parametrize(
    "text",
    [
        "2024年1月5日",
        "2024年01月05日 08:47",
        "2024 年 1 月 5 日",
        "2024年1月5号",
        "2024-01-05",
        "2024-1-5 8:30",
        "2024-01-05T08:47:00+08:00",
        "2024-01-0508:47",
        "2024/1/5",
        "2024.1.5",
        "2024—01—05",
        "20240105",
        "２０２４年１月５日",
        "２０２４－０１－０５",
        "二〇二四年一月五日",
        "二○二四年一月五日",
        "二零二四年一月五日",
        "（2024年1月5日）",
    ],
)
def test_every_form_of_a_day(text: str) -> None:
    """Each is the fifth of January, alone and behind a label."""
    assert day_in(text) == lone_day(text) == FIFTH
    assert day_in(f"发布时间：{text}") == FIFTH


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2024年1月1 7日", date(2024, 1, 17)),
        ("2 0 2 4 年 1 月 5 日", FIFTH),
        ("二〇二三年十二月三十一日", date(2023, 12, 31)),
        ("二〇二四年十月二十日", date(2024, 10, 20)),
        ("2024-13-45 2024-01-05", FIFTH),
        ("1999-12-31", date(1999, 12, 31)),
        ("二〇二四年十三月一日，二〇二四年一月五日", FIFTH),
    ],
)
def test_the_first_day_that_exists(text: str, day: date) -> None:
    """Blanks within figures, numerals with tens, and a second day where the first is impossible."""
    assert day_in(text) == day


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2024-13-45",
        "2023年2月29日",
        "2024年1月",
        "2024-01/05",
        "202401051",
        "13812024010512",
        "二〇二四年十三月一日",
        "二〇二四年一一月五日",
        "二〇二四年一月一一日",
        "3024-01-05",
        "共2024处",
    ],
)
def test_what_is_no_day(text: str) -> None:
    """Impossible days, half dates, and digits within longer numbers."""
    assert day_in(text) is None
    assert lone_day(text) is None


@pytest.mark.parametrize("text", ["统计期限自2024年1月5日起", "2024年1月5日前报送", "2024-01-05 来源：水务局", "2024年1月5日至8日"])
def test_a_line_that_holds_a_day_is_not_a_day(text: str) -> None:
    """Words before or behind a day make it part of something else."""
    assert (day_in(text), lone_day(text)) == (FIFTH, None)


@pytest.mark.parametrize("text", ["2024年1月5日 星期五", "2024-01-05 08:47:12", "[2024-01-05 8时30分]", "2024年1月5日（星期五）", "2024年1月5日。"])
def test_a_weekday_or_a_time_belong_to_a_day(text: str) -> None:
    """A line with a day, its weekday and the time is that day."""
    assert lone_day(text) == FIFTH


@pytest.mark.parametrize(
    ("text", "day", "strict"),
    [
        ("2024-01-05", FIFTH, True),
        ("2024-01-05 08:47", FIFTH, False),
        ("2024-01-05T08:47", FIFTH, False),
        ("2024-02-30", None, False),
        ("2024-1-5", None, False),
        ("２０２４-０１-０５", None, False),
        ("2024年1月5日", None, False),
        ("", None, False),
    ],
)
def test_the_day_of_data(text: str, day: date | None, strict: bool) -> None:
    """Data say 2024-01-05; what printed pages say is not taken there."""
    assert iso_day(text) == day
    assert is_iso_day(text) is strict


def test_no_day_at_all() -> None:
    """A date that is not there."""
    assert iso_day(None) is None


@pytest.mark.parametrize(
    "text",
    [
        "自2023年1月1日起至2023年12月31日止",
        "自2023年1月1日起，至2023年12月31日止",
        "自2023年1月1日始至2023年12月31日止",
        "2023年1月1日至12月31日",
        "20231月1日起至202312月31日",
        "20231月1日起至2023年12月31日止",
        "2023.1.1-2023.12.31",
        "2023-01-01至2023-12-31",
        "2023年1月1日0时起至2023年12月31日24时止",
        "2023年1月1日——2023年12月31日",
        "2023年1月1日（含）到2023年12月31日",
        "二〇二三年一月一日至十二月三十一日",
        "二○二三年一月一日起至二○二三年十二月三十一日止",
        "2023年1月至12月",
        "2023年1月份到2023年12月份",
        "2023年1月—12月底",
        "2023年一月一日至2023年十二月三十一日",
    ],
)
def test_every_form_of_a_period(text: str) -> None:
    """However it is put, the figures are those of the whole of 2023."""
    (found,) = periods(f"统计期限为{text}。")
    assert (found.first, found.last, found.year) == (date(2023, 1, 1), date(2023, 12, 31), 2023)
    assert found.damaged is text.startswith("20231")


@pytest.mark.parametrize(
    ("text", "first", "last", "year"),
    [
        ("2023年1月1日至2023年11月30日", date(2023, 1, 1), date(2023, 11, 30), 2023),
        ("2022年12月1日至2023年11月30日", date(2022, 12, 1), date(2023, 11, 30), None),
        ("2023年7月1日至2023年12月31日", date(2023, 7, 1), date(2023, 12, 31), None),
        ("2023年1月1日至2023年2月30日", date(2023, 1, 1), None, 2023),
        ("2023年2月30日至2023年12月31日", None, date(2023, 12, 31), None),
        ("二〇二二年十二月一日至二〇二三年十一月三十日", date(2022, 12, 1), date(2023, 11, 30), None),
        ("2023年1月至11月", date(2023, 1, 1), date(2023, 11, 30), 2023),
        ("2022年12月至2023年11月", date(2022, 12, 1), date(2023, 11, 30), None),
        ("2022年12月至2023年1月", date(2022, 12, 1), date(2023, 1, 31), None),
        ("2023年1月至13月", date(2023, 1, 1), None, 2023),
    ],
)
def test_other_periods(text: str, first: date | None, last: date | None, year: int | None) -> None:
    """A period of part of a year, over two, or with a day that does not exist is told as it stands."""
    (found,) = periods(text)
    assert (found.first, found.last, found.year) == (first, last, year)


def test_a_year_that_runs_into_its_month_makes_a_period_uncertain() -> None:
    """At its end as at its beginning."""
    assert [period.damaged for period in periods("2023年1月1日至202312月31日")] == [True]


@pytest.mark.parametrize("text", ["2025111231日", "2023年1月1日。2023年12月31日", "2023年1月1日，2023年12月31日", "2023年1月1日起施行"])
def test_no_period(text: str) -> None:
    """Two days in two sentences, or one alone, are no period."""
    assert list(periods(text)) == []


@pytest.mark.parametrize(
    ("text", "year"),
    [("二〇二三", 2023), ("二○二三", 2023), ("二零二0", 2020), ("一九九九", 1999), ("二〇二", None), ("二百二三", None), ("2023", 2023), ("20231", None)],
)
def test_years_in_numerals(text: str, year: int | None) -> None:
    """Digit by digit, whatever zero is printed."""
    assert year_in_numerals(text) == year
