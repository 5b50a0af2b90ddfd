"""Read counts of a sample column, from whatever its caller writes.

| caller | reference | alternate |
|---|---|---|
| most: AD holds one count per allele | first of AD | the allele's of AD |
| VarScan: RD, and AD of one count | RD | AD |
| Strelka substitutions: AU, CU, GU, TU (tiers) | first tier of the reference base | first tier of the base |
| Strelka indels: TAR, TIR (tiers) | first tier of TAR | first tier of TIR |
| FreeBayes, Ion Torrent: RO, AO | RO | the allele's of AO |
| AD of one count without RD | NULL | AD |
| VCF 4.5 with local alleles: LAD in the place of AD | first of LAD | LAD at the allele's place in LAA |

Depth is DP, or the sum of all alleles' reads where DP is missing or smaller. Anything else is NULL.
"""

from collections.abc import Collection, Sequence

import polars as pl

from etl.rejects import Rule, sentence
from etl.vcf import local_alleles

# LAD before AD, which it stands in for: a fault names the field that has it.
COUNTS = ("LAD", "AD", "DP", "RD", "AO", "RO", "AU", "CU", "GU", "TU", "TAR", "TIR")
KEYS = ("GT", *COUNTS, "SS", local_alleles.KEY)
_GENOTYPE = r"^[/|]?(?:\d{1,4}|\.)(?:[/|](?:\d{1,4}|\.))*$"
_WHOLE = r"^(?:\d{1,9}|\.)(?:,(?:\d{1,9}|\.))*$"


def places(formats: pl.Series, keys: Sequence[str]) -> pl.DataFrame:
    """The distinct FORMAT texts with the place of each of `keys` (NULL without it) and the number of all
    that they name.
    """
    distinct = pl.DataFrame({"FORMAT": formats.unique()})
    key = pl.col("_key")
    at = (
        distinct.with_columns(pl.col("FORMAT").str.split(":").alias("_key"))
        .with_columns(pl.int_ranges(0, key.list.len()).alias("_at"), key.list.len().alias("n_keys"))
        .explode("_key", "_at")
    )
    return at.group_by("FORMAT").agg(
        pl.col("n_keys").first(),
        *(pl.col("_at").filter(key == name).first().alias(f"at_{name}") for name in keys),
    )


def fields(records: pl.DataFrame, sample: str, keys: Sequence[str] = KEYS) -> pl.DataFrame:
    """The sample's fields as text, one row per record: `keys` (NULL where missing) and `n_surplus` (fields
    beyond FORMAT).
    """
    by_format = places(records["FORMAT"], keys)
    parts = records.select("FORMAT", pl.col(sample).str.split(":").alias("_parts"))
    if by_format.height == 1:
        only = by_format.row(0, named=True)
        at = {name: only[f"at_{name}"] for name in keys}
        n_keys: pl.Expr = pl.lit(only["n_keys"], dtype=pl.Int64)
    else:
        parts = parts.join(by_format, on="FORMAT", how="left", maintain_order="left")
        used = [name for name in keys if by_format[f"at_{name}"].null_count() < by_format.height]
        at = {name: pl.col(f"at_{name}") if name in used else None for name in keys}
        n_keys = pl.col("n_keys").cast(pl.Int64)
    nothing = pl.lit(None, dtype=pl.String)
    return parts.select(
        (pl.col("_parts").list.len().cast(pl.Int64) - n_keys).alias("n_surplus"),
        *(
            (nothing if place is None else _filled(pl.col("_parts").list.get(place, null_on_oob=True))).alias(
                name
            )
            for name, place in at.items()
        ),
    )


def _filled(text: pl.Expr) -> pl.Expr:
    return pl.when(~text.is_in([".", ""])).then(text)


