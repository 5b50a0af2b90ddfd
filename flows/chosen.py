"""What a home sets beside the code, by name and content: part of what a version is made from."""

from __future__ import annotations

from flows import risk
from flows.settings import Settings
from warehouse import signatures


def of(settings: Settings) -> list[tuple[str, str]]:
    """Name and content, or its sha256, of each choice of the home: rule of risk, signatures, budgets.

    Raises WrongSettings, and OSError where the home cannot be read.
    """
    found = [*risk.chosen(settings), *signatures.digests(settings.home)]
    if settings.budgets:
        from flows.budgets import canonical

        found.append(("budgets", canonical(settings.budgets)))
    return found
