"""One row of an import file, checked against the genes of both builds."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from etl.genome import BASES, build_of
from etl.signatures import cells as cell
from etl.signatures.cells import Row, RowFault
from etl.signatures.genes import Gene, GeneNames
from etl.signatures.table import shown
from etl.toml_reader import nearest
from etl.vocabulary import Vocabulary

_BASES = re.compile(BASES)
_LONGEST_ALLELE = 1_000
_NOT_A_GENE = "only protein-coding genes are known"


@dataclass(frozen=True, slots=True)
class Context:
    """What rows are checked against. `build`: of a file that has no column for it."""

    genes: GeneNames
    vocabulary: Vocabulary
    build: str | None
    citation: str
    builds: dict[str, str | None] = field(default_factory=dict)
    """Spellings of builds that were met, with their normal form."""

    def build_named(self, name: str) -> str | None:
        """Normal form of a build's name if its coordinates are supported."""
        if name not in self.builds:
            self.builds[name] = build_of(name, self.vocabulary)
        return self.builds[name]


def gene(cells: Mapping[str, str], context: Context) -> tuple[Row, str | None]:
    """A gene with its Ensembl id and symbol, and a note where a name was translated. Raises RowFault."""
    symbol, ensembl = cell.symbol(cells), cell.ensembl(cells)
    known = context.genes
    if symbol is None and ensembl is None:
        raise RowFault("names no gene: gene_symbol or ensembl_gene_id is needed")
    note = None
    if ensembl is None:
        assert symbol is not None
        ensembl = _meant(symbol, known)
        if known.symbol(ensembl) != symbol:
            note = f"{shown(symbol)} is {known.symbol(ensembl)} ({ensembl})"
    elif known.symbol(ensembl) is None:
        if symbol is None:
            raise RowFault(f"{ensembl} is not in reference.gene ({_NOT_A_GENE}): give its gene_symbol too")
        if meant := known.meaning(symbol):
            raise RowFault(f"{ensembl} is not {shown(symbol)}, which is {_listed(meant)}")
        note = f"{shown(symbol)} ({ensembl}) is not in reference.gene: it is matched by these two names alone"
    elif symbol is not None and not known.is_called(ensembl, symbol):
        others = known.meaning(symbol)
        raise RowFault(
            f"{ensembl} is {known.symbol(ensembl)}, not {shown(symbol)}"
            + (f", which is {_listed(others)}" if others else "")
        )
    row: Row = {
        "gene_symbol": known.symbol(ensembl) or symbol,
        "ensembl_gene_id": ensembl,
        "entrez_gene_id": cell.entrez(cells),
    }
    return row | _provenance(cells, context), note


def region(cells: Mapping[str, str], context: Context) -> Row:
    """A region, which touches a gene at least. Raises RowFault."""
    build, chromosome, length = place(cells, context)
    start, end = cell.position(cells, "start_position"), cell.position(cells, "end_position")
    if start > end:
        raise RowFault(f"start_position {start:,} lies behind end_position {end:,}")
    _on_chromosome(start, end, build, chromosome, length, context)
    if not context.genes.at(build, chromosome, start, end):
        raise RowFault(
            f"{chromosome}:{start}-{end} touches no gene of reference.gene on {build} ({_NOT_A_GENE}): "
            "nobody could be assessed for it"
        )
    row: Row = {"genome_build": build, "chromosome": chromosome, "start_position": start, "end_position": end}
    return row | {"label": cell.text(cells, "label")} | _provenance(cells, context, with_level=False)


def variant(cells: Mapping[str, str], context: Context) -> Row:
    """A variant as written, with upper-case alleles; `end_position` is that of the reference allele.

    Raises RowFault. The common prefix is still there, and no gene is looked up: see `with_gene`.
    """
    build, chromosome, length = place(cells, context)
    start = cell.position(cells, "start_position")
    alleles = [cells.get(name, "").upper() for name in ("reference_allele", "alternate_allele")]
    for allele in alleles:
        if not _BASES.match(allele):
            raise RowFault(f"allele {shown(allele) or '(empty)'} is not made of A, C, G, T, N, or - for none")
        if len(allele) > _LONGEST_ALLELE:
            raise RowFault(f"has an allele of {len(allele):,} bases, more than {_LONGEST_ALLELE:,}")
    reference, alternate = alleles
    if reference == alternate:
        raise RowFault(f"reference and alternate allele are both {shown(reference)}")
    end = start + 1 if reference == "-" else start + len(reference) - 1
    _on_chromosome(start, end, build, chromosome, length, context)
    row: Row = {"genome_build": build, "chromosome": chromosome, "start_position": start, "end_position": end}
    row |= {"reference_allele": reference, "alternate_allele": alternate}
    row |= {"gene_symbol": cell.symbol(cells), "ensembl_gene_id": cell.ensembl(cells)}
    return row | {"hgvsp_short": cell.text(cells, "hgvsp_short")} | _provenance(cells, context)


