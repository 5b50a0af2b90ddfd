"""The estimators of the survival marts: against R's figures, against lifelines, and where there is nothing
to say."""

import csv
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from lifelines import CoxPHFitter, KaplanMeierFitter
from lifelines.statistics import logrank_test

from estimators import cox, kaplan_meier, log_rank
from estimators.cox import NotEstimated
from estimators.risk_sets import RiskSets

NONE = np.array([], float)


def cohort(seed: int, n: int = 120, late: bool = False) -> pd.DataFrame:
    """Patients with tied times, two covariates, three strata and, where asked, late entry."""
    rng = np.random.default_rng(seed)
    flag, age = rng.integers(0, 2, n), rng.normal(65, 9, n)
    hazard = np.exp(0.6 * flag + 0.03 * (age - 65))
    until, end = rng.exponential(20 / hazard), rng.uniform(2, 50, n)
    frame = pd.DataFrame({"time": np.ceil(np.minimum(until, end)), "event": until <= end})
    frame = frame.assign(flag=flag.astype(float), age=age, stratum=rng.integers(0, 3, n))
    frame["entry"] = (
        np.where(rng.random(n) < 0.5, np.floor(rng.uniform(0, frame["time"])), 0.0) if late else 0.0
    )
    return frame[frame["entry"] < frame["time"]].reset_index(drop=True)


def risk_sets(frame: pd.DataFrame, *, stratified: bool = False) -> RiskSets:
    entry = frame["entry"].replace(0, np.nan).to_numpy(float)
    strata = frame["stratum"].to_numpy(np.int64) if stratified else None
    return RiskSets.of(frame["time"].to_numpy(float), frame["event"].to_numpy(bool), entry, strata)


def lung(samples: Path) -> pd.DataFrame:
    with (samples / "survival" / "R_survival_lung.tsv").open() as file:
        rows = list(csv.DictReader((line for line in file if not line.startswith("#")), delimiter="\t"))
    frame = pd.DataFrame(rows).replace("NA", None).apply(pd.to_numeric)
    return frame.assign(event=frame["status"] == 2, entry=0.0)


def test_the_figures_of_r_for_its_lung_data(samples: Path) -> None:
    frame = lung(samples)
    median = kaplan_meier.median(
        kaplan_meier.estimate(
            frame["time"].to_numpy(float), frame["event"].to_numpy(bool), np.full(len(frame), np.nan)
        )
    )
    # survfit() gives the interval on the log scale, survfit(conf.type = "log-log") the other
    assert (median.value, median.lower, median.upper) == (310, 285, 363)
    assert (median.lower_loglog, median.upper_loglog) == (284, 361)
    female = (frame["sex"] == 2).to_numpy(float)
    found = log_rank.test(risk_sets(frame), female)
    assert (found.chi2, found.p_value) == pytest.approx((10.32674, 0.001311), rel=2e-4)
    alone = cox.fit(risk_sets(frame), frame[["sex"]].to_numpy(float))
    assert alone.coefficients[0] == pytest.approx(-0.5310235, rel=1e-6)
    assert alone.standard_errors[0] == pytest.approx(0.1671786, rel=1e-6)
    known = frame.dropna(subset=["ph.ecog"])
    adjusted = cox.fit(risk_sets(known), known[["age", "sex", "ph.ecog"]].to_numpy(float))
    assert adjusted.coefficients == pytest.approx([0.0110668, -0.5526124, 0.4637285], rel=1e-5)


# Remission in weeks under 6-mercaptopurine, Freireich et al., Blood 1963;21:699-716; a plus sign is a
# censored patient.
REMISSIONS = "6 6 6 6+ 7 9+ 10 10+ 11+ 13 16 17+ 19+ 20+ 22 23 25+ 32+ 32+ 34+ 35+".split()


def test_the_curve_is_the_textbook_s() -> None:
    time = np.array([float(text.rstrip("+")) for text in REMISSIONS])
    event = np.array([not text.endswith("+") for text in REMISSIONS])
    curve = kaplan_meier.estimate(time, event, np.full(21, np.nan))
    falls = curve.n_event > 0
    # as printed by Cox and Oakes, Analysis of Survival Data, 1984
    assert dict(zip(curve.time[falls], curve.survival[falls].round(3), strict=True)) == {
        6: 0.857, 7: 0.807, 10: 0.753, 13: 0.690, 16: 0.627, 22: 0.538, 23: 0.448,
    }  # fmt: skip
    assert list(curve.n_at_risk[:5]) == [21, 17, 16, 15, 13]
    assert kaplan_meier.median(curve).value == 23


