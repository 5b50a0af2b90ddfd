"""The nightly flow: raw studies in, one published DuckDB file out. Prefect runs its steps as tasks.

Here is only what Prefect does around the steps, and how the end of a night becomes the flow run's state.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, ParamSpec, TypeVar

from prefect import flow
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State, TaskRun
from prefect.states import Completed, Failed
from prefect.task_runners import ThreadPoolTaskRunner
from prefect.tasks import Task

from etl.lake import sweep
from flows import land, launch, receipts, steps, summary, unchanged
from flows.night import Night, is_transient
from flows.outcome import Outcome
from flows.progress import LogProgress, Progress
from flows.settings import Settings
from warehouse import publish
from warehouse.layout import new_run_id

P = ParamSpec("P")
R = TypeVar("R")

# etl is threaded inside: more tasks at once than this only share the same cores and the same disk.
_AT_ONCE = min(4, os.cpu_count() or 1)
_STATE_NAMES = {
    "published": "Published",
    "published_with_held_back": "PublishedWithHeldBack",
    "unchanged": "Unchanged",
}


@dataclass(slots=True)
class Session:
    """What a command gives to the flow it starts, and gets back from it, beside Prefect."""

    progress: Progress
    is_checked: bool = False
    """The command has looked already whether anything changed."""
    is_verbose: bool = False
    again: frozenset[str] = frozenset()
    """Files to read again, as in the settings. Not a parameter of the flow, whose size Prefect limits."""
    outcome: Outcome | None = None


_session: ContextVar[Session | None] = ContextVar("session", default=None)


def _task(step: Callable[P, R], **options: Any) -> Task[P, R]:
    """A step as a task. Nothing of a night is kept as a result or taken from a cache."""
    name = step.__name__.replace("_", " ")
    return Task(step, name=name, cache_policy=NO_CACHE, persist_result=False, **options)


def _without_traceback(record: logging.LogRecord) -> bool:
    """Log an expected fault of a task as its sentence; the places in the code help nobody."""
    if record.exc_info and isinstance(record.exc_info[1], steps.EXPECTED):
        record.exc_info = None
    return True


def _transient(_task: Task[Any, Any], _run: TaskRun, state: State[Any]) -> bool:
    """Retry only what may pass by itself."""
    found = state.result(raise_on_failure=False)
    return isinstance(found, BaseException) and is_transient(found)


discover_task = _task(steps.discover)
land_task = _task(
    steps.land,
    task_run_name="land {study_id} {kind}",
    retries=2,
    retry_delay_seconds=[2, 20],
    retry_condition_fn=_transient,
)
gate_landing_task = _task(steps.gate_landing)
build_task = _task(steps.build)
gate_marts_task = _task(steps.gate_marts)
audit_task = _task(steps.audit)
publish_task = _task(steps.publish)
report_task = _task(steps.report)


_RUNNER: Any = ThreadPoolTaskRunner(max_workers=_AT_ONCE)  # Prefect types it otherwise than its parameter


@flow(name="nightly", task_runner=_RUNNER, persist_result=False)
def nightly(home: str | None = None, raw: str | None = None, verify: bool = False) -> State[Any]:
    """Load the raw studies, check them, build the marts and publish one DuckDB file.

    ``home`` is the home folder (default: LEADERHOUSE_HOME, else ./home), ``raw`` another raw folder than the
    home's own, ``verify`` hashes every raw file. Ends Completed if a version was published (its name says
    whether something was held back) or nothing changed, and Failed with the reason if nothing was published.
    """
    return _state(_outcome(Settings.of(home, raw, verify)))


def run(settings: Settings, session: Session) -> Outcome:
    """Run the flow for a command and give back how the night ended."""
    session.again = settings.again
    token = _session.set(session)
    try:
        state = nightly(
            home=str(settings.home.root), raw=str(settings.raw), verify=settings.verify, return_state=True
        )
    finally:
        _session.reset(token)
    if session.outcome is None:
        state.result()  # raises what nobody expected
        raise RuntimeError("the flow ended without saying how")
    return session.outcome


def _outcome(settings: Settings) -> Outcome:
    """The night, shown as the session wants it.

    Apart from the flow's own function, which Prefect pickles with all that it names: a ContextVar cannot be.
    """
    session = _session.get() or Session(LogProgress())
    if not session.is_verbose:
        logging.getLogger("prefect.task_runs").addFilter(_without_traceback)
    session.outcome = _night(replace(settings, again=session.again), session)
    return session.outcome


def _state(outcome: Outcome) -> State[Any]:
    if outcome.status == "not_published":
        return Failed(message=outcome.message)
    message = " ".join([outcome.message, *(f"Held back: {item}" for item in outcome.held_back)])
    return Completed(name=_STATE_NAMES[outcome.status], message=message)


def _night(settings: Settings, session: Session) -> Outcome:
    """One night, whatever its end; raises only for what nobody expected."""
    run_id, started_at = new_run_id(), datetime.now(UTC)
    try:
        same = None if session.is_checked else unchanged.check(settings)
        if same is not None:
            outcome = same.outcome()
        else:
            launch.warm_up()
            with publish.Lock(settings.home, run_id):
                outcome = _locked(settings, run_id, session.progress)
    except steps.EXPECTED as fault:
        outcome = Outcome("not_published", run_id, str(fault))
    except OSError as error:
        reason = f"{error.strerror or error} ({error.filename or settings.home.root})"
        outcome = Outcome(
            "not_published", run_id, f"The disk refuses: {reason}. Make room or rights, run again."
        )
    except BaseException as error:
        is_signal = not isinstance(error, Exception)  # Ctrl-C, or Prefect's name for SIGTERM
        what = "Interrupted." if is_signal else f"{type(error).__name__}: {error}"
        receipts.write(settings.home, run_id, started_at, Outcome("not_published", run_id, what))
        raise
    receipts.write(settings.home, run_id, started_at, outcome)
    return outcome


def _locked(settings: Settings, run_id: str, progress: Progress) -> Outcome:
    """The steps in order, on a home that is ours; what is half built goes with whatever stops it."""
    night = Night(settings, run_id, publish.begin(settings.home, run_id), progress)
    sweep(settings.home.lake)
    try:
        discover_task(night)
        _land(night)
        if (same := unchanged.after_reading(night)) is not None:
            publish.discard(settings.home, run_id)
            return same.outcome()
        gate_landing_task(night)
        build_task(night)
        gate_marts_task(night)
        audit_task(night)
        publish_task(night)
    except BaseException:
        publish.discard(settings.home, run_id)
        raise
    try:
        report_task(night)
    except BaseException:  # a signal: the version is published, and that is what must be told
        night.notes.append("The report was not finished; run `leaderhouse report`.")
    return summary.outcome(night)


def _land(night: Night) -> None:
    """All groups in a small pool; an unexpected fault stops the night, after the others have ended."""
    groups = night.groups()
    night.progress.start("land", total=sum(map(len, groups.values())), unit="files")
    futures = [land_task.submit(night, study_id, kind) for study_id, kind in groups]
    for future in futures:
        future.result()
    land.choose(night)
    n_read = sum(file.was_read for file in night.landed)
    n_rows = sum(file.rows_loaded for file in night.landed)
    night.progress.finish(f"{len(night.landed):,} files, {n_read:,} of them read, {n_rows:,} rows")
