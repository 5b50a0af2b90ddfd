"""TCGA's own clinical tables: the BCR's biotab (tcga_bcr) and the Clinical Data Resource (tcga_cdr)."""

from pathlib import Path
from typing import Any

import pytest

from tests.etl.delivery import Result, land_file
from tests.etl.formats.clinical_tables import BCR, CDR, FOLLOW_UP, NTE, biotab, matrix

ID = "bcr_patient_barcode"


def row(found: Result, n: int = 0) -> dict[str, Any]:
    return found.rows.row(n, named=True)


def outcomes(found: Result, n: int = 0) -> dict[str, tuple[Any, ...]]:
    return {o["endpoint"]: (o["word"], o["days"]) for o in row(found, n)["outcomes"]}


def cdr(folder: Path, *rows: dict[str, str], options: tuple[tuple[str, str], ...] = ()) -> Result:
    return land_file(folder, matrix(CDR, *rows, nothing="#N/A"), "tcga_cdr", options=options)


def test_a_biotab_has_three_header_rows_and_bracketed_nothing(tmp_path: Path) -> None:
    text = biotab(
        BCR,
        {
            ID: "TCGA-ZZ-0001",
            "gender": "FEMALE",
            "birth_days_to": "-21915",
            "age_at_initial_pathologic_diagnosis": "60",
            "race": "[Not Evaluated]",
            "ethnicity": "[Discrepancy]",
            "vital_status": "Alive",
            "last_contact_days_to": "400",
            "death_days_to": "[Not Applicable]",
            "ajcc_pathologic_tumor_stage": "Stage IB",
            "ajcc_tumor_pathologic_pt": "T2a",
            "ajcc_staging_edition": "7th",
            "tumor_status": "TUMOR FREE",
        },
        {ID: "TCGA-ZZ-0002", "vital_status": "[Discrepancy]", "last_contact_days_to": "9"},
    )
    found = land_file(tmp_path, text, "tcga_bcr")
    # the second and third header row are read, and no rows of patients
    assert (found.landed.rows_read, found.landed.rows_filtered, found.landed.rows_loaded) == (4, 2, 2)
    assert [r["source_line"] for r in found.rows.iter_rows(named=True)] == [4, 5]
    first = row(found)
    said = "level patient_id sex age_at_diagnosis_years days_to_birth race ethnicity".split()
    assert [first[name] for name in said] == ["patient", "TCGA-ZZ-0001", "FEMALE", 60.0, -21915.0, None, None]
    assert [first[name] for name in ("pathologic_stage", "pathologic_t", "stage_edition")] == [
        "Stage IB",
        "T2a",
        "7th",
    ]
    [os] = first["outcomes"]
    assert (os["status"], os["word"], os["event_days"], os["contact_days"]) == ("Alive", "alive", None, 400.0)
    assert {"name": "TUMOR_STATUS", "value": "TUMOR FREE"} in first["attributes"]
    # sources that contradict each other leave the status unknown, never alive
    [os] = row(found, 1)["outcomes"]
    assert (os["status"], os["word"], os["contact_days"]) == (None, None, 9.0)


def test_a_name_that_comes_twice_is_told_apart_by_the_second_header_row(tmp_path: Path) -> None:
    one = {
        ID: "TCGA-ZZ-0001",
        "histologic_diagnosis": "Lung Adenocarcinoma",
        "histological_type": "Lung Micropapillary Adenocarcinoma",
    }
    found = land_file(tmp_path, biotab(BCR, one, twice=True), "tcga_bcr")
    assert row(found)["histology"] == "Lung Micropapillary Adenocarcinoma"
    assert {"name": "DIAGNOSIS", "value": "Lung Adenocarcinoma"} in row(found)["attributes"]


def test_follow_ups_and_new_tumour_events_are_many_rows_of_one_patient(tmp_path: Path) -> None:
    rows = [
        {
            ID: "TCGA-ZZ-0001",
            "bcr_followup_barcode": "F1",
            "vital_status": "Alive",
            "last_contact_days_to": "9",
        },
        {ID: "TCGA-ZZ-0001", "bcr_followup_barcode": "F2", "vital_status": "Dead", "death_days_to": "700"},
        {ID: "TCGA-ZZ-0001", "bcr_followup_barcode": "F2", "vital_status": "Dead", "death_days_to": "700"},
    ]
    found = land_file(tmp_path, biotab(FOLLOW_UP, *rows), "tcga_bcr")
    assert (found.landed.rows_loaded, found.landed.rows_duplicate) == (2, 1)
    assert set(found.rows["level"]) == {"follow_up"}
    assert [o["event_days"] for [o] in found.rows["outcomes"]] == [None, 700.0]
    events = [
        {ID: "TCGA-ZZ-0001", "new_tumor_event_dx_days_to": "100"},
        {ID: "TCGA-ZZ-0001", "new_tumor_event_dx_days_to": "300"},
    ]
    found = land_file(tmp_path, biotab(NTE, *events), "tcga_bcr", name="s/nte.txt")
    assert found.rows["days_to_new_tumor_event"].to_list() == [100.0, 300.0]
    assert found.rows["outcomes"].to_list() == [[], []]


