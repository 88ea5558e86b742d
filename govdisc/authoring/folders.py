"""A distribution in a folder as if it were installed: its entry points, without pip and without touching the environment."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from govdisc.errors import ConfigurationError
from govdisc.i18n import gettext as _
from govdisc.model.book import parse_toml
from govdisc.records import record


@record(frozen=True)
class Distribution:
    """What the pyproject.toml of a plugin says: its folder, its name, and the modules of its entry points."""

    folder: Path
    name: str
    version: str
    points: dict[str, str]
    requires: tuple[str, ...]

    @property
    def package(self) -> Path:
        """The folder of its package."""
        module = next(iter(self.points.values())).partition(":")[0].partition(".")[0]
        return next((path for path in (self.folder / module, self.folder / "src" / module) if path.is_dir()), self.folder / module)


def distribution_in(folder: Path) -> Distribution:
    """Return the plugin in a folder.

    Raises:
        ConfigurationError: when there is no pyproject.toml of a plugin in it.

    """
    try:
        text = (folder / "pyproject.toml").read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(_("there is no plugin in {path}: its pyproject.toml cannot be read.").format(path=folder)) from error
    project: Any = parse_toml(text, str(folder / "pyproject.toml")).get("project", {})
    points = project.get("entry-points", {}).get("govdisc") if isinstance(project, dict) else None
    if not isinstance(points, dict) or not points or not isinstance(project.get("name"), str):
        raise ConfigurationError(_("{path} is no plugin: its pyproject.toml has no entry point in the group govdisc.").format(path=folder))
    requires = tuple(str(requirement) for requirement in project.get("dependencies", ()))
    return Distribution(folder, project["name"], str(project.get("version", "0")), {str(key): str(value) for key, value in points.items()}, requires)


@contextmanager
def as_installed(distribution: Distribution) -> Iterator[str]:
    """Let a plugin's entry points be found, before those of an installed one of its name; give the name."""
    with tempfile.TemporaryDirectory(prefix="govdisc-") as shelf:
        info = Path(shelf) / f"{distribution.name.replace('-', '_')}-{distribution.version}.dist-info"
        info.mkdir()
        requires = "".join(f"Requires-Dist: {requirement}\n" for requirement in distribution.requires)
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {distribution.name}\nVersion: {distribution.version}\n{requires}", "utf-8")
        points = "".join(f"{name} = {value}\n" for name, value in distribution.points.items())
        (info / "entry_points.txt").write_text(f"[govdisc]\n{points}", "utf-8")
        paths = [shelf, str(distribution.package.parent.resolve())]
        sys.path[:0] = paths
        try:
            yield distribution.name
        finally:
            for path in paths:
                sys.path.remove(path)
