"""A national year: 200,000 pages of 3,000 counties from files to findings and one table, and whether all that was planted is found.

    python benchmarks/national_year.py [PAGES]             make PAGES pages (200,000); collect, validate, export, twins, DuckDB
    python benchmarks/national_year.py dask [PAGES]        validate PAGES pages (5,000) by one worker of Dask and by two

A twentieth of the pages has a wrong total, one in five hundred is a copy of the one before it under another name, and one unit in a
thousand of the province that is collected sent nothing. What is not found, and errors that nobody planted, end it with 1.
"""

from __future__ import annotations

import csv
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from govdisc.model.book import builtin_forms
from govdisc.plugin import WriteContext
from govdisc.testing import Options, random_report

YEAR, COUNTIES = 2023, 3_000
#: One page in so many has a wrong total, is a copy, or was not sent (in the province that is collected).
WRONG, COPIED, MISSING = 20, 500, 1_000
#: So many reports are made and printed; every page is one of them with a name, numbers and sentences of its own.
TEMPLATES = 200
#: Sentences of its own in every page: more than it shares with others of its template.
OWN = 60
#: What the project sets itself: seconds for 200,000 pages, and megabytes of a process.
LONGEST, LARGEST = 600, 300

NAME = "湖南省云岫市青岚县松涛局"
PROVINCES = (
    "河北省", "山西省", "辽宁省", "吉林省", "黑龙江省", "江苏省", "浙江省", "安徽省", "福建省", "江西省", "山东省", "河南省", "湖北省", "湖南省", "广东省",
    "海南省", "四川省", "贵州省", "云南省", "陕西省", "甘肃省", "青海省", "内蒙古自治区", "广西壮族自治区", "西藏自治区",
    "宁夏回族自治区", "新疆维吾尔自治区",
)  # fmt: skip
#: Invented words, of which the names of counties, bureaus and places are put together.
WORDS = "岚岫澄溪棠霁芷蘅沅浦荻霄岑汀筠葭菡藿芃蓼"
#: Cells of table 1 whose numbers stand in no sum and in no sentence.
FREE = ("licensing", "penalties", "coercive_measures")
TOKENS = (700_001, 700_003, 700_007)
FIELDS = ("教育", "民政", "财政", "水务", "司法", "统计", "审计", "林业", "商务", "交通运输", "应急管理", "农业农村", "市场监督管理", "自然资源")


def word(number: int, length: int = 3) -> str:
    """A word for a number: another one for another number."""
    found = ""
    for _place in range(length):
        number, at = divmod(number, len(WORDS))
        found += WORDS[at]
    return found


