"""MAF: builds, headers, comments and the spellings of other dialects."""

from pathlib import Path

import polars as pl
import pytest

from tests.etl.delivery import land_file, table
from tests.etl.formats.maf_rows import GOOD, HEADER, changed, landed


def test_the_build_of_a_row_counts_before_that_of_the_study(tmp_path: Path) -> None:
    rows = (GOOD, changed(NCBI_Build="37"), changed(NCBI_Build="_"))
    found = landed(tmp_path, *rows, genome_build="hg19", genome_build_from="study.toml")
    assert found.rows["genome_build"].to_list() == ["GRCh38", "GRCh37", "GRCh37"]
    assert found.landed.notes == (
        "1 row without NCBI_Build: taken as GRCh37, by study.toml",
        "NCBI_Build of 1 row is not GRCh37, as study.toml says: what the rows say counts",
        "holds more than one build (2 rows of GRCh37, 1 row of GRCh38): each row keeps its own",
    )


def test_cbioportals_default_build_is_noted(tmp_path: Path) -> None:
    header = HEADER.replace("NCBI_Build ", "")
    row = GOOD.replace("GRCh38 ", "")
    options = {"genome_build": "hg19", "genome_build_from": "the default of cBioPortal"}
    found = landed(tmp_path, row, row, header=header, **options)
    assert found.rows["genome_build"].to_list() == ["GRCh37", "GRCh37"]
    assert found.landed.notes == ("2 rows without NCBI_Build: taken as GRCh37, by the default of cBioPortal",)


def test_a_header_is_read_without_case_and_in_any_order(tmp_path: Path) -> None:
    header = (
        "tumor_sample_barcode START_POSITION chromosome reference_allele Tumor_Seq_Allele2 End_position Extra"
    )
    found = landed(tmp_path, "S1 100 23 A T 100 x", header=header, genome_build="37")
    assert found.rows.select("chromosome", "start_position", "end_position").row(0) == ("X", 100, 100)


def test_a_column_passed_over_for_one_that_differs_in_case_only_is_told(tmp_path: Path) -> None:
    header = f"chromosome {HEADER}"
    found = landed(tmp_path, f"1 {GOOD}", header=header)
    assert found.rows["chromosome"].to_list() == ["17"]
    assert found.landed.notes == (
        'columns "Chromosome" and "chromosome" differ in case only: "Chromosome" is read',
    )


@pytest.mark.parametrize(
    "missing",
    ["Tumor_Sample_Barcode", "Chromosome", "Start_Position", "Reference_Allele", "Tumor_Seq_Allele2"],
)
def test_a_header_without_a_column_that_a_variant_needs_holds_the_file_back(
    tmp_path: Path, missing: str
) -> None:
    header = [name for name in HEADER.split() if name not in (missing, "Tumor_Seq_Allele1")]
    found = landed(tmp_path, " ".join("x" for _ in header), header=" ".join(header))
    assert found.landed.status == "held_back"
    assert missing in str(found.landed.reason)
    assert found.landed.line_number == 1


def test_either_column_of_tumour_alleles_is_enough(tmp_path: Path) -> None:
    header = HEADER.replace("Tumor_Seq_Allele2 ", "")
    found = landed(tmp_path, "TP53 7157 GRCh38 17 7673803 7673803 G A S1 50", header=header)
    assert found.rows["alternate_allele"].to_list() == ["A"]


def test_comments_name_the_samples_that_were_sequenced(tmp_path: Path) -> None:
    gdc = "#version gdc-1.0.0\n#normal.aliquot n-1\n#tumor.aliquot t-1\n"
    found = landed(tmp_path, GOOD, head=gdc)
    assert found.landed.sequenced == ("t-1",)
    assert found.rows["source_line"].to_list() == [5]
    cbioportal = "#sequenced_samples: S1 S2\tS3\n"
    assert landed(tmp_path / "b", GOOD, head=cbioportal).landed.sequenced == ("S1", "S2", "S3")
    others = "#sequenced_samples:S1,S2\n##Sequenced_Samples : S3\n#sequenced_samples_of_old: S4\n"
    assert landed(tmp_path / "c", GOOD, head=others).landed.sequenced == ("S1", "S2", "S3")


