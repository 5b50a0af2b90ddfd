"""R's lung data and a study of edge cases through the models that build the survival marts."""

import csv
import os
from pathlib import Path
from typing import Any

import duckdb
import pytest

from flows.dbt_build import build, environment
from flows.settings import dbt_project
from tests.models.landed import Delivery, File, variant, write
from tests.models.studies import NUP93, TP53
from warehouse.connections import create_target
from warehouse.layout import BuildPaths
from warehouse.records import StudyRecord

DAYS_PER_MONTH = 30.4375


def study(
    name: str, patients: list[dict[str, Any]], sequenced: list[str], mutations: list[Any]
) -> list[File]:
    """A cBioPortal study of whole exomes; a patient's only sample is named `<patient>-1`."""
    samples = [{"patient_id": one["patient_id"], "sample_id": f"{one['patient_id']}-1"} for one in patients]
    listed = [
        {"list_id": name, "category": "all_cases_with_mutation_data", "sample_id": f"{one}-1"}
        for one in sequenced
    ]
    return [
        File(f"{name}/data_clinical_patient.txt", "cbioportal_patient", patients),
        File(f"{name}/data_clinical_sample.txt", "cbioportal_sample", samples),
        File(f"{name}/case_lists/cases_sequenced.txt", "case_list", listed),
        File(f"{name}/data_mutations.txt", "mutations", mutations),
    ]


def outcome(days: float, event: bool, endpoint: str = "OS") -> dict[str, Any]:
    status = "1:DECEASED" if event else "0:LIVING"
    return {"endpoint": endpoint, "status": status, "months": days / DAYS_PER_MONTH}


def lung(samples: Path) -> tuple[list[File], dict[str, float]]:
    """The lung data as a study: who is female carries NUP93, so that positive is female. And ph.ecog by
    patient."""
    with (samples / "survival" / "R_survival_lung.tsv").open() as file:
        rows = list(csv.DictReader((line for line in file if not line.startswith("#")), delimiter="\t"))
    patients, ecog = [], {}
    for number, row in enumerate(rows):
        name = f"L{number:03d}"
        told = outcome(float(row["time"]), row["status"] == "2")
        patients.append({"patient_id": name, "age_years": float(row["age"]), "outcomes": [told]})
        if row["ph.ecog"] != "NA":
            ecog[f"lung:{name}"] = float(row["ph.ecog"])
    names = [one["patient_id"] for one in patients]
    hits = [
        variant(f"{name}-1", *(NUP93 if row["sex"] == "2" else TP53))
        for name, row in zip(names, rows, strict=True)
    ]
    return study("lung", patients, names, hits), ecog


def edges() -> list[File]:
    """Two studies that share a person; six who were never sequenced and die at once; a group without
    events."""
    patients = [
        {"patient_id": f"E{n:02d}", "stage_group": "II", "outcomes": [outcome(100 + 10 * n, n % 2 == 0)]}
        for n in range(40)
    ]
    # never sequenced, all dead on the first day: as negative patients they would decide the comparison
    patients += [
        {"patient_id": f"U{n}", "stage_group": "II", "outcomes": [outcome(1, True)]} for n in range(6)
    ]
    shared = {"patient_id": "TCGA-ZZ-0001", "stage_group": "IV", "outcomes": [outcome(50, True)]}
    sequenced = [f"E{n:02d}" for n in range(40)] + ["TCGA-ZZ-0001"]
    hits = [variant(f"E{n:02d}-1", *NUP93) for n in range(0, 40, 3)] + [variant("TCGA-ZZ-0001-1", *NUP93)]
    copied = [variant("O1-1", *NUP93), variant("TCGA-ZZ-0001-1", *NUP93)]
    # a silent variant is no hit of a random gene set either
    hits += [variant("E01-1", *TP53, variant_classification="Silent")]
    other = [{"patient_id": f"O{n}", "outcomes": [outcome(500 + n, False)]} for n in range(8)]
    return [
        *study("edges", [*patients, shared], sequenced, hits),
        *study("copies", [*other, shared], [*(f"O{n}" for n in range(8)), "TCGA-ZZ-0001"], copied),
    ]


