"""Budgets: read from the settings of the home, and judged over the files of one kind in one study."""

from pathlib import Path

import pytest

from etl.records import Landed, Rejected, SourceFile
from flows.budgets import Budget, canonical, exceeded, read, rules
from flows.outcome import WrongSettings
from flows.settings import dbt_project

RULES = ["ragged_row", "missing_value"]


def settings(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "leaderhouse.toml"
    path.write_text(text)
    return path


def landed(path: str, rows_read: int, *rejected: Rejected, kind: str = "mutations") -> Landed:
    source = SourceFile(path.split("/")[0], path, kind, "maf", "gdc", 1, 1, "load")
    return Landed(source, path, "", "loaded", rows_read=rows_read, rejected=rejected)


def test_without_the_file_there_is_no_budget(tmp_path: Path) -> None:
    assert read(tmp_path / "leaderhouse.toml", RULES) == ()
    assert read(settings(tmp_path, ""), RULES) == ()
    assert exceeded([landed("s/a", 1, Rejected("ragged_row", 1, (2,)))], ()) == {}


def test_budgets_are_read(tmp_path: Path) -> None:
    path = settings(
        tmp_path,
        "[quarantine.budget.ragged_row]\nmax_share = 0.5\nmax_rows = 3\n[quarantine.budget.any]\nmax_share=0",
    )
    assert read(path, RULES) == (Budget("any", 0.0, None), Budget("ragged_row", 0.5, 3))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[quarantin]\n", "unknown key 'quarantin'; the nearest known one is 'quarantine'"),
        ("[quarantine]\nbudgets = 3", "line 2.*nearest known one is 'budget'"),
        ("[quarantine.budget.raged_row]\nmax_rows = 1", "line 1.*nearest known one is 'ragged_row'"),
        ("[quarantine.budget.any]\nmax_rowes = 1", "line 2.*nearest known one is 'max_rows'"),
        ("[quarantine.budget.any]\n", "needs max_share or max_rows"),
        ("[quarantine.budget.any]\nmax_share = 5", "line 2.*from 0 to 1, not 5"),
        ("[quarantine.budget.any]\nmax_share = nan", "from 0 to 1"),
        ("[quarantine.budget.any]\nmax_share = true", "from 0 to 1"),
        ("[quarantine.budget.any]\nmax_rows = -1", "0 or more"),
        ("[quarantine.budget.any]\nmax_rows = 1.5", "whole number"),
        ("[quarantine]\nbudget = 3", "must be a table"),
        ("quarantine = [", "not valid TOML"),
    ],
)
def test_what_is_not_understood_is_refused_with_its_line(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(WrongSettings, match=words):
        read(settings(tmp_path, text), RULES)


def test_the_rules_are_those_of_the_seed() -> None:
    assert {"ragged_row", "position_not_a_number", "contradictory_rows"} <= set(rules(dbt_project()))
    assert "file_held_back" not in rules(dbt_project())


def test_a_load_is_judged_over_all_its_files() -> None:
    files = [
        landed("s/a", 10, Rejected("ragged_row", 4, (2, 3, 4, 5))),
        landed("s/b", 90, Rejected("ragged_row", 2, (7, 8)), Rejected("missing_value", 1, (9,))),
        landed("t/a", 10, Rejected("ragged_row", 1, (2,))),
        landed("s/clinical", 10, kind="cbioportal_patient"),
    ]
    assert exceeded(files, [Budget("ragged_row", 0.1), Budget("any", 0.1)]) == {}
    found = exceeded(files, [Budget("ragged_row", max_rows=5), Budget("any", 0.05)])
    assert list(found) == [("s", "mutations"), ("t", "mutations")]
    assert found["s", "mutations"] == (
        "ragged_row: 6 of 100 rows (6 %) are quarantined, the budget is 5 rows; first: "
        "s/a:2, s/a:3, s/a:4, s/a:5, s/b:7, s/b:8; all rules together: 7 of 100 rows (7 %) are quarantined, "
        "the budget is 5 %; first: s/a:2, s/a:3, s/a:4, s/a:5, s/b:7, s/b:8, s/b:9"
    )


def test_a_budget_of_nothing_holds_back_the_first_row_and_an_empty_load_is_within_any() -> None:
    none = [Budget("any", max_rows=0), Budget("ragged_row", 0.0)]
    assert exceeded([landed("s/a", 0)], none) == {}
    assert set(exceeded([landed("s/a", 1000, Rejected("ragged_row", 1, (2,)))], none)) == {("s", "mutations")}


def test_a_message_names_ten_places_at_most() -> None:
    many = [landed(f"s/{n:03}", 1, Rejected("ragged_row", 1, (2,))) for n in range(300)]
    [reason] = exceeded(many, [Budget("any", 0.1)]).values()
    assert reason.count(":2") == 10


def test_equal_budgets_have_one_canonical_form(tmp_path: Path) -> None:
    one = read(settings(tmp_path, "[quarantine.budget.any]\nmax_share = 0\nmax_rows = 1"), RULES)
    other = read(settings(tmp_path, "quarantine.budget.any = { max_rows = 1, max_share = 0.0 }"), RULES)
    assert canonical(one) == canonical(other)
