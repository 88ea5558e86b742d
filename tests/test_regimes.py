"""Forms of another regime, by data alone: what they print is what they read; kinds of cells; rows that each report has its own of."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from govdisc.checked import checked_report
from govdisc.engine import Engine
from govdisc.errors import ConfigurationError, InputError
from govdisc.formats.base import WriteContext
from govdisc.formats.json import loads, write
from govdisc.model.blank import blank_report
from govdisc.model.book import FormBook, builtin_forms, parse_form
from govdisc.model.document import Cell, Document, Grid, Paragraph
from govdisc.model.form import Form
from govdisc.model.layout import report_layout
from govdisc.model.report import Report, printed_cell
from govdisc.plugins import Plugins
from govdisc.recognise import recognise
from govdisc.recognise.plain import titles_in
from govdisc.schema import report_schema
from govdisc.settings import applies
from govdisc.testing import Options, random_report, random_reports

ISLE = """
id = "isle"
title = "Yearly account of letters"
basis = "Letters Act, section 4"
since = 2010

[regime]
id = "isle"
language = "en"
ordinals = "letters"
heading = "{ordinal}) {title}"
titles = ["Letters Account of {agency}, {year}", "{year} account of letters: {agency}"]
dates = ["%d %B %Y"]
labels = { published = ["Issued on"] }
levels = ["island", "parish"]
kinds = ["office"]

[[sections]]
id = "words"
ordinal = "A"
title = "In Words"

[[sections]]
id = "figures"
ordinal = "B"
title = "In Figures"
words = [["tables", "letters"]]

[[tables]]
id = "letters"
section = "figures"
layout = "matrix"
label_columns = 1

[[tables.blocks]]
corner = "Office"
columns = [
  { id = "came", label = "Letters received" },
  { id = "answered", label = "Letters answered" },
  { id = "waiting", label = "Letters waiting" },
  { id = "median", label = "Median days to answer", kind = "days" },
  { id = "share", label = "Answered in time", kind = "percent" },
  { id = "oldest", label = "Oldest letter of", kind = "date" },
  { id = "note", label = "Where it lies", kind = "text" },
]
rows = [{ id = "office", open = true }, { id = "all", label = "ALL OFFICES" }]

[[tables.identities]]
id = "balance"
axis = "row"
sum = ["came"]
equals = ["answered", "waiting"]

[[tables.identities]]
id = "offices"
axis = "column"
sum = ["office.*"]
equals = ["all"]
"""


@pytest.fixture(scope="module")
def isle() -> FormBook:
    return FormBook([parse_form(ISLE, "isle.toml")])


@pytest.fixture(scope="module")
def form(isle: FormBook) -> Form:
    return isle.form("isle")


def printed(report: Report, forms: FormBook) -> Document:
    """Return a report as a document: its title, headings and tables, as any reader would make them of a page."""
    form = forms.of(report)
    blocks: list[Paragraph | Grid] = [Paragraph(report.title or "", "p0")]
    for number, section in enumerate(report.sections):
        blocks += [Paragraph(section.title, f"s{number}"), *(Paragraph(line, f"s{number}") for line in section.text.split("\n") if line)]
        for table in form.tables:
            if table.section == section.id and table.id in report.tables:
                rows = report_layout(form, report, table.id).rows()
                cells = (
                    tuple(
                        Cell(printed_cell(report, cell.path) if cell.path else cell.text, f"r{at}", cell.rowspan, cell.colspan) for cell in row
                    )
                    for at, row in enumerate(rows)
                )
                blocks.append(Grid(tuple(cells), "t"))
    return Document(tuple(blocks))


def test_what_it_prints_is_what_it_reads(isle: FormBook) -> None:
    """Title, headings, numbers, days of the calendar and words come back from print; a body's name tells nothing of level and kind."""
    for report in random_reports(5, 2, Options(form="isle"), isle):
        report.sections[0].text = "All letters were read."
        back = recognise(printed(report, isle), isle)
        assert (back.form, back.title, back.year, back.agency) == ("isle", report.title, report.year, report.agency)
        assert [(part.id, part.title, part.text) for part in back.sections] == [(part.id, part.title, part.text) for part in report.sections]
        assert (back.tables, back.marks, back.unread) == (report.tables, report.marks, [])


