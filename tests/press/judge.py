"""How a printed report was read: each of its cells is right, wrong or unread."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import govdisc
from govdisc.errors import InputError
from govdisc.model.report import Report
from press.jobs import Chain, Job


@dataclass
class Score:
    """Cells of a chain: how many are right, wrong, unread; errors found in reports that have none; files by what was amiss."""

    files: int = 0
    right: int = 0
    wrong: int = 0
    unread: int = 0
    false_errors: int = 0
    amiss: list[str] = field(default_factory=list)

    @property
    def share(self) -> float:
        """The share of cells read rightly, in percent."""
        return 100 * self.right / max(1, self.right + self.wrong + self.unread)


def judge(chain: Chain, jobs: Iterable[Job], made: Iterable[bytes]) -> Score:
    """Read what a chain has made of the jobs."""
    score = Score()
    with tempfile.TemporaryDirectory() as folder:
        for number, (job, data) in enumerate(zip(jobs, made, strict=True)):
            path = Path(folder, f"report{chain.suffix}")
            path.write_bytes(data)
            _add(score, number, job, path)
    return score


def _add(score: Score, number: int, job: Job, path: Path) -> None:
    score.files += 1
    truth = job.report
    try:
        found = govdisc.load(path)
    except InputError as error:
        score.unread += sum(1 for _cell in truth.cells())
        score.amiss.append(f"{number}: {error}")
        return
    counts = Counter(state for _path, state, _text in compare(truth, found))
    errors = [finding for finding in govdisc.validate(found) if finding.severity == "error"]
    whole = not counts["wrong"] and not counts["unread"]
    score.right += counts["right"]
    score.wrong += counts["wrong"]
    score.unread += counts["unread"]
    score.false_errors += len(errors)
    facts = (found.form, found.year, found.agency.name) == (truth.form, truth.year, truth.agency.name)
    texts = [section.id for section in truth.sections if _bare(section.text) != _bare(found.text(section.id))]
    if not whole or errors or texts or not facts:
        cells = [text for _path, state, text in compare(truth, found) if state != "right"]
        codes = sorted({finding.code for finding in errors})
        score.amiss.append(f"{number} (form {truth.form}, push {job.push:g}): {len(cells)} cells {cells[:8]} {' '.join(codes)}{'' if facts else ' FACTS'} {' '.join(texts)}")


def compare(truth: Report, found: Report) -> Iterator[tuple[str, str, str]]:
    """Yield for each cell of a report its path, how it was read ("right", "wrong" or "unread"), and a line that says so.

    A cell is unread when the report has none there, or a blank where something is printed that is told as unread. Cells that
    were never printed are wrong.
    """
    read, printed = dict(found.cells()), dict(truth.cells())
    for path, value in printed.items():
        mark = truth.marks.get(path)
        if path not in read:
            state = "unread"
        elif read[path] == value and found.marks.get(path) == mark and (found.remarks.get(path) or "") == (truth.remarks.get(path) or ""):
            state = "right"
        elif read[path] is None and found.marks.get(path) is not None and _digits(found.marks[path]):
            state = "unread"  # a mark that holds figures is told as no number
        else:
            state = "wrong"
        got = "absent" if path not in read else f"{found.marks.get(path) or read[path]}"
        yield path, state, f"{path} {state}: {mark or value} -> {got}"
    for path in read.keys() - printed.keys():
        yield path, "wrong", f"{path} was not printed: {read[path]}"


def _bare(text: str) -> str:
    """A text without its blanks and line breaks, which print does not keep."""
    return "".join(text.split())


def _digits(text: str) -> bool:
    return any(map(str.isdigit, text))
