"""The synthetic study in cBioPortal's layout, with a wide panel, a small panel and whole exomes, and the
panels' gene lists.

Coordinates are GRCh37. Patients are SYN-0001 and so on, and a few persons of the synthetic GDC study under
their barcode there.
"""

import random
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import polars as pl
from synthetic_cbioportal_columns import MAF_COLUMNS, META, PATIENT_COLUMNS, SAMPLE_COLUMNS
from synthetic_faults import edited, with_faults
from synthetic_genes import EXOME_MB, LEADER_GENES, read_genes

STUDY = "synthetic_cbioportal"
WIDE, SMALL = "SYNWIDE", "SYNSMALL"
PANEL_MB = {WIDE: 1.7, SMALL: 0.3, "WXS": EXOME_MB}
"""Megabases that each assay interrogates, as TMB_NONSYNONYMOUS of the study counts them."""
DAYS_PER_MONTH = 30.4375


@dataclass(frozen=True, slots=True)
class Sample:
    """One tumour sample; `assay` is a panel, WXS, or None when it was never sequenced."""

    patient: int
    patient_id: str
    sample_id: str
    sample_type: str
    assay: str | None


@dataclass(slots=True)
class PortalPlan:
    """Which peculiarities to write, and what was written."""

    contradictory: str
    mistyped_age: str
    repeated: str
    unknown_vital_status: tuple[str, ...]
    dirty: list[str]
    quarantined: dict[str, dict[str, int]] = field(default_factory=dict)
    duplicates: dict[str, int] = field(default_factory=dict)
    data_rows: dict[str, int] = field(default_factory=dict)


@cache
def panel_genes() -> dict[str, list[str]]:
    """The genes of the two panels: the wide one holds every 16q gene of GRCh37, the small one NUP93 but
    not NAE1.
    """
    genes = read_genes().drop_nulls("symbol_grch37")
    drivers = genes.filter(pl.col("group") == "driver")["symbol_grch37"].to_list()
    arm = genes.filter(pl.col("group") == "16q")["symbol_grch37"].unique().to_list()
    return {
        WIDE: sorted({*drivers, *arm}),
        SMALL: sorted({*drivers, LEADER_GENES[1], "CDH1", "CTCF", "CBFB", "FANCA"}),
    }


def on_assay(variants: pl.DataFrame, assay: str | None) -> pl.DataFrame:
    """Those of the variants that the assay can see."""
    seen = variants.filter(pl.col("variant_start_grch37").is_not_null())
    return (
        seen.clear()
        if assay is None
        else seen
        if assay == "WXS"
        else seen.filter(pl.col("symbol_grch37").is_in(panel_genes()[assay]))
    )


def _maf_lines(sample: Sample, variants: pl.DataFrame) -> list[str]:
    """The sample's data lines of data_mutations.txt."""
    known = {
        "Hugo_Symbol": pl.col("symbol_grch37"), "Entrez_Gene_Id": pl.col("entrez_gene_id").fill_null("0"),
        "Center": pl.lit("SYNTHETIC"), "NCBI_Build": pl.lit("GRCh37"), "Chromosome": pl.col("chromosome"),
        "Start_Position": pl.col("variant_start_grch37"), "End_Position": pl.col("variant_end_grch37"),
        "Strand": pl.lit("+"), "Consequence": pl.col("consequence"),
        "Variant_Classification": pl.col("variant_class"), "Variant_Type": pl.col("variant_type"),
        "Reference_Allele": pl.col("reference"), "Tumor_Seq_Allele1": pl.col("reference"),
        "Tumor_Seq_Allele2": pl.col("alternate"), "Tumor_Sample_Barcode": pl.lit(sample.sample_id),
        "Mutation_Status": pl.lit("SOMATIC"), "t_ref_count": pl.col("t_ref_count"),
        "t_alt_count": pl.col("t_alt_count"), "n_ref_count": pl.col("n_depth"), "n_alt_count": pl.lit("0"),
        "HGVSc": pl.col("transcript_id") + ".1:" + pl.col("hgvsc"), "HGVSp_Short": pl.col("hgvsp_short"),
        "Transcript_ID": pl.col("transcript_id"), "Hotspot": pl.lit("0"),
    }  # fmt: skip
    frame = variants.select(known.get(name, pl.lit("")).cast(pl.String).alias(name) for name in MAF_COLUMNS)
    return frame.write_csv(separator="\t", include_header=False, quote_style="never").splitlines()


def _clinical(
    folder: Path, name: str, columns: tuple[tuple[str, str, str], ...], lines: list[str], plan: PortalPlan
) -> None:
    """A clinical file with its four `#` lines."""
    labels, kinds = "\t".join(label for _, label, _ in columns), "\t".join(kind for _, _, kind in columns)
    head = [
        f"#{labels}",
        f"#{labels}",
        f"#{kinds}",
        "#" + "\t".join("1" for _ in columns),
        "\t".join(name for name, _, _ in columns),
    ]
    (folder / name).write_text("\n".join([*head, *lines]) + "\n", encoding="utf-8")
    plan.data_rows[name] = len(lines)


