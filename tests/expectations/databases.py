"""Small sound databases of either gate, and ways to change them."""

from pathlib import Path

import duckdb

from expectations.results import Gate
from tests.expectations.tables import add_good_study, create, list_files

RUN = "20261124T020000Z-3f9c"


def build(path: Path, gate: Gate, *studies: str) -> Path:
    with create(path, gate) as connection:
        for study_id in studies:
            add_good_study(connection, gate, study_id)
        if gate == "landing":
            list_files(connection)
    return path


def change(database: Path, *statements: str) -> None:
    with duckdb.connect(str(database)) as connection:
        for statement in statements:
            connection.execute(statement)
