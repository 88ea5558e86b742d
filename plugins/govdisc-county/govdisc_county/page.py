"""A comparison as one self-contained page: what differs in the tables, and the prose side by side. No script, nothing fetched."""

from __future__ import annotations

import html
from collections.abc import Iterator, Sequence

from govdisc.plugin import Report, language
from govdisc.plugin import gettext as _
from govdisc_county.changes import VALUE, Comparison
from govdisc_county.compare import KINDS, cell_text, fact_name, part_name, report_name, shown_share
from govdisc_county.pairing import Paired
from govdisc_county.sentences import ADDED, CHANGED, EQUAL, MOVED, MOVED_FROM, REMOVED, Change

_STYLE = """
body { font: 16px/1.6 system-ui, sans-serif; max-width: 75rem; margin: 1rem auto; padding: 0 1rem; color: #1a1a1a; background: #fff; }
table { border-collapse: collapse; width: 100%; margin: .5rem 0 1.5rem; }
th, td { border: 1px solid #bbb; padding: .25rem .6rem; text-align: left; vertical-align: top; overflow-wrap: anywhere; }
table.prose { table-layout: fixed; } th { background: #f2f2f2; }
td.same { color: #666; } del { background: #ffd7d5; } ins { background: #ccf2d0; } .move { background: #fff1c2; }
caption { text-align: left; font-weight: bold; padding: .3rem 0; }
@media print { body { max-width: none; font-size: 11px; } }
"""


def escaped(text: str | None) -> str:
    """A text of a report as HTML, without characters that no page may hold."""
    printable = "".join(character if character.isprintable() or character in "\n\t" else "\ufffd" for character in text or "")
    return html.escape(printable)


def page(comparisons: Sequence[Comparison], found: Paired) -> Iterator[str]:
    """Yield the page."""
    title = _("What was changed")
    yield (
        f'<!DOCTYPE html>\n<html lang="{"zh-CN" if language() == "zh_CN" else "en"}">\n<head>\n<meta charset="utf-8">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        f'<meta name="viewport" content="width=device-width">\n<title>{escaped(title)}</title>\n<style>{_STYLE}</style>\n</head>\n'
        f"<body>\n<h1>{escaped(title)}</h1>\n"
    )
    for comparison in comparisons:
        yield from _pair(comparison)
    for heading, reports in ((_("Only in A:"), found.only_before), (_("Only in B:"), found.only_after)):
        yield from _others(heading, [(report, "") for report in reports])
    yield from _others(_("Not compared:"), found.unclear)
    yield "</body>\n</html>\n"


def _others(heading: str, reports: Sequence[tuple[Report, str]]) -> Iterator[str]:
    if reports:
        lines = "".join(f"<li>{escaped(report_name(report))}{': ' if why else ''}{escaped(why)}</li>\n" for report, why in reports)
        yield f"<h2>{escaped(heading)}</h2>\n<ul>\n{lines}</ul>\n"


def _pair(comparison: Comparison) -> Iterator[str]:
    name = comparison.after.agency.name or comparison.before.agency.name or report_name(comparison.after)
    yield f"<h2>{escaped(name)}</h2>\n<p>A: {escaped(report_name(comparison.before))}<br>B: {escaped(report_name(comparison.after))}</p>\n"
    if not comparison.differs:
        yield f"<p>{escaped(_('no difference'))}</p>\n"
        return
    rows = [(fact_name(comparison, fact), fact.before or _("none"), fact.after or _("none"), "") for fact in comparison.facts]
    rows += [
        (change.label, cell_text(change.before), cell_text(change.after), "" if change.kind == VALUE else _(KINDS[change.kind]))
        for change in comparison.cells
    ]
    if rows:
        heads = "".join(f'<th scope="col">{escaped(head)}</th>' for head in (_("where"), "A", "B", _("kind")))
        yield f"<table>\n<tr>{heads}</tr>\n"
        for where, before, after, kind in rows:
            yield (
                f'<tr><th scope="row">{escaped(where)}</th><td><del>{escaped(before)}</del></td><td><ins>{escaped(after)}</ins></td>'
                f"<td>{escaped(kind)}</td></tr>\n"
            )
        yield "</table>\n"
    share, but = map(shown_share, comparison.repeated)
    told = _("The same: {cells} cells. Of the sentences of B, {share} stand in A, {but} but for their numbers.")
    yield f"<p>{escaped(told.format(cells=comparison.same_cells, share=share, but=but))}</p>\n"
    if comparison.changes:
        yield from _prose(comparison)


def _prose(comparison: Comparison) -> Iterator[str]:
    section = None
    for change in comparison.sentences:
        if change.section != section:
            if section is not None:
                yield "</table>\n"
            section = change.section
            caption = escaped(part_name(comparison, section))
            yield f'<table class="prose">\n<caption>{caption}</caption>\n<tr><th scope="col">A</th><th scope="col">B</th></tr>\n'
        yield "<tr>{}</tr>\n".format("".join(_sides(comparison, change)))
    if section is not None:
        yield "</table>\n"


def _sides(comparison: Comparison, change: Change) -> Iterator[str]:
    before, after = ("" if sentence is None else escaped(sentence.text.strip()) for sentence in (change.before, change.after))
    if change.kind == EQUAL:
        yield f'<td class="same">{before}</td><td class="same">{after}</td>'
    elif change.kind == CHANGED:
        for kind, tag in ((REMOVED, "del"), (ADDED, "ins")):
            pieces = [piece for piece in change.pieces() if piece.kind in (EQUAL, kind)]
            yield "<td>{}</td>".format("".join(f"<{tag}>{escaped(piece.text)}</{tag}>" if piece.kind == kind else escaped(piece.text) for piece in pieces))
    elif change.kind == REMOVED:
        yield f"<td><del>{before}</del></td><td></td>"
    elif change.kind == ADDED:
        yield f"<td></td><td><ins>{after}</ins></td>"
    elif change.kind == MOVED_FROM:
        yield f'<td><span class="move">{before}</span> ({escaped(_("moved"))} {change.number})</td><td></td>'
    elif change.kind == MOVED:
        yield f'<td></td><td><span class="move">{after}</span> ({escaped(_("moved"))} {change.number})</td>'
