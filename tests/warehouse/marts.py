"""Marts with the columns that the report reads: as many patients, flags and follow-ups as asked for."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

import duckdb

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
    con.execute("COMMIT")


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
