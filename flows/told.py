"""How a night ended, on the terminal."""

from __future__ import annotations

import typer

from flows.outcome import Outcome
from warehouse.harmless import in_a_sentence


def tell(outcome: Outcome) -> None:
    """Say how a night ended: on standard error if nothing was published. Messages may quote cells."""
    if outcome.status == "not_published":
        typer.echo(in_a_sentence(f"Not published. {outcome.message}"), err=True)
        return
    typer.echo(in_a_sentence(outcome.message))
    for item in outcome.held_back:
        typer.echo(in_a_sentence(f"held back: {item}"))
    for line in outcome.lines:
        typer.echo(in_a_sentence(line))
