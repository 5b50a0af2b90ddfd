"""The commands as a person calls them: exit codes, one sentence for a fault, what a quiet night starts."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.flows.conftest import Night, command
from tests.flows.small import write_gdc, write_portal

ENGINES = ("prefect", "great_expectations", "dbt", "polars", "pydantic", "pandas", "pyarrow", "rich")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, run_night: Night) -> Path:
    """A home that serves a version with one file held back."""
    root = tmp_path_factory.mktemp("commands")
    study = write_gdc(root / "raw", patients=range(1, 4))
    write_portal(root / "raw", patients=range(1, 4))
    study.maf_path(3).write_bytes(b"")
    study.write_manifest()
    assert run_night(root).exit_code == 3
    return root


def imported(*arguments: str | Path) -> set[str]:
    """Top-level modules that a command imports."""
    code = "import sys; from flows.cli import main\ntry: main()\nfinally: print('MODULES', *sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)], capture_output=True, text=True, check=True
    )
    return {name.partition(".")[0] for name in done.stdout.split("MODULES")[1].split()}


def test_help_names_every_command_and_the_exit_codes() -> None:
    done = command("--help")
    assert done.returncode == 0
    for name in ("nightly", "demo", "status", "query", "report", "serve"):
        assert re.search(rf"^  {name} +\S", done.stdout, re.MULTILINE), name
        told = command(name, "--help")
        assert told.returncode == 0
        assert "Example: " in told.stdout
    assert "3 published with something held back" in " ".join(done.stdout.split())


def test_version() -> None:
    assert re.fullmatch(r"leaderhouse \d+\.\d+\.\d+\S*\n", command("--version").stdout)


def test_help_imports_no_engine() -> None:
    assert not imported("--help") & {*ENGINES, "duckdb"}


def test_a_message_cannot_steer_the_terminal(home: Path) -> None:
    done = command("query", "--home", home, 'select * from "no\x9b2J\u202ewhere"')
    assert done.returncode == 1
    assert "\\x9b2J\\u202e" in done.stderr
    assert "\x9b" not in done.stderr
    assert "\u202e" not in done.stderr


def test_wrong_usage_is_exit_code_2(home: Path) -> None:
    assert command("nightly", "--hom", home).returncode == 2
    assert command("nightly", "--home", home, "--raw", home / "nowhere").returncode == 2
    assert command("query").returncode == 2


def test_night_with_nothing_to_do_imports_no_engine(home: Path) -> None:
    assert not imported("nightly", "--home", home) & set(ENGINES)
    assert not imported("nightly", "--home", home, "--verify") & set(ENGINES)


def test_night_with_nothing_to_do_tells_what_is_held_back(home: Path) -> None:
    done = command("nightly", LEADERHOUSE_HOME=str(home))
    assert done.returncode == 0
    assert done.stdout.startswith("Nothing changed since run ")
    assert "held back: small_gdc/maf/" in done.stdout
    assert done.stderr == ""


def test_status_for_a_person(home: Path) -> None:
    done = command("status", "--home", home)
    assert done.returncode == 0
    assert f"{home}/leaderhouse.duckdb serves run " in done.stdout
    assert "held back:" in done.stdout
    assert "published, something held back" in done.stdout


def test_status_as_json(home: Path) -> None:
    content = json.loads(command("status", "--home", home, "--json").stdout)
    assert content["served"]["run_id"] == content["published_runs"][0]["run_id"]
    assert 0 <= content["served"]["age_hours"] < 24
    assert [item["what"].partition("/")[0] for item in content["held_back"]] == ["small_gdc"]
    assert content["last_runs"][-1]["status"] == "published_with_held_back"
    assert {load["study_id"] for load in content["loads"]} >= {"small_gdc", "small_portal"}


def test_status_before_the_first_night(tmp_path: Path) -> None:
    done = command("status", "--home", tmp_path)
    assert done.returncode == 0
    assert "serves nothing yet" in done.stdout
    assert json.loads(command("status", "--home", tmp_path, "--json").stdout)["served"] is None


def test_query_answers_from_the_served_file(home: Path, tmp_path: Path) -> None:
    sql = "SELECT study_id, count(*) AS n FROM marts.dim_patient GROUP BY ALL ORDER BY ALL"
    assert command("query", sql, "--home", home, "--format", "csv").stdout.splitlines() == [
        "study_id,n",
        "small_gdc,3",
        "small_portal,3",
    ]
    out = tmp_path / "answer.json"
    assert command("query", sql, "--home", home, "--format", "json", "--out", out).returncode == 0
    assert json.loads(out.read_text())[0]["n"] == 3


@pytest.mark.parametrize(
    "sql", ["DROP TABLE marts.dim_patient", "SELECT nothing_like_it FROM marts.dim_patient", ""]
)
def test_query_that_cannot_be_answered_is_one_sentence(home: Path, sql: str) -> None:
    done = command("query", sql, "--home", home)
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.strip()
    assert "Traceback" not in done.stderr


def test_nothing_published_is_one_sentence(tmp_path: Path) -> None:
    for arguments in (("query", "SELECT 1"), ("report",)):
        done = command(*arguments, "--home", tmp_path)
        assert done.returncode == 1
        assert done.stderr.count("\n") == 1
        assert "leaderhouse nightly" in done.stderr


def test_empty_home_is_not_published(tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    done = command("nightly", "--home", tmp_path)
    assert done.returncode == 1
    assert "There are no studies in" in done.stderr
    assert "--raw" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "leaderhouse.duckdb").exists()


def test_server_that_does_not_answer_is_one_sentence(tmp_path: Path) -> None:
    write_gdc(tmp_path / "raw", patients=[1])
    done = command("nightly", "--home", tmp_path, PREFECT_API_URL="http://127.0.0.1:9/api")
    assert done.returncode == 1
    assert "http://127.0.0.1:9/api does not answer" in done.stderr
    assert "Traceback" not in done.stderr


def test_demo_refuses_a_home_with_other_studies(home: Path) -> None:
    done = command("demo", "--home", home)
    assert done.returncode == 1
    assert "small_gdc" in done.stderr


def test_serve_needs_a_server_and_a_schedule(home: Path) -> None:
    assert "needs a Prefect server" in command("serve", "--home", home, PREFECT_API_URL="").stderr
    assert "no cron line" in command("serve", "--home", home, "--cron", "at two").stderr
    assert "no time zone" in command("serve", "--home", home, "--timezone", "Mars/Base").stderr
