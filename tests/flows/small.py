"""Two studies of a few patients, one as a GDC download, one from cBioPortal, for nights of seconds."""

import gzip
import hashlib
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

TAB = "\t"
MAF_COLUMNS = (
    "Hugo_Symbol",
    "Entrez_Gene_Id",
    "NCBI_Build",
    "Chromosome",
    "Start_Position",
    "End_Position",
    "Variant_Classification",
    "Variant_Type",
    "Reference_Allele",
    "Tumor_Seq_Allele1",
    "Tumor_Seq_Allele2",
    "Tumor_Sample_Barcode",
    "Matched_Norm_Sample_Barcode",
    "Tumor_Sample_UUID",
    "t_depth",
    "t_ref_count",
    "t_alt_count",
    "n_depth",
    "FILTER",
)
CLINICAL_COLUMNS = (
    "project.project_id",
    "cases.case_id",
    "cases.submitter_id",
    "demographic.gender",
    "demographic.vital_status",
    "demographic.days_to_death",
    "demographic.days_to_birth",
    "demographic.age_at_index",
    "demographic.race",
    "diagnoses.diagnosis_id",
    "diagnoses.diagnosis_is_primary_disease",
    "diagnoses.classification_of_tumor",
    "diagnoses.ajcc_pathologic_stage",
    "diagnoses.age_at_diagnosis",
    "diagnoses.days_to_last_follow_up",
    "diagnoses.days_to_diagnosis",
    "diagnoses.primary_diagnosis",
    "treatments.treatment_id",
)
STAGES = ("Stage IA", "Stage IB", "Stage IIB", "Stage IIIA")
# Gene, Entrez id, GRCh38 and GRCh37 position of a single-base change inside it.
VARIANTS = (
    ("TP53", 7157, "17", 7675088, 7578406, "C", "T", "Missense_Mutation"),
    ("KRAS", 3845, "12", 25245350, 25398284, "C", "A", "Missense_Mutation"),
    ("NUP93", 9688, "16", 56830000, 56864000, "G", "A", "Missense_Mutation"),
    ("EGFR", 1956, "7", 55191822, 55259515, "T", "G", "Missense_Mutation"),
    ("STK11", 6794, "19", 1220487, 1220486, "G", "T", "Nonsense_Mutation"),
)


def fixed_uuid(name: str) -> str:
    """The same uuid for the same name."""
    return str(uuid.uuid5(uuid.NAMESPACE_OID, name))


def patient(number: int) -> str:
    """A TCGA-like patient barcode of a site that does not exist."""
    return f"TCGA-ZZ-F{number:03d}"


def aliquot(number: int) -> str:
    """The tumour aliquot of a patient."""
    return f"{patient(number)}-01A-11D-A000-08"


def maf_row(number: int, variant: int = 0, **changes: str) -> dict[str, str]:
    """A sound MAF row of a patient; ``changes`` spoil it."""
    gene, entrez, chromosome, position, _, reference, alternate, effect = VARIANTS[variant % len(VARIANTS)]
    row = {
        "Hugo_Symbol": gene,
        "Entrez_Gene_Id": str(entrez),
        "NCBI_Build": "GRCh38",
        "Chromosome": f"chr{chromosome}",
        "Start_Position": str(position + number),
        "End_Position": str(position + number),
        "Variant_Classification": effect,
        "Variant_Type": "SNP",
        "Reference_Allele": reference,
        "Tumor_Seq_Allele1": reference,
        "Tumor_Seq_Allele2": alternate,
        "Tumor_Sample_Barcode": aliquot(number),
        "Matched_Norm_Sample_Barcode": aliquot(number).replace("-01A-", "-10A-"),
        "Tumor_Sample_UUID": fixed_uuid(aliquot(number)),
        "t_depth": "100",
        "t_ref_count": "70",
        "t_alt_count": "30",
        "n_depth": "60",
        "FILTER": "PASS",
    }
    return {**row, **changes}


def maf_text(rows: Iterable[dict[str, str]], number: int) -> str:
    """A masked somatic MAF of one aliquot as the GDC writes it."""
    lines = ["#version gdc-1.0.0", f"#tumor.aliquot {fixed_uuid(aliquot(number))}", "\t".join(MAF_COLUMNS)]
    lines += ["\t".join(row.get(column, "") for column in MAF_COLUMNS) for row in rows]
    return "\n".join(lines) + "\n"


