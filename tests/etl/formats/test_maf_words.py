"""MAF: words of other tools, symbols that became dates, structural events, cells that say nothing."""

import csv
from pathlib import Path

import pytest

from tests.etl.delivery import SEEDS, VOCABULARY, land_file, table
from tests.etl.formats.maf_rows import GOOD, HEADER, changed, landed

MORE = HEADER.replace("t_depth", "Variant_Classification Variant_Type Gene t_depth n_depth t_alt_count")
FIREHOSE = (
    "Hugo_Symbol Entrez_Gene_Id NCBI_Build Chromosome Start_position End_position Reference_Allele "
    "Tumor_Seq_Allele1 Tumor_Seq_Allele2 Variant_Classification Tumor_Sample_Barcode cDNA_Change "
    "Annotation_Transcript Protein_Change i_t_alt_count i_t_ref_count"
)


def more(**cells: str) -> str:
    """A row of a MAF with classes, as tab-separated text; blanks within a cell are kept."""
    row = dict(zip(HEADER.split(), GOOD.split(), strict=True)) | {
        "Variant_Classification": "Missense_Mutation",
        "Variant_Type": "SNP",
        "Gene": "",
        "n_depth": "",
        "t_alt_count": "",
    }
    return "\t".join({**row, **cells}[name] for name in MORE.split()) + "\n"


def text(*rows: str) -> str:
    return table(MORE) + "".join(rows)


@pytest.mark.parametrize(
    ("word", "reference", "alternate", "expected"),
    [
        ("nonsynonymous SNV", "G", "A", "Missense_Mutation"),
        ("Nonsynonymous snv", "G", "A", "Missense_Mutation"),
        ("synonymous SNV", "G", "A", "Silent"),
        ("stopgain", "G", "A", "Nonsense_Mutation"),
        ("stoploss", "G", "A", "Nonstop_Mutation"),
        ("frameshift deletion", "G", "-", "Frame_Shift_Del"),
        ("frameshift substitution", "G", "ACC", "Frame_Shift_Ins"),
        ("nonframeshift substitution", "GCCC", "A", "In_Frame_Del"),
        ("nonframeshift substitution", "GC", "AT", "Unknown"),
        ("Splice_Site_SNP", "G", "A", "Splice_Site"),
        ("splicing", "G", "A", "Splice_Site"),
        ("Missense_Mutation", "G", "A", "Missense_Mutation"),
        ("MISSENSE_MUTATION", "G", "A", "Missense_Mutation"),
        ("5'utr", "G", "A", "5'UTR"),
        ("", "G", "A", None),
        ("no such class", "G", "A", "no such class"),
    ],
)
def test_classes_in_other_words(
    tmp_path: Path, word: str, reference: str, alternate: str, expected: str | None
) -> None:
    cells = {"Reference_Allele": reference, "Tumor_Seq_Allele2": alternate, "End_Position": ""}
    found = land_file(tmp_path, text(more(Variant_Classification=word, **cells)), "maf")
    assert found.rows["variant_classification"].to_list() == [expected]
    is_read_otherwise = expected is not None and expected != word
    note = f'Variant_Classification in other words, read as MAF\'s classes: "{word}" in 1 row'
    assert (note in found.landed.notes) == is_read_otherwise


def test_every_word_is_read_as_a_class_that_is_known() -> None:
    with (SEEDS / "variant_classification.csv").open(newline="", encoding="utf-8") as stream:
        known = {row["variant_classification"] for row in csv.DictReader(stream)}
    for row in VOCABULARY.class_words:
        assert (row.variant_classification in known) != row.is_structural
        assert row.word not in {name.lower() for name in known}
    assert any(row.is_structural for row in VOCABULARY.class_words)


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        ({"Variant_Classification": "Fusion"}, '"Fusion" is a structural event'),
        ({"Variant_Classification": "fusion"}, '"fusion" is a structural event'),
        ({"Variant_Classification": "", "Variant_Type": "SV"}, '"SV" is a structural event'),
        ({"Variant_Classification": "In_Frame_Del", "Variant_Type": "BND"}, '"BND" is a structural event'),
        (
            {"Chromosome": "NA", "Start_Position": "-1", "End_Position": "-1"}
            | {"Reference_Allele": "NA", "Tumor_Seq_Allele1": "NA", "Tumor_Seq_Allele2": "NA"},
            "neither coordinates nor alleles",
        ),
        (
            {"Chromosome": "2", "Start_Position": "0", "End_Position": "0"}
            | {"Reference_Allele": "-", "Tumor_Seq_Allele1": "-", "Tumor_Seq_Allele2": "-"},
            "neither coordinates nor alleles",
        ),
        (
            {"Chromosome": "", "Start_Position": "", "End_Position": ""}
            | {"Reference_Allele": "-", "Tumor_Seq_Allele1": "", "Tumor_Seq_Allele2": "-"},
            "neither coordinates nor alleles",
        ),
    ],
)
def test_a_structural_event_among_the_mutations(tmp_path: Path, cells: dict[str, str], message: str) -> None:
    found = land_file(tmp_path, text(more(), more(**cells)), "maf")
    assert found.faults == [(3, "structural_event")]
    assert message in found.rejects["message"][0]
    assert found.rejects["raw_text"][0] == more(**cells).rstrip("\n")


