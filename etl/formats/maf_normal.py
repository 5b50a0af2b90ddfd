"""The columns that are worked out for a row of a MAF: what its rules look at, and its variant in normal form.

Expressions are made once for a file, and what hardly any batch holds is looked for once for all of it: on
the rows of a small file both take longer than the work itself.
"""

from collections.abc import Mapping

import polars as pl

from etl import fraction, genome
from etl.formats.maf_words import structural
from etl.vocabulary import Vocabulary

COUNTS = ("t_depth", "t_ref_count", "t_alt_count", "n_depth", "n_ref_count", "n_alt_count")
_WORDS = ("build", "delivered_chromosome")
# Pairs of words that are kept from batch to batch; a file has a few dozen.
_MOST_PLACES = 10_000
_STRUCTURAL = ("variant_classification", "delivered_type")
_POSITIONS = {"start_position": pl.col("start"), "end_delivered": pl.col("end")}
_ALLELES = ("reference_allele", "allele_1", "allele_2")
_IS_POSITION = r"^\d+(\.0+)?$"
_REFERENCE, _FIRST, _SECOND = map(pl.col, _ALLELES)

_TYPED = (
    *(text.cast(pl.Int64, strict=False).alias(name) for name, text in _POSITIONS.items()),
    pl.col("reference").str.to_uppercase().alias("reference_allele"),
    _FIRST.str.to_uppercase(),
    _SECOND.str.to_uppercase(),
)
_LOOK = (
    *(
        (
            (pl.col(name).is_null() & text.is_not_null())
            | text.str.starts_with("-")
            | text.str.starts_with("+")
        )
        .any()
        .alias(name)
        for name, text in _POSITIONS.items()
    ),
    *(pl.col(name).str.starts_with("--").any() for name in _ALLELES),
    pl.col("delivered_vaf").is_not_null().any(),
    *(pl.col(name).unique().implode() for name in _STRUCTURAL),
)
_MENDED: Mapping[str, pl.Expr] = {
    **{
        name: pl.when(text.str.contains(_IS_POSITION))
        .then(text.str.replace(r"\.0+$", "").cast(pl.Int64, strict=False))
        .alias(name)
        for name, text in _POSITIONS.items()
    },
    # Any number of dashes is no base.
    **{name: pl.col(name).str.replace(r"^-+$", genome.NONE) for name in _ALLELES},
}
_SAYS_NOTHING = _SECOND.is_null() | (_SECOND == _REFERENCE)
_ALTERNATE = pl.when(_SAYS_NOTHING).then(pl.coalesce(_FIRST, _SECOND)).otherwise(_SECOND)
_LAST = pl.max_horizontal(
    pl.col("start_position") + genome.allele_length(_REFERENCE) - 1, pl.col("end_delivered")
)
_GENE = pl.col("gene")
# So the GDC writes it: to cut off a version takes five times as long as to see that there is none.
_IS_ENSEMBL = (
    # The number starts with its zero: behind that no sign passes for a part of it.
    _GENE.str.starts_with("ENSG0") & _GENE.str.slice(4).cast(pl.Int64, strict=False).is_not_null()
).all()
_ENTREZ = pl.col("entrez_gene_id")
_NORMAL = (
    pl.when(_ENTREZ != 0).then(_ENTREZ).alias("entrez_gene_id"),
    genome.variant_type(_REFERENCE, pl.col("alternate_allele")).alias("variant_type"),
    *(pl.col(name).cast(pl.Int32) for name in COUNTS),
    pl.lit(None, dtype=pl.String).alias("t_pl"),
)


class Normal:
    """The columns of one file; `default_build` is that of rows without NCBI_Build."""

    def __init__(self, vocabulary: Vocabulary, default_build: str | None) -> None:
        text = pl.coalesce(pl.col("build"), pl.lit(default_build, dtype=pl.String))
        build = genome.normal_build(text, vocabulary)
        chromosome = genome.normal_chromosome(pl.col("delivered_chromosome"), vocabulary)
        self._place = {
            "build_text": text,
            "genome_build": build,
            "chromosome": chromosome,
            "length": genome.chromosome_length(build, chromosome, vocabulary),
            "is_supported": build.is_in(list(vocabulary.supported_builds)),
        }
        self._known: pl.DataFrame | None = None
        self._supported = pl.lit(" or ".join(vocabulary.supported_builds)).alias("supported")
        self._structural = frozenset(row.word for row in vocabulary.class_words if row.is_structural)

    def prepared(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Adds normal build and chromosome, typed positions, the fraction `t_vaf` (of any size), alleles in
        upper case, and the chromosome's length.

        The alternate allele is Tumor_Seq_Allele2, unless that is empty or equals the reference: then
        Tumor_Seq_Allele1.
        """
        rows = rows.with_columns(_TYPED)
        found = rows.select(_LOOK).row(0, named=True)
        if odd := [expression for name, expression in _MENDED.items() if found[name]]:
            rows = rows.with_columns(odd)
        vaf = rows["delivered_vaf"]
        fractions = fraction.numbers(vaf) if found["delivered_vaf"] else vaf.cast(pl.Float64)
        return rows.hstack(self._places(rows)).with_columns(
            fractions.alias("t_vaf"),
            _ALTERNATE.alias("alternate_allele"),
            _LAST.alias("last_position"),
            *structural({name: found[name] for name in _STRUCTURAL}, self._structural),
            self._supported,
        )

    def variants(self, rows: pl.DataFrame, fractions: pl.Series) -> pl.DataFrame:
        """Rows that passed every rule, with the variant in normal form; `fractions` are from 0 to 1."""
        rows = genome.normal_alleles(rows)
        is_ensembl = rows.select(_IS_ENSEMBL).item()
        ensembl = _GENE if is_ensembl else _GENE.str.extract(r"^(ENSG\d+)")
        return rows.with_columns(fractions.alias("t_vaf"), ensembl.alias("ensembl_gene_id"), *_NORMAL)

    def _places(self, rows: pl.DataFrame) -> list[pl.Series]:
        """Build and chromosome in normal form, and the chromosome's length.

        Worked out once for each pair of delivered words: few differ.
        """
        words = rows.select(_WORDS)
        known = self._known
        found = None if known is None else _looked_up(words, known)
        if found is None or found["is_known"].null_count():
            pairs = words.unique()
            if known is not None and known.height + pairs.height <= _MOST_PLACES:
                pairs = pl.concat([known.select(_WORDS), pairs]).unique()
            self._known = pairs.with_columns(**self._place, is_known=pl.lit(True))
            found = _looked_up(words, self._known)
        return [found[name] for name in self._place]


def _looked_up(words: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    return words.join(known, on=_WORDS, how="left", nulls_equal=True, maintain_order="left")
