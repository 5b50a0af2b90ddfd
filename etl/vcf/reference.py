"""A reference FASTA: is REF what stands there, and where does an indel start when it is moved as far left as
it goes.

The file is mapped into memory, never read whole; a `.fai` index beside it is used, else one is made in
memory.
"""

import mmap
import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from stat import S_ISDIR, S_ISREG

import numpy as np
import numpy.typing as npt
import polars as pl

from etl.genome import NONE, normal_chromosome
from etl.vocabulary import Vocabulary

Bytes = npt.NDArray[np.uint8]
Places = npt.NDArray[np.int64]

_IS_BASE = np.zeros(256, dtype=np.bool_)
_IS_BASE[[ord(base) for base in "ACGT"]] = True
_UPPER = np.frombuffer(bytes(range(256)).upper(), dtype=np.uint8)
# Bases compared in one step of a shift; most indels move by less.
_STEP = 32


class FastaError(Exception):
    """The FASTA cannot be used; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class Sequence:
    """Where a sequence lies in the file: bases in all and per line, bytes per line with its end."""

    name: str
    length: int
    offset: int
    line_bases: int
    line_bytes: int


class Reference:
    """The chromosomes of one FASTA by their normal names."""

    def __init__(self, path: Path, vocabulary: Vocabulary) -> None:
        """Open `path`. Raises FastaError."""
        try:
            stat = path.stat()
            if not (S_ISREG(stat.st_mode) or S_ISDIR(stat.st_mode)):
                raise FastaError("reference_fasta is no file but a device or pipe: correct its path")
            with path.open("rb") as stream:
                start = stream.read(1)
        except OSError as error:
            raise FastaError(
                f"reference_fasta cannot be opened ({error.strerror}): correct its path"
            ) from error
        if start != b">":
            raise FastaError("reference_fasta is no plain FASTA (it must start with >): decompress it")
        found = _index(path, stat.st_size, stat.st_mtime_ns)
        names = pl.DataFrame({"name": [sequence.name for sequence in found]})
        normal = names.select(normal_chromosome(pl.col("name"), vocabulary)).to_series()
        self._sequences: Mapping[str, Sequence] = {
            chromosome: sequence
            for chromosome, sequence in zip(reversed(normal.to_list()), reversed(found), strict=True)
            if chromosome is not None
        }
        if not self._sequences:
            first = ascii(found[0].name[:60])
            raise FastaError(
                "reference_fasta has none of the chromosomes 1 to 22, X, Y, MT (its first sequence is "
                f"{first}): name one that has them"
            )
        self._lengths = vocabulary.lengths
        self._bytes: Bytes = np.memmap(path, dtype=np.uint8, mode="r")

    def other_build(self, build: str) -> str | None:
        """The build that the lengths of the chromosomes show, where it is not the one given."""
        # MT is the same in GRCh37 and GRCh38.
        lengths = {name: held.length for name, held in self._sequences.items() if name != "MT"}
        fitting = {of for (of, name), length in self._lengths.items() if lengths.get(name) == length}
        return min(fitting) if fitting and build not in fitting else None

    def mismatches(self, frame: pl.DataFrame) -> pl.Series:
        """For `chromosome`, `position`, `reference_allele`: true where a base differs, NULL for an unknown
        sequence.

        N and ambiguity codes, in either, agree with anything.
        """
        result = pl.Series("mismatch", [None], dtype=pl.Boolean).new_from_index(0, frame.height)
        for (chromosome,), rows in frame.with_row_index("_row").group_by("chromosome"):
            if chromosome not in self._sequences:
                continue
            alleles = rows["reference_allele"]
            lengths = alleles.str.len_bytes().cast(pl.Int64).to_numpy()
            given = np.frombuffer("".join(alleles).encode(), dtype=np.uint8)
            row = np.repeat(np.arange(len(lengths)), lengths)
            within = np.arange(len(given)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
            there = self._at(str(chromosome), rows["position"].to_numpy()[row] - 1 + within)
            differs = _IS_BASE[there] & _IS_BASE[given] & (there != given)
            bad = np.bincount(row, weights=differs, minlength=len(lengths)) > 0
            result = result.scatter(rows["_row"], pl.Series(bad))
        return result

    def left_aligned(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Move pure insertions and deletions in normal form as far left as the sequence repeats."""
        is_indel = (pl.col("reference_allele") == NONE) != (pl.col("alternate_allele") == NONE)
        frame = frame.with_row_index("_row")
        moved = [frame.filter(~is_indel.fill_null(False))]
        for (chromosome,), rows in frame.filter(is_indel).group_by("chromosome"):
            moved.append(self._shifted(str(chromosome), rows) if chromosome in self._sequences else rows)
        return pl.concat(moved).sort("_row").drop("_row")

    def _shifted(self, chromosome: str, rows: pl.DataFrame) -> pl.DataFrame:
        is_insertion = pl.col("reference_allele") == NONE
        changed = rows.select(
            pl.when(is_insertion).then("alternate_allele").otherwise("reference_allele")
        ).to_series()
        # 0-based place of the base before the change.
        before = (
            rows.select(pl.col("start_position") - pl.when(is_insertion).then(1).otherwise(2))
            .to_series()
            .to_numpy()
        )
        lengths = changed.str.len_bytes().cast(pl.Int64).to_numpy()
        bases = np.frombuffer("".join(changed).encode(), dtype=np.uint8)
        lowest = rows.select(pl.when(is_insertion).then(1).otherwise(0)).to_series().to_numpy()
        shift = self._shift(chromosome, before, lowest, bases, lengths)
        turn = pl.Series("turn", shift % lengths)
        head = changed.str.len_bytes().cast(pl.Int64) - turn
        text = pl.DataFrame({"text": changed, "head": head}).select(
            pl.col("text").str.slice(pl.col("head")) + pl.col("text").str.head(pl.col("head"))
        )
        by = pl.Series(shift)
        return rows.with_columns(
            pl.col("start_position") - by,
            pl.col("end_position") - by,
            pl.when(is_insertion)
            .then("reference_allele")
            .otherwise(text.to_series())
            .alias("reference_allele"),
            pl.when(is_insertion)
            .then(text.to_series())
            .otherwise("alternate_allele")
            .alias("alternate_allele"),
        )

    def _shift(
        self, chromosome: str, before: Places, lowest: Places, bases: Bytes, lengths: Places
    ) -> Places:
        """By how many bases each change can move: the sequence before it repeats the change backwards.

        `before` is the base before each change, `lowest` the lowest that may be moved over; `bases` are the
        changes, one behind the other.
        """
        first = np.cumsum(lengths) - lengths
        shift = np.zeros(len(lengths), dtype=np.int64)
        open_ = np.arange(len(lengths))
        while len(open_):
            step = shift[open_, None] + np.arange(_STEP)
            place = before[open_, None] - step
            there = self._at(chromosome, np.maximum(place, 0))
            own = bases[first[open_, None] + (lengths[open_, None] - 1 - step) % lengths[open_, None]]
            same = (there == own) & _IS_BASE[there] & (place >= lowest[open_, None])
            run = np.where(same.all(axis=1), _STEP, np.argmin(same, axis=1))
            shift[open_] += run
            open_ = open_[run == _STEP]
        return shift

    def _at(self, chromosome: str, places: Places) -> Bytes:
        """Upper-case bases at 0-based places; N beyond the end."""
        sequence = self._sequences[chromosome]
        inside = (places >= 0) & (places < sequence.length)
        safe = np.where(inside, places, 0)
        at = sequence.offset + safe // sequence.line_bases * sequence.line_bytes + safe % sequence.line_bases
        return np.where(inside, _UPPER[self._bytes[at]], np.uint8(ord("N")))


