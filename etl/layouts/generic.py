"""Any other folder: MAFs known by their header, VCFs, and files whose kind study.toml names."""

from fnmatch import fnmatchcase

from etl.inventory import RawFile
from etl.layouts import vcf
from etl.layouts.common import aside
from etl.layouts.folder import Folder, Options
from etl.records import SourceFile
from etl.settings import Declaration, FileDeclaration

SLUG = "generic"

_MAF_COLUMNS = {"hugo_symbol", "chromosome", "tumor_sample_barcode", "reference_allele"}
# kind of study.toml -> kind and format that land it; the rest is not read yet.
_FORMATS = {
    "mutations": ("mutations", "maf"),
    "clinical_patient": ("cbioportal_patient", "cbioportal_patient"),
    "clinical_sample": ("cbioportal_sample", "cbioportal_sample"),
    "gene_panel": ("gene_panel", "gene_panel"),
    "gene_panel_matrix": ("gene_panel_matrix", "gene_panel_matrix"),
    "case_list": ("case_list", "case_list"),
    "person_links": ("person_link", "person_link"),
}


def recognises(folder: Folder) -> bool:
    """True where at least one file has the header of a MAF, or is a VCF."""
    return any(_is_maf(folder, file) or vcf.is_vcf(folder, file) for file in folder.files)


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
            kind, format = _FORMATS.get(item.kind, (item.kind, "none"))
            reason = "named in study.toml, but no file matches it: deliver the file, or correct its path"
            record = folder.absent(item.path, kind, format, layout, "held_back", reason)
            by_path.setdefault(record.path, record)
    return list(by_path.values())


def _is_maf(folder: Folder, file: RawFile) -> bool:
    if aside(file.path) is not None:
        return False
    return {name.lower() for name in folder.header(file)} >= _MAF_COLUMNS


def _record(folder: Folder, file: RawFile, declaration: Declaration) -> SourceFile:
    if (known := aside(file.path)) is not None:
        return folder.source(file, known.kind, "none", SLUG, known.disposition, known.reason)
    if vcf.is_vcf(folder, file):
        return vcf.record(folder, file, declaration, SLUG)
    if _is_maf(folder, file):
        return folder.source(file, "mutations", "maf", SLUG, options=_options(declaration, "mutations"))
    reason = "no kind of file that is known: name its kind in study.toml ([[file]]), or remove it"
    return folder.source(file, "unknown", "none", SLUG, "unrecognised", reason)


def _declared(
    folder: Folder, file: RawFile, item: FileDeclaration, declaration: Declaration, seen: SourceFile
) -> SourceFile:
    if item.kind == "mutations" and vcf.is_vcf(folder, file):
        return vcf.record(folder, file, declaration, seen.layout, item)
    not_yet = None
    if item.kind not in _FORMATS:
        not_yet = f'kind = "{item.kind}": not loaded yet'
    elif item.values or item.outcomes:
        not_yet = "[file.values] and [file.outcomes] are not applied yet: the file is not loaded without them"
    elif item.tumor_sample or item.normal_sample:
        reason = "tumor_sample and normal_sample name columns of a VCF, which this is not: take them out"
        return folder.source(file, item.kind, "none", seen.layout, "held_back", reason)
    kind, format = _FORMATS.get(item.kind, (item.kind, "none"))
    if not_yet is not None:
        return folder.source(file, kind, "none", seen.layout, "not_loaded", not_yet)
    # What the layout knows of the file (a panel, cBioPortal's default build) stays.
    known = dict(seen.options) if seen.kind == kind else {}
    options = [*{**known, **dict(_options(declaration, item.kind))}.items()]
    options += [("na", value) for value in item.na]
    options += [("column", f"{ours}={theirs}") for ours, theirs in item.columns]
    return folder.source(file, kind, format, seen.layout, options=tuple(options))


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
