"""One builder at a time, and a version that appears all at once.

A version is complete on the disk before anything points at it, and is never written again. Readers open the
symlink, which is re-pointed in one step: who reads on keeps the version they opened, who opens anew gets
the new one. A crash at any point leaves the former version serving.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

from warehouse.connections import STORAGE_VERSION, first_line, open_read_only, storage_version
from warehouse.errors import HomeLocked, WarehouseError
from warehouse.layout import BuildPaths, Home

# Homes that this process has locked. The steps below refuse to run without: two builders in one home lose a
# night.
_held: set[Path] = set()


class Lock:
    """The right to build in a home, as a context manager; the kernel takes it back if the process dies.

    Entering raises HomeLocked, which names the holder, if another process has it: it does not wait, since a
    second nightly would only do again what the first is doing.
    """

    def __init__(self, home: Home, run_id: str) -> None:
        self.home = home
        self.run_id = run_id
        self._descriptor: int | None = None

    def __enter__(self) -> Lock:
        try:
            self.home.root.mkdir(parents=True, exist_ok=True)
            descriptor = os.open(self.home.lock, os.O_RDWR | os.O_CREAT, 0o644)
        except OSError as error:
            raise WarehouseError(
                f"{self.home.root} cannot be written to ({error.strerror}).",
                "Name another folder with --home.",
            ) from error
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            holder = _holder(descriptor)
            os.close(descriptor)
            raise HomeLocked(
                f"Another run is building in {self.home.root}: {holder}.",
                "Wait until it ends; the lock goes with the process, so there is nothing to remove.",
            ) from error
        since = datetime.now(UTC).isoformat(timespec="seconds")
        content = json.dumps({"pid": os.getpid(), "run_id": self.run_id, "since": since})
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, content.encode(), 0)
        self._descriptor = descriptor
        _held.add(self.home.root.resolve())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._descriptor is None:
            return
        _held.discard(self.home.root.resolve())
        # The file stays: were it removed, a process that has just opened it would lock a file that nobody
        # else sees.
        os.ftruncate(self._descriptor, 0)
        fcntl.flock(self._descriptor, fcntl.LOCK_UN)
        os.close(self._descriptor)
        self._descriptor = None


def begin(home: Home, run_id: str) -> BuildPaths:
    """Make the folder of a new build, after removing what crashed runs left. Needs the lock.

    Raises WarehouseError if the name that readers open is taken by something that is not our symlink.
    """
    _require_lock(home)
    if home.served.exists() and not home.served.is_symlink():
        raise WarehouseError(
            f"{home.served} is a file of its own, not a link to a published version.",
            "Move it away: publishing would overwrite it.",
        )
    home.versions.mkdir(parents=True, exist_ok=True)
    sweep(home)
    paths = home.building(run_id)
    paths.folder.mkdir()
    return paths


def discard(home: Home, run_id: str) -> None:
    """Drop a build that is not to be published. Needs the lock; nothing happens if there is no such build."""
    _require_lock(home)
    shutil.rmtree(home.building(run_id).folder, ignore_errors=True)


def publish(home: Home, run_id: str) -> Path:
    """Make a finished build the served version, and give its path. Needs the lock.

    Raises WarehouseError, and leaves the former version serving, if the build is not complete: no file,
    still open for writing in this process, a storage version that older clients cannot read, or no audit of
    this very run in it.
    """
    _require_lock(home)
    paths, version = home.building(run_id), home.version(run_id)
    if version.exists():
        raise WarehouseError(f"{version} is published already; a version is never written twice.")
    _settle(paths.target)
    _verify(paths.target, run_id)
    _sync(paths.target)
    paths.target.chmod(0o444)
    paths.target.rename(version)
    _sync(home.versions)
    point_at(home, version)
    shutil.rmtree(paths.folder, ignore_errors=True)
    return version


def point_at(home: Home, version: Path) -> None:
    """Re-point the served symlink in one step; relative, so that a home can be moved. Needs the lock.

    The link leads to the version's second name (see :meth:`warehouse.layout.Home.serving_name`), or to the
    version itself on a file system without hard links.
    """
    _require_lock(home)
    name = home.serving_name(version.stem)
    try:
        name.parent.mkdir(parents=True, exist_ok=True)
        if not name.exists():
            name.hardlink_to(version)
        _sync(name.parent)
        _sync(home.serving)
    except OSError:
        name = version
    fresh = home.root / f".{home.served.name}.{version.stem}"
    fresh.unlink(missing_ok=True)
    fresh.symlink_to(name.relative_to(home.root))
    fresh.replace(home.served)
    _sync(home.root)


def sweep(home: Home) -> None:
    """Remove what no reader needs: builds that crashed, and second names of versions that no longer serve.

    Runs at the beginning of a night, not right after a publication: a reader may have resolved the link and
    not opened the file yet. Who removes a version for good must call this too, or its bytes stay. Needs the
    lock.
    """
    _require_lock(home)
    for leftover in home.versions.glob(".building-*"):
        shutil.rmtree(leftover)
    for link in home.root.glob(f".{home.served.name}.*"):
        link.unlink()
    served = home.served.resolve()
    for second in home.serving.glob("*"):
        if second != served.parent:
            shutil.rmtree(second)


def _settle(target: Path) -> None:
    """Fold the write-ahead log into the file, and make sure that nobody here goes on writing to it."""
    import duckdb

    if not target.is_file():
        raise WarehouseError(f"There is no finished build at {target}.")
    try:
        con = duckdb.connect(str(target))
        try:
            con.execute("CHECKPOINT")
        finally:
            con.close()
    except duckdb.Error as error:
        raise WarehouseError(f"The build at {target} cannot be closed ({first_line(error)}).") from error
    log = target.with_name(target.name + ".wal")
    if log.exists() or _is_open(target):
        raise WarehouseError(
            f"The build at {target} is still open in this process.",
            "Close every connection to it before publishing.",
        )


def _is_open(path: Path) -> bool:
    """Whether this process holds the file open, where the system can tell (Linux)."""
    descriptors = Path("/proc/self/fd")
    if not descriptors.is_dir():
        return False
    resolved = path.resolve()
    for descriptor in descriptors.iterdir():
        try:
            if descriptor.readlink() == resolved:
                return True
        except OSError:  # the listing's own descriptor is gone by now
            continue
    return False


def _verify(target: Path, run_id: str) -> None:
    """Refuse a build that readers could not open, or that does not say what it was made from."""
    import duckdb

    if (found := storage_version(target)) != STORAGE_VERSION:
        raise WarehouseError(
            f"The build has storage version {found or 'unknown'} and must have {STORAGE_VERSION}.",
            "Make the target with warehouse.connections.create_target before anything else opens it.",
        )
    try:
        with open_read_only(target) as con:
            row = con.execute("SELECT max_by(run_id, release_number) FROM audit.release").fetchone()
    except duckdb.Error as error:
        raise WarehouseError(
            f"The build has no audit ({first_line(error)}).", "Write it before publishing."
        ) from error
    if row is None or row[0] != run_id:
        raise WarehouseError(f"The build's audit speaks of run {row[0] if row else None}, not of {run_id}.")


def _holder(descriptor: int) -> str:
    """Who holds the lock, in words."""
    try:
        held = json.loads(os.pread(descriptor, 1000, 0))
        return f"run {held['run_id']}, process {held['pid']}, since {held['since']}"
    except (ValueError, KeyError, TypeError):  # it has the lock and has not written its name yet
        return "a process that has just started"


def _require_lock(home: Home) -> None:
    if home.root.resolve() not in _held:
        raise RuntimeError(f"building in {home.root} without its lock")


def _sync(path: Path) -> None:
    """Bring a file, or the entries of a folder, to the disk: a rename may reach it before the bytes do."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
