"""A reference FASTA that is compressed by bgzip says what the plain one says, or why it cannot be used."""

import bz2
import gzip
import os
import struct
import tempfile
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.vcf.fasta import FastaError
from etl.vcf.reference import Reference
from tests.etl.delivery import VOCABULARY
from tests.etl.vcf.test_properties import written
from tests.etl.vcf.test_reference import GENOME, SEQUENCES, call, read

END = bytes.fromhex("1f8b08040000000000ff0600424302001b0003000000000000000000")
# Another subfield may stand before the one that tells the size.
OTHER = b"XX\x03\x00abc"


def block(text: bytes, other: bytes = b"") -> bytes:
    """One block as bgzip writes it."""
    packed = zlib.compressobj(wbits=-15)
    data = packed.compress(text) + packed.flush()
    extra = len(other) + 6
    size = struct.pack("<H", 12 + extra + len(data) + 8 - 1)
    head = b"\x1f\x8b\x08\x04\0\0\0\0\0\xff" + struct.pack("<H", extra) + other + b"BC\x02\x00" + size
    return head + data + struct.pack("<II", zlib.crc32(text), len(text))


def blocks(text: bytes, n_bytes: int, other: bytes = b"") -> list[bytes]:
    return [block(text[at : at + n_bytes], other) for at in range(0, len(text), n_bytes)]


def gzi(parts: Sequence[bytes], n_bytes: int, n_text: int) -> bytes:
    """The index of blocks that hold `n_bytes` of text each; it leaves out the first."""
    pairs, at = [], 0
    for number, part in enumerate(parts):
        pairs.append((at, min(number * n_bytes, n_text)))
        at += len(part)
    return struct.pack("<Q", len(pairs) - 1) + b"".join(struct.pack("<QQ", *pair) for pair in pairs[1:])


def bgzipped(plain: Path, n_bytes: int, index: str = "none", other: bytes = b"") -> Path:
    """The same FASTA in blocks of `n_bytes`, with its `.fai` if it has one.

    `index`: the `.gzi` lists all `blocks`, those with text (`some`), or the `end` of the file too, as the
    index of a file that is there already does; or there is `none`.
    """
    text = plain.read_bytes()
    path = plain.with_name(f"{plain.name}.gz")
    parts = [*blocks(text, n_bytes, other), END]
    path.write_bytes(b"".join(parts))
    if index != "none":
        listed = {"some": parts[:-1], "blocks": parts, "end": [*parts, b""]}[index]
        Path(f"{path}.gzi").write_bytes(gzi(listed, n_bytes, len(text)))
    if (beside := Path(f"{plain}.fai")).exists():
        Path(f"{path}.fai").write_bytes(beside.read_bytes())
    return path


def everywhere(sequences: dict[str, str], size: int) -> pl.DataFrame:
    """A region of `size` bases at every place of every chromosome and beyond its end, of each base alone."""
    return pl.DataFrame(
        [
            (name, position, base * size)
            for name, bases in sequences.items()
            for position in range(1, len(bases) + 3)
            for base in "ACGT"
        ],
        schema={"chromosome": pl.String, "position": pl.Int64, "reference_allele": pl.String},
        orient="row",
    )


def indels(regions: pl.DataFrame) -> pl.DataFrame:
    """The bases of each region taken out, and put in behind its first place."""
    names = ("chromosome", "start_position", "end_position", "reference_allele", "alternate_allele")
    rows = []
    for name, at, bases in regions.iter_rows():
        rows += [(name, at, at + len(bases) - 1, bases, "-"), (name, at, at + 1, "-", bases)]
    return pl.DataFrame(rows, schema=names, orient="row")


BASES = st.text("ACGTNacgt", max_size=90)
LAYOUTS = st.fixed_dictionaries(
    {
        "width": st.integers(1, 40),
        "is_indexed": st.booleans(),
        "n_bytes": st.integers(1, 300),
        "index": st.sampled_from(["none", "some", "blocks", "end"]),
        "other": st.sampled_from([b"", OTHER]),
    }
)


