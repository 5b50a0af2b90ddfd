"""docs/formats/clinical.md names every form, every column that can be mapped and every rule."""

import re
from pathlib import Path

import pytest

from etl.clinical import left_out
from etl.clinical.landing import KIND
from etl.formats import FORMATS, table_rows
from etl.formats.mapped_clinical import OURS
from etl.settings import OUTCOME_KEYS, read
from tests.etl.delivery import VOCABULARY


@pytest.fixture(scope="module")
def text(repository: Path) -> str:
    return (repository / "docs" / "formats" / "clinical.md").read_text(encoding="utf-8")


def test_every_form_is_documented(text: str) -> None:
    assert set(re.findall(r"^\| `(\w+)`: ", text, re.M)) == {
        slug for slug in FORMATS if FORMATS[slug].kind == KIND
    }


def test_every_rule_is_documented(text: str) -> None:
    rules = {
        rule
        for row in re.findall(r"^\| ((?:`\w+`(?:, )?)+) \| is ", text, re.M)
        for rule in re.findall(r"\w+", row)
    }
    of_text = {"ragged_row", "unclosed_quote", "missing_value", "not_a_number"}
    assert rules == {*of_text, *left_out.RULES, table_rows.RULE}


def test_every_column_and_key_is_documented(text: str) -> None:
    known = set(re.findall(r"\w+", text))
    shortened = {f"{basis}_{part}" for basis in ("pathologic", "clinical") for part in "tnm"}
    assert {name for names in OURS.values() for name in names} - shortened <= known
    assert set(OUTCOME_KEYS) <= known


def test_the_example_is_read(text: str, tmp_path: Path) -> None:
    [example] = re.findall(r"```toml\n(.*?)```", text, re.S)
    (tmp_path / "study.toml").write_text(example, encoding="utf-8")
    found = read(tmp_path / "study.toml", VOCABULARY, lambda kind: OURS.get(kind))
    assert [(file.kind, len(file.outcomes)) for file in found.files] == [("clinical_patient", 1)]
