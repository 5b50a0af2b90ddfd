"""The demonstration: synthetic studies into a home, and what a night finds beside what was planted."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flows.outcome import Refused
from flows.settings import Settings, examples

if TYPE_CHECKING:
    import duckdb

    from warehouse.report.survival import Headline

STUDIES = ("gene_panels", "synthetic_cbioportal", "synthetic_gdc")
TRUTH = "demo_truth.json"
"""In the home, outside the raw folder: what was planted."""


def prepare(settings: Settings) -> dict[str, Any]:
    """Write the synthetic studies, unless this home has them already, and give what was planted.

    Raises Refused if the home holds other studies: nobody wants invented patients among real ones.
    """
    truth = settings.home.root / TRUTH
    raw = settings.raw
    present = sorted(path.name for path in raw.iterdir()) if raw.is_dir() else []
    if not (truth.is_file() and present == sorted(STUDIES)):
        if present:
            raise Refused(f"{raw} holds {', '.join(present[:5])} already: name an empty home with --home.")
        _write(raw, truth)
    content: dict[str, Any] = json.loads(truth.read_text(encoding="utf-8"))
    return content


def _write(raw: Path, truth: Path) -> None:
    raw.mkdir(parents=True, exist_ok=True)
    script = examples() / "make_synthetic_study.py"
    done = subprocess.run(
        [sys.executable, str(script), str(raw), "--truth", str(truth)],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise Refused(
            f"The synthetic studies could not be written: {done.stderr.strip() or done.stdout.strip()}"
        )


def findings(settings: Settings, truth: dict[str, Any]) -> Iterator[str]:
    """Cohorts, flags, quarantine and survival as the served file has them, beside what was planted."""
    from warehouse.connections import open_served

    with open_served(settings.home) as con:
        yield from _cohorts(con)
        yield from _flags(con)
        yield from _quarantine(con)
        yield from _survival(con, truth)


def _cohorts(con: duckdb.DuckDBPyConnection) -> Iterator[str]:
    yield ""
    yield "cohorts                    patients  sequenced  high risk"
    for study_id, n, n_sequenced, n_high in con.execute(
        """
        SELECT study_id, count(*), count(*) FILTER (is_sequenced), count(*) FILTER (risk_group = 'high')
        FROM marts.dim_patient GROUP BY study_id ORDER BY study_id
        """
    ).fetchall():
        yield f"  {study_id:<24} {n:>8,}  {n_sequenced:>9,}  {n_high:>9,}"


def _flags(con: duckdb.DuckDBPyConnection) -> Iterator[str]:
    yield ""
    yield "leader signature by patient                        positive  negative  not assessable"
    for study_id, signature_id, positive, negative, unknown in con.execute(
        """
        SELECT study_id, signature_id, count(*) FILTER (status = 'positive'),
            count(*) FILTER (status = 'negative'), count(*) FILTER (status = 'not_assessable')
        FROM marts.fct_patient_signature GROUP BY ALL HAVING count(*) FILTER (status <> 'not_assessable') > 0
        ORDER BY study_id, signature_id
        """
    ).fetchall():
        yield f"  {study_id:<22} {signature_id:<24} {positive:>8,}  {negative:>8,}  {unknown:>14,}"


def _quarantine(con: duckdb.DuckDBPyConnection) -> Iterator[str]:
    yield ""
    yield "quarantined, with the first case of each rule"
    for rule_id, n, path, line, message in con.execute(
        """
        SELECT rule_id, count(*), min_by(path, (path, line_number)), min_by(line_number, (path, line_number)),
            min_by(message, (path, line_number))
        FROM audit.quarantine WHERE resolved_run_id IS NULL GROUP BY rule_id ORDER BY count(*) DESC, rule_id
        """
    ).fetchall():
        place = path if line is None else f"{path}:{line}"
        yield f"  {n:>4,}  {rule_id:<26} {message}"
        yield f"{'':36}{place}"


def _survival(con: duckdb.DuckDBPyConnection, truth: dict[str, Any]) -> Iterator[str]:
    """The headline question, as the marts answer it, beside what was planted."""
    from warehouse.report.survival import headlines

    planted = truth["leader_effect"]
    yield ""
    yield (
        f"overall survival in high-risk patients (planted: hazard ratio {planted['hazard_ratio']} for "
        f"{planted['signature_id']}, a burden effect for the rest)"
    )
    for row in headlines(con):
        if row.method == "log_rank":
            groups = (
                ("positive", row.n_positive, row.events_positive, row.median_positive),
                ("negative", row.n_negative, row.events_negative, row.median_negative),
            )
            parts = [
                f"{name} {n} patients, {deaths} deaths"
                + ("" if median is None else f", median {median:,.0f} days")
                for name, n, deaths, median in groups
            ]
            yield f"  {row.signature_id}: {'; '.join(parts)}; not assessable {row.n_not_assessable}"
            continue
        yield f"{'':4}{'unadjusted' if row.method == 'cox' else 'adjusted':<11} {_ratio(row)}"
        if row.method == "cox_adjusted":
            yield f"{'':16}for {row.covariates or 'nothing'}"
            if row.covariates_left_out:
                yield f"{'':16}not for {row.covariates_left_out}"


def _ratio(row: Headline) -> str:
    """A hazard ratio in one line: estimate, p, q, and p against random gene sets."""
    if row.hazard_ratio is None:
        return f"not estimated: {row.not_estimated_reason}"
    chance = "–" if row.empirical_p is None else f"{row.empirical_p:.3f}"
    return (
        f"hazard ratio {row.hazard_ratio:.2f} (95% CI {row.ci_lower:.2f}-{row.ci_upper:.2f}), "
        f"p {row.p_value:.4f}, q {row.q_value:.4f}, against random gene sets p {chance}"
    )
