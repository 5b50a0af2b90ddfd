"""The documents that are made from the code say what the code says now."""

import importlib.util
from types import ModuleType

import pytest

from tests.conftest import Demo
from tests.house.sources import REPOSITORY

DOCS = REPOSITORY / "docs"


@pytest.fixture(scope="module")
def generate() -> ModuleType:
    """docs/generate.py, which is a script and in no package."""
    spec = importlib.util.spec_from_file_location("generate", DOCS / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_commands_are_current(generate: ModuleType) -> None:
    assert (DOCS / "commands.md").read_text(encoding="utf-8") == generate.commands(), "run make docs"


def test_the_data_dictionary_is_current(generate: ModuleType, demo: Demo) -> None:
    assert (DOCS / "data-dictionary.md").read_text(encoding="utf-8") == generate.data_dictionary(demo.home), (
        "run make docs"
    )


def test_the_readme_shows_what_the_demo_prints(generate: ModuleType, demo: Demo) -> None:
    excerpt = generate.demo_excerpt(demo.stdout, demo.home)
    assert len(excerpt.splitlines()) > 15
    assert (REPOSITORY / "README.md").read_text(encoding="utf-8") == generate.readme(excerpt), "run make docs"
