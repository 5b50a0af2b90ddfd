"""The GDC's clinical and biospecimen tables: today's headers and the older ones, contradictions, repeats."""

from pathlib import Path

import polars as pl
import pytest

from tests.etl.delivery import land_file, table

CLINICAL = (
    "cases.submitter_id cases.case_id demographic.gender demographic.vital_status demographic.days_to_death "
    "diagnoses.diagnosis_id diagnoses.ajcc_pathologic_stage diagnoses.days_to_last_follow_up "
    "diagnoses.diagnosis_is_primary_disease treatments.treatment_id"
)


def clinical(*rows: str) -> str:
    """Rows whose cells are separated by blanks; `~` stands for a blank inside a cell."""
    return table(CLINICAL, *rows).replace("~", " ")


def test_a_row_of_clinical_tsv(tmp_path: Path) -> None:
    found = land_file(tmp_path, clinical("P1 c1 male Alive '-- d1 Stage~IB 1043.0 true t1"), "gdc_clinical")
    row = found.rows.row(0, named=True)
    assert {key: value for key, value in row.items() if value is not None} == {
        "source_line": 2,
        "patient_id": "P1",
        "case_id": "c1",
        "sex": "male",
        "vital_status": "Alive",
        "diagnosis_id": "d1",
        "ajcc_pathologic_stage": "Stage IB",
        "days_to_last_follow_up": 1043,
        "diagnosis_is_primary_disease": True,
        "treatment_id": "t1",
    }
    assert found.rows.schema["days_to_last_follow_up"] == pl.Int32()


def test_headers_without_prefix_are_the_same_table(tmp_path: Path) -> None:
    text = "case_id\tcase_submitter_id\tproject_id\tgender\tdays_to_death\tage_at_index\najcc\n"
    text = text.replace("\najcc", "\tajcc_pathologic_t") + "c1\tP1\tTCGA-LUAD\tfemale\t'--\t71\tT2\n"
    row = land_file(tmp_path, text, "gdc_clinical").rows.row(0, named=True)
    assert (row["patient_id"], row["case_id"], row["sex"], row["project_id"]) == (
        "P1",
        "c1",
        "female",
        "TCGA-LUAD",
    )
    assert (row["days_to_death"], row["age_at_index_years"], row["ajcc_pathologic_t"]) == (None, 71.0, "T2")


def test_a_column_passed_over_for_one_that_differs_in_case_only_is_told(tmp_path: Path) -> None:
    text = table("case_submitter_id VITAL_STATUS vital_status", "P1 Dead Alive")
    found = land_file(tmp_path, text, "gdc_clinical")
    assert found.rows["vital_status"].to_list() == ["Alive"]
    assert found.landed.notes == (
        'columns "vital_status" and "VITAL_STATUS" differ in case only: "vital_status" is read',
    )


def test_a_day_of_death_below_zero_is_told(tmp_path: Path) -> None:
    """A progression before the index date is one; a death is not."""
    found = land_file(tmp_path, clinical("P1 c1 male Dead -3 d1 Stage~IB -7 true t1"), "gdc_clinical")
    assert found.rows["days_to_death"].to_list() == [-3]
    assert found.landed.notes == (
        "demographic.days_to_death is below 0 in 1 row (line 2): the time is taken as unknown, "
        "correct the file",
    )


def test_words_of_the_vocabulary_are_kept_and_only_nothing_is_null(tmp_path: Path) -> None:
    rows = clinical(
        "P1 c1 not~reported Unknown '-- d1 Not~Reported -- '-- t1", "P2 c2 NA '-- _ d2 N/A '-- '-- t2"
    )
    found = land_file(tmp_path, rows, "gdc_clinical").rows
    assert found["sex"].to_list() == ["not reported", None]
    assert found["vital_status"].to_list() == ["Unknown", None]
    assert found["ajcc_pathologic_stage"].to_list() == ["Not Reported", None]


