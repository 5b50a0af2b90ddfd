"""One delivered file, from disk to batches of lines; a large one is read ahead of its reader."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TypeVar

from etl.text.ahead import ahead
from etl.text.compression import inflate
from etl.text.decoding import to_utf8
from etl.text.delivered import Delivered
from etl.text.limits import LIMITS, Limits
from etl.text.lines import TextBatch, batched

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Shown:
    """A table's columns in file order, and its first rows as text with the separator of their cells."""

    header: tuple[str, ...]
    rows: bytes
    separator: str


class TextFile:
    """One delivered file, read once from start to end. Use as a context manager.

    `path` is relative to raw; `notes` are sentences about how the text was read; `table` is what whoever
    reads a table from it found its columns to be.
    """

    def __init__(self, file: Delivered, limits: Limits, note: Callable[[str], None] | None) -> None:
        self.path = file.path
        self.notes: list[str] = []
        self.table: Shown | None = None
        self._file = file
        self._limits = limits
        self._note = note
        self._encoding = "utf-8"
        self._running: list[Iterator[object]] = []
        self._lines: Iterator[TextBatch] | None = None

    def batches(self) -> Iterator[TextBatch]:
        """The lines in batches, in order. A second call goes on where the first stopped. Raises FileFault."""
        if self._lines is None:
            inflated = inflate(self._file, self._limits)
            pieces = to_utf8(inflated.pieces, self.path, self.say, self._is_in)
            if inflated.was_compressed:
                pieces = self.beside(pieces, depth=8)
            self._lines = self.beside(
                batched(pieces, self.path, self._limits, self.say, lambda: self._encoding)
            )
        return self._lines

    def lines(self) -> Iterator[tuple[int, str]]:
        """Number and text (without line end) of every line. One Python step a line: for small files only."""
        for batch in self.batches():
            text = batch.data.decode()
            yield from enumerate(text.removesuffix("\n").split("\n"), batch.first_line)

    def beside(self, items: Iterator[Item], depth: int = 1) -> Iterator[Item]:
        """The same items, worked out in a thread beside the caller where the file is large enough for it."""
        if self._file.size_bytes >= self._limits.threads_from:
            items = ahead(items, depth)
        self._running.append(items)
        return items

    def finish(self) -> None:
        """Stop reading lines, read the rest of the bytes for the hashes, and make sure that nothing changed.

        Raises FileFault if the file was written to while it was read.
        """
        self._stop()
        self._file.drain()
        self._file.check_unchanged()

    @property
    def sha256(self) -> str:
        """Of the delivered bytes; complete after `finish`."""
        return self._file.sha256

    @property
    def md5(self) -> str | None:
        """Of the delivered bytes, None where not asked for; complete after `finish`."""
        return self._file.md5

    @property
    def size_bytes(self) -> int:
        """Size of the delivered file when it was opened."""
        return self._file.size_bytes

    @property
    def modified_ns(self) -> int:
        """Time of its last change when it was opened."""
        return self._file.modified_ns

    def __enter__(self) -> "TextFile":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop()
        self._file.close()

    def _is_in(self, encoding: str) -> None:
        self._encoding = encoding

    def say(self, sentence: str) -> None:
        """Note how the text was read."""
        self.notes.append(sentence)
        if self._note is not None:
            self._note(sentence)

    def _stop(self) -> None:
        # Readers first: a thread must not be left waiting for one that has ended.
        while self._running:
            close: Callable[[], None] | None = getattr(self._running.pop(), "close", None)
            if close is not None:
                close()


def open_text(
    raw: Path,
    path: str,
    *,
    md5: bool = False,
    note: Callable[[str], None] | None = None,
    limits: Limits = LIMITS,
) -> TextFile:
    """Open a file of raw by its content: plain, gzip, bzip2, xz or zip of one; UTF-8, UTF-16 or Latin-1.

    `path` is relative to raw; nothing outside raw is opened. `md5`: work it out beside sha256. Raises
    FileFault.
    """
    return TextFile(Delivered(raw, path, md5=md5, large_from=limits.threads_from), limits, note)
