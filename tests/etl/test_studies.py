"""Studies are found by what their folders hold, and every file is accounted for."""

from pathlib import Path

import pytest

from tests.etl.delivery import deliver, inventory, records_of, studies_of
from tests.etl.files import CLINICAL, GDC_MAF, MAF, MASKED, PATIENTS


def test_every_file_is_listed_exactly_once(tmp_path: Path) -> None:
    deliver(
        tmp_path,
        {
            "g/clinical.tsv": CLINICAL,
            "g/.DS_Store": "x",
            "g/notes.xyz": "x",
            f"g/maf/{MASKED}": GDC_MAF,
            "c/meta_study.txt": "name: C\n",
            "c/sub/deep/file": "",
            "u/data.csv": "a,b\n",
            "loose.txt": "x",
            "._loose.txt": "x",
        },
    )
    records = [record for study in studies_of(tmp_path).values() for record in study.files]
    assert sorted(record.path for record in records) == sorted(file.path for file in inventory(tmp_path))
    assert all(record.reason for record in records if record.disposition != "load")


@pytest.mark.parametrize(
    ("files", "layout"),
    [
        ({"s/clinical.tsv": CLINICAL}, "gdc"),
        ({"s/deep/er/clinical.tsv": CLINICAL}, "gdc"),
        ({"s/clinical.tsv": "case_id\tcase_submitter_id\tgender\tvital_status\n"}, "gdc"),
        ({f"s/{MASKED}": b"x"}, "gdc"),
        ({"s/TCGA.LUAD.mutect.0458c57f.DR-10.0.somatic.maf.gz": b"x"}, "gdc"),
        ({"s/a/any_name.maf.gz": GDC_MAF}, "gdc"),
        ({"s/gdc_sample_sheet.2024-05-01.tsv": "File ID\n"}, "gdc"),
        ({"s/meta_study.txt": "name: x\n"}, "cbioportal"),
        ({"s/data_clinical_patient.txt": PATIENTS}, "cbioportal"),
        ({"s/data_clinical.txt": PATIENTS}, "cbioportal"),
        ({"s/data_mutations_extended.txt": MAF}, "cbioportal"),
        ({"s/data_mutations.txt": MAF, "s/clinical.tsv": CLINICAL}, "cbioportal"),
        ({"s/data_gene_panel_a.txt": "", "s/README.md": ""}, "gene_panels"),
        ({"s/LUSC.maf": MAF}, "generic"),
        ({"s/LUSC.data.txt": MAF}, "generic"),
        ({"s/table.txt": "a\tb\n"}, "unknown"),
        ({"s/data_mutational_signatures.txt": "a\tb\n"}, "unknown"),
        ({"s/README.md": ""}, "unknown"),
    ],
)
def test_the_layout_is_seen_from_the_files(
    tmp_path: Path, files: dict[str, str | bytes], layout: str
) -> None:
    assert studies_of(deliver(tmp_path, files))["s"].layout == layout


def test_a_folder_that_nothing_recognises_says_so_for_each_file(tmp_path: Path) -> None:
    deliver(tmp_path, {"s/a.txt": "x", "s/b.txt": "y", "s/MANIFEST.txt": "z"})
    for record in studies_of(tmp_path)["s"].files:
        assert record.disposition == "unrecognised"
        assert record.reason is not None
        assert record.reason.startswith("nothing in the folder shows a known layout")


def test_files_directly_in_raw_belong_to_no_study(tmp_path: Path) -> None:
    records = records_of(deliver(tmp_path, {"a.maf": MAF, ".DS_Store": "", "LICENSE": "", ".git/config": ""}))
    assert records["a.maf"].study_id == ""
    assert records["a.maf"].disposition == "unrecognised"
    assert records["a.maf"].reason == "lies directly in raw: put it into the folder of its study"
    assert {records[name].disposition for name in (".DS_Store", "LICENSE", ".git/config")} == {"not_loaded"}


def test_a_folder_without_files_is_reported(tmp_path: Path) -> None:
    deliver(tmp_path, {"s/clinical.tsv": CLINICAL})
    (tmp_path / "emptied" / "maf").mkdir(parents=True)
    (tmp_path / "s" / "logs").mkdir()
    records = records_of(tmp_path)
    assert set(records) == {"s/clinical.tsv", "emptied"}
    assert (records["emptied"].study_id, records["emptied"].disposition) == ("", "held_back")
    assert str(records["emptied"].reason).startswith("a folder without files: deliver")
