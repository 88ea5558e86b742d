"""What the commands share: the plugins, translated options, tables on the terminal, exit codes."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import Any, TypeVar

import click

from govdisc.cli.options import option
from govdisc.i18n import add_catalogue
from govdisc.i18n import gettext as _
from govdisc.plugins import Plugins

F = TypeVar("F", bound=Callable[..., Any])

OK, FINDINGS, USAGE, FAILED, UNREADABLE, NO_INPUT = 0, 1, 2, 3, 4, 5
#: When several exit codes apply, the first of these is returned.
PRECEDENCE = (FAILED, USAGE, UNREADABLE, NO_INPUT, FINDINGS, OK)


@lru_cache(maxsize=1)
def plugins() -> Plugins:
    """Return the installed plugins, with their messages in use."""
    found = Plugins()
    for domain, folder in found.translations:
        add_catalogue(domain, folder)
    return found


def report_broken(found: Plugins) -> int:
    """Say on stderr which plugins failed; return the exit code for that, 0 when none did."""
    for info in found.broken():
        click.echo(
            _("plugin {name} ({distribution} {version}) failed and is left out: {error}").format(
                name=info.name, distribution=info.distribution, version=info.version, error=info.error
            ),
            err=True,
        )
    return FAILED if found.broken() else OK


def worst(codes: Iterable[int]) -> int:
    """Return the exit code that goes before the others."""
    have = set(codes)
    return next((code for code in PRECEDENCE if code in have), OK)


def input_options(function: F) -> F:
    """Add the options of every command that reads reports."""
    from govdisc.i18n import N_

    for decorate in (
        option(
            "--variant",
            metavar="NAME",
            help=N_("Read and check by this regional variant; else one is chosen where agency and year call for it."),
        ),
        option("--from", "input_format", metavar="FORMAT", help=N_("Read every input as this format, where its content does not tell.")),
        click.argument("paths", nargs=-1, required=True, metavar="PATH…"),
    ):
        function = decorate(function)
    return function


def table(rows: Sequence[Sequence[object]], headers: Sequence[str]) -> str:
    """Return a plain table, with Chinese counted as wide as it is shown."""
    from tabulate import tabulate

    return str(tabulate(rows, headers, tablefmt="simple", disable_numparse=True))


def colour() -> bool:
    """Tell whether to colour: a terminal, and no NO_COLOR (https://no-color.org)."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def write_bytes(data: bytes) -> None:
    """Write bytes to stdout as they are."""
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
