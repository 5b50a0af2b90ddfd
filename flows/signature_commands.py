"""`leaderhouse signature list | show | import | set-default`: options in, plain lines or JSON out."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from flows.options import Home
from flows.settings import Settings

if TYPE_CHECKING:
    from flows.signature_versions import Known

_SHOWN_TARGETS = 20
_LONGEST_TEXT = 1_000

app = typer.Typer(
    help="Mutation signatures: what is known, an import of genes, regions or variants, the default one.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

Name = Annotated[str, typer.Argument(metavar="ID[@VERSION]", help="A signature; its newest version, or one.")]
AsJson = Annotated[bool, typer.Option("--json", help="Everything, for a program.")]


class Status(StrEnum):
    """How far a signature is supported."""

    published = "published"
    partial = "partial"
    exploratory = "exploratory"


class Classes(StrEnum):
    """Which variants count."""

    nonsilent = "nonsilent"
    all = "all"


class Filter(StrEnum):
    """Which filters a variant must have passed."""

    passed = "pass"
    not_failed = "not_failed"
    delivered = "delivered"


def _text(value: str | None) -> str | None:
    """A free text on one line. Raises BadParameter for one that a spreadsheet would take for a formula."""
    if value is None:
        return None
    from etl.signatures.table import text_fault

    one_line = " ".join(value.split())
    if not one_line:
        raise typer.BadParameter("is empty: a signature is only as good as what it can be traced to")
    if fault := text_fault(one_line, _LONGEST_TEXT):
        raise typer.BadParameter(fault)
    return one_line


def _build(value: str | None) -> str | None:
    """Normal form of a genome build. Raises BadParameter for one that is not supported."""
    if value is None:
        return None
    from etl.genome import build_of
    from etl.toml_reader import nearest
    from etl.vocabulary import Vocabulary
    from flows.settings import dbt_project

    vocabulary = Vocabulary.read(dbt_project() / "seeds" / "vocabulary")
    if (build := build_of(value, vocabulary)) is None:
        raise typer.BadParameter(f"{value!r} is not supported; {nearest(value, vocabulary.supported_builds)}")
    return build


def _fraction(value: float) -> float:
    if not 0 < value <= 1:
        raise typer.BadParameter("must be more than 0 and at most 1")
    return value


@app.command("list", epilog="Example: leaderhouse signature list")
def list_signatures(home: Home = None, as_json: AsJson = False) -> None:
    """List every version of every signature.

    A star marks the default one, which dim_patient and fct_outcome carry.
    """
    from flows import signature_versions

    found = signature_versions.known(Settings.of(home).home)
    if as_json:
        typer.echo(json.dumps([_record(one) for one in found], indent=2, default=str))
        return
    for one in found:
        mark = "*" if one.is_default else " "
        what = _targets(one) if one.is_callable else "listed, not callable"
        typer.echo(f"{mark} {one.name:<32}  {one.status:<11}  {one.origin:<8}  {what:<24}  {one.title}")


@app.command(epilog="Example: leaderhouse signature show aacr2019_leader_16q")
def show(name: Name, home: Home = None, as_json: AsJson = False) -> None:
    """Show a signature: citation, rule, targets, and what it must not be taken for."""
    from flows import signature_versions

    one = signature_versions.named(Settings.of(home).home, name)[0]
    if as_json:
        typer.echo(json.dumps(_record(one), indent=2, default=str))
        return
    for label, text in (
        (one.name, one.title),
        ("status", f"{one.status}, {one.origin}" + (", the default" if one.is_default else "")),
        ("citation", one.citation),
        ("evidence", one.evidence),
        ("caveat", one.caveat),
        ("rule", _rule(one)),
        ("targets", _targets(one)),
    ):
        if text:
            typer.echo(f"{label}: {text}")
    for rows in one.targets.values():
        for row in rows[:_SHOWN_TARGETS]:
            cells = (
                str(value) for key, value in row.items() if value and key not in ("source", "evidence_level")
            )
            typer.echo("  " + "  ".join(cells))
        if len(rows) > _SHOWN_TARGETS:
            typer.echo(f"  and {len(rows) - _SHOWN_TARGETS:,} more; --json shows all")


@app.command(
    "import",
    epilog="Example: leaderhouse signature import genes.csv --id our_16q --citation 'doi 10.1002/cncr.32903'",
)
def import_signature(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE",
            help="CSV or TSV of genes, regions or exact variants.",
            exists=True,
            dir_okay=False,
        ),
    ],
    citation: Annotated[
        str,
        typer.Option(
            help="The work that the list comes from; it stands beside every result.", callback=_text
        ),
    ],
    home: Home = None,
    signature_id: Annotated[
        str | None, typer.Option("--id", help="Id; without it, from the file's name.")
    ] = None,
    title: Annotated[str | None, typer.Option(help="What it is, in words.", callback=_text)] = None,
    status: Annotated[Status, typer.Option(help="How far it is supported.")] = Status.exploratory,
    evidence: Annotated[str | None, typer.Option(help="What the work says of it.", callback=_text)] = None,
    caveat: Annotated[str | None, typer.Option(help="What it must not be taken for.", callback=_text)] = None,
    build: Annotated[
        str | None, typer.Option(help="Genome build of a file without a column for it.", callback=_build)
    ] = None,
    min_variants: Annotated[int, typer.Option(help="Qualifying variants of a positive sample.", min=1)] = 1,
    classes: Annotated[
        Classes | None,
        typer.Option(help="Variants that count; without it non-silent ones, of exact variants all."),
    ] = None,
    filter_policy: Annotated[
        Filter, typer.Option("--filter", help="pass; not_failed: also without a filter; delivered: all.")
    ] = Filter.not_failed,
    min_callable_fraction: Annotated[
        float,
        typer.Option(
            help="Share of the target genes that a negative sample was read in.", callback=_fraction
        ),
    ] = 1.0,
) -> None:
    """Import a signature from a file.

    The file is checked whole: unknown genes, ids and symbols that disagree, positions off the chromosome or
    on another build, repeats. An id that is there gets a new version; the old ones stay.
    """
    from flows import signature

    version, is_new, notes = signature.import_file(
        Settings.of(home).home,
        file,
        signature_id=signature_id,
        citation=citation,
        title=title,
        status=status.value,
        evidence=evidence,
        caveat=caveat,
        build=build,
        rule={
            "min_variants": min_variants,
            "variant_classes": classes.value if classes else None,
            "filter_policy": filter_policy.value,
            "min_callable_fraction": min_callable_fraction,
        },
    )
    for note in notes:
        typer.echo(note)
    if is_new:
        typer.echo(f"Imported {version.name}: {_targets(version)}. The next night calls it for every sample.")
    else:
        typer.echo(f"Nothing new: {version.name} says the same already.")


@app.command("set-default", epilog="Example: leaderhouse signature set-default aacr2019_leader_16q")
def set_default(name: Name, home: Home = None) -> None:
    """Choose the signature that dim_patient, fct_outcome and is_leader_variant speak of.

    Without a version the newest counts, also when a newer one is imported later.
    """
    from flows import signature

    chosen = signature.set_default(Settings.of(home).home, name)
    which = chosen.name if "@" in name else f"{chosen.signature_id} (now version {chosen.signature_version})"
    typer.echo(f"The default is {which}, from the next night on.")


def _targets(one: Known) -> str:
    counts = [f"{len(rows):,} {kind}{'s' if len(rows) != 1 else ''}" for kind, rows in one.targets.items()]
    return ", ".join(counts) or "no targets"


def _rule(one: Known) -> str:
    if not one.rule:
        return ""
    rule = one.rule
    return (
        f"positive with {rule['min_variants']} variant(s) or more ({rule['variant_classes']}, filter "
        f"{rule['filter_policy']}); negative where {float(rule['min_callable_fraction']):.0%} of the target "
        "genes were read"
    )


def _record(one: Known) -> dict[str, Any]:
    return {name: getattr(one, name) for name in type(one).__dataclass_fields__}
