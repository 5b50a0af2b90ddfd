"""Clinical tables of the synthetic GDC study, in long form: several diagnoses by several treatments per case.

The index diagnosis need not be the first row of a case, and the last contact may stand in follow_up.tsv only.
"""

import random
from pathlib import Path

import polars as pl
from synthetic_faults import edited
from synthetic_gdc import NOTHING, PROJECT, ClinicalPlan, Row, columns_of, make_uuid, render, write_table

SMOKING_WORDS = {
    "never": "Lifelong Non-Smoker", "reformed > 15 years": "Current Reformed Smoker for > 15 yrs",
    "reformed <= 15 years": "Current Reformed Smoker for < or = 15 yrs", "current": "Current Smoker",
}  # fmt: skip
HISTOLOGIES = (
    ("8140/3", "Adenocarcinoma, NOS"),
    ("8255/3", "Adenocarcinoma with mixed subtypes"),
    ("8260/3", "Papillary adenocarcinoma, NOS"),
)


def _diagnoses(rng: random.Random, patient: Row, case: Row, alone: bool) -> list[Row]:
    """All diagnosis rows of a case, each crossed with its treatments; the index diagnosis may come last."""
    base = f"{case['cases.submitter_id']}_diagnosis"
    morphology, words = HISTOLOGIES[rng.choices(range(3), (7, 2, 1))[0]]
    index: Row = {
        "diagnoses.age_at_diagnosis": patient["age_days"],
        "diagnoses.ajcc_pathologic_stage": patient["stage_recorded"],
        "diagnoses.ajcc_pathologic_t": patient["t_stage"], "diagnoses.ajcc_pathologic_n": patient["n_stage"],
        "diagnoses.ajcc_pathologic_m": patient["m_stage"],
        "diagnoses.ajcc_staging_system_edition": patient["edition"],
        "diagnoses.classification_of_tumor": "primary", "diagnoses.diagnosis_is_primary_disease": "true",
        "diagnoses.days_to_diagnosis": "0", "diagnoses.diagnosis_id": make_uuid(rng),
        "diagnoses.icd_10_code": "C34.1", "diagnoses.laterality": rng.choice(["Left", "Right"]),
        "diagnoses.morphology": morphology, "diagnoses.primary_diagnosis": words,
        "diagnoses.prior_malignancy": "no", "diagnoses.prior_treatment": "No",
        "diagnoses.residual_disease": rng.choice(["R0", "R0", "R0", "R1", "RX"]),
        "diagnoses.synchronous_malignancy": "No", "diagnoses.site_of_resection_or_biopsy": "Lung, NOS",
        "diagnoses.tissue_or_organ_of_origin": "Upper lobe, lung", "diagnoses.submitter_id": base,
        "diagnoses.year_of_diagnosis": str(rng.randint(2004, 2013)),
        "diagnoses.days_to_last_follow_up": patient["diagnosis_follow_up"],
    }  # fmt: skip
    diagnoses = [index]
    if not alone:
        words_when = [("metastasis", rng.randint(30, 900))] * (rng.random() < 0.22) + [
            ("recurrence", rng.randint(90, 1500))
        ] * (rng.random() < 0.2)
        for number, (kind, day) in enumerate(words_when, start=2):
            diagnoses.append(
                {**_other(rng, kind, f"{base}{number}"), "diagnoses.days_to_diagnosis": str(day)}
            )
        if rng.random() < 0.08:
            index["diagnoses.prior_malignancy"] = "yes"
            diagnoses.append(
                {
                    **_other(rng, "Prior primary", f"{base}9"),
                    "diagnoses.tissue_or_organ_of_origin": "Prostate gland",
                }
            )
    rng.shuffle(diagnoses)
    rows = []
    for diagnosis in diagnoses:
        kinds = (
            ["Surgery, NOS"]
            if alone
            else rng.sample(
                ["Radiation Therapy, NOS", "Pharmaceutical Therapy, NOS", "Chemotherapy"], rng.randint(1, 3)
            )
        )
        for number, kind in enumerate(kinds):
            treatment = {
                "treatments.treatment_id": make_uuid(rng), "treatments.treatment_type": kind,
                "treatments.submitter_id": f"{diagnosis['diagnoses.submitter_id']}_treatment{number}",
                "treatments.treatment_or_therapy": rng.choice(["yes", "no", "unknown"]),
            }  # fmt: skip
            rows.append({**case, **diagnosis, **treatment})
    return rows


