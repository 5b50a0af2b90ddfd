"""Puts the page together and writes it: one file that needs nothing but a browser."""

from __future__ import annotations

import os
from collections import defaultdict
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from warehouse import connections, state
from warehouse.errors import NothingServed
from warehouse.layout import Home
from warehouse.report import figures, survival

_TEMPLATE = Path(__file__).with_name("page.html.j2")
_LONGEST_PATH = 60


@dataclass(frozen=True, slots=True)
class StudyLoad:
    """A study's loads in one line."""

    study_id: str
    n_files: int
    n_files_read: int
    n_files_held_back: int
    n_files_former: int
    rows_read: int
    rows_loaded: int
    rows_quarantined: int
    rows_duplicate: int
    rows_filtered: int
    kinds: tuple[state.LoadRow, ...]


@dataclass(frozen=True, slots=True)
class Survival:
    """The curves of one study and endpoint, and what is to be said of them."""

    study_id: str
    endpoint: figures.Endpoint
    curves: tuple[survival.Curve, ...]
    n_left_out: int
    """Patients with a follow-up whose flag cannot be assessed."""
    svg: Any
    notes: tuple[str, ...]


def warm() -> None:
    """Import the engines of the curves; what follows then starts at once."""
    import altair
    import vl_convert

    _ = (altair, vl_convert)


def write(home: Home) -> Path:
    """Write the report on the served version and give its path; the former page stays until it is complete.

    Raises NothingServed before the first publication and ServedUnreadable if what is served is no version
    of ours.
    """
    status = state.read_status(home)
    if status is None:
        raise NothingServed(f"Nothing is published in {home.root} yet.", "Run `leaderhouse nightly` first.")
    with connections.open_read_only(status.served.path) as con:
        found = figures.read(con, status.served.run_id)
    text = render(status, found)
    home.reports.mkdir(parents=True, exist_ok=True)
    partial = home.report.with_name(f".{home.report.name}.{os.getpid()}.partial")
    try:
        partial.write_text(text, encoding="utf-8")
        partial.replace(home.report)
    finally:
        partial.unlink(missing_ok=True)
    return home.report


