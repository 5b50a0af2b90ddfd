"""What the page says, read from a published version: figures, no patient's key and no delivered text."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from warehouse.report import survival

if TYPE_CHECKING:
    import duckdb

STAGES = ("I", "II", "III", "IV")
STATUSES = ("positive", "negative", "not_assessable")


# One version of each signature: the newest, or the older one that was chosen as the default.
_SHOWN = (
    "(is_default OR (is_current AND signature_id NOT IN "
    "(SELECT signature_id FROM reference.signature WHERE is_default)))"
)


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One outcome of a study: patients with a time, and their events."""

    endpoint: str
    name: str | None
    """In full, as reference.endpoint has it."""
    time_zero: str | None
    n_patients: int
    n_events: int


@dataclass(frozen=True, slots=True)
class Cohort:
    """A study's patients in figures. Ages in years at diagnosis."""

    study_id: str
    n_patients: int = 0
    n_sequenced: int = 0
    n_samples: int = 0
    n_mutations: int = 0
    n_female: int = 0
    n_male: int = 0
    age_median: float | None = None
    age_lowest: float | None = None
    age_highest: float | None = None
    stages: tuple[int, ...] = (0, 0, 0, 0)
    endpoints: tuple[Endpoint, ...] = ()


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature and what it is worth: its ``status`` is ``published``, ``partial`` or ``exploratory``."""

    signature_id: str
    version: str
    status: str
    title: str
    citation: str
    caveat: str
    is_callable: bool
    is_default: bool


@dataclass(frozen=True, slots=True)
class Flag:
    """A signature in a study: patients by status, and why some cannot be assessed."""

    study_id: str
    signature_id: str
    n_positive: int
    n_negative: int
    n_not_assessable: int
    reasons: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Check:
    """A check that failed in this run."""

    gate: str
    suite: str
    expectation: str
    column_name: str | None
    severity: str
    n_unexpected: int | None
    study_id: str | None
    message: str | None


@dataclass(frozen=True, slots=True)
class Figures:
    """All that the page shows besides what :mod:`warehouse.state` reads."""

    cohorts: tuple[Cohort, ...]
    signatures: tuple[Signature, ...]
    flags: tuple[Flag, ...]
    n_checks: int
    failed_checks: tuple[Check, ...]
    estimates: tuple[survival.Estimates, ...] = ()
    headlines: tuple[survival.Headline, ...] = ()


def read(con: duckdb.DuckDBPyConnection, run_id: str) -> Figures:
    """Read every figure of the version that ``con`` has open; ``run_id`` is its run."""
    checks = con.execute(
        """
        SELECT gate, suite, expectation, column_name, severity, n_unexpected, study_id, message, success
        FROM audit.expectation_result WHERE run_id = ? ORDER BY severity, gate, suite, expectation,
        column_name, study_id
        """,
        [run_id],
    ).fetchall()
    return Figures(
        cohorts=_cohorts(con),
        signatures=_signatures(con),
        flags=_flags(con),
        n_checks=len(checks),
        failed_checks=tuple(Check(*row[:-1]) for row in checks if not row[-1]),
        estimates=survival.estimates(con),
        headlines=survival.headlines(con),
    )


def _cohorts(con: duckdb.DuckDBPyConnection) -> tuple[Cohort, ...]:
    rows = con.execute(
        f"""
        WITH patients AS (
            SELECT study_id, count(*) AS n, count(*) FILTER (is_sequenced) AS n_sequenced,
                count(*) FILTER (lower(sex) = 'female') AS n_female,
                count(*) FILTER (lower(sex) = 'male') AS n_male,
                median(age_at_diagnosis_years) AS age, min(age_at_diagnosis_years) AS youngest,
                max(age_at_diagnosis_years) AS oldest,
                {", ".join(f"count(*) FILTER (stage_group = '{s}') AS stage_{s}" for s in STAGES)}
            FROM marts.dim_patient GROUP BY study_id
        ), samples AS (
            SELECT patient.study_id, count(*) AS n
            FROM marts.dim_sample JOIN marts.dim_patient AS patient USING (patient_key)
            GROUP BY patient.study_id
        ), mutations AS (SELECT study_id, count(*) AS n FROM marts.fct_mutation GROUP BY study_id)
        SELECT patients.study_id, patients.n, n_sequenced, coalesce(samples.n, 0), coalesce(mutations.n, 0),
            n_female, n_male, age, youngest, oldest, [{", ".join(f"stage_{s}" for s in STAGES)}]
        FROM patients LEFT JOIN samples USING (study_id) LEFT JOIN mutations USING (study_id)
        ORDER BY patients.study_id
        """
    ).fetchall()
    endpoints = _endpoints(con)
    return tuple(Cohort(*(*row[:-1], tuple(row[-1]), tuple(endpoints[row[0]]))) for row in rows)


def _endpoints(con: duckdb.DuckDBPyConnection) -> dict[str, list[Endpoint]]:
    found: dict[str, list[Endpoint]] = defaultdict(list)
    for study_id, *values in con.execute(
        """
        SELECT study_id, endpoint, any_value(reference.name), string_agg(DISTINCT outcome.time_zero, ' or '),
            count(*), count(*) FILTER (event = 1)
        FROM marts.fct_outcome AS outcome LEFT JOIN reference.endpoint AS reference USING (endpoint)
        WHERE time_days IS NOT NULL AND event IS NOT NULL
        GROUP BY study_id, endpoint ORDER BY study_id, endpoint
        """
    ).fetchall():
        found[study_id].append(Endpoint(*values))
    return found


def _signatures(con: duckdb.DuckDBPyConnection) -> tuple[Signature, ...]:
    """Signatures in one version each: the default, as dim_patient has it, the callable, the rest."""
    rows = con.execute(
        f"""
        SELECT signature_id, signature_version::VARCHAR, status, title, citation, caveat, is_callable,
            is_default
        FROM reference.signature WHERE {_SHOWN}
        ORDER BY is_default DESC, is_callable DESC, signature_id
        """
    ).fetchall()
    return tuple(Signature(*row) for row in rows)


def _flags(con: duckdb.DuckDBPyConnection) -> tuple[Flag, ...]:
    counts: dict[tuple[str, str], dict[str, int]] = defaultdict(lambda: dict.fromkeys(STATUSES, 0))
    reasons: dict[tuple[str, str], list[tuple[str, int]]] = defaultdict(list)
    for study_id, signature_id, status, reason, n in con.execute(
        f"""
        SELECT patient.study_id, signature_id, flag.status, flag.reason, count(*) AS n
        FROM marts.fct_patient_signature AS flag JOIN marts.dim_patient AS patient USING (patient_key)
        JOIN reference.signature AS signature USING (signature_id, signature_version)
        WHERE {_SHOWN}
        GROUP BY ALL ORDER BY patient.study_id, signature_id, n DESC, reason
        """
    ).fetchall():
        counts[study_id, signature_id][status] += n
        if status == "not_assessable":
            reasons[study_id, signature_id].append((reason or "no reason given", n))
    return tuple(
        Flag(
            study_id=study_id,
            signature_id=signature_id,
            n_positive=by_status["positive"],
            n_negative=by_status["negative"],
            n_not_assessable=by_status["not_assessable"],
            reasons=tuple(reasons[study_id, signature_id]),
        )
        for (study_id, signature_id), by_status in counts.items()
    )
