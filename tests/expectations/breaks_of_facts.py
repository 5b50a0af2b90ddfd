"""Ways to break the marts of variants and outcomes; written as ``statements`` says."""

from tests.expectations.statements import ONE, TWO, Break, more_patients, more_rows, set_rows


def _fct_mutation() -> dict[str, Break]:
    table = "marts.fct_mutation"
    many = {"mutation_key": "'$s:more' || i"}
    return {
        "variant_without_key": Break(
            set_rows(table, "mutation_key = null", ONE), "!fct_mutation.mutation_key_not_null"
        ),
        "variant_of_no_sample": Break(
            set_rows(table, "sample_key = null", ONE), "!fct_mutation.sample_key_not_null"
        ),
        "variant_of_nobody": Break(
            set_rows(table, "patient_key = null", ONE), "!fct_mutation.patient_key_not_null"
        ),
        "variant_of_a_stranger": Break(
            set_rows(table, "patient_key = '$s:PLANTED-X'", ONE), "!fct_mutation.patient_exists"
        ),
        "variant_of_a_strange_sample": Break(
            set_rows(table, "sample_key = '$s:PLANTED-X-01A'", ONE), "!fct_mutation.sample_exists"
        ),
        "fileless": Break(
            set_rows(table, "source_file_id = null", ONE), "!fct_mutation.source_file_id_not_null"
        ),
        "line_zero": Break(set_rows(table, "source_line = 0", ONE), "!fct_mutation.source_line_in_range"),
        "build": Break(
            set_rows(table, "genome_build = 'hg19'", ONE), "!fct_mutation.genome_build_known_word"
        ),
        "prefix": Break(set_rows(table, "chromosome = 'chr16'", ONE), "!fct_mutation.chromosome_known_word"),
        "type": Break(set_rows(table, "variant_type = 'SNV'", ONE), "!fct_mutation.variant_type_known_word"),
        "backwards": Break(set_rows(table, "end_position = 1", ONE), "!fct_mutation.start_not_after_end"),
        "same_alleles": Break(
            set_rows(table, "alternate_allele = reference_allele", ONE), "!fct_mutation.alleles_differ"
        ),
        "no_aliquot": Break(set_rows(table, "n_aliquots = 0", ONE), "!fct_mutation.n_aliquots_in_range"),
        "vaf": Break(set_rows(table, "vaf = 1.2", ONE), "fct_mutation.vaf_in_range"),
        "silent_leader": Break(
            set_rows(table, "is_nonsilent = false", ONE), "!fct_mutation.leader_variants_are_of_the_rule"
        ),
        "germline_leader": Break(
            set_rows(table, "is_somatic = false", ONE), "!fct_mutation.leader_variants_are_somatic"
        ),
        "rowless": Break(set_rows(table, "n_source_rows = 0", ONE), "!fct_mutation.n_source_rows_in_range"),
        "silent_study": Break(
            more_rows(table, TWO, 250, is_nonsilent="false", **many), "fct_mutation.mostly_nonsilent"
        ),
        "odd_class": Break(
            set_rows(table, "variant_classification = 'Odd'", ONE), "fct_mutation.classes_are_known"
        ),
        "y_in_a_woman": Break(
            more_rows(table, TWO, 3, chromosome="'Y'", **many), "fct_mutation.no_y_variants_in_women"
        ),
    }


def _fct_outcome() -> dict[str, Break]:
    table = "marts.fct_outcome"
    return {
        "outcome_of_nobody": Break(
            set_rows(table, "patient_key = null", ONE), "!fct_outcome.patient_key_not_null"
        ),
        "outcome_of_a_stranger": Break(
            set_rows(table, "patient_key = '$s:PLANTED-X'", ONE), "!fct_outcome.patient_exists"
        ),
        "nameless_endpoint": Break(set_rows(table, "endpoint = null", ONE), "!fct_outcome.endpoint_not_null"),
        "odd_endpoint": Break(set_rows(table, "endpoint = 'XYZ'", ONE), "fct_outcome.endpoints_are_known"),
        "outcome_twice": Break(more_rows(table, ONE, event="0"), "!fct_outcome.endpoint_told_once"),
        "event": Break(set_rows(table, "event = 2", ONE), "!fct_outcome.event_is_0_or_1"),
        "competing": Break(
            set_rows(table, "event = 0, competing_event = 2", ONE),
            "!fct_outcome.competing_event_is_0_or_1 !fct_outcome.one_event_comes_first",
        ),
        "dead_twice": Break(
            set_rows(table, "competing_event = 1", ONE), "!fct_outcome.one_event_comes_first"
        ),
        "censored_for_want_of_a_status": Break(
            set_rows(table, "event = 0, status_as_delivered = null", ONE),
            "!fct_outcome.unknown_is_no_censoring",
        ),
        "competing_with_nothing": Break(
            set_rows(table, "event = null, competing_event = 0", ONE), "!fct_outcome.unknown_is_no_censoring"
        ),
        "entered_before": Break(set_rows(table, "entry_days = -1", ONE), "!fct_outcome.entry_days_in_range"),
        "before_diagnosis": Break(
            set_rows(table, "time_days = -30, time_months = -1, entry_days = null", ONE),
            "!fct_outcome.time_days_in_range",
        ),
        "outlived": Break(
            set_rows(table, "time_days = 36525, time_months = 1200", ONE), "fct_outcome.time_days_plausible"
        ),
        "two_times": Break(set_rows(table, "time_months = 900", ONE), "!fct_outcome.months_follow_days"),
        "late_entry": Break(set_rows(table, "entry_days = 901", ONE), "fct_outcome.entry_before_end"),
        "outcome_status": Break(
            set_rows(table, "leader_signature_status = 'maybe'", ONE),
            "!fct_outcome.leader_signature_status_known_word",
        ),
        "all_events": Break(more_patients(25) + "; " + _outcomes("1"), "fct_outcome.events_and_others"),
        "short_times": Break(
            more_patients(25) + "; " + _outcomes("i % 2", time_days="3", time_months="3 / 30.4375"),
            "fct_outcome.follow_up_plausible",
        ),
        "dead_of_it_and_alive": Break(
            set_rows(table, "event = 0", ONE) + "; " + more_rows(table, ONE, endpoint="'DSS'", event="1"),
            "fct_outcome.disease_deaths_are_deaths",
        ),
    }


def _outcomes(event: str, **columns: str) -> str:
    """An outcome for each of the patients that _patients adds."""
    return more_rows("marts.fct_outcome", ONE, 25, patient_key="'$s:PLANTED-M' || i", event=event, **columns)


BREAKS = {**_fct_mutation(), **_fct_outcome()}
