"""Single cells of an import file: what a name, an id, a position or a text may look like."""

import re
from collections.abc import Callable, Mapping

from etl.signatures.table import shown, text_fault

Row = dict[str, str | int | None]
_SYMBOL = re.compile(r"[A-Za-z0-9][A-Za-z0-9._\-/@]{0,49}")
_ENSEMBL = re.compile(r"(ENSG\d{11})(\.\d+)?")
_NUMBER = re.compile(r"[0-9]{1,18}")


class RowFault(Exception):  # noqa: N818 - a fault of the row, no error of ours
    """What is wrong with one row, in words without full stop.

    `hint` gives what may help; it is asked for the one fault that is told, since looking for the nearest of
    40,000 names takes its time.
    """

    def __init__(self, message: str, hint: Callable[[], str] | None = None) -> None:
        super().__init__(message)
        self.hint = hint

    def told(self) -> str:
        """The message with its hint."""
        return str(self) if self.hint is None else f"{self}; {self.hint()}"


def entrez(cells: Mapping[str, str]) -> int | None:
    """The NCBI gene id. Raises RowFault."""
    written = value(cells, "entrez_gene_id")
    if written is None:
        return None
    if not _NUMBER.fullmatch(written) or int(written) == 0:
        raise RowFault(f"entrez_gene_id {shown(written)} is no number of a gene")
    return int(written)


def position(cells: Mapping[str, str], field: str) -> int:
    """A position on a chromosome. Raises RowFault."""
    written = cells.get(field, "")
    if not _NUMBER.fullmatch(written):
        raise RowFault(f"{field} {shown(written) or '(empty)'} is not a whole number: write digits only")
    return int(written)


def value(cells: Mapping[str, str], field: str) -> str | None:
    """The cell of a field; None where it is empty or the file has no such column."""
    return cells.get(field) or None


def symbol(cells: Mapping[str, str]) -> str | None:
    """The symbol of a gene as written. Raises RowFault for what cannot be one."""
    written = value(cells, "gene_symbol")
    if written is not None and not _SYMBOL.fullmatch(written):
        raise RowFault(f"gene_symbol {shown(written)} is no symbol: letters, digits, . _ - / @, at most 50")
    return written


def ensembl(cells: Mapping[str, str]) -> str | None:
    """The Ensembl gene id without its version. Raises RowFault."""
    written = value(cells, "ensembl_gene_id")
    if written is None:
        return None
    found = _ENSEMBL.fullmatch(written)
    if found is None:
        raise RowFault(f"ensembl_gene_id {shown(written)} is no id of a human gene (ENSG and 11 digits)")
    return found[1]


def text(cells: Mapping[str, str], field: str) -> str | None:
    """A free text. Raises RowFault for one that spreadsheets or terminals would take for something else."""
    written = value(cells, field)
    if written is not None and (fault := text_fault(written)):
        raise RowFault(f"{field} {shown(written)} {fault}")
    return written
