"""The row ledger: what was read is what was loaded, quarantined, found twice or filtered. Always."""

from dataclasses import dataclass

from etl.errors import LedgerError


@dataclass(slots=True)
class Ledger:
    """Counts of data lines; blank lines, the header and the comments before it are none."""

    rows_read: int = 0
    rows_loaded: int = 0
    rows_quarantined: int = 0
    rows_duplicate: int = 0
    rows_filtered: int = 0

    def add(self, *, read: int, loaded: int, quarantined: int, duplicate: int, filtered: int) -> None:
        """Enter one batch. Raises LedgerError, and enters nothing, if it does not add up."""
        parts = (loaded, quarantined, duplicate, filtered)
        if read != sum(parts) or min(parts) < 0:
            raise LedgerError(
                f"{read} rows read, but {loaded} loaded + {quarantined} quarantined + {duplicate} duplicate"
                f" + {filtered} filtered = {sum(parts)}"
            )
        self.rows_read += read
        self.rows_loaded += loaded
        self.rows_quarantined += quarantined
        self.rows_duplicate += duplicate
        self.rows_filtered += filtered
