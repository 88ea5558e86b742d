"""Whole pages: one that holds all reports, or a folder with an overview and a page a body.

A page is one file. It loads nothing, links to nothing outside of it, and says so to the browser: its policy lets in no script and no style but
its own, by their digests.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from importlib.resources import files

from govdisc.plugin import Outcome, ReportContext, language, safe_stem, untaken
from govdisc.plugin import gettext as _
from govdisc_review.board import Board, Leaf, board, with_reports
from govdisc_review.html.markup import Html, tag
from govdisc_review.html.overview import overview
from govdisc_review.html.report import Around, article, prefix_of


def write(outcome: Outcome, context: ReportContext) -> Iterator[str]:
    """Yield one page with everything, report by report."""
    found = board(outcome, context)
    yield from _page(found, found.leaves, outcome, context, with_reports(found, outcome))


def folder(outcome: Outcome, context: ReportContext) -> Iterator[tuple[str, bytes]]:
    """Yield ``index.html`` with the overview, and a page for each body with its reports, to hand on."""
    found = board(outcome, context)
    bodies: dict[str, list[Leaf]] = {}
    for leaf in found.reports:
        bodies.setdefault(leaf.name, []).append(leaf)
    names = dict(zip(bodies, _names(bodies), strict=True))
    index = _page(found, found.leaves, outcome, context, addresses={leaf.index: names[leaf.name] for leaf in found.reports})
    yield "index.html", _encoded(index)
    waiting = {name: len(leaves) for name, leaves in bodies.items()}
    for leaf in with_reports(found, outcome):
        waiting[leaf.name] -= 1
        if not waiting[leaf.name]:
            leaves = bodies[leaf.name]
            yield names[leaf.name], _encoded(_page(found, leaves, outcome, context, leaves, title=leaf.name))


def _encoded(pieces: Iterable[str]) -> bytes:
    return "".join(pieces).encode("utf-8", "replace")


def _names(bodies: Iterable[str]) -> Iterator[str]:
    """Names of files that are safe on every system, each once."""
    taken = {"index.html"}
    yield from (untaken(safe_stem(body), ".html", taken) for body in bodies)


def _page(
    found: Board,
    leaves: Sequence[Leaf],
    outcome: Outcome,
    context: ReportContext,
    lent: Iterable[Leaf] = (),
    *,
    title: str | None = None,
    addresses: dict[int, str] | None = None,
) -> Iterator[str]:
    """Yield a page piece by piece.

    ``lent`` are those of the entries that were read, each with its report, which is given back; ``addresses`` are the pages of reports
    that stand in files of their own.
    """
    here = Board(tuple(leaves), (), (), found.titles) if title is not None else found
    reports = [] if addresses is not None else [leaf for leaf in leaves if leaf.read]
    whole = (title is None and (len(leaves) != 1 or not reports or bool(here.aside or here.failures or here.missing))) or len(leaves) > 1
    name = title or (leaves[0].name if len(leaves) == 1 else _("Annual reports"))
    yield from _begin(_("{name}: what was found").format(name=name), many=whole)
    if whole:
        yield overview(here, lambda leaf: addresses.get(leaf.index) if addresses is not None else f"#{prefix_of(leaf)}" if leaf.read else None)
    present = frozenset(leaf.index for leaf in reports)
    for number, leaf in enumerate(lent):
        before = reports[number - 1] if number else None
        behind = reports[number + 1] if number + 1 < len(reports) else None
        yield article(leaf, context, Around(whole, before, behind, present)) + "\n"
        leaf.report = None
    yield from _end(here, outcome, context, rules=bool(reports), many=whole and len(reports) > 1)


def _begin(title: str, *, many: bool) -> Iterator[str]:
    """The head, and what stands above the reports."""
    style, script = _asset("review.css"), _asset("review.js")
    policy = f"default-src 'none'; style-src {_digest(style)}; script-src {_digest(script)}; base-uri 'none'; form-action 'none'"
    tongue = "zh-CN" if language() == "zh_CN" else "en"
    head = (
        tag("meta", charset="utf-8"),
        tag("meta", http_equiv="Content-Security-Policy", content=policy),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="referrer", content="no-referrer"),
        tag("title", title),
        tag("style", Html(style)),
        tag("script", Html(script)),
    )
    kind = ' class="many"' if many else ""
    yield f'<!doctype html>\n<html lang="{tongue}"{kind}>\n{tag("head", *head)}\n<body>\n'
    yield tag("a", _("To the contents"), href="#main", class_="skip")
    yield tag("header", tag("h1", title), class_="top") + "\n"
    yield '<main id="main" tabindex="-1">\n'


def _end(here: Board, outcome: Outcome, context: ReportContext, *, rules: bool, many: bool) -> Iterator[str]:
    """What stands below the reports: the rules that found something, and what made the page."""
    if rules:
        yield _rules(here, context)
    yield "</main>\n"
    versions = ", ".join(f"{name} {version}" for name, version in (("govdisc", outcome.tool()["version"]), *outcome.plugins.items()))
    yield tag(
        "footer",
        tag("p", _("Made by {versions}. What is told here is for the office to check; nothing in the report was changed.").format(versions=versions)),
        tag("button", _("Show all reports one below the other"), type="button", id="all", class_="js") if many else None,
        class_="bottom",
    )
    yield "\n</body>\n</html>\n"


def _rules(here: Board, context: ReportContext) -> Html:
    """What the rules that found something look at, and what they rest on."""
    codes = sorted({flat.finding.code for leaf in here.leaves if leaf.read for flat in leaf.findings})
    items = []
    for code in codes:
        rule = context.rules.get(code)
        if rule is None:
            items.append(tag("details", tag("summary", code), id=f"rule-{code}"))
            continue
        words = [tag("p", part) for part in _(rule.explanation).split("\n\n") if part.strip()]
        basis = tag("p", tag("b", _("Basis")), " ", rule.printed_basis, class_="basis")
        items.append(tag("details", tag("summary", tag("b", code), " ", _(rule.title)), *words, basis, id=f"rule-{code}"))
    if not items:
        return Html("")
    return tag("section", tag("h2", _("The rules"), id="rules-t"), *items, id="rules", class_="rules", aria_labelledby="rules-t")


@lru_cache(maxsize=4)
def _asset(name: str) -> str:
    return files("govdisc_review.html").joinpath(name).read_text("utf-8")


def _digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
