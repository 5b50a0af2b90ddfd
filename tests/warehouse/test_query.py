"""Questions to the served version: answered in four formats, and never more than questions."""

import csv
import io
import json
from pathlib import Path

import polars as pl
import pytest

from tests.warehouse import homes, marts
from warehouse import answer, query
from warehouse.errors import NothingServed, QueryRefused, WarehouseError
from warehouse.layout import Home

EVERYTHING = """
SELECT 1 AS whole, NULL AS nothing, DATE '2020-01-02' AS day, TIMESTAMP '2020-01-02 03:04:05.5' AS moment,
    1.50::DECIMAL(9, 2) AS decimal, {'x': 1, 'y': [1, NULL]} AS record, true AS yes,
    'nan'::DOUBLE AS not_a_number, 'inf'::DOUBLE AS endless, [1, 2] AS list, 'a"b,c' || chr(10) AS text,
    'ab'::BLOB AS bytes, MAP {'k': 1} AS map, TIME '01:02:03' AS time,
    123456789012345678901234567890::HUGEINT AS huge, '' AS empty, INTERVAL 36 HOURS AS span
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    made = Home(tmp_path_factory.mktemp("home"))
    homes.night(made, studies=[marts.Study("alpha", 3, 2, 1)], run_id="20261110T020000Z-aaaa")
    return made


def asked(home: Home, sql: str, format: query.Format = "table") -> str:
    stream = io.StringIO()
    query.run(home, sql, format=format, stream=stream)
    return stream.getvalue()


def test_json_gives_every_value_its_own_type(home: Home) -> None:
    assert json.loads(asked(home, EVERYTHING, "json")) == [
        {
            "whole": 1,
            "nothing": None,
            "day": "2020-01-02",
            "moment": "2020-01-02T03:04:05.500000",
            "decimal": 1.5,
            "record": {"x": 1, "y": [1, None]},
            "yes": True,
            "not_a_number": None,
            "endless": None,
            "list": [1, 2],
            "text": 'a"b,c\n',
            "bytes": "6162",
            "map": {"k": 1},
            "time": "01:02:03",
            "huge": 123456789012345678901234567890,
            "empty": "",
            "span": "1 day, 12:00:00",
        }
    ]


def test_json_is_an_array_with_one_record_a_line(home: Home) -> None:
    lines = asked(home, "SELECT i FROM range(3) t(i)", "json").splitlines()
    assert lines == ["[", '{"i": 0},', '{"i": 1},', '{"i": 2}', "]"]
    assert json.loads(asked(home, "SELECT 1 AS i WHERE false", "json")) == []


def test_csv_leaves_a_null_empty(home: Home) -> None:
    header, row = csv.reader(io.StringIO(asked(home, EVERYTHING, "csv")))
    assert dict(zip(header, row, strict=True)) == {
        "whole": "1",
        "nothing": "",
        "day": "2020-01-02",
        "moment": "2020-01-02 03:04:05.500000",
        "decimal": "1.50",
        "record": '{"x": 1, "y": [1, null]}',
        "yes": "true",
        "not_a_number": "nan",
        "endless": "inf",
        "list": "[1, 2]",
        "text": 'a"b,c\n',
        "bytes": "6162",
        "map": '{"k": 1}',
        "time": "01:02:03",
        "huge": "123456789012345678901234567890",
        "empty": "",
        "span": "1 day, 12:00:00",
    }


def test_csv_and_parquet_give_all_rows(home: Home, tmp_path: Path) -> None:
    sql = "SELECT i, i::VARCHAR AS text FROM range(25_000) t(i)"
    assert len(asked(home, sql, "csv").splitlines()) == 25_001
    out = tmp_path / "rows.parquet"
    assert query.run(home, sql, format="parquet", out=out, stream=io.StringIO()) == 25_000
    assert pl.read_parquet(out)["i"].sum() == sum(range(25_000))


def test_a_table_is_as_wide_as_it_needs_and_numbers_stand_to_the_right(home: Home) -> None:
    long = "x" * 300
    lines = asked(
        home, f"SELECT 5 AS n, '{long}' AS text, NULL AS nothing UNION ALL SELECT 1000, 'y', NULL"
    ).splitlines()
    assert long in lines[2]
    assert lines[2].startswith("   5 ")
    assert lines[3].startswith("1000 ")
    assert lines[2].rstrip().endswith("NULL")


def test_a_long_table_is_cut_and_says_so(home: Home) -> None:
    text = asked(home, "SELECT i FROM range(1000) t(i)")
    assert f"The first {answer.MAX_TABLE_ROWS} rows; --format csv gives all." in text
    assert len(text.splitlines()) == answer.MAX_TABLE_ROWS + 3
    assert "The first" not in asked(home, f"SELECT i FROM range({answer.MAX_TABLE_ROWS}) t(i)")


def test_a_delivered_text_cannot_steer_the_terminal(home: Home) -> None:
    text = asked(home, "SELECT chr(27) || '[2J[red]hi[/red]' || chr(7) AS text")
    assert "\x1b" not in text
    assert "\x07" not in text
    assert "\\x1b[2J[red]hi[/red]\\x07" in text


@pytest.mark.parametrize(
    "sql",
    [
        "FROM marts.dim_patient",
        "SHOW ALL TABLES",
        "DESCRIBE audit.run",
        "SUMMARIZE audit.run",
        "EXPLAIN SELECT 1",
    ],
)
def test_every_way_of_asking_is_answered(home: Home, sql: str) -> None:
    assert len(asked(home, sql).splitlines()) > 2


@pytest.mark.parametrize(
    ("sql", "words"),
    [
        ("SELECT nope FROM audit.run", 'column "nope" not found.*'),
        ("FROM audit.rum", r'rum does not exist! Did you mean "run"\?'),
        ("SELEC 1", 'syntax error at or near "SELEC"'),
        ("SELECT 'x'::INTEGER", "Could not convert string 'x'"),
        ("", "no statement"),
        ("-- only a comment", "no statement"),
        ("SELECT 1; SELECT 2", "2 statements"),
        ("CREATE TABLE t AS SELECT 1", "CREATE is not run here"),
        ("CREATE TEMP TABLE t AS SELECT 1", "CREATE is not run here"),
        ("INSERT INTO audit.run SELECT * FROM audit.run", "INSERT is not run here"),
        ("DELETE FROM audit.run", "DELETE is not run here"),
        ("DROP SCHEMA audit CASCADE", "DROP is not run here"),
        ("COPY audit.run TO '{folder}/out.csv'", "COPY is not run here"),
        ("EXPORT DATABASE '{folder}/out'", "EXPORT is not run here"),
        ("ATTACH '{folder}/other.duckdb' AS other", "ATTACH is not run here"),
        ("SET enable_external_access = true", "SET is not run here"),
        ("INSTALL httpfs", "LOAD is not run here"),
        ("CALL pragma_version()", "CALL is not run here"),
        ("SELECT * FROM read_csv('{folder}/secret.csv')", "file system operations are disabled"),
        ("SELECT content FROM read_text('{folder}/secret.csv')", "file system operations are disabled"),
        ("FROM '{folder}/secret.csv'", "disabled|does not exist"),
    ],
)
def test_what_is_no_question_is_refused_in_a_sentence(
    home: Home, tmp_path: Path, sql: str, words: str
) -> None:
    (tmp_path / "secret.csv").write_text("secret\n42\n")
    with pytest.raises(QueryRefused, match=words) as raised:
        asked(home, sql.format(folder=tmp_path))
    assert "\n" not in str(raised.value)
    assert [path.name for path in tmp_path.iterdir()] == ["secret.csv"]


def test_two_columns_of_one_name_would_lose_one(home: Home, tmp_path: Path) -> None:
    for format in ("json", "parquet"):
        with pytest.raises(QueryRefused, match=r"Two columns are called a\. Name one of them anew with AS"):
            query.run(
                home, "SELECT 1 AS a, 2 AS a", format=format, out=tmp_path / "out", stream=io.StringIO()
            )
    assert asked(home, "SELECT 1 AS a, 2 AS a", "csv") == "a,a\n1,2\n"
    assert not list(tmp_path.iterdir())


def test_parquet_asks_for_a_file_and_for_types_that_it_knows(home: Home, tmp_path: Path) -> None:
    with pytest.raises(WarehouseError, match="--out"):
        asked(home, "SELECT 1", "parquet")
    with pytest.raises(QueryRefused, match=r"cannot hold a column.*Cast it"):
        query.run(
            home,
            "SELECT INTERVAL 1 DAY AS span",
            format="parquet",
            out=tmp_path / "out",
            stream=io.StringIO(),
        )
    assert not list(tmp_path.iterdir())


def test_a_failed_query_leaves_the_former_file(home: Home, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    query.run(home, "SELECT 1 AS a", format="csv", out=out, stream=io.StringIO())
    with pytest.raises(QueryRefused, match="Could not convert"):
        query.run(
            home,
            "SELECT CASE WHEN i < 20000 THEN i ELSE ('x' || i)::INTEGER END AS a FROM range(30_000) t(i)",
            format="csv",
            out=out,
            stream=io.StringIO(),
        )
    assert out.read_text() == "a\n1\n"
    assert [path.name for path in tmp_path.iterdir()] == ["out.csv"]


def test_a_file_that_cannot_be_written_is_named(home: Home, tmp_path: Path) -> None:
    with pytest.raises(WarehouseError, match=r"nowhere/out.csv cannot be written \(No such file"):
        query.run(home, "SELECT 1", format="csv", out=tmp_path / "nowhere" / "out.csv", stream=io.StringIO())


def test_a_home_without_a_version_says_so(tmp_path: Path) -> None:
    with pytest.raises(NothingServed, match="leaderhouse nightly"):
        asked(Home(tmp_path), "SELECT 1")
