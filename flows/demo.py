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
    """Overall survival by flag among patients with high-risk disease: where the effect was planted."""
    from lifelines import CoxPHFitter, KaplanMeierFitter

    planted = truth["leader_effect"]
    yield ""
    yield (
        f"overall survival in high-risk patients (planted: hazard ratio {planted['hazard_ratio']} for "
        f"{planted['signature_id']}, a burden effect for the rest)"
    )
    signatures = con.execute(
        "SELECT DISTINCT signature_id FROM marts.fct_patient_signature ORDER BY 1"
    ).fetchall()
    for (signature_id,) in signatures:
        frame = con.execute(
            """
            SELECT outcome.time_days, outcome.event, (flag.status = 'positive')::INTEGER AS is_positive
            FROM marts.fct_outcome AS outcome
            JOIN marts.dim_patient AS patient USING (patient_key)
            JOIN marts.fct_patient_signature AS flag USING (patient_key)
            WHERE outcome.endpoint = 'OS' AND patient.risk_group = 'high' AND flag.signature_id = ?
                AND flag.status <> 'not_assessable' AND outcome.time_days > 0 AND outcome.event IS NOT NULL
            """,
            [signature_id],
        ).df()
        if frame["is_positive"].nunique() < 2:
            continue
        parts = []
        for name, value in (("positive", 1), ("negative", 0)):
            group = frame[frame["is_positive"] == value]
            median = KaplanMeierFitter().fit(group["time_days"], group["event"]).median_survival_time_
            parts.append(
                f"{name} {len(group)} patients, {int(group['event'].sum())} deaths, median {median:,.0f} days"
            )
        row = CoxPHFitter().fit(frame, "time_days", "event").summary.loc["is_positive"]
        low, high = row["exp(coef) lower 95%"], row["exp(coef) upper 95%"]
        yield f"  {signature_id}: {'; '.join(parts)}"
        yield f"{'':4}hazard ratio {row['exp(coef)']:.2f} (95% CI {low:.2f}-{high:.2f}), unadjusted"
