"""Words of Variant_Classification and Variant_Type that are not MAF's: of other tools, of structural events.

What each means is the seed `variant_class_word`.
"""

from collections.abc import Collection, Iterable, Mapping, Set

import polars as pl

from etl.rejects import LINE
from etl.vocabulary import ClassWord, Vocabulary

CLASS = "variant_classification"


def structural(cells: Mapping[str, list[str | None]], words: Set[str]) -> tuple[pl.Expr, pl.Expr]:
    """`structural_word`: the first cell of the columns that is one of the words for a structural event
    (`Fusion`, `SV`, `BND`, …), NULL where none is; and `is_structural`. `cells`: each column's, each once.
    """
    found = [
        pl.when(pl.col(name).is_in(pl.Series(spelt, dtype=pl.String).implode())).then(pl.col(name))
        for name, delivered in cells.items()
        if (spelt := _spelt(delivered, words))
    ]
    word = pl.coalesce(found) if found else pl.lit(None, dtype=pl.String)
    return word.alias("structural_word"), word.is_not_null().alias("is_structural")


def in_classes(rows: pl.DataFrame, vocabulary: Vocabulary) -> tuple[pl.DataFrame, dict[str, tuple[int, int]]]:
    """`variant_classification` in MAF's classes where the seed knows the word, by the row's `variant_type`,
    or where only the case differs.

    Also each word that was read so, with its number of rows and its first line. Other words stay.
    """
    seed = [row for row in vocabulary.class_words if not row.is_structural]
    seed += [ClassWord(name.lower(), "", name, False) for name in vocabulary.classes]
    delivered = rows.select(pl.col(CLASS).unique()).to_series().to_list()
    words = _spelt(delivered, {row.word for row in seed}, but=vocabulary.classes)
    if not words:
        return rows, {}
    in_words = rows.filter(pl.col(CLASS).is_in(pl.Series(words).implode()))
    counts = in_words.group_by(CLASS).agg(pl.len().alias("n"), pl.col(LINE).min().alias("line"))
    # A word of a certain type before the same word of any other.
    ordered = sorted(seed, key=lambda row: not row.variant_type)
    choices = []
    for word in words:
        for row in ordered:
            if row.word == word.lower():
                fits = pl.col(CLASS) == word
                if row.variant_type:
                    fits &= pl.col("variant_type") == row.variant_type
                choices.append(pl.when(fits).then(pl.lit(row.variant_classification)))
    rows = rows.with_columns(pl.coalesce(*choices, pl.col(CLASS)).alias(CLASS))
    return rows, {word: (n, line) for word, n, line in counts.sort("line").iter_rows()}


def _spelt(cells: Iterable[str | None], words: Set[str], but: Collection[str] = ()) -> list[str]:
    """The cells, each once, that are one of the lower-case words: few cells differ, so few are looked at."""
    return sorted(cell for cell in cells if cell is not None and cell.lower() in words and cell not in but)
