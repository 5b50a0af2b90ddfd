"""What a reader says of a file besides its rows, gathered while it is read."""

from dataclasses import dataclass, field

import polars as pl

from etl.formats import Batch
from etl.ledger import Ledger
from etl.outcome import FIRST
from etl.records import Rejected


@dataclass(slots=True)
class Found:
    """The ledger, the rejects by rule, and what the reader notes; each sentence and sample once, in order."""

    ledger: Ledger = field(default_factory=Ledger)
    notes: dict[str, None] = field(default_factory=dict)
    sequenced: dict[str, None] = field(default_factory=dict)
    first_reject: str | None = None
    rejected: dict[str, Rejected] = field(default_factory=dict)

    def note(self, sentence: str) -> None:
        """Keep a sentence for a person."""
        self.notes[sentence] = None

    def name_sequenced(self, sample: str) -> None:
        """Keep the name of a sample that was sequenced."""
        self.sequenced[sample] = None

    def enter(self, batch: Batch) -> None:
        """Enter a batch. Raises LedgerError if it does not add up."""
        if not batch.rejects.is_empty():
            self._count(batch.rejects.sort("line_number"))
        self.ledger.add(
            read=batch.rows_read,
            loaded=batch.rows.height,
            quarantined=batch.rejects.height,
            duplicate=batch.rows_duplicate,
            filtered=batch.rows_filtered,
        )

    def _count(self, faults: pl.DataFrame) -> None:
        if self.first_reject is None:
            self.first_reject = faults["message"][0]
        by_rule = faults.group_by("rule_id", maintain_order=True).agg(
            pl.len(), pl.col("line_number").head(FIRST).alias("lines")
        )
        for rule_id, n_rows, lines in by_rule.iter_rows():
            known = self.rejected.get(rule_id, Rejected(rule_id, 0, ()))
            first = (*known.lines, *lines)[:FIRST]
            self.rejected[rule_id] = Rejected(rule_id, known.n_rows + n_rows, first)
