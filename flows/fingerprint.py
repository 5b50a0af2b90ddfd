"""What a version is made from, as hashes: raw files, code, engines. Equal fingerprints give equal warehouses.

Standard library only: the check that nothing changed must not start an engine.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from flows.settings import dbt_project

PACKAGES = ("etl", "expectations", "flows", "warehouse")
# A newer engine may type, sort or test otherwise, so its version belongs to what a warehouse is made from.
ENGINES = (
    "dbt-core",
    "dbt-duckdb",
    "duckdb",
    "great-expectations",
    "numpy",
    "pandas",
    "polars",
    "pyarrow",
    "scipy",
)
# Written by tools beside the code, or shipped with it without being part of a night.
_NOT_CODE = {"__pycache__", "target", "logs", "dbt_packages", "_dbt", "_examples"}


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """The three hashes and the one over them."""

    code_sha256: str
    settings_sha256: str
    inputs_sha256: str

    @property
    def value(self) -> str:
        """One hash over all three."""
        parts = (self.code_sha256, self.settings_sha256, self.inputs_sha256)
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def take(inputs: Iterable[tuple[str, str]], chosen: Iterable[tuple[str, str]] = ()) -> Fingerprint:
    """Fingerprint of this code on this machine over (path, sha256) of every raw file.

    ``chosen``: what the home sets beside the code (:mod:`flows.chosen`).
    """
    return Fingerprint(code_sha256(), settings_sha256(chosen), inputs_sha256(inputs))


def inputs_sha256(inputs: Iterable[tuple[str, str]]) -> str:
    """One hash over the raw files, whatever their order."""
    digest = hashlib.sha256()
    for path, sha256 in sorted(inputs):
        digest.update(f"{path}\0{sha256}\n".encode(errors="surrogateescape"))
    return digest.hexdigest()


def code_sha256() -> str:
    """One hash over the four packages and the dbt project; the same from a checkout and from a wheel."""
    root = Path(__file__).resolve().parent.parent
    digest = hashlib.sha256()
    for name, folder in [*((name, root / name) for name in PACKAGES), ("dbt", dbt_project())]:
        for path in sorted(_files(folder)):
            content = hashlib.sha256(path.read_bytes()).hexdigest()
            digest.update(f"{name}/{path.relative_to(folder).as_posix()}\0{content}\n".encode())
    return digest.hexdigest()


def settings_sha256(chosen: Iterable[tuple[str, str]] = ()) -> str:
    """One hash over the versions of Python and of the engines that make the data, and over what is chosen."""
    versions = {name: metadata.version(name) for name in ENGINES}
    versions["python"] = f"{sys.version_info.major}.{sys.version_info.minor}"
    said = {"versions": versions, "chosen": sorted(chosen)}
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def _files(folder: Path) -> Iterator[Path]:
    for entry in folder.iterdir():
        if entry.name in _NOT_CODE or entry.name.startswith("."):
            continue
        if entry.is_dir():
            yield from _files(entry)
        else:
            yield entry
