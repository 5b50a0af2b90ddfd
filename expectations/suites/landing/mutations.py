"""Variants as landed: of one build, of known tumours, and like those of other lung cancers."""

from __future__ import annotations

from great_expectations.expectations.expectation import Expectation

from expectations.knowledge import BUILDS, CHROMOSOMES, MAX_VARIANTS_PER_TUMOUR
from expectations.tumours import IN_MARKER_GENE, IN_OTHER_BUILD, KNOWN
from expectations.vocabulary import ENOUGH_ROWS, holds, never_null, no_rows, one_of, rare, within

TABLE = "mutations"

_SUBSTITUTION = "variant_type = 'SNP'"


def suite() -> list[Expectation]:
    """Expectations of ``landing.mutations``."""
    return [
        never_null("tumor_sample_barcode", "critical", "Every variant names its tumour."),
        never_null("genome_build", "critical", "Every variant states its genome build."),
        never_null("chromosome", "critical", "Every variant has a chromosome."),
        never_null("start_position", "critical", "Every variant has a position."),
        one_of("genome_build", BUILDS, "critical", "The genome build is GRCh37 or GRCh38."),
        one_of(
            "chromosome", CHROMOSOMES, "critical", "Chromosomes are 1 to 22, X, Y or MT, without a prefix."
        ),
        within("start_position", 1, None, "critical", "Positions count from 1."),
        holds(
            "start_not_after_end",
            "start_position <= end_position",
            "critical",
            "A variant does not end before it starts.",
            "end_position",
        ),
        no_rows(
            "one_build_per_study",
            """
select study_id, count(distinct genome_build) as n_builds from {batch}
group by study_id having count(distinct genome_build) > 1""",
            "critical",
            "All variants of a study are of one genome build: the same place has two numbers in two builds.",
            "genome_build",
        ),
        no_rows(
            "build_is_the_declared_one",
            f"""
select study_id, count(*) as n_marker_variants, count(*) filter (where {IN_OTHER_BUILD}) as n_unexpected
from {{batch}} where {IN_MARKER_GENE}
group by study_id having n_unexpected >= 3 and n_unexpected > 0.5 * n_marker_variants""",
            "critical",
            "Variants of TP53, KRAS, KEAP1, BRAF and PIK3CA lie where these genes lie in the declared build.",
            "genome_build",
            counted="sum(n_unexpected)",
        ),
        no_rows(
            "tumours_meet_the_clinical_files",
            f"""{KNOWN}
select study_id, sum(n_rows) as n_unexpected
from tumours
semi join identifiers using (study_id)
anti join known using (study_id)
group by study_id""",
            "critical",
            "At least one tumour of the variant files belongs to a patient or sample of the clinical "
            "files; if none does, the two speak of different identifiers.",
            "tumor_sample_barcode",
            counted="sum(n_unexpected)",
        ),
        no_rows(
            "every_tumour_is_known",
            f"""{KNOWN}
select tumours.*
from tumours
semi join identifiers using (study_id)
anti join known using (study_id, tumor_sample_barcode)
where tumor_sample_barcode is not null""",
            "warning",
            "Every tumour of the variant files belongs to a patient or sample of the clinical files.",
            "tumor_sample_barcode",
            counted="count(distinct tumor_sample_barcode)",
        ),
        no_rows(
            "study_has_clinical_rows",
            """
select mutation.study_id, count(*) as n_rows
from {batch} as mutation
anti join (
    select study_id from landing.gdc_clinical
    union select study_id from landing.cbioportal_patient
    union select study_id from landing.cbioportal_sample
    union select study_id from landing.clinical
) as clinical using (study_id)
group by mutation.study_id""",
            "warning",
            "A study with variants has clinical rows too.",
            "study_id",
        ),
        within(
            "t_depth",
            0,
            None,
            "warning",
            "Read depth in the tumour is not negative.",
        ),
        within(
            "t_ref_count", 0, None, "warning", "Counts of reference reads in the tumour are not negative."
        ),
        within("t_alt_count", 0, None, "warning", "Counts of variant reads in the tumour are not negative."),
        within("t_vaf", 0, 1, "warning", "Allele fractions as they are stated are 0 to 1."),
        within("n_depth", 0, None, "warning", "Read depth in the normal is not negative."),
        within("n_alt_count", 0, None, "warning", "Counts of variant reads in the normal are not negative."),
        holds(
            "alt_count_within_depth",
            "t_alt_count <= t_depth",
            "warning",
            "No more reads carry a variant than there are reads.",
            "t_alt_count",
        ),
        rare(
            "variants_have_reads",
            "t_alt_count = 0",
            "At most 5 % of the variants of a study were seen in no read of the tumour.",
            at_most=0.05,
            among="t_alt_count is not null",
            column="t_alt_count",
        ),
        rare(
            "fractions_agree_with_reads",
            "abs(t_vaf - t_alt_count / (t_ref_count + t_alt_count)) > 0.2",
            "At most 5 % of the stated allele fractions of a study are 0.2 away from those of the reads, "
            "where there are 20 and more; more than that is the mark of a column that means something else.",
            at_most=0.05,
            among="t_vaf is not null and least(t_ref_count, t_alt_count) >= 0 "
            "and t_ref_count + t_alt_count >= 20",
            column="t_vaf",
        ),
        rare(
            "normal_is_free_of_variants",
            "n_alt_count * t_depth > t_alt_count * n_depth and n_alt_count > 2",
            "At most 5 % of the variants of a study are more frequent in the normal than in the tumour; "
            "more than that is the mark of swapped samples.",
            at_most=0.05,
            among="n_alt_count is not null and n_depth > 0 and t_depth > 0",
            column="n_alt_count",
        ),
        no_rows(
            "no_germline_calls",
            "select * from {batch} where lower(mutation_status) = 'germline'",
            "warning",
            "No variant is declared germline: the signature is about somatic variants, and germline ones "
            "identify people.",
            "mutation_status",
        ),
        no_rows(
            "no_tumour_of_too_many_variants",
            f"""
select mutation.study_id, tumor_sample_barcode, count(*) as n_variants
from {{batch}} as mutation
left join landing.studies as study using (study_id)
where upper(coalesce(study.assay, '')) <> 'WGS'
group by all having count(*) > {MAX_VARIANTS_PER_TUMOUR}""",
            "warning",
            f"No tumour has more than {MAX_VARIANTS_PER_TUMOUR:,} variants, unless the study says it is a "
            f"whole genome; "
            "more are likely inherited variants that were not taken out.",
            "tumor_sample_barcode",
        ),
        rare(
            "variants_have_a_class",
            "variant_classification is null",
            "At most 5 % of the variants of a study lack a Variant_Classification; without one they count "
            "as nothing.",
            at_most=0.05,
            column="variant_classification",
        ),
        no_rows(
            "tp53_is_among_the_genes",
            """
select study_id, count(distinct tumor_sample_barcode) as n_tumours from {batch}
group by study_id
having n_tumours >= 30 and count(*) >= 300 and not coalesce(bool_or(hugo_symbol = 'TP53'), false)""",
            "warning",
            "A lung cancer study of 30 tumours has a variant in TP53, the gene most often mutated there.",
            "hugo_symbol",
        ),
        no_rows(
            "share_of_c_to_t_plausible",
            f"""
select study_id, count(*) as n_substitutions,
    count(*) filter (where (reference_allele, alternate_allele) in (('C', 'T'), ('G', 'A'))) as n_transitions
from {{batch}} where {_SUBSTITUTION}
group by study_id
having count(*) >= {ENOUGH_ROWS} and n_transitions / n_substitutions not between 0.08 and 0.85""",
            "warning",
            "C>T (and G>A) are 8 to 85 % of a study's substitutions; more is the mark of damage by "
            "fixation, less of misread alleles.",
            "alternate_allele",
        ),
        no_rows(
            "strands_agree",
            f"""
select study_id,
    count(*) filter (where reference_allele in ('C', 'T')) / count(*) as share_of_pyrimidines
from {{batch}} where {_SUBSTITUTION}
group by study_id having count(*) >= 1000 and share_of_pyrimidines not between 0.4 and 0.6""",
            "warning",
            "About as many substitutions start from C or T as from G or A; another share is the mark of an "
            "artefact of one strand, such as oxidised guanine.",
            "reference_allele",
        ),
        rare(
            "mostly_small_variants",
            "length(reference_allele) > 100 or length(alternate_allele) > 100",
            "At most 1 % of the variants of a study are longer than 100 bases; longer events belong in the "
            "files for structural variants.",
            at_most=0.01,
            column="reference_allele",
        ),
    ]
