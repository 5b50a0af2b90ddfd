"""Hashes of a file's bytes; those of a large file beside everything else that is done with it."""

import hashlib
from queue import Queue
from threading import Thread

# Chunks that may wait. Nothing waits for a hash but the end of the file, so it takes what time others leave.
_WAITING = 32


class Hashing:
    """sha256, and md5 where it is asked for, of what `update` is given."""

    def __init__(self, *, md5: bool, is_large: bool) -> None:
        self._sha256 = hashlib.sha256()
        self._md5 = hashlib.md5(usedforsecurity=False) if md5 else None
        self._queue: Queue[bytes | None] = Queue(_WAITING)
        self._thread = Thread(target=self._work, daemon=True) if is_large else None
        if self._thread is not None:
            self._thread.start()

    def update(self, chunk: bytes) -> None:
        """The next bytes."""
        if self._thread is None:
            self._add(chunk)
        else:
            self._queue.put(chunk)

    def finish(self) -> None:
        """Wait until all is hashed; safe to call twice."""
        if self._thread is not None:
            self._queue.put(None)
            self._thread.join()
            self._thread = None

    @property
    def sha256(self) -> str:
        """Hex digest of what was given before `finish`."""
        return self._sha256.hexdigest()

    @property
    def md5(self) -> str | None:
        """Hex digest of what was given before `finish`, None where it was not asked for."""
        return None if self._md5 is None else self._md5.hexdigest()

    def _add(self, chunk: bytes) -> None:
        self._sha256.update(chunk)
        if self._md5 is not None:
            self._md5.update(chunk)

    def _work(self) -> None:
        while (chunk := self._queue.get()) is not None:
            self._add(chunk)
