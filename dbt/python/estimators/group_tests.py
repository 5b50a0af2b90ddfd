"""The tests of one comparison: log-rank, Cox with the flag alone, Cox adjusted for what is known of the
patients."""

from __future__ import annotations

from typing import Any

import numpy as np

from estimators import cox, log_rank
from estimators.comparisons import MIN_EVENTS, Comparison, Subjects, Texts
from estimators.cox import NotEstimated
from estimators.risk_sets import Booleans, Floats

_Z = 1.959963984540054
_KNOWN = 0.8
"""The share of patients of whom a covariate must be known: below it, it is left out, and named as left
out."""
_ENOUGH = 10
"""Events per coefficient, the field's rule of thumb."""
_MOST_PAIRS = 2e8
"""Patients times events above which the concordance is not computed: it takes time with their product."""


class Adjustment:
    """The covariates that are known well enough, the patients of whom all of them are known, and the words
    for both."""

    def __init__(self, subjects: Subjects, group: Floats) -> None:
        names = {"age": subjects.age, "sex": subjects.is_male, "log(1+tmb)": subjects.burden}
        used, left_out, n = {}, [], len(subjects)
        for name, values in names.items():
            known = ~np.isnan(values)
            if n == 0 or known.sum() < _KNOWN * n:
                left_out.append(f"{name}: known for {known.sum()} of {n}")
            elif np.ptp(values[known]) == 0:
                left_out.append(f"{name}: the same for all")
            else:
                used[name] = values
        staged = np.array([stage is not None for stage in subjects.stage], bool)
        self.has_stage = bool(n and staged.sum() >= _KNOWN * n)
        if not self.has_stage:
            left_out.append(f"stage: known for {staged.sum()} of {n}")
        self.complete: Booleans = np.full(n, True)
        for values in used.values():
            self.complete &= ~np.isnan(values)
        if self.has_stage:
            self.complete &= staged
        self.subjects, self.group = subjects.take(self.complete), group[self.complete]
        columns = [values[self.complete] for values in used.values()]
        factor = self._stage_factor(len(columns)) if self.has_stage else None
        extra: tuple[Texts, ...] = ()
        words = list(used)
        if factor is not None:
            columns += factor
            words += [f"stage within edition ({len(factor) + 1} levels)"] if factor else []
        elif self.has_stage:
            extra = (self.subjects.stage,)
            words.append("stage within edition (strata)")
        self.matrix = np.column_stack(columns) if columns else np.empty((len(self.subjects), 0))
        self.covariates = ", ".join(words) or None
        self.left_out = "; ".join(left_out) or None
        self.risk_sets = self.subjects.risk_sets(*extra)
        self.strata = self.subjects.strata(*extra)

    def _stage_factor(self, n_others: int) -> list[Floats] | None:
        """A column for each stage of each edition but the first; None where strata are the safer way.

        Each level needs an event, or its coefficient has no maximum, and each coefficient ten.
        """
        stages = self.subjects.stage.astype(str)
        levels = np.unique(stages)
        n_events = int(self.subjects.event.sum())
        if set(stages[self.subjects.event]) != set(levels) or n_events < _ENOUGH * (n_others + levels.size):
            return None
        return [(stages == level).astype(float) for level in levels[1:]]


def rows(comparison: Comparison) -> list[dict[str, Any]]:
    """A row of int_survival__test for each method. Raises nothing: what cannot be estimated says why."""
    subjects, group = comparison.assessed()
    positive = group == 1
    counted = {
        **comparison.key,
        "n_positive": int(positive.sum()),
        "n_negative": int((~positive).sum()),
        "n_not_assessable": int(np.isnan(comparison.group).sum()),
        "events_positive": int(subjects.event[positive].sum()),
        "events_negative": int(subjects.event[~positive].sum()),
        "n_late_entry": int((subjects.entry > 0).sum()),
        "n_studies": len(set(subjects.study_id)),
    }
    methods = (("log_rank", _log_rank), ("cox", _cox), ("cox_adjusted", _cox_adjusted))
    return [{**counted, "method": name, **_estimated(method, subjects, group)} for name, method in methods]


def _estimated(method: Any, subjects: Subjects, group: Floats) -> dict[str, Any]:
    try:
        enough(subjects, group)
        found: dict[str, Any] = method(subjects, group)
    except NotEstimated as reason:
        return {"not_estimated_reason": str(reason)}
    return found


def enough(subjects: Subjects, group: Floats, among: str = "") -> None:
    """Raise NotEstimated where a group has too few events, naming the first such group."""
    for name, value in (("positive", 1), ("negative", 0)):
        chosen = group == value
        n_events = int(subjects.event[chosen].sum())
        if not chosen.any():
            raise NotEstimated(f"no {name} patient{among}")
        if n_events < MIN_EVENTS:
            events = "event" if n_events == 1 else "events"
            raise NotEstimated(
                f"{n_events} {events} in the {name} group{among}: at least {MIN_EVENTS} are needed"
            )


def _log_rank(subjects: Subjects, group: Floats) -> dict[str, Any]:
    found = log_rank.test(subjects.risk_sets(), group)
    if np.isnan(found.chi2):
        raise NotEstimated("the groups are never under observation at the same time")
    return {"chi2": found.chi2, "p_value": found.p_value, **_used(subjects, None)}


def _cox(subjects: Subjects, group: Floats) -> dict[str, Any]:
    fit = cox.fit(subjects.risk_sets(), group[:, None])
    return {**_hazard(fit, subjects, subjects.strata()), **_used(subjects, 1)}


def _cox_adjusted(subjects: Subjects, group: Floats) -> dict[str, Any]:
    adjustment = Adjustment(subjects, group)
    said = {"covariates": adjustment.covariates, "covariates_left_out": adjustment.left_out}
    try:
        if adjustment.covariates is None:
            raise NotEstimated(f"no covariate is known of {_KNOWN:.0%} of the patients".replace("%", " %"))
        enough(adjustment.subjects, adjustment.group, " among the patients whose covariates are all known")
        matrix = np.column_stack([adjustment.group, adjustment.matrix])
        fit = cox.fit(adjustment.risk_sets, matrix)
    except NotEstimated as reason:
        return {**said, "not_estimated_reason": str(reason)}
    return {
        **said,
        **_hazard(fit, adjustment.subjects, adjustment.strata),
        **_used(adjustment.subjects, matrix.shape[1]),
    }


def _hazard(fit: cox.Fit, subjects: Subjects, strata: Any) -> dict[str, Any]:
    """The flag's hazard ratio; the flag is the first covariate."""
    log_ratio, error = float(fit.coefficients[0]), float(fit.standard_errors[0])
    is_small = float(subjects.event.sum()) * len(subjects) <= _MOST_PAIRS
    return {
        "log_hazard_ratio": log_ratio,
        "standard_error": error,
        "hazard_ratio": float(np.exp(log_ratio)),
        "ci_lower": float(np.exp(log_ratio - _Z * error)),
        "ci_upper": float(np.exp(log_ratio + _Z * error)),
        "chi2": (log_ratio / error) ** 2,
        "p_value": float(fit.p_values[0]),
        "ph_p_value": float(fit.ph_p_values[0]),
        "concordance": cox.concordance(
            np.round(fit.linear_predictor, 12), subjects.time, subjects.event, subjects.entry, strata
        )
        if is_small
        else None,
    }


def _used(subjects: Subjects, n_variables: int | None) -> dict[str, Any]:
    n_events = int(subjects.event.sum())
    return {
        "n_used": len(subjects),
        "events_used": n_events,
        "events_per_variable": n_events / n_variables if n_variables else None,
    }
