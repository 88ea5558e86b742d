"""Commands and options whose help is shown in the chosen language."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

from govdisc.i18n import gettext as _

F = TypeVar("F", bound=Callable[..., Any])


class Command(click.Command):
    """A command whose help is shown in the chosen language."""

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Translate the help texts when they are shown."""
        kept = self.help, self.epilog
        self.help, self.epilog = (_(text) if text else text for text in kept)
        try:
            super().format_help(ctx, formatter)
        finally:
            self.help, self.epilog = kept

    def get_short_help_str(self, limit: int = 45) -> str:
        """Return the first sentence of the help for the list of commands, translated."""
        return (_(self.help) if self.help else "").split(". ")[0].split("。")[0].split(": ")[0].split("：")[0]


class Group(click.Group):
    """A command of commands whose help is shown in the chosen language."""

    format_help = Command.format_help
    get_short_help_str = Command.get_short_help_str


class Option(click.Option):
    """An option whose help is shown in the chosen language."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """Translate the help text when it is shown."""
        kept = self.help
        self.help = _(kept) if kept else kept
        try:
            return super().get_help_record(ctx)
        finally:
            self.help = kept


def option(*names: str, **settings: Any) -> Callable[[F], F]:
    """Declare an option with translated help."""
    return click.option(*names, cls=Option, **settings)
