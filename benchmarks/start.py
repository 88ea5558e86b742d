"""How long a cold start takes, as a multiple of ``python -c "import click, pluggy"``.

    python benchmarks/start.py [ROUNDS]

``govdisc validate one.json`` and ``govdisc --version``, with the plugins that are installed here and with twenty strangers' beside them, as
``govdisc plugin new`` makes them. The runs take turns, each as a process of its own; medians are compared.
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
from collections.abc import Mapping
from itertools import cycle, islice
from pathlib import Path

from govdisc.api import installed_plugins
from govdisc.authoring.folders import as_installed, distribution_in
from govdisc.authoring.scaffold import create, made, names_of
from govdisc.formats import WriteOptions
from govdisc.testing import Options, random_report

#: The kinds of the strangers' plugins, in turn.
KINDS = ("rules", "format", "variant", "reporter", "extractor")
STRANGERS = 20


def seconds(command: list[str], environment: Mapping[str, str]) -> float:
    """The seconds of a process."""
    start = time.perf_counter()
    done = subprocess.run(command, env=environment, capture_output=True)
    assert done.returncode == 0, done.stderr.decode()
    return time.perf_counter() - start


def strangers(shelf: Path) -> str:
    """Twenty plugins as they are made, and the path on which Python finds them and their entry points."""
    taken: set[str] = set()
    paths = []
    for number, kind in enumerate(islice(cycle(KINDS), STRANGERS)):
        names = names_of(f"govdisc-{chr(97 + number) * 3}-{kind}", taken)
        taken.add(names.family)
        folder = shelf / names.distribution
        create(folder, made(kind, names))
        with as_installed(distribution_in(folder)):
            shutil.copytree(sys.path[0], folder, dirs_exist_ok=True)  # what pip would put beside it
        paths.append(str(folder))
    return os.pathsep.join(paths)


def main() -> None:
    """Print the medians and their ratios to the first."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 31
    plugins = installed_plugins()
    write = plugins.formats["json"].write
    assert write is not None
    govdisc = shutil.which("govdisc", path=sysconfig.get_path("scripts")) or "govdisc"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "one.json"
        path.write_bytes(write([random_report(1, Options(places=True))], WriteOptions(plugins.forms)))
        # modules are kept compiled in a folder of their own, as pip compiles what it installs
        plain = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        plain |= {"GOVDISC_LANG": "en", "PYTHONPYCACHEPREFIX": str(Path(folder) / "compiled")}
        crowded = {**plain, "PYTHONPATH": strangers(Path(folder))}
        runs = {
            "import click, pluggy": ([sys.executable, "-c", "import click, pluggy"], plain),
            "govdisc --version": ([govdisc, "--version"], plain),
            "govdisc validate one.json": ([govdisc, "validate", str(path)], plain),
            f"--version, {STRANGERS} more plugins": ([govdisc, "--version"], crowded),
            f"validate, {STRANGERS} more plugins": ([govdisc, "validate", str(path)], crowded),
        }
        times = [[seconds(*run) for run in runs.values()] for _ in range(rounds + 1)][1:]  # the first one fills the caches
    medians = [statistics.median(column) for column in zip(*times, strict=True)]
    for name, median in zip(runs, medians, strict=True):
        print(f"{name:28} {1000 * median:6.0f} ms  {median / medians[0]:5.2f} times")


if __name__ == "__main__":
    main()
