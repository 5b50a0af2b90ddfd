"""Random gene sets that are as large and as often hit as a signature, and what the signature's test gives
for them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from estimators.cox import NotEstimated
from estimators.risk_sets import Booleans, Floats, Integers, RiskSets

N_SETS = 1000
MIN_GENES = 50
"""With fewer other genes the sets would be the same ones over and over."""
_POOL = 50
_TOLERANCE = 1.25
_AT_ONCE = 250


@dataclass(frozen=True, slots=True)
class Hits:
    """Who carries a qualifying variant of which gene: pairs, each once. Genes are numbered in genome
    order."""

    patient: Integers
    gene: Integers
    n_patients: int
    n_genes: int

    def counts(self) -> Integers:
        """Patients per gene."""
        return np.bincount(self.gene, minlength=self.n_genes).astype(np.int64)


def neighbours(hits: Hits, n_positive: int, rng: np.random.Generator, n_sets: int = N_SETS) -> Booleans:
    """For a region: runs of neighbouring genes from a random one on, until as many patients are positive as
    asked.

    The genome is taken as a ring. Of equals the run takes all, so it may have a few patients more. Gives n
    x sets. Raises NotEstimated where all genes together do not make so many patients positive.
    """
    starts = rng.integers(0, hits.n_genes, n_sets)
    order = np.lexsort((hits.gene, hits.patient))
    genes = hits.gene[order]
    bounds = np.searchsorted(hits.patient[order], np.arange(hits.n_patients + 1))
    distance = np.full((hits.n_patients, n_sets), hits.n_genes, np.int64)
    for patient in range(hits.n_patients):
        own = genes[bounds[patient] : bounds[patient + 1]]
        if own.size:
            ring = np.append(own, own[0] + hits.n_genes)
            distance[patient] = ring[np.searchsorted(own, starts)] - starts
    reach = np.partition(distance, n_positive - 1, axis=0)[n_positive - 1]
    if np.any(reach >= hits.n_genes):
        raise NotEstimated("all other genes together are mutated in fewer patients")
    return np.asarray(distance <= reach)


def alike(hits: Hits, targets: Integers, rng: np.random.Generator, n_sets: int = N_SETS) -> Booleans:
    """For a gene list: one gene for each target, mutated in as many patients within a quarter.

    ``targets`` are the counts of patients of the targets that anybody carries: a target that nobody carries
    would be matched by a gene that nobody carries, and neither changes a flag. Where fewer than 50 genes
    are that close, the 50 closest are taken. Gives n x sets.
    """
    counts = hits.counts()
    with np.errstate(divide="ignore"):
        logs = np.log(np.maximum(counts, 1e-9))
    carried = np.zeros((hits.n_genes, hits.n_patients), bool)
    carried[hits.gene, hits.patient] = True
    flags = np.zeros((hits.n_patients, n_sets), bool)
    for count, n_alike in zip(*np.unique(targets, return_counts=True), strict=True):
        away = np.abs(logs - np.log(count))
        pool = np.flatnonzero(away <= np.log(_TOLERANCE) + 1e-12)
        if pool.size < max(_POOL, n_alike):
            pool = np.argsort(away, kind="stable")[: max(_POOL, n_alike)]
        chosen = np.argsort(rng.random((n_sets, pool.size)), axis=1)[:, :n_alike]
        for column in range(chosen.shape[1]):
            flags |= carried[pool[chosen[:, column]]].T
    return flags


def chi2(
    risk_sets: RiskSets, flags: Booleans, weight: Floats | None = None, covariates: Floats | None = None
) -> Floats:
    """Score tests of many flags at once (n x sets): sets chi-squares, NaN for a flag that does not vary.

    Without covariates the (stratified) log-rank test; with them, and the weights exp(linear predictor) of
    the model without the flag, the score test of the flag added to that model (Breslow's ties).
    """
    parts = [
        _chi2(risk_sets, flags[:, first : first + _AT_ONCE].astype(float), weight, covariates)
        for first in range(0, flags.shape[1], _AT_ONCE)
    ]
    return np.concatenate(parts)


def _chi2(risk_sets: RiskSets, flags: Floats, weight: Floats | None, covariates: Floats | None) -> Floats:
    ones = np.ones(flags.shape[0])
    w = ones if weight is None else weight
    d, total = risk_sets.failed(ones), risk_sets.at_risk(w)[:, None]
    mean = risk_sets.at_risk(w[:, None] * flags) / total
    score = risk_sets.failed(flags).sum(axis=0) - d @ mean
    if covariates is None:
        n = total[:, 0]
        variance = (d * np.where(n > 1, (n - d) / np.maximum(n - 1, 1), 0.0)) @ (mean * (1 - mean))
    else:
        variance = d @ (mean * (1 - mean))
        z_mean = risk_sets.at_risk(w[:, None] * covariates) / total
        p = covariates.shape[1]
        within = np.zeros((p, p))
        across = np.zeros((p, flags.shape[1]))
        for k in range(p):
            weighted = w * covariates[:, k]
            second = risk_sets.at_risk(weighted[:, None] * covariates) / total
            within[k] = d @ (second - z_mean[:, [k]] * z_mean)
            across[k] = d @ (risk_sets.at_risk(weighted[:, None] * flags) / total - z_mean[:, [k]] * mean)
        variance = variance - np.einsum("ks,ks->s", across, np.linalg.solve(within, across))
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.where(variance > 1e-9, score**2 / variance, np.nan))


def empirical_p(observed: float, null: Floats) -> float:
    """(1 + how many sets do at least as much) / (1 + sets); a set that cannot be tested does nothing."""
    return float((1 + np.sum(np.nan_to_num(null) >= observed - 1e-9)) / (1 + null.size))
