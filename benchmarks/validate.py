"""Reports a second of ``govdisc validate`` with all rules on JSON Lines, and its time as a multiple of ``json.loads`` of the same lines.

    python benchmarks/validate.py [REPORTS] [ROUNDS]

The command line runs as a process of its own; then the same work is done in this process, part by part. Every figure is the
fastest of the rounds, and json.loads is timed in the same rounds, since machines change their speed while they are measured.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from govdisc.api import installed_plugins
from govdisc.checked import checked_report
from govdisc.formats import WriteOptions
from govdisc.model.findings import FAMILIES
from govdisc.model.report import Report
from govdisc.testing import Options, random_reports
from govdisc.testing.running import run_rules
from govdisc.text.jsontext import loads, loads_line

PLUGINS = installed_plugins()


def timed(work: Callable[[], object]) -> float:
    """Processor seconds of this process and of those that it waited for: other programs on the machine do not count."""
    start = os.times()
    work()
    end = os.times()
    return sum(end[:4]) - sum(start[:4])


def parse(lines: list[str]) -> None:
    """The yardstick: the standard library's parser, a line at a time, nothing kept."""
    for line in lines:
        json.loads(line)


def command_line(path: Path) -> None:
    code = f"from govdisc.cli import main; import sys; sys.argv[1:] = ['validate', {str(path)!r}]; main()"
    environment = {**os.environ, "GOVDISC_LANG": "en"}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stdout[-1000:] + done.stderr[-1000:]


def check(reports: list[Report], family: str) -> int:
    rules = [rule for rule in PLUGINS.rules.values() if rule.family == family]
    return sum(len(run_rules(report, PLUGINS, rules=rules)) for report in reports)


def main() -> None:
    """Print the rates and ratios."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    reports = list(random_reports(count, 1, Options(places=True)))
    write = PLUGINS.formats["jsonl"].write
    assert write is not None
    data = write(reports, WriteOptions(PLUGINS.forms))
    lines, raw = data.decode().splitlines(), data.splitlines()
    families = [name for name in FAMILIES if any(rule.family == name for rule in PLUGINS.rules.values())]
    best: dict[str, float] = {}

    def keep(name: str, seconds: float) -> None:
        best[name] = min(seconds, best.get(name, seconds))

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "reports.jsonl"
        path.write_bytes(data)
        for _ in range(rounds):
            keep("json.loads", timed(lambda: parse(lines)))
            keep("govdisc validate", timed(lambda: command_line(path)))
            keep("parse", timed(lambda: [loads_line(line) and None for line in raw]))
            keep("parse without msgspec", timed(lambda: [loads(line) and None for line in lines]))
            keep("parse, schema and model", timed(lambda: [checked_report(loads_line(line), "", PLUGINS.forms) and None for line in raw]))
            for family in families:
                keep(family, timed(lambda family=family: check(reports, family)))  # type: ignore[misc]
    yardstick = best.pop("json.loads")
    whole = best.pop("govdisc validate")
    print(f"{count} reports, {len(data) / count / 1000:.1f} kB each, {len(PLUGINS.rules)} rules; the fastest of {rounds} rounds")
    print(f"json.loads        {count / yardstick:8.0f} reports/s")
    print(f"govdisc validate  {count / whole:8.0f} reports/s  {whole / yardstick:6.2f} times json.loads")
    print("in process, part by part:")
    for name, seconds in best.items():
        print(f"  {name:24}{1e6 * seconds / count:8.1f} µs a report  {seconds / yardstick:6.2f} times json.loads")


if __name__ == "__main__":
    main()
