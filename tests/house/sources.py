"""The project's own files, as the tests of the house look at them."""

import subprocess
from functools import cache
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
ROOMS = ("etl", "expectations", "flows", "warehouse")


@cache
def tracked() -> tuple[Path, ...]:
    """Every file that belongs to the project: what git tracks or would track, else all but build products.

    A clone has git; an unpacked archive does not, and is then walked.
    """
    listed = subprocess.run(
        ["git", "-C", str(REPOSITORY), "ls-files", "-co", "--exclude-standard"],
        capture_output=True,
        text=True,
    )
    if listed.returncode == 0:
        files = [REPOSITORY / line for line in listed.stdout.splitlines()]
    else:
        skipped = {
            ".venv",
            "home",
            "__pycache__",
            "target",
            "logs",
            ".mypy_cache",
            ".ruff_cache",
            "dist",
            "build",
        }
        files = [
            path for path in REPOSITORY.rglob("*") if not skipped & set(path.relative_to(REPOSITORY).parts)
        ]
    return tuple(sorted(path for path in files if path.is_file()))


def relative(path: Path) -> str:
    """The path as a person names it."""
    return path.relative_to(REPOSITORY).as_posix()


def files(*suffixes: str, under: str = "") -> list[Path]:
    """The project's files with one of these suffixes (all without any), below a folder."""
    return [
        path
        for path in tracked()
        if relative(path).startswith(under) and (not suffixes or path.suffix in suffixes)
    ]


def text_of(path: Path) -> str:
    """A file's text; what is no text is empty, for it has no line to find fault with."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""
