"""What a run found of a file, kept for the next run: over unchanged files a second run recognises and judges nothing.

The key is made of the file's bytes and of everything that the result hangs on: versions of govdisc and its plugins, rules, settings
and language. Entries are JSON, written as a whole; one that cannot be read is as good as none.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Iterator, Mapping
from dataclasses import asdict, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from govdisc.account import READ, Input, Result
from govdisc.errors import ConfigurationError
from govdisc.i18n import gettext as _
from govdisc.model.findings import Finding
from govdisc.model.report import Report
from govdisc.settings import AFTERWARDS

if TYPE_CHECKING:
    from govdisc.engine import Engine

#: A larger file is not kept: it holds many reports.
LARGEST_KEPT = 20_000_000


class Cache:
    """A folder of results."""

    def __init__(self, folder: str | Path) -> None:
        """Take the folder, made where it is not there.

        Raises:
            ConfigurationError: when it cannot be made.

        """
        self.folder = self._folder = Path(folder)
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise ConfigurationError(
                _("the folder {path} cannot be made: {error}.").format(path=folder, error=error.strerror or error)
            ) from error

    def through(self, engine: Engine, uri: str, data: bytes, judged: bool, fresh: Iterator[Result]) -> Iterator[Result]:
        """Yield what was kept of a file; where there is nothing, the fresh results, keeping that of a file with one report."""
        key = self._key(engine, uri, data, judged)
        kept = self._load(key, uri)
        if kept is not None:
            yield engine.keeping(*kept) if judged else kept[0]
            return
        for result in fresh:
            if result.alone and len(data) <= LARGEST_KEPT:
                self._store(key, result)
            yield result

    @staticmethod
    def _key(engine: Engine, uri: str, data: bytes, judged: bool) -> str:
        digest = hashlib.sha256(f"{engine.state}\x1f{os.path.splitext(uri)[1]}\x1f{judged}\x1f".encode())
        digest.update(data)
        return digest.hexdigest()

    def _load(self, key: str, uri: str) -> tuple[Result, Report] | None:
        """What was kept under a key, for a file that may have another name now."""
        from govdisc.formats.json import loads

        try:
            data = loads(self._path(key).read_text("utf-8"))
            report = Report.from_dict(data["report"])
            for section, (title_place, lines) in zip(report.sections, data["lines"], strict=True):
                section.title_place, section.lines = title_place, tuple(lines)
            if report.source is not None:
                report.source.uri = uri
            result = Result(Input.of(report, uri), report=report)
            result.input.unchecked = data["unchecked"]
            result.findings = [Finding(**finding) for finding in data["findings"]]
            result.explanations, result.labels, result.states = data["explanations"], data["labels"], data["states"]
            result.evidence = {cell: tuple(numbers) for cell, numbers in data["evidence"].items()}
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return None
        return result, report

    def _store(self, key: str, result: Result) -> None:
        """Keep the result of one report that was read without any failure; a disk that refuses is no fault of the run."""
        import tempfile

        from govdisc.formats.json import dumps

        report = result.report
        if report is None or result.input.status != READ or result.failures:
            return
        data = {
            "report": report.to_dict(),
            "lines": [[section.title_place, list(section.lines)] for section in report.sections],
            "unchecked": result.input.unchecked,
            "findings": [asdict(finding) for finding in result.findings],
            "explanations": result.explanations,
            "labels": result.labels,
            "evidence": result.evidence,
            "states": result.states,
        }
        with contextlib.suppress(OSError, TypeError, ValueError):
            text = dumps(data)
            path = self._path(key)
            path.parent.mkdir(exist_ok=True)
            handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".govdisc-", suffix=".tmp")
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(text)
            os.replace(temporary, path)

    def _path(self, key: str) -> Path:
        return self._folder / key[:2] / f"{key[2:]}.json"


def state_of(versions: Mapping[str, str], settings: Any, speech: str, rules: list[str]) -> str:
    """Return what a result hangs on beside the bytes, as text."""
    told = [(field.name, getattr(settings, field.name)) for field in fields(settings) if field.name not in AFTERWARDS]
    plain = [(name, sorted(value) if isinstance(value, (set, frozenset)) else value) for name, value in told]
    return repr((sorted(versions.items()), plain, speech, rules))
