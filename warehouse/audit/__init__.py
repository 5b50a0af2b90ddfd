"""The audit trail of a build: what was read, what was held back, which checks held, what it was made from."""

from warehouse.audit.ledger import Summary, summarise
from warehouse.audit.write import write

__all__ = ["Summary", "summarise", "write"]
