"""The rule of risk that fills ``risk_group``: the project's own, or another of its rules, by name."""

from __future__ import annotations

import csv

from flows.outcome import Refused
from flows.settings import RISK_RULE_VARIABLE, Settings, dbt_project


def known() -> tuple[str, ...]:
    """Ids of the rules in the seed, sorted."""
    path = dbt_project() / "seeds" / "vocabulary" / "risk_rule.csv"
    with path.open(newline="", encoding="utf-8") as stream:
        return tuple(sorted({row["risk_rule"] for row in csv.DictReader(stream)}))


def variables(settings: Settings) -> dict[str, str]:
    """The variable of the dbt project that the choice sets; none without a choice.

    Raises Refused for a rule that is not in the seed.
    """
    if settings.risk_rule is None:
        return {}
    rules = known()
    if settings.risk_rule not in rules:
        raise Refused(
            f"{RISK_RULE_VARIABLE} names {settings.risk_rule[:80]!r}, which is no rule of risk: name one of "
            f"{', '.join(rules)}, or unset it."
        )
    return {"risk_rule": settings.risk_rule}


def chosen(settings: Settings) -> list[tuple[str, str]]:
    """The choice as a part of the fingerprint."""
    return [] if settings.risk_rule is None else [("risk_rule", settings.risk_rule)]
