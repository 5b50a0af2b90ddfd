"""A somatic VCF and the MAF that vcf2maf made of it: the same variants, every difference with its reason."""

import csv
from pathlib import Path

import polars as pl

from etl.genome import variant_type
from etl.vcf.classes import Terms
from tests.etl.delivery import VOCABULARY, Result, land_file
from tests.etl.vcf.vcf_lines import annotated, entry

FIELDS = (
    "Allele Consequence SYMBOL Gene Feature BIOTYPE HGVSc HGVSp cDNA_position Protein_position Amino_acids "
    "Existing_variation ALLELE_NUM CANONICAL"
).split()  # fmt: skip
# MAF column of vcf2maf: ours.
PLACE = {
    "NCBI_Build": "genome_build",
    "Chromosome": "chromosome",
    "Start_Position": "start_position",
    "End_Position": "end_position",
    "Reference_Allele": "reference_allele",
    "Tumor_Seq_Allele2": "alternate_allele",
    "Variant_Type": "variant_type",
    "Matched_Norm_Sample_Barcode": "matched_norm_sample_barcode",
    **{f"{s}_{what}": f"{s}_{what}" for s in "tn" for what in ("depth", "ref_count", "alt_count")},
}
ANNOTATION = {
    "Hugo_Symbol": "hugo_symbol",
    "Gene": "ensembl_gene_id",
    "Variant_Classification": "variant_classification",
    "Consequence": "consequence",
    "Transcript_ID": "transcript_id",
    "HGVSc": "hgvsc",
    "HGVSp": "hgvsp",
    "HGVSp_Short": "hgvsp_short",
}
# Columns that differ in every row, with the reason.
DIFFERENT = {
    # vcf2maf is told the id by hand; a column called TUMOR names no sample, so the file's name stands in.
    "Tumor_Sample_Barcode": ("TUMOR", "tumor_sample_barcode", "test_b38"),
    # vcf2maf looks the Entrez id up in a table of its own; the VCF holds Ensembl ids only.
    "Entrez_Gene_Id": (None, "entrez_gene_id", None),
    # An empty FILTER is "." in both.
    "FILTER": (".", "filter", "."),
}


def expected(samples: Path) -> list[dict[str, str]]:
    texts = (samples / "vcf/test_b38_output.maf").read_text().splitlines()
    return list(csv.DictReader((text for text in texts if not text.startswith("#")), delimiter="\t"))


def cell(value: object) -> str:
    return "" if value is None else str(value)


def differences(
    found: pl.DataFrame, wanted: list[dict[str, str]], columns: dict[str, str]
) -> list[tuple[str, ...]]:
    return [
        (row["Start_Position"], theirs, row[theirs], cell(ours[name]))
        for row, ours in zip(wanted, found.iter_rows(named=True), strict=True)
        for theirs, name in columns.items()
        if ("" if row[theirs] == "." else row[theirs]) != cell(ours[name])
    ]


def test_the_variants_are_those_of_vcf2maf(samples: Path, tmp_path: Path) -> None:
    wanted = expected(samples)
    found = land_file(tmp_path, (samples / "vcf/test_b38.vcf").read_bytes(), "vcf", name="s/test_b38.vcf")
    assert found.landed.status == "loaded"
    assert (found.landed.rows_read, found.landed.rows_loaded) == (25, 25)
    assert differences(found.rows, wanted, PLACE) == []
    for theirs, (value, ours, instead) in DIFFERENT.items():
        assert value is None or {row[theirs] for row in wanted} == {value}
        assert found.rows[ours].unique().to_list() == [instead]
    # The file holds no annotation: nothing is made up where vcf2maf asked VEP.
    assert found.rows.select(pl.col(*ANNOTATION.values()).null_count()).row(0) == (25,) * len(ANNOTATION)
    assert (
        "no annotation (INFO CSQ or ANN): genes, classes and protein changes are NULL" in found.landed.notes
    )


def with_annotation(samples: Path, wanted: list[dict[str, str]]) -> str:
    """The VCF with the transcripts that the MAF lists in all_effects, as VEP writes them."""
    lines = []
    for text in (samples / "vcf/test_b38.vcf").read_text().splitlines():
        cells = text.split("\t")
        if text.startswith("#CHROM"):
            lines.append(annotated(FIELDS))
        elif not text.startswith("#"):
            row = wanted[len([x for x in lines if not x.startswith("#")])]
            cells[7] = f"DB;CSQ={','.join(transcripts(row))}"
        lines.append("\t".join(cells))
    return "\n".join(lines) + "\n"


