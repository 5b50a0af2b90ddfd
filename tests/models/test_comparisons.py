"""Who is compared with whom, what is said where nothing can be, and what random gene sets do."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

from estimators import chance, group_tests, null
from estimators.comparisons import Comparison, comparisons
from estimators.groups import curve_rows, group_rows


def subjects(n: int = 200, seed: int = 16, **columns: Any) -> pd.DataFrame:
    """Patients of a pooled cohort of two studies with whole exomes; burden raises the hazard, nothing else
    does."""
    rng = np.random.default_rng(seed)
    burden = rng.lognormal(1.0, 0.8, n)
    until = rng.exponential(900 / (burden / burden.mean()) ** 0.7)
    end = rng.uniform(200, 3000, n)
    frame = pd.DataFrame(
        {
            "cohort_type": "pooled",
            "cohort": "NSCLC",
            "endpoint": "OS",
            "patient_key": [f"s:{number:04d}" for number in range(n)],
            "study_id": np.where(np.arange(n) % 3, "one", "two"),
            "entry_days": np.nan,
            "time_days": np.ceil(np.minimum(until, end)),
            "event": (until <= end).astype(int),
            "risk_group": "high",
            "age_at_diagnosis_years": rng.normal(66, 9, n),
            "sex": rng.choice(["Female", "Male"], n),
            "stage_group": rng.choice(["II", "III"], n),
            "stage_edition": rng.choice(["7th", "8th"], n),
            "tmb_per_mb": burden,
            "has_exome": True,
        }
    )
    return frame.assign(**columns)


def statuses(frame: pd.DataFrame, status: Any, name: str = "sig") -> pd.DataFrame:
    return pd.DataFrame(
        {
            "patient_key": frame["patient_key"],
            "comparison_kind": "signature",
            "comparison_id": name,
            "comparison_version": 1,
            "status": status,
        }
    )


def alternating(frame: pd.DataFrame) -> list[str]:
    return ["positive" if number % 2 else "negative" for number in range(len(frame))]


def one(frame: pd.DataFrame, groupings: pd.DataFrame, risk: str = "high") -> Comparison:
    [found] = [c for c in comparisons(frame, groupings) if c.key["risk_stratum"] == risk]
    return found


def by_method(comparison: Comparison) -> dict[str, dict[str, Any]]:
    return {row["method"]: row for row in group_tests.rows(comparison)}


def test_who_is_not_assessable_or_has_no_call_is_in_neither_group() -> None:
    frame = subjects(20)
    status = ["positive"] * 8 + ["negative"] * 8 + ["not_assessable"] * 4
    called = statuses(frame, status).iloc[:-1]
    row = by_method(one(frame, called))["log_rank"]
    assert (row["n_positive"], row["n_negative"], row["n_not_assessable"]) == (8, 8, 4)
    groups = {row["group_name"]: row["n_patients"] for row in group_rows(one(frame, called))}
    assert groups == {"all": 20, "positive": 8, "negative": 8, "not_assessable": 4}


@pytest.mark.parametrize(
    ("status", "event", "reason"),
    [
        ("negative", 1, "no positive patient"),
        ("positive", 1, "no negative patient"),
        ("not_assessable", 1, "no positive patient"),
        (None, 0, "0 events in the positive group: at least 5 are needed"),
    ],
)
def test_a_group_that_is_empty_or_without_events_is_not_estimated(
    status: str | None, event: int, reason: str
) -> None:
    frame = subjects(40, event=event)
    rows = group_tests.rows(one(frame, statuses(frame, status or alternating(frame))))
    assert [row["not_estimated_reason"] for row in rows] == [reason] * 3
    assert not any("p_value" in row for row in rows)


def test_the_headline_s_row_is_there_where_nobody_has_that_outcome() -> None:
    frame = subjects(30, endpoint="PFS", risk_group=None)
    found = list(comparisons(frame, statuses(frame, alternating(frame))))
    assert [(c.key["endpoint"], c.key["risk_stratum"]) for c in found] == [("OS", "high"), ("PFS", "all")][
        ::-1
    ]
    [headline] = [c for c in found if c.is_headline_question]
    assert {row["not_estimated_reason"] for row in group_tests.rows(headline)} == {"no positive patient"}
    assert list(group_rows(headline)) == []
    assert list(comparisons(frame.iloc[:0], statuses(frame, "positive"))) == []


def test_a_covariate_that_few_have_is_left_out_and_named() -> None:
    frame = subjects(tmb_per_mb=np.nan)
    frame.loc[frame.index[: len(frame) // 2], "sex"] = None
    frame.loc[frame.index[:10], "age_at_diagnosis_years"] = np.nan
    row = by_method(one(frame, statuses(frame, alternating(frame))))["cox_adjusted"]
    assert row["covariates"] == "age, stage within edition (4 levels)"
    assert row["covariates_left_out"] == "sex: known for 100 of 200; log(1+tmb): known for 0 of 200"
    assert row["n_used"] == 190
    assert row["events_per_variable"] == row["events_used"] / 5


def test_stages_of_two_editions_are_not_the_same_stage() -> None:
    frame = subjects(60)
    row = by_method(one(frame, statuses(frame, alternating(frame))))["cox_adjusted"]
    # too few events for a coefficient each: strata keep the editions apart as well
    assert "stage within edition (strata)" in row["covariates"]
    same = subjects(60, stage_group="II", stage_edition="7th")
    row = by_method(one(same, statuses(same, alternating(same))))["cox_adjusted"]
    assert row["covariates"] == "age, sex, log(1+tmb)"


def test_nothing_known_is_no_adjusted_estimate() -> None:
    frame = subjects(age_at_diagnosis_years=np.nan, sex=None, stage_group=None, tmb_per_mb=np.nan)
    rows = by_method(one(frame, statuses(frame, alternating(frame))))
    assert rows["cox_adjusted"]["not_estimated_reason"] == "no covariate is known of 80 % of the patients"
    assert rows["cox"]["hazard_ratio"] > 0


def test_studies_are_strata() -> None:
    # in each study the flag does nothing; the study where all die early has nearly all of the positive
    # patients
    frame = subjects(300, tmb_per_mb=np.nan)
    rng = np.random.default_rng(1)
    early = frame["study_id"] == "one"
    frame["time_days"] = np.ceil(rng.exponential(np.where(early, 100, 2000)))
    frame["event"] = 1
    status = np.where(rng.random(300) < np.where(early, 0.9, 0.1), "positive", "negative")
    stratified = by_method(one(frame, statuses(frame, status)))
    naive = by_method(one(frame.assign(study_id="all"), statuses(frame, status)))
    for method in ("log_rank", "cox"):
        assert naive[method]["p_value"] < 1e-6
        assert stratified[method]["p_value"] > 0.05


def test_a_curve_of_four_patients_is_not_published() -> None:
    frame = subjects(12)
    status = ["positive"] * 4 + ["negative"] * 8
    assert {row["group_name"] for row in curve_rows(one(frame, statuses(frame, status)))} == {
        "all",
        "negative",
    }


def genome(frame: pd.DataFrame, n_genes: int = 400, seed: int = 3) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Hits that follow burden alone, and the targets of a region (20 neighbouring genes) and of a pair of
    genes."""
    rng = np.random.default_rng(seed)
    share = 1 - np.exp(-0.02 * frame["tmb_per_mb"].to_numpy())
    carried = rng.random((len(frame), n_genes)) < share[:, None]
    patient, gene = np.nonzero(carried)
    hits = pd.DataFrame(
        {
            "patient_key": frame["patient_key"].to_numpy()[patient],
            "gene_symbol": [f"G{number:04d}" for number in gene],
            "genome_order": [f"{number:04d}" for number in gene],
        }
    )
    region = pd.DataFrame(
        {"signature_id": "arm", "is_region": True, "gene_symbol": [f"G{n:04d}" for n in range(20)]}
    )
    pair = pd.DataFrame({"signature_id": "pair", "is_region": False, "gene_symbol": ["G0100", "G0200"]})
    return hits, pd.concat([region, pair]).assign(signature_version=1)


