"""``govdisc compare``: what is not the same in two versions, two years, or two folders of reports."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Sequence

import click

from govdisc.plugin import N_, CommandRun, ConfigurationError, InputError, Report, dumps, option, report_command
from govdisc.plugin import gettext as _
from govdisc_county.changes import BLANK, FACTS, LEAD, MARK, REMARK, ROW, UNREAD, VALUE, CellChange, Comparison, FactChange, Printed
from govdisc_county.pairing import Paired, paired
from govdisc_county.sentences import ADDED, CHANGED, EQUAL, MOVED, REMOVED, Change

FORMATS = ("text", "json", "html", "docx")
#: More reports than this are compared in groups.
MOST_REPORTS = 10_000
#: A sentence is shown up to here in the text.
LONGEST_SHOWN = 200
KINDS = {
    VALUE: N_("number"),
    MARK: N_("mark"),
    BLANK: N_("blank"),
    ROW: N_("row"),
    REMARK: N_("remark"),
    UNREAD: N_("not read"),
    CHANGED: N_("rewritten"),
    REMOVED: N_("taken out"),
    ADDED: N_("added"),
    MOVED: N_("moved"),
}


@report_command(
    "compare",
    examples=("govdisc compare last-year/correct-2022.json report.docx", "govdisc compare last-year/ reports/"),
    paths=False,
    help=N_(
        "Say what is not the same in two versions or two years of a report, or in two folders, whose reports are paired by body: cells, headings, "
        "and prose sentence by sentence. The exit code is 1 where something differs."
    ),
)
@click.argument("before", metavar="A", type=click.Path(readable=False))
@click.argument("after", metavar="B", type=click.Path(readable=False))
@option("--format", "style", type=click.Choice(FORMATS), help=N_("How to write it (default: as -o ends, else text); docx has marks for revision."))
@option("-o", "--output", metavar="FILE", help=N_("The file to write; else stdout. It is replaced as a whole."))
def compare(run: CommandRun, before: str, after: str, style: str | None, output: str | None) -> None:
    """Compare reports."""
    suffix = os.path.splitext(output or "")[1].lower().lstrip(".")
    style = style or (suffix if suffix in FORMATS else "text" if suffix in ("", "txt") else None)
    if style is None:
        raise ConfigurationError(_("{path}: name the format with --format: {known}.").format(path=output, known=", ".join(FORMATS)))
    old, new = _read(run, before), _read(run, after)
    empty = [path for path, reports in ((before, old), (after, new)) if not reports]
    if run.account.interrupted or len(empty) > 1 or (empty and run.account.totals.refused):
        return
    for path in empty:
        run.say(_("{path}: no report was found in it.").format(path=path))
    found = paired(old, new)
    if not (empty or found.pairs or found.unclear):
        run.say(_("No body has a report on both sides."))
    comparisons = list(_compared(run, found))
    if style == "docx":
        from govdisc_county.redline import document

        run.check_output(style, binary=True, output=output)
        run.write([document(comparisons)], output)
    elif style == "html":
        from govdisc_county.page import page

        run.write(page(comparisons, found), output)
    else:
        run.write({"text": _text, "json": _json}[style](comparisons, found), output)
    differing = sum(comparison.differs for comparison in comparisons)
    run.say(_summary(len(comparisons), differing, found))
    if differing or found.only_before or found.only_after or found.unclear:
        run.differs()


def _read(run: CommandRun, path: str) -> list[Report]:
    reports = []
    for result in run.read([path]):
        if result.report is not None and not result.late:
            reports.append(result.report)
            if len(reports) > MOST_REPORTS:
                raise ConfigurationError(_("{path}: there are more than {count} reports; compare them in groups.").format(path=path, count=MOST_REPORTS))
    return reports


def _compared(run: CommandRun, found: Paired) -> Iterator[Comparison]:
    for old, new in found.pairs:
        try:
            yield Comparison.of(old, new, run.form(old), run.form(new))
        except InputError as error:
            found.unclear.append((new, str(error)))


def _summary(pairs: int, differing: int, found: Paired) -> str:
    text = _("Compared: {count}, of which {differing} differ.").format(count=pairs, differing=differing)
    others = [
        _(sentence).format(count=len(reports))
        for sentence, reports in (
            (N_("Only in A: {count}."), found.only_before),
            (N_("Only in B: {count}."), found.only_after),
            (N_("Not compared: {count}."), found.unclear),
        )
        if reports
    ]
    return " ".join([text, *others])


# --- words --------------------------------------------------------------------------------------------------------------------------


def report_name(report: Report) -> str:
    """A report's file, body and year."""
    return "  ".join(str(fact) for fact in (report.source.uri if report.source else None, report.agency.name, report.year) if fact)


