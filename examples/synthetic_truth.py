"""What a reader of the synthetic studies must find: counts, signature status and the planted effect, as
one dictionary.
"""

from collections import Counter

import polars as pl
from synthetic_cbioportal import PANEL_MB, SMALL, STUDY, PortalPlan, Sample, on_assay
from synthetic_cohort import BURDEN_HAZARD_RATIO, LEADER_HAZARD_RATIO
from synthetic_gdc import ClinicalPlan
from synthetic_gdc_maf import Aliquot, MafPlan
from synthetic_genes import EXOME_MB, LEADER_GENES

Truth = dict[str, object]
POSITIVE, NEGATIVE, NOT_ASSESSABLE = "positive", "negative", "not_assessable"
MUTATION_KEY = (
    "sample",
    "chromosome",
    "variant_start_grch37",
    "variant_start_grch38",
    "reference",
    "alternate",
)


def statuses(carriers: dict[int, bool], covered: dict[int, bool]) -> dict[int, str]:
    """Three-valued status per patient: a variant that was seen counts always, its absence only where all
    targets were read.
    """
    return {
        patient: POSITIVE if hit else NEGATIVE if covered.get(patient) else NOT_ASSESSABLE
        for patient, hit in carriers.items()
    }


def _carriers(patients: pl.DataFrame, seen: pl.DataFrame, target: pl.Expr) -> dict[int, bool]:
    """Whether any variant that was read is non-silent and on the target, per patient."""
    hits = set(seen.filter(pl.col("is_nonsilent") & target)["patient"].to_list())
    return {patient: patient in hits for patient in patients["patient"].to_list()}


def _signatures(patients: pl.DataFrame, seen: pl.DataFrame, full: set[int]) -> dict[str, dict[str, str]]:
    """Status per patient for both signatures that can be called; `full` are the patients whose whole exome
    (or arm) was read.
    """
    targets = {
        "aacr2019_leader_16q": pl.col("symbol_grch38").is_in(LEADER_GENES),
        "chr16q_arm": pl.col("group") == "16q",
    }
    covered = dict.fromkeys(full, True)
    names = dict(patients.select("patient", "patient_id").iter_rows())
    return {
        signature: {
            names[patient]: status
            for patient, status in statuses(_carriers(patients, seen, target), covered).items()
        }
        for signature, target in targets.items()
    }


def _study(
    patients: pl.DataFrame, absent: set[str], seen: pl.DataFrame, full: set[int], sequenced: set[int]
) -> Truth:
    """What both layouts have in common; patients in `absent` lose all their clinical rows to quarantine."""
    kept = patients.filter(~pl.col("patient_id").is_in(absent))
    status = _signatures(patients, seen, full)
    counted = {
        name: dict(sorted(Counter(of[key] for key in of if key not in absent).items()))
        for name, of in status.items()
    }
    return {
        "patients_in_raw": patients.height,
        "patients_with_clinical_row": kept.height,
        "patients_without_clinical_row": sorted(absent),
        "sequenced_patients_with_clinical_row": sum(
            patient in sequenced for patient in kept["patient"].to_list()
        ),
        "mutations_after_folding": seen.unique(MUTATION_KEY).height,
        "signature_counts_with_clinical_row": counted,
        "signature_status": status,
        "high_risk_patients": sorted(patients.filter(pl.col("high_risk"))["patient_id"].to_list()),
    }


def gdc_truth(
    patients: pl.DataFrame,
    files: list[tuple[Aliquot, pl.DataFrame]],
    held_back: int,
    clinical: ClinicalPlan,
    maf: MafPlan,
) -> Truth:
    """The truth of the GDC study; the file number `held_back` is not readable."""
    read = [(aliquot, frame) for number, (aliquot, frame) in enumerate(files) if number != held_back]
    seen = pl.concat(
        [
            frame.with_columns(sample=pl.lit(aliquot.sample_id))
            for aliquot, frame in read
            if not aliquot.header_only
        ]
    )
    full = {aliquot.patient for aliquot, _ in read}
    return {
        **_study(patients, {clinical.contradictory, clinical.mistyped_age}, seen, full, full),
        "tumour_samples": len({aliquot.sample_id for aliquot, _ in files}),
        "maf_files": len(files),
        "maf_files_header_only": sum(aliquot.header_only for aliquot, _ in files),
        "data_rows": clinical.data_rows | {"maf": maf.data_rows},
        "quarantined": clinical.quarantined | {"maf": dict(sorted(maf.quarantined.items()))},
        "duplicate_rows": clinical.duplicates,
        "mutation_rows_written_twice": maf.exact_repeats,
        "held_back": maf.held_back,
        "unknown_vital_status": list(clinical.unknown_vital_status),
    }


def portal_truth(
    patients: pl.DataFrame, samples: list[Sample], variants: pl.DataFrame, plan: PortalPlan
) -> Truth:
    """The truth of the cBioPortal study."""
    seen = pl.concat(
        on_assay(variants.filter(pl.col("patient") == sample.patient), sample.assay).with_columns(
            sample=pl.lit(sample.sample_id)
        )
        for sample in samples
    )
    full = {sample.patient for sample in samples if sample.assay and sample.assay != SMALL}
    sequenced = {sample.patient for sample in samples if sample.assay}
    return {
        **_study(patients, {plan.contradictory, plan.mistyped_age}, seen, full, sequenced),
        "tumour_samples": len(samples),
        "samples_per_assay": dict(
            sorted(Counter(sample.assay or "not sequenced" for sample in samples).items())
        ),
        "data_rows": plan.data_rows,
        "quarantined": plan.quarantined,
        "duplicate_rows": plan.duplicates,
        "held_back": [],
        "unknown_vital_status": list(plan.unknown_vital_status),
    }


def whole_truth(seed: int, gdc: Truth, portal: Truth, persons: list[dict[str, str]]) -> Truth:
    """Everything that was planted, with the figures that an analysis should come back to."""
    return {
        "seed": seed,
        "leader_effect": {
            "signature_id": "aacr2019_leader_16q",
            "genes": list(LEADER_GENES),
            "risk_stratum": "high (stage II to IV)",
            "hazard_ratio": LEADER_HAZARD_RATIO,
            "hazard_ratio_in_stage_I": 1.0,
        },
        "burden_effect": {
            "hazard_ratio_per_sd_of_log_burden": BURDEN_HAZARD_RATIO,
            "confounds": "chr16q_arm: it rises with burden and does nothing beyond the leader genes in it",
        },
        "megabases": PANEL_MB | {"WXS": EXOME_MB},
        "persons_in_both_studies": persons,
        "studies": {"synthetic_gdc": gdc, STUDY: portal},
    }