def _other(rng: random.Random, kind: str, submitter_id: str) -> Row:
    """A diagnosis that is not the index: no stage, no morphology, as the GDC has them."""
    return {
        "diagnoses.classification_of_tumor": kind, "diagnoses.diagnosis_is_primary_disease": "false",
        "diagnoses.diagnosis_id": make_uuid(rng), "diagnoses.morphology": "Not Reported",
        "diagnoses.primary_diagnosis": "Not Reported",
        "diagnoses.site_of_resection_or_biopsy": "Not Reported",
        "diagnoses.tissue_or_organ_of_origin": "Not Reported", "diagnoses.submitter_id": submitter_id,
    }  # fmt: skip


def _case(rng: random.Random, patient: Row) -> Row:
    """The cells of the case and of the person, the same on all rows of a case."""
    identifier = patient["patient_id"]
    return {
        "project.project_id": PROJECT, "cases.case_id": patient["case_id"], "cases.submitter_id": identifier,
        "cases.consent_type": "Informed Consent", "cases.disease_type": "Adenomas and Adenocarcinomas",
        "cases.index_date": "Diagnosis", "cases.lost_to_followup": "No",
        "cases.primary_site": "Bronchus and lung",
        "demographic.age_at_index": str(int(int(patient["age_days"]) / 365.25)),
        "demographic.age_is_obfuscated": "false", "demographic.days_to_birth": "-" + patient["age_days"],
        "demographic.days_to_death": patient["days_to_death"], "demographic.demographic_id": make_uuid(rng),
        "demographic.ethnicity": patient["ethnicity"], "demographic.gender": patient["sex"],
        "demographic.race": patient["race"], "demographic.submitter_id": f"{identifier}_demographic",
        "demographic.vital_status": patient["vital_status"],
    }  # fmt: skip


def _as_delivered(rng: random.Random, patients: pl.DataFrame, plan: ClinicalPlan) -> list[Row]:
    """Each patient as text cells, with the outcome split over the fields that the GDC splits it over."""
    rows = []
    for record in patients.iter_rows(named=True):
        row = {name: NOTHING if value is None else str(value) for name, value in record.items()}
        dead, last = record["os_event"], record["os_days"]
        elsewhere = (
            rng.random() < 0.4
        )  # the last contact stands in follow_up.tsv only, or later than in clinical.tsv
        row["vital_status"] = (
            "Not Reported" if row["patient_id"] in plan.unknown_vital_status else "Dead" if dead else "Alive"
        )
        row["days_to_death"] = str(last) if row["vital_status"] == "Dead" else NOTHING
        row["diagnosis_follow_up"] = NOTHING if dead else f"{max(last - 120, 1) if elsewhere else last}.0"
        if elsewhere and rng.random() < 0.5:
            row["diagnosis_follow_up"] = NOTHING
        rows.append(row)
    return rows


def _follow_ups(rng: random.Random, patient: Row, keys: Row) -> list[Row]:
    """Visits in no order, the last contact among them, and a progression where there was one."""
    last = int(patient["os_days"])
    days = sorted(rng.sample(range(1, last), min(last - 1, rng.randint(0, 3)))) if last > 1 else []
    visits = [(day, "Follow-up", "TF-Tumor Free") for day in days]
    if patient["vital_status"] != "Dead":
        visits.append(
            (last, "Last Contact", "WT-With Tumor" if patient["pfs_event"] == "True" else "TF-Tumor Free")
        )
    rows = [
        {
            **keys,
            "follow_ups.days_to_follow_up": str(day),
            "follow_ups.timepoint_category": when,
            "follow_ups.disease_response": response,
        }
        for day, when, response in visits
    ]
    if patient["pfs_event"] == "True" and int(patient["pfs_days"]) < last:
        rows.append(
            {
                **keys,
                "follow_ups.days_to_progression": patient["pfs_days"],
                "follow_ups.progression_or_recurrence": "Yes",
                "follow_ups.progression_or_recurrence_type": rng.choice(["Distant", "Locoregional"]),
            }
        )
    rng.shuffle(rows)
    for number, row in enumerate(rows):
        row |= {
            "follow_ups.follow_up_id": make_uuid(rng),
            "follow_ups.submitter_id": f"{patient['patient_id']}_follow_up{number}",
        }
    return rows


