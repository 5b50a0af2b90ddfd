"""Clinical tables of TCGA and Xena: known by their header, in any folder, compressed or not."""

import gzip
from pathlib import Path

import pytest

from tests.etl.delivery import deliver, seen, studies_of
from tests.etl.files import CLINICAL, MAF, PATIENTS
from tests.etl.formats.clinical_tables import BCR, CDR, FOLLOW_UP, NTE, SURVIVAL, XENA, biotab, matrix

TABLES = {
    "nationwidechildrens.org_clinical_patient_luad.txt": (biotab(BCR), "tcga_bcr"),
    "nationwidechildrens.org_follow_up_v1.0_luad.txt": (biotab(FOLLOW_UP), "tcga_bcr"),
    "nationwidechildrens.org_nte_luad.txt": (biotab(NTE), "tcga_bcr"),
    "TCGA-CDR-SupplementalTableS1.tsv": (matrix(CDR), "tcga_cdr"),
    "cdr.csv": (matrix(["", *CDR], separator=","), "tcga_cdr"),
    "cdr2.csv": (matrix([f'"{name}"' for name in CDR], separator=";"), "tcga_cdr"),
    "LUAD_clinicalMatrix": (matrix(XENA), "xena"),
    "LUAD_survival.txt": (matrix(SURVIVAL), "xena"),
    "TCGA-LUAD.survival.tsv": (matrix(["sample", "OS", "_PATIENT", "OS.time"]), "xena"),
    "TCGA-LUAD.GDC_phenotype.tsv": (matrix(["submitter_id.samples", "age", "submitter_id"]), "xena"),
}
FOLDERS = {
    "gdc": {"s/clinical.tsv": CLINICAL},
    "cbioportal": {"s/meta_study.txt": "type_of_cancer: luad\n", "s/data_clinical_patient.txt": PATIENTS},
    "generic": {"s/calls.maf": MAF},
    "alone": {},
}


@pytest.mark.parametrize("folder", FOLDERS)
def test_tables_are_known_by_their_header_wherever_they_lie(tmp_path: Path, folder: str) -> None:
    deliver(tmp_path, {f"s/deep/{name}": text for name, (text, _) in TABLES.items()})
    deliver(tmp_path, {"s/gz.bin": gzip.compress(matrix(CDR).encode()), **FOLDERS[folder]})
    study = studies_of(tmp_path)["s"]
    assert study.layout == (folder if folder != "alone" else "generic")
    records = {record.path: record for record in study.files}
    found = {name: records[f"s/deep/{name}"] for name in TABLES}
    assert {name: (r.kind, r.format, r.disposition) for name, r in found.items()} == {
        name: ("clinical", format, "load") for name, (_, format) in TABLES.items()
    }
    assert records["s/gz.bin"].format == "tcga_cdr"
    assert records["s/gz.bin"].option("cancer_type") == ("luad" if folder == "cbioportal" else None)


def test_study_toml_names_the_cancer_type(tmp_path: Path) -> None:
    deliver(tmp_path, {"s/study.toml": '[study]\ncancer_type = "LUSC"\n', "s/cdr.tsv": matrix(CDR)})
    assert seen(tmp_path, "s/cdr.tsv").option("cancer_type") == "LUSC"


@pytest.mark.parametrize(
    ("header", "disposition", "reason"),
    [
        ("bcr_patient_uuid bcr_patient_barcode bcr_drug_barcode", "not_loaded", "biotab of the BCR (drugs)"),
        ("bcr_patient_uuid bcr_sample_barcode sample_type", "not_loaded", "biotab of the BCR (samples"),
        ("bcr_patient_uuid bcr_patient_barcode consent", "not_loaded", "no patients or follow-ups"),
        ("sample gender OS OS.time", "unrecognised", "no kind of file that is known"),
        ("bcr_patient_barcode gender", "unrecognised", "no kind of file that is known"),
    ],
)
def test_other_tables_are_listed_with_the_reason(
    tmp_path: Path, header: str, disposition: str, reason: str
) -> None:
    deliver(tmp_path, {"s/cdr.tsv": matrix(CDR), "s/other.txt": header.replace(" ", "\t") + "\n"})
    record = seen(tmp_path, "s/other.txt")
    assert record.disposition == disposition
    assert reason in str(record.reason)


def test_a_spreadsheet_is_to_be_saved_as_text(tmp_path: Path) -> None:
    deliver(tmp_path, {"s/cdr.tsv": matrix(CDR), "s/TCGA-CDR-SupplementalTableS1.xlsx": b"PK"})
    record = seen(tmp_path, "s/TCGA-CDR-SupplementalTableS1.xlsx")
    assert (record.disposition, record.kind) == ("unrecognised", "spreadsheet")


def test_a_file_of_cbioportal_keeps_its_reader_where_that_can_do_what_is_said(tmp_path: Path) -> None:
    toml = '[[file]]\npath = "data_clinical_patient.txt"\nkind = "clinical_patient"\n'
    deliver(tmp_path, {"s/meta_study.txt": "name: x\n", "s/data_clinical_patient.txt": PATIENTS})
    deliver(tmp_path, {"s/study.toml": toml + '[file.columns]\nrace = "SEX"\n'})
    assert seen(tmp_path, "s/data_clinical_patient.txt").format == "cbioportal_patient"
    deliver(tmp_path, {"s/study.toml": toml + '[file.columns]\nclinical_stage = "SEX"\n'})
    assert seen(tmp_path, "s/data_clinical_patient.txt").format == "mapped_clinical"
    deliver(tmp_path, {"s/study.toml": toml + '[file.values.sex]\nM = "Male"\n'})
    assert seen(tmp_path, "s/data_clinical_patient.txt").format == "mapped_clinical"
