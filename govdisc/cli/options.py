"""Commands and options whose help is shown in the chosen language, with examples that a test runs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

import click

from govdisc.i18n import N_
from govdisc.i18n import gettext as _
from govdisc.nearest import did_you_mean, nearest

F = TypeVar("F", bound=Callable[..., Any])

#: A path, completed by the shell. Whether it may be read is found out where it is opened, so that one that may not stops no other.
PATH = click.Path(readable=False)


class _Spoken(click.Command):
    """What commands and groups share: translated help, examples below it, and the nearest name for an option that is none."""

    def __init__(self, *arguments: Any, examples: Sequence[str] = (), **settings: Any) -> None:
        """Take what click's command takes, and whole command lines as examples."""
        super().__init__(*arguments, **settings)
        self.examples = tuple(examples)

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the help with its texts translated."""
        with _translated(self, "help", "epilog"):
            super().format_help(ctx, formatter)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the examples, a line each, as they are typed."""
        super().format_epilog(ctx, formatter)
        if self.examples:
            with formatter.section(_("Examples")):
                formatter.write("".join(f"{' ' * formatter.current_indent}{example}\n" for example in self.examples))

    def get_short_help_str(self, limit: int = 45) -> str:
        """Return the first sentence of the help for the list of commands, translated."""
        return (_(self.help) if self.help else "").split(". ")[0].split("。")[0].split(": ")[0].split("：")[0]

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """Return what stands behind the command's name in its usage, translated."""
        words = {"[OPTIONS]": _("[OPTIONS]"), "COMMAND [ARGS]...": _("COMMAND [ARGS]…")}
        return [words.get(piece, piece) for piece in super().collect_usage_pieces(ctx)]

    def make_context(self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any) -> click.Context:
        """Read the arguments; an option that is none is told with the nearest one, in the user's language."""
        try:
            return super().make_context(info_name, args, parent, **extra)
        except click.NoSuchOption as error:
            known = [name for parameter in self.params for name in (*parameter.opts, *parameter.secondary_opts) if name.startswith("--")]
            message = _("there is no option {name}.").format(name=error.option_name) + did_you_mean(error.option_name, [*known, "--help"])
            raise click.UsageError(message, error.ctx) from None


class Command(_Spoken):
    """A command whose help is shown in the chosen language."""


class Group(_Spoken, click.Group):
    """A group of commands; one that is not there is told with the nearest name."""

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        """Find a command."""
        name = args[0]
        if not name.startswith("-") and self.get_command(ctx, name) is None:
            ctx.fail(self.missing(ctx, name))
        return super().resolve_command(ctx, args)

    def missing(self, ctx: click.Context, name: str) -> str:
        """Return the sentence about a command that is not there."""
        known = self.list_commands(ctx)
        near = nearest(name, known)
        if near is not None:
            return _("there is no command {name}; did you mean {near}?").format(name=name, near=near)
        return _("there is no command {name}; there are: {known}.").format(name=name, known=", ".join(known))


#: How the kinds of click's values are shown where an option does not say it.
_VALUES = {"integer": "N", "integer range": "N", "float": "N", "float range": "N", "text": N_("TEXT")}


class Option(click.Option):
    """An option whose help is shown in the chosen language, and whose wrong values are told in whole sentences."""

    def make_metavar(self, *arguments: Any, **context: Any) -> str:  # the context is new in click 8.2
        """Return what stands for the value in the help."""
        if self.metavar is None and self.type.name in _VALUES:
            return _(_VALUES[self.type.name])
        return super().make_metavar(*arguments, **context)

    def type_cast_value(self, ctx: click.Context, value: Any) -> Any:
        """Return the value as its type; what is none of its kind is told with what would be."""
        try:
            return super().type_cast_value(ctx, value)
        except click.BadParameter as error:
            raise click.UsageError(self._refusal(value, error), ctx) from None

    def _refusal(self, value: Any, error: click.BadParameter) -> str:
        name = max(self.opts, key=len)
        if isinstance(self.type, click.Choice):
            known = list(map(str, self.type.choices))
            wrong = next((each for each in (value if isinstance(value, (tuple, list)) else [value]) if each not in known), value)
            said = _("{option} is one of {known}, not {value}.").format(option=name, known=", ".join(known), value=wrong)
            return said + did_you_mean(str(wrong), known)
        if isinstance(self.type, click.IntRange) and self.type.max is not None:
            return _("{option} is a whole number from {least} to {most}, not {value}.").format(
                option=name, least=self.type.min, most=self.type.max, value=value
            )
        if isinstance(self.type, click.types.IntParamType):
            return _("{option} is a whole number, not {value}.").format(option=name, value=value)
        return f"{name}: {error.message}"

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """Translate the help text when it is shown."""
        with _translated(self, "help"):
            return super().get_help_record(ctx)


@contextmanager
def _translated(thing: Any, *names: str) -> Iterator[None]:
    """Translate texts of a command or option for as long as they are shown."""
    before = {name: getattr(thing, name) for name in names}
    for name, text in before.items():
        setattr(thing, name, _(text) if text else text)
    try:
        yield
    finally:
        for name, text in before.items():
            setattr(thing, name, text)


def option(*names: str, **settings: Any) -> Callable[[F], F]:
    """Declare an option with translated help."""
    return click.option(*names, cls=Option, **settings)
