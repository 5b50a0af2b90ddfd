"""The words that etl shares with dbt: NA spellings, genome builds, chromosomes, clinical columns.

They live once, in the seeds of the dbt project, and are read here from those same CSV files.
"""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

NA_SEED = "na_spelling.csv"
BUILD_SEED = "genome_build.csv"
CHROMOSOME_SEED = "chromosome.csv"
CLINICAL_SEED = "clinical_column.csv"
CONSEQUENCE_SEED = "consequence.csv"
BIOTYPE_SEED = "biotype.csv"
CLASS_SEED = "variant_classification.csv"
CLASS_WORD_SEED = "variant_class_word.csv"
DATE_SEED = "date_like_gene.csv"
SAMPLE_TYPE_SEED = "tcga_sample_type.csv"
CANCER_TYPE_SEED = "cancer_type.csv"
SEEDS = (
    NA_SEED,
    BUILD_SEED,
    CHROMOSOME_SEED,
    CLINICAL_SEED,
    CONSEQUENCE_SEED,
    BIOTYPE_SEED,
    CLASS_SEED,
    CLASS_WORD_SEED,
    DATE_SEED,
    SAMPLE_TYPE_SEED,
    CANCER_TYPE_SEED,
)


@dataclass(frozen=True, slots=True)
class ClinicalColumn:
    """One spelling of a clinical field: `source_column` (upper case) feeds `field`; priority 1 wins."""

    layout: str
    level: str
    source_column: str
    field: str
    priority: int


@dataclass(frozen=True, slots=True)
class Consequence:
    """A term of the Sequence Ontology and the MAF class it stands for; severity 1 is the gravest.

    `variant_type` (`INS`, `DEL`) and `in_frame` (`yes`, `no`) narrow the row; empty: any.
    """

    consequence: str
    severity: int
    variant_type: str
    in_frame: str
    variant_classification: str


@dataclass(frozen=True, slots=True)
class ClassWord:
    """Another tool's word (lower case) for a MAF class, or for a structural event, which has none.

    `variant_type` (`INS`, `DEL`) narrows the row; empty: any other type.
    """

    word: str
    variant_type: str
    variant_classification: str
    is_structural: bool


