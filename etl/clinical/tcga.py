"""How TCGA's tables write outcomes: pairs such as OS and OS.time, else vital status with its days."""

from collections.abc import Sequence

from etl.clinical.outcomes import Rules
from etl.clinical.rule import Outcome
from etl.schema import TableSchema
from etl.vocabulary import Vocabulary


def pairs(header: Sequence[str]) -> Rules:
    """X and X.time in days (TCGA-CDR and tables made from it), for every endpoint X of the header."""
    by_upper = {name.upper(): name for name in reversed(header)}
    return tuple(
        (name.upper(), Outcome(name, days=by_upper[f"{name.upper()}.TIME"]))
        for name in dict.fromkeys(header)
        if f"{name.upper()}.TIME" in by_upper
    )


def overall(
    header: Sequence[str], fields: TableSchema, slug: str, level: str, vocabulary: Vocabulary
) -> Rules:
    """OS of vital status, days to death and every day on which the patient was known to live."""
    shown = fields.resolve(header)
    if "vital_status" not in shown:
        return ()
    by_upper = {name.upper(): name for name in reversed(header)}
    contacts = [
        by_upper[spelling]
        for field in ("days_to_last_contact", "days_to_new_tumor_event")
        for spelling in vocabulary.spellings(slug, level, field)
        if spelling in by_upper
    ]
    rule = Outcome(
        shown["vital_status"],
        event_days=shown.get("days_to_death"),
        censor_days=tuple(dict.fromkeys(contacts)),
    )
    return (("OS", rule),)
