"""Gene symbols that a spreadsheet turned into dates: `2-Mar`, `Sep-01`, `2020-09-09`, `3/1/2020`.

Which gene a date was cannot be known from the date (`1-Mar` was MARCH1 or MARC1), so a symbol is mended only
where the variant lies within a gene of the seed `date_like_gene` whose former symbol gives such a date, and
where an Ensembl id of the row, if there is one, does not speak against it. The others become NULL.
"""

import re
from dataclasses import dataclass

import polars as pl

from etl.rejects import LINE
from etl.vocabulary import Vocabulary

SYMBOL = "hugo_symbol"
_MONTHS = (
    "jan(?:uary)?",
    "feb(?:ruary)?",
    "mar(?:ch)?",
    "apr(?:il)?",
    "may",
    "june?",
    "july?",
    "aug(?:ust)?",
    "sept?(?:ember)?",
    "oct(?:ober)?",
    "nov(?:ember)?",
    "dec(?:ember)?",
)
_MONTH, _CUT = rf"(?:{'|'.join(_MONTHS)})", r"[-/. ]"
DATE = (
    rf"(?i)^(?:[0-9]{{1,2}}{_CUT}{_MONTH}(?:{_CUT}[0-9]{{2,4}})?"
    rf"|{_MONTH}{_CUT}[0-9]{{1,4}}"
    rf"|[0-9]{{4}}{_CUT}[0-9]{{1,2}}{_CUT}[0-9]{{1,2}}(?:[ T][0-9:.]+)?"
    rf"|[0-9]{{1,2}}{_CUT}[0-9]{{1,2}}{_CUT}[0-9]{{2,4}})$"
)
_TIME = re.compile(r"[ T][0-9]+:.*$")


@dataclass(frozen=True, slots=True)
class Dates:
    """Symbols of a batch that are dates: `examples` are the first lines with their words."""

    n_mended: int
    n_lost: int
    examples: tuple[tuple[int, str], ...]


def mended(rows: pl.DataFrame, vocabulary: Vocabulary) -> tuple[pl.DataFrame, Dates | None]:
    """The rows without dates for symbols, and what was found; None where there was nothing.

    Needs `source_line` (each line once), `genome_build`, `chromosome`, `start_position` and
    `ensembl_gene_id`.
    """
    words = rows[SYMBOL].drop_nulls().unique()
    words = words.filter(words.str.contains(DATE))
    if words.is_empty():
        return rows, None
    is_date = pl.col(SYMBOL).is_in(words.implode()).fill_null(False)
    damaged = rows.filter(is_date)
    found = (
        damaged.join(_genes(words.to_list(), vocabulary), on=(SYMBOL, "genome_build", "chromosome"))
        .filter(
            pl.col("start_position").is_between("gene_start", "gene_end"),
            (pl.col("ensembl_gene_id") == pl.col("gene_id")).fill_null(True),
        )
        .group_by(LINE)
        .agg(pl.col("gene_symbol").unique())
        .filter(pl.col("gene_symbol").list.len() == 1)
        .select(LINE, pl.col("gene_symbol").list.first())
    )
    rows = (
        rows.join(found, on=LINE, how="left", maintain_order="left")
        .with_columns(pl.when(is_date).then(pl.col("gene_symbol")).otherwise(pl.col(SYMBOL)).alias(SYMBOL))
        .drop("gene_symbol")
    )
    first = damaged.select(LINE, SYMBOL).sort(LINE).head(5).rows()
    return rows, Dates(found.height, damaged.height - found.height, tuple(first))


def _genes(words: list[str], vocabulary: Vocabulary) -> pl.DataFrame:
    """For each word the genes that it may have been, on each build."""
    pairs = [
        (
            word,
            gene.genome_build,
            gene.chromosome,
            gene.start,
            gene.end,
            gene.ensembl_gene_id,
            gene.gene_symbol,
        )
        for word in words
        for gene in vocabulary.date_like_genes
        if _may_be(word, gene.month, gene.number)
    ]
    names = (SYMBOL, "genome_build", "chromosome", "gene_start", "gene_end", "gene_id", "gene_symbol")
    types = (pl.String, pl.String, pl.String, pl.Int64, pl.Int64, pl.String, pl.String)
    return pl.DataFrame(pairs, schema=dict(zip(names, types, strict=True)), orient="row")


def _may_be(word: str, month: int, number: int) -> bool:
    """True if a spreadsheet may write this date for a symbol of that month and number.

    A number beyond the days of a month is taken as a year: `SEPT9` → 2009-09-01 in some.
    """
    numbers = [int(text) % 100 for text in re.findall(r"[0-9]+", _TIME.sub("", word))]
    if re.search(_MONTHS[month - 1], word, re.IGNORECASE):
        return number in numbers
    if re.search("[a-z]", word, re.IGNORECASE) or month not in numbers:
        return False
    numbers.remove(month)
    return number in numbers
