"""Kaplan-Meier estimates by a flag: curves, medians and numbers at risk, and when not to give them."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite, isnan

MIN_PATIENTS = 5
"""A curve of fewer patients would show single persons and estimate nothing."""
MIN_EVENTS = 5
"""With fewer events a median is decided by one patient more or less."""
TOO_FEW = "too few events to estimate"
NOT_REACHED = "not reached"
_MAX_STEPS = 800
_STEPS = (1, 2, 3, 6, 12, 24, 36, 60, 120, 240)


@dataclass(frozen=True, slots=True)
class Follow:
    """One patient's follow-up in months, from ``entry`` until ``time``, ended by an event or censored."""

    time: float
    event: bool
    entry: float = 0.0


@dataclass(frozen=True, slots=True)
class Step:
    """The estimate from a time on, until the next step, with its 95 % confidence interval."""

    time: float
    survival: float
    lower: float
    upper: float


@dataclass(frozen=True, slots=True)
class Curve:
    """The Kaplan-Meier estimate of one group. No steps if the group is too small to be drawn."""

    group: str
    n_patients: int
    n_events: int
    steps: tuple[Step, ...]
    censored: tuple[Step, ...]
    """Where follow-up ended without an event."""
    at_risk: tuple[int, ...]
    """Patients under observation at each of the times that were asked for."""
    median: str
    """Median in months with its 95 % confidence interval, or why there is none."""

    @property
    def is_drawn(self) -> bool:
        """Whether there are enough patients for a curve."""
        return bool(self.steps)


def ticks(longest: float) -> tuple[int, ...]:
    """Times of the axis in months: whole months or years, five or six of them up to the longest follow-up."""
    step = next((step for step in _STEPS if longest <= 6 * step), _STEPS[-1])
    return tuple(range(0, int(longest // step) * step + 1, step))


def estimate(group: str, follows: Sequence[Follow], times: Sequence[int]) -> Curve:
    """Kaplan-Meier with log(-log) 95 % confidence intervals, as lifelines gives it, with late entry.

    Patients with a time below zero, or not after their entry, were never under observation and are left out.
    """
    used = [f for f in follows if isfinite(f.time) and f.time >= 0 and (f.entry <= 0 or f.time > f.entry)]
    n_events = sum(f.event for f in used)
    at_risk = tuple(sum(f.entry < t or (t == 0 and f.entry <= 0) for f in used if f.time >= t) for t in times)
    if len(used) < MIN_PATIENTS:
        return Curve(group, len(used), n_events, (), (), at_risk, "too few patients to estimate")
    from lifelines.fitters.kaplan_meier_fitter import KaplanMeierFitter
    from lifelines.utils import median_survival_times

    fitter = KaplanMeierFitter()
    entries = [max(f.entry, 0.0) for f in used]
    with warnings.catch_warnings():
        # lifelines warns of a risk set that empties early under late entry: the numbers at risk below the
        # curve show it
        warnings.simplefilter("ignore")
        fitter.fit([f.time for f in used], [f.event for f in used], entry=entries if any(entries) else None)
        bounds = median_survival_times(fitter.confidence_interval_).to_numpy()[0]
    frame = fitter.survival_function_.join(fitter.confidence_interval_)
    every = [_step(*map(float, row)) for row in frame.reset_index().to_numpy()]
    ends = {f.time for f in used if not f.event}
    return Curve(
        group=group,
        n_patients=len(used),
        n_events=n_events,
        steps=_thin([step for n, step in enumerate(every) if _changes(every, n)]),
        censored=_thin([step for step in every if step.time in ends]),
        at_risk=at_risk,
        median=_median(n_events, float(fitter.median_survival_time_), float(bounds[0]), float(bounds[1])),
    )


def _step(time: float, survival: float, lower: float, upper: float) -> Step:
    """A step; where all or none are left, log(-log) has no interval and the estimate stands for it."""
    return Step(time, survival, survival if isnan(lower) else lower, survival if isnan(upper) else upper)


def _changes(steps: Sequence[Step], n: int) -> bool:
    """The first step, the last, and those where the estimate falls."""
    return n in (0, len(steps) - 1) or steps[n].survival != steps[n - 1].survival


def _thin(steps: Sequence[Step]) -> tuple[Step, ...]:
    """At most :data:`_MAX_STEPS` of the steps, first and last among them: more than a screen has points."""
    if len(steps) <= _MAX_STEPS:
        return tuple(steps)
    return tuple(steps[round(n * (len(steps) - 1) / (_MAX_STEPS - 1))] for n in range(_MAX_STEPS))


def _median(n_events: int, median: float, lower: float, upper: float) -> str:
    """A median with its interval; a bound that is not reached is a dash."""
    if n_events < MIN_EVENTS:
        return TOO_FEW
    bounds = " to ".join("–" if isnan(b) or not isfinite(b) else f"{b:.1f}" for b in (lower, upper))
    return f"{NOT_REACHED if not isfinite(median) else f'{median:.1f} months'} (95 % CI {bounds})"
