"""The facts that govdisc's own writers put into a file, out of its reader's sight, and whose word counts: theirs or the text's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from govdisc.i18n import gettext as _
from govdisc.model.document import Document, Paragraph, impossible_fact
from govdisc.model.form import Form
from govdisc.model.report import Agency, Report
from govdisc.recognise.facts import Facts
from govdisc.recognise.index import pick_form
from govdisc.records import record
from govdisc.text.bodies import Body, related
from govdisc.text.labels import squeeze

#: The title of a file of ours is one of its first paragraphs.
_TITLE_WITHIN = 40


@record(frozen=True, slots=True)
class Declared:
    """The declared facts, if they are believed; else why not, where a reader of the file should know."""

    facts: Mapping[str, str] | None = None
    objection: str | None = None


def judge(document: Document, facts: Facts) -> Declared:
    """Tell whether a file's declared facts count.

    They do where its declared title still stands in the text, each of them can be true, and what the title says of agency and year
    agrees with them. A file in which one of them does not was edited by hand, and says what its text says.
    """
    declared = document.declared
    if not declared:
        return Declared()
    wrong = impossible_fact(declared)
    if wrong is not None:
        message = _("the file declares {key} = {value!r} out of sight, which cannot be right; its text alone was read.")
        return Declared(None, message.format(key=wrong, value=declared[wrong][:40]))
    if not _title_stands(document, facts.title):
        return Declared()
    key = _contradicted(declared, facts)
    if key is not None:
        message = _("the file declares {key} = {value!r} out of sight, its title says otherwise; its text alone was read.")
        return Declared(None, message.format(key=key, value=declared[key][:40]))
    return Declared(declared)


def _title_stands(document: Document, visible: str | None) -> bool:
    title = document.declared.get("title", "")
    if not title:
        return not visible
    first = [block.text for block in document.blocks[:_TITLE_WITHIN] if isinstance(block, Paragraph)]
    return squeeze(title) in map(squeeze, first)


def _contradicted(declared: Mapping[str, str], facts: Facts) -> str | None:
    title = facts.titled
    if title is None:
        return None
    if title.year is not None and declared.get("year", str(title.year)) != str(title.year):
        return "year"
    return "agency" if related(title.agency, declared.get("agency")) == "other" else None


def settle_form(document: Document, forms: Sequence[Form], found: Form | None, words: Iterable[str]) -> Form | None:
    """Return the form that the file declares, unless the words of its tables speak for the one that was found."""
    declared = next((form for form in forms if form.id == document.declared.get("form")), None)
    if declared is None or found is None or found is declared:
        return declared or found
    return pick_form((declared, found), words) or declared


def put_facts(report: Report, facts: Facts, declared: Mapping[str, str] | None, is_cn: bool) -> None:
    """Fill in title, agency, year and date: the declared ones where they count, else those of the text.

    What a body is, its name tells only in the regime of the national forms (``is_cn``).
    """
    if declared is None:
        report.title, report.year, report.published = facts.title, facts.year, facts.published
        body = Body.of(facts.agency) if is_cn else Body("")
        report.agency = Agency(facts.agency, None, body.level, body.kind)
        return
    known = {key: declared.get(key) or None for key in ("title", "published", "agency", "region_code", "level", "kind")}
    report.title, report.published = known["title"], known["published"]
    report.year = int(declared["year"]) if declared.get("year") else None
    report.agency = Agency(known["agency"], known["region_code"], known["level"], known["kind"])
