"""The GDC's downloads: clinical and biospecimen tables, masked somatic MAFs, manifests, sample sheets.

Tables are known by name, else by their columns: with the prefixes of today (`cases.submitter_id`) or
without them, as the GDC wrote them until 2024 (`case_submitter_id`).
"""

import re

from etl.inventory import RawFile
from etl.layouts import bed, clinical, vcf
from etl.layouts.common import aside
from etl.layouts.folder import Folder, Options, stem
from etl.records import SourceFile
from etl.settings import Declaration

SLUG = "gdc"

_LOADED = {
    "clinical.tsv": "gdc_clinical",
    "follow_up.tsv": "gdc_follow_up",
    "exposure.tsv": "gdc_exposure",
    "pathology_detail.tsv": "gdc_pathology_detail",
    "aliquot.tsv": "gdc_aliquot",
}
_ASIDE = {
    "family_history.tsv": ("family_history", "family history: not loaded yet"),
    "sample.tsv": ("biospecimen", "biospecimen: only aliquot.tsv is loaded"),
    "slide.tsv": ("biospecimen", "biospecimen: only aliquot.tsv is loaded"),
    "portion.tsv": ("biospecimen", "biospecimen: only aliquot.tsv is loaded"),
    "analyte.tsv": ("biospecimen", "biospecimen: only aliquot.tsv is loaded"),
    "annotations.txt": ("annotation", "annotations of the GDC: not loaded yet"),
    "annotations.tsv": ("annotation", "annotations of the GDC: not loaded yet"),
}
# Columns (without prefix) that only one table has. The first match counts: clinical.tsv comes last because
# its columns also occur in wider exports.
_COLUMNS = (
    ("gdc_pathology_detail", {"pathology_detail_id"}),
    ("gdc_follow_up", {"follow_up_id"}),
    ("family_history", {"family_history_id"}),
    ("gdc_exposure", {"exposure_id"}),
    ("gdc_exposure", {"exposure_type"}),
    ("gdc_exposure", {"pack_years_smoked", "case_submitter_id"}),
    ("gdc_aliquot", {"aliquot_id"}),
    ("gdc_clinical", {"vital_status", "days_to_death"}),
    ("gdc_clinical", {"diagnosis_id"}),
)
_MAF = re.compile(r"\.maf(\.txt)?$")
# Since 2020 <uuid>.wxs.aliquot_ensemble_masked.maf.gz, before TCGA.LUAD.mutect.<uuid>.DR-10.0.somatic.maf.gz.
_ENSEMBLE = re.compile(r"\.(wxs|wgs|targeted_sequencing)\.aliquot_ensemble_(masked|raw)\.maf$")
_LEGACY = re.compile(
    r"^[a-z0-9_-]+\.[a-z0-9_-]+\.(mutect2?|muse|varscan2?|somaticsniper|pindel)\.(.*\.)?(somatic|protected)\.maf$"
)
_UNFILTERED = re.compile(r"aliquot_ensemble_raw\.maf$|\.protected\.maf$")
# <uuid>.wxs.MuTect2.somatic_annotation.vcf.gz and its like: one caller's calls before the GDC's filters.
_RAW_VCF = re.compile(r"\.(raw_somatic_mutation|somatic_annotation|aliquot_ensemble_raw)\.vcf$")
_UNFILTERED_REASON = "unfiltered calls (controlled access): loaded only where study.toml names the file"
_ASSAYS = {"wxs": "WXS", "wgs": "WGS", "targeted_sequencing": "panel"}


def recognises(folder: Folder) -> bool:
    """True for a clinical.tsv, a GDC sample sheet or manifest, or a MAF that says it comes from the GDC."""
    return any(_is_sign(folder, file) for file in folder.files)


def listing(folder: Folder, declaration: Declaration) -> list[SourceFile]:
    """A record for each file of the folder."""
    return [_record(folder, file, declaration) for file in folder.files]


