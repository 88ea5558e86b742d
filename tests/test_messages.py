"""No message lacks a translation, and translations keep their placeholders."""

from __future__ import annotations

import importlib.util
import string
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parent.parent


def tool(name: str) -> ModuleType:
    """A script of tools/ as a module."""
    spec = importlib.util.spec_from_file_location(f"govdisc_tools_{name}", ROOT / "tools" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


MESSAGES = tool("messages")
PACKAGES = list(MESSAGES.packages())


@pytest.mark.parametrize("package", PACKAGES, ids=lambda path: path.name)
def test_every_message_is_translated_and_compiled(package: Path) -> None:
    """The catalogue holds exactly the package's messages, each translated, and the compiled file is current."""
    catalogue = MESSAGES.updated(package)
    assert MESSAGES.untranslated(catalogue) == []
    path = MESSAGES.catalogue_path(package)
    assert (path.read_bytes(), path.with_suffix(".mo").read_bytes()) == MESSAGES.rendered(catalogue)


@pytest.mark.parametrize("package", PACKAGES, ids=lambda path: path.name)
def test_translations_keep_their_placeholders(package: Path) -> None:
    """{name} in the message is {name} in the translation."""
    for message in MESSAGES.updated(package):
        if message.id and "{" in str(message.id):
            assert fields(str(message.string)) == fields(str(message.id)), message.id


def fields(text: str) -> set[str]:
    """The placeholders of a format string."""
    try:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name}
    except ValueError:
        return set()
