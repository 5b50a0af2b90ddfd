"""Frames of one file into one Parquet file."""

import threading
from pathlib import Path

import polars as pl
import pyarrow.parquet as pq
import pytest

from etl.parquet import ParquetFile

SCHEMA = pl.Schema({"n": pl.Int64(), "t": pl.String(), "l": pl.List(pl.Struct({"a": pl.String()}))})


def frame(start: int, height: int) -> pl.DataFrame:
    numbers = pl.int_range(start, start + height, dtype=pl.Int64, eager=True).alias("n").to_frame()
    word = pl.col("n").cast(pl.String)
    return numbers.with_columns(t="text " + word, l=pl.concat_list(pl.struct(a=word))).match_to_schema(SCHEMA)


@pytest.mark.parametrize("heights", [[], [0], [5], [0, 5, 0], [3, 1000, 1, 0, 70_000, 200_000]])
def test_the_rows_come_back_in_order(tmp_path: Path, heights: list[int]) -> None:
    file = ParquetFile(tmp_path / "tmp", SCHEMA)
    frames = [frame(sum(heights[:n]), height) for n, height in enumerate(heights)]
    for one in frames:
        file.add(one)
    assert file.rows == sum(heights)
    size = file.keep(tmp_path / "final.parquet")
    assert size == (tmp_path / "final.parquet").stat().st_size
    assert pl.read_parquet(tmp_path / "final.parquet").equals(pl.concat([frame(0, 0), *frames]))
    file.discard()
    assert [path.name for path in tmp_path.iterdir()] == ["final.parquet"]


def test_a_discarded_file_leaves_nothing(tmp_path: Path) -> None:
    before = threading.active_count()
    for n_frames in (0, 1, 2, 10):
        file = ParquetFile(tmp_path / "tmp", SCHEMA)
        for n in range(n_frames):
            file.add(frame(n, 10))
        file.discard()
        file.discard()
    assert list(tmp_path.iterdir()) == []
    assert threading.active_count() == before


def test_other_columns_are_refused(tmp_path: Path) -> None:
    file = ParquetFile(tmp_path / "tmp", SCHEMA)
    with pytest.raises(TypeError, match="expected the columns"):
        file.add(pl.DataFrame({"n": [1]}))


def test_a_folder_that_cannot_be_written_shows_at_once(tmp_path: Path) -> None:
    with pytest.raises(OSError):
        ParquetFile(tmp_path / "missing" / "tmp", SCHEMA)


def test_what_goes_wrong_while_writing_is_raised(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    file = ParquetFile(tmp_path / "folder" / "tmp", SCHEMA)
    (tmp_path / "folder" / "tmp").unlink()
    (tmp_path / "folder").rmdir()
    with pytest.raises(OSError):
        for n in range(20):
            file.add(frame(n, 10))
        file.keep(tmp_path / "final.parquet")
    file.discard()
    assert list(tmp_path.iterdir()) == []


def test_rows_are_written_in_groups_of_bounded_size(tmp_path: Path) -> None:
    file = ParquetFile(tmp_path / "tmp", SCHEMA)
    for n in range(26):
        file.add(frame(n * 10_000, 10_000))
    file.keep(tmp_path / "final.parquet")
    found = pq.ParquetFile(tmp_path / "final.parquet").metadata
    assert [found.row_group(n).num_rows for n in range(found.num_row_groups)] == [120_000, 120_000, 20_000]
