"""The report on the served version: one self-contained page."""

from __future__ import annotations

from pathlib import Path

from warehouse.layout import Home


def warm() -> None:
    """Import what the page needs, 3-4 s of altair. Safe in a thread, and to call twice."""
    from warehouse.report import page

    page.warm()


def write(home: Home) -> Path:
    """Write ``reports/index.html`` from the served version and give its path. Raises NothingServed."""
    from warehouse.report import page

    return page.write(home)