@dataclass(frozen=True)
class Unit:
    """A body of the country by its number."""

    number: int

    @property
    def county(self) -> int:
        """The number of its county."""
        return self.number % COUNTIES

    @property
    def province(self) -> str:
        """Its province."""
        return PROVINCES[self.county % len(PROVINCES)]

    @property
    def name(self) -> str:
        """Its name, which no other unit has."""
        bureau = self.number // COUNTIES
        kind = FIELDS[bureau % len(FIELDS)] + (word(bureau // len(FIELDS), 2) if bureau >= len(FIELDS) else "")
        return f"{self.province}{word(self.county // 40, 2)}市{word(self.county, 3)}县{kind}局"

    @property
    def wrong(self) -> bool:
        """Whether a total of its report is wrong."""
        return self.number % WRONG == 7 and not self.copied

    @property
    def copied(self) -> bool:
        """Whether its report is that of the one before it."""
        return self.number % COPIED == 11

    @property
    def missing(self) -> bool:
        """Whether it sent nothing: one in a thousand of the province that is collected, whose numbers are PROVINCES long apart."""
        return self.province == PROVINCES[0] and self.number // len(PROVINCES) % MISSING == 3 and not self.copied and not Unit(self.number + 1).copied

    @property
    def path(self) -> str:
        """Where its page lies."""
        return f"{self.province}/{self.county:04}/{self.number:06}.html"


def templates() -> list[tuple[str, str]]:
    """Reports as pages, each right and with a wrong total; the tokens stand for numbers, the comment for sentences."""
    from govdisc_html.writer import write

    made = []
    context = WriteContext(builtin_forms())
    for seed in range(TEMPLATES):
        report = random_report(seed, Options(year=YEAR, agency=NAME, zero=0.6))
        for row, token in zip(FREE, TOKENS, strict=True):
            report.tables["disclosure"][row] = dict.fromkeys(report.tables["disclosure"][row], token)
        overview = next(section for section in report.sections if section.id == "overview")
        overview.text += "\n@@@@"
        right = write([report], context).decode()
        total = report.tables["requests"]["granted"]["total"] or 0
        report.tables["requests"]["granted"]["total"] = total + 7
        made.append((right, write([report], context).decode()))
    return made


def page(unit: Unit, made: list[tuple[str, str]]) -> str:
    """The page of a unit."""
    told = unit.number - 1 if unit.copied else unit.number
    chance = random.Random(told)
    text = made[told % TEMPLATES][unit.wrong]
    for token in TOKENS:
        text = text.replace(str(token), str(chance.randint(1, 9_999)))
    own = "".join(f"在{word(chance.randrange(8_000))}街道设立{word(told * OWN + at, 7)}查阅场所并安排专人值守。" for at in range(OWN))
    return text.replace("@@@@", own).replace(NAME, unit.name)


def make(count: int, folder: Path) -> list[Unit]:
    """Write the pages and the roster of the first province; return the units."""
    made, units = templates(), [Unit(number) for number in range(count)]
    for county in {unit.path.rpartition("/")[0] for unit in units}:
        (folder / "pages" / county).mkdir(parents=True, exist_ok=True)
    with (folder / "units.csv").open("w", encoding="utf-8", newline="") as file:
        roster = csv.writer(file)
        roster.writerow(["name"])
        for unit in units:
            if unit.province == PROVINCES[0]:
                roster.writerow([unit.name])
            if not unit.missing:
                (folder / "pages" / unit.path).write_text(page(unit, made), "utf-8")
    return units


def run(title: str, count: int, *words: str) -> tuple[float, float]:
    """Run a command; print and return its seconds, and the megabytes of its largest process."""
    started = time.perf_counter()
    with tempfile.TemporaryFile() as told:
        process = subprocess.Popen([sys.executable, "-m", "govdisc", *words], stdout=subprocess.DEVNULL, stderr=told, env={**os.environ, "GOVDISC_LANG": "en"})
        _pid, status, used = os.wait4(process.pid, 0)
        code = process.returncode = os.waitstatus_to_exitcode(status)
        told.seek(0)
        assert code in (0, 1), told.read()[-2000:].decode("utf-8", "replace")
    taken, megabytes = time.perf_counter() - started, used.ru_maxrss / (1_000_000 if sys.platform == "darwin" else 1_000)
    print(f"{title:28} {taken:8.1f} s  {count / taken:7.0f} pages a second  {megabytes:5.0f} MB", flush=True)
    return taken, megabytes


def national(count: int, folder: Path) -> bool:
    """Make a year and walk it; tell whether what was planted was found, and the goals were met."""
    started = time.perf_counter()
    units = [unit for unit in make(count, folder) if not unit.missing]
    print(f"{len(units)} pages made in {time.perf_counter() - started:.1f} s", flush=True)
    pages, first = folder / "pages", [unit for unit in units if unit.province == PROVINCES[0]]
    collected, findings = folder / "collected.json", folder / "national" / "findings.parquet"
    run(
        f"collect ({PROVINCES[0]})", len(first), "collect", str(pages / PROVINCES[0]), "--roster", str(folder / "units.csv"), "--year", str(YEAR),
        "-o", str(collected),
    )  # fmt: skip
    seconds, megabytes = run("findings and table", len(units), "validate", str(pages), "-j", "2", "-o", f"parquet={folder / 'national'}/")
    run("the table alone", len(units), "export", str(pages), "-j", "2", "--format", "parquet", "-o", f"{folder / 'table'}/")
    run("twins alone", len(units), "validate", str(pages), "-j", "2", "--select", "BAT201,BAT202", "--format", "jsonl")
    asked(folder, len(units))
    found = all([*compared(units, findings), missing(count, collected)])
    print(f"findings and table: {seconds:.0f} s for {len(units)} pages (goal: {LONGEST} for 200,000), {megabytes:.0f} MB (goal: {LARGEST})")
    return found and seconds <= LONGEST * max(len(units) / 200_000, 0.05) and megabytes <= LARGEST


def asked(folder: Path, count: int) -> None:
    """Ask the table with DuckDB, where it is installed."""
    try:
        import duckdb
    except ImportError:
        print("DuckDB is not installed")
        return
    started = time.perf_counter()
    table = f"read_parquet('{folder}/national/cells/**/*.parquet', hive_partitioning = true)"
    query = f"SELECT count(*), count(DISTINCT sha256), sum(value) FILTER (\"row\" = 'received') FROM {table}"  # a folder of ours
    rows, files, requests = duckdb.sql(query).fetchall()[0]
    size = sum(path.stat().st_size for path in (folder / "national" / "cells").rglob("*.parquet"))
    print(f"DuckDB: {rows} cells of {files} files, sum {requests:.0f}, in {time.perf_counter() - started:.2f} s; {size / 1e6:.1f} MB, {size / count:.0f} bytes a report")


def compared(units: list[Unit], path: Path) -> Iterator[bool]:
    """Hold the findings to what was planted: wrong sums and copies, no more and no less."""
    import pyarrow.parquet as pq

    rows = pq.read_table(path, columns=["agency", "code", "family", "severity"]).to_pylist()
    names = {unit.name: unit for unit in units}
    wrong = {unit.name for unit in units if unit.wrong}
    yield _told("wrong totals", wrong, {row["agency"] for row in rows if row["family"] == "SUM" and row["severity"] == "error"})
    yield _told("errors elsewhere", set(), {row["agency"] for row in rows if row["severity"] == "error" and row["family"] != "SUM"} - wrong)
    pairs = {name for unit in units if unit.copied for name in (unit.name, Unit(unit.number - 1).name) if name in names}
    # a copy is told at one of the two
    told = {row["agency"] for row in rows if row["code"] in ("BAT201", "BAT202")}
    both = {name for name in pairs if name in told or {Unit(names[name].number - 1).name, Unit(names[name].number + 1).name} & told & pairs}
    yield _told("copies", pairs, both | told)


def missing(count: int, path: Path) -> bool:
    """Hold those that are said to be missing to those that are."""
    lines = json.loads(path.read_text("utf-8"))["units"]
    told = {line["name"] for line in lines if line["state"] == "missing"}
    return _told("missing units", {unit.name for unit in map(Unit, range(count)) if unit.missing}, told)


def _told(what: str, planted: set[str], found: set[str]) -> bool:
    print(f"{what}: {len(planted)} planted, {len(planted & found)} found, {len(found - planted)} false")
    return planted == found


def by_dask(count: int, folder: Path) -> bool:
    """Validate by one worker and by two; both are on this machine, with the scheduler and govdisc itself."""
    from distributed import LocalCluster

    make(count, folder)
    taken = {}
    for workers in (1, 2):
        with LocalCluster(n_workers=workers, threads_per_worker=1, dashboard_address=None) as cluster:
            there = f"dask:{cluster.scheduler_address}"
            taken[workers] = run(f"validate, {workers} of Dask", count, "validate", str(folder / "pages"), "--executor", there, "--format", "jsonl")[0]
    print(f"two workers are {taken[1] / taken[2]:.2f} times as fast as one (goal: at least 1.5)")
    return taken[1] / taken[2] >= 1.5


def main() -> int:
    """Print the figures; return 1 where something was not found or a goal is missed."""
    words = sys.argv[1:]
    dask = words[:1] == ["dask"]
    numbers = [int(number) for number in words[dask:]]
    with tempfile.TemporaryDirectory() as folder:
        good = by_dask(numbers[0] if numbers else 5_000, Path(folder)) if dask else national(numbers[0] if numbers else 200_000, Path(folder))
    return int(not good)


if __name__ == "__main__":
    sys.exit(main())
