"""One version for all, and every list of the distributions names the same ones."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from govdisc import __version__
from govdisc.known import distributions
from govdisc.plugins import Plugins

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

ROOT = Path(__file__).resolve().parent.parent
PLUGINS = sorted(path.parent for path in (ROOT / "plugins").glob("*/pyproject.toml"))


def project(folder: Path) -> dict[str, Any]:
    """The [project] table of a distribution."""
    return tomllib.loads((folder / "pyproject.toml").read_text("utf-8"))["project"]  # type: ignore[no-any-return]


#: Plugins that most users do not need: requirements.txt leaves them out, requirements-dev.txt has them for their tests.
ON_DEMAND = ("govdisc-charts", "govdisc-dask", "govdisc-foia-us")


@pytest.mark.parametrize("folder", [ROOT, *PLUGINS], ids=lambda path: path.name)
def test_one_version_for_all(folder: Path) -> None:
    """The core and every plugin carry the version that govdisc --version prints."""
    assert project(folder)["version"] == __version__


def test_the_change_log_speaks_of_this_version() -> None:
    """CHANGELOG.md has a heading for the version."""
    assert f"## {__version__}" in (ROOT / "CHANGELOG.md").read_text("utf-8")


@pytest.mark.plugins("every")
def test_every_plugin_is_in_every_list() -> None:
    """requirements.txt, the folder names, the distribution names and what is installed agree."""
    names = [folder.name for folder in PLUGINS]
    listed = re.findall(r"^\./plugins/(\S+)$", (ROOT / "requirements.txt").read_text("utf-8"), re.MULTILINE)
    assert listed == [name for name in names if name not in ON_DEMAND]
    asked_for = re.findall(r"^\./plugins/(\S+)$", (ROOT / "requirements-dev.txt").read_text("utf-8"), re.MULTILINE)
    assert asked_for == [name for name in names if name in ON_DEMAND]
    assert [project(folder)["name"] for folder in PLUGINS] == names
    installed = {info.distribution.lower().replace("_", "-"): info for info in Plugins().infos}
    assert set(names) <= set(installed)
    assert [info.error for info in installed.values() if info.error] == []


def test_the_uv_workspace_gives_the_same() -> None:
    """uv's development group holds every plugin and what requirements-dev.txt lists, and takes the plugins from the workspace."""
    data = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    names = [folder.name for folder in PLUGINS]
    listed = [line for line in (ROOT / "requirements-dev.txt").read_text("utf-8").splitlines() if line and not line.startswith(("#", "-r", "./"))]
    assert data["dependency-groups"]["dev"] == [*names, *listed]
    assert data["tool"]["uv"]["sources"] == {name: {"workspace": True} for name in ["govdisc", *names]}
    assert data["tool"]["uv"]["workspace"]["members"] == ["plugins/*"]


def test_the_advice_for_missing_formats_names_the_plugin_that_brings_them() -> None:
    """pip install NAME in the advice is the distribution that has the format."""
    plugins = Plugins()
    _ = plugins.formats
    brought = {name: info.distribution for info in plugins.infos for name in info.brings.get("formats", [])}
    known = {name: distribution.name for distribution in distributions() for name in distribution.formats if name in brought}
    assert {name: brought[name].replace("_", "-") for name in known} == known
    assert set(brought) == set(known)


@pytest.mark.parametrize("folder", PLUGINS, ids=lambda path: path.name)
def test_every_plugin_is_documented_tested_and_built_on_the_core(folder: Path) -> None:
    """A README that names it, tests, the MIT license, Python 3.10, an entry point, and govdisc among the dependencies."""
    facts = project(folder)
    assert folder.name in (folder / "README.md").read_text("utf-8")
    assert list((folder / "tests").glob("test_*.py"))
    assert facts["requires-python"] == ">=3.10"
    assert facts["license"] == {"text": "MIT"}
    assert any(dependency.startswith("govdisc") for dependency in facts["dependencies"])
    assert list(facts["entry-points"]["govdisc"])


