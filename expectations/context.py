"""Great Expectations on DuckDB: how it is imported, and how it is connected.

The engine has no dialect of its own for DuckDB. It works through duckdb-sqlalchemy under the settings
below; each of them is there because the gate fails or leaks without it.
"""

from __future__ import annotations

import gc
import importlib.util
import logging
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from great_expectations.data_context.data_context.ephemeral_data_context import EphemeralDataContext
    from sqlalchemy import Engine

    from expectations.datasource import DuckDBDatasource

# Great Expectations loads them for expectations on distributions, which no suite uses: a third of its import.
_DEFERRED = frozenset({"altair", "scipy.stats"})
_importing = threading.Lock()


class GateError(Exception):
    """The gate could not be run at all: one sentence on what is wrong and what to do."""


class _Deferring(MetaPathFinder):
    """Finds the deferred modules so that they load on first use, for imports of one thread only.

    Deferred and not blocked: other code of the process that uses them gets the real module.
    """

    def __init__(self, thread: int) -> None:
        self._thread = thread
        self._looking = False

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if self._looking or fullname not in _DEFERRED or threading.get_ident() != self._thread:
            return None
        self._looking = True  # the search below asks all finders, this one among them
        try:
            spec = importlib.util.find_spec(fullname)
        finally:
            self._looking = False
        if spec is not None and spec.loader is not None:
            spec.loader = importlib.util.LazyLoader(spec.loader)
        return spec


def warm() -> None:
    """Import Great Expectations, about 4 s; may run in a thread beside other work, and more than once.

    The garbage collector is off meanwhile: it would walk the growing heap again and again and find nothing.
    """
    with _importing:
        if "expectations.vocabulary" in sys.modules:
            return
        collecting = gc.isenabled()
        finder = _Deferring(threading.get_ident())
        sys.meta_path.insert(0, finder)
        gc.disable()
        try:
            import expectations.vocabulary  # noqa: F401  (what a gate needs of the engine, all at once)
        finally:
            if collecting:
                gc.enable()
            sys.meta_path.remove(finder)


@dataclass(frozen=True, slots=True)
class Connected:
    """An ephemeral context with one DuckDB file behind it."""

    context: EphemeralDataContext
    datasource: DuckDBDatasource
    engine: Engine
    schema: str


@contextmanager
def connected(database: Path, schema: str) -> Iterator[Connected]:
    """Open ``database`` read-only for one gate; afterwards nothing holds it and nothing is left on disk.

    Raises GateError for a file that is missing, unreadable or named like its schema.
    """
    if not database.is_file():
        raise GateError(f"There is no database {database.name} to check.")
    if database.stem == schema:
        # DuckDB names an opened file by its stem, and then takes `landing.x` for ambiguous.
        raise GateError(
            f"Rename {database.name}: a file called like its schema makes `{schema}.<table>` ambiguous."
        )
    warm()
    import great_expectations as gx
    from great_expectations.data_context.types.base import (
        DataContextConfig,
        InMemoryStoreBackendDefaults,
        ProgressBarsConfig,
    )
    from great_expectations.datasource.fluent.interfaces import TestConnectionError

    from expectations.datasource import DuckDBDatasource

    context = gx.get_context(
        mode="ephemeral",
        project_config=DataContextConfig(
            # The default makes a folder in the temporary directory for pages, and leaves it there.
            store_backend_defaults=InMemoryStoreBackendDefaults(init_temp_docs_sites=False),
            progress_bars=ProgressBarsConfig(globally=False),
            analytics_enabled=False,
        ),
    )
    datasource = DuckDBDatasource(
        name="duckdb",
        schema_name=schema,
        connection_string=f"duckdb:///{database.resolve().as_posix()}",
        create_temp_table=False,
        kwargs={
            "isolation_level": "AUTOCOMMIT",
            # A rollback when a connection returns to the pool would throw the cursor's rows away unread.
            "skip_autocommit_rollback": True,
            "pool_reset_on_return": None,
            "connect_args": {"read_only": True},
        },
    )
    with _quiet():
        try:
            added = context.data_sources.add_or_update_duckdb(datasource=datasource)
        except TestConnectionError as error:
            cause = str(getattr(error.__cause__, "orig", error.__cause__)).splitlines()[0]
            raise GateError(f"{database.name} cannot be opened as a DuckDB file: {cause}") from None
        try:
            yield Connected(context, added, added.get_engine(), schema)
        finally:
            execution = added.get_execution_engine()
            execution.close()
            execution.engine.dispose()
            added.get_engine().dispose()


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep the engine's own log out of the night's output: every failure it logs is in the results too."""
    logger = logging.getLogger("great_expectations")
    level = logger.level
    logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        logger.setLevel(level)
