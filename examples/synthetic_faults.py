"""Rows as no centre should send them, one fault each, named by the quarantine rule that must catch them.

A spoiled row is a copy of a sound row of the same file, put in beside it, so nothing that counts as sound is
lost by it.
"""

from collections.abc import Iterable, Mapping

SUBSTITUTION = {"Reference_Allele": "C", "Tumor_Seq_Allele1": "C", "Tumor_Seq_Allele2": "T"}
"""Alleles of one base, so that the length of the copied variant is no second fault."""

MUTATION_EDITS: Mapping[str, Mapping[str, str]] = {
    "position_not_a_number": {"Start_Position": "12,3"},
    "start_after_end": {"Start_Position": "90000010", "End_Position": "90000001"},
    "reference_equals_alternate": {
        "Reference_Allele": "C",
        "Tumor_Seq_Allele1": "C",
        "Tumor_Seq_Allele2": "C",
    },
    "unknown_chromosome": {"Chromosome": "chr99"},
    "unknown_build": {"NCBI_Build": "hg99"},
    "position_beyond_chromosome": {
        **SUBSTITUTION,
        "Start_Position": "999999999",
        "End_Position": "999999999",
    },
    "missing_coordinates": {"Chromosome": "", "Start_Position": "", "End_Position": ""},
    "missing_sample": {"Tumor_Sample_Barcode": "", "Tumor_Sample_UUID": ""},
    "invalid_allele": {**SUBSTITUTION, "Tumor_Seq_Allele2": "A/T"},
    "not_an_integer": {"t_alt_count": "12x"},
}
"""Rule and the cells that break it. A cell that the file has no column for is left out."""
RAGGED = "ragged_row"
"""Not an edit: the last field is cut off."""


def edited(header: list[str], line: str, cells: Mapping[str, str]) -> str:
    """The tab-separated line with these cells replaced."""
    values = line.split("\t")
    for column, value in cells.items():
        if column in header:
            values[header.index(column)] = value
    return "\t".join(values)


def spoiled(header: list[str], line: str, rule: str) -> str:
    """A copy of a mutation line that breaks exactly this rule."""
    return line.rpartition("\t")[0] if rule == RAGGED else edited(header, line, MUTATION_EDITS[rule])


def with_faults(header: list[str], lines: list[str], rules: Iterable[str]) -> list[str]:
    """The lines with one spoiled copy per rule, each right after its own sound line, starting at the
    third.
    """
    out = list(lines)
    for index, rule in reversed(list(enumerate(rules))):
        place = 2 + index
        out.insert(place + 1, spoiled(header, lines[place], rule))
    return out
