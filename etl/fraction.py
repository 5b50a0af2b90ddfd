"""Allele fractions as they are delivered: a number from 0 to 1, or a percentage with its sign.

VarScan writes percentages, in some locales with a decimal comma (`12,5%`): the sign says what they are. A
number above 1 without it may be a percentage or a fault: it is never rescaled.
"""

import polars as pl

_SIGN = "%"


def numbers(text: pl.Series) -> pl.Series:
    """The number that each cell states (`12.5%` is 0.125), of whatever size; NULL where it states none."""
    if text.null_count() == len(text):
        return text.cast(pl.Float64)
    cell = pl.col(text.name)
    plain = cell.cast(pl.Float64, strict=False)
    if text.str.contains(_SIGN, literal=True).any():
        bare = cell.str.strip_suffix(_SIGN).str.strip_chars_end()
        percent = bare.str.replace(",", ".", literal=True).cast(pl.Float64, strict=False) / 100
        plain = pl.when(cell.str.ends_with(_SIGN)).then(percent).otherwise(plain)
    return text.to_frame().select(pl.when(plain.is_finite()).then(plain).alias(text.name)).to_series()


def within(number: pl.Series, text: pl.Series) -> pl.Series:
    """What can be read as a fraction of `numbers(text)`: those from 0 to 1.

    Where most of the numbers without a sign are above 1 they are of another scale, and the few up to 1 are
    too: 0.8 among percentages is 0.8 %, not 80 %. Then none of them is read.
    """
    if number.null_count() == len(number):
        return number
    is_outside = ~number.is_between(0, 1).fill_null(True)
    if not is_outside.any():
        return number
    is_bare = ~text.str.ends_with(_SIGN).fill_null(True) & number.is_not_null()
    is_other_scale = 2 * number.filter(is_bare & is_outside).gt(1).sum() > is_bare.sum()
    return number.set(is_outside | is_bare if is_other_scale else is_outside, None)
