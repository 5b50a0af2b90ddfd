"""Normal forms of the genome: build, chromosome, alleles and coordinates, as polars expressions.

Coordinates follow the MAF convention: 1-based, inclusive; `-` stands for no base; an insertion lies between
`start` (the base before it) and `end` = start + 1. Alleles carry no common prefix (vcf2maf, mskcc/vcf2maf):
the anchor base of a VCF record is cut and the start moves with it. Suffixes stay and nothing is
left-aligned: that needs the reference sequence.
"""

import polars as pl

from etl.vocabulary import Vocabulary

BASES = "^(-|[ACGTN]+)$"
NONE = "-"


def normal_build(build: pl.Expr, vocabulary: Vocabulary) -> pl.Expr:
    """Normal form of a build's name, NULL where not known.

    Patch releases (`.p13`) share coordinates; `37.0` is what pandas makes of 37 beside an empty cell.
    """
    key = build.str.strip_chars().str.to_lowercase().str.replace(r"\.(?:p\d+|0)$", "")
    return key.replace_strict(dict(vocabulary.builds), default=None, return_dtype=pl.String)


def build_of(name: str, vocabulary: Vocabulary) -> str | None:
    """Normal form of one build's name if its coordinates are supported, else None."""
    found = pl.select(normal_build(pl.lit(name), vocabulary)).item()
    return str(found) if found in vocabulary.supported_builds else None


def normal_chromosome(chromosome: pl.Expr, vocabulary: Vocabulary) -> pl.Expr:
    """`1`..`22`, `X`, `Y`, `MT`; NULL for every other sequence. `7.0` is 7, as pandas may write it."""
    key = chromosome.str.strip_chars().str.to_lowercase().str.replace(r"^(\d+)\.0$", "$1")
    return key.replace_strict(dict(vocabulary.chromosomes), default=None, return_dtype=pl.String)


def chromosome_length(build: pl.Expr, chromosome: pl.Expr, vocabulary: Vocabulary) -> pl.Expr:
    """Length in bases, NULL where build and chromosome do not go together."""
    lengths = {f"{b}:{c}": n for (b, c), n in vocabulary.lengths.items()}
    key = pl.concat_str([build, pl.lit(":"), chromosome])
    return key.replace_strict(lengths, default=None, return_dtype=pl.Int64)


def allele_length(allele: pl.Expr) -> pl.Expr:
    """Number of bases; `-` has none."""
    return pl.when(allele == NONE).then(0).otherwise(allele.str.len_bytes()).cast(pl.Int64)


def normal_alleles(frame: pl.DataFrame) -> pl.DataFrame:
    """Trim the common prefix of `reference_allele` and `alternate_allele` and place the variant.

    Both must be upper-case bases or `-`, and differ; `start_position` is that of the delivered reference
    allele (for a reference of `-`: the base before the insertion). Sets `start_position` and
    `end_position`.
    """
    if frame.select(_IS_ANCHORED.any()).item():
        numbered = frame.with_row_index("_row")
        parts = numbered.filter(~_IS_ANCHORED), _trimmed(numbered.filter(_IS_ANCHORED))
        frame = pl.concat(parts).sort("_row").drop("_row")
    return frame.with_columns(_END)


_REF, _ALT, _START = pl.col("reference_allele"), pl.col("alternate_allele"), pl.col("start_position")
_IS_ANCHORED = (_REF.str.head(1) == _ALT.str.head(1)).fill_null(False)
_END = (
    pl.when(_REF == NONE).then(_START + 1).otherwise(_START + allele_length(_REF) - 1).alias("end_position")
)


def _trimmed(frame: pl.DataFrame) -> pl.DataFrame:
    """Alleles that share their first base. The prefix is found by halving, in log2(length) steps."""
    ref, alt, prefix = _REF, _ALT, pl.col("_prefix")
    shorter = pl.min_horizontal(ref.str.len_bytes(), alt.str.len_bytes()).cast(pl.Int64)
    frame = frame.with_columns(pl.lit(0, dtype=pl.Int64).alias("_prefix"), shorter.alias("_shorter"))
    longest: int = frame.select(pl.col("_shorter").max()).item()
    step = 1 << (longest.bit_length() - 1)
    while step:
        fits = (prefix + step <= pl.col("_shorter")) & (
            ref.str.head(prefix + step) == alt.str.head(prefix + step)
        )
        frame = frame.with_columns(pl.when(fits).then(prefix + step).otherwise(prefix).alias("_prefix"))
        step >>= 1
    is_insertion = ref.str.len_bytes() == prefix
    return frame.with_columns(
        (pl.col("start_position") + prefix - is_insertion.cast(pl.Int64)).alias("start_position"),
        _rest(ref, prefix).alias("reference_allele"),
        _rest(alt, prefix).alias("alternate_allele"),
    ).drop("_prefix", "_shorter")


def _rest(allele: pl.Expr, prefix: pl.Expr) -> pl.Expr:
    rest = allele.str.slice(prefix)
    return pl.when(rest == "").then(pl.lit(NONE)).otherwise(rest)


def variant_type(reference: pl.Expr, alternate: pl.Expr) -> pl.Expr:
    """SNP, DNP, TNP, ONP (longer) of equal lengths; else INS or DEL by which allele is longer."""
    n_ref, n_alt = allele_length(reference), allele_length(alternate)
    return (
        pl.when(n_ref < n_alt)
        .then(pl.lit("INS"))
        .when(n_ref > n_alt)
        .then(pl.lit("DEL"))
        .when(n_ref == 1)
        .then(pl.lit("SNP"))
        .when(n_ref == 2)
        .then(pl.lit("DNP"))
        .when(n_ref == 3)
        .then(pl.lit("TNP"))
        .otherwise(pl.lit("ONP"))
    )
