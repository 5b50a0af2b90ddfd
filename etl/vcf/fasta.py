"""The text of a FASTA, and where its sequences lie in it: by the `.fai` beside it, else measured."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt

Bytes = npt.NDArray[np.uint8]
Places = npt.NDArray[np.int64]

# Bytes of text that are measured at a time.
PIECE = 1 << 22
# A title line is compared with the index by its first word, which must lie within so many bytes of its end.
_TITLE = 4096


class FastaError(Exception):
    """The FASTA cannot be used; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class Sequence:
    """Where a sequence lies in the text: bases in all and per line, bytes per line with its end."""

    name: str
    length: int
    offset: int
    line_bases: int
    line_bytes: int


class Text(Protocol):
    """The text of a FASTA, read at any place. Each may raise FastaError."""

    size: int

    def take(self, places: Places) -> Bytes:
        """The bytes at places of the text, in the same shape."""
        ...

    def read(self, start: int, stop: int) -> bytes:
        """The text between two places, as far as there is any."""
        ...

    def pieces(self) -> Iterator[bytes]:
        """The whole text in order."""
        ...


class Plain:
    """The text of a file that is not compressed, mapped into memory."""

    def __init__(self, path: Path) -> None:
        # An empty file cannot be mapped.
        is_empty = path.stat().st_size == 0
        self._bytes: Bytes = np.zeros(0, np.uint8) if is_empty else np.memmap(path, np.uint8, mode="r")
        self.size = len(self._bytes)

    def take(self, places: Places) -> Bytes:
        """The bytes at places of the text, in the same shape."""
        return self._bytes[places]

    def read(self, start: int, stop: int) -> bytes:
        """The text between two places, as far as there is any."""
        return self._bytes[max(start, 0) : max(stop, 0)].tobytes()

    def pieces(self) -> Iterator[bytes]:
        """The whole text in order."""
        return (self.read(at, at + PIECE) for at in range(0, self.size, PIECE))


def sequences(path: Path, text: Text) -> tuple[Sequence, ...]:
    """The sequences of the FASTA at `path`. Raises FastaError."""
    index = path.with_name(path.name + ".fai")
    if not index.is_file():
        return tuple(_measured(text.pieces()))
    found = _listed(index)
    if not all(_fits(text, sequence) for sequence in found):
        raise FastaError(
            "the index beside reference_fasta does not fit it: make it anew (samtools faidx), or remove it"
        )
    return found


def _listed(index: Path) -> tuple[Sequence, ...]:
    try:
        rows = [line.split("\t") for line in index.read_text(encoding="utf-8").splitlines() if line]
        found = tuple(Sequence(row[0], *(int(cell) for cell in row[1:5])) for row in rows)
    except (OSError, UnicodeDecodeError, ValueError, TypeError) as error:
        raise FastaError(
            f"the index {index.name} cannot be read: make it anew (samtools faidx), or remove it"
        ) from error
    if not found:
        raise FastaError(f"the index {index.name} is empty: make it anew (samtools faidx), or remove it")
    return found


def _fits(text: Text, sequence: Sequence) -> bool:
    if not 1 <= sequence.line_bases <= sequence.line_bytes or not 0 <= sequence.offset <= text.size:
        return False
    last = sequence.offset + (max(sequence.length, 1) - 1) // sequence.line_bases * sequence.line_bytes
    title = text.read(sequence.offset - _TITLE, sequence.offset).rstrip(b"\r\n").rpartition(b"\n")[2]
    return last <= text.size and title[1:].split()[:1] == [sequence.name.encode()]


class _Measure:
    """The lines of one sequence, as they come."""

    def __init__(self, name: str, offset: int) -> None:
        self._name, self._offset = name, offset
        self._length = self._line_bases = self._line_bytes = 0
        self._is_closed = False

    def add(self, lines: bytes, starts: Places, stops: Places) -> None:
        """Further lines of it, by where they begin and stop. Only the last of all may be shorter.

        Raises FastaError.
        """
        if not self._line_bytes:
            first = lines[starts[0] : stops[0]]
            self._line_bases = len(first.rstrip(b"\r\n"))
            self._line_bytes = self._line_bases + max(len(first) - self._line_bases, 1)
        is_whole = stops - starts == self._line_bytes
        n_last = len(lines[starts[-1] : stops[-1]].rstrip(b"\r\n"))
        if self._is_closed or not self._line_bases or not is_whole[:-1].all() or n_last > self._line_bases:
            raise FastaError(f"the lines of {self._name} in reference_fasta differ in length: write it anew")
        self._length += (len(starts) - 1) * self._line_bases + n_last
        self._is_closed = n_last < self._line_bases or not is_whole[-1]

    def sequence(self) -> Sequence:
        """What they come to."""
        bases, n_bytes = max(self._line_bases, 1), max(self._line_bytes, 1)
        return Sequence(self._name, self._length, self._offset, bases, n_bytes)


def _measured(pieces: Iterable[bytes]) -> Iterator[Sequence]:
    """The same as an index says, from the text itself."""
    at, open_ = 0, None
    for lines in _whole_lines(pieces):
        block = np.frombuffer(lines, dtype=np.uint8)
        stops = np.flatnonzero(block == ord("\n")) + 1
        stops = stops if len(stops) and stops[-1] == len(block) else np.append(stops, len(block))
        starts = np.concatenate([[0], stops[:-1]])
        titles = np.flatnonzero(block[starts] == ord(">"))
        for title, following in pairwise([-1, *titles, len(starts)]):
            if title >= 0:
                if open_ is not None:
                    yield open_.sequence()
                words = lines[starts[title] + 1 : stops[title]].split()
                name = words[0].decode("utf-8", "replace") if words else ""
                open_ = _Measure(name, at + int(stops[title]))
            if open_ is not None and following > title + 1:
                open_.add(lines, starts[title + 1 : following], stops[title + 1 : following])
        at += len(lines)
    if open_ is not None:
        yield open_.sequence()


def _whole_lines(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The same text in pieces that end with a line."""
    waiting: list[bytes] = []
    for piece in pieces:
        cut = piece.rfind(b"\n") + 1
        if cut:
            yield b"".join([*waiting, piece[:cut]])
            waiting = []
        waiting.append(piece[cut:])
    if rest := b"".join(waiting):
        yield rest
