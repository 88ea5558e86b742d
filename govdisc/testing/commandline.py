"""The command line, run in this process on bytes, as tests see it."""

from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from govdisc.records import record


@record(frozen=True)
class Done:
    """What a command line printed and returned: ``rc`` the exit code, ``out`` and ``err`` as text, ``raw`` stdout as bytes."""

    rc: int
    out: str
    err: str
    raw: bytes

    @property
    def code(self) -> int:
        """The exit code."""
        return self.rc

    @property
    def data(self) -> Any:
        """What stands on stdout, as JSON."""
        return json.loads(self.out)

    @property
    def findings(self) -> list[dict[str, Any]]:
        """The findings of ``govdisc validate --format json`` or ``jsonl``."""
        if self.out.startswith('{\n "schema_version"') or self.out.startswith('{"schema_version"'):
            found: list[dict[str, Any]] = json.loads(self.out)["findings"]
            return found
        return [json.loads(line) for line in self.out.splitlines()]

    @property
    def codes(self) -> list[str]:
        """The codes of the findings, in their order."""
        return [finding["code"] for finding in self.findings]


def run_govdisc(*arguments: object, stdin: bytes = b"", lang: str = "en") -> Done:
    """Run ``govdisc ARGUMENTS`` in this process, with all installed plugins; ``stdin`` are the bytes that it reads."""
    from govdisc.cli import run

    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True, newline="") for _stream in range(2))
    with _streams(io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8"), out, err, lang):
        rc = run([str(argument) for argument in arguments])
    for stream in (out, err):
        stream.flush()
    raw = out.buffer.getvalue()
    return Done(rc, raw.decode("utf-8", "replace"), err.buffer.getvalue().decode("utf-8"), raw)


@contextmanager
def _streams(stdin: Any, stdout: Any, stderr: Any, lang: str) -> Iterator[None]:
    from govdisc.i18n import language, speaking

    kept, environment = (sys.stdin, sys.stdout, sys.stderr), os.environ.get("GOVDISC_LANG")
    sys.stdin, sys.stdout, sys.stderr = stdin, stdout, stderr
    os.environ["GOVDISC_LANG"] = lang
    try:
        with speaking(language()):
            yield
    finally:
        sys.stdin, sys.stdout, sys.stderr = kept
        os.environ.pop("GOVDISC_LANG")
        if environment is not None:
            os.environ["GOVDISC_LANG"] = environment
