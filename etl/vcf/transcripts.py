"""One transcript for each allele, after vcf2maf.

First the gene: that of the best entry that names one, by biotype, severity and length of the transcript. Then
the gene's canonical transcript, else its MANE transcript, else the one that VEP flagged as PICK, else the
best. Unlike vcf2maf, a gene that has no canonical transcript keeps the pick.
"""

import polars as pl

from etl.vcf.annotation import Annotation, entries
from etl.vcf.classes import INTERGENIC, Terms

PICKED = ("symbol", "gene", "transcript", "hgvsc", "hgvsp", "protein_position", "amino_acids", "existing")
FLAGS = ("canonical", "mane", "pick")
# What wins is the least of one integer: flag (2 bits), rank (1 no symbol, 4 biotype, 5 severity, 20 length),
# entry (31).
_LENGTH = 1 << 20
_BIOTYPE = 32 * _LENGTH
_NO_SYMBOL = 16 * _BIOTYPE
_FLAG = 2 * _NO_SYMBOL
_ENTRIES = 1 << 31


def pick(annotation: Annotation, values: pl.Series, alleles: pl.DataFrame, terms: Terms) -> pl.DataFrame:
    """The picked transcript of each allele.

    `values` holds the annotation of each record; `alleles` (`record`: index into `values`, `n_alleles`,
    `reference`, `alternate` as delivered) is sorted by record and allele. The result has a row for each
    allele, in that order: `PICKED`, `terms` (all of them, the gravest first) and `gravest`; NULLs where
    nothing annotates the allele.
    """
    listed = entries(annotation, values)
    if listed.is_empty():
        return nothing(alleles.height)
    missing = [name for name in (*PICKED, "biotype", "cdna_position", *FLAGS) if name not in listed.columns]
    listed = listed.with_columns(pl.lit(None, dtype=pl.String).alias(name) for name in missing)
    listed = listed.with_columns(pl.col("consequence").fill_null(INTERGENIC))
    kinds = terms.ranked(listed["consequence"])
    ranked = listed.select(
        "record",
        *(name for name in ("allele", "allele_number") if name in listed.columns),
        _rank(kinds, terms).alias("rank"),
        pl.coalesce("symbol", "gene").alias("of_gene"),
        pl.coalesce(
            *(pl.when(pl.col(name).is_not_null()).then(n) for n, name in enumerate(FLAGS)), len(FLAGS)
        ).alias("flag"),
    )
    found = _assigned(ranked, alleles)
    gene = ranked["of_gene"].gather(_least(found, pl.col("rank"), alleles.height))
    of_that_gene = found.filter(pl.col("of_gene").eq_missing(gene.gather(found["allele_row"])))
    best = _least(of_that_gene, pl.col("flag").cast(pl.Int64) * _FLAG + pl.col("rank"), alleles.height)
    picked = listed.select(pl.col(*PICKED, "consequence").gather(best))
    return picked.join(kinds.drop("severity"), on="consequence", how="left", maintain_order="left").drop(
        "consequence"
    )


def nothing(n_alleles: int) -> pl.DataFrame:
    """What `pick` gives where nothing is annotated."""
    names = (*PICKED, "terms", "gravest")
    return pl.DataFrame(
        {name: pl.Series([None], dtype=pl.String).new_from_index(0, n_alleles) for name in names}
    )


def _rank(kinds: pl.DataFrame, terms: Terms) -> pl.Expr:
    severity = pl.col("consequence").replace_strict(
        kinds["consequence"], kinds["severity"], return_dtype=pl.Int64
    )
    length = pl.col("cdna_position").str.extract(r"/(\d{1,6})$").cast(pl.Int64).fill_null(0)
    no_symbol = pl.col("symbol").is_null().cast(pl.Int64)
    biotype = terms.biotype_rank(pl.col("biotype"))
    return no_symbol * _NO_SYMBOL + biotype * _BIOTYPE + severity * _LENGTH + (_LENGTH - 1 - length)


def _least(found: pl.DataFrame, key: pl.Expr, n_alleles: int) -> pl.Series:
    """The entry with the least key for each row of alleles, NULL where it has none. Ties go to the first
    listed.
    """
    least = found.group_by("allele_row").agg(
        ((key * _ENTRIES + pl.col("entry")).min() % _ENTRIES).cast(pl.UInt32).alias("best")
    )
    best = pl.Series("entry", [None], dtype=pl.UInt32).new_from_index(0, n_alleles)
    return best.scatter(least["allele_row"], least["best"])


def _assigned(ranked: pl.DataFrame, alleles: pl.DataFrame) -> pl.DataFrame:
    """The entries (`entry`: their row) with the row of `alleles` that each describes; those of none are
    dropped.
    """
    first = alleles.with_row_index("allele_row").filter(pl.col("record").is_first_distinct())
    placed = ranked.with_row_index("entry").with_columns(
        first.select(pl.col("allele_row", "n_alleles").gather(ranked["record"]))
    )
    kept = ["entry", "allele_row", "rank", "of_gene", "flag"]
    is_several = placed["n_alleles"] > 1
    if not is_several.any():
        return placed.select(kept)
    several = _by_allele(placed.filter(is_several), alleles)
    return pl.concat([placed.filter(~is_several).select(kept), several.select(kept)]).sort("allele_row")


def _by_allele(placed: pl.DataFrame, alleles: pl.DataFrame) -> pl.DataFrame:
    """Entries of multi-allelic records: by VEP's allele number, else by the allele as VEP or SnpEff spells
    it.
    """
    number = pl.lit(None, dtype=pl.UInt32)
    if "allele_number" in placed.columns:
        number = pl.col("allele_number").cast(pl.UInt32, strict=False)
    placed = placed.with_columns(number.alias("number"))
    by_number = placed.filter(pl.col("number").is_between(1, pl.col("n_alleles"))).with_columns(
        pl.col("allele_row") + pl.col("number") - 1
    )
    rest = placed.filter(pl.col("number").is_null())
    if rest.is_empty() or "allele" not in placed.columns:
        return by_number
    spelled = _spellings(alleles.with_row_index("allele_row"))
    matched = rest.drop("allele_row").join(spelled, on=["record", "allele"], how="inner")
    return pl.concat([by_number, matched.select(by_number.columns)])


def _spellings(alleles: pl.DataFrame) -> pl.DataFrame:
    """How annotators name an ALT: as it stands, or (VEP, beside an indel) without the base that all share."""
    alleles = alleles.filter(pl.col("n_alleles") > 1)
    alternate, reference = pl.col("alternate"), pl.col("reference")
    cut = pl.when(alternate.str.len_bytes() == 1).then(pl.lit("-")).otherwise(alternate.str.slice(1))
    is_anchored = (alternate.str.head(1) == reference.str.head(1)).all().over("record")
    is_indel = (alternate.str.len_bytes() != reference.str.len_bytes()).any().over("record")
    whole = alleles.select("record", "allele_row", alternate.alias("allele"))
    trimmed = alleles.filter(is_anchored & is_indel).select("record", "allele_row", cut.alias("allele"))
    # A spelling that fits two alleles of a record decides nothing.
    both = pl.concat([whole, trimmed]).unique()
    return both.filter(pl.len().over("record", "allele") == 1)
