"""Each fault of a delivery: one clear line, a row in the audit, and the rest of the night goes on."""

import gzip
import re
from pathlib import Path

import pytest

from flows.outcome import Outcome
from tests.flows.conftest import Ask, Night
from tests.flows.small import (
    GdcStudy,
    clinical_row,
    clinical_text,
    maf_row,
    maf_text,
    write_gdc,
    write_portal,
)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with one sound study, and studies with every fault at once."""
    root = tmp_path_factory.mktemp("bad")
    raw = root / "raw"
    write_portal(raw)
    study = write_gdc(raw, "faulty_gdc", range(1, 14))
    cut = study.maf_path(1)
    cut.write_bytes(cut.read_bytes()[:-20])
    study.write_manifest()  # so that the cause is the cut, not the md5
    wrong = study.write_maf(2, [maf_row(2, 4)])  # no longer what the manifest says
    assert wrong.exists()
    _rewrite(study, 3, b"<!DOCTYPE html>\n<html><body>Sign in to continue</body></html>\n")
    lines = maf_text([maf_row(4)], 4).replace("Start_Position", "Beginning")
    _rewrite(study, 4, lines.encode())
    study.maf_path(5).write_bytes(b"")
    rows = [
        maf_row(6, 0),
        maf_row(6, 1, Start_Position="12,3"),
        maf_row(6, 2, Start_Position="600", End_Position="500"),
        maf_row(6, 3, Tumor_Seq_Allele2="T"),  # EGFR's reference is T
        maf_row(6, 4, Chromosome="chr99"),
        maf_row(6, 0, NCBI_Build="mm10", Start_Position="7675099", End_Position="7675099"),
    ]
    study.write_maf(6, rows)
    _clean_manifest(study, but={2})
    clinical = [clinical_row(number) for number in range(1, 14)]
    clinical += [clinical_row(7, gender="male", treatment_id="another")]
    study.write_clinical(clinical)
    mystery = raw / "mystery"
    mystery.mkdir()
    (mystery / "notes.dat").write_text("nobody knows\n")
    return root


@pytest.fixture(scope="module")
def night(home: Path, run_night: Night) -> Outcome:
    return run_night(home)


def _rewrite(study: GdcStudy, number: int, content: bytes) -> None:
    study.maf_path(number).write_bytes(gzip.compress(content, mtime=0))


def _clean_manifest(study: GdcStudy, but: set[int]) -> None:
    """A manifest that agrees with every file except those of ``but``."""
    manifest = study.folder / "MANIFEST.txt"
    former = {line.split("\t")[1]: line for line in manifest.read_text().splitlines()[1:]}
    study.write_manifest()
    lines = manifest.read_text().splitlines()
    keep = {study.maf_path(number).relative_to(study.folder).as_posix() for number in but}
    manifest.write_text(
        "\n".join(former[f] if (f := line.split("\t")[1]) in keep else line for line in lines) + "\n"
    )


def test_night_publishes_and_says_that_something_is_held_back(night: Outcome) -> None:
    assert night.status == "published_with_held_back", night.message
    assert night.exit_code == 3


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (1, "truncated|cut|ends"),
        (2, "md5"),
        (3, "HTML"),
        (4, "Start_Position"),
        (5, "empty"),
    ],
)
def test_faulty_file_is_held_back_with_one_line(
    home: Path, night: Outcome, ask: Ask, number: int, words: str
) -> None:
    path = GdcStudy(home / "raw" / "faulty_gdc").inside(
        GdcStudy(home / "raw" / "faulty_gdc").maf_path(number)
    )
    told = [item for item in night.held_back if item.what.startswith(path)]
    assert len(told) == 1
    assert re.search(words, told[0].reason, re.IGNORECASE), told[0].reason
    assert "\n" not in str(told[0])
    [(status, reason)] = ask(home, "SELECT status, reason FROM audit.file WHERE path = ?", [path])
    assert status == "held_back"
    assert reason == told[0].reason
    assert ask(home, "SELECT count(*) FROM audit.quarantine WHERE path = ?", [path]) == [(1,)]


def test_faulty_files_hold_back_nothing_else(home: Path, night: Outcome, ask: Ask) -> None:
    assert night.exit_code == 3
    loaded = ask(home, "SELECT count(*) FROM audit.file WHERE kind = 'mutations' AND status = 'loaded'")
    assert loaded == [(9,)]  # 13 MAFs of the GDC study less 5, and that of the other study
    assert ask(home, "SELECT count(DISTINCT study_id) FROM marts.fct_mutation") == [(2,)]


@pytest.mark.parametrize(
    ("rule", "line"),
    [
        ("position_not_a_number", 5),
        ("start_after_end", 6),
        ("reference_equals_alternate", 7),
        ("unknown_chromosome", 8),
        ("unknown_build", 9),
    ],
)
def test_faulty_row_is_quarantined_with_its_line(
    home: Path, night: Outcome, ask: Ask, rule: str, line: int
) -> None:
    assert night.exit_code == 3
    study = GdcStudy(home / "raw" / "faulty_gdc")
    found = ask(home, "SELECT path, line_number, raw_text FROM audit.quarantine WHERE rule_id = ?", [rule])
    text = gzip.decompress(study.maf_path(6).read_bytes()).decode().splitlines()
    assert found == [(study.inside(study.maf_path(6)), line, text[line - 1])]


def test_contradictory_patient_is_quarantined_with_all_rows(home: Path, night: Outcome, ask: Ask) -> None:
    assert night.exit_code == 3
    found = ask(
        home,
        "SELECT line_number, message FROM audit.quarantine WHERE rule_id = 'contradictory_rows' ORDER BY ALL",
    )
    assert [line for line, _ in found] == [8, 15]
    assert all("gender" in message or "sex" in message for _, message in found)
    patients = "SELECT count(*) FROM marts.dim_patient WHERE patient_id = 'TCGA-ZZ-F007' AND sex IS NOT NULL"
    assert ask(home, patients) == [(0,)]


def test_unrecognised_folder_is_reported(home: Path, night: Outcome, ask: Ask) -> None:
    assert night.exit_code == 3
    [(status, reason)] = ask(home, "SELECT status, reason FROM audit.file WHERE path = 'mystery/notes.dat'")
    assert status == "unrecognised"
    assert reason
    assert any("mystery" in line for line in (*map(str, night.held_back), *night.lines))


def test_sound_study_is_complete(home: Path, night: Outcome, ask: Ask) -> None:
    assert night.exit_code == 3
    counts = "SELECT count(*) FROM marts.{} WHERE study_id = 'small_portal'"
    assert ask(home, counts.format("dim_patient")) == [(8,)]
    assert ask(home, counts.format("fct_mutation")) == [(8,)]


def test_clinical_text_of_the_fixture_is_what_it_says() -> None:
    assert clinical_text(map(clinical_row, range(1, 14))).splitlines()[7].split("\t")[2] == ("TCGA-ZZ-F007")
