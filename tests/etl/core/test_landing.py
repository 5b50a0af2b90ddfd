"""From source file to lake: read once, accounted for, never half; a fault holds back its file alone."""

import gzip
import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import polars as pl
import pytest

from etl import landing, rejects
from etl.errors import LedgerError
from etl.formats import Batch, ReadContext
from etl.landing import empty, kinds, land, land_many
from etl.records import Landed, SourceFile, source_file_id
from etl.rejects import Rule, sift
from etl.schema import Column, TableSchema, conform
from etl.table import open_table
from etl.text import TextFile
from etl.vocabulary import Vocabulary

NOTHING = Vocabulary.read(Path(landing.__file__).parents[1] / "dbt" / "seeds" / "vocabulary")
COLUMNS = TableSchema(
    "calls", (Column("gene", ("Gene",), required=True), Column("depth", ("Depth",), "integer"))
)
GOOD = b"#sequenced S9\nGene\tDepth\nTP53\t7\nKRAS\t\nGene\tDepth\nEGFR\tx\nMET\nALK\t-1\n"
READING = "0123456789ab"


class Calls:
    """A small format: genes with a depth, which may not be negative."""

    slug = "calls"
    kind = "calls"
    schema: Mapping[str, pl.DataType] = MappingProxyType({"gene": pl.String(), "depth": pl.Int64()})

    def read(self, text: TextFile, context: ReadContext) -> Iterator[Batch]:
        table = open_table(text, COLUMNS)
        for comment in table.comments:
            if comment.text.startswith("sequenced"):
                context.sequenced(comment.text.split()[1])
        for batch in table.batches():
            typed = conform(batch.rows, COLUMNS, ["NA"])
            rule = Rule("negative_depth", pl.col("depth") < 0, pl.lit("Depth is negative"))
            good, faults = sift(typed.rows, [rule])
            if "MISCOUNT" in good["gene"]:
                good = good.head(0)
            if "BUG" in good["gene"]:
                good.select("no such column")
            if "PANIC" in good["gene"]:
                raise pl.exceptions.PanicException("of polars itself")
            if "NOTE" in good["gene"]:
                context.note("a note of the reader")
            rejected = batch.rejected(typed.faults, faults)
            yield Batch(good, rejected, batch.rows_read, rows_filtered=batch.rows_filtered)


