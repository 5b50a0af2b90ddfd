"""What one night is asked to do, and where the parts of the house lie. Standard library only."""

from __future__ import annotations

import os
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

from warehouse.layout import Home

if TYPE_CHECKING:
    from flows.budgets import Budget

HOME_VARIABLE = "LEADERHOUSE_HOME"
RISK_RULE_VARIABLE = "LEADERHOUSE_RISK_RULE"
DEFAULT_HOME = "home"
_PACKAGE = Path(__file__).resolve().parent


@dataclass(frozen=True, slots=True)
class Settings:
    """One home, the raw folder that feeds it, and how closely its files are looked at."""

    home: Home
    raw: Path
    verify: bool = False
    """Hash every raw file, also those whose size and time are as before."""
    again: frozenset[str] = frozenset()
    """Files to be read from the raw folder whatever the lake holds of them; paths relative to it."""
    risk_rule: str | None = None
    """The rule in reference.risk_rule that fills risk_group; None for the project's own."""

    @classmethod
    def of(
        cls, home: str | Path | None = None, raw: str | Path | None = None, verify: bool = False
    ) -> Settings:
        """Settings with defaults filled in; paths are absolute, so that a later chdir changes nothing."""
        root = Path(home or os.environ.get(HOME_VARIABLE) or DEFAULT_HOME).expanduser().absolute()
        place = Home(root)
        folder = place.raw if raw is None else Path(raw).expanduser().absolute()
        return cls(place, folder, verify, risk_rule=os.environ.get(RISK_RULE_VARIABLE) or None)

    @property
    def budgets(self) -> tuple[Budget, ...]:
        """What rules may take of a load, by the home's leaderhouse.toml. Raises WrongSettings."""
        if not self.home.settings.exists():
            return ()
        from flows import budgets

        return budgets.read(self.home.settings, budgets.rules(dbt_project()))

    @property
    def prefect_home(self) -> Path:
        """Where Prefect's temporary server keeps its database: in the home, apart from the user's Prefect."""
        return self.home.root / ".prefect"


def version() -> str:
    """Version of the installed distribution."""
    return metadata.version("leaderhouse")


def dbt_project() -> Path:
    """The dbt project: inside the package when installed from a wheel, beside it in a checkout."""
    return _part("_dbt", "dbt", "dbt_project.yml")


def examples() -> Path:
    """The folder of the script that writes the synthetic studies."""
    return _part("_examples", "examples", "make_synthetic_study.py")


def _part(installed: str, checkout: str, witness: str) -> Path:
    for folder in (_PACKAGE / installed, _PACKAGE.parent / checkout):
        if (folder / witness).is_file():
            return folder
    raise FileNotFoundError(
        f"this installation is incomplete: {checkout}/{witness} is missing; install it again"
    )
