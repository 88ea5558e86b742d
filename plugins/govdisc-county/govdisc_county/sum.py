"""``govdisc sum``: a parent's tables from the reports of its bodies, cell by cell, with the list of what was added."""

from __future__ import annotations

import os
from collections.abc import Iterator

import click

from govdisc.plugin import N_, CommandRun, ConfigurationError, Form, dumps, option, printed_value, report_command
from govdisc.plugin import gettext as _
from govdisc_county.parts import part_of
from govdisc_county.roster import Roster, key_of, read_roster
from govdisc_county.summing import MOST_BODIES, Body, Refusal, Sum, missing, refusals, unknown_words

#: The formats of this command beside those of reports.
TEXT, ADDENDS = "text", "addends"
#: So many refusals or cells are named one by one.
MOST_TOLD = 100


@report_command(
    "sum",
    examples=("govdisc sum reports/ --agency 青岚县人民政府 --year 2023 -o sum.docx",),
    help=N_(
        "Add up the reports of a parent's bodies into its own (汇总): every cell with what was added, as text, as any format that can be "
        "written, or as data. Nothing is added up while a report is wrong or there twice, or is for another year or on another form."
    ),
)
@option("--agency", required=True, help=N_("The parent's full name, as it stands in the title of its report."))
@option("--year", type=click.IntRange(2000, 2100), required=True, help=N_("The year of the reports."))
@option("--own", metavar="FILE", help=N_("The report of what the parent handled itself, which is added as well."))
@option("--roster", "roster_file", metavar="FILE", help=N_("The units: those whose parent is the agency are added, and must all be there."))
@option("--accept", is_flag=True, help=N_("Add reports with errors as they are, and go without those that are missing."))
@option("--format", "style", metavar="NAME", help=N_("text, addends (JSON), or a format to write the report in (default: as -o ends, else text)."))
@option("-o", "--output", metavar="FILE", help=N_("The file to write; else stdout. It is replaced as a whole."))
@option("--addends", metavar="FILE", help=N_("Write the list of what was added to each cell there, too, as JSON."))
@option("--param", "params", multiple=True, metavar="NAME=VALUE", help=N_("A parameter of the format; see govdisc formats NAME."))
def add_up(
    run: CommandRun, agency: str, year: int, own: str | None, roster_file: str | None, accept: bool, style: str | None, output: str | None,
    addends: str | None, params: tuple[str, ...],
) -> None:  # fmt: skip
    """Add up reports."""
    agency = agency.strip()
    if not agency:
        raise ConfigurationError(_("--agency is empty; give the parent's full name."))
    listed = roster_file or run.roster
    roster = None if listed is None else read_roster(listed, run.plugins.formats, run.plugins.forms)
    if roster is not None and not roster.children(agency):
        raise ConfigurationError(_("{path}: no unit has {agency} for its parent.").format(path=listed, agency=agency))
    style = style or (TEXT if output is None else None)
    format_ = None if style in (TEXT, ADDENDS) else run.writer(style, output)
    bodies = _bodies(run, agency, own, roster)
    if bodies is None or run.account.interrupted or not run.account.totals.read:
        return
    form = _form(run, year, bodies)
    against = list(refusals(bodies, agency, year, form, roster))
    for line in _against(against, accept):
        run.say(line)
    if any(not (refusal.may and accept) for refusal in against):
        run.differs()
        return
    made = Sum.of(agency, year, form, [body.part for body in bodies], [unit.name for unit in missing(bodies, agency, roster)])
    _tell_unknown(run, made)
    if addends is not None:
        run.write([dumps(made.to_dict(), indent=1) + "\n"], addends)
    if format_ is not None:
        run.write_report(made.report(), format_, output, params)
    else:
        run.write([dumps(made.to_dict(), indent=1) + "\n"] if style == ADDENDS else _text(made), output)
    run.say(_summary(made))


# --- reading ------------------------------------------------------------------------------------------------------------------------


def _bodies(run: CommandRun, agency: str, own: str | None, roster: Roster | None) -> list[Body] | None:
    """Read and judge the reports; the own part comes last. None where that cannot be read, which the account tells."""
    bodies = list(_read(run, run.paths, own, own_part=False, roster=roster))
    if roster is not None:
        mine = {key_of(unit.name) for unit in roster.children(agency)}
        kept = [body for body in bodies if (unit := roster.unit(body.part.agency)) is not None and key_of(unit.name) in mine]
        for body in bodies:
            if body not in kept:
                told = _("{uri}: passed over: the roster does not have {name} among the bodies of {agency}.")
                run.say("  " + told.format(uri=body.part.uri, name=body.part.agency or "?", agency=agency))
        bodies = kept
    if own is None:
        return bodies
    found = list(_read(run, [own], None, own_part=True, roster=roster))
    if len(found) > 1:
        raise ConfigurationError(_("--own: {path} holds {count} reports, and the own part is one.").format(path=own, count=len(found)))
    return [*bodies, *found] if found else None


