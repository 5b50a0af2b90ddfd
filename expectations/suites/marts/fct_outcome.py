"""Outcomes as published: a row for each patient and endpoint."""

from __future__ import annotations

from great_expectations.expectations.expectation import Expectation

from expectations.knowledge import MAX_DAYS, SIGNATURE_STATUS
from expectations.vocabulary import (
    ENOUGH_PATIENTS,
    distinct_rows,
    holds,
    leads_to,
    never_null,
    no_rows,
    one_of,
    within,
)

TABLE = "fct_outcome"


def suite() -> list[Expectation]:
    """Expectations of ``marts.fct_outcome``."""
    return [
        never_null("patient_key", "critical", "Every outcome is of a patient."),
        never_null("endpoint", "critical", "Every outcome names its endpoint."),
        leads_to(
            "patient_exists",
            ("patient_key",),
            "marts.dim_patient",
            "critical",
            "Every outcome's patient exists.",
        ),
        distinct_rows(
            "endpoint_told_once", ("patient_key", "endpoint"), "critical", "A patient has an endpoint once."
        ),
        holds("event_is_0_or_1", "event in (0, 1)", "critical", "An event is 0, 1 or unknown.", "event"),
        holds(
            "competing_event_is_0_or_1",
            "competing_event in (0, 1)",
            "critical",
            "A competing event is 0, 1 or unknown.",
            "competing_event",
        ),
        holds(
            "one_event_comes_first",
            "event + competing_event <= 1",
            "critical",
            "Nobody has both the event and the death that forestalls it.",
            "competing_event",
        ),
        no_rows(
            "unknown_is_no_censoring",
            """
select * from {batch}
where (event is not null and status_as_delivered is null)
    or (competing_event is not null and event is null)""",
            "critical",
            "Where no status was delivered there is no event and no censoring; where the event is unknown, "
            "so is what competes with it.",
            "event",
        ),
        within("entry_days", 0, None, "critical", "Nobody comes under observation before time zero."),
        within("time_days", 0, None, "critical", "Times are not negative."),
        holds(
            "time_days_plausible",
            f"time_days <= {MAX_DAYS}",
            "warning",
            "Times are at most 50 years.",
            "time_days",
        ),
        holds(
            "months_follow_days",
            "abs(time_months - time_days / 30.4375) <= greatest(0.02 * time_months, 0.05)",
            "critical",
            "Months and days are the same time; a study that divides by 30 differs by 1.5 %.",
            "time_months",
        ),
        holds(
            "entry_before_end",
            "entry_days <= time_days",
            "warning",
            "Nobody comes under observation after it has ended.",
            "entry_days",
        ),
        one_of(
            "leader_signature_status",
            SIGNATURE_STATUS,
            "critical",
            "The signature is positive, negative or not_assessable.",
        ),
        no_rows(
            "endpoints_are_known",
            """
select outcome.*
from {batch} as outcome
anti join reference.endpoint as known using (endpoint)
where outcome.endpoint is not null""",
            "warning",
            "Every endpoint is one the vocabulary knows.",
            "endpoint",
        ),
        no_rows(
            "events_and_others",
            f"""
select study_id, endpoint, count(*) as n_patients from {{batch}}
where event is not null and time_days is not null
group by all having n_patients >= {ENOUGH_PATIENTS} and count(distinct event) = 1""",
            "warning",
            "Of 20 patients with an outcome some had the event and some did not.",
            "event",
        ),
        no_rows(
            "follow_up_plausible",
            f"""
select study_id, endpoint, median(time_days) as median_days from {{batch}}
group by all
having count(time_days) >= {ENOUGH_PATIENTS} and median_days not between 30 and 7305""",
            "warning",
            "The median time of an endpoint is one month to 20 years; another hints at a wrong unit.",
            "time_days",
        ),
        no_rows(
            "disease_deaths_are_deaths",
            """
select disease.*
from {batch} as disease
join marts.fct_outcome as any_cause using (patient_key)
where disease.endpoint = 'DSS' and disease.event = 1 and any_cause.endpoint = 'OS' and any_cause.event = 0""",
            "warning",
            "Whoever died of the disease died.",
            "event",
        ),
    ]
