"""UCSC Xena: clinical matrices and survival tables, with normal samples mixed in (xena)."""

from pathlib import Path
from typing import Any

from tests.etl.delivery import Result, land_file
from tests.etl.formats.clinical_tables import SURVIVAL, XENA, matrix


def sample(name: str, **cells: str) -> dict[str, str]:
    return {"sampleID": name, "sample": name, "_PATIENT": name[:12], **cells}


def xena(folder: Path, *rows: dict[str, str]) -> Result:
    return land_file(folder, matrix(XENA, *rows), "xena")


def outcomes(found: Result, n: int = 0) -> dict[str, dict[str, Any]]:
    return {o["endpoint"]: o for o in found.rows.row(n, named=True)["outcomes"]}


def test_a_clinical_matrix(tmp_path: Path) -> None:
    found = xena(
        tmp_path,
        sample(
            "TCGA-ZZ-0001-01",
            gender="FEMALE",
            age_at_initial_pathologic_diagnosis="61",
            pathologic_stage="Stage IIIA",
            pathologic_T="T2",
            tobacco_smoking_history="4.0",
            number_pack_years_smoked="20",
            sample_type="Primary Tumor",
            vital_status="LIVING",
            days_to_last_followup="100",
            _cohort="TCGA Lung Adenocarcinoma (LUAD)",
        ),
    )
    [row] = found.rows.iter_rows(named=True)
    said = (
        "level patient_id sample_id sex pathologic_stage pathologic_t smoking_status pack_years sample_type"
    )
    assert [row[name] for name in said.split()] == [
        *("sample", "TCGA-ZZ-0001", "TCGA-ZZ-0001-01", "FEMALE", "Stage IIIA", "T2", "4.0", 20.0),
        "Primary Tumor",
    ]
    assert outcomes(found)["OS"]["word"] == "living"
    assert outcomes(found)["OS"]["contact_days"] == 100.0
    assert {"name": "_COHORT", "value": "TCGA Lung Adenocarcinoma (LUAD)"} in row["attributes"]


def test_normal_samples_are_no_tumours_and_nobody_is_lost_with_them(tmp_path: Path) -> None:
    found = xena(
        tmp_path,
        sample("TCGA-ZZ-0001-11", gender="MALE", sample_type="Solid Tissue Normal"),
        sample("TCGA-ZZ-0001-01", gender="MALE", sample_type="Primary Tumor"),
        # the type is wrong, the barcode is not
        sample("TCGA-ZZ-0002-01", gender="MALE", sample_type="Solid Tissue Normal"),
        # known from normal samples alone
        sample("TCGA-ZZ-0003-11", gender="FEMALE"),
        sample("TCGA-ZZ-0003-10", gender="FEMALE"),
        # no barcode: the type decides
        {"sampleID": "N7", "_PATIENT": "P7", "sample_type": "Solid Tissue Normal"},
        {"sampleID": "T7", "_PATIENT": "P7", "sample_type": "Primary Tumor"},
    )
    assert found.rows.select("patient_id", "sample_id").rows() == [
        ("TCGA-ZZ-0001", "TCGA-ZZ-0001-01"),
        ("TCGA-ZZ-0002", "TCGA-ZZ-0002-01"),
        ("TCGA-ZZ-0003", None),
        ("P7", "T7"),
    ]
    assert found.landed.rows_filtered == 3
    assert found.landed.notes == (
        "3 rows of normal samples left out (rule normal_sample)",
        "1 row of normal samples kept as patients: they have no tumour sample here",
    )


def test_a_survival_table(tmp_path: Path) -> None:
    rows = [
        sample("TCGA-ZZ-0001-01", OS="1", **{"OS.time": "900", "PFI": "0", "PFI.time": "900"}),
        sample("TCGA-ZZ-0002-01", Redaction="Redacted", OS="1"),
    ]
    found = land_file(tmp_path, matrix(SURVIVAL, *rows), "xena")
    assert (found.landed.rows_loaded, found.landed.rows_filtered) == (1, 1)
    assert {name: (o["word"], o["days"]) for name, o in outcomes(found).items()} == {
        "OS": ("1", 900.0),
        "PFI": ("0", 900.0),
    }


def test_samples_of_one_patient_must_agree_on_the_patient(tmp_path: Path) -> None:
    found = xena(
        tmp_path,
        sample("TCGA-ZZ-0001-01", gender="MALE", vital_status="LIVING"),
        sample("TCGA-ZZ-0001-02", gender="FEMALE", vital_status="LIVING"),
        sample("TCGA-ZZ-0002-01", gender="MALE"),
        # what one sample does not say does not contradict the other
        sample("TCGA-ZZ-0002-02", gender="MALE", pathologic_stage="Stage IB"),
    )
    assert found.faults == [(2, "contradictory_rows"), (3, "contradictory_rows")]
    assert "in gender of one patient" in found.rejects["message"][0]


def test_the_names_of_the_gdc_hub(tmp_path: Path) -> None:
    text = matrix(
        [
            "submitter_id.samples",
            "submitter_id",
            "gender.demographic",
            "age_at_diagnosis.diagnoses",
            "tumor_stage.diagnoses",
            "vital_status.demographic",
            "days_to_death.demographic",
        ],
        {
            "submitter_id.samples": "TCGA-ZZ-0001-01A",
            "submitter_id": "TCGA-ZZ-0001",
            "gender.demographic": "female",
            "age_at_diagnosis.diagnoses": "21915",
            "tumor_stage.diagnoses": "stage iia",
            "vital_status.demographic": "Dead",
            "days_to_death.demographic": "77",
        },
    )
    found = land_file(tmp_path, text, "xena")
    [row] = found.rows.iter_rows(named=True)
    assert (row["sample_id"], row["age_at_diagnosis_days"], row["age_at_diagnosis_years"]) == (
        "TCGA-ZZ-0001-01A",
        21915.0,
        None,
    )
    assert outcomes(found)["OS"]["event_days"] == 77.0


def test_a_matrix_without_its_patients_is_held_back(tmp_path: Path) -> None:
    found = land_file(tmp_path, "sampleID\tgender\nTCGA-ZZ-0001-01\tMALE\n", "xena")
    assert found.landed.status == "held_back"
    assert "_PATIENT" in str(found.landed.reason)
