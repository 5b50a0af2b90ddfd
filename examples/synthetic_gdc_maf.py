"""Masked somatic MAFs of the synthetic GDC study: 140 columns, gzipped, one folder per file, with manifest
and sample sheet.
"""

import gzip
import hashlib
import random
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl
from synthetic_faults import with_faults
from synthetic_gdc import PROJECT, columns_of, make_uuid

CONTIGS = ",".join(f"chr{name}" for name in [*range(1, 23), "X", "Y", "M"])
IMPACT = {
    "missense_variant": "MODERATE", "synonymous_variant": "LOW", "stop_gained": "HIGH",
    "frameshift_variant": "HIGH", "splice_donor_variant": "HIGH", "splice_region_variant": "LOW",
    "inframe_deletion": "MODERATE", "start_lost": "HIGH", "stop_lost": "HIGH",
}  # fmt: skip
VARIANT_CLASS = {"SNP": "SNV", "DNP": "substitution", "INS": "insertion", "DEL": "deletion"}
SHEET_DATE = "2026-11-20"


@dataclass(frozen=True, slots=True)
class Aliquot:
    """One sequenced aliquot and the file that its variants are in."""

    patient: int
    patient_id: str
    case_id: str
    sample: str
    portion: str
    aliquot_id: str
    normal_id: str
    folder: str
    file_name: str
    header_only: bool = False

    @property
    def sample_id(self) -> str:
        """The GDC sample: the first 16 characters of the barcode."""
        return f"{self.patient_id}-{self.sample}"


@dataclass(slots=True)
class MafPlan:
    """What was written: for the truth that goes with the studies."""

    held_back: list[dict[str, str]] = field(default_factory=list)
    quarantined: dict[str, int] = field(default_factory=dict)
    data_rows: int = 0
    exact_repeats: int = 0


def make_aliquot(
    rng: random.Random, patient: dict[str, str | int], sample: str, portion: str, header_only: bool
) -> Aliquot:
    """An aliquot with identifiers that the seed decides."""
    return Aliquot(
        int(patient["patient"]), str(patient["patient_id"]), str(patient["case_id"]), sample, portion,
        make_uuid(rng), make_uuid(rng), make_uuid(rng),
        f"{make_uuid(rng)}.wxs.aliquot_ensemble_masked.maf.gz", header_only,
    )  # fmt: skip


def _maf_frame(variants: pl.DataFrame, aliquot: Aliquot) -> pl.DataFrame:
    """The variants of one aliquot under the GDC's 140 columns, every cell text."""
    barcode = f"{aliquot.sample_id}-{aliquot.portion}D-A000-08"
    normal = f"{aliquot.patient_id}-10A-01D-A000-08"
    kind, alternate = pl.col("variant_type"), pl.col("alternate")
    protein = pl.col("hgvsp_short")
    effects = pl.concat_str(
        "symbol_grch38", "consequence", "hgvsp_short", "transcript_id", pl.lit(""), "hgvsc", separator=","
    )
    known = {
        "Hugo_Symbol": pl.col("symbol_grch38"), "Entrez_Gene_Id": pl.col("entrez_gene_id").fill_null("0"),
        "Center": pl.lit("SYN"), "NCBI_Build": pl.lit("GRCh38"),
        "Chromosome": pl.lit("chr") + pl.col("chromosome"), "Strand": pl.lit("+"),
        "Start_Position": pl.col("variant_start_grch38"), "End_Position": pl.col("variant_end_grch38"),
        "Variant_Classification": pl.col("variant_class"), "Variant_Type": kind,
        "Reference_Allele": pl.col("reference"), "Tumor_Seq_Allele1": pl.col("reference"),
        "Tumor_Seq_Allele2": alternate, "Tumor_Sample_Barcode": pl.lit(barcode),
        "Matched_Norm_Sample_Barcode": pl.lit(normal), "Mutation_Status": pl.lit("Somatic"),
        "Tumor_Sample_UUID": pl.lit(aliquot.aliquot_id),
        "Matched_Norm_Sample_UUID": pl.lit(aliquot.normal_id), "HGVSc": pl.col("hgvsc"),
        "HGVSp_Short": protein, "Transcript_ID": pl.col("transcript_id"), "t_depth": pl.col("t_depth"),
        "t_ref_count": pl.col("t_ref_count"), "t_alt_count": pl.col("t_alt_count"),
        "n_depth": pl.col("n_depth"),
        "all_effects": effects,
        "Allele": alternate, "Gene": pl.col("ensembl_gene_id"), "Feature": pl.col("transcript_id"),
        "Feature_type": pl.lit("Transcript"), "One_Consequence": pl.col("consequence"),
        "Consequence": pl.col("consequence"), "SYMBOL": pl.col("symbol_grch38"),
        "SYMBOL_SOURCE": pl.lit("HGNC"), "BIOTYPE": pl.lit("protein_coding"), "CANONICAL": pl.lit("YES"),
        "TRANSCRIPT_STRAND": pl.col("strand").replace({"+": "1", "-": "-1"}),
        "IMPACT": pl.col("consequence").replace_strict(IMPACT, default="MODIFIER"), "PICK": pl.lit("1"),
        "VARIANT_CLASS": kind.replace(VARIANT_CLASS),
        "case_id": pl.lit(aliquot.case_id), "hotspot": pl.lit("N"), "RNA_Support": pl.lit("Unknown"),
        "callers": pl.lit("muse;mutect2;varscan2"),
    }  # fmt: skip
    return variants.select(
        known.get(name, pl.lit("")).cast(pl.String).alias(name) for name in columns_of("maf")
    )


