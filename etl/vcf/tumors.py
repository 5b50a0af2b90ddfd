"""The calls of one tumour: its depths and its normal's, without the alleles that it does not carry."""

import polars as pl

from etl.rejects import LINE, no_faults, sift
from etl.vcf import depths, local_alleles, members
from etl.vcf.header import Header
from etl.vcf.notes import Notes
from etl.vcf.plan import Calls, Plan, filtered
from etl.vcf.samples import Pair

_STATUS = {"1": "Germline", "2": "Somatic", "3": "LOH"}
_DEPTHS = ("depth", "ref_count", "alt_count")
_MEMBERS = {"t_vaf": pl.Float64(), "t_pl": pl.String()}
_NOT_CARRIED = "the genotype says that the tumour does not carry the allele"
_NO_READS = "no read of the tumour shows the allele"
_NOT_LOCAL = "the allele is none of the tumour's local alleles (LAA)"
_OF_TUMOR = (*depths.KEYS, *members.FRACTIONS, *members.LIKELIHOODS)


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
    """Add `t_depth` … or `n_depth` …; of the tumour `t_vaf` and `t_pl`, without the alleles that it does not
    carry.
    """
    prefix = "t" if is_tumor else "n"
    if place is None:
        nothing = [pl.lit(None, dtype=pl.Int32).alias(f"{prefix}_{name}") for name in _DEPTHS]
        if is_tumor:
            nothing += [pl.lit(None, dtype=dtype).alias(column) for column, dtype in _MEMBERS.items()]
        return frame.with_columns(nothing), no_faults(), 0
    keys = _OF_TUMOR if is_tumor else depths.KEYS
    texts = local_alleles.merged(depths.fields(kept, f"sample_{place}", keys))
    of_call = texts.drop(members.LIKELIHOODS, strict=False)
    frame = frame.with_columns(of_call.select(pl.all().gather(frame["record"])))
    name = plan.header.samples[place]
    held = [key for key in depths.KEYS if texts[key].null_count() < texts.height]
    frame, faults = sift(frame, depths.rules(name, pl.col("n_alleles").cast(pl.Int64), held))
    frame = local_alleles.placed(frame)
    counts = _counted(frame, name, notes)
    frame = frame.with_columns(
        counts[column].cast(pl.Int32).alias(f"{prefix}_{column}") for column in _DEPTHS
    )
    n_filtered = 0
    if is_tumor:
        frame = _with_members(texts, frame, name, notes)
        of_format = pl.col("SS").replace_strict(_STATUS, default=None, return_dtype=pl.String)
        frame = frame.with_columns(pl.coalesce("mutation_status", of_format))
        carried = depths.carries(pl.col("GT"), pl.col("allele"))
        filters = (
            ("not_carried", ~carried, _NOT_CARRIED),
            ("no_alternate_reads", carried.is_null() & (pl.col("t_alt_count") == 0), _NO_READS),
            ("not_local", carried.is_null() & local_alleles.is_unobserved(), _NOT_LOCAL),
        )
        frame, n_filtered = filtered(notes, frame, filters, "alternate")
    return frame.drop(*of_call.columns, "local", "n_local"), faults, n_filtered


def _counted(frame: pl.DataFrame, name: str, notes: Notes) -> pl.DataFrame:
    """`depths.counted` of the calls of one column, called `name`."""
    as_delivered = frame.select(
        *depths.COUNTS,
        pl.col("allele", "n_alleles").cast(pl.Int64),
        pl.col("_reference").alias("reference_allele"),
        pl.col("_alternate").alias("alternate_allele"),
        *(local_alleles.flag(key) for key in local_alleles.FIELDS),
        "local",
        "n_local",
    )
    counts = depths.counted(as_delivered)
    for key, whom in (("AD", "the alleles nor a caller that is known"), ("LAD", "LAA nor its alleles")):
        notes.add(
            f"{key} of {name} fits neither {whom}: its counts are NULL",
            frame[LINE].filter(counts["odd"] == key),
        )
    return counts


def _with_members(texts: pl.DataFrame, frame: pl.DataFrame, name: str, notes: Notes) -> pl.DataFrame:
    """Add `t_vaf` and `t_pl`."""
    fractions = members.fractions(frame)
    odd = frame.select(LINE).hstack(fractions.select("odd")).filter(pl.col("odd").is_not_null())
    if not odd.is_empty():
        what = (
            f"the allele fraction of {name} is not one number from 0 to 1 for each ALT, or stands among "
            "numbers mostly above 1: it is NULL"
        )
        notes.add(what, odd[LINE], odd["odd"][0])
    return frame.with_columns(fractions["t_vaf"], members.likelihoods(texts, frame))
