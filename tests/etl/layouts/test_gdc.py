"""Files of a GDC download."""

from pathlib import Path

import pytest

from tests.etl.delivery import deliver, records_of, seen
from tests.etl.files import CLINICAL, GDC_MAF, MASKED


@pytest.mark.parametrize(
    ("name", "header", "kind", "disposition"),
    [
        ("clinical.tsv", "anything", "gdc_clinical", "load"),
        ("follow_up.tsv", "anything", "gdc_follow_up", "load"),
        ("exposure.tsv", "anything", "gdc_exposure", "load"),
        ("pathology_detail.tsv", "anything", "gdc_pathology_detail", "load"),
        ("aliquot.tsv", "anything", "gdc_aliquot", "load"),
        ("gdc_sample_sheet.2024-05-01.tsv", "anything", "gdc_sample_sheet", "load"),
        ("mine.tsv", "cases.submitter_id\tfollow_ups.follow_up_id", "gdc_follow_up", "load"),
        (
            "mine.tsv",
            "cases.submitter_id\tdemographic.vital_status\tdiagnoses.diagnosis_id",
            "gdc_clinical",
            "load",
        ),
        ("mine.tsv", "case_submitter_id\tvital_status\tdays_to_death", "gdc_clinical", "load"),
        ("mine.tsv", "case_submitter_id\tpack_years_smoked", "gdc_exposure", "load"),
        ("sheet.tsv", "File ID\tFile Name\tCase ID", "gdc_sample_sheet", "load"),
        ("family_history.tsv", "x", "family_history", "not_loaded"),
        (
            "mine.tsv",
            "cases.submitter_id\tfamily_histories.family_history_id",
            "family_history",
            "not_loaded",
        ),
        ("sample.tsv", "x", "biospecimen", "not_loaded"),
        ("annotations.txt", "x", "annotation", "not_loaded"),
        ("x.maf.gz.parcel", "x", "log", "not_loaded"),
        ("logs/x.txt", "x", "log", "not_loaded"),
        ("metadata.cart.json", "x", "metadata", "not_loaded"),
        ("x.protected.maf.gz", "x", "mutations", "not_loaded"),
        ("x.bam", "x", "reads", "not_loaded"),
        ("clinical.tar.gz", "x", "archive", "unrecognised"),
        ("x.maf.gz.partial", "x", "dropping", "held_back"),
        ("other.tsv", "a\tb", "unknown", "unrecognised"),
    ],
)
def test_files_of_a_gdc_download(tmp_path: Path, name: str, header: str, kind: str, disposition: str) -> None:
    deliver(tmp_path, {"s/clinical.tsv": CLINICAL, f"s/{name}": header + "\n"})
    record = seen(tmp_path, f"s/{name}")
    assert (record.kind, record.disposition) == (kind, disposition)


def test_the_assay_of_a_gdc_maf_stands_in_its_name(tmp_path: Path) -> None:
    names = {
        f"s/{MASKED}": "WXS",
        "s/x.wgs.aliquot_ensemble_masked.maf.gz": "WGS",
        "s/x.targeted_sequencing.aliquot_ensemble_masked.maf.gz": "panel",
        "s/TCGA.LUAD.mutect.0458.DR-10.0.somatic.maf.gz": "WXS",
        "s/other.maf.gz": None,
    }
    deliver(tmp_path, dict.fromkeys(names, GDC_MAF))
    assert {path: record.option("assay") for path, record in records_of(tmp_path).items()} == names
