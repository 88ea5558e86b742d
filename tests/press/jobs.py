"""What is printed: random consistent reports of both forms, and how far down each begins."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from govdisc.model.book import builtin_forms
from govdisc.model.layout import TableLayout, report_layout
from govdisc.model.report import Report, printed_cell
from govdisc.testing import Options, random_report

#: The kinds of reports, in turn: form, what zeros look like, how large the numbers are, whether figures are full-width.
KINDS: tuple[tuple[Options, bool], ...] = (
    (Options(), False),
    (Options(blank_zeros=True), False),
    (Options(mark="/", largest=3_000), False),
    (Options(form="2019"), False),
    (Options(largest=150_000, zero=0.3), False),
    (Options(remarks=True, largest=400), False),
    (Options(form="2019", blank_zeros=True, largest=2_000), False),
    (Options(mark="无", zero=0.8), False),
    (Options(largest=9_000), True),
)
_FULL_WIDTH = str.maketrans("0123456789.-", "０１２３４５６７８９．－")


@dataclass(frozen=True)
class Job:
    """A report to print; ``push`` moves it down by so many points, ``full_width`` prints its numbers in full-width figures."""

    report: Report
    push: float = 0.0
    full_width: bool = False

    @property
    def tables(self) -> dict[str, TableLayout]:
        """The printed tables by section."""
        form = builtin_forms().form(self.report.form)
        return {section.id: report_layout(form, self.report, section.id) for section in self.report.sections if section.id in self.report.tables}

    def text(self, path: str) -> str:
        """What is printed in a cell."""
        text = printed_cell(self.report, path)
        return text.translate(_FULL_WIDTH) if self.full_width else text


@dataclass(frozen=True)
class Chain:
    """One way of making files.

    ``make`` prints jobs and yields the bytes of one file each, in order; ``needs`` names the programs (``soffice``) and modules
    (``reportlab``) without which it cannot; ``target`` is the share of cells, in percent, that must be read rightly.
    """

    name: str
    suffix: str
    make: Callable[[Sequence[Job]], Iterable[bytes]]
    needs: tuple[str, ...] = ()
    target: float = 100.0


def jobs(count: int, seed: int = 1) -> Iterator[Job]:
    """Yield so many reports of all kinds in turn."""
    for number in range(count):
        options, full_width = KINDS[number % len(KINDS)]
        yield Job(random_report(seed * 1_000 + number, options), 0.0, full_width)


def pushed(job: Job, positions: int, step: float = 17.0) -> Iterator[Job]:
    """Yield the report at so many heights, so that page breaks fall at as many places of its tables."""
    for number in range(positions):
        yield Job(job.report, number * step, job.full_width)
