"""DuckDB as a source of Great Expectations that knows its schema.

The generic SQL source takes a schema for each table only by an argument that is deprecated; a source of its
own states it once. Imports the engine: load this module through ``context.connected`` only.
"""

from __future__ import annotations

from typing import ClassVar, Literal

from great_expectations.datasource.fluent.sql_datasource import SQLDatasource


class DuckDBDatasource(SQLDatasource):
    """A DuckDB file of which one schema is checked."""

    _EXTRA_EXCLUDED_EXEC_ENG_ARGS: ClassVar[set[str]] = {"schema_name"}

    type: Literal["duckdb"] = "duckdb"  # type: ignore[assignment]
    schema_name: str

    @property
    def schema_(self) -> str:
        """The schema every table asset of this source lies in."""
        return self.schema_name
