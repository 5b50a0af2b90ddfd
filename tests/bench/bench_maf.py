"""What landing a MAF costs, as ratios within one run on the same file.

    python -m tests.bench maf [--rows 3600000] [--repeat N] [--times 3] [--files 600]

`--rows` is the size at which ratios are taken, a tenth of it shows how time grows, `--times` of it how
memory does. Landing is `etl.landing.land_many`, as the night calls it: read, hash, number, type, check,
normal form, rejects, Parquet. The floor is polars' scan of the same columns, cast, into the same Parquet.
Gate 1 is `expectations.gate.run_gate` over all suites, on the database that the night makes.
"""

import argparse
import gzip
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.bench import rounds
from tests.bench.generate_maf import write, write_each
from tests.bench.rounds import HEADING, Taken, against, line, own

SEEDS = rounds.REPOSITORY / "dbt" / "seeds" / "vocabulary"
MIB = 1 << 20


def land(path: Path, folder: Path) -> int:
    """The file, or all files of a folder, through etl's landing; the rows that were loaded."""
    from etl.landing import land_many
    from etl.records import SourceFile
    from etl.vocabulary import Vocabulary

    paths = sorted(path.iterdir()) if path.is_dir() else [path]
    raw = paths[0].parent
    sources = [
        SourceFile("bench", p.name, "mutations", "maf", "gdc", p.stat().st_size, p.stat().st_mtime_ns, "load")
        for p in paths
    ]
    landed = land_many(sources, raw, folder / "lake", Vocabulary.read(SEEDS), lambda source: "0" * 12)
    for file in landed:
        if file.status != "loaded" or file.rows_loaded != file.rows_read:
            raise RuntimeError(f"{file.source.path}: {file.reason}, {file.rows_quarantined} quarantined")
    return sum(file.rows_loaded for file in landed)


def floor(path: Path, folder: Path) -> int:
    """Polars' own way from each file to Parquet: nothing is checked, hashed or numbered."""
    import polars as pl

    for file in sorted(path.iterdir()) if path.is_dir() else [path]:
        names, integers = delivered(file)
        frame = pl.scan_csv(file, separator="\t", comment_prefix="#", quote_char=None, infer_schema=False)
        cells = [pl.col(name).cast(pl.Int64) if name in integers else pl.col(name) for name in names]
        frame.select(cells).sink_parquet(folder / f"{file.name}.parquet", compression="zstd")
    return int(pl.scan_parquet(folder).select(pl.len()).collect().item())


def with_pandas(path: Path, folder: Path) -> int:
    """The same columns with pandas, as one frame."""
    import pandas as pd

    names, _ = delivered(path)
    with path.open("rb") as stream:
        n_comments = next(n for n, text in enumerate(stream) if not text.startswith(b"#"))
    # With this engine the line of the header is what skips the comments.
    frame = pd.read_csv(path, sep="\t", engine="pyarrow", header=n_comments, usecols=names)
    frame.to_parquet(folder / "pandas.parquet", compression="zstd")
    return len(frame)


def delivered(path: Path) -> tuple[list[str], set[str]]:
    """The file's columns that landing reads, and those of them that are whole numbers."""
    from etl.formats.maf import SCHEMA

    with gzip.open(path, "rt") if path.suffix == ".gz" else path.open() as stream:
        header = next(text for text in stream if not text.startswith("#")).rstrip("\n").split("\t")
    found = SCHEMA.resolve(header)
    positions = {found["start"], found["end"]}
    return list(found.values()), positions | {found[c.name] for c in SCHEMA.columns if c.dtype == "integer"}


def gate(path: Path, folder: Path) -> int:
    """Gate 1 over what was landed from the file before, in the folder of that name; rows that it judged."""
    from expectations.gate import run_gate

    report = run_gate(path, "landing", folder / "docs", "bench")
    if not report.passed:
        raise RuntimeError(str(report.reasons()))
    return len(report.results)


def database(path: Path, folder: Path) -> Path:
    """Land the file and make the small database whose views gate 1 judges."""
    from etl.landing import empty, kinds
    from warehouse import landing
    from warehouse.records import FileRecord, StudyRecord

    n = land(path, folder)
    lake = folder / "lake"
    parquet = next((lake / "mutations").glob("*.parquet"))
    file = FileRecord(
        study_id="bench", source_file_id="0" * 16, path=path.name, kind="mutations", format="maf",
        layout="gdc", sha256=parquet.name.split(".")[0], size_bytes=path.stat().st_size, modified_ns=0,
        status="loaded", rows_read=n, rows_loaded=n, parquet=str(parquet.relative_to(lake)), reading="0" * 12,
    )  # fmt: skip
    made = folder / "gate_1.duckdb"
    landing.build(
        made, lake, [file], [StudyRecord("bench", "gdc")], {kind: empty(kind, lake) for kind in kinds()}
    )
    return made


