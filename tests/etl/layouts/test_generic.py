"""Any other folder: what a file is shows in its content, in whatever form the text is delivered."""

import gzip
import io
import lzma
import zipfile
from pathlib import Path

import pytest

from tests.etl.core.delivered import bgzip
from tests.etl.delivery import deliver, seen, table

COLUMNS = "Hugo_Symbol Chromosome Start_Position Reference_Allele Tumor_Seq_Allele2 Tumor_Sample_Barcode"
MAF = "#version 2.4\n" + table(COLUMNS, "TP53 17 100 A T S1")
VCF = "##fileformat=VCFv4.2\n#CHROM\tPOS\n"


def quoted(text: str) -> str:
    return "".join("\t".join(f'"{cell}"' for cell in line.split("\t")) + "\n" for line in text.splitlines())


def zipped_by_a_mac(text: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("__MACOSX/._x.maf", b"\0\5\x16\7")
        archive.writestr("x.maf", text)
    return stream.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        MAF.encode(),
        MAF.encode("utf-16"),
        MAF.encode("utf-16-le"),
        MAF.encode("utf-16-be"),
        MAF.encode("utf-32"),
        ("#Nürnberg\n" + MAF).encode("latin-1"),
        MAF.replace("\n", "\r").encode(),
        quoted(MAF).encode(),
        bgzip(MAF.encode()),
        lzma.compress(MAF.encode("utf-16")),
        zipped_by_a_mac(MAF),
        gzip.compress(MAF.encode(), compresslevel=0, mtime=0)[:-9],
        ("#sequenced_samples: " + "TCGA-ZZ-4244-01 " * 9000 + "\n" + MAF).encode(),
        (MAF.splitlines()[1] + "\tmore" * 20_000).encode(),
    ],
    ids=range(14),
)
def test_a_maf_is_known_by_its_columns_in_every_form_of_text(tmp_path: Path, data: bytes) -> None:
    deliver(tmp_path, {"s/table.txt": data})
    assert seen(tmp_path, "s/table.txt").format == "maf"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le"])
def test_a_vcf_is_known_by_its_first_line_in_every_encoding(tmp_path: Path, encoding: str) -> None:
    deliver(tmp_path, {"s/calls.txt": bgzip(VCF.encode(encoding))})
    assert seen(tmp_path, "s/calls.txt").format == "vcf"
