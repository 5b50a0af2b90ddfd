"""Writes two synthetic NSCLC studies with planted truth: one in the GDC's layout, one in cBioPortal's, about
300 patients each.

    python make_synthetic_study.py RAW [--truth FILE] [--seed N]

RAW receives synthetic_gdc/, synthetic_cbioportal/ and gene_panels/, all of which must not exist yet; FILE
receives what was planted, as JSON, and lies outside RAW. The same seed gives the same bytes. No row describes
a real person.
"""

import argparse
import json
import random
import sys
from pathlib import Path

import numpy as np
import polars as pl
from synthetic_cbioportal import SMALL, STUDY, WIDE, PortalPlan, Sample, write_study
from synthetic_cohort import draw_cohort
from synthetic_faults import MUTATION_EDITS, RAGGED
from synthetic_gdc import ClinicalPlan, make_uuid
from synthetic_gdc_clinical import write_clinical
from synthetic_gdc_maf import Aliquot, aliquot_variants, make_aliquot, write_mafs
from synthetic_truth import Truth, gdc_truth, portal_truth, whole_truth
from synthetic_variants import draw_variants

SEED = 23
PATIENTS = 300
SHARED_PERSONS = (20, 21, 22)
"""Patients of the GDC study that the other study has too; its copy of the last one names the other sex."""
FOLDERS = ("synthetic_gdc", STUDY, "gene_panels")


def write_gdc(folder: Path, rng: random.Random, patients: pl.DataFrame, variants: pl.DataFrame) -> Truth:
    """The GDC study: patients 1-6 without a MAF, 7-10 header-only, 30-44 with a second aliquot, 45-47 with
    a second sample.
    """
    folder.mkdir(parents=True)
    names = patients["patient_id"].to_list()
    cases = patients.with_columns(case_id=pl.Series([make_uuid(rng) for _ in names]))
    clinical = ClinicalPlan(names[50], names[51], names[52], (names[53], names[54], names[55]))
    write_clinical(folder, rng, cases, clinical)
    files: list[tuple[Aliquot, pl.DataFrame]] = []
    for number, case in enumerate(cases.select("patient", "patient_id", "case_id").iter_rows(named=True)):
        if number < 6:
            continue
        first = make_aliquot(rng, case, "01A", "11", header_only=6 <= number < 10)
        files.append((first, aliquot_variants(rng, variants, first, first=True)))
        if 30 <= number < 48:
            second = make_aliquot(rng, case, "01A" if number < 45 else "02A", "12", header_only=False)
            files.append((second, aliquot_variants(rng, variants, second, first=False)))
    place = {aliquot.patient: index for index, (aliquot, _) in reversed(list(enumerate(files)))}
    busy = sorted(
        (frame.height, index) for index, (aliquot, frame) in enumerate(files) if 60 <= aliquot.patient < 200
    )
    rich = [index for _, index in busy[-3:]]  # enough sound rows beside the spoiled ones
    rules = [*MUTATION_EDITS, RAGGED]
    dirty = {
        rich[0]: rules,
        rich[1]: ["position_not_a_number", "start_after_end", RAGGED],
        rich[2]: ["position_not_a_number"],
    }
    cut = place[220]
    maf = write_mafs(folder, files, dirty, truncated=cut, repeated={place[100]: 3})
    return gdc_truth(patients, files, cut, clinical, maf)


def write_portal(raw: Path, rng: random.Random, patients: pl.DataFrame, variants: pl.DataFrame) -> Truth:
    """The cBioPortal study: wide panel, small panel, whole exome and not sequenced in turn; every fiftieth
    has a metastasis too.
    """
    names = patients["patient_id"].to_list()
    samples: list[Sample] = []
    for number, name in enumerate(names):
        draw = rng.random()
        assay = None if draw < 0.03 else WIDE if draw < 0.45 else SMALL if draw < 0.75 else "WXS"
        samples.append(Sample(number, name, f"{name}-01", "Primary", assay))
        if number % 50 == 10:
            samples.append(Sample(number, name, f"{name}-06", "Metastasis", assay))
    dirty = [*(rule for rule in MUTATION_EDITS if rule != "not_an_integer"), RAGGED, "position_not_a_number"]
    plan = PortalPlan(names[70], names[71], names[72], (names[73], names[74]), dirty)
    write_study(raw, rng, patients, samples, variants, plan)
    return portal_truth(patients, samples, variants, plan)


