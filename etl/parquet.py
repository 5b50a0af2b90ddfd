"""Frames of one file into one Parquet file, batch by batch, encoded beside the caller's work."""

import os
from collections.abc import Iterator
from pathlib import Path
from queue import Full, Queue
from threading import Thread
from typing import Literal, TypedDict

import polars as pl
from polars.io.plugins import register_io_source

from etl.lake import SOURCE


class _Options(TypedDict):
    compression: Literal["zstd"]
    compression_level: int
    row_group_size: int
    statistics: bool


OPTIONS: _Options = {
    # Level 1: a fifth less time than polars' default level, and files of a MAF are no larger.
    "compression": "zstd",
    "compression_level": 1,
    # Large enough for columns to compress, small enough to bound memory: about 200 bytes a row in our tables.
    "row_group_size": 120_000,
    # Whoever reads the lake reads it whole: the least and greatest value of each column would serve nobody.
    "statistics": False,
}


class _Aborted(Exception):  # noqa: N818 - no error: it ends a thread
    """Ends the writing thread when the file is given up."""


def write(frame: pl.DataFrame, temporary: Path, path: Path) -> int:
    """Write one frame under a temporary name, then give it its own; the size in bytes."""
    frame.write_parquet(temporary, **OPTIONS)
    size = temporary.stat().st_size
    os.replace(temporary, path)
    return size


def rows_by_source(path: Path) -> dict[str | None, int] | None:
    """How many rows a Parquet file of the lake holds of each file that shares it, by sha256.

    Under None those of a file that has it alone. None where it is lost or damaged.
    """
    try:
        rows = pl.scan_parquet(path, glob=False)
        if SOURCE not in rows.collect_schema():
            return {None: rows.select(pl.len()).collect().item()}
        return dict(rows.group_by(SOURCE).len().collect().iter_rows())
    except (OSError, pl.exceptions.PolarsError, pl.exceptions.PanicException):
        return None


class ParquetFile:
    """One Parquet file that comes into being under a temporary name.

    `add` frames of exactly `schema`; then `keep(path)` or `discard()`. The first frame is held back: a file
    of one batch, the usual case, is written without a thread.
    """

    def __init__(self, temporary: Path, schema: pl.Schema) -> None:
        """Start a file. Raises OSError where it cannot be written."""
        temporary.touch()  # so that a folder that cannot be written to shows at once
        self._temporary = temporary
        self._schema = schema
        self._first: pl.DataFrame | None = None
        self._queue: Queue[pl.DataFrame | _Aborted | None] = Queue(1)
        self._thread: Thread | None = None
        self._error: BaseException | None = None
        self.rows = 0

    def add(self, frame: pl.DataFrame) -> None:
        """Append rows. Raises TypeError for another schema, and what the disk raises."""
        if frame.schema != self._schema:
            raise TypeError(f"expected the columns {self._schema}, got {frame.schema}")
        if frame.is_empty():
            return
        self.rows += frame.height
        if self._first is None:
            self._first = frame
            return
        if self._thread is None:
            self._thread = Thread(target=self._write, daemon=True)
            self._thread.start()
            self._put(self._first)
        self._put(frame)

    def keep(self, path: Path) -> int:
        """Finish the file under its final name; the size in bytes."""
        if self._thread is None:
            frame = self._first if self._first is not None else pl.DataFrame(schema=self._schema)
            return write(frame, self._temporary, path)
        self._put(None)
        self._thread.join()
        if self._error is not None:
            raise self._error
        size = self._temporary.stat().st_size
        os.replace(self._temporary, path)
        return size

    def discard(self) -> None:
        """Give the file up; safe to call after `keep`."""
        if self._thread is not None and self._thread.is_alive():
            self._error = _Aborted()
            self._put(self._error, is_last=True)
            self._thread.join()
        self._temporary.unlink(missing_ok=True)

    def _put(self, item: pl.DataFrame | _Aborted | None, *, is_last: bool = False) -> None:
        assert self._thread is not None
        while self._thread.is_alive():
            try:
                self._queue.put(item, timeout=0.2)
            except Full:
                continue
            return
        if not is_last and self._error is not None:
            raise self._error

    def _frames(self) -> Iterator[pl.DataFrame]:
        while (item := self._queue.get()) is not None:
            if isinstance(item, _Aborted):
                raise item
            yield item

    def _write(self) -> None:
        def source(
            with_columns: list[str] | None,
            predicate: pl.Expr | None,
            n_rows: int | None,
            batch_size: int | None,
        ) -> Iterator[pl.DataFrame]:
            return self._frames()

        try:
            frames = register_io_source(source, schema=self._schema)
            frames.sink_parquet(self._temporary, **OPTIONS)
        except BaseException as error:  # raised again by the caller's next step
            self._error = error
