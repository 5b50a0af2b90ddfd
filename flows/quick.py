"""The short way of `leaderhouse nightly`: a night with nothing to do ends before typer looks at its options.

Typer validates options with pydantic, whose import takes longer than all the rest of such a night. So the
few options of `nightly` are read here first. What is not plainly one of them goes the usual way.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from flows.outcome import Outcome
from flows.settings import Settings


class _NotPlainError(Exception):
    """These arguments are for the full command line."""


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> None:  # type: ignore[override]
        raise _NotPlainError(message)


def nothing_to_do(arguments: Sequence[str]) -> Outcome | None:
    """How the night of these arguments ended, if it is `nightly` and nothing changed; else None."""
    if not arguments or arguments[0] != "nightly":
        return None
    parser = _Parser(add_help=False, allow_abbrev=False)
    parser.add_argument("--home")
    parser.add_argument("--raw")
    parser.add_argument("--verify", action="store_true")
    parser.add_argument("-v", "--verbose", action="store_true")
    try:
        found = parser.parse_args(arguments[1:])
    except _NotPlainError:
        return None
    from flows import unchanged

    settings = Settings.of(found.home, found.raw, found.verify)
    outcome = unchanged.night(settings)
    _looked_at.append(settings)
    return outcome


def has_looked_at(settings: Settings) -> bool:
    """Whether this process has found already that a night of these settings has something to do."""
    return settings in _looked_at


_looked_at: list[Settings] = []
