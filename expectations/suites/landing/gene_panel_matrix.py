"""Which sample was sequenced on which panel, as a cBioPortal study tells."""

from __future__ import annotations

from great_expectations.expectations.expectation import Expectation

from expectations.knowledge import OPEN_PANELS
from expectations.tumours import SAMPLES
from expectations.vocabulary import leads_to, listing, never_null, no_rows, one_to_one

TABLE = "gene_panel_matrix"


def suite() -> list[Expectation]:
    """Expectations of ``landing.gene_panel_matrix``."""
    return [
        never_null("sample_id", "critical", "Every line of the matrix names a sample."),
        one_to_one(
            "one_panel_per_sample",
            "sample_id",
            "mutations_panel",
            "critical",
            "A sample was sequenced for mutations on one panel; of two, nobody knows which was looked at.",
        ),
        leads_to(
            "sample_is_known",
            ("study_id", "sample_id"),
            SAMPLES,
            "warning",
            "Every sample of the matrix is in the sample file.",
        ),
        no_rows(
            "panel_is_known",
            f"""
select matrix.*
from {{batch}} as matrix
anti join (select distinct upper(panel_id) as panel from landing.gene_panel) as known
    on known.panel = upper(matrix.mutations_panel)
where matrix.mutations_panel is not null and lower(matrix.mutations_panel) not in {listing(OPEN_PANELS)}""",
            "warning",
            "The genes of every panel named are known; without them nobody sequenced on it is negative.",
            "mutations_panel",
        ),
        no_rows(
            "matrix_agrees_with_the_samples",
            """
select matrix.*, sample.panel_id
from {batch} as matrix
join landing.cbioportal_sample as sample using (study_id, sample_id)
where upper(matrix.mutations_panel) <> upper(sample.panel_id)""",
            "warning",
            "The matrix and the sample file name the same panel for a sample.",
            "mutations_panel",
        ),
    ]
