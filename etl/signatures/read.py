"""Targets of a signature from a file: every row checked, in the normal form of landed variants."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from etl.errors import FileFault
from etl.genome import normal_alleles
from etl.signatures.cells import Row, RowFault
from etl.signatures.genes import GeneNames
from etl.signatures.rows import Context, gene, region, variant, with_gene
from etl.signatures.table import Table, read_table, shown
from etl.vocabulary import Vocabulary

_KEYS = {
    "gene": ("gene_symbol",),
    "region": ("genome_build", "chromosome", "start_position", "end_position"),
    "variant": ("genome_build", "chromosome", "start_position", "reference_allele", "alternate_allele"),
}
_LINES_TOLD = 5


@dataclass(frozen=True, slots=True)
class TargetFile:
    """`kind`: gene, region or variant; `rows`: the targets; `notes`: what a person should look at."""

    kind: str
    rows: tuple[Row, ...]
    notes: tuple[str, ...]
    sha256: str


def read_targets(
    path: Path, seeds: Path, genes: GeneNames, vocabulary: Vocabulary, citation: str, build: str | None
) -> TargetFile:
    """Read and check a file of targets.

    `seeds`: the folder that `genes` came from; `citation`: the source of rows that name none; `build`: normal
    form of the genome build of a file that names none. Raises FileFault for the first row that is wrong, and
    says how many others are.
    """
    table = read_table(path, seeds)
    context = Context(genes, vocabulary, build, citation)
    faults: list[tuple[int, RowFault]] = []
    notes = list(table.notes)
    checked: list[tuple[int, Row]] = []
    for line, cells in table.rows:
        try:
            if table.kind == "gene":
                row, note = gene(cells, context)
                if note is not None:
                    notes.append(f"{shown(path.name)}, line {line}: {note}")
            else:
                row = region(cells, context) if table.kind == "region" else variant(cells, context)
            checked.append((line, row))
        except RowFault as fault:
            faults.append((line, fault))
    if table.kind == "variant":
        checked = list(_placed(checked, context, faults))
    faults += _repeats(table, checked)
    _judge(path, faults)
    return TargetFile(table.kind, tuple(row for _, row in checked), tuple(notes), table.sha256)


def _placed(
    checked: Sequence[tuple[int, Row]], context: Context, faults: list[tuple[int, RowFault]]
) -> Iterator[tuple[int, Row]]:
    """Variants without common prefix, each with its gene."""
    if not checked:
        return
    normal = normal_alleles(pl.DataFrame([row for _, row in checked], infer_schema_length=None))
    for (line, _), row in zip(checked, normal.to_dicts(), strict=True):
        try:
            yield line, with_gene(row, context)
        except RowFault as fault:
            faults.append((line, fault))


def _repeats(table: Table, checked: Sequence[tuple[int, Row]]) -> Iterator[tuple[int, RowFault]]:
    """Rows that name a target of an earlier line."""
    seen: dict[tuple[object, ...], int] = {}
    for line, row in checked:
        key = tuple(row[name] for name in _KEYS[table.kind])
        first = seen.setdefault(key, line)
        if first != line:
            yield line, RowFault(f"names the same {table.kind} as line {first}: leave one of them")


def _judge(path: Path, faults: Sequence[tuple[int, RowFault]]) -> None:
    if not faults:
        return
    (line, fault), *others = sorted(faults, key=lambda one: one[0])
    message = fault.told()
    if others:
        lines = ", ".join(str(number) for number, _ in others[:_LINES_TOLD])
        lines += ", …" if len(others) > _LINES_TOLD else ""
        message += f" ({len(others):,} more rows are wrong: line {lines})"
    raise FileFault(path.name, line, message)
