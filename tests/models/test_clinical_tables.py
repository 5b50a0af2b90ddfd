"""Clinical tables of TCGA, Xena and centres, beside the GDC's or alone: what of them reaches the marts."""

from typing import Any

import pytest

from tests.models.conftest import Build, Marts
from tests.models.landed import Delivery, File, variant
from warehouse.records import StudyRecord


def _outcome(endpoint: str, status: str | None, **times: float) -> dict[str, Any]:
    word = None if status is None else status.lower()
    return {"endpoint": endpoint, "status": status, "word": word, **times}


def _told(patient: str, level: str = "patient", **fields: Any) -> dict[str, Any]:
    return {"level": level, "patient_id": patient, "outcomes": [], **fields}


FILES = (
    File(
        "gdc/clinical.tsv",
        "gdc_clinical",
        [
            {
                "patient_id": "TCGA-ZZ-0001",
                "diagnosis_id": "d1",
                "index_date": "Diagnosis",
                "vital_status": "Not Reported",
                "days_to_last_follow_up": 5,
                "sex": "not reported",
                "race": "white",
                "ajcc_pathologic_stage": "Not Reported",
                "ajcc_pathologic_t": "TX",
            },
            {
                "patient_id": "TCGA-ZZ-0002",
                "diagnosis_id": "d2",
                "index_date": "Diagnosis",
                "vital_status": "Alive",
                "days_to_last_follow_up": 70,
                "sex": "male",
                "ajcc_pathologic_stage": "Stage IB",
                "ajcc_pathologic_t": "T2",
            },
        ],
        "gdc",
    ),
    File(
        "gdc/TCGA-CDR.txt",
        "clinical",
        [
            _told(
                "TCGA-ZZ-0001",
                sex="FEMALE",
                race="ASIAN",
                pathologic_stage="Stage IIIA",
                age_at_diagnosis_years=90.0,
                outcomes=[_outcome("OS", "1", days=300.0), _outcome("PFI", "1", days=100.0)],
            ),
            _told(
                "TCGA-ZZ-0002",
                sex="FEMALE",
                pathologic_stage="Stage IV",
                outcomes=[_outcome("OS", "1", days=1.0)],
            ),
        ],
        "gdc",
        format="tcga_cdr",
    ),
    # aliquots of the sample that Xena names by fewer characters
    File(
        "xena/mutations.maf",
        "mutations",
        [variant("TCGA-ZZ-0003-01A-11D-A000-08", "TP53", "17", 7_675_088)],
        "generic",
        assay="WXS",
    ),
    File(
        "xena/LUAD_clinicalMatrix",
        "clinical",
        [
            _told(
                "TCGA-ZZ-0003",
                "sample",
                sample_id="TCGA-ZZ-0003-01",
                sample_type="Primary Tumor",
                smoking_status="4.0",
                outcomes=[_outcome("OS", "LIVING", contact_days=60.875)],
            ),
            # only a normal sample was delivered
            _told("TCGA-ZZ-0004", "sample", sex="MALE", age_at_diagnosis_days=32_000.0),
        ],
        "generic",
        format="xena",
    ),
    File(
        "xena/follow_up.txt",
        "clinical",
        [_told("TCGA-ZZ-0005", "follow_up", outcomes=[_outcome("OS", "Dead", event_days=9.0)])],
        "generic",
        format="tcga_bcr",
    ),
    File(
        "centre/patients.csv",
        "clinical",
        [
            _told(
                "A1",
                sex="Female",
                stage_group="II",
                stage_basis="Pathological",
                outcomes=[_outcome("PFS", "Progressed", months=2.0), _outcome("OS", "weg", days=8.0)],
            ),
        ],
        "generic",
        format="mapped_clinical",
    ),
    File(
        "centre/samples.csv",
        "clinical",
        [_told("A1", "sample", sample_id="A1-T", sample_type="metastatic", panel_id="IMPACT468")],
        "generic",
        format="mapped_clinical",
    ),
)
STUDIES = (
    StudyRecord("gdc", "gdc"),
    StudyRecord("xena", "generic", genome_build="GRCh38"),
    StudyRecord("centre", "generic", time_zero="treatment_start"),
)


@pytest.fixture(scope="module")
def marts(build_marts: Build) -> Marts:
    return build_marts(Delivery(FILES, STUDIES))


def test_a_second_table_fills_what_the_first_does_not_know(marts: Marts) -> None:
    columns = ("sex", "race", "stage_subgroup", "stage_basis", "t_stage", "age_at_diagnosis_years")
    found = marts.rows("marts.dim_patient", "patient_key", *columns)
    # sex and stage of the GDC say nothing; its race does; its T does not stay beside another table's stage
    assert found["gdc:TCGA-ZZ-0001"] == ("Female", "White", "IIIA", "pathologic", None, 90.0)
    assert found["gdc:TCGA-ZZ-0002"] == ("Male", None, "IB", "pathologic", "T2", None)
    assert found["centre:A1"] == ("Female", None, "II", "pathologic", None, None)


def test_everybody_a_table_names_is_a_patient(marts: Marts) -> None:
    found = marts.rows("marts.dim_patient", "patient_key", "patient_source", "n_samples", "smoking_status")
    assert {key: row for key, row in found.items() if not key.startswith("gdc")} == {
        "xena:TCGA-ZZ-0003": ("clinical file", 1, "Former"),
        "xena:TCGA-ZZ-0004": ("clinical file", 0, None),
        "xena:TCGA-ZZ-0005": ("follow-up file", 0, None),
        "centre:A1": ("clinical file", 1, None),
    }


def test_samples(marts: Marts) -> None:
    found = marts.rows(
        "marts.dim_sample", "sample_key", "patient_key", "sample_type", "panel_id", "is_sequenced"
    )
    assert found == {
        "xena:TCGA-ZZ-0003-01": ("xena:TCGA-ZZ-0003", "Primary", None, True),
        "centre:A1-T": ("centre:A1", "Metastasis", "IMPACT468", None),
    }


def test_each_endpoint_has_one_row_by_the_order_of_forms(marts: Marts) -> None:
    found = marts.ask(
        "SELECT patient_key, endpoint, event, time_days, time_months, time_zero, outcome_source, "
        "is_age_capped FROM marts.fct_outcome"
    )
    month = 30.4375
    assert {(key, endpoint): tuple(rest) for key, endpoint, *rest in found} == {
        # the GDC does not know the status, TCGA-CDR does
        ("gdc:TCGA-ZZ-0001", "OS"): (1, 300.0, 300 / month, "diagnosis", "tcga_cdr", True),
        ("gdc:TCGA-ZZ-0001", "PFI"): (1, 100.0, 100 / month, "diagnosis", "tcga_cdr", True),
        ("gdc:TCGA-ZZ-0002", "OS"): (
            *(0, 70.0, 70 / month, "diagnosis"),
            *("diagnoses.days_to_last_follow_up", None),
        ),
        ("xena:TCGA-ZZ-0003", "OS"): (0, 60.875, 2.0, "diagnosis", "xena", None),
        ("xena:TCGA-ZZ-0005", "OS"): (1, 9.0, 9 / month, "diagnosis", "tcga_bcr", None),
        ("centre:A1", "PFS"): (1, 60.875, 2.0, "treatment_start", "mapped_clinical", None),
        ("centre:A1", "OS"): (None, 8.0, 8 / month, "treatment_start", "mapped_clinical", None),
    }
