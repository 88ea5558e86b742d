"""Published schemas, where they lie beside the checkout; they are not ours to copy."""

from __future__ import annotations

from pathlib import Path

import pytest


def schema(name: str) -> Path:
    """Return the path of a published schema; skips where there is none."""
    for folder in Path(__file__).resolve().parents[3:6]:
        found = folder / "shared" / "schemas" / name
        if found.is_file():
            return found
    pytest.skip(f"{name} does not lie beside the checkout")