class Built:
    """A built warehouse whose survival models can be run again on changed marts."""

    def __init__(self, folder: Path, files: list[File]) -> None:
        names = sorted({file.study_id for file in files})
        studies = [
            StudyRecord(name, "cbioportal", genome_build="GRCh38", cancer_type="luad") for name in names
        ]
        self.paths: BuildPaths = write(Delivery(files, studies), folder)
        create_target(self.paths.target)
        build(self.paths)

    def ask(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        with duckdb.connect(str(self.paths.target), read_only=True) as con:
            return con.execute(sql, list(values)).fetchall()

    def change(self, sql: str) -> None:
        """Change the marts, and run what is made from them again."""
        from dbt.adapters.duckdb.connections import DuckDBConnectionManager
        from dbt.cli.main import dbtRunner

        with duckdb.connect(str(self.paths.target)) as con:
            con.execute(sql)
        project, output = str(dbt_project()), str(self.paths.folder / "again")
        with pytest.MonkeyPatch.context() as patch:
            for name, value in environment(self.paths).items():
                patch.setenv(name, value)
            try:
                result = dbtRunner().invoke(
                    [
                        *("run", "--select", "int_survival__subject+", "--project-dir", project),
                        *("--profiles-dir", project, "--target-path", output, "--log-path", output),
                        *("--quiet", "--log-level", "none"),
                    ]
                )
            finally:
                DuckDBConnectionManager.close_all_connections()
        assert result.success, result.exception


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return Built(tmp_path_factory.mktemp("edges"), edges())


@pytest.fixture(scope="module")
def lung_marts(tmp_path_factory: pytest.TempPathFactory, samples: Path) -> Built:
    files, ecog = lung(samples)
    marts = Built(tmp_path_factory.mktemp("lung"), files)
    # burden enters the model as log(1 + burden): with exp(ecog) - 1 the model is that of R's figures
    known = ", ".join(f"('{key}', {value})" for key, value in ecog.items())
    # the one patient without a ph.ecog has a burden of his own, which would be taken for one
    marts.change(
        "UPDATE marts.dim_patient SET tmb_per_mb = (SELECT exp(ecog) - 1 FROM "
        f"(VALUES {known}) AS said(key, ecog) WHERE key = patient_key)"
    )
    return marts


def test_the_lung_data_of_r_through_the_models(lung_marts: Built) -> None:
    medians = lung_marts.ask(
        "SELECT group_name, n_patients, n_events, median_days, median_ci_lower_days, median_ci_upper_days, "
        "median_ci_lower_loglog_days, median_ci_upper_loglog_days FROM marts.fct_survival_group "
        "WHERE cohort = 'lung' AND endpoint = 'OS' AND risk_stratum = 'all' "
        "AND signature_id = 'aacr2019_leader_16q' ORDER BY group_name"
    )
    assert [row[:3] for row in medians] == [("all", 228, 165), ("negative", 138, 112), ("positive", 90, 53)]
    # as R: survfit(), on the log scale, and survfit(conf.type = "log-log") on the other
    assert medians[0][3:] == pytest.approx((310, 285, 363, 284, 361), rel=1e-9)
    assert [row[3] for row in medians[1:]] == pytest.approx([270, 426], rel=1e-9)
    tests = {
        method: tuple(rest)
        for method, *rest in lung_marts.ask(
            "SELECT method, chi2, p_value, log_hazard_ratio, standard_error, n_used, covariates, "
            "covariates_left_out "
            "FROM marts.fct_survival_test WHERE cohort = 'lung' AND risk_stratum = 'all' "
            "AND signature_id = 'aacr2019_leader_16q'"
        )
    }
    assert tests["log_rank"][:2] == pytest.approx((10.32674, 0.001311), rel=2e-4)
    assert tests["cox"][2:4] == pytest.approx((-0.5310235, 0.1671786), rel=1e-4)
    assert tests["cox_adjusted"][2] == pytest.approx(-0.5526124, rel=1e-4)
    assert tests["cox_adjusted"][4:] == (
        227,
        "age, log(1+tmb)",
        "sex: known for 0 of 228; stage: known for 0 of 228",
    )


def test_who_was_never_sequenced_is_in_neither_group(built: Built) -> None:
    [row] = built.ask(
        "SELECT n_positive, n_negative, n_not_assessable, events_positive, events_negative "
        "FROM marts.fct_survival_test WHERE cohort = 'edges' AND risk_stratum = 'all' AND method = 'cox' "
        "AND signature_id = 'aacr2019_leader_16q'"
    )
    assert row == (15, 26, 6, 8, 13)
    groups = built.ask(
        "SELECT group_name, n_patients FROM marts.fct_survival_group WHERE cohort = 'edges' "
        "AND risk_stratum = 'all' AND signature_id = 'aacr2019_leader_16q' ORDER BY ALL"
    )
    assert groups == [("all", 47), ("negative", 26), ("not_assessable", 6), ("positive", 15)]


def test_a_person_of_two_studies_is_counted_once_where_they_are_pooled(built: Built) -> None:
    counted = built.ask(
        "SELECT cohort_type, cohort, n_patients FROM marts.fct_cohort_summary "
        "WHERE group_name = 'all' AND signature_id = 'chr16q_arm' ORDER BY ALL"
    )
    assert counted == [
        ("histology", "LUAD", 55),
        ("pooled", "NSCLC", 55),
        ("study", "copies", 9),
        ("study", "edges", 47),
    ]


def test_too_few_events_are_no_estimate_and_say_so(built: Built) -> None:
    rows = built.ask(
        "SELECT method, chi2, hazard_ratio, p_value, q_value, not_estimated_reason "
        "FROM marts.fct_survival_test WHERE cohort = 'copies' "
        "AND risk_stratum = 'all' AND signature_id = 'chr16q_arm' ORDER BY method"
    )
    reason = "1 event in the positive group: at least 5 are needed"
    assert rows == [
        (method, None, None, None, None, reason) for method in ("cox", "cox_adjusted", "log_rank")
    ]


def test_the_headline_has_its_row_for_each_signature(built: Built) -> None:
    rows = built.ask(
        "SELECT signature_id, method, cohort, endpoint, risk_stratum, n_positive, n_negative "
        "FROM marts.fct_survival_test WHERE is_headline ORDER BY ALL"
    )
    assert [row[:5] for row in rows] == [
        (signature, method, "NSCLC", "OS", "high")
        for signature in ("aacr2019_leader_16q", "chr16q_arm")
        for method in ("cox", "cox_adjusted", "log_rank")
    ]
    assert {row[5:] for row in rows} == {(15, 26)}


def test_few_genes_are_no_chance(built: Built) -> None:
    reasons = built.ask(
        "SELECT DISTINCT empirical_p, empirical_p_reason FROM marts.fct_survival_test WHERE is_headline"
    )
    assert len(reasons) == 1
    assert reasons[0][0] is None
    assert reasons[0][1] == (
        "0 other genes among the patients whose whole exome was read: at least 50 are needed"
    )


def test_a_late_entry_is_honoured(built: Built) -> None:
    before = built.ask("SELECT max(n_at_risk) FROM marts.fct_survival_curve WHERE cohort = 'edges'")
    built.change("UPDATE marts.fct_outcome SET entry_days = 90 WHERE study_id = 'edges' AND time_days > 95")
    [(first, late)] = built.ask(
        "SELECT min_by(n_at_risk, time_days), max(n_at_risk) FROM marts.fct_survival_curve "
        "WHERE cohort = 'edges' AND group_name = 'all' AND risk_stratum = 'all'"
    )
    # before day 90 only those who were there from the beginning are at risk: the seven who die early
    assert before == [(47,)]
    assert (first, late) == (7, 40)
    [(n_late,)] = built.ask(
        "SELECT DISTINCT n_late_entry FROM marts.fct_survival_test "
        "WHERE cohort = 'edges' AND risk_stratum = 'all' AND endpoint = 'OS'"
    )
    assert n_late == 40


def test_the_models_do_not_need_the_folder_that_one_stands_in(built: Built, tmp_path: Path) -> None:
    assert Path(environment(built.paths)["LEADERHOUSE_PYTHON"]).is_absolute()
    assert (Path(environment(built.paths)["LEADERHOUSE_PYTHON"]) / "estimators").is_dir()
    assert os.environ.get("LEADERHOUSE_PYTHON") is None
