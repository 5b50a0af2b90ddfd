"""Ways to break landed variants, studies and the list of files; written as ``statements`` says."""

from tests.expectations.statements import Break, more_rows, set_rows


def _variants(n: int, **columns: str) -> str:
    """``n`` variants more, with as many substitutions of each kind and strand."""
    sound = {
        "start_position": "7675100 + i",
        "end_position": "7675100 + i",
        "reference_allele": "if(i % 2 = 0, 'C', 'G')",
        "alternate_allele": "['A', 'T', 'T', 'A'][i % 4 + 1]",
    }
    return more_rows("landing.mutations", "source_line = 11", n, **{**sound, **columns})


_FORGET_BUILD = "; " + set_rows("landing.studies", "genome_build = null")
_ALL_BUT_VARIANTS = "; ".join(
    f"delete from landing.{table} where study_id = '$s'"
    for table in (
        *("gdc_clinical", "gdc_follow_up", "gdc_exposure", "gdc_pathology_detail", "gdc_sample_sheet"),
        *("gdc_aliquot", "cbioportal_patient", "cbioportal_sample", "clinical", "gene_panel_matrix"),
        "case_list",
    )
)


def _mutations() -> dict[str, Break]:
    table = "landing.mutations"
    one = "source_line = 9"
    return {
        "no_barcode": Break(
            set_rows(table, "tumor_sample_barcode = null", one), "!mutations.tumor_sample_barcode_not_null"
        ),
        "no_build": Break(set_rows(table, "genome_build = null", one), "!mutations.genome_build_not_null"),
        "no_chromosome": Break(set_rows(table, "chromosome = null", one), "!mutations.chromosome_not_null"),
        "no_position": Break(
            set_rows(table, "start_position = null", one), "!mutations.start_position_not_null"
        ),
        "odd_build": Break(
            set_rows(table, "genome_build = 'hg18'") + _FORGET_BUILD, "!mutations.genome_build_known_word"
        ),
        "chr_prefix": Break(set_rows(table, "chromosome = 'chr17'"), "!mutations.chromosome_known_word"),
        "position_zero": Break(
            set_rows(table, "start_position = 0", one), "!mutations.start_position_in_range"
        ),
        "ends_early": Break(set_rows(table, "end_position = 5", one), "!mutations.start_not_after_end"),
        "two_builds": Break(
            set_rows(table, "genome_build = 'GRCh37'", one) + _FORGET_BUILD, "!mutations.one_build_per_study"
        ),
        "wrong_build": Break(
            set_rows(table, "genome_build = 'GRCh37'") + _FORGET_BUILD, "!mutations.build_is_the_declared_one"
        ),
        "other_identifiers": Break(
            set_rows(table, "tumor_sample_barcode = 'STRANGE-' || source_line"),
            "!mutations.tumours_meet_the_clinical_files mutations.every_tumour_is_known "
            "case_list.sequenced_list_is_complete",
        ),
        "stranger": Break(
            set_rows(table, "tumor_sample_barcode = 'PLANTED-X'", one),
            "mutations.every_tumour_is_known case_list.sequenced_list_is_complete",
        ),
        "no_clinical": Break(_ALL_BUT_VARIANTS, "mutations.study_has_clinical_rows"),
        "t_depth": Break(
            set_rows(table, "t_depth = -1, t_alt_count = null", one), "mutations.t_depth_in_range"
        ),
        "t_ref": Break(set_rows(table, "t_ref_count = -1", one), "mutations.t_ref_count_in_range"),
        "t_alt": Break(set_rows(table, "t_alt_count = -1", one), "mutations.t_alt_count_in_range"),
        "t_vaf": Break(set_rows(table, "t_vaf = 45.6", one), "mutations.t_vaf_in_range"),
        "other_fraction": Break(_variants(250, t_vaf="0.9"), "mutations.fractions_agree_with_reads"),
        "n_depth": Break(set_rows(table, "n_depth = -1", one), "mutations.n_depth_in_range"),
        "n_alt": Break(set_rows(table, "n_alt_count = -1", one), "mutations.n_alt_count_in_range"),
        "alt_beyond": Break(set_rows(table, "t_alt_count = 101", one), "mutations.alt_count_within_depth"),
        "no_reads": Break(_variants(250, t_alt_count="0"), "mutations.variants_have_reads"),
        "swapped": Break(
            _variants(250, t_alt_count="5", n_alt_count="45"), "mutations.normal_is_free_of_variants"
        ),
        "germline": Break(
            set_rows(table, "mutation_status = 'Germline'", one), "mutations.no_germline_calls"
        ),
        "many": Break(_variants(20_001), "mutations.no_tumour_of_too_many_variants"),
        "no_class": Break(_variants(250, variant_classification="null"), "mutations.variants_have_a_class"),
        "no_tp53": Break(
            _variants(320, tumor_sample_barcode="'PLANTED-C1-T01-' || i % 40")
            + "; "
            + set_rows(table, "hugo_symbol = 'STK11'")
            + "; delete from landing.case_list where study_id = '$s'",
            "mutations.tp53_is_among_the_genes",
        ),
        "damaged": Break(
            _variants(250, alternate_allele="if(i % 2 = 0, 'T', 'A')"), "mutations.share_of_c_to_t_plausible"
        ),
        "one_strand": Break(
            _variants(1000, reference_allele="'C'", alternate_allele="if(i % 2 = 0, 'T', 'A')"),
            "mutations.strands_agree",
        ),
        "long": Break(
            _variants(250, reference_allele="repeat('A', 101)", alternate_allele="'-'", variant_type="'DEL'"),
            "mutations.mostly_small_variants",
        ),
    }


def _studies_and_files() -> dict[str, Break]:
    files = "landing.source_files"
    return {
        "same_file": Break(
            more_rows(files, "kind = 'mutations'", size_bytes="2"),
            "!source_files.source_file_id_unique",
            True,
        ),
        "nameless_file": Break(
            more_rows(files, "kind = 'mutations'", source_file_id="null", rows_loaded="0"),
            "!source_files.source_file_id_not_null",
            True,
        ),
        "odd_file": Break(
            more_rows(files, "kind = 'mutations'", source_file_id="'$s/odd'", status="'odd'"),
            "!source_files.status_known_word",
            True,
        ),
        "lost_row": Break(
            set_rows(files, "rows_loaded = rows_loaded + 1", "kind = 'mutations'"),
            "!source_files.all_loaded_rows_are_shown",
            True,
        ),
        "lost_file": Break(
            "delete from landing.gdc_exposure where study_id = '$s'",
            "!source_files.all_loaded_rows_are_shown",
            True,
        ),
        "no_variants": Break(
            "delete from landing.mutations where study_id = '$s'",
            "source_files.clinical_rows_without_variants",
        ),
        "study_twice": Break(
            more_rows("landing.studies", "true", layout="'cbioportal'"), "!studies.study_id_unique"
        ),
        "odd_declared": Break(
            set_rows("landing.studies", "genome_build = 'hg18'"),
            "!studies.genome_build_known_word !studies.variants_are_of_the_declared_build",
        ),
        "other_declared": Break(
            set_rows("landing.studies", "genome_build = 'GRCh37'"),
            "!studies.variants_are_of_the_declared_build",
        ),
    }


BREAKS = {**_mutations(), **_studies_and_files()}