def test_other_titles_and_days_are_read(isle: FormBook, form: Form) -> None:
    """Every pattern of a title is read, in any case; days as the regime writes them."""
    report = random_report(1, Options(form="isle", agency="Harbour Office", year=2021), isle)
    document = printed(report, isle)
    blocks = (Paragraph("2021 ACCOUNT of letters:  Harbour Office", "p0"), Paragraph("Issued on: 4 March 2022", "p1"), *document.blocks[1:])
    back = recognise(Document(blocks), isle)
    assert (back.agency.name, back.year, back.published) == ("Harbour Office", 2021, "2022-03-04")
    assert form.regime.read_date("31 February 2022") is None


@pytest.mark.parametrize(
    ("ordinals", "printed_as", "number"),
    [("roman", "XIV", 14), ("roman", "IX", 9), ("arabic", "12", 12), ("letters", "C", 3), ("chinese", "三", 3), ("none", "1", None), ("roman", "ABC", None)],
)
def test_ordinals(form: Form, ordinals: str, printed_as: str, number: int | None) -> None:
    """Each way to number parts is read as the number it says."""
    from dataclasses import replace

    assert replace(form.regime, ordinals=ordinals).number(printed_as) == number


def test_the_rows_of_a_report(form: Form) -> None:
    """An open row gives way to a report's own; what all of them add up to is written out; a full stop in a label is kept."""
    opened = form.opened({"letters": ["office:Quay", "office:St\u2024 Ives", "all", "other:x"]})
    assert [row.label for _block, row in opened.table_index["letters"].rows()] == ["Quay", "St. Ives", "ALL OFFICES"]
    offices = opened.table_index["letters"].identities[1]
    assert offices.sum == ("office:Quay", "office:St\u2024 Ives")
    assert form.opened({"letters": ["all"]}).table_index["letters"].identities[1:] == ()
    assert opened.cell_label("letters.office:St\u2024 Ives.came") == "St. Ives × Letters received"
    assert builtin_forms().form("2021").opened({"requests": ["received"]}) is builtin_forms().form("2021")


def judged(report: Report, forms: FormBook) -> list[tuple[str, str | None, str | None]]:
    plugins = Plugins(points=())
    plugins.__dict__["forms"] = forms
    return [(finding.code, finding.cell, finding.basis) for finding in Engine(plugins).judged(report).findings]


def test_sums_rest_on_its_own_law(isle: FormBook) -> None:
    """A row that does not balance and a column that its offices do not make up are found; a correct report is not."""
    report = random_report(3, Options(form="isle", zero=0), isle)
    assert judged(report, isle) == []
    report.tables["letters"]["all"]["came"] += 1  # type: ignore[operator]
    assert judged(report, isle) == [
        ("SUM102", "letters.all.came", "Letters Act, section 4"),
        ("SUM103", "letters.all.answered", "Letters Act, section 4"),
    ]


def test_medians_and_shares_are_not_added_up(isle: FormBook) -> None:
    """A sum down the columns is about what is counted: medians of offices do not make up that of all."""
    form = isle.of(random_report(3, Options(form="isle"), isle))
    assert {equation.line for equation in form.equations() if equation.identity.id == "offices"} == {"came", "answered", "waiting"}


@pytest.mark.parametrize(
    ("column", "mark", "codes"),
    [
        ("median", "N/A", []),
        ("median", "<1", []),
        ("median", "soon", ["NUM103"]),
        ("share", "—", []),
        ("oldest", "2 May 1999", []),
        ("note", "3.5", []),
        ("came", "N/A", ["NUM102"]),
    ],
)
def test_kinds_of_cells(isle: FormBook, column: str, mark: str, codes: list[str]) -> None:
    """Where nothing came there is no median, and words are no numbers: only what should count is held to a number."""
    report = random_report(3, Options(form="isle", zero=1), isle)
    report.tables["letters"]["all"][column] = None
    report.marks[f"letters.all.{column}"] = mark
    assert [code for code, _cell, _basis in judged(report, isle) if code.startswith("NUM")] == codes


