"""What goes between the first process and its workers: results with their reports packed, and a large file in portions.

A report is sent packed (:mod:`govdisc.slim`) and stays so until somebody asks for it: of most reports nobody does. A file of JSON Lines
is cut at the ends of lines, so that several workers read it at once; what tells its lines from other files is found out beforehand.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from govdisc.account import Result
from govdisc.choose import check_size, claiming
from govdisc.errors import InputError
from govdisc.formats.json import LINES_FORMAT, LONGEST_REPORT, MOST_STRANGERS, are_lines, too_many_strangers
from govdisc.pairs import Kept
from govdisc.plugins import Plugins
from govdisc.records import replace
from govdisc.refusals import refused
from govdisc.slim import slim
from govdisc.sources import Portion, Source, open_source
from govdisc.workers import is_large

#: A portion has about so many bytes: some 60 reports.
PORTION = 1 << 20


def posted(result: Result) -> Result:
    """Return a result as it goes to the first process: its report packed."""
    if result.report is not None:
        result.sent, result.report = slim(result.report, whole=True), None
        if isinstance(result.kept, Kept) and result.kept.report is not None:
            result.kept = replace(result.kept, report=result.sent)
    return result


def received(result: Result) -> Result:
    """Return a result as it arrived: its report is unpacked when it is asked for."""
    if result.sent is not None:
        del result.report
    return result


def portions(source: Source, plugins: Plugins) -> list[Source] | None:
    """Return the portions of a large file of JSON Lines; None for any other, and where something is wrong with it, which is told when it is read."""
    if source.problem is not None or not is_large(source):
        return None
    try:
        opened = open_source(source)
        if next(claiming(opened, source.uri, plugins)) is not LINES_FORMAT:
            return None
        check_size(LINES_FORMAT, opened.size)
        lines = opened.lines()
        if lines is None:
            return None
        with lines as file:
            if not are_lines(file.read(LONGEST_REPORT)):
                return None
            file.seek(0)
            ends, digest = _cut(file)
    except (InputError, OSError):
        return None
    starts = [(0, 0), *ends[:-1]]
    if max(stop - start for (start, _line), (stop, _behind) in zip(starts, ends, strict=True)) > LONGEST_REPORT:
        return None  # a line that is no report's: no worker takes it into memory
    return [replace(source, portion=Portion(start, stop, line, digest)) for (start, line), (stop, _behind) in zip(starts, ends, strict=True)]


def _cut(file: BinaryIO) -> tuple[list[tuple[int, int]], str]:
    """Return where portions of a file end, with the lines up to there, and the file's SHA-256."""
    digest = hashlib.sha256()
    ends: list[tuple[int, int]] = []
    begin = lines = 0
    while piece := file.read(PORTION):
        digest.update(piece)
        last = piece.rfind(b"\n") + 1
        before = piece.count(b"\n")
        if last:
            ends.append((begin + last, lines + before))
        begin, lines = begin + len(piece), lines + before
    if not ends or ends[-1][0] < begin:
        ends.append((begin, lines + 1))
    return ends, digest.hexdigest()


class Lines:
    """The results of a file's portions, in their order: a file in which nothing is a report is left, as one process leaves it."""

    def __init__(self) -> None:
        """Begin with no file."""
        self._strangers = 0

    def of(self, source: Source, results: Iterable[Result]) -> Iterator[Result]:
        """Pass on the results of a source, as far as its file is read."""
        if source.portion is None:
            yield from results
            return
        if not source.portion.start:
            self._strangers = 0
        for result in results:
            if self._strangers >= MOST_STRANGERS:
                return
            self._strangers = self._strangers + 1 if result.foreign else 0
            yield result
            if self._strangers == MOST_STRANGERS:
                yield refused(source, too_many_strangers())
