"""The table in an import file: its header, recognised by name, and its rows as texts by field."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from etl.errors import FileFault
from etl.text import LIMITS, open_text

COLUMN_SEED = "signatures/signature_column.csv"
LONGEST_CELL = 500
MAX_ROWS = 20_000
"""As many as there are protein-coding genes: what is longer is no signature."""
# A list of targets is small; a file that unfolds to more is not one.
_LIMITS = replace(LIMITS, max_bytes=64 << 20, max_line=1 << 20)
_COMMENTS = ("##", "# ")
_FORMULA = ("=", "+", "-", "@")
_NEEDED = {
    "variant": ("chromosome", "start_position", "reference_allele", "alternate_allele"),
    "region": ("chromosome", "start_position", "end_position"),
}
_DOCUMENT = "docs/signatures.md tells the columns"


@dataclass(frozen=True, slots=True)
class Table:
    """`rows`: line number and cells by field, of every line with content. `notes`: sentences for a person."""

    kind: str
    rows: tuple[tuple[int, Mapping[str, str]], ...]
    notes: tuple[str, ...]
    sha256: str


def read_table(path: Path, seeds: Path) -> Table:
    """Read a CSV or TSV of genes, regions or variants, plain or compressed. Raises FileFault."""
    real = path.resolve()
    with open_text(real.parent, real.name, limits=_LIMITS) as text:
        lines = ((n, line) for n, line in text.lines() if line.strip() and not line.startswith(_COMMENTS))
        number, header = next(lines, (1, ""))
        if not header:
            raise FileFault(path.name, 1, "has no header", _DOCUMENT)
        delimiter = _delimiter(header)
        names = _split(path, number, header.removeprefix("#"), delimiter)
        fields, unused = _fields(path, number, names, seeds)
        kind = _kind(path, number, fields)
        rows = tuple(_rows(path, lines, fields, len(names), delimiter))
        text.finish()
        notes = [f"{shown(path.name)}: {note}" for note in text.notes]
        sha256 = text.sha256
    if not rows:
        raise FileFault(path.name, number, "has a header and no row", "list the targets below it")
    if unused:
        notes.append(f"{shown(path.name)}: columns that are not used: {', '.join(map(shown, unused))}")
    return Table(kind, rows, tuple(notes), sha256)


def shown(text: str, length: int = 60) -> str:
    """A delivered text for a message: one line, printable, not too long."""
    plain = text if text.isprintable() else ascii(text)[1:-1]
    return plain if len(plain) <= length else f"{plain[:length]}…"


def text_fault(text: str, longest: int = LONGEST_CELL) -> str | None:
    """What keeps a text from being shown in tables and spreadsheets as it is; None where nothing does."""
    if len(text) > longest:
        return f"has {len(text):,} characters, more than {longest:,}"
    if not text.isprintable():
        return "holds control characters"
    if text.startswith(_FORMULA):
        return f"starts with {text[0]!r}: spreadsheets would take it for a formula"
    return None


def _delimiter(header: str) -> str:
    if "\t" in header:
        return "\t"
    return ";" if header.count(";") > header.count(",") else ","


def _split(path: Path, number: int, line: str, delimiter: str) -> list[str]:
    try:
        [cells] = csv.reader([line], delimiter=delimiter, strict=True)
    except (csv.Error, ValueError) as error:
        reason = f"a quote is not closed, or text follows it ({error})"
        raise FileFault(path.name, number, reason, "write each row on one line") from error
    return [cell.strip() for cell in cells]


def _fields(path: Path, number: int, names: list[str], seeds: Path) -> tuple[dict[int, str], list[str]]:
    """Which field each column is, and the columns that are none."""
    with (seeds / COLUMN_SEED).open(newline="", encoding="utf-8") as stream:
        spellings = {row["spelling"]: row["field"] for row in csv.DictReader(stream)}
    fields: dict[int, str] = {}
    for place, name in enumerate(names):
        field = spellings.get(name.lower())
        if field is None:
            continue
        if field in fields.values():
            twice = f"has two columns that are {field}, the second is {shown(name)}"
            raise FileFault(path.name, number, twice, "leave one of them")
        fields[place] = field
    return fields, [name for place, name in enumerate(names) if place not in fields and name]


def _kind(path: Path, number: int, fields: Mapping[int, str]) -> str:
    found = set(fields.values())
    for kind, needed in _NEEDED.items():
        if found.issuperset(needed):
            return kind
    if found & {"gene_symbol", "ensembl_gene_id"} and not found & {"start_position", "reference_allele"}:
        return "gene"
    have = f"only {', '.join(sorted(found))}" if found else "none of the columns that are known"
    raise FileFault(
        path.name,
        number,
        f"the header has {have}: genes need gene_symbol or ensembl_gene_id, regions chromosome, "
        "start_position and end_position, variants chromosome, start_position, reference_allele and "
        "alternate_allele",
        "name the columns in the first line (a BED file has no header and counts from 0: add 1 to starts); "
        + _DOCUMENT,
    )


def _rows(
    path: Path, lines: Iterator[tuple[int, str]], fields: Mapping[int, str], width: int, delimiter: str
) -> Iterator[tuple[int, dict[str, str]]]:
    for count, (number, line) in enumerate(lines):
        if count >= MAX_ROWS:
            raise FileFault(path.name, number, f"has more than {MAX_ROWS:,} rows", "list the targets only")
        cells = _split(path, number, line, delimiter)
        if len(cells) != width:
            raise FileFault(
                path.name, number, f"has {len(cells)} cells, the header {width}", "correct the row"
            )
        yield number, {field: cells[place] for place, field in fields.items()}
