"""The rule that CONTRIBUTING.md shows how to add: typed into a copy of this plugin, it is found, translated, and its cases hold."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent
PAGE = HERE.parent.parent / "CONTRIBUTING.md"
_BLOCK = re.compile(r"^```\w+ file=(\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def test_a_rule_takes_two_files_and_its_cases(tmp_path: Path) -> None:
    """New files are written, words for a file that is there go to its end; the tests of the cases run on the copy."""
    copy = tmp_path / HERE.name
    shutil.copytree(HERE, copy, ignore=shutil.ignore_patterns("__pycache__", "*.mo"))
    blocks = _BLOCK.findall(PAGE.read_text("utf-8"))
    assert len(blocks) == 4
    for name, words in blocks:
        with (copy / name).open("a", encoding="utf-8") as file:
            file.write(f"\n{words}" if (copy / name).stat().st_size else words)
    outside = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    environment = {**outside, "PYTHONPATH": str(copy), "PYTHONDONTWRITEBYTECODE": "1"}
    tests = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-k", "STR390 or every_rule", str(copy / "tests" / "test_cases.py")]
    done = subprocess.run(tests, cwd=copy, env=environment, capture_output=True, text=True, encoding="utf-8", check=False)
    assert "4 passed" in done.stdout, done.stdout[-2000:] + done.stderr[-2000:]
    told = [sys.executable, "-c", "from govdisc.cli import main; main()", "--lang", "zh_CN", "rules", "STR390"]
    done = subprocess.run(told, cwd=copy, env=environment, capture_output=True, text=True, encoding="utf-8", check=False)
    assert "句号重复" in done.stdout, done.stdout + done.stderr
    assert "属笔误" in done.stdout
