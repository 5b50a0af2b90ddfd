"""The marts of a delivery whose patients are named for what a plain reading of the files gets wrong."""

from dataclasses import replace

import pytest

from tests.models.conftest import Build, Marts
from tests.models.studies import DELIVERY


@pytest.fixture(scope="module")
def marts(build_marts: Build) -> Marts:
    return build_marts(DELIVERY)


def test_everybody_named_anywhere_is_a_patient(marts: Marts) -> None:
    assert marts.rows("marts.dim_patient", "patient_key", "patient_source") == {
        "gdc:TCGA-ZZ-0001": "clinical file",
        "gdc:TCGA-ZZ-0002": "clinical file",
        "gdc:TCGA-ZZ-0003": "clinical file",
        "gdc:TCGA-ZZ-0004": "tcga_barcode",
        "gdc:TCGA-ZZ-0009": "exposure file",
        "gdc_open:C1": "clinical file",
        "exomes:negative": "clinical file",
        "exomes:unsequenced": "clinical file",
        "exomes:TCGA-ZZ-0001": "clinical file",
        "exomes:unclassified": "clinical file",
        "exomes:listed-only": "sample id",
        "exomes:P-1234567": "msk_dmp_id",
        "panels:small": "clinical file",
        "panels:hit": "clinical file",
        "panels:unknown": "clinical file",
        "panels:off": "clinical file",
        "panels:nothing": "clinical file",
    }


def test_sequenced_is_true_false_or_unknown(marts: Marts) -> None:
    sequenced = marts.rows("marts.dim_patient", "patient_key", "is_sequenced")
    assert {key for key, value in sequenced.items() if value is False} == {
        "gdc:TCGA-ZZ-0003",
        "gdc:TCGA-ZZ-0009",
        "exomes:unsequenced",
    }
    # a MAF that names nobody leaves its study open; without a list nothing is said of who is not named
    assert {key for key, value in sequenced.items() if value is None} == {"gdc_open:C1", "panels:nothing"}


def test_samples_fold_aliquots_and_leave_normals_out(marts: Marts) -> None:
    samples = marts.rows(
        "marts.dim_sample", "sample_key", "patient_key", "assay", "n_aliquots", "is_sequenced"
    )
    gdc = {key: row for key, row in samples.items() if key.startswith("gdc")}
    assert gdc == {
        "gdc:TCGA-ZZ-0001-01A": ("gdc:TCGA-ZZ-0001", "WXS", 2, True),
        "gdc:TCGA-ZZ-0002-01A": ("gdc:TCGA-ZZ-0002", "WXS", 1, True),
        "gdc:TCGA-ZZ-0004-01A": ("gdc:TCGA-ZZ-0004", "WXS", 1, True),
    }
    assert samples["exomes:TCGA-ZZ-0001-01"] == ("exomes:TCGA-ZZ-0001", "WXS", 1, True)
    assert "exomes:TCGA-ZZ-0001-01A" not in samples
    assert samples["exomes:unsequenced-1"] == ("exomes:unsequenced", None, 0, False)
    assert samples["panels:off-panel"] == ("panels:off", "WXS", 1, True)
    assert samples["panels:not-in-matrix"] == ("panels:nothing", None, None, None)


def test_variants_fold_into_the_deepest_row(marts: Marts) -> None:
    found = marts.ask(
        "SELECT n_source_rows, n_aliquots, t_depth, vaf, source_line, cytoband, chromosome_arm, "
        "is_leader_variant FROM marts.fct_mutation "
        "WHERE sample_key = 'gdc:TCGA-ZZ-0001-01A' AND gene_symbol = 'NUP93'"
    )
    assert found == [(3, 2, 300, 0.3, 8, "16q13", "16q", True)]
    assert marts.ask("SELECT sum(n_source_rows) FROM marts.fct_mutation") == [(15,)]


def test_a_stated_fraction_stands_where_no_reads_were_counted(marts: Marts) -> None:
    found = marts.ask(
        "SELECT vaf, t_alt_count, t_pl FROM marts.fct_mutation WHERE patient_key = 'exomes:P-1234567'"
    )
    assert found == [(0.2, None, "30,0,200")]


def test_what_qualifies_for_a_signature(marts: Marts) -> None:
    found = marts.ask(
        "SELECT start_position, is_leader_variant, is_nonsilent, is_somatic, is_pass FROM marts.fct_mutation "
        "WHERE study_id = 'exomes' AND chromosome = '16' AND sample_key <> 'exomes:TCGA-ZZ-0001-01' "
        "ORDER BY ALL"
    )
    assert found == [
        (56_800_000, False, False, True, None),
        (56_800_000, None, None, True, None),
        (66_820_000, False, True, False, None),
        (66_820_010, False, True, True, False),
    ]


