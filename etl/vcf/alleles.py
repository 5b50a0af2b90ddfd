"""ALT alleles: one row for each, what kind it is, and its normal form."""

import polars as pl

from etl.genome import NONE, normal_alleles
from etl.rejects import LINE, Rule, sentence

_BASES = "^[ACGTN]+$"
_PLACE = r"(?:\[[^\[\]]+:\d+\[|\][^\[\]]+:\d+\])"
_BREAKEND = rf"^(?:[ACGTNacgtn.]+{_PLACE}|{_PLACE}[ACGTNacgtn.]+|\.[ACGTNacgtn]+|[ACGTNacgtn]+\.)$"
_SYMBOLIC = r"^<[^<>\s,]+>$"
_IUPAC = "^[ACGTNRYSWKMBDHV]+$"


def split(records: pl.DataFrame) -> pl.DataFrame:
    """One row for each ALT of each record, in the order of the file.

    `record` (row of `records`), `source_line`, `allele` (1 is the first ALT), `n_alleles`, `position`,
    `reference`, `alternate` as delivered, and both alleles in capitals as `reference_allele`,
    `alternate_allele`.
    """
    listed = pl.col("ALT").str.split(",")
    return (
        records.select(
            pl.int_range(pl.len(), dtype=pl.UInt32).alias("record"),
            LINE,
            "position",
            listed.alias("alternate"),
            listed.list.len().alias("n_alleles"),
            pl.col("REF").alias("reference"),
        )
        .with_columns(pl.int_ranges(1, pl.col("n_alleles") + 1, dtype=pl.UInt32).alias("allele"))
        .explode("alternate", "allele")
        .with_columns(
            pl.col("reference").str.to_uppercase().alias("reference_allele"),
            pl.col("alternate").str.to_uppercase().alias("alternate_allele"),
        )
    )


def _shown(name: str, text: pl.Expr) -> pl.Expr:
    return sentence(f'{name} "{{}}"', text.str.head(60))


_ALTERNATE = pl.col("alternate")

# Alleles that the specification allows and that are no small variant: left out by a stated rule.
FILTERS: tuple[tuple[str, pl.Expr, str], ...] = (
    (
        "no_alternate",
        _ALTERNATE.is_in([".", ""]) & (pl.col("n_alleles") == 1),
        "no ALT allele: the site was looked at",
    ),
    ("reference_block", _ALTERNATE.is_in(["<NON_REF>", "<*>"]), "a gVCF allele that stands for any other"),
    (
        "spanning_deletion",
        (_ALTERNATE == "*") | _ALTERNATE.str.starts_with("<*:"),
        "the allele is lost to a deletion of another record",
    ),
    ("breakend", _ALTERNATE.str.contains(_BREAKEND), "a breakend of a structural variant"),
    ("symbolic_allele", _ALTERNATE.str.contains(_SYMBOLIC), "a symbolic allele: a structural variant"),
)

INVALID: tuple[Rule, ...] = (
    Rule(
        "invalid_allele",
        _ALTERNATE.is_in(["", "."]),
        pl.lit("ALT makes a wrong use of a comma: an allele is empty"),
    ),
    Rule(
        "invalid_allele",
        _ALTERNATE.str.contains(r"\s"),
        sentence("{} holds white space", _shown("ALT", _ALTERNATE)),
    ),
    Rule(
        "invalid_allele",
        _ALTERNATE.str.contains("[<>]"),
        sentence("{} is a symbolic allele with angle brackets inside", _shown("ALT", _ALTERNATE)),
    ),
    Rule(
        "invalid_allele",
        _ALTERNATE.str.contains(r"[\[\]]"),
        sentence(
            "{} is a breakend without bases at either side, or without a place", _shown("ALT", _ALTERNATE)
        ),
    ),
    Rule(
        "invalid_allele",
        pl.col("alternate_allele").str.contains(_IUPAC),
        sentence(
            "{} holds an ambiguity code: it names no single base (A, C, G, T, N)", _shown("ALT", _ALTERNATE)
        ),
    ),
    Rule(
        "invalid_allele",
        pl.lit(True),
        sentence("{} is no allele of A, C, G, T, N", _shown("ALT", _ALTERNATE)),
    ),
)

SAME = Rule(
    "reference_equals_alternate",
    pl.col("reference_allele") == pl.col("alternate_allele"),
    sentence("REF and ALT are both {}", pl.col("reference_allele").str.head(60)),
)

# MAF places an insertion behind a base.
BEFORE_FIRST = Rule(
    "position_beyond_chromosome",
    pl.col("start_position") < 1,
    pl.lit("an insertion before the first base of a chromosome has no place in MAF's coordinates"),
)


def is_sequence(allele: pl.Expr) -> pl.Expr:
    """True for an allele of bases only."""
    return allele.str.contains(_BASES)


def trimmed(alleles: pl.DataFrame) -> pl.DataFrame:
    """The normal form of alleles that are bases and differ: `start_position`, `end_position` and the alleles.

    The shared end is cut first, then the shared start: of `CAA>CA` beside `CAA>C` this leaves the deletion of
    the first A, where a left-aligned record of that allele alone has it. Alleles that share their start keep
    its first base until then: `TT>T` is the loss of the second T. Those that do not may share all of the
    shorter one (`AC>C`, as deletions at the start of a chromosome are written).
    """
    narrow = alleles.select(
        "reference_allele", "alternate_allele", pl.col("position").alias("start_position")
    )
    ref, alt = pl.col("reference_allele"), pl.col("alternate_allele")
    is_longer = (ref.str.len_bytes() > 1) | (alt.str.len_bytes() > 1)
    place = narrow.select((is_longer & (ref.str.tail(1) == alt.str.tail(1))).arg_true()).to_series()
    if not place.is_empty():
        cut = _without_shared_end(narrow[place])
        narrow = narrow.with_columns(narrow[name].scatter(place, cut[name]) for name in cut.columns)
    return alleles.with_columns(normal_alleles(narrow))


def _without_shared_end(frame: pl.DataFrame) -> pl.DataFrame:
    """Alleles that share their last base. The shared end is found by halving: log2(length) comparisons."""
    ref, alt = pl.col("reference_allele"), pl.col("alternate_allele")
    tail, most = pl.col("_tail"), pl.col("_most")
    shorter = pl.min_horizontal(ref.str.len_bytes(), alt.str.len_bytes()).cast(pl.Int64)
    shares_start = (ref.str.head(1) == alt.str.head(1)).cast(pl.Int64)
    frame = frame.with_columns(
        (shorter - shares_start).alias("_most"), pl.lit(0, dtype=pl.Int64).alias("_tail")
    )
    longest: int = frame.select(most.max()).item()
    step = 1 << max(longest.bit_length() - 1, 0)
    while step:
        fits = (tail + step <= most) & (ref.str.tail(tail + step) == alt.str.tail(tail + step))
        frame = frame.with_columns(pl.when(fits).then(tail + step).otherwise(tail).alias("_tail"))
        step >>= 1
    cut = frame.with_columns(
        allele.str.head(allele.str.len_bytes().cast(pl.Int64) - tail).name.keep() for allele in (ref, alt)
    )
    return cut.select(
        pl.when(ref == "").then(pl.lit(NONE)).otherwise(ref).alias("reference_allele"),
        pl.when(alt == "").then(pl.lit(NONE)).otherwise(alt).alias("alternate_allele"),
        # The place of an insertion is the base before it.
        pl.col("start_position") - (ref == "").cast(pl.Int64),
    )
