"""Every message of the plugin stands in the source as it stands in the catalogue."""

from __future__ import annotations

import ast
from pathlib import Path

import govdisc_html

CALLS = [
    node
    for path in sorted(Path(govdisc_html.__file__).parent.glob("*.py"))
    for node in ast.walk(ast.parse(path.read_text("utf-8")))
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "_"
]


def test_messages_are_plain_strings() -> None:
    """A message that is put together at run time could not be found in a catalogue."""
    assert len(CALLS) > 10
    assert all(isinstance(node.args[0], ast.Constant) for node in CALLS)
