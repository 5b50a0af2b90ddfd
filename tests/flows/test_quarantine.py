"""Nights of one study: rows are quarantined, handed out, mended; columns drift; a load goes over budget."""

import json
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

import pytest

from flows import retry as again
from flows.outcome import Outcome
from flows.progress import LineProgress
from flows.settings import Settings
from tests.flows.conftest import Ask, Night, command
from tests.flows.small import write_portal
from warehouse.quarantine import Chosen

HOSTILE = "=1+1\x1b[2J"
OPEN = "SELECT line_number, rule_id FROM audit.quarantine WHERE resolved_run_id IS NULL ORDER BY ALL"


def share(raw: Path) -> None:
    """Two studies of small MAFs, of which one is equal: each study reads it together with its others."""
    columns = (
        "Hugo_Symbol\tNCBI_Build\tChromosome\tStart_Position\tReference_Allele\tTumor_Seq_Allele2\t"
        "Tumor_Sample_Barcode\tVariant_Classification\n"
    )
    for study in ("one", "two"):
        (raw / study).mkdir()
        for sample in ("both", study):
            row = f"TP53\tGRCh38\tchr17\t7675088\tC\tT\t{sample}\tMissense_Mutation\n"
            (raw / study / f"{sample}.maf").write_text(columns + row)


def spoil(text: str) -> str:
    """The table of mutations with two faulty rows: one position, one row cut off."""
    lines = text.splitlines()
    cells = lines[2].split("\t")
    cells[0], cells[4] = HOSTILE, "12,345"
    lines[2] = "\t".join(cells)
    lines[5] = lines[5].rpartition("\t")[0]
    return "\n".join(lines) + "\n"


@dataclass(frozen=True)
class Story:
    """A home, and how each of its nights ended."""

    home: Path
    first: Outcome
    retried: Outcome
    mended: Outcome
    over_budget: Outcome
    exported: dict[str, str]
    """What the commands wrote after the first night."""
    drift: list[tuple[object, ...]]
    status: str
    page: str
    before: list[tuple[object, ...]]
    """The mutations that were served before the night that went over budget."""


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory, run_night: Night, ask: Ask) -> Story:
    home = tmp_path_factory.mktemp("story")
    folder = write_portal(home / "raw")
    share(home / "raw")
    mutations, clinical = folder / "data_mutations.txt", folder / "data_clinical_patient.txt"
    sound = mutations.read_text()
    mutations.write_text(spoil(sound))
    first = run_night(home)
    exported = {}
    for name, words in (
        ("list", ("list",)),
        ("json", ("list", "--json")),
        ("show", ("show", "--rule", "position_not_a_number")),
        ("raw", ("export", "--format", "raw", home / "mend.txt")),
        ("slip", ("show", "--rule", "raged_row")),
    ):
        done = command("quarantine", *words, "--home", home)
        exported[name] = done.stdout + done.stderr
    exported["mend.txt"] = (home / "mend.txt").read_text()
    # the lake loses what it holds of the file; size, time and content of the raw file are as before
    [(parquet,)] = ask(home, "SELECT parquet FROM audit.file WHERE path LIKE '%data_mutations.txt'")
    whole = (home / "lake" / parquet).read_bytes()
    (home / "lake" / parquet).write_bytes(whole[:40] + bytes(len(whole) - 80) + whole[-40:])
    retried = again.retry(Settings.of(home), Chosen(), lambda: LineProgress(StringIO()))
    exported["lake"] = str((home / "lake" / parquet).read_bytes() == whole)

    mutations.write_text(sound)
    clinical.write_text(clinical.read_text().replace("\tAGE", "\tAGE_YEARS_OLD"))
    mended = run_night(home)
    drift = ask(
        home, "SELECT change, column_name, former_name, content, field, proposal FROM audit.schema_drift"
    )
    status = "\n".join(command("status", "--home", home).stdout.splitlines())
    page = (home / "reports" / "index.html").read_text()
    before = ask(home, "SELECT * FROM marts.fct_mutation ORDER BY ALL")

    (home / "leaderhouse.toml").write_text("[quarantine.budget.any]\nmax_share = 0.1\n")
    mutations.write_text(spoil(sound.replace("\t80\t50\t30\t", "\t81\t50\t31\t")))
    sample = folder / "data_clinical_sample.txt"
    sample.write_text(sample.read_text().replace("SAMPLE_ID", "SAMPLEID"))
    over_budget = run_night(home)
    return Story(home, first, retried, mended, over_budget, exported, drift, status, page, before)


def test_rows_are_quarantined_and_listed(story: Story) -> None:
    assert story.first.status == "published", story.first.message
    listed = json.loads(story.exported["json"])
    assert [(g["rule_id"], g["n_open"], g["line_number"]) for g in listed] == [
        ("position_not_a_number", 1, 3),
        ("ragged_row", 1, 6),
    ]
    assert "1 open  small_portal position_not_a_number" in story.exported["list"]


