"""Patients of a cBioPortal study."""

from __future__ import annotations

from great_expectations.expectations.expectation import Expectation

from expectations.knowledge import EVENT_STATUS_WORDS, MAX_AGE_YEARS, MAX_MONTHS, SEX_WORDS
from expectations.tumours import SAMPLES
from expectations.vocabulary import (
    ENOUGH_PATIENTS,
    distinct_rows,
    holds,
    leads_to,
    listing,
    never_null,
    no_rows,
    one_to_one,
    within,
)

TABLE = "cbioportal_patient"

# cBioPortal writes 0: or 1: before the word; older studies write the word alone.
_WORD = r"trim(regexp_replace(lower(outcome.status), '^[01]:', ''))"
_OUTCOMES = "from (select study_id, patient_id, unnest(outcomes) as outcome from {batch}) as unnested"
_EVENT = "outcome.status like '1:%'"


def suite() -> list[Expectation]:
    """Expectations of ``landing.cbioportal_patient``."""
    return [
        never_null("patient_id", "critical", "Every patient has an identifier."),
        distinct_rows(
            "patient_told_once", ("study_id", "patient_id"), "warning", "A study tells of each patient once."
        ),
        one_to_one(
            "patient_told_one_way",
            "patient_id",
            "hash(sex, age_years, outcomes)",
            "critical",
            "A patient told of in several files has the same sex, age and outcomes in each; else nobody "
            "knows which are true.",
        ),
        leads_to(
            "patient_has_a_sample",
            ("study_id", "patient_id"),
            SAMPLES,
            "warning",
            "Every patient has a sample in the sample file.",
        ),
        holds(
            "sex_known_word",
            f"lower(sex) in {listing(SEX_WORDS)}",
            "warning",
            "Sex is one of the words in use for it.",
            "sex",
        ),
        within("age_years", 0, MAX_AGE_YEARS, "warning", "Ages are 0 to 120 years."),
        no_rows(
            "ages_are_in_years",
            f"""
select study_id, median(age_years) as median_years from {{batch}}
group by study_id having count(age_years) > 0 and median_years > {MAX_AGE_YEARS}""",
            "critical",
            "The median age is below 120; beyond that the column holds days or months.",
            "age_years",
        ),
        within("pack_years", 0, 300, "warning", "Pack-years are 0 to 300."),
        no_rows(
            "outcome_status_understood",
            f"select * {_OUTCOMES}\n"
            f"where outcome.status not similar to '[01]:.*' and {_WORD} not in {listing(EVENT_STATUS_WORDS)}",
            "warning",
            "An outcome's status begins with 0: or 1:, or is a word in use for it; any other is unknown.",
            "outcomes",
        ),
        no_rows(
            "outcome_months_not_negative",
            f"select * {_OUTCOMES} where outcome.months < 0",
            "warning",
            "Months to an event or to the end of follow-up are not negative; one that is counts as unknown.",
            "outcomes",
        ),
        no_rows(
            "outcome_months_are_months",
            f"select study_id, outcome.endpoint as endpoint, median(outcome.months) as median_months\n"
            f"{_OUTCOMES} group by all having count(outcome.months) > 0 and median_months > {MAX_MONTHS}",
            "critical",
            "The median time of an outcome is below 600 months; beyond that the column holds days.",
            "outcomes",
        ),
        no_rows(
            "events_have_a_time",
            f"select * {_OUTCOMES} where {_EVENT} and outcome.months is null",
            "warning",
            "A patient with an event has its time.",
            "outcomes",
        ),
        no_rows(
            "events_and_others",
            f"""
select study_id, outcome.endpoint as endpoint, count(*) as n_patients {_OUTCOMES}
where outcome.status similar to '[01]:.*' and outcome.months is not null
group by all
having n_patients >= {ENOUGH_PATIENTS} and count(distinct left(outcome.status, 1)) = 1""",
            "warning",
            "Of 20 patients with an outcome some had the event and some did not.",
            "outcomes",
        ),
    ]
