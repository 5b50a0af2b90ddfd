"""What must hold for any bytes: what is fuzzed, and what the tests run on each finding again.

Each target takes bytes and raises AssertionError where a promise is broken. The last byte picks the limits
of the text layer or the options of the file, so that small inputs reach the seams between chunks.
"""

import hashlib
import shutil
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from etl.errors import FileFault
from etl.header import WHITE
from etl.ledger import Ledger
from etl.schema import Column, TableSchema, conform
from etl.table import open_table
from etl.text import Limits, open_text
from tests.etl.core.delivered import read_text
from tests.etl.delivery import land_file

SCHEMA = TableSchema(
    "t", (Column("a", ("a",)), Column("n", ("n",), "integer"), Column("x", ("x",), "number"))
)
FOLDER = Path(tempfile.mkdtemp(prefix="leaderhouse-fuzz-"))
BUILD = (("genome_build", "GRCh38"), ("genome_build_from", "study.toml"))
OPTIONS = {
    0: (),
    1: BUILD,
    2: (*BUILD, ("tumor_sample", "*")),
    3: (*BUILD, ("tumor_sample", "TUMOR"), ("normal_sample", "NORMAL")),
}


def text(data: bytes) -> None:
    """Decompressing, decoding, cutting into lines and fields: no line is lost, none is made up."""
    picked = data[-1] if data else 0
    limits = Limits(chunk=1 + picked % 16, batch=1 + picked % 64, threads_from=1 << 30, max_bytes=1 << 22)
    read = read_text(FOLDER, data, limits)
    assert read.sha256 == hashlib.sha256(data).hexdigest()
    assert [number for number, _ in read.lines] == list(range(1, len(read.lines) + 1))
    lines, ledger, seen = dict(read.lines), Ledger(), set[int]()
    with open_text(FOLDER, "table.txt", limits=limits) as delivered:
        try:
            table = open_table(delivered, separator="\t" if picked % 2 else ",")
            for batch in table.batches():
                typed = conform(batch.rows, SCHEMA, ["NA"])
                bad = batch.rejected(typed.faults)
                assert bad["raw_text"].to_list() == [lines[number] for number in bad["line_number"]]
                ledger.add(
                    read=batch.rows_read,
                    loaded=typed.rows.height,
                    quarantined=bad.height,
                    duplicate=0,
                    filtered=batch.rows_filtered,
                )
                at = [*typed.rows["source_line"], *bad["line_number"]]
                assert not seen & set(at)
                assert len(set(at)) == len(at)
                seen |= set(at)
        except FileFault:
            return
    assert read.fault is None


def vcf(data: bytes) -> None:
    """A VCF is loaded or held back with a sentence; each of its lines is accounted for."""
    _landed(data, "vcf", "s/P1.vcf")


def maf(data: bytes) -> None:
    """The same for a MAF."""
    _landed(data, "maf", "s/P1.maf")


def _landed(data: bytes, format: str, name: str) -> None:
    for folder in ("raw", "lake"):
        shutil.rmtree(FOLDER / folder, ignore_errors=True)
    options = OPTIONS[data[-1] % len(OPTIONS) if data else 0]
    found = land_file(FOLDER, data, format, name=name, options=options)  # raises where the ledger is wrong
    assert found.landed.status in ("loaded", "held_back")
    assert "internal error" not in (found.landed.reason or ""), found.landed.reason
    if found.landed.status == "held_back":
        return
    assert found.landed.rows_loaded == found.rows.height
    assert found.landed.rows_quarantined == found.rejects.height
    with open_text(FOLDER / "raw", name) as delivered:
        lines = dict(delivered.lines())
    for number, raw_text in found.rejects.select("line_number", "raw_text").iter_rows():
        assert lines[number] == raw_text
    assert found.rows.is_empty() or set(found.rows["source_line"]) <= set(lines)
    filled = {number for number, line in lines.items() if line.strip(WHITE)}
    header = next(n for n in sorted(filled) if _is_header(lines[n], format))
    told = {*([] if found.rows.is_empty() else found.rows["source_line"]), *found.rejects["line_number"]}
    silent = {n for n in filled if n > header and not _is_comment(lines[n])} - told
    assert len(silent) <= found.landed.rows_filtered, (silent, found.landed)


def _is_header(line: str, format: str) -> bool:
    return line.startswith("#CHROM") if format == "vcf" else not _is_comment(line)


def _is_comment(line: str) -> bool:
    return line.startswith(("#", '"#'))


TARGETS: Mapping[str, Callable[[bytes], None]] = {"text": text, "vcf": vcf, "maf": maf}
