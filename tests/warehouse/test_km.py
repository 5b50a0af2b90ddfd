"""Kaplan-Meier estimates, against published figures."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warehouse.report import km
from warehouse.report.km import Follow

# Remission in weeks under 6-mercaptopurine, Freireich et al., Blood 1963;21:699-716; a plus sign is a
# censored patient.
REMISSIONS = (
    *("6", "6", "6", "6+", "7", "9+", "10", "10+", "11+", "13", "16"),
    *("17+", "19+", "20+", "22", "23", "25+", "32+", "32+", "34+", "35+"),
)
# The product-limit estimate of these data, as textbooks print it (Cox and Oakes, Analysis of Survival Data,
# 1984).
SURVIVAL = {6: 0.857, 7: 0.807, 10: 0.753, 13: 0.690, 16: 0.627, 22: 0.538, 23: 0.448}


def remissions() -> list[Follow]:
    return [Follow(float(text.rstrip("+")), not text.endswith("+")) for text in REMISSIONS]


def test_the_estimate_is_the_textbook_s() -> None:
    curve = km.estimate("positive", remissions(), (0, 10, 20, 30))
    assert {step.time: round(step.survival, 3) for step in curve.steps if 0 < step.time < 35} == SURVIVAL
    assert (curve.n_patients, curve.n_events) == (21, 9)
    assert curve.at_risk == (21, 15, 8, 4)
    assert curve.median.startswith("23.0 months (95 % CI ")
    assert {step.time for step in curve.censored} == {6, 9, 10, 11, 17, 19, 20, 25, 32, 34, 35}


def test_the_lung_data_of_r_have_r_s_median(samples: Path) -> None:
    # survfit(Surv(time, status) ~ 1, conf.type = "log-log") of R's survival package: median 310, 95 % CI
    # 284 to 361
    with (samples / "survival" / "R_survival_lung.tsv").open() as file:
        rows = list(csv.DictReader((line for line in file if not line.startswith("#")), delimiter="\t"))
    follows = {
        sex: [Follow(float(r["time"]), r["status"] == "2") for r in rows if r["sex"] in sex]
        for sex in ("12", "1", "2")
    }
    curves = {sex: km.estimate("positive", group, (0,)) for sex, group in follows.items()}
    assert curves["12"].median == "310.0 months (95 % CI 284.0 to 361.0)"
    assert curves["1"].median.startswith("270.0 ")
    assert curves["2"].median.startswith("426.0 ")
    assert curves["12"].n_events == 165


def test_a_group_of_few_patients_is_not_drawn() -> None:
    curve = km.estimate("positive", remissions()[:4], (0, 5))
    assert not curve.is_drawn
    assert curve.median == "too few patients to estimate"
    assert (curve.n_patients, curve.n_events, curve.at_risk) == (4, 3, (4, 4))
    assert km.estimate("positive", [], (0,)).n_patients == 0


def test_a_group_of_few_events_has_no_median() -> None:
    few = [Follow(10.0 + n, n < 4) for n in range(30)]
    curve = km.estimate("positive", few, (0,))
    assert curve.is_drawn
    assert curve.median == km.TOO_FEW
    assert km.estimate("positive", [*few, Follow(50.0, True)], (0,)).median.startswith("50.0 months")


def test_a_median_that_is_not_reached_says_so() -> None:
    curve = km.estimate("positive", [Follow(10.0 + n, n < 6) for n in range(40)], (0,))
    assert curve.median.startswith("not reached (95 % CI ")


def test_when_all_or_none_are_left_the_interval_is_the_estimate() -> None:
    curve = km.estimate("positive", [Follow(float(n), True) for n in range(1, 9)], (0,))
    first, last = curve.steps[0], curve.steps[-1]
    assert (first.survival, first.lower, first.upper) == (1, 1, 1)
    assert (last.survival, last.lower, last.upper) == (0, 0, 0)


def test_late_entry_opens_the_risk_set() -> None:
    # five from the start, five who entered at 10: at 5 only the first five are at risk
    follows = [Follow(float(t), True) for t in (5, 12, 14, 16, 18)]
    late = [Follow(float(t), True, entry=10.0) for t in (13, 15, 17, 19, 21)]
    curve = km.estimate("positive", follows + late, (0, 5, 11, 20))
    assert curve.at_risk == (5, 5, 9, 1)
    at_five = next(step for step in curve.steps if step.time == 5)
    assert at_five.survival == pytest.approx(0.8)
    at_twelve = next(step for step in curve.steps if step.time == 12)
    assert at_twelve.survival == pytest.approx(0.8 * 8 / 9)


def test_follow_ups_that_never_were_are_left_out() -> None:
    never = [Follow(-3.0, True), Follow(5.0, True, entry=5.0), Follow(float("nan"), False)]
    assert km.estimate("positive", remissions() + never, (0,)) == km.estimate("positive", remissions(), (0,))


FOLLOWS = st.builds(Follow, st.floats(0, 300), st.booleans())


@given(st.lists(FOLLOWS, min_size=km.MIN_PATIENTS, max_size=60))
def test_a_curve_falls_from_one_within_its_band(follows: list[Follow]) -> None:
    times = km.ticks(max(follow.time for follow in follows))
    curve = km.estimate("positive", follows, times)
    survival = [step.survival for step in curve.steps]
    assert survival == sorted(survival, reverse=True)
    assert all(0 <= step.lower <= step.survival <= step.upper <= 1 for step in curve.steps)
    assert list(curve.at_risk) == sorted(curve.at_risk, reverse=True)
    assert curve.at_risk[0] == len(follows)


@given(st.floats(0, 1000))
def test_ticks_are_few_and_within_the_follow_up(longest: float) -> None:
    times = km.ticks(longest)
    assert times[0] == 0
    assert times[-1] <= longest
    assert 1 <= len(times) <= 7
    assert longest < 2 or len(times) >= 3


def test_a_curve_has_no_more_points_than_a_screen() -> None:
    curve = km.estimate("positive", [Follow(n / 10, n % 2 == 0) for n in range(1, 5000)], (0,))
    assert len(curve.steps) <= 800
    assert curve.steps[0].time == 0
    assert curve.steps[-1].time == pytest.approx(499.9)
