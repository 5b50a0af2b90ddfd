"""The deployment against a real `prefect server start`: it appears, and its runs tell the truth."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.flows.conftest import LEADERHOUSE, Ask
from tests.flows.small import write_gdc

PREFECT = Path(sys.executable).with_name("prefect")
TIMEOUT_SECONDS = 600  # only a run that hangs takes so long, however busy the machine


def call(url: str, body: dict[str, Any] | None = None) -> Any:
    """GET, or POST with a body, and the answer as JSON."""
    with httpx.Client(timeout=30) as client:
        answer = client.get(url) if body is None else client.post(url, json=body)
    return answer.json() if answer.is_success else None


def wait_for(look: Any, process: subprocess.Popen[str]) -> Any:
    """The first answer that is not None; fails if the process ends before."""
    until = time.monotonic() + TIMEOUT_SECONDS
    while time.monotonic() < until:
        assert process.poll() is None, f"{process.args} ended"
        try:
            if (found := look()) is not None:
                return found
        except httpx.TransportError:
            pass
        time.sleep(0.3)
    raise AssertionError("timed out")


@dataclass(frozen=True)
class Served:
    """A server, a home, and `leaderhouse serve` between them."""

    api: str
    home: Path
    deployment: dict[str, Any]
    process: subprocess.Popen[str]

    def run(self) -> dict[str, Any]:
        """Ask the server for a run, and give its final state."""
        create = f"{self.api}/deployments/{self.deployment['id']}/create_flow_run"
        once = {"idempotency_key": str(uuid.uuid4())}  # asked again of a busy server, it stays one run
        run = wait_for(lambda: call(create, once), self.process)

        def ended() -> dict[str, Any] | None:
            state: dict[str, Any] | None = (call(f"{self.api}/flow_runs/{run['id']}") or {}).get("state")
            is_over = state is not None and state["type"] in ("COMPLETED", "FAILED", "CRASHED", "CANCELLED")
            return state if is_over else None

        state: dict[str, Any] = wait_for(ended, self.process)
        return state


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("serve")
    home = folder / "home"
    write_gdc(home / "raw", patients=range(1, 4))
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    environment |= {"PREFECT_HOME": str(folder / "prefect"), "PREFECT_SERVER_ANALYTICS_ENABLED": "false"}
    log = (folder / "log").open("w")
    started: list[subprocess.Popen[str]] = []

    def start(*command: str | Path, **more: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [str(part) for part in command], env=environment | more, stdout=log, stderr=log, text=True
        )
        started.append(process)
        return process

    def serve_prefect() -> str:
        """Address of a server that answers."""
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        api = f"http://127.0.0.1:{port}/api"
        server = start(PREFECT, "server", "start", "--host", "127.0.0.1", "--port", str(port), "--no-ui")
        try:
            wait_for(lambda: call(f"{api}/health"), server)
        except AssertionError:  # somebody took the port between choosing and using it
            if server.poll() is None or len(started) == 3:
                raise
            return serve_prefect()
        return api

    try:
        api = serve_prefect()
        serve = ("--home", home, "--cron", "0 2 * * *", "--timezone", "Europe/Berlin")
        process = start(LEADERHOUSE, "serve", *serve, PREFECT_API_URL=api)
        deployment = wait_for(lambda: call(f"{api}/deployments/name/nightly/nightly"), process)
        yield Served(api, home, deployment, process)
    finally:
        for process in reversed(started):
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(timeout=30)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        log.close()


def test_deployment_appears_with_its_schedule(served: Served) -> None:
    [schedule] = served.deployment["schedules"]
    assert schedule["active"]
    assert schedule["schedule"]["cron"] == "0 2 * * *"
    assert schedule["schedule"]["timezone"] == "Europe/Berlin"
    assert served.deployment["parameters"]["home"] == str(served.home)


def test_run_asked_for_through_the_api_publishes(served: Served, ask: Ask) -> None:
    state = served.run()
    assert (state["type"], state["name"]) == ("COMPLETED", "Published"), state
    assert "Published" in state["message"]
    assert ask(served.home, "SELECT count(*) FROM marts.dim_patient") == [(3,)]


def test_run_with_nothing_to_do_says_so(served: Served, ask: Ask) -> None:
    state = served.run()
    made_from = "SELECT run_id, code_sha256, settings_sha256, inputs_sha256 FROM audit.release"
    assert (state["type"], state["name"]) == ("COMPLETED", "Unchanged"), ask(served.home, made_from)
    assert "Nothing changed since run" in state["message"]


def test_failing_run_is_failed_with_the_reason(served: Served, ask: Ask) -> None:
    shutil.rmtree(served.home / "raw" / "small_gdc")
    state = served.run()
    assert state["type"] == "FAILED", state
    assert "There are no studies in" in state["message"]
    assert ask(served.home, "SELECT count(*) FROM marts.dim_patient") == [(3,)]
