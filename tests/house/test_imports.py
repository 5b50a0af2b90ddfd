"""Opening a room costs nothing: no engine is loaded before it is needed."""

import subprocess
import sys

import pytest

ENGINES = {
    "altair",
    "dbt",
    "duckdb",
    "great_expectations",
    "pandas",
    "polars",
    "prefect",
    "pyarrow",
    "scipy",
    "sqlalchemy",
}


@pytest.mark.parametrize(
    "module", ["etl", "expectations", "flows", "warehouse", "warehouse.layout", "flows.cli"]
)
def test_importing_loads_no_engine(module: str) -> None:
    code = f"import sys, {module}; print(*sorted({{name.split('.')[0] for name in sys.modules}}))"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.split()
    assert module.split(".")[0] in loaded
    assert not ENGINES & set(loaded)