def test_a_contact_before_day_zero_counts_as_zero_and_a_death_does_not(tmp_path: Path) -> None:
    found = land_file(
        tmp_path,
        biotab(
            BCR,
            {ID: "TCGA-ZZ-0001", "vital_status": "Alive", "last_contact_days_to": "-3"},
            {ID: "TCGA-ZZ-0002", "vital_status": "Dead", "death_days_to": "-3"},
            {ID: "TCGA-ZZ-0003", "vital_status": "Dead", "death_days_to": "soon"},
        ),
        "tcga_bcr",
    )
    assert [(o["contact_days"], o["event_days"]) for [o] in found.rows["outcomes"]] == [
        (0.0, None),
        (None, -3.0),
    ]
    assert found.landed.notes == (
        "death_days_to is below 0 in 1 row (line 5): the time is taken as unknown, correct the file",
        "last contact before day 0 in 1 row: counted as day 0, as in TCGA-CDR",
    )
    assert found.faults == [(6, "not_a_number")]


def test_the_cdr_gives_four_endpoints_in_days(tmp_path: Path) -> None:
    found = cdr(
        tmp_path,
        {
            ID: "TCGA-ZZ-0001",
            "type": "LUAD",
            "age_at_initial_pathologic_diagnosis": "90",
            "gender": "MALE",
            "ajcc_pathologic_tumor_stage": "[Discrepancy]",
            "clinical_stage": "[Not Applicable]",
            "histological_type": "Lung Adenocarcinoma",
            "vital_status": "Dead",
            "last_contact_days_to": "[Not Available]",
            "death_days_to": "436",
            "OS": "1",
            "OS.time": "436",
            "DSS": "1.0",
            "DSS.time": "436",
            "PFI": "1",
            "PFI.time": "61",
        },
        {ID: "TCGA-ZZ-0002", "type": "LUAD", "OS": "[Discrepancy]", "OS.time": "10"},
    )
    assert outcomes(found) == {"OS": ("1", 436.0), "DSS": ("1", 436.0), "PFI": ("1", 61.0)}
    assert outcomes(found, 1) == {"OS": (None, 10.0)}
    first = row(found)
    assert (first["age_at_diagnosis_years"], first["cancer_type"], first["pathologic_stage"]) == (
        90.0,
        "LUAD",
        None,
    )
    # what the endpoints were made from is not lost
    assert {"name": "VITAL_STATUS", "value": "Dead"} in first["attributes"]


def test_a_table_of_many_cancer_types_gives_those_of_the_study(tmp_path: Path) -> None:
    rows = [{ID: f"TCGA-ZZ-000{n}", "type": kind} for n, kind in enumerate(("LUAD", "LUSC", "BRCA"))]
    found = cdr(tmp_path, *rows, options=(("cancer_type", "nsclc"),))
    assert found.rows["cancer_type"].to_list() == ["LUAD", "LUSC"]
    assert found.landed.rows_filtered == 1
    assert found.landed.notes == ("1 row of other cancer types than LUAD, LUSC left out (rule cancer_type)",)
    found = cdr(tmp_path, *rows)
    assert found.landed.rows_loaded == 3
    assert found.landed.notes == ("holds 3 cancer types, all loaded: cancer_type in study.toml loads one",)


def test_redacted_patients_are_left_out_before_anything_is_kept_of_them(tmp_path: Path) -> None:
    found = cdr(
        tmp_path,
        {ID: "TCGA-ZZ-0001", "type": "LUAD", "Redaction": "Redacted", "OS.time": "no number"},
        {ID: "TCGA-ZZ-0002", "type": "LUAD", "Redaction": "NA"},
    )
    assert (found.landed.rows_filtered, found.landed.rows_quarantined) == (1, 0)
    assert found.rows["patient_id"].to_list() == ["TCGA-ZZ-0002"]


def test_the_row_numbers_that_r_and_spreadsheets_add_do_no_harm(tmp_path: Path) -> None:
    text = matrix(
        ["", *CDR], {"": "1", ID: "TCGA-ZZ-0001", "OS": "0", "OS.time": "7"}, nothing="NA", separator=","
    )
    found = land_file(tmp_path, text, "tcga_cdr")
    assert outcomes(found) == {"OS": ("0", 7.0)}


def test_a_patient_told_two_ways_is_rejected_whole(tmp_path: Path) -> None:
    found = cdr(
        tmp_path,
        {ID: "TCGA-ZZ-0001", "type": "LUAD", "gender": "MALE"},
        {ID: "TCGA-ZZ-0001", "type": "LUAD", "gender": "FEMALE"},
        {ID: "TCGA-ZZ-0002", "type": "LUAD"},
        {ID: "TCGA-ZZ-0002", "type": "LUAD"},
    )
    assert found.faults == [(2, "contradictory_rows"), (3, "contradictory_rows")]
    assert "lines 2 and 3 contradict each other in gender of one patient" in found.rejects["message"][0]
    assert (found.landed.rows_loaded, found.landed.rows_duplicate) == (1, 1)


@pytest.mark.parametrize("format", ["tcga_bcr", "tcga_cdr"])
def test_a_table_without_patients_is_held_back(tmp_path: Path, format: str) -> None:
    found = land_file(tmp_path, "patient\tOS\tOS.time\nx\t1\t2\n", format)
    assert found.landed.status == "held_back"
    assert "BCR_PATIENT_BARCODE" in str(found.landed.reason)