def clinical_row(number: int, **changes: str) -> dict[str, str]:
    """A sound row of clinical.tsv; keys are the last parts of the column names."""
    died = number % 3 == 0
    row = {
        "project_id": "TCGA-LUAD",
        "case_id": fixed_uuid(patient(number)),
        "submitter_id": patient(number),
        "gender": "female" if number % 2 else "male",
        "vital_status": "Dead" if died else "Alive",
        "days_to_death": str(300 + 10 * number) if died else "'--",
        "days_to_birth": str(-365 * 60 - number),
        "age_at_index": "60",
        "race": "white",
        "diagnosis_id": fixed_uuid(f"{patient(number)}_diagnosis"),
        "diagnosis_is_primary_disease": "true",
        "classification_of_tumor": "primary",
        "ajcc_pathologic_stage": STAGES[number % len(STAGES)],
        "age_at_diagnosis": str(365 * 60 + number),
        "days_to_last_follow_up": "'--" if died else str(700 + number),
        "days_to_diagnosis": "0",
        "primary_diagnosis": "Adenocarcinoma, NOS",
        "treatment_id": fixed_uuid(f"{patient(number)}_treatment"),
    }
    return {**row, **changes}


def clinical_text(rows: Iterable[dict[str, str]]) -> str:
    """A clinical.tsv of the given rows."""
    lines = ["\t".join(CLINICAL_COLUMNS)]
    lines += ["\t".join(row[name.split(".", 1)[1]] for name in CLINICAL_COLUMNS) for row in rows]
    return "\n".join(lines) + "\n"


@dataclass(frozen=True)
class GdcStudy:
    """A GDC study folder whose files tests add, spoil and remove."""

    folder: Path

    def maf_path(self, number: int) -> Path:
        """Where the MAF of a patient lies."""
        name = f"{fixed_uuid(f'{number}-file')}.wxs.aliquot_ensemble_masked.maf.gz"
        return self.folder / "maf" / fixed_uuid(f"{number}-folder") / name

    def inside(self, path: Path) -> str:
        """A file as the audit names it, relative to the raw folder."""
        return path.relative_to(self.folder.parent).as_posix()

    def write_maf(self, number: int, rows: Sequence[dict[str, str]] | None = None) -> Path:
        """Write the MAF of a patient: three sound variants, unless rows are given."""
        path = self.maf_path(number)
        path.parent.mkdir(parents=True, exist_ok=True)
        chosen = (
            [maf_row(number, variant) for variant in range(number % 3, number % 3 + 3)]
            if rows is None
            else rows
        )
        path.write_bytes(gzip.compress(maf_text(chosen, number).encode(), mtime=0))
        return path

    def write_clinical(self, rows: Iterable[dict[str, str]]) -> Path:
        """Write clinical.tsv."""
        path = self.folder / "clinical.tsv"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(clinical_text(rows))
        return path

    def write_manifest(self) -> Path:
        """Write a manifest with the md5 of every MAF that is there."""
        lines = ["id\tfilename\tmd5\tsize\tstate"]
        for path in sorted(self.folder.glob("maf/*/*")):
            content = path.read_bytes()
            name = path.relative_to(self.folder).as_posix()
            md5 = hashlib.md5(content).hexdigest()
            lines.append(f"{path.parent.name}\t{name}\t{md5}\t{len(content)}\treleased")
        path = self.folder / "MANIFEST.txt"
        path.write_text("\n".join(lines) + "\n")
        return path


def write_gdc(raw: Path, name: str = "small_gdc", patients: Sequence[int] = range(1, 9)) -> GdcStudy:
    """A sound GDC study: clinical.tsv, one MAF per patient, a manifest."""
    study = GdcStudy(raw / name)
    study.write_clinical(clinical_row(number) for number in patients)
    for number in patients:
        study.write_maf(number)
    study.write_manifest()
    return study


