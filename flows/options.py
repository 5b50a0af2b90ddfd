"""Options that several commands have."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from flows.settings import HOME_VARIABLE

Home = Annotated[
    Path | None,
    typer.Option(
        "--home",
        envvar=HOME_VARIABLE,
        help="Home folder with raw/, lake/, versions/, reports/.",
        show_default="./home",
    ),
]
Raw = Annotated[
    Path | None,
    typer.Option(
        "--raw", help="Read the studies of another folder than HOME/raw.", exists=True, file_okay=False
    ),
]
Verbose = Annotated[
    bool,
    typer.Option("--verbose", "-v", help="Show Prefect's log, every warning, and a traceback for a fault."),
]
