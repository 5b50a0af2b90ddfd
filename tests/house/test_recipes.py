"""The recipes of CONTRIBUTING.md, checked: each test names the step that was forgotten."""

import importlib
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import typer
import yaml

from etl.formats import FORMATS, Format
from flows.cli import app
from tests.house.sources import REPOSITORY, files, relative, text_of

MODELS = files(".sql", ".py", under="dbt/models/")
MARTS = [path for path in MODELS if relative(path).startswith("dbt/models/marts/")]
OFFERED = [path for path in MODELS if not relative(path).startswith("dbt/models/intermediate/")]
"""An intermediate model is read by the models beside it only: a description is welcome, and no duty."""
SUITES = [path for path in files(".py", under="expectations/suites/") if path.stem != "__init__"]


def mentions(word: str, folder: str) -> bool:
    """Whether a test below the folder speaks of the word."""
    return any(re.search(rf"\b{re.escape(word)}\b", text_of(path)) for path in files(".py", under=folder))


@cache
def described(kind: str) -> dict[str, dict[str, Any]]:
    """Everything of a kind (models, unit_tests, …) that the dbt project's .yml files describe, by name."""
    found: dict[str, dict[str, Any]] = {}
    for path in files(".yml", under="dbt/models/"):
        for entry in (yaml.safe_load(text_of(path)) or {}).get(kind, []):
            found[entry["name"]] = {**entry, "file": str(path)}
    return found


def logic_of(model: str) -> set[str]:
    """The model and the intermediate models that it is made from: where its logic may live."""
    sql = {path.stem: text_of(path) for path in MODELS}
    found, queue = set(), [model]
    while queue:
        name = queue.pop()
        if name not in found and (name == model or name.startswith("int_")):
            found.add(name)
            queue += re.findall(r"ref\([\"'](\w+)[\"']\)", sql.get(name, ""))
    return found


def test_there_is_something_to_check() -> None:
    assert len(FORMATS) >= 10
    assert len(MARTS) >= 5
    assert len(SUITES) >= 10


@pytest.mark.parametrize("slug", FORMATS)
def test_a_format_is_tested(slug: str) -> None:
    assert FORMATS[slug].slug == slug
    assert mentions(slug, "tests/etl/"), f"forgotten: a test below tests/etl that reads a {slug} file"


@pytest.mark.parametrize("path", files(".py", under="etl/formats/"), ids=lambda path: path.stem)
def test_a_format_is_registered(path: Path) -> None:
    module = importlib.import_module(
        relative(path).removesuffix(".py").replace("/", ".").removesuffix(".__init__")
    )
    readers = [
        thing for thing in vars(module).values() if isinstance(thing, Format) and not isinstance(thing, type)
    ]
    forgotten = [reader.slug for reader in readers if reader.slug not in FORMATS]
    assert not forgotten, f"forgotten: the line in FORMATS of etl/formats/__init__.py for {forgotten}"


@pytest.mark.parametrize("path", OFFERED, ids=lambda path: path.stem)
def test_a_model_is_described_beside_it(path: Path) -> None:
    model = described("models").get(path.stem)
    assert model, f"forgotten: {path.stem} in a .yml beside it"
    assert Path(model["file"]).parent == path.parent, f"{path.stem} is described elsewhere: {model['file']}"
    assert model.get("description"), f"forgotten: a description of {path.stem}"


@pytest.mark.parametrize("path", MARTS, ids=lambda path: path.stem)
def test_a_mart_has_its_grain_suite_unit_test_and_dictionary(path: Path) -> None:
    model = described("models")[path.stem]
    assert model["description"].startswith("One row per"), (
        f"forgotten: the grain of {path.stem}, 'One row per …'"
    )
    suite = REPOSITORY / "expectations" / "suites" / "marts" / f"{path.stem}.py"
    assert suite.exists(), f"forgotten: {relative(suite)}"
    unit_tested = {test["model"] for test in described("unit_tests").values()}
    assert unit_tested & logic_of(path.stem), (
        f"forgotten: a dbt unit test of {path.stem}, or of a model it is made from"
    )
    dictionary = text_of(REPOSITORY / "docs" / "data-dictionary.md")
    assert f"marts.{path.stem}" in dictionary, f"forgotten: make docs, for {path.stem}"


@pytest.mark.parametrize("path", SUITES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_a_suite_judges_a_table_that_exists(path: Path) -> None:
    if path.parent.name == "marts":
        assert path.stem in {mart.stem for mart in MARTS}, f"no mart is called {path.stem}"
    else:
        sources = "\n".join(text_of(yml) for yml in files(".yml", under="dbt/models/staging/"))
        assert re.search(rf"- name: {path.stem}$", sources, re.M), f"no dbt source is called {path.stem}"


@pytest.mark.parametrize("path", SUITES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_a_suite_is_tested(path: Path) -> None:
    assert mentions(path.stem, "tests/expectations/"), (
        f"forgotten: a test with rows that fail the suite {path.stem}"
    )


def leaves(name: str, command: Any) -> Iterator[tuple[str, Any]]:
    """The commands that do something, with the words that name them; groups are walked through."""
    below = getattr(command, "commands", None)
    if below is None:
        yield name, command
        return
    for word, inner in below.items():
        yield from leaves(f"{name} {word}".strip(), inner)


def test_every_command_has_a_help_text_and_is_documented() -> None:
    commands = dict(leaves("", typer.main.get_command(app)))
    assert {"nightly", "demo", "status", "query", "serve", "signature import"} <= set(commands)
    documents = "\n".join(text_of(path) for path in files(".md"))
    for name, command in commands.items():
        assert command.help, f"forgotten: a help text for {name}"
        assert f"leaderhouse {name}" in documents, f"forgotten: {name} in the documents"
        for parameter in command.params:
            assert parameter.help, f"forgotten: a help text for {parameter.name} of {name}"


def test_every_seed_says_where_its_rows_come_from() -> None:
    seeds = files(".csv", under="dbt/seeds/")
    assert seeds
    columns = {relative(path): set(text_of(path).splitlines()[0].split(",")) for path in seeds}
    without = [name for name, names in columns.items() if not names & {"source", "citation"}]
    assert not without, f"no column `source` or `citation` in: {without}"
