"""What a night costs, against its engines with nothing to do and against `leaderhouse --help`.

    python -m tests.bench night [--repeat N] [--raw DIR]

The raw folder holds the two real samples from beside the project, or the synthetic studies where those are
missing.
"""

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
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


def seconds(work: Callable[[], None]) -> float:
    """Wall time of one call."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


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


def measure(folder: Path, raw: Path, repeat: int) -> dict[str, list[float]]:
    """Seconds of each kind of work, `repeat` times, in turn, after one round that is thrown away."""
    home = folder / "home"
    night = [LEADERHOUSE, "nightly", "--home", str(home), "--raw", str(raw)]
    engines = [sys.executable, "-m", "tests.bench.engines", str(folder / "engines")]
    taken: dict[str, list[float]] = {name: [] for name in ("help", "engines", "night", "same")}
    for round_number in range(repeat + 1):
        if home.exists():
            empty(home)
        times = {
            "help": seconds(lambda: run([LEADERHOUSE, "--help"])),
            "engines": seconds(lambda: run(engines)),
            "night": seconds(lambda: run(night, accepted=(0, 3), says="Published")),
            "same": seconds(lambda: run(night, says="Nothing changed")),
        }
        told = ", ".join(f"{name} {value:.2f} s" for name, value in times.items())
        print(f"round {round_number}: {told}", file=sys.stderr)
        if round_number:
            for name, value in times.items():
                taken[name].append(value)
    return taken


def _line(work: str, taken: float, against: str, floor: float, bar: int) -> str:
    return f"| {work} | {taken:.2f} | {against} | {floor:.2f} | {taken / floor:.2f} | {bar} |"


def report(options: argparse.Namespace, folder: Path) -> Iterator[str]:
    """Measure; the table, with the bar of each line."""
    raw = options.raw or raw_folder(folder)
    taken = measure(folder, raw, options.repeat)
    middle = {name: statistics.median(values) for name, values in taken.items()}
    studies = ", ".join(sorted(path.name for path in raw.iterdir() if path.is_dir()))
    yield f"Median of {options.repeat} runs over {studies}.\n"
    yield "| work | seconds | against | seconds | ratio | bar |\n|---|---|---|---|---|---|"
    yield _line(
        "a night, everything new", middle["night"], "engines with nothing to do", middle["engines"], 3
    )
    yield _line("a night with nothing new", middle["same"], "`leaderhouse --help`", middle["help"], 4)
    yield f"| `leaderhouse --help` | {middle['help']:.2f} | | | | 0.5 s |"


def add_options(parser: argparse.ArgumentParser) -> None:
    """What the night reads."""
    parser.add_argument("--raw", type=Path, help="raw folder to run the night on")
