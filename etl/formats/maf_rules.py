"""What a MAF row must be to count as a variant: columns worked out for it, rules in their order."""

import polars as pl

from etl import fraction, genome
from etl.formats.maf_words import structural
from etl.rejects import Rule, sentence
from etl.vocabulary import Vocabulary

_POSITION = r"^\d+(\.0+)?$"
_INT32 = 2**31 - 1
_COUNTS = ("t_depth", "t_ref_count", "t_alt_count", "n_depth", "n_ref_count", "n_alt_count")


def prepared(rows: pl.DataFrame, vocabulary: Vocabulary, default_build: str | None) -> pl.DataFrame:
    """Adds normal build and chromosome, typed positions, the fraction `t_vaf` (of any size), alleles in
    upper case, and the chromosome's length.

    The alternate allele is Tumor_Seq_Allele2, unless that is empty or equals the reference: then
    Tumor_Seq_Allele1.
    """
    rows = _placed(rows, vocabulary, default_build).with_columns(
        _position(rows["start"]).alias("start_position"),
        _position(rows["end"]).alias("end_delivered"),
        _allele(rows["reference"]).alias("reference_allele"),
        _allele(rows["allele_1"]),
        _allele(rows["allele_2"]),
        fraction.numbers(rows["delivered_vaf"]).alias("t_vaf"),
    )
    first, second, reference = pl.col("allele_1"), pl.col("allele_2"), pl.col("reference_allele")
    says_nothing = second.is_null() | (second == reference)
    last = pl.max_horizontal(
        pl.col("start_position") + genome.allele_length(reference) - 1, pl.col("end_delivered")
    )
    return rows.with_columns(
        pl.when(says_nothing).then(pl.coalesce(first, second)).otherwise(second).alias("alternate_allele"),
        last.alias("last_position"),
        *structural(rows, ("variant_classification", "delivered_type"), vocabulary),
        pl.lit(" or ".join(vocabulary.supported_builds)).alias("supported"),
    )


def _placed(rows: pl.DataFrame, vocabulary: Vocabulary, default_build: str | None) -> pl.DataFrame:
    """The rows with build and chromosome in normal form, and the chromosome's length.

    Worked out once for each pair of delivered words: few differ.
    """
    words = ["build", "delivered_chromosome"]
    build = pl.coalesce(pl.col("build"), pl.lit(default_build, dtype=pl.String))
    places = (
        rows.select(words)
        .unique()
        .with_columns(
            build.alias("build_text"),
            genome.normal_build(build, vocabulary).alias("genome_build"),
            genome.normal_chromosome(pl.col("delivered_chromosome"), vocabulary).alias("chromosome"),
        )
    )
    length = genome.chromosome_length(pl.col("genome_build"), pl.col("chromosome"), vocabulary)
    is_supported = pl.col("genome_build").is_in(list(vocabulary.supported_builds))
    places = places.with_columns(length.alias("length"), is_supported.alias("is_supported"))
    found = rows.select(words).join(places, on=words, how="left", nulls_equal=True, maintain_order="left")
    return rows.hstack(found.drop(words))


def _position(cells: pl.Series) -> pl.Expr:
    """A column of positions as numbers, NULL where a cell is none."""
    text = pl.col(cells.name)
    number = text.cast(pl.Int64, strict=False)
    is_signed = text.str.starts_with("-") | text.str.starts_with("+")
    n_bad = cells.to_frame().select((number.is_null() & text.is_not_null() | is_signed).sum()).item()
    if not n_bad:
        return number
    whole = text.str.replace(r"\.0+$", "").cast(pl.Int64, strict=False)
    return pl.when(text.str.contains(_POSITION)).then(whole)


def _allele(cells: pl.Series) -> pl.Expr:
    """A column of alleles in upper case; any number of dashes is no base."""
    bases = pl.col(cells.name).str.to_uppercase()
    return bases.str.replace(r"^-+$", genome.NONE) if cells.str.starts_with("--").any() else bases


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
        for name in _COUNTS
    ),
)
