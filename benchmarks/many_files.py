"""What many files cost: an export to a folder of thousands of files, and two processes against one.

    python benchmarks/many_files.py export [FEW MANY]      seconds a file of an export to MANY files (8,000) against FEW (500)
    python benchmarks/many_files.py jobs [PAGES]           validate -j 2 against -j 1 on PAGES pages (5,000)

Both sides of a ratio are measured in one run, in turn.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from govdisc.testing import Options, random_report
from govdisc.testing.bodies import invented_body
from govdisc.text.jsontext import dumps

#: What the project sets itself.
LONGEST, LEAST = 1.3, 1.6
#: So many names :func:`invented_body` has; beyond them the same stand within another city.
_NAMES = 36_864
_CITIES = "甲乙丙丁戊己庚辛壬癸"
#: So many different reports are made; the others have their numbers and another body's name.
_MADE = 200


def name_of(number: int) -> str:
    """The name of a body; no two numbers have the same."""
    round_, at = divmod(number, _NAMES)
    name = invented_body(at).name
    assert name is not None
    return f"{_CITIES[round_ % len(_CITIES)]}州市{name}" if round_ else name


def lines(count: int) -> Iterator[bytes]:
    """Yield reports as JSON Lines: of each ten, the eighth and ninth are a body's for two years, and the tenth is a double of the seventh."""
    chance = random.Random(1)
    made = [random_report(chance, Options(year=2023, places=True)) for _number in range(_MADE)]
    texts = [(dumps(report.to_dict()), report.agency.name or "") for report in made]
    for number in range(count):
        text, name = texts[number % _MADE]
        text = text.replace(name, name_of(number - {8: 1, 9: 3}.get(number % 10, 0)))
        yield (text.replace("2023", "2022") if number % 10 == 7 else text).encode() + b"\n"


def seconds(words: list[str]) -> float:
    """How long a command takes by the clock, with its children."""
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "govdisc", *words], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env={**os.environ, "GOVDISC_LANG": "en"}
    )
    assert done.returncode in (0, 1), done.stderr[-1000:].decode()
    return time.perf_counter() - start


def export(few: int, many: int, folder: Path) -> float:
    """The time a file of an export to many files, as a multiple of that to few."""
    found = []
    started = 0.0  # what one file takes is the start of the program, which is no matter of their number
    for count in (1, few, many):
        source = folder / f"{count}.jsonl"
        with source.open("wb") as file:
            file.writelines(lines(count))
        taken = seconds(["export", str(source), "--format", "json", "-o", f"{folder / str(count)}/"])
        written = len(list((folder / str(count)).iterdir()))
        assert written == count, f"{written} files of {count}"
        if count == 1:
            started = taken
            continue
        found.append((taken - started) / count)
        print(f"export to {count:5} files: {1e6 * found[-1]:7.0f} µs a file", flush=True)
    return found[1] / found[0]


def jobs(count: int, folder: Path) -> float:
    """How many times as fast two processes are as one."""
    pages, source = folder / "pages", folder / "pages.jsonl"
    with source.open("wb") as file:
        file.writelines(lines(count))
    seconds(["export", str(source), "--format", "html", "--lossy", "-o", f"{pages}/"])
    taken = {}
    for number in (1, 2):
        taken[number] = seconds(["validate", str(pages), "--format", "jsonl", "-j", str(number), "--fail-on", "never"])
        print(f"validate -j {number}, {count} pages: {taken[number]:6.1f} s, {count / taken[number]:5.0f} pages a second", flush=True)
    return taken[1] / taken[2]


def main() -> int:
    """Print the figures; return 1 where the goal is missed."""
    numbers = [int(word) for word in sys.argv[2:]]
    with tempfile.TemporaryDirectory() as folder:
        if sys.argv[1:2] == ["export"]:
            ratio = export(*(numbers or (500, 8_000)), Path(folder))
            print(f"time a file: {ratio:.2f} times (goal: at most {LONGEST})")
            return int(ratio > LONGEST)
        if sys.argv[1:2] == ["jobs"]:
            ratio = jobs(numbers[0] if numbers else 5_000, Path(folder))
            print(f"two processes are {ratio:.2f} times as fast as one (goal: at least {LEAST})")
            return int(ratio < LEAST)
    print(__doc__)
    return 2


if __name__ == "__main__":
    sys.exit(main())
