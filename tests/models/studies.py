"""A delivery with the cases that a plain reading of such files gets wrong, each a patient named for it."""

from tests.models.landed import Delivery, File, variant
from warehouse.records import StudyRecord

NUP93 = ("NUP93", "16", 56_800_000)
TP53 = ("TP53", "17", 7_675_088)

_DIAGNOSIS = {
    "index_date": "Diagnosis",
    "classification_of_tumor": "primary",
    "diagnosis_is_primary_disease": True,
}

GDC = (
    File(
        "gdc/clinical.tsv",
        "gdc_clinical",
        [
            # the metastasis stands first and has the higher stage
            {
                "patient_id": "TCGA-ZZ-0001",
                "diagnosis_id": "d1",
                "index_date": "Diagnosis",
                "classification_of_tumor": "metastasis",
                "diagnosis_is_primary_disease": False,
                "ajcc_pathologic_stage": "Stage IV",
                "sex": "female",
                "vital_status": "Alive",
                "days_to_last_follow_up": 100,
            },
            {
                **_DIAGNOSIS,
                "patient_id": "TCGA-ZZ-0001",
                "diagnosis_id": "d2",
                "ajcc_pathologic_stage": "Stage IA",
                "ajcc_staging_system_edition": "7th",
                "age_at_diagnosis_days": 21_915,
                "sex": "female",
                "race": "not reported",
                "vital_status": "Alive",
                "days_to_last_follow_up": 200,
            },
            {
                **_DIAGNOSIS,
                "patient_id": "TCGA-ZZ-0002",
                "diagnosis_id": "d3",
                "vital_status": "Unknown",
                "days_to_last_follow_up": 50,
            },
            {**_DIAGNOSIS, "patient_id": "TCGA-ZZ-0003", "diagnosis_id": "d4", "vital_status": "Dead"},
        ],
        "gdc",
    ),
    File(
        "gdc/follow_up.tsv",
        "gdc_follow_up",
        [{"patient_id": "TCGA-ZZ-0001", "days_to_follow_up": 900}],
        "gdc",
    ),
    File(
        "gdc/exposure.tsv",
        "gdc_exposure",
        # known from nothing else
        [{"patient_id": "TCGA-ZZ-0009", "tobacco_smoking_status": "Lifelong Non-Smoker"}],
        "gdc",
    ),
    File(
        "gdc/gdc_sample_sheet.tsv",
        "gdc_sample_sheet",
        [
            {
                "file_id": "x",
                "file_name": "c.maf.gz",
                "patient_id": "TCGA-ZZ-0002",
                "sample_id": "TCGA-ZZ-0002-01A",
                "tissue_type": "Tumor",
            },
            {
                "file_id": "y",
                "file_name": "bam",
                "patient_id": "TCGA-ZZ-0003",
                "sample_id": "TCGA-ZZ-0003-10A",
                "tissue_type": "Normal",
            },
        ],
        "gdc",
    ),
    # two aliquots of one sample, one with the variant twice
    File(
        "gdc/a.maf.gz",
        "mutations",
        [
            variant("TCGA-ZZ-0001-01A-11D-A000-08", *NUP93, tumor_sample_uuid="u1", source_line=8),
            variant("TCGA-ZZ-0001-01A-11D-A000-08", *NUP93, tumor_sample_uuid="u1", source_line=9),
            variant("TCGA-ZZ-0001-01A-11D-A000-08", *TP53, tumor_sample_uuid="u1", source_line=10),
        ],
        "gdc",
        sequenced=("u1",),
        assay="WXS",
    ),
    File(
        "gdc/b.maf.gz",
        "mutations",
        [variant("TCGA-ZZ-0001-01A-12D-A000-08", *NUP93, tumor_sample_uuid="u2", t_depth=300, source_line=8)],
        "gdc",
        sequenced=("u2",),
        assay="WXS",
    ),
    # sequenced, without a variant: the sheet alone names the patient
    File("gdc/c.maf.gz", "mutations", [], "gdc", sequenced=("u3",), assay="WXS"),
    # known from variants alone
    File(
        "gdc/d.maf.gz",
        "mutations",
        [variant("TCGA-ZZ-0004-01A-11D-A000-08", *TP53, tumor_sample_uuid="u4")],
        "gdc",
        sequenced=("u4",),
        assay="WXS",
    ),
)

GDC_OPEN = (
    File(
        "gdc_open/clinical.tsv",
        "gdc_clinical",
        [{**_DIAGNOSIS, "patient_id": "C1", "vital_status": "Alive"}],
        "gdc",
    ),
    # sequenced, but nothing says who: it may be C1
    File("gdc_open/z.maf.gz", "mutations", [], "gdc", sequenced=("u9",), assay="WXS"),
)


def _pair(endpoint: str, status: str | None, months: float | None) -> dict[str, object]:
    return {"endpoint": endpoint, "status": status, "months": months}