def test_days_and_shares_are_decimals(isle: FormBook) -> None:
    """12.5 days and 98.5% are numbers."""
    report = random_report(3, Options(form="isle"), isle)
    document = printed(report, isle)
    grid = document.blocks[-1]
    assert isinstance(grid, Grid)
    texts = ["ALL OFFICES", "3", "2", "1", "12.5", "98.5%", "2 May 1999", "cellar"]
    rows = (*grid.rows[:-1], tuple(Cell(text, "r") for text in texts))
    back = recognise(Document((*document.blocks[:-1], Grid(rows, "t"))), isle)
    cells = back.tables["letters"]["all"]
    assert (cells["median"], cells["share"]) == (Decimal("12.5"), Decimal("98.5"))
    assert (cells["oldest"], back.marks["letters.all.oldest"], back.marks["letters.all.note"]) == (None, "2 May 1999", "cellar")


def test_the_schema_admits_the_rows_of_a_report(isle: FormBook, form: Form) -> None:
    """A report's own rows fit the form's JSON Schema, and are read; a row of another name, or a number where words stand, is refused."""
    data = loads(write([random_report(3, Options(form="isle"), isle)], WriteContext(isle)).decode())
    schema = report_schema(form)
    assert list(jsonschema.Draft202012Validator(schema).iter_errors(data)) == []
    assert isinstance(checked_report(data, forms=isle), Report)
    for path, value in ((("bureau:Quay",), {}), (("office:",), {}), (("all", "note"), 5), (("all", "median"), "5")):
        wrong = loads(write([random_report(3, Options(form="isle"), isle)], WriteContext(isle)).decode())
        target = wrong["tables"]["letters"]
        for step in path[:-1]:
            target = target[step]
        target[path[-1]] = value
        assert list(jsonschema.Draft202012Validator(schema).iter_errors(wrong)) != []
        assert isinstance(checked_report(wrong, forms=isle), InputError)


def test_the_levels_of_a_regime(isle: FormBook) -> None:
    """A level of the national forms is none of this regime's."""
    data = loads(write([random_report(3, Options(form="isle"), isle)], WriteContext(isle)).decode())
    data["agency"]["level"] = "parish"
    assert isinstance(checked_report(data, forms=isle), Report)
    data["agency"]["level"] = "county"
    assert isinstance(checked_report(data, forms=isle), InputError)


def test_it_is_chosen_for_nobody_else(isle: FormBook) -> None:
    """For a year a form is asked for by regime; a national report is never taken for one of it."""
    assert [found.id for year in (2019, 2024) if (found := isle.for_year(year))] == ["2019", "2021"]
    assert isle.for_year(2024, "isle") is isle.form("isle")
    assert isle.for_year(2024, "nowhere") is None
    for report in random_reports(4, 5, Options()):
        assert recognise(printed(report, isle), isle).form == "2021"


def test_a_report_without_tables_goes_by_its_title(isle: FormBook) -> None:
    """A title of the regime within the first lines of the text, though it has more than one; any other title is that of a national report."""
    for title in ("Letters Account of Harbour Office, 2021", "2021 account of letters: Harbour Office", "Letters Account of\nHarbour Office, 2021"):
        lines = ["Welcome", *title.split("\n"), "A) In Words", "No letter came."]
        found = recognise(Document(tuple(Paragraph(line, f"line {at}") for at, line in enumerate(lines))), isle)
        assert (found.form, found.title, found.year, found.agency.name) == ("isle", " ".join(title.split()), 2021, "Harbour Office")
        assert [(part.id, part.title, part.text) for part in found.sections] == [("words", "A) In Words", "No letter came.")]
    late = [Paragraph("Words", "p")] * 40 + [Paragraph("Letters Account of Harbour Office, 2021", "p")]
    assert recognise(Document(tuple(late)), isle).form == "2021"
    assert recognise(Document((Paragraph("青岚县水务局2023年政府信息公开工作年度报告", "p"),)), isle).form == "2021"


