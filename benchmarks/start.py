"""How long a cold ``govdisc validate one.json`` takes, as a multiple of ``python -c "import click, pluggy"``.

    python benchmarks/start.py [ROUNDS]

The two run in turn, each as a process of its own; medians are compared.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import sysconfig
import tempfile
import time
from pathlib import Path

from govdisc.api import installed_plugins
from govdisc.formats import WriteOptions
from govdisc.testing import Options, random_report


def seconds(command: list[str], compiled: str) -> float:
    """The seconds of a process; ``compiled`` is where its modules are kept compiled, as pip compiles what it installs."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    start = time.perf_counter()
    done = subprocess.run(command, env={**environment, "GOVDISC_LANG": "en", "PYTHONPYCACHEPREFIX": compiled}, capture_output=True)
    assert done.returncode == 0, done.stderr.decode()
    return time.perf_counter() - start


def main() -> None:
    """Print both medians and their ratio."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 31
    plugins = installed_plugins()
    write = plugins.formats["json"].write
    assert write is not None
    govdisc = shutil.which("govdisc", path=sysconfig.get_path("scripts")) or "govdisc"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "one.json"
        path.write_bytes(write([random_report(1, Options(places=True))], WriteOptions(plugins.forms)))
        bare, cold = [sys.executable, "-c", "import click, pluggy"], [govdisc, "validate", str(path)]
        pairs = [(seconds(bare, folder), seconds(cold, folder)) for _ in range(rounds + 1)][1:]  # the first one fills the caches
    one, other = (statistics.median(times) for times in zip(*pairs, strict=True))
    print(f"import click, pluggy       {1000 * one:6.0f} ms")
    print(f"govdisc validate one.json  {1000 * other:6.0f} ms  {other / one:5.2f} times")


if __name__ == "__main__":
    main()