@pytest.fixture(autouse=True)
def _formats(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(landing, "FORMATS", {"calls": Calls()})


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    (tmp_path / "raw" / "s").mkdir(parents=True)
    return tmp_path / "raw"


@pytest.fixture
def lake(tmp_path: Path) -> Path:
    return tmp_path / "lake"


def deliver(raw: Path, data: bytes, name: str = "calls.txt", **options: str) -> SourceFile:
    path = raw / "s" / name
    path.write_bytes(data)
    return SourceFile(
        "s",
        f"s/{name}",
        "calls",
        "calls",
        "generic",
        len(data),
        path.stat().st_mtime_ns,
        "load",
        None,
        tuple(options.items()),
    )


def put(raw: Path, lake: Path, data: bytes, known: str | None = None, **options: str) -> Landed:
    return land(deliver(raw, data, **options), raw, lake, NOTHING, READING, known)


def lake_files(lake: Path) -> list[str]:
    return sorted(path.relative_to(lake).as_posix() for path in lake.rglob("*") if path.is_file())


def test_a_file_is_landed_and_every_row_accounted_for(raw: Path, lake: Path) -> None:
    found = put(raw, lake, GOOD)
    sha256 = hashlib.sha256(GOOD).hexdigest()
    assert (found.status, found.reason, found.was_read) == ("loaded", None, True)
    assert (found.rows_read, found.rows_loaded, found.rows_quarantined, found.rows_filtered) == (6, 2, 3, 1)
    assert (found.sha256, found.source_file_id) == (sha256, source_file_id("s", "s/calls.txt", sha256))
    assert found.parquet == f"calls/{sha256}.{READING}.parquet"
    assert pl.read_parquet(lake / found.parquet).rows() == [(3, "TP53", 7), (4, "KRAS", None)]
    assert found.rejects is not None
    assert pl.read_parquet(lake / found.rejects).rows() == [
        (6, "EGFR\tx", "not_an_integer", 'Depth "x" is not an integer', None),
        (7, "MET", "ragged_row", "expected 2 fields, found 1", None),
        (8, "ALK\t-1", "negative_depth", "Depth is negative", None),
    ]
    assert found.sequenced == ("S9",)
    assert lake_files(lake) == [
        f"calls/{sha256}.{READING}.{end}" for end in ("json", "parquet", "rejects.parquet")
    ]


def test_a_file_that_is_in_the_lake_is_not_opened(raw: Path, lake: Path) -> None:
    first = put(raw, lake, GOOD)
    (raw / "s" / "calls.txt").unlink()
    again = land(first.source, raw, lake, NOTHING, READING, first.sha256)
    assert again == replace(first, was_read=False)
    other = land(first.source, raw, lake, NOTHING, "other0reading", first.sha256)
    assert other.status == "held_back"


def test_a_lost_parquet_or_receipt_makes_the_file_be_read_again(raw: Path, lake: Path) -> None:
    first = put(raw, lake, GOOD)
    for name in lake_files(lake):
        (lake / name).unlink()
        again = land(first.source, raw, lake, NOTHING, READING, first.sha256)
        assert again == first
        assert len(lake_files(lake)) == 3


def test_a_known_hash_that_is_not_the_file_s_does_no_harm(raw: Path, lake: Path) -> None:
    found = put(raw, lake, GOOD, known="ab" * 32)
    assert found.sha256 == hashlib.sha256(GOOD).hexdigest()


def test_a_header_alone_is_loaded_with_no_rows(raw: Path, lake: Path) -> None:
    found = put(raw, lake, b"#sequenced S1\nGene\tDepth\n")
    assert (found.status, found.rows_read, found.rejects, found.sequenced) == ("loaded", 0, None, ("S1",))
    assert found.parquet is not None
    assert pl.read_parquet(lake / found.parquet).schema == {"source_line": pl.Int64, **Calls.schema}


def test_a_file_without_one_good_row_is_held_back_with_its_rejects(raw: Path, lake: Path) -> None:
    for _ in range(2):
        found = put(
            raw,
            lake,
            b"Gene\tDepth\nA\tx\nB\ty\n",
            known=hashlib.sha256(b"Gene\tDepth\nA\tx\nB\ty\n").hexdigest(),
        )
        assert (found.status, found.line_number, found.parquet) == ("held_back", 2, None)
        assert found.reason == 'no row could be loaded (lines 2, 3); first: Depth "x" is not an integer'
        assert (found.rows_read, found.rows_quarantined) == (2, 2)
        assert found.rejects is not None
        assert pl.read_parquet(lake / found.rejects).height == 2


@pytest.mark.parametrize(
    ("data", "line", "says"),
    [
        (b"", None, "is empty"),
        (b"<html>", 1, "web page"),
        (b"Genes\tDepth\n", 1, "lacks the required column Gene; nearest: Genes"),
        (b"Gene\tDepth\nA\t1\nB\t2\0\n", 3, "NUL"),
        (gzip.compress(GOOD * 50, mtime=0)[:-20], 101, "cut off"),
    ],
)
def test_a_fault_holds_the_file_back_and_leaves_nothing_half(
    raw: Path, lake: Path, data: bytes, line: int | None, says: str
) -> None:
    found = put(raw, lake, data)
    assert found.status == "held_back"
    assert found.reason is not None
    assert says in found.reason
    if line != 101:
        assert found.line_number == line
    else:
        assert (found.line_number or 0) > 1
    assert found.sha256 == hashlib.sha256(data).hexdigest()
    assert (found.rows_read, found.rows_loaded, found.parquet, found.rejects) == (0, 0, None, None)
    assert lake_files(lake) == []


def test_damage_behind_the_last_row_that_a_reader_looks_at_is_seen(
    raw: Path, lake: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class FirstLine(Calls):
        def read(self, text: TextFile, context: ReadContext) -> Iterator[Batch]:
            for line, gene in text.lines():
                rows = pl.DataFrame(
                    {"source_line": [line], "gene": [gene], "depth": pl.Series([None], dtype=pl.Int64)}
                )
                yield Batch(rows, rejects.none(), 1)
                return

    monkeypatch.setattr(landing, "FORMATS", {"calls": FirstLine()})
    assert put(raw, lake, b"A\n").status == "loaded"
    found = put(raw, lake, gzip.compress(b"A\n" * 2_000_000, 1)[:-9])
    assert (found.status, found.rows_read) == ("held_back", 0)


def test_a_wrong_md5_holds_back_a_file_however_it_is_met(raw: Path, lake: Path) -> None:
    right, wrong = hashlib.md5(GOOD).hexdigest(), "0" * 32
    assert put(raw, lake, GOOD, expected_md5=right.upper()).status == "loaded"
    found = put(raw, lake, GOOD, expected_md5=wrong, manifest_line="5")
    assert found.status == "held_back"
    assert found.reason == (
        f"is not the file of the manifest: its md5 is {right}, line 5 of the manifest says {wrong}"
        ": download it again"
    )
    known = hashlib.sha256(GOOD).hexdigest()
    assert put(raw, lake, GOOD, known, expected_md5=wrong).status == "held_back"
    for name in lake_files(lake):
        (lake / name).unlink()
    put(raw, lake, GOOD)  # without manifest no md5 is worked out
    assert json.loads((lake / f"calls/{known}.{READING}.json").read_text())["md5"] is None
    assert put(raw, lake, GOOD, known, expected_md5=wrong).status == "held_back"
    assert put(raw, lake, GOOD, known, expected_md5=right).was_read is False


def test_a_wrong_md5_is_told_with_the_damage_that_it_explains(raw: Path, lake: Path) -> None:
    found = put(raw, lake, gzip.compress(GOOD)[:-3], expected_md5=hashlib.md5(GOOD).hexdigest())
    assert found.reason is not None
    assert "is not the file of the manifest" in found.reason
    assert "is cut off" in found.reason


def test_a_file_that_changed_since_it_was_listed_is_held_back(raw: Path, lake: Path) -> None:
    source = deliver(raw, GOOD)
    (raw / "s" / "calls.txt").write_bytes(GOOD + b"MET\t1\n")
    found = land(source, raw, lake, NOTHING, READING)
    assert found.status == "held_back"
    assert found.reason is not None
    assert "changed after the folder was listed" in found.reason


def test_a_file_that_changes_while_it_is_read_is_held_back(
    raw: Path, lake: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Slow(Calls):
        def read(self, text: TextFile, context: ReadContext) -> Iterator[Batch]:
            for batch in super().read(text, context):
                with (raw / "s" / "calls.txt").open("ab") as stream:
                    stream.write(b"MET\t1\n")
                yield batch

    monkeypatch.setattr(landing, "FORMATS", {"calls": Slow()})
    found = put(raw, lake, GOOD)
    assert (found.status, found.sha256, found.rows_read) == ("held_back", "", 0)
    assert "changed while it was read" in (found.reason or "")
    assert lake_files(lake) == []


def test_what_cannot_be_opened_is_held_back(raw: Path, lake: Path) -> None:
    gone = SourceFile("s", "s/gone.txt", "calls", "calls", "generic", 1, 0, "load")
    found = land(gone, raw, lake, NOTHING, READING)
    assert (found.status, found.sha256) == ("held_back", "")
    assert found.reason == "is not there any more: deliver it again, or leave it out"


def test_a_file_that_is_only_listed_keeps_its_reason(raw: Path, lake: Path) -> None:
    source = replace(deliver(raw, b"text"), disposition="not_loaded", reason="documentation")
    found = land(source, raw, lake, NOTHING, READING)
    assert (found.status, found.reason, found.was_read) == ("not_loaded", "documentation", False)
    assert found.sha256 == hashlib.sha256(b"text").hexdigest()
    absent = SourceFile("s", "s/never_came.txt", "calls", "none", "gdc", 0, 0, "held_back", "not delivered")
    assert land(absent, raw, lake, NOTHING, READING).sha256 == ""


def test_a_reader_that_loses_a_row_stops_the_night(raw: Path, lake: Path) -> None:
    with pytest.raises(LedgerError, match="2 rows read, but 0 loaded"):
        put(raw, lake, b"Gene\tDepth\nMISCOUNT\t1\nA\t2\n")
    assert lake_files(lake) == []


@pytest.mark.parametrize("mistake", [b"BUG", b"PANIC"])
def test_a_mistake_of_a_reader_holds_back_its_file_alone(
    raw: Path, lake: Path, caplog: pytest.LogCaptureFixture, mistake: bytes
) -> None:
    found = put(raw, lake, b"Gene\tDepth\n" + mistake + b"\t1\n")
    assert found.status == "held_back"
    assert "internal error" in str(found.reason)
    assert "s/calls.txt could not be read" in caplog.text


def test_notes_of_the_text_and_of_the_reader_come_together(raw: Path, lake: Path) -> None:
    data = "Gene\tDepth\nNOTE\t1\nNürn\t2\n".encode("latin-1")
    notes = ("line 3 is not UTF-8: such bytes are read as Latin-1 (Windows-1252)", "a note of the reader")
    assert put(raw, lake, data).notes == notes
    assert put(raw, lake, data, hashlib.sha256(data).hexdigest()).notes == notes


def test_many_files_land_in_order_and_one_fault_stays_alone(raw: Path, lake: Path) -> None:
    sources = [deliver(raw, b"Gene\tDepth\n" + b"A\t1\n" * n, f"{n}.txt") for n in range(20)]
    sources.insert(7, deliver(raw, b"", "empty.txt"))
    told: list[Landed] = []
    found = land_many(sources, raw, lake, NOTHING, lambda source: READING, on_file=told.append)
    assert [landed.source for landed in found] == sources
    assert sorted(told, key=lambda one: one.source.path) == sorted(found, key=lambda one: one.source.path)
    assert [landed.rows_loaded for landed in found if landed.status == "loaded"] == list(range(20))
    assert [landed.source.path for landed in found if landed.status != "loaded"] == ["s/empty.txt"]
    known = {landed.source.path: landed.sha256 for landed in found}
    again = land_many(sources, raw, lake, NOTHING, lambda source: READING, known)
    assert [landed.was_read for landed in again] == [landed.status == "held_back" for landed in found]


def test_a_large_file_lands_beside_small_ones(raw: Path, lake: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(landing, "LARGE_BYTES", 1000)
    rows = b"".join(b"G%d\t%d\n" % (n, n) for n in range(400_000))
    large, small = deliver(raw, b"Gene\tDepth\n" + rows, "large.txt"), deliver(raw, GOOD, "small.txt")
    found = land_many([large, small], raw, lake, NOTHING, lambda source: READING)
    assert [landed.rows_loaded for landed in found] == [400_000, 2]
    assert found[0].parquet is not None
    frame = pl.read_parquet(lake / found[0].parquet)
    assert frame["depth"].to_list() == list(range(400_000))
    assert frame["source_line"].to_list() == list(range(2, 400_002))


def test_the_same_bytes_twice_share_one_entry(raw: Path, lake: Path) -> None:
    sources = [deliver(raw, GOOD, "a.txt"), deliver(raw, GOOD, "b.txt")]
    one, two = land_many(sources, raw, lake, NOTHING, lambda source: READING)
    assert one.parquet == two.parquet
    assert one.source_file_id != two.source_file_id
    assert len(lake_files(lake)) == 3


def test_an_empty_table_can_be_had_for_every_kind(lake: Path) -> None:
    assert kinds() == {"calls": pl.Schema({"source_line": pl.Int64(), **Calls.schema})}
    path = empty("calls", lake)
    assert path == lake / "_schema" / "calls.parquet"
    assert pl.read_parquet(path).schema == kinds()["calls"]


def test_formats_of_one_kind_must_agree(monkeypatch: pytest.MonkeyPatch) -> None:
    class Other(Calls):
        slug = "other"
        schema = MappingProxyType({"gene": pl.Int64()})

    monkeypatch.setattr(landing, "FORMATS", {"calls": Calls(), "other": Other()})
    with pytest.raises(TypeError, match="'other' has other columns than its kind 'calls'"):
        kinds()