@settings(max_examples=60, deadline=None)
@given(st.lists(BASES, min_size=1, max_size=3), LAYOUTS, st.integers(1, 4))
def test_a_compressed_fasta_says_what_the_plain_one_says(
    genome: list[str], layout: dict[str, Any], size: int
) -> None:
    sequences = {str(number): bases for number, bases in enumerate(genome, 1)}
    regions = everywhere(sequences, size)
    with tempfile.TemporaryDirectory() as folder:
        plain = written(Path(folder), sequences, layout["width"], layout["is_indexed"])
        compressed = bgzipped(plain, layout["n_bytes"], layout["index"], layout["other"])
        said, wanted = Reference(compressed, VOCABULARY), Reference(plain, VOCABULARY)
        assert said.mismatches(regions).to_list() == wanted.mismatches(regions).to_list()
        assert said.left_aligned(indels(regions)).equals(wanted.left_aligned(indels(regions)))
    there = [base for bases in genome for base in bases.upper() for _ in "ACGT"]
    if size == 1:  # the plain one is no oracle of its own
        inside = regions.filter(
            pl.col("position")
            <= pl.col("chromosome").replace_strict({k: len(v) for k, v in sequences.items()})
        )
        differs = [
            base not in ("N", asked) for base, asked in zip(there, inside["reference_allele"], strict=True)
        ]
        assert wanted.mismatches(inside).to_list() == differs


@pytest.mark.parametrize("index", ["none", "blocks"])
def test_variants_are_checked_and_moved_by_a_compressed_fasta(tmp_path: Path, index: str) -> None:
    fasta = bgzipped(written(tmp_path, SEQUENCES, 7, True), 11, index)
    lines = [call(40, "A", "C"), call(5, "G", "T"), call(16, "A", "AA"), call(16, "AC", "C", "chr8")]
    found = read(tmp_path / "x", *lines, fasta=fasta)
    assert found.faults == [(4, "reference_mismatch")]
    assert found.rows["start_position"].to_list() == [40, 8, 9]
    assert sorted(path.name for path in tmp_path.glob("*.gz*")) == [
        "reference.fa.gz",
        "reference.fa.gz.fai",
        *(["reference.fa.gz.gzi"] if index == "blocks" else []),
    ]  # nothing is written beside what was delivered


def damaged(data: bytes) -> bytes:
    """Another byte in the third block."""
    third = sum(len(part) for part in blocks(TEXT, 11)[:2])
    return data[: third + 20] + bytes([data[third + 20] ^ 8]) + data[third + 21 :]


TEXT = f">chr7\n{GENOME}\n".encode()
WHOLE = b"".join([*blocks(TEXT, 11), END])
INDEX = gzi([*blocks(TEXT, 11), END], 11, len(TEXT))
FOREIGN = gzi([*blocks(TEXT.swapcase(), 12), END], 12, len(TEXT))