@pytest.mark.parametrize(
    ("row", "rule", "message"),
    [
        ("P1 c1 male Dead soon d1 I 1 true t1", "not_an_integer", "demographic.days_to_death"),
        ("P1 c1 male Dead 12.5 d1 I 1 true t1", "not_an_integer", '"12.5"'),
        ("P1 c1 male Dead 99999999999 d1 I 1 true t1", "not_an_integer", "too large"),
        ("P1 c1 male Dead 1 d1 I 1 perhaps t1", "not_a_boolean", '"perhaps"'),
        ("'-- c1 male Dead 1 d1 I 1 true t1", "missing_value", "cases.submitter_id"),
    ],
)
def test_a_row_that_cannot_be_typed(tmp_path: Path, row: str, rule: str, message: str) -> None:
    found = land_file(tmp_path, clinical("P0 c0 male Dead 1 d0 I 1 true t0", row), "gdc_clinical")
    assert found.faults == [(3, rule)]
    assert message in found.rejects["message"][0]
    assert found.rows["patient_id"].to_list() == ["P0"]


def test_rows_of_a_case_that_contradict_each_other_are_all_rejected(tmp_path: Path) -> None:
    found = land_file(
        tmp_path,
        clinical(
            "P1 c1 male Dead 10 d1 I 1 true t1",
            "P2 c2 male Dead 10 d2 I 1 true t2",
            "P1 c1 male Alive '-- d3 I 1 false t3",
        ),
        "gdc_clinical",
    )
    assert found.faults == [(2, "contradictory_rows"), (4, "contradictory_rows")]
    assert found.rejects["message"].unique().to_list() == [
        "lines 2 and 4 contradict each other in demographic.vital_status of one case: correct the file"
    ]
    assert found.rows["patient_id"].to_list() == ["P2"]


def test_rows_of_a_diagnosis_that_contradict_each_other_take_the_case_with_them(tmp_path: Path) -> None:
    found = land_file(
        tmp_path,
        clinical(
            "P1 c1 male Dead 10 d1 I 1 true t1",
            "P1 c1 male Dead 10 d1 II 1 true t2",
            "P1 c1 male Dead 10 d2 I 1 false t3",
            "P2 c2 male Dead 10 d3 I 1 false t3",
        ),
        "gdc_clinical",
    )
    assert [line for line, _ in found.faults] == [2, 3, 4]
    assert "lines 2 and 3" in found.rejects["message"][0]
    assert "diagnoses.ajcc_pathologic_stage of one diagnosis" in found.rejects["message"][0]
    assert found.rows["patient_id"].to_list() == ["P2"]


def test_several_diagnoses_and_empty_cells_are_no_contradiction(tmp_path: Path) -> None:
    found = land_file(
        tmp_path,
        clinical(
            "P1 c1 male Dead 10 d1 I 1 true t1",
            "P1 c1 '-- Dead 10 d1 I 1 true t2",
            "P1 c1 male Dead '-- d2 IV 2 false t3",
            "P1 c1 male Dead 10 '-- '-- '-- '-- '--",
            "P1 c1 male Dead 10 '-- III '-- '-- t9",
        ),
        "gdc_clinical",
    )
    assert found.rejects.is_empty()
    assert found.rows.height == 5


def test_an_exact_repeat_is_counted_as_duplicate(tmp_path: Path) -> None:
    row = "P1 c1 male Dead 10 d1 I 1 true t1"
    found = land_file(tmp_path, clinical(row, row, row.replace("t1", "t2")), "gdc_clinical")
    assert (found.landed.rows_read, found.landed.rows_loaded, found.landed.rows_duplicate) == (3, 2, 1)
    assert found.rows["source_line"].to_list() == [2, 4]


@pytest.mark.parametrize(
    "format", ["gdc_clinical", "gdc_follow_up", "gdc_exposure", "gdc_pathology_detail", "gdc_aliquot"]
)
def test_a_table_without_the_patient_is_held_back(tmp_path: Path, format: str) -> None:
    found = land_file(tmp_path, "cases.case_id\tcases.submitter\nc1\tP1\n", format)
    assert found.landed.status == "held_back"
    assert "cases.submitter_id" in str(found.landed.reason)


