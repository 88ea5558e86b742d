"""Every message of the plugin is in the Chinese catalogue."""

from __future__ import annotations

import ast
import gettext
from pathlib import Path

import pytest
from govdisc_html import govdisc_translations

((DOMAIN, FOLDER),) = govdisc_translations()
CALLS = [
    node
    for path in sorted(FOLDER.parent.glob("*.py"))
    for node in ast.walk(ast.parse(path.read_text("utf-8")))
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "_"
]
MESSAGES = sorted({node.args[0].value for node in CALLS if isinstance(node.args[0], ast.Constant) and isinstance(node.args[0].value, str)})


def test_messages_are_plain_strings() -> None:
    """A message that is put together at run time could not be found in a catalogue."""
    assert len(MESSAGES) > 10
    assert all(isinstance(node.args[0], ast.Constant) for node in CALLS)


@pytest.mark.parametrize("message", MESSAGES)
def test_translated(message: str) -> None:
    """The compiled catalogue holds the message, with the same fields."""
    translated = gettext.translation(DOMAIN, Path(FOLDER), ["zh_CN"]).gettext(message)
    assert translated != message
    assert [name in translated for name in ("{limit}", "{count}", "{reason}")] == [name in message for name in ("{limit}", "{count}", "{reason}")]
