"""Work done in a thread ahead of its reader: same items, same faults, no thread left behind."""

import threading
import time
from collections.abc import Iterator

import pytest

from etl.text.ahead import ahead


def test_the_items_come_in_order() -> None:
    assert list(ahead(iter(range(1000)), depth=3)) == list(range(1000))
    assert list(ahead(iter([None, None]))) == [None, None]


def test_it_works_ahead_but_not_further_than_allowed() -> None:
    made: list[int] = []

    def items() -> Iterator[int]:
        for n in range(100):
            made.append(n)
            yield n

    found = ahead(items(), depth=2)
    assert next(found) == 0
    deadline = time.monotonic() + 5
    while len(made) < 4 and time.monotonic() < deadline:
        time.sleep(0.01)
    time.sleep(0.05)
    assert len(made) == 4  # one given, two in the queue, one waiting for room
    found.close()  # type: ignore[attr-defined]


def test_an_exception_comes_out_behind_the_items_before_it() -> None:
    def items() -> Iterator[int]:
        yield 1
        raise ValueError("two")

    found = ahead(items())
    assert next(found) == 1
    with pytest.raises(ValueError, match="two"):
        next(found)


def test_closing_ends_the_thread_and_closes_the_source() -> None:
    closed: list[bool] = []

    def items() -> Iterator[int]:
        try:
            while True:
                yield 0
        finally:
            closed.append(True)

    before = threading.active_count()
    found = ahead(items())
    next(found)
    found.close()  # type: ignore[attr-defined]
    assert closed == [True]
    assert threading.active_count() == before
