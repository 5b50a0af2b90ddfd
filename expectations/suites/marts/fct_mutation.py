"""Variants as published."""

from __future__ import annotations

from great_expectations.expectations.expectation import Expectation

from expectations.knowledge import BUILDS, CHROMOSOMES, VARIANT_TYPES
from expectations.vocabulary import holds, leads_to, never_null, no_rows, one_of, rare, within

TABLE = "fct_mutation"


def suite() -> list[Expectation]:
    """Expectations of ``marts.fct_mutation``. That its key is unique is a test of the model."""
    return [
        never_null("mutation_key", "critical", "Every variant has a key."),
        never_null("sample_key", "critical", "Every variant is of a sample."),
        never_null("patient_key", "critical", "Every variant is of a patient."),
        leads_to(
            "patient_exists",
            ("patient_key",),
            "marts.dim_patient",
            "critical",
            "Every variant's patient exists.",
        ),
        leads_to(
            "sample_exists", ("sample_key",), "marts.dim_sample", "critical", "Every variant's sample exists."
        ),
        never_null("source_file_id", "critical", "Every variant leads back to its file."),
        within("source_line", 1, None, "critical", "Every variant leads back to a line of its file."),
        one_of("genome_build", BUILDS, "critical", "The genome build is GRCh37 or GRCh38."),
        one_of(
            "chromosome", CHROMOSOMES, "critical", "Chromosomes are 1 to 22, X, Y or MT, without a prefix."
        ),
        one_of(
            "variant_type", VARIANT_TYPES, "critical", "The variant type is one of the MAF specification."
        ),
        holds(
            "start_not_after_end",
            "start_position <= end_position",
            "critical",
            "A variant does not end before it starts.",
            "end_position",
        ),
        holds(
            "alleles_differ",
            "reference_allele <> alternate_allele",
            "critical",
            "A variant's alleles differ.",
            "alternate_allele",
        ),
        within("n_aliquots", 1, None, "critical", "Every variant was seen in an aliquot."),
        within("n_source_rows", 1, None, "critical", "Every variant stands for at least one landed row."),
        within("vaf", 0, 1, "warning", "Allele fractions are 0 to 1."),
        no_rows(
            "leader_variants_are_of_the_rule",
            """
select mutation.*
from {batch} as mutation
join marts.dim_patient as patient using (patient_key)
join reference.signature_rule as rule
    on rule.signature_id = patient.leader_signature_id
    and rule.signature_version = patient.leader_signature_version
where mutation.is_leader_variant and rule.variant_classes = 'nonsilent' and not mutation.is_nonsilent""",
            "critical",
            "No silent variant counts for a signature whose rule is for non-silent ones.",
            "is_leader_variant",
        ),
        holds(
            "leader_variants_are_somatic",
            "not is_leader_variant or is_somatic",
            "critical",
            "No germline variant counts for the signature.",
            "is_leader_variant",
        ),
        rare(
            "mostly_nonsilent",
            "not is_nonsilent",
            "At least 30 % of the variants of a study are non-silent; exomes have 75 %, panels nearly all.",
            at_most=0.7,
            column="is_nonsilent",
        ),
        no_rows(
            "classes_are_known",
            """
select mutation.*
from {batch} as mutation
anti join reference.variant_classification as known using (variant_classification)
where mutation.variant_classification is not null""",
            "warning",
            "Every Variant_Classification is one the vocabulary knows; another is neither silent nor not.",
            "variant_classification",
        ),
        no_rows(
            "no_y_variants_in_women",
            """
select mutation.patient_key, any_value(mutation.study_id) as study_id, count(*) as n_variants
from {batch} as mutation
join marts.dim_patient as patient using (patient_key)
where mutation.chromosome = 'Y' and patient.sex = 'Female'
group by mutation.patient_key having count(*) >= 3""",
            "warning",
            "No woman has three variants on chromosome Y; if one has, her sample or her record is another's.",
            "chromosome",
        ),
    ]