def with_gene(row: Row, context: Context) -> Row:
    """The variant, in normal form, with the gene that it lies in. Raises RowFault."""
    build, chromosome = str(row["genome_build"]), str(row["chromosome"])
    start, end = int(row["start_position"] or 0), int(row["end_position"] or 0)
    here = context.genes.at(build, chromosome, start, end)
    ensembl, symbol = row["ensembl_gene_id"], row["gene_symbol"]
    where = f"{chromosome}:{start} on {build}"
    if not here:
        raise RowFault(f"{where} lies in no gene of reference.gene ({_NOT_A_GENE}){_elsewhere(row, context)}")
    if ensembl is not None:
        found = [gene for gene in here if gene.ensembl_gene_id == ensembl]
    elif symbol is not None:
        found = [gene for gene in here if context.genes.is_called(gene.ensembl_gene_id, str(symbol))]
    else:
        found = here
        if len(here) > 1:
            raise RowFault(f"{where} lies in {_symbols(here)}: name the one that is meant in gene_symbol")
    if not found:
        named = shown(str(symbol or ensembl))
        raise RowFault(f"{where} lies in {_symbols(here)}, not in {named}{_elsewhere(row, context)}")
    if symbol is not None and not context.genes.is_called(found[0].ensembl_gene_id, str(symbol)):
        raise RowFault(f"{ensembl} is {found[0].gene_symbol}, not {shown(str(symbol))}")
    return row | {"gene_symbol": found[0].gene_symbol, "ensembl_gene_id": found[0].ensembl_gene_id}


def place(cells: Mapping[str, str], context: Context) -> tuple[str, str, int]:
    """Build, chromosome and its length of a row. Raises RowFault."""
    named = cell.value(cells, "genome_build")
    build = context.build if named is None else context.build_named(named)
    supported = context.vocabulary.supported_builds
    if build is None and named is None:
        raise RowFault("names no genome build: add a column genome_build, or say --build")
    if build is None:
        raise RowFault(f"genome build {shown(str(named))} is not supported; {nearest(str(named), supported)}")
    if context.build is not None and build != context.build:
        raise RowFault(f"is on {build}, and --build says {context.build}")
    written = cells.get("chromosome", "")
    chromosome = context.vocabulary.chromosomes.get(written.lower())
    if chromosome is None or (build, chromosome) not in context.vocabulary.lengths:
        raise RowFault(f"chromosome {shown(written) or '(empty)'} is none of {build}")
    return build, chromosome, context.vocabulary.lengths[build, chromosome]


def _elsewhere(row: Row, context: Context) -> str:
    """The clause that says on which other build the position would lie in the gene that is named."""
    symbol, ensembl = row["gene_symbol"], row["ensembl_gene_id"]
    for build in context.vocabulary.supported_builds:
        touched = context.genes.at(
            build, str(row["chromosome"]), int(row["start_position"] or 0), int(row["end_position"] or 0)
        )
        for found in touched:
            is_named = found.ensembl_gene_id == ensembl or (
                symbol is not None and context.genes.is_called(found.ensembl_gene_id, str(symbol))
            )
            if build != row["genome_build"] and is_named:
                return f"; on {build} it would: is that the build?"
    return ""


def _meant(symbol: str, known: GeneNames) -> str:
    """The one gene that a symbol means. Raises RowFault."""
    meant = known.meaning(symbol)
    if not meant:
        what = f"gene {shown(symbol)} is not known ({_NOT_A_GENE} without their Ensembl id)"
        raise RowFault(what, lambda: _nearest(symbol, known))
    if len(meant) == 1:
        return min(meant)
    one = known.one_of(meant)
    if one is None:
        raise RowFault(f"{shown(symbol)} means {_listed(meant)}: say which in ensembl_gene_id")
    return one


def _nearest(symbol: str, known: GeneNames) -> str:
    """The clause that names the nearest known name of a gene."""
    close = known.nearest(symbol)
    if close is None:
        return "nothing known is spelled like it"
    bearer = known.symbol(min(known.meaning(close)))
    alias = "" if bearer == close else f", an alias of {bearer}"
    return f"the nearest known one is {close}{alias}"


def _on_chromosome(start: int, end: int, build: str, chromosome: str, length: int, context: Context) -> None:
    if start >= 1 and end <= length:
        return
    others = [
        f"{other} has {n:,}"
        for (other, name), n in sorted(context.vocabulary.lengths.items())
        if name == chromosome and other != build and end <= n
    ]
    hint = f"; {', '.join(others)}" if others and start >= 1 else ""
    raise RowFault(f"{start:,}-{end:,} is off chromosome {chromosome}, {length:,} bases on {build}{hint}")


def _provenance(cells: Mapping[str, str], context: Context, *, with_level: bool = True) -> Row:
    row: Row = {"evidence_level": cell.text(cells, "evidence_level") or "import"} if with_level else {}
    return row | {"source": cell.text(cells, "source") or context.citation}


def _listed(ids: frozenset[str]) -> str:
    return " or ".join(sorted(ids))


def _symbols(genes: Sequence[Gene]) -> str:
    return " and ".join(sorted({gene.gene_symbol for gene in genes}))
