"""Whatever small MAFs lie beside one another: read in a group, each comes to what it comes to alone."""

import gzip
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl import joined
from etl.formats.maf import SCHEMA
from etl.landing import land, land_many
from etl.records import SourceFile
from etl.text import Limits, TextBatch, TextFile, open_text
from tests.etl.core.test_small_files import maf, row, same
from tests.etl.delivery import VOCABULARY

# A column's name, and its cells: the first is sound and comes up most often.
CELLS = {
    "Hugo_Symbol": ("TP53", '"TP53"', "2-Mar", "Té", '"a', 'a"', "", "NA", 'x""y', "#"),
    "NCBI_Build": ("GRCh38", '"GRCh38"', "hg19", "", "38"),
    "Chromosome": ("chr17", "17", "MT", "chr99", "X"),
    "Start_Position": ("7670001", "7670002", '"7670003"', "12,3", "7e6"),
    "Reference_Allele": ("C", "-", "CA"),
    "Tumor_Seq_Allele2": ("T", "-", "C", "TG"),
    "Tumor_Sample_Barcode": ("S1", '"S1"', "S2", "", "S\x1f1"),
    "Variant_Classification": ("Silent", "silent", "odd", "", "nonsynonymous SNV"),
    "t_depth": ("10", "", "x", "10.0", "."),
    "dbSNP_RS": ("rs1", "novel", '5" cm', '"a\tb"', "1e5"),
}
PLAIN = "\t".join(CELLS)
HEADERS = (
    *[PLAIN] * 6,
    "\t".join(f'"{name}"' for name in CELLS),
    f"{PLAIN}\tnote",
    f"{PLAIN} ",
    PLAIN.replace("dbSNP_RS", "rs"),
)
LEADS = (
    "",
    "#version gdc-1.0.0\n",
    "#tumor.aliquot a1\n",
    "#sequenced_samples: S1 S2\n",
    "\n",
    '"#version 2.4"\n',
)
SOUND = st.tuples(*(st.just(cells[0]) for cells in CELLS.values())).map("\t".join)
ODD = st.tuples(
    *(st.one_of(*[st.just(cells[0])] * 4, st.sampled_from(cells)) for cells in CELLS.values())
).map("\t".join)
LINES = st.one_of(SOUND, SOUND, SOUND, ODD, st.sampled_from(["", "# x", "TP53\tx", PLAIN, "\t\t"]))
OPTIONS = (
    (),
    (("genome_build", "GRCh38"),),
    (("genome_build", "GRCh37"), ("genome_build_from", "study.toml")),
    (("genome_build", "GRCh38"), ("na", "odd"), ("na", "S2")),
    (("genome_build", "GRCh38"), ("column", "dbSNP_RS=rs")),
    (("genome_build", "GRCh38"), ("values", '["Variant_Classification", {"odd": "Silent"}]')),
)


@st.composite
def files(draw: st.DrawFn) -> bytes:
    """One small MAF, in any encoding, plain or compressed."""
    body = draw(st.one_of(st.lists(SOUND, max_size=4), st.lists(LINES, max_size=4)))
    end = draw(st.sampled_from(["\n", "\n", "\n", "", "\n\n"]))
    text = draw(st.sampled_from(LEADS)) + "\n".join([draw(st.sampled_from(HEADERS)), *body]) + end
    text = text.replace("\n", draw(st.sampled_from(["\n", "\n", "\n", "\r\n", "\r"])))
    encoding = draw(st.sampled_from(["utf-8", "utf-8", "utf-8", "utf-8-sig", "utf-16", "latin-1"]))
    data = text.encode(encoding)
    return gzip.compress(data) if draw(st.booleans()) else data


@settings(max_examples=60, deadline=None)
@given(
    contents=st.lists(files(), min_size=2, max_size=6),
    layout=st.sampled_from(["gdc", "cbioportal", "generic"]),
    options=st.sampled_from(OPTIONS),
)
def test_in_a_group_and_alone_files_come_to_the_same(
    contents: list[bytes], layout: str, options: tuple[tuple[str, str], ...]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        raw, lake, other = (Path(folder) / name for name in ("raw", "lake", "other"))
        raw.mkdir()
        sources = []
        for number, content in enumerate(contents):
            path = raw / f"{number}.maf"
            path.write_bytes(content)
            status = path.stat()
            sources.append(
                SourceFile(
                    "s", path.name, "mutations", "maf", layout, status.st_size, status.st_mtime_ns, "load",
                    options=options,
                )
            )  # fmt: skip
        together = land_many(sources, raw, lake, VOCABULARY, lambda source: "0" * 12)
        alone = [land(source, raw, other, VOCABULARY, "0" * 12) for source in sources]
        same(together, lake, alone, other)


def test_a_small_file_that_unfolds_is_left_with_the_batch_that_is_too_much(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(joined, "MAX_BYTES", 3_000)
    (tmp_path / "a.maf.gz").write_bytes(gzip.compress(maf(*[row(7_670_001)] * 1_000)))
    taken: list[int] = []

    class Counted(TextFile):
        def batches(self) -> Iterator[TextBatch]:
            for batch in super().batches():
                taken.append(len(batch.data))
                yield batch

    with open_text(tmp_path, "a.maf.gz", limits=Limits(chunk=500, sniff=500, batch=1_000)) as text:
        text.__class__ = Counted
        assert joined.join([text], SCHEMA) is None
    assert sum(taken) < 10_000