def test_signature_status_says_why(marts: Marts) -> None:
    found = marts.ask(
        "SELECT patient_key, status, n_variants, reason FROM marts.fct_patient_signature "
        "WHERE signature_id = 'aacr2019_leader_16q'"
    )
    assert {key: tuple(rest) for key, *rest in found} == {
        "gdc:TCGA-ZZ-0001": ("positive", 1, "1 qualifying variant in NUP93"),
        "gdc:TCGA-ZZ-0002": ("negative", 0, "no qualifying variant; WXS assesses 2 of 2 target genes"),
        "gdc:TCGA-ZZ-0003": ("not_assessable", None, "not sequenced"),
        "gdc:TCGA-ZZ-0004": ("negative", 0, "no qualifying variant; WXS assesses 2 of 2 target genes"),
        "gdc:TCGA-ZZ-0009": ("not_assessable", None, "not sequenced"),
        "gdc_open:C1": ("not_assessable", None, "nothing says whether the patient was sequenced"),
        "exomes:negative": ("negative", 0, "no qualifying variant; WXS assesses 2 of 2 target genes"),
        "exomes:unsequenced": ("not_assessable", None, "not sequenced"),
        "exomes:TCGA-ZZ-0001": ("positive", 1, "1 qualifying variant in NUP93"),
        "exomes:unclassified": ("not_assessable", None, "1 variant(s) in the targets without a known class"),
        "exomes:listed-only": ("negative", 0, "no qualifying variant; WXS assesses 2 of 2 target genes"),
        "exomes:P-1234567": ("negative", 0, "no qualifying variant; WXS assesses 2 of 2 target genes"),
        "panels:small": ("not_assessable", None, "panel SMALL covers 1 of 2 target genes"),
        "panels:hit": (
            "positive",
            1,
            "1 qualifying variant in NUP93; panel SMALL covers 1 of 2 target genes, so there may be more",
        ),
        "panels:unknown": (
            "not_assessable",
            None,
            "the gene list of panel OTHER was not delivered",
        ),
        "panels:off": ("negative", 0, "no qualifying variant; WXS assesses 2 of 2 target genes"),
        "panels:nothing": ("not_assessable", None, "nothing says whether the sample was sequenced"),
    }


def test_the_arm_counts_genes_of_the_build(marts: Marts) -> None:
    found = marts.ask(
        "SELECT DISTINCT n_target_genes FROM marts.fct_leader_signature WHERE signature_id = 'chr16q_arm' "
        "AND n_target_genes IS NOT NULL"
    )
    assert found == [(374,)]
    assert marts.ask(
        "SELECT reason FROM marts.fct_leader_signature "
        "WHERE signature_id = 'chr16q_arm' AND sample_key = 'panels:on-small'"
    ) == [("panel SMALL covers 1 of 374 target genes",)]


def test_listed_signature_is_never_called(marts: Marts) -> None:
    assert marts.ask(
        "SELECT is_callable FROM reference.signature WHERE signature_id = 'pedro2020_16qmc'"
    ) == [(False,)]
    for table in ("fct_leader_signature", "fct_patient_signature"):
        called = marts.ask(f"SELECT DISTINCT signature_id FROM marts.{table} ORDER BY ALL")
        assert called == [("aacr2019_leader_16q",), ("chr16q_arm",)]


def test_markers_of_leader_cells_join_the_variants(marts: Marts) -> None:
    found = marts.ask(
        "SELECT DISTINCT marker_id, cell_state FROM reference.leader_marker "
        "JOIN marts.fct_mutation USING (gene_symbol) WHERE axis = 'mutation' ORDER BY ALL"
    )
    assert found == [("nae1_mutation", "leader"), ("nup93_mutation", "leader")]
    conflicting = marts.ask(
        "SELECT cell_state, tissue FROM reference.leader_marker WHERE conflict_id = 'glucose_uptake' "
        "AND gene_symbol IS NULL ORDER BY ALL"
    )
    assert conflicting == [("follower", None), ("leader", "breast")]


