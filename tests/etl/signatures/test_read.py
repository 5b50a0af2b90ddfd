"""Files of a signature's targets: what is recognised, put into normal form, refused, and why."""

import gzip
from pathlib import Path

import pytest

from etl.errors import FileFault
from etl.signatures import GeneNames, TargetFile, read_targets
from tests.etl.delivery import VOCABULARY
from tests.house.sources import REPOSITORY

SEEDS = REPOSITORY / "dbt" / "seeds"
KNOWN = GeneNames.read(SEEDS)
NUP93 = "ENSG00000102900"
GENES = "gene_symbol,ensembl_gene_id\n"
REGIONS = "chromosome\tstart_position\tend_position\tgenome_build\n"
VARIANTS = "chrom,pos,ref,alt,build,gene\n"


def read(path: Path, content: str | bytes, build: str | None = None) -> TargetFile:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_targets(path, SEEDS, KNOWN, VOCABULARY, "doi 10.1/x", build)


def genes(file: TargetFile) -> list[tuple[object, object]]:
    return [(row["gene_symbol"], row["ensembl_gene_id"]) for row in file.rows]


def test_genes_by_symbol_alias_and_id(tmp_path: Path) -> None:
    file = read(
        tmp_path / "genes.csv",
        "# our list\nHugo_Symbol,Ensembl,score\nNUP93,,1\nMLL,,2\ngpr56,,3\n,ENSG00000159593.10,4\n\n"
        "LNC1,ENSG00000999999,5\n",
    )
    assert file.kind == "gene"
    assert genes(file) == [
        ("NUP93", NUP93),
        ("KMT2A", "ENSG00000118058"),
        ("ADGRG1", "ENSG00000205336"),
        ("NAE1", "ENSG00000159593"),
        ("LNC1", "ENSG00000999999"),
    ]
    assert {row["source"] for row in file.rows} == {"doi 10.1/x"}
    told = "\n".join(file.notes)
    assert "columns that are not used: score" in told
    assert "line 4: MLL is KMT2A (ENSG00000118058)" in told
    assert "line 8: LNC1 (ENSG00000999999) is not in reference.gene" in told


def test_a_gene_of_two_ids_is_one_on_each_build(tmp_path: Path) -> None:
    # TXNIP is ENSG00000117289 on GRCh37 and ENSG00000265972 on GRCh38: the newer id stands for both
    assert genes(read(tmp_path / "g.csv", "symbol\nTXNIP\n")) == [("TXNIP", "ENSG00000265972")]
    [(symbol, _)] = genes(read(tmp_path / "g.csv", f"{GENES}TXNIP,ENSG00000117289\n"))
    assert symbol == "TXNIP"


def test_regions_of_each_build(tmp_path: Path) -> None:
    file = read(
        tmp_path / "r.tsv", f"{REGIONS}chr16\t56764017\t56878797\thg19\n16\t56730105\t56850286\thg38\n"
    )
    assert file.kind == "region"
    assert [(row["genome_build"], row["chromosome"], row["start_position"]) for row in file.rows] == [
        ("GRCh37", "16", 56_764_017),
        ("GRCh38", "16", 56_730_105),
    ]


def test_variants_of_a_vcf_and_of_a_maf_are_the_same(tmp_path: Path) -> None:
    vcf = read(tmp_path / "v.csv", f"{VARIANTS}16,56730200,gc,g,hg38,\n16,56730300,A,AT,hg38,\n")
    maf = read(
        tmp_path / "m.tsv",
        "Chromosome\tStart_Position\tReference_Allele\tTumor_Seq_Allele2\tNCBI_Build\n"
        "16\t56730201\tC\t-\tGRCh38\n16\t56730300\t-\tT\tGRCh38\n",
    )
    assert vcf.kind == "variant"
    assert vcf.rows == maf.rows
    assert [
        (row["start_position"], row["reference_allele"], row["alternate_allele"]) for row in vcf.rows
    ] == [
        (56_730_201, "C", "-"),
        (56_730_300, "-", "T"),
    ]
    assert {row["ensembl_gene_id"] for row in vcf.rows} == {NUP93}


def test_the_build_can_be_said_for_the_file(tmp_path: Path) -> None:
    content = "chrom,start,end\n16,56730105,56850286\n"
    assert read(tmp_path / "r.csv", content, "GRCh38").rows[0]["genome_build"] == "GRCh38"
    with pytest.raises(FileFault, match="names no genome build"):
        read(tmp_path / "r.csv", content)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le"])
def test_other_encodings_and_compression(tmp_path: Path, encoding: str) -> None:
    content = "gene;source\r\nNUP93;Müller 2020\r\n".encode(encoding)
    assert genes(read(tmp_path / "g.csv", content)) == [("NUP93", NUP93)]
    assert read(tmp_path / "g.csv.gz", gzip.compress(content)).rows[0]["source"] == "Müller 2020"