@pytest.mark.parametrize("late", [False, True])
def test_curves_agree_with_lifelines(late: bool) -> None:
    frame = cohort(1, late=late)
    curve = kaplan_meier.estimate(
        frame["time"].to_numpy(float),
        frame["event"].to_numpy(bool),
        frame["entry"].replace(0, np.nan).to_numpy(float),
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        fitter = KaplanMeierFitter().fit(
            frame["time"], frame["event"], entry=frame["entry"] if late else None
        )
    theirs = fitter.survival_function_.join(fitter.confidence_interval_).reindex(curve.time)
    assert curve.survival == pytest.approx(theirs["KM_estimate"].to_numpy(), abs=1e-9)
    inside = (curve.survival < 1) & (curve.survival > 0)
    assert curve.lower_loglog[inside] == pytest.approx(
        theirs["KM_estimate_lower_0.95"].to_numpy()[inside], abs=1e-9
    )
    assert curve.upper_loglog[inside] == pytest.approx(
        theirs["KM_estimate_upper_0.95"].to_numpy()[inside], abs=1e-9
    )


def test_the_log_rank_test_agrees_with_lifelines() -> None:
    frame = cohort(2)
    one, other = frame[frame["flag"] == 1], frame[frame["flag"] == 0]
    theirs = logrank_test(one["time"], other["time"], one["event"], other["event"])
    found = log_rank.test(risk_sets(frame), frame["flag"].to_numpy(float))
    assert (found.chi2, found.p_value) == pytest.approx((theirs.test_statistic, theirs.p_value), rel=1e-9)


@pytest.mark.parametrize("late", [False, True])
@pytest.mark.parametrize("stratified", [False, True])
def test_cox_agrees_with_lifelines_in_ties_strata_and_late_entry(stratified: bool, late: bool) -> None:
    frame = cohort(3, late=late)
    found = cox.fit(risk_sets(frame, stratified=stratified), frame[["flag", "age"]].to_numpy(float))
    columns = [
        "time",
        "event",
        "flag",
        "age",
        *(["stratum"] if stratified else []),
        *(["entry"] if late else []),
    ]
    theirs = CoxPHFitter().fit(
        frame[columns],
        "time",
        "event",
        strata=["stratum"] if stratified else None,
        entry_col="entry" if late else None,
        fit_options={"precision": 1e-10},
    )
    assert found.coefficients == pytest.approx(theirs.params_.to_numpy(), abs=1e-5)
    assert found.standard_errors == pytest.approx(theirs.standard_errors_.to_numpy(), rel=1e-4)
    assert found.p_values == pytest.approx(theirs.summary["p"].to_numpy(), rel=1e-3)


def test_concordance_agrees_with_lifelines() -> None:
    frame = cohort(4)
    found = cox.fit(risk_sets(frame), frame[["flag", "age"]].to_numpy(float))
    theirs = CoxPHFitter().fit(frame[["time", "event", "flag", "age"]], "time", "event")
    ours = cox.concordance(
        found.linear_predictor, frame["time"].to_numpy(float), frame["event"].to_numpy(bool), None, None
    )
    assert ours == pytest.approx(theirs.concordance_index_, abs=2e-3)


def test_who_enters_late_is_not_at_risk_before() -> None:
    # all who are late die early after entry: counted from time zero they would seem to live long
    time, event = np.array([2.0, 4, 10, 11, 12, 13]), np.full(6, True)
    entry = np.array([np.nan, np.nan, 9, 9, 9, 9])
    naive = kaplan_meier.estimate(time, event, np.full(6, np.nan))
    honest = kaplan_meier.estimate(time, event, entry)
    assert kaplan_meier.median(naive).value == 10.5
    assert kaplan_meier.median(honest).value == 3
    assert list(honest.n_at_risk) == [2, 1, 0, 4, 3, 2, 1]


def test_the_clock_of_hazards_that_cross_is_seen() -> None:
    rng = np.random.default_rng(5)
    flag = np.repeat([0.0, 1.0], 200)
    # one group dies at an even pace, the other first not at all and then fast
    time = np.where(flag == 1, 10 + rng.exponential(3, 400), rng.exponential(15, 400))
    crossing = cox.fit(RiskSets.of(time, np.full(400, True)), flag[:, None])
    steady = cox.fit(RiskSets.of(rng.exponential(10 / np.exp(flag)), np.full(400, True)), flag[:, None])
    assert crossing.ph_p_values[0] < 1e-6
    assert steady.ph_p_values[0] > 0.01


def test_where_nothing_can_be_said_nothing_is() -> None:
    time, flag = np.arange(1.0, 21), np.repeat([0.0, 1.0], 10)
    none = np.full(20, False)
    curve = kaplan_meier.estimate(time, none, np.full(20, np.nan))
    assert (curve.survival == 1).all()
    assert np.isnan(kaplan_meier.median(curve).value)
    assert np.isnan(log_rank.test(RiskSets.of(time, none), flag).p_value)
    with pytest.raises(NotEstimated, match="does not vary"):
        cox.fit(RiskSets.of(time, none), flag[:, None])
    with pytest.raises(NotEstimated, match="does not vary"):
        cox.fit(RiskSets.of(time, np.full(20, True)), np.ones((20, 1)))
    with pytest.raises(NotEstimated, match="same thing twice"):
        cox.fit(RiskSets.of(time, np.full(20, True)), np.column_stack([flag, 1 - flag]))


def test_a_flag_that_parts_the_dead_from_the_living_has_no_hazard_ratio() -> None:
    time, flag = np.arange(1.0, 21), np.repeat([1.0, 0.0], 10)
    with pytest.raises(NotEstimated, match=r"no maximum|does not converge|same thing"):
        cox.fit(RiskSets.of(time, flag == 1), flag[:, None])


def test_nobody_is_an_empty_risk_set() -> None:
    empty: Any = RiskSets.of(NONE, NONE.astype(bool))
    assert empty.at_risk(NONE).size == 0
