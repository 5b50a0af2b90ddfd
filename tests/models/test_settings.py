"""An empty delivery, and other settings of the project: the default signature, the rule of risk."""

from collections.abc import Iterator
from dataclasses import replace

import duckdb
import pytest

from tests.models.conftest import Build, BuildWith
from tests.models.landed import Delivery
from tests.models.signatures import IMPORTED
from tests.models.studies import DELIVERY


def test_nothing_delivered_builds_empty_marts(build_marts: Build) -> None:
    marts = build_marts(Delivery())
    tables = marts.ask("SELECT table_name FROM duckdb_tables() WHERE schema_name = 'marts'")
    assert len(tables) >= 6
    counts = {table: marts.ask(f"SELECT count(*) FROM marts.{table}")[0][0] for (table,) in tables}
    assert set(counts.values()) == {0}, counts


@pytest.fixture(scope="module")
def chosen(build_with: BuildWith) -> Iterator[duckdb.DuckDBPyConnection]:
    """A target whose default is an imported version, not the newest, under another rule of risk."""
    settings = {"default_signature": "ours", "default_signature_version": 1, "risk_rule": "stage_2_to_4_v1"}
    paths = build_with(replace(DELIVERY, signatures=IMPORTED), settings)
    with duckdb.connect(str(paths.target), read_only=True) as con:
        yield con


def test_default_signature_and_risk_rule_can_be_others(chosen: duckdb.DuckDBPyConnection) -> None:
    said = chosen.execute(
        "SELECT DISTINCT leader_signature_id, leader_signature_version, risk_rule FROM marts.dim_patient "
        "ORDER BY ALL"
    ).fetchall()
    assert said == [("ours", 1, "stage_2_to_4_v1"), ("ours", 1, None)]
    # the older version names NAE1 and NUP93, the newer one TP53: only the older one marks variants
    leaders = "SELECT DISTINCT gene_symbol FROM marts.fct_mutation WHERE is_leader_variant"
    assert chosen.execute(leaders).fetchall() == [("NUP93",)]


def test_imported_versions_stand_beside_the_old_ones(chosen: duckdb.DuckDBPyConnection) -> None:
    versions = chosen.execute(
        "SELECT signature_id, signature_version, origin, is_current, is_default FROM reference.signature "
        "WHERE signature_id IN ('ours', 'chr16q_arm') ORDER BY ALL"
    ).fetchall()
    assert versions == [
        ("chr16q_arm", 1, "shipped", True, False),
        ("ours", 1, "imported", False, True),
        ("ours", 2, "imported", True, False),
    ]
    called = chosen.execute(
        "SELECT signature_id, signature_version, count(*) FROM marts.fct_leader_signature GROUP BY ALL"
    ).fetchall()
    assert {row[:2] for row in called} == {
        ("aacr2019_leader_16q", 1),
        ("chr16q_arm", 1),
        ("ours", 1),
        ("ours", 2),
        ("ours_exact", 1),
        ("ours_region", 1),
    }
    assert len({n for *_, n in called}) == 1, "every version is called for every sample"


@pytest.mark.parametrize(
    ("sample", "version", "expected"),
    [
        # a silent, a germline and a failed variant do not count, and the exome has read both genes
        ("exomes:negative-1", "ours@1", ("negative", 0, 2, 2)),
        # NAE1 is not on the panel, TP53 is, and so is NUP93
        ("panels:hit-on-small", "ours@1", ("positive", 1, 2, 1)),
        ("panels:on-small", "ours@1", ("not_assessable", None, 2, 1)),
        ("panels:on-small", "ours@2", ("positive", 1, 1, 1)),
        # the exact variant is looked for on GRCh38 only, and its target is the gene that it lies in
        ("panels:on-small", "ours_exact@1", ("positive", 1, 1, 1)),
        ("gdc:TCGA-ZZ-0002-01A", "ours_exact@1", ("negative", 0, 1, 1)),
        ("panels:hit-on-small", "ours_exact@1", ("negative", 0, 1, 1)),
        # a region off chromosome 16 has its target genes too
        ("panels:on-small", "ours_region@1", ("positive", 1, 1, 1)),
        ("panels:on-unknown", "ours_region@1", ("positive", 1, 1, None)),
        ("panels:not-in-matrix", "ours_region@1", ("not_assessable", None, 1, None)),
    ],
)
def test_imported_targets_are_called(
    chosen: duckdb.DuckDBPyConnection, sample: str, version: str, expected: tuple[object, ...]
) -> None:
    found = chosen.execute(
        "SELECT status, n_variants, n_target_genes, n_assessed_genes FROM marts.fct_leader_signature "
        "WHERE sample_key = ? AND signature_id || '@' || signature_version = ?",
        [sample, version],
    ).fetchall()
    assert found == [expected]


def test_unknown_default_signature_is_refused(build_with: BuildWith) -> None:
    with pytest.raises(AssertionError, match="assert_reference_tables_agree"):
        build_with(Delivery(), {"default_signature": "no_such_signature"}, "+assert_reference_tables_agree")


def test_unknown_rules_are_refused(build_with: BuildWith) -> None:
    settings = {"risk_rule": "no_such_rule", "tmb_rule": "no_such_rule"}
    with pytest.raises(AssertionError, match="Got 2 results"):
        build_with(Delivery(), settings)
