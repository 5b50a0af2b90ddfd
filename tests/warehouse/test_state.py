"""What is served can be read back whole, and a broken state is told with its cure."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from tests.warehouse import homes
from warehouse import connections, state
from warehouse.errors import ServedUnreadable
from warehouse.layout import Home
from warehouse.records import DriftRecord


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


def test_a_new_home_serves_nothing(home: Home) -> None:
    assert state.served_path(home) is None
    assert state.read_fingerprint(home) is None
    assert state.read_served(home) is None
    assert state.read_status(home) is None
    assert state.versions(home) == ()


def test_files_come_back_as_they_were_written(home: Home) -> None:
    files = [
        replace(
            homes.land(home, "alpha/a.tsv", 5, [(7, "x", "r")]),
            sequenced=("S1", "S2"),
            genome_build="GRCh37",
            assay="panel",
            panel_id="IMPACT468",
        ),
        homes.record(
            "alpha/b.tsv",
            status="held_back",
            reason="cut off",
            line_number=7,
            rule_id="truncated",
            sha256="",
            was_read=False,
        ),
    ]
    version = homes.night(home, files, run_id="20261110T020000Z-aaaa")
    served = state.read_served(home)
    assert served is not None
    assert served.path == version
    assert served.run_id == "20261110T020000Z-aaaa"
    assert served.released_at.tzinfo is not None
    assert served.fingerprint == state.read_fingerprint(home) == homes.key("all", served.run_id)
    assert served.files == tuple(
        replace(file, first_seen_run_id=served.run_id, last_seen_run_id=served.run_id) for file in files
    )


def test_what_came_back_serves_the_next_night(home: Home) -> None:
    homes.night(home, [homes.land(home, "alpha/a.tsv", 5)], run_id="20261110T020000Z-aaaa")
    served = state.read_served(home)
    assert served is not None
    homes.night(
        home, [replace(file, was_read=False) for file in served.files], run_id="20261111T020000Z-aaaa"
    )
    again = state.read_served(home)
    assert again is not None
    assert [file.first_seen_run_id for file in again.files] == ["20261110T020000Z-aaaa"]


def test_the_status_of_a_home(home: Home) -> None:
    good = homes.land(home, "alpha/a.tsv", 5, [(7, "x", "r"), (9, "y", "r"), (8, "z", "s")])
    bad = homes.record("alpha/bad.tsv", status="held_back", reason="cut off")
    for night in ("20261110T020000Z-aaaa", "20261111T020000Z-aaaa", "20261112T020000Z-aaaa"):
        homes.night(home, [good, bad], run_id=night)
    status = state.read_status(home, n_runs=2)
    assert status is not None
    assert [run.run_id for run in status.runs] == ["20261112T020000Z-aaaa", "20261111T020000Z-aaaa"]
    assert [(load.study_id, load.kind, load.rows_loaded) for load in status.loads] == [("alpha", "events", 5)]
    assert [file.path for file in status.held_back] == ["alpha/bad.tsv"]
    assert [(rule.rule_id, rule.n_rows, rule.n_files, rule.example) for rule in status.quarantine] == [
        ("r", 2, 1, "alpha/a.tsv:7"),
        ("s", 1, 1, "alpha/a.tsv:8"),
    ]


def test_the_status_tells_what_a_run_resolved_and_which_columns_changed(home: Home) -> None:
    new = DriftRecord(
        "alpha", "events", "events", "alpha/a.tsv", 2, "new", "Depth", None, "integer", None, None
    )
    renamed = replace(new, change="renamed", former_name="Coverage", field="depth", proposal="[[file]]")
    nights = [f"202611{day}T020000Z-aaaa" for day in (10, 11, 12)]
    bad = homes.land(home, "alpha/a.tsv", 5, [(7, "x", "r"), (9, "y", "r")])
    good = homes.land(home, "alpha/a.tsv", 7)
    homes.night(home, [bad], run_id=nights[0], drift=[new])
    homes.night(home, [good], run_id=nights[1], drift=[renamed])
    status = state.read_status(home)
    assert status is not None
    assert status.quarantine == ()
    assert [(item.study_id, item.rule_id, item.n_rows) for item in status.resolved] == [("alpha", "r", 2)]
    assert status.drift == (renamed,)
    version = homes.night(home, [good], run_id=nights[2])
    with connections.open_read_only(version) as con:
        history = con.execute("SELECT run_id, change FROM audit.schema_drift ORDER BY run_id").fetchall()
    assert history == [(nights[0], "new"), (nights[1], "renamed")]
    later = state.read_status(home)
    assert later is not None
    assert (later.resolved, later.drift) == ((), ())


def test_versions_are_listed_oldest_first_and_nothing_else_is(home: Home) -> None:
    nights = ["20261111T020000Z-aaaa", "20261110T020000Z-aaaa"]
    made = [homes.night(home, run_id=night) for night in nights]
    (home.versions / "notes.duckdb").write_text("mine")
    (home.versions / ".building-x").mkdir()
    assert state.versions(home) == tuple(sorted(made))


def test_a_look_leaves_the_file_to_others(home: Home) -> None:
    version = homes.night(home)
    state.read_status(home)
    version.chmod(0o644)
    with duckdb.connect(str(version)) as con:  # a lock left behind would refuse this
        con.execute("SELECT 1")


def test_a_dangling_link_says_what_to_do(home: Home) -> None:
    kept = homes.night(home)
    gone = homes.night(home)
    gone.unlink()
    home.serving_name(gone.stem).unlink()
    with pytest.raises(ServedUnreadable, match=rf"which is not there.*nightly.*{home.versions}"):
        state.read_served(home)
    kept.unlink()
    with pytest.raises(ServedUnreadable, match=r"nightly` to publish a sound version\.$"):
        state.read_served(home)


@pytest.mark.parametrize("content", ["nothing", "page", "no audit", "empty release"])
def test_a_served_file_that_is_none_of_ours_says_so(home: Home, content: str) -> None:
    version = home.version("20261110T020000Z-aaaa")
    home.versions.mkdir(parents=True)
    if content == "nothing":
        version.write_bytes(b"")
    elif content == "page":
        version.write_text("<html>" * 999)
    else:
        connections.create_target(version)
        if content == "empty release":
            homes.night(home, run_id="20261109T020000Z-aaaa")
            version.write_bytes(home.served.read_bytes())
            with duckdb.connect(str(version)) as con:
                con.execute("DELETE FROM audit.release")
            home.served.unlink()
    home.served.symlink_to(version.relative_to(home.root))
    for look in (state.read_fingerprint, state.read_served, state.read_status):
        with pytest.raises(ServedUnreadable, match=rf"{version.name}.*leaderhouse nightly"):
            look(home)


def test_a_look_loads_no_other_engine_than_duckdb(home: Home) -> None:
    homes.night(home)
    code = (
        "import sys; from pathlib import Path; from warehouse import state\n"
        "from warehouse.layout import Home\n"
        "home = Home(Path(sys.argv[1])); state.read_fingerprint(home); state.read_served(home)\n"
        "state.read_status(home); print(sorted({'pandas', 'polars', 'pyarrow'} & set(sys.modules)))"
    )
    command = [sys.executable, "-c", code, str(home.root)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
