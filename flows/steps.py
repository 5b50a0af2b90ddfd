"""The steps of a night in order, each with what it shows. Plain functions: the flow makes tasks of them."""

from __future__ import annotations

from etl.errors import EtlError
from expectations.context import GateError
from flows import dbt_build, gates, release
from flows import discover as discovery
from flows import land as landing
from flows.night import Night
from flows.outcome import Refused
from warehouse import connections
from warehouse.errors import WarehouseError

EXPECTED = (Refused, EtlError, GateError, WarehouseError)
"""Faults that end a night with a sentence; anything else is a bug, and keeps its traceback."""


def discover(night: Night) -> None:
    """Which studies and files there are."""
    night.progress.start("discover")
    discovery.discover(night)
    n_files = sum(len(study.files) for study in night.studies)
    n_studies = sum(bool(study.study_id) for study in night.studies)
    night.progress.finish(f"{n_studies} studies, {n_files:,} files")


def land(night: Night, study_id: str, kind: str) -> int:
    """The files of one kind of one study, into the lake."""
    return landing.land(night, study_id, kind)


def gate_landing(night: Night) -> None:
    """Whether what was landed is plausible, study by study."""
    night.progress.start("gate 1")
    gates.open_landing(night)
    night.progress.finish(gates.check_landing(night))


def build(night: Night) -> None:
    """Marts and their tests, into a new file."""
    night.progress.start("dbt build", unit="nodes")
    connections.create_target(night.paths.target)
    built = dbt_build.build(night.paths, on_node=night.progress.reach, variables=night.variables)
    night.notes += [f"warning: {warning}" for warning in built.warnings]
    night.progress.finish(str(built))


def gate_marts(night: Night) -> None:
    """Whether what was built may be published."""
    night.progress.start("gate 2")
    night.progress.finish(gates.check_marts(night))


def audit(night: Night) -> None:
    """What was read, judged and built, into the file itself."""
    night.progress.start("publish")
    release.write_audit(night)


def publish(night: Night) -> None:
    """The new version, for every reader at once."""
    release.publish_build(night)
    night.progress.finish(f"run {night.run_id}")


def report(night: Night) -> None:
    """The page for people."""
    night.progress.start("report")
    release.write_report(night)
    night.progress.finish(night.settings.home.report.name)
