"""Work in threads: the order of the items, and nothing kept behind."""

import threading
import time
from collections.abc import Iterator

import pytest

from etl.vcf.in_order import in_order


def test_results_come_in_the_order_of_the_items() -> None:
    def work(n: int) -> int:
        time.sleep(0.002 * (5 - n % 5))
        return n * n

    assert list(in_order(work, iter(range(20)))) == [n * n for n in range(20)]
    assert list(in_order(work, iter([]))) == []


def test_one_item_needs_no_thread() -> None:
    assert list(in_order(lambda _: threading.current_thread(), iter([1]))) == [threading.current_thread()]


def test_no_more_items_are_held_than_threads() -> None:
    taken = 0

    def items() -> Iterator[int]:
        nonlocal taken
        for n in range(10):
            taken += 1
            yield n

    for done, _ in enumerate(in_order(lambda n: n, items()), 1):
        assert taken <= done + 2


def test_an_error_is_raised_where_its_result_would_stand() -> None:
    found = []
    with pytest.raises(ZeroDivisionError):
        found.extend(in_order(lambda n: 1 // (n - 3), iter(range(10))))
    before = threading.active_count()
    results = in_order(lambda n: 1 // (n - 3), iter(range(10)))
    assert [next(results) for _ in range(3)] == [-1, -1, -1]
    with pytest.raises(ZeroDivisionError):
        next(results)
    assert threading.active_count() <= before
