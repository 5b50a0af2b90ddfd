"""What a MAF row must be to count as a variant: rules in their order, on the columns of `maf_normal`."""

import polars as pl

from etl import genome
from etl.formats.maf_normal import COUNTS
from etl.rejects import Rule, sentence

_INT32 = 2**31 - 1


def _shown(expression: pl.Expr) -> pl.Expr:
    """The value for a message: at most 40 characters."""
    text = expression.cast(pl.String)
    return pl.when(text.str.len_chars() > 40).then(text.str.head(40) + "…").otherwise(text)


def _is_bad_position(text: str, number: str) -> pl.Expr:
    return pl.col(text).is_not_null() & pl.col(number).is_null()


_start, _end = pl.col("start_position"), pl.col("end_delivered")
_reference, _alternate = pl.col("reference_allele"), pl.col("alternate_allele")
_is_bad_start = _is_bad_position("start", "start_position")
_is_bad_reference = _reference.is_null() | ~_reference.str.contains(genome.BASES)

# Fusions among mutations have neither: their cells are empty, 0 or -1.
_is_nowhere = pl.all_horizontal(
    pl.col(name).is_null() | pl.col(name).is_in(["0", "-1"])
    for name in ("delivered_chromosome", "start", "end")
)
_is_unplaced = pl.all_horizontal(
    pl.col(name).is_null() | pl.col(name).is_in(["0", "-1"]) for name in ("start", "end")
)
_has_no_allele = pl.all_horizontal(
    pl.col(name).is_null() | (pl.col(name) == genome.NONE) for name in ("reference", "allele_1", "allele_2")
)

RULES: tuple[Rule, ...] = (
    Rule(
        "structural_event",
        pl.col("is_structural") | (_is_unplaced & _has_no_allele),
        pl.when(pl.col("is_structural"))
        .then(
            sentence(
                "{} is a structural event, no small variant",
                pl.concat_str(
                    pl.lit('"'),
                    _shown(pl.col("structural_word")),
                    pl.lit('"'),
                ),
            )
        )
        .otherwise(pl.lit("neither coordinates nor alleles: a structural event"))
        + pl.lit(": deliver it with the structural variants (data_sv.txt)"),
    ),
    Rule(
        "missing_coordinates",
        _is_nowhere,
        pl.lit("Chromosome and Start_Position are empty: give the place of the variant, or take the row out"),
    ),
    Rule(
        "missing_sample",
        pl.col("tumor_sample_barcode").is_null(),
        pl.lit("Tumor_Sample_Barcode is empty: name the sample"),
    ),
    Rule(
        "unknown_chromosome",
        pl.col("chromosome").is_null(),
        pl.when(pl.col("delivered_chromosome").is_null())
        .then(pl.lit("Chromosome is empty: name it"))
        .otherwise(
            sentence(
                'Chromosome "{}" is none of 1-22, X, Y, MT: variants on other sequences are not loaded',
                _shown(pl.col("delivered_chromosome")),
            )
        ),
    ),
    Rule(
        "position_not_a_number",
        _start.is_null() | _is_bad_position("end", "end_delivered"),
        pl.when(pl.col("start").is_null())
        .then(pl.lit("Start_Position is empty: give the position of the first base, counted from 1"))
        .otherwise(
            sentence(
                '{} "{}" is not an integer: write digits only',
                pl.when(_is_bad_start).then(pl.lit("Start_Position")).otherwise(pl.lit("End_Position")),
                _shown(pl.when(_is_bad_start).then(pl.col("start")).otherwise(pl.col("end"))),
            )
        ),
    ),
    Rule(
        "start_after_end",
        _start > _end,
        sentence("Start_Position {} lies after End_Position {}: correct the positions", _start, _end),
    ),
    Rule(
        "unknown_build",
        ~pl.col("is_supported").fill_null(False),
        pl.when(pl.col("build_text").is_null())
        .then(
            sentence(
                "no NCBI_Build, and the study does not say one: set genome_build in study.toml ({})",
                "supported",
            )
        )
        .when(pl.col("genome_build").is_not_null())
        .then(
            sentence(
                'build "{}" ({}) is not supported: lift the variants to {} first',
                _shown(pl.col("build_text")),
                "genome_build",
                "supported",
            )
        )
        .otherwise(sentence('build "{}" is not known: name {}', _shown(pl.col("build_text")), "supported")),
    ),
    Rule(
        "invalid_allele",
        _is_bad_reference | _alternate.is_null() | ~_alternate.str.contains(genome.BASES),
        pl.when(_is_bad_reference)
        .then(sentence('Reference_Allele "{}"', _shown(_reference.fill_null(""))))
        .otherwise(sentence('alternate allele "{}"', _shown(_alternate.fill_null(""))))
        + pl.lit(" is not made of A, C, G, T, N, nor '-' alone: spell out the bases"),
    ),
    Rule(
        "reference_equals_alternate",
        _reference == _alternate,
        sentence('reference and alternate allele are both "{}": no variant', _shown(_reference)),
    ),
    Rule(
        "position_beyond_chromosome",
        (_start < 1) | (pl.col("last_position") > pl.col("length")),
        sentence(
            "position {} lies outside chromosome {} of {} (1 to {}): is the build right?",
            pl.when(_start < 1).then(_start).otherwise(pl.col("last_position")),
            "chromosome",
            "genome_build",
            "length",
        ),
    ),
    *(
        Rule(
            "not_an_integer",
            pl.col(name).abs() > _INT32,
            sentence("{} {} is too large for a count", pl.lit(name), pl.col(name)),
        )
        for name in COUNTS
    ),
)
