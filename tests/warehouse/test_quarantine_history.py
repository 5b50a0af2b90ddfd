"""A quarantined row over many nights: open from the first to the last that finds it, and known afterwards."""

from collections import Counter
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.warehouse import homes
from warehouse import connections
from warehouse.layout import Home

NIGHTS = [f"202611{day}T020000Z-aaaa" for day in range(10, 20)]


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


def ask(version: Path, sql: str) -> list[tuple[object, ...]]:
    with connections.open_read_only(version) as con:
        return con.execute(sql).fetchall()


REJECTED = st.tuples(
    st.none() | st.integers(1, 5),
    st.none() | st.sampled_from(["", "a", "A", "a\tb", "ä"]),
    st.sampled_from(["r", "s"]),
)


Rejected = tuple[int | None, str | None, str]


@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(nights=st.lists(st.lists(REJECTED, max_size=6), min_size=2, max_size=3))
def test_a_rejected_row_is_open_from_the_first_night_of_its_kind_to_the_last(
    tmp_path_factory: pytest.TempPathFactory, nights: list[list[Rejected]]
) -> None:
    """Against a model: the same row by line, text and rule, else by text and rule; the rest is resolved."""
    home = Home(tmp_path_factory.mktemp("home"))
    known: list[tuple[Rejected, str]] = []
    resolved: Counter[tuple[object, ...]] = Counter()
    former: Path | None = None
    for run_id, rejected in zip(NIGHTS, nights, strict=False):
        build = home.building(run_id)
        build.folder.mkdir(parents=True)
        connections.create_target(build.target)
        homes.write_audit(home, run_id, [homes.land(home, "alpha/a.tsv", 1, rejected)], former=former)
        former = build.target
        left, new = sorted(known, key=repr), []
        pending = list(rejected)
        for same in (lambda a, b: a == b, lambda a, b: a[1:] == b[1:]):
            for row in list(pending):
                if found := next((case for case in left if same(case[0], row)), None):
                    left.remove(found)
                    pending.remove(row)
                    new.append((row, found[1]))
        known = new + [(row, run_id) for row in pending]
        resolved += Counter((*row, run_id) for row, _ in left)
        columns = "line_number, raw_text, rule_id"
        cases = ask(former, f"SELECT {columns}, resolved_run_id FROM audit.quarantine")
        assert Counter(case[:3] for case in cases if case[3] is None) == Counter(rejected)
        assert Counter(case for case in cases if case[3] is not None) == resolved
        since = ask(
            former,
            "SELECT raw_text, rule_id, first_seen_run_id FROM audit.quarantine WHERE resolved_run_id IS NULL",
        )
        assert Counter(since) == Counter((*row[1:], first) for row, first in known)


def test_a_mended_row_is_resolved_and_stays_known(home: Home) -> None:
    homes.night(home, [homes.land(home, "alpha/a.tsv", 5, [(7, "x", "r"), (9, "y", "r")])], run_id=NIGHTS[0])
    homes.night(home, [homes.land(home, "alpha/a.tsv", 6, [(8, "y", "r")])], run_id=NIGHTS[1])
    version = homes.night(home, [homes.land(home, "alpha/a.tsv", 6, [(8, "y", "r")])], run_id=NIGHTS[2])
    columns = "line_number, raw_text, first_seen_run_id, last_seen_run_id, resolved_run_id"
    assert ask(version, f"SELECT {columns} FROM audit.quarantine ORDER BY line_number") == [
        (7, "x", NIGHTS[0], NIGHTS[0], NIGHTS[1]),
        (8, "y", NIGHTS[0], NIGHTS[2], None),  # a row above it went: it moved, and is the same
    ]


def test_rows_of_a_file_that_cannot_be_read_stay_open(home: Home) -> None:
    homes.night(home, [homes.land(home, "alpha/a.tsv", 5, [(7, "x", "r")])], run_id=NIGHTS[0])
    cut = homes.record("alpha/a.tsv", content="cut", status="held_back", reason="cut off")
    version = homes.night(home, [cut], run_id=NIGHTS[1])
    seen = "raw_text, last_seen_run_id, resolved_run_id"
    assert ask(version, f"SELECT {seen} FROM audit.quarantine ORDER BY raw_text NULLS LAST") == [
        ("x", NIGHTS[0], None),
        (None, NIGHTS[1], None),
    ]
    version = homes.night(home, [homes.land(home, "alpha/a.tsv", 6)], run_id=NIGHTS[2])
    assert ask(version, "SELECT DISTINCT resolved_run_id FROM audit.quarantine") == [(NIGHTS[2],)]


def test_the_bytes_of_a_row_are_kept_and_loads_of_before_there_were_any_serve_on(home: Home) -> None:
    latin = homes.land(home, "alpha/a.tsv", 1, [(7, "é", "r")])
    old = homes.land(home, "alpha/b.tsv", 1, [(8, "x", "r")])
    with_bytes = pl.read_parquet(home.lake / str(latin.rejects)).with_columns(
        pl.lit(b"\xe9").alias("raw_bytes")
    )
    with_bytes.write_parquet(home.lake / str(latin.rejects))
    pl.read_parquet(home.lake / str(old.rejects)).drop("raw_bytes").write_parquet(
        home.lake / str(old.rejects)
    )
    query = "SELECT raw_text, raw_bytes FROM audit.quarantine ORDER BY line_number"
    for run_id, files, expected in (
        (NIGHTS[0], [latin, old], [("é", b"\xe9"), ("x", None)]),
        (NIGHTS[1], [old], [("x", None)]),
    ):
        build = home.building(run_id)
        build.folder.mkdir(parents=True)
        connections.create_target(build.target)
        homes.write_audit(home, run_id, files)
        assert ask(build.target, query) == expected
