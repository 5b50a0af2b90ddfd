"""How one endpoint is read from a table: which columns hold the event and the time. Standard library only."""

import json
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Outcome:
    """Columns of an endpoint, by their delivered names.

    `event` holds the status. With `event_values` these words are the event; any other word is none, unless
    `censor_values` lists the words that say so. Without either the vocabulary `event_status` decides. The
    time is `days`, or `months`, or a pair: `event_days` of those with the event, the largest of
    `censor_days` of the others.
    """

    event: str
    event_values: tuple[str, ...] = ()
    censor_values: tuple[str, ...] = ()
    days: str | None = None
    months: str | None = None
    event_days: str | None = None
    censor_days: tuple[str, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """Every delivered column that the rule reads."""
        times = (self.days, self.months, self.event_days, *self.censor_days)
        return (self.event, *(name for name in times if name is not None))


def as_text(endpoint: str, outcome: Outcome) -> str:
    """The rule as one text, as it travels in the options of a file."""
    return json.dumps([endpoint, asdict(outcome)])


def from_text(text: str) -> tuple[str, Outcome]:
    """The endpoint and rule that `as_text` wrote."""
    endpoint, fields = json.loads(text)
    values: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in fields.items()
    }
    return endpoint, Outcome(**values)
