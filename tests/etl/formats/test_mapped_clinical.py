"""Any delimited clinical table that study.toml maps (mapped_clinical), from the file to its rows."""

from pathlib import Path
from typing import Any

import pytest

from etl.landing import land
from tests.etl.delivery import VOCABULARY, Result, deliver, result, seen

PATIENTS = '[[file]]\npath = "t.csv"\nkind = "clinical_patient"\n'
SAMPLES = '[[file]]\npath = "t.csv"\nkind = "clinical_sample"\n'
OS = '[file.outcomes.OS]\nevent = "status"\n'


def mapped(folder: Path, toml: str, text: str | bytes) -> Result:
    deliver(folder / "raw", {"s/study.toml": toml, "s/t.csv": text})
    source = seen(folder / "raw", "s/t.csv")
    assert (source.kind, source.format, source.disposition) == ("clinical", "mapped_clinical", "load")
    return result(land(source, folder / "raw", folder / "lake", VOCABULARY, "0" * 12, None), folder / "lake")


def row(found: Result, n: int = 0) -> dict[str, Any]:
    return {k: v for k, v in found.rows.row(n, named=True).items() if v not in (None, [])}


def test_columns_words_and_spellings_of_nothing(tmp_path: Path) -> None:
    toml = (
        PATIENTS + 'na = ["9"]\n[file.columns]\npatient_id = "Pat"\nsex = "Geschlecht"\n'
        'age_at_diagnosis_years = "Alter"\nstage_group = "Stadium"\nsmoking_status = "smoke"\n'
        '[file.values.sex]\n"1" = "Male"\n"2" = "Female"\n[file.values.smoking_status]\nNIE = "Never"\n'
    )
    found = mapped(
        tmp_path, toml, "Pat,Geschlecht,Alter,Stadium,smoke,ECOG\nA1,2,61.5,IIIA,nie,1\nA2,9,,IB,x,\n"
    )
    assert row(found) == {
        "source_line": 2,
        "level": "patient",
        "patient_id": "A1",
        "sex": "Female",
        "age_at_diagnosis_years": 61.5,
        "stage_group": "IIIA",
        "smoking_status": "Never",
        "attributes": [{"name": "ECOG", "value": "1"}],
    }
    assert (found.rows["sex"][1], found.rows["smoking_status"][1]) == (None, "x")


@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_the_header_shows_the_separator_and_cells_may_be_quoted(tmp_path: Path, separator: str) -> None:
    lines = [["patient_id", "histology"], ["A1", f'"adeno{separator} mixed"']]
    found = mapped(tmp_path, PATIENTS, "".join(separator.join(line) + "\n" for line in lines))
    assert found.rows["histology"].to_list() == [f"adeno{separator} mixed"]


def test_a_comma_within_a_number_is_a_point_where_semicolons_cut(tmp_path: Path) -> None:
    found = mapped(tmp_path, PATIENTS, "patient_id;AGE;pack_years\nA1;61,5;-1,25\nA2;1.234,5;3\n")
    assert (found.rows["age_at_diagnosis_years"][0], found.rows["pack_years"][0]) == (61.5, -1.25)
    assert found.faults == [(3, "not_a_number")]


def test_days_months_and_ages_keep_their_unit(tmp_path: Path) -> None:
    toml = PATIENTS + (
        '[file.columns]\nage_at_diagnosis_days = "age"\n'
        '[file.outcomes.PFS]\nevent = "prog"\nmonths = "pfs_mo"\n'
        '[file.outcomes.OS]\nevent = "dead"\nevent_values = ["1"]\ndays = "os_d"\n'
    )
    found = mapped(tmp_path, toml, "patient_id,age,prog,pfs_mo,dead,os_d\nA1,21915,Progressed,3.5,0,90\n")
    pfs, os = row(found)["outcomes"]
    assert (pfs["endpoint"], pfs["word"], pfs["months"], pfs["days"]) == ("PFS", "progressed", 3.5, None)
    assert (os["endpoint"], os["word"], os["days"], os["months"]) == ("OS", "0", 90.0, None)
    assert row(found)["age_at_diagnosis_days"] == 21915.0


def test_the_largest_of_the_days_without_an_event_counts(tmp_path: Path) -> None:
    toml = PATIENTS + OS + 'event_values = ["dead"]\nevent_days = "d"\ncensor_days = ["seen", "called"]\n'
    text = "patient_id,status,d,seen,called\nA1,Alive,,10,40\nA2,DEAD,99,10,\nA3,Unknown,,5,\n"
    found = mapped(tmp_path, toml, text)
    assert [(o["word"], o["event_days"], o["contact_days"]) for [o] in found.rows["outcomes"]] == [
        ("0", None, 40.0),
        ("1", 99.0, 10.0),
        (None, None, 5.0),  # not known is not alive
    ]
    assert (
        "OS: taken for no event, since event_values does not list them: 'Alive' (1)" in found.landed.notes[0]
    )


def test_with_censor_values_any_other_word_is_unknown(tmp_path: Path) -> None:
    toml = PATIENTS + OS + 'event_values = ["2"]\ncensor_values = ["1"]\ndays = "d"\n'
    found = mapped(tmp_path, toml, "patient_id,status,d\nA1,1,5\nA2,2,6\nA3,3,7\n")
    assert [(o["word"], o["status"]) for [o] in found.rows["outcomes"]] == [
        ("0", "1"),
        ("1", "2"),
        (None, "3"),
    ]
    assert found.landed.notes == ()


