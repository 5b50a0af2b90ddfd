"""Works of a benchmark, each in a process of its own, in turn: a busy machine hits all of them alike.

A work is timed inside its process, without its imports. The first round, which fills the page cache, does
not count. What the works wrote is removed at the end: for minutes after many small files were, ext4 is slow
to make new ones.
"""

import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Taken:
    """What one run took: wall and CPU time, the highest resident memory, and the rows that it came to."""

    seconds: float
    cpu_seconds: float
    peak_mib: float
    rows: int


def measured(work: Callable[[], int]) -> None:
    """Do the work in this process, and print what it took as the last line."""
    start, cpu = time.perf_counter(), time.process_time()
    rows = work()
    seconds, cpu_seconds = time.perf_counter() - start, time.process_time() - cpu
    said = {"seconds": seconds, "cpu_seconds": cpu_seconds, "peak_mib": peak_mib(), "rows": rows}
    print(json.dumps(said))


def peak_mib() -> float:
    """The highest resident memory of this process. `ru_maxrss` may be that of the process it came from."""
    status = Path("/proc/self/status")
    if status.is_file():
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM:"))
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def once(command: Sequence[str], place: Path) -> Taken:
    """What a process says of itself in its last line; `{}` in the command is an empty folder of its own.

    The folder lies in `place` and stays there.
    """
    folder = tempfile.mkdtemp(dir=place)
    words = [word.replace("{}", folder) for word in command]
    done = subprocess.run(words, cwd=REPOSITORY, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"{' '.join(words)}:\n{done.stdout}{done.stderr}")
    return Taken(**json.loads(done.stdout.splitlines()[-1]))


def own(module: str, work: str, path: Path) -> list[str]:
    """The command that does one work of a module of this folder."""
    return [sys.executable, "-m", f"tests.bench.{module}", "--work", work, str(path), "{}"]


def rounds(commands: Mapping[str, Sequence[str]], repeat: int) -> dict[str, Taken]:
    """Each command `repeat` times, and once before. Medians; the peak is the highest of all."""
    taken: dict[str, list[Taken]] = {name: [] for name in commands}
    with tempfile.TemporaryDirectory(prefix="leaderhouse-bench-") as place:
        for number in range(repeat + 1):
            for name, command in commands.items():
                found = once(command, Path(place))
                print(f"round {number}: {name} {found.seconds:.2f} s", file=sys.stderr)
                if number or not repeat:
                    taken[name].append(found)
    return {name: _middle(runs) for name, runs in taken.items()}


def _middle(runs: list[Taken]) -> Taken:
    return Taken(
        statistics.median(run.seconds for run in runs),
        statistics.median(run.cpu_seconds for run in runs),
        max(run.peak_mib for run in runs),
        runs[-1].rows,
    )


HEADING = (
    "| work | seconds | CPU seconds | peak MiB | ratio | in CPU time | bar |\n|---|---|---|---|---|---|---|"
)


def line(work: str, taken: Taken, ratio: str = "", cpu: str = "", bar: str = "") -> str:
    """A row of the table."""
    cells = [
        work,
        f"{taken.seconds:.2f}",
        f"{taken.cpu_seconds:.2f}",
        f"{taken.peak_mib:,.0f}",
        ratio,
        cpu,
        bar,
    ]
    return f"| {' | '.join(cells)} |"


def against(work: str, taken: Taken, floor: Taken, bar: str) -> str:
    """A row with how many times the floor's time the work took."""
    ratio = f"{taken.seconds / floor.seconds:.2f}"
    return line(work, taken, ratio, f"{taken.cpu_seconds / floor.cpu_seconds:.2f}", bar)
