"""Sound databases for the tests of the gates."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from expectations import gate
from expectations.suites import Suite, discover
from tests.expectations.databases import build


@pytest.fixture
def landing(tmp_path: Path) -> Path:
    """A landing database with two sound studies."""
    return build(tmp_path / "views.duckdb", "landing", "first", "second")


@pytest.fixture
def marts(tmp_path: Path) -> Path:
    """Marts of two sound studies."""
    return build(tmp_path / "target.duckdb", "marts", "first", "second")


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Run three suites instead of all, where a test is about the gate itself: a fifth of the time."""

    def some(name: gate.Gate) -> Iterator[Suite]:
        return (suite for suite in discover(name) if suite.table in ("mutations", "studies", "dim_patient"))

    monkeypatch.setattr(gate, "discover", some)
