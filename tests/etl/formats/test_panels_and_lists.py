"""Gene panels, the matrix of panels, and case lists."""

from pathlib import Path

import pytest

from tests.etl.delivery import land_file, table

PANEL = "stable_id: P1\ndescription: a: b\ngene_list: ABL1\tAKT1\tTP53\n"
LIST = (
    "cancer_study_identifier: x\nstable_id: x_sequenced\ncase_list_category: all_cases_with_mutation_data\n"
)


def test_a_panel_has_one_row_for_each_gene(tmp_path: Path) -> None:
    found = land_file(tmp_path, PANEL, "gene_panel")
    assert found.rows.select("source_line", "panel_id", "gene_symbol").rows() == [
        (3, "P1", "ABL1"),
        (3, "P1", "AKT1"),
        (3, "P1", "TP53"),
    ]


def test_a_panel_may_say_how_many_bases_it_sees(tmp_path: Path) -> None:
    size = "number_of_profiled_coding_base_pairs"
    found = land_file(tmp_path, f"{PANEL}{size}: 1021743\n", "gene_panel")
    assert found.rows["n_coding_bases"].to_list() == [1_021_743] * 3
    for number, said in enumerate(("about 1 Mb", "0", "-5", "9" * 30)):
        found = land_file(tmp_path / str(number), f"{PANEL}{size}: {said}\n", "gene_panel")
        assert found.rows["n_coding_bases"].to_list() == [None] * 3
        assert "is not a number of bases" in found.landed.notes[0]
    assert land_file(tmp_path / "silent", PANEL, "gene_panel").rows["n_coding_bases"].to_list() == [None] * 3


def test_a_gene_listed_twice_is_a_duplicate(tmp_path: Path) -> None:
    landed = land_file(tmp_path, PANEL.replace("AKT1", "ABL1\t"), "gene_panel").landed
    assert (landed.rows_read, landed.rows_loaded, landed.rows_duplicate) == (3, 2, 1)


def test_a_list_may_go_on_in_the_next_lines(tmp_path: Path) -> None:
    found = land_file(tmp_path, "gene_list:\nABL1\nAKT1\tTP53\nstable_id: P1\n", "gene_panel")
    assert found.rows.select("source_line", "gene_symbol").rows() == [(2, "ABL1"), (3, "AKT1"), (3, "TP53")]


def test_entrez_ids_in_a_panel_are_noted(tmp_path: Path) -> None:
    found = land_file(tmp_path, "stable_id: P1\ngene_list: 25\t207\n", "gene_panel")
    assert "lists Entrez ids" in found.landed.notes[0]


@pytest.mark.parametrize(
    ("format", "text", "missing"),
    [
        ("gene_panel", "stable_id: P1\n", "gene_list:"),
        ("gene_panel", "gene_list: A\n", "stable_id:"),
        ("gene_panel", "stable_id:\ngene_list: A\n", "stable_id:"),
        ("case_list", LIST, "case_list_ids:"),
        ("case_list", "case_list_ids: S1\n", "stable_id:"),
    ],
)
def test_a_file_without_its_list_or_name_is_held_back(
    tmp_path: Path, format: str, text: str, missing: str
) -> None:
    found = land_file(tmp_path, text, format)
    assert found.landed.status == "held_back"
    assert missing in str(found.landed.reason)


def test_a_case_list_has_one_row_for_each_sample(tmp_path: Path) -> None:
    found = land_file(tmp_path, LIST + "case_list_ids: S1\tS2\tS1\n", "case_list")
    assert found.rows.select("list_id", "category", "sample_id").rows() == [
        ("x_sequenced", "all_cases_with_mutation_data", "S1"),
        ("x_sequenced", "all_cases_with_mutation_data", "S2"),
    ]
    assert found.landed.rows_duplicate == 1


def test_an_empty_case_list_is_loaded_and_noted(tmp_path: Path) -> None:
    found = land_file(tmp_path, "stable_id: x_all\ncase_list_ids:\n", "case_list")
    assert (found.landed.status, found.landed.rows_loaded) == ("loaded", 0)
    assert found.landed.notes == ("case list x_all lists no sample",)


def test_the_matrix_of_panels(tmp_path: Path) -> None:
    text = table(
        "SAMPLE_ID mutations cna", "S1 P1 P1", "S2 NA P1", "S1 P1 P2", "S3 P1 P1", "S3 P2 P1", "_ P1 P1"
    )
    found = land_file(tmp_path, text, "gene_panel_matrix")
    assert found.rows.select("sample_id", "mutations_panel").rows() == [("S1", "P1"), ("S2", None)]
    assert found.faults == [(5, "contradictory_rows"), (6, "contradictory_rows"), (7, "missing_value")]
    assert found.landed.rows_duplicate == 1


def test_the_profile_of_mutations_may_carry_the_studys_name(tmp_path: Path) -> None:
    found = land_file(tmp_path, table("SAMPLE_ID lung_2018_mutations", "S1 P1"), "gene_panel_matrix")
    assert found.rows["mutations_panel"].to_list() == ["P1"]


def test_a_matrix_without_mutations_is_noted(tmp_path: Path) -> None:
    found = land_file(tmp_path, table("SAMPLE_ID cna", "S1 P1"), "gene_panel_matrix")
    assert found.rows["mutations_panel"].to_list() == [None]
    assert found.landed.notes[0].startswith("no column 'mutations'")


def test_a_matrix_cut_to_its_header_is_held_back(tmp_path: Path) -> None:
    """Samples that no matrix names count as sequenced as a whole: an empty one would make them wild type."""
    found = land_file(tmp_path, table("SAMPLE_ID mutations"), "gene_panel_matrix")
    assert (found.landed.status, found.landed.line_number) == ("held_back", 1)
