"""Marts with the columns that the report reads: as many patients, flags and follow-ups as asked for."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

import duckdb
import pandas as pd

from estimators.comparisons import comparisons
from estimators.group_tests import rows as test_rows
from estimators.groups import curve_rows, group_rows

SIGNATURES = ("chr16q_arm", "aacr2019_leader_16q")
_TABLES = """
CREATE SCHEMA marts;
CREATE SCHEMA reference;
CREATE TABLE marts.dim_patient (
    patient_key VARCHAR, study_id VARCHAR, sex VARCHAR, age_at_diagnosis_years DOUBLE, stage_group VARCHAR,
    is_sequenced BOOLEAN, leader_signature_id VARCHAR, leader_signature_status VARCHAR
);
CREATE TABLE marts.dim_sample (sample_key VARCHAR, patient_key VARCHAR, study_id VARCHAR);
CREATE TABLE marts.fct_mutation (mutation_key VARCHAR, study_id VARCHAR);
CREATE TABLE marts.fct_outcome (
    patient_key VARCHAR, study_id VARCHAR, endpoint VARCHAR, time_zero VARCHAR, entry_days DOUBLE,
    time_days DOUBLE, time_months DOUBLE, event INTEGER, leader_signature_status VARCHAR
);
CREATE TABLE marts.fct_patient_signature (
    patient_key VARCHAR, study_id VARCHAR, signature_id VARCHAR, signature_version INTEGER, status VARCHAR,
    reason VARCHAR
);
CREATE TABLE reference.endpoint (endpoint VARCHAR, name VARCHAR);
CREATE TABLE reference.signature (
    signature_id VARCHAR, signature_version INTEGER, is_current BOOLEAN, is_default BOOLEAN, status VARCHAR,
    is_callable BOOLEAN, title VARCHAR, citation VARCHAR, caveat VARCHAR
);
CREATE TABLE marts.fct_survival_curve (
    cohort_type VARCHAR, cohort VARCHAR, endpoint VARCHAR, signature_id VARCHAR, signature_version INTEGER,
    risk_stratum VARCHAR, group_name VARCHAR, time_months DOUBLE, n_at_risk INTEGER, n_event INTEGER,
    n_censored INTEGER, survival DOUBLE, ci_lower DOUBLE, ci_upper DOUBLE
);
CREATE TABLE marts.fct_survival_group (
    cohort_type VARCHAR, cohort VARCHAR, endpoint VARCHAR, signature_id VARCHAR, signature_version INTEGER,
    risk_stratum VARCHAR, group_name VARCHAR, n_patients INTEGER, n_events INTEGER, median_months DOUBLE,
    median_ci_lower_months DOUBLE, median_ci_upper_months DOUBLE, not_estimated_reason VARCHAR
);
CREATE TABLE marts.fct_survival_test (
    signature_id VARCHAR, method VARCHAR, is_headline BOOLEAN, n_positive INTEGER, n_negative INTEGER,
    n_not_assessable INTEGER, events_positive INTEGER, events_negative INTEGER, median_days_positive DOUBLE,
    median_days_negative DOUBLE, hazard_ratio DOUBLE, ci_lower DOUBLE, ci_upper DOUBLE, p_value DOUBLE,
    q_value DOUBLE, not_estimated_reason VARCHAR, covariates VARCHAR, covariates_left_out VARCHAR,
    n_used INTEGER, events_per_variable DOUBLE, ph_p_value DOUBLE, empirical_p DOUBLE,
    empirical_p_reason VARCHAR, n_null_patients INTEGER
);
COMMENT ON TABLE marts.dim_patient IS 'One row per patient in a study.';
COMMENT ON COLUMN marts.dim_patient.patient_key IS 'Study and patient | joined by a colon';
INSERT INTO reference.endpoint VALUES ('OS', 'Overall survival'), ('PFS', 'Progression-free survival');
INSERT INTO reference.signature VALUES
    ('chr16q_arm', 1, true, true, 'exploratory', true, 'Any non-silent variant on 16q',
        'Pedro B et al., Cancer 2020', 'Not the 16qMC of the paper'),
    ('aacr2019_leader_16q', 1, true, false, 'partial', true, 'NAE1 and NUP93', 'AACR 2019, abstract 4590',
        'The list is cut off in what is public'),
    ('pedro2020_16qmc', 0, true, false, 'published', false, 'The 16q mutation cluster',
        'Pedro B et al., Cancer 2020', 'Its gene list is not public to us');
