"""Samples of a cBioPortal study."""

from __future__ import annotations

from great_expectations.expectations.expectation import Expectation

from expectations.knowledge import OPEN_PANELS
from expectations.tumours import PATIENTS
from expectations.vocabulary import (
    distinct_rows,
    holds,
    leads_to,
    listing,
    never_null,
    no_rows,
    one_to_one,
    within,
)

TABLE = "cbioportal_sample"


def suite() -> list[Expectation]:
    """Expectations of ``landing.cbioportal_sample``."""
    return [
        never_null("sample_id", "critical", "Every sample has an identifier."),
        never_null("patient_id", "critical", "Every sample names its patient."),
        distinct_rows(
            "sample_told_once", ("study_id", "sample_id"), "warning", "A study tells of each sample once."
        ),
        one_to_one(
            "one_panel_per_sample",
            "sample_id",
            "panel_id",
            "critical",
            "A sample told of in several files has one panel; of two, nobody knows which was looked at.",
        ),
        one_to_one(
            "one_patient_per_sample",
            "sample_id",
            "patient_id",
            "critical",
            "A sample belongs to one patient.",
        ),
        no_rows(
            "samples_meet_the_patients",
            """
select study_id, count(*) as n_samples
from {batch} as sample
semi join landing.cbioportal_patient as any_patient using (study_id)
left join (
    select distinct study_id, patient_id, true as is_known from landing.cbioportal_patient
) as patient using (study_id, patient_id)
group by study_id having not coalesce(bool_or(is_known), false)""",
            "critical",
            "At least one sample belongs to a patient of the patient file; if none does, the two files "
            "speak of different identifiers.",
            "patient_id",
            counted="sum(n_samples)",
        ),
        leads_to(
            "patient_is_known",
            ("study_id", "patient_id"),
            PATIENTS,
            "warning",
            "Every sample belongs to a patient of the patient file.",
        ),
        no_rows(
            "panel_is_known",
            f"""
select sample.*
from {{batch}} as sample
anti join (select distinct upper(panel_id) as panel from landing.gene_panel) as known
    on known.panel = upper(sample.panel_id)
where sample.panel_id is not null and lower(sample.panel_id) not in {listing(OPEN_PANELS)}""",
            "warning",
            "The genes of every panel named are known; without them nobody sequenced on it is negative.",
            "panel_id",
        ),
        holds(
            "oncotree_code_well_formed",
            "oncotree_code similar to '[A-Z][A-Z0-9_]{{1,19}}'",
            "warning",
            "OncoTree codes are upper-case words such as LUAD.",
            "oncotree_code",
        ),
        within(
            "tmb_nonsynonymous", 0, 2000, "warning", "Mutational burden is 0 to 2,000 variants per megabase."
        ),
        no_rows(
            "outcome_months_not_negative",
            "select *\nfrom (select study_id, sample_id, unnest(outcomes) as outcome from {batch}) as item\n"
            "where outcome.months < 0",
            "warning",
            "Months to an event or to the end of follow-up are not negative; one that is counts as unknown.",
            "outcomes",
        ),
    ]
