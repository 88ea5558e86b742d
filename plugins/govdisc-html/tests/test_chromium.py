"""The written page in a real browser, where there is one: nothing overflows on a phone, and A4 takes few pages."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from govdisc_html.writer import write

from govdisc.formats import WriteOptions
from govdisc.model.book import builtin_forms
from govdisc.testing import Options, random_report

BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
#: Run in the page by this test alone; the page itself has no script. Which tables scroll depends on the machine's fonts.
PROBE = """<script>onload = () => { document.title = "width " + document.documentElement.scrollWidth + " of " + innerWidth + " containers " +
 document.querySelectorAll(".scroll").length }</script>"""

pytestmark = pytest.mark.skipif(BROWSER is None, reason="no Chromium here")


def browse(profile: Path, page: Path, *options: str) -> str:
    assert BROWSER is not None
    command = [
        BROWSER, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync", f"--user-data-dir={profile}", *options, page.as_uri(),
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, timeout=120, check=False)
    return done.stdout.decode("utf-8", "replace")


@pytest.fixture
def page(tmp_path: Path) -> Path:
    report = random_report(4, Options(remarks=True, agency="青岚县水务局"))
    data = write([report], WriteOptions(builtin_forms()))
    path = tmp_path / "page.html"
    path.write_bytes(data)
    (tmp_path / "probe.html").write_bytes(data.replace(b"</head>", PROBE.encode() + b"</head>"))
    return path


@pytest.mark.parametrize("width", [500, 1280])
def test_the_page_fits_its_window(page: Path, width: int) -> None:
    """Wide tables scroll in their own container; the page itself never scrolls sideways (500 is the narrowest window)."""
    dom = browse(page.parent / "profile", page.with_name("probe.html"), f"--window-size={width},900", "--dump-dom")
    match = re.search(r"<title>width (\d+) of (\d+) containers (\d+)</title>", dom)
    assert match, dom[:500]
    assert int(match[1]) <= int(match[2])
    assert int(match[3]) == 3


def test_the_page_prints_on_a4(page: Path) -> None:
    """Four pages at most, of A4's size."""
    target = page.with_suffix(".pdf")
    browse(page.parent / "profile", page, "--no-pdf-header-footer", f"--print-to-pdf={target}")
    data = target.read_bytes()
    assert 1 <= len(re.findall(rb"/Type\s*/Page\b(?!s)", data)) <= 4
    assert re.search(rb"/MediaBox\s*\[\s*0 0 59[4-6](\.\d+)? 84[12](\.\d+)?", data)
