"""A new plugin as files. The templates are the blocks of docs/writing-plugins.md, with its names in the place of the sample's.

``templates.json`` holds them, made from the page by tools/generate.py, so that what is shown, what is made and what is tested is one.
"""

from __future__ import annotations

import json
import keyword
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Collection, Mapping
from functools import cache
from importlib.resources import files
from itertools import combinations
from pathlib import Path

from govdisc.errors import ConfigurationError
from govdisc.i18n import gettext as _
from govdisc.records import record

#: The plugin of the page, whose names give way: its distribution, its module, its short name, and its family of codes.
SAMPLE = ("govdisc-qinglan", "govdisc_qinglan", "qinglan", "QIN")
#: The files of every kind.
ANY = "any"

_NAME = re.compile(r"[a-z][a-z0-9]*(?:[-_][a-z0-9]+)*")
LONGEST_NAME = 60


@record(frozen=True)
class Names:
    """What a plugin is called: its distribution, its module, its short name, and the letters of its codes."""

    distribution: str
    module: str
    short: str
    family: str


@cache
def templates() -> Mapping[str, Mapping[str, str]]:
    """Return the files of each kind of plugin by their paths, as the page has them."""
    found: dict[str, dict[str, str]] = json.loads(files("govdisc.authoring").joinpath("templates.json").read_text("utf-8"))
    return found


def kinds() -> tuple[str, ...]:
    """Return the kinds of plugin that can be made."""
    return tuple(kind for kind in templates() if kind != ANY)


def names_of(name: str, families: Collection[str] = ()) -> Names:
    """Return what a new plugin is called throughout; ``families`` are letters that are taken.

    Raises:
        ConfigurationError: when the name cannot be that of a distribution and its module.

    """
    if len(name) > LONGEST_NAME or not _NAME.fullmatch(name):
        raise ConfigurationError(
            _("{name} is no name for a plugin; take small letters, digits and hyphens, such as govdisc-qinglan.").format(name=_shown(name))
        )
    module = name.replace("-", "_")
    short = re.sub(r"^govdisc-", "", name.replace("_", "-"))
    if keyword.iskeyword(module) or module in sys.stdlib_module_names or module in ("govdisc", "pytest", "hypothesis", "click", "pluggy"):
        raise ConfigurationError(_("{name} is the name of a module that is there already; take another, such as govdisc-{name}.").format(name=name))
    return Names(name, module, short, _family(short, families))


def _shown(name: str) -> str:
    shown = "".join(character if character.isprintable() else "\ufffd" for character in name[:LONGEST_NAME])
    return repr(shown)[1:-1] or "''"


def _family(short: str, taken: Collection[str]) -> str:
    """Three letters of the name that nobody has, in their order: QIN, QIL, QIA … for qinglan."""
    letters = re.sub(r"[^A-Z]", "", short.upper()) + "XYZ"
    return next((family for family in map("".join, combinations(letters, 3)) if family not in taken), "XYZ")


def made(kind: str, names: Names) -> dict[str, str]:
    """Return the files of a new plugin by their paths."""
    new = dict(zip(SAMPLE, (names.distribution, names.module, names.short, names.family), strict=True))
    pattern = re.compile("|".join(SAMPLE))

    def renamed(text: str) -> str:
        return pattern.sub(lambda match: new[match[0]], text)

    return {renamed(path): renamed(text) for path, text in {**templates()[ANY], **templates()[kind]}.items()}


def create(folder: Path, contents: Mapping[str, str]) -> None:
    """Write the files into a new folder, all or nothing.

    Raises:
        ConfigurationError: when something is there already, or it cannot be written.

    """
    if os.path.lexists(folder):
        raise ConfigurationError(_("{path} is there already; take another name, or move it away.").format(path=folder))
    try:
        waiting = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    except OSError as error:
        raise ConfigurationError(_("{path} cannot be made: {error}.").format(path=folder, error=error.strerror or error)) from error
    try:
        for name, text in contents.items():
            path = waiting / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8", newline="\n")
        waiting.chmod(0o777 & ~_umask())
        waiting.rename(folder)
    except OSError as error:
        raise ConfigurationError(_("{path} cannot be made: {error}.").format(path=folder, error=error.strerror or error)) from error
    finally:
        shutil.rmtree(waiting, ignore_errors=True)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
