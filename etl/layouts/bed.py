"""BED files in any layout: known by name or first rows, with what study.toml says of them as options."""

import re

from etl.inventory import RawFile
from etl.layouts.folder import Folder, stem
from etl.records import SourceFile
from etl.settings import Declaration, FileDeclaration

KIND = "regions"
FORMAT = "bed"

_LEAD = re.compile(r"#|track\b|browser\b")
_ROW = re.compile(r"(chr)?([0-9]{1,2}|[XYM]|MT)\t[0-9]+\t[0-9]+(\t|$)", re.IGNORECASE)
_LOOKED_AT = 3


def is_named_bed(file: RawFile) -> bool:
    """True for a name that ends .bed, compressed or not."""
    return stem(file.path).endswith(".bed")


def is_bed(folder: Folder, file: RawFile) -> bool:
    """True for the name of a BED, or first rows of a chromosome and two numbers each."""
    if is_named_bed(file):
        return True
    lines = [line for line in folder.head(file).splitlines() if line.strip() and not _LEAD.match(line)]
    return bool(lines) and all(_ROW.match(line) for line in lines[:_LOOKED_AT])


def record(
    folder: Folder,
    file: RawFile,
    declaration: Declaration,
    layout: str,
    item: FileDeclaration | None = None,
    panel: str | None = None,
    build: str | None = None,
) -> SourceFile:
    """The record of a BED. `panel` and `build` are what the layout says, study.toml comes first."""
    said = {
        "panel": (item.panel if item is not None else None) or declaration.panel or panel,
        "genome_build": declaration.genome_build or build,
    }
    options = tuple((key, value) for key, value in said.items() if value is not None)
    return folder.source(file, KIND, FORMAT, layout, options=options)


def panel_of(file: RawFile) -> str:
    """The panel that a file is named after, as it is written."""
    name = file.path.rsplit("/", 1)[-1]
    return name[: len(stem(file.path)) - len(".bed")]