@pytest.mark.parametrize(
    ("symbol", "build", "chromosome", "start", "expected"),
    [
        ("9-Sep", "37", "17", "75400000", "SEPTIN9"),
        ("9-SEP", "38", "chr17", "77400000", "SEPTIN9"),
        ("Sep-09", "37", "17", "75400000", "SEPTIN9"),
        ("2020-09-09", "37", "17", "75400000", "SEPTIN9"),
        ("2020-09-09 00:00:00", "37", "17", "75400000", "SEPTIN9"),
        ("2009-09-01", "37", "17", "75400000", "SEPTIN9"),
        ("9/9/2020", "37", "17", "75400000", "SEPTIN9"),
        ("1-Mar", "37", "4", "165000000", "MARCHF1"),
        ("1-Mar", "37", "1", "220970000", "MTARC1"),
        ("Mar-01", "37", "4", "165000000", "MARCHF1"),
        ("1-Dec", "37", "9", "118000000", "DELEC1"),
        # Right date, another place; right place, another date; no gene of that date.
        ("9-Sep", "37", "17", "7673803", None),
        ("9-Sep", "38", "17", "75400000", None),
        ("8-Sep", "37", "17", "75400000", None),
        ("9-Mar", "37", "17", "75400000", None),
        ("1-Jan", "37", "17", "75400000", None),
        # A spreadsheet's count of days: 9 September 2020, 1 September 2009, the day after.
        ("44083", "37", "17", "75400000", "SEPTIN9"),
        ("40057", "37", "17", "75400000", "SEPTIN9"),
        ("44084", "37", "17", "75400000", "44084"),
        ("44083", "37", "17", "7673803", "44083"),
        # No dates.
        ("SEPT9", "37", "17", "75400000", "SEPT9"),
        ("HLA-A", "37", "6", "29910500", "HLA-A"),
        ("MARCKS", "37", "6", "114178541", "MARCKS"),
        ("NKX2-1", "37", "14", "36986000", "NKX2-1"),
    ],
)
def test_a_symbol_that_became_a_date_is_mended_only_by_its_place(
    tmp_path: Path, symbol: str, build: str, chromosome: str, start: str, expected: str | None
) -> None:
    place = {"Chromosome": chromosome, "Start_Position": start, "End_Position": start}
    row = more(Hugo_Symbol=symbol, NCBI_Build=build, Entrez_Gene_Id="0", **place)
    found = land_file(tmp_path, text(row), "maf")
    assert found.rows["hugo_symbol"].to_list() == [expected]
    said = [note for note in found.landed.notes if "is a date" in note]
    assert bool(said) == (expected != symbol)
    if said:
        n = int(expected is not None)
        assert f'line 2: "{symbol}"' in said[0]
        assert f"{n} mended by the variant's place or Entrez id, {1 - n} left empty" in said[0]


def test_an_ensembl_id_that_speaks_against_it_leaves_the_symbol_empty(tmp_path: Path) -> None:
    place = {"NCBI_Build": "37", "Start_Position": "75400000", "End_Position": "75400000"}
    rows = [
        more(Hugo_Symbol="9-Sep", Gene=gene, Entrez_Gene_Id="", **place)
        for gene in ("ENSG00000184640", "ENSG00000141510")
    ]
    found = land_file(tmp_path, text(*rows, more()), "maf")
    assert found.rows["hugo_symbol"].to_list() == ["SEPTIN9", None, "TP53"]
    assert found.rows["source_line"].to_list() == [2, 3, 4]


@pytest.mark.parametrize(
    ("symbol", "entrez", "chromosome", "start", "expected"),
    [
        ("2-MAR", "51257", "19", "8478000", "MARCHF2"),  # in the flank, 154 bases before the gene
        ("Mar-02", "54996", "1", "220921000", "MTARC2"),
        ("2-MAR", "51257", "19", "8480000", "MARCHF2"),
        ("44073", "10801", "17", "75270000", "44073"),  # 30 August: no day of SEPT9
        ("44083", "10801", "17", "75270000", "SEPTIN9"),
        ("2-MAR", "0", "19", "8478000", None),
        ("2-MAR", "51257", "5", "1000", None),  # another chromosome than the gene's
        ("2-MAR", "54996", "19", "8480000", None),  # in the one gene, by id the other
        ("2-MAR", "7157", "19", "8480000", None),
        ("3-MAR", "51257", "19", "8478000", None),  # the id of another date
    ],
)
def test_an_entrez_id_mends_a_date_that_it_agrees_with_and_no_other(
    tmp_path: Path, symbol: str, entrez: str, chromosome: str, start: str, expected: str | None
) -> None:
    place = {"Chromosome": chromosome, "Start_Position": start, "End_Position": start}
    row = more(Hugo_Symbol=symbol, Entrez_Gene_Id=entrez, NCBI_Build="37", **place)
    assert land_file(tmp_path, text(row), "maf").rows["hugo_symbol"].to_list() == [expected]


