"""What turns findings into text for a person or a machine."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from govdisc.outcome import Outcome


@dataclass(frozen=True)
class Reporter:
    """A format for findings. ``write`` yields pieces of text, which are written to stdout one after another."""

    name: str
    title: str
    write: Callable[[Outcome], Iterator[str]]
