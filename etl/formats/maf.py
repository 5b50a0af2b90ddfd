"""MAF, every dialect with MAF's columns: GDC 1.0, TCGA 2.x, Firehose, cBioPortal extended.

Each row becomes a variant in normal form (`etl.genome`). What cannot be placed on the genome is rejected by
a named rule. Build of a row: its NCBI_Build, else what the study says (`genome_build` of the file's
options).
"""

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import polars as pl

from etl.errors import FileFault
from etl.formats import Batch, ReadContext
from etl.formats.declared import check_said, check_values, extra_na, with_columns, with_values
from etl.formats.maf_normal import COUNTS, Normal
from etl.formats.maf_notes import Tally
from etl.formats.maf_rules import RULES
from etl.formats.maf_symbols import mended
from etl.formats.maf_words import in_classes
from etl.header import Comment
from etl.joined import join
from etl.rejects import LINE, none, sift
from etl.schema import Column, TableSchema, conform
from etl.table import COMPLETE, NO_ROWS, Table, open_table
from etl.text import TextFile
from etl.vocabulary import Vocabulary

# Positions are read as text: their faults have rules of their own.
_COLUMNS = (
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
    Column("delivered_type", ("Variant_Type",)),
    Column("tumor_sample_barcode", ("Tumor_Sample_Barcode",), required=True),
    Column("matched_norm_sample_barcode", ("Matched_Norm_Sample_Barcode",)),
    Column("tumor_sample_uuid", ("Tumor_Sample_UUID",)),
    Column("mutation_status", ("Mutation_Status",)),
    Column("hgvsc", ("HGVSc", "cDNA_Change")),
    Column("hgvsp", ("HGVSp",)),
    Column("hgvsp_short", ("HGVSp_Short", "Protein_Change", "Amino_Acid_Change")),
    Column("transcript_id", ("Transcript_ID", "Annotation_Transcript")),
    Column("consequence", ("Consequence", "One_Consequence")),
    Column("filter", ("FILTER",)),
    Column("gdc_filter", ("GDC_FILTER",)),
    Column("dbsnp_rs", ("dbSNP_RS",)),
    Column("callers", ("callers",)),
    Column("t_depth", ("t_depth",), "integer"),
    Column("t_ref_count", ("t_ref_count", "i_t_ref_count"), "integer"),
    Column("t_alt_count", ("t_alt_count", "i_t_alt_count"), "integer"),
    Column("n_depth", ("n_depth",), "integer"),
    Column("n_ref_count", ("n_ref_count",), "integer"),
    Column("n_alt_count", ("n_alt_count",), "integer"),
    # Text: a percentage states its scale by its sign (`etl.fraction`).
    Column("delivered_vaf", ("t_vaf", "tumor_vaf", "i_tumor_f", "tumor_f", "VAF")),
)
SCHEMA = TableSchema("mutations", tuple(replace(column, key=column.source[0]) for column in _COLUMNS))
STANDARD_COLUMNS = tuple(column.source[0] for column in SCHEMA.columns)
ALLELES = ("reference", "allele_1", "allele_2")

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
    "t_vaf": pl.Float64(),
    "t_pl": pl.String(),
}
# `#tumor.aliquot <uuid>` of the GDC, `#sequenced_samples: <ids>` of cBioPortal: samples that were
# sequenced, also those without a variant.
_SEQUENCED = re.compile(r"^[\s#]*(?:tumor\.aliquot\s+|sequenced_samples(?:\s*:|\s)\s*)(.*)$", re.IGNORECASE)


