"""Writes what is made from the code: docs/commands.md, docs/data-dictionary.md, and the demo in README.md.

    python docs/generate.py

runs the demo in a temporary home and writes them. A test compares them with what this module would write.
"""

import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer

DOCS = Path(__file__).resolve().parent
ELLIPSIS = "…"
MARKS = ("<!-- demo: written by `make docs` -->", "<!-- end of demo -->")
NOT_EDITED = "<!-- Written by `make docs`. Do not edit. -->\n"


def _commands(command: Any, name: str) -> Iterator[tuple[str, Any]]:
    """The commands below and including this one, each with the words that a person types.

    Typed as Any: typer brings its own copy of click, whose classes are private.
    """
    below = getattr(command, "commands", None)
    if below is None:
        yield name, command
    else:
        for word, inner in below.items():
            yield from _commands(inner, f"{name} {word}")


def _parameter(parameter: Any) -> str:
    """One line of the table of a command's options and arguments."""
    is_option = parameter.param_type_name == "option"
    names = (
        [*parameter.opts, *parameter.secondary_opts] if is_option else [parameter.metavar or parameter.name]
    )
    text = " ".join((parameter.help or "").split())
    shown = getattr(parameter, "show_default", None)
    default = shown if isinstance(shown, str) else parameter.default
    if isinstance(default, str) and default:
        text += f" Default: `{default}`."
    if parameter.envvar:
        text += f" Also from `{parameter.envvar}`."
    return f"| {', '.join(f'`{name}`' for name in names)} | {text.replace('|', chr(92) + '|').strip()} |"


def commands() -> str:
    """Every command with its help, options and arguments, as Markdown."""
    from flows.cli import app

    root: Any = typer.main.get_command(app)
    parts = [NOT_EDITED, "# Commands\n", f"{root.help}\n", f"{root.epilog}\n"]
    for name, command in _commands(root, "leaderhouse"):
        parts.append(f"## {name}\n")
        parts.append("\n".join(line.strip() for line in command.help.strip().splitlines()) + "\n")
        rows = [_parameter(parameter) for parameter in command.params]
        parts.append("\n".join(["| option | meaning |", "|---|---|", *rows]) + "\n")
        if command.epilog:
            parts.append(f"{command.epilog}\n")
    return "\n".join(parts)


def data_dictionary(home: Path) -> str:
    """Every published table and column with its comment, from the file that the home serves."""
    from warehouse import dictionary

    return f"{NOT_EDITED}\n{dictionary.render(home / 'leaderhouse.duckdb')}"


def demo_excerpt(stdout: str, home: Path) -> str:
    """What the demo printed, for the README: an ellipsis stands for notes and for most quarantine rules.

    The home's path and the run's id differ from one machine and night to the next, and are replaced.
    """
    text = re.sub(r"\d{8}T\d{6}Z-[0-9a-f]{4}", "20261124T020000Z-3f9c", stdout.replace(str(home), "home"))
    kept: list[str] = []
    n_rules = 0
    for line in text.rstrip().splitlines():
        if not line.startswith("  "):
            n_rules = 0
        elif re.match(r" +\d+  [a-z_]+ ", line):
            n_rules += 1
        left_out = line.startswith(("warning: ", "no variant rows: ", "quarantined: ")) or n_rules > 3
        if not left_out:
            kept.append(line)
        elif not kept or kept[-1] != ELLIPSIS:
            kept.append(ELLIPSIS)
    return "\n".join(kept)


def readme(excerpt: str) -> str:
    """README.md with this excerpt between its marks."""
    text = (DOCS.parent / "README.md").read_text(encoding="utf-8")
    before, _, rest = text.partition(f"{MARKS[0]}\n")
    _, _, after = rest.partition(f"{MARKS[1]}\n")
    shown = "\n".join(f"    {line}".rstrip() for line in excerpt.splitlines())
    return f"{before}{MARKS[0]}\n\n{shown}\n\n{MARKS[1]}\n{after}"


def write() -> None:
    """Runs the demo and writes all three."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        command = [str(Path(sys.executable).with_name("leaderhouse")), "demo", "--home", str(home)]
        stdout = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
        (DOCS / "commands.md").write_text(commands(), encoding="utf-8")
        (DOCS / "data-dictionary.md").write_text(data_dictionary(home), encoding="utf-8")
        (DOCS.parent / "README.md").write_text(readme(demo_excerpt(stdout, home)), encoding="utf-8")


if __name__ == "__main__":
    write()