def test_a_maf_without_rows_is_loaded_and_says_who_was_sequenced(tmp_path: Path) -> None:
    found = landed(tmp_path, head="#version gdc-1.0.0\n#tumor.aliquot t-1\n")
    assert (found.landed.status, found.landed.rows_read, found.landed.rows_loaded) == ("loaded", 0, 0)
    assert found.landed.sequenced == ("t-1",)
    assert found.landed.notes == ("no variant rows: t-1 sequenced, nothing found",)
    assert "chromosome" in found.rows.columns


@pytest.mark.parametrize(("head", "status"), [("", "held_back"), ("#sequenced_samples: S1 S2\n", "loaded")])
def test_variants_of_a_whole_study_cut_to_the_header_are_held_back(
    tmp_path: Path, head: str, status: str
) -> None:
    text = head + table(HEADER)
    found = land_file(tmp_path, text, "maf", layout="cbioportal", options=(("genome_build", "hg19"),))
    assert (found.landed.status, found.landed.rows_read) == (status, 0)


def test_a_file_of_which_no_row_can_be_loaded_is_held_back(tmp_path: Path) -> None:
    found = landed(tmp_path, changed(NCBI_Build="hg18"), changed(NCBI_Build="hg18"))
    assert found.landed.status == "held_back"
    assert "hg18" in str(found.landed.reason)


def test_genes(tmp_path: Path) -> None:
    header = HEADER.replace("t_depth", "Gene")
    rows = [changed(Entrez_Gene_Id="0", t_depth="ENSG00000141510"), changed(t_depth="ENSG00000141510.18")]
    found = landed(tmp_path, *rows, changed(Entrez_Gene_Id="7157.0", t_depth="7157"), header=header)
    assert found.rows["entrez_gene_id"].to_list() == [None, 7157, 7157]
    assert found.rows["ensembl_gene_id"].to_list() == ["ENSG00000141510", "ENSG00000141510", None]


@pytest.mark.parametrize("gene", ["ENSG0-5", "ENSG0+5", "ENSG0_5", "ENSG0.5"])
def test_what_follows_the_number_of_a_gene_is_cut_off_also_where_all_other_genes_are_sound(
    tmp_path: Path, gene: str
) -> None:
    header = HEADER.replace("t_depth", "Gene")
    found = landed(tmp_path, changed(t_depth="ENSG00000141510"), changed(t_depth=gene), header=header)
    assert found.rows["ensembl_gene_id"].to_list() == ["ENSG00000141510", "ENSG0"]


def test_spellings_of_nothing(tmp_path: Path) -> None:
    found = landed(tmp_path, *[changed(t_depth=cell) for cell in ("_", ".", "NA", "__UNKNOWN__")])
    assert found.rows["t_depth"].to_list() == [None] * 4


def test_study_toml_maps_columns_and_adds_spellings_of_nothing(tmp_path: Path) -> None:
    header = HEADER.replace("Tumor_Sample_Barcode", "Sample").replace("t_depth", "AA")
    options = (
        ("column", "Tumor_Sample_Barcode=Sample"),
        ("column", "HGVSp_Short=AA"),
        ("na", "none"),
    )
    rows = [changed(t_depth="p.R1C"), changed(t_depth="NONE")]
    found = land_file(tmp_path, table(header, *rows), "maf", options=options)
    assert found.rows["tumor_sample_barcode"].to_list() == ["S1", "S1"]
    assert found.rows["hgvsp_short"].to_list() == ["p.R1C", None]


def test_exact_repeats_stay_for_the_marts_to_fold(tmp_path: Path) -> None:
    found = landed(tmp_path, GOOD, GOOD)
    assert (found.landed.rows_loaded, found.landed.rows_duplicate) == (2, 0)


def test_types_of_the_landing_table(tmp_path: Path) -> None:
    schema = landed(tmp_path, GOOD).rows.schema
    assert schema["t_depth"] == pl.Int32()
    assert schema["start_position"] == pl.Int64()
    assert schema["source_line"] == pl.Int64()


def test_builds_and_chromosomes_that_pandas_made_floats(tmp_path: Path) -> None:
    found = landed(tmp_path, changed(NCBI_Build="37.0", Chromosome="23.0"), changed(NCBI_Build="38.0"))
    assert found.rows.select("genome_build", "chromosome").rows() == [("GRCh37", "X"), ("GRCh38", "17")]
