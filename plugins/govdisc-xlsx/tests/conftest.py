"""The folder of the kit on the path, for tests are imported without it; and LibreOffice as a fixture."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture(scope="session")
def convert(tmp_path_factory: pytest.TempPathFactory) -> Callable[[bytes, str], bytes]:
    """Convert a workbook with LibreOffice, which also recalculates it; skips where it is not installed."""
    soffice = shutil.which("soffice")
    if soffice is None:
        pytest.skip("LibreOffice is not installed")
    profile = tmp_path_factory.mktemp("profile")

    def run(data: bytes, suffix: str) -> bytes:
        folder = tmp_path_factory.mktemp("convert")
        source = Path(folder, "in.xlsx")
        source.write_bytes(data)
        command = [soffice, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", suffix]
        subprocess.run([*command, "--outdir", str(folder / "out"), str(source)], check=True, capture_output=True, timeout=120)
        return Path(folder, "out", f"in.{suffix}").read_bytes()

    return run
