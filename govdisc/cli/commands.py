r"""What a plugin's command is given, so that it reads, tells and ends as the core's commands do (re-exported by :mod:`govdisc.plugin`).

    @report_command("count", help=N_("Count reports."))
    @option("--year", type=int)
    def count(run: CommandRun, year: int | None) -> None:
        run.write([f"{sum(1 for result in run.checked() if result.report)}\n"])

The command has PATH… and the options of every command that reads; what is not read stands in the account on stderr, and the exit code
is that of the whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

import click

from govdisc.account import Outcome, Result
from govdisc.cache import Cache
from govdisc.cli import common
from govdisc.cli.account import Account
from govdisc.cli.export import Export, chosen_writer
from govdisc.cli.options import Command, option
from govdisc.cli.outputs import Inputs, sweep, write_file
from govdisc.cli.reporting import refuse_to_terminals, write_all
from govdisc.cli.session import FINDINGS, INTERRUPTED, UNREADABLE, Session, session
from govdisc.cli.settings import config_options, load_settings, tell_hiding
from govdisc.cli.streams import OutputError
from govdisc.cli.targets import Target, parameters, targets
from govdisc.engine import Engine
from govdisc.errors import InputError
from govdisc.formats.base import Format, WriteContext
from govdisc.guard import Broken, Ended, Interrupt
from govdisc.i18n import N_
from govdisc.i18n import gettext as _
from govdisc.model.form import Form
from govdisc.model.report import Report
from govdisc.plugins import Plugins
from govdisc.records import replace
from govdisc.settings import Settings
from govdisc.sources import Paths

__all__ = ["Command", "CommandRun", "option", "report_command"]


class CommandRun:
    """One run of a command: results through the engine, data to stdout or a file, sentences to stderr, and the exit code of it all."""

    def __init__(self, run: Session, given: Mapping[str, Any]) -> None:
        """Take the session and what the shared options were given."""
        self._session, self._given = run, given
        self.plugins: Plugins = run.plugins
        names = ("config", "no_config", "variant", "input_format", "exclude")
        chosen = load_settings(**{name: given[name] for name in names if name in given})
        tell_hiding(chosen)
        self.settings: Settings = chosen.run
        #: The paths that were named.
        self.paths: tuple[str, ...] = given.get("paths", ())
        #: Severities that make a report wrong (``fail-on`` of the configuration).
        self.failing: tuple[str, ...] = chosen.failing
        #: The roster that the configuration names.
        self.roster: str | None = chosen.roster
        self._exclude = chosen.exclude
        self.account = Account(run, bool(given.get("verbose")), chosen.failing, quiet=bool(given.get("quiet")), judged=False)
        self.written: int | None = None
        self._read: list[Paths] = []

    # --- reading ----------------------------------------------------------------------------------------------------------------

    def checked(
        self, paths: Sequence[str] | None = None, *, previous: str | None = None, failing: Sequence[str] | None = None, **settings: Any
    ) -> Iterator[Result]:
        """Read and judge what the paths lead to (default: those of the command); ``settings`` are fields of the engine's settings.

        A finding of one of the severities in ``failing`` makes the exit code 1 (default: as the configuration's ``fail-on`` says).
        """
        self.account.judged = True
        self.account.failing = self.failing if failing is None else tuple(failing)
        last_year = None if previous is None else self._sources([previous])
        engine = self._engine(replace(self.settings, **settings))
        return self.account.passing(engine.check(self._sources(paths), previous=last_year, jobs=self._given.get("jobs", 1)))

    def read(self, paths: Sequence[str] | None = None) -> Iterator[Result]:
        """Read what the paths lead to without judging it."""
        return self.account.passing(self._engine(self.settings).read(self._sources(paths), jobs=self._given.get("jobs", 1)))

    def form(self, report: Report) -> Form:
        """Return the form of a report, with its variant."""
        return self.plugins.forms.of(report)

    def _engine(self, settings: Settings) -> Engine:
        cache = self._given.get("cache")
        return Engine(self.plugins, settings, cache=None if cache is None else Cache(cache), crew=common.crew(self._session))

    def _sources(self, paths: Sequence[str] | None) -> Paths:
        found = common.sources(self.paths if paths is None else paths, self._exclude)
        self._read.append(found)
        return found

    # --- telling ----------------------------------------------------------------------------------------------------------------

    def say(self, sentence: str) -> None:
        """Say something on stderr, unless it is to be quiet."""
        if not self.account.quiet:
            self._session.streams.say(sentence)

    def table(self, rows: Sequence[Sequence[object]], headers: Sequence[str]) -> str:
        """Return a plain table, with Chinese counted as wide as it is shown."""
        return common.table(rows, headers)

    def differs(self) -> None:
        """Let the exit code be 1, unless something goes before that."""
        self.account.codes.add(FINDINGS)

    # --- writing ----------------------------------------------------------------------------------------------------------------

    def write(self, pieces: Iterable[str | bytes], output: str | None = None) -> None:
        """Write data to stdout (also for ``-``), or to a file, which is replaced as a whole and is never an input.

        Raises:
            ConfigurationError: when the file is an input.
            OutputError: when the file cannot be written.

        """
        if output is None or output == "-":
            for piece in pieces:
                self._session.streams.data(piece)
            self._session.streams.flush()
            return
        write_file(output, (piece.encode("utf-8") if isinstance(piece, str) else piece for piece in pieces), self._inputs())

    def _inputs(self) -> Inputs:
        return Inputs(chain.from_iterable(self._read), self._session.beside)

    def findings_to(self, output_format: str | None, outputs: Sequence[str] = ()) -> list[Target]:
        """Return the outputs for findings that ``--format NAME`` and ``-o [FORMAT=]PATH`` name, as ``govdisc validate`` takes them.

        Raises:
            ConfigurationError: when a format is not there, or does not fit where it goes.

        """
        found = targets(output_format, outputs, (), self.plugins)
        refuse_to_terminals(found, self._session)
        return found

    def write_findings(self, results: Iterable[Result], found: Sequence[Target], expected: Sequence[Sequence[str]] = ()) -> None:
        """Write the findings of results to outputs; without any, walk the results to their end.

        ``expected`` are the bodies of a roster, each with all its names.
        """
        outcome = Outcome(results, {info.name: info.version for info in self.plugins.infos if not info.error}, expected)
        if found:
            self.account.codes |= write_all(found, outcome, self._inputs(), self._session)
        for _left in outcome.results():
            pass

    def writer(self, name: str | None, output: str | None) -> Format:
        """Return the format to write: the one that is named, else the one that the output's name ends like.

        Raises:
            ConfigurationError: when neither tells it, or when it is no text and would go to a terminal.

        """
        found = chosen_writer(name, output, self.plugins)
        self.check_output(found.name, binary=found.binary, output=output)
        return found

    def check_output(self, name: str, *, binary: bool, output: str | None) -> None:
        """Refuse to send what is no text to a terminal.

        Raises:
            ConfigurationError: when it would go there.

        """
        if binary and output in (None, "-"):
            self._session.streams.refuse_binary(name)

    def write_report(self, report: Report, format_: Format, output: str | None = None, params: Sequence[str] = ()) -> None:
        """Write a report, and say what the format could not hold of it, which ends with 1.

        Raises:
            ConfigurationError: when a parameter is wrong, or the file is an input.
            OutputError: when the file cannot be written.

        """
        context = WriteContext(self.plugins.forms, parameters(params, {format_.name: format_.parameters})[format_.name])
        export = Export(self._session, format_, context, self.account, lossy=False)
        self.write([export.bytes_of([report])], output)
        self.written = 1

    # --- the end ----------------------------------------------------------------------------------------------------------------

    def ended(self, function: Callable[..., Any], given: Mapping[str, Any]) -> int:
        """Call the command and give its exit code; what could not be written is told, and so is the account."""
        try:
            function(self, **given)
        except (Ended, Interrupt):
            sweep(str(given.get("output") or "."))
            raise
        except (OutputError, Broken, InputError) as error:
            self.account.codes.add(getattr(error, "exit_code", UNREADABLE))
            self._session.streams.say(f"govdisc: {error}")
        self._session.streams.flush()
        if self._read:
            self.account.tell(written=self.written)
        self.account.codes.add(self._session.tell_broken())
        if self.account.interrupted:
            self._session.streams.say(_("interrupted"))
            return INTERRUPTED
        return common.worst(self.account.codes)


def report_command(name: str, *, help: str, examples: Sequence[str] = (), paths: bool = True) -> Callable[[Callable[..., Any]], click.Command]:
    """Declare a command over reports: a function that takes a :class:`CommandRun` and the command's own options.

    ``help`` is marked with ``N_`` and translated when it is shown, ``examples`` are whole command lines below it; without ``paths`` the command says itself what it reads.
    """

    def declare(function: Callable[..., Any]) -> click.Command:
        shared = _shared(paths)
        names = {parameter.name for parameter in shared}

        def call(**given: Any) -> int:
            own = {key: value for key, value in given.items() if key not in names}
            return CommandRun(session(), {key: given[key] for key in names if key in given}).ended(function, own)

        call.__click_params__ = [*getattr(function, "__click_params__", []), *shared]  # type: ignore[attr-defined]
        return click.command(name, cls=Command, help=help, examples=examples)(call)

    return declare


def _shared(paths: bool) -> list[click.Parameter]:
    """The options of every command that reads, in click's order: the last one first."""

    def nothing() -> None:
        pass

    option("-v", "--verbose", is_flag=True, help=N_("Say what was read, and why a check was left out."))(nothing)
    option("-q", "--quiet", is_flag=True, help=N_("Say nothing on stderr but what failed or was refused."))(nothing)
    config_options(nothing)
    common.input_options(nothing)
    found: list[click.Parameter] = nothing.__click_params__  # type: ignore[attr-defined]
    return [parameter for parameter in found if paths or parameter.name != "paths"]
