"""Links of patients to persons, supplied by a centre."""

from __future__ import annotations

from great_expectations.expectations.expectation import Expectation

from expectations.vocabulary import never_null, no_rows

TABLE = "person_link"


def suite() -> list[Expectation]:
    """Expectations of ``landing.person_link``."""
    return [
        never_null("patient_id", "critical", "Every link names a patient."),
        never_null("person_id", "critical", "Every link names a person."),
        no_rows(
            "one_person_per_patient",
            """
select * from {batch}
qualify min(person_id) over (partition by coalesce(linked_study_id, study_id), patient_id)
    <> max(person_id) over (partition by coalesce(linked_study_id, study_id), patient_id)""",
            "warning",
            "All files name the same person for a patient; of two the first by name counts.",
            "person_id",
        ),
    ]
