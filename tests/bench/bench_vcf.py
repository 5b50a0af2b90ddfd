"""What reading a VCF costs, as ratios within one run: against cyvcf2, and against polars' bare split.

    python -m tests.bench vcf [--repeat N] [--records N] [--cyvcf2 PYTHON]

`--records` is the size at which ratios are taken; a tenth of it shows how time grows. cyvcf2 is not in the
lock and lives in an environment of its own: `--cyvcf2` names its interpreter (with cyvcf2 and pyarrow);
without it the table says that the line was not measured. The whole landing (hash, numbered lines, checks,
Parquet, rejects) is ours.
"""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.bench import rounds
from tests.bench.generate_vcf import write
from tests.bench.rounds import HEADING, against, line, own

SEEDS = rounds.REPOSITORY / "dbt" / "seeds" / "vocabulary"
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


def report(options: argparse.Namespace, folder: Path) -> Iterator[str]:
    """Measure; the lines of a table in Markdown."""
    path, tenth = folder / "bench.vcf", folder / "tenth.vcf"
    write(path, options.records)
    write(tenth, options.records // 10)
    commands = {
        "ours": own("bench_vcf", "ours", path),
        "bare": own("bench_vcf", "bare", path),
        "tenth": own("bench_vcf", "ours", tenth),
    }
    if options.cyvcf2:
        commands["cyvcf2"] = [options.cyvcf2, str(LOOP), str(path), str(SEEDS), "{}/loop.parquet"]
    taken = rounds.rounds(commands, options.repeat)
    ours = taken["ours"]
    size = path.stat().st_size
    yield f"{options.records:,} records, {size / MIB:,.0f} MiB, {size / options.records:,.0f} bytes each; "
    yield f"median of {options.repeat} runs.\n\n{HEADING}"
    yield line("polars' bare split to Parquet", taken["bare"])
    yield against("a VCF landed", ours, taken["bare"], "2.5")
    if options.cyvcf2:
        loop = taken["cyvcf2"]
        if ours.rows != loop.rows:
            raise RuntimeError(f"the two do not give the same rows: {ours.rows}, {loop.rows}")
        yield line("a cyvcf2 loop", loop)
        faster, cpu = loop.seconds / ours.seconds, loop.cpu_seconds / ours.cpu_seconds
        yield line("landing is faster than cyvcf2", ours, f"{faster:.2f}", f"{cpu:.2f}", "at least 2.5")
    else:
        yield "| a cyvcf2 loop: not measured, name an interpreter that has it (--cyvcf2) | | | | | | 2.5 |"
    yield against("10 × the records", ours, taken["tenth"], "11")


def add_options(parser: argparse.ArgumentParser) -> None:
    """Sizes of this benchmark."""
    group = parser.add_argument_group("vcf")
    group.add_argument("--records", type=int, default=200_000, help="records of the VCF (default 200,000)")
    group.add_argument("--cyvcf2", help="interpreter of an environment with cyvcf2 and pyarrow")


def _work(name: str, path: Path, folder: Path) -> None:
    import numpy  # noqa: F401

    import etl.formats.vcf
    import etl.landing  # noqa: F401  what an import costs is not what a file costs

    if name == "ours":
        rounds.measured(lambda: land(path.parent, path.name, folder / "lake"))
    else:
        rounds.measured(lambda: bare(path, folder / "bare.parquet"))


if __name__ == "__main__":
    _work(sys.argv[2], Path(sys.argv[3]), Path(sys.argv[4]))