def _is_sign(folder: Folder, file: RawFile) -> bool:
    name = stem(file.path)
    if name == "clinical.tsv" or name.startswith(("gdc_sample_sheet", "gdc_manifest")):
        return True
    return _MAF.search(name) is not None and _is_gdc_maf(folder, file)


def _is_gdc_maf(folder: Folder, file: RawFile) -> bool:
    name = stem(file.path)
    return bool(_ENSEMBLE.search(name) or _LEGACY.search(name)) or folder.head(file).startswith(
        "#version gdc-"
    )


def _record(folder: Folder, file: RawFile, declaration: Declaration) -> SourceFile:
    name = stem(file.path)
    if (known := aside(file.path)) is not None:
        return folder.source(file, known.kind, "none", SLUG, known.disposition, known.reason)
    if _MAF.search(name):
        return _maf(folder, file, declaration)
    if vcf.is_named_vcf(file):
        return _vcf(folder, file, declaration)
    if bed.is_named_bed(file):
        return bed.record(folder, file, declaration, SLUG)
    if name.endswith(".parcel") or "/logs/" in f"/{folder.inside(file)}":
        return folder.source(file, "log", "none", SLUG, "not_loaded", "log of the GDC's download program")
    if name.endswith(".json"):
        return folder.source(
            file, "metadata", "none", SLUG, "not_loaded", "JSON of the GDC: not loaded, take the TSV"
        )
    if name.startswith("gdc_sample_sheet"):
        return folder.source(file, "gdc_sample_sheet", "gdc_sample_sheet", SLUG)
    if name not in _LOADED and (found := clinical.record(folder, file, declaration, SLUG)) is not None:
        return found
    kind = _LOADED.get(name) or _kind_of_columns(folder.header(file))
    if name in _ASIDE or kind == "family_history":
        kind, reason = _ASIDE.get(name, _ASIDE["family_history.tsv"])
        return folder.source(file, kind, "none", SLUG, "not_loaded", reason)
    if kind is not None:
        return folder.source(file, kind, kind, SLUG)
    if vcf.is_vcf(folder, file):
        return vcf.record(folder, file, declaration, SLUG)
    reason = "no file of a GDC download that is known: name its kind in study.toml ([[file]]), or remove it"
    return folder.source(file, "unknown", "none", SLUG, "unrecognised", reason)


def _maf(folder: Folder, file: RawFile, declaration: Declaration) -> SourceFile:
    name = stem(file.path)
    if _UNFILTERED.search(name):
        return folder.source(file, "mutations", "maf", SLUG, "not_loaded", _UNFILTERED_REASON)
    return folder.source(file, "mutations", "maf", SLUG, options=_options(name, declaration))


def _vcf(folder: Folder, file: RawFile, declaration: Declaration) -> SourceFile:
    if _RAW_VCF.search(stem(file.path)):
        return folder.source(file, "mutations", vcf.FORMAT, SLUG, "not_loaded", _UNFILTERED_REASON)
    return vcf.record(folder, file, declaration, SLUG)


def _options(name: str, declaration: Declaration) -> Options:
    options = []
    if declaration.genome_build:
        options.append(("genome_build", declaration.genome_build))
    found = _ENSEMBLE.search(name)
    # The aggregated MAFs of data releases before 32 were all made from exomes (GDC documentation, MAF
    # format).
    assay = _ASSAYS[found[1]] if found else "WXS" if _LEGACY.search(name) else None
    if declaration.assay or assay:
        options.append(("assay", declaration.assay or assay or ""))
    if declaration.panel:
        options.append(("panel", declaration.panel))
    return tuple(options)


def _kind_of_columns(header: tuple[str, ...]) -> str | None:
    if "File ID" in header and "Case ID" in header:
        return "gdc_sample_sheet"
    bare = {name.rsplit(".", 1)[-1].lower() for name in header}
    if not bare & {"case_id", "case_submitter_id", "submitter_id"}:
        return None
    return next((kind for kind, columns in _COLUMNS if columns <= bare), None)