def write_portal(raw: Path, name: str = "small_portal", patients: Sequence[int] = range(1, 9)) -> Path:
    """A sound cBioPortal study: clinical files with comment lines, mutations, panel matrix, a case list."""
    folder = raw / name
    (folder / "case_lists").mkdir(parents=True)
    ids = [f"P-{number:04d}" for number in patients]
    (folder / "meta_study.txt").write_text(
        f"type_of_cancer: nsclc\ncancer_study_identifier: {name}\nname: A small study\n"
        "description: Made by a test\nreference_genome: hg19\n"
    )
    for kind, datatype, data in (
        ("CLINICAL", "PATIENT_ATTRIBUTES", "data_clinical_patient.txt"),
        ("CLINICAL", "SAMPLE_ATTRIBUTES", "data_clinical_sample.txt"),
        ("MUTATION_EXTENDED", "MAF", "data_mutations.txt"),
        ("GENE_PANEL_MATRIX", "GENE_PANEL_MATRIX", "data_gene_panel_matrix.txt"),
    ):
        stable = "stable_id: mutations\n" if kind == "MUTATION_EXTENDED" else ""
        (folder / data.replace("data_", "meta_")).write_text(
            f"cancer_study_identifier: {name}\ngenetic_alteration_type: {kind}\n"
            f"datatype: {datatype}\n{stable}data_filename: {data}\n"
        )
    _portal_table(
        folder / "data_clinical_patient.txt",
        ("PATIENT_ID", "SEX", "AGE", "OS_STATUS", "OS_MONTHS"),
        [
            (
                one,
                "Female" if n % 2 else "Male",
                str(50 + n),
                "1:DECEASED" if n % 2 else "0:LIVING",
                f"{5 + n}.5",
            )
            for n, one in zip(patients, ids, strict=True)
        ],
    )
    _portal_table(
        folder / "data_clinical_sample.txt",
        ("PATIENT_ID", "SAMPLE_ID", "ONCOTREE_CODE", "CANCER_TYPE", "SAMPLE_TYPE"),
        [(one, f"{one}-T01", "LUAD", "Non-Small Cell Lung Cancer", "Primary") for one in ids],
    )
    rows = []
    for n, one in zip(patients, ids, strict=True):
        gene, entrez, chromosome, _, position, reference, alternate, effect = VARIANTS[n % len(VARIANTS)]
        place = str(position + n)
        rows.append(
            "\t".join(
                (
                    gene,
                    str(entrez),
                    "GRCh37",
                    chromosome,
                    place,
                    place,
                    effect,
                    "SNP",
                    reference,
                    reference,
                    alternate,
                    f"{one}-T01",
                    "",
                    "",
                    "80",
                    "50",
                    "30",
                    "40",
                    "PASS",
                )
            )
        )
    (folder / "data_mutations.txt").write_text("\n".join(["\t".join(MAF_COLUMNS), *rows]) + "\n")
    (folder / "data_gene_panel_matrix.txt").write_text(
        "SAMPLE_ID\tmutations\n" + "".join(f"{one}-T01\tSMALL5\n" for one in ids)
    )
    (folder / "case_lists" / "cases_sequenced.txt").write_text(
        f"cancer_study_identifier: {name}\nstable_id: {name}_sequenced\ncase_list_name: Sequenced\n"
        "case_list_description: all\ncase_list_category: all_cases_with_mutation_data\n"
        "case_list_ids: " + "\t".join(f"{one}-T01" for one in ids) + "\n"
    )
    genes = "\t".join(gene for gene, *_ in VARIANTS)
    panels = raw / "gene_panels"
    panels.mkdir(exist_ok=True)
    (panels / "data_gene_panel_small5.txt").write_text(
        f"stable_id: SMALL5\ndescription: five genes\ngene_list:\t{genes}\n"
    )
    return folder


def _portal_table(path: Path, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """A clinical file with its four comment lines."""
    types = ["NUMBER" if name in ("AGE", "OS_MONTHS") else "STRING" for name in columns]
    lines = ["#" + TAB.join(columns), "#" + TAB.join(columns), "#" + TAB.join(types)]
    lines += ["#" + TAB.join("1" for _ in columns), "\t".join(columns)]
    path.write_text("\n".join([*lines, *("\t".join(row) for row in rows)]) + "\n")