def shared_persons(
    patients: pl.DataFrame, variants: pl.DataFrame, first: int
) -> tuple[pl.DataFrame, pl.DataFrame, list[dict[str, str]]]:
    """The persons of the GDC study that the other study has too, renumbered from `first`, with their
    variants.
    """
    number = {old: first + index for index, old in enumerate(SHARED_PERSONS)}
    renumber = pl.col("patient").replace_strict(number, return_dtype=pl.Int64)
    chosen = pl.col("patient").is_in(SHARED_PERSONS)
    flipped = pl.col("sex").replace({"male": "female", "female": "male"})
    copies = patients.filter(chosen).with_columns(
        sex=pl.when(pl.col("patient") == SHARED_PERSONS[-1]).then(flipped).otherwise(pl.col("sex"))
    )
    persons = [
        {"patient_id": name, "contradiction": "sex" if old == SHARED_PERSONS[-1] else "none"}
        for old, name in copies.select("patient", "patient_id").iter_rows()
    ]
    return copies.with_columns(renumber), variants.filter(chosen).with_columns(renumber), persons


def write_studies(raw: Path, seed: int = SEED) -> Truth:
    """Writes both studies and the panels below `raw` and returns the planted truth.

    Raises FileExistsError when one of the folders is already there.
    """
    taken = [name for name in FOLDERS if (raw / name).exists()]
    if taken:
        raise FileExistsError(f"{raw / taken[0]} exists already; choose an empty folder")
    numbers, letters = np.random.default_rng(seed), random.Random(seed)
    gdc_patients = draw_cohort(numbers, [f"TCGA-ZZ-S{number:03d}" for number in range(1, PATIENTS + 1)])
    gdc_variants = draw_variants(numbers, gdc_patients)
    own = PATIENTS - len(SHARED_PERSONS)
    portal_patients = draw_cohort(numbers, [f"SYN-{number:04d}" for number in range(1, own + 1)])
    portal_variants = draw_variants(numbers, portal_patients)
    copies, copied_variants, persons = shared_persons(gdc_patients, gdc_variants, own)
    gdc = write_gdc(raw / FOLDERS[0], letters, gdc_patients, gdc_variants)
    portal = write_portal(
        raw, letters, pl.concat([portal_patients, copies]), pl.concat([portal_variants, copied_variants])
    )
    return whole_truth(seed, gdc, portal, persons)


def main(arguments: list[str]) -> int:
    """Reads the command line, writes the studies, says in two lines what was written."""
    parser = argparse.ArgumentParser(description="Write two synthetic NSCLC studies with planted truth.")
    parser.add_argument("raw", type=Path, help="folder that receives the studies")
    parser.add_argument(
        "--truth", type=Path, help="file that receives what was planted, as JSON; outside RAW"
    )
    parser.add_argument("--seed", type=int, default=SEED, help=f"seed of the random numbers (default {SEED})")
    options = parser.parse_args(arguments)
    if options.truth and options.raw.resolve() in options.truth.resolve().parents:
        parser.error(f"{options.truth} lies in the raw folder, where it would be taken for a delivered file")
    try:
        truth = write_studies(options.raw, options.seed)
    except FileExistsError as error:
        parser.error(str(error))
    if options.truth:
        options.truth.parent.mkdir(parents=True, exist_ok=True)
        options.truth.write_text(json.dumps(truth, indent=2, sort_keys=True) + "\n", encoding="utf-8")
    print(f"wrote two synthetic studies, seed {options.seed}, to {options.raw}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
