"""Which tumours count as known: by every way in which the layouts lead from a variant to a patient."""

import gzip
from pathlib import Path

import pytest

from expectations.gate import run_gate
from expectations.knowledge import MARKER_GENES
from tests.expectations.tables import create, list_files

VARIANT = (
    "insert into landing.mutations by name select $s as study_id, $s || '/maf' as source_file_id, "
    "9 as source_line, 'GRCh38' as genome_build, '7' as chromosome, 5 as start_position, 5 as end_position, "
    "$barcode as tumor_sample_barcode, $uuid as tumor_sample_uuid"
)
PATIENT = (
    "insert into landing.gdc_clinical by name select $s as study_id, $s || '/clinical' as source_file_id, "
    "'TCGA-ZZ-4244' as patient_id, 'case' as case_id"
)
SAMPLE = (
    "insert into landing.cbioportal_sample by name select $s as study_id, $s || '/sample' as source_file_id, "
    "'P-0001-T01' as sample_id, 'P-0001' as patient_id"
)
TOLD_PATIENT = (
    "insert into landing.clinical by name select $s as study_id, $s || '/table' as source_file_id, "
    "'patient' as level, 'A7' as patient_id"
)
TOLD_SAMPLE = TOLD_PATIENT.replace("'patient' as level", "'sample' as level, 'T-77' as sample_id")
ALIQUOT = (
    "insert into landing.gdc_aliquot by name select $s as study_id, $s || '/aliquot' as source_file_id, "
    "'C3L-001' as patient_id, 'C3L-001-02' as sample_submitter_id, 'uuid-7' as aliquot_id, "
    "'CPT0007' as aliquot_submitter_id"
)
SHEET = (
    "insert into landing.gdc_sample_sheet by name select $s as study_id, $s || '/sheet' as source_file_id, "
    "'file-7' as file_id, $name as file_name, 'C3L-001' as patient_id, 'C3L-001-02' as sample_id"
)


# What a study holds beside one variant of a tumour called so, and whether the tumour is known by it.
CASES = {
    "barcode of a patient": ("TCGA-ZZ-4244-01A-01D-1105-08", None, [PATIENT], True),
    "short barcode": ("TCGA-ZZ-4244-01", None, [PATIENT], True),
    "sample": ("P-0001-T01", None, [SAMPLE], True),
    "longer than the sample": ("P-0001-T01-IM6", None, [SAMPLE], True),
    "patient of a mapped table": ("A7-T1", None, [TOLD_PATIENT], True),
    "sample of a mapped table": ("T-77", None, [TOLD_SAMPLE], True),
    "no sample of a mapped table": ("T-78", None, [TOLD_SAMPLE], False),
    "aliquot": ("CPT0007", None, [PATIENT, ALIQUOT], True),
    "uuid of an aliquot": ("anything", "uuid-7", [PATIENT, ALIQUOT], True),
    "file on the sheet": ("anything", None, [PATIENT, SHEET.replace("$name", "'maf.txt'")], True),
    "another patient": ("TCGA-99-9999-01A", None, [PATIENT], False),
    "shorter than the patient": ("TCGA-05-424", None, [PATIENT], False),
    "another sample": ("P-0002-T01", None, [SAMPLE], False),
    "uuid of no aliquot": ("anything", "uuid-8", [PATIENT, ALIQUOT], False),
    "file not on the sheet": ("anything", None, [PATIENT, SHEET.replace("$name", "'other.gz'")], False),
    "patient of another study": ("P-0001-T01", None, [PATIENT], False),
}
TOLD = {"every_tumour_is_known", "tumours_meet_the_clinical_files", "study_has_clinical_rows"}


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory: pytest.TempPathFactory) -> dict[str | None, set[str]]:
    """What fails in each case, of the expectations on identifiers; each case is a study."""
    path = tmp_path_factory.mktemp("tumours") / "views.duckdb"
    with create(path, "landing") as connection:
        for study_id, (barcode, uuid, rows, _) in {
            **CASES,
            "bare": ("TCGA-ZZ-4244-01A", None, [], True),
        }.items():
            connection.execute(
                "insert into landing.studies by name select $s as study_id, 'gdc' as layout", {"s": study_id}
            )
            connection.execute(VARIANT, {"s": study_id, "barcode": barcode, "uuid": uuid})
            for row in rows:
                connection.execute(row, {"s": study_id})
        list_files(connection)
    report = run_gate(path, "landing", None, "20261124T020000Z-3f9c")
    fails: dict[str | None, set[str]] = {}
    for result in report.failures:
        fails.setdefault(result.study_id, set()).update({result.expectation} & TOLD)
    return fails


@pytest.mark.parametrize("case", CASES)
def test_a_tumour_is_known_or_not(verdicts: dict[str | None, set[str]], case: str) -> None:
    is_known = CASES[case][3]
    expected = set() if is_known else {"every_tumour_is_known", "tumours_meet_the_clinical_files"}
    assert verdicts.get(case, set()) == expected


def test_without_clinical_rows_identifiers_are_not_judged(verdicts: dict[str | None, set[str]]) -> None:
    assert verdicts["bare"] == {"study_has_clinical_rows"}


def test_marker_genes_of_the_two_builds_do_not_overlap() -> None:
    for _, _, first_37, last_37, first_38, last_38 in MARKER_GENES:
        assert first_37 < last_37
        assert first_38 < last_38
        assert last_37 < first_38 or last_38 < first_37


def test_marker_genes_lie_where_real_studies_have_them(samples: Path) -> None:
    found = 0
    for file in (
        *samples.glob("gdc_*/maf/*/*.maf.gz"),
        samples / "nsclc_pd1_msk_2018" / "data_mutations.txt",
    ):
        data = gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()
        for line in data.decode().splitlines():
            symbol, _, _, build, chromosome, start, *_ = [*line.split("\t", 6), *[""] * 6]
            for gene, place, first_37, last_37, first_38, last_38 in MARKER_GENES:
                if symbol == gene:
                    first, last = (first_37, last_37) if build == "GRCh37" else (first_38, last_38)
                    assert (chromosome.removeprefix("chr"), first <= int(start) <= last) == (place, True)
                    found += 1
    assert found > 300
