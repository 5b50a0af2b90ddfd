"""study.toml: read, checked, and refused with the nearest known word."""

from pathlib import Path

import pytest

from etl.formats.declarable import columns_of
from etl.settings import Declaration, is_study_id, read
from etl.toml_reader import SettingsError
from tests.etl.delivery import VOCABULARY


def declared(tmp_path: Path, text: str) -> Declaration:
    path = tmp_path / "study.toml"
    path.write_text(text, encoding="utf-8")
    return read(path, VOCABULARY, columns_of)


def test_all_that_can_be_said_is_read(tmp_path: Path) -> None:
    found = declared(
        tmp_path,
        """
        [study]
        id = "tcga_lusc"
        name = "Lung squamous"
        cancer_type = "LUSC"
        genome_build = "hg19"
        time_zero = "diagnosis"
        assay = "WES"
        reference_fasta = "GRCh37.fa"
        [[file]]
        path = "LUSC.data.tsv"
        kind = "mutations"
        na = ["none"]
        tumor_sample = "TUMOR"
        normal_sample = "NORMAL"
        [file.columns]
        HGVSp_Short = "Protein_Change"
        [[file]]
        path = "patients.tsv"
        kind = "clinical_patient"
        [file.values.sex]
        "1" = "Female"
        [file.outcomes.OS]
        event = "vital_status"
        event_values = ["1"]
        event_days = "days_to_death"
        censor_days = ["days_to_last_followup"]
        """,
    )
    assert (found.id, found.genome_build, found.assay) == ("tcga_lusc", "GRCh37", "WXS")
    mutations, patients = found.files
    assert mutations.columns == (("HGVSp_Short", "Protein_Change"),)
    assert mutations.na == ("none",)
    assert patients.values == (("sex", (("1", "Female"),)),)
    name, outcome = patients.outcomes[0]
    assert (name, outcome.event_days, outcome.censor_days) == (
        "OS",
        "days_to_death",
        ("days_to_last_followup",),
    )


def test_an_empty_file_says_nothing(tmp_path: Path) -> None:
    assert declared(tmp_path, "") == Declaration()


def test_a_panel_makes_the_assay_a_panel(tmp_path: Path) -> None:
    assert declared(tmp_path, '[study]\npanel = "IMPACT468"').assay == "panel"


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ('[study]\nname = "x"\ngenome_bild = "hg19"', 3, "the nearest known one is 'genome_build'"),
        ('[studdy]\nid = "x"', 1, "the nearest known one is 'study'"),
        ("[study]\nname = 7", 2, "name must be a text in quotes, not 7"),
        ('[study]\nname = ""', 2, "name must be a text"),
        ('[study]\nname = "x', 2, "not valid TOML"),
        ('[study]\ngenome_build = "hg18"', 2, "GRCh37 and GRCh38 are"),
        ('[study]\ntime_zero = "diagnose"', 2, "the nearest known one is 'diagnosis'"),
        ('[study]\nassay = "exome"', 2, "known are WXS, WGS, panel, RNA-seq"),
        ('[study]\nassay = "WXS"\npanel = "IMPACT468"', 3, 'goes with assay = "panel"'),
        ('[study]\nid = "a/b"', 2, "cannot be a study id"),
        ('study = "x"', 1, "study must be a table"),
        ('[file]\npath = "a"\nkind = "mutations"', 1, "must be written [[file]]"),
        ('[[file]]\npath = "a"', 2, "needs path and kind"),
        ('[[file]]\npath = "a"\nkind = "mutation"', 3, "the nearest known one is 'mutations'"),
        ('[[file]]\npath = "../a"\nkind = "mutations"', 2, "leaves the study folder"),
        ('[[file]]\npath = "a"\nkind = "mutations"\nna = "x"', 4, "na must be a list of texts"),
        (
            '[[file]]\npath = "a"\nkind = "mutations"\n[file.columns]\nHGVSpShort = "x"',
            5,
            "the nearest known one is 'HGVSp_Short'",
        ),
        (
            '[[file]]\npath = "a"\nkind = "clinical_patient"\n[file.columns]\nage = "x"',
            5,
            "known",
        ),
        (
            '[[file]]\npath = "a"\nkind = "clinical_patient"\n[file.outcomes.OS]\nmonths = "x"',
            4,
            "needs event and one of days, months, event_days",
        ),
        (
            '[[file]]\npath = "a"\nkind = "mutations"\n[file.outcomes.OS]\nevent = "x"\ndays = "y"',
            4,
            "[file.outcomes] has no meaning for kind = 'mutations'",
        ),
        (
            '[[file]]\npath = "a"\nkind = "clinical_patient"\n[file.outcomes.OS]\nevent = "x"\nday = "y"',
            6,
            "unknown key 'day'; the nearest known one is 'days'",
        ),
        (
            '[[file]]\npath = "a"\nkind = "follow_up"\n[file.outcomes.OS]\nevent = "x"\ndays = "y"\n'
            'censor_days = ["z"]',
            7,
            "censor_days goes with event_days",
        ),
        (
            '[[file]]\npath = "a"\nkind = "follow_up"\n[file.outcomes.OS]\nevent = "x"\ndays = "y"\n'
            'event_values = ["Dead"]\ncensor_values = ["dead"]',
            8,
            "lists 'dead' as event and as none",
        ),
        (
            '[[file]]\npath = "a"\nkind = "follow_up"\n[file.outcomes.OS]\nevent = "x"\ndays = "y"\n'
            'censor_values = ["dead"]',
            7,
            "has censor_values and no event_values",
        ),
        (
            '[[file]]\npath = "a"\nkind = "clinical_sample"\n[file.values.sampletype]\n"1" = "Primary"',
            4,
            "the nearest known one is 'sample_type'",
        ),
        ('[[file]]\npath = "a"\nkind = "gene_panel"\nna = ["x"]', 4, "na has no meaning for kind"),
        (
            '[[file]]\npath = "a"\nkind = "gene_panel"\n[file.columns]\nx = "y"',
            5,
            "none is known here",
        ),
    ],
)
def test_what_is_wrong_is_named_with_its_line(tmp_path: Path, text: str, line: int, message: str) -> None:
    with pytest.raises(SettingsError) as caught:
        declared(tmp_path, text)
    assert caught.value.line == line
    assert message in caught.value.message


def test_a_file_that_is_no_text_is_a_settings_error(tmp_path: Path) -> None:
    (tmp_path / "study.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(SettingsError, match="cannot be read"):
        read(tmp_path / "study.toml", VOCABULARY, columns_of)


@pytest.mark.parametrize("name", ["tcga_luad", "My study 2", "a+b.c-d", "é1"])
def test_names_that_are_study_ids(name: str) -> None:
    assert is_study_id(name)


@pytest.mark.parametrize("name", ["", "a:b", "a/b", "<script>", 'a"b', "a\nb", " a", "-a", "a" * 101])
def test_names_that_are_no_study_ids(name: str) -> None:
    assert not is_study_id(name)
