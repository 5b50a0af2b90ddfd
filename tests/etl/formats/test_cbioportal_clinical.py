"""cBioPortal's clinical tables, patient and sample level."""

from pathlib import Path

import pytest

from tests.etl.delivery import Result, land_file, table

LINES = ("#Patient\tSex\n", "#Identifier\tSex\n", "#STRING\tSTRING\n", "#1\t1\n")


def patients(tmp_path: Path, *rows: str, head: str = "") -> Result:
    return land_file(tmp_path, head + table(*rows).replace("~", " "), "cbioportal_patient")


def samples(tmp_path: Path, *rows: str) -> Result:
    return land_file(tmp_path, table(*rows).replace("~", " "), "cbioportal_sample")


@pytest.mark.parametrize("n_lines", [0, 1, 4, 5])
def test_the_lines_before_the_header_may_be_fewer(tmp_path: Path, n_lines: int) -> None:
    head = "".join([*LINES, "#more\n"][:n_lines])
    found = patients(tmp_path, "PATIENT_ID SEX", "P1 Male", head=head)
    assert found.rows.select("source_line", "patient_id", "sex").row(0) == (n_lines + 2, "P1", "Male")


def test_fields_outcomes_and_attributes(tmp_path: Path) -> None:
    found = patients(
        tmp_path,
        "PATIENT_ID GENDER AGE OS_STATUS OS_MONTHS PFS_MONTHS PFS_STATUS Smoking IRB",
        "P1 Female 58 0:LIVING 12.5 3 1:Progressed Ever~and~ever 07-1",
        "P2 NA [Not~Available] 1:DECEASED NA _ _ _ n/a",
    )
    one, two = found.rows.iter_rows(named=True)
    assert (one["sex"], one["age_years"]) == ("Female", 58.0)
    assert one["outcomes"] == [
        {"endpoint": "OS", "status": "0:LIVING", "months": 12.5},
        {"endpoint": "PFS", "status": "1:Progressed", "months": 3.0},
    ]
    assert one["attributes"] == [
        {"name": "SMOKING", "value": "Ever and ever"},
        {"name": "IRB", "value": "07-1"},
    ]
    assert (two["sex"], two["age_years"], two["attributes"]) == (None, None, [])
    assert two["outcomes"] == [{"endpoint": "OS", "status": "1:DECEASED", "months": None}]


def test_a_column_passed_over_for_one_that_differs_in_case_only_is_told(tmp_path: Path) -> None:
    """Of fields and of outcomes; a column that no field is read from is nobody's twin."""
    header = "PATIENT_ID Sex SEX OS_STATUS OS_MONTHS os_months IRB irb"
    found = patients(tmp_path, header, "P1 Male Female 0:LIVING 12 99 1 2")
    (row,) = found.rows.iter_rows(named=True)
    assert (row["sex"], row["outcomes"][0]["months"]) == ("Female", 12.0)
    assert found.landed.notes == (
        'columns "SEX" and "Sex" differ in case only: "SEX" is read',
        'columns "OS_MONTHS" and "os_months" differ in case only: "OS_MONTHS" is read',
    )


def test_a_time_below_zero_takes_no_patient_away(tmp_path: Path) -> None:
    found = patients(tmp_path, "PATIENT_ID OS_STATUS OS_MONTHS", "P1 1:DECEASED -2", "P2 0:LIVING 0")
    assert found.rows["patient_id"].to_list() == ["P1", "P2"]
    assert [os["months"] for [os] in found.rows["outcomes"]] == [-2.0, 0.0]
    assert found.landed.notes == (
        "OS_MONTHS is below 0 in 1 row (line 2): the time is taken as unknown, correct the file",
    )


def test_a_status_without_months_is_an_attribute(tmp_path: Path) -> None:
    row = patients(tmp_path, "PATIENT_ID VITAL_STATUS OS_MONTHS", "P1 Alive 3").rows.row(0, named=True)
    assert row["outcomes"] == []
    assert row["attributes"] == [
        {"name": "VITAL_STATUS", "value": "Alive"},
        {"name": "OS_MONTHS", "value": "3"},
    ]


def test_of_two_columns_for_one_field_the_better_counts_and_the_other_is_kept(tmp_path: Path) -> None:
    row = patients(tmp_path, "PATIENT_ID GENDER SEX", "P1 F Female").rows.row(0, named=True)
    assert row["sex"] == "Female"
    assert row["attributes"] == [{"name": "GENDER", "value": "F"}]


def test_only_cells_that_are_used_as_numbers_must_be_numbers(tmp_path: Path) -> None:
    found = patients(
        tmp_path,
        "PATIENT_ID AGE OS_STATUS OS_MONTHS SCORE",
        "P1 60 0:LIVING 3 high",
        "P2 old 0:LIVING 3 1",
        "P3 60 0:LIVING 3,5 1",
        head="#a\tb\tc\td\te\n#a\tb\tc\td\te\n#STRING\tNUMBER\tSTRING\tNUMBER\tNUMBER\n",
    )
    assert found.faults == [(6, "not_a_number"), (7, "not_a_number")]
    assert 'AGE "old"' in found.rejects["message"][0]
    assert 'OS_MONTHS "3,5"' in found.rejects["message"][1]
    assert found.rows["attributes"].to_list() == [[{"name": "SCORE", "value": "high"}]]


