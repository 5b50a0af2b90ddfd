"""Compares the columns of what was landed with those of the last load of that kind of file in the study."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from etl import drift
from etl.lake import Entry
from warehouse.records import DriftRecord

if TYPE_CHECKING:
    from collections.abc import Sequence

    from etl.columns import Columns
    from etl.records import Landed
    from etl.vocabulary import Vocabulary
    from warehouse.records import FileRecord

# Former tables of one kind that are looked at for the nearest: a kind has few headers, whatever its files.
_LOOKED_AT = 20


def found(
    landed: Sequence[Landed], former: Sequence[FileRecord], lake: Path, vocabulary: Vocabulary
) -> list[DriftRecord]:
    """What changed in the columns of files whose content is new; one record for files that changed alike.

    ``former`` are the files of the served version: their columns are in the lake's receipts. A kind that the
    study did not have before is new, and has not changed.
    """
    loads = [file for file in former if file.status == "loaded" and file.parquet]
    known = {file.source_file_id for file in loads}
    groups: dict[tuple[str, str, str], list[FileRecord]] = defaultdict(list)
    for file in loads:
        groups[file.study_id, file.kind, file.format].append(file)
    records: dict[DriftRecord, DriftRecord] = {}
    read: dict[str, Columns] = {}
    for new in landed:
        source = new.source
        group = groups.get((source.study_id, source.kind, source.format), [])
        if not new.columns or new.source_file_id in known or not group:
            continue
        before = _before(source.path, group, lake, read)
        for change in drift.changes(before, new.columns) if before else ():
            record = _record(new, change, vocabulary)
            key = replace(record, path="", proposal=None)
            first = records.get(key, replace(record, n_files=0))
            records[key] = replace(first, n_files=first.n_files + 1)
    return list(records.values())


def sentences(records: Sequence[DriftRecord]) -> Iterator[str]:
    """A line for each change, for a person."""
    for item in records:
        files = "" if item.n_files == 1 else f" and {item.n_files - 1:,} more files"
        yield f"{item.path}{files}: {says(item)}"


def says(item: DriftRecord) -> str:
    """What changed, in a sentence without full stop."""
    if item.change == "new":
        return f"new column {item.column_name}"
    if item.change == "lost":
        was = "" if item.field is None else f", which was read as {item.field}"
        return f"lost the column {item.column_name}{was}"
    sentence = f"column {item.former_name} seems to be called {item.column_name} now"
    if item.proposal is None:
        return sentence
    return f"{sentence}; to map it, add to study.toml: {' / '.join(item.proposal.splitlines())}"


def _before(path: str, group: Sequence[FileRecord], lake: Path, read: dict[str, Columns]) -> Columns | None:
    """The columns of the file's own last load, else of that load of its kind which is most like it."""
    same = [file for file in group if file.path == path]
    tables = []
    for file in same or group[-_LOOKED_AT:]:
        place = str(file.parquet)
        if place not in read:
            receipt = Entry(lake, file.kind, file.sha256, file.reading).read()
            read[place] = () if receipt is None else receipt.columns
        tables.append(read[place])
    return drift.nearest([columns for columns in tables if columns], ())


def _record(new: Landed, change: drift.Change, vocabulary: Vocabulary) -> DriftRecord:
    from etl.formats.declarable import declaration_of

    source = new.source
    former = change.name if change.change == "lost" else change.former
    said = None if former is None else declaration_of(source.kind, former, vocabulary)
    proposal = None
    if said is not None and change.change == "renamed":
        is_read = declaration_of(source.kind, change.name, vocabulary) == said
        inside = source.path.partition("/")[2]
        proposal = None if is_read else drift.toml(inside, *said, change.name)
    return DriftRecord(
        study_id=source.study_id,
        kind=source.kind,
        format=source.format,
        path=source.path,
        n_files=1,
        change=change.change,
        column_name=change.name,
        former_name=change.former,
        content=change.content or None,
        field=None if said is None else said[1],
        proposal=proposal,
    )
