"""One report on a page: what was found, then the report with every finding marked in it, and what was not looked at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from govdisc.plugin import SEVERITIES, Finding, ReportContext, explained, printed_cell, printed_value, record
from govdisc.plugin import gettext as _
from govdisc_review.board import Leaf
from govdisc_review.flat import Flat
from govdisc_review.html.document import document, level_of
from govdisc_review.html.marks import Marks, marks_of
from govdisc_review.html.markup import Html, tag
from govdisc_review.words import LEVELS

#: The most that is shown of what was expected or stands there.
LONGEST_VALUE = 300


@record(frozen=True)
class Around:
    """What lies around a report on its page: the overview, the reports before and behind it, and all that stand on the page."""

    overview: bool = False
    before: Leaf | None = None
    behind: Leaf | None = None
    present: frozenset[int] = frozenset()


def prefix_of(leaf: Leaf) -> str:
    """What the ids of a report's elements begin with."""
    return f"r{leaf.index}"


def article(leaf: Leaf, context: ReportContext, around: Around) -> Html:
    """Return a report with all that was found about it."""
    prefix = prefix_of(leaf)
    marks = marks_of(leaf, prefix)
    counted = [number for number, flat in enumerate(leaf.findings, 1) if flat.finding.counts]
    aside = [number for number, flat in enumerate(leaf.findings, 1) if not flat.finding.counts]
    parts = (
        _head(leaf, prefix, around),
        tag(
            "div",
            tag(
                "div",
                _list(leaf, counted, marks, around),
                _probable(leaf, marks),
                _set_aside(leaf, aside, marks, around),
                _unchecked(leaf, context),
                class_="side",
            ),
            tag("section", tag("h3", _("The report as it stands")), document(leaf, marks), class_="paper"),
            class_="cols",
        ),
    )
    # a browser that runs scripts takes what stands in noscript for text, which costs it nothing until the script opens the report
    content = (tag("noscript", *parts),) if around.overview else parts
    return tag("article", *content, class_="report", id=prefix, aria_labelledby=f"{prefix}-t")


def chip(level: str, words: str | None = None) -> Html:
    """A small label of a severity or state."""
    return tag("span", words if words is not None else _(LEVELS[level]), class_=f"chip {level}")


def counts(leaf: Leaf) -> list[Html]:
    """How many findings of each severity a report has; that there is none is said as well."""
    words = {"error": _("errors {count}"), "warning": _("warnings {count}"), "info": _("notes {count}")}
    found = [chip(severity, words[severity].format(count=leaf.severities[severity])) for severity in SEVERITIES if leaf.severities[severity]]
    if leaf.aside:
        found.append(chip("aside", _("waived or known {count}").format(count=leaf.aside)))
    return found if leaf.severities.total() else [chip("good"), *found]


def _head(leaf: Leaf, prefix: str, around: Around) -> Html:
    entry, report = leaf.entry, leaf.report
    year = _("report for {year}").format(year=entry.year) if entry.year else _("year not known")
    facts = [(_("File"), entry.uri), (_("Form"), " ".join(part for part in (entry.form, entry.variant) if part))]
    if report is not None and report.published:
        facts.append((_("Published"), report.published))
    if entry.previous is not None:
        facts.append((_("Compared with"), entry.previous.get("uri") or _("nothing: {reason}").format(reason=entry.previous.get("reason", ""))))
    return tag(
        "header",
        _ways(around),
        tag("h2", leaf.name, " ", tag("small", year), id=f"{prefix}-t", tabindex="-1"),
        tag("p", *counts(leaf), class_="chips"),
        tag("dl", *(tag("div", tag("dt", name), tag("dd", value)) for name, value in facts if value), class_="facts"),
        [tag("p", sentence, class_="lost") for sentence in leaf.failures],
    )


def _ways(around: Around) -> Html | None:
    links = [tag("a", _("Overview"), href="#overview")] if around.overview else []
    for leaf, words in ((around.before, _("previous: {name}")), (around.behind, _("next: {name}"))):
        if leaf is not None:
            links.append(tag("a", words.format(name=f"{leaf.name} {leaf.entry.year or ''}".strip()), href=f"#{prefix_of(leaf)}"))
    return tag("p", *links, class_="ways") if links else None


# --- findings -----------------------------------------------------------------------------------------------------------------------


def _list(leaf: Leaf, numbers: Sequence[int], marks: Marks, around: Around) -> Html:
    if not numbers:
        content: Html = tag("p", _("Nothing was found that counts."), class_="quiet")
    else:
        content = tag("ol", *(_finding(leaf, number, marks, around) for number in numbers), class_="findings")
    title = tag("h3", _("Findings"), tag("span", f" {len(numbers)}", class_="count"))
    return tag("section", title, content)


