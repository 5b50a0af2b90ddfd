"""The wheel: built as a user would get it, with all that the commands need and nothing of anyone's home."""

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.house.sources import ROOMS, files, relative


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    """The wheel of the tracked files, a built database and a secret of the user among them in the folder."""
    folder = tmp_path_factory.mktemp("wheel")
    source = folder / "source"
    for path in files():
        target = source / relative(path)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
    for stray in (
        "home/raw/someone.tsv",
        "dbt/target/manifest.json",
        "dbt/dev.duckdb",
        "warehouse/left.duckdb",
    ):
        (source / stray).parent.mkdir(parents=True, exist_ok=True)
        (source / stray).write_text("not to be shipped")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder / "dist")]
    subprocess.run(command, cwd=source, check=True, capture_output=True)
    (built,) = Path(folder, "dist").glob("*.whl")
    return zipfile.ZipFile(built)


def test_every_module_of_every_room_is_in_the_wheel(wheel: zipfile.ZipFile) -> None:
    modules = {relative(path) for room in ROOMS for path in files(".py", under=f"{room}/")}
    assert modules
    assert modules <= set(wheel.namelist())


def test_the_dbt_project_and_the_demo_are_in_the_wheel(wheel: zipfile.ZipFile) -> None:
    wanted = {f"flows/_dbt/{relative(path).removeprefix('dbt/')}" for path in files(under="dbt/")}
    wanted |= {
        f"flows/_examples/{relative(path).removeprefix('examples/')}" for path in files(under="examples/")
    }
    assert {"flows/_dbt/dbt_project.yml", "flows/_examples/make_synthetic_study.py"} <= wanted
    assert not wanted - set(wheel.namelist())


def test_templates_travel_with_their_room(wheel: zipfile.ZipFile) -> None:
    beside = {relative(path) for room in ROOMS for path in files(under=f"{room}/") if path.suffix != ".py"}
    assert not beside - set(wheel.namelist())


def test_nothing_of_a_home_is_in_the_wheel(wheel: zipfile.ZipFile) -> None:
    names = wheel.namelist()
    unwanted = [
        name
        for name in names
        if name.endswith((".duckdb", ".parquet")) or "target/" in name or "home/" in name
    ]
    assert not unwanted
    assert not [name for name in names if name.startswith(("tests/", "docs/"))]


def test_the_command_is_declared(wheel: zipfile.ZipFile) -> None:
    (entry,) = [name for name in wheel.namelist() if name.endswith("entry_points.txt")]
    assert "leaderhouse = flows.cli:main" in wheel.read(entry).decode()
