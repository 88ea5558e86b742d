"""Reports a second of ``govdisc validate`` with all rules on JSON Lines, and its time as a multiple of ``json.loads`` of the same lines.

    python benchmarks/validate.py [REPORTS] [ROUNDS]

The command line runs as a process of its own, first alone (``-j 1``), by the processor time that it takes, then with as many workers as it
calls unasked, by the clock; then the same work is done in this process, part by part. Every figure is the
fastest of the rounds, and json.loads is timed in the same rounds, since machines change their speed while they are measured.
"""

from __future__ import annotations

import gc
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path

from govdisc.api import installed_plugins
from govdisc.checked import checked_report
from govdisc.engine import Engine
from govdisc.formats import WriteOptions
from govdisc.formats.json import TOGETHER
from govdisc.model.findings import FAMILIES
from govdisc.model.report import Report
from govdisc.rules.registry import Context
from govdisc.settings import Settings
from govdisc.testing import Options, random_report
from govdisc.testing.bodies import invented_body
from govdisc.text.jsontext import loads, loads_line
from govdisc.workers import count_of

PLUGINS = installed_plugins()


def timed(work: Callable[[], object]) -> float:
    """Processor seconds of this process and of those that it waited for: other programs on the machine do not count."""
    start = os.times()
    work()
    end = os.times()
    return sum(end[:4]) - sum(start[:4])


def clocked(work: Callable[[], object]) -> float:
    """Seconds that a user waits, which other programs on the machine make more."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def parse(lines: list[str]) -> None:
    """The yardstick: the standard library's parser, a line at a time, nothing kept."""
    for line in lines:
        json.loads(line)


def command_line(path: Path, *options: str) -> None:
    code = f"from govdisc.cli import main; import sys; sys.argv[1:] = {['validate', str(path), *options]!r}; main()"
    environment = {**os.environ, "GOVDISC_LANG": "en"}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stdout[-1000:] + done.stderr[-1000:]


def ruled(reports: list[Report], family: str | None = None) -> int:
    """Run the rules, those of one family or all, on as many reports at a time as the command line reads together."""
    codes = None if family is None else frozenset(code for code, rule in PLUGINS.rules.items() if rule.family == family)
    engine = Engine(PLUGINS, Settings(select=codes))
    findings = 0
    for at in range(0, len(reports), TOGETHER):
        few = [(report, Context(PLUGINS.forms.of(report), forms=PLUGINS.forms)) for report in reports[at : at + TOGETHER]]
        findings += sum(len(verdict.findings) for verdict in engine.alone.judge_together(few))
    return findings


def judged(reports: list[Report]) -> int:
    """Judge and explain reports one by one, in one engine."""
    engine = Engine(PLUGINS, Settings())
    return sum(len(engine.judged(report).findings) for report in reports)


def of_distinct_bodies(count: int) -> list[Report]:
    """Return correct reports, each of a body of its own: two reports of one body are compared with each other, which is another matter."""
    rng = random.Random(1)
    return [random_report(rng, Options(agency=invented_body(number).name, places=True)) for number in range(count)]


def with_a_wrong_cell(reports: list[Report]) -> list[Report]:
    """Return some of the reports, each with one number of the largest table off by one."""
    wrong = deepcopy(reports[: len(reports) // 10])
    for at, report in enumerate(wrong):
        row = list(report.tables["requests"].values())[at % 20]
        row["natural_person"] = (row["natural_person"] or 0) + 1
    return wrong


def main() -> None:
    """Print the rates and ratios."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    reports = of_distinct_bodies(count)
    data = PLUGINS.formats["jsonl"].called("write")(reports, WriteOptions(PLUGINS.forms))
    lines, raw = data.decode().splitlines(), data.splitlines()
    families = [name for name in FAMILIES if any(rule.family == name for rule in PLUGINS.rules.values())]
    right = reports[: len(reports) // 10]
    wrong = with_a_wrong_cell(reports)
    gc.collect()
    gc.freeze()  # reports that wait for their turn, which a run does not hold, are not looked through again and again
    best: dict[str, float] = {}

    def keep(name: str, seconds: float) -> None:
        best[name] = min(seconds, best.get(name, seconds))

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "reports.jsonl"
        path.write_bytes(data)
        for _ in range(rounds):
            keep("json.loads", timed(lambda: parse(lines)))
            keep("govdisc validate", timed(lambda: command_line(path, "-j", "1")))
            keep("json.loads by the clock", clocked(lambda: parse(lines)))
            keep("govdisc validate by the clock", clocked(lambda: command_line(path)))
            keep("parse", timed(lambda: [loads_line(line) and None for line in raw]))
            keep("parse without msgspec", timed(lambda: [loads(line) and None for line in lines]))
            keep("parse, schema and model", timed(lambda: [checked_report(loads_line(line), "", PLUGINS.forms) and None for line in raw]))
            keep("all rules", timed(lambda: ruled(reports)))
            keep("the same reports, right", timed(lambda: judged(right)))
            keep("one wrong cell each", timed(lambda: judged(wrong)))
            for family in families:
                keep(family, timed(lambda family=family: ruled(reports, family)))  # type: ignore[misc]
    yardstick = best.pop("json.loads")
    correct, damaged = best.pop("the same reports, right"), best.pop("one wrong cell each")
    whole = best.pop("govdisc validate")
    waited, parsed = best.pop("govdisc validate by the clock"), best.pop("json.loads by the clock")
    print(f"{count} reports, {len(data) / count / 1000:.1f} kB each, {len(PLUGINS.rules)} rules; the fastest of {rounds} rounds")
    print(f"json.loads        {count / yardstick:8.0f} reports/s")
    print(f"govdisc validate  {count / whole:8.0f} reports/s  {whole / yardstick:6.2f} times json.loads, in one process")
    print(f"  by the clock    {count / waited:8.0f} reports/s  {waited / parsed:6.2f} times json.loads, on {count_of(None)} cores")
    print("in process, part by part:")
    for name, seconds in best.items():  # of a family alone: with what all rules share
        print(f"  {name:24}{1e6 * seconds / count:8.1f} µs a report  {seconds / yardstick:6.2f} times json.loads")
    read = best["parse, schema and model"] * len(right) / count
    print(f"with one wrong cell, from the line to its explanation: {(read + damaged) / (read + correct):.2f} times as long")


if __name__ == "__main__":
    main()
