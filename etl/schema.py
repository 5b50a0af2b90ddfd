"""From text to types: which columns a file kind has, how they are spelled, and the cast that loses nothing.

A cell that is not nothing and does not cast makes its row a fault: no value is ever turned into NULL in
silence.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import Literal

import polars as pl

from etl.rejects import LINE, Rule, no_faults, sentence, sift

Kind = Literal["text", "integer", "number", "boolean"]
DTYPES: Mapping[str, pl.DataType] = {
    "text": pl.String(),
    "integer": pl.Int64(),
    "number": pl.Float64(),
    "boolean": pl.Boolean(),
}
_RULES = {
    "integer": ("not_an_integer", "is not an integer"),
    "number": ("not_a_number", "is not a number"),
    "boolean": ("not_a_boolean", "is neither true nor false"),
}
_TRUE, _FALSE = ("true", "t", "yes", "y", "1"), ("false", "f", "no", "n", "0")
SHOWN = 100
# No delivered name can start so: a file with NUL bytes is refused.
_TEXT = "\0"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of ours: `source` are the header's spellings in order of preference, compared without case.

    `required`: the file must have the column. `not_null`: each row must fill it. `key`: how study.toml calls
    it in `[file.columns]`, if it can be mapped there.
    """

    name: str
    source: tuple[str, ...]
    dtype: Kind = "text"
    required: bool = False
    not_null: bool = False
    key: str | None = None


@dataclass(frozen=True, slots=True)
class TableSchema:
    """The columns that a kind of file is read for."""

    kind: str
    columns: tuple[Column, ...]

    def resolve(self, header: Iterable[str]) -> dict[str, str]:
        """Our name → the header's, for the columns that it has; the exact spelling before any case."""
        names = list(header)
        exact = set(names)
        folded = {name.casefold(): name for name in reversed(names)}
        found = {}
        for column in self.columns:
            same = [spelling for spelling in column.source if spelling in exact]
            near = [folded[s.casefold()] for s in column.source if s.casefold() in folded]
            if same or near:
                found[column.name] = (same or near)[0]
        return found

    def passed_over(self, header: Sequence[str]) -> tuple[str, ...]:
        """A sentence for each column that no field reads, since one that is read differs in case only."""
        if len({name.casefold() for name in header}) == len(header):
            return ()
        read = dict.fromkeys(self.resolve(header).values())
        return tuple(
            f"columns {shown} and {json.dumps(other)} differ in case only: {shown} is read"
            for name, shown in ((name, json.dumps(name)) for name in read)
            for other in header
            if other not in read and other.casefold() == name.casefold()
        )

    def missing(self, header: Iterable[str]) -> tuple[Column, ...]:
        """The required columns that the header lacks."""
        found = self.resolve(header)
        return tuple(c for c in self.columns if c.required and c.name not in found)

    def key(self, name: str) -> str | None:
        """How study.toml calls the column that a delivered name is read as; None where it is read as none."""
        found = self.resolve([name])
        return next((column.key for column in self.columns if column.name in found), None)


@dataclass(frozen=True, slots=True)
class Conformed:
    """`rows`: `source_line`, every column of the schema (typed; NULL where the file lacks it), the kept ones.

    `faults` has the form of `etl.rejects.FAULT_SCHEMA`; rows + faults are the rows given.
    """

    rows: pl.DataFrame
    faults: pl.DataFrame


def conform(
    frame: pl.DataFrame,
    schema: TableSchema,
    na: Sequence[str],
    keep: Sequence[str] = (),
    more_na: Mapping[str, Sequence[str]] | None = None,
    *,
    is_bare: bool = False,
) -> Conformed:
    """Type the cells of a text frame (`source_line` and delivered column names).

    Cells are stripped; spellings of nothing (`na`, in any usual case; empty is always one) become NULL.
    Integers may be written `12.0`. `keep` names delivered columns handed on verbatim; they may not bear a
    name of the schema. `more_na` gives more spellings of nothing for single columns (our name). The first
    column that fails, in the schema's order, names the fault. `is_bare`: no cell holds white space.
    """
    more = tuple((name, tuple(more_na[name])) for name in sorted(more_na)) if more_na else ()
    plan = _plan(schema, tuple(column for column in frame.columns if column != LINE), tuple(na), more)
    # Where cells are stripped, in two steps: as one expression, that would be worked out twice.
    text = frame.select(plan.delivered) if is_bare else frame.select(plan.bare).with_columns(plan.filled)
    typed = text.select(plan.typed)
    failing = [c.name for c in _failing(text, typed, schema.columns) if c.dtype == "integer"]
    if failing:
        with_point = text.select(
            pl.col(failing).str.extract(r"^([+-]?[0-9]+)\.0*$", 1).cast(pl.Int64, strict=False)
        )
        typed = typed.with_columns(typed[name].fill_null(with_point[name]) for name in failing)
    if keep:
        typed = typed.hstack(frame.select(keep))
    suspects = _failing(text, typed, schema.columns)
    if not suspects:
        return Conformed(typed, no_faults())
    cells = text.select(pl.all().exclude(LINE).name.prefix(_TEXT))
    whole, faults = sift(typed.hstack(cells), [rule for c in suspects for rule in _rules(c, plan.theirs)])
    return Conformed(whole.select(typed.columns), faults)


