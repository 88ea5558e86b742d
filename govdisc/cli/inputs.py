"""From the paths of the command line to reports: files, folders, patterns and stdin, past every bad one."""

from __future__ import annotations

import glob
import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from govdisc.errors import InputError, NoReportError
from govdisc.i18n import gettext as _
from govdisc.model.report import Report
from govdisc.pipeline import read_reports
from govdisc.plugins import Plugins

#: A file larger than this is refused before it is read.
LARGEST_FILE = 2_000_000_000


@dataclass
class Inputs:
    """The inputs of one run: what the paths led to, and the options by which they are read."""

    paths: Sequence[str]
    plugins: Plugins
    input_format: str | None = None
    variant: str | None = None
    #: Files in folders that hold no report; they are told on stderr.
    passed_over: list[str] = field(default_factory=list)
    #: Files that were opened, so that no output replaces one of them.
    opened: list[Path] = field(default_factory=list)

    def reports(self) -> Iterator[tuple[str, Report | InputError]]:
        """Yield every report, or in its place the error that says why there is none, with the name of its file."""
        if self.input_format is not None:
            self._check_format(self.input_format)
        for path, named in self._files():
            try:
                data = sys.stdin.buffer.read() if path == "-" else self._bytes(path)
            except InputError as error:
                yield path, error
                continue
            for one in read_reports(data, path, self.plugins, self.input_format, self.variant):
                if isinstance(one, NoReportError) and not named:
                    if path not in self.passed_over:
                        self.passed_over.append(path)
                else:
                    yield path, one

    def _check_format(self, name: str) -> None:
        from govdisc.pipeline import choose_format

        choose_format(b"", "", self.plugins, name)

    def _bytes(self, path: str) -> bytes:
        file = Path(path)
        self.opened.append(file)
        try:
            if file.stat().st_size > LARGEST_FILE:
                raise InputError(_("it is larger than {limit} GB; split it.").format(limit=LARGEST_FILE // 1_000_000_000))
            return file.read_bytes()
        except FileNotFoundError:
            raise InputError(_("there is no such file.")) from None
        except PermissionError:
            raise InputError(_("it may not be read; check its permissions.")) from None
        except OSError as error:
            raise InputError(_("it cannot be read: {error}.").format(error=error.strerror or error)) from None

    def _files(self) -> Iterator[tuple[str, bool]]:
        """Yield (path, whether it was named itself): a folder's files and a pattern's matches in the order of their names."""
        seen: set[str] = set()
        for path in self.paths:
            for file, named in self._expand(path):
                key = file if file == "-" else os.path.realpath(file)
                if key not in seen:
                    seen.add(key)
                    yield file, named

    def _expand(self, path: str) -> Iterator[tuple[str, bool]]:
        if path != "-" and os.path.isdir(path):
            yield from ((file, False) for file in self._walk(path))
        elif path != "-" and not os.path.exists(path) and glob.has_magic(path):
            for match in sorted(glob.glob(path, recursive=True)):
                if os.path.isdir(match):
                    yield from ((file, False) for file in self._walk(match))
                else:
                    yield match, False
        else:
            yield path, True

    def _walk(self, folder: str) -> Iterator[str]:
        suffixes = tuple(suffix for one in self.plugins.formats.values() if one.read for suffix in one.suffixes)
        for base, folders, names in os.walk(folder):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            for name in sorted(names):
                if not name.startswith((".", "~$")) and (self.input_format or name.lower().endswith(suffixes)):
                    yield os.path.join(base, name)
