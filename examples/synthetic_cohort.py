"""Synthetic NSCLC patients with stage, burden, leader mutations and survival, drawn from a model whose truth
is known.

The model, in one place: the hazard of death is a Weibull baseline times
    stage factor x 1.02^(age - 65) x 1.15 if male x BURDEN_HAZARD_RATIO^(z of log burden)
    x LEADER_HAZARD_RATIO if a leader gene is mutated AND the disease is high-risk (stage II to IV).
In stage I a leader mutation does nothing. Burden raises the chance of any mutation on 16q, so the arm-wide
flag looks prognostic there as well: burden is a confounder by construction. Times are whole days from
diagnosis.
"""

import numpy as np
import polars as pl

LEADER_HAZARD_RATIO = 2.2
BURDEN_HAZARD_RATIO = 1.45
"""Per standard deviation of the log of non-silent variants per megabase."""
LEADER_FREQUENCY = {"NAE1": 0.13, "NUP93": 0.13}
"""Planted far above what is seen in patients, so that 300 patients are enough to see the effect."""

STAGES = ("Stage IA", "Stage IB", "Stage IIA", "Stage IIB", "Stage IIIA", "Stage IIIB", "Stage IV")
STAGE_SHARE = np.array([0.26, 0.24, 0.11, 0.12, 0.13, 0.05, 0.09])
STAGE_HAZARD = np.array([1.0, 1.15, 1.6, 1.7, 2.3, 2.6, 3.6])
STAGE_TNM = {
    "Stage IA": (("T1a", "T1b"), ("N0",), ("M0", "MX")), "Stage IB": (("T2a", "T2"), ("N0",), ("M0", "MX")),
    "Stage IIA": (("T2b",), ("N0",), ("M0",)), "Stage IIB": (("T2a", "T3"), ("N1", "N0"), ("M0", "MX")),
    "Stage IIIA": (("T2a", "T3"), ("N2",), ("M0",)), "Stage IIIB": (("T4",), ("N2",), ("M0",)),
    "Stage IV": (("T2a", "T3", "T4"), ("N0", "N1", "N2"), ("M1a", "M1b")),
}  # fmt: skip
SMOKING = ("never", "reformed > 15 years", "reformed <= 15 years", "current")
SMOKING_SHARE = np.array([0.16, 0.30, 0.29, 0.25])
SMOKING_BURDEN = np.array([0.45, 0.85, 1.2, 1.4])
"""Factor on the burden: never smokers carry about a third of a current smoker's."""


def _weibull(rng: np.random.Generator, log_hazard: np.ndarray, scale_days: float, shape: float) -> np.ndarray:
    """Times to event, in days, of a Weibull proportional-hazards model."""
    exposure = rng.exponential(size=log_hazard.size) / np.exp(log_hazard)
    return np.asarray(scale_days * exposure ** (1 / shape))


def draw_cohort(rng: np.random.Generator, identifiers: list[str]) -> pl.DataFrame:
    """One patient per identifier, in that order, with everything the model knows about them; `patient` is
    the row number.
    """
    n = len(identifiers)
    male = rng.random(n) < 0.48
    age_days = np.clip(rng.normal(66 * 365.25, 9.5 * 365.25, n), 33 * 365.25, 89 * 365.25).astype(np.int64)
    stage = rng.choice(len(STAGES), n, p=STAGE_SHARE)
    smoking = rng.choice(len(SMOKING), n, p=SMOKING_SHARE)
    pack_years = np.where(smoking == 0, 0.0, np.round(rng.gamma(3.2, 13.0, n), 0).clip(1, 160))
    burden = rng.lognormal(np.log(1.8), 0.75, n) * SMOKING_BURDEN[smoking]
    burden_z = (np.log(burden) - np.log(burden).mean()) / np.log(burden).std()
    leader = {gene: rng.random(n) < share for gene, share in LEADER_FREQUENCY.items()}
    high_risk = stage >= 2
    carries = np.logical_or.reduce(list(leader.values()))

    log_hazard = (
        np.log(STAGE_HAZARD[stage])
        + np.log(1.02) * (age_days / 365.25 - 65)
        + np.log(1.15) * male
        + np.log(BURDEN_HAZARD_RATIO) * burden_z
        + np.log(LEADER_HAZARD_RATIO) * (carries & high_risk)
    )
    death = _weibull(rng, log_hazard, scale_days=3100.0, shape=1.25)
    progression = np.minimum(_weibull(rng, log_hazard, scale_days=2300.0, shape=1.1), death)
    censored = np.where(rng.random(n) < 0.08, rng.uniform(30, 700, n), rng.uniform(700, 4600, n))

    def seen(event: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Days until the event or the end of follow-up, and whether the event was seen."""
        return np.ceil(np.minimum(event, censored)).astype(np.int64).clip(1), event <= censored

    os_days, os_event = seen(death)
    pfs_days, pfs_event = seen(progression)
    tnm = [[str(rng.choice(choices)) for choices in STAGE_TNM[STAGES[index]]] for index in stage]
    return pl.DataFrame(
        {
            "patient": np.arange(n),
            "patient_id": identifiers,
            "sex": np.where(male, "male", "female"),
            "age_days": age_days,
            "race": rng.choice(
                ["white", "black or african american", "asian", "not reported"], n, p=[0.76, 0.11, 0.06, 0.07]
            ),
            "ethnicity": rng.choice(
                ["not hispanic or latino", "hispanic or latino", "not reported"], n, p=[0.77, 0.06, 0.17]
            ),
            "smoking": np.array(SMOKING)[smoking],
            "pack_years": pack_years,
            "stage": np.array(STAGES)[stage],
            "t_stage": [cell[0] for cell in tnm],
            "n_stage": [cell[1] for cell in tnm],
            "m_stage": [cell[2] for cell in tnm],
            "edition": rng.choice(["6th", "7th", "8th"], n, p=[0.2, 0.6, 0.2]),
            "high_risk": high_risk,
            "burden_per_mb": burden,
            "carries_NAE1": leader["NAE1"],
            "carries_NUP93": leader["NUP93"],
            "os_days": os_days,
            "os_event": os_event,
            "pfs_days": pfs_days,
            "pfs_event": pfs_event,
        }
    ).with_columns(  # a stage never written down is missing at random, so the planted effect is untouched
        pl.when(pl.Series(rng.random(n) < 0.05)).then(None).otherwise(pl.col("stage")).alias("stage_recorded")
    )