"""


@dataclass(frozen=True)
class Study:
    """What to plant: patients by status of the default flag, and median months by status for one endpoint."""

    study_id: str
    positive: int = 0
    negative: int = 0
    not_assessable: int = 0
    endpoint: str | None = "OS"
    median_months: tuple[float, float] = (20.0, 60.0)
    has_stage: bool = True
    seed: int = 16


def write(con: duckdb.DuckDBPyConnection, studies: Sequence[Study]) -> None:
    """Make the tables and plant the studies."""
    con.execute("BEGIN")
    con.execute(_TABLES)
    for study in studies:
        _plant(con, study)
    _estimate(con)
    con.execute("COMMIT")


_SUBJECTS = """
SELECT {cohort}, endpoint, patient_key, outcome.study_id, 'high' AS risk_group,
    nullif(entry_days, 0) AS entry_days, time_days, event, age_at_diagnosis_years, sex, stage_group,
    NULL::VARCHAR AS stage_edition, NULL::DOUBLE AS tmb_per_mb, false AS has_exome
FROM marts.fct_outcome AS outcome JOIN marts.dim_patient USING (patient_key)
"""
_GROUPINGS = """
SELECT patient_key, 'signature' AS comparison_kind, signature_id AS comparison_id,
    signature_version AS comparison_version, status
FROM marts.fct_patient_signature
"""


def _estimate(con: duckdb.DuckDBPyConnection) -> None:
    """Fill the survival marts from the planted outcomes, with the estimators of the models."""
    studies = con.sql(_SUBJECTS.format(cohort="'study' AS cohort_type, outcome.study_id AS cohort")).df()
    pooled = con.sql(_SUBJECTS.format(cohort="'pooled' AS cohort_type, 'NSCLC' AS cohort")).df()
    groupings = con.sql(_GROUPINGS).df()
    planted = [one for one in comparisons(studies, groupings) if one.key["risk_stratum"] == "all"]
    asked = [one for one in comparisons(pooled, groupings) if one.is_headline_question]
    _fill(con, "fct_survival_curve", [row for one in planted for row in curve_rows(one)])
    _fill(con, "fct_survival_group", [row for one in planted for row in group_rows(one)])
    _fill(con, "fct_survival_test", [{"is_headline": True, **row} for one in asked for row in test_rows(one)])
    con.execute("UPDATE marts.fct_survival_test SET q_value = p_value, empirical_p_reason = 'no exome'")


def _fill(con: duckdb.DuckDBPyConnection, table: str, rows: list[dict[str, object]]) -> None:
    if not rows:
        return
    frame = pd.DataFrame(rows).rename(
        columns={"comparison_id": "signature_id", "comparison_version": "signature_version"}
    )
    for name in ("time", "median", "median_ci_lower", "median_ci_upper"):
        if f"{name}_days" in frame:
            frame[f"{name}_months"] = frame[f"{name}_days"] / 30.4375
    wanted = {
        name
        for (name,) in con.execute(
            "SELECT column_name FROM duckdb_columns() WHERE table_name = ?", [table]
        ).fetchall()
    }
    frame = frame[[name for name in frame.columns if name in wanted]]
    con.register("frame", frame)
    columns = ", ".join(
        f"nullif({name}, 'NaN'::DOUBLE) AS {name}" if frame[name].dtype == float else name
        for name in frame.columns
    )
    con.execute(f"INSERT INTO marts.{table} BY NAME SELECT {columns} FROM frame")
    con.unregister("frame")


def _plant(con: duckdb.DuckDBPyConnection, study: Study) -> None:
    source = random.Random(study.seed)
    statuses = [
        *["positive"] * study.positive,
        *["negative"] * study.negative,
        *["not_assessable"] * study.not_assessable,
    ]
    for n, status in enumerate(statuses):
        patient = f"{study.study_id}:P{n}"
        stage = (
            source.choices(["I", "II", "III", "IV", None], [5, 3, 2, 1, 1])[0] if study.has_stage else None
        )
        con.execute(
            "INSERT INTO marts.dim_patient VALUES (?, ?, ?, ?, ?, ?, 'chr16q_arm', ?)",
            [
                patient,
                study.study_id,
                source.choice(["Female", "Male"]),
                source.uniform(38, 85),
                stage,
                status != "not_assessable",
                status,
            ],
        )
        con.execute(
            "INSERT INTO marts.dim_sample VALUES (?, ?, ?)", [f"{patient}-01A", patient, study.study_id]
        )
        con.execute("INSERT INTO marts.fct_mutation SELECT ?, ? FROM range(12)", [patient, study.study_id])
        reason = "not_sequenced" if status == "not_assessable" else None
        for signature in SIGNATURES:
            con.execute(
                "INSERT INTO marts.fct_patient_signature VALUES (?, ?, ?, 1, ?, ?)",
                [patient, study.study_id, signature, status, reason],
            )
        if study.endpoint:
            median = study.median_months[0 if status == "positive" else 1]
            until_event, until_end = source.expovariate(0.693 / median), source.uniform(3, 96)
            months = min(until_event, until_end)
            con.execute(
                "INSERT INTO marts.fct_outcome VALUES (?, ?, ?, 'diagnosis', 0, ?, ?, ?, ?)",
                [
                    patient,
                    study.study_id,
                    study.endpoint,
                    round(months * 30.4375),
                    months,
                    int(until_event <= until_end),
                    status,
                ],
            )
