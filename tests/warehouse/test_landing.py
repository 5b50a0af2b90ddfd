"""The views over the lake show the rows of the loaded files, and nothing else."""

import time
from dataclasses import replace
from pathlib import Path

import duckdb
import polars as pl
import pytest

from tests.warehouse import homes
from warehouse import landing
from warehouse.connections import literal
from warehouse.errors import WarehouseError
from warehouse.layout import Home
from warehouse.records import FileRecord, FileStatus, StudyRecord

STUDIES = (StudyRecord("alpha", "generic", name="Alpha", genome_build="GRCh38"),)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    # a folder whose name means something to SQL, to globs and to the shell
    return Home(tmp_path / "o'neill [home] *")


def rows(home: Home, files: list[FileRecord], sql: str) -> list[tuple[object, ...]]:
    database = home.root / "landed.duckdb"
    landing.build(database, home.lake, files, STUDIES, homes.empty_kinds(home))
    with duckdb.connect(str(database), read_only=True) as con:
        return con.execute(sql).fetchall()


def test_a_row_leads_to_its_study_file_and_line(home: Home) -> None:
    file = homes.land(home, "alpha/a.tsv", 3)
    found = rows(
        home, [file], "SELECT study_id, source_file_id, source_line, gene, position FROM landing.events"
    )
    assert sorted(found) == [("alpha", file.source_file_id, line, "TP53", line - 2) for line in (2, 3, 4)]


def test_no_file_gives_a_view_with_all_columns_and_no_row(home: Home) -> None:
    described = rows(home, [], "SELECT column_name, column_type FROM (DESCRIBE landing.events)")
    assert described == [
        ("study_id", "VARCHAR"),
        ("source_file_id", "VARCHAR"),
        ("source_line", "BIGINT"),
        ("gene", "VARCHAR"),
        ("position", "BIGINT"),
    ]
    assert rows(home, [], "SELECT count(*) FROM landing.events") == [(0,)]
    with_files = [homes.land(home, "alpha/a.tsv", 3)]
    assert (
        rows(home, with_files, "SELECT column_name, column_type FROM (DESCRIBE landing.events)") == described
    )


def test_equal_files_share_one_parquet_and_keep_their_own_rows(home: Home) -> None:
    one = homes.land(home, "alpha/a.tsv", 4)
    other = replace(one, study_id="beta", path="beta/a.tsv", source_file_id="b" * 16)
    found = rows(
        home, [one, other], "SELECT study_id, source_file_id, count(*) FROM landing.events GROUP BY ALL"
    )
    assert sorted(found) == [("alpha", one.source_file_id, 4), ("beta", "b" * 16, 4)]


@pytest.mark.parametrize("status", ["held_back", "not_loaded", "unrecognised"])
def test_only_loaded_files_are_shown(home: Home, status: FileStatus) -> None:
    kept = homes.land(home, "alpha/a.tsv", 2)
    left = replace(homes.land(home, "alpha/b.tsv", 5), status=status, reason="not tonight")
    assert rows(home, [kept, left], "SELECT count(*) FROM landing.events") == [(2,)]
    assert rows(home, [kept, left], "SELECT status FROM landing.source_files ORDER BY path")[1] == (status,)


def test_a_file_that_left_the_list_leaves_the_views_though_the_lake_keeps_it(home: Home) -> None:
    files = [homes.land(home, "alpha/a.tsv", 2), homes.land(home, "alpha/b.tsv", 5)]
    assert rows(home, files, "SELECT count(*) FROM landing.events") == [(7,)]
    assert rows(home, files[:1], "SELECT count(*) FROM landing.events") == [(2,)]


def test_a_load_of_an_older_reading_lacks_only_its_new_columns(home: Home) -> None:
    new = homes.land(home, "alpha/a.tsv", 2)
    old = homes.record("alpha/b.tsv", reading="r0", rows_read=1, rows_loaded=1)
    old = replace(old, parquet=f"{old.sha256}.r0.parquet")
    frame = pl.DataFrame({"source_line": [9], "gene": ["KRAS"], "gone": ["x"]})
    frame.write_parquet(home.lake / str(old.parquet))
    found = rows(home, [new, old], "SELECT source_line, gene, position FROM landing.events ORDER BY ALL")
    assert found == [(2, "TP53", 0), (3, "TP53", 1), (9, "KRAS", None)]


