"""Small parts of the flows: settings, fingerprint, progress, receipts, servers, what is tried again."""

import errno
import os
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest

from etl.errors import FileFault
from flows import chosen, fingerprint, receipts, server
from flows.night import is_transient
from flows.outcome import Outcome, Refused
from flows.progress import LineProgress, LiveProgress
from flows.settings import Settings
from warehouse.layout import Home, new_run_id


def test_home_comes_from_the_option_then_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert Settings.of().home.root == tmp_path / "home"
    monkeypatch.setenv("LEADERHOUSE_HOME", str(tmp_path / "named"))
    assert Settings.of().home.root == tmp_path / "named"
    assert Settings.of("given").raw == tmp_path / "given" / "raw"
    assert Settings.of("given", "elsewhere").raw == tmp_path / "elsewhere"


def test_fingerprint_changes_with_path_and_content_and_not_with_order() -> None:
    one, two = ("a/x", "1" * 64), ("a/y", "2" * 64)
    value = fingerprint.take([one, two]).value
    assert fingerprint.take([two, one]).value == value
    assert fingerprint.take([one]).value != value
    assert fingerprint.take([one, ("a/z", "2" * 64)]).value != value
    assert fingerprint.take([one, ("a/y", "3" * 64)]).value != value
    imported = ("ours/1/targets.csv", "4" * 64)
    assert fingerprint.take([one, two], [imported]).value != value
    assert fingerprint.take([one, two, imported]).value != fingerprint.take([one, two], [imported]).value


def test_fingerprint_changes_with_what_the_home_sets_and_not_with_how_it_is_written(tmp_path: Path) -> None:
    settings = Settings.of(tmp_path)
    without = fingerprint.take([], chosen.of(settings)).value
    values = []
    for text in ("max_rows = 3", "# said anew\nmax_rows = 3\n", "max_rows = 4"):
        settings.home.settings.write_text(f"[quarantine.budget.any]\n{text}")
        values.append(fingerprint.take([], chosen.of(settings)).value)
    assert values[0] == values[1] != values[2]
    assert without not in values


def test_code_hash_covers_every_room(repository: Path) -> None:
    names = {
        path.relative_to(repository).parts[0]
        for folder in (*fingerprint.PACKAGES, "dbt")
        for path in fingerprint._files(repository / folder)
    }
    assert names == {"etl", "expectations", "flows", "warehouse", "dbt"}
    suffixes = {path.suffix for path in fingerprint._files(repository / "dbt")}
    assert {".sql", ".yml", ".csv"} <= suffixes


def test_only_faults_that_pass_are_tried_again() -> None:
    assert is_transient(OSError(errno.EIO, "input/output error"))
    assert is_transient(OSError(errno.ESTALE, "stale file handle"))
    assert not is_transient(OSError(errno.ENOSPC, "no space left on device"))
    assert not is_transient(PermissionError(errno.EACCES, "permission denied"))
    assert not is_transient(FileFault("a/x", 3, "truncated"))
    outer = RuntimeError("outer")
    outer.__cause__ = OSError(errno.ETIMEDOUT, "timed out")
    assert is_transient(outer)


def test_lines_for_a_file_are_plain() -> None:
    stream = StringIO()
    progress = LineProgress(stream)
    progress.start("land", total=2, unit="files")
    progress.advance(rows=10)
    progress.advance(rows=5)
    progress.finish("2 files, 15 rows")
    progress.start("gate 1")
    progress.close()
    lines = stream.getvalue().splitlines()
    assert [line.split(" (")[0] for line in lines] == ["land ...", "land: 2 files, 15 rows", "gate 1 ..."]


def test_live_display_shows_where_the_night_is() -> None:
    from rich.console import Console

    stream = StringIO()
    progress = LiveProgress(Console(file=stream, force_terminal=True, width=100))
    progress.start("discover")
    progress.finish("3 studies, 96 files")
    progress.start("land", total=81, unit="files")
    progress.advance(n=12, rows=3410)
    time.sleep(0.3)
    progress.close()
    shown = stream.getvalue()
    assert "3 studies, 96 files" in shown
    assert "12 of 81 files, 3,410 rows" in shown
    assert "stopped" in shown  # a step without a result, when the night ended


def test_receipts_are_read_newest_first_and_kept_within_bounds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receipts, "KEPT", 3)
    home = Home(tmp_path)
    start = datetime(2026, 1, 1, tzinfo=UTC)
    for day in range(5):
        moment = start + timedelta(days=day)
        receipts.write(home, new_run_id(moment), moment, Outcome("not_published", "run", f"reason {day}"))
    (home.runs / "20270101T000000Z-0000.json").write_text("{")
    assert [receipt.message for receipt in receipts.read(home)] == ["reason 4", "reason 3", "reason 2"]
    assert [receipt.message for receipt in receipts.read(home, limit=1)] == ["reason 4"]


def test_server_is_named_by_environment_or_profile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PREFECT_API_URL", raising=False)
    monkeypatch.setenv("PREFECT_HOME", str(tmp_path))
    assert server.configured_api_url() is None
    (tmp_path / "profiles.toml").write_text(
        'active = "site"\n[profiles.site]\nPREFECT_API_URL = "http://site:4200/api"\n[profiles.other]\n'
    )
    assert server.configured_api_url() == "http://site:4200/api"
    monkeypatch.setenv("PREFECT_PROFILE", "other")
    assert server.configured_api_url() is None
    monkeypatch.setenv("PREFECT_API_URL", "http://named:4200/api")
    assert server.configured_api_url() == "http://named:4200/api"


@pytest.mark.parametrize("url", ["ftp://somewhere", "http://127.0.0.1:9/api", "not an address"])
def test_server_that_is_not_there_is_refused(url: str) -> None:
    with pytest.raises(Refused, match="PREFECT_API_URL"):
        server.require_answer(url)


def test_temporary_server_ends_with_its_parent(tmp_path: Path) -> None:
    """Also when the parent is killed: nothing must be left listening."""
    code = (
        "import sys, time; from pathlib import Path; from flows.server import TemporaryServer\n"
        "s = TemporaryServer(Path(sys.argv[1])); s.start(); print(s._process.pid, flush=True); time.sleep(60)"
    )
    parent = subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    child = int(parent.stdout.readline())
    parent.kill()
    parent.communicate(timeout=30)
    until = time.monotonic() + 60
    while time.monotonic() < until and Path(f"/proc/{child}/cmdline").exists() and _is_running(child):
        time.sleep(0.1)
    assert not _is_running(child)


def _is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except (ProcessLookupError, FileNotFoundError):
        return False
