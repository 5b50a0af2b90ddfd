"""When the nightly flow runs: a Prefect deployment with its schedule, served by this process."""

from __future__ import annotations

import os
import warnings
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from flows.outcome import Refused
from flows.server import configured_api_url, require_answer
from flows.settings import Settings

NAME = "nightly"


def serve(settings: Settings, cron: str, timezone: str) -> None:
    """Serve the flow until the process is stopped.

    Prefect may still start two runs at once (its limit misses late ones): the lock decides,
    and the second run fails with that reason. Raises Refused without a server or for a schedule that is none.
    """
    url = configured_api_url()
    if url is None:
        raise Refused(
            "A deployment needs a Prefect server: start one with `prefect server start`, set "
            "PREFECT_API_URL=http://127.0.0.1:4200/api and run this again. Without a server, let cron or "
            "systemd call `leaderhouse nightly`."
        )
    try:
        ZoneInfo(timezone)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise Refused(f"{timezone!r} is no time zone: name one as in Europe/Berlin.") from error
    require_answer(url)
    # runs are processes of their own and inherit these
    os.environ.setdefault("GX_ANALYTICS_ENABLED", "false")
    os.environ.setdefault("DO_NOT_TRACK", "1")
    # stopped by a signal, Prefect forgets a coroutine of its own
    warnings.filterwarnings("ignore", message="coroutine 'Runner.astop'", category=RuntimeWarning)
    from prefect.schedules import Cron
    from prefect.types.entrypoint import EntrypointType

    from flows.nightly import nightly

    try:
        schedule = Cron(cron, timezone=timezone)
    except ValueError as error:
        raise Refused(
            f"{cron!r} is no cron line: give five fields, as in '0 2 * * *' for two every night."
        ) from error
    nightly.serve(
        name=NAME,
        schedule=schedule,
        parameters={
            "home": str(settings.home.root),
            "raw": None if settings.raw == settings.home.raw else str(settings.raw),
            "verify": settings.verify,
        },
        limit=1,
        description=f"Home {settings.home.root}, {cron} ({timezone})",
        # by name, not by file: the served flow is the installed one, wherever this was started
        entrypoint_type=EntrypointType.MODULE_PATH,
        print_starting_message=True,
    )
