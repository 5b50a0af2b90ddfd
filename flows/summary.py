"""The last lines of a night that published: what is served, what is held back and why, where to look."""

from __future__ import annotations

from flows import discover, hold_back
from flows.night import Night
from flows.outcome import Outcome, Status

MAX_NOTES = 12
"""Notes shown; the report has the rest."""


def outcome(night: Night) -> Outcome:
    """The end of a night that published."""
    assert night.version is not None, "only a night that published has a summary"
    home = night.settings.home
    status: Status = "published_with_held_back" if night.held_back else "published"
    held_back = tuple(hold_back.folded(night.held_back))
    tables, rules = _figures(night)
    lines = [f"tables: {tables}", *_left(night)]
    if rules:
        lines.append(f"quarantined: {rules}")
    lines += night.notes[:MAX_NOTES]
    if len(night.notes) > MAX_NOTES:
        lines.append(f"... and {len(night.notes) - MAX_NOTES} more notes")
    lines += [f"report: {home.report}", f"checks: {home.data_docs / 'index.html'}"]
    return Outcome(
        status=status,
        run_id=night.run_id,
        message=f"Published {home.served} (run {night.run_id}).",
        held_back=held_back,
        lines=tuple(lines),
        version=night.version,
    )


def _left(night: Night) -> list[str]:
    """Studies that were served until now and of which no file is left."""
    gone = discover.gone(night)
    return [f"gone: {', '.join(gone)} (no file of it in {night.settings.raw} any more)"] if gone else []


def _figures(night: Night) -> tuple[str, str]:
    """Rows of the published marts, and quarantined rows by rule, as one line each."""
    from warehouse.connections import open_served

    with open_served(night.settings.home) as con:
        names = con.execute(
            "SELECT table_name FROM duckdb_tables() WHERE schema_name = 'marts' ORDER BY table_name"
        ).fetchall()
        counts = [(name, con.execute(f'SELECT count(*) FROM marts."{name}"').fetchone()) for (name,) in names]
        rules = con.execute(
            "SELECT rule_id, count(*) FROM audit.quarantine WHERE resolved_run_id IS NULL GROUP BY rule_id "
            "ORDER BY count(*) DESC, rule_id"
        ).fetchall()
    tables = ", ".join(f"{name} {row[0]:,}" for name, row in counts if row)
    return tables, ", ".join(f"{n:,} {rule}" for rule, n in rules)
