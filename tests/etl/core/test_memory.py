"""Memory of large batches is kept from one to the next."""

import subprocess
import sys
from pathlib import Path

import pytest

# As a large file is cut: pieces of 1 MiB joined to batches of 24, a few of which are under way at once.
BATCHES = """
import resource, sys
from collections import deque
from threading import Thread

if sys.argv[1] == "kept":
    from etl.memory import keep_freed
    keep_freed()

def cut():
    under_way = deque(maxlen=4)
    for _ in range(60):
        under_way.append(b"".join([b"x" * (1 << 20) for _ in range(24)]))

thread = Thread(target=cut)
thread.start()
thread.join()
print(resource.getrusage(resource.RUSAGE_SELF).ru_minflt)
"""


def page_faults(word: str) -> int:
    root = Path(__file__).parents[3]
    done = subprocess.run(
        [sys.executable, "-c", BATCHES, word], cwd=root, capture_output=True, text=True, check=True
    )
    return int(done.stdout)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="mallopt is glibc's")
def test_the_memory_of_a_batch_is_not_given_back_and_taken_anew() -> None:
    assert 2 * page_faults("kept") < page_faults("given back")
