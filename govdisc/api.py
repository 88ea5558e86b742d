"""The Python interface: load a published report, and check it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from os import PathLike
from pathlib import Path
from typing import Any

from govdisc.errors import InputError
from govdisc.model.findings import Finding
from govdisc.model.report import Report
from govdisc.pipeline import read_reports, run_rules
from govdisc.plugins import Plugins


@lru_cache(maxsize=1)
def installed_plugins() -> Plugins:
    """Return the installed plugins, loaded on first use."""
    return Plugins()


def load_all(
    path: str | PathLike[str], *, format: str | None = None, variant: str | None = None, plugins: Plugins | None = None
) -> Iterator[Report]:
    """Yield every report in a file (a JSON Lines file holds many).

    ``format`` names the file's format where its content does not tell; ``variant`` a regional variant to read it by.

    Raises:
        InputError: when the file is missing, cannot be read, or holds no report.
        ConfigurationError: when there is no such format or variant.

    """
    plugins = plugins or installed_plugins()
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        raise InputError(f"{path}: {error.strerror}") from error
    for one in read_reports(data, str(path), plugins, format, variant):
        if isinstance(one, InputError):
            raise one
        yield one


def load(path: str | PathLike[str], *, format: str | None = None, variant: str | None = None, plugins: Plugins | None = None) -> Report:
    """Return the one report in a file; see :func:`load_all` for the parameters and errors.

    Raises:
        InputError: also when the file holds more than one report.

    """
    reports = list(load_all(path, format=format, variant=variant, plugins=plugins))
    if len(reports) != 1:
        raise InputError(f"{path}: it holds {len(reports)} reports; use load_all.")
    return reports[0]


def validate(
    report: Report,
    *,
    previous: Report | None = None,
    settings: Mapping[str, Any] | None = None,
    plugins: Plugins | None = None,
) -> list[Finding]:
    """Return the findings of all installed rules for a report.

    ``previous`` is the agency's report for the year before, for the checks across years; ``settings`` sets thresholds by
    ``CODE.name``.
    """
    return run_rules(report, plugins or installed_plugins(), previous=previous, settings=settings)
