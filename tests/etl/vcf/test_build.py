"""The genome build: stated by the file or by study.toml, never assumed."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.etl.vcf.vcf_lines import header, landed, line

GOOD = line("GT:AD:DP", "0/0:9,0:9", "0/1:5,4:9")
SAYS_37 = (("genome_build", "GRCh37"), ("genome_build_from", "study.toml"))


@pytest.mark.parametrize(
    ("meta", "build"),
    [
        (("##reference=file:///refs/Homo_sapiens.GRCh37.74.dna.primary_assembly.fa",), "GRCh37"),
        (("##reference=GRCh38.d1.vd1.fa",), "GRCh38"),
        (("##reference=file:///data/hg19.fa",), "GRCh37"),
        (("##reference=hs37d5.fa.gz",), "GRCh37"),
        (("##reference=human_g1k_v37_decoy.fasta",), "GRCh37"),
        (("##reference=Homo_sapiens_assembly38.fasta",), "GRCh38"),
        (("##contig=<ID=chr7,assembly=hg38>",), "GRCh38"),
        (("##contig=<ID=7,length=159138663>",), "GRCh37"),
        (("##contig=<ID=chr7,length=159345973>", "##contig=<ID=chrM,length=16569>"), "GRCh38"),
    ],
)
def test_the_file_says_its_build(tmp_path: Path, meta: Sequence[str], build: str) -> None:
    found = landed(tmp_path, header(*meta) + GOOD, options=())
    assert found.rows["genome_build"].to_list() == [build]


def test_study_toml_says_it_where_the_file_does_not(tmp_path: Path) -> None:
    found = landed(tmp_path, header("##reference=genome.fa", "##contig=<ID=7>") + GOOD, options=SAYS_37)
    assert found.rows["genome_build"].to_list() == ["GRCh37"]


@pytest.mark.parametrize(
    ("meta", "options", "reason"),
    [
        ((), (), 'say genome_build = "GRCh37" or "GRCh38" in study.toml'),
        (
            ("##contig=<ID=7,length=12345>", "##contig=<ID=MT,length=16569>"),
            (),
            "does not say its genome build",
        ),
        (
            ("##reference=hg38.fa",),
            SAYS_37,
            "the header says GRCh38 (line 2, ##reference), study.toml says GRCh37",
        ),
        (
            ("##reference=hg19.fa", "##contig=<ID=chr7,length=159345973>"),
            (),
            "two genome builds: GRCh37 by line 2, ##reference; GRCh38 by line 3, length of ##contig chr7",
        ),
        (("##reference=hg18.fa",), (), "the genome build is NCBI36 by line 2, ##reference"),
    ],
)
def test_a_build_that_is_not_sure_holds_the_file_back(
    tmp_path: Path, meta: Sequence[str], options: Sequence[tuple[str, str]], reason: str
) -> None:
    found = landed(tmp_path, header(*meta) + GOOD, options=options)
    assert found.landed.status == "held_back"
    assert reason in (found.landed.reason or "")