def test_a_heading_of_a_regime_with_another_number(isle: FormBook) -> None:
    """Its number alone tells a part under another title, and it is that part's own."""
    lines = ["Letters Account of Harbour Office, 2021", "A) What happened", "No letter came.", "B) In Figures", "None."]
    found = recognise(Document(tuple(Paragraph(line, f"line {at}") for at, line in enumerate(lines))), isle)
    assert [(part.id, part.title) for part in found.sections] == [("words", "A) What happened"), ("figures", "B) In Figures")]
    for heading in ("B) Tables of all letters", "B) TABLES OF LETTERS"):
        found = recognise(Document(tuple(Paragraph(line, f"line {at}") for at, line in enumerate([*lines[:3], heading, "None."]))), isle)
        assert [(part.id, part.title) for part in found.sections] == [("words", "A) What happened"), ("figures", heading)]


def test_rules_of_a_regime(isle: FormBook, form: Form) -> None:
    """Rules on Chinese law are not about it; those on parts, numbers and sums are."""
    rules = Plugins(points=()).rules.values()
    about = {rule.code[:3] for rule in rules if applies(rule, form)}
    assert about.isdisjoint({"DUE", "FEE", "NAR", "REG", "YOY"})
    assert {"STR", "NUM", "SUM"} <= about


def test_a_blank_form_with_rows_of_its_own(form: Form) -> None:
    """A blank report has the rows that are named, and the regime's title and headings."""
    report = blank_report(form, 2021, "Harbour Office", ["Quay"])
    assert (report.title, report.sections[1].title) == ("Letters Account of Harbour Office, 2021", "B) In Figures")
    assert list(report.tables["letters"]) == ["office:Quay", "all"]
    assert report.agency.kind is None


def test_a_regime_of_another_form(isle: FormBook) -> None:
    """A form may name the regime that another brings; a regime that nobody brings, or a name that is taken, is refused."""
    regime = ISLE[ISLE.index("[regime]") : ISLE.index("[[sections]]")]
    second = ISLE.replace(regime, "").replace('id = "isle"', 'id = "isle-2"\nregime = "isle"', 1)
    book = FormBook([parse_form(ISLE, "a"), parse_form(second, "b")])
    assert book.form("isle-2").regime is book.form("isle").regime
    with pytest.raises(ConfigurationError, match="there is no regime isle"):
        FormBook([parse_form(second, "b")]).build("isle-2")
    twice = FormBook([parse_form(ISLE, "a"), parse_form(ISLE.replace('id = "isle"', 'id = "isle-3"', 1), "c")])
    with pytest.raises(ConfigurationError, match=r"regime\.id: the name isle is taken"):
        twice.build("isle-3")
    with pytest.raises(ConfigurationError, match=r"regime\.id: the name cn is taken"):
        FormBook([parse_form(ISLE.replace('id = "isle"\nlanguage', 'id = "cn"\nlanguage'), "d")]).build("isle")


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('ordinals = "letters"', 'ordinals = "letter"', "did you mean letters"),
        ('"{ordinal}) {title}"', '"{ordinal})"', "regime.heading"),
        ('"Letters Account of {agency}, {year}"', '"Letters Account, {year}"', "regime.titles"),
        ('language = "en"', "lang = \"en\"", "regime.lang"),
        ("labels = { published", "labels = { publishd", "regime.labels"),
        ('titles = ["Letters', 'titles = [5, "Letters', "regime.titles"),
    ],
)
def test_a_regime_that_is_wrong(old: str, new: str, words: str) -> None:
    """Its keys are held to what there is, as those of forms are."""
    assert old in ISLE
    with pytest.raises(ConfigurationError, match=words.replace(".", r"\.")):
        parse_form(ISLE.replace(old, new), "isle.toml")


def test_check_prints_what_a_form_is(govdisc: Callable[..., Any], tmp_path: Path) -> None:
    """``govdisc forms --check`` takes a whole form as well, and says nothing Chinese of it."""
    file = tmp_path / "isle.toml"
    file.write_text(ISLE, "utf-8")
    done = govdisc("forms", "--check", file)
    assert (done.code, "A) In Words  [words]" in done.out) == (0, True)
    assert re.findall("[\u2e80-\u9fff\uff00-\uffef]", done.out) == []


