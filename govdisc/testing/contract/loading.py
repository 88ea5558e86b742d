"""It loads, brings what it says, prints nothing, and imports nothing heavy when govdisc starts."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator

from govdisc.testing.contract.subject import Check, Subject, bind, breach

#: What govdisc itself needs, and so is imported anyway.
LIGHT = frozenset({"click", "packaging", "pluggy", "tomli", "tabulate", "wcwidth", "colorama", "msgspec"})

#: Import a plugin's module as govdisc does when it starts; say what that printed and which packages it imported.
_START = """
import contextlib, io, json, sys
sys.path[:] = json.loads(sys.argv[2])
import govdisc.plugin
from importlib import import_module
with contextlib.redirect_stdout(io.StringIO()) as out:
    before = set(sys.modules)
    import_module(sys.argv[1])
print(json.dumps({"out": out.getvalue(), "modules": sorted({name.split(".")[0] for name in set(sys.modules) - before})}))
"""


def checks(subject: Subject) -> Iterator[Check]:
    """Yield what holds for every plugin."""
    yield Check("brings something", bind(_brings, subject))
    yield Check("starts light and silent", bind(_light, subject))


def _brings(subject: Subject) -> None:
    hooks = [hook for hook in subject.info.hooks if hook != "govdisc_extract"]
    if not subject.info.hooks:
        breach(f"{subject.info.distribution} implements no hook; mark its functions with hookimpl.")
    for hook in hooks:
        if not subject.brought(hook.removeprefix("govdisc_")):
            breach(f"its hook {hook} brings nothing; let it return what it is for, or take it out.")


def _light(subject: Subject) -> None:
    module = subject.info.module.partition(":")[0]
    done = subprocess.run([sys.executable, "-W", "ignore", "-c", _START, module, json.dumps(sys.path)], capture_output=True, text=True, encoding="utf-8", timeout=120)  # noqa: S603
    if done.returncode:
        breach(f"importing {module} alone fails: {(done.stderr.strip().splitlines() or ['?'])[-1]}")
    told = json.loads(done.stdout.splitlines()[-1])
    if told["out"]:
        breach(f"importing {module} prints {told['out'][:60]!r}; stdout carries data alone.")
    own = module.partition(".")[0]
    heavy = [name for name in told["modules"] if name not in sys.stdlib_module_names | LIGHT | {own, "govdisc"} and not name.startswith(("_", "zz"))]
    if heavy:
        breach(f"importing {module} imports {', '.join(heavy)}; import what is heavy inside the functions that use it.")
