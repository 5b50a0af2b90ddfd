"""The bytes of a delivered file: opened without leaving raw, hashed while they are read."""

import errno
import os
import stat
from pathlib import Path
from types import TracebackType

from etl.errors import FileFault
from etl.text.hashing import Hashing

CHUNK = 1 << 20
_REASONS = {
    errno.ENOENT: ("is not there any more", "deliver it again, or leave it out"),
    errno.EACCES: ("may not be read: no permission", "give the user of the nightly job read permission"),
    errno.EPERM: ("may not be read: no permission", "give the user of the nightly job read permission"),
    errno.EISDIR: ("is a folder, not a file", "put the file itself here"),
    errno.ELOOP: ("is a link that leads in a circle", "put the file itself here"),
    errno.ENAMETOOLONG: ("has a name that is too long to open", "shorten the name"),
}


class Delivered:
    """An open file of raw. What `read` gives is hashed: the file's hashes are known once all was read."""

    def __init__(self, raw: Path, path: str, *, md5: bool = False, large_from: int | None = None) -> None:
        """Open `path` (relative to `raw`). Raises FileFault, also for a link that leads out of raw.

        A file of `large_from` bytes is hashed by a thread of its own.
        """
        self.path = path
        self.bytes_read = 0
        self._is_read = False
        try:
            self._real = _inside(raw, path)
            # Non-blocking, so that a named pipe is refused instead of waited for; no effect on regular files.
            self.fd = os.open(self._real, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC | os.O_NOFOLLOW)
        except OSError as error:
            raise self._fault(error) from error
        self._start = os.fstat(self.fd)
        if not stat.S_ISREG(self._start.st_mode):
            os.close(self.fd)
            is_folder = stat.S_ISDIR(self._start.st_mode)
            what = "is a folder, not a file" if is_folder else "is no regular file but a device or pipe"
            raise FileFault(path, None, what, "put the file itself here")
        is_large = large_from is not None and self.size_bytes >= large_from
        self._hashing = Hashing(md5=md5, is_large=is_large)

    @property
    def size_bytes(self) -> int:
        """Size when the file was opened."""
        return self._start.st_size

    @property
    def modified_ns(self) -> int:
        """Time of the last change when the file was opened, in nanoseconds since 1970."""
        return self._start.st_mtime_ns

    def read(self, size: int = CHUNK) -> bytes:
        """The next bytes, at most `size`; empty at the end. Raises FileFault where the disk fails."""
        if self._is_read:  # whoever reads a zip archive moves to and fro in it afterwards
            return b""
        try:
            chunk = os.read(self.fd, size)
        except OSError as error:
            raise self._fault(error) from error
        self._is_read = not chunk
        self.bytes_read += len(chunk)
        self._hashing.update(chunk)
        return chunk

    def drain(self) -> None:
        """Read what is left, so that the hashes are those of the whole file."""
        while self.read():
            pass

    def check_unchanged(self) -> None:
        """Raise FileFault if the file was written to, cut or replaced since it was opened."""
        try:
            by_name, by_fd = os.stat(self._real), os.fstat(self.fd)
        except OSError as error:
            raise self._fault(error) from error
        start = self._start
        same = all(
            (now.st_size, now.st_mtime_ns, now.st_ino) == (start.st_size, start.st_mtime_ns, start.st_ino)
            for now in (by_name, by_fd)
        )
        if not same or self.bytes_read != start.st_size:
            raise FileFault(
                self.path,
                None,
                f"changed while it was read ({start.st_size:,} bytes at first, {by_name.st_size:,} then)",
                "deliver it completely before the night, best under another name that is then changed",
            )

    @property
    def sha256(self) -> str:
        """Hex digest of what was read."""
        self._hashing.finish()
        return self._hashing.sha256

    @property
    def md5(self) -> str | None:
        """Hex digest of what was read, None where it was not asked for."""
        self._hashing.finish()
        return self._hashing.md5

    def close(self) -> None:
        """Close the file; safe to call twice."""
        self._hashing.finish()
        if self.fd >= 0:
            os.close(self.fd)
            self.fd = -1

    def __enter__(self) -> "Delivered":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _fault(self, error: OSError) -> FileFault:
        message, cure = _REASONS.get(error.errno or 0, (f"cannot be read: {error.strerror or error}", None))
        return FileFault(self.path, None, message, cure)


def _inside(raw: Path, path: str) -> str:
    """The real path of a file, proven to lie in raw. Raises FileFault or OSError."""
    try:
        root, real = os.path.realpath(raw), os.path.realpath(os.path.join(raw, path))
    except ValueError as error:  # a NUL in the name
        raise FileFault(path, None, f"has a name that cannot be opened: {error}", "rename it") from error
    if not os.path.join(real, "").startswith(os.path.join(root, "")) or os.path.isabs(path):
        raise FileFault(
            path, None, "leads out of the raw folder", "put the file itself here instead of a link"
        )
    return real
