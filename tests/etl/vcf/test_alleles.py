"""What becomes of each kind of allele and place: loaded in normal form, left out by a rule, or
quarantined.
"""

from pathlib import Path

import pytest

from tests.etl.delivery import Result
from tests.etl.vcf.vcf_lines import calls, line

SAMPLES = ("GT:AD:DP", "0/0:9,0:9", "0/1:5,4:9")


def places(found: Result) -> list[tuple[object, ...]]:
    columns = (
        "chromosome",
        "start_position",
        "end_position",
        "reference_allele",
        "alternate_allele",
        "variant_type",
    )
    return found.rows.select(columns).rows() if found.rows.columns else []


@pytest.mark.parametrize(
    ("ref", "alt", "wanted"),
    [
        ("A", "C", (100, 100, "A", "C", "SNP")),
        ("a", "c", (100, 100, "A", "C", "SNP")),
        ("AC", "GT", (100, 101, "AC", "GT", "DNP")),
        ("ACT", "GTA", (100, 102, "ACT", "GTA", "TNP")),
        ("ACTA", "GTAC", (100, 103, "ACTA", "GTAC", "ONP")),
        ("A", "AGG", (100, 101, "-", "GG", "INS")),
        ("AGG", "A", (101, 102, "GG", "-", "DEL")),
        ("TAT", "TGT", (101, 101, "A", "G", "SNP")),
        ("CAA", "CA", (101, 101, "A", "-", "DEL")),
        ("CTT", "CTTT", (100, 101, "-", "T", "INS")),
        ("GAC", "GT", (101, 102, "AC", "T", "DEL")),
        ("GA", "GTCC", (101, 101, "A", "TCC", "INS")),
        ("A", "N", (100, 100, "A", "N", "SNP")),
        ("TT", "T", (101, 101, "T", "-", "DEL")),
        ("AC", "C", (100, 100, "A", "-", "DEL")),
        ("C", "GAC", (99, 100, "-", "GA", "INS")),
        ("AC", "TC", (100, 100, "A", "T", "SNP")),
    ],
)
def test_an_allele_comes_in_maf_convention(
    tmp_path: Path, ref: str, alt: str, wanted: tuple[object, ...]
) -> None:
    found = calls(tmp_path, line(*SAMPLES, ref=ref, alt=alt))
    assert places(found) == [("7", *wanted)]


def test_alleles_are_split_with_their_own_counts(tmp_path: Path) -> None:
    found = calls(
        tmp_path, line("GT:AD:DP", "0/0:40,1,2,0:43", "1/2/3:10,20,30,40:100", ref="CAA", alt="C,CA,TAA")
    )
    assert places(found) == [
        ("7", 101, 102, "AA", "-", "DEL"),
        ("7", 101, 101, "A", "-", "DEL"),
        ("7", 100, 100, "C", "T", "SNP"),
    ]
    assert found.rows.select("t_depth", "t_ref_count", "t_alt_count", "n_alt_count").rows() == [
        (100, 10, 20, 1),
        (100, 10, 30, 2),
        (100, 10, 40, 0),
    ]
    assert found.rows["source_line"].to_list() == [3, 3, 3]
    assert found.landed.rows_read == 3
    assert any(note.startswith("1 data line is 3 calls") for note in found.landed.notes)


@pytest.mark.parametrize(
    ("rule", "cells"),
    [
        ("no_alternate", {"alt": "."}),
        ("no_alternate", {"alt": ""}),
        ("reference_block", {"alt": "<NON_REF>", "info": "END=200"}),
        ("reference_block", {"alt": "<*>"}),
        ("spanning_deletion", {"alt": "*"}),
        ("spanning_deletion", {"alt": "<*:DEL>"}),
        ("symbolic_allele", {"alt": "<DEL>"}),
        ("symbolic_allele", {"alt": "<DUP:TANDEM>"}),
        ("symbolic_allele", {"alt": "<INS:ME:ALU>"}),
        ("breakend", {"alt": "A[chr2:321681["}),
        ("breakend", {"alt": "]chr2:321681]A"}),
        ("breakend", {"alt": "]<ctg1>:7]A"}),
        ("breakend", {"alt": "A."}),
        ("breakend", {"alt": ".A"}),
        ("other_sequence", {"chrom": "chrUn_KI270302v1"}),
        ("other_sequence", {"chrom": "GL000191.1"}),
        ("other_sequence", {"chrom": "chr1_KI270706v1_random"}),
        ("other_sequence", {"chrom": "HLA-A*01:01:01:01"}),
        ("other_sequence", {"chrom": "<ctg1>"}),
        ("unknown_sequence", {"chrom": "chr99"}),
        ("telomere", {"pos": "0"}),
        ("telomere", {"pos": "159345974"}),
    ],
)
def test_what_the_specification_allows_is_left_out_by_a_rule(
    tmp_path: Path, rule: str, cells: dict[str, str]
) -> None:
    found = calls(tmp_path, line(*SAMPLES, pos="50"), line(*SAMPLES, **cells))
    assert (found.landed.rows_read, found.landed.rows_loaded, found.landed.rows_filtered) == (2, 1, 1)
    assert any(note.startswith(f"left out ({rule})") and "line 4" in note for note in found.landed.notes)


