"""VCF files in any layout: known by name or first line, with what study.toml says of them as options."""

import re
from pathlib import Path

from etl.inventory import RawFile
from etl.layouts.folder import Folder, stem
from etl.records import SourceFile
from etl.settings import Declaration, FileDeclaration

FORMAT = "vcf"

_NAME = re.compile(r"\.g?vcf$")
# Columns of MAF whose values study.toml may name: the samples behind the columns of a VCF.
_IDS = {"Tumor_Sample_Barcode": "sample_id", "Matched_Norm_Sample_Barcode": "normal_id"}


def is_named_vcf(file: RawFile) -> bool:
    """True for a name that ends .vcf or .gvcf, compressed or not."""
    return _NAME.search(stem(file.path)) is not None


def is_vcf(folder: Folder, file: RawFile) -> bool:
    """True for the name of a VCF, or its first line."""
    return is_named_vcf(file) or folder.head(file).startswith("##fileformat=VCF")


def record(
    folder: Folder, file: RawFile, declaration: Declaration, layout: str, item: FileDeclaration | None = None
) -> SourceFile:
    """The record of a VCF; held back where study.toml says something of it that has no meaning."""
    if item is not None and (fault := _fault(item)) is not None:
        return folder.source(file, "mutations", FORMAT, layout, "held_back", fault)
    options = [*_of_study(folder, declaration)]
    if item is not None:
        options += [(key, value) for key, value in _of_file(item) if value is not None]
    return folder.source(file, "mutations", FORMAT, layout, options=tuple(options))


def _fault(item: FileDeclaration) -> str | None:
    if item.columns:
        return "[file.columns] has no meaning for a VCF, whose columns are fixed: take it out of study.toml"
    if item.outcomes or any(field not in _IDS for field, _ in item.values):
        names = " and ".join(_IDS)
        return f"of a VCF study.toml may name the values of {names} only: take the others out"
    return None


def _of_study(folder: Folder, declaration: Declaration) -> list[tuple[str, str]]:
    said = {
        "genome_build": declaration.genome_build,
        "genome_build_from": "study.toml" if declaration.genome_build else None,
        "assay": declaration.assay,
        "panel": declaration.panel,
    }
    options = [(key, value) for key, value in said.items() if value is not None]
    if declaration.reference_fasta is not None:
        fasta = (folder.raw / folder.name / declaration.reference_fasta).absolute()
        options += [("reference_fasta", str(fasta)), ("reference_stamp", _stamp(fasta))]
    return options


def _of_file(item: FileDeclaration) -> list[tuple[str, str | None]]:
    ids = [(_IDS[field], f"{theirs}={ours}") for field, values in item.values for theirs, ours in values]
    return [("tumor_sample", item.tumor_sample), ("normal_sample", item.normal_sample), *ids]


def _stamp(fasta: Path) -> str:
    """Changes with the FASTA and its indexes, so that its VCFs are read again."""
    stamps = []
    for suffix in ("", ".fai", ".gzi"):
        try:
            status = fasta.with_name(fasta.name + suffix).stat()
        except (OSError, ValueError):
            continue
        stamps.append(f"{suffix}{status.st_size}:{status.st_mtime_ns}")
    return " ".join(stamps) or "absent"
