"""What lies in raw: every file with size, times and, where known, sha256. Standard library only.

Looking at size and times is enough to see that nothing changed; content is hashed only where they differ.
"""

import hashlib
import json
import os
import stat
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

VERSION = 1
CHUNK_BYTES = 1 << 20
# A file changed this shortly before it was hashed could change again without its times showing it (2 s: FAT).
RACY_NS = 2_000_000_000


@dataclass(frozen=True, slots=True)
class RawFile:
    """A file in raw. `path` is posix, relative to raw; `sha256` is None where the content is not known.

    `modified_ns` is the time of the last write, `changed_ns` that of the last change of any kind, which no
    program can set back; both in nanoseconds since 1970.
    """

    path: str
    size_bytes: int
    modified_ns: int
    sha256: str | None = None
    changed_ns: int = 0


def take(raw: Path, cache_path: Path, verify: bool = False) -> list[RawFile]:
    """Every file below `raw`, sorted by path; nothing is left out, whatever its name.

    A sha256 comes from the cache where size and times are still the same; with `verify` from nowhere. Links
    to files of raw count as files. Links to folders or out of raw, pipes, and folders that cannot be listed
    are given as they are, to be reported; so is a study's folder without any file.
    """
    known = {} if verify else _read(cache_path)
    files = []
    for path, status in _walk(raw):
        if status is None:
            files.append(RawFile(path, 0, 0))
            continue
        key = (path, status.st_size, status.st_mtime_ns, status.st_ctime_ns)
        files.append(RawFile(path, status.st_size, status.st_mtime_ns, known.get(key), status.st_ctime_ns))
    filled = {file.path.partition("/")[0] for file in files}
    for path, status in _folders(raw):
        if path not in filled:
            files.append(RawFile(path, 0, status.st_mtime_ns, None, status.st_ctime_ns))
    return sorted(files, key=lambda file: file.path)


def save(cache_path: Path, files: Iterable[RawFile]) -> None:
    """Write the cache: the files whose hash is known. Atomic."""
    entries = [[f.path, f.size_bytes, f.modified_ns, f.changed_ns, f.sha256] for f in files if f.sha256]
    text = json.dumps(
        {"version": VERSION, "saved_ns": time.time_ns(), "files": entries}, separators=(",", ":")
    )
    cache_path.parent.mkdir(parents=True, exist_ok=True)
    temporary = cache_path.with_name(f".{cache_path.name}.{os.getpid()}")
    try:
        temporary.write_text(text, encoding="ascii")
        os.replace(temporary, cache_path)
    finally:
        temporary.unlink(missing_ok=True)


def hashed(raw: Path, files: Iterable[RawFile]) -> list[RawFile]:
    """The same files with every hash that can be known; None stays where a file cannot be read."""

    def fill(file: RawFile) -> RawFile:
        if file.sha256 is not None or not is_inside(raw, file.path):
            return file
        try:
            return replace(file, sha256=hash_file(raw / file.path))
        except OSError:
            return file

    with ThreadPoolExecutor(max_workers=2) as pool:
        return list(pool.map(fill, files))


def hash_file(path: Path) -> str:
    """sha256 (hex) of a regular file. Raises OSError."""
    digest = hashlib.sha256()
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    with os.fdopen(descriptor, "rb", buffering=0) as stream:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError(f"{path} is not a regular file")
        while chunk := stream.read(CHUNK_BYTES):
            digest.update(chunk)
    return digest.hexdigest()


def is_inside(raw: Path, path: str) -> bool:
    """True if `path`, all links followed, lies in raw."""
    try:
        root, real = os.path.realpath(raw), os.path.realpath(os.path.join(raw, path))
        return os.path.commonpath((root, real)) == root
    except (OSError, ValueError):
        return False


def _walk(raw: Path) -> Iterator[tuple[str, os.stat_result | None]]:
    """Every entry that is no folder, and the folders that cannot be listed; None where not even a look is
    possible (a path longer than the system opens). What is gone since its folder was listed is left out.
    """
    waiting = [""]
    while waiting:
        folder = waiting.pop()
        try:
            with os.scandir(os.path.join(raw, folder)) as entries:
                found = list(entries)
        except OSError:
            if not folder:
                raise
            with suppress(FileNotFoundError):
                yield folder, _look(partial(os.lstat, os.path.join(raw, folder)))
            continue
        for entry in found:
            path = f"{folder}/{entry.name}" if folder else entry.name
            if entry.is_dir(follow_symlinks=False):
                waiting.append(path)
                continue
            with suppress(FileNotFoundError):
                yield path, _look(partial(_status, raw, path, entry))


def _look(status: Callable[[], os.stat_result]) -> os.stat_result | None:
    try:
        return status()
    except FileNotFoundError:
        raise
    except OSError:
        return None


def _folders(raw: Path) -> Iterator[tuple[str, os.stat_result]]:
    """The folders directly in raw."""
    with os.scandir(raw) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield entry.name, entry.stat(follow_symlinks=False)


def _status(raw: Path, path: str, entry: "os.DirEntry[str]") -> os.stat_result:
    if entry.is_symlink() and os.path.isfile(entry.path) and is_inside(raw, path):
        return entry.stat()
    return entry.stat(follow_symlinks=False)


def _read(cache_path: Path) -> dict[tuple[str, int, int, int], str]:
    """Hashes by path, size and times. A cache that is not there or not ours counts as empty."""
    try:
        cache = json.loads(cache_path.read_text(encoding="ascii"))
        if cache["version"] != VERSION:
            return {}
        newest = cache["saved_ns"] - RACY_NS
        return {
            (path, size, modified, changed): sha256
            for path, size, modified, changed, sha256 in cache["files"]
            if max(modified, changed) < newest
        }
    except (OSError, ValueError, KeyError, TypeError):
        return {}