def test_a_column_passed_over_for_one_that_differs_in_case_only_is_told(tmp_path: Path) -> None:
    toml = PATIENTS + '[file.columns]\nsex = "gender"\n' + OS + 'event_values = ["1"]\ndays = "Days"\n'
    found = mapped(tmp_path, toml, "patient_id,Gender,gender,status,Days,days\nA1,x,Female,1,5,6\n")
    assert row(found)["sex"] == "Female"
    assert row(found)["outcomes"][0]["days"] == 5.0
    assert found.landed.notes[:2] == (
        'columns "gender" and "Gender" differ in case only: "gender" is read',
        'columns "Days" and "days" differ in case only: "Days" is read',
    )


def test_pairs_of_cbioportal_need_no_mapping(tmp_path: Path) -> None:
    toml = PATIENTS + '[file.outcomes.OS]\nevent = "vital"\ndays = "d"\n'
    text = (
        "PATIENT_ID,vital,d,OS_STATUS,OS_MONTHS,DFS_STATUS,DFS_MONTHS\nA1,Dead,30,0:LIVING,99,1:Recurred,4\n"
    )
    found = mapped(tmp_path, toml, text)
    assert [(o["endpoint"], o["word"], o["days"], o["months"]) for o in row(found)["outcomes"]] == [
        ("OS", "dead", 30.0, None),
        ("DFS", "1:recurred", None, 4.0),
    ]


def test_samples_and_follow_ups(tmp_path: Path) -> None:
    text = "sample_id,patient_id,sample_type,panel_id,tmb_per_mb\nS1,A1,Metastasis,IMPACT468,4.5\n"
    text += "N1,A1,Normal,,\n"
    found = mapped(tmp_path, SAMPLES, text)
    assert row(found)["level"] == "sample"
    assert [row(found)[k] for k in ("sample_id", "panel_id", "tmb_per_mb")] == ["S1", "IMPACT468", 4.5]
    assert found.landed.rows_filtered == 1
    toml = PATIENTS.replace("clinical_patient", "follow_up") + OS + 'event_days = "d"\ncensor_days = ["c"]\n'
    found = mapped(tmp_path / "f", toml, "patient_id,status,d,c\nA1,Alive,,10\nA1,Dead,90,\n")
    assert found.rows["level"].to_list() == ["follow_up", "follow_up"]


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        (
            '[file.columns]\nsex = "Gendr"\n',
            "the column 'Gendr' for sex, which the header lacks; the nearest",
        ),
        (
            OS + 'days = "day"\n',
            "'day' for [file.outcomes.OS], which the header lacks; the nearest column is 'Days'",
        ),
        ('[file.values.race]\n"1" = "White"\n', "[file.values.race], but no column feeds race"),
        ('[file.columns]\npatient_id = "Patient"\n', "nearest column is 'Patient_ID'"),
    ],
)
def test_what_the_header_lacks_holds_the_file_back(tmp_path: Path, more: str, reason: str) -> None:
    found = mapped(tmp_path, PATIENTS + more, "Patient_ID,Gender,status,Days\nA1,M,Alive,3\n")
    assert found.landed.status == "held_back"
    assert found.landed.line_number == 1
    assert reason.lower() in str(found.landed.reason).lower()


def test_a_time_below_zero_takes_no_patient_away(tmp_path: Path) -> None:
    """The value lands, for whoever looks for it; that no model reads it as a time is their test."""
    toml = PATIENTS + OS + 'days = "d"\n[file.outcomes.PFS]\nevent = "prog"\nmonths = "m"\n'
    rows = [f"A{n},F,Dead,{-n},0,{n}" for n in range(1, 13)]
    found = mapped(
        tmp_path, toml, "\n".join(["patient_id,sex,status,d,prog,m", *rows, "B,F,Dead,0,0,-1", ""])
    )
    assert found.landed.rows_loaded == 13
    assert found.rows["sex"].null_count() == 0
    assert [os["days"] for os, _ in found.rows["outcomes"]] == [*(float(-n) for n in range(1, 13)), 0.0]
    assert found.landed.notes[:2] == (
        "d is below 0 in 12 rows (lines 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, …): the time is taken as unknown, "
        "correct the file",
        "m is below 0 in 1 row (line 14): the time is taken as unknown, correct the file",
    )


def test_times_that_cannot_be_are_rejected_with_their_line(tmp_path: Path) -> None:
    found = mapped(
        tmp_path,
        PATIENTS + OS + 'days = "d"\n',
        "patient_id,status,d\nA2,Dead,soon\n,Dead,1\nA4,x,2\n",
    )
    assert found.faults == [(2, "not_a_number"), (3, "missing_value")]
    assert found.rejects["raw_text"].to_list() == ["A2,Dead,soon", ",Dead,1"]


def test_a_patient_twice_with_contradictory_rows_is_rejected(tmp_path: Path) -> None:
    found = mapped(tmp_path, PATIENTS, "patient_id,sex\nA1,M\nA1,F\nA2,M\nA2, M\n")
    assert found.faults == [(2, "contradictory_rows"), (3, "contradictory_rows")]
    assert found.landed.rows_duplicate == 1
