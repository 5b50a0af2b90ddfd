"""The shape of the house: its folders, the size of its modules, what must not be in it."""

import re
import tomllib

from tests.house.sources import REPOSITORY, ROOMS, files, relative, text_of, tracked

FOLDERS = {"etl", "dbt", "flows", "expectations", "warehouse", "tests", "docs", "examples", ".ci"}
LONGEST, LONGEST_TEST = 250, 350
"""Lines of a module. One of tests may list more cases: there is no logic to keep in mind all at once."""
LONGER_WITH_REASON = {
    "dbt/models/intermediate/samples/int_samples__mentioned.sql": "a branch per file that names a sample",
}
"""Module and why it is one thing in spite of its length."""


def test_top_level_folders_are_those_of_the_design() -> None:
    found = {relative(path).split("/")[0] for path in tracked() if "/" in relative(path)}
    assert found == FOLDERS


def test_the_dbt_folder_is_no_python_package() -> None:
    # with an __init__.py it would shadow the installed dbt, and `import dbt.cli` would fail
    assert not (REPOSITORY / "dbt" / "__init__.py").exists()


def test_modules_are_short() -> None:
    lengths = {
        relative(path): len(path.read_text(encoding="utf-8").splitlines()) for path in files(".py", ".sql")
    }
    bars = {name: LONGEST_TEST if name.startswith("tests/") else LONGEST for name in lengths}
    too_long = {name: n for name, n in lengths.items() if n > bars[name] and name not in LONGER_WITH_REASON}
    assert not too_long, f"split these modules, or give the reason in LONGER_WITH_REASON: {too_long}"
    stale = [name for name in LONGER_WITH_REASON if lengths.get(name, 0) <= LONGEST]
    assert not stale, f"no longer long, take them off the list: {stale}"


def test_no_file_names_a_registry() -> None:
    pattern = re.compile(
        r"https?://[^\s\"']*(/simple\b|pypi\.|files\.pythonhosted|registry\.npm)|(extra-)?index-url\s*[=:]"
    )
    named = [relative(path) for path in files() if path.suffix != ".gz" and pattern.search(text_of(path))]
    assert not named, f"these name a package registry's address: {named}"


def test_no_file_names_a_path_of_one_machine() -> None:
    pattern = re.compile(r"(?<![\w.~$})-])/(work|farm|root|Users|home/\w+|tmp/\w+)/[\w.]")
    named = [relative(path) for path in files() if pattern.search(text_of(path))]
    assert not named, f"these carry a path that exists on one machine only: {named}"


def test_nothing_built_is_tracked() -> None:
    built = [relative(path) for path in files(".duckdb", ".parquet", ".whl", ".pyc", ".sqlite")]
    assert not built, f"built files are not sources: {built}"


def test_every_module_says_what_it_is_for() -> None:
    silent = [
        relative(path)
        for room in (*ROOMS, "examples")
        for path in files(".py", under=f"{room}/")
        if (text := path.read_text(encoding="utf-8")).strip() and not text.startswith('"""')
    ]
    assert not silent, f"these modules open without a docstring: {silent}"


def test_the_lock_holds_every_dependency_at_one_version() -> None:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    names = {re.split(r"[<>=!~\[ ;]", requirement, maxsplit=1)[0].lower() for requirement in wanted}
    lock = (REPOSITORY / "requirements.lock").read_text(encoding="utf-8").splitlines()
    assert all(re.match(r"[\w.\-\[\]]+==\S+( ; .+)?$", line) for line in lock), (
        "the lock holds more than exact versions"
    )
    locked = {line.split("==")[0].split("[")[0] for line in lock}
    assert not names - locked, (
        f"not in requirements.lock, run the command in CONTRIBUTING.md: {sorted(names - locked)}"
    )
