"""The audit trail: every row leads somewhere, history goes on, and what is rejected is known since when."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.warehouse import homes
from warehouse import audit, connections
from warehouse.audit import ledger
from warehouse.audit.schema import TABLES
from warehouse.errors import LedgerBroken, WarehouseError
from warehouse.layout import Home
from warehouse.records import CheckRecord, FileRecord, ReleaseRecord, RunRecord

NIGHTS = [f"202611{day}T020000Z-aaaa" for day in range(10, 20)]
HELD_BACK = homes.record(
    "alpha/bad.tsv", status="held_back", reason="The archive ends in the middle.", line_number=7
)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


@contextmanager
def opened(version: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with connections.open_read_only(version) as con:
        yield con


def ask(version: Path, sql: str) -> list[tuple[object, ...]]:
    with opened(version) as con:
        return con.execute(sql).fetchall()


def test_the_first_night(home: Home) -> None:
    good = homes.land(home, "alpha/a.tsv", 5, [(7, "x\ty", "ragged_row"), (9, "z", "ragged_row")])
    left = homes.record(
        "readme.docx", status="unrecognised", reason="no layout knows this file", kind="unknown"
    )
    check = CheckRecord(
        "landing", "events", "expect_values", "warning", False, "gene", 3, "SELECT 1", "alpha", "odd"
    )
    version = homes.night(home, [good, HELD_BACK, left], [check], run_id=NIGHTS[0])

    run = ask(version, "SELECT * EXCLUDE (started_at, finished_at) FROM audit.run")
    assert run == [(NIGHTS[0], "published_with_held_back", 1, 3, 3, 7, 5, 2, 1)]
    assert ask(
        version,
        "SELECT study_id, kind, status, n_files, rows_read, rows_loaded FROM audit.load ORDER BY 1, 2",
    ) == [
        ("", "unknown", "unrecognised", 1, 0, 0),
        ("alpha", "events", "partly_held_back", 2, 7, 5),
    ]
    assert ask(version, "SELECT path, line_number, raw_text, rule_id, message FROM audit.quarantine") == [
        ("alpha/a.tsv", 7, "x\ty", "ragged_row", "ragged_row: line 7"),
        ("alpha/a.tsv", 9, "z", "ragged_row", "ragged_row: line 9"),
        ("alpha/bad.tsv", 7, None, "file_held_back", "The archive ends in the middle."),
    ]
    assert ask(version, "SELECT * FROM audit.expectation_result") == [
        (
            NIGHTS[0],
            "landing",
            "events",
            "expect_values",
            "gene",
            "warning",
            False,
            3,
            "SELECT 1",
            "alpha",
            "odd",
        )
    ]
    release = ask(version, "SELECT run_id, storage_version, duckdb_version, n_inputs FROM audit.release")
    assert release == [(NIGHTS[0], "v1.2.0", duckdb.__version__, 3)]


def test_a_night_without_a_file(home: Home) -> None:
    version = homes.night(home)
    assert ask(version, "SELECT n_studies, n_files, status FROM audit.run") == [(0, 0, "published")]
    assert ask(version, "SELECT count(*) FROM audit.file") == [(0,)]


def test_every_table_and_column_has_a_comment(home: Home) -> None:
    version = homes.night(home)
    silent = ask(
        version,
        """
        SELECT table_name FROM duckdb_tables() WHERE schema_name = 'audit' AND coalesce(comment, '') = ''
        UNION ALL SELECT table_name || '.' || column_name FROM duckdb_columns()
        WHERE schema_name = 'audit' AND coalesce(comment, '') = ''
        """,
    )
    assert not silent
    names = ask(version, "SELECT table_name FROM duckdb_tables() WHERE schema_name = 'audit' ORDER BY 1")
    assert [name for (name,) in names] == sorted(table.name for table in TABLES)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit.file SET rows_read = rows_read + 1",
        "UPDATE audit.load SET rows_loaded = rows_loaded - 1",
        "UPDATE audit.file SET status = 'lost'",
        "UPDATE audit.file SET status = 'held_back', reason = NULL",
        "UPDATE audit.file SET sha256 = 'abc'",
        "UPDATE audit.file SET path = NULL",
        "UPDATE audit.run SET n_files = -1",
        "UPDATE audit.run SET finished_at = started_at - INTERVAL 1 DAY",
        "INSERT INTO audit.file SELECT * FROM audit.file",
        "INSERT INTO audit.load SELECT * FROM audit.load",
        "INSERT INTO audit.release SELECT * FROM audit.release",
    ],
)
def test_the_tables_refuse_what_cannot_be(home: Home, tmp_path: Path, statement: str) -> None:
    version = homes.night(home, [homes.land(home, "alpha/a.tsv", 5)])
    copy = tmp_path / "copy.duckdb"
    copy.write_bytes(version.read_bytes())
    with duckdb.connect(str(copy)) as con, pytest.raises(duckdb.ConstraintException):
        con.execute(statement)


def test_rows_that_do_not_add_up_stop_the_run(home: Home) -> None:
    file = homes.land(home, "alpha/a.tsv", 5, [(7, "x", "r")])
    for broken, words in (
        (replace(file, rows_read=7), "7 rows were read and 6 are accounted for"),
        (replace(file, rows_quarantined=2, rows_loaded=4), "2 rows are quarantined and 1 are listed"),
        (replace(file, rejects=None), "no file lists them"),
    ):
        with pytest.raises(LedgerBroken, match=words):
            homes.night(home, [broken])
    with pytest.raises(WarehouseError, match="under one key"):
        homes.night(home, [file, replace(file, path="alpha/other.tsv")])
    assert not home.served.exists()


def test_history_goes_on_from_night_to_night(home: Home) -> None:
    file = homes.land(home, "alpha/a.tsv", 5, [(7, "x", "r")])
    check = CheckRecord("marts", "dim_patient", "expect_keys", "critical", True)
    homes.night(home, [file], [check], run_id=NIGHTS[0])
    homes.night(home, [replace(file, was_read=False)], [check], run_id=NIGHTS[1])
    version = homes.night(home, [replace(file, was_read=False)], [check], run_id=NIGHTS[2])
    for table in ("run", "load", "expectation_result", "release"):
        assert ask(version, f"SELECT run_id FROM audit.{table} ORDER BY 1") == [
            (night,) for night in NIGHTS[:3]
        ]
    assert ask(version, "SELECT n_files_read FROM audit.run ORDER BY run_id") == [(1,), (0,), (0,)]
    for table in ("file", "quarantine"):
        seen = ask(version, f"SELECT first_seen_run_id, last_seen_run_id FROM audit.{table}")
        assert seen == [(NIGHTS[0], NIGHTS[2])]


def test_the_newest_version_is_known_though_a_clock_went_back(home: Home) -> None:
    homes.night(home, run_id=NIGHTS[5])
    version = homes.night(home, run_id=NIGHTS[2])
    numbers = ask(version, "SELECT run_id, release_number FROM audit.release ORDER BY release_number")
    assert numbers == [(NIGHTS[5], 1), (NIGHTS[2], 2)]


def test_a_former_load_that_serves_keeps_when_it_was_last_seen(home: Home) -> None:
    good = homes.land(home, "alpha/a.tsv", 5)
    homes.night(home, [good], run_id=NIGHTS[0])
    bad = homes.record("alpha/a.tsv", content="new", status="held_back", reason="The page is HTML.")
    former = replace(good, is_seen=False, was_read=False)
    version = homes.night(home, [bad, former], run_id=NIGHTS[1])
    assert ask(
        version, "SELECT status, is_seen, first_seen_run_id, last_seen_run_id FROM audit.file ORDER BY status"
    ) == [
        ("held_back", True, NIGHTS[1], NIGHTS[1]),
        ("loaded", False, NIGHTS[0], NIGHTS[0]),
    ]
    columns = "status, n_files, n_files_held_back, n_files_former, rows_read, rows_loaded"
    load = ask(version, f"SELECT {columns} FROM audit.load WHERE run_id = '{NIGHTS[1]}'")
    assert load == [("partly_held_back", 1, 1, 1, 5, 5)]
    assert ask(version, "SELECT n_files, rows_loaded FROM audit.run ORDER BY run_id") == [(1, 5), (1, 5)]


def test_a_column_that_the_former_version_lacks_breaks_nothing(home: Home, tmp_path: Path) -> None:
    version = homes.night(home, [homes.land(home, "alpha/a.tsv", 5, [(7, "x", "r")])], run_id=NIGHTS[0])
    old = tmp_path / "old.duckdb"
    old.write_bytes(version.read_bytes())
    with duckdb.connect(str(old)) as con:
        con.execute("CREATE TABLE audit.kept AS SELECT * EXCLUDE (source_file_id) FROM audit.quarantine")
        con.execute("DROP TABLE audit.quarantine; ALTER TABLE audit.kept RENAME TO quarantine")
        con.execute("DROP TABLE audit.expectation_result")
        con.execute("ALTER TABLE audit.run ADD COLUMN gone VARCHAR")
    build = home.building(NIGHTS[1])
    build.folder.mkdir()
    connections.create_target(build.target)
    homes.write_audit(home, NIGHTS[1], [homes.land(home, "alpha/a.tsv", 5, [(7, "x", "r")])], former=old)
    assert ask(build.target, "SELECT count(*) FROM audit.run") == [(2,)]
    assert ask(build.target, "SELECT first_seen_run_id FROM audit.quarantine") == [(NIGHTS[0],)]


def test_a_former_file_without_history_is_refused_with_a_cure(home: Home, tmp_path: Path) -> None:
    duckdb.connect(str(tmp_path / "plain.duckdb")).close()
    (tmp_path / "page.duckdb").write_text("<html>" * 999)
    for name, words in (("plain", "has no history"), ("page", "cannot be read")):
        build = home.building(f"{name}")
        build.folder.mkdir(parents=True)
        connections.create_target(build.target)
        with pytest.raises(WarehouseError, match=f"{words}.*symlink"):
            homes.write_audit(home, name, former=tmp_path / f"{name}.duckdb")


def test_equal_files_of_two_studies_list_the_rejects_of_each(home: Home) -> None:
    one = homes.land(home, "alpha/a.tsv", 5, [(7, "x", "r")])
    other = replace(one, study_id="beta", path="beta/a.tsv", source_file_id="b" * 16)
    version = homes.night(home, [one, other])
    assert ask(version, "SELECT path FROM audit.quarantine ORDER BY 1") == [("alpha/a.tsv",), ("beta/a.tsv",)]


def test_times_without_a_zone_are_refused(home: Home) -> None:
    build = home.building("r")
    build.folder.mkdir(parents=True)
    connections.create_target(build.target)
    naive = datetime(2026, 11, 24, 2)
    release = ReleaseRecord("r", "1", "c", "i", "s", "f")
    with pytest.raises(ValueError, match="time zone"):
        audit.write(
            build.target,
            lake=home.lake,
            files=(),
            checks=(),
            run=RunRecord("r", naive, naive),
            release=release,
            former=None,
        )


def test_times_are_kept_in_utc(home: Home) -> None:
    before = datetime.now(UTC).replace(tzinfo=None)
    version = homes.night(home)
    ((started, kind),) = ask(version, "SELECT started_at, typeof(started_at) FROM audit.run")
    assert kind == "TIMESTAMP"
    assert isinstance(started, datetime)
    assert 0 <= (started - before).total_seconds() < 60


ROWS = st.integers(0, 1000)


@st.composite
def recorded(draw: st.DrawFn) -> FileRecord:
    """Any file whose rows add up."""
    loaded, duplicate, filtered = draw(ROWS), draw(ROWS), draw(ROWS)
    status = draw(st.sampled_from(["loaded", "held_back", "not_loaded", "unrecognised"]))
    path = f"{draw(st.sampled_from(['alpha', 'beta']))}/{draw(st.integers(0, 10**9))}"
    return homes.record(
        path,
        kind=draw(st.sampled_from(["events", "people"])),
        status=status,
        reason=None if status == "loaded" else "because",
        rows_read=loaded + duplicate + filtered,
        rows_loaded=loaded,
        rows_duplicate=duplicate,
        rows_filtered=filtered,
        was_read=draw(st.booleans()),
        is_seen=status != "loaded" or draw(st.booleans()),
    )


@given(st.lists(recorded(), unique_by=lambda file: file.path))
def test_loads_and_run_come_to_the_same_as_their_files(files: list[FileRecord]) -> None:
    now = datetime.now(UTC)
    ledger.check(files)
    run, loads = ledger.summarise(RunRecord("r", now, now), files), ledger.loads("r", files)
    loaded = [file for file in files if file.status == "loaded"]
    for load in loads:
        assert (
            load.rows_read
            == load.rows_loaded + load.rows_quarantined + load.rows_duplicate + load.rows_filtered
        )
    assert run.rows_read == sum(load.rows_read for load in loads) == sum(file.rows_read for file in loaded)
    assert run.n_files + sum(load.n_files_former for load in loads) == len(files)
    assert run.n_files == sum(load.n_files for load in loads)
    assert run.n_held_back == sum(load.n_files_held_back for load in loads) == len(run.held_back)
    held_back = sum(file.rows_read for file in files if file.status == "held_back")
    assert sum(load.rows_held_back for load in loads) == held_back
    assert (run.status == "published") == (run.n_held_back == 0)