def _read(run: CommandRun, paths: tuple[str, ...] | list[str], but: str | None, *, own_part: bool, roster: Roster | None) -> Iterator[Body]:
    bodies: dict[int, Body] = {}
    for result in run.checked(paths, failing=(), dates=roster.dates if roster else {}):
        if result.aside or (but is not None and _same_file(result.input.uri, but)):
            continue
        if result.report is not None and not result.late:
            bodies[result.index] = Body(part_of(result.report, run.form(result.report), own=own_part))
            if len(bodies) > MOST_BODIES:
                raise ConfigurationError(_("there are more than {count} reports; add them up in groups.").format(count=MOST_BODIES))
        if result.index in bodies:
            bodies[result.index].take(result.findings, run.failing)
    yield from bodies.values()


def _same_file(one: str, other: str) -> bool:
    try:
        return os.path.samefile(one, other)
    except (OSError, ValueError):
        return False


def _form(run: CommandRun, year: int, bodies: list[Body]) -> Form:
    """The form of the year, with the variant that was named, or that all reports are on."""
    plain = run.plugins.forms.for_year(year)
    if plain is None:
        raise ConfigurationError(_("no form is known for {year}.").format(year=year))
    variants = {body.part.variant for body in bodies}
    variant = run.settings.variant or (variants.pop() if len(variants) == 1 else None)
    return run.plugins.forms.form(plain.id, variant)


# --- telling ------------------------------------------------------------------------------------------------------------------------


def _against(against: list[Refusal], accept: bool) -> list[str]:
    if not against:
        return []
    settled = accept and all(refusal.may for refusal in against)
    head = _("Added up although:") if settled else _("Nothing was added up:")
    lines = [f"  {refusal.name}: {refusal.why}" for refusal in against[:MOST_TOLD]]
    if len(against) > MOST_TOLD:
        lines.append("  " + _("and {count} more").format(count=len(against) - MOST_TOLD))
    if not settled and any(refusal.may for refusal in against):
        lines.append("  " + _("(--accept adds reports with errors as they are, and goes without those that are missing)"))
    return [head, *lines]


def _tell_unknown(run: CommandRun, made: Sum) -> None:
    """Name the cells that stay blank because an addend is not known."""
    unknown = made.unknown
    for cell in unknown[:MOST_TOLD]:
        names = ", ".join(f"{made.parts[addend.part].agency} ({unknown_words(addend)})" for addend in cell.addends if addend.unknown)
        run.say(_("{cell} stays blank, since an addend is not known: {names}").format(cell=made.form.cell_label(cell.path), names=names))
    if len(unknown) > MOST_TOLD:
        run.say(_("and {count} more").format(count=len(unknown) - MOST_TOLD))
    if unknown:
        run.differs()
    for row, rows in made.merged.items():
        own = ", ".join(made.form.row_label(*name.split(".")) for name in rows)
        run.say(_("Some reports have the old row {row}; {rows} of all are added into it.").format(row=made.form.row_label(*row.split(".")), rows=own))


def _summary(made: Sum) -> str:
    own = sum(part.own for part in made.parts)
    text = _("{agency}, {year}: the sum of {count} bodies and its own part.") if own else _("{agency}, {year}: the sum of {count} bodies.")
    return text.format(agency=made.agency, year=made.year, count=len(made.parts) - own)


def _text(made: Sum) -> Iterator[str]:
    """A line for each cell that is not 0: ``cell: 12 = 青岚县教育局 7 + 青岚县财政局 5``."""
    for cell in made.cells:
        if not cell.value and cell.mark is None and not cell.unknown:
            continue
        amount = "?" if cell.unknown else cell.mark if cell.mark is not None else printed_value(cell.value)
        addends = [
            f"{made.parts[addend.part].agency} {'?' if addend.unknown else printed_value(addend.value)}"
            for addend in cell.addends
            if addend.value or addend.unknown
        ]
        yield f"{made.form.cell_label(cell.path)}: {amount}{' = ' if addends else ''}{' + '.join(addends)}\n"
