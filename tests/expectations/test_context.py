"""How the engine is imported: late, fast, and without harm to others of the process."""

import subprocess
import sys
from pathlib import Path

from expectations import suites
from expectations.gate import warm
from expectations.suites import discover


def run(code: str) -> str:
    """The output of code in an interpreter of its own."""
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=300
    ).stdout


def test_importing_the_gate_loads_no_engine() -> None:
    loaded = run(
        "import sys, expectations, expectations.gate, expectations.results, expectations.suites\n"
        "print(sorted({'great_expectations', 'sqlalchemy', 'duckdb', 'pandas'} & set(sys.modules)))"
    )
    assert loaded.strip() == "[]"


def test_warming_in_a_thread_leaves_the_process_as_it_was() -> None:
    told = run(
        "import gc, sys, threading\n"
        "from expectations.gate import warm\n"
        "finders = list(sys.meta_path)\n"
        "threads = [threading.Thread(target=warm) for _ in range(2)]\n"
        "[thread.start() for thread in threads]\n"
        "[thread.join() for thread in threads]\n"
        "print(gc.isenabled(), 'great_expectations' in sys.modules, 'scipy.stats._stats_py' in sys.modules)\n"
        # Importing the engine adds finders of its own; none of ours stays.
        "print(sorted({type(finder).__name__ for finder in sys.meta_path} & {'_Deferring'}))\n"
        "import altair\n"
        "from scipy import stats\n"
        "print(altair.Chart.__name__, stats.norm.cdf(0))\n"
    )
    assert told.splitlines() == ["True True False", "[]", "Chart 0.5"]


def test_adding_a_table_is_adding_a_module(more_suites: Path) -> None:
    warm()
    before = [suite.table for suite in discover("landing")]
    (more_suites / "zz_new.py").write_text(
        "from expectations.vocabulary import never_null\n"
        "TABLE = 'zz_new'\n"
        "def suite():\n"
        "    return [never_null('a', 'warning', 'Every row has an a.')]\n"
    )
    after = {suite.table: len(suite.expectations) for suite in discover("landing")}
    assert after["zz_new"] == 1
    assert [*before, "zz_new"] == list(after)
    assert suites.Suite
