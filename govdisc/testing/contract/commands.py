"""Commands explain themselves, take no name of the core's, and end with a sentence and an exit code."""

from __future__ import annotations

from collections.abc import Iterator

import click

from govdisc.testing.commandline import run_govdisc
from govdisc.testing.contract.subject import Check, Subject, bind, breach


def checks(subject: Subject) -> Iterator[Check]:
    """Yield the promises of each command."""
    for command in subject.brought("commands"):
        yield Check(f"{command.name} explains itself", bind(_helps, command))
        if any(isinstance(parameter, click.Argument) and parameter.required for parameter in command.params):
            yield Check(f"{command.name} tells what is missing", bind(_tells, command))


def _helps(command: click.Command) -> None:
    if not command.help:
        breach(f"the command {command.name} has no help.")
    for language in ("en", "zh"):
        done = run_govdisc("--lang", language, str(command.name), "--help")
        if done.rc or str(command.name) not in done.out:
            breach(f"govdisc --lang {language} {command.name} --help ends with {done.rc}: {done.err.strip()}")
    for parameter in command.params:
        if isinstance(parameter, click.Option) and not parameter.hidden and not parameter.help:
            breach(f"the option {parameter.opts[-1]} of {command.name} has no help.")


def _tells(command: click.Command) -> None:
    """Without its arguments it is a wrong call; with a file that is not there it says so. No traceback, and nothing on stdout."""
    done = run_govdisc(str(command.name))
    if done.rc != 2 or done.out:
        breach(f"govdisc {command.name} without arguments ends with {done.rc}; a wrong call is exit code 2, and stdout stays empty.")
    done = run_govdisc(str(command.name), *["no-such-file.docx"] * sum(isinstance(parameter, click.Argument) for parameter in command.params))
    if done.rc in (0, 3) or "Traceback" in done.err or not done.err.strip():
        breach(f"govdisc {command.name} no-such-file.docx ends with {done.rc}: {done.err.strip()[:200] or 'without a word'}")
