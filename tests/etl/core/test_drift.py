"""Which columns came, went, or changed their name; and the line of study.toml that maps one."""

import tomllib
from pathlib import Path

import pytest

from etl.columns import Columns, described
from etl.drift import Change, changes, nearest, toml
from etl.formats.declarable import declaration_of
from etl.text import Shown
from tests.etl.delivery import VOCABULARY, land_file, table

MAF: Columns = (
    ("Hugo_Symbol", "text"),
    ("Chromosome", "text"),
    ("Start_Position", "integer"),
    ("Reference_Allele", "text"),
    ("t_depth", "integer"),
)


def named(**names: str) -> Columns:
    return tuple((names.get(name, name), content) for name, content in MAF)


def test_the_same_columns_in_another_order_or_case_are_the_same() -> None:
    assert changes(MAF, tuple((name.upper(), content) for name, content in reversed(MAF))) == []


def test_a_column_is_found_under_a_name_like_its_own() -> None:
    assert changes(MAF, named(Start_Position="StartPos")) == [
        Change("renamed", "StartPos", "Start_Position", "integer")
    ]


def test_a_column_in_the_same_place_may_have_any_name() -> None:
    assert changes(MAF, named(Start_Position="Locus")) == [
        Change("renamed", "Locus", "Start_Position", "integer")
    ]


def test_other_content_is_another_column() -> None:
    now = (*MAF[:2], ("Start_Pos", "date"), *MAF[3:])
    assert changes(MAF, now) == [
        Change("new", "Start_Pos", None, "date"),
        Change("lost", "Start_Position", None, "integer"),
    ]


def test_an_empty_column_may_be_any() -> None:
    assert changes(MAF, (*MAF[:4], ("depth_t", ""))) == [Change("renamed", "depth_t", "t_depth", "")]


def test_a_new_column_takes_one_old_name_only() -> None:
    before: Columns = (("t_depth", "integer"), ("x", "text"), ("t_depth_2", "integer"))
    assert changes(before, (("x", "text"), ("tdepth", "integer"))) == [
        Change("renamed", "tdepth", "t_depth", "integer"),
        Change("lost", "t_depth_2", None, "integer"),
    ]


def test_a_file_without_its_header_tells_no_cells() -> None:
    assert changes(MAF, (("TP53", "text"), ("17", "integer"), ("PLANTED-1", "text"))) == []


def test_a_table_with_hardly_a_column_in_common_is_not_guessed_at() -> None:
    before = (("id", "text"), *((f"a{n}", "text") for n in range(2000)))
    now = (("id", "text"), *((f"b{n}", "text") for n in range(2000)))
    found = changes(before, now)
    assert len(found) == 4000
    assert {change.change for change in found} == {"new", "lost"}


def test_of_several_tables_the_most_like_counts() -> None:
    other: Columns = (("PATIENT_ID", "text"),)
    assert nearest([other, MAF], named(t_depth="depth")) == MAF
    assert nearest([], MAF) is None


def test_what_is_proposed_is_valid_toml() -> None:
    found = tomllib.loads(toml('a "b"/data.txt', "mutations", "Start_Position", 'the "start"\\'))
    [file] = found["file"]
    assert file == {
        "path": 'a "b"/data.txt',
        "kind": "mutations",
        "columns": {"Start_Position": 'the "start"\\'},
    }


@pytest.mark.parametrize(
    ("kind", "column", "expected"),
    [
        ("mutations", "start_position", ("mutations", "Start_Position")),
        ("mutations", "Protein_Change", ("mutations", "HGVSp_Short")),
        ("mutations", "Center", None),
        ("cbioportal_patient", "AGE", ("clinical_patient", "age_at_diagnosis_years")),
        ("cbioportal_sample", "SAMPLE_ID", ("clinical_sample", "sample_id")),
        ("gdc_clinical", "cases.submitter_id", None),
    ],
)
def test_how_study_toml_calls_a_column(kind: str, column: str, expected: tuple[str, str] | None) -> None:
    assert declaration_of(kind, column, VOCABULARY) == expected


@pytest.mark.parametrize(
    ("format", "content", "line"),
    [
        (
            "maf",
            table(
                "Chromosome StartPosition Reference_Allele Tumor_Seq_Allele2 Tumor_Sample_Barcode",
                "17 7 A T S",
            ),
            'Start_Position = "StartPosition"',
        ),
        ("cbioportal_patient", table("PATIENTID SEX", "P1 Male"), 'patient_id = "PATIENTID"'),
    ],
)
def test_a_lost_required_column_is_told_with_the_line_that_maps_it(
    tmp_path: Path, format: str, content: str, line: str
) -> None:
    found = land_file(tmp_path, content, format).landed
    assert found.status == "held_back"
    assert found.reason is not None
    assert f"add to [file.columns] of study.toml: {line}" in found.reason


def test_rows_that_cannot_be_split_say_nothing_of_the_content() -> None:
    shown = Shown(("a", "b"), b'"\x00\tb\n"', "\t")
    assert [name for name, _ in described(shown, ())] == ["a", "b"]
    assert described(Shown(("a", "b"), b"", "\t"), ()) == (("a", ""), ("b", ""))
    assert described(None, ()) == ()
