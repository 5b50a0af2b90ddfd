"""The empty target, and looks at a file that can do nothing but look."""

from pathlib import Path

import duckdb
import pytest

from tests.warehouse import homes
from warehouse import connections
from warehouse.errors import NothingServed, ServedUnreadable, WarehouseError
from warehouse.layout import Home


@pytest.fixture
def target(tmp_path: Path) -> Path:
    path = tmp_path / "it's a home" / "leaderhouse.duckdb"
    path.parent.mkdir()
    connections.create_target(path)
    return path


def test_the_target_has_the_storage_version_that_older_clients_open(target: Path) -> None:
    assert connections.storage_version(target) == connections.STORAGE_VERSION == "v1.2.0"


def test_the_storage_version_stays_when_others_write(target: Path) -> None:
    with duckdb.connect(str(target)) as con:
        con.execute("CREATE SCHEMA marts")
        con.execute("CREATE TABLE marts.numbers AS SELECT * FROM range(100_000)")
    assert connections.storage_version(target) == "v1.2.0"


def test_a_file_made_otherwise_has_another_storage_version(tmp_path: Path) -> None:
    duckdb.connect(str(tmp_path / "plain.duckdb")).close()
    assert connections.storage_version(tmp_path / "plain.duckdb") != "v1.2.0"


def test_a_target_is_never_made_over_something(target: Path) -> None:
    before = target.read_bytes()
    with pytest.raises(WarehouseError, match="exists already"):
        connections.create_target(target)
    assert target.read_bytes() == before


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE more (i INTEGER)",
        "DROP TABLE numbers",
        "INSERT INTO numbers VALUES (1)",
        "UPDATE numbers SET i = 1",
        "COPY numbers TO '{folder}/out.csv'",
        "EXPORT DATABASE '{folder}/out'",
        "ATTACH '{folder}/other.duckdb'",
        "SELECT * FROM read_csv('{folder}/secret.csv')",
        "SELECT * FROM read_text('{folder}/secret.csv')",
        "SELECT * FROM glob('{folder}/*')",
        "SET enable_external_access = true",
        "SET lock_configuration = false",
        "INSTALL httpfs",
    ],
)
def test_a_look_changes_nothing_and_reaches_nothing(target: Path, statement: str) -> None:
    with duckdb.connect(str(target)) as con:
        con.execute("CREATE TABLE numbers AS SELECT 7 AS i")
    (target.parent / "secret.csv").write_text("a\n1\n")
    folder = str(target.parent).replace("'", "''")
    with connections.open_read_only(target) as con:
        with pytest.raises(duckdb.Error):
            con.execute(statement.format(folder=folder)).fetchall()
        assert con.execute("SELECT i FROM numbers").fetchall() == [(7,)]
    assert sorted(path.name for path in target.parent.iterdir()) == ["leaderhouse.duckdb", "secret.csv"]


def test_looks_get_along_with_a_client_of_other_settings(target: Path) -> None:
    # one process that opens a path twice with different settings is refused by DuckDB
    client = duckdb.connect(str(target), read_only=True)
    with connections.open_read_only(target) as con:
        assert con.execute("SELECT 1").fetchone() == (1,)
    client.close()


def test_a_missing_file_and_a_file_of_something_else_say_so(tmp_path: Path) -> None:
    (tmp_path / "page.duckdb").write_text("<html>" * 2000)
    for name, words in (
        ("none.duckdb", "is not there"),
        ("page.duckdb", "cannot be read as a DuckDB database"),
    ):
        with (
            pytest.raises(ServedUnreadable, match=words) as raised,
            connections.open_read_only(tmp_path / name),
        ):
            pass
        assert "leaderhouse nightly" in str(raised.value)


def test_the_served_version_is_opened_through_the_link(tmp_path: Path) -> None:
    home = Home(tmp_path)
    with pytest.raises(NothingServed, match="leaderhouse nightly"), connections.open_served(home):
        pass
    homes.night(home)
    with connections.open_served(home) as con:
        assert con.execute("SELECT count(*) FROM audit.run").fetchone() == (1,)


def test_what_a_query_spills_goes_away_with_it(
    target: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spill = tmp_path / "spill"
    spill.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(spill))
    with connections.open_read_only(target) as con:
        folder = Path(str(con.execute("SELECT current_setting('temp_directory')").fetchall()[0][0]))
        assert folder.is_relative_to(spill)
        assert folder.stat().st_mode & 0o077 == 0
    assert not list(spill.iterdir())


def test_names_and_texts_are_quoted() -> None:
    name, text = 'a "b" c', "it's"
    with connections.memory() as con:
        con.execute(f"CREATE TABLE {connections.identifier(name)} AS SELECT {connections.literal(text)} AS x")
        assert con.execute('SELECT x FROM "a ""b"" c"').fetchall() == [(text,)]
