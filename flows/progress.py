"""What a night shows while it runs: a live display on a terminal, one line per step elsewhere.

In a deployment the lines go to the log of the Prefect run.
"""

from __future__ import annotations

import logging
import sys
import threading
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from rich.console import Console, RenderableType
    from rich.live import Live


@dataclass(slots=True)
class Step:
    """One phase of the night and how far it is."""

    name: str
    started: float
    done: int = 0
    total: int = 0
    rows: int = 0
    unit: str = ""
    result: str = ""
    finished: float | None = None

    @property
    def seconds(self) -> float:
        """Seconds that the step has taken so far."""
        return (self.finished or time.monotonic()) - self.started


@dataclass(slots=True)
class Progress:
    """The state of a night as seen from outside; every method may be called from any thread."""

    steps: list[Step] = field(default_factory=list)
    started: float = field(default_factory=time.monotonic)
    _lock: threading.RLock = field(default_factory=threading.RLock)

    def start(self, name: str, total: int = 0, unit: str = "") -> None:
        """A phase begins; the one before it ends."""
        with self._lock:
            self._end()
            self.steps.append(Step(name, time.monotonic(), total=total, unit=unit))

    def advance(self, n: int = 1, rows: int = 0) -> None:
        """``n`` more of the phase's units are done, with ``rows`` more rows."""
        with self._lock:
            self.steps[-1].done += n
            self.steps[-1].rows += rows

    def reach(self, done: int, total: int) -> None:
        """``done`` of ``total`` units are done; for a phase that learns its size on the way."""
        with self._lock:
            self.steps[-1].done, self.steps[-1].total = done, total

    def finish(self, result: str) -> None:
        """The phase ends with a result in a few words."""
        with self._lock:
            self.steps[-1].result = result
            self._end()

    def say(self, line: str) -> None:
        """A sentence that must not be lost among the steps."""

    def close(self) -> None:
        """Nothing more will come."""

    def _end(self) -> None:
        if self.steps and self.steps[-1].finished is None:
            self.steps[-1].finished = time.monotonic()
            self._ended(self.steps[-1])

    def _ended(self, step: Step) -> None:
        """A step is over; renderers that print do so here."""


class LineProgress(Progress):
    """One line per finished step: for cron, systemd and files."""

    __slots__ = ("stream",)

    def __init__(self, stream: TextIO) -> None:
        super().__init__()
        self.stream = stream

    def say(self, line: str) -> None:
        """Write the line at once."""
        with self._lock:
            self.stream.write(f"{line}\n")
            self.stream.flush()

    def start(self, name: str, total: int = 0, unit: str = "") -> None:
        """A phase begins, and a line says so: the next may be minutes away."""
        super().start(name, total, unit)
        self.say(f"{name} ...")

    def _ended(self, step: Step) -> None:
        self.say(f"{step.name}: {step.result or 'stopped'} ({step.seconds:.1f} s)")


class LogProgress(Progress):
    """The same lines in the log of a Prefect run, where a deployment's runs are read."""

    __slots__ = ()

    def say(self, line: str) -> None:
        """Write the line to the log of the run under way."""
        from prefect.exceptions import MissingContextError
        from prefect.logging import get_run_logger

        try:
            get_run_logger().info(line)
        except MissingContextError:
            logging.getLogger("leaderhouse").info(line)

    def _ended(self, step: Step) -> None:
        self.say(f"{step.name}: {step.result or 'stopped'} ({step.seconds:.1f} s)")


class LiveProgress(Progress):
    """A table of steps that rewrites itself, with a bar for the one under way."""

    __slots__ = ("_console", "_live")

    def __init__(self, console: Console) -> None:
        from rich.live import Live

        super().__init__()
        self._console = console
        self._live: Live = Live(console=console, get_renderable=self._table, refresh_per_second=8)
        self._live.start()

    def say(self, line: str) -> None:
        """Write the line above the table."""
        self._console.print(line, highlight=False, markup=False)

    def close(self) -> None:
        """Leave the table as it stands."""
        with self._lock:
            self._end()
        self._live.stop()

    def _table(self) -> RenderableType:
        from rich.progress_bar import ProgressBar
        from rich.spinner import Spinner
        from rich.table import Table

        table = Table.grid(padding=(0, 2))
        with self._lock:
            for step in self.steps:
                elapsed = f"{step.seconds:5.1f} s"
                if step.finished is not None:
                    table.add_row(
                        "[green]✓" if step.result else "[red]✗", step.name, step.result or "stopped", elapsed
                    )
                elif step.total:
                    table.add_row(
                        Spinner("dots"),
                        step.name,
                        ProgressBar(total=step.total, completed=step.done, width=40),
                        elapsed,
                    )
                    table.add_row("", "", _how_far(step), "")
                else:
                    table.add_row(Spinner("dots"), step.name, _how_far(step), elapsed)
        return table


def _how_far(step: Step) -> str:
    """Where a running step stands, as ``12 of 65 files, 3,410 rows``."""
    parts = [f"{step.done:,} of {step.total:,} {step.unit}".rstrip()] if step.total else []
    if step.rows:
        parts.append(f"{step.rows:,} rows")
    return ", ".join(parts)


def for_terminal(lines_only: bool = False) -> Progress:
    """A live display if standard error is a terminal, else lines on it."""
    if lines_only or not sys.stderr.isatty():
        return LineProgress(sys.stderr)
    from rich.console import Console

    return LiveProgress(Console(stderr=True))
