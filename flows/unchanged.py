"""The look before a night: has anything changed since the served version was made? Starts no engine."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from etl import inventory
from flows import chosen, fingerprint, receipts
from flows.hold_back import folded, still_held_back
from flows.outcome import Outcome
from flows.settings import Settings
from warehouse import state
from warehouse.errors import ServedUnreadable
from warehouse.layout import new_run_id

if TYPE_CHECKING:
    from etl.inventory import RawFile
    from flows.night import Night
    from warehouse.records import FileRecord
    from warehouse.state import Served


@dataclass(frozen=True, slots=True)
class Unchanged:
    """Nothing differs from what the served version was made from."""

    served: Served

    def outcome(self) -> Outcome:
        """What to tell: since when, and what that version holds back."""
        served = self.served
        held_back = tuple(folded(still_held_back(served.files)))
        since = f"{served.released_at:%Y-%m-%d %H:%M} UTC"
        return Outcome(
            status="unchanged",
            run_id=served.run_id,
            message=f"Nothing changed since run {served.run_id}, published {since}.",
            held_back=held_back,
            version=served.path,
        )


def check(settings: Settings) -> Unchanged | None:
    """None if a night has something to do. Looks at sizes and times; hashes a file only where they differ.

    A served version that cannot be read is something to do: the night replaces it. So is reading again.
    Raises WrongSettings before anything else is looked at.
    """
    _ = settings.budgets
    if settings.again:
        return None
    try:
        served = state.read_served(settings.home)
    except ServedUnreadable:
        return None
    if served is None or not settings.raw.is_dir():
        return None
    try:
        files = inventory.take(settings.raw, settings.home.inventory, verify=settings.verify)
        choices = chosen.of(settings)
    except OSError:
        return None  # the night says why
    known = _hashed(files, served, settings.raw)
    if known is None:
        return None
    inputs = ((file.path, file.sha256 or "") for file in known)
    if fingerprint.take(inputs, choices).value != served.fingerprint:
        return None
    if known != files:  # touched, with the same content: look at the times only, next night
        inventory.save(settings.home.inventory, known)
    return Unchanged(served)


def after_reading(night: Night) -> Unchanged | None:
    """The served version, if all that was read again is what that version was made from."""
    if night.served is None or night.inputs is None or night.inputs.value != night.served.fingerprint:
        return None
    same = {_bare(file) for file in night.files} == {_bare(file) for file in night.former}
    return Unchanged(night.served) if same else None


def _bare(file: FileRecord) -> FileRecord:
    """A file without what differs from night to night, and without the place of its rows in the lake."""
    return replace(file, parquet=None, was_read=False, first_seen_run_id=None, last_seen_run_id=None)


def night(settings: Settings) -> Outcome | None:
    """The night of a home in which nothing changed, with its receipt; None if there is something to do."""
    started_at = datetime.now(UTC)
    same = check(settings)
    if same is None:
        return None
    outcome = same.outcome()
    receipts.write(settings.home, new_run_id(), started_at, outcome)
    return outcome


def _hashed(files: list[RawFile], served: Served, raw: Path) -> list[RawFile] | None:
    """Every file with its hash, or None as soon as one is new: a new file is hashed when it is read."""
    sizes = {file.path: file.size_bytes for file in served.files if file.is_seen}
    if any(file.sha256 is None and sizes.get(file.path) != file.size_bytes for file in files):
        return None
    return inventory.hashed(raw, files)
