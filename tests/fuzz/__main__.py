"""Coverage-guided fuzzing of the text layer, MAF and VCF: `make fuzz`, for 10 minutes.

Arguments are libFuzzer's. The first byte of an input picks reader and limits, the rest is the delivered file.
Whatever the bytes, nothing but the house's own faults may come out, no line may be lost, and the ledger adds
up. What is found becomes a test beside the reader; atheris itself is no dependency of the tests.
"""

import os
import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["etl"]):
    from etl.errors import FileFault
    from etl.formats import FORMATS, ReadContext
    from etl.records import SourceFile
    from etl.text import LIMITS, Limits, open_text
    from tests.etl.delivery import VOCABULARY
    from tests.etl.formats.maf_rows import GOOD, HEADER
    from tests.etl.vcf.test_properties import VALID

SMALL = Limits(chunk=7, sniff=16, batch=32, threads_from=1 << 40)
MAF = ("#version 2.4\n" + "\t".join(HEADER.split()) + "\n" + "\t".join(GOOD.split()) + "\n").encode()
SEEDS = (
    b"\x00a\tb\r\n1\t\xe9\r\n",
    b"\x01" + "a\tb\n1\té\n".encode("utf-16"),
    b"\x02" + VALID,
    b"\x03" + VALID,
    b"\x04" + MAF,
    b'\x05"a"\t"b"\n"x\ty"\t"z\n',
)
# By the first byte: format (None: the text layer alone) and limits.
CHOICES = ((None, LIMITS), (None, SMALL), ("vcf", LIMITS), ("vcf", SMALL), ("maf", LIMITS), ("maf", SMALL))
OPTIONS = (("genome_build", "GRCh38"), ("genome_build_from", "study.toml"), ("tumor_sample", "*"))


class LostError(Exception):
    """A line that is nowhere, or is counted twice."""


def one(data: bytes) -> None:
    """Read one input. Raises what the readers must not."""
    if not data:
        return
    format, limits = CHOICES[data[0] % len(CHOICES)]
    with tempfile.TemporaryDirectory(dir=SHM) as folder:
        raw = Path(folder)
        (raw / "file").write_bytes(data[1:])
        try:
            lines = _lines(raw, limits)
            if format is not None:
                _rows(raw, format, limits, lines)
        except FileFault as fault:
            if "\n" in str(fault) or not fault.cure:
                raise LostError(f"no sentence with a cure: {fault}") from fault


def _lines(raw: Path, limits: Limits) -> dict[int, str]:
    with open_text(raw, "file", limits=limits) as text:
        numbered = list(text.lines())
        text.finish()
    if [number for number, _ in numbered] != list(range(1, len(numbered) + 1)):
        raise LostError("line numbers do not run on")
    return dict(numbered)


def _rows(raw: Path, format: str, limits: Limits, lines: dict[int, str]) -> None:
    """Every batch adds up, its rejects have the text of their lines."""
    reader = FORMATS[format]
    with open_text(raw, "file", limits=limits) as text:
        source = SourceFile("s", "file", reader.kind, format, "generic", 0, 0, "load", None, OPTIONS)
        context = ReadContext(source, VOCABULARY, lambda note: None, lambda sample: None)
        for batch in reader.read(text, context):
            parts = batch.rows.height + batch.rejects.height + batch.rows_duplicate + batch.rows_filtered
            if batch.rows_read != parts:
                raise LostError(f"read {batch.rows_read}, accounted for {parts}")
            for number, raw_text in batch.rejects.select("line_number", "raw_text").iter_rows():
                if lines[number] != raw_text:
                    raise LostError(f"line {number} is rejected with the text of another")
            if not set(batch.rows["source_line"]) <= lines.keys():
                raise LostError("a row comes from no line")
        text.finish()


SHM = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: S108 - thousands of files a second

if __name__ == "__main__":
    corpus = Path(tempfile.mkdtemp())
    for number, seed in enumerate(SEEDS):
        (corpus / str(number)).write_bytes(seed)
    atheris.Setup([sys.argv[0], "-max_len=2048", *sys.argv[1:], str(corpus)], one)
    atheris.Fuzz()