def test_a_patient_twice_with_contradictory_rows_is_rejected_with_both_lines(tmp_path: Path) -> None:
    found = patients(
        tmp_path, "PATIENT_ID SEX IRB", "P1 Male a", "P2 Male a", "P1 Male b", "P3 _ a", "P3 Male a"
    )
    assert found.faults == [(line, "contradictory_rows") for line in (2, 4, 5, 6)]
    assert found.rejects["message"].to_list() == [
        "lines 2 and 4 contradict each other in IRB of one patient: correct the file",
        "lines 2 and 4 contradict each other in IRB of one patient: correct the file",
        "lines 5 and 6 contradict each other in SEX of one patient: correct the file",
        "lines 5 and 6 contradict each other in SEX of one patient: correct the file",
    ]
    assert found.rows["patient_id"].to_list() == ["P2"]


def test_an_exact_repeat_is_counted_as_duplicate(tmp_path: Path) -> None:
    found = patients(tmp_path, "PATIENT_ID SEX", "P1 Male", "P2 Male", "P1 Male", "P1~ Male")
    assert (found.landed.rows_loaded, found.landed.rows_duplicate) == (2, 2)
    assert found.rows["source_line"].to_list() == [2, 3]


@pytest.mark.parametrize("row", ["_ Male", "NA Male"])
def test_a_row_without_its_patient_is_rejected(tmp_path: Path, row: str) -> None:
    found = patients(tmp_path, "PATIENT_ID SEX", "P1 Male", row)
    assert found.faults == [(3, "missing_value")]


@pytest.mark.parametrize(
    ("format", "header", "missing"),
    [
        ("cbioportal_patient", "PATIENT SEX", "PATIENT_ID"),
        ("cbioportal_sample", "SAMPLE_ID SEX", "PATIENT_ID"),
        ("cbioportal_sample", "PATIENT_ID SEX", "SAMPLE_ID"),
    ],
)
def test_a_table_without_its_key_is_held_back(tmp_path: Path, format: str, header: str, missing: str) -> None:
    found = land_file(tmp_path, table(header, "P1 Male"), format)
    assert found.landed.status == "held_back"
    assert missing in str(found.landed.reason)


def test_samples(tmp_path: Path) -> None:
    found = samples(
        tmp_path,
        "SAMPLE_ID PATIENT_ID SAMPLE_TYPE ONCOTREE_CODE CANCER_TYPE CANCER_TYPE_DETAILED GENE_PANEL "
        "SOMATIC_STATUS TMB_NONSYNONYMOUS PATH_STAGE FGA",
        "S1 P1 Primary LUAD NSCLC Lung~Adenocarcinoma IMPACT341 Matched 32.1 IB 0.18",
        "S2 P1 Metastasis LUAD NSCLC Lung~Adenocarcinoma IMPACT341 Matched 30 IB 0.1",
    )
    row = found.rows.row(0, named=True)
    row.pop("source_line")
    assert row == {
        "sample_id": "S1",
        "patient_id": "P1",
        "sample_type": "Primary",
        "oncotree_code": "LUAD",
        "cancer_type": "NSCLC",
        "cancer_type_detailed": "Lung Adenocarcinoma",
        "panel_id": "IMPACT341",
        "somatic_status": "Matched",
        "tmb_nonsynonymous": 32.1,
        "stage_group": "IB",
        "outcomes": [],
        "attributes": [{"name": "FGA", "value": "0.18"}],
    }
    assert found.rows.height == 2


def test_a_sample_twice_with_contradictory_rows_is_rejected(tmp_path: Path) -> None:
    found = samples(tmp_path, "SAMPLE_ID PATIENT_ID", "S1 P1", "S1 P2", "S2 P1")
    assert found.faults == [(2, "contradictory_rows"), (3, "contradictory_rows")]
    assert "in PATIENT_ID of one sample" in found.rejects["message"][0]


def test_an_old_mixed_file_keeps_its_patient_columns_as_attributes(tmp_path: Path) -> None:
    found = samples(
        tmp_path,
        "PATIENT_ID SAMPLE_ID SEX AGE OS_STATUS OS_MONTHS ONCOTREE_CODE",
        "P1 S1 Male 61 1:DECEASED 7.5 LUSC",
    )
    row = found.rows.row(0, named=True)
    assert row["attributes"] == [{"name": "SEX", "value": "Male"}, {"name": "AGE", "value": "61"}]
    assert row["outcomes"] == [{"endpoint": "OS", "status": "1:DECEASED", "months": 7.5}]


def test_study_toml_maps_columns(tmp_path: Path) -> None:
    text = "Patient\tAge at diagnosis\tsex\nP1\t61\tnone\n"
    options = (
        ("column", "patient_id=Patient"),
        ("column", "age_at_diagnosis_years=Age at diagnosis"),
        ("na", "none"),
    )
    row = land_file(tmp_path, text, "cbioportal_patient", options=options).rows.row(0, named=True)
    assert (row["patient_id"], row["age_years"], row["sex"]) == ("P1", 61.0, None)


@pytest.mark.parametrize(
    ("format", "header"),
    [
        ("cbioportal_patient", "PATIENT_ID SEX OS_STATUS OS_MONTHS"),
        ("cbioportal_sample", "PATIENT_ID SAMPLE_ID"),
    ],
)
def test_a_table_cut_to_its_header_is_held_back(tmp_path: Path, format: str, header: str) -> None:
    found = land_file(tmp_path, "#Patient\n" + table(header), format)
    assert (found.landed.status, found.landed.line_number) == ("held_back", 2)
    assert found.landed.reason == "holds a header and no row: deliver it completely, or take it out"
