"""Faults that a person can mend. Each says what is wrong, where, and what to do; none needs a traceback."""

from __future__ import annotations


class WarehouseError(Exception):
    """An expected fault: one sentence on what is wrong, one on the cure."""

    def __init__(self, message: str, cure: str = "") -> None:
        super().__init__(message if not cure else f"{message} {cure}")
        self.message = message
        self.cure = cure


class HomeLocked(WarehouseError):  # noqa: N818
    """Another process is building in this home."""


class NothingServed(WarehouseError):  # noqa: N818
    """This home has not published anything yet."""


class ServedUnreadable(WarehouseError):  # noqa: N818
    """The served file is there, or was named, and cannot be read as a version of ours."""


class QueryRefused(WarehouseError):  # noqa: N818
    """A query that is wrong, or that does more than read the served file."""


class LedgerBroken(WarehouseError):  # noqa: N818
    """Rows read and rows accounted for differ: the run must stop, since data would be lost in silence."""
