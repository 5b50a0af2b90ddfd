"""The lake: complete entries or none, and names that follow from content and way of reading."""

import json
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from etl import lake
from etl.lake import Entry, Receipt, reading, sweep, temporary_path
from etl.records import Rejected, SourceFile

RECEIPT = Receipt(
    *("ab" * 32, None, 3, 2, 1, 0, 0, 0, 0, "why", (Rejected("ragged_row", 1, (4,)),), ("S1",), ("a note",)),
    columns=(("Gene", "text"), ("Depth", "")),
)
SOURCE = SourceFile("s", "s/a.maf", "mutations", "maf", "gdc", 10, 0, "load")


@pytest.fixture
def entry(tmp_path: Path) -> Entry:
    """A complete entry with rows and rejects."""
    found = Entry(tmp_path, "mutations", RECEIPT.sha256, "0123456789ab")
    (tmp_path / "mutations").mkdir()
    sizes = []
    for path in (found.parquet, found.rejects):
        pl.DataFrame({"a": [1, 2]}).write_parquet(tmp_path / path)
        sizes.append((tmp_path / path).stat().st_size)
    found.write(replace(RECEIPT, parquet_bytes=sizes[0], rejects_bytes=sizes[1]))
    return found


def test_a_receipt_comes_back_as_it_was_written(entry: Entry) -> None:
    found = entry.read()
    assert found is not None
    assert replace(found, parquet_bytes=0, rejects_bytes=0) == RECEIPT


def test_an_entry_that_is_not_whole_counts_as_absent(entry: Entry, tmp_path: Path) -> None:
    parquet, rejects = tmp_path / entry.parquet, tmp_path / entry.rejects
    whole = parquet.read_bytes()
    for path, data in (
        (parquet, whole[:-1]),
        (parquet, whole[:-4] + b"\0\0\0\0"),
        (parquet, b""),
        (rejects, b"x"),
    ):
        kept = path.read_bytes()
        path.write_bytes(data)
        assert entry.read() is None
        path.write_bytes(kept)
    assert entry.read() is not None
    parquet.unlink()
    assert entry.read() is None


@pytest.mark.parametrize(
    "text", ["", "{", "null", "[]", "{}", '{"version": 99}', '{"version": 1, "sha256": "x"}']
)
def test_a_receipt_that_does_not_parse_counts_as_absent(entry: Entry, text: str) -> None:
    entry.receipt.write_text(text)
    assert entry.read() is None


def test_a_receipt_that_was_cut_off_counts_as_absent(entry: Entry) -> None:
    whole = entry.receipt.read_text()
    for length in range(len(whole)):
        entry.receipt.write_text(whole[:length])
        assert entry.read() is None
    entry.receipt.write_text(whole)
    assert entry.read() is not None


def test_a_receipt_of_other_content_counts_as_absent(entry: Entry) -> None:
    tree = json.loads(entry.receipt.read_text())
    entry.receipt.write_text(json.dumps(tree | {"sha256": "cd" * 32}))
    assert entry.read() is None


def test_sweep_removes_what_a_crash_left_and_nothing_else(entry: Entry, tmp_path: Path) -> None:
    left = temporary_path(tmp_path / "mutations", ".parquet")
    left.write_bytes(b"half")
    before = {path.name for path in (tmp_path / "mutations").iterdir()}
    sweep(tmp_path)
    assert {path.name for path in (tmp_path / "mutations").iterdir()} == before - {left.name}
    assert entry.read() is not None


def test_the_reading_follows_from_all_that_decides_what_bytes_mean(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seed = tmp_path / "na_spelling.csv"
    seed.write_text("value\nNA\n")
    first = reading(SOURCE, (seed,))
    assert len(first) == 12
    assert first == reading(replace(SOURCE, path="other", study_id="t", size_bytes=9), (seed,))
    assert first == reading(replace(SOURCE, options=(("expected_md5", "x"), ("manifest_line", "5"))), (seed,))
    others = {
        reading(replace(SOURCE, options=(("genome_build", "GRCh37"),)), (seed,)),
        reading(replace(SOURCE, options=(("genome_build", "GRCh38"),)), (seed,)),
        reading(replace(SOURCE, format="vcf"), (seed,)),
        reading(replace(SOURCE, kind="regions"), (seed,)),
    }
    seed.write_text("value\nNA\nnone\n")
    others.add(reading(SOURCE, (seed,)))
    monkeypatch.setattr(lake, "code_digest", lambda: "other code")
    others.add(reading(SOURCE, (seed,)))
    assert len(others | {first}) == 7


def test_the_order_of_options_does_not_matter(tmp_path: Path) -> None:
    one, two = (("a", "1"), ("b", "2")), (("b", "2"), ("a", "1"))
    assert reading(replace(SOURCE, options=one), ()) == reading(replace(SOURCE, options=two), ())


def test_the_code_digest_is_that_of_the_package(tmp_path: Path) -> None:
    assert len(lake.code_digest()) == 64
    assert {path.name for path in lake._sources(Path(lake.__file__).parent)} >= {
        "lake.py",
        "table.py",
        "lines.py",
    }
