"""Where data goes: a file that is replaced as a whole, a folder with a file a report, a device or pipe that is written through."""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Iterable, Sequence
from pathlib import Path

from govdisc.cli.streams import OutputError
from govdisc.errors import ConfigurationError
from govdisc.filenames import safe_stem, untaken
from govdisc.i18n import gettext as _
from govdisc.model.report import Report
from govdisc.patterns import Pattern
from govdisc.sources import Source, identity_of, own_temporary

#: A name within a folder that leads nowhere else: parts of letters, digits and harmless signs.
SAFE_PART = Pattern(r'[^\x00-\x1f\x7f<>:"|?*\\/]{1,200}')


def file_name(report: Report, suffix: str, taken: set[str]) -> str:
    """Return ``agency-year.ext`` as a name that is safe on every system and not taken yet."""
    year = f"-{report.year}" if report.year else ""
    return untaken(safe_stem(report.agency.name or _("report"), year), suffix, taken)


class Inputs:
    """The files that are read, so that none of them is ever written to, whichever name it goes by."""

    def __init__(self, sources: Iterable[Source], beside: Iterable[str] = ()) -> None:
        """Look at every source once, before anything is written; stdin's file is one of them, and so are files ``beside`` the inputs."""
        # a number for each file: an export of a national year has 200,000
        self._known = {_number(identity_of(source.path)) for source in sources if source.path and source.path != "-"} - {None}
        self._known |= {_number(identity_of(path)) for path in beside} - {None}
        with contextlib.suppress(OSError, ValueError):
            found = os.fstat(0)
            if stat.S_ISREG(found.st_mode):
                self._known.add(_number((found.st_dev, found.st_ino)))

    def refuse(self, path: str | Path) -> None:
        """Refuse to write to an input.

        Raises:
            ConfigurationError: when the path leads to one.

        """
        if _number(identity_of(str(path))) in self._known and identity_of(str(path)) is not None:
            raise ConfigurationError(_("{path} is one of the inputs, and inputs are never changed; name another file, or leave that one out with --exclude.").format(path=path))


def _number(identity: tuple[int, int] | None) -> int | None:
    return None if identity is None else identity[0] << 64 | identity[1]


def replace_file(path: Path, pieces: Iterable[bytes]) -> None:
    """Write a file as a whole: a failed or interrupted write leaves what was there before, and no temporary file.

    A link is followed; a device or a pipe is written through.

    Raises:
        OSError: when it cannot be written.

    """
    target = Path(os.path.realpath(path))
    if target.exists() and not target.is_file():
        with open(target, "wb", buffering=0) as device:
            for piece in pieces:
                view = memoryview(piece)
                while view:
                    view = view[device.write(view) or 0 :]
        return
    import tempfile

    handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=own_temporary(), suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as file:
            for piece in pieces:
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, stat.S_IMODE(target.stat().st_mode) if target.exists() else 0o666 & ~_UMASK)
        os.replace(temporary, target)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(temporary)
        raise


def sweep(target: str) -> None:
    """Remove what a signal left of this process's temporary files where an output goes: it may come while one is being made."""
    folder = Path(target if os.path.isdir(target) else os.path.dirname(os.path.realpath(target)))
    for path in folder.glob(f"{own_temporary()}*.tmp"):
        with contextlib.suppress(OSError):
            path.unlink()


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask


#: The process's own, asked once at start, while there is one thread.
_UMASK = _umask()


def write_file(path: str | Path, pieces: Iterable[bytes], inputs: Inputs) -> None:
    """Write an output, unless it is an input.

    Raises:
        ConfigurationError: when it is.
        OutputError: when it cannot be written.

    """
    inputs.refuse(path)
    try:
        replace_file(Path(path), pieces)
    except OSError as error:
        raise OutputError(_("{path} cannot be written: {error}.").format(path=path, error=error.strerror or error)) from None


class Folder:
    """A folder that gets a file a report."""

    def __init__(self, path: str, suffix: str, inputs: Inputs) -> None:
        """Make the folder where it is not there.

        Raises:
            OutputError: when it cannot be made.

        """
        self.path, self._suffix, self._inputs = Path(path), suffix, inputs
        self._taken: set[str] = set()
        self.replaced = 0
        try:
            self.path.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise OutputError(_("the folder {path} cannot be made: {error}.").format(path=path, error=error.strerror or error)) from None

    def put(self, report: Report, data: bytes) -> Path:
        """Write a report's file and return its path.

        Raises:
            ConfigurationError: when it would replace an input.
            OutputError: when it cannot be written.

        """
        path = self.path / file_name(report, self._suffix, self._taken)
        self.replaced += path.exists()
        write_file(path, [data], self._inputs)
        return path


class WholeFolder:
    """A folder that a format parts in a way of its own: it comes to be as a whole, or not at all."""

    def __init__(self, path: str, suffixes: Sequence[str], inputs: Inputs, replace: bool) -> None:
        """Look whether the folder may be written.

        Raises:
            ConfigurationError: when it is there and holds anything, unless it may be replaced and holds only files of that format.

        """
        self.path, self._inputs = Path(os.path.realpath(path)), inputs
        there = [found for found in self.path.rglob("*") if not found.is_dir()] if self.path.is_dir() else []
        if there and not replace:
            raise ConfigurationError(
                _("{path} is there already; name another folder, or replace it as a whole with --param replace=yes.").format(path=path)
            )
        foreign = next((found for found in there if not found.name.lower().endswith(tuple(suffixes))), None)
        if foreign is not None:
            raise ConfigurationError(
                _("{path} holds {file}, which is no file of this format, and is not replaced; name another folder.").format(path=path, file=foreign.name)
            )
        for found in there:
            inputs.refuse(found)

    def write(self, pieces: Iterable[tuple[str, bytes]]) -> None:
        """Write every file, then put the folder in its place.

        Raises:
            OutputError: when it cannot be written, or a name leads out of it.

        """
        import shutil
        import tempfile

        made: Path | None = None
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            made = Path(tempfile.mkdtemp(dir=self.path.parent, prefix=f".govdisc-{os.getpid()}-", suffix=".tmp"))
            for name, piece in pieces:
                parts = name.split("/")
                if not all(SAFE_PART.fullmatch(part) and part not in (".", "..") for part in parts):
                    raise OutputError(_("{path}: the name {name} leads out of the folder, or is none.").format(path=self.path, name=name))
                file = made.joinpath(*parts)
                file.parent.mkdir(parents=True, exist_ok=True)
                with open(file, "ab") as opened:
                    opened.write(piece)
            os.chmod(made, 0o777 & ~_UMASK)
            if self.path.is_dir():
                old = made.with_suffix(".old.tmp")
                os.replace(self.path, old)
                os.replace(made, self.path)
                shutil.rmtree(old, ignore_errors=True)
            else:
                os.replace(made, self.path)
        except OSError as error:
            raise OutputError(_("{path} cannot be written: {error}.").format(path=self.path, error=error.strerror or error)) from None
        finally:
            if made is not None:
                shutil.rmtree(made, ignore_errors=True)


def is_folder(target: str) -> bool:
    """Tell whether an output names a folder."""
    return os.path.isdir(target) or target.endswith(("/", os.sep))
