"""The facts that govdisc's own writers put into a file out of sight, and whose word counts: theirs or the text's."""

from __future__ import annotations

import pytest

from govdisc.model.book import FormBook
from govdisc.model.document import Document, Paragraph
from govdisc.model.report import Report
from govdisc.recognise import recognise

BODY = ("一、总体情况", "本年度信息公开工作平稳有序，公开内容准确，更新及时。", "六、其他需要报告的事项", "无。")
DECLARED = {
    "title": "青岚县水务局2023年政府信息公开工作年度报告",
    "agency": "青岚县水务局",
    "year": "2023",
    "level": "county",
    "published": "2024-01-17",
}


def declaring(forms: FormBook, visible: str = DECLARED["title"], **declared: str) -> Report:
    """The report of a file with that visible title, which declares the facts above with changes."""
    paragraphs = tuple(Paragraph(line, "p") for line in (visible, *BODY))
    return recognise(Document(paragraphs, declared={**DECLARED, **declared}), forms)


def test_declared_facts_count_only_while_the_title_stands(forms: FormBook) -> None:
    """A file that someone edited says what its text says, not what was declared when it was made."""
    report = declaring(forms)
    assert (report.agency.level, report.published, report.unread) == ("county", "2024-01-17", [])
    report = declaring(forms, "白鹭洲区教育局2024年政府信息公开工作年度报告")
    assert (report.agency.name, report.year, report.published) == ("白鹭洲区教育局", 2024, None)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("year", "2" * 20),
        ("year", "二〇二三"),
        ("year", "２０２３"),
        ("year", "1023"),
        ("published", "office"),
        ("published", "2024-13-45"),
        ("published", "２０２４-０１-０１"),
        ("level", "village"),
        ("kind", "bank"),
        ("year", "2019"),
        ("agency", "青岚县教育局"),
    ],
)
def test_a_hidden_fact_that_is_not_so_is_told_and_none_is_believed(forms: FormBook, key: str, value: str) -> None:
    """Hidden facts are held to what JSON is held to, and may not contradict the title that a reader of the file sees."""
    report = declaring(forms, **{key: value})
    assert (report.agency.name, report.year, report.published) == ("青岚县水务局", 2023, None)
    assert [(unread.kind, key in unread.text) for unread in report.unread] == [("reader", True)]


@pytest.mark.parametrize(("key", "value"), [("year", "2" * 60), ("agency", f"青岚县{'某' * 60}局")])
def test_of_a_long_hidden_fact_the_beginning_is_told(forms: FormBook, key: str, value: str) -> None:
    """Forty characters are enough to find it."""
    told = declaring(forms, **{key: value}).unread[0].text
    assert (value[:40] in told, value[:41] in told) == (True, False)


def test_a_file_without_a_title_may_declare_none(forms: FormBook) -> None:
    """What a report without a title declares counts as long as none is printed."""
    blocks = tuple(Paragraph(line, "p") for line in BODY)
    declared = {key: value for key, value in DECLARED.items() if key != "title"}
    assert recognise(Document(blocks, declared=declared), forms).agency.name == "青岚县水务局"
    titled = Paragraph("2023年政府信息公开工作年度报告", "p")
    assert recognise(Document((titled, *blocks), declared=declared), forms).agency.name is None


def test_a_hidden_name_may_be_longer_than_the_title_says(forms: FormBook) -> None:
    """县水务局 and 青岚县水务局 are one body."""
    report = declaring(forms, "县水务局2023年政府信息公开工作年度报告", title="县水务局2023年政府信息公开工作年度报告")
    assert (report.agency.name, report.unread) == ("青岚县水务局", [])


@pytest.mark.parametrize(("label", "form"), [("（六）其他处理", "2019"), ("现行有效件数", "2021"), ("规章", "2019")])
def test_the_declared_form_counts_where_the_tables_do_not_speak_against_it(forms: FormBook, label: str, form: str) -> None:
    """A file that declares form 2019 is of form 2019, unless its tables are those of form 2021."""
    blocks = [Paragraph(line, "p") for line in (DECLARED["title"], *BODY, label)]
    report = recognise(Document(tuple(blocks), declared={**DECLARED, "form": "2019"}), forms)
    assert report.form == form


def test_characters_of_a_file_of_ours_stay_as_they_were_written(forms: FormBook) -> None:
    """Radicals that PDF programs put in the place of characters are made these, but not in a file that govdisc wrote as it stands."""
    lines = ("青岚县水务局2023年政府信息公开工作年度报告", "一、总体情况", "\u2f2f作平稳。", "六、其他需要报告的事项", "无。")
    for declared, text in ((DECLARED, "\u2f2f作平稳。"), ({}, "工作平稳。")):
        report = recognise(Document(tuple(Paragraph(line, "p") for line in lines), declared=declared), forms)
        assert report.sections[0].text == text


def test_a_declared_form_yields_to_the_tables_of_another(forms: FormBook) -> None:
    """Whichever of the two it is."""
    blocks = [Paragraph(line, "p") for line in (DECLARED["title"], *BODY, "对外公开总数量")]
    assert recognise(Document(tuple(blocks), declared={**DECLARED, "form": "2021"}), forms).form == "2019"


@pytest.mark.parametrize(("before", "level"), [(39, "province"), (40, "county")])
def test_the_title_of_a_file_of_ours_is_one_of_its_first_forty_lines(forms: FormBook, before: int, level: str) -> None:
    """Further down it is no longer looked for, and the file says what its text says."""
    lines = ["首页"] * before + [DECLARED["title"], *BODY]
    declared = {**DECLARED, "level": "province"}
    assert recognise(Document(tuple(Paragraph(line, "p") for line in lines), declared=declared), forms).agency.level == level
