"""Cox regression by Newton's method: Efron's ties, strata, late entry; the test of proportional hazards.

Checked in the tests against lifelines and against figures of R's survival package. lifelines itself takes a
tenth of a second for each stratified fit, and its log-rank test knows neither strata nor late entry.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import stats

from estimators.risk_sets import Booleans, Floats, Integers, RiskSets

_STEPS = 50
_FARTHEST = 12.0
"""A coefficient beyond it, per standard deviation, means that a covariate parts the patients with an event
from the others: no maximum exists."""


class NotEstimated(Exception):  # noqa: N818 - not an error: the reason is what is published
    """Why there is no estimate, in words for a reader."""


@dataclass(frozen=True, slots=True)
class Fit:
    """Coefficients of p covariates (log hazard ratios), in the order given."""

    coefficients: Floats
    covariance: Floats
    linear_predictor: Floats
    """n: what the model says of each patient, up to a constant."""
    ph_p_values: Floats
    """p: score test that a coefficient does not change with time (1 - Kaplan-Meier), as R's `cox.zph` from
    3.0 on."""

    @property
    def standard_errors(self) -> Floats:
        """Of the coefficients."""
        return np.asarray(np.sqrt(np.diag(self.covariance)))

    @property
    def p_values(self) -> Floats:
        """Wald tests of the coefficients."""
        return np.asarray(2 * stats.norm.sf(np.abs(self.coefficients / self.standard_errors)))


def fit(risk_sets: RiskSets, covariates: Floats) -> Fit:
    """Fit the model to ``covariates`` (n x p). Raises NotEstimated where the likelihood has no maximum."""
    scale = covariates.std(axis=0)
    if not risk_sets.event.any() or np.any(scale <= 0):
        raise NotEstimated("a covariate does not vary")
    z = (covariates - covariates.mean(axis=0)) / scale
    beta = np.zeros(z.shape[1])
    moments = _moments(risk_sets, z, beta)
    for _ in range(_STEPS):
        step = _solve(moments.information, moments.score)
        beta_next = beta + step
        following = _moments(risk_sets, z, beta_next)
        halvings = 0
        while not following.log_likelihood >= moments.log_likelihood - 1e-9 and halvings < 20:
            step /= 2
            beta_next, halvings = beta + step, halvings + 1
            following = _moments(risk_sets, z, beta_next)
        beta, moments = beta_next, following
        if np.max(np.abs(beta)) > _FARTHEST:
            raise NotEstimated("the likelihood has no maximum: a covariate parts events from the rest")
        if np.max(np.abs(step)) < 1e-9:
            break
    else:
        raise NotEstimated("the fit does not converge")
    covariance = _solve(moments.information, np.eye(beta.size))
    return Fit(
        coefficients=beta / scale,
        covariance=covariance / np.outer(scale, scale),
        linear_predictor=z @ beta,
        ph_p_values=_proportional(risk_sets, moments, covariance),
    )


@dataclass(frozen=True, slots=True)
class _Moments:
    """Log-likelihood and its derivatives, and for each of the E events residual and variance of the
    covariates."""

    log_likelihood: float
    residuals: Floats
    """E x p: covariates of who had the event less their mean over the risk set (Schoenfeld's residuals)."""
    variances: Floats
    """E x p x p: their covariance over the risk set."""

    @property
    def score(self) -> Floats:
        return np.asarray(self.residuals.sum(axis=0))

    @property
    def information(self) -> Floats:
        return np.asarray(self.variances.sum(axis=0))


def _moments(risk_sets: RiskSets, z: Floats, beta: Floats) -> _Moments:
    """Of the d patients who have the event at one time, the l-th sees l/d of them gone already (Efron)."""
    n, p = z.shape
    weight = np.exp(np.clip(z @ beta, -500, 500))
    products = (z[:, :, None] * z[:, None, :]).reshape(n, p * p)
    values = np.column_stack([weight, weight[:, None] * z, weight[:, None] * products])
    at_risk, failed = risk_sets.at_risk(values), risk_sets.failed(values)
    events = np.flatnonzero(risk_sets.event)
    order = np.argsort(risk_sets.at[events], kind="stable")
    events = events[order]
    at = risk_sets.at[events]
    ties = np.bincount(at, minlength=risk_sets.moment.size)
    rank = np.arange(at.size) - np.searchsorted(at, at, side="left")
    sums = at_risk[at] - (rank / ties[at])[:, None] * failed[at]
    mean = sums[:, 1 : 1 + p] / sums[:, :1]
    second = (sums[:, 1 + p :] / sums[:, :1]).reshape(-1, p, p)
    return _Moments(
        log_likelihood=float(np.sum(z[events] @ beta - np.log(sums[:, 0]))),
        residuals=z[events] - mean,
        variances=second - mean[:, :, None] * mean[:, None, :],
    )


def _solve(matrix: Floats, right: Floats) -> Floats:
    try:
        if np.linalg.cond(matrix) > 1e12:
            raise NotEstimated("the covariates say the same thing twice")
        return np.asarray(np.linalg.solve(matrix, right))
    except np.linalg.LinAlgError:
        raise NotEstimated("the covariates say the same thing twice") from None


def _proportional(risk_sets: RiskSets, moments: _Moments, covariance: Floats) -> Floats:
    """Score test of each coefficient times a function of time, here one minus the Kaplan-Meier estimate
    before it."""
    at = np.sort(risk_sets.at[risk_sets.event])
    clock = _clock(risk_sets)[at]
    clock = clock - clock.mean()
    p = covariance.shape[0]
    found = np.full(p, np.nan)
    cross = np.einsum("e,ekl->kl", clock, moments.variances)
    for k in range(p):
        score = float(clock @ moments.residuals[:, k])
        variance = float(clock**2 @ moments.variances[:, k, k] - cross[k] @ covariance @ cross[k])
        if variance > 1e-12:
            found[k] = stats.chi2.sf(score**2 / variance, 1)
    return found


def _clock(risk_sets: RiskSets) -> Floats:
    """T: one minus the Kaplan-Meier estimate just before each event time, all strata taken together."""
    ones = np.ones(risk_sets.event.size)
    n, d = risk_sets.at_risk(ones), risk_sets.failed(ones)
    times, which = np.unique(risk_sets.times, return_inverse=True)
    deaths = np.bincount(which, weights=d, minlength=times.size)
    risk = np.bincount(which, weights=n, minlength=times.size)
    before = np.concatenate([[1.0], np.cumprod(1 - deaths / risk)[:-1]])
    return np.asarray(1 - before[which])


def concordance(
    risk: Floats, time: Floats, event: Booleans, entry: Floats | None, strata: Integers | None
) -> float:
    """Harrell's C: of the pairs of one stratum in which it is known who had the event first, the share in
    which the model gave that patient the higher risk; equal risks count half. NaN without a pair."""
    n = time.size
    start = np.full(n, -np.inf) if entry is None else np.where(np.isnan(entry), -np.inf, entry)
    stratum = np.zeros(n, np.int64) if strata is None else strata
    agree = pairs = 0.0
    for one in np.flatnonzero(event):
        later = (stratum == stratum[one]) & (start < time[one])
        later &= (time > time[one]) | ((time == time[one]) & ~event)
        pairs += later.sum()
        other = risk[later]
        agree += (other < risk[one]).sum() + 0.5 * (other == risk[one]).sum()
    return agree / pairs if pairs else float("nan")
