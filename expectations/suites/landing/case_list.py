"""Case lists of a cBioPortal study: which samples were sequenced, which were not."""

from __future__ import annotations

from great_expectations.expectations.expectation import Expectation

from expectations.tumours import SAMPLES
from expectations.vocabulary import distinct_rows, leads_to, never_null, no_rows

TABLE = "case_list"


def suite() -> list[Expectation]:
    """Expectations of ``landing.case_list``."""
    return [
        never_null("list_id", "critical", "Every sample listed is on a list with a name."),
        never_null("sample_id", "critical", "Every entry of a list names a sample."),
        leads_to(
            "sample_is_known",
            ("study_id", "sample_id"),
            SAMPLES,
            "warning",
            "Every sample of a case list is in the sample file.",
        ),
        distinct_rows(
            "sample_listed_once",
            ("study_id", "source_file_id", "list_id", "sample_id"),
            "warning",
            "A list names a sample once.",
        ),
        no_rows(
            "sequenced_list_is_complete",
            """
select distinct mutation.study_id, mutation.tumor_sample_barcode as sample_id
from landing.mutations as mutation
semi join (
    select study_id from {batch} as listed where list_id like '%\\_sequenced' escape '\\'
) as told using (study_id)
anti join (
    select study_id, sample_id as tumor_sample_barcode
    from landing.case_list where list_id like '%\\_sequenced' escape '\\'
) as sequenced using (study_id, tumor_sample_barcode)
where tumor_sample_barcode is not null""",
            "warning",
            "Every sample with a variant is on the study's list of sequenced samples, if it has one.",
            "sample_id",
        ),
    ]
