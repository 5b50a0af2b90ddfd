"""Small landing databases from rows, made by the same code and with the same schemas as those of a night."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl

from etl.formats import FORMATS
from etl.landing import empty, kinds, land_many
from etl.records import Landed
from tests.etl.delivery import VOCABULARY, deliver, studies_of
from warehouse import landing
from warehouse.layout import BuildPaths
from warehouse.records import FileRecord, FileStatus, ImportedSignature, StudyRecord

Row = Mapping[str, Any]


@dataclass(frozen=True)
class File:
    """One delivered file: its place, its kind and its rows. A column that a row does not name is NULL."""

    path: str
    kind: str
    rows: Sequence[Row] = ()
    layout: str = "cbioportal"
    sequenced: tuple[str, ...] = ()
    assay: str | None = None
    panel_id: str | None = None
    status: FileStatus = "loaded"

    @property
    def study_id(self) -> str:
        """The folder."""
        return self.path.split("/")[0]

    @property
    def source_file_id(self) -> str:
        """As of a file whose content is its path."""
        return hashlib.sha256(self.path.encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Delivery:
    """Files and studies of one night."""

    files: Sequence[File] = ()
    studies: Sequence[StudyRecord] = field(default_factory=tuple)
    signatures: Sequence[ImportedSignature] = ()


def schemas() -> dict[str, Mapping[str, pl.DataType]]:
    """Columns of every landing table, as the formats declare them."""
    return {FORMATS[slug].kind: FORMATS[slug].schema for slug in FORMATS}


def write(delivery: Delivery, folder: Path) -> BuildPaths:
    """Lands the delivery below ``folder`` and makes the landing database. The target does not exist yet."""
    lake = folder / "lake"
    lake.mkdir(parents=True)
    paths = BuildPaths(folder / "build")
    paths.folder.mkdir()
    kinds = {}
    for kind, schema in schemas().items():
        kinds[kind] = lake / f"{kind}.empty.parquet"
        pl.DataFrame(schema={"source_line": pl.Int64, **schema}).write_parquet(kinds[kind])
    records = [_land(file, lake) for file in delivery.files]
    landing.build(paths.landing, lake, records, delivery.studies, kinds, delivery.signatures)
    return paths


def _land(file: File, lake: Path) -> FileRecord:
    schema = schemas()[file.kind]
    unknown = {name for row in file.rows for name in row} - {*schema, "source_line"}
    assert not unknown, f"{file.path}: no landing column is called {unknown}"
    rows = [{"source_line": number, **row} for number, row in enumerate(file.rows, 2)]
    sha256 = file.source_file_id * 4
    parquet = f"{sha256}.parquet"
    pl.DataFrame(rows, schema={"source_line": pl.Int64, **schema}).write_parquet(lake / parquet)
    return FileRecord(
        study_id=file.study_id,
        source_file_id=file.source_file_id,
        path=file.path,
        kind=file.kind,
        format=file.kind,
        layout=file.layout,
        sha256=sha256,
        size_bytes=1,
        modified_ns=0,
        status=file.status,
        rows_read=len(rows),
        rows_loaded=len(rows),
        parquet=parquet if file.status == "loaded" else None,
        sequenced=file.sequenced,
        assay=file.assay,
        panel_id=file.panel_id,
    )


def write_raw(files: Mapping[str, str], folder: Path) -> BuildPaths:
    """Discovers and lands raw files (path below raw to text) as a night does, for the landing database."""
    raw, lake = deliver(folder / "raw", files), folder / "lake"
    paths = BuildPaths(folder / "build")
    paths.folder.mkdir(parents=True)
    found = studies_of(raw).values()
    landed = [
        file for study in found for file in land_many(study.files, raw, lake, VOCABULARY, lambda _: "0" * 12)
    ]
    faults = [str(file.reason) for file in landed if file.status in ("held_back", "unrecognised")]
    assert not faults, faults
    studies = [
        StudyRecord(
            study_id=study.study_id,
            layout=study.layout,
            genome_build=study.settings.genome_build,
            time_zero=study.settings.time_zero,
            assay=study.settings.assay,
            panel_id=study.settings.panel,
        )
        for study in found
    ]
    tables = {kind: empty(kind, lake) for kind in kinds()}
    landing.build(paths.landing, lake, [_record(file) for file in landed], studies, tables)
    return paths


def _record(file: Landed) -> FileRecord:
    source = file.source
    return FileRecord(
        study_id=source.study_id,
        source_file_id=file.source_file_id,
        path=source.path,
        kind=source.kind,
        format=source.format,
        layout=source.layout,
        sha256=file.sha256,
        size_bytes=source.size_bytes,
        modified_ns=source.modified_ns,
        status="loaded" if file.status == "loaded" else "not_loaded",
        rows_loaded=file.rows_loaded,
        parquet=file.parquet,
        sequenced=file.sequenced,
        genome_build=source.option("genome_build"),
        assay=source.option("assay"),
        panel_id=source.option("panel"),
    )


def variant(barcode: str, gene: str, chromosome: str, start: int, **changes: Any) -> dict[str, Any]:
    """A sound single-base missense variant on GRCh38; ``changes`` replace columns."""
    return {
        "tumor_sample_barcode": barcode,
        "hugo_symbol": gene,
        "genome_build": "GRCh38",
        "chromosome": chromosome,
        "start_position": start,
        "end_position": start,
        "reference_allele": "G",
        "alternate_allele": "A",
        "variant_classification": "Missense_Mutation",
        "variant_type": "SNP",
        "mutation_status": "Somatic",
        "t_depth": 100,
        "t_ref_count": 70,
        "t_alt_count": 30,
        **changes,
    }
