"""Which columns study.toml may map for a kind of file."""

from collections.abc import Sequence

from etl.formats import cbioportal_clinical, maf, mapped_clinical, person_link
from etl.vocabulary import Vocabulary


def columns_of(kind: str) -> Sequence[str] | None:
    """Our names: MAF's for mutations, those of `dim_patient` and `dim_sample` for the clinical kinds.

    None where the kind is not read yet, so that nothing can be checked; empty where nothing can be mapped.
    """
    if kind == "mutations":
        return maf.STANDARD_COLUMNS
    if kind in mapped_clinical.OURS:
        return mapped_clinical.OURS[kind]
    if kind == "person_links":
        return person_link.COLUMNS
    return None if kind == "regions" else ()


def declaration_of(kind: str, column: str, vocabulary: Vocabulary) -> tuple[str, str] | None:
    """How study.toml speaks of a delivered column of a landing table: the kind of its file, and our name.

    None for a column that is not read as a field of its own, or a kind whose columns cannot be mapped.
    """
    word, schema = {
        "mutations": lambda: ("mutations", maf.SCHEMA),
        "cbioportal_patient": lambda: (
            "clinical_patient",
            cbioportal_clinical.CBIOPORTAL_PATIENT.columns(vocabulary),
        ),
        "cbioportal_sample": lambda: (
            "clinical_sample",
            cbioportal_clinical.CBIOPORTAL_SAMPLE.columns(vocabulary),
        ),
    }.get(kind, lambda: ("", None))()
    key = None if schema is None else schema.key(column)
    return None if key is None else (word, key)
