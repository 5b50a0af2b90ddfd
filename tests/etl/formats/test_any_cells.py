"""Whatever the cells hold: no internal error, no lost row, the same answer twice."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.etl.delivery import Result, land_file

HEADERS = {
    "maf": (
        "Hugo_Symbol Entrez_Gene_Id NCBI_Build Chromosome Start_Position End_Position Reference_Allele "
        "Tumor_Seq_Allele1 Tumor_Seq_Allele2 Tumor_Sample_Barcode Gene t_depth"
    ),
    "gdc_clinical": (
        "cases.submitter_id cases.case_id demographic.gender demographic.days_to_death "
        "demographic.age_is_obfuscated diagnoses.diagnosis_id diagnoses.morphology"
    ),
    "gdc_follow_up": "cases.submitter_id follow_ups.follow_up_id follow_ups.days_to_follow_up",
    "gdc_sample_sheet": "File~ID File~Name Case~ID Sample~ID Tissue~Type",
    "cbioportal_patient": "PATIENT_ID SEX AGE OS_STATUS OS_MONTHS NOTE sex2 patient_id2",
    "cbioportal_sample": "SAMPLE_ID PATIENT_ID ONCOTREE_CODE TMB_NONSYNONYMOUS PFS_STATUS PFS_MONTHS X",
    "tcga_bcr": (
        "bcr_patient_uuid bcr_patient_barcode gender histologic_diagnosis histologic_diagnosis vital_status "
        "last_contact_days_to death_days_to"
    ),
    "tcga_cdr": "bcr_patient_barcode type gender vital_status OS OS.time PFI PFI.time Redaction",
    "xena": "sampleID _PATIENT sample_type gender vital_status days_to_death days_to_last_followup OS OS",
    "mapped_clinical": "patient_id sex AGE pack_years OS_STATUS OS_DAYS PFS_STATUS PFS_MONTHS NOTE",
    "gene_panel_matrix": "SAMPLE_ID mutations cna",
}
WORDS = (
    """
NA|'--|[Not Available]|.|-|--|0|1|12|12.0|-3|1e400|nan|9999999999999999999999|P1|P2|P3|d1|d2|GRCh37|hg38|hg18
bcr_patient_barcode|CDE_ID:|[Discrepancy]|Solid Tissue Normal|TCGA-ZZ-0001-11|Dead|Redacted|61,5|;|,
chr1|X|16|MT|A|C|AC|ACGT|ACGTA|acg|true|No|é|"|'|#|a,b|Tumor, Normal
""".strip()
    .replace("\n", "|")
    .split("|")
)
CELL = st.one_of(
    st.sampled_from(["", " ", "\u2028", *WORDS]),
    st.text(st.characters(exclude_characters="\t\n\r\x00", exclude_categories=["Cs"]), max_size=6),
)


def landed(text: str, format: str) -> Result:
    with tempfile.TemporaryDirectory() as folder:
        return land_file(Path(folder), text, format)


@pytest.mark.parametrize("format", HEADERS)
@settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_every_row_is_loaded_rejected_or_counted(format: str, data: st.DataObject) -> None:
    header = HEADERS[format].replace("~", "\0").split(" ")
    row = st.lists(CELL, min_size=len(header), max_size=len(header)).filter(any)
    rows = data.draw(st.lists(row, max_size=8))
    lines = ["\t".join(header).replace("\0", " "), *map("\t".join, rows)]
    found = landed("\n".join(lines) + "\n", format)
    assert "internal error" not in str(found.landed.reason)
    assert found.landed.status in ("loaded", "held_back")
    if found.landed.status == "loaded":
        assert found.landed.rows_loaded == found.rows.height
        assert found.landed.rows_quarantined == found.rejects.height
        at = [*found.rows["source_line"], *found.rejects["line_number"]]
        assert len(set(at)) == len(at)
        for line, text in found.rejects.select("line_number", "raw_text").iter_rows():
            assert lines[line - 1] == text


@pytest.mark.parametrize("name", ["*", "^.*$", "^PATIENT.*$", "^$"])
@pytest.mark.parametrize("format", HEADERS)
def test_a_column_whose_name_is_a_pattern_is_one_column(tmp_path: Path, format: str, name: str) -> None:
    """polars would read it as several; of two rows that differ in it alone none is a repeat."""
    header = [title.replace("~", " ") for title in HEADERS[format].split(" ")]
    cells = ["P1"] * len(header)
    lines = ["\t".join([*header, name]), "\t".join([*cells, "x"]), "\t".join([*cells, "y"])]
    found = land_file(tmp_path, "\n".join(lines) + "\n", format)
    assert "internal error" not in str(found.landed.reason)
    plain = land_file(tmp_path, "\n".join(lines).replace(name, "other") + "\n", format, name="s/plain.txt")
    kept = ("status", "rows_read", "rows_loaded", "rows_quarantined", "rows_duplicate", "reason")
    assert [getattr(found.landed, n) for n in kept] == [getattr(plain.landed, n) for n in kept]


@pytest.mark.parametrize(
    ("format", "list_key"), [("gene_panel", "gene_list"), ("case_list", "case_list_ids")]
)
@settings(max_examples=30)
@given(lines=st.lists(CELL, max_size=6), members=st.lists(CELL, max_size=6))
def test_a_listing_is_loaded_or_held_back(
    format: str, list_key: str, lines: list[str], members: list[str]
) -> None:
    text = "\n".join([*lines, "stable_id: x", f"{list_key}: " + "\t".join(members)]) + "\n"
    found = landed(text, format)
    assert "internal error" not in str(found.landed.reason)
    assert found.landed.rows_loaded + found.landed.rows_duplicate == found.landed.rows_read
