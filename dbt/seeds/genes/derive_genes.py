"""Writes protein_coding_gene.csv, the genes of both builds, from the transcript tables of a package.

    python3 -m pip download --no-deps sigprofilermatrixgenerator==1.4.0
    python dbt/seeds/genes/derive_genes.py sigprofilermatrixgenerator-1.4.0-*.whl

The package (PyPI, BSD-2-Clause) ships a table of Ensembl 93 protein-coding transcripts for each chromosome:
gene id, transcript id, chromosome, strand, start, end, symbol, biotype, without a header, 1-based and
inclusive. A gene's span is the smallest start and the largest end of its transcripts. Nothing is installed
or imported from the package: its wheel is read as the archive that it is.
"""

import csv
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

TABLES = "SigProfilerMatrixGenerator/references/chromosomes/transcripts"
BUILDS = ("GRCh37", "GRCh38")
CHROMOSOMES = (*(str(number) for number in range(1, 23)), "X", "Y", "MT")
SOURCE = "ensembl_93"
"""The row of gene_source.csv that names package, release and licence."""
COLUMNS = (
    "genome_build",
    "ensembl_gene_id",
    "gene_symbol",
    "chromosome",
    "start_position",
    "end_position",
    "strand",
    "n_transcripts",
    "source",
)


@dataclass
class Gene:
    """One gene on one build, growing as its transcripts are read."""

    symbol: str
    chromosome: str
    strand: str
    start: int
    end: int
    n_transcripts: int = 1


def genes(wheel: Path, build: str) -> dict[str, Gene]:
    """Genes of a build by Ensembl id. Raises ValueError where a table is not what it was."""
    found: dict[str, Gene] = {}
    with zipfile.ZipFile(wheel) as archive:
        for chromosome in CHROMOSOMES:
            name = str(PurePosixPath(TABLES, build, f"{chromosome}_transcripts.txt"))
            for number, line in enumerate(archive.read(name).decode().splitlines(), 1):
                ensembl, _, on, strand, start, end, symbol, biotype = line.split("\t")
                gene = found.get(ensembl)
                if gene is None:
                    gene = found[ensembl] = Gene(symbol, on, strand, int(start), int(end), 0)
                same = (gene.symbol, gene.chromosome, gene.strand) == (symbol, chromosome, strand)
                if not same or on != chromosome or biotype != "protein_coding":
                    raise ValueError(f"{name}, line {number}: {ensembl} contradicts what came before it")
                gene.start, gene.end = min(gene.start, int(start)), max(gene.end, int(end))
                gene.n_transcripts += 1
    return found


def main(wheel: Path) -> None:
    """Write the seed beside this script."""
    order = {chromosome: place for place, chromosome in enumerate(CHROMOSOMES)}
    rows = [
        (build, ensembl, g.symbol, g.chromosome, g.start, g.end, g.strand, g.n_transcripts, SOURCE)
        for build in BUILDS
        for ensembl, g in sorted(
            genes(wheel, build).items(), key=lambda item: (order[item[1].chromosome], item[1].start, item[0])
        )
    ]
    path = Path(__file__).with_name("protein_coding_gene.csv")
    with path.open("w", newline="", encoding="utf-8") as stream:
        csv.writer(stream, lineterminator="\n").writerows([COLUMNS, *rows])
    sys.stdout.write(f"{path.name}: {len(rows):,} rows\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
