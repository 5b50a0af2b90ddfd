"""What a receipt tells besides the rows: which lines break which rule, and which columns were delivered."""

from dataclasses import replace
from pathlib import Path

from etl.landing import land
from etl.records import Landed, Rejected
from tests.etl.delivery import VOCABULARY, land_file, table

HEADER = "Chromosome Start_Position Reference_Allele Tumor_Seq_Allele2 Tumor_Sample_Barcode"


def again(folder: Path, landed: Landed) -> Landed:
    """The same file, as the lake has it."""
    return land(landed.source, folder / "raw", folder / "lake", VOCABULARY, "0" * 12, landed.sha256)


def test_a_file_held_back_for_its_rows_names_the_first_ten_lines(tmp_path: Path) -> None:
    content = table(HEADER, *["17 x A T S", "17 5"] * 60_000)  # several batches
    found = land_file(tmp_path, content, "maf").landed
    named = ", ".join(map(str, range(2, 12)))
    assert found.reason == (
        f'no row could be loaded (lines {named}, …); first: Start_Position "x" is not an integer: write '
        "digits only"
    )
    assert sorted(found.rejected, key=lambda item: item.rule_id) == [
        Rejected("position_not_a_number", 60_000, tuple(range(2, 22, 2))),
        Rejected("ragged_row", 60_000, tuple(range(3, 23, 2))),
    ]
    assert again(tmp_path, found) == replace(found, was_read=False)


def test_columns_are_known_with_a_word_for_their_content(tmp_path: Path) -> None:
    content = table(f"{HEADER} Seen Share Nothing", *["17 7 A T S1 2020-01-02 0.5 NA"] * 3)
    found = land_file(tmp_path, content, "maf").landed
    assert found.columns == (
        ("Chromosome", "integer"),
        ("Start_Position", "integer"),
        ("Reference_Allele", "text"),
        ("Tumor_Seq_Allele2", "text"),
        ("Tumor_Sample_Barcode", "text"),
        ("Seen", "date"),
        ("Share", "number"),
        ("Nothing", ""),
    )
    assert again(tmp_path, found).columns == found.columns


def test_columns_are_known_of_a_file_that_lacks_one(tmp_path: Path) -> None:
    found = land_file(tmp_path, table("Chromosome Begin", "17 7"), "maf").landed
    assert (found.status, found.columns) == ("held_back", (("Chromosome", "integer"), ("Begin", "integer")))
