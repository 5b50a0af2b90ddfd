"""Sound databases for the tests of the gates."""

import sys
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
        wanted = ("mutations", "studies", "dim_patient", "zz_new")
        return (suite for suite in discover(name) if suite.table in wanted)

    monkeypatch.setattr(gate, "discover", some)


@pytest.fixture
def more_suites(tmp_path: Path) -> Iterator[Path]:
    """A folder whose modules are found beside the suites of landed tables."""
    import expectations.suites.landing as package

    package.__path__.append(str(tmp_path))
    yield tmp_path
    package.__path__.remove(str(tmp_path))
    sys.modules.pop(f"{package.__name__}.zz_new", None)
