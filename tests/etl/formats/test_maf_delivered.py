"""MAF in the forms that programs export: quoted, with quoted comments, encoded, compressed."""

import bz2
import gzip
import lzma
from pathlib import Path

import pytest

from tests.etl.core.delivered import bgzip, zipped
from tests.etl.delivery import land_file, table
from tests.etl.formats.maf_rows import GOOD, HEADER

HEAD = "#version 2.4\n#sequenced_samples: S1 S2\n"
PLAIN = table(HEADER, GOOD, GOOD)


def quoted(text: str) -> str:
    """Every cell in quotation marks, as R's write.table does."""
    lines = (line.split("\t") for line in text.splitlines())
    return "".join("\t".join(f'"{cell}"' for cell in line) + "\n" for line in lines)


@pytest.mark.parametrize(
    "data",
    [
        (HEAD + PLAIN).encode(),
        (HEAD + PLAIN).encode("utf-8-sig"),
        (HEAD + PLAIN).encode("utf-16"),
        (HEAD + PLAIN).replace("\n", "\r").encode(),
        (HEAD + PLAIN).replace("\n", "\r\n").encode(),
        gzip.compress((HEAD + PLAIN).encode(), mtime=0),
        bgzip((HEAD + PLAIN).encode()),
        bz2.compress((HEAD + PLAIN).encode()),
        lzma.compress((HEAD + PLAIN).encode()),
        zipped((HEAD + PLAIN).encode()),
        (HEAD + quoted(PLAIN)).encode(),
        quoted(HEAD + PLAIN).encode(),
        quoted(HEAD + PLAIN).encode("utf-8-sig"),
        (quoted(HEAD).replace("\n", "\t" * 10 + "\n") + quoted(PLAIN)).encode(),
        (HEAD.replace("\n", "\t" * 10 + "\n") + PLAIN).encode(),
        (HEAD + PLAIN.replace("Chromosome", " Chromosome ")).encode(),
    ],
)
def test_every_form_gives_the_same_rows_and_lines(tmp_path: Path, data: bytes) -> None:
    found = land_file(tmp_path, data, "maf")
    assert found.landed.reason is None
    assert found.rows["source_line"].to_list() == [4, 5]
    assert found.rows["hugo_symbol"].to_list() == ["TP53", "TP53"]
    assert found.rows["t_depth"].to_list() == [50, 50]
    assert found.landed.sequenced == ("S1", "S2")


def test_a_header_that_comes_again_is_filtered(tmp_path: Path) -> None:
    found = land_file(tmp_path, PLAIN + PLAIN, "maf")
    assert (found.landed.rows_read, found.landed.rows_filtered) == (5, 1)
    assert found.rows["source_line"].to_list() == [2, 3, 5, 6]


@pytest.mark.parametrize(
    ("data", "line", "says"),
    [
        (PLAIN.replace("TP53", "TP\0").encode(), 2, "holds NUL bytes"),
        (PLAIN.replace("t_depth", "Chromosome").encode(), 1, "has more than one column Chromosome"),
        (gzip.compress(PLAIN.encode() + b"\n" * 150_000_000, mtime=0), None, "a decompression bomb"),
    ],
    ids=["NUL", "column twice", "bomb"],
)
def test_what_cannot_be_read_holds_the_file_back(
    tmp_path: Path, data: bytes, line: int | None, says: str
) -> None:
    found = land_file(tmp_path, data, "maf")
    assert found.landed.status == "held_back"
    assert says in str(found.landed.reason)
    assert line is None or found.landed.line_number == line
