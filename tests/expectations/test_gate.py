"""The gate as a whole: what it lets through, what it holds back, what it never tells."""

import gc
import warnings
from pathlib import Path

import duckdb
import pytest

from expectations.gate import GateError, run_gate, warm
from expectations.results import Gate, GateReport
from tests.expectations.databases import RUN, build, change


def failing(report: GateReport) -> list[tuple[str, str | None]]:
    return [(f"{result.suite}.{result.expectation}", result.study_id) for result in report.failures]


def test_sound_rows_pass(landing: Path, marts: Path) -> None:
    for database, gate in ((landing, "landing"), (marts, "marts")):
        report = run_gate(database, "landing" if gate == "landing" else "marts", None, RUN)
        assert report.passed
        assert failing(report) == []
        assert report.studies == ("first", "second")
        assert report.held_back == {}
        assert {result.n_unexpected for result in report.results} == {0}
        assert all(result.sql and "{batch}" not in result.sql for result in report.results)


@pytest.mark.parametrize("gate", ["landing", "marts"])
def test_empty_tables_pass(tmp_path: Path, gate: Gate) -> None:
    report = run_gate(build(tmp_path / "empty.duckdb", gate), gate, None, RUN)
    assert failing(report) == []
    assert report.studies == ()
    assert len(report.results) > 40


@pytest.mark.usefixtures("few")
def test_a_critical_failure_holds_back_its_study_alone(landing: Path) -> None:
    change(landing, "update landing.mutations set chromosome = 'chr17' where study_id = 'second'")
    report = run_gate(landing, "landing", None, RUN)
    assert not report.passed
    assert list(report.held_back) == ["second"]
    (result,) = report.held_back["second"]
    assert (result.suite, result.column_name, result.n_unexpected) == ("mutations", "chromosome", 4)
    assert report.reasons()["second"] == (
        "Chromosomes are 1 to 22, X, Y or MT, without a prefix. Not so in second (landing.mutations: 4 rows)."
    )


@pytest.mark.usefixtures("few")
def test_a_warning_holds_nothing_back(landing: Path) -> None:
    change(landing, "update landing.mutations set t_alt_count = 500 where source_line = 9")
    report = run_gate(landing, "landing", None, RUN)
    assert report.passed
    assert report.held_back == {}
    assert [(result.study_id, result.n_unexpected) for result in report.warnings] == [
        ("first", 1),
        ("second", 1),
    ]


@pytest.mark.usefixtures("few")
def test_the_statement_shows_the_failing_rows(landing: Path) -> None:
    change(landing, "update landing.mutations set t_alt_count = 500 where source_line = 9")
    (result, _) = run_gate(landing, "landing", None, RUN).failures
    assert result.sql is not None
    with duckdb.connect(str(landing), read_only=True) as connection:
        rows = connection.execute(result.sql).fetchall()
    assert len(rows) == 2


@pytest.mark.usefixtures("few")
def test_a_failure_without_a_study_counts_for_all(landing: Path) -> None:
    change(landing, "update landing.studies set study_id = null where study_id = 'second'")
    report = run_gate(landing, "landing", None, RUN)
    assert failing(report) == [("studies.study_id_not_null", None)]
    assert set(report.held_back) == {"first"}, "the only study that the table still names"


def test_marts_without_patients_fail_for_each_study(marts: Path) -> None:
    change(marts, "delete from marts.dim_patient")
    report = run_gate(marts, "marts", None, RUN, studies=("first", "second", "third"))
    found = failing(report)
    for study_id in ("first", "second"):
        assert ("dim_patient.patients_where_there_is_anything", study_id) in found
        assert ("fct_mutation.patient_exists", study_id) in found
    assert {study for name, study in found if name == "dim_patient.every_study_has_patients"} == {
        "first",
        "second",
        "third",
    }


@pytest.mark.usefixtures("few")
def test_a_landed_study_must_have_patients(marts: Path) -> None:
    assert run_gate(marts, "marts", None, RUN, studies=("first", "second")).passed
    report = run_gate(marts, "marts", None, RUN, studies=("first", "lo{s}t 'one'"))
    assert failing(report) == [("dim_patient.every_study_has_patients", "lo{s}t 'one'")]


