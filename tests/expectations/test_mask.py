"""What may be told of an error: names of tables and columns, never the text of a cell."""

import csv
from pathlib import Path

import pytest

from expectations.knowledge import EVENT_STATUS_WORDS, SEX_WORDS
from expectations.mask import raised, why_not_run


def broken(message: str) -> dict[str, dict[str, object]]:
    return {
        "metric": {"raised_exception": True, "exception_message": message, "exception_traceback": message}
    }


@pytest.mark.parametrize(
    ("message", "told"),
    [
        (
            "(_duckdb.BinderException) Binder Error: Referenced column \"x\" not found!\nCandidates: 'a'",
            'Binder Error: Referenced column "x" not found!',
        ),
        (
            "(_duckdb.CatalogException) Catalog Error: Table with name t does not exist!",
            "Catalog Error: Table with name t does not exist!",
        ),
        (
            "(_duckdb.ConversionException) Conversion Error: Could not convert string 'TCGA-05' to INT32",
            "Conversion Error. Its words are withheld, since they may hold a patient's value.",
        ),
        (
            "(_duckdb.InvalidInputException) Invalid Input Error: 'Binder Error: TCGA-05'",
            "Invalid Input Error. Its words are withheld, since they may hold a patient's value.",
        ),
        (
            "KeyError: 'TCGA-05'",
            "The engine's words are withheld, since they may hold a patient's value.",
        ),
        (
            'Error: The column "x" in BatchData does not exist.',
            'The column "x" in this table does not exist.',
        ),
    ],
)
def test_only_names_are_told(message: str, told: str) -> None:
    assert raised(broken(message))
    assert why_not_run(broken(message)) == told


def test_a_failure_is_no_error() -> None:
    assert not raised({"raised_exception": False, "exception_message": None, "exception_traceback": None})
    assert raised({"raised_exception": True, "exception_message": "x", "exception_traceback": None})


def test_words_that_the_seeds_know_are_not_warned_of(repository: Path) -> None:
    folder = repository / "dbt" / "seeds" / "vocabulary"
    with (folder / "clinical_word.csv").open(newline="", encoding="utf-8") as stream:
        sexes = {row["word"] for row in csv.DictReader(stream) if row["field"] == "sex"}
    with (folder / "event_status.csv").open(newline="", encoding="utf-8") as stream:
        statuses = {row["value"] for row in csv.DictReader(stream) if row["match_by"] == "word"}
    assert sexes
    assert sexes <= SEX_WORDS
    assert statuses
    assert statuses <= EVENT_STATUS_WORDS