@lru_cache(maxsize=4)
def _index(path: Path, size: int, modified_ns: int) -> tuple[Sequence, ...]:
    """The sequences of the file; `size` and `modified_ns` are what the cache goes by."""
    beside = path.with_name(path.name + ".fai")
    sequences = _read_index(beside) if beside.is_file() else _scan(path)
    with path.open("rb") as stream:
        for sequence in sequences:
            _check(stream.fileno(), size, sequence)
    return sequences


def _read_index(path: Path) -> tuple[Sequence, ...]:
    try:
        rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if line]
        return tuple(Sequence(row[0], *(int(cell) for cell in row[1:5])) for row in rows)
    except (OSError, UnicodeDecodeError, ValueError, TypeError) as error:
        raise FastaError(
            f"the index {path.name} cannot be read: make it anew (samtools faidx), or remove it"
        ) from error


def _check(descriptor: int, size: int, sequence: Sequence) -> None:
    last = (
        sequence.offset + (max(sequence.length, 1) - 1) // max(sequence.line_bases, 1) * sequence.line_bytes
    )
    title = os.pread(descriptor, 4096, max(0, sequence.offset - 4096)) if sequence.offset <= size else b""
    head = title[: min(sequence.offset, 4096)].rstrip(b"\r\n").rpartition(b"\n")[2]
    if last > size or sequence.line_bases < 1 or head[1:].split()[:1] != [sequence.name.encode()]:
        raise FastaError(
            "the index beside reference_fasta does not fit it: make it anew (samtools faidx), or remove it"
        )


def _scan(path: Path) -> tuple[Sequence, ...]:
    """The same as an index says, from the file itself."""
    found = []
    with path.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as data:
        at = 0
        while 0 <= at < len(data):
            end = data.find(b"\n", at)
            end = len(data) if end < 0 else end
            following = data.find(b"\n>", end)
            stop = len(data) if following < 0 else following + 1
            name = data[at + 1 : end].split()[:1]
            found.append(_measured(data, name[0].decode("utf-8", "replace") if name else "", end + 1, stop))
            at = stop if following >= 0 else -1
    return tuple(found)


def _measured(data: mmap.mmap, name: str, start: int, stop: int) -> Sequence:
    if start >= stop:
        return Sequence(name, 0, min(start, len(data)), 1, 1)
    end = data.find(b"\n", start, stop)
    end = stop if end < 0 else end
    ending = 2 if end > start and data[end - 1 : end] == b"\r" else 1
    line_bases = end - start - (ending - 1)
    line_bytes = line_bases + ending
    block = np.frombuffer(data[start:stop], dtype=np.uint8)
    ends = np.flatnonzero(block == ord("\n"))
    regular = np.arange(1, len(ends) + 1) * line_bytes - 1
    is_last_short = len(ends) and ends[-1] < regular[-1]
    compared = len(ends) - 1 if is_last_short else len(ends)
    if line_bases < 1 or (ends[:compared] != regular[:compared]).any():
        raise FastaError(f"the lines of {name} in reference_fasta differ in length: write it anew")
    return Sequence(name, len(block) - len(ends) * ending, start, line_bases, line_bytes)
