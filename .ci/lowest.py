"""Print every direct dependency at the lowest version that the pyproject files and requirements-dev.txt allow, as constraints for pip."""

from __future__ import annotations

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BOUND = re.compile(r'(?:^|")([A-Za-z][\w.-]*)(?:\[\w+\])?>=([\d.]+)', re.MULTILINE)

lowest: dict[str, tuple[int, ...]] = {}
for path in (ROOT / "requirements-dev.txt", ROOT / "pyproject.toml", *ROOT.glob("plugins/*/pyproject.toml")):
    for name, version in BOUND.findall(path.read_text("utf-8")):
        if not name.startswith("govdisc"):
            lowest[name.lower()] = max(tuple(map(int, version.split("."))), lowest.get(name.lower(), (0,)))
sys.stdout.writelines(f"{name}=={'.'.join(map(str, numbers))}\n" for name, numbers in sorted(lowest.items()))
