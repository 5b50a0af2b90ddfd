"""From records to calls: one row for each tumour sample and ALT allele, and what became of the others."""

from collections.abc import Sequence

import polars as pl

from etl.genome import variant_type
from etl.rejects import LINE, Rule, no_faults, sift
from etl.vcf import alleles, sites
from etl.vcf.annotation import split_info
from etl.vcf.classes import Terms, decoded, short_protein_change, without_reference
from etl.vcf.notes import Notes
from etl.vcf.plan import Calls, Plan, Tally, filtered
from etl.vcf.sample_values import note_sample
from etl.vcf.transcripts import nothing, pick
from etl.vcf.tumors import of_tumor
from etl.vcf.values import note_fixed, note_format, note_info


def made(plan: Plan, records: pl.DataFrame, schema: Sequence[str], tally: Tally) -> Calls:
    """The calls of some records (`etl.vcf.records.Records.rows`). Counts into `tally`."""
    placed, faults = sift(sites.placed(records, plan.build, plan.listed, plan.vocabulary), sites.PLACE_RULES)
    tally.n_unknown += placed.select((pl.col("chromosome").is_null() & ~pl.col("is_other")).sum()).item()
    kept, n_filtered = filtered(tally.notes, placed, sites.FILTERS, "CHROM")
    kept, mismatched = _checked(plan, kept, tally)
    kept = kept.with_columns((pl.col("ALT").str.count_matches(",", literal=True) + 1).alias("n_alleles"))
    values, info = _info(plan, kept)
    _report(plan, kept, info, tally.notes)
    listed = alleles.split(kept)
    found = _annotated(plan, values, listed)
    sound, invalid, n_left_out = _sound(tally.notes, listed)
    variants = _placed_variants(plan, kept, sound, tally.notes)
    variants, unplaced = sift(variants, [alleles.BEFORE_FIRST])
    described = _described(variants, found, plan.terms)
    every = [of_tumor(plan, kept, info, described, pair, tally.notes) for pair in plan.pairs]
    rows = pl.concat([calls.rows for calls in every])
    if len(every) > 1:
        rows = rows.sort(LINE, maintain_order=True)
    return Calls(
        rows.select(LINE, *schema),
        pl.concat([faults, mismatched, invalid, unplaced, *(calls.faults for calls in every)]),
        n_filtered + n_left_out + sum(calls.n_filtered for calls in every),
    )


def _checked(plan: Plan, kept: pl.DataFrame, tally: Tally) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Compare REF with the reference sequence, where there is one."""
    if plan.reference is None or kept.is_empty():
        return kept, no_faults()
    upper = kept.select("chromosome", "position", pl.col("REF").str.to_uppercase().alias("reference_allele"))
    mismatch = plan.reference.mismatches(upper)
    tally.n_checked += mismatch.count()
    tally.n_mismatches += int(mismatch.sum() or 0)
    if mismatch.null_count():
        lacking = kept.filter(mismatch.is_null())
        what = "REF was not compared: reference_fasta has no such chromosome"
        tally.notes.add(what, lacking[LINE], lacking["chromosome"][0])
    message = pl.format(
        "REF {} is not what the reference sequence has at {}:{}",
        pl.col("REF").str.head(60),
        "chromosome",
        "position",
    )
    return sift(kept, [Rule("reference_mismatch", pl.lit(mismatch), message)])


def _info(plan: Plan, kept: pl.DataFrame) -> tuple[pl.Series | None, pl.Series]:
    if plan.annotation is None:
        return None, kept["INFO"]
    return split_info(kept["INFO"].rename("info"), plan.annotation.key)


def _report(plan: Plan, kept: pl.DataFrame, info: pl.Series, notes: Notes) -> None:
    note_fixed(kept, notes)
    note_info(plan.info, kept, info, notes)
    if plan.header.has_format:
        note_format(kept, plan.header.is_old, notes)
        for place in plan.columns:
            note_sample(plan.formats, kept, f"sample_{place}", plan.header.samples[place], notes)


def _annotated(plan: Plan, values: pl.Series | None, listed: pl.DataFrame) -> pl.DataFrame:
    if plan.annotation is None or values is None or listed.is_empty():
        return nothing(listed.height)
    return pick(plan.annotation, values, listed, plan.terms)


def _sound(notes: Notes, listed: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame, int]:
    """Alleles of bases (with `_allele_row`, their place in `listed`), faults of the others, and how many
    were left out.
    """
    listed = listed.with_row_index("_allele_row")
    is_bases = alleles.is_sequence(pl.col("alternate_allele"))
    others, n_filtered = filtered(notes, listed.filter(~is_bases), alleles.FILTERS, "alternate")
    _, invalid = sift(others, alleles.INVALID)
    sound, same = sift(listed.filter(is_bases), [alleles.SAME])
    return sound, pl.concat([invalid, same]), n_filtered


def _placed_variants(plan: Plan, kept: pl.DataFrame, sound: pl.DataFrame, notes: Notes) -> pl.DataFrame:
    """Normal form; `reference_allele` and `alternate_allele` as in the record stay as `_reference`,
    `_alternate`.
    """
    sound = sound.with_columns(
        pl.col("reference_allele").alias("_reference"),
        pl.col("alternate_allele").alias("_alternate"),
        kept["chromosome"].gather(sound["record"]),
    )
    variants = alleles.trimmed(sound)
    if plan.reference is not None:
        variants = plan.reference.left_aligned(variants)
    _note_repeats(notes, variants)
    return variants.with_columns(
        variant_type(pl.col("reference_allele"), pl.col("alternate_allele")).alias("variant_type")
    )


def _note_repeats(notes: Notes, variants: pl.DataFrame) -> None:
    key = ["chromosome", "start_position", "reference_allele", "alternate_allele"]
    again = variants.filter(~pl.struct(key).is_first_distinct())
    if not again.is_empty():
        chromosome, start, reference, alternate = again.select(key).row(0)
        what = "duplicated variant: another line, or another ALT, gives it too"
        notes.add(what, again[LINE], f"{chromosome}:{start} {reference}>{alternate}")


def _described(variants: pl.DataFrame, found: pl.DataFrame, terms: Terms) -> pl.DataFrame:
    """Add the annotation's columns of the landing table."""
    about = found.select(pl.all().gather(variants["_allele_row"]))
    n_bases = [pl.col(name).str.len_bytes().cast(pl.Int64) for name in ("_reference", "_alternate")]
    is_in_frame = (n_bases[0] - n_bases[1]) % 3 == 0
    frame = pl.concat([variants, about], how="horizontal").with_columns(
        *(decoded(without_reference(about[name])).alias(name) for name in ("hgvsc", "hgvsp")),
        *(decoded(about[name]).alias(name) for name in ("symbol", "gene", "transcript")),
    )
    gravest = pl.col("gravest")
    return frame.with_columns(
        pl.col("symbol").alias("hugo_symbol"),
        pl.when(pl.col("gene").str.contains(r"^\d{1,9}$"))
        .then(pl.col("gene"))
        .cast(pl.Int64)
        .alias("entrez_gene_id"),
        pl.when(pl.col("gene").str.starts_with("ENSG")).then(pl.col("gene")).alias("ensembl_gene_id"),
        terms.classification(gravest, pl.col("variant_type"), is_in_frame).alias("variant_classification"),
        pl.col("terms").alias("consequence"),
        pl.col("transcript").alias("transcript_id"),
        short_protein_change(
            pl.col("hgvsp"), gravest, pl.col("hgvsc"), pl.col("protein_position"), pl.col("amino_acids")
        ).alias("hgvsp_short"),
    )