def rules(sample: str, n_alleles: pl.Expr, held: Collection[str]) -> tuple[Rule, ...]:
    """What makes a sample's column unusable. `n_alleles` counts the ALTs; `held` are the keys that it has."""
    checked = (
        Rule(
            "ragged_sample",
            pl.col("n_surplus") > 0,
            sentence("{} holds more fields than FORMAT names", pl.lit(sample)),
        ),
        Rule(
            "invalid_genotype",
            ~pl.col("GT").str.contains(_GENOTYPE),
            sentence('GT "{}" of {} is not a valid genotype', pl.col("GT").str.head(60), pl.lit(sample)),
        ),
        Rule(
            "genotype_out_of_range",
            # Every rule is worked out on every row: here too stand genotypes that the rule before rejects.
            pl.col("GT")
            .str.extract_all(r"\d+")
            .list.eval(pl.element().cast(pl.Int64, strict=False))
            .list.max()
            > n_alleles,
            sentence(
                "GT {} of {} names an allele that the line does not have",
                pl.col("GT").str.head(60),
                pl.lit(sample),
            ),
        ),
    )
    counts = tuple(
        Rule(
            "not_an_integer",
            ~pl.col(name).str.contains(_WHOLE),
            sentence(
                f'{name} "{{}}" of {{}} is not made of whole numbers of 0 or more',
                pl.col(name).str.head(60),
                pl.lit(sample),
            ),
        )
        for name in COUNTS
        if name in held
    )
    return (checked if "GT" in held else checked[:1]) + counts


def counted(calls: pl.DataFrame) -> pl.DataFrame:
    """`depth`, `ref_count`, `alt_count` and `odd` (`AD` or `LAD`, where it fits no caller) of calls.

    `calls` has `KEYS` as text that passed `rules`, `allele`, `n_alleles`, `reference_allele` and
    `alternate_allele` as in the record, and what `local_alleles.placed` adds.
    """
    lists = calls.select(
        pl.col(name).str.split(",").list.eval(pl.element().cast(pl.Int64, strict=False))
        if _held(calls, name)
        else name
        for name in COUNTS
    ).hstack(calls.drop(COUNTS))
    held = [name for name in COUNTS if _held(calls, name)]
    allele, n_alleles = pl.col("allele"), pl.col("n_alleles")

    def get(name: str, place: int | pl.Expr) -> pl.Expr:
        return (
            pl.col(name).list.get(place, null_on_oob=True) if name in held else pl.lit(None, dtype=pl.Int64)
        )

    def tier(base: pl.Expr) -> pl.Expr:
        return pl.coalesce(*(pl.when(base == letter).then(get(f"{letter}U", 0)) for letter in "ACGT"))

    n_ad = pl.col("AD").list.len() if "AD" in held else pl.lit(None, dtype=pl.UInt32)
    is_local = pl.col(local_alleles.flag("AD"))
    place, n_places = local_alleles.in_place("AD")
    is_full = n_ad == n_places + 1
    is_single = (n_ad == 1) & (n_alleles == 1) & ~is_local
    without = n_ad.is_null()
    total = pl.coalesce(
        pl.when(is_full & (pl.col("AD").list.eval(pl.element().null_count()).list.first() == 0)).then(
            pl.col("AD").list.sum()
        )
        if "AD" in held
        else None,
        pl.when(is_single).then(get("RD", 0) + get("AD", 0)),
        pl.when(without).then(get("RO", 0) + pl.col("AO").list.sum()) if "AO" in held else None,
        pl.lit(None, dtype=pl.Int64),
    )
    return lists.select(
        pl.max_horizontal(get("DP", 0), total).alias("depth"),
        pl.when(is_full)
        .then(get("AD", 0))
        .when(is_single)
        .then(get("RD", 0))
        .when(without)
        .then(pl.coalesce(tier(pl.col("reference_allele")), get("TAR", 0), get("RO", 0)))
        .alias("ref_count"),
        pl.when(is_full)
        .then(get("AD", place))
        .when(is_single)
        .then(get("AD", 0))
        .when(without)
        .then(
            pl.coalesce(
                tier(pl.col("alternate_allele")),
                pl.when(n_alleles == 1).then(get("TIR", 0)),
                get("AO", allele.cast(pl.Int64) - 1),
            )
        )
        .alias("alt_count"),
        pl.when(~is_full & ~is_single)
        .then(pl.when(is_local).then(pl.lit("LAD")).otherwise(pl.lit("AD")))
        .alias("odd"),
    )


def _held(calls: pl.DataFrame, name: str) -> bool:
    return calls[name].null_count() < calls.height


def carries(genotype: pl.Expr, allele: pl.Expr) -> pl.Expr:
    """Whether a genotype holds the allele (1 is the first ALT): true, false, or NULL where it leaves that
    open.
    """
    calls = pl.concat_str([pl.lit("/"), genotype.str.replace_all("|", "/", literal=True), pl.lit("/")])
    found = calls.str.contains(pl.concat_str([pl.lit("/"), allele, pl.lit("/")]), literal=True)
    is_open = genotype.is_null() | genotype.str.contains(".", literal=True)
    return pl.when(found).then(True).when(is_open).then(None).otherwise(False)
