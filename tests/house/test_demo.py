"""The demo finds what was planted: the served file against the truth that its generator wrote."""

import json
from typing import Any

import duckdb
import pytest

from tests.conftest import Demo

STUDIES = ("synthetic_cbioportal", "synthetic_gdc")


@pytest.fixture(scope="module")
def truth(demo: Demo) -> dict[str, Any]:
    planted: dict[str, Any] = json.loads((demo.home / "demo_truth.json").read_text(encoding="utf-8"))
    return planted


@pytest.fixture(scope="module")
def served(demo: Demo) -> duckdb.DuckDBPyConnection:
    return duckdb.connect(str(demo.home / "leaderhouse.duckdb"), read_only=True)


def test_the_demo_succeeds_and_keeps_standard_error_to_its_progress(demo: Demo) -> None:
    assert demo.exit_code == 0, demo.stderr
    assert "Traceback" not in demo.stderr
    assert "Warning" not in demo.stderr


@pytest.mark.parametrize("study", STUDIES)
def test_every_patient_has_the_status_that_was_planted(
    study: str, truth: dict[str, Any], served: duckdb.DuckDBPyConnection
) -> None:
    for signature, planted in truth["studies"][study]["signature_status"].items():
        found = served.execute(
            """
            select patient_id, status from marts.fct_patient_signature as flag
            join marts.dim_patient as patient using (patient_key)
            where patient.study_id = ? and signature_id = ?
            """,
            [study, signature],
        ).fetchall()
        assert dict(found) == planted


@pytest.mark.parametrize("study", STUDIES)
def test_no_variant_is_lost_or_counted_twice(
    study: str, truth: dict[str, Any], served: duckdb.DuckDBPyConnection
) -> None:
    planted = truth["studies"][study]
    found = served.execute(
        """
        select
            (select count(*) from marts.fct_mutation where study_id = $1),
            (select count(*) from marts.dim_sample where patient_key like $1 || ':%'),
            (select count(*) from marts.dim_patient where study_id = $1)
        """,
        [study],
    ).fetchone()
    assert found == (
        planted["mutations_after_folding"],
        planted["tumour_samples"],
        planted["patients_in_raw"],
    )


@pytest.mark.parametrize("study", STUDIES)
def test_exactly_the_dirty_rows_are_quarantined(
    study: str, truth: dict[str, Any], served: duckdb.DuckDBPyConnection
) -> None:
    found: dict[str, dict[str, int]] = {}
    for path, rule, n in served.execute(
        "select path, rule_id, count(*) from audit.quarantine where study_id = ? and line_number is not null "
        "and rule_id <> 'file_held_back' group by all",
        [study],
    ).fetchall():
        name = "maf" if path.endswith(".maf.gz") else path.split("/")[-1]
        rules = found.setdefault(name, {})
        rules[rule] = rules.get(rule, 0) + n
    assert found == truth["studies"][study]["quarantined"]


@pytest.mark.parametrize("study", STUDIES)
def test_every_data_line_is_accounted_for(
    study: str, truth: dict[str, Any], served: duckdb.DuckDBPyConnection
) -> None:
    lines = truth["studies"][study]["data_rows"]
    read = served.execute(
        "select path, rows_read, rows_duplicate from audit.file where study_id = ? and status = 'loaded'",
        [study],
    ).fetchall()
    found: dict[str, int] = {}
    duplicates: dict[str, int] = {}
    for path, n, n_duplicate in read:
        name = "maf" if path.endswith(".maf.gz") else path.split("/")[-1]
        found[name] = found.get(name, 0) + n
        if n_duplicate:
            duplicates[name] = n_duplicate
    counted = {name: n for name, n in lines.items() if n}
    assert {name: found.get(name) for name in counted} == counted
    assert duplicates == truth["studies"][study]["duplicate_rows"]


def test_the_damaged_file_and_nothing_else_is_held_back(
    demo: Demo, truth: dict[str, Any], served: duckdb.DuckDBPyConnection
) -> None:
    found = served.execute("select path from audit.file where status = 'held_back'").fetchall()
    planted = [fault["path"] for study in STUDIES for fault in truth["studies"][study]["held_back"]]
    assert [path for (path,) in found] == planted
    assert planted[0] in demo.stdout


def test_an_unknown_vital_status_is_no_outcome(
    truth: dict[str, Any], served: duckdb.DuckDBPyConnection
) -> None:
    for study in STUDIES:
        for patient in truth["studies"][study]["unknown_vital_status"]:
            rows = served.execute(
                "select event from marts.fct_outcome where patient_key = ? and endpoint = 'OS'",
                [f"{study}:{patient}"],
            ).fetchall()
            assert all(event is None for (event,) in rows), patient


