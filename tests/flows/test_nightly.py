"""One home through several nights: what is read again, what leaves, what serves on, what is refused."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from flows.outcome import Outcome
from tests.flows.conftest import Ask, Night
from tests.flows.small import GdcStudy, clinical_row, maf_row, write_gdc, write_portal

# Opens the served file as a BI tool does, again and again, and says what it saw or what went wrong.
READER = """
import sys, time, duckdb
link, stop = sys.argv[1], sys.argv[2]
import os
from pathlib import Path
seen, errors, n = {}, [], 0
while not Path(stop).exists():
    try:
        with duckdb.connect(str(Path(link).resolve()), read_only=True) as con:
            run = con.execute("select max(run_id) from audit.release").fetchone()[0]
            rows = con.execute("select count(*) from marts.fct_mutation").fetchone()[0]
        if seen.setdefault(run, rows) != rows:
            errors.append(f"{run} changed")
        n += 1
    except Exception as error:
        errors.append(repr(error))
    time.sleep(0.02)
print(n, len(seen), errors)
"""


@dataclass(frozen=True)
class Look:
    """What one night left behind."""

    outcome: Outcome
    files: dict[tuple[str, bool], tuple[str, bool, str | None]]
    """(path, is_seen) → (status, was_read, reason)"""
    variants: dict[str, int]
    patients: dict[str, int]
    versions: tuple[str, ...]


@dataclass(frozen=True)
class Story:
    home: Path
    study: GdcStudy
    nights: dict[str, Look]
    reader: str


def _look(home: Path, outcome: Outcome, ask: Ask) -> Look:
    files = ask(home, "SELECT path, is_seen, status, was_read, reason FROM audit.file")
    return Look(
        outcome,
        {(path, is_seen): (status, was_read, reason) for path, is_seen, status, was_read, reason in files},
        dict(ask(home, "SELECT patient_key, count(*) FROM marts.fct_mutation GROUP BY ALL")),  # type: ignore[arg-type]
        dict(ask(home, "SELECT study_id, count(*) FROM marts.dim_patient GROUP BY ALL")),  # type: ignore[arg-type]
        tuple(sorted(path.name for path in (home / "versions").iterdir())),
    )


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory, run_night: Night, ask: Ask) -> Story:
    home = tmp_path_factory.mktemp("story")
    raw = home / "raw"
    study = write_gdc(raw)
    portal = write_portal(raw)
    nights: dict[str, Look] = {}

    def night(name: str) -> None:
        nights[name] = _look(home, run_night(home), ask)

    night("first")
    stop = home / "stop"
    reader = subprocess.Popen(
        [sys.executable, "-c", READER, str(home / "leaderhouse.duckdb"), str(stop)],
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        night("nothing")
        os.utime(study.maf_path(4))
        night("touched")

        study.write_maf(9)
        study.write_clinical(clinical_row(number) for number in range(1, 10))
        study.write_maf(1, [maf_row(1, 3)])
        study.maf_path(8).unlink()
        study.write_manifest()
        night("changed")

        whole = study.maf_path(2).read_bytes()
        study.maf_path(2).write_bytes(whole[:-12])
        study.write_manifest()
        night("cut")
        night("cut, and nothing new")

        study.write_maf(3, [maf_row(3, variant, NCBI_Build="GRCh37") for variant in range(3)])
        study.write_maf(10)
        study.write_manifest()
        (portal / "data_clinical_patient.txt").write_text(
            (portal / "data_clinical_patient.txt").read_text().replace("P-0001\tFemale", "P-0001\tMale")
        )
        night("held")
        night("held, and nothing new")

        study.maf_path(2).write_bytes(whole)
        study.write_maf(3)
        study.write_manifest()
        shutil.rmtree(portal)
        night("mended and left")

        raw.rename(home / "elsewhere")
        raw.mkdir()
        night("emptied")
    finally:
        stop.touch()
        told, _ = reader.communicate(timeout=60)
    return Story(home, study, nights, told)


def test_first_night_publishes_everything(story: Story) -> None:
    look = story.nights["first"]
    assert look.outcome.exit_code == 0, look.outcome.message
    assert look.patients == {"small_gdc": 8, "small_portal": 8}
    assert sum(look.variants.values()) == 8 * 3 + 8
    assert all(was_read for status, was_read, _ in look.files.values() if status == "loaded")
    assert look.versions == (f"{look.outcome.run_id}.duckdb",)


@pytest.mark.parametrize("name", ["nothing", "touched"])
def test_night_without_a_change_publishes_nothing(story: Story, name: str) -> None:
    look = story.nights[name]
    assert (look.outcome.status, look.outcome.exit_code) == ("unchanged", 0)
    assert look.outcome.message.startswith(
        f"Nothing changed since run {story.nights['first'].outcome.run_id}"
    )
    assert look.versions == story.nights["first"].versions


def test_only_new_and_changed_files_are_read_again(story: Story) -> None:
    study = story.study
    read = {path for (path, _), (_, was_read, _) in story.nights["changed"].files.items() if was_read}
    expected = {study.maf_path(1), study.maf_path(9), study.folder / "clinical.tsv"}
    assert read == {study.inside(path) for path in expected}


def test_rows_of_changed_and_removed_files_are_replaced_and_leave(story: Story) -> None:
    before, after = story.nights["first"].variants, story.nights["changed"].variants
    assert after["small_gdc:TCGA-ZZ-F001"] == 1
    assert after["small_gdc:TCGA-ZZ-F009"] == 3
    assert "small_gdc:TCGA-ZZ-F008" in before
    assert "small_gdc:TCGA-ZZ-F008" not in after
    untouched = set(before) - {f"small_gdc:TCGA-ZZ-F00{n}" for n in (1, 8)}
    assert {key: after[key] for key in untouched} == {key: before[key] for key in untouched}
    assert (story.study.inside(story.study.maf_path(8)), True) not in story.nights["changed"].files
    assert story.nights["changed"].outcome.exit_code == 0


def test_former_load_serves_for_a_truncated_file(story: Story) -> None:
    look, before = story.nights["cut"], story.nights["changed"]
    path = story.study.inside(story.study.maf_path(2))
    assert look.outcome.exit_code == 3
    assert look.files[path, True][0] == "held_back"
    assert look.files[path, False][0] == "loaded"
    assert look.variants == before.variants
    [item] = look.outcome.held_back
    assert item.what.startswith(path)
    assert before.outcome.run_id in item.instead


def test_what_is_held_back_is_still_told_when_nothing_changes(story: Story) -> None:
    look = story.nights["cut, and nothing new"]
    assert (look.outcome.status, look.outcome.exit_code) == ("unchanged", 0)
    assert [item.what for item in look.outcome.held_back] == [
        item.what for item in story.nights["cut"].outcome.held_back
    ]


def test_study_that_fails_a_critical_check_stays_as_it_was(story: Story) -> None:
    look, before = story.nights["held"], story.nights["cut"]
    assert look.outcome.exit_code == 3
    gdc = {key: n for key, n in before.variants.items() if key.startswith("small_gdc")}
    assert {key: n for key, n in look.variants.items() if key.startswith("small_gdc")} == gdc
    for number in (3, 10):
        status, _, reason = look.files[story.study.inside(story.study.maf_path(number)), True]
        assert status == "held_back"
        assert reason is not None
        assert "genome build" in reason
    assert look.files[story.study.inside(story.study.maf_path(3)), False][0] == "loaded"
    told = [str(item) for item in look.outcome.held_back]
    assert any(line.startswith("study small_gdc: ") and "genome build" in line for line in told), told


def test_other_study_goes_on_when_one_is_held_back(story: Story, ask: Ask) -> None:
    path = "small_portal/data_clinical_patient.txt"
    assert story.nights["held"].files[path, True][:2] == ("loaded", True)
    held = story.home / "versions" / f"{story.nights['held'].outcome.run_id}.duckdb"
    import duckdb

    with duckdb.connect(str(held), read_only=True) as con:
        sexes = con.execute("SELECT sex FROM marts.dim_patient WHERE patient_id = 'P-0001'").fetchall()
        failed = con.execute(
            "SELECT DISTINCT study_id FROM audit.expectation_result "
            "WHERE run_id = ? AND severity = 'critical' AND NOT success",
            [story.nights["held"].outcome.run_id],
        ).fetchall()
    assert sexes == [("Male",)]
    assert failed == [("small_gdc",)]


def test_held_back_study_is_told_when_nothing_changes(story: Story) -> None:
    look = story.nights["held, and nothing new"]
    assert look.outcome.status == "unchanged"
    assert any("genome build" in item.reason for item in look.outcome.held_back)


def test_mended_files_serve_and_a_gone_study_leaves(story: Story) -> None:
    look = story.nights["mended and left"]
    assert look.outcome.exit_code == 0, look.outcome.held_back
    assert look.patients == {"small_gdc": 10}  # patient 10 has a MAF and no clinical row
    assert look.variants["small_gdc:TCGA-ZZ-F002"] == 3
    assert look.variants["small_gdc:TCGA-ZZ-F010"] == 3
    assert any(line.startswith("gone: small_portal") for line in look.outcome.lines)
    assert all(is_seen for _, is_seen in look.files)


def test_empty_raw_folder_publishes_nothing(story: Story) -> None:
    look, before = story.nights["emptied"], story.nights["mended and left"]
    assert (look.outcome.status, look.outcome.exit_code) == ("not_published", 1)
    assert "There are no studies" in look.outcome.message
    assert before.outcome.run_id in look.outcome.message
    assert look.versions == before.versions
    assert look.patients == before.patients


def test_reader_is_answered_all_the_time(story: Story) -> None:
    reads, versions, errors = story.reader.strip().split(" ", 2)
    assert errors == "[]"
    assert int(reads) > 20
    assert int(versions) >= 4


def test_ledger_adds_up_for_every_load(story: Story, ask: Ask) -> None:
    rows = ask(
        story.home,
        "SELECT count(*), sum(rows_read - rows_loaded - rows_quarantined - rows_duplicate - rows_filtered) "
        "FROM audit.load",
    )
    assert rows[0][0] > 10
    assert rows[0][1] == 0


def test_every_run_has_a_receipt(story: Story) -> None:
    from flows.receipts import read
    from warehouse.layout import Home

    statuses = [receipt.status for receipt in read(Home(story.home), limit=50)]
    assert statuses == [look.outcome.status for look in reversed(story.nights.values())]
