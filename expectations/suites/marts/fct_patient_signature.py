"""The signature of every patient, the unsequenced included."""

from __future__ import annotations

from great_expectations.expectations.expectation import Expectation

from expectations.knowledge import SIGNATURE_STATUS
from expectations.vocabulary import distinct_rows, leads_to, never_null, no_rows, one_of

TABLE = "fct_patient_signature"


def suite() -> list[Expectation]:
    """Expectations of ``marts.fct_patient_signature``."""
    return [
        never_null("patient_key", "critical", "Every call is of a patient."),
        never_null("signature_id", "critical", "Every call is of a signature."),
        never_null("status", "critical", "Every call has a status."),
        one_of("status", SIGNATURE_STATUS, "critical", "The status is positive, negative or not_assessable."),
        leads_to(
            "patient_exists",
            ("patient_key",),
            "marts.dim_patient",
            "critical",
            "Every call's patient exists.",
        ),
        distinct_rows(
            "called_once",
            ("patient_key", "signature_id", "signature_version"),
            "critical",
            "A patient has a version of a signature called once.",
        ),
        no_rows(
            "every_patient_is_called",
            """
select patient.study_id, patient.patient_key, signature_id, signature_version
from marts.dim_patient as patient
cross join (select distinct signature_id, signature_version from {batch} as call) as signature
anti join marts.fct_patient_signature as called using (patient_key, signature_id, signature_version)
where patient.patient_key is not null and signature_id is not null and signature_version is not null""",
            "critical",
            "Every patient has a status for every signature, if only not_assessable.",
            "patient_key",
        ),
        no_rows(
            "unsequenced_are_not_assessable",
            """
select call.*
from {batch} as call
join marts.dim_patient as patient using (patient_key)
where patient.is_sequenced is not true and call.status <> 'not_assessable'""",
            "critical",
            "Nobody is positive or negative without having been sequenced.",
            "status",
        ),
        no_rows(
            "default_signature_agrees",
            """
select call.*
from {batch} as call
join marts.dim_patient as patient
    on patient.patient_key = call.patient_key
    and patient.leader_signature_id = call.signature_id
    and patient.leader_signature_version = call.signature_version
where call.status <> patient.leader_signature_status""",
            "critical",
            "The status told with the patient is that of the default signature.",
            "status",
        ),
    ]
