"""The suites: one module per table in ``landing`` and ``marts``, found by being there.

A module gives ``TABLE``, the table's name without its schema, and ``suite()``, its expectations. Adding a
table is adding a module.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from great_expectations.expectations.expectation import Expectation

    from expectations.results import Gate


@dataclass(frozen=True, slots=True)
class Suite:
    """The expectations of one table."""

    table: str
    expectations: tuple[Expectation, ...]


def discover(gate: Gate) -> Iterator[Suite]:
    """All suites of a gate, by table name. Imports the engine; call ``context.warm`` first."""
    package = importlib.import_module(f"{__name__}.{gate}")
    for found in sorted(pkgutil.iter_modules(package.__path__), key=lambda module: module.name):
        module = importlib.import_module(f"{package.__name__}.{found.name}")
        suite: Callable[[], list[Expectation]] = module.suite
        yield Suite(str(module.TABLE), tuple(suite()))
