"""The studies of this night and what their settings declare."""

from __future__ import annotations

from great_expectations.expectations.expectation import Expectation

from expectations.knowledge import BUILDS
from expectations.vocabulary import never_null, no_rows, one_of, unique

TABLE = "studies"


def suite() -> list[Expectation]:
    """Expectations of ``landing.studies``."""
    return [
        never_null("study_id", "critical", "Every study has an identifier."),
        unique("study_id", "critical", "No two studies share an identifier."),
        one_of("genome_build", BUILDS, "critical", "A declared genome build is GRCh37 or GRCh38."),
        no_rows(
            "variants_are_of_the_declared_build",
            """
select mutation.study_id, count(*) as n_unexpected
from {batch} as study
join landing.mutations as mutation using (study_id)
where mutation.genome_build <> study.genome_build
group by mutation.study_id""",
            "critical",
            "Variants are of the genome build that the study declares.",
            "genome_build",
            counted="sum(n_unexpected)",
        ),
    ]
