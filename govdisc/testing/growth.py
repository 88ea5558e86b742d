"""Whether work grows with the input and no faster, judged by processor time against itself, so that no busy machine changes the answer."""

from __future__ import annotations

import time
from collections.abc import Callable

#: Seconds of processor time below which nothing is asked: there the clock's grain is larger than the work.
SHORT = 0.5


def in_proportion(work: Callable[[int], object], size: int) -> bool:
    """Tell whether ``work(size)`` takes at most eight times as long as ``work(size // 4)``; what is quadratic takes sixteen times.

    Both are measured again where they do not show it: what else a machine does at the time makes either take longer.
    """
    for _attempt in range(5):
        large = _seconds(work, size)
        if large < SHORT or large < 8 * _seconds(work, size // 4):
            return True
    return False


def _seconds(work: Callable[[int], object], size: int) -> float:
    begin = time.process_time()
    work(size)
    return time.process_time() - begin
