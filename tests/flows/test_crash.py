"""A night that is killed, interrupted or doubled: the former version serves, and the next night works."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from flows.receipts import read
from tests.flows.conftest import Ask, Night, command
from tests.flows.small import GdcStudy, write_gdc
from warehouse.layout import Home

TIMEOUT_SECONDS = 600  # only a night that hangs takes so long, however busy the machine


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, run_night: Night) -> Path:
    """A home that serves a version, and whose raw folder has changed since."""
    root = tmp_path_factory.mktemp("crash")
    study = write_gdc(root / "raw", patients=range(1, 5))
    assert run_night(root).exit_code == 0
    study.write_maf(5)
    study.write_manifest()
    return root


Reach = Callable[[str], subprocess.Popen[str]]


@pytest.fixture
def reach(home: Path) -> Iterator[Reach]:
    """Starts a night, and gives it back stopped where it begins a step."""
    started: list[subprocess.Popen[str]] = []

    def start(step: str) -> subprocess.Popen[str]:
        command = [sys.executable, str(Path(__file__).with_name("stop_at.py")), step]
        night = subprocess.Popen(
            [*command, "nightly", "--home", str(home)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        started.append(night)
        until = time.monotonic() + TIMEOUT_SECONDS
        look = os.WSTOPPED | os.WEXITED | os.WNOHANG | os.WNOWAIT
        while (change := os.waitid(os.P_PID, night.pid, look)) is None and time.monotonic() < until:
            time.sleep(0.05)
        if change is None or change.si_code != os.CLD_STOPPED:
            night.kill()
            raise AssertionError(f"the night never came to {step}: {night.communicate()}")
        return night

    yield start
    for night in started:
        if night.poll() is None:
            night.kill()
        night.communicate(timeout=TIMEOUT_SECONDS)


@pytest.mark.parametrize("step", ["land", "gate 1", "dbt build", "publish"])
def test_killed_night_leaves_the_former_version_serving(
    home: Path, reach: Reach, step: str, ask: Ask
) -> None:
    served = (home / "leaderhouse.duckdb").resolve()
    night = reach(step)
    night.kill()
    night.wait(timeout=TIMEOUT_SECONDS)
    assert (home / "leaderhouse.duckdb").resolve() == served
    assert ask(home, "SELECT count(*) FROM marts.fct_mutation") == [(12,)]


def test_second_night_on_the_same_home_says_so(home: Path, reach: Reach) -> None:
    night = reach("dbt build")
    second = command("nightly", "--home", home)
    assert second.returncode == 1
    assert f"process {night.pid}" in second.stderr
    assert "Another run is building" in second.stderr
    assert "Traceback" not in second.stderr
    night.send_signal(signal.SIGTERM)
    night.send_signal(signal.SIGCONT)
    out, err = night.communicate(timeout=TIMEOUT_SECONDS)
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
