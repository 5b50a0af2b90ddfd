"""A reference FASTA: is REF what stands there, and where does an indel start when it is moved as far left as
it goes.

The file, plain or compressed by bgzip, is never held whole; what lies where in it: `etl.vcf.fasta`.
"""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from stat import S_ISDIR, S_ISREG

import numpy as np
import polars as pl

from etl.genome import NONE, normal_chromosome
from etl.vcf.bgzf import Blocks
from etl.vcf.fasta import Bytes, FastaError, Places, Plain, Sequence, Text, sequences
from etl.vocabulary import Vocabulary

_IS_BASE = np.zeros(256, dtype=np.bool_)
_IS_BASE[[ord(base) for base in "ACGT"]] = True
_UPPER = np.frombuffer(bytes(range(256)).upper(), dtype=np.uint8)
# Bases compared in one step of a shift; most indels move by less.
_STEP = 32
_GZIP = b"\x1f\x8b"


class Reference:
    """The chromosomes of one FASTA by their normal names."""

    def __init__(self, path: Path, vocabulary: Vocabulary) -> None:
        """Open `path`. Raises FastaError."""
        try:
            stat = path.stat()
            if not (S_ISREG(stat.st_mode) or S_ISDIR(stat.st_mode)):
                raise FastaError("reference_fasta is no file but a device or pipe: correct its path")
            self._text, found = _opened(path, stat.st_size, stat.st_mtime_ns)
        except OSError as error:
            raise FastaError(
                f"reference_fasta cannot be opened ({error.strerror}): correct its path"
            ) from error
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
        # The last sequence may be an empty one, which begins where the text ends.
        there = self._text.take(np.minimum(at, self._text.size - 1))
        return np.where(inside, _UPPER[there], np.uint8(ord("N")))


@lru_cache(maxsize=4)
def _opened(path: Path, size: int, modified_ns: int) -> tuple[Text, tuple[Sequence, ...]]:
    """The text of the file and its sequences; `size` and `modified_ns` are what the cache goes by."""
    with path.open("rb") as stream:
        start = stream.read(2)
    text: Text = Blocks(path) if start == _GZIP else Plain(path)
    if text.read(0, 1) != b">":
        raise FastaError(
            "reference_fasta is no FASTA (its text must start with >), plain or compressed by bgzip: "
            "decompress it, or name another"
        )
    return text, sequences(path, text)