def test_files_that_share_a_parquet_show_their_own_rows_each(home: Home) -> None:
    alone = homes.land(home, "alpha/a.tsv", 2)
    one, two, gone = (homes.record(f"alpha/{name}.tsv", rows_loaded=2) for name in ("b", "c", "d"))
    again = replace(one, study_id="beta", path="beta/b.tsv", source_file_id="b" * 16)
    for name, lines in (("first", {one: 2, two: 2, gone: 9}), ("second", {one: 2})):
        parts = [
            pl.DataFrame(
                {"source_sha256": [file.sha256] * n, "source_line": range(2, n + 2), "gene": ["KRAS"] * n}
            )
            for file, n in lines.items()
        ]
        pl.concat(parts).write_parquet(home.lake / f"{name}.parquet")
    files = [
        alone,
        replace(one, parquet="first.parquet"),
        replace(two, parquet="first.parquet"),
        replace(again, parquet="second.parquet"),  # the same content, read another time
    ]
    sql = "SELECT study_id, source_file_id, source_line, gene FROM landing.events ORDER BY ALL"
    assert rows(home, files, sql) == sorted(
        (file.study_id, file.source_file_id, line, "TP53" if file is alone else "KRAS")
        for file in files
        for line in (2, 3)
    )


def test_the_tables_say_what_each_file_and_study_is(home: Home) -> None:
    file = replace(
        homes.land(home, "alpha/a.tsv", 2), sequenced=("S1", "S2"), assay="panel", panel_id="IMPACT468"
    )
    plain = homes.record("alpha/b.tsv", status="unrecognised", reason="what is it", sha256="")
    found = rows(
        home,
        [file, plain],
        "SELECT path, sequenced, assay, panel_id, rows_loaded, sha256 FROM landing.source_files ORDER BY 1",
    )
    assert found == [
        ("alpha/a.tsv", ["S1", "S2"], "panel", "IMPACT468", 2, file.sha256),
        ("alpha/b.tsv", [], None, None, 0, None),
    ]
    assert rows(home, [file], "SELECT study_id, name, genome_build, panel_id FROM landing.studies") == [
        ("alpha", "Alpha", "GRCh38", None)
    ]


def test_the_file_can_be_attached_under_the_name_of_its_schema(home: Home) -> None:
    rows(home, [homes.land(home, "alpha/a.tsv", 3)], "SELECT 1")
    with duckdb.connect() as con:
        con.execute("CREATE SCHEMA landing")
        con.execute(f"ATTACH {literal(home.root / 'landed.duckdb')} AS landing (READ_ONLY)")
        assert con.execute("SELECT count(*) FROM landing.landing.events").fetchone() == (3,)


def test_a_lost_parquet_and_an_unknown_kind_are_told(home: Home) -> None:
    file = homes.land(home, "alpha/a.tsv", 2)
    with pytest.raises(WarehouseError, match="no landing table"):
        rows(home, [replace(file, kind="surprise")], "SELECT 1")
    (home.lake / str(file.parquet)).unlink()
    with pytest.raises(WarehouseError, match=r"lost .* made from alpha/a.tsv.*is read anew"):
        rows(home, [file], "SELECT 1")


def test_many_small_files_cost_seconds_not_minutes(home: Home) -> None:
    files = [homes.land(home, f"alpha/{n}.tsv", 3) for n in range(650)]
    started = time.perf_counter()
    found = rows(home, files, "SELECT count(*), count(DISTINCT source_file_id) FROM landing.events")
    assert found == [(1950, 650)]
    assert (
        time.perf_counter() - started < 10
    )  # 0.5 s where it was written; a loop over files took 5 times that
