"""Land source files in the lake: read once, typed, accounted for, never half.

The first sight of a file reads and hashes it in one pass; the name in the lake is known only then. Whatever
is wrong with a file holds that file back and no other.
"""

import logging
import os
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import replace
from itertools import chain
from pathlib import Path

import polars as pl

from etl import outcome, rejects
from etl.columns import Columns, described
from etl.errors import FileFault
from etl.formats import FORMATS, Format, ReadContext
from etl.found import Found
from etl.lake import Entry, Receipt, temporary_path
from etl.memory import keep_freed
from etl.parquet import ParquetFile
from etl.records import Landed, SourceFile
from etl.rejects import LINE
from etl.small_files import grouped, land_at_once, land_group
from etl.text import TextFile, open_text
from etl.vocabulary import Vocabulary

LOG = logging.getLogger(__name__)
# Larger files are read, parsed and written by threads of their own; smaller ones are landed side by side.
LARGE_BYTES = 8 << 20


def land(
    source: SourceFile,
    raw: Path,
    lake: Path,
    vocabulary: Vocabulary,
    reading: str,
    known_sha: str | None = None,
) -> Landed:
    """Land one file and say what became of it.

    `reading` names the way of reading (`etl.lake.reading`). With `known_sha` a file that is in the lake
    already is not opened. Raises LedgerError and, where the lake cannot be written, OSError; a fault of the
    file is in the result.
    """
    if source.disposition != "load":
        return outcome.aside(source, raw, known_sha)
    if known_sha is not None:
        entry = Entry(lake, source.kind, known_sha, reading)
        receipt = entry.read()
        if receipt is not None and receipt.md5 is None and source.option("expected_md5") is not None:
            receipt = _with_md5(receipt, source, raw)
        if receipt is not None:
            return outcome.landed(source, entry, receipt, was_read=False)
    return _read(source, raw, lake, vocabulary, reading, FORMATS[source.format])


def land_many(
    sources: Sequence[SourceFile],
    raw: Path,
    lake: Path,
    vocabulary: Vocabulary,
    reading: Callable[[SourceFile], str],
    known_sha: Mapping[str, str] | None = None,
    on_file: Callable[[Landed], None] | None = None,
) -> list[Landed]:
    """Land the files of one study and kind; results in the order given.

    `known_sha` maps paths to hashes; `on_file` is called in this thread as each file is done, small files
    first.
    """
    keep_freed()
    known = known_sha or {}
    done: dict[int, Landed] = {}

    def one(place: int) -> Landed:
        source = sources[place]
        return land(source, raw, lake, vocabulary, reading(source), known.get(source.path))

    def is_held(place: int) -> bool:
        source = sources[place]
        sha256 = known.get(source.path)
        return sha256 is not None and Entry(lake, source.kind, sha256, reading(source)).read() is not None

    def at_once(group: list[int]) -> list[Landed] | None:
        same = [sources[place] for place in group]
        return land_at_once(same, raw, lake, vocabulary, reading(same[0]), FORMATS[same[0].format])

    small = [n for n, source in enumerate(sources) if source.size_bytes < LARGE_BYTES]
    held = [n for n in small if is_held(n)]
    groups = [*([n] for n in held), *grouped(sources, sorted({*small} - {*held}), FORMATS, reading)]
    # One more than processors: much of a small file is Python, of which one thread runs at a time.
    with ThreadPoolExecutor(max_workers=min(5, 1 + (os.cpu_count() or 1))) as pool:
        large = ([(n, one(n))] for n, source in enumerate(sources) if source.size_bytes >= LARGE_BYTES)
        for results in (pool.map(lambda group: land_group(group, one, at_once), groups), large):
            for place, landed in chain.from_iterable(results):
                done[place] = landed
                if on_file is not None:
                    on_file(landed)
    return [done[n] for n in range(len(sources))]


def kinds() -> dict[str, pl.Schema]:
    """The landing tables: kind → columns with `source_line`. Formats of one kind must agree."""
    found: dict[str, pl.Schema] = {}
    for slug in FORMATS:
        schema = _schema(FORMATS[slug])
        if found.setdefault(FORMATS[slug].kind, schema) != schema:
            raise TypeError(f"the format {slug!r} has other columns than its kind {FORMATS[slug].kind!r}")
    return found


