"""Markdown for govdisc: a readable report with the official tables, and a reader of Markdown from any hand."""

from __future__ import annotations

from collections.abc import Iterable

from govdisc.plugin import Format, hookimpl

SUFFIXES = (".md", ".markdown")


@hookimpl
def govdisc_formats() -> Iterable[Format]:
    """Return the format ``markdown``."""
    module = "govdisc_markdown"
    return [
        Format(
            "markdown",
            "Markdown",
            SUFFIXES,
            read=f"{module}.reader:read",
            write=f"{module}.writer:write",
            detect=f"{module}.detect:detect",
        )
    ]