@pytest.mark.parametrize("folder", PLUGINS, ids=lambda path: path.name)
def test_the_core_and_other_plugins_are_strangers(folder: Path) -> None:
    """No plugin imports another one that it does not ask for, and the core imports none."""
    asked = {re.split(r"[<>=!~; ]", dependency)[0] for dependency in project(folder)["dependencies"]}
    others = {path.name.replace("-", "_") for path in PLUGINS if path.name not in {folder.name, *asked}}
    for path in folder.rglob("*.py"):
        imported = set(re.findall(r"^\s*(?:from|import) (govdisc_\w+)", path.read_text("utf-8"), re.MULTILINE))
        assert not imported & others, path
    for path in (ROOT / "govdisc").rglob("*.py"):
        assert not re.search(r"^\s*(?:from|import) govdisc_", path.read_text("utf-8"), re.MULTILINE), path


#: What a plugin may import of govdisc; its tests may look at what they test.
DOORS = ("govdisc.plugin", "govdisc.reading", "govdisc.testing")


def imported(path: Path) -> Iterator[tuple[str, str]]:
    """What a file imports, as (module, name); "" for a module as a whole."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.level == 0:
            yield from ((node.module or "", alias.name) for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from ((alias.name, "") for alias in node.names)


@pytest.mark.parametrize("folder", PLUGINS, ids=lambda path: path.name)
def test_plugins_use_the_one_door(folder: Path) -> None:
    """What a stranger would import, and nothing else of the core; every name is one that is public."""
    for path in sorted(folder.glob("govdisc_*/**/*.py")):
        for module, name in imported(path):
            if module == "govdisc" or module.startswith("govdisc."):
                assert module in DOORS or module.startswith("govdisc.testing."), f"{path} imports {module}"
                if module in ("govdisc.plugin", "govdisc.reading"):
                    assert name in import_module(module).__all__, f"{path} imports {name} of {module}"


def test_every_public_name_is_used() -> None:
    """By a plugin of this project or on the page for authors of plugins: as few names as will do."""
    used = {name for folder in PLUGINS for path in folder.rglob("*.py") for module, name in imported(path) if module == "govdisc.plugin"}
    page = (ROOT / "docs" / "writing-plugins.md").read_text("utf-8") + (ROOT / "docs" / "plugin-api.md").read_text("utf-8").split("## Hooks")[0]
    public = import_module("govdisc.plugin").__all__
    assert len(set(public)) == len(public)
    hooks = (ROOT / "govdisc" / "hookspecs.py").read_text("utf-8")
    assert [name for name in public if name not in used and not re.search(rf"\b{name}\b", page + hooks)] == []


#: Which module may import which: a module imports its own layer and those above it in this list.
LAYERS = (
    ("errors", "i18n", "guard", "patterns", "nearest", "copies", "entries", "filenames", "records", "compiled"),
    ("text",),
    ("model",),
    ("schema", "accepting", "checked", "recognise", "formats", "reading", "rules", "explain", "known"),
    ("kinds", "hookspecs", "loading", "plugins"),
    (
        "account", "selecting", "settings", "waivers", "baseline", "ruling", "configuration", "choosing", "spool",
        "sources", "archives", "choose", "locating", "extracting", "reads", "refusals", "judging", "slim", "pairs", "later", "comparing",
        "preparing", "cache", "workers", "sending", "parallel", "engine", "losses",
    ),
    ("reporters",),
    ("api",),
    # the door for plugins hands on what their commands need of the command line
    ("cli", "plugin", "testing", "authoring", "__main__", "__init__"),
)


def test_imports_point_one_way() -> None:
    """Every module has a layer, and imports nothing of a later one, not inside a function either."""
    layer = {name: number for number, names in enumerate(LAYERS) for name in names}
    for path in sorted((ROOT / "govdisc").rglob("*.py")):
        mine = layer[path.relative_to(ROOT / "govdisc").with_suffix("").parts[0]]
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("govdisc"):
                for target in [node.module.split(".")[1]] if "." in node.module else [alias.name for alias in node.names]:
                    if target in layer:
                        assert layer[target] <= mine, f"{path}:{node.lineno} imports {target}"
