"""Patients, samples and follow-ups of clinical tables: TCGA's, UCSC Xena's, any that study.toml maps."""

from __future__ import annotations

from great_expectations.expectations.expectation import Expectation

from expectations.knowledge import (
    EVENT_STATUS_WORDS,
    MAX_AGE_DAYS,
    MAX_AGE_YEARS,
    MAX_DAYS,
    MAX_MONTHS,
    SEX_WORDS,
)
from expectations.vocabulary import (
    ENOUGH_PATIENTS,
    holds,
    listing,
    never_null,
    no_rows,
    one_of,
    one_to_one,
    within,
)

TABLE = "clinical"

_OUTCOMES = (
    "from (select study_id, source_file_id, patient_id, level, unnest(outcomes) as outcome from {batch}) "
    "as unnested"
)
_DAYS = "coalesce(outcome.days, outcome.event_days, outcome.contact_days)"


def suite() -> list[Expectation]:
    """Expectations of ``landing.clinical``."""
    return [
        never_null("patient_id", "critical", "Every row names its patient."),
        one_of(
            "level",
            ("patient", "sample", "follow_up"),
            "critical",
            "A row tells of a patient, a sample or a follow-up.",
        ),
        one_to_one(
            "one_patient_per_sample",
            "sample_id",
            "patient_id",
            "critical",
            "A sample belongs to one patient, in all tables of a study.",
        ),
        holds(
            "sex_known_word",
            f"lower(sex) in {listing(SEX_WORDS)}",
            "warning",
            "Sex is one of the words in use for it.",
            "sex",
        ),
        one_to_one(
            "one_sex_per_patient",
            "patient_id",
            "left(lower(sex), 1)",
            "warning",
            "All tables of a study tell the same sex of a patient.",
        ),
        within("age_at_diagnosis_years", 0, MAX_AGE_YEARS, "warning", "Ages are 0 to 120 years."),
        within("age_at_diagnosis_days", 0, MAX_AGE_DAYS, "warning", "Ages are 0 to 43,830 days."),
        within("days_to_birth", -MAX_AGE_DAYS, 0, "warning", "A patient is born before day 0."),
        no_rows(
            "ages_are_in_their_unit",
            f"""
select study_id, source_file_id, median(age_at_diagnosis_years) as median_years,
    median(age_at_diagnosis_days) as median_days
from {{batch}}
group by all
having median_years > {MAX_AGE_YEARS} or median_days < {MAX_AGE_YEARS}""",
            "critical",
            "The median age in years is below 120, in days above; else the column holds another unit.",
            "age_at_diagnosis_years",
        ),
        within("pack_years", 0, 300, "warning", "Pack-years are 0 to 300."),
        within("tmb_per_mb", 0, 2000, "warning", "Mutational burden is 0 to 2,000 variants per megabase."),
        no_rows(
            "outcome_status_understood",
            f"select * {_OUTCOMES}\nwhere outcome.word not similar to '[01]:.*' "
            f"and outcome.word not in {listing(EVENT_STATUS_WORDS)}",
            "warning",
            "An outcome's status begins with 0: or 1:, or is a word in use for it; any other is unknown.",
            "outcomes",
        ),
        no_rows(
            "outcome_times_are_in_their_unit",
            f"select study_id, source_file_id, outcome.endpoint as endpoint, "
            f"median(outcome.months) as median_months,\n    median({_DAYS}) as median_days\n{_OUTCOMES}\n"
            f"group by all having median_months > {MAX_MONTHS} or median_days > {MAX_DAYS}",
            "critical",
            "The median time of an outcome is below 50 years; beyond that the column holds another unit.",
            "outcomes",
        ),
        no_rows(
            "days_are_not_months",
            f"select study_id, source_file_id, outcome.endpoint as endpoint, median({_DAYS}) as median_days\n"
            f"{_OUTCOMES}\ngroup by all having count({_DAYS}) >= {ENOUGH_PATIENTS} and median_days < 60",
            "warning",
            "The median time of an outcome is at least 60 days; below that it may be months.",
            "outcomes",
        ),
        no_rows(
            "outcome_times_not_negative",
            f"select * {_OUTCOMES}\nwhere outcome.days < 0 or outcome.months < 0 or outcome.event_days < 0",
            "warning",
            "Times to an event or to the end of follow-up are not negative; one that is counts as unknown.",
            "outcomes",
        ),
        no_rows(
            "events_have_a_time",
            f"select * {_OUTCOMES}\nwhere\n"
            "    (outcome.word like '1:%' or outcome.word in ('1', 'dead', 'deceased'))\n"
            "    and outcome.days is null and outcome.months is null and outcome.event_days is null",
            "warning",
            "A patient with an event has its time.",
            "outcomes",
        ),
    ]
