"""The memory of large batches, kept from one to the next."""

import ctypes
from contextlib import suppress
from functools import lru_cache

# Parameters of glibc's mallopt (malloc.h).
_TRIM_THRESHOLD, _TOP_PAD, _MMAP_THRESHOLD = -1, -2, -3
_KEPT, _GROWN, _LARGEST = 256 << 20, 64 << 20, 32 << 20


@lru_cache(maxsize=1)
def keep_freed() -> None:
    """Have glibc keep up to 256 MiB of what batches leave free, for the next ones.

    Else it gives the text of a batch back to the system each time and takes it anew, page by page. Other
    libraries of C have no such setting.
    """
    with suppress(OSError, AttributeError, TypeError):
        mallopt = ctypes.CDLL(None).mallopt
        for parameter, size in ((_MMAP_THRESHOLD, _LARGEST), (_TRIM_THRESHOLD, _KEPT), (_TOP_PAD, _GROWN)):
            mallopt(parameter, size)