def test_a_check_that_breaks_is_no_pass_and_takes_no_other_along(landing: Path) -> None:
    change(landing, "alter table landing.gdc_exposure drop column cigarettes_per_day")
    report = run_gate(landing, "landing", None, RUN)
    (result,) = report.failures
    assert (result.expectation, result.severity, result.success) == (
        "cigarettes_per_day_in_range",
        "warning",
        False,
    )
    assert result.n_unexpected is None
    assert "could not be checked" in (result.message or "")
    assert 'The column "cigarettes_per_day" in this table does not exist.' in (result.message or "")


def test_a_critical_check_that_breaks_holds_all_studies_back(landing: Path) -> None:
    change(
        landing,
        "alter table landing.source_files drop column rows_loaded",
        "alter table landing.source_files add column rows_loaded struct(a int)",
    )
    report = run_gate(landing, "landing", None, RUN)
    assert failing(report) == [("source_files.all_loaded_rows_are_shown", None)]
    assert set(report.held_back) == {"first", "second"}


@pytest.mark.usefixtures("few")
def test_a_failure_whose_rows_cannot_be_counted_is_told_without_values(
    landing: Path, more_suites: Path
) -> None:
    change(landing, "create table landing.zz_new as select study_id, null as name from landing.studies")
    (more_suites / "zz_new.py").write_text(
        "from expectations.vocabulary import never_null\n"
        "TABLE = 'zz_new'\n"
        "def suite():\n"
        "    return [never_null('name', 'warning', 'Studies have names.', 'study_id::integer')]\n"
    )
    (result,) = run_gate(landing, "landing", None, RUN).failures
    assert (result.success, result.n_unexpected, result.study_id) == (False, None, None)
    assert result.message == (
        "Studies have names. This does not hold; its rows could not be counted: "
        "Conversion Error. Its words are withheld, since they may hold a patient's value."
    )


def test_a_missing_table_is_no_pass(landing: Path, tmp_path: Path) -> None:
    change(landing, "drop table landing.gene_panel_matrix")
    report = run_gate(landing, "landing", tmp_path / "docs", RUN)
    assert ("gene_panel_matrix.table_readable", None) in failing(report)
    assert set(report.held_back) == {"first", "second"}
    assert (tmp_path / "docs" / "landing" / "gene_panel_matrix.html").is_file()


@pytest.mark.usefixtures("few")
def test_the_file_is_let_go_and_not_written(landing: Path) -> None:
    before = landing.read_bytes()
    run_gate(landing, "landing", None, RUN)
    assert landing.read_bytes() == before
    change(landing, "create table landing.mine (a integer)")  # needs the lock that a reader would hold


def test_nothing_is_said_on_the_terminal(
    landing: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    change(landing, "update landing.mutations set t_alt_count = 500", "drop table landing.gdc_aliquot")
    warm()  # the engine's import warns of what it imports itself
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        run_gate(landing, "landing", tmp_path / "docs", RUN)
        gc.collect()  # what was left open would be told now
    assert capfd.readouterr() == ("", "")


def test_a_file_that_is_no_database_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(GateError, match=r"There is no database gone\.duckdb"):
        run_gate(tmp_path / "gone.duckdb", "landing", None, RUN)
    (tmp_path / "text.duckdb").write_text("not a database, though long enough to be one" * 400)
    with pytest.raises(GateError, match=r"^text\.duckdb cannot be opened as a DuckDB file: IO Error: .*$"):
        run_gate(tmp_path / "text.duckdb", "landing", None, RUN)
    build(tmp_path / "views.duckdb", "landing").rename(tmp_path / "landing.duckdb")
    with pytest.raises(GateError, match=r"Rename landing\.duckdb"):
        run_gate(tmp_path / "landing.duckdb", "landing", None, RUN)


def test_the_headline_question_must_have_its_row(marts: Path) -> None:
    change(marts, "update marts.fct_survival_test set is_headline = false")
    found = [name for name, _ in failing(run_gate(marts, "marts", None, RUN))]
    assert found == ["fct_survival_test.the_headline_is_there"]