def test_a_title_behind_the_number_of_another_part_is_the_weaker_heading(isle: FormBook) -> None:
    """The list of what a page holds numbers the parts in its own way; the heading with the part's own number counts."""
    lines = ["Letters Account of Harbour Office, 2021", "C) In Words", "See below.", "A) In Words", "No letter came."]
    found = recognise(Document(tuple(Paragraph(line, f"line {at}") for at, line in enumerate(lines))), isle)
    assert [(part.title, part.text) for part in found.sections] == [("A) In Words", "No letter came.")]


def test_a_title_across_a_layout_table_of_a_regime(isle: FormBook) -> None:
    """A row of one cell is text where it is the title, and a row of its table where it is a label with nothing beside it."""
    report = random_report(1, Options(form="isle", agency="Harbour Office", year=2021), isle)
    document = printed(report, isle)
    (table,) = (block for block in document.blocks if isinstance(block, Grid))
    blank = tuple(cell._replace(text="" if at else cell.text) for at, cell in enumerate(table.rows[-1]))
    rows = ((Cell(report.title or "", "r0", 1, len(blank)),), *table.rows[:-1], blank)
    back = recognise(Document((Grid(rows, "t"),)), isle)
    assert (back.title, back.tables["letters"]["all"]) == (report.title, dict.fromkeys(report.tables["letters"]["all"]))


@pytest.mark.parametrize(("above", "published"), [(78, "2022-03-04"), (79, None)])
def test_the_facts_of_a_regime_stand_within_so_many_lines(isle: FormBook, above: int, published: str | None) -> None:
    """Further down they are those of something else."""
    lines = ["Letters Account of Harbour Office, 2021", *["Office"] * above, "Issued on: 4 March 2022", "A) In Words", "No letter came."]
    found = recognise(Document(tuple(Paragraph(line, "p") for line in lines)), isle)
    assert (found.form, found.published) == ("isle", published)


@pytest.mark.parametrize(("above", "published"), [(2, "2022-03-04"), (3, None)])
def test_the_facts_of_a_regime_stand_in_the_first_rows_of_a_table(isle: FormBook, above: int, published: str | None) -> None:
    """A longer table is none of facts."""
    rows = tuple((Cell(text, "t"),) for text in [*["Office"] * above, "Issued on: 4 March 2022"])
    lines = ("Letters Account of Harbour Office, 2021", "A) In Words", "No letter came.")
    found = recognise(Document((Paragraph(lines[0], "p"), Grid(rows, "t"), *(Paragraph(line, "p") for line in lines[1:]))), isle)
    assert (found.form, found.published) == ("isle", published)


def test_words_where_numbers_belong_and_where_words_do(isle: FormBook) -> None:
    """A row of which two cells are numbers is one of data, as long as the columns of words are left out of the count."""
    report = random_report(1, Options(form="isle", agency="Harbour Office", year=2021), isle)
    document = printed(report, isle)
    (table,) = (block for block in document.blocks if isinstance(block, Grid))
    texts = ("5", "3", "few", "long", "half", "4 March 2022", "It lies on the upper shelf")
    last = (table.rows[-1][0], *(cell._replace(text=text) for cell, text in zip(table.rows[-1][1:], texts, strict=True)))
    blocks = tuple(Grid((*table.rows[:-1], last), "t") if block is table else block for block in document.blocks)
    back = recognise(Document(blocks), isle)
    assert (back.tables["letters"]["all"]["came"], back.tables["letters"]["all"]["answered"]) == (5, 3)
    assert back.marks["letters.all.waiting"] == "few"


def test_a_title_of_a_regime_over_two_lines_and_a_body_whose_name_tells_nothing(isle: FormBook, form: Form) -> None:
    """It stands where its lines do; what a body is, its name tells in the regime of the national forms alone."""
    lines = ["Welcome", "Letters Account of", "青岚县水务局, 2021", "A) In Words", "No letter came."]
    assert [(title.first, title.last) for title in titles_in(lines, form.regime)] == [(1, 2)]
    found = recognise(Document(tuple(Paragraph(line, "p") for line in lines)), isle)
    assert (found.agency.name, found.agency.level, found.agency.kind) == ("青岚县水务局", None, None)
