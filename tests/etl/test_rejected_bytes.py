"""The bytes of a rejected row are kept as they were delivered, whatever the encoding of its file."""

import gzip
from pathlib import Path

import polars as pl
import pytest

from etl.table import open_table
from etl.text import Limits, open_text
from tests.etl.delivery import land_file, table
from tests.etl.formats.maf_rows import GOOD, HEADER, changed

ROWS = [
    GOOD,
    changed(Start_Position="7é"),
    changed(Tumor_Sample_Barcode="é"),
    changed(End_Position="5–6", Hugo_Symbol="x"),
    "ragged é",
    changed(Start_Position="7x"),
]
CLINICAL = "PATIENT_ID\tSEX\nP1\tMale\nP2\tMâle\tx\nP3\n"
VCF = (
    "##fileformat=VCFv4.2\nstray é\n##reference=GRCh38\n##tumor_sample=T\n"
    "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tT\n"
    "1\t5\t.\tA\tC\t.\t.\t.\tGT\t0/1\n1\té\t.\tA\tC\t.\t.\t.\tGT\t0/1\n1\té\n"
)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-be", "utf-32"])
@pytest.mark.parametrize(
    ("format", "text", "bad"),
    [
        ("maf", "#c\n" + table(HEADER, *ROWS), [4, 6, 7, 8]),
        ("cbioportal_patient", CLINICAL, [3, 4]),
        ("vcf", VCF, [2, 7, 8]),
    ],
    ids=["maf", "clinical", "vcf"],
)
def test_the_bytes_of_every_rejected_row_are_kept(
    tmp_path: Path, format: str, text: str, bad: list[int], encoding: str, end: str
) -> None:
    data = text.replace("\n", end).encode(encoding)
    found = land_file(tmp_path, gzip.compress(data), format)
    assert found.rejects["line_number"].to_list() == bad
    single = {"utf-16": "utf-16-le", "utf-32": "utf-32-le"}.get(encoding, encoding).replace("-sig", "")
    for number, raw_text, raw_bytes in found.rejects.select(
        "line_number", "raw_text", "raw_bytes"
    ).iter_rows():
        line = text.split("\n")[number - 1]
        assert raw_text == line
        assert (raw_text.encode() if raw_bytes is None else raw_bytes) == line.encode(single)


def test_bytes_are_kept_where_lines_of_two_encodings_are_mixed(tmp_path: Path) -> None:
    lines = ["é".encode(), "é".encode("latin-1"), b"\x81", "é".encode() + b"\xe9", b"plain"]
    data = b"a\tb\n" + b"".join(line + b"\n" for line in lines)
    for limits in (Limits(), Limits(chunk=4, sniff=4, batch=4)):
        (tmp_path / "t.txt").write_bytes(data)
        with open_text(tmp_path, "t.txt", limits=limits) as text:
            bad = pl.concat([batch.rejects for batch in open_table(text).batches()])
        kept = [
            text.encode() if raw is None else raw
            for text, raw in bad.select("raw_text", "raw_bytes").iter_rows()
        ]
        assert kept == lines
        assert bad["raw_bytes"].is_null().to_list() == [True, False, False, False, True]
