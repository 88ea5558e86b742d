"""From reports to Parquet: one file, or a folder parted by year and province as Hive does it, in flat memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any
from urllib.parse import quote

import pyarrow as pa

from govdisc.plugin import ConfigurationError, Report, WriteContext
from govdisc.plugin import gettext as _
from govdisc_tables import PARAMETERS
from govdisc_tables.divisions import located
from govdisc_tables.layout import PARTITION, number_type
from govdisc_tables.rows import Long, Shape, Wide
from govdisc_tables.stream import ParquetStream

#: Reports that are turned into Arrow at a time.
BATCH = 32
#: Reports in a row group: some 100,000 rows of long.
GROUP = 512
#: Reports that wait for their row groups in all parts of a folder.
WAITING = 2_048
#: Row groups in a file of a folder. Parquet keeps what it says of each, some 25 kB, in memory until the file ends.
GROUPS = 8
#: What Hive calls a part whose value is not known; DuckDB, Spark and Arrow read it as null.
UNKNOWN = "__HIVE_DEFAULT_PARTITION__"

_CHOICES = {"shape": ("long", "wide"), "numbers": ("double", "decimal"), "replace": ("yes", "no")}


def write(reports: Sequence[Report], context: WriteContext) -> bytes:
    """Return the reports as one Parquet file.

    Raises:
        ConfigurationError: when a parameter has a value that it cannot have.

    """
    return b"".join(write_each(reports, context))


def write_each(reports: Iterable[Report], context: WriteContext) -> Iterator[bytes]:
    """Yield one Parquet file piece by piece, a row group for some hundred reports.

    Raises:
        ConfigurationError: when a parameter has a value that it cannot have.

    """
    shape = _shape(context)
    stream = ParquetStream(shape.schema)
    left = iter(reports)
    waiting: list[Any] = []
    while batch := list(islice(left, BATCH)):
        waiting.append(shape.rows(batch))
        if len(waiting) * BATCH >= GROUP:
            yield stream.group(shape.table(waiting))
            waiting = []
    if waiting:
        yield stream.group(shape.table(waiting))
    yield stream.end()


def write_folder(reports: Iterable[Report], context: WriteContext) -> Iterator[tuple[str, bytes]]:
    """Yield the files of a folder as (name, piece), ``year=2023/province=…/part-0.parquet``.

    The pieces of one name belong together; a large part has several files, one after the other.

    Raises:
        ConfigurationError: when a parameter has a value that it cannot have.

    """
    shape = _shape(context)
    parts: dict[str, _Part] = {}
    for report in reports:
        folder = _folder(report)
        if folder not in parts:
            parts[folder] = _Part(shape, folder)
        part = parts[folder]
        part.add(report)
        if part.count >= GROUP:
            yield part.group()
        elif sum(other.count for other in parts.values()) >= WAITING:
            yield max(parts.values(), key=lambda each: each.count).group()
    for part in parts.values():
        yield from part.end()


class _Part:
    """One folder of a year and province: reports that wait to be turned into Arrow, their rows that wait for their group, and its file."""

    def __init__(self, shape: Shape, folder: str) -> None:
        self._shape, self._folder = shape, folder
        self._reports: list[Report] = []
        self._rows: list[Any] = []
        self._schema = pa.schema([field for field in shape.schema if field.name not in PARTITION])
        self._file = self._groups = 0
        self._stream: ParquetStream | None = None
        self.count = 0

    def add(self, report: Report) -> None:
        self._reports.append(report)
        self.count += 1
        if len(self._reports) == BATCH:
            self._turn()

    def _turn(self) -> None:
        if self._reports:
            self._rows.append(self._shape.rows(self._reports))
            self._reports = []

    def group(self) -> tuple[str, bytes]:
        """Write what waits as a row group; return the name of the file and what of it is new."""
        self._turn()
        rows, self._rows, self.count = self._rows, [], 0
        if self._stream is None:
            self._stream = ParquetStream(self._schema)
        name, piece = self._name(), self._stream.group(self._shape.table(rows).drop_columns(list(PARTITION)))
        self._groups += 1
        return (name, piece + self._ended()) if self._groups == GROUPS else (name, piece)

    def end(self) -> Iterator[tuple[str, bytes]]:
        """Write what is left, and end the file."""
        if self.count:
            yield self.group()
        if self._stream is not None:
            yield self._name(), self._ended()

    def _name(self) -> str:
        return f"{self._folder}/part-{self._file}.parquet"

    def _ended(self) -> bytes:
        assert self._stream is not None
        end, self._stream, self._groups = self._stream.end(), None, 0
        self._file += 1
        return end


def _folder(report: Report) -> str:
    year = UNKNOWN if report.year is None else str(report.year)
    _code, province = located(report.agency)
    return f"year={year}/province={UNKNOWN if province is None else quote(province)}"


def _shape(context: WriteContext) -> Shape:
    chosen = {parameter.name: context.params.get(parameter.name, parameter.default or "") for parameter in PARAMETERS}
    for name, value in chosen.items():
        if value not in _CHOICES[name]:
            raise ConfigurationError(
                _("--param {name}={value}: it must be {choices}.").format(name=name, value=value, choices=" / ".join(_CHOICES[name]))
            )
    number = number_type(chosen)
    return Wide(context.forms, number) if chosen["shape"] == "wide" else Long(context.forms, number)
