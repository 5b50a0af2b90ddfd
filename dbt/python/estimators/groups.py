"""Each group of a comparison by itself: its curve, its median and its follow-up."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from estimators import kaplan_meier
from estimators.comparisons import MIN_EVENTS, MIN_PATIENTS, Comparison, Subjects

GROUPS = ("all", "positive", "negative", "not_assessable")


def members(comparison: Comparison) -> Iterator[tuple[str, Subjects]]:
    """The groups that have a patient; `all` also holds those who are not assessable."""
    group = comparison.group
    chosen = (np.full(group.size, True), group == 1, group == 0, np.isnan(group))
    for name, inside in zip(GROUPS, chosen, strict=True):
        if inside.any():
            yield name, comparison.subjects.take(inside)


def curve_rows(comparison: Comparison) -> Iterator[dict[str, Any]]:
    """Rows of int_survival__curve: none for a group of fewer than 5, or for those who are not assessable."""
    for name, subjects in members(comparison):
        if name == "not_assessable" or len(subjects) < MIN_PATIENTS:
            continue
        curve = kaplan_meier.estimate(subjects.time, subjects.event, subjects.entry)
        columns = (curve.time, curve.n_at_risk, curve.n_event, curve.n_censored, curve.survival, curve.lower)
        for time, n_at_risk, n_event, n_censored, survival, lower, upper in zip(
            *(column.tolist() for column in (*columns, curve.upper)), strict=True
        ):
            yield {
                **comparison.key,
                "group_name": name,
                "time_days": time,
                "n_at_risk": n_at_risk,
                "n_event": n_event,
                "n_censored": n_censored,
                "survival": survival,
                "ci_lower": lower,
                "ci_upper": upper,
            }


def group_rows(comparison: Comparison) -> Iterator[dict[str, Any]]:
    """Rows of int_survival__group. Follow-up is the reversed estimate: the end of follow-up is the event."""
    for name, subjects in members(comparison):
        n_events = int(subjects.event.sum())
        row = {
            **comparison.key,
            "group_name": name,
            "n_patients": len(subjects),
            "n_events": n_events,
            "n_late_entry": int((subjects.entry > 0).sum()),
        }
        if n_events >= MIN_EVENTS:
            median = kaplan_meier.median(kaplan_meier.estimate(subjects.time, subjects.event, subjects.entry))
            row |= {
                "median_days": median.value,
                "median_ci_lower_days": median.lower,
                "median_ci_upper_days": median.upper,
                "median_ci_lower_loglog_days": median.lower_loglog,
                "median_ci_upper_loglog_days": median.upper_loglog,
            }
        else:
            events = "event" if n_events == 1 else "events"
            row["not_estimated_reason"] = f"{n_events} {events}, at least {MIN_EVENTS} are needed"
        if int((~subjects.event).sum()) >= MIN_EVENTS:
            reversed_curve = kaplan_meier.estimate(subjects.time, ~subjects.event, subjects.entry)
            follow_up = kaplan_meier.median(reversed_curve)
            row |= {
                "follow_up_median_days": follow_up.value,
                "follow_up_ci_lower_days": follow_up.lower,
                "follow_up_ci_upper_days": follow_up.upper,
            }
        yield row
