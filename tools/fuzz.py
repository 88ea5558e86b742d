"""Feed damaged files to every reader: nothing but a report or one sentence may come of them, each within five seconds.

    python tools/fuzz.py                         without end, until Ctrl-C
    python tools/fuzz.py --seconds 120 --seed 1  as long as that, the same inputs each time on one machine
    python tools/fuzz.py --only docx --count 500
    python tools/fuzz.py --office 200            first 200 of each format that LibreOffice reads

Seeds are generated reports in every format that can be written, printed text, and tests/corpus (faults of the past, which run first
and unchanged). A fault is printed with its kind, and its bytes are kept in the folder that --keep names.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import io
import random
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from govdisc.engine import Engine
from govdisc.formats.base import WriteContext
from govdisc.plugins import Plugins
from govdisc.sources import Source
from govdisc.testing import TEXT_LAYOUTS, Options, print_text, random_report

ROOT = Path(__file__).resolve().parent.parent
#: Formats that an office program writes, and what it makes them of.
OFFICE = {"xls": "xlsx", "ods": "xlsx", "doc": "docx"}
#: Read by LibreOffice itself, which takes seconds a file: few of them, and only on request.
SLOW_FORMATS = ("doc",)
#: Seconds that one input may take.
SLOW = 5.0
#: What a mutation puts in: signs, numbers and words that readers and the recogniser look at.
SPICE = (
    "①", "⑴", "²", "㈠", "一千二", "零" * 50, "\u200f", "\x00", "\ufeff", "　", "|", "\\|", "\r", "\n\n\n", "-", "/", "无", "1e99999", "9" * 30, "０",
    "（", "）", "(", "总计", "其他", "自然人", "（七）总计", "<td>", "</table>", "<tr></tr>", "colspan=99999", "&#0;", "{", "}", "[", "]", '"', ",",
    "2023年", "13月45日", "null", "true", "\ud800".encode("utf-8", "replace").decode(), "%", "=1+1", "__proto__",
)  # fmt: skip


def seeds(plugins: Plugins, chance: random.Random) -> dict[str, list[bytes]]:
    """Return files to begin with, by the name of the format that reads them."""
    context = WriteContext(plugins.forms)
    reports = [random_report(chance.randrange(10_000), Options(form=form)) for form in ("2019", "2021", "2021")]
    made: dict[str, list[bytes]] = {"text": [print_text(reports[1], layout).encode() for layout in TEXT_LAYOUTS]}
    for name, format_ in plugins.formats.items():
        if format_.read is not None and format_.write is not None:
            made[name] = [format_.writer()([report], context) for report in reports]
    if "pdf" in plugins.formats:
        made["pdf"] = [found for report in reports[:2] if (found := _pdf(print_text(report, "row_a_line")))]
    if "ofd" in plugins.formats:
        made["ofd"] = [_ofd(printed, way) for printed in made.get("pdf", ()) for way in ("plain", "boxes", "matrix")]
    if "mhtml" in plugins.formats and "html" in made:
        made["mhtml"] = [_saved_page(page) for page in made["html"]]
    return {name: files for name, files in made.items() if files}


def office_seeds(plugins: Plugins) -> dict[str, list[bytes]]:
    """Return files of the formats that an office program writes, where it is installed; they are made once, since that takes a while."""
    made: dict[str, list[bytes]] = {}
    for name, source in OFFICE.items():
        if name in plugins.formats and source in plugins.formats:
            files = [plugins.formats[source].writer()([random_report(seed)], WriteContext(plugins.forms)) for seed in (1, 2)]
            made[name] = [found for data in files if (found := _converted(data, source, name)) is not None]
    return {name: files for name, files in made.items() if files}


def _saved_page(page: bytes) -> bytes:
    """A page saved as one file."""
    head = b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=B; type=text/html\r\n\r\n--B\r\nContent-Type: text/html; charset=utf-8\r\n"
    return head + b"Content-Transfer-Encoding: base64\r\nContent-Location: http://lake.invalid/\r\n\r\n" + base64.encodebytes(page) + b"\r\n--B--\r\n"


def _converted(data: bytes, source: str, target: str) -> bytes | None:
    """A file of one format made into another by LibreOffice, where that is installed."""
    office = shutil.which("soffice")
    if office is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"seed.{source}"
        path.write_bytes(data)
        profile = f"-env:UserInstallation=file://{folder}/profile"
        subprocess.run([office, profile, "--headless", "--convert-to", target, "--outdir", folder, str(path)], capture_output=True, check=False, timeout=120)
        made = path.with_suffix(f".{target}")
        return made.read_bytes() if made.exists() else None


def _pdf(text: str) -> bytes | None:
    """A small PDF with ruled tables, where reportlab is installed."""
    try:
        from reportlab.pdfbase import pdfmetrics
        from reportlab.pdfbase.cidfonts import UnicodeCIDFont
        from reportlab.platypus import Paragraph, SimpleDocTemplate, Table
    except ImportError:
        return None
    from reportlab.lib.styles import ParagraphStyle

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    style = ParagraphStyle("body", fontName="STSong-Light")
    story: list[object] = []
    rows: list[list[str]] = []
    for line in [*text.split("\n"), ""]:
        if "|" in line:
            rows.append([cell.strip() for cell in line.strip("|").split("|")])
            continue
        if rows:
            width = max(map(len, rows))
            grid = [[*row, *[""] * (width - len(row))] for row in rows]
            story.append(Table(grid, style=[("GRID", (0, 0), (-1, -1), 0.5, "black"), ("FONT", (0, 0), (-1, -1), "STSong-Light", 6)]))
            rows = []
        story.append(Paragraph(line, style))
    out = io.BytesIO()
    SimpleDocTemplate(out, invariant=1).build(story)
    return out.getvalue()


def _ofd(printed: bytes, way: str) -> bytes:
    """The same pages as OFD."""
    sys.path.insert(0, str(ROOT / "tests"))
    from press import ofd

    return ofd.printed(printed, way)


# --- mutations ------------------------------------------------------------------------------------------------------------------


def mutated(data: bytes, chance: random.Random) -> bytes:
    """Return damaged bytes; in a ZIP mostly one of its parts is damaged, and packed again."""
    if data[:2] == b"PK" and chance.random() < 0.85:
        return _part_mutated(data, chance)
    for _again in range(chance.choice((1, 1, 1, 2, 4))):
        data = chance.choice(MUTATIONS)(data, chance)
    return data


def _part_mutated(data: bytes, chance: random.Random) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {entry.filename: archive.read(entry) for entry in archive.infolist()}
    name = chance.choice(sorted(parts))
    content = parts[name]
    for _again in range(chance.choice((1, 1, 2, 4))):
        content = chance.choice(MUTATIONS)(content, chance)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, text in parts.items():
            archive.writestr(part, content if part == name else text)
    return out.getvalue()


def _flip(data: bytes, chance: random.Random) -> bytes:
    if not data:
        return data
    at = chance.randrange(len(data))
    return data[:at] + bytes([chance.randrange(256)]) + data[at + 1 :]


def _cut(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data) + 1)]


def _drop(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data) + 1)
    return data[:at] + data[at + chance.choice((1, 3, 20, 200)) :]


def _double(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data) + 1)
    piece = data[at : at + chance.choice((1, 10, 100, 1000))]
    return data[:at] + piece * chance.choice((2, 3, 30)) + data[at:]


def _spice(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data) + 1)
    return data[:at] + chance.choice(SPICE).encode("utf-8", "replace") + data[at:]


def _number(data: bytes, chance: random.Random) -> bytes:
    """Put something where a digit stands."""
    places = [at for at, byte in enumerate(data[:200_000]) if 48 <= byte <= 57]
    if not places:
        return data
    at = chance.choice(places)
    return data[:at] + chance.choice(SPICE).encode("utf-8", "replace") + data[at + chance.choice((0, 1)) :]


def _swap(data: bytes, chance: random.Random) -> bytes:
    lines = data.split(b"\n")
    if len(lines) < 3:
        return _double(data, chance)
    one, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    lines[one], lines[other] = lines[other], lines[one]
    return b"\n".join(lines)


MUTATIONS: tuple[Callable[[bytes, random.Random], bytes], ...] = (_flip, _cut, _drop, _double, _spice, _number, _number, _swap)


# --- running --------------------------------------------------------------------------------------------------------------------


def fault_of(engine: Engine, name: str, data: bytes) -> str | None:
    """Read and judge one input; return what is wrong with how it went, None when nothing is."""
    started = time.process_time()
    try:
        for result in engine.results_of(Source(f"fuzz{engine.plugins.formats[name].suffixes[0]}", data=data), judged=True):
            if result.failures:
                return result.failures[0]
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    seconds = time.process_time() - started
    return f"it took {seconds:.1f} s" if seconds > SLOW else None


def corpus(plugins: Plugins) -> Iterator[tuple[str, bytes, str]]:
    """Yield (format, bytes, name) of the faults of the past."""
    by_suffix = {suffix: name for name, format_ in plugins.formats.items() if format_.read for suffix in format_.suffixes}
    for path in sorted((ROOT / "tests" / "corpus").iterdir()):
        if path.suffix in by_suffix:
            yield by_suffix[path.suffix], path.read_bytes(), path.name


def main() -> int:
    """Fuzz; return 1 when a fault was found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, help="end after so many seconds")
    parser.add_argument("--count", type=int, help="end after so many inputs")
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("--only", metavar="FORMAT", help="one format alone")
    parser.add_argument("--office", type=int, default=0, metavar="COUNT", help="so many of each format that LibreOffice reads, seconds each, beforehand")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="where the bytes of faults are kept")
    options = parser.parse_args()
    seed = options.seed if options.seed is not None else random.SystemRandom().randrange(1 << 30)
    chance = random.Random(seed)
    plugins = Plugins()
    engine = Engine(plugins)
    ran: Counter[str] = Counter()
    faults: list[str] = []

    def run(name: str, data: bytes, what: str) -> None:
        ran[name] += 1
        fault = fault_of(engine, name, data)
        if fault is not None:
            digest = hashlib.sha256(data).hexdigest()[:12]
            faults.append(f"{name} {what or digest}: {fault}")
            print(f"FAULT {faults[-1][:300]}", flush=True)
            if options.keep is not None:
                options.keep.mkdir(parents=True, exist_ok=True)
                (options.keep / f"{digest}{plugins.formats[name].suffixes[0]}").write_bytes(data)

    for name, data, what in corpus(plugins):
        if options.only in (None, name):
            run(name, data, what)

    office = office_seeds(plugins) if options.only is None or options.only in OFFICE else {}

    def fresh() -> dict[str, list[bytes]]:
        quick = {name: files for name, files in office.items() if name not in SLOW_FORMATS}
        return {name: files for name, files in (seeds(plugins, chance) | quick).items() if options.only in (None, name)}

    for name in SLOW_FORMATS:
        for _number in range(options.office if name in office and options.only in (None, name) else 0):
            run(name, mutated(chance.choice(office[name]), chance), "")
    pool = fresh()
    started = time.monotonic()
    try:
        while pool and (options.seconds is None or time.monotonic() - started < options.seconds):
            if options.count is not None and sum(ran.values()) >= options.count:
                break
            if chance.random() < 0.002:  # fresh seeds now and then
                pool = fresh()
            name = min(pool, key=lambda known: ran[known])  # evenly over the readers
            run(name, mutated(chance.choice(pool[name]), chance), "")
    except KeyboardInterrupt:
        pass
    told = ", ".join(f"{name} {number}" for name, number in sorted(ran.items()))
    print(f"seed {seed}: {sum(ran.values())} inputs ({told}); {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
