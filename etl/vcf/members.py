"""The member of an allele in the lists of a sample column that are no read counts: fractions, likelihoods."""

import polars as pl

from etl import fraction
from etl.vcf import local_alleles

# In the order of preference: most callers, MuTect 1, VarScan.
FRACTIONS = ("AF", "FA", "FREQ")
LIKELIHOODS = ("PL", "LPL")
_WHOLE = r"^\d{1,9}(?:,\d{1,9})+$"


def fractions(calls: pl.DataFrame) -> pl.DataFrame:
    """`t_vaf` (0 to 1) and `odd` (a text that gives none) of calls with `FRACTIONS` as text, `allele` and
    `n_alleles`.

    The list must hold one number for each ALT: a single one beside several alleles is nobody's.
    """
    held = [name for name in FRACTIONS if calls[name].null_count() < calls.height]
    if not held:
        schema = {"t_vaf": pl.Float64(), "odd": pl.String()}
        return pl.DataFrame(schema=schema).clear(calls.height)
    frame = calls.select(pl.coalesce(held).alias("text"), "allele", "n_alleles")
    member = frame["text"].alias("member")
    several = frame.select((pl.col("text").is_not_null() & (pl.col("n_alleles") > 1)).arg_true()).to_series()
    if not several.is_empty():
        member = member.scatter(several, _members(frame[several]))
    value = fraction.within(fraction.numbers(member), member).alias("t_vaf")
    is_odd = pl.col("t_vaf").is_null() & (pl.col("member") != ".")
    return pl.DataFrame([frame["text"], member, value]).select(
        "t_vaf", pl.when(is_odd).then("text").alias("odd")
    )


def _members(frame: pl.DataFrame) -> pl.Series:
    """The allele's text of each list; an empty one, which is no number, where the list is not as long as the
    alleles are many.
    """
    text = pl.col("text")
    # Where there are percent signs a comma behind a digit is a decimal one: each value ends with its sign.
    parted = (
        pl.when(text.str.contains("%", literal=True))
        .then(text.str.replace_all(r"([%.]),", "${1};"))
        .otherwise(text.str.replace_all(",", ";", literal=True))
    )
    values = parted.str.split(";")
    own = values.list.get(pl.col("allele").cast(pl.Int64) - 1, null_on_oob=True)
    is_full = values.list.len() == pl.col("n_alleles")
    return frame.select(pl.when(is_full).then(own).otherwise(pl.lit(""))).to_series()


def likelihoods(texts: pl.DataFrame, calls: pl.DataFrame) -> pl.Series:
    """`t_pl`: the likelihoods of the genotypes that the allele forms with the reference, as delivered.

    Of a diploid genotype 0/0, 0/k and k/k, of a haploid one 0 and k (VCF 4.5, 1.6.2: genotype ordering; no
    GT is diploid). NULL where one of them is missing, where the list is not as long as the ploidy asks for,
    and for other ploidies. `texts` has a row for each record, which `calls` name in `record`.
    """
    if texts["PL"].null_count() == texts.height:
        return pl.Series("t_pl", dtype=pl.String).clear(calls.height)
    # One record's list may be long, and its alleles are many: it is split once, not for each of them.
    records = texts.select(
        pl.col("PL").str.split(",").alias("values"),
        pl.col("GT").str.strip_chars_start("/|").str.count_matches("[/|]").fill_null(1).alias("ploidy") + 1,
    ).with_columns(pl.col("values").list.len().cast(pl.Int64).fill_null(0).alias("n_values"))
    values = records["values"].explode(empty_as_null=False, keep_nulls=False)
    first = (pl.col("n_values").cum_sum() - pl.col("n_values")).alias("first")
    about = records.select("ploidy", "n_values", first).select(pl.all().gather(calls["record"]))
    place, n_alleles = local_alleles.in_place("PL")
    places = calls.select(place.alias("k"), n_alleles.alias("n")).hstack(about).select(**_genotypes())
    members = [values.gather(places[name]).alias(name) for name in places.columns]
    listed = pl.DataFrame(members).select(
        pl.coalesce(
            pl.concat_str("reference", "heterozygous", "homozygous", separator=","),
            pl.concat_str("reference", "haploid", separator=","),
        ).alias("t_pl")
    )
    return listed.select(pl.when(pl.col("t_pl").str.contains(_WHOLE)).then("t_pl")).to_series()


def _genotypes() -> dict[str, pl.Expr]:
    """Where the genotypes of allele `k` of `n` ALTs stand, NULL where there is no such genotype or list."""
    k, n, n_values = pl.col("k"), pl.col("n"), pl.col("n_values")
    is_diploid = (pl.col("ploidy") == 2) & (2 * n_values == (n + 1) * (n + 2))
    is_haploid = (pl.col("ploidy") == 1) & (n_values == n + 1)
    at = pl.col("first")
    heterozygous = at + k * (k + 1) // 2
    return {
        "reference": pl.when(is_diploid | is_haploid).then(at),
        "heterozygous": pl.when(is_diploid).then(heterozygous),
        "homozygous": pl.when(is_diploid).then(heterozygous + k),
        "haploid": pl.when(is_haploid).then(at + k),
    }
