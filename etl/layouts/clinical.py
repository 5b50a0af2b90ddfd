"""Clinical tables that are known by their header wherever they lie: TCGA's BCR biotab and CDR, UCSC Xena."""

import csv
from collections.abc import Mapping

from etl.clinical.landing import KIND
from etl.header import separator_of
from etl.inventory import RawFile
from etl.layouts import meta
from etl.layouts.folder import Folder, Options
from etl.records import SourceFile
from etl.settings import Declaration

_SAMPLES = ("sampleid", "sample", "submitter_id.samples")
_PATIENTS = ("_patient", "submitter_id")
_BCR_TIMES = {"vital_status", "new_tumor_event_dx_days_to", "days_to_new_tumor_event_after_initial_treatment"}
# Biotab tables of other things, by a column that only they have.
_BCR_ASIDE: Mapping[str, str] = {
    "bcr_drug_barcode": "drugs",
    "bcr_radiation_barcode": "radiation",
    "bcr_omf_barcode": "other malignancies",
    "bcr_ablation_barcode": "ablation",
    "bcr_sample_barcode": "samples: the sample is known by its barcode elsewhere",
    "bcr_analyte_barcode": "analytes",
    "bcr_aliquot_barcode": "aliquots",
    "bcr_slide_barcode": "slides",
    "bcr_portion_barcode": "portions",
}


def is_known(folder: Folder, file: RawFile) -> bool:
    """True where the header shows one of the forms that are loaded."""
    return _format(header(folder, file)) is not None


def record(folder: Folder, file: RawFile, declaration: Declaration, layout: str) -> SourceFile | None:
    """The record of a table of a known form, None for any other file."""
    names = header(folder, file)
    format = _format(names)
    if format is not None:
        return folder.source(file, KIND, format, layout, options=options(folder, declaration))
    if "bcr_patient_uuid" in names or ("bcr_patient_barcode" in names and set(names) & set(_BCR_ASIDE)):
        what = next(
            (what for column, what in _BCR_ASIDE.items() if column in names), "no patients or follow-ups"
        )
        reason = f"biotab of the BCR ({what}): not loaded"
        return folder.source(file, KIND, "none", layout, "not_loaded", reason)
    return None


def header(folder: Folder, file: RawFile) -> tuple[str, ...]:
    """Lower-case names of the first line that is no comment, cut by tab, comma or semicolon."""
    lines = (line for line in folder.head(file).splitlines() if line.strip() and not line.startswith("#"))
    line = next(lines, "")
    try:
        cells = next(csv.reader([line], delimiter=separator_of(line)), [])
    except csv.Error:
        return ()
    return tuple(cell.strip().lower() for cell in cells)


def options(folder: Folder, declaration: Declaration) -> Options:
    """The cancer type that study.toml or meta_study.txt names, which picks rows of tables of many types."""
    said = declaration.cancer_type
    if said is None:
        metas = meta.read(folder, [file for file in folder.files if meta.is_study_meta(file.path)])
        said = metas[0].values.get("type_of_cancer") if metas else None
    return (("cancer_type", said),) if said else ()


def _format(header: tuple[str, ...]) -> str | None:
    names = set(header)
    if any(name in names for name in _SAMPLES) and any(name in names for name in _PATIENTS):
        return "xena"
    if "bcr_patient_barcode" not in names:
        return None
    if {"type", "os", "os.time"} <= names:
        return "tcga_cdr"
    is_biotab = "bcr_patient_uuid" in names or "bcr_followup_barcode" in names
    return "tcga_bcr" if is_biotab and names & _BCR_TIMES and not names & set(_BCR_ASIDE) else None
