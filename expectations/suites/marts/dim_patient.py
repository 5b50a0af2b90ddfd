"""Patients as published."""

from __future__ import annotations

from great_expectations.expectations.expectation import Expectation

from expectations.knowledge import MAX_AGE_YEARS, RISK_GROUPS, SEXES, SIGNATURE_STATUS, STAGE_GROUPS
from expectations.vocabulary import ENOUGH_PATIENTS, holds, never_null, no_rows, one_of, rare, unique, within

TABLE = "dim_patient"


def suite() -> list[Expectation]:
    """Expectations of ``marts.dim_patient``."""
    return [
        never_null("patient_key", "critical", "Every patient has a key."),
        unique("patient_key", "critical", "No two patients share a key."),
        never_null("study_id", "critical", "Every patient is of a study.", "split_part(patient_key, ':', 1)"),
        never_null("patient_id", "critical", "Every patient has the identifier of the study."),
        holds(
            "key_is_study_and_patient",
            "patient_key = study_id || ':' || patient_id",
            "critical",
            "A patient's key is made of study_id and patient_id.",
            "patient_key",
        ),
        no_rows(
            "patients_where_there_is_anything",
            """
select sample.patient_key
from marts.dim_sample as sample
anti join (select 1 as one from {batch} as patient limit 1) as any_patient on true""",
            "critical",
            "There are patients if there are samples.",
            study="split_part(patient_key, ':', 1)",
        ),
        never_null("person_id", "critical", "Every patient is a person."),
        no_rows(
            "one_index_record_per_person",
            """
select person_id, min(study_id) as study_id, count(*) as n_records from {batch}
where person_id is not null
group by person_id having count(*) filter (where is_index_record) <> 1""",
            "critical",
            "Exactly one record stands for a person, so that nobody is counted twice or not at all.",
            "is_index_record",
        ),
        one_of("sex", SEXES, "critical", "Sex is Female, Male or unknown."),
        one_of("risk_group", RISK_GROUPS, "critical", "The risk group is high, standard or unknown."),
        one_of("stage_group", STAGE_GROUPS, "warning", "The stage group is 0 to IV or unknown."),
        no_rows(
            "one_edition_per_study",
            """
select study_id, count(distinct stage_edition) as n_editions, count(*) as n_patients from {batch}
where stage_group is not null and stage_edition is not null
group by study_id having n_editions > 1""",
            "warning",
            "The stages of a study are of one edition of the AJCC manual; where not, the same tumour may be "
            "of another stage, so compare within stage_edition.",
            "stage_edition",
        ),
        one_of(
            "leader_signature_status",
            SIGNATURE_STATUS,
            "critical",
            "The signature is positive, negative or not_assessable.",
        ),
        never_null("leader_signature_status", "critical", "Every patient has a signature status."),
        holds(
            "signature_flag_follows_status",
            "leader_signature is not distinct from case leader_signature_status\n"
            "    when 'positive' then true when 'negative' then false end",
            "critical",
            "The flag is true for positive, false for negative, and NULL exactly if not assessable: unknown "
            "is never wild type.",
            "leader_signature",
        ),
        no_rows(
            "unsequenced_are_not_assessable",
            """
select * from {batch}
where is_sequenced is not true and leader_signature_status <> 'not_assessable'""",
            "critical",
            "Nobody is positive or negative without having been sequenced.",
            "leader_signature_status",
        ),
        holds(
            "positive_have_variants",
            "leader_signature_status <> 'positive' or n_leader_variants >= 1",
            "critical",
            "Whoever is positive has a variant of the signature.",
            "n_leader_variants",
        ),
        holds(
            "negative_have_no_variants",
            "leader_signature_status <> 'negative' or n_leader_variants = 0",
            "warning",
            "Whoever is negative has no variant of the signature.",
            "n_leader_variants",
        ),
        within("age_at_diagnosis_years", 0, MAX_AGE_YEARS, "warning", "Ages are 0 to 120 years."),
        no_rows(
            "median_age_plausible",
            f"""
select study_id, median(age_at_diagnosis_years) as median_years from {{batch}}
group by study_id
having count(age_at_diagnosis_years) >= {ENOUGH_PATIENTS} and median_years not between 45 and 80""",
            "warning",
            "The median age of a study of lung cancer is 45 to 80 years.",
            "age_at_diagnosis_years",
        ),
        within("pack_years", 0, 300, "warning", "Pack-years are 0 to 300."),
        no_rows(
            "unsequenced_have_no_burden",
            "select * from {batch} where is_sequenced is not true and tmb_per_mb is not null",
            "critical",
            "Nobody has a burden without having been sequenced: unknown is never zero.",
            "tmb_per_mb",
        ),
        within("tmb_per_mb", 0, 2000, "warning", "Mutational burden is 0 to 2,000 variants per megabase."),
        rare(
            "sex_mostly_known",
            "sex is null",
            "Sex is known for at least half of the patients of a study.",
            at_most=0.5,
            at_least_rows=ENOUGH_PATIENTS,
            column="sex",
        ),
        rare(
            "mostly_sequenced",
            "not is_sequenced",
            "At least half of the patients of a study are sequenced; fewer may be a lost variant file.",
            at_most=0.5,
            at_least_rows=ENOUGH_PATIENTS,
            column="is_sequenced",
        ),
    ]
