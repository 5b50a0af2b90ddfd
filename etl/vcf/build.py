"""The genome build of a VCF: what the file says, what study.toml says, and that the two agree.

The shift between builds is small enough to look right, so a build is never assumed.
"""

import re
from collections.abc import Iterator, Mapping

import polars as pl

from etl.errors import FileFault
from etl.genome import normal_chromosome
from etl.vcf.header import Header
from etl.vocabulary import Vocabulary

# Names of reference files that do not hold a build's name: the Broad's bundles and the 1000 Genomes
# reference.
_FILES: Mapping[str, str] = {
    "human_g1k_v37": "GRCh37",
    "hs37d5": "GRCh37",
    "hs37": "GRCh37",
    "sapiens_assembly19": "GRCh37",
    "hs38d1": "GRCh38",
    "hs38": "GRCh38",
    "sapiens_assembly38": "GRCh38",
}
_CURE = 'say genome_build = "GRCh37" or "GRCh38" in study.toml'


def build_of_file(
    path: str, header: Header, declared: str | None, declared_in: str, vocabulary: Vocabulary
) -> str:
    """The build. Raises FileFault where it is not stated, not supported, or stated twice and differently."""
    said: dict[str, str] = {}
    for build, evidence in _evidence(header, vocabulary):
        said.setdefault(build, evidence)
    if len(said) > 1:
        facts = "; ".join(f"{build} by {evidence}" for build, evidence in sorted(said.items()))
        raise FileFault(
            path, None, f"the header names two genome builds: {facts}", "deliver the file with its own header"
        )
    if not said:
        if declared is None:
            raise FileFault(path, None, "the file does not say its genome build, nor does study.toml", _CURE)
        return declared
    build, evidence = next(iter(said.items()))
    if build not in vocabulary.supported_builds:
        supported = " and ".join(vocabulary.supported_builds)
        raise FileFault(
            path,
            None,
            f"the genome build is {build} by {evidence}; {supported} are supported",
            "deliver lifted-over variants",
        )
    if declared is not None and declared != build:
        raise FileFault(
            path,
            None,
            f"the header says {build} ({evidence}), {declared_in} says {declared}",
            f"correct genome_build in {declared_in}, or move the file to a study of its own",
        )
    return build


def _evidence(header: Header, vocabulary: Vocabulary) -> Iterator[tuple[str, str]]:
    """Builds that the header names, each with where it says so. Patch releases share a build's
    coordinates.
    """
    names = {
        alias: build for alias, build in vocabulary.builds.items() if not alias.replace(".", "").isdigit()
    }
    names |= _FILES
    pattern = re.compile(
        rf"(?<![a-z0-9])({'|'.join(sorted(map(re.escape, names), key=len, reverse=True))})(?![0-9])", re.I
    )
    for meta in header.metas:
        if meta.key == "reference":
            for found in pattern.findall(meta.value):
                yield names[found.lower()], f"line {meta.line}, ##reference"
    for contig in header.contigs.values():
        for found in pattern.findall(contig.assembly or ""):
            yield names[found.lower()], f"line {contig.line}, assembly of ##contig"
    yield from _by_length(header, vocabulary)


def _by_length(header: Header, vocabulary: Vocabulary) -> Iterator[tuple[str, str]]:
    """Builds whose length a listed chromosome has, and no other build's."""
    contigs = [contig for contig in header.contigs.values() if contig.length is not None]
    if not contigs:
        return
    listed = pl.Series("name", [contig.name for contig in contigs])
    normal = listed.to_frame().select(normal_chromosome(pl.col("name"), vocabulary)).to_series()
    for contig, chromosome in zip(contigs, normal, strict=True):
        # The mitochondrial sequence is the same in both builds but for hg19's, so its length says nothing.
        if chromosome is None or chromosome == "MT":
            continue
        fits = [
            b for b in vocabulary.supported_builds if vocabulary.lengths.get((b, chromosome)) == contig.length
        ]
        if len(fits) == 1:
            yield fits[0], f"line {contig.line}, length of ##contig {contig.name}"
