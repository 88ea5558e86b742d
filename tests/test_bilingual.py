"""Pages in English and Chinese are made from one source, in which each paragraph stands in both and each command once."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

TOOL = Path(__file__).resolve().parent.parent / "tools" / "bilingual.py"

SOURCE = """<!-- en -->
# Ponds

Two paragraphs
in one piece.

<!-- zh -->
# 池塘

两段合为一块。

```console
$ count --of "{{frogs|青蛙}}"
$ echo $?
```

<!-- en -->
The end.

<!-- zh -->
完。
"""
ENGLISH = """# Ponds

Two paragraphs
in one piece.

```console
$ count --of "frogs"
$ echo $?
```

The end.
"""


@pytest.fixture(scope="module")
def bilingual() -> ModuleType:
    """tools/bilingual.py as a module."""
    spec = importlib.util.spec_from_file_location("govdisc_bilingual", TOOL)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_each_page_has_its_language_and_every_block(bilingual: ModuleType) -> None:
    """Paragraphs of the other language are left out, blocks are in both with the word of the language."""
    assert bilingual.page(SOURCE, "en", "") == ENGLISH
    chinese = bilingual.page(SOURCE, "zh", "")
    assert chinese.startswith("# 池塘\n\n两段合为一块。\n\n```console\n$ count --of \"青蛙\"\n")
    assert "Ponds" not in chinese


def test_what_commands_print_is_kept(bilingual: ModuleType) -> None:
    """A page made again shows what it showed, below the same commands; what a command printed that is gone, goes."""
    shown = ENGLISH.replace('"frogs"\n', '"frogs"\n12 frogs\n…\n').replace("$?\n", "$?\n0\n")
    assert bilingual.page(SOURCE, "en", shown) == shown
    fewer = SOURCE.replace('$ count --of "{{frogs|青蛙}}"\n', "")
    assert bilingual.page(fewer, "en", shown) == shown.replace('$ count --of "frogs"\n12 frogs\n…\n', "")


@pytest.mark.parametrize(
    ("before", "after"),
    [("<!-- zh -->\n完。\n", ""), ("<!-- en -->\nThe end.\n\n", ""), ("<!-- en -->\nThe end.", "The end."), ("```console\n", "")],
    ids=["no Chinese", "no English", "no language", "no fence"],
)
def test_a_source_that_lacks_something_is_refused(bilingual: ModuleType, before: str, after: str) -> None:
    """A paragraph in one language alone, or in none, makes no page."""
    assert before in SOURCE
    with pytest.raises(ValueError, match=r"nothing is known|every paragraph"):
        bilingual.page(SOURCE.replace(before, after), "en", "")


def test_every_page_in_chinese_has_a_source() -> None:
    """Beside those that are made from code."""
    folder = TOOL.parent.parent / "docs"
    made = {"commands", "formats", "rules"}
    assert {path.name.removesuffix(".zh-CN.md") for path in folder.glob("*.zh-CN.md")} - made == {path.stem for path in (folder / "bilingual").glob("*.md")}
