"""An iterator worked out in a thread of its own, a few items ahead of its reader."""

from collections.abc import Callable, Iterator
from queue import Empty, Full, Queue
from threading import Event, Thread
from typing import TypeVar

Item = TypeVar("Item")


class _End:
    """Last thing in the queue; carries the exception that ended the work, if one did."""

    def __init__(self, error: BaseException | None) -> None:
        self.error = error


def ahead(items: Iterator[Item], depth: int = 1) -> Iterator[Item]:
    """The same items in the same order. Closing this iterator ends the thread before it returns."""
    queue: Queue[Item | _End] = Queue(depth)
    stop = Event()
    thread = Thread(target=_work, args=(items, queue, stop), daemon=True)
    thread.start()
    try:
        while not isinstance(item := queue.get(), _End):
            yield item
        if item.error is not None:
            raise item.error
    finally:
        stop.set()
        _join(thread, queue)


def _work(items: Iterator[Item], queue: "Queue[Item | _End]", stop: Event) -> None:
    error: BaseException | None = None
    try:
        for item in items:
            if not _put(queue, item, stop):
                break
    except BaseException as caught:  # handed to the reader, who raises it
        error = caught
    finally:
        close: Callable[[], None] | None = getattr(items, "close", None)
        if close is not None:
            close()
        _put(queue, _End(error), stop)


def _put(queue: "Queue[Item | _End]", item: Item | _End, stop: Event) -> bool:
    while not stop.is_set():
        try:
            queue.put(item, timeout=0.2)
        except Full:
            continue
        return True
    return False


def _join(thread: Thread, queue: "Queue[Item | _End]") -> None:
    while thread.is_alive():
        try:
            queue.get_nowait()
        except Empty:
            thread.join(0.01)
