"""Who was under observation at each event time: sums over risk sets, with strata and late entry, in one pass.

Strata are laid end to end on one integer time axis. A patient enters his own stretch only after its
beginning, so late entry, which takes him out of earlier risk sets, also keeps strata apart: no loop over
either.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
Booleans = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class RiskSets:
    """The risk sets of n patients at the T distinct event times of their strata.

    A patient is at risk at t where entry < t <= time; without an entry (NaN) from the beginning, t = 0
    included.
    """

    event: Booleans
    """n: whether follow-up ended with the event."""
    moment: Integers
    """T: the event times, each with its stratum, as places on the common axis."""
    at: Integers
    """n: the index of the patient's own event time; only meaningful where ``event``."""
    times: Floats
    """T: the event times in the unit given."""
    _by_time: Integers
    _by_entry: Integers
    _from_time: Integers
    _from_entry: Integers

    @classmethod
    def of(
        cls, time: Floats, event: Booleans, entry: Floats | None = None, strata: Integers | None = None
    ) -> RiskSets:
        """Risk sets of patients; all arrays have length n, times and entries share a unit."""
        n = time.size
        entries = np.full(n, np.nan) if entry is None else entry
        stratum = np.zeros(n, np.int64) if strata is None else strata
        known = ~np.isnan(entries)
        values = np.unique(np.concatenate([time, entries[known]]))
        stretch = values.size + 1
        place = np.searchsorted(values, time) + 1 + stratum * stretch
        start = stratum * stretch
        start[known] = np.searchsorted(values, entries[known]) + 1 + start[known]
        moment = np.unique(place[event])
        by_time, by_entry = np.argsort(place, kind="stable"), np.argsort(start, kind="stable")
        return cls(
            event=event,
            moment=moment,
            at=np.searchsorted(moment, place),
            times=values[(moment - 1) % stretch] if moment.size else np.empty(0),
            _by_time=by_time,
            _by_entry=by_entry,
            _from_time=np.searchsorted(place[by_time], moment, side="left"),
            _from_entry=np.searchsorted(start[by_entry], moment, side="left"),
        )

    def at_risk(self, values: Floats) -> Floats:
        """Sums of ``values`` (n, or n x k) over each risk set: T, or T x k."""
        left = _sums_from(values[self._by_time])[self._from_time]
        return np.asarray(left - _sums_from(values[self._by_entry])[self._from_entry])

    def failed(self, values: Floats) -> Floats:
        """Sums of ``values`` over those who have the event at each event time: T, or T x k."""
        sums = np.zeros((self.moment.size, *values.shape[1:]))
        np.add.at(sums, self.at[self.event], values[self.event])
        return sums


def _sums_from(values: Floats) -> Floats:
    """For every index the sum of the values from there on, and a zero behind the last."""
    padded: Any = np.zeros((values.shape[0] + 1, *values.shape[1:]))
    padded[:-1] = np.cumsum(values[::-1], axis=0)[::-1]
    return np.asarray(padded)
