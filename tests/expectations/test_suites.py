"""Each expectation, against sound rows and against rows broken in one way.

One database holds a sound study and one study for every break, so one run of the gate judges them all, and
shows that each failure is laid at the door of its study and of no other.
"""

from pathlib import Path

import duckdb
import pytest

from expectations.gate import GateReport, run_gate, warm
from expectations.suites import discover
from tests.expectations import (
    breaks_of_cbioportal,
    breaks_of_clinical,
    breaks_of_facts,
    breaks_of_gdc,
    breaks_of_mutations,
    breaks_of_patients,
    breaks_of_regions,
    breaks_of_survival,
)
from tests.expectations.statements import Break
from tests.expectations.tables import LANDING, MARTS, add_good_study, create, list_files

BREAKS = {
    "landing": {
        **breaks_of_mutations.BREAKS,
        **breaks_of_gdc.BREAKS,
        **breaks_of_cbioportal.BREAKS,
        **breaks_of_clinical.BREAKS,
        **breaks_of_regions.BREAKS,
    },
    "marts": {**breaks_of_patients.BREAKS, **breaks_of_facts.BREAKS, **breaks_of_survival.BREAKS},
}
CASES = [(gate, name) for gate, breaks in BREAKS.items() for name in breaks]
# Broken only where no study can be named, or where a whole table is empty: see test_gate.
ELSEWHERE = {
    "!studies.study_id_not_null",
    "!dim_patient.patients_where_there_is_anything",
    "!fct_survival_test.the_headline_is_there",
}


@pytest.fixture(scope="module")
def databases(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """For each gate a sound study and one study for every break."""
    folder = tmp_path_factory.mktemp("broken")
    return {gate: _build(folder / f"{gate}_broken.duckdb", gate, breaks) for gate, breaks in BREAKS.items()}


@pytest.fixture(scope="module")
def reports(databases: dict[str, Path]) -> dict[str, GateReport]:
    """What each gate says of them."""
    return {
        "landing": run_gate(databases["landing"], "landing", None, "20261124T020000Z-3f9c"),
        "marts": run_gate(databases["marts"], "marts", None, "20261124T020000Z-3f9c"),
    }


def _build(database: Path, gate: str, breaks: dict[str, Break]) -> Path:
    with create(database, gate) as connection:
        connection.execute("begin")
        for study_id in ("sound", *breaks):
            add_good_study(connection, gate, study_id)
        for study_id, broken in breaks.items():
            if not broken.after_listing:
                connection.execute(broken.sql.replace("$s", study_id))
        if gate == "landing":
            list_files(connection)
            for study_id, broken in breaks.items():
                if broken.after_listing:
                    connection.execute(broken.sql.replace("$s", study_id))
        connection.execute("commit")
    return database


def _fails(report: GateReport, study_id: str) -> set[str]:
    return {
        f"{'!' if result.severity == 'critical' else ''}{result.suite}.{result.expectation}"
        for result in report.failures
        if result.study_id == study_id
    }


@pytest.mark.parametrize("gate", BREAKS)
def test_a_sound_study_passes(reports: dict[str, GateReport], gate: str) -> None:
    assert _fails(reports[gate], "sound") == set()
    assert "sound" not in reports[gate].held_back
    assert not [result for result in reports[gate].failures if result.study_id is None]


@pytest.mark.parametrize(("gate", "name"), CASES, ids=lambda value: value)
def test_a_broken_study_fails_what_it_breaks(reports: dict[str, GateReport], gate: str, name: str) -> None:
    report = reports[gate]
    expected = set(BREAKS[gate][name].fails.split())
    assert _fails(report, name) == expected
    assert (name in report.held_back) == any(failure.startswith("!") for failure in expected)
    assert all((result.n_unexpected or 0) >= 1 for result in report.failures if result.study_id == name)


@pytest.mark.parametrize("gate", BREAKS)
def test_the_statement_agrees_with_the_verdict(
    reports: dict[str, GateReport], databases: dict[str, Path], gate: str
) -> None:
    with duckdb.connect(str(databases[gate]), read_only=True) as connection:
        for result in reports[gate].results:
            assert result.sql is not None
            shown = connection.execute(f"select count(*) from ({result.sql})").fetchone()
            assert shown is not None
            assert (shown[0] == 0) == result.success, f"{result.suite}.{result.expectation}"


@pytest.mark.parametrize("gate", BREAKS)
def test_every_expectation_is_seen_to_fail(gate: str) -> None:
    warm()
    declared = {
        f"{'!' if expectation.severity == 'critical' else ''}{suite.table}.{expectation.meta['name']}"
        for suite in discover("landing" if gate == "landing" else "marts")
        for expectation in suite.expectations
    }
    seen = {failure for broken in BREAKS[gate].values() for failure in broken.fails.split()}
    assert declared - seen - ELSEWHERE == set()
    assert seen <= declared


@pytest.mark.parametrize("gate", BREAKS)
def test_expectations_are_well_formed(gate: str) -> None:
    warm()
    for suite in discover("landing" if gate == "landing" else "marts"):
        names = [expectation.meta["name"] for expectation in suite.expectations]
        assert len(names) == len(set(names)), f"{suite.table} names an expectation twice"
        for expectation in suite.expectations:
            assert expectation.severity in ("critical", "warning")
            assert expectation.description.endswith("."), "a description is a sentence"
            assert "$" not in expectation.description, "the engine would take it for a parameter"
            assert "{batch}" in expectation.meta["failing"]


def test_there_is_a_suite_for_every_table() -> None:
    warm()
    assert {suite.table for suite in discover("landing")} == set(LANDING)
    assert {suite.table for suite in discover("marts")} >= set(MARTS)
