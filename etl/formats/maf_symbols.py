"""Gene symbols that a spreadsheet turned into dates: `2-Mar`, `Sep-01`, `2020-09-09`, `3/1/2020`, `43892`.

Which gene a date was cannot be known from the date (`1-Mar` was MARCH1 or MARC1), so a symbol is mended only
to a gene of the seed `date_like_gene` whose former symbol gives such a date and in which the variant lies, or
which has the row's Entrez id and lies on the variant's chromosome (a variant in the flank). Neither the
Entrez id nor an Ensembl id of the row may speak against it. Other dates become NULL; a number that is no
such day stays.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta

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
# A spreadsheet's count of days: 1954 to 2146.
SERIAL = "^[2-8][0-9]{4}$"
_DAY_0 = date(1899, 12, 30)
_TIME = re.compile(r"[ T][0-9]+:.*$")


@dataclass(frozen=True, slots=True)
class Dates:
    """Symbols of a batch that are dates: `examples` are the first lines with their words."""

    n_mended: int
    n_lost: int
    examples: tuple[tuple[int, str], ...]


def mended(rows: pl.DataFrame, vocabulary: Vocabulary) -> tuple[pl.DataFrame, Dates | None]:
    """The rows without dates for symbols, and what was found; None where there was nothing.

    Needs `source_line` (each line once), `genome_build`, `chromosome`, `start_position`, `entrez_gene_id`
    and `ensembl_gene_id`.
    """
    words = rows[SYMBOL].drop_nulls().unique()
    words = words.filter(words.str.contains(f"{DATE}|{SERIAL}"))
    if words.is_empty():
        return rows, None
    suspect = rows.filter(pl.col(SYMBOL).is_in(words.implode()).fill_null(False))
    is_there = pl.col("start_position").is_between("gene_start", "gene_end")
    same_entrez = pl.col("entrez_gene_id") == pl.col("gene_entrez")
    found = (
        suspect.join(_genes(words.to_list(), vocabulary), on=(SYMBOL, "genome_build", "chromosome"))
        .filter(
            is_there | same_entrez.fill_null(False),
            same_entrez.fill_null(True),
            (pl.col("ensembl_gene_id") == pl.col("gene_id")).fill_null(True),
        )
        .group_by(LINE)
        .agg(pl.col("gene_symbol").unique())
        .filter(pl.col("gene_symbol").list.len() == 1)
        .select(LINE, pl.col("gene_symbol").list.first())
    )
    is_date = pl.col(SYMBOL).str.contains(DATE).fill_null(False)
    damaged = suspect.filter(is_date | pl.col(LINE).is_in(found[LINE].implode()))
    if damaged.is_empty():
        return rows, None
    rows = (
        rows.join(found, on=LINE, how="left", maintain_order="left")
        .with_columns(pl.coalesce("gene_symbol", pl.when(~is_date).then(pl.col(SYMBOL))).alias(SYMBOL))
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
            gene.entrez_gene_id,
            gene.gene_symbol,
        )
        for word in words
        for gene in vocabulary.date_like_genes
        if _may_be(word, gene.month, gene.number)
    ]
    schema = {
        SYMBOL: pl.String,
        "genome_build": pl.String,
        "chromosome": pl.String,
        "gene_start": pl.Int64,
        "gene_end": pl.Int64,
        "gene_id": pl.String,
        "gene_entrez": pl.Int64,
        "gene_symbol": pl.String,
    }
    return pl.DataFrame(pairs, schema=schema, orient="row")


def _may_be(word: str, month: int, number: int) -> bool:
    """True if a spreadsheet may write this date for a symbol of that month and number.

    A number beyond the days of a month is taken as a year: `SEPT9` → 2009-09-01 in some.
    """
    if re.match(SERIAL, word):
        day = _DAY_0 + timedelta(int(word))
        return (day.month, day.day) == (month, number) or (day.month, day.year % 100) == (month, number)
    numbers = [int(text) % 100 for text in re.findall(r"[0-9]+", _TIME.sub("", word))]
    if re.search(_MONTHS[month - 1], word, re.IGNORECASE):
        return number in numbers
    if re.search("[a-z]", word, re.IGNORECASE) or month not in numbers:
        return False
    numbers.remove(month)
    return number in numbers
