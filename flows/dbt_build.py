"""`dbt build` in this process: its arguments as pure functions, and one call that leaves nothing open."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flows.outcome import Refused
from flows.settings import dbt_project

if TYPE_CHECKING:
    from dbt.cli.main import dbtRunnerResult

    from warehouse.layout import BuildPaths

_FAILED = {"error", "fail", "runtime error", "partial success"}
# More messages than a person reads at once; dbt's log has them all.
_MAX_FAILURES = 10


@dataclass(frozen=True, slots=True)
class Built:
    """What a build that passed did: how many of each, and the tests that warn."""

    n_models: int
    n_seeds: int
    n_tests: int
    warnings: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.n_models} models, {self.n_seeds} seeds, {self.n_tests} tests"


def arguments(
    project: Path, paths: BuildPaths, threads: int, variables: Mapping[str, str | int] | None = None
) -> list[str]:
    """The build's command line. dbt writes only below the build's folder: the project may be read-only.

    ``variables`` take the place of those of the same names in the project.
    """
    return [
        "build",
        *("--project-dir", str(project), "--profiles-dir", str(project)),
        *("--target-path", str(paths.folder / "dbt"), "--log-path", str(paths.folder / "dbt")),
        *("--threads", str(threads)),
        *("--quiet", "--log-level", "none", "--log-level-file", "info", "--no-use-colors"),
        *("--no-send-anonymous-usage-stats", "--no-version-check"),
        # unit tests judge code on rows of their own: they belong to the tests, and were 40 % of a build
        *("--exclude-resource-type", "unit_test"),
        # the folder is new each night, so there is nothing to parse partially and nothing worth keeping
        *("--no-partial-parse", "--no-write-json"),
        *(("--vars", json.dumps(dict(variables))) if variables else ()),
    ]


def environment(paths: BuildPaths) -> dict[str, str]:
    """The variables that the project's profile reads."""
    return {
        "LEADERHOUSE_TARGET": str(paths.target),
        "LEADERHOUSE_WORK": str(paths.work),
        "LEADERHOUSE_LANDING": str(paths.landing),
        "LEADERHOUSE_PYTHON": str(dbt_project() / "python"),
    }


def build(
    paths: BuildPaths,
    on_node: Callable[[int, int], None] = lambda done, total: None,
    threads: int | None = None,
    variables: Mapping[str, str | int] | None = None,
) -> Built:
    """Run the build. Raises Refused with one sentence for each node that failed.

    ``on_node`` is told how many nodes are done, and of how many; ``variables`` are as in
    :func:`arguments`. No connection of dbt's is open when this returns or raises, so the target can be moved.
    """
    from dbt.cli.main import dbtRunner
    from dbt_common.events.event_manager_client import cleanup_event_logger

    done = total = 0

    def listen(event: Any) -> None:
        nonlocal done, total
        if event.info.name == "ConcurrencyLine":
            total = int(event.data.node_count)
        elif event.info.name == "NodeFinished":
            done += 1
            on_node(done, total)

    project = dbt_project()
    # until it has read its options dbt logs to the console: a signal then would print a traceback
    cleanup_event_logger()
    with _variables(environment(paths)):
        try:
            result = dbtRunner(callbacks=[listen]).invoke(
                arguments(project, paths, threads or min(4, os.cpu_count() or 1), variables)
            )
        finally:
            _close_connections()
    return _judge(result)


def _judge(result: dbtRunnerResult) -> Built:
    if result.exception is not None and not isinstance(result.exception, Exception):
        raise result.exception  # Ctrl-C and signals, which dbt takes for a fault of its own
    if result.exception is not None:
        raise Refused(f"dbt could not run: {_first_lines(str(result.exception))}")
    nodes = list(getattr(result.result, "results", ()))
    failed = [node for node in nodes if str(node.status) in _FAILED]
    if failed or not result.success:
        sentences = [_sentence(node) for node in failed[:_MAX_FAILURES]]
        more = f" And {len(failed) - _MAX_FAILURES} more." if len(failed) > _MAX_FAILURES else ""
        raise Refused(f"dbt build failed: {' '.join(sentences) or 'no node says why.'}{more}")
    kinds = [str(node.node.resource_type) for node in nodes]
    return Built(
        n_models=kinds.count("model"),
        n_seeds=kinds.count("seed"),
        n_tests=kinds.count("test"),
        warnings=tuple(_sentence(node) for node in nodes if str(node.status) == "warn"),
    )


def _sentence(node: Any) -> str:
    """What a node says, with the file a person opens to mend it."""
    where = getattr(node.node, "original_file_path", "")
    message = _first_lines(str(node.message or node.status))
    rows = node.node.config.meta.get("rows")  # the table in which a test's rows stay behind
    more = f'; which: leaderhouse query "select * from {rows}"' if rows else ""
    return f"{node.node.resource_type} {node.node.name} ({where}): {message.rstrip('.')}{more}."


def _first_lines(message: str) -> str:
    """dbt's message without its frame of blank lines, indents and paths of compiled code."""
    lines = [line.strip() for line in message.splitlines()]
    kept = [line for line in lines if line and not line.startswith(("compiled code at", "LINE ", "^"))]
    return " ".join(kept[:4])[:500]


def _close_connections() -> None:
    """dbt keeps DuckDB open after a run in process; the published file must be nobody's."""
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager

    DuckDBConnectionManager.close_all_connections()  # type: ignore[no-untyped-call]


@contextmanager
def _variables(values: Mapping[str, str]) -> Iterator[None]:
    """Set environment variables for the length of a block."""
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
