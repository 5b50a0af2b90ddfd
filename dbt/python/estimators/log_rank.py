"""The log-rank test of two groups, stratified, with late entry."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import stats

from estimators.risk_sets import Floats, RiskSets


@dataclass(frozen=True, slots=True)
class LogRank:
    """The chi-square statistic on one degree of freedom and its p value; NaN where nothing can be
    compared."""

    chi2: float
    p_value: float


def test(risk_sets: RiskSets, group: Floats) -> LogRank:
    """Mantel-Haenszel log-rank test of ``group`` (n, 0 or 1) with the hypergeometric variance, summed over
    strata."""
    ones = np.ones_like(group)
    n, n_1 = risk_sets.at_risk(ones), risk_sets.at_risk(group)
    d, d_1 = risk_sets.failed(ones), risk_sets.failed(group)
    share = n_1 / n
    variance = float(np.sum(d * share * (1 - share) * np.where(n > 1, (n - d) / np.maximum(n - 1, 1), 0.0)))
    if variance <= 1e-12:
        return LogRank(float("nan"), float("nan"))
    chi2 = float(np.sum(d_1 - d * share)) ** 2 / variance
    return LogRank(chi2, float(stats.chi2.sf(chi2, 1)))
