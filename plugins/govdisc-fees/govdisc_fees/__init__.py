"""The information-processing fee of 国办函〔2020〕109号: what a report says of it, whether that can be, and how it is computed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from govdisc.plugin import Extractor, hookimpl

if TYPE_CHECKING:
    import click

    from govdisc.plugin import ExtractContext, Report, Rule

@hookimpl
def govdisc_rules() -> Iterable[Rule]:
    """Return the rules FEE1xx."""
    from govdisc_fees.rules import RULES

    return RULES


def _fee(report: Report, _context: ExtractContext) -> Mapping[str, Any] | None:
    """What the report says of the fee; None for years in which no statement is due."""
    from govdisc_fees.extract import FIRST_YEAR, fee_of

    return None if report.year is None or report.year < FIRST_YEAR else fee_of(report).to_dict()


@hookimpl
def govdisc_extractors() -> Iterable[Extractor]:
    """Return what puts what the report says of the fee under the key ``fee``."""
    return [Extractor("fee", _fee)]


@hookimpl
def govdisc_commands() -> Iterable[click.Command]:
    """Return the command ``govdisc fee``."""
    from govdisc_fees.command import fee

    return [fee]


@hookimpl
def govdisc_translations() -> Iterable[tuple[str, Path]]:
    """Return the Chinese catalogue of this plugin's messages."""
    return [("govdisc_fees", Path(__file__).parent / "locale")]
