"""The genes of both builds by id, name and place, from the seeds that dbt publishes as reference.gene."""

import csv
import difflib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

GENE_SEED = "genes/protein_coding_gene.csv"
ALIAS_SEED = "genes/gene_alias.csv"
DATE_SEED = "vocabulary/date_like_gene.csv"


@dataclass(frozen=True, slots=True)
class Gene:
    """A protein-coding gene on one build; 1-based, inclusive."""

    genome_build: str
    ensembl_gene_id: str
    gene_symbol: str
    chromosome: str
    start: int
    end: int


class GeneNames:
    """Which genes there are, and which of them a name means.

    A name that is a symbol on any build means the genes that bear it; only another name is looked for among
    the aliases. So does reference.gene_name, build by build.
    """

    def __init__(self, genes: Sequence[Gene], aliases: Sequence[tuple[str, str]]) -> None:
        """``aliases``: pairs of a name and an Ensembl id."""
        self._by_id: dict[str, list[Gene]] = defaultdict(list)
        self._by_symbol: dict[str, set[str]] = defaultdict(set)
        self._by_chromosome: dict[tuple[str, str], list[Gene]] = defaultdict(list)
        self._aliases: dict[str, set[str]] = defaultdict(set)
        self._names: dict[str, set[str]] = defaultdict(set)
        self._spelled: dict[str, str] = {}
        for gene in genes:
            self._by_id[gene.ensembl_gene_id].append(gene)
            self._by_symbol[gene.gene_symbol.upper()].add(gene.ensembl_gene_id)
            self._by_chromosome[gene.genome_build, gene.chromosome].append(gene)
            self._names[gene.ensembl_gene_id].add(gene.gene_symbol.upper())
            self._spelled[gene.gene_symbol.upper()] = gene.gene_symbol
        for name, ensembl in aliases:
            self._aliases[name.upper()].add(ensembl)
            self._names[ensembl].add(name.upper())
            self._spelled.setdefault(name.upper(), name)

    @classmethod
    def read(cls, seeds: Path) -> "GeneNames":
        """Read the seeds below ``seeds``, the dbt project's folder of that name."""
        genes = [
            Gene(
                row["genome_build"],
                row["ensembl_gene_id"],
                row["gene_symbol"],
                row["chromosome"],
                int(row["start_position"]),
                int(row["end_position"]),
            )
            for row in _rows(seeds / GENE_SEED)
        ]
        aliases = [(row["alias"], row["ensembl_gene_id"]) for row in _rows(seeds / ALIAS_SEED)]
        for row in _rows(seeds / DATE_SEED):
            aliases += [(row[name], row["ensembl_gene_id"]) for name in ("former_symbol", "gene_symbol")]
        return cls(genes, aliases)

    def on(self, ensembl: str, build: str) -> Gene | None:
        """The gene of this id on a build."""
        return next((gene for gene in self._by_id.get(ensembl, ()) if gene.genome_build == build), None)

    def symbol(self, ensembl: str) -> str | None:
        """The symbol of an id, on the newest build that has it; None for an id that is not known."""
        genes = self._by_id.get(ensembl)
        return max(genes, key=lambda gene: gene.genome_build).gene_symbol if genes else None

    def meaning(self, name: str) -> frozenset[str]:
        """Ensembl ids of the genes that a name means on any build; empty where it is no gene's."""
        found = self._by_symbol.get(name.upper()) or self._aliases.get(name.upper(), set())
        return frozenset(found)

    def is_called(self, ensembl: str, name: str) -> bool:
        """Whether a gene bears this name, on any build or as an alias."""
        return name.upper() in self._names.get(ensembl, ())

    def one_of(self, ids: frozenset[str]) -> str | None:
        """The id that stands for all, where no build has two of them; the newest build's comes first."""
        builds = [gene.genome_build for ensembl in ids for gene in self._by_id.get(ensembl, ())]
        if not builds or len(set(builds)) < len(builds):
            return None
        newest = max(builds)
        return next(ensembl for ensembl in sorted(ids) if self.on(ensembl, newest))

    def at(self, build: str, chromosome: str, start: int, end: int) -> list[Gene]:
        """Genes of a build that an interval touches, in the order of their starts."""
        return [
            gene for gene in self._by_chromosome[build, chromosome] if gene.start <= end and gene.end >= start
        ]

    def nearest(self, name: str) -> str | None:
        """The known name or alias that is spelled most alike, if one is."""
        known = [*self._by_symbol, *self._aliases]
        close = difflib.get_close_matches(name.upper(), known, n=1, cutoff=0.6)
        return self._spelled[close[0]] if close else None


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as stream:
        yield from csv.DictReader(stream)