def transcripts(row: dict[str, str]) -> list[str]:
    """`all_effects` lists transcripts by biotype, then severity: where severity falls back, the biotype is
    another.
    """
    severity = Terms.of(VOCABULARY).severity
    found, worst, biotype = [], 0, "protein_coding"
    for effect in row["all_effects"].rstrip(";").split(";"):
        symbol, consequence, protein, feature, *_ = effect.split(",")
        if severity[consequence] < worst:
            biotype = "retained_intron"
        worst = severity[consequence]
        values = {"Consequence": consequence, "SYMBOL": symbol, "Feature": feature, "BIOTYPE": biotype}
        if protein:
            values["HGVSp"] = f"ENSP00000000001.1:{protein.replace('=', '%3D')}"
        if feature == row["Transcript_ID"]:
            values |= {name: row[name].replace(",", "&") for name in FIELDS if row.get(name)}
            values["HGVSc"] = f"{feature}.2:{row['HGVSc']}"
            values["HGVSp"] = f"ENSP00000000002.1:{row['HGVSp'].replace('=', '%3D')}" if row["HGVSp"] else ""
        found.append(entry(FIELDS, values))
    # VEP lists transcripts in the order of their coordinates, not of their weight.
    return found[::-1]


def test_the_same_transcript_gives_the_same_class_and_protein_change(samples: Path, tmp_path: Path) -> None:
    wanted = expected(samples)
    found = land_file(tmp_path, with_annotation(samples, wanted), "vcf", name="s/test_b38.vcf")
    assert differences(found.rows, wanted, {**PLACE, **ANNOTATION}) == []
    rs = [row["dbSNP_RS"].split(",")[0] for row in wanted]
    # vcf2maf writes "novel" for a variant that VEP knows nowhere; unknown is NULL here. Of several ids the
    # first stands.
    assert [cell(value) for value in found.rows["dbsnp_rs"]] == [
        "" if name == "novel" else name for name in rs
    ]


def test_every_class_is_that_of_vcf2maf_in_files_of_the_gdc(samples: Path) -> None:
    """The GDC annotates with VEP and vcf2maf: its classes follow from its consequences by our seed."""
    files = sorted((samples / "gdc_tcga_luad_sample/maf").glob("*/*.maf.gz"))
    columns = ["Variant_Classification", "One_Consequence", "Reference_Allele", "Tumor_Seq_Allele2"]
    rows = pl.concat(
        pl.read_csv(path, separator="\t", comment_prefix="#", columns=columns, infer_schema=False)
        for path in files
    )
    assert rows.height > 10_000
    ref, alt = pl.col("Reference_Allele"), pl.col("Tumor_Seq_Allele2")
    bases = [
        pl.when(allele == "-").then(0).otherwise(allele.str.len_bytes()).cast(pl.Int64)
        for allele in (ref, alt)
    ]
    ours = Terms.of(VOCABULARY).classification(
        pl.col("One_Consequence"), variant_type(ref, alt), (bases[0] - bases[1]) % 3 == 0
    )
    assert (
        rows.with_columns(ours.alias("ours"))
        .filter(pl.col("Variant_Classification") != pl.col("ours"))
        .is_empty()
    )


def counted(found: Result) -> list[tuple[int | None, ...]]:
    columns = ("t_depth", "t_ref_count", "t_alt_count", "n_depth", "n_ref_count", "n_alt_count")
    return found.rows.select(columns).rows()


def test_a_mutect_file_is_read_by_its_own_header(samples: Path, tmp_path: Path) -> None:
    found = land_file(
        tmp_path, (samples / "vcf/test_mutect.vcf").read_bytes(), "vcf", name="s/test_mutect.vcf"
    )
    assert found.rows["genome_build"].unique().to_list() == ["GRCh37"]
    # 500 lines; of 76 the tumour's genotype is 0: seen in the normal alone.
    assert (found.landed.rows_read, found.landed.rows_loaded, found.landed.rows_filtered) == (500, 424, 76)
    assert counted(found)[0] == (14, 11, 3, 4, 4, 0)
    assert set(found.rows["filter"]) == {"PASS", "REJECT"}
    # MuTect 1 states the fraction of its reads (FA), with three places behind the point.
    reads = pl.col("t_alt_count") / (pl.col("t_ref_count") + pl.col("t_alt_count"))
    assert found.rows.select((reads - pl.col("t_vaf")).abs().max()).item() < 0.00051


def test_a_strelka_file_gives_the_counts_of_its_first_tier(samples: Path, tmp_path: Path) -> None:
    build = (("genome_build", "GRCh37"), ("genome_build_from", "study.toml"))
    content = (samples / "vcf/test_strelka.vcf").read_bytes()
    without = land_file(tmp_path / "a", content, "vcf", name="s/test_strelka.vcf")
    assert "does not say its genome build" in (without.landed.reason or "")
    found = land_file(tmp_path / "b", content, "vcf", name="s/test_strelka.vcf", options=build)
    assert (found.landed.rows_read, found.landed.rows_loaded) == (240, 240)
    rows = {row["source_line"]: row for row in found.rows.iter_rows(named=True)}
    assert counted(found)[2] == (66, 39, 25, 122, 122, 0)  # C>A: CU 39, AU 25 of the tumour
    deletion = next(row for row in rows.values() if row["start_position"] == 102626147)
    assert (deletion["reference_allele"], deletion["alternate_allele"]) == ("G", "-")
    assert (deletion["t_depth"], deletion["t_ref_count"], deletion["t_alt_count"]) == (
        89,
        19,
        57,
    )  # TAR 19, TIR 57
    assert set(found.rows["mutation_status"]) == {"Somatic"}
