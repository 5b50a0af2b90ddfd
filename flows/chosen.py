"""What a home sets beside the code, by name and content: part of what a version is made from."""

from __future__ import annotations

from flows import risk
from flows.settings import Settings


def of(settings: Settings) -> list[tuple[str, str]]:
    """Name and content, or its sha256, of each choice of the home. Raises WrongSettings."""
    found = risk.chosen(settings)
    if settings.budgets:
        from flows.budgets import canonical

        found.append(("budgets", canonical(settings.budgets)))
    return found
