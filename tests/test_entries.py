"""Entry points are found where the library finds them."""

from __future__ import annotations

import sys
import zipfile
from importlib.metadata import entry_points
from pathlib import Path

import pytest

from govdisc.entries import Point, entries

METADATA = "Metadata-Version: 2.1\nName: Lake-Plugin\nVersion: 1.2\nRequires-Dist: govdisc>=0.1\nRequires-Dist: lxml\n\nVersion: no header\n"


def told(found: list[Point]) -> list[tuple[str, str, str, str]]:
    """What an entry point says, sorted."""
    return sorted((point.name, point.value, point.dist.name, point.dist.version) for point in found if point.dist)


def installed(folder: Path, name: str, points: str) -> None:
    """A distribution as pip leaves it."""
    info = folder / name
    info.mkdir(parents=True)
    (info / "METADATA").write_text(METADATA, "utf-8")
    (info / "entry_points.txt").write_text(points, "utf-8")


@pytest.mark.parametrize("group", ["govdisc", "console_scripts", "pytest11", "nothing-of-this-name"])
def test_the_same_as_the_library_finds(group: str) -> None:
    """Names, values, distributions and versions of what is installed here."""
    assert told(entries(group)) == told(list(entry_points(group=group)))


def test_what_a_distribution_says_of_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its headers alone count; other groups, comments and blank lines are passed over; the first of two on the path is taken."""
    installed(tmp_path / "a", "lake_plugin-1.2.dist-info", "[other]\nx = y\n\n[govdisc]\n# none = of these\nlake = os.path:join [extra]\n")
    installed(tmp_path / "b", "lake.plugin-1.1.dist-info", "[govdisc]\nolder = os\n")
    monkeypatch.setattr(sys, "path", [str(tmp_path / "a"), str(tmp_path / "b"), str(tmp_path / "missing")])
    (point,) = entries("govdisc")
    assert point.dist is not None
    assert (point.name, point.dist.name, point.dist.version) == ("lake", "Lake-Plugin", "1.2")
    assert point.dist.requires == ["govdisc>=0.1", "lxml"]
    import os.path

    assert point.load() is os.path.join


def test_packages_in_an_archive_are_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the path names an archive, the library is asked."""
    with zipfile.ZipFile(tmp_path / "packed.zip", "w") as archive:
        archive.writestr("lake_plugin-1.2.dist-info/METADATA", METADATA)
        archive.writestr("lake_plugin-1.2.dist-info/entry_points.txt", "[govdisc]\nlake = os\n")
    monkeypatch.setattr(sys, "path", [str(tmp_path / "packed.zip")])
    assert told(entries("govdisc")) == [("lake", "os", "Lake-Plugin", "1.2")]
