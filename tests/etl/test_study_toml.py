"""study.toml at work: ids, overrides, and what a wrong one holds back."""

from pathlib import Path

from tests.etl.delivery import deliver, seen, studies_of
from tests.etl.files import CLINICAL, MAF


def test_study_toml_names_the_study_and_overrides(tmp_path: Path) -> None:
    deliver(
        tmp_path,
        {
            "s/study.toml": '[study]\nid = "mine"\ngenome_build = "hg38"\nassay = "panel"\npanel = "P1"\n',
            "s/meta_study.txt": "name: theirs\nreference_genome: hg19\n",
            "s/data_mutations.txt": MAF,
        },
    )
    study = studies_of(tmp_path)["mine"]
    assert (study.settings.genome_build, study.settings.panel) == ("GRCh38", "P1")
    record = seen(tmp_path, "s/data_mutations.txt")
    assert record.study_id == "mine"
    assert [record.option(name) for name in ("genome_build", "assay", "panel")] == ["GRCh38", "panel", "P1"]
    assert seen(tmp_path, "s/study.toml").disposition == "not_loaded"


def test_a_file_named_in_study_toml_is_read_as_said(tmp_path: Path) -> None:
    deliver(
        tmp_path,
        {
            "s/study.toml": '[[file]]\npath = "raw/*.tsv"\nkind = "mutations"\nna = ["none"]\n'
            '[file.columns]\nHGVSp_Short = "AA"\n'
            '[[file]]\npath = "nowhere.tsv"\nkind = "clinical_patient"\n'
            '[[file]]\npath = "raw/x.txt"\nkind = "follow_up"\n'
            '[[file]]\npath = "who.tsv"\nkind = "person_links"\n[file.columns]\nperson_id = "human"\n'
            '[[file]]\npath = "raw/x.bed"\nkind = "regions"\n',
            "s/who.tsv": "patient_id\thuman\nA\tH\n",
            "s/raw/a.tsv": "x\n",
            "s/raw/x.txt": "x\n",
            "s/other.txt": "x\n",
        },
    )
    assert studies_of(tmp_path)["s"].layout == "generic"
    record = seen(tmp_path, "s/raw/a.tsv")
    assert (record.kind, record.disposition) == ("mutations", "load")
    assert record.options == (("na", "none"), ("column", "HGVSp_Short=AA"))
    links = seen(tmp_path, "s/who.tsv")
    assert (links.kind, links.format, links.disposition) == ("person_link", "person_link", "load")
    assert seen(tmp_path, "s/nowhere.tsv").disposition == "held_back"
    assert (seen(tmp_path, "s/raw/x.txt").kind, seen(tmp_path, "s/raw/x.txt").disposition) == (
        "clinical",
        "load",
    )
    assert seen(tmp_path, "s/other.txt").disposition == "unrecognised"


def test_a_wrong_study_toml_holds_its_study_back_and_no_other(tmp_path: Path) -> None:
    deliver(
        tmp_path,
        {
            "s/study.toml": '[study]\ngenom_build = "hg19"\n',
            "s/clinical.tsv": CLINICAL,
            "s/README.md": "",
            "t/clinical.tsv": CLINICAL,
        },
    )
    for name in ("study.toml", "clinical.tsv"):
        record = seen(tmp_path, f"s/{name}")
        assert record.disposition == "held_back"
        assert record.reason is not None
        assert record.reason.startswith("study.toml, line 2: [study] of study.toml has an unknown key")
    assert seen(tmp_path, "s/README.md").disposition == "not_loaded"
    assert seen(tmp_path, "t/clinical.tsv").disposition == "load"


def test_two_folders_with_one_study_id_are_held_back(tmp_path: Path) -> None:
    deliver(
        tmp_path,
        {
            "a/clinical.tsv": CLINICAL,
            "b/clinical.tsv": CLINICAL,
            "b/study.toml": '[study]\nid = "a"\n',
            "c/clinical.tsv": CLINICAL,
        },
    )
    studies = studies_of(tmp_path)
    assert sorted(studies) == ["a", "c"]
    held = [record for record in studies["a"].files if record.kind == "gdc_clinical"]
    assert [record.disposition for record in held] == ["held_back", "held_back"]
    assert held[0].reason == "folders 'a', 'b' all claim the study id 'a': give each its own id in study.toml"
    assert seen(tmp_path, "c/clinical.tsv").disposition == "load"
