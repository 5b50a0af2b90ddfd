"""Patients and diagnoses of GDC's long clinical.tsv: a row for each diagnosis and treatment of a case."""

from __future__ import annotations

from great_expectations.expectations.expectation import Expectation

from expectations.knowledge import MAX_AGE_DAYS, MAX_AGE_YEARS, MAX_DAYS, SEX_WORDS, VITAL_STATUS_WORDS
from expectations.vocabulary import ENOUGH_PATIENTS, holds, listing, never_null, no_rows, one_to_one, within

TABLE = "gdc_clinical"

# A value of a patient may stand in some of its rows and not in others, so all of them together are judged.
_PATIENTS = """
from (
    select study_id, patient_id, lower(max(vital_status)) as vital_status,
        max(days_to_death) as days_to_death,
        max(age_at_index_years) as age_years, max(days_to_last_follow_up) as last_follow_up,
        count(distinct diagnosis_id) filter (where diagnosis_is_primary_disease) as n_primary
    from {batch}
    group by study_id, patient_id
) as patient"""


def suite() -> list[Expectation]:
    """Expectations of ``landing.gdc_clinical``."""
    return [
        never_null("patient_id", "critical", "Every clinical row names its patient."),
        one_to_one(
            "one_case_per_patient",
            "patient_id",
            "case_id",
            "critical",
            "A patient_id stands for one case of GDC; two cases under one name would become one patient.",
        ),
        one_to_one(
            "one_patient_per_case",
            "case_id",
            "patient_id",
            "critical",
            "A case of GDC has one patient_id; two names for one case would become two patients.",
        ),
        holds(
            "sex_known_word",
            f"lower(sex) in {listing(SEX_WORDS)}",
            "warning",
            "Sex is one of the words in use for it.",
            "sex",
        ),
        holds(
            "vital_status_known_word",
            f"lower(vital_status) in {listing(VITAL_STATUS_WORDS)}",
            "warning",
            "Vital status is one of the words in use for it; any other leaves the outcome unknown.",
            "vital_status",
        ),
        within("age_at_index_years", 0, MAX_AGE_YEARS, "warning", "Ages are 0 to 120 years."),
        within(
            "age_at_diagnosis_days",
            0,
            MAX_AGE_DAYS,
            "warning",
            "Ages at diagnosis are 0 to 120 years in days.",
        ),
        no_rows(
            "ages_are_in_their_unit",
            f"""
select study_id, median(age_years) as median_years {_PATIENTS}
group by study_id having count(age_years) > 0 and median_years > {MAX_AGE_YEARS}""",
            "critical",
            "The median age is below 120 years; beyond that the column holds days or months.",
            "age_at_index_years",
        ),
        holds(
            "age_agrees_with_birth",
            "abs(age_at_index_years + days_to_birth / 365.25) <= 2",
            "warning",
            "Age and days since birth agree within two years.",
            "days_to_birth",
        ),
        within(
            "days_to_birth",
            -MAX_AGE_DAYS,
            0,
            "warning",
            "Birth lies before the index date, by 120 years at most.",
        ),
        within("days_to_death", 0, MAX_DAYS, "warning", "Death lies 0 to 50 years after the index date."),
        within(
            "days_to_last_follow_up",
            0,
            MAX_DAYS,
            "warning",
            "Follow-up ends 0 to 50 years after the index date.",
        ),
        within(
            "year_of_diagnosis",
            1950,
            2100,
            "warning",
            "Years of diagnosis have four digits and lie after 1950.",
        ),
        no_rows(
            "deaths_have_a_day",
            f"""
select study_id, patient_id {_PATIENTS}
where vital_status in ('dead', 'deceased') and days_to_death is null""",
            "warning",
            "A patient who died has a day of death; without one the time is that of the last follow-up.",
            "days_to_death",
        ),
        no_rows(
            "the_living_have_no_death",
            f"""
select study_id, patient_id {_PATIENTS}
where vital_status in ('alive', 'living') and days_to_death is not null""",
            "warning",
            "A patient who is alive has no day of death.",
            "vital_status",
        ),
        no_rows(
            "no_follow_up_after_death",
            f"select study_id, patient_id {_PATIENTS} where last_follow_up > days_to_death + 30",
            "warning",
            "No patient is followed up more than 30 days after death.",
            "days_to_last_follow_up",
        ),
        no_rows(
            "one_primary_diagnosis",
            f"select study_id, patient_id, n_primary {_PATIENTS} where n_primary > 1",
            "warning",
            "No patient has two diagnoses that are each declared the primary disease.",
            "diagnosis_is_primary_disease",
        ),
        no_rows(
            "vital_status_mostly_known",
            f"""
select study_id, count(*) as n_patients,
    count(*) filter (where coalesce(vital_status, 'unknown') in ('unknown', 'not reported')) as n_unexpected
{_PATIENTS} group by study_id having n_patients >= {ENOUGH_PATIENTS} and n_unexpected > 0.5 * n_patients""",
            "warning",
            "Vital status is known for at least half of the patients of a study.",
            "vital_status",
            counted="sum(n_unexpected)",
        ),
        no_rows(
            "deaths_and_survivors",
            f"""
select study_id, count(*) as n_patients {_PATIENTS}
where vital_status in ('alive', 'living', 'dead', 'deceased')
group by study_id having n_patients >= {ENOUGH_PATIENTS} and count(distinct left(vital_status, 1)) = 1""",
            "warning",
            "A study of 20 patients has some who died and some who are alive.",
            "vital_status",
        ),
    ]