def report(options: argparse.Namespace, folder: Path) -> Iterator[str]:
    """Measure; the lines of a table in Markdown."""
    few, many = folder / "few", folder / "many"
    for place, rows in ((few, options.rows // 10), (many, options.rows)):
        place.mkdir()
        write(place / "bench.maf", rows)
        _compress(place / "bench.maf")
        database(place / "bench.maf", place)
    small, one = folder / "small", folder / "one" / "bench.maf.gz"
    write_each(small, options.small_rows, n_aliquots=options.files)
    one.parent.mkdir()
    write(one, options.small_rows, n_aliquots=options.files)
    taken = rounds.rounds(
        {
            **_works(many, "many"),
            "pandas": own("bench_maf", "pandas", many / "bench.maf"),
            **_works(few, "few"),
            "small": own("bench_maf", "ours", small),
            "one": own("bench_maf", "ours", one),
            "small floor": own("bench_maf", "floor", small),
            "one floor": own("bench_maf", "floor", one),
        },
        options.repeat,
    )
    size = (many / "bench.maf").stat().st_size
    yield f"{options.rows:,} rows, {size / MIB:,.0f} MiB, {size / options.rows:,.0f} bytes each; "
    yield f"median of {options.repeat} runs.\n\n{HEADING}"
    ours, pandas = taken["many ours"], taken["pandas"]
    yield line("polars' floor", taken["many floor"])
    yield against("a MAF landed", ours, taken["many floor"], "2.0")
    yield line("polars' floor, from .gz", taken["many gz floor"])
    yield against("a MAF landed from .gz", taken["many gz"], taken["many gz floor"], "1.5")
    yield line("pandas (pyarrow engine)", pandas)
    faster, cpu = pandas.seconds / ours.seconds, pandas.cpu_seconds / ours.cpu_seconds
    yield line("landing is faster than pandas", ours, f"{faster:.2f}", f"{cpu:.2f}", "at least 2.5")
    yield line(
        "its memory is less than pandas'", ours, f"{pandas.peak_mib / ours.peak_mib:.1f}", "", "at least 5"
    )
    yield against("gate 1, against landing", taken["many gate"], ours, "0.5")
    for name, shown in NAMES.items():
        yield against(f"10 × the rows, {shown}", taken[f"many {name}"], taken[f"few {name}"], "11")
    files = f"{options.files} files of {options.small_rows:,} rows, against one"
    yield against(files, taken["small"], taken["one"], "1.5")
    yield against(
        f"the same for polars' floor: {options.files} files", taken["small floor"], taken["one floor"], ""
    )
    if options.times > 1:
        shutil.rmtree(few)
        yield from _memory(many, options, ours)


NAMES = {
    "floor": "floor",
    "ours": "landed",
    "gz floor": "floor from .gz",
    "gz": "landed from .gz",
    "gate": "gate 1",
}


def _works(place: Path, name: str) -> dict[str, list[str]]:
    plain, packed = place / "bench.maf", place / "bench.maf.gz"
    return {
        f"{name} floor": own("bench_maf", "floor", plain),
        f"{name} ours": own("bench_maf", "ours", plain),
        f"{name} gz floor": own("bench_maf", "floor", packed),
        f"{name} gz": own("bench_maf", "ours", packed),
        f"{name} gate": own("bench_maf", "gate", place / "gate_1.duckdb"),
    }


def _memory(many: Path, options: argparse.Namespace, ours: Taken) -> Iterator[str]:
    """Land `--times` the rows: the peak must hardly grow."""
    (many / "bench.maf.gz").unlink()
    write(many / "more.maf", options.rows * options.times)
    more = rounds.once(own("bench_maf", "ours", many / "more.maf"), many)
    grown = f"{more.peak_mib / ours.peak_mib:.2f} × the memory"
    yield line(f"{options.times} × the rows", more, grown, "", "1.25, below 2,048 MiB")


def _compress(path: Path) -> None:
    """Beside a file the same as one gzip member."""
    with path.open("rb") as plain, gzip.open(f"{path}.gz", "wb", compresslevel=6) as packed:
        shutil.copyfileobj(plain, packed, MIB)


def add_options(parser: argparse.ArgumentParser) -> None:
    """Sizes of this benchmark."""
    group = parser.add_argument_group("maf")
    group.add_argument("--rows", type=int, default=360_000, help="rows of the MAF (default 360,000)")
    group.add_argument("--times", type=int, default=3, help="also land so many times the rows (default 3)")
    group.add_argument("--files", type=int, default=600, help="small files (default 600)")
    group.add_argument("--small-rows", type=int, default=195_000, help="rows of all small files together")


def _work(name: str, path: Path, folder: Path) -> None:
    import numpy  # noqa: F401

    import etl.formats.maf
    import etl.landing  # noqa: F401  what an import costs is not what a file costs

    works = {"ours": land, "floor": floor, "pandas": with_pandas, "gate": gate}
    if name == "gate":
        from expectations.gate import warm

        warm()
    if name == "pandas":
        import pandas as pd  # noqa: F401
        import pyarrow.csv
        import pyarrow.parquet  # noqa: F401
    rounds.measured(lambda: works[name](path, folder))


if __name__ == "__main__":
    _work(sys.argv[2], Path(sys.argv[3]), Path(sys.argv[4]))
