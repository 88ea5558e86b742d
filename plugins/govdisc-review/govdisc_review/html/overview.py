"""Many bodies at a glance: a row each, a column a family of checks, as warm as its worst finding; to sort, filter and search."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from govdisc.plugin import SEVERITIES
from govdisc.plugin import gettext as _
from govdisc_review.board import Board, Leaf
from govdisc_review.html.markup import Html, tag
from govdisc_review.html.report import chip
from govdisc_review.words import LEVELS, STATUS

#: Sorting by result puts the worst first.
_RANK = {"missing": 0, "unread": 1, "error": 2, "warning": 3, "info": 4, "good": 5}

#: What leads to the page of a report, None where it has none.
Address = Callable[[Leaf], str | None]


def overview(board: Board, address: Address) -> Html:
    """Return the overview; ``address`` gives the link of each report."""
    parts = [
        tag("h2", _("Overview"), id="overview-t", tabindex="-1"),
        tag("p", *_summary(board), class_="chips"),
        _controls(board),
        tag("p", id="shown", role="status", class_="quiet", data_words=_("{shown} of {count} shown")),
        _table(board, address),
    ]
    return tag("section", *parts, *_failures(board), id="overview", class_="overview", aria_labelledby="overview-t")


def _summary(board: Board) -> Iterator[Html]:
    yield tag("span", _("{count} reports read").format(count=len(board.reports)), class_="chip plain")
    words = {"error": _("{count} with errors"), "warning": _("{count} with warnings"), "info": _("{count} with notes"), "good": _("{count} with nothing found")}
    for level, text in words.items():
        number = sum(leaf.worst == level for leaf in board.reports)
        if number:
            yield chip(level, text.format(count=number))
    if board.missing:
        yield chip("missing", _("{count} missing").format(count=len(board.missing)))
    if board.unread:
        yield chip("unread", _("{count} files not read").format(count=len(board.unread)))


def _controls(board: Board) -> Html:
    choices = [("", _("all")), *((level, _(LEVELS[level])) for level in _RANK if level != "missing" or board.missing)]
    if any(leaf.families["DUE"] for leaf in board.leaves):
        choices.append(("late", _("late or undated")))
    if any(leaf.aside for leaf in board.leaves):
        choices.append(("aside", _("with waived or known ones")))
    options = [tag("option", words, value=value) for value, words in choices]
    return tag(
        "div",
        tag("label", _("Search"), " ", tag("input", type="search", id="search", autocomplete="off")),
        tag("label", _("Show"), " ", tag("select", *options, id="filter")),
        class_="controls",
        role="search",
        aria_label=_("Which are shown"),
    )


def _table(board: Board, address: Address) -> Html:
    facts = [(_("Body"), "text"), (_("Year"), "number"), (_("Result"), "rank")]
    numbers = [_("Errors"), _("Warnings"), _("Notes")]
    head = [tag("th", name, scope="col", data_sort=kind) for name, kind in facts]
    head += [tag("th", name, scope="col", data_sort="number") for name in numbers]
    head += [
        tag("th", tag("span", letters, class_="letters"), " ", tag("small", board.title(letters)), scope="col", data_sort="number", class_="family")
        for letters in board.families
    ]
    head += [tag("th", name, scope="col", data_sort="number") for name in _rest(board)]
    head.append(tag("th", _("File"), scope="col", data_sort="text"))
    rows = [_missing_row(name, board) for name in board.missing]
    rows += [_row(leaf, board, address) for leaf in board.rows]
    caption = tag("caption", _("Bodies and what was found, by family of checks"), class_="hidden")
    table = tag("table", caption, tag("thead", tag("tr", *head)), tag("tbody", *rows), id="bodies")
    return tag("div", table, class_="scroll", tabindex="0", role="region", aria_label=_("Bodies"))


def _rest(board: Board) -> dict[str, Callable[[Leaf], int]]:
    """Columns that stand there only where one of the bodies has something in them."""
    columns: dict[str, Callable[[Leaf], int]] = {
        _("Waived or known"): lambda leaf: leaf.aside,
        _("Not checked"): lambda leaf: len(leaf.entry.unchecked),
    }
    return {name: count for name, count in columns.items() if any(count(leaf) for leaf in board.leaves)}


def _row(leaf: Leaf, board: Board, address: Address) -> Html:
    link = address(leaf)
    name = tag("a", leaf.name, href=link) if link else tag("span", leaf.name)
    result = chip(leaf.worst, _(STATUS[leaf.entry.status]) if not leaf.read else None)
    cells = [
        tag("th", name, scope="row"),
        tag("td", leaf.entry.year),
        tag("td", result, tag("small", leaf.entry.reason, class_="reason") if leaf.entry.reason and not leaf.read else None, data_v=_RANK[leaf.worst]),
        *(tag("td", leaf.severities[severity] or None, class_="num") for severity in SEVERITIES),
        *(_heat(leaf, letters) for letters in board.families),
        *(tag("td", count(leaf) or None, class_="num") for count in _rest(board).values()),
        tag("td", leaf.entry.uri, class_="file"),
    ]
    states = [leaf.worst, *(["late"] if leaf.families["DUE"] else []), *(["aside"] if leaf.aside else [])]
    return tag("tr", *cells, data_is=" ".join(states))


def _missing_row(name: str, board: Board) -> Html:
    """A body of which no report is there: its row has its name and that it is missing."""
    columns = len(SEVERITIES) + len(board.families) + len(_rest(board)) + 1
    cells = [tag("th", name, scope="row"), tag("td"), tag("td", chip("missing"), data_v=_RANK["missing"]), *(tag("td") for _column in range(columns))]
    return tag("tr", *cells, data_is="missing")


def _heat(leaf: Leaf, family: str) -> Html:
    """A family's cell: its number of findings; the more, the stronger the colour of the worst."""
    number, worst = leaf.families[family], leaf.worst_of(family)
    if not number:
        return tag("td", class_="num")
    strength = 1 if number == 1 else 2 if number < 4 else 3
    return tag("td", number, class_=f"num heat {worst} s{strength}", title=_(LEVELS[worst]))


def _failures(board: Board) -> Iterator[Html]:
    sentences = [*board.failures, *(flat.finding.message for flat in board.aside)]
    if sentences:
        yield tag("section", tag("h3", _("What failed")), tag("ul", *(tag("li", sentence) for sentence in dict.fromkeys(sentences))), class_="box lost")
