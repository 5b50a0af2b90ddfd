"""Survival as the marts have it: curves by the default flag for each study, and the answers to the headline
question.

Nothing is estimated here: curves, medians and tests are read from marts.fct_survival_*.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import duckdb

GROUPS = ("positive", "negative")
NOT_REACHED = "not reached"
_MAX_STEPS = 800
_STEPS = (1, 2, 3, 6, 12, 24, 36, 60, 120, 240)


@dataclass(frozen=True, slots=True)
class Step:
    """The estimate from a time on, in months, until the next step, with its 95 % confidence interval."""

    time: float
    survival: float
    lower: float
    upper: float


@dataclass(frozen=True, slots=True)
class Curve:
    """The Kaplan-Meier estimate of one group. No steps if the group is too small for a curve."""

    group: str
    n_patients: int
    n_events: int
    median: str
    """Median in months with its 95 % confidence interval, or why there is none."""
    steps: tuple[Step, ...] = ()
    censored: tuple[Step, ...] = ()
    """Where follow-up ended without an event."""
    at_risk: tuple[int, ...] = ()
    """Patients under observation at each tick of the axis."""

    @property
    def is_drawn(self) -> bool:
        """Whether there are enough patients for a curve."""
        return bool(self.steps)


@dataclass(frozen=True, slots=True)
class Estimates:
    """The groups of one study and endpoint."""

    study_id: str
    endpoint: str
    curves: tuple[Curve, ...]
    n_left_out: int
    """Patients with a follow-up whose flag cannot be assessed."""
    ticks: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Headline:
    """One row of fct_survival_test: overall survival of positive against negative patients with high-risk
    NSCLC."""

    signature_id: str
    method: str
    n_positive: int
    n_negative: int
    n_not_assessable: int
    events_positive: int
    events_negative: int
    median_positive: float | None
    median_negative: float | None
    hazard_ratio: float | None
    ci_lower: float | None
    ci_upper: float | None
    p_value: float | None
    q_value: float | None
    not_estimated_reason: str | None
    covariates: str | None
    covariates_left_out: str | None
    n_used: int | None
    events_per_variable: float | None
    ph_p_value: float | None
    empirical_p: float | None
    empirical_p_reason: str | None
    n_null_patients: int | None

    @property
    def is_adjusted_for_burden(self) -> bool:
        """Whether the model holds the mutational burden."""
        return "log(1+tmb)" in (self.covariates or "")


def headlines(con: duckdb.DuckDBPyConnection) -> tuple[Headline, ...]:
    """The headline's rows: by signature the log-rank test, the flag alone, the adjusted model."""
    rows = con.execute(
        """
        SELECT signature_id, method, n_positive, n_negative, n_not_assessable, events_positive,
            events_negative, median_days_positive, median_days_negative, hazard_ratio, ci_lower, ci_upper,
            p_value, q_value, not_estimated_reason, covariates, covariates_left_out, n_used,
            events_per_variable, ph_p_value, empirical_p, empirical_p_reason, n_null_patients
        FROM marts.fct_survival_test WHERE is_headline
        ORDER BY signature_id, list_position(['log_rank', 'cox', 'cox_adjusted'], method)
        """
    ).fetchall()
    return tuple(Headline(*row) for row in rows)


def estimates(con: duckdb.DuckDBPyConnection) -> tuple[Estimates, ...]:
    """Every study and endpoint, by the default signature in its current version, in all risk groups."""
    chosen = """
        cohort_type = 'study' AND risk_stratum = 'all' AND (signature_id, signature_version) IN (
            SELECT signature_id, signature_version FROM reference.signature
            WHERE is_current AND signature_id IN (SELECT leader_signature_id FROM marts.dim_patient)
        )
    """
    groups: dict[tuple[str, str], dict[str, tuple[Any, ...]]] = defaultdict(dict)
    for cohort, endpoint, group, *values in con.execute(
        f"""
        SELECT cohort, endpoint, group_name, n_patients, n_events, median_months, median_ci_lower_months,
            median_ci_upper_months, not_estimated_reason
        FROM marts.fct_survival_group WHERE {chosen} ORDER BY ALL
        """
    ).fetchall():
        groups[cohort, endpoint][group] = tuple(values)
    steps: dict[tuple[str, str, str], list[tuple[Any, ...]]] = defaultdict(list)
    for cohort, endpoint, group, *values in con.execute(
        f"""
        SELECT cohort, endpoint, group_name, time_months, n_at_risk, n_event, n_censored,
            survival, coalesce(ci_lower, survival), coalesce(ci_upper, survival)
        FROM marts.fct_survival_curve WHERE {chosen} AND group_name IN {GROUPS} ORDER BY ALL
        """
    ).fetchall():
        steps[cohort, endpoint, group].append(tuple(values))
    found = []
    for (cohort, endpoint), by_group in groups.items():
        drawn = [steps[cohort, endpoint, group] for group in GROUPS]
        times = ticks(max((rows[-1][0] for rows in drawn if rows), default=1.0))
        curves = tuple(
            _curve(group, by_group.get(group), rows, times) for group, rows in zip(GROUPS, drawn, strict=True)
        )
        left_out = by_group.get("not_assessable", (0,))[0]
        found.append(Estimates(cohort, endpoint, curves, left_out, times))
    return tuple(found)


def ticks(longest: float) -> tuple[int, ...]:
    """Times of the axis in months: whole months or years, five or six of them up to the longest follow-up."""
    step = next((step for step in _STEPS if longest <= 6 * step), _STEPS[-1])
    return tuple(range(0, int(longest // step) * step + 1, step))


def _curve(
    group: str, summary: tuple[Any, ...] | None, rows: list[tuple[Any, ...]], times: tuple[int, ...]
) -> Curve:
    """A curve from the mart's rows, which begin at the first time at which something happens."""
    if summary is None:
        return Curve(group, 0, 0, "no patient")
    n_patients, n_events, median, lower, upper, reason = summary
    words = f"not estimated: {reason}" if reason else _median(median, lower, upper)
    every = [Step(time, survival, low, high) for time, _, _, _, survival, low, high in rows]
    if not rows:
        return Curve(group, n_patients, n_events, words)
    falls = [step for step, row in zip(every, rows, strict=True) if row[2]]
    return Curve(
        group=group,
        n_patients=n_patients,
        n_events=n_events,
        median=words,
        steps=_thin([Step(0.0, 1.0, 1.0, 1.0), *falls, every[-1]]),
        censored=_thin([step for step, row in zip(every, rows, strict=True) if row[3]]),
        at_risk=tuple(next((row[1] for row in rows if row[0] >= time), 0) for time in times),
    )


def _thin(steps: list[Step]) -> tuple[Step, ...]:
    """At most :data:`_MAX_STEPS` of the steps, first and last among them: more than a screen has points."""
    if len(steps) <= _MAX_STEPS:
        return tuple(steps)
    return tuple(steps[round(n * (len(steps) - 1) / (_MAX_STEPS - 1))] for n in range(_MAX_STEPS))


def _median(median: float | None, lower: float | None, upper: float | None) -> str:
    """A median with its interval; a bound that is not reached is a dash."""
    bounds = " to ".join("–" if bound is None else f"{bound:.1f}" for bound in (lower, upper))
    return f"{NOT_REACHED if median is None else f'{median:.1f} months'} (95 % CI {bounds})"
