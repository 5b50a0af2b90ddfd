"""Fixtures that every room's tests may use: where the project is, the real samples, the synthetic studies."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

REPOSITORY = Path(__file__).resolve().parents[1]

settings.register_profile("house", deadline=None, print_blob=True)
settings.load_profile("house")


def pytest_configure(config: pytest.Config) -> None:
    """Keeps the tests from the settings, servers and telemetry of the person who runs them.

    Before collection, because Prefect and dbt read their environment when a test module imports them.
    """
    for name in [name for name in os.environ if name.startswith(("LEADERHOUSE_", "PREFECT_", "DBT_"))]:
        del os.environ[name]
    folder = tempfile.mkdtemp(prefix="leaderhouse-tests-")
    config.add_cleanup(lambda: shutil.rmtree(folder, ignore_errors=True))
    os.environ["PREFECT_HOME"] = str(Path(folder, "prefect"))
    os.environ["DO_NOT_TRACK"] = "1"


@pytest.fixture(scope="session")
def repository() -> Path:
    """Root of the checkout."""
    return REPOSITORY


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder beside the checkout with the real samples; its tests skip where it is missing."""
    folder = REPOSITORY.parent / "shared"
    if not folder.is_dir():
        pytest.skip("no ../shared beside the project: the real samples are not here")
    return folder


@pytest.fixture(scope="session")
def samples(shared: Path) -> Path:
    """The real sample studies."""
    return shared / "samples"


@pytest.fixture(scope="session")
def _synthetic(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with raw/ and truth.json, written once by the script in examples/."""
    folder = tmp_path_factory.mktemp("synthetic")
    script = REPOSITORY / "examples" / "make_synthetic_study.py"
    command = [sys.executable, str(script), str(folder / "raw"), "--truth", str(folder / "truth.json")]
    subprocess.run(command, check=True, capture_output=True)
    return folder


@pytest.fixture(scope="session")
def synthetic_raw(_synthetic: Path) -> Path:
    """Raw folder of the synthetic studies. Shared by all tests: copy it before changing anything."""
    return _synthetic / "raw"


@pytest.fixture(scope="session")
def synthetic_truth(_synthetic: Path) -> dict[str, Any]:
    """What was planted in the synthetic studies."""
    truth: dict[str, Any] = json.loads((_synthetic / "truth.json").read_text(encoding="utf-8"))
    return truth


@dataclass(frozen=True)
class Demo:
    """A home in which the demo has run, and what it printed."""

    home: Path
    exit_code: int
    stdout: str
    stderr: str


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    """One run of the command `leaderhouse demo`, shared by all tests: look at it, do not change it."""
    home = tmp_path_factory.mktemp("demo") / "home"
    command = [str(Path(sys.executable).with_name("leaderhouse")), "demo", "--home", str(home)]
    run = subprocess.run(command, capture_output=True, text=True)
    return Demo(home, run.returncode, run.stdout, run.stderr)
