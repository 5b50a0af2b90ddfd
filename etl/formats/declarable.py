"""Which columns study.toml may map for a kind of file."""

from collections.abc import Sequence

from etl.formats import maf, mapped_clinical


def columns_of(kind: str) -> Sequence[str] | None:
    """Our names: MAF's for mutations, those of `dim_patient` and `dim_sample` for the clinical kinds.

    None where the kind is not read yet, so that nothing can be checked; empty where nothing can be mapped.
    """
    if kind == "mutations":
        return maf.STANDARD_COLUMNS
    if kind in mapped_clinical.OURS:
        return mapped_clinical.OURS[kind]
    return None if kind == "regions" else ()
