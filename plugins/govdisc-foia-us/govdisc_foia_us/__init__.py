"""The annual FOIA report of United States agencies: a form of another regime, as data, and the shape in which FOIA.gov publishes it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from govdisc.plugin import N_, Format, hookimpl
from govdisc_foia_us.published import detect


@hookimpl
def govdisc_forms() -> Iterable[tuple[str, str]]:
    """Return the form with its regime."""
    return [("us-foia.toml", Path(__file__).with_name("us-foia.toml").read_text("utf-8"))]


@hookimpl
def govdisc_formats() -> Iterable[Format]:
    """Return the CSV that FOIA.gov publishes."""
    return [Format("foia-csv", N_("CSV as FOIA.gov publishes it"), (".csv",), detect=detect, read="govdisc_foia_us.published:read")]
