"""The data dictionary says what the comments of a file say."""

from pathlib import Path

import duckdb
import pytest

from tests.warehouse import homes
from warehouse import dictionary
from warehouse.audit.schema import TABLES
from warehouse.errors import ServedUnreadable
from warehouse.layout import Home


@pytest.fixture(scope="module")
def version(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return homes.night(Home(tmp_path_factory.mktemp("home")))


def test_every_table_and_column_is_in_it(version: Path) -> None:
    text = dictionary.render(version)
    with duckdb.connect(str(version), read_only=True) as con:
        columns = con.execute(
            "SELECT schema_name || '.' || table_name, column_name FROM duckdb_columns() WHERE NOT internal"
        ).fetchall()
    assert len(columns) > 50
    for table, column in columns:
        section = text.split(f"### {table}\n")[1].split("\n### ")[0]
        assert f"\n| `{column}` | " in section


def test_comments_are_told_as_they_are(version: Path) -> None:
    text = dictionary.render(version)
    assert "### marts.dim_patient\n\nOne row per patient in a study.\n" in text
    assert "| `patient_key` | VARCHAR | Study and patient \\| joined by a colon |" in text
    for table in TABLES:
        assert f"### audit.{table.name}\n\n{table.comment}" in text


def test_schemas_come_in_the_order_of_their_readers(version: Path) -> None:
    text = dictionary.render(version)
    assert text.index("\n## marts\n") < text.index("\n## reference\n") < text.index("\n## audit\n")


def test_two_builds_by_the_same_code_say_the_same(version: Path, tmp_path: Path) -> None:
    assert dictionary.render(homes.night(Home(tmp_path))) == dictionary.render(version)


def test_what_has_no_comment_is_found(version: Path) -> None:
    missing = dictionary.undocumented(version)
    assert "marts.dim_sample" in missing
    assert "marts.dim_patient.sex" in missing
    assert "marts.dim_patient" not in missing
    assert not [name for name in missing if name.startswith("audit.")]


def test_no_file_no_dictionary(tmp_path: Path) -> None:
    with pytest.raises(ServedUnreadable, match="is not there"):
        dictionary.render(tmp_path / "none.duckdb")
