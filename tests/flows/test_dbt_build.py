"""How dbt is called: pure parts without dbt, and one real build that fails."""

import json
import os
import signal
from itertools import pairwise
from pathlib import Path

import pytest

from flows import dbt_build
from flows.outcome import Refused
from flows.settings import dbt_project
from warehouse.connections import create_target
from warehouse.layout import BuildPaths

PROJECT = """
name: failing
version: "1.0.0"
profile: failing
"""
PROFILE = """
failing:
  target: main
  outputs:
    main:
      type: duckdb
      path: "{{ env_var('LEADERHOUSE_TARGET') }}"
"""


def test_arguments_write_only_below_the_build(tmp_path: Path) -> None:
    paths = BuildPaths(tmp_path / "build")
    arguments = dbt_build.arguments(tmp_path / "project", paths, threads=2)
    assert arguments[0] == "build"
    options = dict(pairwise(arguments))
    assert options["--project-dir"] == options["--profiles-dir"] == str(tmp_path / "project")
    assert Path(options["--target-path"]).is_relative_to(paths.folder)
    assert Path(options["--log-path"]).is_relative_to(paths.folder)
    assert options["--threads"] == "2"
    assert "--vars" not in options


def test_arguments_carry_the_variables_of_a_home(tmp_path: Path) -> None:
    chosen = {"default_signature": "ours", "default_signature_version": 2}
    arguments = dbt_build.arguments(tmp_path, BuildPaths(tmp_path), 2, chosen)
    assert json.loads(dict(pairwise(arguments))["--vars"]) == chosen


def test_environment_names_the_three_files(tmp_path: Path) -> None:
    paths = BuildPaths(tmp_path)
    assert dbt_build.environment(paths) == {
        "LEADERHOUSE_TARGET": str(paths.target),
        "LEADERHOUSE_WORK": str(paths.work),
        "LEADERHOUSE_LANDING": str(paths.landing),
        "LEADERHOUSE_PYTHON": str(dbt_project() / "python"),
    }


def test_project_of_the_checkout_is_found(repository: Path) -> None:
    assert dbt_project() == repository / "dbt"


def failing_project(folder: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, BuildPaths]:
    """A dbt project with a sound and a broken model, and the files of a build."""
    project = folder / "project"
    (project / "models").mkdir(parents=True)
    (project / "dbt_project.yml").write_text(PROJECT)
    (project / "profiles.yml").write_text(PROFILE)
    (project / "models" / "sound.sql").write_text("select 1 as one")
    (project / "models" / "broken.sql").write_text("select nothing_like_it from {{ ref('sound') }}")
    monkeypatch.setattr(dbt_build, "dbt_project", lambda: project)
    paths = BuildPaths(folder / "build")
    paths.folder.mkdir()
    create_target(paths.target)
    return project, paths


def test_failing_build_says_which_node_failed_and_leaves_nothing_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    project, paths = failing_project(tmp_path, monkeypatch)
    seen: list[tuple[int, int]] = []
    with pytest.raises(Refused) as refusal:
        dbt_build.build(paths, on_node=lambda done, total: seen.append((done, total)))
    message = str(refusal.value)
    assert "model broken (models/broken.sql)" in message
    assert "nothing_like_it" in message
    assert "\n" not in message
    assert "sound (" not in message
    assert seen == [(1, 2), (2, 2)]
    assert "LEADERHOUSE_TARGET" not in os.environ
    descriptors = [os.readlink(entry) for entry in Path("/proc/self/fd").iterdir() if entry.is_symlink()]
    assert str(paths.target) not in descriptors
    assert {path.name for path in project.iterdir()} == {"dbt_project.yml", "profiles.yml", "models"}
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("seconds", [0.02, 0.1, 0.2, 0.5])
def test_interrupted_build_stays_an_interruption_and_prints_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], seconds: float
) -> None:
    """Whenever the signal comes: while dbt reads its options, its project, or runs."""
    import dbt.cli.main  # noqa: F401 - a second or two that belong to no build

    _, paths = failing_project(tmp_path, monkeypatch)
    before = signal.signal(signal.SIGALRM, signal.default_int_handler)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        with pytest.raises(KeyboardInterrupt):
            dbt_build.build(paths)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
    assert capfd.readouterr() == ("", "")
