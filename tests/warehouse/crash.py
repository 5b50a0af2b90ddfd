"""Publishes a prepared build in a process of its own, and dies at a chosen step.

    python crash.py HOME RUN_ID PREPARED STEP

A step is a call that changes the disk; the process kills itself just before the one that STEP counts to,
which is also just after the one before it. Exit code 0 tells that there are fewer steps.
"""

import os
import shutil
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from warehouse import publish
from warehouse.layout import Home

CHANGES: tuple[tuple[Any, str], ...] = (
    (os, "ftruncate"),
    (os, "pwrite"),
    (os, "fsync"),
    (Path, "chmod"),
    (Path, "rename"),
    (Path, "hardlink_to"),
    (Path, "symlink_to"),
    (Path, "replace"),
    (shutil, "rmtree"),
)


class Countdown:
    def __init__(self, steps: int) -> None:
        self.left = steps

    def step(self) -> None:
        if self.left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        self.left -= 1

    def before(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*arguments: Any, **options: Any) -> Any:
            self.step()
            return call(*arguments, **options)

        return counted


def main(home: Home, run_id: str, prepared: Path, steps: int) -> None:
    countdown = Countdown(steps)
    for owner, name in CHANGES:
        setattr(owner, name, countdown.before(getattr(owner, name)))
    with publish.Lock(home, run_id):
        paths = publish.begin(home, run_id)
        paths.target.write_bytes(prepared.read_bytes())
        publish.publish(home, run_id)


if __name__ == "__main__":
    main(Home(Path(sys.argv[1])), sys.argv[2], Path(sys.argv[3]), int(sys.argv[4]))
