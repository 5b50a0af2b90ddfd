"""What became of a file, in the words that the other rooms read."""

from collections.abc import Sequence
from pathlib import Path

from etl.errors import FileFault
from etl.inventory import hash_file, is_inside
from etl.lake import Entry, Receipt
from etl.records import Landed, Rejected, SourceFile, source_file_id

FIRST = 10
"""Offending lines that a message names."""


def landed(source: SourceFile, entry: Entry, receipt: Receipt, *, was_read: bool) -> Landed:
    """The result for a file that was read to its end, now or in an earlier night.

    Held back all the same: a file that is not the one of its manifest, or of which no row could be loaded.
    """
    fault = md5_fault(source, receipt.md5, None)
    if fault is not None:
        return held_back(source, entry.sha256, fault, was_read=was_read)
    is_lost = receipt.rows_loaded == 0 and receipt.rows_quarantined > 0
    return Landed(
        source=source,
        source_file_id=source_file_id(source.study_id, source.path, entry.sha256),
        sha256=entry.sha256,
        status="held_back" if is_lost else "loaded",
        reason=_lost(receipt) if is_lost else None,
        line_number=min(first_lines(receipt.rejected), default=None) if is_lost else None,
        rows_read=receipt.rows_read,
        rows_loaded=receipt.rows_loaded,
        rows_quarantined=receipt.rows_quarantined,
        rows_duplicate=receipt.rows_duplicate,
        rows_filtered=receipt.rows_filtered,
        parquet=None if is_lost else entry.holding(receipt),
        rejects=entry.rejects if receipt.rows_quarantined else None,
        was_read=was_read,
        sequenced=receipt.sequenced,
        notes=receipt.notes,
        rejected=receipt.rejected,
        columns=receipt.columns,
    )


def first_lines(rejected: Sequence[Rejected]) -> list[int]:
    """The first ten lines, in order, that break any of the rules."""
    return sorted({line for item in rejected for line in item.lines})[:FIRST]


def _lost(receipt: Receipt) -> str:
    """Why a file of which no row could be loaded is held back, with the first lines that show it."""
    lines = first_lines(receipt.rejected)
    named = f" (lines {', '.join(map(str, lines))}" if len(lines) > 1 else ""
    more = ", …)" if receipt.rows_quarantined > len(lines) > 1 else ")" if named else ""
    return f"no row could be loaded{named}{more}; first: {receipt.first_reject}"


def held_back(
    source: SourceFile,
    sha256: str,
    fault: FileFault,
    *,
    was_read: bool = True,
    columns: tuple[tuple[str, str], ...] = (),
) -> Landed:
    """The result for a file with a fault: none of its rows count, not even those before the fault."""
    return Landed(
        source=source,
        source_file_id=source_file_id(source.study_id, source.path, sha256),
        sha256=sha256,
        status="held_back",
        reason=fault.reason,
        line_number=fault.line,
        was_read=was_read,
        columns=columns,
    )


def aside(source: SourceFile, raw: Path, known_sha: str | None) -> Landed:
    """The result for a file that is listed only; hashed if it can be (sha256 is empty where not)."""
    sha256 = known_sha or ""
    if not sha256 and is_inside(raw, source.path):
        try:
            sha256 = hash_file(raw / source.path)
        except (OSError, ValueError):
            sha256 = ""
    return Landed(
        source=source,
        source_file_id=source_file_id(source.study_id, source.path, sha256),
        sha256=sha256,
        status=source.disposition,
        reason=source.reason,
    )


def md5_fault(source: SourceFile, md5: str | None, other: FileFault | None) -> FileFault | None:
    """The fault of a file whose md5 is not that of its manifest; tells of `other` too, which it explains."""
    expected = source.option("expected_md5")
    if expected is None or md5 is None or md5 == expected.lower():
        return None
    line = source.option("manifest_line")
    where = "the manifest" if line is None else f"line {line} of the manifest"
    message = f"is not the file of the manifest: its md5 is {md5}, {where} says {expected}"
    if other is not None:
        message += f"; it {other.message}"
    return FileFault(source.path, other.line if other else None, message, "download it again")
