"""What a user may set of a rule, a file format or a format for findings."""

from __future__ import annotations

from typing import Any

from govdisc.records import record


@record(frozen=True)
class Parameter:
    """A setting: its name, its default, and what it means.

    Of a rule it is a threshold (``--set CODE.name=…``, ``govdisc.toml``, a variant), whose default says of which type it is; of a
    format a text (``--param name=…``), whose default may be None, or a phrase that describes it; with the values in ``loses`` a format
    that is lossless no longer is.
    """

    name: str
    default: Any
    meaning: str
    loses: tuple[str, ...] = ()
