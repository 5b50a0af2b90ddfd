"""A small record of every run, also of those that published nothing: the served file knows only the others.

Standard library only. Messages name files, rules and counts; nothing of a row is kept here.
"""

from __future__ import annotations

import contextlib
import json
import os
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flows.outcome import HeldBack, Outcome
from warehouse.layout import Home

KEPT = 100
"""Receipts kept: three months of nights."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """One run as it ended."""

    run_id: str
    started_at: datetime
    finished_at: datetime
    status: str
    message: str
    held_back: tuple[HeldBack, ...]


def write(home: Home, name: str, started_at: datetime, outcome: Outcome) -> None:
    """Leave the receipt of a run. A full disk is told by the run itself and must not hide its reason."""
    content = {
        "run_id": outcome.run_id,
        "started_at": started_at.isoformat(),
        "finished_at": datetime.now(UTC).isoformat(),
        "status": outcome.status,
        "message": outcome.message,
        "held_back": [asdict(item) for item in outcome.held_back],
    }
    with contextlib.suppress(OSError):
        home.runs.mkdir(parents=True, exist_ok=True)
        temporary = home.runs / f".{name}.{os.getpid()}"
        temporary.write_text(json.dumps(content, indent=1), encoding="utf-8")
        temporary.replace(home.runs / f"{name}.json")
        for old in _names(home)[KEPT:]:
            old.unlink(missing_ok=True)


def read(home: Home, limit: int = 10) -> list[Receipt]:
    """The last runs, that which ended last first. A receipt that cannot be read is left out."""
    found = []
    for path in _names(home):
        with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
            found.append(_receipt(json.loads(path.read_text(encoding="utf-8"))))
    return sorted(found, key=lambda receipt: receipt.finished_at, reverse=True)[:limit]


def _receipt(content: dict[str, Any]) -> Receipt:
    return Receipt(
        run_id=content["run_id"],
        started_at=datetime.fromisoformat(content["started_at"]),
        finished_at=datetime.fromisoformat(content["finished_at"]),
        status=content["status"],
        message=content["message"],
        held_back=tuple(HeldBack(**item) for item in content["held_back"]),
    )


def _names(home: Home) -> list[Path]:
    """Receipts by name, newest first: names are run ids, which sort by time to the second."""
    return sorted((path for path in home.runs.glob("*.json") if not path.name.startswith(".")), reverse=True)