def flagged(frame: pd.DataFrame, hits: pd.DataFrame, targets: pd.DataFrame, name: str) -> pd.DataFrame:
    genes = set(targets.loc[targets["signature_id"] == name, "gene_symbol"])
    positive = set(hits.loc[hits["gene_symbol"].isin(genes), "patient_key"])
    return statuses(
        frame, ["positive" if key in positive else "negative" for key in frame["patient_key"]], name
    )


def test_an_arm_that_follows_burden_does_no_more_than_chance() -> None:
    frame = subjects(400)
    hits, targets = genome(frame)
    found = {
        row["method"]: row
        for row in chance.rows(
            one(frame, flagged(frame, hits, targets, "arm")), chance.Genome.of(hits, targets)
        )
    }
    # the flag looks prognostic, as random runs of genes do; adjusted for burden neither does
    assert found["log_rank"]["null_chi2"] > 4
    assert found["log_rank"]["empirical_p"] > 0.05
    assert found["log_rank"]["null_median_chi2"] > 2
    assert found["cox_adjusted"]["null_median_chi2"] < 1
    assert found["cox_adjusted"]["empirical_p"] > 0.05
    assert found["log_rank"]["n_null_sets"] == 1000


def test_genes_that_kill_do_more_than_chance() -> None:
    frame = subjects(400)
    hits, targets = genome(frame)
    called = flagged(frame, hits, targets, "pair")
    deadly = (called["status"] == "positive").to_numpy()
    frame.loc[deadly, "time_days"] = np.ceil(frame.loc[deadly, "time_days"] / 4)
    for row in chance.rows(one(frame, called), chance.Genome.of(hits, targets)):
        assert row["empirical_p"] < 0.02
        assert abs(row["null_median_n_positive"] - deadly.sum()) < 0.3 * deadly.sum()


def test_the_same_night_draws_the_same_sets() -> None:
    frame = subjects(150)
    hits, targets = genome(frame)
    called = flagged(frame, hits, targets, "pair")
    first, second = (list(chance.rows(one(frame, called), chance.Genome.of(hits, targets))) for _ in range(2))
    assert first == second


def test_the_null_s_statistic_is_the_log_rank_test() -> None:
    frame = subjects(150)
    comparison = one(frame, statuses(frame, alternating(frame)))
    chosen, group = comparison.assessed()
    assert null.chi2(chosen.risk_sets(), group[:, None] == 1)[0] == pytest.approx(
        by_method(comparison)["log_rank"]["chi2"], rel=1e-9
    )


def test_patients_of_a_panel_are_not_among_the_random_sets() -> None:
    frame = subjects(200, has_exome=False)
    hits, targets = genome(frame)
    called = flagged(frame, hits, targets, "arm")
    [reason] = {
        row["empirical_p_reason"] for row in chance.rows(one(frame, called), chance.Genome.of(hits, targets))
    }
    assert reason == "no positive patient among the patients whose whole exome was read"


def test_sets_of_a_region_make_as_many_patients_positive() -> None:
    rng = np.random.default_rng(9)
    hits = null.Hits(rng.integers(0, 90, 900), rng.integers(0, 300, 900), 100, 300)
    flags = null.neighbours(hits, 40, rng, 200)
    assert (flags.sum(axis=0) >= 40).all()
    assert flags.sum(axis=0).max() <= 50
    assert not flags[90:].any()  # who carries nothing is never positive
