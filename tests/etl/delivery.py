"""A raw folder written file by file, and what etl makes of it through its public faces."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from etl import rejects
from etl.formats import FORMATS
from etl.inventory import RawFile, take
from etl.landing import land
from etl.records import Landed, SourceFile, Study
from etl.studies import discover
from etl.vocabulary import Vocabulary

SEEDS = Path(__file__).resolve().parents[2] / "dbt" / "seeds" / "vocabulary"
VOCABULARY = Vocabulary.read(SEEDS)


def deliver(raw: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write `files` (path to content) below `raw`."""
    for name, content in files.items():
        path = raw / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return raw


def inventory(raw: Path) -> list[RawFile]:
    """Every entry of `raw`, without hashes."""
    return take(raw, raw.parent / "no-cache.json")


def studies_of(raw: Path) -> dict[str, Study]:
    """The studies of `raw` by id."""
    return {study.study_id: study for study in discover(raw, inventory(raw), VOCABULARY)}


def records_of(raw: Path) -> dict[str, SourceFile]:
    """The records of all files of `raw` by path."""
    return {record.path: record for study in studies_of(raw).values() for record in study.files}


def seen(raw: Path, path: str) -> SourceFile:
    """The record of one file."""
    return records_of(raw)[path]


def table(*rows: str) -> str:
    """Lines whose cells are written with blanks between them, as tab-separated text; `_` is an empty cell."""
    cells = (row.split() for row in rows)
    return "".join("\t".join("" if c == "_" else c for c in row) + "\n" for row in cells)


@dataclass(frozen=True)
class Result:
    """A landed file with its rows and rejects."""

    landed: Landed
    rows: pl.DataFrame
    rejects: pl.DataFrame

    @property
    def faults(self) -> list[tuple[int, str]]:
        """(line, rule) of each rejected row."""
        return [(row["line_number"], row["rule_id"]) for row in self.rejects.iter_rows(named=True)]


def land_file(
    folder: Path,
    content: str | bytes,
    format: str,
    *,
    name: str = "s/file.txt",
    layout: str = "generic",
    options: tuple[tuple[str, str], ...] = (),
) -> Result:
    """Write one file below `folder`/raw and land it."""
    raw, lake = folder / "raw", folder / "lake"
    deliver(raw, {name: content})
    status = (raw / name).stat()
    source = SourceFile(
        study_id="s",
        path=name,
        kind=FORMATS[format].kind,
        format=format,
        layout=layout,
        size_bytes=status.st_size,
        modified_ns=status.st_mtime_ns,
        disposition="load",
        reason=None,
        options=options,
    )
    return result(land(source, raw, lake, VOCABULARY, "0" * 12, None), lake)


def rows_of(landed: Landed, lake: Path) -> pl.DataFrame:
    """The rows of a landed file; of a Parquet that small files share, its own."""
    if landed.parquet is None:
        return pl.DataFrame()
    rows = pl.read_parquet(lake / landed.parquet)
    if Path(landed.parquet).name.split(".")[0] == landed.sha256:
        return rows
    return rows.filter(pl.col("source_sha256") == landed.sha256).drop("source_sha256")


def result(landed: Landed, lake: Path) -> Result:
    """The rows and rejects that a landed file has in the lake."""
    rows = rows_of(landed, lake)
    faults = pl.read_parquet(lake / landed.rejects) if landed.rejects else rejects.none()
    read = landed.rows_loaded + landed.rows_quarantined + landed.rows_duplicate + landed.rows_filtered
    assert landed.rows_read == read
    return Result(landed, rows, faults)
