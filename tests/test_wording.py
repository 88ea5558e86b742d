"""Patterns as data: words put in by name, lists of words, and names that are not there."""

from __future__ import annotations

from pathlib import Path

import pytest

from govdisc.text.wording import Wording, spelt_out

FILE = """
units = ["件", "条", "(份)"]
[counts]
number = '\\d+'
unit = '件|条'
told = '{number}(?:{unit})'
wrong = '{words}'
"""


@pytest.fixture
def wording(tmp_path: Path) -> Wording:
    """Invented patterns."""
    (tmp_path / "wording.toml").write_text(FILE, "utf-8")
    return Wording(tmp_path / "wording.toml")


def test_a_pattern_holds_the_words_that_it_names(wording: Wording) -> None:
    """Those of its own table, each as often as it is named."""
    assert wording.pattern("told", "counts").findall("办结12件，3条，4份") == ["12件", "3条"]
    assert spelt_out("{a}-{a}", {"a": "{b}", "b": "x"}) == "x-x"


def test_a_list_is_a_pattern_for_any_of_its_words(wording: Wording) -> None:
    """As they are: a bracket is a bracket."""
    assert wording.pattern("units").findall("1件2(份)3份") == ["件", "(份)"]


def test_what_is_not_there_is_told(wording: Wording) -> None:
    """A pattern, or a word that a pattern names."""
    with pytest.raises(KeyError):
        wording.pattern("missing")
    with pytest.raises(ValueError, match=r"names \{words\}"):
        wording.pattern("wrong", "counts")
