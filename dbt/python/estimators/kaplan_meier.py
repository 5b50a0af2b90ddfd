"""Kaplan-Meier estimates with late entry, their medians, and the follow-up by the reversed estimate.

The interval is Greenwood's on the log scale, as R's `survfit` gives it unless told otherwise, and as
published medians mostly have it. lifelines and SAS give the one on the log(-log) scale, so the median has
both.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from estimators.risk_sets import Booleans, Floats, Integers

_Z = 1.959963984540054
"""The 97.5 % point of the normal distribution: intervals are 95 %."""


@dataclass(frozen=True, slots=True)
class Curve:
    """The estimate at every distinct time of an event, an end of follow-up or a late entry.

    Where none are left no interval exists, and where all are left none on the log(-log) scale: its bounds
    are NaN.
    """

    time: Floats
    n_at_risk: Integers
    """Just before the time: entered earlier, not yet gone."""
    n_event: Integers
    n_censored: Integers
    survival: Floats
    lower: Floats
    upper: Floats
    lower_loglog: Floats
    upper_loglog: Floats


@dataclass(frozen=True, slots=True)
class Median:
    """The first time at which the estimate is one half or less, NaN where it never is; 95 % intervals."""

    value: float
    lower: float
    upper: float
    lower_loglog: float
    """The interval on the log(-log) scale."""
    upper_loglog: float


def estimate(time: Floats, event: Booleans, entry: Floats) -> Curve:
    """Kaplan-Meier of patients under observation in (entry, time]; entry is NaN for who was from the
    start."""
    late = entry[~np.isnan(entry)]
    times = np.unique(np.concatenate([time, late]))
    gone = np.sort(time)
    n_at_risk = time.size - np.searchsorted(gone, times, side="left")
    n_at_risk -= late.size - np.searchsorted(np.sort(late), times, side="left")
    n_event = np.bincount(np.searchsorted(times, time[event]), minlength=times.size)
    n_censored = np.bincount(np.searchsorted(times, time[~event]), minlength=times.size)
    risk = np.maximum(n_at_risk, 1)
    survival = np.cumprod(1 - n_event / risk).astype(np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        greenwood = np.cumsum(np.where(n_event > 0, n_event / (risk * (risk - n_event).astype(float)), 0.0))
        error = _Z * np.sqrt(greenwood)
        spread = error / np.log(survival)
        lower, upper = survival * np.exp(-error), np.minimum(survival * np.exp(error), 1)
        lower_loglog, upper_loglog = survival ** np.exp(-spread), survival ** np.exp(spread)
    some, inside = survival > 0, (survival > 0) & (survival < 1)
    return Curve(
        time=times,
        n_at_risk=n_at_risk.astype(np.int64),
        n_event=n_event.astype(np.int64),
        n_censored=n_censored.astype(np.int64),
        survival=survival,
        lower=np.where(some, lower, np.nan),
        upper=np.where(some, upper, np.nan),
        lower_loglog=np.where(inside, lower_loglog, np.nan),
        upper_loglog=np.where(inside, upper_loglog, np.nan),
    )


def median(curve: Curve) -> Median:
    """The median of an estimate. A bound that is never reached is NaN, as R's NA."""
    gone = curve.survival <= 0
    return Median(
        value=_first(curve, curve.survival),
        lower=_first(curve, np.where(gone, -1.0, curve.lower)),
        upper=_first(curve, curve.upper),
        lower_loglog=_first(curve, np.where(gone, -1.0, curve.lower_loglog)),
        upper_loglog=_first(curve, curve.upper_loglog),
    )


def _first(curve: Curve, values: Floats) -> float:
    """The first time at which the values are one half or less.

    Where the values stay at one half for a while the median is the middle of that stretch, as R and SAS
    have it; the curve falls by products, so one half may be 0.5000000000000001.
    """
    with np.errstate(invalid="ignore"):
        below = np.flatnonzero(values <= 0.5 + 1e-9)
        under = np.flatnonzero(values < 0.5 - 1e-9)
    if not below.size:
        return float("nan")
    first = float(curve.time[below[0]])
    if under.size and under[0] > below[0]:
        falls = np.flatnonzero(curve.n_event > 0)
        later = falls[falls >= under[0]]
        return (first + float(curve.time[later[0]])) / 2 if later.size else first
    return first
