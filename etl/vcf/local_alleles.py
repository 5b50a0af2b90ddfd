"""Local alleles of VCF 4.5 (section 1.6.2): lists that hold the values of some ALTs alone, named by LAA.

LAA numbers ALTs from 1, in the order in which LAD and LPL are to be read behind the reference; a missing LAA
beside one of them is an empty list. An ALT that it does not name was not observed, so nothing is known of its
reads. GT counts all ALTs, as ever.
"""

import polars as pl

# Each field with the local one that says the same; one of the two is to be missing, or both agree.
FIELDS = {"AD": "LAD", "PL": "LPL"}
KEY = "LAA"
_LAA = r"^[1-9]\d{0,4}(?:,[1-9]\d{0,4})*$"
_MISSING = r"^[.,]*$"


def flag(name: str) -> str:
    """The column that says whether a field's text is the local one's."""
    return f"{name}_is_local"


def merged(texts: pl.DataFrame) -> pl.DataFrame:
    """Sample fields with the local list in the place of a missing one, and a `flag` for each of `FIELDS`."""
    held = {
        name: local
        for name, local in FIELDS.items()
        if local in texts.columns and texts[local].null_count() < texts.height
    }
    flags = {
        name: pl.col(held[name]).is_not_null()
        & (pl.col(name).is_null() | pl.col(name).str.contains(_MISSING))
        if name in held
        else pl.lit(False)
        for name in FIELDS
    }
    flagged = texts.with_columns(said.fill_null(False).alias(flag(name)) for name, said in flags.items())
    return flagged.with_columns(
        pl.when(flag(name)).then(local).otherwise(name).alias(name) for name, local in held.items()
    )


def placed(calls: pl.DataFrame) -> pl.DataFrame:
    """Add `local`, the place of the call's ALT in LAA from 1, and `n_local`, the number of local ALTs.

    `local` is NULL where LAA does not hold the ALT. `n_local` is NULL where nothing local is said, -1 where
    LAA is no list of the line's ALTs, so that no other list is as long as it asks for. `calls` have `KEY`,
    the flags, `allele` and `n_alleles`.
    """
    says_local = pl.any_horizontal(map(flag, FIELDS))
    laa = pl.col(KEY)
    if not calls.select((says_local | laa.is_not_null()).any()).item():
        return calls.with_columns(pl.lit(None, dtype=pl.Int64).alias(name) for name in ("local", "n_local"))
    listed = laa.str.split(",").list.eval(pl.element().cast(pl.Int64, strict=False))
    is_list = (
        laa.str.contains(_LAA)
        & (listed.list.max() <= pl.col("n_alleles"))
        & (listed.list.n_unique() == listed.list.len())
    )
    padded = pl.concat_str(pl.lit(","), laa, pl.lit(","))
    number = pl.concat_str(pl.lit(","), pl.col("allele"), pl.lit(","))
    before = padded.str.head(padded.str.find(number, literal=True).cast(pl.Int64) + 1)
    return calls.with_columns(
        pl.when(is_list).then(before.str.count_matches(",", literal=True).cast(pl.Int64)).alias("local"),
        pl.when(is_list)
        .then(listed.list.len().cast(pl.Int64))
        .when(laa.is_not_null())
        .then(-1)
        .when(says_local)
        .then(0)
        .alias("n_local"),
    )


def in_place(name: str) -> tuple[pl.Expr, pl.Expr]:
    """By which place, and of how many ALTs, a field's list is to be read for a call."""
    is_local = pl.col(flag(name))
    return (
        pl.when(is_local).then("local").otherwise(pl.col("allele").cast(pl.Int64)),
        pl.when(is_local).then("n_local").otherwise(pl.col("n_alleles").cast(pl.Int64)),
    )


def is_unobserved() -> pl.Expr:
    """True for a call whose ALT the sample's LAA does not hold; false where it does or says nothing."""
    return pl.col("local").is_null() & (pl.col("n_local") >= 0)
