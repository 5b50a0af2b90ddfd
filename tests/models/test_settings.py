"""An empty delivery, and other settings of the project: the default signature, the rule of risk."""

import duckdb
import pytest

from tests.models.conftest import Build, BuildWith
from tests.models.landed import Delivery
from tests.models.studies import DELIVERY


def test_nothing_delivered_builds_empty_marts(build_marts: Build) -> None:
    marts = build_marts(Delivery())
    tables = marts.ask("SELECT table_name FROM duckdb_tables() WHERE schema_name = 'marts'")
    assert len(tables) >= 6
    counts = {table: marts.ask(f"SELECT count(*) FROM marts.{table}")[0][0] for (table,) in tables}
    assert set(counts.values()) == {0}, counts


def test_default_signature_and_risk_rule_can_be_others(build_with: BuildWith) -> None:
    settings = {"default_signature": "aacr2019_leader_16q", "risk_rule": "stage_2_to_4_v1"}
    paths = build_with(DELIVERY, settings)
    with duckdb.connect(str(paths.target), read_only=True) as con:
        said = con.execute(
            "SELECT DISTINCT leader_signature_id, risk_rule FROM marts.dim_patient ORDER BY ALL"
        ).fetchall()
    assert said == [("aacr2019_leader_16q", "stage_2_to_4_v1"), ("aacr2019_leader_16q", None)]


def test_unknown_default_signature_is_refused(build_with: BuildWith) -> None:
    with pytest.raises(AssertionError, match="assert_reference_tables_agree"):
        build_with(Delivery(), {"default_signature": "no_such_signature"}, "+assert_reference_tables_agree")


def test_unknown_rules_are_refused(build_with: BuildWith) -> None:
    settings = {"risk_rule": "no_such_rule", "tmb_rule": "no_such_rule"}
    with pytest.raises(AssertionError, match="Got 2 results"):
        build_with(Delivery(), settings)
