"""Random correct reports of any form: every equation of the form holds, the narrative agrees with the tables."""

from __future__ import annotations

import datetime
import random
from collections.abc import Iterator
from decimal import Decimal
from functools import partial

from govdisc.model.book import Column, Form, FormBook, builtin_forms
from govdisc.model.report import Agency, Report, Section, Source
from govdisc.records import record
from govdisc.testing.narrative import narrative
from govdisc.testing.tables import correct_table
from govdisc.text.bodies import Body
from govdisc.text.values import Value

#: The last year of report that is drawn for a form still in use.
LAST_YEAR = 2025

#: (name, level, kind) of agencies that do not exist.
AGENCIES = (
    ("云岫市人民政府", "city", "government"),
    ("青岚县人民政府", "county", "government"),
    ("白鹭洲区人民政府", "county", "government"),
    ("青岚县水务局", "county", "department"),
    ("云岫市交通运输局", "city", "department"),
    ("白鹭洲区教育局", "county", "department"),
    ("青岚县松涛镇人民政府", "township", "government"),
    ("白鹭洲区映月街道办事处", "township", "office"),
)


#: Bodies of other regimes, and what their own rows are called; none of them exists.
DEPARTMENTS = ("Department of Harbors", "Bureau of Tides and Lights", "Commission on Inland Ferries")
UNITS = ("Office of the Harbor Master", "Pilotage Service", "U.S. Tide Survey")


@record(frozen=True)
class Options:
    """How a random report is made.

    ``form`` is the form's id, or a variant's; ``agency`` a body's name, one of :data:`AGENCIES` or any other; ``zero`` the share of
    cells that are 0; ``largest`` the largest count; ``blank_zeros`` prints zeros as blanks, ``mark`` prints zeros of part 2 as that
    mark instead; ``legacy_row`` puts the rows of another form in the place of those that they replace, form 2019's single （六） row
    in a report of form 2021; ``remarks`` annotates some cells; ``places`` gives every cell a place, as a reader would.
    """

    form: str = "2021"
    variant: str | None = None
    year: int | None = None
    agency: str | None = None
    zero: float = 0.6
    largest: int = 120
    blank_zeros: bool = False
    mark: str | None = None
    legacy_row: bool = False
    remarks: bool = False
    places: bool = False


def random_report(seed: int | random.Random = 0, options: Options | None = None, forms: FormBook | None = None) -> Report:
    """Return a random correct report of any form or variant of a book; the same seed and options give the same report.

    Raises:
        ConfigurationError: when the book has no such form or variant.

    """
    options = options or Options()
    rng = seed if isinstance(seed, random.Random) else random.Random(seed)
    form = _form(forms or builtin_forms(), options)
    agency = _agency(rng, form, options.agency)
    year = options.year if options.year is not None else rng.randint(form.since, form.until or max(form.since, LAST_YEAR))
    report = Report(
        form=form.id,
        variant=form.variant,
        year=year,
        title=form.regime.printed_title(agency.name or "", year),
        agency=agency,
        published=f"{year + 1}-01-{rng.randint(4, 30):02d}",
    )
    for table in form.tables:
        report.tables[table.id] = correct_table(rng, form, table, partial(_draw, options=options), options.legacy_row)
    _make_plausible(report)
    own = form.regime.is_cn
    report.sections = [Section(spec.id, form.heading(spec), narrative(rng, report, spec.id) if own else "") for spec in form.sections]
    _put_words(rng, report, form)
    _decorate(rng, report, options)
    return report


def random_reports(count: int, seed: int = 0, options: Options | None = None, forms: FormBook | None = None) -> Iterator[Report]:
    """Yield so many random correct reports."""
    rng = random.Random(seed)
    forms = forms or builtin_forms()
    for _ in range(count):
        yield random_report(rng, options, forms)


def _form(forms: FormBook, options: Options) -> Form:
    """The form that is named, by its own id or by a variant's, with rows of the agency's own where it has such."""
    form = forms.form(options.form, options.variant) if options.variant else forms.build(options.form)
    return form.opened({table.id: [row.named(name).id for _block, row in table.open_rows for name in UNITS] for table in form.tables})


def _put_words(rng: random.Random, report: Report, form: Form) -> None:
    """Fill the cells that hold days of the calendar or words."""
    for path in [path for path, value in report.cells() if value is None]:
        column = form.column(path)
        if column is not None and column.kind == "date":
            report.marks[path] = datetime.date(report.year or form.since, rng.randint(1, 12), rng.randint(1, 28)).isoformat()
        elif column is not None and column.kind == "text":
            report.marks[path] = f"{chr(65 + rng.randrange(26))}-{rng.randint(1, 99)}"


def _agency(rng: random.Random, form: Form, name: str | None) -> Agency:
    """The body of that name, or one of ours: one for which the variant is made where there is such a one."""
    if not form.regime.is_cn:
        return Agency(name or rng.choice(DEPARTMENTS))
    fitting = [agency for agency in AGENCIES if any(word in agency[0] for word in form.agencies)] or AGENCIES
    chosen = rng.choice(fitting)
    if name is None:
        return Agency(chosen[0], None, chosen[1], chosen[2])
    known = next((agency for agency in AGENCIES if agency[0] == name), None)
    return Agency(name, None, known[1] if known else Body.of(name).level, known[2] if known else Body.of(name).kind)


def _draw(rng: random.Random, column: Column, options: Options) -> Value:
    if column.kind == "days":
        return Decimal(rng.choice(["0.5", "7", "18.25", "120"]))
    if column.kind == "percent":
        return Decimal(rng.choice(["0", "3.5", "100"]))
    if column.kind == "amount":
        return Decimal(rng.choice(["0", "3.2", "51", "7730.28", "0.05"]))
    if column.kind == "change":
        return rng.choice([0, 0, 3, -2])
    return 0 if rng.random() < options.zero else rng.randint(1, options.largest)


def _make_plausible(report: Report) -> None:
    """Only ministries, provinces and cities make 规章; what was issued and not repealed in the year is in force at its end."""
    rows = report.tables.get("disclosure", {})
    if "regulations" in rows and (report.agency.level in ("county", "township") or report.agency.kind == "department"):
        rows["regulations"] = dict.fromkeys(rows["regulations"], 0)
    for cells in rows.values():
        issued, effective = cells.get("issued"), cells.get("effective")
        if issued is not None and effective is not None:
            cells["effective"] = effective + issued


def _decorate(rng: random.Random, report: Report, options: Options) -> None:
    for line, (path, value) in enumerate(list(report.cells()), 1):
        table, row, column = path.split(".")
        if value == 0 and options.blank_zeros and column != "total":
            report.tables[table][row][column] = None
        elif value == 0 and options.mark and table == "disclosure":
            report.tables[table][row][column] = None
            report.marks[path] = options.mark
        elif options.remarks and isinstance(value, int) and value > 1 and rng.random() < 0.05:
            report.remarks[path] = f"其中第一季度{rng.randint(1, value)}件"
        if options.places:
            report.places[path] = f"line {line}"
    if options.places:
        report.source = Source("generated.txt", "text", "0" * 64)
