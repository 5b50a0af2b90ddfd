"""Publication: one builder, a version all at once, and a former version that serves through any crash."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pytest

from tests.warehouse import homes
from warehouse import connections, publish, state
from warehouse.errors import HomeLocked, WarehouseError
from warehouse.layout import Home

HERE = Path(__file__).parent
REPOSITORY = HERE.parents[1]
FIRST, SECOND, THIRD = (f"2026111{day}T020000Z-aaaa" for day in range(3))


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


def serving(home: Home) -> str | None:
    served = state.read_served(home)
    return served.run_id if served else None


def python(script: str, *arguments: str) -> list[str]:
    return [sys.executable, str(HERE / script), *arguments]


@contextmanager
def reading(home: Home) -> Iterator[list[tuple[str, str]]]:
    """A reader in another process; at the end of the block the list holds what it saw, round by round."""
    seen: list[tuple[str, str]] = []
    reader = subprocess.Popen(
        python("reader.py", str(home.served)),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert reader.stdout is not None
    first = reader.stdout.readline()  # it has the file open now
    yield seen
    output, errors = reader.communicate("")
    assert reader.returncode == 0, errors
    seen += [(held, fresh) for held, fresh in map(str.split, [first, *output.splitlines()])]


def test_what_is_published_is_served_by_a_relative_link(home: Home) -> None:
    version = homes.night(home, run_id=FIRST)
    assert version == home.version(FIRST)
    assert not home.served.readlink().is_absolute()
    assert home.served.samefile(version)
    assert version.stat().st_mode & 0o777 == 0o444
    assert state.served_path(home) == version
    assert not list(home.versions.glob(".*"))
    assert not list(home.root.glob(".leaderhouse*"))


def test_the_name_of_the_database_is_the_same_every_night(home: Home) -> None:
    names = set()
    for night in (FIRST, SECOND):
        homes.night(home, run_id=night)
        with duckdb.connect(str(home.served), read_only=True) as con:
            names |= set(con.execute("SELECT current_database() FROM leaderhouse.audit.run").fetchall())
    assert names == {("leaderhouse",)}


def test_a_version_goes_away_with_its_second_name(home: Home) -> None:
    first = homes.night(home, run_id=FIRST)
    homes.night(home, run_id=SECOND)
    assert first.stat().st_nlink == 2  # a reader may have resolved the link and not opened the file yet
    homes.night(home, run_id=THIRD)
    assert first.stat().st_nlink == 1
    assert sorted(path.name for path in home.serving.iterdir()) == [SECOND, THIRD]
    with publish.Lock(home, "r"):
        publish.sweep(home)
    assert [path.name for path in home.serving.iterdir()] == [THIRD]
    assert serving(home) == THIRD


def test_without_hard_links_the_version_itself_is_served(home: Home) -> None:
    home.root.mkdir()
    home.serving.write_text("in the way, as on a file system that has no hard links")
    version = homes.night(home, run_id=FIRST)
    assert home.served.readlink() == Path("versions", version.name)
    assert state.served_path(home) == version.resolve()
    homes.night(home, run_id=SECOND)
    assert serving(home) == SECOND


def test_a_version_can_be_served_by_hand(home: Home) -> None:
    first = homes.night(home, run_id=FIRST)
    homes.night(home, run_id=SECOND)
    home.served.unlink()
    home.served.symlink_to(first.relative_to(home.root))
    assert serving(home) == FIRST
    assert state.served_path(home) == first
    homes.night(home, run_id=THIRD)
    assert serving(home) == THIRD


def test_a_home_can_be_moved(home: Home, tmp_path: Path) -> None:
    homes.night(home, run_id=FIRST)
    home.root.rename(tmp_path / "elsewhere")
    assert serving(Home(tmp_path / "elsewhere")) == FIRST


def test_former_versions_stay_as_they_are(home: Home) -> None:
    first = homes.night(home, run_id=FIRST)
    before = first.read_bytes()
    homes.night(home, run_id=SECOND)
    assert serving(home) == SECOND
    assert first.read_bytes() == before


def test_plain_clients_open_the_link_read_only(home: Home) -> None:
    homes.night(home, run_id=FIRST)
    with duckdb.connect(str(home.served), read_only=True) as con:
        assert con.execute("SELECT run_id FROM audit.run").fetchall() == [(FIRST,)]
    assert [path.name for path in home.versions.iterdir()] == [f"{FIRST}.duckdb"]


def test_a_reader_is_answered_throughout(home: Home) -> None:
    homes.night(home, run_id=FIRST)
    with reading(home) as seen:
        homes.night(home, run_id=SECOND)
        homes.night(home, run_id=THIRD)
    assert {held for held, _ in seen} == {FIRST}
    fresh = [run_id for _, run_id in seen]
    assert fresh == sorted(fresh)
    assert fresh[0] == FIRST


def test_a_crash_at_any_step_leaves_a_version_serving(home: Home, tmp_path: Path) -> None:
    homes.night(home, run_id=FIRST)
    prepared = tmp_path / "prepared.duckdb"
    with publish.Lock(home, SECOND):
        prepared.write_bytes(homes.build(home, SECOND).target.read_bytes())
        publish.discard(home, SECOND)
    found = []
    with reading(home) as seen:
        for step in range(100):
            command = python("crash.py", str(home.root), SECOND, str(prepared), str(step))
            crashed = subprocess.run(
                command, cwd=REPOSITORY, env={**os.environ, "PYTHONPATH": str(REPOSITORY)}
            )
            found.append(serving(home))
            if crashed.returncode == 0:
                break
            assert crashed.returncode == -signal.SIGKILL
            # what the crash left: the version may be complete and not served yet, or served
            if found[-1] == SECOND:
                home.served.unlink()
                home.served.symlink_to(home.version(FIRST).relative_to(home.root))
            home.version(SECOND).unlink(missing_ok=True)
    assert crashed.returncode == 0
    assert len(found) >= 10  # so many steps there are; fewer would mean that the countdown misses them
    assert found[-1] == SECOND
    assert set(found) == {FIRST, SECOND}
    assert {held for held, _ in seen} == {FIRST}
    assert {fresh for _, fresh in seen} <= {FIRST, SECOND}
    assert [path.name for path in home.versions.iterdir() if path.name.startswith(".")] == []


def test_the_next_night_sweeps_up_after_a_crash(home: Home) -> None:
    homes.night(home, run_id=FIRST)
    left = home.building(SECOND)
    left.folder.mkdir()
    left.target.write_text("half a file")
    half_link = home.root / f".{home.served.name}.{SECOND}"
    half_link.symlink_to("nowhere")
    homes.night(home, run_id=THIRD)
    assert not left.folder.exists()
    assert not half_link.is_symlink()
    assert serving(home) == THIRD


def test_a_second_run_says_who_holds_the_home(home: Home) -> None:
    code = (
        "import sys; from pathlib import Path\n"
        "from warehouse.layout import Home; from warehouse.publish import Lock\n"
        f"with Lock(Home(Path(sys.argv[1])), {FIRST!r}): print('locked', flush=True); sys.stdin.read()"
    )
    holder = subprocess.Popen(
        [sys.executable, "-c", code, str(home.root)],
        cwd=REPOSITORY,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert holder.stdout is not None
    holder.stdout.readline()
    with pytest.raises(HomeLocked, match=rf"run {FIRST}, process {holder.pid}, since 20\d\d-") as raised:
        publish.Lock(home, SECOND).__enter__()
    assert "nothing to remove" in raised.value.cure
    holder.kill()
    holder.communicate()
    with publish.Lock(home, SECOND):  # the kernel took the lock back
        pass


def test_a_lock_that_is_not_named_yet_still_holds(home: Home) -> None:
    with publish.Lock(home, FIRST):
        home.lock.write_text("")
        with pytest.raises(HomeLocked, match="a process that has just started"):
            publish.Lock(home, SECOND).__enter__()


def test_a_lock_is_free_again_after_a_fault(home: Home) -> None:
    with pytest.raises(ZeroDivisionError), publish.Lock(home, FIRST):
        raise ZeroDivisionError
    with publish.Lock(home, SECOND):
        pass


def test_two_homes_do_not_wait_for_each_other(tmp_path: Path) -> None:
    with publish.Lock(Home(tmp_path / "a"), FIRST), publish.Lock(Home(tmp_path / "b"), FIRST):
        homes.build(Home(tmp_path / "a"), FIRST)


def test_a_home_that_cannot_be_made_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(WarehouseError, match="cannot be written to"):
        publish.Lock(Home(tmp_path / "file" / "home"), FIRST).__enter__()


def test_nothing_is_built_or_published_without_the_lock(home: Home) -> None:
    homes.night(home, run_id=FIRST)
    for step in (
        lambda: publish.begin(home, SECOND),
        lambda: publish.discard(home, SECOND),
        lambda: publish.publish(home, SECOND),
        lambda: publish.sweep(home),
        lambda: publish.point_at(home, home.version(FIRST)),
    ):
        with pytest.raises(RuntimeError, match="without its lock"):
            step()


def test_a_file_under_the_served_name_is_not_overwritten(home: Home) -> None:
    home.root.mkdir()
    home.served.write_text("an analyst's own copy")
    with publish.Lock(home, FIRST), pytest.raises(WarehouseError, match="Move it away"):
        publish.begin(home, FIRST)
    assert home.served.read_text() == "an analyst's own copy"


def test_a_version_is_never_written_twice(home: Home) -> None:
    homes.night(home, run_id=FIRST)
    with publish.Lock(home, FIRST):
        publish.begin(home, FIRST)
        with pytest.raises(WarehouseError, match="never written twice"):
            publish.publish(home, FIRST)


def test_a_discarded_build_leaves_nothing(home: Home) -> None:
    with publish.Lock(home, FIRST):
        homes.build(home, FIRST)
        publish.discard(home, FIRST)
        publish.discard(home, FIRST)
    assert not list(home.versions.iterdir())


def test_a_build_that_is_still_open_is_not_published(home: Home) -> None:
    with publish.Lock(home, FIRST):
        paths = homes.build(home, FIRST)
        forgotten = duckdb.connect(str(paths.target))
        with pytest.raises(WarehouseError, match="still open in this process"):
            publish.publish(home, FIRST)
        forgotten.close()
        publish.publish(home, FIRST)
    assert serving(home) == FIRST


def test_what_lies_in_the_write_ahead_log_is_published(home: Home) -> None:
    code = (
        "import os, sys, duckdb; con = duckdb.connect(sys.argv[1])\n"
        "con.execute('CREATE TABLE marts.late AS SELECT 1 AS i')\n"
        "os._exit(0)"  # as a process that dies: nothing is folded in
    )
    with publish.Lock(home, FIRST):
        target = homes.build(home, FIRST).target
        subprocess.run([sys.executable, "-c", code, str(target)], check=True)
        assert target.with_name(target.name + ".wal").exists()
        version = publish.publish(home, FIRST)
    with connections.open_read_only(version) as con:
        assert con.execute("SELECT i FROM marts.late").fetchall() == [(1,)]
    assert [path.name for path in home.versions.iterdir()] == [version.name]


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ("no file", "no finished build"),
        ("no database", "cannot be closed"),
        ("newer storage", "storage version .* must have v1.2.0"),
        ("no audit", "has no audit"),
        ("another run", f"speaks of run {SECOND}, not of {THIRD}"),
    ],
)
def test_a_build_that_is_not_complete_is_not_published(home: Home, fault: str, words: str) -> None:
    homes.night(home, run_id=FIRST)
    with publish.Lock(home, THIRD):
        prepared = homes.build(home, SECOND).target.read_bytes()
        target = publish.begin(home, THIRD).target
        if fault == "no database":
            target.write_text("<html>" * 999)
        elif fault == "newer storage":
            duckdb.connect(str(target)).close()
        elif fault == "no audit":
            connections.create_target(target)
        elif fault == "another run":
            target.write_bytes(prepared)
        with pytest.raises(WarehouseError, match=words):
            publish.publish(home, THIRD)
    assert serving(home) == FIRST
    assert state.versions(home) == (home.version(FIRST),)