def empty(kind: str, lake: Path) -> Path:
    """Write `lake/_schema/<kind>.parquet`, a table without rows, so that a view exists where no file does."""
    path = lake / "_schema" / f"{kind}.parquet"
    temporary = temporary_path(path.parent, ".parquet")
    pl.DataFrame(schema=kinds()[kind]).write_parquet(temporary)
    os.replace(temporary, path)
    return path


def _read(
    source: SourceFile, raw: Path, lake: Path, vocabulary: Vocabulary, reading: str, reader: Format
) -> Landed:
    folder = lake / source.kind
    expected = source.option("expected_md5")
    found = Found()
    with ExitStack() as stack:
        try:
            text = stack.enter_context(open_text(raw, source.path, md5=expected is not None, note=found.note))
        except FileFault as fault:
            return outcome.held_back(source, "", fault)
        rows = ParquetFile(temporary_path(folder, ".parquet"), _schema(reader))
        bad = ParquetFile(temporary_path(folder, ".rejects.parquet"), pl.Schema(rejects.SCHEMA))
        stack.callback(rows.discard)
        stack.callback(bad.discard)
        problem = _stream(source, text, vocabulary, reader, found, rows, bad)
        sha256 = ""  # of a file that changed or could not be read to its end nothing is known
        try:
            text.finish()
            sha256 = text.sha256
        except FileFault as changed:
            problem = changed
        problem = outcome.md5_fault(source, text.md5, problem) or problem
        shown = described(text.table, vocabulary.all_na)
        if problem is not None:
            return outcome.held_back(source, sha256, problem, columns=shown)
        entry = Entry(lake, source.kind, sha256, reading)
        return outcome.landed(source, entry, _kept(entry, text, found, shown, rows, bad), was_read=True)


def _stream(
    source: SourceFile,
    text: TextFile,
    vocabulary: Vocabulary,
    reader: Format,
    found: Found,
    rows: ParquetFile,
    bad: ParquetFile,
) -> FileFault | None:
    """Read the file to its end into the two Parquet files; the fault that stopped it, if one did."""
    if (text.size_bytes, text.modified_ns) != (source.size_bytes, source.modified_ns):
        return FileFault(
            source.path, None, "changed after the folder was listed", "deliver it completely before the night"
        )
    context = ReadContext(source, vocabulary, found.note, found.name_sequenced)
    landing = [LINE, *reader.schema]
    try:
        for batch in reader.read(text, context):
            found.enter(batch)
            rows.add(batch.rows if batch.rows.columns == landing else batch.rows.select(landing))
            if not batch.rejects.is_empty():
                bad.add(batch.rejects.select(*rejects.SCHEMA))
        for _ in text.batches():  # to the end, so that damage behind the last row is seen
            pass
    except FileFault as fault:
        return fault
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException) as error:
        # A mistake of ours, not of the file; the other files of the night are worth more than a stop.
        LOG.exception("%s could not be read", source.path)
        message = f"could not be read because of an internal error ({' '.join(str(error).split())[:300]})"
        return FileFault(source.path, None, message, "report it")
    return None


def _kept(
    entry: Entry, text: TextFile, found: Found, shown: Columns, rows: ParquetFile, bad: ParquetFile
) -> Receipt:
    """Give the files their names, then write the receipt. Replaces an entry of the same content."""
    receipt = Receipt(
        sha256=text.sha256,
        md5=text.md5,
        rows_read=found.ledger.rows_read,
        rows_loaded=found.ledger.rows_loaded,
        rows_quarantined=found.ledger.rows_quarantined,
        rows_duplicate=found.ledger.rows_duplicate,
        rows_filtered=found.ledger.rows_filtered,
        parquet_bytes=rows.keep(entry.lake / entry.parquet),
        rejects_bytes=bad.keep(entry.lake / entry.rejects) if bad.rows else 0,
        first_reject=found.first_reject,
        rejected=tuple(found.rejected.values()),
        sequenced=tuple(found.sequenced),
        notes=tuple(found.notes),
        columns=shown,
    )
    entry.write(receipt)
    return receipt


def _with_md5(receipt: Receipt, source: SourceFile, raw: Path) -> Receipt | None:
    """The receipt with the md5 that a manifest asks for now; None if the file is no longer the receipt's."""
    try:
        with open_text(raw, source.path, md5=True) as text:
            text.finish()
            return replace(receipt, md5=text.md5) if text.sha256 == receipt.sha256 else None
    except FileFault:
        return None


def _schema(reader: Format) -> pl.Schema:
    return pl.Schema({LINE: pl.Int64(), **reader.schema})