@dataclass(frozen=True, slots=True)
class _Plan:
    """The steps of `conform` as expressions: stripped cells and NULL for nothing, or the latter at once of
    cells as they stand; types.
    """

    theirs: Mapping[str, str]
    delivered: list[pl.Expr]
    bare: list[pl.Expr]
    filled: list[pl.Expr]
    typed: list[pl.Expr]


@lru_cache(maxsize=256)
def _plan(
    schema: TableSchema,
    header: tuple[str, ...],
    na: tuple[str, ...],
    more_na: tuple[tuple[str, tuple[str, ...]], ...],
) -> _Plan:
    """Made once for files with the same header: making expressions costs more than a small file's cells."""
    theirs = schema.resolve(header)
    ours = [c.name for c in schema.columns if c.name in theirs]
    more = dict(more_na)
    nothing = {
        name: pl.Series(spellings((*na, *more.get(name, ()))), dtype=pl.String).implode() for name in ours
    }
    return _Plan(
        theirs,
        [pl.col(LINE), *(_filled(theirs[name], nothing[name]).alias(name) for name in ours)],
        [pl.col(LINE), *(pl.col(theirs[name]).str.strip_chars().alias(name) for name in ours)],
        [_filled(name, nothing[name]) for name in ours],
        [
            pl.col(LINE),
            *(
                _cast(pl.col(c.name), c.dtype)
                if c.name in theirs
                else pl.lit(None, DTYPES[c.dtype]).alias(c.name)
                for c in schema.columns
            ),
        ],
    )


@lru_cache(maxsize=64)
def spellings(na: tuple[str, ...]) -> tuple[str, ...]:
    """Every spelling of nothing: any case up to four signs, the usual cases beyond, and the empty text."""
    found = {""}
    for word in (spelling.strip() for spelling in na):
        found |= {word, word.lower(), word.upper(), word.title(), word.capitalize()}
        if len(word) <= 4:
            found |= {"".join(signs) for signs in product(*((sign.lower(), sign.upper()) for sign in word))}
    return tuple(sorted(found))


def _filled(name: str, nothing: pl.Series) -> pl.Expr:
    """The column with NULL for the spellings of nothing."""
    return pl.when(~pl.col(name).is_in(nothing)).then(pl.col(name))


def _cast(cell: pl.Expr, dtype: Kind) -> pl.Expr:
    """Typed cell, NULL where it does not cast."""
    if dtype == "integer":
        return cell.cast(pl.Int64, strict=False)
    if dtype == "number":
        number = cell.cast(pl.Float64, strict=False)
        return pl.when(number.is_finite()).then(number).alias(cell.meta.output_name())
    if dtype == "boolean":
        words = dict.fromkeys(_TRUE, True) | dict.fromkeys(_FALSE, False)
        return cell.str.to_lowercase().replace_strict(words, default=None, return_dtype=pl.Boolean)
    return cell


def _failing(text: pl.DataFrame, typed: pl.DataFrame, columns: Sequence[Column]) -> tuple[Column, ...]:
    """The columns in which a cell fails: nearly always none, so that no rule need be worked out."""
    before, after = text.null_count().row(0, named=True), typed.null_count().row(0, named=True)
    return tuple(
        c
        for c in columns
        if (c.not_null and after[c.name]) or (c.name in before and after[c.name] != before[c.name])
    )


def _rules(column: Column, theirs: Mapping[str, str]) -> list[Rule]:
    name = theirs.get(column.name, column.source[0])
    if column.name not in theirs:
        return [Rule("missing_value", pl.lit(True), pl.lit(f"{name} is empty"))]
    cell, rules = pl.col(_TEXT + column.name), []
    if column.dtype != "text":
        rule_id, says = _RULES[column.dtype]
        message = sentence('{} "{}" {}', pl.lit(name), cell.str.head(SHOWN), pl.lit(says))
        rules.append(Rule(rule_id, cell.is_not_null() & pl.col(column.name).is_null(), message))
    if column.not_null:
        rules.append(Rule("missing_value", cell.is_null(), pl.lit(f"{name} is empty")))
    return rules