@pytest.mark.parametrize(
    ("format", "status"),
    [("gdc_clinical", "held_back"), ("gdc_follow_up", "loaded"), ("gdc_exposure", "loaded")],
)
def test_only_clinical_tsv_must_have_rows(tmp_path: Path, format: str, status: str) -> None:
    """The GDC writes follow_up.tsv and its like with a header alone where a cohort has nothing for them."""
    found = land_file(tmp_path, clinical(), format)
    assert (found.landed.status, found.landed.rows_read) == (status, 0)
    assert ("no row" in str(found.landed.reason)) == (status == "held_back")


def test_follow_ups(tmp_path: Path) -> None:
    head = (
        "cases.submitter_id follow_ups.follow_up_id follow_ups.days_to_follow_up molecular_tests.gene_symbol"
    )
    text = table(head, "P1 f1 100 KRAS", "P1 f1 100 EGFR", "P1 f2 '-- '--")
    found = land_file(tmp_path, text, "gdc_follow_up")
    assert found.rows.select("follow_up_id", "days_to_follow_up").rows() == [
        ("f1", 100),
        ("f1", 100),
        ("f2", None),
    ]


def test_exposures_and_pathology(tmp_path: Path) -> None:
    exposure = table(
        "cases.submitter_id exposures.pack_years_smoked exposures.tobacco_smoking_onset_year", "P1 12.5 1957"
    )
    row = land_file(tmp_path / "a", exposure, "gdc_exposure").rows.row(0, named=True)
    assert (row["pack_years_smoked"], row["tobacco_smoking_onset_year"]) == (12.5, 1957)
    detail = table(
        "cases.submitter_id diagnoses.diagnosis_id pathology_details.lymph_nodes_positive",
        "P1 d1 3",
        "P1 d2 x",
    )
    found = land_file(tmp_path / "b", detail, "gdc_pathology_detail")
    assert found.rows["lymph_nodes_positive"].to_list() == [3]
    assert found.faults == [(3, "not_an_integer")]


@pytest.mark.parametrize(
    "head",
    [
        "cases.submitter_id samples.submitter_id aliquots.aliquot_id aliquots.submitter_id",
        "case_submitter_id sample_submitter_id aliquot_id aliquot_submitter_id",
    ],
)
def test_aliquots(tmp_path: Path, head: str) -> None:
    row = land_file(tmp_path, table(head, "P1 P1-01A a1 P1-01A-11D"), "gdc_aliquot").rows.row(0, named=True)
    assert [
        row[name] for name in ("patient_id", "sample_submitter_id", "aliquot_id", "aliquot_submitter_id")
    ] == [
        "P1",
        "P1-01A",
        "a1",
        "P1-01A-11D",
    ]


@pytest.mark.parametrize(
    ("cells", "patient", "sample", "tissue"),
    [
        (("P1, P1", "P1-01A, P1-10A", "Tumor, Normal"), "P1", "P1-01A", "Tumor"),
        (
            ("P1, P1", "P1-10A, P1-01A", "Blood Derived Normal, Primary Tumor"),
            "P1",
            "P1-01A",
            "Primary Tumor",
        ),
        (("P1", "P1-01A", "Primary Tumor"), "P1", "P1-01A", "Primary Tumor"),
        (("P1", "P1-11A", "Solid Tissue Normal"), "P1", "P1-11A", "Solid Tissue Normal"),
        (("P1, P1", "P1-01A, P1-10A", ""), "P1", "P1-01A", None),
    ],
)
def test_a_sample_sheet_names_the_tumour_of_a_pair(
    tmp_path: Path, cells: tuple[str, str, str], patient: str, sample: str, tissue: str | None
) -> None:
    text = (
        "File ID\tFile Name\tCase ID\tSample ID\tSample Type\n" + "\t".join(("f1", "x.maf.gz", *cells)) + "\n"
    )
    row = land_file(tmp_path, text, "gdc_sample_sheet").rows.row(0, named=True)
    assert (row["patient_id"], row["sample_id"], row["tissue_type"]) == (patient, sample, tissue)