EXOMES = (
    File(
        "exomes/data_clinical_patient.txt",
        "cbioportal_patient",
        [
            {"patient_id": "negative", "sex": "Female", "outcomes": [_pair("OS", "0:LIVING", 12.0)]},
            {"patient_id": "unsequenced", "sex": "n/k", "outcomes": [_pair("OS", "gone away", 3.0)]},
            {
                "patient_id": "TCGA-ZZ-0001",
                "sex": "Male",
                "outcomes": [_pair("DFS", "1:Recurred/Progressed", 6.0)],
            },
            {"patient_id": "unclassified"},
        ],
    ),
    # a second file of the same kind says it again, and otherwise
    File(
        "exomes/data_clinical_patient_2.txt",
        "cbioportal_patient",
        [{"patient_id": "negative", "sex": "Male", "outcomes": [_pair("OS", "1:DECEASED", 99.0)]}],
    ),
    File(
        "exomes/data_clinical_sample.txt",
        "cbioportal_sample",
        [
            {
                "patient_id": "negative",
                "sample_id": "negative-1",
                "sample_type": "Primary",
                "stage_group": "IIB",
                "attributes": [{"name": "DX_CPT_REP_DAYS", "value": "40"}],
            },
            {"patient_id": "unsequenced", "sample_id": "unsequenced-1"},
            {"patient_id": "TCGA-ZZ-0001", "sample_id": "TCGA-ZZ-0001-01"},
            {"patient_id": "unclassified", "sample_id": "unclassified-1"},
        ],
    ),
    File(
        "exomes/case_lists/cases_sequenced.txt",
        "case_list",
        [
            {"list_id": "exomes_sequenced", "category": "all_cases_with_mutation_data", "sample_id": sample}
            for sample in ("negative-1", "TCGA-ZZ-0001-01", "unclassified-1", "listed-only")
        ],
    ),
    File(
        "exomes/data_mutations.txt",
        "mutations",
        [
            # the clinical file knows the sample by fewer characters
            variant("TCGA-ZZ-0001-01A-11D-A000-08", *NUP93),
            # silent, germline and failed variants in a target make nobody positive
            variant("negative-1", *NUP93, variant_classification="Silent"),
            variant("negative-1", "NAE1", "16", 66_820_000, mutation_status="GERMLINE"),
            variant("negative-1", "NAE1", "16", 66_820_010, filter="common_variant"),
            variant("unclassified-1", *NUP93, variant_classification="Strange_Class"),
            # the caller states a fraction and likelihoods, and no reads
            variant(
                "P-1234567-T01-IM6",
                *TP53,
                t_depth=None,
                t_ref_count=None,
                t_alt_count=None,
                t_vaf=0.2,
                t_pl="30,0,200",
            ),
        ],
    ),
)

PANELS = (
    File(
        "gene_panels/data_gene_panel_small.txt",
        "gene_panel",
        [{"panel_id": "SMALL", "gene_symbol": gene} for gene in ("TP53", "NUP93")],
        "gene_panels",
    ),
    File(
        "panels/data_gene_panel_matrix.txt",
        "gene_panel_matrix",
        [
            {"sample_id": "on-small", "mutations_panel": "SMALL"},
            {"sample_id": "hit-on-small", "mutations_panel": "SMALL"},
            {"sample_id": "on-unknown", "mutations_panel": "OTHER"},
            {"sample_id": "off-panel", "mutations_panel": None},
        ],
    ),
    File(
        "panels/data_clinical_sample.txt",
        "cbioportal_sample",
        [
            {"patient_id": patient, "sample_id": sample}
            for patient, sample in (
                ("small", "on-small"),
                ("hit", "hit-on-small"),
                ("unknown", "on-unknown"),
                ("off", "off-panel"),
                ("nothing", "not-in-matrix"),
            )
        ],
    ),
    # outcomes stand in the sample file, with the day of the report; the patient died of something else
    File(
        "panels/data_clinical_sample_2.txt",
        "cbioportal_sample",
        [
            {
                "patient_id": "hit",
                "sample_id": "hit-on-small",
                "outcomes": [
                    _pair("OS", "1:DECEASED", 10.0),
                    _pair("DSS", "0:ALIVE OR DEAD TUMOR FREE", 10.0),
                ],
                "attributes": [{"name": "DX_CPT_REP_DAYS", "value": "40"}],
            }
        ],
    ),
    File(
        "panels/data_mutations.txt",
        "mutations",
        [
            variant("hit-on-small", *NUP93),
            variant("on-small", *TP53),
            variant("on-unknown", *TP53),
            variant("off-panel", *TP53),
        ],
    ),
)

# What a centre says of its own numbers; the last names a patient whom no study has.
LINKS = (
    File(
        "exomes/person_links.tsv",
        "person_link",
        [
            {"linked_study_id": "panels", "patient_id": "hit", "person_id": "H-1"},
            {"patient_id": "negative", "person_id": "H-1"},
            {"linked_study_id": "gdc", "patient_id": "TCGA-ZZ-0004", "person_id": "H-2"},
            {"linked_study_id": "panels", "patient_id": "off", "person_id": "H-2"},
            {"linked_study_id": "panels", "patient_id": "nobody", "person_id": "H-2"},
        ],
    ),
)

DELIVERY = Delivery(
    files=(*GDC, *GDC_OPEN, *EXOMES, *PANELS, *LINKS),
    studies=(
        StudyRecord("gdc", "gdc", genome_build="GRCh38"),
        StudyRecord("gdc_open", "gdc", genome_build="GRCh38"),
        StudyRecord("exomes", "cbioportal", time_zero="sampling"),
        StudyRecord("panels", "cbioportal"),
        StudyRecord("gene_panels", "gene_panels"),
    ),
)
