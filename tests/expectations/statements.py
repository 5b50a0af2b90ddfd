"""Every way the tests break a study: one statement, and the expectations that it must fail and no others.

Failures are written ``suite.expectation``, critical ones with a leading ``!``. ``$s`` is the id of the study.
"""

from typing import NamedTuple

ONE, TWO, THREE = (f"patient_key like '%PLANTED-{number}'" for number in (1, 2, 3))
"""Where the patients of a sound study are found: the positive, the negative, the unsequenced one."""


class Break(NamedTuple):
    """A statement that breaks a sound study, and what must fail for it."""

    sql: str
    fails: str
    after_listing: bool = False
    """Whether it changes the list of files, which is made when the rows are final."""


def set_rows(table: str, assignment: str, where: str = "true") -> str:
    return f"update {table} set {assignment} where study_id = '$s' and {where}"


def more_rows(table: str, where: str, n: int = 1, **columns: str) -> str:
    """``n`` more rows like the one that ``where`` finds, with some columns replaced; ``i`` counts them."""
    replaced = ", ".join(f"{value} as {column}" for column, value in columns.items())
    return (
        f"insert into {table} by name select sound.* replace ({replaced}) from {table} as sound, "
        f"range({n}) as more(i) where study_id = '$s' and {where}"
    )


def more_patients(n: int, **columns: str) -> str:
    """Patients more, none of them assessable, with their row of the signature."""
    sound = {
        "patient_id": "'PLANTED-M' || i",
        "patient_key": "study_id || ':PLANTED-M' || i",
        "person_id": "study_id || ':PLANTED-M' || i",
        "is_sequenced": "true",
        **columns,
    }
    return more_rows("marts.dim_patient", THREE, n, **sound) + (
        "; insert into marts.fct_patient_signature by name select patient_key, study_id, "
        "'chr16q_arm' as signature_id, 1 as signature_version, 'not_assessable' as status "
        "from marts.dim_patient where study_id = '$s' and patient_id like 'PLANTED-M%'"
    )