def test_outcomes_are_not_guessed(marts: Marts) -> None:
    found = marts.ask(
        "SELECT patient_key, endpoint, event, time_days, time_months, time_zero, status_as_delivered "
        "FROM marts.fct_outcome"
    )
    months = 900 / 30.4375
    assert {(key, endpoint): tuple(rest) for key, endpoint, *rest in found} == {
        ("gdc:TCGA-ZZ-0001", "OS"): (0, 900.0, pytest.approx(months), "diagnosis", "Alive"),
        ("gdc:TCGA-ZZ-0002", "OS"): (None, 50.0, pytest.approx(50 / 30.4375), "diagnosis", "Unknown"),
        ("gdc:TCGA-ZZ-0003", "OS"): (1, None, None, "diagnosis", "Dead"),
        ("gdc_open:C1", "OS"): (0, None, None, "diagnosis", "Alive"),
        # the study's settings say what time is counted from
        ("exomes:negative", "OS"): (0, 365.25, 12.0, "sampling", "0:LIVING"),
        ("exomes:unsequenced", "OS"): (None, 91.3125, 3.0, "sampling", "gone away"),
        # of two endpoints neither is read as the other
        ("panels:hit", "OS"): (1, 304.375, 10.0, "diagnosis", "1:DECEASED"),
        ("panels:hit", "DSS"): (0, 304.375, 10.0, "diagnosis", "0:ALIVE OR DEAD TUMOR FREE"),
        ("exomes:TCGA-ZZ-0001", "DFS"): (1, 182.625, 6.0, "sampling", "1:Recurred/Progressed"),
    }


def test_the_outcome_that_lost_is_kept(marts: Marts) -> None:
    found = marts.ask(
        "SELECT patient_key, endpoint, conflict, kept_form, kept_event, kept_time_days, lost_form, "
        "lost_event, lost_time_days, lost_status FROM audit.outcome_conflict"
    )
    patient_file = "cbioportal patient file"
    assert found == [
        (
            *("exomes:negative", "OS", "event and time", patient_file, 0, 365.25),
            *(patient_file, 1, 99 * 30.4375, "1:DECEASED"),
        )
    ]


def test_observation_begins_where_a_file_says_so(marts: Marts) -> None:
    entries = marts.rows("marts.fct_outcome", "patient_key || ' ' || endpoint", "entry_days", "time_zero")
    # days from the diagnosis are no days from the sampling that this study counts from
    assert entries["exomes:negative OS"] == (None, "sampling")
    assert entries["panels:hit OS"] == (40.0, "diagnosis")
    assert {key for key, (days, _) in entries.items() if days is not None} == {
        "panels:hit OS",
        "panels:hit DSS",
    }
    competing = marts.rows("marts.fct_outcome", "patient_key || ' ' || endpoint", "competing_event")
    assert competing["panels:hit DSS"] == 1
    assert {key for key, event in competing.items() if event is not None} == {"panels:hit DSS"}


def test_index_diagnosis_gives_stage_and_risk(marts: Marts) -> None:
    columns = ("stage_group", "stage_subgroup", "stage_basis", "stage_edition", "risk_group", "risk_rule")
    stages = marts.rows("marts.dim_patient", "patient_key", *columns)
    assert stages["gdc:TCGA-ZZ-0001"] == ("I", "IA", "pathologic", "7th", "standard", "stage_or_factor_v1")
    assert stages["exomes:negative"] == ("II", "IIB", None, None, "high", "stage_or_factor_v1")
    assert stages["exomes:unsequenced"] == (None,) * 6
    ages = marts.rows("marts.dim_patient", "patient_key", "age_at_diagnosis_years", "race", "sex")
    assert ages["gdc:TCGA-ZZ-0001"] == (60.0, None, "Female")
    # the first file counts, and a word that nobody knows is no sex
    assert ages["exomes:negative"][2] == "Female"
    assert ages["exomes:unsequenced"][2] is None


def test_same_human_in_two_studies_is_one_person(marts: Marts) -> None:
    persons = marts.rows("marts.dim_patient", "patient_key", "person_id")
    assert persons["gdc:TCGA-ZZ-0001"] == persons["exomes:TCGA-ZZ-0001"] == "TCGA-ZZ-0001"
    assert persons["exomes:P-1234567"] == "P-1234567"
    assert persons["exomes:unsequenced"] == "exomes:unsequenced"
    # the centre's table
    assert persons["exomes:negative"] == persons["panels:hit"] == "H-1"
    assert persons["gdc:TCGA-ZZ-0004"] == persons["panels:off"] == "H-2"


