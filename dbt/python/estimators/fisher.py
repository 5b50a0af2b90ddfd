"""Fisher's exact test of a two by two table, with the conditional odds ratio and its exact interval, as R
has them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd
from scipy import stats
from scipy.stats import contingency

CELLS = ("n_positive_mutated", "n_positive_wild_type", "n_negative_mutated", "n_negative_wild_type")


def rows(paired: pd.DataFrame) -> Iterator[dict[str, Any]]:
    """Each row of int_genes__paired with its test. An infinite odds ratio or bound is left unknown."""
    keys = ["cohort_type", "cohort", "signature_id", "signature_version", "gene_symbol"]
    for row in paired.sort_values(keys, kind="stable").to_dict("records"):
        cells = np.array([int(row[name]) for name in CELLS]).reshape(2, 2)
        counts: dict[str, Any] = dict(zip(CELLS, map(int, cells.ravel()), strict=True))
        yield {**{str(key): value for key, value in row.items()}, **counts, **_test(cells)}


def _test(cells: np.ndarray[Any, Any]) -> dict[str, Any]:
    sides = (("positive patient", cells[0]), ("negative patient", cells[1]))
    genes = (("mutated patient", cells[:, 0]), ("wild-type patient", cells[:, 1]))
    for name, part in (*sides, *genes):
        if part.sum() == 0:
            return {"not_estimated_reason": f"no {name} among those assessed for both"}
    ratio = contingency.odds_ratio(cells, kind="conditional")
    interval = ratio.confidence_interval(0.95)
    return {
        "odds_ratio": float(ratio.statistic),
        "ci_lower": float(interval.low),
        "ci_upper": float(interval.high),
        "p_value": float(stats.fisher_exact(cells).pvalue),
    }
