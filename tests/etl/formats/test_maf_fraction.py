"""MAF: the allele fraction that is delivered beside the read counts, or without them."""

from pathlib import Path

import pytest

from tests.etl.formats.maf_rows import GOOD, HEADER, landed

NOTE = "the allele fraction of "


def fractions(tmp_path: Path, *cells: str, column: str = "t_vaf") -> list[float | None]:
    found = landed(tmp_path, *(f"{GOOD} {cell}" for cell in cells), header=f"{HEADER} {column}")
    assert found.rejects.is_empty()
    return found.rows["t_vaf"].to_list()


@pytest.mark.parametrize("column", ["t_vaf", "T_VAF", "tumor_vaf", "i_tumor_f", "tumor_f", "VAF"])
def test_the_fraction_is_read_under_its_usual_names(tmp_path: Path, column: str) -> None:
    cells = ("0.25", ".2", "1", "0", "2e-3", "12.5%", "12,5%", "_", "NA", "nan", ".", "-", "-1")
    wanted = [0.25, 0.2, 1.0, 0.0, 0.002, 0.125, 0.125, *[None] * 6]
    assert fractions(tmp_path, *cells, column=column) == wanted


def test_a_frequency_in_a_population_is_no_fraction_of_the_tumour(tmp_path: Path) -> None:
    assert fractions(tmp_path, "0.25", column="AF") == [None]


def test_a_number_outside_is_left_out_and_never_rescaled(tmp_path: Path) -> None:
    cells = ("0.25", "45.6", "0.5", "-0.1", "120%", "0.1")
    found = landed(tmp_path, *(f"{GOOD} {cell}" for cell in cells), header=f"{HEADER} t_vaf")
    assert found.rows["t_vaf"].to_list() == [0.25, None, 0.5, None, None, 0.1]
    assert found.rows["t_depth"].to_list() == [50] * 6
    [note] = [note for note in found.landed.notes if note.startswith(NOTE)]
    assert note.startswith("the allele fraction of 3 rows is no number from 0 to 1")
    assert "first: line 3" in note


def test_percentages_without_sign_are_not_taken_for_fractions_where_they_are_small(tmp_path: Path) -> None:
    assert fractions(tmp_path, "45.6", "0.8", "33", "50%") == [None, None, None, 0.5]


def test_what_is_no_number_costs_the_value_and_not_the_row(tmp_path: Path) -> None:
    cells = ("0.25", "high", "0.2|0.3", "1,5", "inf", "%")
    found = landed(tmp_path, *(f"{GOOD} {cell}" for cell in cells), header=f"{HEADER} t_vaf")
    assert found.rows["t_vaf"].to_list() == [0.25, *[None] * 5]
    [note] = [note for note in found.landed.notes if note.startswith(NOTE)]
    assert note.startswith("the allele fraction of 5 rows is no number from 0 to 1")
    assert "first: line 3" in note


def test_study_toml_names_the_column_by_its_standard_name(tmp_path: Path) -> None:
    found = landed(
        tmp_path,
        f"{GOOD} 0.3",
        header=f"{HEADER} Allelic_Fraction",
        column="t_vaf=Allelic_Fraction",
    )
    assert found.rows["t_vaf"].to_list() == [0.3]
