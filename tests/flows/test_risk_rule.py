"""Another rule of risk by the environment: a version of its own; a sentence for a rule that is not known."""

from pathlib import Path

import pytest

from tests.flows.conftest import Ask, Night, command
from tests.flows.small import write_gdc

RULES = "SELECT DISTINCT risk_rule FROM marts.dim_patient WHERE risk_group IS NOT NULL"


def test_another_rule_publishes_another_version(
    tmp_path: Path, run_night: Night, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_gdc(tmp_path / "raw", patients=range(1, 5))
    assert run_night(tmp_path).status == "published"
    assert ask(tmp_path, RULES) == [("stage_or_factor_v1",)]
    monkeypatch.setenv("LEADERHOUSE_RISK_RULE", "stage_2_to_4_v1")
    assert run_night(tmp_path).status == "published"
    assert ask(tmp_path, RULES) == [("stage_2_to_4_v1",)]
    assert run_night(tmp_path).status == "unchanged"
    monkeypatch.setenv("LEADERHOUSE_RISK_RULE", "stage_2_to_5_v1")
    refused = run_night(tmp_path)
    assert refused.status == "not_published"
    assert refused.message == (
        "LEADERHOUSE_RISK_RULE names 'stage_2_to_5_v1', which is no rule of risk: name one of "
        "stage_2_to_4_v1, stage_or_factor_v1, or unset it."
    )
    assert ask(tmp_path, RULES) == [("stage_2_to_4_v1",)]


def test_a_person_sees_the_sentence(tmp_path: Path, prefect_api: str) -> None:
    write_gdc(tmp_path / "raw", patients=range(1, 3))
    run = command("nightly", "--home", tmp_path, LEADERHOUSE_RISK_RULE="none", PREFECT_API_URL=prefect_api)
    assert run.returncode == 1
    assert "LEADERHOUSE_RISK_RULE names 'none'" in run.stderr
    assert "Traceback" not in run.stderr
