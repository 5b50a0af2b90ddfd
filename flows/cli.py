"""The command line. Thin: a command reads its options, calls one function and says how it ended.

Only light modules are imported here, so that `leaderhouse --help` and a night with nothing to do stay quick.
"""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from flows import quarantine_command, quick, signature_commands
from flows.options import Home, Raw, Verbose
from flows.outcome import Refused, WrongSettings
from flows.settings import Settings, version
from flows.told import tell
from warehouse.errors import WarehouseError
from warehouse.harmless import in_a_sentence

EXIT_CODES = (
    "Exit codes: 0 published or nothing changed, 3 published with something held back, 1 not published, "
    "2 wrong usage."
)

app = typer.Typer(
    name="leaderhouse",
    help="Leaderhouse: raw clinical and variant files in, every night one checked DuckDB file out.",
    epilog=EXIT_CODES,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # rich would be half of the time that `--help` takes
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.add_typer(quarantine_command.app)
app.add_typer(signature_commands.app, name="signature")


class QueryFormat(StrEnum):
    """How `query` answers."""

    table = "table"
    csv = "csv"
    json = "json"
    parquet = "parquet"


def main() -> None:
    """Entry point of the console script: an expected fault is one sentence and exit code 1."""
    try:
        if (outcome := quick.nothing_to_do(sys.argv[1:])) is not None:
            tell(outcome)
            sys.exit(outcome.exit_code)
        app()
    except KeyboardInterrupt:
        _fail("Interrupted.")
    except BrokenPipeError:  # `leaderhouse query ... | head`
        sys.stderr.close()
        sys.exit(1)
    except Exception as fault:
        if {"-v", "--verbose"} & set(sys.argv):
            raise
        if isinstance(fault, WrongSettings):
            typer.echo(str(fault), err=True)
            sys.exit(2)
        if isinstance(fault, Refused | WarehouseError):
            _fail(str(fault))
        what = str(fault).strip().partition("\n")[0]
        _fail(f"Unexpected {type(fault).__name__}: {what} (-v shows where; please report it)")


@app.callback(invoke_without_command=True)
def leaderhouse(
    show_version: Annotated[
        bool, typer.Option("--version", help="Say the version and stop.", is_eager=True)
    ] = False,
) -> None:
    """A nightly clinico-genomic warehouse for the leader-cell signature on chromosome 16q."""
    if show_version:
        typer.echo(f"leaderhouse {version()}")
        raise typer.Exit


@app.command(epilog=f"Example: leaderhouse nightly --home /srv/leaderhouse.  {EXIT_CODES}")
def nightly(
    home: Home = None,
    raw: Raw = None,
    verify: Annotated[
        bool,
        typer.Option("--verify", help="Hash every raw file, also those whose size and time are as before."),
    ] = False,
    verbose: Verbose = False,
) -> None:
    """Load, check, build and publish what changed."""
    from flows import launch, progress

    settings = Settings.of(home, raw, verify)
    outcome = launch.nightly(
        settings, lambda: progress.for_terminal(verbose), verbose, is_checked=quick.has_looked_at(settings)
    )
    tell(outcome)
    raise typer.Exit(outcome.exit_code)


@app.command(epilog="Example: leaderhouse demo --home /tmp/demo.  Exit code 0 if the demo published.")
def demo(home: Home = None, verbose: Verbose = False) -> None:
    """Run nightly on two synthetic studies.

    Writes them into an empty home first, and shows afterwards what they hold beside what was planted.
    """
    from flows import demo as demonstration
    from flows import launch, progress

    settings = Settings.of(home)
    truth = demonstration.prepare(settings)
    outcome = launch.nightly(settings, lambda: progress.for_terminal(verbose), verbose)
    tell(outcome)
    if outcome.status == "not_published":
        raise typer.Exit(1)
    for line in demonstration.findings(settings, truth):
        typer.echo(in_a_sentence(line))


@app.command(epilog="Example: leaderhouse status --json | jq .served.age_hours")
def status(
    home: Home = None,
    as_json: Annotated[bool, typer.Option("--json", help="Everything, for a monitor.")] = False,
    verbose: Verbose = False,
) -> None:
    """Say what is served, and what is held back and why.

    Also since when it is served, and how the last runs ended.
    """
    from flows import status as home_status

    report = home_status.read(Settings.of(home))
    typer.echo(report.as_json() if as_json else "\n".join(map(in_a_sentence, report.lines())))


@app.command(epilog="Example: leaderhouse query 'FROM marts.dim_patient LIMIT 5' --format csv")
def query(
    sql: Annotated[
        str,
        typer.Argument(metavar="SQL", help="One statement that gives rows; - reads it from standard input."),
    ],
    home: Home = None,
    output_format: Annotated[
        QueryFormat, typer.Option("--format", "-f", help="How to answer.")
    ] = QueryFormat.table,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="Write to this file.", dir_okay=False)
    ] = None,
    verbose: Verbose = False,
) -> None:
    """Ask the served file, read-only."""
    from warehouse import query as question

    text = sys.stdin.read() if sql == "-" else sql
    question.run(Settings.of(home).home, text, format=output_format.value, out=out, stream=sys.stdout)


@app.command(epilog="Example: leaderhouse report --home /srv/leaderhouse")
def report(home: Home = None, verbose: Verbose = False) -> None:
    """Write the HTML report anew from the served file."""
    from warehouse import report as page

    typer.echo(str(page.write(Settings.of(home).home)))


@app.command(
    epilog="Example: leaderhouse serve --cron '0 2 * * *' --timezone Europe/Berlin, with PREFECT_API_URL set"
)
def serve(
    home: Home = None,
    raw: Raw = None,
    cron: Annotated[str, typer.Option(help="When to run, as a cron line.")] = "0 2 * * *",
    timezone: Annotated[str, typer.Option(help="Time zone of the cron line, by its IANA name.")] = "UTC",
    verify: Annotated[bool, typer.Option("--verify", help="Hash every raw file on every run.")] = False,
    verbose: Verbose = False,
) -> None:
    """Serve the nightly flow to a Prefect server, on a schedule.

    Runs until it is stopped, and starts the flow when it is due or asked for.
    """
    from flows import serve as deployment

    deployment.serve(Settings.of(home, raw, verify), cron, timezone)


def _fail(message: str) -> NoReturn:
    typer.echo("\n".join(map(in_a_sentence, message.split("\n"))), err=True)
    sys.exit(1)
