"""Prefect's temporary server, started early.

Prefect starts a server of its own when none is configured, but only once the flow begins, and waits for it.
Started before the engines are imported, the same server comes up beside them. As ``python -m flows.server
PORT`` this module is that server's process.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import tomllib
import urllib.error
import urllib.request
from pathlib import Path

from flows.outcome import Refused

# A first start in a new home makes the server's database: 11 s on two idle cores, minutes on busy ones.
STARTUP_TIMEOUT_SECONDS = 300.0
_ATTEMPTS = 3


def configured_api_url() -> str | None:
    """Address of the Prefect server that the user named, in the environment or in the active profile."""
    if url := os.environ.get("PREFECT_API_URL"):
        return url
    try:
        profiles = tomllib.loads(_profiles_path().read_text(encoding="utf-8"))
        name = os.environ.get("PREFECT_PROFILE") or profiles["active"]
        url = profiles["profiles"][name].get("PREFECT_API_URL")
    except (OSError, KeyError, AttributeError, tomllib.TOMLDecodeError):
        return None  # no profile, or one that is Prefect's to complain about
    return str(url) if url else None


def require_answer(url: str) -> None:
    """Raise Refused unless something answers at a Prefect server's address."""
    if not url.startswith(("http://", "https://")):
        raise Refused(f"PREFECT_API_URL is {url!r}: it must begin with http:// or https://.")
    try:
        with urllib.request.urlopen(f"{url.rstrip('/')}/health", timeout=10):  # noqa: S310 - checked above
            return
    except urllib.error.HTTPError:
        return  # it answers; what it thinks of us is told by Prefect
    except (OSError, ValueError) as error:
        reason = getattr(error, "reason", error)
        raise Refused(
            f"The Prefect server at {url} does not answer ({reason}). Start it with `prefect server start`, "
            "or unset PREFECT_API_URL to run without one."
        ) from error


class TemporaryServer:
    """A Prefect server on a loopback port for one command; it ends with this process, however that ends."""

    def __init__(self, prefect_home: Path) -> None:
        self.prefect_home = prefect_home
        self._process: subprocess.Popen[bytes] | None = None
        self._port = 0

    @property
    def url(self) -> str:
        """Address for PREFECT_API_URL."""
        return f"http://127.0.0.1:{self._port}/api"

    @property
    def log(self) -> Path:
        """What the server's process writes."""
        return self.prefect_home / "temporary-server.log"

    def start(self) -> None:
        """Start the process and return at once."""
        self.prefect_home.mkdir(parents=True, exist_ok=True)
        self._port = _free_port()
        environment = {
            **os.environ,
            "PREFECT_HOME": str(self.prefect_home),
            # as Prefect sets them for its own temporary server
            "PREFECT_UI_ENABLED": "0",
            "PREFECT__SERVER_EPHEMERAL": "1",
            "PREFECT__SERVER_FINAL": "1",
            # nothing of a clinical site leaves it, and a site without internet waits for nothing
            "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
            "DO_NOT_TRACK": "1",
        }
        environment.pop("PREFECT_API_URL", None)
        with self.log.open("wb") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "flows.server", str(self._port)],
                # the child ends when this pipe closes: also after `kill -9` of the parent
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                env=environment,
                # Ctrl-C reaches the parent only, which then stops the server after the run's state is told
                start_new_session=True,
            )

    def wait(self) -> None:
        """Wait until the server answers. Raises Refused if it does not come up."""
        until = time.monotonic() + STARTUP_TIMEOUT_SECONDS
        attempts = 1
        while time.monotonic() < until:
            if self._process is not None and self._process.poll() is not None:
                if attempts == _ATTEMPTS:
                    break
                attempts += 1  # the port may have been taken between choosing and using it
                self.start()
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{self._port}/api/health", timeout=5) as answer:
                    if answer.status == 200:
                        return
            except OSError:
                time.sleep(0.05)
        self.stop()
        raise Refused(f"Prefect's temporary server did not start; {self.log} says why.")

    def stop(self) -> None:
        """End the process; safe to call twice."""
        if self._process is None:
            return
        process, self._process = self._process, None
        if process.stdin is not None:
            process.stdin.close()
        process.terminate()
        try:
            process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _profiles_path() -> Path:
    if named := os.environ.get("PREFECT_PROFILES_PATH"):
        return Path(named)
    return Path(os.environ.get("PREFECT_HOME") or Path.home() / ".prefect") / "profiles.toml"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _serve(port: int) -> None:
    """The server's process: Prefect's own application under uvicorn."""
    import gc
    import signal
    import threading

    def end_with_parent() -> None:
        sys.stdin.buffer.read()
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=end_with_parent, daemon=True).start()
    gc.disable()  # the imports make only objects that stay: collecting among them costs a sixth of the start
    import uvicorn
    from prefect.server.api.server import create_app

    gc.freeze()
    gc.enable()
    uvicorn.run(create_app, factory=True, host="127.0.0.1", port=port, log_level="error", lifespan="on")


if __name__ == "__main__":
    _serve(int(sys.argv[1]))
