"""How much memory a batch takes: the peak of ``validate --format jsonl`` and of exports to CSV and JSON Lines, and what each report adds.

    python benchmarks/memory.py [REPORTS]

REPORTS (20,000 unless given; the goal is told for 200,000) are of distinct bodies, with doubles and pairs of years. Each command runs
on a tenth of them and on all; the difference of the peaks is what the others add.
"""

from __future__ import annotations

import contextlib
import os
import re
import subprocess
import sys
import tempfile
import time
from itertools import islice
from pathlib import Path

from many_files import lines

COMMANDS = {
    "validate --format jsonl": ["validate", "--format", "jsonl", "-j", "1"],
    "export --format csv": ["export", "--format", "csv", "--lossy", "-j", "1"],
    "export --format jsonl": ["export", "--format", "jsonl", "-j", "1"],
}
#: The same with the workers that are called unasked, whose memory is added up where Linux tells how much of it is shared.
SHARED = ["validate", "--format", "jsonl"]
#: Reports in a file: some 800 MB, and no input may have more than 2 GB.
A_FILE = 50_000
#: Bytes that a report may add, and megabytes that a run may take in all.
MOST_A_REPORT, MOST_IN_ALL = 250, 300


def peak(words: list[str], path: Path) -> int:
    """The most memory of a command, in bytes."""
    command = [sys.executable, "-m", "govdisc", *words, str(path)]
    with tempfile.TemporaryFile() as errors:
        child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=errors, env={**os.environ, "GOVDISC_LANG": "en"})
        _pid, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        errors.seek(0)
        assert child.returncode in (0, 1), errors.read()[-1000:].decode()
    return used.ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def together(words: list[str], path: Path) -> int:
    """The most memory of a command and its workers together, in bytes, what they share counted once; looked at twenty times a second."""
    child = subprocess.Popen([sys.executable, "-m", "govdisc", *words, str(path)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    most = 0
    while child.poll() is None:
        ours = [str(child.pid)]
        with contextlib.suppress(OSError):
            ours += Path(f"/proc/{child.pid}/task/{child.pid}/children").read_text().split()
        taken = 0
        for process in ours:
            with contextlib.suppress(OSError):
                found = re.search(r"^Pss:\s+(\d+)", Path(f"/proc/{process}/smaps_rollup").read_text(), re.MULTILINE)
                taken += int(found[1]) * 1024 if found else 0
        most = max(most, taken)
        time.sleep(0.05)
    return most


def main() -> int:
    """Print the peaks; return 1 where one is beyond the goal."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    beyond = False
    with tempfile.TemporaryDirectory() as folder:
        few, all_ = Path(folder) / "few", Path(folder) / "all"
        for path, number in ((few, count // 10), (all_, count)):
            path.mkdir()
            told = islice(lines(count), number)
            for part in range(0, number, A_FILE):
                with (path / f"{part:07}.jsonl").open("wb") as file:
                    file.writelines(islice(told, A_FILE))
        for name, words in COMMANDS.items():
            base, whole = peak(words, few), peak(words, all_)
            each = (whole - base) / (count - count // 10)
            beyond = beyond or each > MOST_A_REPORT or whole > MOST_IN_ALL * 1_000_000
            print(f"{name:26} {count // 10:7} reports {base / 1e6:6.1f} MB, {count:7} reports {whole / 1e6:6.1f} MB: {each:6.0f} bytes a report", flush=True)
        if sys.platform.startswith("linux"):
            whole = together(SHARED, all_)
            beyond = beyond or whole > MOST_IN_ALL * 1_000_000
            print(f"validate with its workers: {count} reports, {whole / 1e6:.1f} MB together")
    return int(beyond)


if __name__ == "__main__":
    sys.exit(main())
