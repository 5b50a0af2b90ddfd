"""How a night ended, on the terminal."""

from __future__ import annotations

import typer

from flows.outcome import Outcome


def tell(outcome: Outcome) -> None:
    """Say how a night ended: on standard error if nothing was published."""
    if outcome.status == "not_published":
        typer.echo(f"Not published. {outcome.message}", err=True)
        return
    typer.echo(outcome.message)
    for item in outcome.held_back:
        typer.echo(f"held back: {item}")
    for line in outcome.lines:
        typer.echo(line)
