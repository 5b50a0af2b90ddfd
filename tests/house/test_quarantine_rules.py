"""Every rule that a reader rejects by has a row in the seed that says what to do, and no row is left over."""

import ast
import csv
from collections.abc import Iterator
from pathlib import Path

from tests.house.sources import REPOSITORY, files, relative, text_of

SEED = REPOSITORY / "dbt" / "seeds" / "vocabulary" / "quarantine_rule.csv"
# Rules that are not written as Rule("…", …): of the table layer, of types, and those of files held back.
ELSEWHERE = {
    "etl/fields.py": {"ragged_row", "unclosed_quote"},
    "etl/schema.py": {"not_an_integer", "not_a_number", "not_a_boolean"},
    "etl/formats/table_rows.py": {"contradictory_rows"},
    "etl/formats/vcf.py": {"line_in_header"},
    "flows/hold_back.py": {"study_held_back", "over_budget"},
    "warehouse/audit/quarantine.py": {"file_held_back"},
}


def rules_of(path: Path) -> Iterator[str]:
    """First arguments of the calls of `Rule`."""
    for node in ast.walk(ast.parse(text_of(path))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Rule":
            first = node.args[0] if node.args else None
            if isinstance(first, ast.Constant):
                yield str(first.value)


def test_every_rule_says_what_to_do() -> None:
    found = {rule: relative(path) for path in files(".py", under="etl/") for rule in rules_of(path)}
    assert len(found) > 10
    for place, rules in ELSEWHERE.items():
        assert all(f'"{rule}"' in text_of(REPOSITORY / place) for rule in rules), place
    found |= {rule: place for place, rules in ELSEWHERE.items() for rule in rules}
    with SEED.open(newline="") as seed:
        rows = {row["rule_id"]: row for row in csv.DictReader(seed)}
    forgotten = {rule: place for rule, place in found.items() if rule not in rows}
    assert not forgotten, f"forgotten: rows in {relative(SEED)} for {forgotten}"
    assert set(rows) == set(found), "rules of the seed that nothing rejects by"
    assert all(row["meaning"] and row["cure"] for row in rows.values())