def render(status: state.Status, found: figures.Figures) -> str:
    """The page as HTML. Every text from outside is escaped: a folder may have any name."""
    import jinja2

    environment = jinja2.Environment(
        autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["number"] = lambda value: "–" if value is None else f"{value:,}"
    environment.filters["p"] = _p_value
    environment.filters["ending"] = _ending
    environment.filters["words"] = lambda value: str(value).replace("_", " ")
    template = environment.from_string(_TEMPLATE.read_text(encoding="utf-8"))
    files = status.served.files
    return template.render(
        served=status.served,
        run=status.runs[0],
        loads=_study_loads(status),
        held_back=status.held_back,
        former=[file for file in files if not file.is_seen],
        not_loaded=[file for file in files if file.status in ("not_loaded", "unrecognised")],
        quarantine=status.quarantine,
        resolved=status.resolved,
        drift=status.drift,
        found=found,
        default=next((signature for signature in found.signatures if signature.is_default), None),
        flags=_flags(found),
        not_called=[signature for signature in found.signatures if not signature.is_callable],
        stages=figures.STAGES,
        survivals=_survivals(found),
        answers=_answers(found),
    )


def _p_value(value: float | None) -> str:
    """A p value as journals print it."""
    return "–" if value is None else "<0.001" if value < 0.001 else f"{value:.3f}"


def _ending(path: str) -> str:
    """The end of a path, which names the file, where the whole would fill the page."""
    return path if len(path) <= _LONGEST_PATH else f"…{path[-_LONGEST_PATH:]}"


def _study_loads(status: state.Status) -> list[StudyLoad]:
    kinds: dict[str, list[state.LoadRow]] = defaultdict(list)
    for load in status.loads:
        kinds[load.study_id].append(load)
    lines = []
    for study_id, loads in kinds.items():
        summed = {
            name: sum(getattr(load, name) for load in loads)
            for name in StudyLoad.__dataclass_fields__
            if name not in ("study_id", "kinds")
        }
        lines.append(StudyLoad(study_id=study_id, kinds=tuple(loads), **summed))
    return lines


def _flags(found: figures.Figures) -> list[dict[str, Any]]:
    """Each signature with its studies; shares are of all patients, so that the unassessable are seen."""
    table = []
    for signature in found.signatures:
        of_signature = [flag for flag in found.flags if flag.signature_id == signature.signature_id]
        rows = []
        for flag in of_signature:
            counts = [flag.n_positive, flag.n_negative, flag.n_not_assessable]
            total = max(sum(counts), 1)
            rows.append({**asdict(flag), "total": total, "shares": [100 * count / total for count in counts]})
        if rows:
            table.append({"signature": signature, "rows": rows})
    return table


def _survivals(found: figures.Figures) -> list[Survival]:
    import markupsafe

    from warehouse.report import chart

    survivals = []
    endpoints = {(cohort.study_id, e.endpoint): e for cohort in found.cohorts for e in cohort.endpoints}
    for ordinal, one in enumerate(found.estimates):
        drawn = [curve for curve in one.curves if curve.is_drawn]
        svg = markupsafe.Markup(chart.draw(one.curves, one.ticks, ordinal)) if drawn else None  # noqa: S704
        survivals.append(
            Survival(
                study_id=one.study_id,
                endpoint=endpoints[one.study_id, one.endpoint],
                curves=one.curves,
                n_left_out=one.n_left_out,
                svg=svg,
                notes=_notes(one.curves),
            )
        )
    return survivals


def _answers(found: figures.Figures) -> list[dict[str, Any]]:
    """The headline's rows by signature, each with its signature and what must be said beside it."""
    signatures = {signature.signature_id: signature for signature in found.signatures}
    by_signature: dict[str, dict[str, survival.Headline]] = defaultdict(dict)
    for row in found.headlines:
        by_signature[row.signature_id][row.method] = row
    return [
        {"signature": signatures[name], "rows": rows, "any": rows["cox"], "caveats": _caveats(rows)}
        for name, rows in by_signature.items()
        if name in signatures
    ]


def _caveats(rows: dict[str, survival.Headline]) -> list[str]:
    """What keeps the figures from being an answer."""
    adjusted = rows["cox_adjusted"]
    caveats = []
    if adjusted.hazard_ratio is None:
        caveats.append(f"There is no adjusted estimate: {adjusted.not_estimated_reason}.")
    else:
        caveats.append(f"Adjusted for {adjusted.covariates}; each study is a stratum.")
    if adjusted.covariates_left_out:
        caveats.append(f"Not adjusted for {adjusted.covariates_left_out}.")
    if not adjusted.is_adjusted_for_burden:
        caveats.append("Without the mutational burden a difference may be one of burden.")
    if adjusted.events_per_variable is not None and adjusted.events_per_variable < 10:
        caveats.append(f"{adjusted.events_per_variable:.1f} events per variable: too few to trust the model.")
    if adjusted.ph_p_value is not None and adjusted.ph_p_value < 0.05:
        caveats.append("The hazard ratio changes with time, so that one number does not describe it.")
    if adjusted.empirical_p is None:
        caveats.append(f"Not compared with random gene sets: {adjusted.empirical_p_reason}.")
    return caveats


def _notes(curves: tuple[survival.Curve, ...]) -> tuple[str, ...]:
    """What a reader must know before comparing the curves."""
    notes = []
    for curve in curves:
        if not curve.is_drawn:
            patients = "patient" if curve.n_patients == 1 else "patients"
            known = f"{curve.n_patients} {patients}" if curve.n_patients else "no patient"
            notes.append(f"The {curve.group} group has {known} with a follow-up: no curve is drawn below 5.")
    if sum(curve.is_drawn for curve in curves) == 1:
        notes.append("So there is nothing to compare with.")
    return tuple(notes)
