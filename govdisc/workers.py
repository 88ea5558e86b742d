"""How many processes do a run: as many as were asked for, else as many as pay.

Where nobody says, a few files are done by one process, before workers would have begun; many files, or a large one of JSON Lines, are
shared by some, as far as a process can be forked and no stranger's plugin is there, which may do in one process what it does not in
another. What is found is the same.
"""

from __future__ import annotations

import os
import sys

from govdisc.plugins import Plugins
from govdisc.sources import Source

#: So many files are done by one process before others are called, and so many processes share the rest, where nobody says how many.
ALONE, UNASKED = 32, 4
#: A file of JSON Lines beyond so many bytes, some 240 reports, is large.
LARGE = 4_000_000
LINES = (".jsonl", ".ndjson")


def count_of(jobs: int | None) -> int:
    """Return the number of workers: 0 is one for each core that may be used, None one for each of some."""
    if jobs:
        return jobs
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return cores if jobs == 0 else min(cores, UNASKED)


def can_fork() -> bool:
    """Tell whether workers can be forked, which have the engine already: it is safe only while there is one thread."""
    if not sys.platform.startswith("linux"):
        return False
    import threading

    return threading.active_count() == 1


def is_large(source: Source, suffixes: tuple[str, ...] = LINES) -> bool:
    """Tell whether a source is a large file of one of some kinds, which holds many reports."""
    try:
        return source.suffix in suffixes and source.path not in (None, "-") and os.stat(source.path or "").st_size > LARGE
    except OSError:
        return False


def may_be_called(plugins: Plugins) -> bool:
    """Tell whether workers may be called that nobody asked for."""
    return not plugins.has_strangers and count_of(None) > 1 and can_fork()
