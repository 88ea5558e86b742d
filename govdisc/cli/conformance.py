"""``govdisc conformance``: whether another tool finds what the rules' examples must give, and what the rules say of each other."""

from __future__ import annotations

import json
import shlex
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from govdisc.cli import common, options
from govdisc.cli.options import option
from govdisc.cli.session import FINDINGS, OK, session
from govdisc.errors import ConfigurationError
from govdisc.i18n import N_
from govdisc.i18n import gettext as _
from govdisc.nearest import did_you_mean

if TYPE_CHECKING:
    from govdisc.authoring.conformance import Case

#: A tool may take so many seconds for one case.
SECONDS = 60


@click.command(
    "conformance",
    cls=options.Command,
    help=N_("Hold another tool to the rules' examples: --against COMMAND runs it on each and says what it finds otherwise."),
    examples=('govdisc conformance --against "govdisc validate --format json" --rule SUM101', "govdisc conformance -o cases/ --rule SUM101"),
)
@option(
    "--against",
    "tool",
    metavar="COMMAND",
    help=N_("A command that prints findings as JSON; {reports} and {previous} stand for the files, else they are put behind it."),
)
@option("--rule", "codes", multiple=True, metavar="CODE", help=N_("Only the cases of this rule; may be repeated."))
@option("--rules", "study", is_flag=True, help=N_("List rules that contradict each other, never fire, or always fire together."))
@option("-o", "--output", metavar="FOLDER", help=N_("Write the cases there, a file a rule, as conformance/ holds them."))
@option("-j", "--jobs", default=1, type=click.IntRange(1, 64), metavar="N", help=N_("Run N commands at once."))
def command(tool: str | None, codes: tuple[str, ...], study: bool, output: str | None, jobs: int) -> int:
    """Run the corpus."""
    from govdisc.authoring import conformance

    plugins = common.plugins()
    unknown = [code for code in codes if code.upper() not in plugins.all_rules]
    if unknown:
        raise ConfigurationError(_("there is no rule {codes}; see govdisc rules.").format(codes=unknown[0]) + did_you_mean(unknown[0].upper(), plugins.all_rules))
    if sum(map(bool, (tool, study, output))) != 1:
        raise ConfigurationError(_("conformance takes one of --against COMMAND, --rules and -o FOLDER."))
    if output is not None:
        return _write(Path(output))
    words = [] if study else _words(str(tool))
    cases = list(conformance.cases(plugins, [code.upper() for code in codes] or None))
    return _told(cases) if study else _compared(cases, words, jobs)


def _words(tool: str) -> list[str]:
    try:
        words = shlex.split(tool)
    except ValueError as error:
        raise ConfigurationError(_("the command {command} cannot be parsed: {error}.").format(command=tool[:80], error=error)) from error
    if not words:
        raise ConfigurationError(_("the command {command} cannot be parsed: {error}.").format(command=tool[:80], error=_("it is empty")))
    if shutil.which(words[0]) is None:
        raise ConfigurationError(_("the command {command} cannot be run: {error}.").format(command=words[0][:80], error=_("there is no such program")))
    return words


def _write(folder: Path) -> int:
    from govdisc.authoring import conformance

    try:
        folder.mkdir(parents=True, exist_ok=True)
        count = 0
        for name, text in conformance.folder(common.plugins()):
            (folder / name).write_text(text, "utf-8", newline="\n")
            count += 1
    except OSError as error:
        raise ConfigurationError(_("{path} cannot be made: {error}.").format(path=folder, error=error.strerror or error)) from error
    session().streams.say(_("{count} files written to {path}.").format(count=count, path=folder))
    return common.report_broken(common.plugins())


def _told(cases: list[Case]) -> int:
    from govdisc.authoring import conformance

    found = conformance.studied(common.plugins(), cases)
    lines = [_("contradict each other: {rules}").format(rules=" ".join(pair)) for pair in found.contradicting]
    lines += [_("always together: {rules}").format(rules=" ".join(pair)) for pair in found.together]
    lines += [_("never: {rules}").format(rules=code) for code in found.silent]
    session().streams.data("".join(f"{line}\n" for line in lines))
    return common.worst([FINDINGS if found.contradicting else OK, common.report_broken(common.plugins())])


# --- another tool -----------------------------------------------------------------------------------------------------------------


def _compared(cases: list[Case], words: list[str], jobs: int) -> int:
    streams, codes, differing = session().streams, list(common.plugins().all_rules), 0
    with ThreadPoolExecutor(jobs) as pool:
        for case, lines in zip(cases, pool.map(lambda case: list(_differing(case, words, codes)), cases), strict=True):
            differing += bool(lines)
            streams.data("".join(f"{case.code} {case.name}: {line}\n" for line in lines))
    streams.say(_("{count} cases, {differing} with differences.").format(count=len(cases), differing=differing))
    return common.worst([FINDINGS if differing else OK, common.report_broken(common.plugins())])


def _differing(case: Case, words: list[str], codes: list[str]) -> Iterator[str]:
    from govdisc.authoring.conformance import differences

    with tempfile.TemporaryDirectory(prefix="govdisc-") as folder:
        paths = {name: Path(folder) / name for name in case.files}
        for name, data in case.files.items():
            paths[name].write_bytes(data)
        reports = [str(path) for name, path in paths.items() if name != "previous.json"]
        previous = [str(paths["previous.json"])] if case.previous is not None else []
        found = _run(_line(words, reports, previous))
    if isinstance(found, str):
        yield found
        return
    for kind, finding in differences(case, found, codes):
        place = finding["cell"] or finding["section"] or "-"
        words_of = {"missing": _("missing: {code} {severity} at {place}"), "unexpected": _("unexpected: {code} {severity} at {place}")}
        yield words_of[kind].format(code=finding["code"], severity=finding["severity"], place=place)


def _line(words: list[str], reports: list[str], previous: list[str]) -> list[str]:
    """The command with the files in their places; where it names none, behind it."""
    line: list[str] = []
    for word in words:
        line += reports if word == "{reports}" else previous if word == "{previous}" else [word]
    if previous and "{previous}" not in words:
        line += ["--previous", *previous]
    return line if "{reports}" in words else [*line, *reports]


def _run(line: list[str]) -> list[Mapping[str, Any]] | str:
    """The findings that a command prints, or the sentence about why there are none."""
    try:
        done = subprocess.run(line, capture_output=True, timeout=SECONDS, stdin=subprocess.DEVNULL)  # noqa: S603 - the user's own command
    except subprocess.TimeoutExpired:
        return _("the command did not end within {seconds} s").format(seconds=SECONDS)
    except OSError as error:
        raise ConfigurationError(_("the command {command} cannot be run: {error}.").format(command=line[0], error=error.strerror or error)) from error
    try:
        data = json.loads(done.stdout)
        found = data["findings"] if isinstance(data, dict) else data
        return [finding for finding in found if isinstance(finding, dict) and isinstance(finding.get("code"), str)]
    except (ValueError, KeyError, TypeError, RecursionError):
        return _("the command prints no findings as JSON (it ended with {code})").format(code=done.returncode)
