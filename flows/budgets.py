"""How many rows of a load may break a rule before the load is held back: leaderhouse.toml, read and judged.

    [quarantine.budget.position_not_a_number]
    max_share = 0.01        # of the rows read
    max_rows = 20           # either is enough to hold the load back
    [quarantine.budget.any] # all rules together
    max_share = 0.05

A load is what audit.load has a row for: the files of one kind in one study
(docs/decisions/0007-budgets.md). Standard library only.
"""

from __future__ import annotations

import csv
import json
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from etl.toml_reader import SettingsError, TomlReader
from flows.outcome import WrongSettings

if TYPE_CHECKING:
    from etl.records import Landed

ANY = "any"
RULE_SEED = Path("seeds", "vocabulary", "quarantine_rule.csv")
_KEYS = ("max_share", "max_rows")
_PLACES = 10
_HOME_FILE = "leaderhouse.toml"


@dataclass(frozen=True, slots=True)
class Budget:
    """What a rule, or :data:`ANY` for all together, may take of a load: a share of its rows, a number."""

    rule_id: str
    max_share: float | None = None
    max_rows: int | None = None

    def is_exceeded(self, n_rows: int, rows_read: int) -> bool:
        """Whether ``n_rows`` quarantined of ``rows_read`` are too many."""
        by_share = self.max_share is not None and n_rows > self.max_share * rows_read
        return by_share or (self.max_rows is not None and n_rows > self.max_rows)

    def __str__(self) -> str:
        share = None if self.max_share is None else f"{self.max_share * 100:g} %"
        rows = None if self.max_rows is None else f"{self.max_rows:,} rows"
        return " or ".join(part for part in (share, rows) if part)


def read(path: Path, rules: Iterable[str]) -> tuple[Budget, ...]:
    """The budgets of a home's settings, sorted by rule; none without the file.

    Raises WrongSettings for what is not understood, with the nearest known word.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        return ()
    except (OSError, UnicodeDecodeError) as error:
        raise WrongSettings(f"{path} cannot be read ({error}): save it as UTF-8 text.") from error
    reader = TomlReader(text, _HOME_FILE)
    try:
        tree = tomllib.loads(text)
        reader.known(tree, ("quarantine",), "the file")
        quarantine = reader.table(tree, "quarantine")
        reader.known(quarantine, ("budget",), "[quarantine]")
        budgets = reader.table(quarantine, "budget")
        reader.known(budgets, (ANY, *rules), "[quarantine.budget]")
        return tuple(_budget(reader, rule, reader.table(budgets, rule)) for rule in sorted(budgets))
    except tomllib.TOMLDecodeError as error:
        raise WrongSettings(f"{path} is not valid TOML: {error}.") from error
    except SettingsError as error:
        place = path if error.line is None else f"{path}, line {error.line}"
        raise WrongSettings(f"{place}: {error.message}.") from error


def rules(dbt_project: Path) -> list[str]:
    """The rules that rows can break, as the seed quarantine_rule lists them."""
    with (dbt_project / RULE_SEED).open(newline="", encoding="utf-8") as seed:
        return [row["rule_id"] for row in csv.DictReader(seed) if row["scope"] == "row"]


def canonical(budgets: Sequence[Budget]) -> str:
    """The budgets as one text: equal budgets give equal texts, however they are written."""
    return json.dumps([astuple(budget) for budget in budgets])


def exceeded(landed: Iterable[Landed], budgets: Sequence[Budget]) -> dict[tuple[str, str], str]:
    """The loads (study, kind) that are over a budget, each with the reason and the first ten places."""
    loads: dict[tuple[str, str], list[Landed]] = defaultdict(list)
    for file in landed if budgets else ():
        if file.status == "loaded":
            loads[file.source.study_id, file.source.kind].append(file)
    return {
        load: "; ".join(reasons)
        for load, files in sorted(loads.items())
        if (reasons := [reason for budget in budgets if (reason := _reason(budget, files))])
    }


def _reason(budget: Budget, files: Sequence[Landed]) -> str | None:
    hits = [(file, item) for file in files for item in file.rejected if budget.rule_id in (ANY, item.rule_id)]
    n_rows, rows_read = sum(item.n_rows for _, item in hits), sum(file.rows_read for file in files)
    if not budget.is_exceeded(n_rows, rows_read):
        return None
    places = sorted({(file.source.path, line) for file, item in hits for line in item.lines})[:_PLACES]
    what = "all rules together" if budget.rule_id == ANY else budget.rule_id
    return (
        f"{what}: {n_rows:,} of {rows_read:,} rows ({100 * n_rows / rows_read:.2g} %) are quarantined, the "
        f"budget is {budget}; first: {', '.join(f'{path}:{line}' for path, line in places)}"
    )


def _budget(reader: TomlReader, rule: str, table: dict[str, Any]) -> Budget:
    reader.known(table, _KEYS, f"[quarantine.budget.{rule}]")
    share, n_rows = table.get("max_share"), table.get("max_rows")
    if share is None and n_rows is None:
        raise reader.error(f"[quarantine.budget.{rule}] needs max_share or max_rows", rule)
    if share is not None and not (
        isinstance(share, int | float) and not isinstance(share, bool) and 0 <= share <= 1
    ):
        raise reader.error(f"max_share must be a number from 0 to 1, not {share!r}", "max_share")
    if n_rows is not None and not (isinstance(n_rows, int) and not isinstance(n_rows, bool) and n_rows >= 0):
        raise reader.error(f"max_rows must be a whole number of 0 or more, not {n_rows!r}", "max_rows")
    return Budget(rule, None if share is None else float(share), n_rows)