def _finding(leaf: Leaf, number: int, marks: Marks, around: Around) -> Html:
    flat = leaf.findings[number - 1]
    finding, level = flat.finding, level_of(leaf, number)
    where = flat.label or _text_name(leaf, marks.texts.get(number))
    targets = marks.targets.get(number, [])
    head = tag(
        "p",
        tag("span", number, class_="num"),
        chip(level, _(LEVELS[finding.severity])),
        tag("a", finding.code, href=f"#rule-{finding.code}", class_="code"),
        tag("a", where, href=f"#{targets[0]}", class_="go") if targets else tag("span", where),
        [tag("a", _("the sentence"), href=f"#{other}") for other in targets[1:]],
        tag("span", flat.place, class_="place") if flat.place else None,
        class_="fh",
    )
    parts = [head, tag("p", finding.message, id=f"{marks.prefix}-m{number}", class_="msg")]
    parts += _evidence(finding)
    if finding.quote and finding.quote not in finding.message:
        parts.append(tag("p", "“", finding.quote, "”", class_="quote"))
    if finding.suggestion:
        parts.append(tag("p", finding.suggestion, class_="todo"))
    if finding.basis:
        parts.append(tag("p", tag("b", _("Basis")), " ", finding.basis, class_="basis"))
    parts += _operands(leaf, number, marks)
    parts += _related(flat, around)
    parts += _state(flat)
    ops = " ".join(marks.cell_id(path) for path in marks.operands.get(number, ()))
    return tag("li", *parts, id=marks.finding_id(number), class_=f"f {level}", tabindex="-1", data_ops=ops or None, value=number)


def _text_name(leaf: Leaf, name: str | None) -> str:
    """What a text is called in which words were found."""
    section = leaf.form.section_index.get(name) if leaf.form is not None and name is not None else None
    if section is not None:
        return section.title
    return {"title": _("the title"), "lead": _("the text before part 1")}.get(name or "", _("the report as a whole"))


def _evidence(finding: Finding) -> Iterator[Html]:
    pairs = [(_("Expected"), finding.expected), (_("Actual"), finding.actual)]
    shown = [tag("div", tag("dt", name), tag("dd", _value(value))) for name, value in pairs if value is not None]
    if shown:
        yield tag("dl", *shown, class_="ev")


def _value(value: object) -> str:
    if isinstance(value, (int, Decimal)) and not isinstance(value, bool):
        return printed_value(value)
    return str(value)[:LONGEST_VALUE]


def _operands(leaf: Leaf, number: int, marks: Marks) -> Iterator[Html]:
    paths, report, form = marks.operands.get(number, ()), leaf.report, leaf.form
    if not paths or report is None or form is None:
        return
    items = [tag("li", tag("a", form.cell_label(path), href=f"#{marks.cell_id(path)}"), " ", tag("b", printed_cell(report, path))) for path in paths]
    yield tag("details", tag("summary", _("The numbers of this sum ({count})").format(count=len(paths))), tag("ul", *items), class_="ops")


def _related(flat: Flat, around: Around) -> Iterator[Html]:
    others = [other for other in flat.data.get("related", ()) if isinstance(other.get("input"), int)]
    links = [tag("a", _("report {number}").format(number=other["input"] + 1), href=f"#r{other['input']}") for other in others if other["input"] in around.present]
    if links:
        yield tag("p", _("See also:"), *((" ", link) for link in links), class_="basis")


def _state(flat: Flat) -> Iterator[Html]:
    if flat.aside:
        until = (flat.finding.suppressed or {}).get("until")
        ending = _("until {date}").format(date=until)
        yield tag("p", flat.aside, f" ({ending})" if until else None, class_="state")
    elif flat.finding.baseline == "new":
        yield tag("p", _("new since the baseline"), class_="state new")


# --- beside the findings ------------------------------------------------------------------------------------------------------------


def _probable(leaf: Leaf, marks: Marks) -> Html | None:
    """Which cells are probably wrong, in a sentence for each group of sums, with links to them."""
    sentences = list(explained(leaf.explanations, leaf.labels))
    if not sentences:
        return None
    links = [tag("a", leaf.labels.get(path, path), href=f"#{marks.cell_id(path)}") for path in marks.probable]
    return tag(
        "section",
        tag("h3", _("Probable cells")),
        tag("ul", *(tag("li", sentence) for sentence in sentences)),
        tag("p", _("Look them up in the register:"), *((" ", link) for link in links), class_="basis") if links else None,
        class_="box probable",
    )


def _set_aside(leaf: Leaf, numbers: Sequence[int], marks: Marks, around: Around) -> Html | None:
    if not numbers:
        return None
    title = _("Waived or known ({count})").format(count=len(numbers))
    items = tag("ol", *(_finding(leaf, number, marks, around) for number in numbers), class_="findings")
    return tag("details", tag("summary", title), items, class_="box")


def _unchecked(leaf: Leaf, context: ReportContext) -> Html:
    """What was checked, and what could not be, rule by rule with the reason."""
    ran = sum(state == "ran" for state in leaf.states.values())
    unchecked = leaf.entry.unchecked
    parts = [tag("p", _("{count} checks were made.").format(count=ran), class_="quiet")] if leaf.states else []
    if leaf.report is not None and leaf.report.unread:
        words = _("{count} places of the tables could not be read; they are marked in the report.")
        parts.append(tag("p", words.format(count=len(leaf.report.unread)), class_="lost"))
    if unchecked:
        items = []
        for item in unchecked:
            rule = context.rules.get(item["code"])
            title = _(rule.title) if rule is not None else ""
            items.append(tag("li", tag("b", item["code"]), f" {title}: ", item["reason"]))
        summary = tag("summary", _("Could not be checked ({count})").format(count=len(unchecked)))
        parts.append(tag("details", summary, tag("ul", *items), class_="box", open=len(unchecked) <= 5))
    return tag("div", *parts, class_="checked")