def fact_name(comparison: Comparison, fact: FactChange) -> str:
    """What a fact or heading is called."""
    if fact.section is None:
        return _(FACTS[fact.name])
    return _("heading of {part}").format(part=comparison.heading(fact.section))


def part_name(comparison: Comparison, section: str) -> str:
    """What a part is called."""
    return _("before part 1") if section == LEAD else comparison.heading(section)


def cell_text(printed: Printed) -> str:
    """A cell as words."""
    if printed.unread:
        return _("not read")
    if printed.absent:
        return _("no such row")
    return (printed.text or _("blank")) + (f"（{printed.remark}）" if printed.remark else "")


def shown_share(share: float | None) -> str:
    """A share in per cent."""
    return "–" if share is None else f"{share:.0%}"


# --- text and data ------------------------------------------------------------------------------------------------------------------


def _json(comparisons: Sequence[Comparison], found: Paired) -> Iterator[str]:
    data = {
        "schema_version": "1",
        "pairs": [comparison.to_dict() for comparison in comparisons],
        "only_before": [_named(report) for report in found.only_before],
        "only_after": [_named(report) for report in found.only_after],
        "not_compared": [{**_named(report), "reason": why} for report, why in found.unclear],
    }
    yield dumps(data, indent=1) + "\n"


def _named(report: Report) -> dict[str, object]:
    return {"uri": report.source.uri if report.source else None, "agency": report.agency.name, "year": report.year}


def _text(comparisons: Sequence[Comparison], found: Paired) -> Iterator[str]:
    for number, comparison in enumerate(comparisons):
        if number:
            yield "\n"
        yield from _pair(comparison)
    for title, reports in ((_("Only in A:"), found.only_before), (_("Only in B:"), found.only_after)):
        if reports:
            yield f"\n{title}\n"
            yield from (f"  {report_name(report)}\n" for report in reports)
    if found.unclear:
        yield "\n" + _("Not compared:") + "\n"
        yield from (f"  {report_name(report)}: {why}\n" for report, why in found.unclear)


def _pair(comparison: Comparison) -> Iterator[str]:
    yield f"A  {report_name(comparison.before)}\nB  {report_name(comparison.after)}\n"
    if not comparison.differs:
        yield "  " + _("no difference") + "\n"
        return
    for fact in comparison.facts:
        yield f"  {fact_name(comparison, fact)}: {fact.before or _('none')} → {fact.after or _('none')}\n"
    for change in comparison.cells:
        yield f"  {cell_line(change)}\n"
    section = None
    for sentence in comparison.changes:
        if sentence.section != section:
            section = sentence.section
            yield f"  {part_name(comparison, section)}\n"
        yield f"    {_sentence(comparison, sentence)}\n"
    counts = Counter(sentence.kind for sentence in comparison.sentences)
    yield "  " + _("the same: {cells} cells, {sentences} sentences; of the sentences of B, {share} stand in A, {but} but for their numbers").format(
        cells=comparison.same_cells, sentences=counts[EQUAL], share=shown_share(comparison.repeated[0]), but=shown_share(comparison.repeated[1])
    ) + "\n"  # fmt: skip


def cell_line(change: CellChange) -> str:
    """A cell and what became of it, with the kind of the change where it is no number's."""
    kind = "" if change.kind == VALUE else f" ({_(KINDS[change.kind])})"
    return f"{change.label}: {cell_text(change.before)} → {cell_text(change.after)}{kind}"


def _sentence(comparison: Comparison, change: Change) -> str:
    kind = _(KINDS[change.kind])
    if change.kind == CHANGED:
        marks = {EQUAL: "{}", REMOVED: "[-{}-]", ADDED: "{{+{}+}}"}
        return f"{kind}: " + "".join(marks[piece.kind].format(_plain(piece.text)) for piece in change.pieces())
    shown = change.after or change.before
    assert shown is not None
    text = _plain(shown.text)
    text = text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…"
    if change.kind == MOVED and change.before is not None and change.before.section != shown.section:
        return _("{kind} from {part}: {text}").format(kind=kind, part=part_name(comparison, change.before.section), text=text)
    return f"{kind}: {text}"


def _plain(text: str) -> str:
    """A text on one line, without what could steer a terminal."""
    return "".join(character if character.isprintable() else "" if character in "\n\r\t" else "\ufffd" for character in text)
