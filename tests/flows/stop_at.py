"""The command `leaderhouse`, which stops itself when the night begins a step, as SIGSTOP does.

    python stop_at.py STEP nightly --home HOME

So a test can kill, double or interrupt a night at a place, and not at a moment.
"""

import os
import signal
import sys

from flows import cli
from flows.progress import LineProgress


class StoppingProgress(LineProgress):
    def start(self, name: str, total: int = 0, unit: str = "") -> None:
        super().start(name, total, unit)
        if name == STEP:
            os.kill(os.getpid(), signal.SIGSTOP)


if __name__ == "__main__":
    STEP = sys.argv.pop(1)
    from flows import progress

    progress.for_terminal = lambda lines_only=False: StoppingProgress(sys.stderr)
    cli.main()
