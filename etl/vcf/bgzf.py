"""A FASTA compressed by bgzip, read at any place without reading what stands before it.

bgzip writes gzip members ("blocks") of at most 64 KiB, each of which tells its own compressed size (SAM
specification, section 4.1). Where a block begins in the text is what the `.gzi` beside the file says, else
what the headers of all blocks add up to; nothing is inflated for that.
"""

import os
import struct
import weakref
import zlib
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

import numpy as np

from etl.vcf.fasta import PIECE, Bytes, FastaError, Places

# Both of the compressed and of the inflated block.
BLOCK = 1 << 16
# The size stands in the first bytes of a block; what else may stand before it is short.
_HEAD = 512
# Inflated blocks that are kept, 32 MiB: neighbouring variants lie in the same ones.
_KEPT = 512
_HEADER = struct.Struct("<4s6xH")
_MAGIC = b"\x1f\x8b\x08\x04"
_TRAILER = 8
_DAMAGED = "copy or download it again, or compress it anew (bgzip)"


class Blocks:
    """The text of a bgzip file."""

    def __init__(self, path: Path) -> None:
        """Open `path`. Raises FastaError: no bgzip file, cut off, or an index that does not fit."""
        self._descriptor = os.open(path, os.O_RDONLY)
        weakref.finalize(self, os.close, self._descriptor)
        end = os.fstat(self._descriptor).st_size
        if _block_size(self._read(0, _HEAD)) is None:
            raise FastaError(
                "reference_fasta is compressed by gzip, of which no single place can be read: decompress it, "
                "and compress it by bgzip if it is to stay compressed"
            )
        index = path.with_name(path.name + ".gzi")
        self._index = index.name if index.is_file() else None
        listed = _listed(index, end) if self._index else [(0, 0)]
        # An index need not name the last blocks, and does not say where the text ends.
        places = np.array([*listed[:-1], *self._walked(*listed[-1], end)], dtype=np.int64)
        self._at, self._starts = places[:, 0], places[:, 1]
        self._block = lru_cache(maxsize=_KEPT)(self._inflated)
        self.size = int(self._starts[-1])

    def take(self, places: Places) -> Bytes:
        """The bytes at places of the text, in the same shape."""
        flat = places.ravel()
        block = np.searchsorted(self._starts, flat, side="right") - 1
        order = np.argsort(block, kind="stable")
        first = np.flatnonzero(np.diff(block[order], prepend=-1))
        result = np.empty(len(flat), dtype=np.uint8)
        for start, stop in pairwise([*first, len(flat)]):
            number, rows = int(block[order[start]]), order[start:stop]
            result[rows] = self._block(number)[flat[rows] - self._starts[number]]
        return result.reshape(places.shape)

    def read(self, start: int, stop: int) -> bytes:
        """The text between two places, as far as there is any."""
        return self.take(np.arange(max(start, 0), min(stop, self.size))).tobytes()

    def pieces(self) -> Iterator[bytes]:
        """The whole text in order."""
        waiting: list[bytes] = []
        for number in range(len(self._at) - 1):
            waiting.append(self._inflated(number).tobytes())
            if len(waiting) * BLOCK >= PIECE:
                yield b"".join(waiting)
                waiting = []
        yield b"".join(waiting)

    def _read(self, at: int, n_bytes: int) -> bytes:
        try:
            return os.pread(self._descriptor, n_bytes, at)
        except OSError as error:
            raise FastaError(f"reference_fasta cannot be read ({error.strerror}): {_DAMAGED}") from error

    def _walked(self, at: int, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Where each block from `at` on begins, in the file and in the text; and where both end.

        Raises FastaError: no block stands where one should, or the empty one that bgzip ends a file with is
        missing.
        """
        is_empty = False
        while at < end:
            yield at, start
            size = _block_size(self._read(at, _HEAD))
            if size is None or at + size > end:
                raise self._fault(at)
            n_bytes = int.from_bytes(self._read(at + size - 4, 4), "little")
            if n_bytes > BLOCK:
                raise self._fault(at)
            at, start, is_empty = at + size, start + n_bytes, n_bytes == 0
        if not is_empty:
            raise FastaError(
                f"reference_fasta is cut off: the empty block that ends a bgzip file is missing: {_DAMAGED}"
            )
        yield at, start

    def _inflated(self, number: int) -> Bytes:
        """The text of one block. Raises FastaError where it is damaged or not what the index says."""
        at, stop = int(self._at[number]), int(self._at[number + 1])
        wanted = int(self._starts[number + 1] - self._starts[number])
        data = self._read(at, stop - at)
        is_block = _block_size(data) == stop - at
        member = zlib.decompressobj(wbits=31)
        try:
            text = member.decompress(data, BLOCK + 1) if is_block else b""
        except zlib.error:
            is_block = False
        if is_block and member.eof and len(text) == wanted:
            return np.frombuffer(text, dtype=np.uint8)
        raise self._fault(at)

    def _fault(self, at: int) -> FastaError:
        if self._index is None:
            return FastaError(f"reference_fasta is damaged in its bgzip block at byte {at:,}: {_DAMAGED}")
        return FastaError(
            f"the index {self._index} does not fit reference_fasta, or the bgzip block at byte {at:,} is "
            f"damaged: make the index anew (bgzip -r) or remove it; if that does not help, {_DAMAGED}"
        )


def _block_size(head: bytes) -> int | None:
    """The compressed size that the header of a block tells; None where there is no such header."""
    if len(head) < _HEADER.size:
        return None
    magic, extra = _HEADER.unpack_from(head)
    at, end = _HEADER.size, _HEADER.size + extra
    while magic == _MAGIC and at + 6 <= min(end, len(head)):
        name, length, value = head[at : at + 2], *struct.unpack_from("<HH", head, at + 2)
        if name == b"BC" and length == 2:
            return int(value) + 1 if value + 1 >= end + _TRAILER else None
        at += 4 + length
    return None


def _listed(index: Path, end: int) -> list[tuple[int, int]]:
    """Where blocks begin, in the file and in the text, by the index; it leaves out the first."""
    try:
        # A block is longer than its pair, so that a longer index, however long, need not be read.
        data = index.read_bytes() if index.stat().st_size <= end + 24 else b""
    except OSError as error:
        raise FastaError(
            f"the index {index.name} cannot be read ({error.strerror}): correct that, or remove it"
        ) from error
    pairs = np.frombuffer(data[8 : 8 + len(data[8:]) // 16 * 16], dtype="<i8").reshape(-1, 2)
    # Made of a file that is read, the index has one pair more: where the file ends.
    pairs = pairs[:-1] if len(pairs) and pairs[-1, 0] == end else pairs
    steps = np.diff(pairs, axis=0, prepend=np.zeros((1, 2), dtype=np.int64))
    is_sound = (
        len(data) >= 8
        and len(data) == 8 + 16 * int.from_bytes(data[:8], "little")
        and (steps[:, 0] > 0).all()
        and ((steps[:, 1] >= 0) & (steps[:, 1] <= BLOCK)).all()
        and (not len(pairs) or pairs[-1, 0] < end)
    )
    if not is_sound:
        raise FastaError(
            f"the index {index.name} does not fit reference_fasta: make it anew (bgzip -r), or remove it"
        )
    return [(0, 0), *((int(at), int(start)) for at, start in pairs)]
