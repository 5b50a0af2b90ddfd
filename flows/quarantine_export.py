"""Writes quarantined rows to a file; as `raw` behind the header of the delivered file that they come from."""

from __future__ import annotations

from pathlib import Path

from flows.outcome import Refused
from flows.settings import Settings
from warehouse import quarantine, state
from warehouse.quarantine import Chosen, Row
from warehouse.records import FileRecord

_ALL = 1 << 62


def write(settings: Settings, chosen: Chosen, out: Path, format: str) -> int:
    """Write the chosen rows to ``out`` as ``csv``, ``parquet`` or ``raw``; gives their number.

    Raises NothingServed, WarehouseError for a file that cannot be written, and Refused where `raw` cannot be
    written faithfully.
    """
    if format in ("csv", "parquet"):
        return quarantine.export(settings.home, chosen, out, "csv" if format == "csv" else "parquet")
    rows, _ = quarantine.rows(settings.home, chosen, _ALL)
    rows = [row for row in rows if row.raw_text is not None]
    file = _one_file(settings, rows)
    head = _head(settings.raw, file)
    # One line may break two rules, or hold several alleles; it is delivered once.
    lines = dict.fromkeys((row.line_number or 0, row.raw_text or "") for row in rows)
    with quarantine.written(out) as partial, partial.open("w", encoding="utf-8", newline="") as stream:
        stream.writelines(f"{line}\n" for line in (*head, *(text for _, text in lines)))
    return len(lines)


def _one_file(settings: Settings, rows: list[Row]) -> FileRecord:
    paths = sorted({row.path for row in rows})
    if len(paths) != 1:
        named = ", ".join(paths[:5]) + ("" if len(paths) <= 5 else f" and {len(paths) - 5} more")
        what = f"The rows come from {len(paths)} files ({named})" if paths else "There are no such rows"
        raise Refused(f"{what}: --format raw writes those of one file, name it with --file.")
    served = state.read_served(settings.home)
    files = [] if served is None else [f for f in served.files if f.path == paths[0]]
    if not files:
        raise Refused(f"{paths[0]} is no file of this version any more: --format csv gives its rows.")
    return next((file for file in files if file.rejects is not None), files[0])


def _head(raw: Path, file: FileRecord) -> list[str]:
    """The header of the delivered file, if it still is the file that the rows come from."""
    from etl.errors import FileFault
    from etl.head import head

    try:
        lines, sha256 = head(raw, file.path, file.format)
    except FileFault as fault:
        raise Refused(
            f"{fault}. Without the file its header is not known: --format csv gives its rows."
        ) from fault
    if sha256 != file.sha256:
        raise Refused(
            f"{file.path} is another file now than the one that was read: run `leaderhouse nightly` first, "
            "or take --format csv."
        )
    return lines
