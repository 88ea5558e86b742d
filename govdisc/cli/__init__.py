"""The command line. One file a command; only this package touches paths, stdout and exit codes."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any

import click

from govdisc import __version__
from govdisc.cli import words
from govdisc.cli.options import option
from govdisc.errors import GovdiscError
from govdisc.i18n import N_, add_catalogue, detect_language, set_language
from govdisc.i18n import gettext as _

#: Commands of the core, each in the module of its name.
COMMANDS = ("validate", "export", "new", "forms", "formats", "rules", "plugins", "schema")

INTERRUPTED, PIPE_CLOSED, FAILED = 130, 141, 3


class _PipeClosed(Exception):
    """The reader of stdout went away; click would turn the OSError itself into exit code 1."""


class LazyGroup(click.Group):
    """A group whose commands are imported when they are called; a plugin's commands come after the core's."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return all commands, the plugins' included."""
        return [*COMMANDS, *sorted(_plugin_commands())]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return a command."""
        if cmd_name in COMMANDS:
            command: click.Command = import_module(f"govdisc.cli.{cmd_name}").command
            return command
        return _plugin_commands().get(cmd_name)

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command."""
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError as error:
            raise _PipeClosed from error
        return result

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the help in the chosen language."""
        self.help = _(self.help) if self.help else None
        super().format_help(ctx, formatter)


def _plugin_commands() -> dict[str, click.Command]:
    from govdisc.cli.common import plugins

    return plugins().commands


def _version(ctx: click.Context, _param: click.Parameter, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        click.echo(f"govdisc {__version__}")
        ctx.exit()


@click.group(
    cls=LazyGroup,
    help=N_("Read, check and export annual reports on government information disclosure (政府信息公开工作年度报告)."),
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 120},
)
@option("--version", is_flag=True, expose_value=False, is_eager=True, callback=_version, help=N_("Show the version and exit."))
@option("--lang", metavar="en|zh", expose_value=False, help=N_("Language of messages; else GOVDISC_LANG or the locale."))
def govdisc() -> None:
    """Hold the commands."""


def _language_of(arguments: Sequence[str]) -> str:
    """The language, found before anything is parsed, because help and errors are written in it."""
    for at, argument in enumerate(arguments):
        if argument == "--lang" and at + 1 < len(arguments):
            return detect_language(arguments[at + 1])
        if argument.startswith("--lang="):
            return detect_language(argument.partition("=")[2])
        if argument == "--":
            break
    return detect_language()


def _pull_language(arguments: Sequence[str]) -> list[str]:
    """Move ``--lang X`` to the front, so that it may stand behind the command as well."""
    out: list[str] = []
    front: list[str] = []
    rest = iter(arguments)
    for argument in rest:
        if argument == "--":
            out += [argument, *rest]
        elif argument == "--lang":
            front = [argument, *([value] if (value := next(rest, None)) is not None else [])]
        elif argument.startswith("--lang="):
            front = [argument]
        else:
            out.append(argument)
    return front + out


def _use_utf8() -> None:
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace" if stream is not sys.stdin else "surrogateescape")


def run(arguments: Sequence[str]) -> int:
    """Run one command line and return its exit code; every failure is one sentence on stderr."""
    set_language(_language_of(arguments))
    try:
        result = govdisc.main(_pull_language(arguments), prog_name="govdisc", standalone_mode=False)
        return result if isinstance(result, int) else 0
    except click.exceptions.Exit as error:
        return error.exit_code
    except click.ClickException as error:
        error.show()
        return 2
    except (click.Abort, KeyboardInterrupt):
        click.echo(_("interrupted"), err=True)
        return INTERRUPTED
    except (_PipeClosed, BrokenPipeError):
        # what is still buffered has no reader; without this Python complains at exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return PIPE_CLOSED
    except GovdiscError as error:
        click.echo(f"govdisc: {error}", err=True)
        return error.exit_code
    except Exception as error:
        if os.environ.get("GOVDISC_DEBUG"):
            raise
        message = _("govdisc failed: {error}. Please report this; GOVDISC_DEBUG=1 shows where.")
        click.echo(message.format(error=f"{type(error).__name__}: {error}"), err=True)
        return FAILED


def main() -> None:
    """Run ``govdisc`` with the process's arguments."""
    _use_utf8()
    words.install()
    sys.exit(run(sys.argv[1:]))


__all__ = ["add_catalogue", "govdisc", "main", "run"]
