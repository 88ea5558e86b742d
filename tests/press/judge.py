"""How a printed report was read: each of its cells is right, wrong or unread, and none of its numbers may be lost."""

from __future__ import annotations

import re
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from govdisc import api
from govdisc.account import Result
from govdisc.engine import Engine
from govdisc.model.report import Report
from govdisc.plugins import Plugins
from govdisc.settings import Settings
from govdisc.sources import Source
from press.jobs import Chain, Job

_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_ORDINAL = re.compile(r"\d[.．](?=[^\d])")
_HALF_WIDTH = str.maketrans("０１２３４５６７８９．", "0123456789.")


@dataclass
class Score:
    """What became of a chain's cells, and of the reports that they stand in.

    ``lost`` are printed numbers that are neither a cell nor told as unread; ``whole`` the reports of which every cell is right, and
    ``false_errors`` the errors that were found in those although there are none; ``amiss`` says in words what was not as printed.
    """

    files: int = 0
    right: int = 0
    wrong: int = 0
    unread: int = 0
    lost: int = 0
    whole: int = 0
    false_errors: int = 0
    amiss: list[str] = field(default_factory=list)

    @property
    def cells(self) -> int:
        """All cells that were printed, and those that were read though never printed."""
        return self.right + self.wrong + self.unread

    @property
    def share(self) -> float:
        """The share of cells read rightly, in percent."""
        return 100 * self.right / max(1, self.cells)


def judge(chain: Chain, jobs: Iterable[Job], made: Iterable[bytes], plugins: Plugins | None = None) -> Score:
    """Read what a chain has made of the jobs, all files in one go, as a folder is read."""
    score = Score()
    plugins = plugins or api.installed_plugins()
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for number, data in enumerate(made):
            paths.append(Path(folder, f"report{number:04}{chain.suffix}"))
            paths[-1].write_bytes(data)
        results = Engine(plugins, Settings()).read([Source(str(path), str(path)) for path in paths])
        for number, (job, result) in enumerate(zip(jobs, results, strict=True)):
            _add(score, number, job, result, plugins)
    return score


def _add(score: Score, number: int, job: Job, result: Result, plugins: Plugins) -> None:
    score.files += 1
    truth, found = job.report, result.report
    if found is None:
        score.unread += sum(1 for _cell in truth.cells())
        score.amiss.append(f"{number}: {result.input.reason}")
        return
    compared = list(compare(truth, found))
    counts = Counter(state for _path, state, _text in compared)
    missing = lost(job, found, [path for path, state, _text in compared if state == "unread"])
    errors = [finding for finding in api.validate(found, plugins=plugins) if finding.severity == "error"]
    whole = not counts["wrong"] and not counts["unread"]
    score.right += counts["right"]
    score.wrong += counts["wrong"]
    score.unread += counts["unread"]
    score.lost += len(missing)
    score.whole += whole
    score.false_errors += len(errors) if whole else 0
    facts = (found.form, found.year, found.agency.name) == (truth.form, truth.year, truth.agency.name)
    texts = [section.id for section in truth.sections if _bare(section.text) != _bare(found.text(section.id))]
    if not whole or errors or texts or not facts:
        cells = [text for _path, state, text in compared if state != "right"]
        codes = sorted({finding.code for finding in errors})
        said = [f"form {truth.form}", f"push {job.push:g}", f"{len(cells)} cells {cells[:8]}", *codes, *texts]
        said += [f"facts: {found.form} {found.year} {found.agency.name}"] if not facts else []
        said += [f"lost: {missing[:8]}"] if missing else []
        score.amiss.append(f"{number}: {', '.join(said)}")


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
        elif read[path] == value and found.marks.get(path) == mark and _bare(found.remarks.get(path)) == _bare(truth.remarks.get(path)):
            state = "right"
        elif read[path] is None and found.marks.get(path) is not None and _digits(found.marks[path]):
            state = "unread"  # a mark that holds figures is told as no number
        else:
            state = "wrong"
        got = "absent" if path not in read else f"{found.marks.get(path) or read[path]}"
        yield path, state, f"{path} {state}: {mark or value} -> {got}"
    for path in read.keys() - printed.keys():
        yield path, "wrong", f"{path} was not printed: {read[path]}"


def lost(job: Job, found: Report, unread: Iterable[str]) -> list[str]:
    """Return the printed numbers of unread cells that stand in no entry of ``unread`` and in no mark: digits that went away without a word."""
    printed = Counter(number for path in unread for number in _numbers(job.text(path)))
    texts = [*(_ORDINAL.sub("", entry.text) for entry in found.unread), *found.marks.values()]
    told = Counter(number for text in texts for number in _numbers(text))
    missing, left = printed - told, told - printed
    missing = Counter(number for number in missing.elements() if not _in_pieces(number, left))
    if missing and _figures(printed) <= _figures(told):
        return []  # pieces were given to other numbers: all figures are told
    return list(missing.elements())


def _figures(numbers: Counter[str]) -> Counter[str]:
    return Counter(figure for number in numbers.elements() for figure in number)


def _in_pieces(number: str, told: Counter[str]) -> bool:
    """Tell whether a number that was wrapped is told in pieces, and take these away."""
    for cut in range(len(number) - 1, 0, -1):
        head, tail = number[:cut], number[cut:]
        if told[head] > 0:
            told[head] -= 1
            if told[tail] > 0:
                told[tail] -= 1
                return True
            if _in_pieces(tail, told):
                return True
            told[head] += 1
    return False


def _numbers(text: str) -> list[str]:
    return _NUMBER.findall(text.translate(_HALF_WIDTH))


def _bare(text: str | None) -> str:
    """A text without its blanks and line breaks, which print does not keep."""
    return "".join((text or "").split())


def _digits(text: str) -> bool:
    return any(map(str.isdigit, text))
