"""Rules pick rows whatever pieces a frame comes in."""

import polars as pl

from etl.rejects import Rule, sift


def test_the_message_of_a_row_behind_a_piece_without_any() -> None:
    frame = pl.concat(
        [pl.DataFrame({"source_line": [2], "x": ["a"]}), pl.DataFrame({"source_line": [3], "x": ["b"]})],
        rechunk=False,
    )
    rule = Rule("is_b", pl.col("x") == "b", pl.format("x is {}", pl.col("x")))
    good, faults = sift(frame, [rule])
    assert good["source_line"].to_list() == [2]
    assert faults.rows() == [(3, "is_b", "x is b")]
