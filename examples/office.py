"""Make the files of the tutorial: what the thirty bodies of an invented county sent to the office that gathers their reports.

    python examples/office.py FOLDER

FOLDER must not be there yet. It gets ``units.csv`` (the roster), ``sent/`` (30 files: one body has sent nothing and one sent twice, one file
is a scan, six reports have mistakes, one more is late), ``corrected/`` (what they sent in the second round) and ``decisions.toml``, what the
office decides in the end. The bodies do not exist, the numbers are random, and the same command makes the same files.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Callable, Iterator
from copy import deepcopy
from pathlib import Path

from govdisc.formats.base import WriteContext
from govdisc.model.report import Report
from govdisc.plugins import Plugins
from govdisc.testing import Options, random_report
from govdisc.testing.prose import write_prose

YEAR = 2023
COUNTY = "青岚县"
BUREAUS = [
    "教育局", "科学技术局", "工业和信息化局", "民政局", "司法局", "财政局", "人力资源和社会保障局", "自然资源局", "住房和城乡建设局", "交通运输局", "水务局",
    "农业农村局", "商务局", "文化和旅游局", "卫生健康局", "退役军人事务局", "应急管理局", "审计局", "市场监督管理局", "统计局", "医疗保障局", "林业局",
]  # fmt: skip
TOWNS = ["城关镇", "松涛镇", "云溪镇", "石桥镇", "梅岭镇", "双河镇", "柳林乡", "白沙乡"]
BODIES = [*BUREAUS, *(f"{town}人民政府" for town in TOWNS)]
#: By suffix, the format that writes it.
WRITERS = {"docx": "docx", "html": "html", "xlsx": "xlsx", "md": "markdown"}

MISSING, TWICE, SCANNED, LATE = "统计局", "水务局", "林业局", "审计局"
#: The six that are wrong: what was done to a cell, as a slip of the pen would.
SLIPS: dict[str, tuple[str, Callable[[int], int]]] = {
    "教育局": ("requests.processed_total.total", lambda right: right + 1),
    "民政局": ("requests.granted.total", lambda right: right + 10),
    "财政局": ("requests.received.natural_person", lambda right: right * 10 + 1),
    "商务局": ("disputes.reconsideration.total", lambda right: right + 2),
    "松涛镇人民政府": ("requests.carried_out.total", lambda right: right + 3),
    "柳林乡人民政府": ("requests.unavailable_not_held.enterprise", lambda right: right + 4),
}


#: What the office decides when all but one report are in order.
DECISIONS = """roster = { path = "units.csv" }
fail-on = "warning"

[[waivers]]
code = "DUE101"
body = "青岚县审计局"
year = 2023
reason = "县政府办公室1月29日同意延期 (the county's office allowed it on 29 January)"
until = 2034-12-31
"""


def files() -> Iterator[tuple[str, bytes]]:
    """Yield every file as (path, bytes)."""
    plugins = Plugins()

    def written(report: Report, suffix: str) -> bytes:
        return plugins.formats[WRITERS[suffix]].writer()([report], WriteContext(plugins.forms))

    roster = ["名称,上级单位,公开日期"]
    for number, name in enumerate(BODIES):
        body, suffix = COUNTY + name, list(WRITERS)[number % len(WRITERS)]
        day = "2024-02-06" if name == LATE else f"2024-01-{8 + number % 20:02}"
        roster.append(f"{body},{COUNTY}人民政府,{day}")
        report = random_report(number + 1, Options(year=YEAR, agency=body, zero=0.9, largest=12))
        write_prose(random.Random(number), report, plugins.forms.of(report))
        report.published = None  # the roster has the days
        if name == SCANNED:
            yield f"sent/{body}.pdf", scan()
        elif name != MISSING:
            yield f"sent/{body}.{suffix}", written(mistaken(report, *SLIPS[name]) if name in SLIPS else report, suffix)
        if name == TWICE:
            yield f"sent/{body}-2.html", written(report, "html")
        if name in (MISSING, SCANNED, *SLIPS):
            yield f"corrected/{body}.{suffix}", written(report, suffix)
    yield "decisions.toml", DECISIONS.encode()
    yield "units.csv", ("\ufeff" + "\n".join(roster) + "\n").encode()


def mistaken(report: Report, path: str, slip: Callable[[int], int]) -> Report:
    """A copy of a report with one wrong number."""
    wrong = deepcopy(report)
    table, row, column = path.split(".")
    wrong.tables[table][row][column] = slip(int(str(report.cell(path) or 0)))
    return wrong


def scan() -> bytes:
    """A PDF of one page that is a picture and nothing else, as a scanner makes it: eight grey points, blown up to a page."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /XObject << /I 5 0 R >> >> >>",
        b"<< /Length 30 >>\nstream\nq 595 0 0 842 0 0 cm /I Do Q  \nendstream",
        b"<< /Type /XObject /Subtype /Image /Width 8 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 /Length 8 >>\n"
        b"stream\n\xf0\xf1\xf2\xf3\xf4\xf3\xf2\xf1\nendstream",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    trailer = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(out))
    return out + b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + table + trailer


def refused(why: str) -> int:
    """Say why nothing was made."""
    sys.stderr.write(f"{why}\n")
    return 2


def main(arguments: list[str]) -> int:
    """Write the folder."""
    if len(arguments) != 1:
        return refused(__doc__ or "")
    folder = Path(arguments[0])
    if folder.exists():
        return refused(f"{folder} is there already; name a new folder.")
    for name, data in files():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
