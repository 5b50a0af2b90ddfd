"""The commands of `leaderhouse quarantine`. Thin: reading is the warehouse's, another night flows.retry's."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from flows.options import Home, Raw, Verbose
from flows.settings import Settings
from warehouse.quarantine import Chosen, Group, Row

app = typer.Typer(
    name="quarantine",
    help="Look at rows and files that were not loaded, hand them to the centre, and read them again.",
    no_args_is_help=True,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)

Study = Annotated[str | None, typer.Option("--study", help="Only this study.")]
Rule = Annotated[str | None, typer.Option("--rule", help="Only rows that break this rule.")]
File = Annotated[
    str | None, typer.Option("--file", help="Only this file, as audit.file names it; * stands for anything.")
]
All = Annotated[bool, typer.Option("--all", help="Also what is resolved.")]
Json = Annotated[bool, typer.Option("--json", help="For a program.")]


class ExportFormat(StrEnum):
    """How `export` writes."""

    csv = "csv"
    parquet = "parquet"
    raw = "raw"


@app.command("list", epilog="Example: leaderhouse quarantine list --study tcga_lusc --all")
def list_(
    home: Home = None,
    study: Study = None,
    rule: Rule = None,
    file: File = None,
    with_resolved: All = False,
    as_json: Json = False,
    verbose: Verbose = False,
) -> None:
    """Count what is quarantined, by study, rule and file, with the first case of each."""
    from warehouse import quarantine

    found = quarantine.groups(Settings.of(home).home, Chosen(study, rule, file, with_resolved))
    if as_json:
        typer.echo(json.dumps([asdict(group) for group in found], indent=2))
        return
    for line in _counts(found):
        typer.echo(line)


@app.command(epilog="Example: leaderhouse quarantine show --rule ragged_row --limit 5")
def show(
    home: Home = None,
    study: Study = None,
    rule: Rule = None,
    file: File = None,
    with_resolved: All = False,
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, help="Rows shown.")] = 20,
    as_json: Json = False,
    verbose: Verbose = False,
) -> None:
    r"""Show quarantined rows: file, line, text, rule, what is wrong and what to do.

    A text is shown as it was delivered, but for what could steer a terminal: that is spelled out, a tab
    as \t. --json and `export` hold every character.
    """
    from warehouse import quarantine

    rows, total = quarantine.rows(Settings.of(home).home, Chosen(study, rule, file, with_resolved), limit)
    if as_json:
        typer.echo(json.dumps([asdict(row) for row in rows], indent=2))
        return
    for row in rows:
        for line in _case(row):
            typer.echo(line)
    if total > len(rows):
        typer.echo(f"The first {len(rows)} of {total:,}; --limit shows more, `export` writes all.")
    if not rows:
        typer.echo("Nothing is quarantined.")


@app.command(
    epilog="Example: leaderhouse quarantine export --format raw --file study/data_mutations.txt mend.txt"
)
def export(
    out: Annotated[Path, typer.Argument(metavar="OUT", help="File to write.", dir_okay=False)],
    home: Home = None,
    raw: Raw = None,
    study: Study = None,
    rule: Rule = None,
    file: File = None,
    with_resolved: All = False,
    output_format: Annotated[
        ExportFormat,
        typer.Option(
            "--format",
            "-f",
            help="csv (safe to open in a spreadsheet), parquet (every byte), or raw: the rows of one --file "
            "behind its own header, to be mended and delivered again.",
        ),
    ] = ExportFormat.csv,
    verbose: Verbose = False,
) -> None:
    """Write quarantined rows to a file."""
    from flows import quarantine_export

    chosen = Chosen(study, rule, file, with_resolved)
    n = quarantine_export.write(Settings.of(home, raw), chosen, out, output_format.value)
    typer.echo(f"{out}: {n:,} rows")


@app.command(epilog="Example: leaderhouse quarantine retry --study tcga_lusc. Exit codes as of nightly.")
def retry(
    home: Home = None,
    raw: Raw = None,
    study: Study = None,
    rule: Rule = None,
    file: File = None,
    verbose: Verbose = False,
) -> None:
    """Read the files again that have open rows or are held back, as a nightly; say what changed.

    Nothing that is known of these files is trusted: they are read from the raw folder even if size and time
    are as before. Whatever else is new in the raw folder is loaded too.
    """
    from flows import progress
    from flows import retry as again
    from flows.told import tell

    chosen = Chosen(study, rule, file)
    outcome = again.retry(Settings.of(home, raw), chosen, lambda: progress.for_terminal(verbose), verbose)
    tell(outcome)
    raise typer.Exit(outcome.exit_code)


def _counts(found: list[Group]) -> Iterator[str]:
    from warehouse.harmless import on_a_terminal

    if not found:
        yield "Nothing is quarantined."
    for group in found:
        place = group.path if group.line_number is None else f"{group.path}:{group.line_number}"
        resolved = f", {group.n_resolved:,} resolved" if group.n_resolved else ""
        yield f"{group.n_open:>7,} open{resolved}  {on_a_terminal(group.study_id)} {group.rule_id}"
        yield f"{'':9}{on_a_terminal(place)}: {on_a_terminal(group.message)}"
        yield f"{'':9}first seen {group.first_seen_run_id}, last seen {group.last_seen_run_id}"


def _case(row: Row) -> Iterator[str]:
    from warehouse.harmless import on_a_terminal

    place = row.path if row.line_number is None else f"{row.path}:{row.line_number}"
    state = "open" if row.resolved_run_id is None else f"resolved {row.resolved_run_id}"
    yield f"{on_a_terminal(place)}  {row.rule_id} ({state}, first seen {row.first_seen_run_id})"
    if row.raw_text is not None:
        yield f"    | {on_a_terminal(row.raw_text)}"
    yield f"    {on_a_terminal(row.message)}"
    if row.cure:
        yield f"    To do: {row.cure}."
