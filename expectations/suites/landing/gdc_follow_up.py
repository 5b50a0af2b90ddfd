"""Follow-up visits of GDC's follow_up.tsv."""

from __future__ import annotations

from great_expectations.expectations.expectation import Expectation

from expectations.knowledge import MAX_DAYS
from expectations.vocabulary import leads_to, never_null, no_rows, within

TABLE = "gdc_follow_up"


def suite() -> list[Expectation]:
    """Expectations of ``landing.gdc_follow_up``."""
    return [
        never_null("patient_id", "critical", "Every follow-up names its patient."),
        leads_to(
            "patient_is_known",
            ("study_id", "patient_id"),
            "landing.gdc_clinical",
            "warning",
            "Every follow-up belongs to a patient of the clinical file.",
        ),
        within("days_to_follow_up", 0, MAX_DAYS, "warning", "Visits lie 0 to 50 years after the index date."),
        within(
            "days_to_progression",
            0,
            MAX_DAYS,
            "warning",
            "Progression lies 0 to 50 years after the index date.",
        ),
        within(
            "days_to_recurrence",
            0,
            MAX_DAYS,
            "warning",
            "Recurrence lies 0 to 50 years after the index date.",
        ),
        no_rows(
            "no_visit_after_death",
            """
select visit.*
from {batch} as visit
join (
    select study_id, patient_id, max(days_to_death) as days_to_death
    from landing.gdc_clinical
    group by study_id, patient_id
) as patient using (study_id, patient_id)
where greatest(days_to_follow_up, days_to_progression, days_to_recurrence) > patient.days_to_death + 30""",
            "warning",
            "No visit, progression or recurrence lies more than 30 days after death.",
            "days_to_follow_up",
        ),
    ]
