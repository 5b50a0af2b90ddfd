"""The signature of every sample, in three values."""

from __future__ import annotations

from great_expectations.expectations.expectation import Expectation

from expectations.knowledge import SIGNATURE_STATUS
from expectations.vocabulary import distinct_rows, holds, leads_to, never_null, no_rows, one_of, within

TABLE = "fct_leader_signature"


def suite() -> list[Expectation]:
    """Expectations of ``marts.fct_leader_signature``."""
    return [
        never_null("sample_key", "critical", "Every call is of a sample."),
        never_null("signature_id", "critical", "Every call is of a signature."),
        never_null("status", "critical", "Every call has a status."),
        one_of("status", SIGNATURE_STATUS, "critical", "The status is positive, negative or not_assessable."),
        leads_to(
            "sample_exists", ("sample_key",), "marts.dim_sample", "critical", "Every call's sample exists."
        ),
        leads_to(
            "patient_exists",
            ("patient_key",),
            "marts.dim_patient",
            "critical",
            "Every call's patient exists.",
        ),
        distinct_rows(
            "called_once",
            ("sample_key", "signature_id", "signature_version"),
            "critical",
            "A sample has a version of a signature called once.",
        ),
        no_rows(
            "unsequenced_are_not_assessable",
            """
select call.*
from {batch} as call
join marts.dim_sample as sample using (sample_key)
where sample.is_sequenced is not true and call.status <> 'not_assessable'""",
            "critical",
            "No sample is positive or negative without having been sequenced.",
            "status",
        ),
        holds(
            "positive_have_variants",
            "status <> 'positive' or n_variants >= 1",
            "critical",
            "A positive sample has a variant of the signature.",
            "n_variants",
        ),
        holds(
            "negative_have_no_variants",
            "status <> 'negative' or n_variants = 0",
            "warning",
            "A negative sample has no variant of the signature.",
            "n_variants",
        ),
        no_rows(
            "not_assessable_says_why",
            "select * from {batch} where status = 'not_assessable' and coalesce(trim(reason), '') = ''",
            "warning",
            "What is not assessable has a reason.",
            "reason",
        ),
        holds(
            "assessed_within_targets",
            "n_assessed_genes between 0 and n_target_genes",
            "critical",
            "No more genes are assessed than the signature has.",
            "n_assessed_genes",
        ),
        within("callable_fraction", 0, 1, "critical", "The callable fraction is 0 to 1."),
    ]
