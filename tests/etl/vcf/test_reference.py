"""A reference FASTA: wrong bases, indels that are not left-aligned, files of another build, indexes that
do not fit.
"""

import os
from pathlib import Path

import pytest

from tests.etl.delivery import VOCABULARY, Result
from tests.etl.vcf.test_properties import written
from tests.etl.vcf.vcf_lines import BUILD, header, landed, line

#          1234567890123456789012345678901234567890
GENOME = "ACGTACGTAAAAAAAACGCACACACATTTNNNNRYGATTACA"
SEQUENCES = {"chr6": "G" * 25, "chr7": GENOME, "chr8": GENOME.lower()}


def read(folder: Path, *lines: str, fasta: Path | None = None, **layout: int) -> Result:
    folder.mkdir(parents=True, exist_ok=True)
    path = fasta or written(folder, SEQUENCES, layout.get("width", 10), bool(layout.get("index", 1)))
    return landed(folder, header() + "".join(lines), (*BUILD, ("reference_fasta", str(path))))


def call(pos: int, ref: str, alt: str, chrom: str = "chr7") -> str:
    return line("GT:AD", "0/0:9,0", "0/1:5,4", chrom=chrom, pos=str(pos), ref=ref, alt=alt)


@pytest.mark.parametrize("index", [0, 1])
@pytest.mark.parametrize("width", [7, 10, 41, 60])
def test_a_wrong_base_is_quarantined(tmp_path: Path, width: int, index: int) -> None:
    good = [
        call(1, "A", "C"),
        call(10, "A", "T"),
        call(40, "A", "C"),
        call(4, "TACG", "T"),
        call(2, "c", "t", "chr8"),
    ]
    found = read(tmp_path, *good, call(5, "G", "T"), width=width, index=index)
    assert found.faults == [(8, "reference_mismatch")]
    assert found.rejects["message"].to_list() == ["REF G is not what the reference sequence has at 7:5"]
    assert found.landed.rows_loaded == 5


def test_ambiguous_bases_agree_with_anything(tmp_path: Path) -> None:
    found = read(tmp_path, call(30, "NNNN", "N"), call(30, "ACGTAC", "A"), call(1, "N", "C"))
    assert found.rejects.is_empty()


def test_a_sequence_that_the_fasta_lacks_is_not_checked(tmp_path: Path) -> None:
    found = read(tmp_path, call(1, "A", "C"), call(500, "A", "C", "chr1"))
    assert found.landed.rows_loaded == 2
    note = 'REF was not compared: reference_fasta has no such chromosome ("1"): line 4'
    assert note in found.landed.notes


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.fa")
    found = read(tmp_path / "x", call(1, "A", "C"), fasta=tmp_path / "pipe.fa")
    assert found.landed.status == "held_back"
    assert "no file but a device or pipe" in str(found.landed.reason)


def test_a_fasta_of_another_build_is_known_by_its_lengths(tmp_path: Path) -> None:
    length = VOCABULARY.lengths["GRCh37", "21"]
    fasta = tmp_path / "sparse.fa"
    with fasta.open("wb") as stream:
        stream.write(b">chr21\n")
        stream.truncate(len(b">chr21\n") + length)
    Path(f"{fasta}.fai").write_text(f"chr21\t{length}\t7\t{length}\t{length + 1}\n")
    found = read(tmp_path / "x", call(1, "N", "C", "chr21"), fasta=fasta)
    assert found.landed.status == "held_back"
    assert "taken as GRCh38, and reference_fasta is GRCh37 by the lengths" in str(found.landed.reason)


@pytest.mark.parametrize(
    ("pos", "ref", "alt", "wanted"),
    [
        (16, "AC", "C", (9, 9, "A", "-")),  # the last of eight A
        (16, "A", "AA", (8, 9, "-", "A")),
        (24, "ACA", "A", (19, 20, "CA", "-")),  # a CA of CACACACA; and of its neighbours the first
        (25, "C", "CAC", (18, 19, "-", "CA")),
        (1, "A", "AA", (1, 2, "-", "A")),  # an insertion stands behind a base
        (9, "AA", "A", (9, 9, "A", "-")),
        (17, "C", "CG", (17, 18, "-", "G")),
    ],
)
def test_an_indel_is_moved_to_the_left(
    tmp_path: Path, pos: int, ref: str, alt: str, wanted: tuple[object, ...]
) -> None:
    found = read(tmp_path, call(pos, ref, alt), call(pos, ref, alt, "chr8"))
    columns = ("start_position", "end_position", "reference_allele", "alternate_allele")
    assert found.rows.select(columns).rows() == [wanted, wanted]