def test_the_planted_effect_is_found_where_it_was_planted(
    truth: dict[str, Any], served: duckdb.DuckDBPyConnection
) -> None:
    for method in ("cox", "cox_adjusted"):
        interval = {
            risk: tuple(bounds)
            for risk, *bounds in served.execute(
                """
                select risk_stratum, ci_lower, ci_upper from marts.fct_survival_test
                where cohort = 'NSCLC' and endpoint = 'OS' and method = ? and signature_id = ?
                """,
                [method, truth["leader_effect"]["signature_id"]],
            ).fetchall()
        }
        low, high = interval["high"]
        assert 1 < low < truth["leader_effect"]["hazard_ratio"] < high
        low, high = interval["standard"]
        assert low < truth["leader_effect"]["hazard_ratio_in_stage_I"] < high


def test_random_gene_sets_tell_the_effect_from_the_burden(served: duckdb.DuckDBPyConnection) -> None:
    found = served.execute(
        """
        select signature_id, empirical_p, n_null_sets, null_median_chi2 from marts.fct_survival_test
        where is_headline and method = 'log_rank'
        """
    ).fetchall()
    chance = {name: p for name, p, *_ in found}
    assert {n for _, _, n, _ in found} == {1000}
    assert chance["aacr2019_leader_16q"] < 0.05 < 0.2 < chance["chr16q_arm"]
    # burden alone makes random sets look prognostic: a chi-square has a median of 0.45 where nothing is there
    assert all(median > 1 for *_, median in found)


def test_burden_once_known_takes_the_arm_s_effect_away(served: duckdb.DuckDBPyConnection) -> None:
    [(n_known,)] = served.execute("select count(tmb_per_mb) from marts.dim_patient").fetchall()
    ratios = dict(
        served.execute(
            """
            select method, hazard_ratio from marts.fct_survival_test where cohort = 'NSCLC'
            and endpoint = 'OS' and risk_stratum = 'all' and signature_id = 'chr16q_arm'
                and method <> 'log_rank'
            """
        ).fetchall()
    )
    [(covariates, left_out)] = served.execute(
        "select covariates, covariates_left_out from marts.fct_survival_test where is_headline "
        "and method = 'cox_adjusted' and signature_id = 'chr16q_arm'"
    ).fetchall()
    assert ratios["cox"] > 1.3
    if n_known:
        assert "log(1+tmb)" in covariates
        assert 0.8 < ratios["cox_adjusted"] < 1.2
    else:  # the burden is not known: the model says so
        assert "log(1+tmb): known for 0 of" in left_out


def test_who_is_not_assessable_is_in_neither_group(served: duckdb.DuckDBPyConnection) -> None:
    rows = served.execute(
        """
        select cohort_type, cohort, signature_id, min(n_patients) filter (group_name = 'all'),
            sum(n_patients) filter (group_name <> 'all')
        from marts.fct_cohort_summary group by all
        """
    ).fetchall()
    assert len(rows) == 8
    assert all(everybody == parts for *_, everybody, parts in rows)
    [(left_out,)] = served.execute(
        "select distinct n_not_assessable from marts.fct_survival_test where cohort = 'synthetic_cbioportal' "
        "and endpoint = 'OS' and risk_stratum = 'all' and signature_id = 'aacr2019_leader_16q'"
    ).fetchall()
    assert left_out > 80


def test_a_person_in_two_studies_is_counted_once_in_the_pooled_cohort(
    truth: dict[str, Any], served: duckdb.DuckDBPyConnection
) -> None:
    counts = dict(
        served.execute(
            "select cohort, n_patients from marts.fct_cohort_summary "
            "where group_name = 'all' and signature_id = 'chr16q_arm'"
        ).fetchall()
    )
    [(persons,)] = served.execute(
        "select count(distinct person_id) from marts.dim_patient where histology is not null"
    ).fetchall()
    assert counts["NSCLC"] == persons
    twice = len(truth["persons_in_both_studies"])
    assert counts["synthetic_gdc"] + counts["synthetic_cbioportal"] - twice >= counts["NSCLC"]


def test_a_person_in_two_studies_is_one_person(
    truth: dict[str, Any], served: duckdb.DuckDBPyConnection
) -> None:
    found = served.execute(
        "select min(patient_id) from marts.dim_patient group by person_id having count(*) > 1 order by 1"
    ).fetchall()
    assert [name for (name,) in found] == [
        person["patient_id"] for person in truth["persons_in_both_studies"]
    ]