@pytest.mark.parametrize(
    ("rule", "cells", "message"),
    [
        ("invalid_allele", {"alt": "R"}, "ambiguity code"),
        ("invalid_allele", {"alt": "AY"}, "ambiguity code"),
        ("invalid_allele", {"alt": "C,"}, "wrong use of a comma"),
        ("invalid_allele", {"alt": "C T"}, "white space"),
        ("invalid_allele", {"alt": "<D,EL>"}, "angle brackets inside"),
        ("invalid_allele", {"alt": "[chr2:1["}, "breakend without bases"),
        ("invalid_allele", {"alt": "5"}, "no allele of A, C, G, T, N"),
        ("invalid_allele", {"ref": "M"}, "other than the bases"),
        ("invalid_allele", {"ref": "."}, "REF is missing"),
        ("invalid_allele", {"ref": ""}, "REF is missing"),
        ("invalid_allele", {"ref": "A,C"}, "names several alleles"),
        ("reference_equals_alternate", {"alt": "a"}, "REF and ALT are both A"),
        ("position_not_a_number", {"pos": "1e3"}, 'POS "1e3" is not a whole number'),
        ("position_not_a_number", {"pos": "-5"}, "whole number"),
        ("position_not_a_number", {"pos": "٣"}, "whole number"),
        ("position_not_a_number", {"pos": "9" * 30}, "whole number"),
        ("position_beyond_chromosome", {"pos": "159345975"}, "beyond chromosome 7 (159345973 bases)"),
        ("position_beyond_chromosome", {"pos": "159345973", "ref": "AC"}, "beyond chromosome 7"),
        ("position_beyond_chromosome", {"pos": "1", "ref": "C", "alt": "GC"}, "before the first base"),
        ("invalid_chromosome", {"chrom": ""}, "CHROM is missing"),
        ("invalid_chromosome", {"chrom": "chr:7"}, "colon"),
    ],
)
def test_what_is_wrong_is_quarantined_with_its_text(
    tmp_path: Path, rule: str, cells: dict[str, str], message: str
) -> None:
    bad = line(*SAMPLES, **cells)
    found = calls(tmp_path, line(*SAMPLES, pos="50"), bad)
    assert (4, rule) in found.faults
    assert found.rejects["raw_text"].unique().to_list() == [bad.rstrip("\n")]
    assert message in found.rejects["message"][0]
    assert found.landed.rows_loaded >= 1


def test_one_bad_allele_does_not_take_its_neighbours_along(tmp_path: Path) -> None:
    found = calls(tmp_path, line("GT:DP", "0/0:9", "1/2/3/4:9", alt="C,R,<DEL>,G"))
    assert found.rows["alternate_allele"].to_list() == ["C", "G"]
    assert found.faults == [(3, "invalid_allele")]
    assert (found.landed.rows_read, found.landed.rows_filtered) == (4, 1)


def test_a_file_that_knows_no_chromosome_is_held_back(tmp_path: Path) -> None:
    found = calls(tmp_path, line(*SAMPLES, chrom="NC_x1"), line(*SAMPLES, chrom="NC_x2"))
    assert "none of the 2 data lines lies on a chromosome that is known" in (found.landed.reason or "")


def test_an_allele_that_the_tumour_does_not_carry_is_left_out(tmp_path: Path) -> None:
    found = calls(
        tmp_path,
        line("GT:AD", "0/1:5,5,0", "0/2:5,9,4", alt="C,G", pos="1"),
        line("GT:AD", "0/1:5,5", "0/0:9,3", pos="2"),
        line("GT:AD", "0/1:5,5", "./.:9,0", pos="3"),
        line("GT:AD", "0/1:5,5", "./.:9,1", pos="4"),
        line("GT:AD", "0/1:5,5", "0|.:9,1", pos="5"),
        line("AD", "5,5", "9,0", pos="6"),
        line("AD", "5,5", ".,.", pos="7"),
        line("GT:AD", "0/1:5,5", "1:9,0", pos="8"),
        line("GT", "0/1", "10|1", pos="9", alt="C,G,T,AC,AG,AT,ACC,AGG,ATT,ACT"),
    )
    kept = found.rows.select("start_position", "alternate_allele").rows()
    assert [row for row in kept if row[0] < 9] == [(1, "G"), (4, "C"), (5, "C"), (7, "C"), (8, "C")]
    assert [row for row in kept if row[0] >= 9] == [(9, "C"), (9, "CT")]
    assert any("left out (not_carried)" in note and "10 times" in note for note in found.landed.notes)
    assert any("left out (no_alternate_reads)" in note and "2 times" in note for note in found.landed.notes)


def test_chromosomes_of_every_spelling_are_known(tmp_path: Path) -> None:
    names = ("7", "chr7", "CHR7", "X", "chrX", "Y", "M", "chrM", "MT", "NC_000007.14")
    found = calls(tmp_path, *(line(*SAMPLES, chrom=name) for name in names))
    assert found.rows["chromosome"].to_list() == ["7", "7", "7", "X", "X", "Y", "MT", "MT", "MT", "7"]


def test_the_same_variant_twice_behind_another_one_is_noted(tmp_path: Path) -> None:
    """Found by fuzzing: the frame comes in two pieces, of which the first holds no repeat."""
    lines = [line("GT", "0/0", "0/1", chrom="chr2"), *[line("GT", "0/0", "1/2", ref="AC", alt="A,ACC")] * 2]
    found = calls(tmp_path, *lines)
    assert found.landed.status == "loaded"
    assert any("duplicated variant" in note and '"7:101 C>-"' in note for note in found.landed.notes)
