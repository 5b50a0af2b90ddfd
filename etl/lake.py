"""Where landed files lie: content-addressed Parquet with a receipt that is written last.

    <lake>/<kind>/<sha256>.<reading>.parquet           the rows
    <lake>/<kind>/<sha256>.<reading>.rejects.parquet   the rows that were not loaded, if any
    <lake>/<kind>/<sha256>.<reading>.json              the receipt: only what has one is complete

Small files that were read together share one Parquet file, each row with the sha256 of its file in
`source_sha256`; its name is made of all of these, and each file's receipt gives it.

Everything can be made again from raw, so nothing is synced to disk: an entry whose files are not what the
receipt says counts as absent. Standard library only.
"""

import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass, fields
from functools import lru_cache
from pathlib import Path

from etl.records import Rejected, SourceFile

VERSION = 3
SOURCE = "source_sha256"
TEMPORARY = ".landing-"
# Say nothing about what the bytes mean: the same bytes give the same rows whatever these are.
_SILENT_OPTIONS = ("expected_md5", "manifest_line")
_END_OF_PARQUET = b"PAR1"


@dataclass(frozen=True, slots=True)
class Receipt:
    """What was found in a file read to its end. `*_bytes`: sizes of the lake's files, 0 for no rejects.

    `rejected` counts the rejects by rule; `columns` are the delivered ones, each with a word for its content
    (`etl.columns`). `shared`: what the Parquet is named by that has the rows of other files too; None: the
    file has one of its own.
    """

    sha256: str
    md5: str | None
    rows_read: int
    rows_loaded: int
    rows_quarantined: int
    rows_duplicate: int
    rows_filtered: int
    parquet_bytes: int
    rejects_bytes: int
    first_reject: str | None
    rejected: tuple[Rejected, ...]
    sequenced: tuple[str, ...]
    notes: tuple[str, ...]
    columns: tuple[tuple[str, str], ...] = ()
    shared: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """The place of one file's rows in the lake; paths relative to the lake."""

    lake: Path
    kind: str
    sha256: str
    reading: str

    @property
    def parquet(self) -> str:
        """The rows, in a Parquet file of their own."""
        return self._parquet(self.sha256)

    @property
    def rejects(self) -> str:
        """The rows that were not loaded."""
        return f"{self.kind}/{self.sha256}.{self.reading}.rejects.parquet"

    @property
    def receipt(self) -> Path:
        """The receipt, absolute."""
        return self.lake / self.kind / f"{self.sha256}.{self.reading}.json"

    def holding(self, receipt: Receipt) -> str:
        """The Parquet file that holds the rows: the file's own or a shared one."""
        return self._parquet(receipt.shared or self.sha256)

    def read(self) -> Receipt | None:
        """The receipt if the entry is complete, else None."""
        try:
            tree = json.loads(self.receipt.read_text(encoding="ascii"))
            if tree.pop("version") != VERSION:
                return None
            lists = {name: tuple(tree[name]) for name in ("sequenced", "notes")}
            columns = tuple((name, word) for name, word in tree["columns"])
            rejected = tuple(Rejected(rule, n, tuple(lines)) for rule, n, lines in tree["rejected"])
            receipt = Receipt(**{**tree, **lists, "columns": columns, "rejected": rejected})
        except (OSError, ValueError, TypeError, KeyError, AttributeError):
            return None
        sizes = [(self.holding(receipt), receipt.parquet_bytes)]
        if receipt.rows_quarantined:
            sizes.append((self.rejects, receipt.rejects_bytes))
        is_whole = receipt.sha256 == self.sha256 and all(
            _is_parquet(self.lake / p, size) for p, size in sizes
        )
        return receipt if is_whole else None

    def write(self, receipt: Receipt) -> None:
        """Declare the entry complete. Its Parquet files must be in place.

        A receipt that was cut off while it was written does not parse, and counts as absent.
        """
        rejected = [(item.rule_id, item.n_rows, item.lines) for item in receipt.rejected]
        # Not `asdict`, which copies each of a hundred columns.
        tree = {field.name: getattr(receipt, field.name) for field in fields(receipt)}
        self.receipt.write_text(
            json.dumps({"version": VERSION, **tree, "rejected": rejected}), encoding="ascii"
        )

    def _parquet(self, name: str) -> str:
        return f"{self.kind}/{name}.{self.reading}.parquet"


def temporary_path(folder: Path, suffix: str) -> Path:
    """A name of our own in a folder of the lake, which is made if need be."""
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"{TEMPORARY}{os.getpid()}-{os.urandom(6).hex()}{suffix}"


def sweep(lake: Path) -> None:
    """Remove what a crashed night left half-written. Only under the lock of the home, with no other night."""
    for path in lake.glob(f"*/{TEMPORARY}*"):
        path.unlink(missing_ok=True)


def reading(source: SourceFile, seeds: tuple[Path, ...]) -> str:
    """12 hex digits of all that decides what bytes mean: etl's code, the seeds it reads, format, options."""
    options = sorted((name, value) for name, value in source.options if name not in _SILENT_OPTIONS)
    known = [code_digest(), *(hashlib.sha256(seed.read_bytes()).hexdigest() for seed in seeds)]
    return hashlib.sha256(json.dumps([known, source.kind, source.format, options]).encode()).hexdigest()[:12]


@lru_cache(maxsize=1)
def code_digest() -> str:
    """sha256 over the source of this package: changed code reads every file anew."""
    package = Path(__file__).parent
    digest = hashlib.sha256()
    for path in sorted(_sources(package)):
        digest.update(f"{path.relative_to(package).as_posix()}\0".encode() + path.read_bytes() + b"\0")
    return digest.hexdigest()


def _sources(package: Path) -> Iterator[Path]:
    return (path for path in package.rglob("*.py") if path.is_file())


def _is_parquet(path: Path, size: int) -> bool:
    try:
        with path.open("rb") as stream:
            if os.fstat(stream.fileno()).st_size != size or size < len(_END_OF_PARQUET):
                return False
            stream.seek(-len(_END_OF_PARQUET), os.SEEK_END)
            return stream.read() == _END_OF_PARQUET
    except OSError:
        return False