class Maf:
    """Reader of MAF into `mutations`."""

    slug = "maf"
    kind = "mutations"
    schema = LANDING

    def read(self, text: TextFile, context: ReadContext) -> Iterator[Batch]:
        """Batches of variants in normal form. Raises FileFault for a header without what a variant needs."""
        schema = with_columns(SCHEMA, context.source.options)
        table = open_table(text, schema)
        tally = Tally(aliquots=_sequenced(table.comments))
        for sample in tally.aliquots:
            context.sequenced(sample)
        yield from _read(table, schema, tally, text.path, context)

    def read_joined(self, texts: Sequence[TextFile], contexts: Sequence[ReadContext]) -> list[Batch] | None:
        """A batch for each file; None unless all have one header and nothing is to be said of their rows."""
        schema = with_columns(SCHEMA, contexts[0].source.options)
        joined = join(texts, schema)
        if joined is None:
            return None
        said: list[str] = []
        quiet = replace(contexts[0], note=said.append)
        found = list(_read(joined.table, schema, Tally(aliquots=[]), texts[0].path, quiet))
        rows = (
            pl.concat([batch.rows for batch in found])
            if found
            else pl.DataFrame(schema={LINE: pl.Int64(), **LANDING})
        )
        parts = joined.apart(rows)
        is_whole_study = contexts[0].source.layout == "cbioportal"
        if said or parts is None or (is_whole_study and any(part.is_empty() for part in parts)):
            return None
        for part, comments, context in zip(parts, joined.comments, contexts, strict=True):
            tally = Tally(aliquots=_sequenced(comments), n_rows=part.height)
            for sample in tally.aliquots:
                context.sequenced(sample)
            tally.say(context)
        nothing = none()
        return [Batch(part, nothing, part.height) for part in parts]


def _read(
    table: Table, schema: TableSchema, tally: Tally, path: str, context: ReadContext
) -> Iterator[Batch]:
    check_said(context.source.options, table.header, path, table.header_line)
    shown = _standard(schema, table.header)
    for sentence in schema.passed_over(table.header):
        context.note(sentence)
    check_values(context.source.options, shown, path, table.header_line)
    _check_alternate(table, schema, path)
    vocabulary, options = context.vocabulary, context.source.options
    na = (*vocabulary.na_spellings("mutations"), *extra_na(options))
    more_na = _more_na(vocabulary)
    normal = Normal(vocabulary, context.source.option("genome_build"))
    for batch in table.batches():
        delivered = with_values(batch.rows, shown, options)
        typed = conform(delivered, schema, na, more_na=more_na, is_bare=batch.is_bare)
        good, faults = sift(normal.prepared(typed.rows), RULES)
        tally.count(good)
        placed, dates = mended(normal.variants(good, tally.believed(good)), vocabulary)
        landed, words = in_classes(placed, vocabulary)
        tally.count_dates(dates)
        tally.count_words(words)
        yield Batch(
            rows=landed.select(LINE, *LANDING),
            rejects=batch.rejected(typed.faults, faults),
            rows_read=batch.rows_read,
            rows_filtered=batch.rows_filtered,
        )
        tally.n_rows += batch.rows_read
    if not tally.n_rows and not tally.aliquots and context.source.layout == "cbioportal":
        # One file holds the variants of the whole study: read as it is, every sample would be wild type.
        raise FileFault(path, table.header_line, NO_ROWS, COMPLETE)
    tally.say(context)


def _standard(schema: TableSchema, header: Sequence[str]) -> dict[str, str]:
    """MAF's name of each column to the delivered one, for the columns that the header has."""
    shown = schema.resolve(header)
    return {
        standard: shown[column.name]
        for standard, column in zip(STANDARD_COLUMNS, schema.columns, strict=True)
        if column.name in shown
    }


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


def _more_na(vocabulary: Vocabulary) -> dict[str, tuple[str, ...]]:
    """Spellings of nothing that hold for single columns: a dash is one, but in an allele it is no base."""
    dash, counts = vocabulary.na_scope("mutation_cells"), vocabulary.na_scope("counts")
    found = {column.name: dash for column in SCHEMA.columns if column.name not in ALLELES}
    found |= dict.fromkeys((*COUNTS, "delivered_vaf"), (*dash, *counts))
    return {**found, "hugo_symbol": (*dash, *vocabulary.na_scope("gene_symbol"))}


def _sequenced(comments: Sequence[Comment]) -> list[str]:
    found = (match for comment in comments if (match := _SEQUENCED.match(comment.text)))
    return list(
        dict.fromkeys(sample for match in found for sample in re.split(r"[\s,]+", match[1].strip()) if sample)
    )


MAF = Maf()
