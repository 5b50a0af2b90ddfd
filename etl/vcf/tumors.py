"""The calls of one tumour: its depths and its normal's, without the alleles that it does not carry."""

import polars as pl

from etl.rejects import LINE, no_faults, sift
from etl.vcf import depths
from etl.vcf.header import Header
from etl.vcf.notes import Notes
from etl.vcf.plan import Calls, Plan, filtered
from etl.vcf.samples import Pair

_STATUS = {"1": "Germline", "2": "Somatic", "3": "LOH"}
_DEPTHS = ("depth", "ref_count", "alt_count")
_NOT_CARRIED = "the genotype says that the tumour does not carry the allele"
_NO_READS = "no read of the tumour shows the allele"


def of_tumor(
    plan: Plan, kept: pl.DataFrame, info: pl.Series, described: pl.DataFrame, pair: Pair, notes: Notes
) -> Calls:
    """The rows of one tumour, faults of its columns, and how many alleles it does not carry."""
    record = described["record"]
    frame = described.with_columns(
        kept.select(
            pl.col("FILTER").alias("filter"),
            pl.col("ID").str.extract(r"(?:^|;)(rs\d+)").alias("_dbsnp"),
            _status(plan.header, info).alias("mutation_status"),
        ).select(pl.all().gather(record))
    )
    tumor, faults, n_filtered = _sample_counts(plan, kept, frame, pair.tumor, notes, is_tumor=True)
    normal, normal_faults, _ = _sample_counts(plan, kept, tumor, pair.normal, notes, is_tumor=False)
    said = {
        "genome_build": plan.build,
        "tumor_sample_barcode": pair.tumor_id,
        "matched_norm_sample_barcode": pair.normal_id,
        "tumor_sample_uuid": pair.tumor_uuid,
        "callers": plan.callers,
        "gdc_filter": None,
    }
    rows = normal.with_columns(
        *(pl.lit(value, dtype=pl.String).alias(name) for name, value in said.items()),
        pl.coalesce("_dbsnp", pl.col("existing").str.extract(r"(?:^|&)(rs\d+)")).alias("dbsnp_rs"),
    )
    return Calls(rows, pl.concat([faults, normal_faults]), n_filtered)


def _status(header: Header, info: pl.Series) -> pl.Series:
    """What VarScan (`SS`) or a `SOMATIC` flag says; NULL where nothing does."""
    text, said = pl.col("info"), {meta.id for meta in header.of("INFO")}
    status = [pl.lit(None, dtype=pl.String)]
    if "SS" in said:
        found = text.str.extract(r"(?:^|;)SS=(\d)")
        status.append(found.replace_strict(_STATUS, default=None, return_dtype=pl.String))
    if "SOMATIC" in said:
        status.append(pl.when(text.str.contains(r"(?:^|;)SOMATIC(?:[;=]|$)")).then(pl.lit("Somatic")))
    return info.to_frame("info").with_columns(pl.coalesce(status).alias("status"))["status"]


def _sample_counts(
    plan: Plan, kept: pl.DataFrame, frame: pl.DataFrame, place: int | None, notes: Notes, *, is_tumor: bool
) -> tuple[pl.DataFrame, pl.DataFrame, int]:
    """Add `t_depth` … or `n_depth` …; of the tumour, leave out the alleles that it does not carry."""
    prefix = "t" if is_tumor else "n"
    if place is None:
        return (
            frame.with_columns(pl.lit(None, dtype=pl.Int32).alias(f"{prefix}_{name}") for name in _DEPTHS),
            no_faults(),
            0,
        )
    texts = depths.fields(kept, f"sample_{place}")
    frame = frame.with_columns(texts.select(pl.all().gather(frame["record"])))
    name = plan.header.samples[place]
    held = [key for key in depths.KEYS if texts[key].null_count() < texts.height]
    frame, faults = sift(frame, depths.rules(name, pl.col("n_alleles").cast(pl.Int64), held))
    as_delivered = frame.select(
        *depths.COUNTS,
        pl.col("allele").cast(pl.Int64),
        pl.col("n_alleles").cast(pl.Int64),
        pl.col("_reference").alias("reference_allele"),
        pl.col("_alternate").alias("alternate_allele"),
    )
    counts = depths.counted(as_delivered)
    notes.add(
        f"AD of {name} fits neither the alleles nor a caller that is known: its counts are NULL",
        frame[LINE].filter(counts["odd_ad"]),
    )
    frame = frame.with_columns(
        counts[column].cast(pl.Int32).alias(f"{prefix}_{column}") for column in _DEPTHS
    )
    n_filtered = 0
    if is_tumor:
        of_format = pl.col("SS").replace_strict(_STATUS, default=None, return_dtype=pl.String)
        frame = frame.with_columns(pl.coalesce("mutation_status", of_format))
        carried = depths.carries(pl.col("GT"), pl.col("allele"))
        frame, n_filtered = filtered(
            notes,
            frame,
            (
                ("not_carried", ~carried, _NOT_CARRIED),
                (
                    "no_alternate_reads",
                    carried.is_null() & (pl.col("t_alt_count") == 0),
                    _NO_READS,
                ),
            ),
            "alternate",
        )
    return frame.drop("n_surplus", *depths.KEYS), faults, n_filtered
