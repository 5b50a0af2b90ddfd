"""Which patients are compared with which: every cohort, endpoint, signature or gene, and risk stratum, as
arrays."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from estimators.risk_sets import Booleans, Floats, Integers, RiskSets

RISK_STRATA = ("all", "high", "standard")
MIN_EVENTS = 5
"""Events that each group needs: with fewer, one patient more or less decides an estimate."""
MIN_PATIENTS = 5
"""Patients that a curve needs: one of fewer shows single persons."""
HEADLINE = ("pooled", "OS", "high")
"""Cohort type, endpoint and risk stratum of the question that the warehouse is for; its row is there in any
case."""

_COHORT = ["cohort_type", "cohort"]
_COMPARISON = ["comparison_kind", "comparison_id", "comparison_version"]
Texts = npt.NDArray[np.object_]


@dataclass(frozen=True, slots=True)
class Subjects:
    """n patients of one cohort with one endpoint, in the order of their keys. NaN and None are unknown."""

    patient_key: Texts
    study_id: Texts
    risk_group: Texts
    entry: Floats
    time: Floats
    event: Booleans
    age: Floats
    is_male: Floats
    stage: Texts
    """Stage group within its edition, `7th II`: stages of two editions are never the same."""
    burden: Floats
    """log(1 + mutations per megabase)."""
    has_exome: Booleans

    @classmethod
    def of(cls, rows: pd.DataFrame) -> Subjects:
        """From rows of int_survival__subject."""
        rows = rows.sort_values("patient_key", kind="stable")

        def numbers(name: str) -> Floats:
            return rows[name].to_numpy(dtype=float, na_value=np.nan)

        def texts(values: pd.Series[Any]) -> Texts:
            return np.array([None if pd.isna(value) else value for value in values], dtype=object)

        edition = rows["stage_edition"].fillna("unknown edition").astype(str)
        sex = rows["sex"]
        return cls(
            patient_key=texts(rows["patient_key"]),
            study_id=texts(rows["study_id"]),
            risk_group=texts(rows["risk_group"]),
            entry=numbers("entry_days"),
            time=numbers("time_days"),
            event=numbers("event") == 1,
            age=numbers("age_at_diagnosis_years"),
            is_male=np.where(sex.isna(), np.nan, (sex == "Male").astype(float)),
            stage=texts((edition + " " + rows["stage_group"]).where(rows["stage_group"].notna())),
            burden=np.log1p(numbers("tmb_per_mb")),
            has_exome=rows["has_exome"].fillna(False).to_numpy(dtype=bool),
        )

    def take(self, chosen: Booleans) -> Subjects:
        """Those of the patients that are chosen."""
        return Subjects(**{field.name: getattr(self, field.name)[chosen] for field in fields(self)})

    def __len__(self) -> int:
        return int(self.time.size)

    def risk_sets(self, *more: Texts) -> RiskSets:
        """Risk sets stratified by study, and by ``more``."""
        return RiskSets.of(self.time, self.event, self.entry, self.strata(*more))

    def strata(self, *more: Texts) -> Integers:
        """The stratum of each patient, by study and ``more``, as numbers from 0."""
        names = [" | ".join(map(str, row)) for row in zip(self.study_id, *more, strict=True)]
        return np.unique(np.array(names, dtype=str), return_inverse=True)[1].astype(np.int64)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Patients of one cohort, endpoint and risk stratum, by a signature or a gene."""

    key: dict[str, Any]
    subjects: Subjects
    group: Floats
    """n: 1 positive, 0 negative, NaN not assessable, who is in neither group."""

    @property
    def is_headline_question(self) -> bool:
        """Overall survival in high-risk disease, in whatever cohort: what the null is drawn for."""
        return (self.key["endpoint"], self.key["risk_stratum"]) == HEADLINE[1:]

    def assessed(self) -> tuple[Subjects, Floats]:
        """The patients of both groups, and their group."""
        chosen = ~np.isnan(self.group)
        return self.subjects.take(chosen), self.group[chosen]

    def rng(self) -> np.random.Generator:
        """Random numbers that are the same every night for this comparison, whatever else is in the
        warehouse."""
        return np.random.default_rng(zlib.crc32("|".join(map(str, self.key.values())).encode()))


def cohorts(subjects: pd.DataFrame) -> Iterator[tuple[dict[str, Any], Subjects]]:
    """Each cohort and endpoint, and the headline's also where nobody has that endpoint."""
    found = set()
    for (kind, cohort, endpoint), rows in subjects.groupby([*_COHORT, "endpoint"], sort=True):
        found.add((kind, cohort, endpoint))
        yield {"cohort_type": kind, "cohort": cohort, "endpoint": endpoint}, Subjects.of(rows)
    for kind, cohort, _ in sorted(found):
        asked = (kind, cohort, HEADLINE[1])
        if kind == HEADLINE[0] and asked not in found:
            found.add(asked)
            key = dict(zip([*_COHORT, "endpoint"], asked, strict=True))
            yield key, Subjects.of(subjects.iloc[:0])


def comparisons(subjects: pd.DataFrame, groupings: pd.DataFrame, *kinds: str) -> Iterator[Comparison]:
    """Every comparison with a patient in it, and the headline's in any case.

    ``subjects`` are rows of int_survival__subject, ``groupings`` of int_survival__grouping.
    """
    status = {"positive": 1.0, "negative": 0.0}
    chosen = groupings[groupings["comparison_kind"].isin(kinds or ["signature", "gene"])]
    groups = [
        (dict(zip(_COMPARISON, key, strict=True)), rows.set_index("patient_key")["status"].map(status))
        for key, rows in chosen.groupby(_COMPARISON, sort=True)
    ]
    for cohort, everybody in cohorts(subjects):
        by_comparison = [
            (key, values.reindex(pd.Index(everybody.patient_key, dtype=object)).to_numpy(dtype=float))
            for key, values in groups
        ]
        for risk in RISK_STRATA:
            inside = np.full(len(everybody), True) if risk == "all" else everybody.risk_group == risk
            is_asked = (cohort["cohort_type"], cohort["endpoint"], risk) == HEADLINE
            if not inside.any() and not is_asked:
                continue
            within = everybody.take(inside)
            for key, group in by_comparison:
                yield Comparison({**cohort, **key, "risk_stratum": risk}, within, group[inside])