def test_a_long_repeat_is_crossed(tmp_path: Path) -> None:
    fasta = written(tmp_path, {"7": "G" + "A" * 5000 + "C"}, 60, True)
    found = read(tmp_path / "x", call(5000, "AA", "A"), fasta=fasta)
    assert found.rows["start_position"].to_list() == [2]


def test_a_file_of_another_build_is_held_back(tmp_path: Path) -> None:
    shifted = [call(n, GENOME[n], "N") for n in range(1, 25)]
    found = read(tmp_path, *shifted)
    assert found.landed.status == "held_back"
    assert "reference alleles" in (found.landed.reason or "")
    assert "are of different genome builds" in (found.landed.reason or "")


def test_a_few_wrong_bases_do_not_make_another_build(tmp_path: Path) -> None:
    lines = [call(n, GENOME[n - 1], "N") for n in range(1, 25)]
    found = read(tmp_path, *lines, call(1, "T", "C"), call(2, "T", "G"))
    assert found.landed.status == "loaded"
    assert found.landed.rows_quarantined == 2


@pytest.mark.parametrize(
    ("content", "index", "reason"),
    [
        (None, None, "reference_fasta cannot be opened"),
        (b"ACGT\n", None, "reference_fasta is no FASTA (its text must start with >)"),
        (b"", None, "reference_fasta is no FASTA (its text must start with >)"),
        (b">scaffold\nACGT\n", None, "has none of the chromosomes 1 to 22, X, Y, MT (its first sequence is"),
        (b">7\nACGT\nAC\nACGT\n", None, "the lines of 7 in reference_fasta differ in length"),
        (b">7\nACGT\nACGTA\n", None, "the lines of 7 in reference_fasta differ in length"),
        (b">7\nACGT\nAC\n\n\n", None, "the lines of 7 in reference_fasta differ in length"),
        (b">7\n\nACGT\n", None, "the lines of 7 in reference_fasta differ in length"),
        (b">7\nACGT\n", "", "the index odd.fa.fai is empty"),
        (b">7\nACGT\nACGT\n", "7\t8\t3\t4\t0\n", "does not fit it"),
        (b">7\nACGT\nACGT\n", "7\t8\t9\t4\t5\n", "does not fit it"),
        (b">7\nACGT\nACGT\n", "8\t8\t3\t4\t5\n", "does not fit it"),
        (b">7\nACGT\nACGT\n", "7\t800\t3\t4\t5\n", "does not fit it"),
        (b">7\nACGT\nACGT\n", "7\tx\t3\t4\t5\n", "cannot be read"),
        (b">7\nACGT\nACGT\n", "7\t8\n", "cannot be read"),
        (b">7\nACGT\nACGT\n", "7\t8\t3\t0\t1\n", "does not fit it"),
    ],
)
def test_a_reference_that_cannot_be_used_holds_the_file_back(
    tmp_path: Path, content: bytes | None, index: str | None, reason: str
) -> None:
    fasta = tmp_path / "odd.fa"
    if content is not None:
        fasta.write_bytes(content)
    if index is not None:
        Path(f"{fasta}.fai").write_text(index)
    found = read(tmp_path / "x", call(1, "A", "C"), fasta=fasta)
    assert found.landed.status == "held_back"
    assert reason in (found.landed.reason or "")


@pytest.mark.parametrize("ending", ["\n", "\r\n", ""])
def test_a_fasta_without_index_is_measured(tmp_path: Path, ending: str) -> None:
    end = ending or "\n"
    text = f">chr6{end}GGGG{end}GG{end}>chr7 x{end}ACGT{end}ACGT{end}AC{ending}"
    fasta = tmp_path / "plain.fa"
    fasta.write_bytes(text.encode())
    found = read(
        tmp_path / "x", call(10, "C", "T"), call(5, "A", "T"), call(6, "G", "T", "chr6"), fasta=fasta
    )
    assert found.rejects.is_empty()
    assert not Path(f"{fasta}.fai").exists()  # nothing is written beside what was delivered


def test_an_empty_sequence_has_no_bases_to_compare(tmp_path: Path) -> None:
    fasta = tmp_path / "empty.fa"
    fasta.write_bytes(b">chr6\n>chr7\nACGT\n>chr8")
    lines = [call(2, "C", "T"), call(1, "A", "C", "chr6"), call(1, "A", "C", "chr8")]
    found = read(tmp_path / "x", *lines, fasta=fasta)
    assert found.landed.rows_loaded == 3
