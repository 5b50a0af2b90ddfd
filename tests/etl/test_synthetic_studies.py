"""What was planted in the synthetic studies is what etl finds in them."""

from collections import Counter
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from etl.landing import land_many
from etl.records import Landed
from tests.etl.delivery import VOCABULARY, result, studies_of

STUDIES = ("synthetic_gdc", "synthetic_cbioportal")


class Night(NamedTuple):
    lake: Path
    landed: dict[str, list[Landed]]


@pytest.fixture(scope="module")
def night(synthetic_raw: Path, tmp_path_factory: pytest.TempPathFactory) -> Night:
    lake = tmp_path_factory.mktemp("lake")
    studies = studies_of(synthetic_raw)
    return Night(
        lake,
        {
            name: land_many(study.files, synthetic_raw, lake, VOCABULARY, lambda _: "0" * 12)
            for name, study in studies.items()
        },
    )


def place(landed: Landed) -> str:
    """The name under which the truth lists a file: its own, or that of its folder of MAFs."""
    inside = landed.source.path.partition("/")[2]
    return "maf" if inside.startswith("maf/") else inside


@pytest.mark.parametrize("study", STUDIES)
def test_the_planted_faults_are_found_and_no_others(
    night: Night, synthetic_truth: dict[str, Any], study: str
) -> None:
    found: dict[str, Counter[str]] = {}
    for landed in night.landed[study]:
        rules = Counter(rule for _, rule in result(landed, night.lake).faults)
        if rules:
            found.setdefault(place(landed), Counter()).update(rules)
    assert found == synthetic_truth["studies"][study]["quarantined"]


@pytest.mark.parametrize("study", STUDIES)
def test_the_planted_files_are_held_back_and_no_others(
    night: Night, synthetic_truth: dict[str, Any], study: str
) -> None:
    held = [landed for landed in night.landed[study] if landed.status in ("held_back", "unrecognised")]
    planted = synthetic_truth["studies"][study]["held_back"]
    assert [landed.source.path for landed in held] == [item["path"] for item in planted]


@pytest.mark.parametrize("study", STUDIES)
def test_rows_are_counted_as_they_were_written(
    night: Night, synthetic_truth: dict[str, Any], study: str
) -> None:
    truth = synthetic_truth["studies"][study]
    read: Counter[str] = Counter()
    duplicate: Counter[str] = Counter()
    for landed in night.landed[study]:
        read[place(landed)] += landed.rows_read
        duplicate[place(landed)] += landed.rows_duplicate
    assert {name: read[name] for name in truth["data_rows"]} == truth["data_rows"]
    assert +duplicate == truth["duplicate_rows"]
