"""The fixed cost of the engines: each imported and started plainly, with nothing to do, in one process.

    python -m tests.bench.engines FOLDER

FOLDER holds Prefect's home, which keeps its database between runs, and an empty dbt project.
"""

import os
import sys
import warnings
from pathlib import Path

PROJECT = "name: nothing\nversion: '1.0.0'\nprofile: nothing\nmodel-paths: [models]\n"
PROFILE = "nothing:\n  target: it\n  outputs:\n    it: {type: duckdb, path: ':memory:'}\n"


def start_prefect() -> None:
    """An empty flow, on the temporary server that Prefect starts by itself."""
    from prefect import flow

    @flow(name="nothing")
    def nothing() -> int:
        return 1

    assert nothing() == 1


def start_great_expectations() -> None:
    """An ephemeral context without any data."""
    import great_expectations as gx

    assert gx.get_context(mode="ephemeral").data_sources is not None


def start_dbt(folder: Path) -> None:
    """A build of a project without models."""
    from dbt.cli.main import dbtRunner

    project = folder / "project"
    (project / "models").mkdir(parents=True, exist_ok=True)
    (project / "dbt_project.yml").write_text(PROJECT, encoding="utf-8")
    (project / "profiles.yml").write_text(PROFILE, encoding="utf-8")
    result = dbtRunner().invoke(
        ["--quiet", "build", "--project-dir", str(project), "--profiles-dir", str(project)]
    )
    assert result.success


def main(folder: Path) -> None:
    """Starts all three, one after the other."""
    home = folder / "prefect"
    home.mkdir(parents=True, exist_ok=True)  # without it the server ends without a word
    os.environ["PREFECT_HOME"] = str(home)
    os.environ["PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS"] = "120"
    os.environ["PREFECT_LOGGING_LEVEL"] = "ERROR"
    warnings.simplefilter("ignore")
    start_prefect()
    start_great_expectations()
    start_dbt(folder)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
