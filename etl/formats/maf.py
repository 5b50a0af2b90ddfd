"""MAF, every dialect with MAF's columns: GDC 1.0, TCGA 2.x, Firehose, cBioPortal extended.

Each row becomes a variant in normal form (`etl.genome`). What cannot be placed on the genome is rejected by
a named rule. Build of a row: its NCBI_Build, else what the study says (`genome_build` of the file's
options).
"""

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from etl import genome
from etl.errors import FileFault
from etl.formats import Batch, ReadContext
from etl.formats.declared import extra_na, with_columns
from etl.formats.maf_rules import RULES, prepared
from etl.rejects import LINE, sift
from etl.schema import Column, TableSchema, conform
from etl.table import Comment, Table, open_table
from etl.text import TextFile

# Positions are read as text: their faults have rules of their own.
SCHEMA = TableSchema(
    "mutations",
    (
        Column("hugo_symbol", ("Hugo_Symbol", "Gene_Symbol")),
        Column("entrez_gene_id", ("Entrez_Gene_Id",), "integer"),
        Column("gene", ("Gene",)),
        Column("build", ("NCBI_Build",)),
        Column("delivered_chromosome", ("Chromosome", "Chrom"), required=True),
        Column("start", ("Start_Position",), required=True),
        Column("end", ("End_Position",)),
        Column("reference", ("Reference_Allele",), required=True),
        Column("allele_1", ("Tumor_Seq_Allele1",)),
        Column("allele_2", ("Tumor_Seq_Allele2",)),
        Column("variant_classification", ("Variant_Classification",)),
        Column("tumor_sample_barcode", ("Tumor_Sample_Barcode",), required=True),
        Column("matched_norm_sample_barcode", ("Matched_Norm_Sample_Barcode",)),
        Column("tumor_sample_uuid", ("Tumor_Sample_UUID",)),
        Column("mutation_status", ("Mutation_Status",)),
        Column("hgvsc", ("HGVSc",)),
        Column("hgvsp", ("HGVSp",)),
        Column("hgvsp_short", ("HGVSp_Short", "Protein_Change", "Amino_Acid_Change")),
        Column("transcript_id", ("Transcript_ID",)),
        Column("consequence", ("Consequence", "One_Consequence")),
        Column("filter", ("FILTER",)),
        Column("gdc_filter", ("GDC_FILTER",)),
        Column("dbsnp_rs", ("dbSNP_RS",)),
        Column("callers", ("callers",)),
        Column("t_depth", ("t_depth",), "integer"),
        Column("t_ref_count", ("t_ref_count",), "integer"),
        Column("t_alt_count", ("t_alt_count",), "integer"),
        Column("n_depth", ("n_depth",), "integer"),
        Column("n_ref_count", ("n_ref_count",), "integer"),
        Column("n_alt_count", ("n_alt_count",), "integer"),
    ),
)
STANDARD_COLUMNS = tuple(column.source[0] for column in SCHEMA.columns)
COUNTS = ("t_depth", "t_ref_count", "t_alt_count", "n_depth", "n_ref_count", "n_alt_count")

LANDING: Mapping[str, pl.DataType] = {
    "hugo_symbol": pl.String(),
    "entrez_gene_id": pl.Int64(),
    "ensembl_gene_id": pl.String(),
    "genome_build": pl.String(),
    "chromosome": pl.String(),
    "start_position": pl.Int64(),
    "end_position": pl.Int64(),
    "reference_allele": pl.String(),
    "alternate_allele": pl.String(),
    "variant_classification": pl.String(),
    "variant_type": pl.String(),
    "tumor_sample_barcode": pl.String(),
    "matched_norm_sample_barcode": pl.String(),
    "tumor_sample_uuid": pl.String(),
    "mutation_status": pl.String(),
    "hgvsc": pl.String(),
    "hgvsp": pl.String(),
    "hgvsp_short": pl.String(),
    "transcript_id": pl.String(),
    "consequence": pl.String(),
    "filter": pl.String(),
    "gdc_filter": pl.String(),
    "dbsnp_rs": pl.String(),
    "callers": pl.String(),
    **{name: pl.Int32() for name in COUNTS},
}
# `#tumor.aliquot <uuid>` of the GDC, `#sequenced_samples: <ids>` of cBioPortal: samples that were
# sequenced, also those without a variant.
_SEQUENCED = re.compile(r"^\s*(?:tumor\.aliquot|sequenced_samples:?)\s+(.*)$", re.IGNORECASE)


@dataclass(slots=True)
class _Tally:
    """What is worth a note, counted over the batches of one file."""

    n_rows: int = 0
    n_without_build: int = 0
    n_other_build: int = 0
    n_other_end: int = 0
    other_end_line: int | None = None
    said_build: str | None = None
    aliquots: list[str] = field(default_factory=list)


