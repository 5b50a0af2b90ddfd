"""What a gate found: frozen records of counts and names, never a patient's value. Standard library only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Gate = Literal["landing", "marts"]
Severity = Literal["critical", "warning"]


@dataclass(frozen=True, slots=True)
class Result:
    """The outcome of one expectation; a failing one is told once for each study it fails in.

    ``n_unexpected`` counts the failing rows of that study, 0 for a success, None if the check itself could
    not run. ``study_id`` is None for a success and for a failure that no study can be named for: such a
    failure counts for all.
    """

    gate: Gate
    suite: str
    """The table, without its schema."""
    expectation: str
    """Short name, unique within the suite and stable from night to night."""
    column_name: str | None
    severity: Severity
    success: bool
    n_unexpected: int | None
    sql: str | None
    """Shows the failing rows to a person who may see them; holds no value itself."""
    study_id: str | None = None
    message: str | None = None


@dataclass(frozen=True, slots=True)
class GateReport:
    """All results of one gate, with the questions that the night asks of them."""

    gate: Gate
    run_id: str
    results: tuple[Result, ...]
    studies: tuple[str, ...]
    """Every study the gate saw: those a failure without a study counts for."""

    @property
    def failures(self) -> tuple[Result, ...]:
        """What did not hold, critical before warning."""
        failed = [result for result in self.results if not result.success]
        return tuple(sorted(failed, key=lambda result: result.severity != "critical"))

    @property
    def critical(self) -> tuple[Result, ...]:
        """Failures that hold back: a study at the landing gate, the whole version at the marts' gate."""
        return tuple(result for result in self.failures if result.severity == "critical")

    @property
    def warnings(self) -> tuple[Result, ...]:
        """Failures that are told and stop nothing."""
        return tuple(result for result in self.failures if result.severity == "warning")

    @property
    def passed(self) -> bool:
        """Whether nothing critical failed."""
        return not self.critical

    @property
    def held_back(self) -> dict[str, list[Result]]:
        """Studies that a critical failure holds back, with the failures that do it.

        A critical failure that names no study counts for every study: nobody can say whose rows are sound.
        """
        held: dict[str, list[Result]] = {}
        for result in self.critical:
            for study_id in self.studies if result.study_id is None else (result.study_id,):
                held.setdefault(study_id, []).append(result)
        return held

    def reasons(self) -> Mapping[str, str]:
        """One sentence for each study held back: the first failure, and how many more there are."""
        sentences = {}
        for study_id, results in self.held_back.items():
            more = f" ({len(results) - 1} more critical)" if len(results) > 1 else ""
            sentences[study_id] = f"{results[0].message}{more}"
        return sentences
