"""Runs the nightly flow from a command: environment, Prefect's server, engines imported beside it, signals.

Light to import. Nothing of Prefect may be imported before :func:`nightly` has set the environment: Prefect
reads its settings when it is imported.
"""

from __future__ import annotations

import gc
import importlib
import os
import signal
import threading
import warnings
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType

from flows import receipts, unchanged
from flows.outcome import Outcome, Refused
from flows.progress import Progress
from flows.server import TemporaryServer, configured_api_url, require_answer
from flows.settings import Settings
from warehouse import publish
from warehouse.errors import WarehouseError
from warehouse.layout import new_run_id

_QUIET = {
    # Prefect's console only: a server's log of the run stays complete
    "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "CRITICAL",
}
_PRIVATE = {
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "GX_ANALYTICS_ENABLED": "false",
    "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
    "DO_NOT_TRACK": "1",
}

_WARMING = "engines"
_ASKS = 3


def nightly(
    settings: Settings, show: Callable[[], Progress], verbose: bool = False, is_checked: bool = False
) -> Outcome:
    """One night from a command. Returns how it ended; raises only for what nobody expected.

    ``show`` makes the progress display, once there is something to do; with ``is_checked`` this is known.
    """
    if not is_checked and (outcome := unchanged.night(settings)) is not None:
        return outcome
    started_at, name = datetime.now(UTC), new_run_id()
    try:
        with publish.Lock(settings.home, name):
            pass  # somebody else's night is told at once, not after a server has started for nothing
        return _run(settings, show, verbose)
    except (Refused, WarehouseError) as refusal:  # before the flow could begin
        outcome = Outcome("not_published", name, str(refusal))
    except KeyboardInterrupt:
        outcome = Outcome("not_published", name, "Interrupted.")
        if any(receipt.started_at >= started_at for receipt in receipts.read(settings.home, limit=1)):
            return outcome  # the flow had begun, and has left its own
    receipts.write(settings.home, name, started_at, outcome)
    return outcome


def _run(settings: Settings, show: Callable[[], Progress], verbose: bool) -> Outcome:
    os.environ.update(_PRIVATE)
    if not verbose:
        os.environ.update(_QUIET)
        warnings.simplefilter("ignore")
    former = signal.signal(signal.SIGTERM, _interrupt)
    server = _server(settings)
    progress = show()
    try:
        progress.start("start")
        # Prefect first, alone: the flow needs it; the rest comes in while the server is still starting
        from flows.nightly import Session, run

        warm_up()
        if server is not None:
            server.wait()
        progress.finish(
            "Prefect, with a temporary server" if server is not None else "Prefect, with the server that runs"
        )
        session = Session(progress, is_checked=True, is_verbose=verbose)
        for _ in range(_ASKS - 1):
            try:
                return run(settings, session)
            except RuntimeError as error:
                # Prefect asks its server once, before the flow begins: on a busy machine that may time out
                if server is None or session.outcome is not None or "Failed to reach API" not in str(error):
                    raise
                server.wait()
        return run(settings, session)
    finally:
        progress.close()
        if server is not None:
            server.stop()
        signal.signal(signal.SIGTERM, former)


def _server(settings: Settings) -> TemporaryServer | None:
    """A temporary server on its way up, and Prefect pointed at it; None where the user has a server."""
    if (url := configured_api_url()) is not None:
        require_answer(url)
        return None
    server = TemporaryServer(Path(os.environ.get("PREFECT_HOME") or settings.prefect_home))
    server.start()
    os.environ["PREFECT_HOME"] = str(server.prefect_home)
    os.environ["PREFECT_API_URL"] = server.url
    # its log ends with it: nobody could read what is sent there
    os.environ["PREFECT_LOGGING_TO_API_ENABLED"] = "false"
    return server


def warm_up() -> None:
    """Import the other engines in a thread, so that gates and build find them loaded. Once in a process."""
    if not any(thread.name == _WARMING for thread in threading.enumerate()):
        threading.Thread(target=_import_engines, name=_WARMING, daemon=True).start()


def _import_engines() -> None:
    gc.disable()  # imports make objects that stay: collecting among them takes a third of the time
    try:
        from expectations import context
        from warehouse import report

        context.warm()
        for module in ("dbt.cli.main", "dbt.adapters.duckdb", "scipy.stats"):
            importlib.import_module(module)
        report.warm()
    except Exception:  # noqa: S110 - whatever is wrong with an engine is told where it is used
        pass
    finally:
        gc.enable()


def _interrupt(signum: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt
