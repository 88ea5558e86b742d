"""The command line. One file a command; only this package touches paths, stdout and exit codes."""

from __future__ import annotations

import contextlib
import errno
import gc
import os
import signal
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any, NoReturn

import click

from govdisc import __version__, compiled
from govdisc.cli import words
from govdisc.cli.options import Group, option
from govdisc.cli.session import FAILED, INTERRUPTED, PIPE_CLOSED, Session
from govdisc.cli.streams import OutputError, PipeClosed, Streams
from govdisc.errors import GovdiscError
from govdisc.guard import Ended, Interrupt, words_of
from govdisc.i18n import N_, add_catalogue, detect_language, set_language, unspoken_language
from govdisc.i18n import gettext as _

#: Commands of the core, each in the module of its name.
COMMANDS = ("validate", "export", "new", "forms", "formats", "rules", "config", "baseline", "plugins", "plugin", "conformance", "schema", "completion")

UNWRITABLE = 4


class LazyGroup(Group):
    """A group whose commands are imported when they are called; a plugin's commands come after the core's."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return all commands, the plugins' included."""
        return [*COMMANDS, *sorted(name for name in _plugin_commands(ctx) if name not in COMMANDS)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return a command."""
        if cmd_name in COMMANDS:
            command: click.Command = import_module(f"govdisc.cli.{cmd_name}").command
            return command
        return _plugin_commands(ctx).get(cmd_name)

    def missing(self, ctx: click.Context, name: str) -> str:
        """Return the sentence about a command that is not there: one of ours whose plugin is not installed is named with its plugin."""
        from govdisc.known import bringing

        plugin = bringing("commands", name)
        if plugin is not None:
            return _("the command {name} needs a plugin; install it with: pip install {package}").format(name=name, package=plugin.name)
        return super().missing(ctx, name)

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; click would turn a closed pipe into exit code 1."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError as error:
            raise PipeClosed from error


def _plugin_commands(ctx: click.Context) -> dict[str, click.Command]:
    found = ctx.find_object(Session)
    return found.plugins.commands if found is not None else {}


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
@option("--plugin", "plugin_files", multiple=True, metavar="FILE.py", expose_value=False, help=N_("Use a plugin that is one Python file."))
@option("--no-plugin", "without", multiple=True, metavar="NAME", expose_value=False, help=N_("Leave out an installed plugin."))
def govdisc() -> None:
    """Hold the commands."""


#: Options that hold for every command, and so may stand behind it as well as before it.
_ANYWHERE = ("--lang", "--plugin", "--no-plugin")


def _split(arguments: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return the options that may stand anywhere, as (name, value, name, value …), and the other words."""
    front: list[str] = []
    others: list[str] = []
    rest = iter(arguments)
    for argument in rest:
        name, equals, value = argument.partition("=")
        if argument == "--":
            others += [argument, *rest]
        elif argument in _ANYWHERE:
            front += [argument, *([found] if (found := next(rest, None)) is not None else [])]
        elif equals and name in _ANYWHERE:
            front += [name, value]
        else:
            others.append(argument)
    return front, others


def _values(front: Sequence[str], name: str) -> list[str]:
    return [value for key, value in zip(front[::2], front[1::2], strict=False) if key == name]


def _use_utf8() -> None:
    """Speak UTF-8 whatever the locale, unless PYTHONIOENCODING asks for another encoding, as a console of Windows may want."""
    encoding = None if os.environ.get("PYTHONIOENCODING") else "utf-8"
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding=encoding, errors="replace" if stream is not sys.stdin else "surrogateescape")


def _said(error: click.ClickException) -> str:
    """What is wrong with a command line, in our words where click's hang on its version."""
    if isinstance(error, click.MissingParameter) and error.param is not None:
        if isinstance(error.param, click.Argument):
            return _("{what} is missing: say what to work on.").format(what=error.param.metavar or (error.param.name or "").upper())
        return _("the option {name} is missing.").format(name=max(error.param.opts, key=len))
    return error.format_message()


def run(arguments: Sequence[str]) -> int:
    """Run one command line and return its exit code; every failure is one sentence on stderr."""
    streams = Streams()
    front, others = _split(arguments)
    named = _values(front, "--lang")
    language = named[-1] if named else None
    set_language(detect_language(language))
    unspoken = unspoken_language(language)
    if unspoken is not None:
        streams.say("govdisc: " + _("{where} {name} is no language that govdisc speaks; it speaks en and zh.").format(where=unspoken[0], name=unspoken[1]))
        return 2
    if os.environ.get("_GOVDISC_COMPLETE", "").startswith("powershell"):
        import_module("govdisc.cli.powershell")
    try:
        result = govdisc.main([*front, *others], prog_name="govdisc", standalone_mode=False, obj=Session(streams, _values(front, "--plugin"), _values(front, "--no-plugin")))
        streams.flush()
        return result if isinstance(result, int) else 0
    except click.exceptions.Exit as error:
        return error.exit_code
    except click.ClickException as error:
        context = getattr(error, "ctx", None)
        if type(error).__name__ == "NoArgsIsHelpError" and context is not None:  # click before 8.2 prints it and exits
            streams.raw(context.get_help() + "\n")
            return 2
        if context is not None:
            streams.raw(f"{context.get_usage()}\n")
        streams.say(f"govdisc: {_said(error)}")
        return 2
    except Ended as error:
        return error.code
    except (click.Abort, KeyboardInterrupt):
        streams.say(_("interrupted"))
        return INTERRUPTED
    except (PipeClosed, BrokenPipeError):
        streams.drop()
        return PIPE_CLOSED
    except GovdiscError as error:
        streams.say(f"govdisc: {error}")
        return error.exit_code
    except OSError as error:
        if error.errno == errno.EPIPE:
            streams.drop()
            return PIPE_CLOSED
        streams.say("govdisc: " + str(OutputError(_("an output cannot be written: {error}.").format(error=error.strerror or error))))
        return UNWRITABLE
    except Exception as error:
        if os.environ.get("GOVDISC_DEBUG"):
            raise
        streams.say(_("govdisc failed: {error}. Please report this; GOVDISC_DEBUG=1 shows where.").format(error=words_of(error)))
        return FAILED


def _interrupted(_number: int, _frame: Any) -> NoReturn:
    raise Interrupt


def _ended(number: int, _frame: Any) -> NoReturn:
    raise Ended(number)


def main() -> None:
    """Run ``govdisc`` with the process's arguments."""
    gc.set_threshold(50_000)  # a start makes many objects and hardly any garbage: looking for it took a sixteenth of the time
    _use_utf8()
    words.install()
    signal.signal(signal.SIGINT, _interrupted)
    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name) and signal.getsignal(getattr(signal, name)) != signal.SIG_IGN:
            signal.signal(getattr(signal, name), _ended)
    code = run(sys.argv[1:])
    try:
        if sys.stdout is not None and not sys.stdout.closed:
            sys.stdout.flush()
    except (OSError, ValueError):
        code = code or UNWRITABLE
    with contextlib.suppress(OSError, ValueError, AttributeError):
        sys.stderr.flush()
    with contextlib.suppress(BaseException):  # Ctrl-C, say
        compiled.write()
    # what is kept for the next run, a plugin's thread that never ends, or its word at exit, is no part of the verdict
    os._exit(code)


__all__ = ["add_catalogue", "govdisc", "main", "run"]
