"""Write the findings of one run to all its outputs: stdout as they come, then each file and folder, every file as a whole."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from govdisc.account import Outcome
from govdisc.cli import common
from govdisc.cli.outputs import SAFE_PART, Inputs, WholeFolder, sweep, write_file
from govdisc.cli.session import Session
from govdisc.cli.streams import OutputError
from govdisc.cli.targets import Target
from govdisc.guard import Broken, Ended, Interrupt
from govdisc.i18n import gettext as _
from govdisc.reporters import ReportContext, files_of, pieces_of


def refuse_to_terminals(targets: Sequence[Target], run: Session) -> None:
    """Refuse to send what is no text to a terminal.

    Raises:
        ConfigurationError: when an output would.

    """
    for target in targets:
        if target.path is None and target.reporter.binary:
            run.streams.refuse_binary(target.reporter.name)


def write_all(
    targets: Sequence[Target], outcome: Outcome, inputs: Inputs, run: Session, exit_code: Callable[[], int] | None = None
) -> set[int]:
    """Write every output of a run and return the exit codes that came of it; one that fails keeps no other from being written."""
    codes: set[int] = set()
    if len(targets) > 1 or not targets[0].reporter.streams:
        outcome.keep()
    places = [_place(target, inputs) for target in targets]
    for target, place in zip(targets, places, strict=True):
        owner = run.plugins.reporter_owner(target.reporter.name)
        try:
            _write(target, place, outcome, inputs, run, exit_code)
        except Broken as error:
            assert owner is not None
            owner.fail(_("reporter {name}: {error}").format(name=target.reporter.name, error=error))
        except (Ended, Interrupt):
            sweep(target.path or ".")
            raise
        except OutputError as error:
            if target.path is None:
                raise
            codes.add(error.exit_code)
            run.streams.say(f"govdisc: {error}")
    return codes


def _place(target: Target, inputs: Inputs) -> WholeFolder | None:
    """Look whether an output may be written, before anything is; return the folder that it is to be as a whole."""
    if target.path is None:
        return None
    inputs.refuse(target.path)
    if not (target.folder and target.reporter.whole):
        return None
    return WholeFolder(target.path, target.reporter.suffixes, inputs, target.params.get("replace") == "yes")


def _write(target: Target, place: WholeFolder | None, outcome: Outcome, inputs: Inputs, run: Session, exit_code: Callable[[], int] | None) -> None:
    owner = run.plugins.reporter_owner(target.reporter.name)
    context = ReportContext(
        colour=target.path is None and common.colour(), rules=run.plugins.all_rules, params=target.params, families=run.plugins.families,
        forms=run.plugins.forms, formats=run.plugins.formats, exit_code=exit_code, say=run.tell_once,
    )  # fmt: skip
    if target.path is None:
        for piece in pieces_of(target.reporter, outcome, context, owner):
            # what people read goes in the console's encoding; what machines read is UTF-8
            run.streams.data(piece if target.reporter.name == "text" else _bytes(piece))
        run.streams.flush()
    elif place is not None:
        place.write(files_of(target.reporter, outcome, context, owner))
    elif target.folder:
        _write_folder(Path(target.path), files_of(target.reporter, outcome, context, owner), inputs)
    else:
        pieces = pieces_of(target.reporter, outcome, context, owner)
        write_file(target.path, (_bytes(piece) for piece in pieces), inputs)


def _bytes(piece: str | bytes) -> bytes:
    return piece if isinstance(piece, bytes) else piece.encode("utf-8", "replace")


def _write_folder(folder: Path, files: Iterator[tuple[str, bytes]], inputs: Inputs) -> None:
    """Write the files of a folder, each as a whole; a name that leads out of it is the reporter's fault."""
    for name, data in files:
        parts = name.split("/")
        if not all(SAFE_PART.fullmatch(part) and part not in (".", "..") for part in parts):
            raise OutputError(_("{path}: the name {name} leads out of the folder, or is none.").format(path=folder, name=name))
        path = folder.joinpath(*parts)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise OutputError(_("the folder {path} cannot be made: {error}.").format(path=path.parent, error=error.strerror or error)) from None
        write_file(path, [data], inputs)
