"""MAF: every rule on a file that is broken in one way, alleles and coordinates."""

from pathlib import Path

import pytest

from tests.etl.delivery import table
from tests.etl.formats.maf_rows import GOOD, changed, landed


def test_a_variant_comes_in_normal_form(tmp_path: Path) -> None:
    found = landed(tmp_path, GOOD)
    row = found.rows.row(0, named=True)
    assert row["source_line"] == 2
    assert {key: value for key, value in row.items() if value is not None and key != "source_line"} == {
        "hugo_symbol": "TP53",
        "entrez_gene_id": 7157,
        "genome_build": "GRCh38",
        "chromosome": "17",
        "start_position": 7673803,
        "end_position": 7673803,
        "reference_allele": "G",
        "alternate_allele": "A",
        "variant_type": "SNP",
        "tumor_sample_barcode": "S1",
        "t_depth": 50,
    }
    assert found.rejects.is_empty()


@pytest.mark.parametrize(
    ("cells", "rule", "message"),
    [
        (
            {"Chromosome": "_", "Start_Position": "_", "End_Position": "_"},
            "missing_coordinates",
            "Chromosome and Start_Position are empty",
        ),
        ({"Tumor_Sample_Barcode": "_"}, "missing_sample", "Tumor_Sample_Barcode is empty: name the sample"),
        ({"Chromosome": "chrUn_1"}, "unknown_chromosome", 'Chromosome "chrUn_1" is none of 1-22, X, Y, MT'),
        ({"Chromosome": "_"}, "unknown_chromosome", "Chromosome is empty"),
        ({"Start_Position": "12,3"}, "position_not_a_number", 'Start_Position "12,3" is not an integer'),
        ({"Start_Position": "_"}, "position_not_a_number", "Start_Position is empty"),
        ({"Start_Position": "7e6"}, "position_not_a_number", 'Start_Position "7e6" is not an integer'),
        ({"Start_Position": "-5"}, "position_not_a_number", 'Start_Position "-5" is not an integer'),
        ({"End_Position": "x"}, "position_not_a_number", 'End_Position "x" is not an integer'),
        ({"End_Position": "7673802"}, "start_after_end", "lies after End_Position 7673802"),
        ({"NCBI_Build": "hg18"}, "unknown_build", 'build "hg18" (NCBI36) is not supported'),
        ({"NCBI_Build": "36"}, "unknown_build", "lift the variants to GRCh37 or GRCh38 first"),
        (
            {"NCBI_Build": "mm10"},
            "unknown_build",
            'build "mm10" is not known: name GRCh37 or GRCh38',
        ),
        ({"NCBI_Build": "_"}, "unknown_build", "set genome_build in study.toml"),
        ({"Reference_Allele": "R"}, "invalid_allele", 'Reference_Allele "R" is not made of'),
        ({"Reference_Allele": "_"}, "invalid_allele", 'Reference_Allele "" is not made of'),
        ({"Tumor_Seq_Allele2": "<DEL>"}, "invalid_allele", 'alternate allele "<DEL>" is not made of'),
        ({"Tumor_Seq_Allele2": "A-"}, "invalid_allele", 'alternate allele "A-"'),
        (
            {"Tumor_Seq_Allele1": "_", "Tumor_Seq_Allele2": "_"},
            "invalid_allele",
            'alternate allele "" is not made of',
        ),
        ({"Tumor_Seq_Allele2": "G"}, "reference_equals_alternate", 'are both "G": no variant'),
        (
            {"Start_Position": "83257442", "End_Position": "83257442"},
            "position_beyond_chromosome",
            "position 83257442 lies outside chromosome 17 of GRCh38 (1 to 83257441): is the build right?",
        ),
        (
            {"Start_Position": "0", "End_Position": "0"},
            "position_beyond_chromosome",
            "position 0 lies outside",
        ),
        ({"t_depth": "many"}, "not_an_integer", 't_depth "many"'),
        ({"t_depth": "99999999999"}, "not_an_integer", "t_depth 99999999999 is too large"),
        ({"Entrez_Gene_Id": "x1"}, "not_an_integer", "Entrez_Gene_Id"),
    ],
)
def test_a_row_that_breaks_one_rule(tmp_path: Path, cells: dict[str, str], rule: str, message: str) -> None:
    found = landed(tmp_path, GOOD, changed(**cells), GOOD)
    assert found.faults == [(3, rule)]
    assert message in found.rejects["message"][0]
    assert found.rejects["raw_text"][0] == table(changed(**cells)).rstrip("\n")
    assert found.rows["source_line"].to_list() == [2, 4]


def test_the_first_rule_that_holds_is_named(tmp_path: Path) -> None:
    found = landed(tmp_path, GOOD, changed(Chromosome="Un", Start_Position="y", NCBI_Build="z"))
    assert found.faults == [(3, "unknown_chromosome")]


@pytest.mark.parametrize(
    ("first", "second", "alternate"),
    [("G", "A", "A"), ("A", "G", "A"), ("A", "_", "A"), ("_", "A", "A"), ("T", "A", "A"), ("-", "a", "A")],
)
def test_the_alternate_allele(tmp_path: Path, first: str, second: str, alternate: str) -> None:
    found = landed(tmp_path, changed(Tumor_Seq_Allele1=first, Tumor_Seq_Allele2=second))
    assert found.rows["alternate_allele"].to_list() == [alternate]


@pytest.mark.parametrize(
    ("cells", "start", "end", "reference", "alternate", "type_"),
    [
        ({"Reference_Allele": "-", "End_Position": "7673804"}, 7673803, 7673804, "-", "A", "INS"),
        ({"Tumor_Seq_Allele2": "-"}, 7673803, 7673803, "G", "-", "DEL"),
        ({"Tumor_Seq_Allele2": "GTT"}, 7673803, 7673804, "-", "TT", "INS"),
        (
            {"Reference_Allele": "GAC", "Tumor_Seq_Allele2": "G", "End_Position": "7673805"},
            7673804,
            7673805,
            "AC",
            "-",
            "DEL",
        ),
        (
            {"Reference_Allele": "gc", "Tumor_Seq_Allele2": "at", "End_Position": "7673804"},
            7673803,
            7673804,
            "GC",
            "AT",
            "DNP",
        ),
        ({"Reference_Allele": "--", "End_Position": "7673804"}, 7673803, 7673804, "-", "A", "INS"),
        ({"End_Position": "_"}, 7673803, 7673803, "G", "A", "SNP"),
        ({"Start_Position": "7673803.0"}, 7673803, 7673803, "G", "A", "SNP"),
    ],
)
def test_coordinates_follow_mafs_convention(
    tmp_path: Path, cells: dict[str, str], start: int, end: int, reference: str, alternate: str, type_: str
) -> None:
    found = landed(tmp_path, changed(Tumor_Seq_Allele1="_", **cells))
    columns = ["start_position", "end_position", "reference_allele", "alternate_allele", "variant_type"]
    assert found.rows.select(columns).row(0) == (start, end, reference, alternate, type_)
    assert not found.landed.notes


def test_an_end_that_does_not_fit_the_allele_is_noted(tmp_path: Path) -> None:
    found = landed(tmp_path, GOOD, changed(End_Position="7673999"))
    assert found.rows["end_position"].to_list() == [7673803, 7673803]
    assert found.landed.notes == (
        "End_Position of 1 row does not fit the reference allele (first: line 3): "
        "it was computed from the allele",
    )