def _maf_lines(variants: pl.DataFrame, aliquot: Aliquot) -> tuple[list[str], list[str]]:
    """Comments with the header as the last of them, and the data lines."""
    comments = [
        "#version gdc-1.0.0", "#annotation.spec gdc-2.0.0-aliquot-merged-masked", f"#contigs {CONTIGS}",
        "#sort.order BarcodesAndCoordinate", "#filedate 20261120", f"#normal.aliquot {aliquot.normal_id}",
        f"#tumor.aliquot {aliquot.aliquot_id}", "\t".join(columns_of("maf")),
    ]  # fmt: skip
    text = (
        ""
        if aliquot.header_only
        else _maf_frame(variants, aliquot).write_csv(
            separator="\t", include_header=False, quote_style="never"
        )
    )
    return comments, text.splitlines()


def aliquot_variants(
    rng: random.Random, variants: pl.DataFrame, aliquot: Aliquot, first: bool
) -> pl.DataFrame:
    """The patient's variants as this aliquot shows them: further aliquots miss about one in twelve."""
    own = variants.filter(
        (pl.col("patient") == aliquot.patient) & pl.col("variant_start_grch38").is_not_null()
    )
    return (
        own
        if first
        else own.sample(fraction=0.92, seed=rng.randrange(1 << 30)).sort("chromosome", "variant_start_grch38")
    )


def write_mafs(
    folder: Path,
    files: list[tuple[Aliquot, pl.DataFrame]],
    dirty: dict[int, list[str]],
    truncated: int,
    repeated: dict[int, int],
) -> MafPlan:
    """Writes every MAF, MANIFEST.txt and the sample sheet.

    `dirty` gives the rules to break in the n-th file, `repeated` how many lines of it to write twice; the
    file `truncated` is cut off in the middle. The manifest holds the md5 of what was written, so that the cut
    is the only thing wrong with that file.
    """
    plan = MafPlan()
    manifest, sheet = ["id\tfilename\tmd5\tsize\tstate"], ["\t".join(SHEET_COLUMNS)]
    for number, (aliquot, variants) in enumerate(files):
        comments, lines = _maf_lines(variants, aliquot)
        rules = dirty.get(number, [])
        lines = with_faults(columns_of("maf"), lines, rules)
        lines += lines[: repeated.get(number, 0)]
        delivered = gzip.compress(("\n".join([*comments, *lines]) + "\n").encode(), compresslevel=6, mtime=0)
        path = f"maf/{aliquot.folder}/{aliquot.file_name}"
        if number == truncated:
            delivered = delivered[: len(delivered) * 3 // 5]
            plan.held_back.append({"path": f"{folder.name}/{path}", "why": "truncated gzip"})
        else:
            plan.data_rows += len(lines)
            plan.exact_repeats += repeated.get(number, 0)
            for rule in rules:
                plan.quarantined[rule] = plan.quarantined.get(rule, 0) + 1
        (folder / path).parent.mkdir(parents=True)
        (folder / path).write_bytes(delivered)
        digest = hashlib.md5(delivered, usedforsecurity=False).hexdigest()
        manifest.append(
            f"{aliquot.folder}\t{aliquot.folder}/{aliquot.file_name}\t{digest}\t{len(delivered)}\tvalidated"
        )
        sheet.append("\t".join(_sheet_row(aliquot)))
    (folder / "MANIFEST.txt").write_text("\n".join(manifest) + "\n", encoding="utf-8")
    (folder / f"gdc_sample_sheet.{SHEET_DATE}.tsv").write_text("\n".join(sheet) + "\n", encoding="utf-8")
    return plan


SHEET_COLUMNS = (
    "File ID", "File Name", "Data Category", "Data Type", "Project ID", "Case ID", "Sample ID", "Tissue Type",
    "Tumor Descriptor", "Specimen Type", "Preservation Method",
)  # fmt: skip


def _sheet_row(aliquot: Aliquot) -> tuple[str, ...]:
    """The line of the sample sheet that ties a MAF to its pair of samples."""
    patient = aliquot.patient_id
    return (
        aliquot.folder, aliquot.file_name, "Simple Nucleotide Variation", "Masked Somatic Mutation", PROJECT,
        f"{patient}, {patient}", f"{aliquot.sample_id}, {patient}-10A", "Tumor, Normal",
        "Primary, Not Applicable", "Solid Tissue, Peripheral Blood NOS", "Unknown, Unknown",
    )  # fmt: skip
