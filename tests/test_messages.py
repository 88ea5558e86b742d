"""No message lacks a translation, translations keep their placeholders, and catalogues survive a merge by lines."""

from __future__ import annotations

import importlib.util
import string
from pathlib import Path
from types import ModuleType

import pytest

from govdisc.authoring.catalogues import Catalogue, catalogue_of
from govdisc.i18n import parse_catalogue

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
def test_every_message_is_translated(package: Path) -> None:
    """The catalogue holds exactly the package's messages, each translated."""
    catalogue = catalogue_of(package)
    assert catalogue.entries
    assert catalogue.missing == []
    assert catalogue.current == catalogue.rendered


@pytest.mark.parametrize("package", PACKAGES, ids=lambda path: path.name)
def test_translations_keep_their_placeholders(package: Path) -> None:
    """{name} in the message is {name} in the translation."""
    for message, text in catalogue_of(package).entries.items():
        if "{" in message:
            assert fields(text) == fields(message), message


def fields(text: str) -> set[str]:
    """The placeholders of a format string."""
    try:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name}
    except ValueError:
        return set()


AWKWARD = {'a "quoted" \\ word': "“引号”\\", "two\nlines\n": "两\n行\n", "tab\tend": "制表\t符", "\nfirst": "\n首", "\\n": "\\n", "untranslated": ""}


def test_what_is_written_is_read_back() -> None:
    """Quotes, backslashes, tabs and line ends come back as they were; what has no translation is left out."""
    assert parse_catalogue(Catalogue(Path("locale/zh_CN/LC_MESSAGES/a.po"), "", AWKWARD).rendered) == {message: text for message, text in AWKWARD.items() if text}


@pytest.mark.parametrize(
    ("merged", "expected"),
    [
        ('msgid "a"\nmsgstr "甲"\n\nmsgid "a"\nmsgstr "乙"\n', {"a": "乙"}),
        ('msgid "a"\nmsgstr "甲"\nmsgid "b"\nmsgstr "乙"\n', {"a": "甲", "b": "乙"}),
        ('msgid "old"\nmsgid "new"\nmsgstr "甲"\n', {"old": "甲", "new": "甲"}),
        ('msgid "a"\nmsgstr "旧"\nmsgstr "新"\n', {"a": "新"}),
        ('msgid "a"\nmsgstr "甲"\n\nmsgid "a"\nmsgstr ""\n', {"a": "甲"}),
        ('#: file.py:1\n#, fuzzy\nmsgid ""\n"a"\n" b"\nmsgstr ""\n"甲"\n"乙"\r\n', {"a b": "甲乙"}),
        ('#~ msgid "gone"\n#~ msgstr "无"\n"stray"\n', {}),
    ],
)
def test_what_a_merge_by_lines_leaves_is_read_as_meant(merged: str, expected: dict[str, str]) -> None:
    """Doublets and entries that ran together lose no translation."""
    assert parse_catalogue(merged) == expected
