"""What the texts of a report are like, in so few words that most reports of a batch have the same.

Which of the rules of wording may rest is found out once for each such outline.
"""

from __future__ import annotations

from collections.abc import Callable, Set

from govdisc.plugin import Context, Form, OneLook, Report, kept, record
from govdisc_prose.signs import signs_by_text

#: Longer titles are not remembered.
_LONGEST_TITLES = 500


@record(frozen=True)
class Outline:
    """The form and the year of a report, the titles of its parts, and the signs of each text (see :func:`govdisc_prose.signs.signs_by_text`)."""

    form: Form
    year: int | None
    #: (part, title), in the order of the report.
    titles: tuple[tuple[str, str], ...]
    #: (part, signs), in the order of the report; the lead is None.
    texts: tuple[tuple[str | None, frozenset[str]], ...]

    @property
    def signs(self) -> frozenset[str]:
        """The signs of all texts."""
        return frozenset().union(*[signs for _part, signs in self.texts])

    def of(self, part: str, otherwise: Set[str]) -> Set[str]:
        """Return the signs of a part, something else where it has no words."""
        return dict(self.texts).get(part, otherwise)


_Condition = Callable[[Outline], bool]
_conditions: list[_Condition] = []


def rests_where(condition: _Condition) -> OneLook:
    """Make a look for ``idle`` of a condition on the outline of a report: rules that have it may rest where it holds."""
    _conditions.append(condition)
    return OneLook(_holding, len(_conditions) - 1)


def no_signs(*names: str) -> OneLook:
    """Return a look that says whether none of some signs stands in a report, so that the rules about them have nothing to find."""
    wanted = frozenset(names)
    return rests_where(lambda outline: wanted.isdisjoint(outline.signs))


def _holding(report: Report, context: Context) -> frozenset[int]:
    """The conditions that hold for a report, by their numbers. Ask through ``Context.once``."""
    titles = tuple([(section.id, section.title) for section in report.sections])
    texts = tuple([(text.id, signs) for text, signs in context.once(report, signs_by_text)])
    remembered = sum([len(title) for _part, title in titles]) <= _LONGEST_TITLES
    return (_those_of if remembered else _those_of.__wrapped__)(context.form, report.year, titles, texts)


@kept
def _those_of(
    form: Form, year: int | None, titles: tuple[tuple[str, str], ...], texts: tuple[tuple[str | None, frozenset[str]], ...]
) -> frozenset[int]:
    outline = Outline(form, year, titles, texts)
    return frozenset(number for number, condition in enumerate(_conditions) if condition(outline))