@pytest.mark.parametrize(
    ("data", "index", "reason"),
    [
        (
            gzip.compress(TEXT, mtime=0),
            None,
            "compressed by gzip, of which no single place can be read: decompress it",
        ),
        (bz2.compress(TEXT), None, "is no FASTA (its text must start with >), plain or compressed by bgzip"),
        (block(gzip.compress(TEXT, mtime=0)) + END, None, "is no FASTA (its text must start with >)"),
        (END, None, "is no FASTA (its text must start with >)"),
        (WHOLE[:-28], None, "is cut off: the empty block that ends a bgzip file is missing: copy"),
        (WHOLE[:-40], None, "is damaged in its bgzip block at byte"),
        (
            WHOLE[:-28] + gzip.compress(TEXT, mtime=0),
            None,
            f"in its bgzip block at byte {len(WHOLE) - 28:,}: copy",
        ),
        (damaged(WHOLE), None, "reference_fasta is damaged in its bgzip block at byte"),
        (damaged(WHOLE), INDEX, "make the index anew (bgzip -r) or remove it; if that does not help, copy"),
        (WHOLE, b"", "the index odd.fa.gz.gzi does not fit reference_fasta: make it anew (bgzip -r), or rem"),
        (WHOLE, INDEX[:-1], "the index odd.fa.gz.gzi does not fit reference_fasta"),
        (WHOLE, INDEX + bytes(16), "the index odd.fa.gz.gzi does not fit reference_fasta"),
        (WHOLE, struct.pack("<Q", 1) + b"\xff" * 16, "the index odd.fa.gz.gzi does not fit reference_fasta"),
        (WHOLE, struct.pack("<QQQ", 1, 1 << 40, 9), "the index odd.fa.gz.gzi does not fit reference_fasta"),
        (WHOLE, struct.pack("<QQQ", 1, 50, 1 << 40), "the index odd.fa.gz.gzi does not fit reference_fasta"),
        (WHOLE, FOREIGN, "the index odd.fa.gz.gzi does not fit reference_fasta, or the bgzip block at byte"),
        # the places in the file are right, those in the text are not
        (WHOLE, INDEX.replace(struct.pack("<Q", 22), struct.pack("<Q", 23)), "the index odd.fa.gz.gzi does"),
    ],
)
def test_a_compressed_fasta_that_cannot_be_used_holds_the_file_back(
    tmp_path: Path, data: bytes, index: bytes | None, reason: str
) -> None:
    fasta = tmp_path / "odd.fa.gz"
    fasta.write_bytes(data)
    Path(f"{fasta}.fai").write_text(f"chr7\t{len(GENOME)}\t6\t{len(GENOME)}\t{len(GENOME) + 1}\n")
    if index is not None:
        Path(f"{fasta}.gzi").write_bytes(index)
    found = read(tmp_path / "x", *(call(at, GENOME[at - 1], "<DEL>") for at in range(1, 41)), fasta=fasta)
    assert found.landed.status == "held_back"
    assert (found.landed.reason or "").startswith(
        "the variants cannot be checked against the reference sequence"
    )
    assert reason in (found.landed.reason or "")


def test_an_index_longer_than_its_file_is_not_read(tmp_path: Path) -> None:
    fasta = tmp_path / "odd.fa.gz"
    fasta.write_bytes(WHOLE)
    Path(f"{fasta}.gzi").touch()
    os.truncate(f"{fasta}.gzi", 1 << 40)
    with pytest.raises(FastaError, match=r"the index odd.fa.gz.gzi does not fit reference_fasta"):
        Reference(fasta, VOCABULARY)


def test_only_blocks_with_a_variant_are_read(tmp_path: Path) -> None:
    """A damaged block elsewhere is nobody's concern: the file is not inflated as a whole."""
    fasta = tmp_path / "odd.fa.gz"
    fasta.write_bytes(damaged(WHOLE))
    Path(f"{fasta}.fai").write_text(f"chr7\t{len(GENOME)}\t6\t{len(GENOME)}\t{len(GENOME) + 1}\n")
    found = read(tmp_path / "x", call(1, "A", "C"), call(40, "A", "C"), fasta=fasta)
    assert found.landed.rows_loaded == 2


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400), st.integers(0, 600), st.integers(0, 255), st.binary(max_size=80))
def test_no_bytes_break_the_reader(noise: bytes, at: int, value: int, index: bytes) -> None:
    """Any bytes behind the magic, and the right ones with one changed: a fault of ours, or a base."""
    one_changed = WHOLE[: at % len(WHOLE)] + bytes([value]) + WHOLE[at % len(WHOLE) + 1 :]
    with tempfile.TemporaryDirectory() as folder:
        fasta = Path(folder) / "odd.fa.gz"
        for data in (WHOLE[:18] + noise, WHOLE + noise, one_changed):
            fasta.write_bytes(data)
            for listed in (None, index, INDEX):
                Path(f"{fasta}.gzi").unlink(missing_ok=True)
                if listed is not None:
                    Path(f"{fasta}.gzi").write_bytes(listed)
                try:
                    Reference(fasta, VOCABULARY).mismatches(everywhere({"7": GENOME}, 1))
                except FastaError:
                    continue
