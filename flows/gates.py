"""The two gates of a night: over what is landed, and over what is built."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flows import hold_back
from flows.land import require_something
from flows.night import Night
from flows.outcome import Refused
from warehouse import landing
from warehouse.records import CheckRecord

if TYPE_CHECKING:
    from expectations.results import Gate, GateReport
    from warehouse.layout import Home

_CLINICAL = ("gdc_clinical", "cbioportal_patient", "cbioportal_sample", "clinical")


def open_landing(night: Night) -> None:
    """Make the small database whose views show the rows that serve."""
    from etl.landing import empty, kinds

    lake = night.settings.home.lake
    tables = {kind: empty(kind, lake) for kind in kinds()}
    landing.build(night.paths.landing, lake, night.files, night.study_records, tables, night.signatures)


def check_landing(night: Night) -> str:
    """Gate 1: a study with a critical failure goes back to its former good load.

    Gives the result in figures. Raises Refused if nothing is left to serve.
    """
    report = _run(night, "landing")
    lake = night.settings.home.lake
    for study_id, reason in sorted(report.reasons().items()):
        night.files, held_back = hold_back.hold_back_study(night.files, night.former, study_id, reason, lake)
        night.held_back.append(held_back)
    if report.held_back:
        require_something(night)
        open_landing(night)
    return _figures(report)


def check_marts(night: Night) -> str:
    """Gate 2: one critical failure and nothing is published. Gives figures, or raises Refused."""
    report = _run(night, "marts")
    if not report.passed:
        sentences = "; ".join(dict.fromkeys(str(result.message) for result in report.critical))
        raise Refused(f"The built tables do not hold what they promise: {sentences}")
    return _figures(report)


def _run(night: Night, gate: Gate) -> GateReport:
    """Run a gate and keep its results for the audit."""
    from expectations.gate import run_gate

    home: Home = night.settings.home
    database = night.paths.landing if gate == "landing" else night.paths.target
    report = run_gate(database, gate, home.data_docs, night.run_id, studies=_with_patients(night))
    night.checks += [
        CheckRecord(
            gate=result.gate,
            suite=result.suite,
            expectation=result.expectation,
            severity=result.severity,
            success=result.success,
            column_name=result.column_name,
            n_unexpected=result.n_unexpected,
            sql=result.sql,
            study_id=result.study_id,
            message=result.message,
        )
        for result in report.results
    ]
    night.notes += [f"warning: {result.message}" for result in report.warnings]
    return report


def _with_patients(night: Night) -> list[str]:
    """Studies of which clinical rows are loaded: the marts must have a patient of each."""
    return sorted(
        {f.study_id for f in night.files if f.kind in _CLINICAL and f.status == "loaded" and f.rows_loaded}
    )


def _figures(report: GateReport) -> str:
    n_critical, n_warnings = len(report.critical), len(report.warnings)
    return f"{len(report.results)} checks, {n_critical} critical failures, {n_warnings} warnings"
