"""A cBioPortal study: meta files that name data files, clinical tables, mutations, panels, case lists.

What a meta file says of a data file counts before the data file's name.
"""

import re

from etl.inventory import RawFile
from etl.layouts import bed, clinical, meta, vcf
from etl.layouts.common import aside
from etl.layouts.folder import Folder, Options, stem
from etl.records import SourceFile
from etl.settings import Declaration

SLUG = "cbioportal"

FORMATS = {
    "cbioportal_patient": "cbioportal_patient",
    "cbioportal_sample": "cbioportal_sample",
    "mutations": "maf",
    "gene_panel": "gene_panel",
    "gene_panel_matrix": "gene_panel_matrix",
    "case_list": "case_list",
}
_NOT_LOADED = {
    "copy_number": "copy number: not loaded yet",
    "structural_variant": "structural variants: not loaded yet",
    "segment": "copy number segments: not loaded yet",
    "expression": "expression: not loaded yet",
    "methylation": "methylation: not loaded yet",
    "protein": "protein levels: not loaded yet",
    "timeline": "timeline: not loaded yet",
    "uncalled_mutations": "uncalled mutations: not loaded",
    "gistic": "GISTIC results: not loaded yet",
    "mutsig": "MutSig results: not loaded yet",
    "generic_assay": "generic assay: not loaded yet",
    "gene_set": "gene set scores: not loaded yet",
    "resource": "links to resources: not loaded",
    "cancer_type": "name and colour of the cancer type: not loaded",
    "tags": "tags of the study: not loaded",
}
# (genetic_alteration_type, datatype) of the meta file; "" stands for any datatype. cBioPortal documentation,
# File-Formats.md.
_BY_TYPE = {
    ("CLINICAL", "PATIENT_ATTRIBUTES"): "cbioportal_patient",
    ("CLINICAL", "SAMPLE_ATTRIBUTES"): "cbioportal_sample",
    ("CLINICAL", "MIXED_ATTRIBUTES"): "cbioportal_sample",
    ("CLINICAL", "CLINICAL"): "cbioportal_sample",
    ("CLINICAL", "TIMELINE"): "timeline",
    ("MUTATION_EXTENDED", ""): "mutations",
    ("MUTATION_UNCALLED", ""): "uncalled_mutations",
    ("GENE_PANEL_MATRIX", ""): "gene_panel_matrix",
    ("COPY_NUMBER_ALTERATION", "SEG"): "segment",
    ("COPY_NUMBER_ALTERATION", ""): "copy_number",
    ("STRUCTURAL_VARIANT", ""): "structural_variant",
    ("FUSION", ""): "structural_variant",
    ("MRNA_EXPRESSION", ""): "expression",
    ("MICRO_RNA_EXPRESSION", ""): "expression",
    ("METHYLATION", ""): "methylation",
    ("PROTEIN_LEVEL", ""): "protein",
    ("PROTEIN_ARRAY_PROTEIN_LEVEL", ""): "protein",
    ("GISTIC_GENES_AMP", ""): "gistic",
    ("GISTIC_GENES_DEL", ""): "gistic",
    ("MUTSIG", ""): "mutsig",
    ("GENERIC_ASSAY", ""): "generic_assay",
    ("GENESET_SCORE", ""): "gene_set",
    ("CANCER_TYPE", ""): "cancer_type",
}
_BY_NAME = tuple(
    (re.compile(pattern), kind)
    for pattern, kind in (
        (r"^data_(bcr_)?clinical.*patient.*\.txt$", "cbioportal_patient"),
        (r"^data_(bcr_)?clinical.*sample.*\.txt$", "cbioportal_sample"),
        (r"^data_(bcr_)?clinical.*\.txt$", "clinical"),
        (r"^data_mutations?_?uncalled.*\.(txt|maf)$", "uncalled_mutations"),
        (r"^data_(mutations?|nonsynonymous|nonsignedout_mutations?)([_.].*)?\.(txt|maf)$", "mutations"),
        (r"^data_mutational_signature", "generic_assay"),
        (r"^data_gene_(panel_)?matrix.*\.txt$", "gene_panel_matrix"),
        (r"^data_gene_panel_.*\.txt$", "gene_panel"),
        (r"\.seg$", "segment"),
        (r"^data_.*(cna|copy_?number)", "copy_number"),
        (r"^data_(sv|structural_variants?|fusions?)\b", "structural_variant"),
        (r"^data_.*(expression|mrna|mirna|rna_seq)", "expression"),
        (r"^data_.*methylation", "methylation"),
        (r"^data_.*(rppa|protein)", "protein"),
        (r"^data_timeline", "timeline"),
        (r"^data_gistic", "gistic"),
        (r"^data_mutsig", "mutsig"),
        (r"^data_resource", "resource"),
        (r"^cancer_type\.txt$", "cancer_type"),
    )
)
_SIGN = re.compile(r"^(meta_study\.txt|data_(bcr_)?clinical.*\.txt|data_mutations([_.].*)?\.(txt|maf))$")


def recognises(folder: Folder) -> bool:
    """True for a folder with meta_study.txt, data_clinical_*.txt or data_mutations*.txt."""
    return any(_SIGN.match(stem(file.path)) for file in folder.files)


def study_meta(folder: Folder) -> dict[str, str]:
    """Values of meta_study.txt; empty where there is none."""
    metas = meta.read(folder, [file for file in folder.files if meta.is_study_meta(file.path)])
    return dict(metas[0].values) if metas else {}


