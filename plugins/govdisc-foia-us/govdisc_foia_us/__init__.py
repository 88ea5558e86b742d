"""The annual FOIA report of United States agencies: a form of another regime, as data, and the shape in which FOIA.gov publishes it."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.resources import files

from govdisc.plugin import hookimpl


@hookimpl
def govdisc_forms() -> Iterable[tuple[str, str]]:
    """Return the form with its regime."""
    return [("us-foia.toml", files("govdisc_foia_us").joinpath("us-foia.toml").read_text("utf-8"))]
