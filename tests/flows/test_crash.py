"""A night that is killed, interrupted or doubled: the former version serves, and the next night works."""

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.receipts import read
from tests.flows.conftest import LEADERHOUSE, Ask, Night, command
from tests.flows.small import GdcStudy, write_gdc
from warehouse.layout import Home

TIMEOUT_SECONDS = 180


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, run_night: Night) -> Path:
    """A home that serves a version, and whose raw folder has changed since."""
    root = tmp_path_factory.mktemp("crash")
    study = write_gdc(root / "raw", patients=range(1, 5))
    assert run_night(root).exit_code == 0
    study.write_maf(5)
    study.write_manifest()
    return root


def start(home: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [str(LEADERHOUSE), "nightly", "--home", str(home)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def reach(night: subprocess.Popen[str], step: str) -> None:
    """Wait until a night begins a step."""
    assert night.stderr is not None
    until = time.monotonic() + TIMEOUT_SECONDS
    for line in night.stderr:
        if line.startswith(f"{step} ..."):
            return
        if time.monotonic() > until:
            break
    raise AssertionError(f"the night never came to {step}")


@pytest.fixture
def night(home: Path) -> Iterator[subprocess.Popen[str]]:
    process = start(home)
    yield process
    if process.poll() is None:
        process.kill()
    process.communicate(timeout=60)


@pytest.mark.parametrize("step", ["land", "gate 1", "dbt build", "publish"])
def test_killed_night_leaves_the_former_version_serving(
    home: Path, night: subprocess.Popen[str], step: str, ask: Ask
) -> None:
    served = (home / "leaderhouse.duckdb").resolve()
    reach(night, step)
    night.kill()
    night.wait(timeout=60)
    assert (home / "leaderhouse.duckdb").resolve() == served
    assert ask(home, "SELECT count(*) FROM marts.fct_mutation") == [(12,)]


def test_second_night_on_the_same_home_says_so(home: Path, night: subprocess.Popen[str]) -> None:
    reach(night, "dbt build")
    second = command("nightly", "--home", home)
    assert second.returncode == 1
    assert f"process {night.pid}" in second.stderr
    assert "Another run is building" in second.stderr
    assert "Traceback" not in second.stderr
    os.kill(night.pid, signal.SIGTERM)
    out, err = night.communicate(timeout=60)
    assert night.returncode == 1
    assert "Interrupted" in err
    assert "Traceback" not in err + out
    assert not list((home / "versions").glob(".building-*"))
    assert read(Home(home))[0].message == "Interrupted."


def test_night_after_the_crashes_publishes(home: Path, run_night: Night, ask: Ask) -> None:
    night = run_night(home)
    assert night.exit_code == 0, night.message
    assert ask(home, "SELECT count(*) FROM marts.fct_mutation") == [(15,)]
    assert not list((home / "versions").glob(".building-*"))
    assert not list((home / "lake").glob("*/.landing-*"))
    study = GdcStudy(home / "raw" / "small_gdc")
    [(was_read,)] = ask(
        home, "SELECT was_read FROM audit.file WHERE path = ?", [study.inside(study.maf_path(4))]
    )
    assert not was_read