def listing(folder: Folder, declaration: Declaration) -> list[SourceFile]:
    """A record for each file of the folder, and for each data file that a meta file names in vain."""
    metas = meta.read(folder, folder.files)
    named: dict[str, meta.Meta] = {}
    for found in metas:
        if found.target is not None and not meta.is_study_meta(found.file.path):
            named.setdefault(found.target, found)
    study = study_meta(folder)
    options = _options(declaration, study)
    by_path = {found.file.path: found for found in metas}
    records = [
        _known_by_name(folder, file, declaration, study.get("reference_genome"))
        if (vcf.is_named_vcf(file) or bed.is_named_bed(file)) and folder.inside(file) not in named
        else _record(folder, file, declaration, by_path, named, options)
        for file in folder.files
    ]
    delivered = {folder.inside(file) for file in folder.files}
    records += [_absent(folder, target, m) for target, m in named.items() if target not in delivered]
    return records


def _known_by_name(folder: Folder, file: RawFile, declaration: Declaration, build: str | None) -> SourceFile:
    """A VCF or a BED. The build of the study's meta file is stated; cBioPortal's default build is not."""
    if vcf.is_named_vcf(file):
        return vcf.record(folder, file, declaration, SLUG)
    return bed.record(folder, file, declaration, SLUG, build=build)


def _record(
    folder: Folder,
    file: RawFile,
    declaration: Declaration,
    metas: dict[str, meta.Meta],
    named: dict[str, meta.Meta],
    options: Options,
) -> SourceFile:
    if (own := metas.get(file.path)) is not None:
        if own.fault is not None:
            return folder.source(file, "meta", "cbioportal_meta", SLUG, "held_back", own.fault)
        reason = "settings: read, holds no rows"
        return folder.source(file, "meta", "cbioportal_meta", SLUG, "not_loaded", reason)
    by_meta = named.get(folder.inside(file))
    kind = _kind(by_meta, folder, file)
    if kind in FORMATS:
        more = _of_mutations(options, by_meta) if kind == "mutations" else ()
        return folder.source(file, kind, FORMATS[kind], SLUG, options=more)
    if kind is not None:
        return folder.source(file, kind, "none", SLUG, "not_loaded", _NOT_LOADED[kind])
    if (known := aside(file.path)) is not None:
        return folder.source(file, known.kind, "none", SLUG, known.disposition, known.reason)
    if (found := clinical.record(folder, file, declaration, SLUG)) is not None:
        return found
    reason = (
        "no file of a cBioPortal study that is known: name its kind in study.toml ([[file]]), or remove it"
    )
    return folder.source(file, "unknown", "none", SLUG, "unrecognised", reason)


def _kind(by_meta: meta.Meta | None, folder: Folder, file: RawFile) -> str | None:
    name = stem(file.path)
    if aside(file.path) is not None and by_meta is None:
        return None
    if by_meta is not None and (kind := _kind_of_type(by_meta)) is not None:
        return kind
    if "/case_lists/" in f"/{folder.inside(file)}" and name.endswith(".txt"):
        return "case_list"
    kind = next((kind for pattern, kind in _BY_NAME if pattern.search(name)), None)
    if kind == "clinical":
        return _kind_of_clinical(folder, file)
    return kind


def _kind_of_type(found: meta.Meta) -> str | None:
    alteration, datatype = found.type
    return _BY_TYPE.get((alteration, datatype)) or _BY_TYPE.get((alteration, ""))


def _kind_of_clinical(folder: Folder, file: RawFile) -> str:
    """Before 2016 one file held patients and samples; a supplement may hold either."""
    header = {name.upper() for name in folder.header(file)}
    return (
        "cbioportal_patient" if "PATIENT_ID" in header and "SAMPLE_ID" not in header else "cbioportal_sample"
    )


def _options(declaration: Declaration, study: dict[str, str]) -> Options:
    """The build of rows without NCBI_Build: of study.toml, meta_study.txt, or cBioPortal's default."""
    if declaration.genome_build:
        build, said_by = declaration.genome_build, "study.toml"
    elif study.get("reference_genome"):
        build, said_by = study["reference_genome"], "meta_study.txt"
    else:
        build, said_by = "hg19", "the default of cBioPortal"
    options = [("genome_build", build), ("genome_build_from", said_by)]
    if declaration.assay:
        options.append(("assay", declaration.assay))
    if declaration.panel:
        options.append(("panel", declaration.panel))
    return tuple(options)


def _of_mutations(options: Options, by_meta: meta.Meta | None) -> Options:
    panel = by_meta.values.get("gene_panel") if by_meta is not None else None
    if not panel or "panel" in dict(options):
        return options
    return (*options, ("panel", panel))


def _absent(folder: Folder, target: str, by: meta.Meta) -> SourceFile:
    kind = _kind_of_type(by) or "unknown"
    said = f"named in {folder.inside(by.file)}, but not delivered"
    if kind in _NOT_LOADED:
        return folder.absent(target, kind, "none", SLUG, "not_loaded", f"{said} ({_NOT_LOADED[kind]})")
    reason = f"{said}: deliver it, or remove the meta file"
    return folder.absent(target, kind, FORMATS.get(kind, "none"), SLUG, "held_back", reason)
