"""Any other folder: MAFs and clinical tables known by header, VCFs, BEDs, files that study.toml names."""

import json
from fnmatch import fnmatchcase

from etl.clinical import rule
from etl.clinical.landing import KIND as CLINICAL
from etl.formats import FORMATS
from etl.formats.declared import CLINICAL_NAMES
from etl.inventory import RawFile
from etl.layouts import bed, clinical, vcf
from etl.layouts.common import aside
from etl.layouts.folder import Folder, Options
from etl.records import SourceFile
from etl.settings import Declaration, FileDeclaration

SLUG = "generic"

_MAF_COLUMNS = {"hugo_symbol", "chromosome", "tumor_sample_barcode", "reference_allele"}
# kind of study.toml -> kind and format that land it; a VCF of mutations is known by its look.
_FORMATS = {
    "mutations": ("mutations", "maf"),
    "clinical_patient": (CLINICAL, "mapped_clinical"),
    "clinical_sample": (CLINICAL, "mapped_clinical"),
    "follow_up": (CLINICAL, "mapped_clinical"),
    "gene_panel": ("gene_panel", "gene_panel"),
    "gene_panel_matrix": ("gene_panel_matrix", "gene_panel_matrix"),
    "case_list": ("case_list", "case_list"),
    bed.KIND: (bed.KIND, bed.FORMAT),
    "person_links": ("person_link", "person_link"),
}


def recognises(folder: Folder) -> bool:
    """True where at least one file has the header of a MAF or of a known clinical table, or is a VCF."""
    return any(
        _is_maf(folder, file) or vcf.is_vcf(folder, file) or _is_clinical(folder, file)
        for file in folder.files
    )


def listing(folder: Folder, declaration: Declaration) -> list[SourceFile]:
    """A record for each file of the folder."""
    return [_record(folder, file, declaration) for file in folder.files]


def declared(
    folder: Folder, declaration: Declaration, listed: list[SourceFile], layout: str
) -> list[SourceFile]:
    """`listed`, with what `[[file]]` of study.toml says put in the place of what the layout saw."""
    by_path = {source.path: source for source in listed}
    files = {folder.inside(file): file for file in folder.files}
    for item in declaration.files:
        matching = [file for inside, file in files.items() if fnmatchcase(inside, item.path)]
        for file in matching:
            by_path[file.path] = _declared(folder, file, item, declaration, by_path[file.path])
        if not matching:
            kind, format = _FORMATS[item.kind]
            reason = "named in study.toml, but no file matches it: deliver the file, or correct its path"
            record = folder.absent(item.path, kind, format, layout, "held_back", reason)
            by_path.setdefault(record.path, record)
    return list(by_path.values())


def _is_maf(folder: Folder, file: RawFile) -> bool:
    if aside(file.path) is not None:
        return False
    return {name.lower() for name in folder.header(file)} >= _MAF_COLUMNS


def _is_clinical(folder: Folder, file: RawFile) -> bool:
    return aside(file.path) is None and clinical.is_known(folder, file)


def _record(folder: Folder, file: RawFile, declaration: Declaration) -> SourceFile:
    if (known := aside(file.path)) is not None:
        return folder.source(file, known.kind, "none", SLUG, known.disposition, known.reason)
    if vcf.is_vcf(folder, file):
        return vcf.record(folder, file, declaration, SLUG)
    if _is_maf(folder, file):
        return folder.source(file, "mutations", "maf", SLUG, options=_options(declaration, "mutations"))
    if bed.is_bed(folder, file):
        return bed.record(folder, file, declaration, SLUG)
    if (found := clinical.record(folder, file, declaration, SLUG)) is not None:
        return found
    reason = "no kind of file that is known: name its kind in study.toml ([[file]]), or remove it"
    return folder.source(file, "unknown", "none", SLUG, "unrecognised", reason)


def _declared(
    folder: Folder, file: RawFile, item: FileDeclaration, declaration: Declaration, seen: SourceFile
) -> SourceFile:
    if item.kind == "mutations" and vcf.is_vcf(folder, file):
        return vcf.record(folder, file, declaration, seen.layout, item)
    if item.kind == bed.KIND:
        if item.na or item.columns or item.values or item.outcomes:
            reason = "a BED has no header, so na, columns, values and outcomes mean nothing: take them out"
            return folder.source(file, bed.KIND, "none", seen.layout, "held_back", reason)
        build = seen.option("genome_build")
        return bed.record(folder, file, declaration, seen.layout, item, build=build)
    if item.tumor_sample or item.normal_sample:
        reason = "tumor_sample and normal_sample name columns of a VCF, which this is not: take them out"
        return folder.source(file, item.kind, "none", seen.layout, "held_back", reason)
    kind, format = _FORMATS[item.kind]
    if kind == CLINICAL:
        return _clinical(folder, file, item, seen)
    # What the layout knows of the file (a panel, cBioPortal's default build) stays.
    known = dict(seen.options) if seen.kind == kind else {}
    options = [*{**known, **dict(_options(declaration, item.kind))}.items(), *_said(item)]
    options += _values(item)
    return folder.source(file, kind, format, seen.layout, options=tuple(options))


def _clinical(folder: Folder, file: RawFile, item: FileDeclaration, seen: SourceFile) -> SourceFile:
    """A mapped clinical table. cBioPortal's own files stay with their reader where it can do what is said."""
    is_own = seen.kind == f"cbioportal_{item.kind.removeprefix('clinical_')}"
    if is_own and not item.values and not item.outcomes and _fits(seen.format, item):
        return folder.source(file, seen.kind, seen.format, seen.layout, options=_said(item))
    options = [("declared_kind", item.kind), *_said(item), *_values(item)]
    options += [("outcome", rule.as_text(endpoint, outcome)) for endpoint, outcome in item.outcomes]
    return folder.source(file, CLINICAL, "mapped_clinical", seen.layout, options=tuple(options))


def _fits(format: str, item: FileDeclaration) -> bool:
    return {CLINICAL_NAMES.get(ours, ours) for ours, _ in item.columns} <= set(FORMATS[format].schema)


def _values(item: FileDeclaration) -> Options:
    return tuple(("values", json.dumps([field, dict(words)])) for field, words in item.values)


def _said(item: FileDeclaration) -> Options:
    """The spellings of nothing and the columns that study.toml names for a file."""
    na = [("na", value) for value in item.na]
    return (*na, *(("column", f"{ours}={theirs}") for ours, theirs in item.columns))


def _options(declaration: Declaration, kind: str) -> Options:
    if kind != "mutations":
        return ()
    said = {
        "genome_build": declaration.genome_build,
        "genome_build_from": "study.toml" if declaration.genome_build else None,
        "assay": declaration.assay,
        "panel": declaration.panel,
    }
    return tuple((key, value) for key, value in said.items() if value)
