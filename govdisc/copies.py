"""Values packed into bytes and unpacked again within one run: a copy for strangers, a row in a temporary database.

The bytes never come from a file that anybody could have written.
"""

from __future__ import annotations

from typing import Any


def packed(value: object) -> bytes:
    """Return a value as bytes.

    Raises:
        Exception: of many kinds, when it cannot be packed.

    """
    import pickle

    return pickle.dumps(value, protocol=5)


def unpacked(data: bytes) -> Any:
    """Return a copy of the value that was packed."""
    import pickle

    return pickle.loads(data)  # noqa: S301 - our own bytes, made in this run
