"""The table by which a centre says which patients are one person."""

from pathlib import Path

from tests.etl.delivery import land_file

SOUND = "study_id\tpatient_id\tperson_id\none\tA\tP1\ntwo\tB\tP1\n\tC\tP2\n"


def test_a_patient_without_a_study_is_of_the_files_own(tmp_path: Path) -> None:
    found = land_file(tmp_path, SOUND, "person_link")
    assert found.rows.select("source_line", "linked_study_id", "patient_id", "person_id").rows() == [
        (2, "one", "A", "P1"),
        (3, "two", "B", "P1"),
        (4, None, "C", "P2"),
    ]


def test_a_repeated_link_is_a_duplicate(tmp_path: Path) -> None:
    landed = land_file(tmp_path, SOUND + "one\tA\tP1\n", "person_link").landed
    assert (landed.rows_read, landed.rows_loaded, landed.rows_duplicate) == (4, 3, 1)


def test_a_patient_of_two_persons_is_rejected_whole(tmp_path: Path) -> None:
    found = land_file(tmp_path, SOUND + "one\tA\tP2\n", "person_link")
    assert found.rows["patient_id"].to_list() == ["B", "C"]
    assert found.rejects.select("line_number", "rule_id", "message").rows() == [
        (
            line,
            "contradictory_rows",
            "lines 2 and 5 contradict each other in person_id of one patient: correct the file",
        )
        for line in (2, 5)
    ]


def test_a_link_without_patient_or_person_is_rejected(tmp_path: Path) -> None:
    found = land_file(tmp_path, SOUND + "one\t\tP1\none\tD\tNA\n", "person_link")
    assert found.rejects["line_number"].to_list() == [5, 6]
    assert found.landed.rows_loaded == 3


def test_a_table_without_persons_is_held_back(tmp_path: Path) -> None:
    found = land_file(tmp_path, "patient_id\tsame_as\nA\tB\n", "person_link")
    assert found.landed.status == "held_back"
    assert "person_id" in str(found.landed.reason)
