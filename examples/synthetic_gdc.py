"""The synthetic study in the layout of the GDC: clinical tables in long form, one masked MAF per aliquot,
manifest, sample sheet.

Column names are those of the GDC's downloads (gdc_columns.tsv). Barcodes have TCGA's shape under the tissue
source site ZZ, which none of TCGA's centres has, and a participant that starts with S for synthetic:
TCGA-ZZ-S001 is no one. What is not known is written `'--`.
"""

import csv
import random
import uuid
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from synthetic_genes import HERE

PROJECT = "TCGA-SYN"
NOTHING = "'--"
Row = dict[str, str]


@cache
def columns_of(table: str) -> list[str]:
    """The header of one of the GDC's tables, in order."""
    with (HERE / "gdc_columns.tsv").open(encoding="utf-8") as handle:
        return [row["column"] for row in csv.DictReader(handle, delimiter="\t") if row["file"] == table]


def make_uuid(rng: random.Random) -> str:
    """A version-4 UUID that the seed decides."""
    return str(uuid.UUID(int=rng.getrandbits(128), version=4))


def render(table: str, rows: list[Row]) -> list[str]:
    """Tab-separated lines below the table's header; a cell that a row does not name is `'--`."""
    header = columns_of(table)
    return ["\t".join(row.get(column, NOTHING) for column in header) for row in rows]


@dataclass(slots=True)
class ClinicalPlan:
    """Which patients get which clinical peculiarity, and what was written for it."""

    contradictory: str
    mistyped_age: str
    repeated: str
    unknown_vital_status: tuple[str, ...]
    quarantined: dict[str, dict[str, int]] = field(default_factory=dict)
    duplicates: dict[str, int] = field(default_factory=dict)
    data_rows: dict[str, int] = field(default_factory=dict)


def write_table(folder: Path, table: str, lines: list[str], plan: ClinicalPlan) -> None:
    """Writes the table and notes its number of data rows."""
    plan.data_rows[f"{table}.tsv"] = len(lines)
    (folder / f"{table}.tsv").write_text(
        "\n".join(["\t".join(columns_of(table)), *lines]) + "\n", encoding="utf-8"
    )