def test_a_case_is_shown_with_what_to_do_and_cannot_steer_the_terminal(story: Story) -> None:
    shown = story.exported["show"]
    assert "small_portal/data_mutations.txt:3  position_not_a_number (open, first seen" in shown
    assert "=1+1\\x1b[2J\\t9688" in shown
    assert "\x1b" not in shown
    assert "To do: Write digits only" in shown
    assert "nearest one is ragged_row" in story.exported["slip"]


def test_raw_rows_are_written_behind_the_header_of_their_file(story: Story) -> None:
    lines = story.exported["mend.txt"].splitlines()
    assert lines[0].startswith("Hugo_Symbol\tEntrez_Gene_Id")
    assert [line.split("\t")[0] for line in lines[1:]] == [HOSTILE, "TP53"]
    assert story.exported["raw"].endswith("mend.txt: 2 rows\n")


def test_retry_reads_the_file_again_and_publishes_only_if_something_changed(story: Story) -> None:
    assert story.exported["lake"] == "True"
    assert story.retried.status == "unchanged"
    assert story.retried.lines[:2] == (
        "read again: 1 file",
        "  small_portal/data_mutations.txt: 2 open",
    )
    assert not list((story.home / "versions").glob(".building-*"))


def test_equal_files_that_share_their_parquet_with_others_are_shown_in_both_studies(
    story: Story, ask: Ask
) -> None:
    found = ask(
        story.home,
        "SELECT study_id, sample_key FROM marts.fct_mutation WHERE study_id IN ('one', 'two') ORDER BY ALL",
    )
    assert found == [("one", "one:both"), ("one", "one:one"), ("two", "two:both"), ("two", "two:two")]
    shared = "SELECT count(*), count(DISTINCT parquet) FROM audit.file WHERE study_id IN ('one', 'two')"
    assert ask(story.home, shared) == [(4, 2)]


def test_mended_rows_are_resolved_and_stay_known(story: Story, ask: Ask) -> None:
    resolved = ask(
        story.home,
        "SELECT line_number, rule_id, first_seen_run_id, resolved_run_id FROM audit.quarantine "
        "WHERE resolved_run_id IS NOT NULL ORDER BY ALL",
    )
    runs = (story.first.run_id, story.mended.run_id)
    assert resolved == [(3, "position_not_a_number", *runs), (6, "ragged_row", *runs)]
    assert "quarantined rows: none" in story.status
    assert "small_portal position_not_a_number: 1" in story.status.partition("resolved by this run:")[2]
    assert "Resolved by this run:" in story.page


def test_a_renamed_column_is_reported_with_the_line_that_maps_it(story: Story) -> None:
    assert story.drift == [
        (
            "renamed",
            "AGE_YEARS_OLD",
            "AGE",
            "integer",
            "age_at_diagnosis_years",
            '[[file]]\npath = "data_clinical_patient.txt"\nkind = "clinical_patient"\n[file.columns]\n'
            'age_at_diagnosis_years = "AGE_YEARS_OLD"',
        )
    ]
    said = "column AGE seems to be called AGE_YEARS_OLD now; to map it, add to study.toml"
    assert any(said in line for line in story.mended.lines)
    assert said in story.status
    assert "Columns that changed since the last load" in story.page


def test_a_load_over_budget_is_held_back_and_its_former_load_serves(story: Story, ask: Ask) -> None:
    assert story.over_budget.exit_code == 3
    [item] = [item for item in story.over_budget.held_back if item.what == "small_portal: mutations"]
    assert item.reason == (
        "all rules together: 2 of 8 rows (25 %) are quarantined, the budget is 10 %; first: "
        "small_portal/data_mutations.txt:3, small_portal/data_mutations.txt:6"
    )
    assert item.instead == "Its former load serves on."
    assert ask(story.home, "SELECT * FROM marts.fct_mutation ORDER BY ALL") == story.before
    assert ask(story.home, OPEN) == [
        (3, "position_not_a_number"),
        (5, "file_held_back"),
        (6, "ragged_row"),
        (None, "over_budget"),
    ]


def test_a_lost_required_column_holds_the_file_back_and_is_drift_too(story: Story, ask: Ask) -> None:
    [item] = [item for item in story.over_budget.held_back if "data_clinical_sample" in item.what]
    assert 'add to [file.columns] of study.toml: sample_id = "SAMPLEID"' in item.reason
    found = ask(
        story.home,
        "SELECT column_name, former_name, field FROM audit.schema_drift WHERE run_id = ?",
        [story.over_budget.run_id],
    )
    assert found == [("SAMPLEID", "SAMPLE_ID", "sample_id")]
    assert ask(story.home, "SELECT count(*) FROM marts.dim_sample WHERE study_id = 'small_portal'") == [(8,)]


def test_settings_that_are_not_understood_start_nothing(story: Story, tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    (tmp_path / "leaderhouse.toml").write_text("[quarantine.budget.raged_row]\nmax_rows = 1\n")
    done = command("nightly", "--home", tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert "leaderhouse.toml, line 1" in done.stderr
    assert "the nearest known one is 'ragged_row'" in done.stderr
    assert "Traceback" not in done.stderr