def test_one_record_stands_for_each_person(marts: Marts) -> None:
    records = marts.ask("SELECT person_id, patient_key, is_index_record FROM marts.dim_patient")
    several = {key: stands for _, key, stands in records if not stands or key.endswith("0001")}
    # survival is known, then more endpoints are; else the first study
    assert several == {
        "gdc:TCGA-ZZ-0001": True,
        "exomes:TCGA-ZZ-0001": False,
        "exomes:negative": False,
        "panels:off": False,
    }
    counted = marts.ask(
        "SELECT count(*), count(DISTINCT person_id) FROM marts.dim_patient WHERE is_index_record"
    )
    assert counted == [(len({person for person, *_ in records}),) * 2]
    outcomes = marts.rows(
        "marts.fct_outcome", "patient_key || ' ' || endpoint", "person_id", "is_index_record"
    )
    assert outcomes["panels:hit OS"] == ("H-1", True)


def test_copies_that_contradict_each_other_are_told(marts: Marts) -> None:
    found = marts.ask("SELECT person_id, field, index_value, said FROM audit.identity_conflict")
    # H-1 was alive on day 365 of one study and died on day 304 of the other: counted from other time zeros
    assert found == [
        ("TCGA-ZZ-0001", "sex", "Female", "exomes:TCGA-ZZ-0001: Male; gdc:TCGA-ZZ-0001: Female"),
    ]


def test_words_that_no_vocabulary_knows_are_told(marts: Marts) -> None:
    [warning] = [one for one in marts.built.warnings if "assert_delivered_words_are_known" in one]
    # sex, survival status and variant class, one each
    assert "Got 3 results" in warning
    assert 'leaderhouse query "select * from audit.unknown_word"' in warning
    assert [field for (field,) in marts.ask("SELECT field FROM audit.unknown_word ORDER BY field")] == [
        "sex",
        "status of OS",
        "variant_classification",
    ]


def test_a_link_of_nobody_is_told(marts: Marts) -> None:
    [warning] = [one for one in marts.built.warnings if "assert_person_links_lead_to_patients" in one]
    assert "Got 1 result" in warning


def test_burden_is_unknown_where_not_all_was_read(marts: Marts) -> None:
    samples = marts.rows("marts.dim_sample", "sample_key", "n_tmb_variants", "tmb_megabases")
    assert samples == {
        "gdc:TCGA-ZZ-0001-01A": (2, 30.0),
        "gdc:TCGA-ZZ-0002-01A": (0, 30.0),
        "gdc:TCGA-ZZ-0004-01A": (1, 30.0),
        "exomes:TCGA-ZZ-0001-01": (1, 30.0),
        # silent, germline and failed variants do not count
        "exomes:negative-1": (0, 30.0),
        "exomes:unsequenced-1": (None, None),
        # its only variant has no known class
        "exomes:unclassified-1": (None, None),
        "exomes:listed-only": (0, 30.0),
        "exomes:P-1234567-T01-IM6": (1, 30.0),
        # nobody knows how large these panels are
        "panels:on-small": (None, None),
        "panels:hit-on-small": (None, None),
        "panels:on-unknown": (None, None),
        "panels:off-panel": (1, 30.0),
        "panels:not-in-matrix": (None, None),
    }
    patients = marts.rows("marts.dim_patient", "patient_key", "tmb_per_mb", "tmb_sample_key")
    assert patients["gdc:TCGA-ZZ-0001"] == (2 / 30, "gdc:TCGA-ZZ-0001-01A")
    assert patients["exomes:unsequenced"] == (None, None)


def test_the_published_file_explains_itself(marts: Marts) -> None:
    schemas = marts.ask("SELECT DISTINCT schema_name FROM duckdb_tables() ORDER BY ALL")
    assert schemas == [("audit",), ("marts",), ("reference",)]
    assert marts.ask("SELECT view_name FROM duckdb_views() WHERE NOT internal") == []
    for kind, name in (("tables", "table_name"), ("columns", "table_name || '.' || column_name")):
        silent = marts.ask(f"SELECT {name} FROM duckdb_{kind}() WHERE NOT internal AND comment IS NULL")
        assert silent == [], f"{kind} without a comment"


def test_order_of_files_and_threads_change_nothing(marts: Marts, build_marts: Build) -> None:
    other = build_marts(replace(DELIVERY, files=DELIVERY.files[::-1]), threads=1)
    for (table,) in marts.ask("SELECT table_name FROM duckdb_tables() WHERE schema_name = 'marts'"):
        everything = f"SELECT * FROM marts.{table} ORDER BY ALL"
        assert marts.ask(everything) == other.ask(everything), table
