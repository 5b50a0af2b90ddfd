"""sqlfluff over the models, for `make lint`: compiled by dbt, which wants the files of a night to exist.

    python -m tests.house.lint_sql [sqlfluff's options]

The night's files are made empty in a temporary folder. Ends with sqlfluff's exit code.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import duckdb

from tests.house.sources import REPOSITORY


def main(options: list[str]) -> int:
    """Lints the models and the singular tests."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        duckdb.connect(str(folder / "landed.duckdb")).close()
        environment = os.environ | {
            "LEADERHOUSE_TARGET": str(folder / "target.duckdb"),
            "LEADERHOUSE_WORK": str(folder / "work.duckdb"),
            "LEADERHOUSE_LANDING": str(folder / "landed.duckdb"),
            "LEADERHOUSE_PYTHON": str(REPOSITORY / "dbt" / "python"),
            "DBT_TARGET_PATH": str(folder / "target"),
            "DBT_LOG_PATH": str(folder / "logs"),
            "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
        }
        sqlfluff = str(Path(sys.executable).with_name("sqlfluff"))
        command = [sqlfluff, "lint", "--disable-progress-bar", *options, "dbt/models", "dbt/tests"]
        return subprocess.run(command, cwd=REPOSITORY, env=environment).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
