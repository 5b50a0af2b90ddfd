"""Rules pick rows whatever pieces a frame comes in."""

from pathlib import Path

import polars as pl

from etl.rejects import Rule, sentence, sift
from tests.etl.delivery import table
from tests.etl.formats.maf_rows import GOOD, changed, landed


def test_messages_of_rows_that_all_lie_behind_the_first_piece() -> None:
    pieces = [{"source_line": [2, 3], "x": ["a", "a"]}, {"source_line": [4, 5], "x": ["b", "b"]}]
    frame = pl.concat([pl.DataFrame(piece) for piece in pieces], rechunk=False)
    good, faults = sift(frame, [Rule("is_b", pl.col("x") == "b", sentence("x is {}", pl.col("x")))])
    assert good["source_line"].to_list() == [2, 3]
    assert faults.rows() == [(4, "is_b", "x is b"), (5, "is_b", "x is b")]


def test_bad_rows_at_the_end_of_a_file_that_is_read_in_pieces(tmp_path: Path) -> None:
    n = (4 << 20) // len(table(GOOD))
    bad = changed(Start_Position="x"), changed(Start_Position="y")
    found = landed(tmp_path, *[GOOD] * n, *bad)
    assert found.faults == [(n + 2, "position_not_a_number"), (n + 3, "position_not_a_number")]
    assert found.landed.rows_loaded == n
