"""``govdisc collect``: the reports that were sent against the roster of those who must send one."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterator

import click

from govdisc.plugin import N_, CommandRun, ConfigurationError, dumps, option, report_command
from govdisc.plugin import gettext as _
from govdisc_county.gathered import LATE, MISSING, RIGHT, TWICE, WARNED, WRONG, Collection, Gathered, Gathering, Line
from govdisc_county.parents import Belonging
from govdisc_county.roster import read_roster

#: The formats of this command; any other name is a format of ``govdisc validate``, which shows the findings.
FORMATS = ("text", "json", "csv")
WORDS = {
    MISSING: N_("missing"),
    TWICE: N_("twice"),
    WRONG: N_("errors"),
    LATE: N_("late"),
    WARNED: N_("warnings"),
    RIGHT: N_("in order"),
}
COLUMNS = ("name", "code", "parent", "state", "files", "published", "late", "error", "warning", "info", "previous", "suggested")
#: So begins what a spreadsheet takes for a formula.
_FORMULA = tuple("=+-@\t\r＝＋－＠")


@report_command(
    "collect",
    examples=("govdisc collect reports/ --roster units.csv", "govdisc collect reports/ --roster units.csv --previous last-year/"),
    help=N_(
        "Hold the reports that were sent against the roster of those who must send one: who is missing, late, wrong, there twice, or not "
        "expected. The exit code is 1 while something of that is left."
    ),
)
@option("--roster", "roster_file", metavar="FILE", help=N_("The units: CSV or a workbook with the columns name, parent, published … (default: the configuration's)."))
@option("--year", type=click.IntRange(2000, 2100), help=N_("The year of the reports; else the only one that was found."))
@option("--previous", metavar="PATH", help=N_("Last year's reports, a folder or a file, for the checks across years."))
@option("--format", "style", metavar="NAME", help=N_("text, json or csv (default: as -o ends, else text); any other is a format for findings."))
@option("-o", "--output", metavar="FILE", help=N_("The file to write; else stdout. It is replaced as a whole."))
@option("--findings", multiple=True, metavar="[FORMAT=]PATH", help=N_("Write the findings, too, as govdisc validate -o does; may be repeated."))
def collect(
    run: CommandRun, roster_file: str | None, year: int | None, previous: str | None, style: str | None, output: str | None, findings: tuple[str, ...]
) -> None:
    """Tell what was gathered."""
    roster_file = roster_file or run.roster
    if roster_file is None:
        raise ConfigurationError(_("name the roster with --roster FILE, or in the configuration: [roster] with path = \"units.csv\"."))
    roster = read_roster(roster_file, run.plugins.formats, run.plugins.forms)
    if output is not None and os.path.exists(output) and os.path.samefile(output, roster_file):
        raise ConfigurationError(_("{path} is the roster, and would be replaced; name another file.").format(path=output))
    style = style or _by_suffix(output)
    own = style in FORMATS
    named = findings if own or output is None else (*findings, f"{style}={output}")
    targets = run.findings_to(None if own or output is not None else style, named) if named or not own else []
    gathering = Gathering()
    results = run.checked(previous=previous, failing=(), dates=roster.dates, roster=Belonging(roster))
    run.write_findings(gathering.passing(results), targets, [unit.names for unit in roster.units])
    collection = gathering.collection(roster, year, run.failing)
    if own:
        run.write({"text": _text, "json": _json, "csv": _csv}[style](run, collection), output)
    run.say(_summary(collection))
    if collection.open:
        run.differs()


def _by_suffix(output: str | None) -> str:
    suffix = os.path.splitext(output or "")[1].lower().lstrip(".")
    return suffix if suffix in FORMATS else "text"


def _summary(collection: Collection) -> str:
    counts = collection.counts()
    parts = [f"{_(WORDS[state])} {counts[state]}" for state in WORDS if counts[state]]
    if counts["unexpected"]:
        parts.append(_("not expected {count}").format(count=counts["unexpected"]))
    return _("Roster of {count} units, {year}: {parts}.").format(count=counts["units"], year=collection.year or "?", parts=", ".join(parts))


# --- formats ------------------------------------------------------------------------------------------------------------------------


def _text(run: CommandRun, collection: Collection) -> Iterator[str]:
    headers = [_("unit"), _("state"), _("published"), _("errors"), _("warnings"), _("last year"), _("file")]
    shown: list[tuple[Line, Gathered | None]] = [(line, report) for line in collection.lines for report in (line.reports or [None])]  # type: ignore[list-item]
    rows = [_row(line, report) for line, report in shown]
    yield run.table(rows, headers) + "\n"
    if collection.unexpected:
        yield "\n" + _("Not expected:") + "\n"
    for report, unit in collection.unexpected:
        name = report.agency or _("a body whose name was not found")
        near = _(": {unit} may be meant (put the name under other names in the roster, or have it corrected)").format(unit=unit.name) if unit else ""
        yield f"  {name} ({report.uri}){near}\n"
    if collection.other_years:
        yield "\n" + _("For other years:") + "\n"
    for report in collection.other_years:
        yield f"  {report.agency or '?'} {report.year} ({report.uri})\n"


def _row(line: Line, report: Gathered | None) -> list[object]:
    state = _(WORDS[line.state])
    if report is None:
        return [line.unit.name, state, line.unit.published or "", "", "", "", ""]
    # of two reports of one unit, each row says what is found in its own
    return [line.unit.name, state, _published(report), report.severities["error"], report.severities["warning"], _compared(report), report.uri]


def _published(report: Gathered) -> str:
    return (report.published or "") + (f" ({_('late')})" if report.late else "")


def _compared(report: Gathered) -> str:
    if report.previous is None:
        return ""
    return str(report.previous.get("year") or _("compared")) if "uri" in report.previous else _("not compared")


def _json(_run: CommandRun, collection: Collection) -> Iterator[str]:
    yield dumps(collection.to_dict(), indent=1) + "\n"


def _csv(_run: CommandRun, collection: Collection) -> Iterator[str]:
    out = io.StringIO()
    out.write("\ufeff")  # Excel takes a file without it for GBK
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for line in collection.lines:
        data, reports = line.to_dict(), line.reports
        writer.writerow(
            map(
                _safe,
                [
                    data["name"], data["code"], data["parent"], data["state"],
                    "; ".join(report.uri for report in reports),
                    "; ".join(report.published or "" for report in reports) or data["published"],
                    "yes" if any(report.late for report in reports) else "no" if reports else "",
                    *(str(sum(report.severities[severity] for report in reports)) if reports else "" for severity in ("error", "warning", "info")),
                    "; ".join(str((report.previous or {}).get("uri") or "") for report in reports),
                    line.suggested.agency if line.suggested else "",
                ],
            )
        )  # fmt: skip
    for report, unit in collection.unexpected:
        row = [report.agency, "", "", "unexpected", report.uri, report.published, "yes" if report.late else "no"]
        row += [str(report.severities[severity]) for severity in ("error", "warning", "info")]
        writer.writerow(map(_safe, [*row, str((report.previous or {}).get("uri") or ""), unit.name if unit else ""]))
    yield out.getvalue()


def _safe(text: str | None) -> str:
    """A text that no spreadsheet runs as a formula."""
    text = text or ""
    return f"'{text}" if text.lstrip().startswith(_FORMULA) else text
