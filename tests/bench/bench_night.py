"""What a night costs, against its engines with nothing to do and against `leaderhouse --help`.

    python -m tests.bench night [--repeat N] [--raw DIR]

The raw folder holds the two real samples from beside the project, or the synthetic studies where those are
missing.
"""

import argparse
import os
import resource
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
SAMPLES = REPOSITORY.parent / "shared" / "samples"
STUDIES = ("gdc_tcga_luad_sample", "nsclc_pd1_msk_2018", "gene_panels")
LEADERHOUSE = str(Path(sys.executable).with_name("leaderhouse"))


def run(command: list[str], accepted: tuple[int, ...] = (0,), says: str = "") -> None:
    """Runs a command in the checkout; raises with its output when it ends or speaks otherwise."""
    ours = ("PREFECT_", "LEADERHOUSE_")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    done = subprocess.run(command, cwd=REPOSITORY, env=environment, capture_output=True, text=True)
    if done.returncode not in accepted or says not in done.stdout:
        told = f"{done.stdout}{done.stderr}"
        raise RuntimeError(f"{' '.join(command)} ended with {done.returncode}, expected {says!r}:\n{told}")


@dataclass(frozen=True, slots=True)
class Cost:
    """Wall time of a command, and CPU time of all its processes that it waited for."""

    seconds: float
    cpu_seconds: float


def cost(work: Callable[[], None]) -> Cost:
    """What one call took."""
    start, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    work()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(time.perf_counter() - start, cpu)


def raw_folder(folder: Path) -> Path:
    """A raw folder with the real samples, or the synthetic studies where those are missing."""
    raw = folder / "raw"
    if SAMPLES.is_dir():
        for study in STUDIES:
            shutil.copytree(SAMPLES / study, raw / study)
    else:
        run([sys.executable, "examples/make_synthetic_study.py", str(raw)])
    return raw


def empty(home: Path) -> None:
    """A home without any night in it; Prefect's database stays, as it does from night to night."""
    for path in home.iterdir():
        if path.name != ".prefect":
            shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()


def measure(folder: Path, raw: Path, repeat: int) -> dict[str, list[Cost]]:
    """Seconds of each kind of work, `repeat` times, in turn, after one round that is thrown away."""
    home = folder / "home"
    night = [LEADERHOUSE, "nightly", "--home", str(home), "--raw", str(raw)]
    engines = [sys.executable, "-m", "tests.bench.engines", str(folder / "engines")]
    taken: dict[str, list[Cost]] = {name: [] for name in ("help", "engines", "night", "same")}
    for round_number in range(repeat + 1):
        if home.exists():
            empty(home)
        times = {
            "help": cost(lambda: run([LEADERHOUSE, "--help"])),
            "engines": cost(lambda: run(engines)),
            "night": cost(lambda: run(night, accepted=(0, 3), says="Published")),
            "same": cost(lambda: run(night, says="Nothing changed")),
        }
        told = ", ".join(f"{name} {value.seconds:.2f} s" for name, value in times.items())
        print(f"round {round_number}: {told}", file=sys.stderr)
        if round_number:
            for name, value in times.items():
                taken[name].append(value)
    return taken


def report(options: argparse.Namespace, folder: Path) -> Iterator[str]:
    """Measure; the table, with the bar of each line."""
    raw = options.raw or raw_folder(folder)
    taken = measure(folder, raw, options.repeat)
    middle = {
        name: Cost(
            statistics.median(run.seconds for run in runs), statistics.median(run.cpu_seconds for run in runs)
        )
        for name, runs in taken.items()
    }
    studies = ", ".join(sorted(path.name for path in raw.iterdir() if path.is_dir()))
    yield f"Median of {options.repeat} runs over {studies}.\n"
    yield "| work | seconds | against | seconds | ratio | in CPU time | bar |\n|---|---|---|---|---|---|---|"
    yield _line(
        "a night, everything new", middle["night"], "engines with nothing to do", middle["engines"], 3
    )
    yield _line("a night with nothing new", middle["same"], "`leaderhouse --help`", middle["help"], 4)
    told = middle["help"]
    yield f"| `leaderhouse --help` | {told.seconds:.2f} | | | | {told.cpu_seconds:.2f} s | 0.5 s |"


def _line(work: str, taken: Cost, against: str, floor: Cost, bar: int) -> str:
    ratio, cpu = taken.seconds / floor.seconds, taken.cpu_seconds / floor.cpu_seconds
    cells = (work, f"{taken.seconds:.2f}", against, f"{floor.seconds:.2f}", f"{ratio:.2f}", f"{cpu:.2f}", bar)
    return f"| {' | '.join(map(str, cells))} |"


def add_options(parser: argparse.ArgumentParser) -> None:
    """What the night reads."""
    parser.add_argument("--raw", type=Path, help="raw folder to run the night on")