@pytest.mark.parametrize(
    ("content", "line", "told"),
    [
        # genes
        (f"{GENES}NUP93,\nNUPP93,\n", 3, "gene NUPP93 is not known .* nearest known one is NUP93"),
        (f"{GENES}FAM123BB,\n", 2, "nearest known one is FAM123B, an alias of AMER1"),
        (f"{GENES}NUP93,ENSG00000159593\n", 2, f"ENSG00000159593 is NAE1, not NUP93, which is {NUP93}"),
        (f"{GENES}NUP93,ENSG00000999999\n", 2, f"ENSG00000999999 is not NUP93, which is {NUP93}"),
        (f"{GENES},ENSG00000999999\n", 2, "give its gene_symbol too"),
        (f"{GENES}NUP93,ENSMUSG00000032939\n", 2, "no id of a human gene"),
        (f"{GENES},\n", 2, "names no gene"),
        (f"{GENES}NUP93,\nTP53,\nnup93,{NUP93}\n", 4, "names the same gene as line 2"),
        (f"{GENES}MLL,\nKMT2A,\n", 3, "names the same gene as line 2"),
        (f"{GENES}DIABLO,\n", 2, "means ENSG.* or ENSG.*: say which"),
        ("gene,entrez\nNUP93,12x\n", 2, "entrez_gene_id 12x is no number"),
        # regions
        (f"{REGIONS}16\t1\t99999999\thg19\n", 2, "off chromosome 16, 90,354,753 bases on GRCh37"),
        (f"{REGIONS}16\t90340000\t90350000\thg38\n", 2, "off chromosome 16.*GRCh37 has 90,354,753"),
        (f"{REGIONS}16\t0\t90\thg38\n", 2, "off chromosome 16"),
        (f"{REGIONS}16\t500\t400\thg38\n", 2, "start_position 500 lies behind end_position 400"),
        (f"{REGIONS}16\t1e6\t2e6\thg38\n", 2, "start_position 1e6 is not a whole number"),
        (f"{REGIONS}99\t1\t2\thg38\n", 2, "chromosome 99 is none of GRCh38"),
        (f"{REGIONS}16\t1\t2\thg18\n", 2, "genome build hg18 is not supported"),
        (f"{REGIONS}16\t37000000\t37000100\thg38\n", 2, "touches no gene"),
        # variants
        (f"{VARIANTS}16,56730200,A,A,hg38,\n", 2, "reference and alternate allele are both A"),
        (f"{VARIANTS}16,56730200,A,<DEL>,hg38,\n", 2, "allele <DEL> is not made of A, C, G, T"),
        (f"{VARIANTS}16,56870000,A,T,hg38,NUP93\n", 2, "on GRCh37 it would: is that the build"),
        (f"{VARIANTS}16,56730200,A,T,hg38,TP53\n", 2, "lies in NUP93, not in TP53"),
        (f"{VARIANTS}16,56730200,gc,g,hg38,\n16,56730201,C,-,hg38,\n", 3, "names the same variant as line 2"),
        # the file
        ("", None, "is empty"),
        (GENES, 1, "has a header and no row"),
        ("NUP93\nNAE1\n", 1, "none of the columns that are known"),
        ("chr16\t1\t100\n", 1, "a BED file has no header and counts from 0"),
        (f"{GENES}NUP93\n", 2, "has 1 cells, the header 2"),
        (f'{GENES}"NUP93,\n', 2, "a quote is not closed"),
        ("gene,symbol\nNUP93,NUP93\n", 1, "has two columns that are gene_symbol"),
        ("<!DOCTYPE html><html></html>", 1, "web page"),
        # hostile cells
        (f"{GENES}{'A' * 10_000},\n", 2, "gene_symbol A{60}… is no symbol"),
        (f"{GENES}=cmd|' /C calc'!A0,\n", 2, "gene_symbol =cmd.* is no symbol"),
        (f"{GENES}NUP93\x1b[31m,\n", 2, r"gene_symbol NUP93\\x1b\[31m is no symbol"),
        ("gene,source\nNUP93,=HYPERLINK(1)\n", 2, "spreadsheets would take it for a formula"),
        ("gene,source\nNUP93,a\x07b\n", 2, "holds control characters"),
        (f"gene,source\nNUP93,{'x' * 501}\n", 2, "has 501 characters, more than 500"),
        (f"{GENES}NUP93\x00,\n", 2, "NUL"),
        ("gene\nNÜP93\n".encode("latin-1"), 2, "gene_symbol NÜP93 is no symbol"),
        ("gene\n" + "\n".join(["NUP93"] * 20_001) + "\n", 20_002, "more than 20,000 rows"),
    ],
)  # fmt: skip
def test_what_is_refused_says_line_and_reason(
    tmp_path: Path, content: str | bytes, line: int | None, told: str
) -> None:
    with pytest.raises(FileFault, match=told) as fault:
        read(tmp_path / "targets.csv", content)
    assert fault.value.line == line
    message = str(fault.value)
    assert message.isprintable()
    assert message.startswith("targets.csv")
    assert len(message) < 500


def test_the_other_faults_are_counted(tmp_path: Path) -> None:
    with pytest.raises(FileFault, match=r"line 2: .*\(2 more rows are wrong: line 3, 5\)"):
        read(tmp_path / "g.csv", "gene\nNOPE1\nNOPE2\nNUP93\nNOPE3\n")


def test_a_list_full_of_unknown_names_is_refused_at_once(tmp_path: Path) -> None:
    names = "\n".join(f"NOTAGENE{number}" for number in range(5_000))
    with pytest.raises(FileFault, match=r"4,999 more rows are wrong: line 3, 4, 5, 6, 7, …"):
        read(tmp_path / "g.csv", f"gene\n{names}\n")


def test_a_link_is_followed(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "g.csv").write_text("gene\nNUP93\n")
    link = tmp_path / "link.csv"
    link.symlink_to(tmp_path / "elsewhere" / "g.csv")
    assert genes(read_targets(link, SEEDS, KNOWN, VOCABULARY, "c", None)) == [("NUP93", NUP93)]