def _exposures(rng: random.Random, patient: Row, keys: Row) -> list[Row]:
    """The tobacco row of a patient; some have none, and some smokers no amount."""
    if rng.random() < 0.06:
        return []
    row = {
        **keys,
        "exposures.exposure_type": "Tobacco",
        "exposures.tobacco_smoking_status": SMOKING_WORDS[patient["smoking"]],
    }
    if patient["smoking"] != "never" and rng.random() < 0.8:
        row["exposures.pack_years_smoked"] = patient["pack_years"]
    return [row]


def _pathology(rng: random.Random, diagnoses: list[Row], keys: Row) -> Row:
    """The pathology row of a case, tied to its index diagnosis."""
    index = next(row for row in diagnoses if row["diagnoses.classification_of_tumor"] == "primary")
    return {
        **keys,
        "diagnoses.diagnosis_id": index["diagnoses.diagnosis_id"],
        "diagnoses.submitter_id": index["diagnoses.submitter_id"],
        "pathology_details.pathology_detail_id": make_uuid(rng),
        "pathology_details.consistent_pathology_review": "Yes",
        "pathology_details.submitter_id": f"{keys['cases.submitter_id']}_pathology_detail",
    }


def _with_faults(rng: random.Random, diagnoses: list[Row], plan: ClinicalPlan) -> list[Row]:
    """The case's rows with the fault that the plan has for its patient, if any."""
    first = diagnoses[0]
    identifier = first["cases.submitter_id"]
    if identifier == plan.contradictory:
        other = "male" if first["demographic.gender"] == "female" else "female"
        return [first, {**first, "demographic.gender": other, "treatments.treatment_id": make_uuid(rng)}]
    if identifier == plan.mistyped_age:
        return [{**first, "diagnoses.age_at_diagnosis": "24O12"}]  # a letter O for a zero
    return [first, first] if identifier == plan.repeated else diagnoses


def write_clinical(folder: Path, rng: random.Random, patients: pl.DataFrame, plan: ClinicalPlan) -> None:
    """Writes clinical, follow_up, exposure, pathology_detail and an empty family_history; fills the plan.

    `patients` is the cohort's frame with `case_id`.
    """
    names = ("clinical", "follow_up", "exposure", "pathology_detail", "family_history")
    rows: dict[str, list[Row]] = {name: [] for name in names}
    faulty = (plan.contradictory, plan.mistyped_age, plan.repeated)
    for patient in _as_delivered(rng, patients, plan):
        case = _case(rng, patient)
        keys = {name: case[name] for name in ("project.project_id", "cases.case_id", "cases.submitter_id")}
        diagnoses = _diagnoses(rng, patient, case, alone=patient["patient_id"] in faulty)
        rows["clinical"] += _with_faults(rng, diagnoses, plan)
        rows["follow_up"] += _follow_ups(rng, patient, keys)
        rows["exposure"] += _exposures(rng, patient, keys)
        rows["pathology_detail"].append(_pathology(rng, diagnoses, keys))
    lines = {table: render(table, content) for table, content in rows.items()}
    lines["follow_up"].insert(6, lines["follow_up"][5].rpartition("\t")[0])
    sound = lines["exposure"][8]
    lines["exposure"].insert(
        9, edited(columns_of("exposure"), sound, {"exposures.pack_years_smoked": "fifty"})
    )
    for table, content in lines.items():
        write_table(folder, table, content, plan)
    plan.quarantined = {
        "clinical.tsv": {"contradictory_rows": 2, "not_an_integer": 1},
        "follow_up.tsv": {"ragged_row": 1},
        "exposure.tsv": {"not_a_number": 1},
    }
    plan.duplicates = {"clinical.tsv": 1}
