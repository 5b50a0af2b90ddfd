"""A night that reads again what is quarantined or held back, and says what has changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from flows import launch
from flows.outcome import Outcome
from warehouse import quarantine, state
from warehouse.errors import NothingServed

if TYPE_CHECKING:
    from flows.progress import Progress
    from flows.settings import Settings
    from warehouse.quarantine import Chosen

_MAX_LINES = 50


def retry(settings: Settings, chosen: Chosen, show: Callable[[], Progress], verbose: bool = False) -> Outcome:
    """Read again the files that have open rows or are held back, among those chosen; a night otherwise.

    Raises NothingServed before the first night.
    """
    served = state.read_served(settings.home)
    if served is None:
        raise NothingServed(
            f"Nothing is published in {settings.home.root} yet.", "Run `leaderhouse nightly` first."
        )
    before = quarantine.standing(settings.home, chosen)
    if not before:
        return Outcome("unchanged", served.run_id, "Nothing of this is quarantined or held back.")
    outcome = launch.nightly(replace(settings, again=frozenset(before)), show, verbose)
    if outcome.status == "not_published":
        return outcome
    since = None if outcome.status == "unchanged" else outcome.run_id
    after = quarantine.standing(settings.home, chosen, since)
    lines = list(_changes(before, after))
    files = "1 file" if len(before) == 1 else f"{len(before):,} files"
    if len(lines) > _MAX_LINES:
        lines = [*lines[:_MAX_LINES], f"  ... and {len(lines) - _MAX_LINES} more files"]
    return replace(outcome, lines=(f"read again: {files}", *lines, *outcome.lines))


def _changes(before: dict[str, quarantine.Standing], after: dict[str, quarantine.Standing]) -> Iterator[str]:
    """A line for each file that was read again."""
    from warehouse.harmless import on_a_terminal

    nothing = quarantine.Standing(is_held_back=False, n_open=0)
    for path, was in sorted(before.items()):
        now = after.get(path, nothing)
        said = []
        if was.is_held_back != now.is_held_back:
            said.append("no longer held back" if was.is_held_back else "held back now")
        elif now.is_held_back:
            said.append("held back still")
        if now.n_resolved:
            said.append(f"{now.n_resolved:,} resolved")
        if now.n_new:
            said.append(f"{now.n_new:,} new")
        if now.n_open:
            said.append(f"{now.n_open:,} open")
        yield f"  {on_a_terminal(path)}: {', '.join(said) or 'sound'}"
