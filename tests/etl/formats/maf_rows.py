"""Rows of a small MAF, good ones and broken ones."""

from pathlib import Path

from tests.etl.delivery import Result, land_file, table

HEADER = (
    "Hugo_Symbol Entrez_Gene_Id NCBI_Build Chromosome Start_Position End_Position Reference_Allele "
    "Tumor_Seq_Allele1 Tumor_Seq_Allele2 Tumor_Sample_Barcode t_depth"
)
GOOD = "TP53 7157 GRCh38 chr17 7673803 7673803 G G A S1 50"


def landed(tmp_path: Path, *rows: str, header: str = HEADER, head: str = "", **options: str) -> Result:
    return land_file(tmp_path, head + table(header, *rows), "maf", options=tuple(options.items()))


def changed(**cells: str) -> str:
    """GOOD with other cells; `_` is an empty cell."""
    row = dict(zip(HEADER.split(), GOOD.split(), strict=True))
    assert cells.keys() <= row.keys()
    return " ".join({**row, **cells}.values())
