"""The last steps of a night: the audit into the build, the build to its readers, the report beside it."""

from __future__ import annotations

from datetime import UTC, datetime

from flows.night import Night
from flows.settings import version
from warehouse import audit, publish, report
from warehouse.records import ReleaseRecord, RunRecord


def write_audit(night: Night) -> None:
    """Write schema ``audit`` into the build; the last thing that is written to it."""
    assert night.inputs is not None, "the raw files are hashed while they are landed"
    night.summary = audit.write(
        night.paths.target,
        lake=night.settings.home.lake,
        files=night.files,
        checks=night.checks,
        drift=night.drift,
        run=RunRecord(night.run_id, night.started_at, datetime.now(UTC)),
        release=ReleaseRecord(
            run_id=night.run_id,
            code_version=version(),
            code_sha256=night.inputs.code_sha256,
            inputs_sha256=night.inputs.inputs_sha256,
            settings_sha256=night.inputs.settings_sha256,
            fingerprint=night.inputs.value,
        ),
        former=night.former_version,
    )


def publish_build(night: Night) -> None:
    """Make the build the served version."""
    night.version = publish.publish(night.settings.home, night.run_id)


def write_report(night: Night) -> None:
    """Write the report on what is served now. A fault here is told; the version is published all the same."""
    try:
        report.write(night.settings.home)
    except Exception as error:  # whatever it is, the night has published
        reason = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        night.notes.append(f"The report could not be written: {reason}. Run `leaderhouse report -v`.")
