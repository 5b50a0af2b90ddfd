"""The files behind the landed rows: nothing is lost between the lake and the views over it."""

from __future__ import annotations

from great_expectations.expectations.expectation import Expectation

from expectations.vocabulary import never_null, no_rows, one_of, unique

TABLE = "source_files"

_KINDS = (
    "mutations",
    "gdc_clinical",
    "gdc_follow_up",
    "gdc_exposure",
    "gdc_pathology_detail",
    "gdc_sample_sheet",
    "gdc_aliquot",
    "cbioportal_patient",
    "cbioportal_sample",
    "clinical",
    "gene_panel",
    "gene_panel_matrix",
    "case_list",
)
_SHOWN = " union all\n    ".join(
    f"select source_file_id, count(*) as n_rows from landing.{kind} group by source_file_id"
    for kind in _KINDS
)


def suite() -> list[Expectation]:
    """Expectations of ``landing.source_files``."""
    return [
        unique("source_file_id", "critical", "A source file has an identifier of its own."),
        never_null("source_file_id", "critical", "Every source file has an identifier."),
        one_of(
            "status",
            ("loaded", "held_back", "not_loaded", "unrecognised"),
            "critical",
            "What became of a file is told in one of four words.",
        ),
        no_rows(
            "all_loaded_rows_are_shown",
            f"""
select file.study_id, file.source_file_id, file.path, file.rows_loaded, shown.n_rows as n_rows_shown
from {{batch}} as file
left join (
    {_SHOWN}
) as shown using (source_file_id)
where file.status = 'loaded' and file.kind in ({", ".join(f"'{kind}'" for kind in _KINDS)})
    and file.rows_loaded <> coalesce(shown.n_rows, 0)""",
            "critical",
            "The landed tables show each loaded file with exactly the rows that were loaded from it.",
            "rows_loaded",
        ),
        no_rows(
            "clinical_rows_without_variants",
            """
select study_id from {batch}
where status = 'loaded'
group by study_id
having bool_or(kind in ('gdc_clinical', 'cbioportal_patient', 'cbioportal_sample', 'clinical'))
    and not bool_or(kind = 'mutations')""",
            "warning",
            "A study with clinical files has a file of variants too.",
            "kind",
        ),
    ]
