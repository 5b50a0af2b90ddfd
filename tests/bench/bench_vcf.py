"""What reading a VCF costs, as ratios within one run: against cyvcf2, and against polars' bare split.

    python -m tests.bench.bench_vcf [--repeat N] [--records N] [--cyvcf2 PYTHON] [--times N]

cyvcf2 lives in an environment of its own: `--cyvcf2` names its interpreter (with cyvcf2 and pyarrow); without
it that line is left out. `--times 10` also lands a file of ten times the records. Each work is a process of
its own, timed inside it, without its imports: the whole landing (hash, numbered lines, checks, Parquet,
rejects) is ours.
"""

import argparse
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.bench.generate_vcf import write

REPOSITORY = Path(__file__).resolve().parents[2]
SEEDS = REPOSITORY / "dbt" / "seeds" / "vocabulary"
LOOP = Path(__file__).with_name("cyvcf2_loop.py")
MIB = 1 << 20


def land(raw: Path, name: str, lake: Path) -> int:
    """The file through etl's landing; the calls that were loaded."""
    from etl.landing import land
    from etl.records import SourceFile
    from etl.vocabulary import Vocabulary

    status = (raw / name).stat()
    source = SourceFile(
        "bench", name, "mutations", "vcf", "generic", status.st_size, status.st_mtime_ns, "load"
    )
    landed = land(source, raw, lake, Vocabulary.read(SEEDS), "0" * 12, None)
    if landed.status != "loaded":
        raise RuntimeError(landed.reason)
    return landed.rows_loaded


def bare(path: Path, target: Path) -> int:
    """Polars' split into lines and columns, written to Parquet: nothing is looked at."""
    import polars as pl

    data = path.read_bytes()
    start = data.index(b"\n#CHROM") + 1
    names = data[start : data.index(b"\n", start)].decode().split("\t")
    body = data[data.index(b"\n", start) + 1 :]
    schema = {name: pl.String() for name in names}
    frame = pl.read_csv(body, separator="\t", has_header=False, quote_char=None, schema=schema)
    frame.write_parquet(target, compression="zstd")
    return frame.height


def work(name: str, path: Path, folder: Path) -> None:
    """One work in this process: prints its seconds, rows and peak of memory as JSON."""
    import etl.formats.vcf
    import etl.landing  # noqa: F401  what an import costs is not what a file costs

    start = time.perf_counter()
    rows = (
        land(path.parent, path.name, folder / "lake")
        if name == "ours"
        else bare(path, folder / "bare.parquet")
    )
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "rows": rows, "peak_mib": peak}))


def timed(command: list[str]) -> dict[str, float]:
    """What a process says of itself in its last line."""
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)}:\n{done.stderr}")
    said: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return said


def once(name: str, path: Path, cyvcf2: str | None) -> dict[str, float]:
    """One run of one work, in a folder of its own."""
    with tempfile.TemporaryDirectory(prefix="leaderhouse-bench-") as folder:
        if name == "cyvcf2":
            return timed([str(cyvcf2), str(LOOP), str(path), str(SEEDS), f"{folder}/loop.parquet"])
        arguments = ["--work", name, "--file", str(path), "--folder", folder]
        return timed([sys.executable, "-m", "tests.bench.bench_vcf", *arguments])


def report(options: argparse.Namespace, folder: Path) -> None:
    """Measure and print a table in Markdown."""
    path = folder / "bench.vcf"
    write(path, options.records)
    names = ["ours", "bare", *(["cyvcf2"] if options.cyvcf2 else [])]
    taken: dict[str, list[dict[str, float]]] = {name: [] for name in names}
    for round_number in range(options.repeat + 1):
        for name in names:  # in turn, so that a busy machine hits all alike
            found = once(name, path, options.cyvcf2)
            if round_number:
                taken[name].append(found)
    middle = {name: statistics.median(run["seconds"] for run in runs) for name, runs in taken.items()}
    peak = {name: max(run["peak_mib"] for run in runs) for name, runs in taken.items()}
    if options.cyvcf2 and taken["ours"][0]["rows"] != taken["cyvcf2"][0]["rows"]:
        raise RuntimeError(f"the two do not give the same rows: {taken}")
    size = path.stat().st_size
    print(
        f"{options.records:,} records, {size / MIB:.0f} MiB, {size / options.records:.0f} bytes each; ",
        end="",
    )
    print(f"median of {options.repeat} runs.\n")
    print("| work | seconds | peak MiB | ratio | bar |\n|---|---|---|---|---|")
    print(f"| a VCF landed | {middle['ours']:.2f} | {peak['ours']:.0f} | | |")
    print(f"| polars' bare split to Parquet | {middle['bare']:.2f} | {peak['bare']:.0f} | ", end="")
    print(f"ours takes {middle['ours'] / middle['bare']:.2f} × | 2.5 |")
    if options.cyvcf2:
        print(f"| a cyvcf2 loop | {middle['cyvcf2']:.2f} | {peak['cyvcf2']:.0f} | ", end="")
        print(f"{middle['cyvcf2'] / middle['ours']:.2f} × ours | 2.5 |")
    if options.times > 1:
        write(path, options.records * options.times)
        more = once("ours", path, None)
        print(f"| {options.times} × the records | {more['seconds']:.2f} | {more['peak_mib']:.0f} | ", end="")
        print(f"{more['seconds'] / middle['ours']:.2f} × the time | {options.times * 1.1:.0f} |")


def main() -> None:
    """Measures and prints, or does one work."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.bench_vcf", description=__doc__)
    parser.add_argument("--records", type=int, default=200_000)
    parser.add_argument("--repeat", type=int, default=5, help="rounds that count (default 5)")
    parser.add_argument("--cyvcf2", help="interpreter of an environment with cyvcf2 and pyarrow")
    parser.add_argument("--times", type=int, default=1, help="land a file of so many times the records, too")
    parser.add_argument("--work", choices=("ours", "bare"), help=argparse.SUPPRESS)
    parser.add_argument("--file", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.work:
        work(options.work, options.file, options.folder)
        return
    with tempfile.TemporaryDirectory(prefix="leaderhouse-bench-") as folder:
        report(options, Path(folder))


if __name__ == "__main__":
    main()
