"""One Prefect server for all tests of the flows; ways to run a night and to look at what it published."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import duckdb
import pytest

from flows import launch
from flows.outcome import Outcome
from flows.progress import LineProgress
from flows.server import TemporaryServer
from flows.settings import Settings

LEADERHOUSE = Path(sys.executable).with_name("leaderhouse")
_SET = ("PREFECT_API_URL", "PREFECT_HOME", "PREFECT_LOGGING_TO_API_ENABLED")
Night = Callable[..., Outcome]
Ask = Callable[..., list[tuple[Any, ...]]]


@pytest.fixture(scope="session")
def prefect_api(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a Prefect server of this test session, for flows of this process and of commands."""
    server = TemporaryServer(tmp_path_factory.mktemp("prefect"))
    server.start()
    before = {name: os.environ.get(name) for name in _SET}
    os.environ.update(
        PREFECT_API_URL=server.url,
        PREFECT_HOME=str(server.prefect_home),
        PREFECT_LOGGING_TO_API_ENABLED="false",  # nobody reads the log there, and the server stops before us
    )
    try:
        from prefect.settings import PREFECT_API_URL, PREFECT_LOGGING_TO_API_ENABLED, temporary_settings

        with temporary_settings(updates={PREFECT_API_URL: server.url, PREFECT_LOGGING_TO_API_ENABLED: False}):
            server.wait()
            yield server.url
    finally:
        server.stop()
        for name, value in before.items():
            os.environ.pop(name, None)
            if value is not None:
                os.environ[name] = value


@pytest.fixture(scope="session")
def run_night(prefect_api: str) -> Night:
    """Runs a night in this process: ``run_night(home, raw=None, verify=False)``."""

    def run(home: Path, raw: Path | None = None, verify: bool = False) -> Outcome:
        return launch.nightly(Settings.of(home, raw, verify), lambda: LineProgress(StringIO()))

    return run


@pytest.fixture(scope="session")
def ask() -> Ask:
    """Asks the served file of a home, as a reader does: ``ask(home, sql, [values])``."""

    def question(home: Path, sql: str, values: list[Any] | None = None) -> list[tuple[Any, ...]]:
        with duckdb.connect(str((home / "leaderhouse.duckdb").resolve()), read_only=True) as con:
            return con.execute(sql, values or []).fetchall()

    return question


def command(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run `leaderhouse` as a person does."""
    return subprocess.run(
        [str(LEADERHOUSE), *map(str, arguments)],
        capture_output=True,
        text=True,
        env={**os.environ, **environment},
        timeout=600,
    )
