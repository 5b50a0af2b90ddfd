"""The place of a record: sequence, position and reference allele, and which records have none that can be
loaded.
"""

from collections.abc import Collection

import polars as pl

from etl.genome import chromosome_length, normal_chromosome
from etl.rejects import Rule, sentence
from etl.vocabulary import Vocabulary

# Unplaced, alternate, decoy and viral sequences of the reference files in use (UCSC, Ensembl, Broad, GDC).
_OTHER_SEQUENCE = (
    r"(?i)^(?:chr)?(?:un_|[0-9xym]+_)?\w*_?(?:random|alt|decoy|fix|hap\d+)$|^(?:chr)?un_|^(?:gl|ki|kn|jh|jtfh|kb|kq|kv|kz)\d+"
    r"|^hs37d5|^hs38d1|^hla[-_]|^nc_007605|^chrebv|^phix|^(?:hpv|hcv|hiv|hbv|htlv|kshv|cmv|mcv|sv40)"
)
UNKNOWN = "unknown_sequence"
_CHROM, _POS, _REF = pl.col("CHROM"), pl.col("POS"), pl.col("REF")

PLACE_RULES: tuple[Rule, ...] = (
    Rule("invalid_chromosome", _CHROM.str.strip_chars().is_in(["", "."]), pl.lit("CHROM is missing")),
    Rule(
        "invalid_chromosome",
        _CHROM.str.contains(r"\s"),
        sentence('CHROM "{}" holds white space', _CHROM.str.head(60)),
    ),
    Rule(
        "invalid_chromosome",
        _CHROM.str.contains(r"[<>]") & ~_CHROM.str.contains(r"^<[^<>]+>$"),
        sentence('CHROM "{}" holds an angle bracket', _CHROM.str.head(60)),
    ),
    Rule(
        "invalid_chromosome",
        _CHROM.str.contains(",", literal=True),
        sentence('CHROM "{}" holds a comma', _CHROM.str.head(60)),
    ),
    Rule(
        "invalid_chromosome",
        _CHROM.str.contains(":", literal=True) & ~pl.col("is_other"),
        sentence('CHROM "{}" holds a colon', _CHROM.str.head(60)),
    ),
    Rule(
        "position_not_a_number",
        pl.col("position").is_null(),
        sentence('POS "{}" is not a whole number of 0 or more', _POS.str.head(60)),
    ),
    Rule("invalid_allele", _REF.is_in(["", "."]), pl.lit("REF is missing")),
    Rule(
        "invalid_allele",
        _REF.str.contains(",", literal=True),
        sentence('REF "{}" names several alleles: there is only one', _REF.str.head(60)),
    ),
    Rule(
        "invalid_allele",
        ~_REF.str.contains("^[ACGTNacgtn]+$"),
        sentence('REF "{}" holds something other than the bases A, C, G, T, N', _REF.str.head(60)),
    ),
    Rule(
        "position_beyond_chromosome",
        pl.col("position") + _REF.str.len_bytes().cast(pl.Int64) - 1
        > pl.col("length") + (pl.col("position") > pl.col("length")),
        sentence("POS {} lies beyond chromosome {} ({} bases)", "position", "chromosome", "length"),
    ),
)

# Records that the specification allows and that hold no small variant of a chromosome.
FILTERS: tuple[tuple[str, pl.Expr, str], ...] = (
    (
        "other_sequence",
        pl.col("chromosome").is_null() & pl.col("is_other"),
        "a sequence other than chromosomes 1-22, X, Y and MT",
    ),
    (
        UNKNOWN,
        pl.col("chromosome").is_null(),
        "a sequence that is no chromosome, nor one that the header lists",
    ),
    (
        "telomere",
        (pl.col("position") == 0) | (pl.col("position") > pl.col("length")),
        "a position at the telomere, where there is no base",
    ),
)


def placed(rows: pl.DataFrame, build: str, listed: Collection[str], vocabulary: Vocabulary) -> pl.DataFrame:
    """Add `chromosome` (normal form or NULL), `length` (bases), `position`, and `is_other` (a known other
    sequence).
    """
    names = rows.select(_CHROM.unique())
    names = names.select(
        _CHROM,
        normal_chromosome(_CHROM, vocabulary).alias("chromosome"),
        (
            _CHROM.is_in(list(listed))
            | _CHROM.str.contains(_OTHER_SEQUENCE)
            | _CHROM.str.contains(r"^<[^<>\s]+>$")
        ).alias("is_other"),
    ).with_columns(chromosome_length(pl.lit(build), pl.col("chromosome"), vocabulary).alias("length"))
    position = pl.when(_POS.str.contains(r"^[0-9]{1,15}$")).then(_POS).cast(pl.Int64, strict=False)
    return rows.with_columns(position.alias("position")).join(
        names, on="CHROM", how="left", maintain_order="left"
    )
