"""Regions that assays were made to read, as BED files list them; a row for each interval."""

from __future__ import annotations

from great_expectations.expectations.expectation import Expectation

from expectations.vocabulary import never_null, no_rows

TABLE = "regions"


def suite() -> list[Expectation]:
    """Expectations of ``landing.regions``."""
    return [
        never_null("genome_build", "critical", "Every region states its genome build."),
        never_null("chromosome", "critical", "Every region lies on a chromosome."),
        no_rows(
            "region_holds_a_base",
            "select * from {batch} where not (1 <= start_position and start_position <= end_position)",
            "critical",
            "Every region holds a base: it starts at 1 or later, and does not end before.",
            "start_position",
        ),
        no_rows(
            "assay_is_of_one_build",
            """
select study_id, panel_id, source_file_id, genome_build from {batch}
qualify min(genome_build) over (partition by study_id, panel_id)
    <> max(genome_build) over (partition by study_id, panel_id)""",
            "warning",
            "The regions of an assay are delivered on one genome build.",
            "genome_build",
        ),
        no_rows(
            "no_region_is_a_chromosome",
            "select * from {batch} where end_position - start_position >= 10000000",
            "warning",
            "No region is longer than ten million bases: it would say that a whole arm was read.",
            "end_position",
        ),
    ]
