"""Small files of one format landed in groups, where their format can read several at once.

A group lands whole and without a word, or not at all: then its halves are tried, and in the end each file is
landed by itself. So a file comes to the same, whatever stands beside it; only the words for what its columns
hold (`etl.columns`) come from the first rows of all.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path

import polars as pl

from etl import outcome
from etl.columns import described
from etl.errors import FileFault
from etl.formats import Format, JoiningFormat, ReadContext
from etl.lake import SOURCE, Entry, Receipt, temporary_path
from etl.parquet import write
from etl.records import Landed, SourceFile
from etl.rejects import LINE
from etl.text import open_text
from etl.vocabulary import Vocabulary

# A larger file gains nothing. A group holds as much text as some batches of a large file.
SMALL_BYTES = 1 << 20
GROUP_FILES, GROUP_BYTES = 64, 4 << 20

Group = list[int]
Results = list[tuple[int, Landed]]


def grouped(
    sources: Sequence[SourceFile],
    places: Sequence[int],
    formats: Mapping[str, Format],
    way: Callable[[SourceFile], str],
) -> list[Group]:
    """The places of `sources`, in groups of those that may be read at once; others alone.

    `way` names how a source is read (`etl.lake.reading`).
    """
    groups: list[Group] = []
    loaded = {sources[place].format for place in places if sources[place].disposition == "load"}
    joining = {slug for slug in loaded if isinstance(formats[slug], JoiningFormat)}
    last, size = None, 0
    for place in places:
        source = sources[place]
        is_joining = (
            source.disposition == "load" and source.size_bytes < SMALL_BYTES and source.format in joining
        )
        key = way(source) if is_joining else None
        size += source.size_bytes
        if key is None or key != last or size > GROUP_BYTES or len(groups[-1]) >= GROUP_FILES:
            groups.append([])
            size = source.size_bytes
        groups[-1].append(place)
        last = key
    return groups


def land_group(
    group: Group, one: Callable[[int], Landed], at_once: Callable[[Group], list[Landed] | None]
) -> Results:
    """Land a group with as few calls as its files allow: `at_once` for many, `one` for each of the rest."""

    def attempt(part: Group) -> Results | None:
        if len(part) == 1:
            return [(part[0], one(part[0]))]
        found = at_once(part)
        return None if found is None else list(zip(part, found, strict=True))

    def halved(whole: Group) -> Results:
        middle = len(whole) // 2
        halves = whole[:middle], whole[middle:]
        found = [attempt(half) for half in halves]
        if found == [None, None]:  # no single file stands in the way: not worth another try
            return [(place, one(place)) for place in whole]
        pairs = zip(halves, found, strict=True)
        return [item for half, part in pairs for item in (halved(half) if part is None else part)]

    return attempt(group) or halved(group)


def land_at_once(
    sources: Sequence[SourceFile],
    raw: Path,
    lake: Path,
    vocabulary: Vocabulary,
    reading: str,
    reader: Format,
) -> list[Landed] | None:
    """Land files that are read in the same way; None where one of them must be looked at by itself."""
    assert isinstance(reader, JoiningFormat)
    notes: list[list[str]] = [[] for _ in sources]
    sequenced: list[list[str]] = [[] for _ in sources]
    contexts = [
        ReadContext(source, vocabulary, said.append, named.append)
        for source, said, named in zip(sources, notes, sequenced, strict=True)
    ]
    landing = [LINE, *reader.schema]
    landed = []
    with ExitStack() as stack:
        try:
            texts = [
                stack.enter_context(
                    open_text(
                        raw,
                        context.source.path,
                        md5=context.source.option("expected_md5") is not None,
                        note=context.note,
                    )
                )
                for context in contexts
            ]
            listed = [(source.size_bytes, source.modified_ns) for source in sources]
            if [(text.size_bytes, text.modified_ns) for text in texts] != listed:
                return None
            batches = reader.read_joined(texts, contexts)
            if batches is None:
                return None
            for text in texts:
                text.finish()
        except (FileFault, pl.exceptions.PolarsError, pl.exceptions.PanicException):
            return None
        if any(
            outcome.md5_fault(source, text.md5, None) for source, text in zip(sources, texts, strict=True)
        ):
            return None
        frames = [
            batch.rows if batch.rows.columns == landing else batch.rows.select(landing) for batch in batches
        ]
        shared, size = _written(frames, [text.sha256 for text in texts], lake / sources[0].kind, reading)
        columns = described(texts[0].table, vocabulary.all_na)
        said_of = zip(notes, sequenced, strict=True)
        for source, text, batch, (said, named) in zip(sources, texts, batches, said_of, strict=True):
            entry = Entry(lake, source.kind, text.sha256, reading)
            receipt = Receipt(
                sha256=text.sha256,
                md5=text.md5,
                rows_read=batch.rows_read,
                rows_loaded=batch.rows.height,
                rows_quarantined=0,
                rows_duplicate=0,
                rows_filtered=0,
                parquet_bytes=size,
                rejects_bytes=0,
                first_reject=None,
                rejected=(),
                sequenced=tuple(dict.fromkeys(named)),
                notes=tuple(dict.fromkeys(said)),
                columns=columns,
                shared=shared,
            )
            entry.write(receipt)
            landed.append(outcome.landed(source, entry, receipt, was_read=True))
    return landed


def _written(
    frames: Sequence[pl.DataFrame], of: Sequence[str], folder: Path, reading: str
) -> tuple[str, int]:
    """Write the rows of several files into one Parquet file; what names it, and its size in bytes.

    `of`: the sha256 of each file. Rows of equal files are written once: a row is told by its file's content.
    """
    own = dict(zip(of, frames, strict=True))
    sizes = pl.Series([frame.height for frame in own.values()], dtype=pl.UInt32)
    source = pl.Series(SOURCE, list(own)).repeat_by(sizes).explode(empty_as_null=False)
    shared = hashlib.sha256("".join(own).encode("ascii")).hexdigest()
    rows = pl.concat(own.values()).insert_column(0, source)
    return shared, write(rows, temporary_path(folder, ".parquet"), folder / f"{shared}.{reading}.parquet")