def _patient_line(patient: dict[str, object], plan: PortalPlan) -> str:
    """One line of data_clinical_patient.txt; unknown is an empty cell."""
    smoked = patient["smoking"] != "never"
    unknown = patient["patient_id"] in plan.unknown_vital_status
    age, os_days, pfs_days = (float(str(patient[name])) for name in ("age_days", "os_days", "pfs_days"))
    cells = (
        patient["patient_id"], str(patient["sex"]).title(), int(age / 365.25), str(patient["race"]).upper(),
        str(patient["ethnicity"]).title(), "Ever" if smoked else "Never",
        patient["pack_years"] if smoked else "", str(patient["stage_recorded"] or "").upper(),
        str(patient["edition"]).upper(), patient["t_stage"], patient["n_stage"], patient["m_stage"],
        "" if unknown else "1:DECEASED" if patient["os_event"] else "0:LIVING",
        round(os_days / DAYS_PER_MONTH, 2), "1:PROGRESSION" if patient["pfs_event"] else "0:CENSORED",
        round(pfs_days / DAYS_PER_MONTH, 2),
    )  # fmt: skip
    return "\t".join(str(cell) for cell in cells)


def write_study(
    raw: Path,
    rng: random.Random,
    patients: pl.DataFrame,
    samples: list[Sample],
    variants: pl.DataFrame,
    plan: PortalPlan,
) -> None:
    """Writes the study and raw/gene_panels; fills the plan's counts."""
    folder = raw / STUDY
    (folder / "case_lists").mkdir(parents=True)
    names = [name for name, _, _ in PATIENT_COLUMNS]
    lines = [_patient_line(row, plan) for row in patients.iter_rows(named=True)]
    place = {line.split("\t")[0]: line for line in lines}
    sex = place[plan.contradictory].split("\t")[1]
    lines.append(edited(names, place[plan.contradictory], {"SEX": "Male" if sex == "Female" else "Female"}))
    lines.append(place[plan.repeated])
    lines[lines.index(place[plan.mistyped_age])] = edited(
        names, place[plan.mistyped_age], {"AGE": "sixty-one"}
    )
    _clinical(folder, "data_clinical_patient.txt", PATIENT_COLUMNS, lines, plan)

    mutations: list[str] = []
    sample_lines: list[str] = []
    for sample in samples:
        seen = on_assay(variants.filter(pl.col("patient") == sample.patient), sample.assay)
        mutations += _maf_lines(sample, seen)
        tmb = f"{seen.filter('is_nonsilent').height / PANEL_MB[sample.assay]:.4f}" if sample.assay else ""
        panel = sample.assay if sample.assay in (WIDE, SMALL) else ""
        kind = (
            "LUAD",
            "Non-Small Cell Lung Cancer",
            "Lung Adenocarcinoma",
            sample.sample_type,
            "Matched",
            tmb,
        )
        sample_lines.append("\t".join([sample.patient_id, sample.sample_id, panel, *kind]))
    sample_lines.insert(4, sample_lines[3].rpartition("\t")[0])
    _clinical(folder, "data_clinical_sample.txt", SAMPLE_COLUMNS, sample_lines, plan)
    rng.shuffle(mutations)
    mutations = with_faults(list(MAF_COLUMNS), mutations, plan.dirty)
    plan.data_rows["data_mutations.txt"] = len(mutations)
    (folder / "data_mutations.txt").write_text(
        "\n".join(["\t".join(MAF_COLUMNS), *mutations]) + "\n", encoding="utf-8"
    )
    write_side_files(raw, samples, plan)
    plan.quarantined = {
        "data_clinical_patient.txt": {"contradictory_rows": 2, "not_a_number": 1},
        "data_clinical_sample.txt": {"ragged_row": 1},
        "data_mutations.txt": {rule: plan.dirty.count(rule) for rule in sorted(set(plan.dirty))},
    }
    plan.duplicates = {"data_clinical_patient.txt": 1}


def write_side_files(raw: Path, samples: list[Sample], plan: PortalPlan) -> None:
    """Panel matrix, case lists, meta files, gene panels, and a copy-number file that is not loaded yet."""
    folder = raw / STUDY
    sequenced = [sample for sample in samples if sample.assay]
    matrix = [
        f"{sample.sample_id}\t{sample.assay if sample.assay != 'WXS' else 'NA'}\tNA" for sample in sequenced
    ]
    (folder / "data_gene_panel_matrix.txt").write_text(
        "\n".join(["SAMPLE_ID\tmutations\tcna", *matrix]) + "\n", encoding="utf-8"
    )
    plan.data_rows["data_gene_panel_matrix.txt"] = len(matrix)
    copies = [
        "Hugo_Symbol\t" + "\t".join(sample.sample_id for sample in sequenced),
        "EGFR\t" + "\t".join("0" for _ in sequenced),
    ]
    (folder / "data_cna.txt").write_text("\n".join(copies) + "\n", encoding="utf-8")
    for suffix, category, listed in (
        ("all", "all_cases_in_study", samples),
        ("sequenced", "all_cases_with_mutation_data", sequenced),
    ):
        text = (
            f"cancer_study_identifier: {STUDY}\nstable_id: {STUDY}_{suffix}\ncase_list_name: {suffix}\n"
            f"case_list_description: {len(listed)} samples\ncase_list_category: {category}\n"
        )
        (folder / "case_lists" / f"cases_{suffix}.txt").write_text(
            text + "case_list_ids: " + "\t".join(s.sample_id for s in listed) + "\n"
        )
    for name, lines in META.items():
        (folder / f"meta_{name}.txt").write_text(
            "\n".join([f"cancer_study_identifier: {STUDY}", *lines]) + "\n", encoding="utf-8"
        )
    (raw / "gene_panels").mkdir()
    for panel, genes in panel_genes().items():
        text = (
            f"stable_id: {panel}\ndescription: Synthetic panel of {len(genes)} genes.\n"
            f"number_of_profiled_coding_base_pairs: {round(PANEL_MB[panel] * 1_000_000)}\ngene_list:\t"
            + "\t".join(genes)
            + "\n"
        )
        (raw / "gene_panels" / f"data_gene_panel_{panel.lower()}.txt").write_text(text, encoding="utf-8")
