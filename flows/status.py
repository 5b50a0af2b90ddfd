"""What a home serves, since when, what it holds back and why, and how the last runs ended."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from flows import drift, receipts
from flows.hold_back import folded, still_held_back
from flows.receipts import Receipt
from flows.settings import Settings
from warehouse import state

if TYPE_CHECKING:
    from warehouse.state import Status

N_RUNS = 10
_WORDS = {
    "published": "published",
    "published_with_held_back": "published, something held back",
    "unchanged": "nothing changed",
    "not_published": "NOT PUBLISHED",
}


@dataclass(frozen=True, slots=True)
class Report:
    """The served version and the last runs, of which some may have published nothing."""

    settings: Settings
    now: datetime
    status: Status | None
    attempts: tuple[Receipt, ...]

    def as_json(self) -> str:
        """Everything, for a monitor; times are ISO 8601 in UTC."""
        served = None if self.status is None else self.status.served
        content: dict[str, Any] = {
            "home": str(self.settings.home.root),
            "served": None
            if served is None
            else {
                "run_id": served.run_id,
                "path": str(served.path),
                "published_at": _utc(served.released_at).isoformat(),
                "age_hours": round(self._age_hours(served.released_at), 2),
                "code_version": served.code_version,
            },
            "held_back": [] if served is None else [asdict(item) for item in still_held_back(served.files)],
            "quarantine": [] if self.status is None else [asdict(rule) for rule in self.status.quarantine],
            "resolved": [] if self.status is None else [asdict(rule) for rule in self.status.resolved],
            "schema_drift": [] if self.status is None else [asdict(item) for item in self.status.drift],
            "loads": [] if self.status is None else [asdict(load) for load in self.status.loads],
            "published_runs": [] if self.status is None else [asdict(run) for run in self.status.runs],
            "last_runs": [asdict(attempt) for attempt in self.attempts],
        }
        return json.dumps(content, indent=2, default=_as_text)

    def lines(self) -> Iterator[str]:
        """The same for a person."""
        if self.status is None:
            yield f"{self.settings.home.root} serves nothing yet: run `leaderhouse nightly`."
        else:
            yield from self._served(self.status)
        if self.attempts:
            yield "last runs (UTC):"
            for attempt in self.attempts:
                seconds = (attempt.finished_at - attempt.started_at).total_seconds()
                line = f"  {attempt.started_at:%Y-%m-%d %H:%M}  {_WORDS.get(attempt.status, attempt.status)}"
                yield f"{line} ({seconds:.0f} s)"
                if attempt.status == "not_published":
                    yield f"      {attempt.message}"

    def _served(self, status: Status) -> Iterator[str]:
        served = status.served
        yield f"{self.settings.home.served} serves run {served.run_id}"
        age = _spell(self._age_hours(served.released_at))
        yield f"  published {served.released_at:%Y-%m-%d %H:%M} UTC, {age} ago, by {served.code_version}"
        for load in status.loads:
            if load.rows_loaded:
                yield f"  {load.study_id} {load.kind}: {load.rows_loaded:,} rows of {load.n_files:,} files"
        held_back = folded(still_held_back(served.files))
        yield "held back: nothing" if not held_back else "held back:"
        for item in held_back:
            yield f"  {item}"
        yield "quarantined rows: none" if not status.quarantine else "quarantined rows:"
        for rule in status.quarantine:
            where = f"{rule.n_rows:,} in {rule.n_files:,} files, first {rule.example}"
            yield f"  {rule.study_id} {rule.rule_id}: {where}"
        if status.resolved:
            yield "resolved by this run:"
            for done in status.resolved:
                yield f"  {done.study_id} {done.rule_id}: {done.n_rows:,}"
        if status.drift:
            yield "columns that changed with this run:"
            for line in drift.sentences(status.drift):
                yield f"  {line}"

    def _age_hours(self, moment: datetime) -> float:
        return (self.now - _utc(moment)).total_seconds() / 3600


def read(settings: Settings, now: datetime | None = None) -> Report:
    """Look at a home; raises ServedUnreadable if what it serves is no version of ours."""
    return Report(
        settings=settings,
        now=now or datetime.now(UTC),
        status=state.read_status(settings.home, n_runs=N_RUNS),
        attempts=tuple(receipts.read(settings.home, limit=N_RUNS)),
    )


def _utc(moment: datetime) -> datetime:
    """The warehouse keeps its times in UTC without saying so in each value."""
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _spell(hours: float) -> str:
    if hours < 1:
        return f"{hours * 60:.0f} min"
    return f"{hours:.0f} h" if hours < 48 else f"{hours / 24:.0f} days"


def _as_text(value: Any) -> str:
    return _utc(value).isoformat() if isinstance(value, datetime) else str(value)
