"""How a night ended: what the command line, the Prefect state and the run's receipt are made from."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Status = Literal["published", "published_with_held_back", "unchanged", "not_published"]
EXIT_CODES: dict[Status, int] = {
    "published": 0,
    "unchanged": 0,
    "published_with_held_back": 3,
    "not_published": 1,
}


class Refused(Exception):  # noqa: N818 - a decision, not an error
    """A night that must not publish, with the reason and the cure in one or two sentences."""


@dataclass(frozen=True, slots=True)
class HeldBack:
    """A file or a study whose new content is not served, and what serves in its stead."""

    what: str
    reason: str
    instead: str

    def __str__(self) -> str:
        reason = self.reason.rstrip(". ")
        return f"{self.what}: {reason}{'' if reason.endswith('?') else '.'} {self.instead}".rstrip()


@dataclass(frozen=True, slots=True)
class Outcome:
    """The end of a night, as told to a person."""

    status: Status
    run_id: str
    message: str
    """One or two sentences: what was published, or why nothing was."""
    held_back: tuple[HeldBack, ...] = ()
    lines: tuple[str, ...] = ()
    """What else a person should read: tables, quarantine, notes, places."""
    version: Path | None = None

    @property
    def exit_code(self) -> int:
        """0 published or nothing changed, 3 published with something held back, 1 not published."""
        return EXIT_CODES[self.status]
