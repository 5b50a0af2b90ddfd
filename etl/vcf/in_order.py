"""Work on the items of an iterator in a few threads, handing on the results in the order of the items."""

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")


def in_order(work: Callable[[Item], Result], items: Iterator[Item], n_threads: int = 2) -> Iterator[Result]:
    """`work` of each item. At most `n_threads` items are held at a time; one item alone needs no thread.

    An exception of `work` is raised where its result would stand; what was begun behind it is thrown away.
    """
    waiting = [item for _, item in zip(range(2), items, strict=False)]
    if len(waiting) < 2:
        yield from map(work, waiting)
        return
    with ThreadPoolExecutor(n_threads) as pool:
        begun: deque[Future[Result]] = deque(pool.submit(work, item) for item in waiting)
        del waiting
        try:
            while begun:
                result = begun.popleft().result()
                begun.extend(
                    pool.submit(work, item)
                    for _, item in zip(range(n_threads - len(begun)), items, strict=False)
                )
                yield result
                del result
        finally:
            for future in begun:
                future.cancel()