def test_depths_that_say_nothing(tmp_path: Path) -> None:
    rows = [more(t_depth=cell, n_depth=cell) for cell in (".", "NA", "-", "-1", "na", " - ")]
    found = land_file(tmp_path, text(*rows), "maf")
    assert found.rows["t_depth"].to_list() == [None] * 6
    assert found.rows["n_depth"].to_list() == [None] * 6
    assert found.rejects.is_empty()


def test_a_dash_is_no_value_but_in_an_allele(tmp_path: Path) -> None:
    cells = {
        "Tumor_Seq_Allele2": "-",
        "Variant_Classification": "-",
        "Hugo_Symbol": "-",
        "Entrez_Gene_Id": "-",
    }
    row = land_file(tmp_path, text(more(**cells)), "maf").rows.row(0, named=True)
    assert (row["alternate_allele"], row["variant_type"]) == ("-", "DEL")
    names = ("variant_classification", "hugo_symbol", "entrez_gene_id")
    assert [row[name] for name in names] == [None] * 3


def test_a_variant_in_no_gene_has_no_symbol(tmp_path: Path) -> None:
    found = landed(tmp_path, changed(Hugo_Symbol="Unknown", Entrez_Gene_Id="0"))
    assert found.rows.select("hugo_symbol", "entrez_gene_id").row(0) == (None, None)


def test_a_second_alternate_allele_is_noted(tmp_path: Path) -> None:
    found = landed(tmp_path, GOOD, changed(Tumor_Seq_Allele1="T"))
    assert found.rows["alternate_allele"].to_list() == ["A", "A"]
    assert found.landed.notes == (
        "Tumor_Seq_Allele1 of 1 row is a second alternate allele (first: line 3): "
        "only that of Tumor_Seq_Allele2 is read",
    )


def test_firehose(tmp_path: Path) -> None:
    rows = (
        "DMD 1756 37 23 32380996 32380996 C C T Missense_Mutation TCGA-ZZ-4244-01 c.1C>T ENST1.1 p.R1C 7 20",
        "SRY 0 37 24 2655180 2655180 G G A Silent TCGA-ZZ-4244 _ _ _ _ _",
        "_ 0 37 M 100 100 G G A RNA TCGA-ZZ-4244 _ _ _ __UNKNOWN__ _",
    )
    found = land_file(tmp_path, "#version 2.4\n" + table(FIREHOSE, *rows), "maf")
    assert found.rows["chromosome"].to_list() == ["X", "Y", "MT"]
    assert found.rows["genome_build"].unique().to_list() == ["GRCh37"]
    assert found.rows["tumor_sample_barcode"].to_list() == ["TCGA-ZZ-4244-01", *["TCGA-ZZ-4244"] * 2]
    row = found.rows.row(0, named=True)
    names = ("hgvsc", "transcript_id", "hgvsp_short", "t_alt_count", "t_ref_count")
    assert [row[name] for name in names] == ["c.1C>T", "ENST1.1", "p.R1C", 7, 20]
    assert found.rejects.is_empty()


def test_cbioportal_s_comments(tmp_path: Path) -> None:
    head = "#genome_nexus_version: 1.0.2\n#isoform: uniprot\n#sequenced_samples: S1 S2\n"
    found = landed(tmp_path, GOOD, head=head)
    assert found.landed.sequenced == ("S1", "S2")
    assert found.rows["source_line"].to_list() == [5]


def test_annotations_of_one_call_are_all_landed_with_their_lines(tmp_path: Path) -> None:
    rows = [more(Variant_Classification=word) for word in ("Missense_Mutation", "Intron", "Intron")]
    found = land_file(tmp_path, text(*rows), "maf")
    assert found.rows["source_line"].to_list() == [2, 3, 4]


def test_study_toml_puts_words_of_maf_in_the_place_of_others(tmp_path: Path) -> None:
    options = {"values": '["Variant_Classification", {"missense": "Missense_Mutation"}]'}
    header = f"{HEADER} Variant_Classification"
    found = landed(tmp_path, f"{GOOD} MISSENSE", f"{GOOD} Silent", header=header, **options)
    assert found.rows["variant_classification"].to_list() == ["Missense_Mutation", "Silent"]
    found = landed(tmp_path / "without", GOOD, **options)
    assert found.landed.status == "held_back"
    assert "no column feeds Variant_Classification" in str(found.landed.reason)
