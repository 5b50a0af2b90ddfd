"""Writes a MAF of any size as the GDC delivers them: 140 columns, about 1.6 KB a row, aliquot by aliquot.

    python -m tests.bench.generate_maf PATH --rows 360000 [--gz | --files 600]

Widths, shares and empty cells follow the 18,081 rows of 54 masked MAFs of TCGA-LUAD: 65 % missense, 22 %
silent, 3 % deletions, 1 % insertions, 1 to 16 annotated effects a row, burdens of aliquots log-normal. What
belongs to a gene is drawn once, what belongs to a call for each row (`maf_rows`). A size and a seed always
give the same bytes.
"""

import argparse
import zlib
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType

import polars as pl

from tests.bench.maf_rows import COLUMNS, aliquot, frames

HEAD = "#version gdc-1.0.0\n#annotation.spec gdc-2.0.0-aliquot-merged-masked\n#filedate 20220517\n"
ROWS_OF_AN_ALIQUOT = 325


class Written:
    """A file that lines are appended to, plain or as one gzip member."""

    def __init__(self, path: Path, *, is_gz: bool) -> None:
        self._stream = path.open("wb")
        self._gzip = zlib.compressobj(6, zlib.DEFLATED, 31) if is_gz else None

    def add(self, data: bytes) -> None:
        self._stream.write(self._gzip.compress(data) if self._gzip else data)

    def __enter__(self) -> "Written":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._gzip:
            self._stream.write(self._gzip.flush())
        self._stream.close()


def text(rows: pl.DataFrame) -> bytes:
    """The rows as lines."""
    return rows.select(COLUMNS).write_csv(separator="\t", include_header=False, quote_style="never").encode()


def write(path: Path, rows: int, *, n_aliquots: int = 0, seed: int = 16) -> None:
    """One file of all aliquots; gzip where its name ends so."""
    with Written(path, is_gz=path.suffix == ".gz") as written:
        written.add((HEAD + "\t".join(COLUMNS) + "\n").encode())
        for frame in frames(rows, n_aliquots or max(1, rows // ROWS_OF_AN_ALIQUOT), seed):
            written.add(text(frame))


def write_each(folder: Path, rows: int, *, n_aliquots: int, seed: int = 16) -> list[Path]:
    """The same rows in a gzip file for each aliquot."""
    paths: list[Path] = []
    folder.mkdir()
    with ExitStack() as stack:
        written, last = None, -1
        for number, part in _by_aliquot(frames(rows, n_aliquots, seed)):
            if number != last or written is None:
                stack.close()
                paths.append(folder / f"{number:05d}.wxs.aliquot_ensemble_masked.maf.gz")
                written, last = stack.enter_context(Written(paths[-1], is_gz=True)), number
                comment = f"#tumor.aliquot {aliquot(number).uuid}\n"
                written.add((HEAD + comment + "\t".join(COLUMNS) + "\n").encode())
            written.add(text(part))
    return paths


def _by_aliquot(rows: Iterator[pl.DataFrame]) -> Iterator[tuple[int, pl.DataFrame]]:
    for frame in rows:
        for part in frame.partition_by("aliquot", maintain_order=True):
            yield int(part["aliquot"][0]), part


def main() -> None:
    """Writes one file, or one for each aliquot."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.generate_maf", description=__doc__)
    parser.add_argument("path", type=Path, help="a file (gzip if it ends in .gz), or a folder with --files")
    parser.add_argument("--rows", type=int, default=360_000)
    parser.add_argument("--files", type=int, default=0, help="so many gzip files, one for each aliquot")
    parser.add_argument("--seed", type=int, default=16)
    options = parser.parse_args()
    if options.files:
        write_each(options.path, options.rows, n_aliquots=options.files, seed=options.seed)
    else:
        write(options.path, options.rows, seed=options.seed)


if __name__ == "__main__":
    main()
