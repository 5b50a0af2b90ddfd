"""INFO and FORMAT keys that the VCF specification (4.1 to 4.2, sections 1.4.1 and 1.4.2) reserves.

Newer versions of the specification keep these and add others. Used to check what a file says of itself, and
the values where the header does not describe a key.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Declared:
    """How many values (`1`, `A`, `R`, `G`, `.`, …) of which type a key has."""

    number: str
    type: str


NUMBERS = frozenset({"A", "R", "G", ".", "P", "LA", "LR", "LG", "M"})
INFO_TYPES = frozenset({"Integer", "Float", "Flag", "Character", "String"})
FORMAT_TYPES = INFO_TYPES - {"Flag"}

INFO: Mapping[str, Declared] = {
    "AA": Declared("1", "String"),
    "AC": Declared("A", "Integer"),
    "AF": Declared("A", "Float"),
    "AN": Declared("1", "Integer"),
    "BQ": Declared("1", "Float"),
    "CIGAR": Declared("A", "String"),
    "DB": Declared("0", "Flag"),
    "DP": Declared("1", "Integer"),
    "END": Declared("1", "Integer"),
    "H2": Declared("0", "Flag"),
    "H3": Declared("0", "Flag"),
    "MQ": Declared("1", "Float"),
    "MQ0": Declared("1", "Integer"),
    "NS": Declared("1", "Integer"),
    "SOMATIC": Declared("0", "Flag"),
    "VALIDATED": Declared("0", "Flag"),
    "1000G": Declared("0", "Flag"),
}
# Counts and frequencies, of which none can be below zero.
INFO_NOT_NEGATIVE = frozenset({"AC", "AF", "AN", "DP", "END", "MQ0", "NS"})

FORMAT: Mapping[str, Declared] = {
    "GT": Declared("1", "String"),
    "DP": Declared("1", "Integer"),
    "EC": Declared("A", "Integer"),
    "FT": Declared("1", "String"),
    "GL": Declared("G", "Float"),
    "GLE": Declared("G", "String"),
    "GP": Declared("G", "Float"),
    "GQ": Declared("1", "Integer"),
    "HQ": Declared("2", "Integer"),
    "MQ": Declared("1", "Integer"),
    "PL": Declared("G", "Integer"),
    "PQ": Declared("1", "Integer"),
    "PS": Declared("1", "Integer"),
}
# Structural variants: the first word of a symbolic allele's ID. BND and TRA are not in the specification's
# list, but Delly, Lumpy and Manta write them.
SYMBOLIC = frozenset({"DEL", "INS", "DUP", "INV", "CNV", "BND", "TRA"})
