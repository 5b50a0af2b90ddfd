"""Files of a cBioPortal study."""

from pathlib import Path

import pytest

from tests.etl.delivery import deliver, records_of, seen, studies_of
from tests.etl.files import MAF


@pytest.mark.parametrize(
    ("name", "kind", "disposition"),
    [
        ("data_clinical_patient.txt", "cbioportal_patient", "load"),
        ("data_clinical_sample.txt", "cbioportal_sample", "load"),
        ("data_bcr_clinical_data_patient.txt", "cbioportal_patient", "load"),
        ("data_mutations.txt", "mutations", "load"),
        ("data_mutations_extended.txt", "mutations", "load"),
        ("data_mutations_mskcc.txt", "mutations", "load"),
        ("data_nonsynonymous_mutations.txt", "mutations", "load"),
        ("data_mutations_uncalled.txt", "uncalled_mutations", "not_loaded"),
        ("data_mutational_signature_contribution.txt", "generic_assay", "not_loaded"),
        ("data_gene_panel_matrix.txt", "gene_panel_matrix", "load"),
        ("data_gene_matrix.txt", "gene_panel_matrix", "load"),
        ("data_gene_panel_impact468.txt", "gene_panel", "load"),
        ("case_lists/cases_all.txt", "case_list", "load"),
        ("data_CNA.txt", "copy_number", "not_loaded"),
        ("data_linear_CNA.txt", "copy_number", "not_loaded"),
        ("data_cna_hg19.seg", "segment", "not_loaded"),
        ("data_sv.txt", "structural_variant", "not_loaded"),
        ("data_fusions.txt", "structural_variant", "not_loaded"),
        ("data_mrna_seq_v2_rsem.txt", "expression", "not_loaded"),
        ("data_expression_median.txt", "expression", "not_loaded"),
        ("data_methylation_hm450.txt", "methylation", "not_loaded"),
        ("data_rppa.txt", "protein", "not_loaded"),
        ("data_timeline_treatment.txt", "timeline", "not_loaded"),
        ("LICENSE", "documentation", "not_loaded"),
        ("data_something_new.txt", "unknown", "unrecognised"),
    ],
)
def test_files_of_a_cbioportal_study(tmp_path: Path, name: str, kind: str, disposition: str) -> None:
    deliver(tmp_path, {"s/meta_study.txt": "name: x\n", f"s/{name}": "PATIENT_ID\n"})
    record = seen(tmp_path, f"s/{name}")
    assert (record.kind, record.disposition) == (kind, disposition)


def test_the_meta_file_counts_before_the_name(tmp_path: Path) -> None:
    deliver(
        tmp_path,
        {
            "s/meta_study.txt": "name: x\n",
            "s/meta_mut.txt": "genetic_alteration_type: MUTATION_EXTENDED\ndatatype: MAF\n"
            "data_filename: somatic.dat\ngene_panel: IMPACT410\n",
            "s/somatic.dat": MAF,
            "s/meta_cna.txt": "genetic_alteration_type: COPY_NUMBER_ALTERATION\ndatatype: SEG\n"
            "data_filename: data_mutations.txt\n",
            "s/data_mutations.txt": "ID\tchrom\n",
        },
    )
    somatic = seen(tmp_path, "s/somatic.dat")
    assert (somatic.kind, somatic.format, somatic.disposition) == ("mutations", "maf", "load")
    assert somatic.option("panel") == "IMPACT410"
    assert seen(tmp_path, "s/data_mutations.txt").kind == "segment"


def test_a_data_file_that_a_meta_file_names_in_vain_is_reported(tmp_path: Path) -> None:
    deliver(
        tmp_path,
        {
            "s/meta_study.txt": "name: x\n",
            "s/meta_mutations.txt": "genetic_alteration_type: MUTATION_EXTENDED\ndatatype: MAF\n"
            "data_filename: data_mutations.txt\n",
            "s/meta_cna.txt": "genetic_alteration_type: COPY_NUMBER_ALTERATION\ndatatype: DISCRETE\n"
            "data_filename: data_cna.txt\n",
            "s/meta_out.txt": "genetic_alteration_type: CLINICAL\ndata_filename: ../other/data.txt\n",
            "s/meta_empty.txt": "",
        },
    )
    mutations = seen(tmp_path, "s/data_mutations.txt")
    assert (mutations.kind, mutations.disposition) == ("mutations", "held_back")
    assert mutations.reason == (
        "named in meta_mutations.txt, but not delivered: deliver it, or remove the meta file"
    )
    assert seen(tmp_path, "s/data_cna.txt").disposition == "not_loaded"
    for name in ("meta_out.txt", "meta_empty.txt"):
        assert seen(tmp_path, f"s/{name}").disposition == "held_back"


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        ("PATIENT_ID\tSEX", "cbioportal_patient"),
        ("PATIENT_ID\tSAMPLE_ID\tSEX", "cbioportal_sample"),
        ("SAMPLE_ID\tSEX", "cbioportal_sample"),
    ],
)
def test_an_old_clinical_file_is_told_by_its_columns(tmp_path: Path, header: str, kind: str) -> None:
    deliver(tmp_path, {"s/data_clinical.txt": f"#a\tb\n{header}\n"})
    assert seen(tmp_path, "s/data_clinical.txt").kind == kind


def test_what_meta_study_says_is_the_study(tmp_path: Path) -> None:
    deliver(
        tmp_path,
        {
            "s/meta_study.txt": "type_of_cancer: luad\nname: Lung: a study\nreference_genome: hg38\n",
            "s/data_mutations.txt": MAF,
        },
    )
    study = studies_of(tmp_path)["s"]
    assert (study.name, study.settings.cancer_type, study.settings.genome_build) == (
        "Lung: a study",
        "luad",
        "GRCh38",
    )
    record = seen(tmp_path, "s/data_mutations.txt")
    assert (record.option("genome_build"), record.option("genome_build_from")) == ("hg38", "meta_study.txt")


def test_without_a_word_on_the_build_cbioportals_default_counts(tmp_path: Path) -> None:
    deliver(tmp_path, {"s/data_mutations.txt": MAF, "t/x.maf": MAF})
    records = records_of(tmp_path)
    assert records["s/data_mutations.txt"].option("genome_build") == "hg19"
    assert records["t/x.maf"].option("genome_build") is None
