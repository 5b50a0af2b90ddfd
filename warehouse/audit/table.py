"""A table as a declaration, which becomes the table, its constraints and the comments that readers see."""

from __future__ import annotations

from dataclasses import dataclass

from warehouse.connections import identifier, literal


@dataclass(frozen=True, slots=True)
class Column:
    """A column: name, type with constraint as SQL, and what it says."""

    name: str
    type: str
    comment: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table: name, grain in one sentence, columns, and constraints over several columns as SQL."""

    name: str
    comment: str
    columns: tuple[Column, ...]
    constraints: tuple[str, ...] = ()

    def statements(self) -> list[str]:
        """CREATE TABLE, and a COMMENT ON for the table and each of its columns."""
        lines = [f"{identifier(column.name)} {column.type}" for column in self.columns]
        body = ",\n    ".join([*lines, *self.constraints])
        name = f"audit.{identifier(self.name)}"
        comments = [
            f"COMMENT ON COLUMN {name}.{identifier(column.name)} IS {literal(column.comment)}"
            for column in self.columns
        ]
        return [
            f"CREATE TABLE {name} (\n    {body}\n)",
            f"COMMENT ON TABLE {name} IS {literal(self.comment)}",
            *comments,
        ]


def rows(name: str, comment: str) -> Column:
    """A column that counts."""
    return Column(name, f"BIGINT NOT NULL CHECK ({name} >= 0)", comment)


RUN_ID = "VARCHAR NOT NULL"
FIRST = Column("first_seen_run_id", RUN_ID, "Run in which this was first seen")
LAST = Column(
    "last_seen_run_id",
    RUN_ID,
    "Last run in which the raw folder held this; older than the release if a former load serves",
)
