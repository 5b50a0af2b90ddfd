"""Where things live below one home folder. Pure paths: nothing here touches the disk."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

_RUN_ID = re.compile(r"^\d{8}T\d{6}Z-[0-9a-f]{4}$")


def new_run_id(now: datetime | None = None) -> str:
    """A sortable name for one run: its first UTC second and four hex digits, as ``20261124T020000Z-cf95``.

    The digits keep two runs of the same second apart. Raises ValueError for a ``now`` without a time
    zone: read as local time it would sort wrongly.
    """
    moment = datetime.now(UTC) if now is None else now
    if moment.tzinfo is None:
        raise ValueError("a run id needs a time with a time zone")
    # The first digit is a letter: `…Z-2362` reads as a time 23 hours and 62 minutes west of Greenwich, and
    # tools that guess dates (Great Expectations does, of a run's name) fail on one night in eight.
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}-{secrets.choice('abcdef')}{secrets.token_hex(2)[:3]}"


def is_run_id(text: str) -> bool:
    """Whether a name has the form that :func:`new_run_id` gives."""
    return _RUN_ID.match(text) is not None


@dataclass(frozen=True, slots=True)
class BuildPaths:
    """The folder of one unpublished build and the three DuckDB files in it."""

    folder: Path

    @property
    def landing(self) -> Path:
        """Views that show exactly the current rows of the lake; read by gate 1 and by dbt.

        Not named ``landing.duckdb``: a database opened under the name of one of its schemas makes every
        ``landing.<table>`` in it ambiguous to DuckDB.
        """
        return self.folder / "landed.duckdb"

    @property
    def work(self) -> Path:
        """Staging and intermediate models; thrown away after the run."""
        return self.folder / "work.duckdb"

    @property
    def target(self) -> Path:
        """What becomes the published version: schemas marts, reference and audit."""
        return self.folder / "leaderhouse.duckdb"


@dataclass(frozen=True, slots=True)
class Home:
    """One home folder. Two homes share nothing, so one is enough to move, to back up or to delete."""

    root: Path

    @property
    def raw(self) -> Path:
        """Input as delivered, one folder per study; never written to."""
        return self.root / "raw"

    @property
    def settings(self) -> Path:
        """What the owner of the home has set; need not be there."""
        return self.root / "leaderhouse.toml"

    @property
    def lake(self) -> Path:
        """One Parquet file per source file, named by content."""
        return self.root / "lake"

    @property
    def inventory(self) -> Path:
        """Sizes, times and hashes of the raw files as last seen."""
        return self.lake / "inventory.json"

    @property
    def runs(self) -> Path:
        """What single runs leave behind beside the lake's Parquet."""
        return self.lake / "runs"

    @property
    def versions(self) -> Path:
        """Published versions, each immutable, and builds under way."""
        return self.root / "versions"

    @property
    def served(self) -> Path:
        """The relative symlink that readers open."""
        return self.root / "leaderhouse.duckdb"

    @property
    def serving(self) -> Path:
        """Second names of the versions that readers may have open, each in a folder of its own."""
        return self.root / ".serving"

    @property
    def lock(self) -> Path:
        """Held by the one process that may build and publish."""
        return self.root / ".lock"

    @property
    def reports(self) -> Path:
        """Pages for people."""
        return self.root / "reports"

    @property
    def report(self) -> Path:
        """The report on the served version."""
        return self.reports / "index.html"

    @property
    def data_docs(self) -> Path:
        """What the checks found, as pages."""
        return self.reports / "data_docs"

    @property
    def signatures(self) -> Path:
        """Imported signatures, a folder for each version, and which one is the default."""
        return self.root / "signatures"

    @property
    def default_signature(self) -> Path:
        """The signature that marts carry, where another one than the shipped default was chosen."""
        return self.signatures / "default.json"

    def signature(self, signature_id: str, version: int) -> Path:
        """The folder of one imported version, which never changes."""
        return self.signatures / signature_id / str(version)

    def building(self, run_id: str) -> BuildPaths:
        """The folder of a build that is not published; hidden, on the same file system as the versions."""
        return BuildPaths(self.versions / f".building-{run_id}")

    def version(self, run_id: str) -> Path:
        """The file that a run publishes."""
        return self.versions / f"{run_id}.duckdb"

    def serving_name(self, run_id: str) -> Path:
        """The name under which a version is served: the same file, called as the link is.

        Python's DuckDB from 1.5 on resolves the link, and names the database after the file it finds. Under
        the version's own name every night would bring another database name, and a BI tool that keeps
        tables by their full name (``leaderhouse.marts.dim_patient``) would lose them all.
        """
        return self.serving / run_id / self.served.name