@dataclass(frozen=True, slots=True)
class DateLikeGene:
    """A gene whose former symbol spreadsheets turn into a date, and its place on one build (1-based)."""

    gene_symbol: str
    month: int
    number: int
    ensembl_gene_id: str
    entrez_gene_id: int
    genome_build: str
    chromosome: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What the seeds say, as plain mappings.

    `builds` and `chromosomes` map a lower-case alias to the normal form; `lengths` gives a chromosome's
    length in bases per (build, chromosome). A build without lengths is known by name but not supported.
    `biotypes` ranks the biotypes of transcripts, 1 first; `classes` are MAF's. `normal_samples` are the codes
    and the lower-case names of TCGA's sample types that are no tumour; `cancer_types` maps a study's word to
    TCGA's types.
    """

    na: Mapping[str, tuple[str, ...]]
    builds: Mapping[str, str]
    chromosomes: Mapping[str, str]
    lengths: Mapping[tuple[str, str], int]
    clinical_columns: tuple[ClinicalColumn, ...]
    consequences: tuple[Consequence, ...] = ()
    biotypes: Mapping[str, int] = field(default_factory=dict)
    classes: tuple[str, ...] = ()
    class_words: tuple[ClassWord, ...] = ()
    date_like_genes: tuple[DateLikeGene, ...] = ()
    normal_samples: frozenset[str] = frozenset()
    cancer_types: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def read(cls, seeds_dir: Path) -> "Vocabulary":
        """Read the seeds of `seeds_dir`. Raises ValueError with file and line."""
        na: dict[str, list[str]] = {}
        for _, row in _rows(seeds_dir / NA_SEED, ("value", "scope")):
            na.setdefault(row["scope"], []).append(row["value"])
        builds = {
            row["alias"].lower(): row["genome_build"]
            for _, row in _rows(seeds_dir / BUILD_SEED, ("alias", "genome_build"))
        }
        chromosomes: dict[str, str] = {}
        lengths: dict[tuple[str, str], int] = {}
        columns = ("genome_build", "chromosome", "length_bp", "aliases")
        for line, row in _rows(seeds_dir / CHROMOSOME_SEED, columns):
            lengths[row["genome_build"], row["chromosome"]] = _integer(
                row["length_bp"], CHROMOSOME_SEED, line
            )
            for alias in (row["chromosome"], *row["aliases"].split("|")):
                chromosomes[alias.lower()] = row["chromosome"]
        return cls(
            {scope: tuple(values) for scope, values in na.items()},
            builds,
            chromosomes,
            lengths,
            tuple(_clinical_columns(seeds_dir)),
            tuple(_consequences(seeds_dir)),
            {
                row["biotype"]: _integer(row["priority"], BIOTYPE_SEED, line)
                for line, row in _rows(seeds_dir / BIOTYPE_SEED, ("biotype", "priority"))
            },
            tuple(
                row["variant_classification"]
                for _, row in _rows(seeds_dir / CLASS_SEED, ("variant_classification",))
            ),
            tuple(_class_words(seeds_dir)),
            tuple(_date_like_genes(seeds_dir)),
            frozenset(_normal_samples(seeds_dir)),
            _cancer_types(seeds_dir),
        )

    def na_spellings(self, *scopes: str) -> tuple[str, ...]:
        """Spellings of nothing that hold everywhere, then those of the named scopes."""
        return tuple(dict.fromkeys(v for scope in ("any", *scopes) for v in self.na.get(scope, ())))

    def na_scope(self, scope: str) -> tuple[str, ...]:
        """Spellings of nothing of one scope alone."""
        return self.na.get(scope, ())

    @property
    def all_na(self) -> tuple[str, ...]:
        """Spellings of nothing of every scope."""
        return tuple(dict.fromkeys(value for values in self.na.values() for value in values))

    @property
    def supported_builds(self) -> tuple[str, ...]:
        """Builds whose chromosome lengths are known, sorted."""
        return tuple(sorted({build for build, _ in self.lengths}))

    def spellings(self, layout: str, level: str, field: str) -> tuple[str, ...]:
        """Source columns of one clinical field, the best first."""
        found = [c for c in self.clinical_columns if (c.layout, c.level, c.field) == (layout, level, field)]
        return tuple(c.source_column for c in sorted(found, key=lambda c: c.priority))


def _clinical_columns(seeds_dir: Path) -> Iterator[ClinicalColumn]:
    names = ("layout", "level", "source_column", "field", "priority")
    for line, row in _rows(seeds_dir / CLINICAL_SEED, names):
        priority = _integer(row["priority"], CLINICAL_SEED, line)
        yield ClinicalColumn(
            row["layout"], row["level"], row["source_column"].upper(), row["field"], priority
        )


def _consequences(seeds_dir: Path) -> Iterator[Consequence]:
    names = ("consequence", "severity", "variant_type", "in_frame", "variant_classification")
    for line, row in _rows(seeds_dir / CONSEQUENCE_SEED, names):
        severity = _integer(row["severity"], CONSEQUENCE_SEED, line)
        yield Consequence(
            row["consequence"], severity, row["variant_type"], row["in_frame"], row["variant_classification"]
        )


def _class_words(seeds_dir: Path) -> Iterator[ClassWord]:
    names = ("word", "variant_type", "variant_classification", "is_structural")
    for _, row in _rows(seeds_dir / CLASS_WORD_SEED, names):
        yield ClassWord(
            row["word"].lower(),
            row["variant_type"],
            row["variant_classification"],
            row["is_structural"] == "true",
        )


def _date_like_genes(seeds_dir: Path) -> Iterator[DateLikeGene]:
    numbers = ("month", "number", "entrez_gene_id", "start_position", "end_position")
    texts = ("gene_symbol", "ensembl_gene_id", "genome_build", "chromosome")
    for line, row in _rows(seeds_dir / DATE_SEED, (*texts, *numbers)):
        month, number, entrez, start, end = (_integer(row[name], DATE_SEED, line) for name in numbers)
        symbol, ensembl, build, chromosome = (row[name] for name in texts)
        yield DateLikeGene(symbol, month, number, ensembl, entrez, build, chromosome, start, end)


def _normal_samples(seeds_dir: Path) -> Iterator[str]:
    for _, row in _rows(seeds_dir / SAMPLE_TYPE_SEED, ("code", "name", "sample_type", "is_tumor")):
        if row["is_tumor"] == "false":
            yield from (row["code"], row["name"].lower(), row["sample_type"].lower())


def _cancer_types(seeds_dir: Path) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for _, row in _rows(seeds_dir / CANCER_TYPE_SEED, ("word", "tcga_type")):
        found[row["word"].lower()] = (*found.get(row["word"].lower(), ()), row["tcga_type"])
    return found


def _rows(path: Path, needed: tuple[str, ...]) -> Iterator[tuple[int, dict[str, str]]]:
    with path.open(newline="", encoding="utf-8") as stream:
        reader = csv.DictReader(stream)
        missing = [c for c in needed if c not in (reader.fieldnames or ())]
        if missing:
            raise ValueError(f"{path}: the seed has no column {', '.join(missing)}")
        for row in reader:
            if any(row[c] is None for c in needed):
                raise ValueError(f"{path}, line {reader.line_num}: fewer fields than the header")
            yield reader.line_num, {c: row[c].strip() for c in needed}


def _integer(text: str, seed: str, line: int) -> int:
    try:
        return int(text)
    except ValueError as error:
        raise ValueError(f"{seed}, line {line}: {text!r} is not an integer") from error
