"""``govdisc validate -o``: every format of this plugin in one run, told by its name or its suffix, and nothing on stdout."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from govdisc.plugin import WriteContext
from govdisc.plugins import Plugins
from govdisc.testing import random_report


def govdisc(*words: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the command line."""
    return subprocess.run([sys.executable, "-m", "govdisc", "--lang", "en", *words], cwd=folder, capture_output=True, text=True, check=False, encoding="utf-8")


@pytest.fixture
def sent(plugins: Plugins, tmp_path: Path) -> Path:
    """Return a folder with a wrong Word file, a correct text and a note that is no report, within a folder to write to."""
    folder = tmp_path / "sent"
    folder.mkdir()
    wrong, right = random_report(7), random_report(3)
    wrong.tables["requests"]["granted"]["total"] = 1
    context = WriteContext(plugins.forms)
    (folder / "wrong.docx").write_bytes(plugins.formats["docx"].writer()([wrong], context))
    (folder / "right.html").write_bytes(plugins.formats["html"].writer()([right], context))
    (folder / "note.txt").write_text("no report", "utf-8")
    return tmp_path


def test_all_formats_in_one_run(sent: Path) -> None:
    """A file each, two folders, an empty stdout, the exit code of the findings, and the inputs as they were."""
    before = {path.name: path.read_bytes() for path in (sent / "sent").iterdir()}
    outputs = ["review.html", "a.xlsx", "a.csv", "a.sarif", "junit=a.xml", "github=a.txt", "gitlab=gl-code-quality-report.json", "marked=back/"]
    words = [word for output in outputs for word in ("-o", output)]
    done = govdisc("validate", "sent", *words, folder=sent)
    assert (done.returncode, done.stdout) == (1, "")
    assert "no marked copy" not in done.stderr  # of the files in which nothing was found none is wanted
    assert {path.name for path in sent.iterdir()} == {
        "sent", "review.html", "a.xlsx", "a.csv", "a.sarif", "a.xml", "a.txt", "gl-code-quality-report.json", "back",
    }  # fmt: skip
    assert [path.name for path in (sent / "back").iterdir()] == ["wrong.docx"]
    log = json.loads((sent / "a.sarif").read_text("utf-8"))
    assert log["runs"][0]["invocations"][0]["exitCode"] == 1
    assert {path.name: path.read_bytes() for path in (sent / "sent").iterdir()} == before


def test_a_folder_of_pages(sent: Path) -> None:
    """The overview and a page for each body, over what was there."""
    for _time in range(2):
        assert govdisc("validate", "sent", "-o", "html=pages/", folder=sent).returncode == 1
    pages = {path.name for path in (sent / "pages").iterdir()}
    assert "index.html" in pages
    assert len(pages) == 3


def test_copies_never_replace_the_files(sent: Path) -> None:
    """A folder of inputs is no place for their copies: refused, and nothing is written."""
    before = (sent / "sent" / "wrong.docx").read_bytes()
    done = govdisc("validate", "sent", "-o", "marked=sent/", folder=sent)
    assert done.returncode == 2
    assert "never changed" in done.stderr
    assert (sent / "sent" / "wrong.docx").read_bytes() == before


def test_marked_needs_a_folder(sent: Path) -> None:
    """On stdout there is none."""
    done = govdisc("validate", "sent", "--format", "marked", folder=sent)
    assert (done.returncode, done.stdout) == (2, "")
    assert "marked=FOLDER/" in done.stderr
