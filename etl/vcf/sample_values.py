"""Sample columns against the number and type of values that the header and the specification say of each key.

None of this decides whether a row is loaded: the findings are reported. The declarations of one FORMAT make
one pattern; only columns that it does not fit are looked at key by key.
"""

from collections.abc import Mapping
from functools import lru_cache
from math import comb

import polars as pl

from etl.rejects import LINE
from etl.vcf.notes import Notes
from etl.vcf.reserved import Declared

_INTEGER = r"[-+]?\d+"
_FLOAT = r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?|[-+]?(?i:inf|infinity|nan)"
# Callers write commas into texts: a text may be anything, whatever its Number.
_TEXT = "[^:]*"
_TYPES = {"Integer": _INTEGER, "Float": _FLOAT, "Character": "[^,;:]"}
# More layouts of FORMAT in a batch than this are not checked, nor the number of values above it: patterns
# would grow.
_MAX_LAYOUTS = 64
_MAX_VALUES = 10


def note_sample(
    declared: Mapping[str, Declared], records: pl.DataFrame, column: str, name: str, notes: Notes
) -> None:
    """Note values of a sample column that their declaration does not allow, for records with `n_alleles`."""
    if records.select(pl.struct("FORMAT", "n_alleles").n_unique()).item() > _MAX_LAYOUTS:
        return
    cells = records.select(LINE, "FORMAT", "n_alleles", column)
    for (layout, n_alleles), group in cells.group_by("FORMAT", "n_alleles", maintain_order=True):
        keys, n = tuple(str(layout).split(":")), int(str(n_alleles))
        pattern = _layout(keys, tuple(declared.get(key) for key in keys), n)
        try:
            hit = group.filter(~pl.col(column).str.contains(pattern))
        except pl.exceptions.ComputeError:  # a pattern beyond the engine's size: a FORMAT of hundreds of keys
            continue
        if not hit.is_empty():
            _explain(declared, hit, column, keys, n, name, notes)


def _explain(
    declared: Mapping[str, Declared],
    hit: pl.DataFrame,
    column: str,
    keys: tuple[str, ...],
    n_alleles: int,
    name: str,
    notes: Notes,
) -> None:
    parts = hit.select(LINE, pl.col(column).str.split(":").alias("parts"))
    genotype = pl.lit("0/1")
    if "GT" in keys:
        genotype = pl.col("parts").list.get(keys.index("GT"), null_on_oob=True)
    parts = parts.with_columns(
        genotype.str.strip_chars_start("/|").str.count_matches("[/|]").fill_null(1).alias("n_separators")
    )
    value = pl.col("value")
    for place, key in enumerate(keys):
        what = declared.get(key)
        if what is None or key == "GT" or what.type not in _TYPES:
            continue
        given = parts.with_columns(pl.col("parts").list.get(place, null_on_oob=True).alias("value")).filter(
            value != "."
        )
        is_of_type = value.str.contains(f"^(?:{_list_of(what.type, None)})$")
        _note(notes, f"{key} of {name} does not match its Type ({what.type})", given.filter(~is_of_type))
        for (n_separators,), group in given.filter(is_of_type).group_by("n_separators", maintain_order=True):
            count = count_of(what.number, n_alleles, int(str(n_separators)) + 1)
            if count is not None:
                other = group.filter(value.str.count_matches(",", literal=True) + 1 != count)
                _note(
                    notes, f"{key} of {name} does not match its Number ({what.number}: {count} values)", other
                )


def _note(notes: Notes, what: str, found: pl.DataFrame) -> None:
    if not found.is_empty():
        notes.add(what, found[LINE], found["value"][0])


def count_of(number: str, n_alleles: int, ploidy: int | None) -> int | None:
    """How many values Number asks for, None where it leaves that open."""
    if number.isascii() and number.isdigit() and len(number) < 10:
        return int(number)
    if number == "A":
        return n_alleles
    if number == "R":
        return n_alleles + 1
    if number == "G" and ploidy is not None and ploidy < 100:
        return comb(n_alleles + ploidy, ploidy)
    return None


def _list_of(type_: str, count: int | None) -> str:
    one = _TYPES.get(type_)
    if one is None:
        return _TEXT
    each = rf"(?:{one}|\.)"
    return f"{each}(?:,{each})*" if count is None else f"{each}(?:,{each}){{{count - 1}}}"


@lru_cache(maxsize=256)
def _layout(keys: tuple[str, ...], declared: tuple[Declared | None, ...], n_alleles: int) -> str:
    """The pattern of a sample column that its declarations allow; fields at the end may be left out."""
    ploidies = (1, 2, 3) if "GT" in keys else (2,)
    return f"^(?:{'|'.join(_of_ploidy(keys, declared, n_alleles, ploidy) for ploidy in ploidies)})$"


def _of_ploidy(
    keys: tuple[str, ...], declared: tuple[Declared | None, ...], n_alleles: int, ploidy: int
) -> str:
    pattern = ""
    for key, what in reversed(list(zip(keys, declared, strict=True))):
        if key == "GT":
            field = rf"[/|]?(?:\d+|\.)(?:[/|](?:\d+|\.)){{{ploidy - 1}}}"
        elif what is None:
            field = _TEXT
        else:
            count = count_of(what.number, n_alleles, ploidy)
            fits = count is not None and 1 <= count <= _MAX_VALUES
            field = rf"(?:\.|{_list_of(what.type, count if fits else None)})"
        pattern = f"{field}(?::{pattern})?" if pattern else field
    return pattern
