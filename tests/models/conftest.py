"""Runs the real dbt project on a small landing database, as a night does."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pytest

from flows.dbt_build import Built, build, environment
from flows.settings import dbt_project
from tests.models.landed import Delivery, write, write_raw
from warehouse.connections import create_target
from warehouse.layout import BuildPaths


@dataclass(frozen=True)
class Marts:
    """A built target, and what dbt said of it."""

    target: Path
    built: Built

    def ask(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        """Rows of a query on the target."""
        with duckdb.connect(str(self.target), read_only=True) as con:
            return con.execute(sql, list(values)).fetchall()

    def rows(self, table: str, key: str, *columns: str) -> dict[str, Any]:
        """Columns of a table by its key: a value where one column is asked for, else a tuple."""
        found = self.ask(f"SELECT {key}, {', '.join(columns)} FROM {table}")
        assert len({row[0] for row in found}) == len(found), f"{key} is no key of {table}"
        return {row[0]: row[1] if len(columns) == 1 else row[1:] for row in found}


Build = Callable[..., Marts]
BuildWith = Callable[..., BuildPaths]


@pytest.fixture(scope="session")
def build_marts(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """Builds a delivery as a night does: ``build_marts(delivery, threads=2)``.

    Raises Refused where the night would not publish.
    """

    def run(delivery: Delivery, threads: int = 2) -> Marts:
        paths = write(delivery, tmp_path_factory.mktemp("models"))
        create_target(paths.target)
        return Marts(paths.target, build(paths, threads=threads))

    return run


@pytest.fixture(scope="session")
def build_raw(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """Builds raw files as a night does, from the bytes to the marts: ``build_raw({path: text})``."""

    def run(files: Mapping[str, str]) -> Marts:
        paths = write_raw(files, tmp_path_factory.mktemp("raw"))
        create_target(paths.target)
        return Marts(paths.target, build(paths, threads=2))

    return run


@pytest.fixture(scope="session")
def build_with(tmp_path_factory: pytest.TempPathFactory) -> BuildWith:
    """Builds with other dbt variables, unit tests included: ``build_with(delivery, {name: value}, *select)``.

    Fails where dbt does, with the names of what failed.
    """

    def run(delivery: Delivery, variables: Mapping[str, str | int], *selectors: str) -> BuildPaths:
        from dbt.adapters.duckdb.connections import DuckDBConnectionManager
        from dbt.cli.main import dbtRunner

        paths = write(delivery, tmp_path_factory.mktemp("models"))
        create_target(paths.target)
        project, output = str(dbt_project()), str(paths.folder / "dbt")
        with pytest.MonkeyPatch.context() as patch:
            for name, value in environment(paths).items():
                patch.setenv(name, value)
            try:
                result = dbtRunner().invoke(
                    [
                        *("build", "--project-dir", project, "--profiles-dir", project),
                        *("--target-path", output, "--log-path", output, "--quiet", "--log-level", "none"),
                        *("--vars", json.dumps(dict(variables))),
                        *(("--select", *selectors) if selectors else ()),
                    ]
                )
            finally:
                DuckDBConnectionManager.close_all_connections()
        nodes = getattr(result.result, "results", [])
        failed = [f"{node.node.name}: {node.message}" for node in nodes if node.status in ("fail", "error")]
        # As one text: of a list pytest shows the beginning and the end.
        assert result.success, "\n".join(failed) or str(result.exception)
        return paths

    return run
