"""Whether a signature does more than chance: its tests among those whose whole exome was read, beside the
same tests of random gene sets in the same patients.

Only there can any gene be drawn: on a panel the other genes were never read, and not read is not unmutated.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from estimators import cox, null
from estimators.comparisons import Comparison, Subjects
from estimators.cox import NotEstimated
from estimators.group_tests import Adjustment, enough
from estimators.risk_sets import Booleans, Floats, Integers

AMONG = " among the patients whose whole exome was read"


@dataclass(frozen=True, slots=True)
class Genome:
    """Who carries a qualifying variant of which gene, in genome order, and the genes that each signature
    targets."""

    hits: pd.DataFrame
    """patient_key and gene, a number in genome order."""
    n_genes: int
    targets: dict[tuple[str, int], Integers]
    """By signature and version: the genes in which it was hit in anybody."""
    regions: frozenset[tuple[str, int]]
    """Signatures that are a stretch of the genome rather than a list of genes."""

    @classmethod
    def of(cls, hits: pd.DataFrame, targets: pd.DataFrame) -> Genome:
        """From rows of int_genes__hit (patient, gene, place) and int_genes__target."""
        genes = hits[["gene_symbol", "genome_order"]].drop_duplicates("gene_symbol")
        genes = genes.sort_values(["genome_order", "gene_symbol"], kind="stable").reset_index(drop=True)
        number = pd.Series(genes.index, index=genes["gene_symbol"])
        numbered = hits[["patient_key"]].assign(gene=hits["gene_symbol"].map(number))
        found: dict[tuple[str, int], Integers] = {}
        regions: set[tuple[str, int]] = set()
        groups: Any = targets.groupby(["signature_id", "signature_version", "is_region"], sort=True)
        for (name, version, is_region), rows in groups:
            known = rows["gene_symbol"].map(number).dropna().to_numpy(np.int64)
            found[str(name), int(version)] = np.unique(known)
            if is_region:
                regions.add((str(name), int(version)))
        return cls(numbered, len(genes), found, frozenset(regions))

    def sets(self, comparison: Comparison, subjects: Subjects, group: Floats) -> Booleans:
        """Flags of random sets (n x sets) for these patients. Raises NotEstimated where none can be drawn."""
        name = (comparison.key["comparison_id"], int(comparison.key["comparison_version"]))
        place = pd.Series(np.arange(len(subjects)), index=pd.Index(subjects.patient_key, dtype=object))
        own = self.hits.assign(patient=self.hits["patient_key"].map(place)).dropna(subset=["patient"])
        patient, gene = own["patient"].to_numpy(np.int64), own["gene"].to_numpy(np.int64)
        targets = self.targets.get(name, np.empty(0, np.int64))
        is_target = np.isin(gene, targets)
        others, renumbered = np.unique(gene[~is_target], return_inverse=True)
        if others.size < null.MIN_GENES:
            raise NotEstimated(f"{others.size} other genes{AMONG}: at least {null.MIN_GENES} are needed")
        hits = null.Hits(patient[~is_target], renumbered.astype(np.int64), len(subjects), others.size)
        if name in self.regions:
            return null.neighbours(hits, int((group == 1).sum()), comparison.rng())
        counts = np.unique(gene[is_target], return_counts=True)[1]
        if not counts.size:
            raise NotEstimated(f"no target gene is mutated{AMONG}")
        return null.alike(hits, counts.astype(np.int64), comparison.rng())


def rows(comparison: Comparison, genome: Genome) -> Iterator[dict[str, Any]]:
    """Rows of int_survival__null: one for each method, with the p value or the reason why there is none."""
    subjects, group = comparison.assessed()
    inside = subjects.has_exome
    subjects, group = subjects.take(inside), group[inside]
    try:
        enough(subjects, group, AMONG)
        flags = genome.sets(comparison, subjects, group)
    except NotEstimated as reason:
        for method in ("log_rank", "cox", "cox_adjusted"):
            yield {**comparison.key, "method": method, "empirical_p_reason": str(reason)}
        return
    plain = _row(null.chi2(subjects.risk_sets(), np.column_stack([group == 1, flags])))
    size = {"n_null_patients": len(subjects), "null_median_n_positive": float(np.median(flags.sum(axis=0)))}
    for method in ("log_rank", "cox"):  # the log-rank test is the score test of the Cox model
        yield {**comparison.key, "method": method, **size, **plain}
    yield {**comparison.key, "method": "cox_adjusted", **_adjusted(subjects, group, flags)}


def _adjusted(subjects: Subjects, group: Floats, flags: Booleans) -> dict[str, Any]:
    adjustment = Adjustment(subjects, group)
    complete = adjustment.complete
    flags = flags[complete]
    try:
        if adjustment.covariates is None:
            raise NotEstimated("no covariate is known well enough")
        enough(adjustment.subjects, adjustment.group, AMONG)
        covariates = weight = None
        if adjustment.matrix.shape[1]:
            fit = cox.fit(adjustment.risk_sets, adjustment.matrix)
            covariates = adjustment.matrix - adjustment.matrix.mean(axis=0)
            weight = np.exp(fit.linear_predictor)
        tested = np.column_stack([adjustment.group == 1, flags])
        found = _row(null.chi2(adjustment.risk_sets, tested, weight, covariates))
    except NotEstimated as reason:
        return {"empirical_p_reason": str(reason)}
    n_positive = float(np.median(flags.sum(axis=0)))
    return {"n_null_patients": len(adjustment.subjects), "null_median_n_positive": n_positive, **found}


def _row(chi2: Floats) -> dict[str, Any]:
    """The observed statistic stands first, those of the sets after it."""
    if np.isnan(chi2[0]):
        return {"empirical_p_reason": f"the groups cannot be compared{AMONG}"}
    return {
        "n_null_sets": int(chi2.size - 1),
        "null_chi2": float(chi2[0]),
        "null_median_chi2": float(np.nanmedian(chi2[1:])) if np.isfinite(chi2[1:]).any() else None,
        "empirical_p": null.empirical_p(float(chi2[0]), chi2[1:]),
    }
