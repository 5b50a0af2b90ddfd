"""Normal forms of the genome."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl import genome
from tests.etl.delivery import VOCABULARY

BASES = st.text("ACGT", min_size=1, max_size=12)


def placed(start: int, reference: str, alternate: str) -> tuple[int, int, str, str]:
    frame = pl.DataFrame(
        {"start_position": [start], "reference_allele": [reference], "alternate_allele": [alternate]}
    )
    row = genome.normal_alleles(frame).row(0, named=True)
    return row["start_position"], row["end_position"], row["reference_allele"], row["alternate_allele"]


def applied(sequence: str, start: int, end: int, reference: str, alternate: str) -> str:
    """The sequence with the variant in it; the reference allele must be what the sequence holds."""
    inserted = "" if alternate == "-" else alternate
    if reference == "-":
        assert end == start + 1
        return sequence[:start] + inserted + sequence[start:]
    assert sequence[start - 1 : end] == reference
    return sequence[: start - 1] + inserted + sequence[end:]


@pytest.mark.parametrize(
    ("delivered", "normal"),
    [
        ((100, "A", "T"), (100, 100, "A", "T")),
        ((100, "A", "ATG"), (100, 101, "-", "TG")),
        ((100, "ATG", "A"), (101, 102, "TG", "-")),
        ((100, "-", "TG"), (100, 101, "-", "TG")),
        ((100, "TG", "-"), (100, 101, "TG", "-")),
        ((100, "CAT", "CAG"), (102, 102, "T", "G")),
        ((100, "CATCAT", "CATCATCAT"), (105, 106, "-", "CAT")),
        ((100, "CATG", "CTTG"), (101, 103, "ATG", "TTG")),
    ],
)
def test_a_variant_is_trimmed_from_the_left_and_moved(
    delivered: tuple[int, str, str], normal: tuple[int, int, str, str]
) -> None:
    assert placed(*delivered) == normal


@given(data=st.data(), before=BASES, reference=BASES, alternate=BASES, after=BASES)
def test_trimming_keeps_the_haplotype(
    data: st.DataObject, before: str, reference: str, alternate: str, after: str
) -> None:
    shared = data.draw(st.integers(0, len(reference)))
    alternate = reference[:shared] + alternate
    if reference == alternate:
        alternate += "A"
    sequence, start = before + reference + after, len(before) + 1
    wanted = before + alternate + after
    assert applied(sequence, *placed(start, reference, alternate)) == wanted


@given(reference=BASES, alternate=BASES)
def test_trimming_is_idempotent_and_leaves_no_common_prefix(reference: str, alternate: str) -> None:
    if reference == alternate:
        alternate += "A"
    start, end, ref, alt = placed(1000, reference, alternate)
    assert placed(start, ref, alt) == (start, end, ref, alt)
    assert ref == "-" or alt == "-" or ref[0] != alt[0]


def test_trimming_keeps_the_order_of_rows() -> None:
    frame = pl.DataFrame(
        {
            "source_line": [1, 2, 3, 4],
            "start_position": [10, 20, 30, 40],
            "reference_allele": ["A", "AC", "G", "AC" * 400],
            "alternate_allele": ["C", "A", "T", "AC" * 300],
        }
    )
    rows = genome.normal_alleles(frame)
    assert rows["source_line"].to_list() == [1, 2, 3, 4]
    assert rows["start_position"].to_list() == [10, 21, 30, 640]
    assert rows["end_position"].to_list() == [10, 21, 30, 839]


@pytest.mark.parametrize(
    ("reference", "alternate", "type_"),
    [
        ("A", "C", "SNP"),
        ("AC", "GT", "DNP"),
        ("ACG", "GTA", "TNP"),
        ("ACGT", "GTAA", "ONP"),
        ("-", "A", "INS"),
        ("AC", "GTA", "INS"),
        ("A", "-", "DEL"),
        ("ACG", "T", "DEL"),
    ],
)
def test_variant_type(reference: str, alternate: str, type_: str) -> None:
    assert pl.select(genome.variant_type(pl.lit(reference), pl.lit(alternate))).item() == type_


@pytest.mark.parametrize(
    ("spelling", "build"),
    [(name, "GRCh37") for name in ("hg19", "GRCh37", "37", "b37", "GRCh37-lite", " HG19 ", "GRCh37.p13")]
    + [(name, "GRCh38") for name in ("hg38", "GRCh38", "38", "grch38.p14")]
    + [("hg18", None), ("36", None), ("mm10", None), ("", None), ("GRCh3", None)],
)
def test_build_of(spelling: str, build: str | None) -> None:
    assert genome.build_of(spelling, VOCABULARY) == build


@pytest.mark.parametrize(
    ("spelling", "chromosome"),
    [
        ("1", "1"),
        ("chr1", "1"),
        ("CHR22", "22"),
        ("X", "X"),
        ("chrx", "X"),
        ("23", "X"),
        ("24", "Y"),
        ("chrM", "MT"),
        ("M", "MT"),
        ("MT", "MT"),
        ("NC_000016.10", "16"),
        ("0", None),
        ("25", None),
        ("GL000191.1", None),
        ("chr1_gl000191_random", None),
        ("", None),
    ],
)
def test_normal_chromosome(spelling: str, chromosome: str | None) -> None:
    assert pl.select(genome.normal_chromosome(pl.lit(spelling), VOCABULARY)).item() == chromosome


@given(
    st.sampled_from([*VOCABULARY.builds, "hg99", "", "chr1"]), st.sampled_from([str.upper, str.title, str])
)
def test_the_normal_form_of_a_build_is_idempotent(spelling: str, case: type[str]) -> None:
    once = pl.select(genome.normal_build(pl.lit(case(spelling)), VOCABULARY)).item()
    assert once is None or pl.select(genome.normal_build(pl.lit(once), VOCABULARY)).item() == once


@given(st.sampled_from([*VOCABULARY.chromosomes, "", "chr99"]), st.sampled_from([str.upper, str.title, str]))
def test_the_normal_form_of_a_chromosome_is_idempotent(spelling: str, case: type[str]) -> None:
    once = pl.select(genome.normal_chromosome(pl.lit(case(spelling)), VOCABULARY)).item()
    assert once is None or pl.select(genome.normal_chromosome(pl.lit(once), VOCABULARY)).item() == once
