"""A Parquet file as pieces of bytes: a row group is handed on as soon as it is full, and nothing of it is kept."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.parquet as pq


class Sink:
    """What Parquet's writer writes into: it gives away what it has got."""

    closed = False

    def __init__(self) -> None:
        """Begin empty."""
        self._pieces: list[bytes] = []
        self._at = 0

    def write(self, data: bytes) -> int:
        """Take some bytes."""
        piece = bytes(data)
        self._pieces.append(piece)
        self._at += len(piece)
        return len(piece)

    def tell(self) -> int:
        """Tell how many bytes came in all."""
        return self._at

    def flush(self) -> None:
        """Do nothing: nothing is held back."""

    def close(self) -> None:
        """Do nothing: the last bytes are still to be taken."""

    def taken(self) -> bytes:
        """Return what came since it was last asked."""
        pieces, self._pieces = self._pieces, []
        return b"".join(pieces)


class ParquetStream:
    """One Parquet file in the making."""

    def __init__(self, schema: pa.Schema) -> None:
        """Begin a file with these columns."""
        self._sink = Sink()
        # readers are to take text for text, however it lay in memory here
        self._writer = pq.ParquetWriter(self._sink, schema, compression="zstd", store_schema=False)

    def group(self, table: pa.Table) -> bytes:
        """Write a row group and return what of the file is new."""
        self._writer.write_table(table, row_group_size=max(len(table), 1))
        return self._sink.taken()

    def end(self) -> bytes:
        """Return the end of the file."""
        self._writer.close()
        return self._sink.taken()
