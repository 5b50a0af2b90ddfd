"""Inputs that fuzzing (`python -m tests.fuzz`) starts from, and those that once broke a promise."""

from base64 import b64decode

import pytest

from tests.etl.vcf.vcf_lines import annotated, header, line
from tests.fuzz.targets import TARGETS

ENTRY = "missense_variant|EGFR|ENST1|protein_coding"
SOUND = {
    "text": b"#version 2.4\na\tn\tx\nTP53\t1\t0.5\n\"q\t2\n\nKRAS\tNA\t1e3\n\x01",
    "vcf": (
        header(
            annotated(("Allele", "Consequence", "SYMBOL", "Feature", "BIOTYPE")),
            '##INFO=<ID=AF,Number=A,Type=Float,Description="x">',
            '##FORMAT=<ID=AD,Number=R,Type=Integer,Description="x">',
            "##contig=<ID=chr7,length=159345973>",
        )
        + line("GT:AD:DP", "0/0:9,0:9", "0/1:5,4:9", info=f"AF=0.1;CSQ=C|{ENTRY}")
        + line("GT:AU:CU:GU:TU", "0/0:1,1:2,2:3,3:4,4", "0/1:1,1:2,2:3,3:4,4", pos="101", alt="C,<DEL>,*,G")
        + line("GT:DP", ".:.", "./.:7", pos="102", ref="AC", alt="A,ACC,TC", info="CSQ=-|stop_lost|||,C||||")
    ).encode() + b"\x03",
    "maf": (
        b"#version gdc-1.0.0\n#tumor.aliquot a1\nHugo_Symbol\tEntrez_Gene_Id\tNCBI_Build\tChromosome\t"
        b"Start_Position\tEnd_Position\tReference_Allele\tTumor_Seq_Allele1\tTumor_Seq_Allele2\t"
        b"Tumor_Sample_Barcode\tVariant_Classification\tGene\tt_depth\n"
        b"TP53\t7157\tGRCh38\tchr17\t7675088\t7675088\tC\tC\tT\tS1\tMissense_Mutation\tENSG00000141510\t12\n"
        b"2-Mar\t0\thg19\t5\t10355000\t10355001\t-\t-\tAC\tS1\tframeshift insertion\t\t.\n"
        b"EGFR\t1956\t38\t7\t1e5\t\tACG\t\t-\tS2\tFusion\t\t12.0\n\x01"
    ),
}  # fmt: skip
FOUND: list[tuple[str, bytes]] = [
    # A column called `*`, which polars takes for all columns.
    ("text", b"#\x01ustar\n*\n\tNA3\xcd\n\x08"),
    # A byte order mark within the file, first in its batch.
    ("text", b"#v\nP\t1\t0\n\xef\xbb\xbf2\n\nK\t1\tA\n\x01"),
    # A row that starts like zlib's data, first in its batch: polars' reader decompressed it.
    ("text", b"#\nusx\nx\x01\nt'r\tL\tA\t\n\"\x01"),
    # A zip archive whose directory lies before its end: read to the end twice, the file had "changed".
    ("text", b64decode("UEsDBBQAAAD/////eHRQSwUGAAAAAAEBAAAAAAAAAAAUAAEAAABaAAAAAAA=")),
    # A genotype whose allele has more digits than an integer.
    (
        "vcf",
        b"#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tNORMAL\tTUMOR\n"
        b"chr7\t102\t.\tAC\tA\t.\tPASS\t.\tGT:DP\t.:.\t" + b"3" * 30 + b"/.:7\n"
        b"chr7\t103\t.\tAC\tA\t.\tPASS\t.\tGT:DP\t.:.\t0/1:7\n\x03",
    ),
    # A header behind a comment in quotes, and no row.
    (
        "maf",
        b'"#version gdc-1.0.0\n#tumor.aliquot a1\nHugo_Symbol\tChromosome\tStart_Position\tEnd_Position\t'
        b"Reference_Allele\tTumor_Seq_Allele2\tTumor_Sample_Barcode\n",
    ),
]


@pytest.mark.parametrize("target", SOUND)
def test_what_fuzzing_starts_from_keeps_every_promise(target: str) -> None:
    TARGETS[target](SOUND[target])


@pytest.mark.parametrize(("target", "data"), FOUND)
def test_a_finding_stays_mended(target: str, data: bytes) -> None:
    TARGETS[target](data)