class Maf:
    """Reader of MAF into `mutations`."""

    slug = "maf"
    kind = "mutations"
    schema = LANDING

    def read(self, text: TextFile, context: ReadContext) -> Iterator[Batch]:
        """Batches of variants in normal form. Raises FileFault for a header without what a variant needs."""
        schema = with_columns(SCHEMA, context.source.options)
        table = open_table(text, schema)
        _check_alternate(table, schema, text.path)
        tally = _Tally(aliquots=_sequenced(table.comments))
        for sample in tally.aliquots:
            context.sequenced(sample)
        na = (*context.vocabulary.na_spellings("mutations"), *extra_na(context.source.options))
        for batch in table.batches():
            typed = conform(batch.rows, schema, na)
            rows = prepared(typed.rows, context.vocabulary, context.source.option("genome_build"))
            good, faults = sift(rows, RULES)
            _count(tally, good, context)
            yield Batch(
                rows=_landing(good),
                rejects=batch.rejected(typed.faults, faults),
                rows_read=batch.rows_read,
                rows_filtered=batch.rows_filtered,
            )
            tally.n_rows += batch.rows_read
        _say(tally, context)


def _check_alternate(table: Table, schema: TableSchema, path: str) -> None:
    if {"allele_1", "allele_2"} & set(schema.resolve(table.header)):
        return
    wanted = "Tumor_Seq_Allele2"
    near = difflib.get_close_matches(wanted.lower(), [name.lower() for name in table.header], n=1, cutoff=0.6)
    hint = f"; the nearest column is {near[0]}" if near else ""
    raise FileFault(
        path,
        table.header_line,
        f"no column {wanted} (nor Tumor_Seq_Allele1){hint}",
        "deliver the file with the alternate allele, or name its column in study.toml ([file.columns])",
    )


def _sequenced(comments: Sequence[Comment]) -> list[str]:
    found = (match for comment in comments if (match := _SEQUENCED.match(comment.text)))
    return list(
        dict.fromkeys(sample for match in found for sample in re.split(r"[\s,]+", match[1].strip()) if sample)
    )


def _count(tally: _Tally, rows: pl.DataFrame, context: ReadContext) -> None:
    reference = pl.col("reference_allele")
    implied = pl.when(reference == genome.NONE).then(1).otherwise(genome.allele_length(reference) - 1)
    has_other_end = (pl.col("end_delivered") != pl.col("start_position") + implied).fill_null(False)
    said = context.source.option("genome_build")
    tally.said_build = genome.build_of(said, context.vocabulary) if said else None
    counts = rows.select(
        pl.col("build").is_null().sum().alias("without"),
        (pl.col("genome_build") != pl.lit(tally.said_build, dtype=pl.String)).sum().alias("other"),
        has_other_end.sum().alias("end"),
        pl.col(LINE).filter(has_other_end).min().alias("line"),
    ).row(0, named=True)
    tally.n_without_build += counts["without"]
    tally.n_other_build += counts["other"]
    tally.n_other_end += counts["end"]
    if tally.other_end_line is None:
        tally.other_end_line = counts["line"]


def _say(tally: _Tally, context: ReadContext) -> None:
    said_by = context.source.option("genome_build_from") or "the study"
    if tally.n_without_build:
        context.note(
            f"{_rows(tally.n_without_build)} without NCBI_Build: taken as {tally.said_build}, by {said_by}"
        )
    if tally.n_other_build and said_by in ("study.toml", "meta_study.txt"):
        context.note(
            f"NCBI_Build of {_rows(tally.n_other_build)} is not {tally.said_build}, as {said_by} says: "
            "what the rows say counts"
        )
    if tally.n_other_end:
        context.note(
            f"End_Position of {_rows(tally.n_other_end)} does not fit the reference allele "
            f"(first: line {tally.other_end_line}): it was computed from the allele"
        )
    if not tally.n_rows and tally.aliquots:
        context.note(f"no variant rows: {', '.join(tally.aliquots[:10])} sequenced, nothing found")


def _rows(n: int) -> str:
    return f"{n} row" if n == 1 else f"{n} rows"


def _landing(rows: pl.DataFrame) -> pl.DataFrame:
    rows = genome.normal_alleles(rows)
    reference, alternate = pl.col("reference_allele"), pl.col("alternate_allele")
    entrez = pl.col("entrez_gene_id")
    return rows.with_columns(
        pl.when(entrez != 0).then(entrez).alias("entrez_gene_id"),
        pl.col("gene").str.extract(r"^(ENSG\d+)").alias("ensembl_gene_id"),
        genome.variant_type(reference, alternate).alias("variant_type"),
        *[pl.col(name).cast(pl.Int32) for name in COUNTS],
    ).select(LINE, *LANDING)


MAF = Maf()
