"""Which columns study.toml may map for a kind of file."""

from collections.abc import Sequence

from etl.formats import cbioportal_clinical, maf, person_link
from etl.formats.declared import CLINICAL_NAMES


def columns_of(kind: str) -> Sequence[str] | None:
    """Our names: MAF's for mutations, those of `dim_patient` and `dim_sample` for the clinical kinds.

    None where the kind is not read yet, so that nothing can be checked; empty where nothing can be mapped.
    """
    if kind == "mutations":
        return maf.STANDARD_COLUMNS
    if kind == "clinical_patient":
        return _clinical(cbioportal_clinical.CBIOPORTAL_PATIENT)
    if kind == "clinical_sample":
        return _clinical(cbioportal_clinical.CBIOPORTAL_SAMPLE)
    if kind == "person_links":
        return person_link.COLUMNS
    return None if kind in ("follow_up", "regions") else ()


def _clinical(table: cbioportal_clinical.ClinicalTable) -> tuple[str, ...]:
    ours = {landing: name for name, landing in CLINICAL_NAMES.items()}
    return tuple(ours.get(name, name) for name in table.fields)
