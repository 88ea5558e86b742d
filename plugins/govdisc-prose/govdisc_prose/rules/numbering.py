"""The numbers before the headings of the parts (一、 to 六、)."""

from __future__ import annotations

from collections.abc import Iterator

from govdisc.plugin import N_, THE_FORM, Context, Example, Finding, Pattern, Report, Section, rule
from govdisc.plugin import gettext as _
from govdisc_prose.outline import Outline, rests_where
from govdisc_prose.places import merged
from govdisc_prose.scan import by_part

#: 一、 or 第一部分; parts that are numbered in another way (1. or （一）) follow a style of their own, in which most of them must be right.
_ORDINAL = Pattern(r"\s*(?:第(?P<part>[一二三四五六七八九十]{1,3})部分|(?P<plain>[一二三四五六七八九十]{1,3})\s*[、.．，,])")
_OTHER_ORDINAL = Pattern(r"\s*(?:(?P<figure>[1-9])\s*[、.．，,](?!\d)|[（(](?P<bracketed>[一二三四五六七八九])[）)])")
_NUMERALS = "一二三四五六七八九"
_TOPIC = Pattern(r"(?m)^[ \t\u3000]*([一二三四五六])、(.{2,16})")
#: So many topics in a row, of which some bear the names of the form's, are the topics of part 1 and no list of its own.
_FEWEST_TOPICS, _FEWEST_NAMED = 3, 2


@rests_where
def _numbered_as_printed(outline: Outline) -> bool:
    known = outline.form.section_index
    right = all(title.startswith(f"{known[part].ordinal}、") for part, title in outline.titles if part in known)
    return right and "一、" not in outline.of("overview", set())


@rule(
    code="STR314",
    title=N_("Parts numbered otherwise than by the form"),
    severity="warning",
    basis=THE_FORM,
    regime="cn",
    since="0.2.0",
    passing=Example(),
    failing=Example(titles={"problems": "四、存在的主要问题及改进情况"}),
    idle=_numbered_as_printed,
)
def numbering(report: Report, context: Context) -> Iterator[Finding]:
    """The form numbers its parts 一 to 六. Here a number stands twice, is left out, or all are shifted; or the topics of part 1 are numbered
    as if they were parts. Parts numbered 1. or （一） are looked at where most of them bear the form's numbers.

    Headings without any number (a web page's own, or automatic numbering that was lost on the way) are left alone.
    """  # noqa: D205
    wrong: list[tuple[Section, str]] = []
    in_style = True
    for section in report.sections:
        spec = context.form.section_index.get(section.id)
        if spec is not None and not section.title.startswith(f"{spec.ordinal}、"):
            in_style = False
            found = _ORDINAL.match(section.title)
            if found is not None and (found["part"] or found["plain"]) != spec.ordinal:
                wrong.append((section, spec.ordinal))
    if not (wrong or in_style):
        wrong = list(_in_another_style(report, context))
    if wrong:
        section, ordinal = wrong[0]
        places = [{"section": part.id, "quote": part.title, "place": part.title_place} for part, _ordinal in wrong]
        yield numbering.finding(
            _("Part “{title}” is number {ordinal} of the form.").format(title=section.title, ordinal=ordinal),
            expected=ordinal,
            actual=section.title,
            key="parts",
            **merged(places),
        )
    yield from _topics_as_parts(report, context)


def _in_another_style(report: Report, context: Context) -> Iterator[tuple[Section, str]]:
    """Yield the parts numbered 1. or （一） otherwise than by the form, where most that are so numbered bear the form's numbers."""
    styles: dict[bool, list[tuple[Section, str, str]]] = {}
    for section in report.sections:
        spec, found = context.form.section_index.get(section.id), _OTHER_ORDINAL.match(section.title)
        if spec is not None and found is not None:
            told = _NUMERALS[int(found["figure"]) - 1] if found["figure"] else found["bracketed"]
            styles.setdefault(bool(found["figure"]), []).append((section, told, spec.ordinal))
    for parts in styles.values():
        wrong = [(section, ordinal) for section, told, ordinal in parts if told != ordinal]
        if len(wrong) * 2 < len(parts) == len(report.sections):
            yield from wrong


def _topics_as_parts(report: Report, context: Context) -> Iterator[Finding]:
    spec = context.form.section_index.get("overview")
    text = context.once(report, by_part).get("overview")
    if spec is None or text is None or "一、" not in text.flat:
        return
    lines = list(_TOPIC.finditer(text.section.text))
    named = sum(any(word in line[2] for word in topic.words) for line in lines for topic in spec.topics)
    if len(lines) >= _FEWEST_TOPICS and lines[0][1] == "一" and named >= _FEWEST_NAMED:
        yield numbering.finding(
            _("The topics of part 1 are numbered as if they were parts: {quote}").format(quote=lines[0][0].strip()),
            section="overview",
            quote=lines[0][0].strip(),
            place=text.section.place_at(lines[0].start()),
            expected="（一）",
            actual="一、",
            key="topics",
        )
