"""Paths and run ids."""

import subprocess
import sys
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from dateutil.parser import ParserError, parse
from hypothesis import given
from hypothesis import strategies as st

from warehouse.layout import Home, is_run_id, new_run_id

MOMENTS = st.datetimes(datetime(2000, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC))


def test_a_run_id_names_the_utc_second() -> None:
    berlin = timezone(timedelta(hours=1))
    assert new_run_id(datetime(2026, 11, 24, 3, 0, 0, tzinfo=berlin)).startswith("20261124T020000Z-")


@given(MOMENTS, MOMENTS)
def test_run_ids_sort_as_their_seconds(one: datetime, other: datetime) -> None:
    first, second = sorted([one.replace(microsecond=0), other.replace(microsecond=0)])
    ids = [new_run_id(first), new_run_id(second)]
    assert all(is_run_id(run_id) for run_id in ids)
    assert first == second or ids == sorted(ids)


def test_runs_of_one_second_differ() -> None:
    now = datetime(2026, 11, 24, tzinfo=UTC)
    assert len({new_run_id(now) for _ in range(20)}) > 15


def test_no_run_id_reads_as_a_date_with_an_offset() -> None:
    for _ in range(300):
        with pytest.raises(ParserError):
            parse(new_run_id())


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        new_run_id(datetime(2026, 11, 24))


@pytest.mark.parametrize(
    "name", ["", "leaderhouse", "20261124T020000Z", "20261124T020000Z-3F9C", "x20261124T020000Z-3f9c"]
)
def test_other_names_are_no_run_ids(name: str) -> None:
    assert not is_run_id(name)


def test_everything_of_a_home_lies_in_it() -> None:
    home = Home(Path("some", "home"))
    build = home.building("20261124T020000Z-3f9c")
    paths = [
        home.raw,
        home.lake,
        home.inventory,
        home.runs,
        home.versions,
        home.served,
        home.lock,
        home.reports,
    ]
    paths += [
        home.report,
        home.data_docs,
        home.version("r"),
        home.serving_name("r"),
        build.folder,
        build.landing,
        build.work,
        build.target,
    ]
    assert all(path.is_relative_to(home.root) for path in paths)
    assert len(set(paths)) == len(paths)


def test_a_build_lies_beside_the_versions_and_is_none() -> None:
    home = Home(Path("home"))
    build = home.building("20261124T020000Z-3f9c")
    assert build.folder.parent == home.versions
    assert build.folder.name.startswith(".")


def test_the_landing_file_is_not_named_as_its_schema() -> None:
    # opened as a database called `landing`, its schema `landing` would be ambiguous
    assert Home(Path("home")).building("r").landing.stem != "landing"


def test_the_light_modules_load_no_engine() -> None:
    code = (
        "import sys, warehouse.layout, warehouse.records, warehouse.errors, warehouse.state, "
        "warehouse.publish, warehouse.query, warehouse.landing, warehouse.audit, warehouse.report; "
        "print(sorted({'duckdb', 'polars', 'pyarrow', 'pandas', 'altair', 'rich'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
