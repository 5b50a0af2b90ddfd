"""What holds for any VCF: haplotypes are kept, what is written is read, and no bytes whatever break the
reader.
"""

import tempfile
from collections.abc import Sequence
from pathlib import Path

import polars as pl
from hypothesis import example, given, settings
from hypothesis import strategies as st

from etl.vcf import alleles
from etl.vcf.reference import Reference
from tests.etl.delivery import VOCABULARY, Result
from tests.etl.vcf.vcf_lines import BUILD, annotated, header, landed, line

BASES = st.text("ACGT", min_size=1, max_size=6)
# A text of few letters repeats itself: the hard case of left-alignment.
GENOME = st.one_of(st.text("AC", min_size=30, max_size=80), st.text("ACGT", min_size=30, max_size=80))


def haplotype(genome: str, start: int, reference: str, alternate: str) -> str:
    """The genome with the variant in it (MAF convention, 1-based)."""
    if reference == "-":
        return genome[:start] + alternate + genome[start:]
    assert genome[start - 1 : start - 1 + len(reference)] == reference
    return genome[: start - 1] + alternate.replace("-", "") + genome[start - 1 + len(reference) :]


def normal(
    genome: str, position: int, reference: str, alternates: Sequence[str], fasta: Path | None
) -> pl.DataFrame:
    record = pl.DataFrame(
        {"source_line": [1], "position": [position], "REF": [reference], "ALT": [",".join(alternates)]},
        schema_overrides={"source_line": pl.Int64, "position": pl.Int64},
    )
    listed = alleles.split(record).with_columns(pl.lit("7").alias("chromosome"))
    assert listed["allele"].to_list() == list(range(1, len(alternates) + 1))
    assert listed["alternate"].to_list() == list(alternates)
    found = alleles.trimmed(listed.filter(pl.col("reference_allele") != pl.col("alternate_allele")))
    return found if fasta is None else Reference(fasta, VOCABULARY).left_aligned(found)


@st.composite
def records(draw: st.DrawFn) -> tuple[str, int, str, list[str]]:
    genome = draw(GENOME)
    position = draw(st.integers(1, len(genome) - 8))
    reference = genome[position - 1 : position - 1 + draw(st.integers(1, 6))]
    alternates = draw(
        st.lists(
            st.one_of(
                BASES,
                BASES.map(lambda tail: reference[:1] + tail),
                st.just(reference[:1]),
                st.text("AC", min_size=1, max_size=4).map(
                    lambda inner: reference[:1] + inner + reference[1:]
                ),
            ),
            min_size=1,
            max_size=4,
        )
    )
    return genome, position, reference, alternates


@given(records())
@settings(max_examples=300)
def test_splitting_and_trimming_keep_the_haplotype(record: tuple[str, int, str, list[str]]) -> None:
    genome, position, reference, alternates = record
    found = normal(genome, position, reference, alternates, None)
    wanted = [alternate for alternate in alternates if alternate != reference]
    for row, alternate in zip(found.iter_rows(named=True), wanted, strict=True):
        ref, alt = row["reference_allele"], row["alternate_allele"]
        assert haplotype(genome, row["start_position"], ref, alt) == haplotype(
            genome, position, reference, alternate
        )
        # No base is said that both alleles share.
        assert ref != alt
        assert "-" in (ref, alt) or (ref[0] != alt[0] and ref[-1] != alt[-1])
        end = row["start_position"] + 1 if ref == "-" else row["start_position"] + len(ref) - 1
        assert row["end_position"] == end


@given(records(), st.integers(7, 60), st.booleans())
@settings(max_examples=150)
def test_left_alignment_keeps_the_haplotype_and_is_the_leftmost(
    record: tuple[str, int, str, list[str]], width: int, has_index: bool
) -> None:
    genome, position, reference, alternates = record
    with tempfile.TemporaryDirectory() as folder:
        fasta = written(Path(folder), {"chr7": genome}, width, has_index)
        found = normal(genome, position, reference, alternates, fasta)
    wanted = [alternate for alternate in alternates if alternate != reference]
    for row, alternate in zip(found.iter_rows(named=True), wanted, strict=True):
        ref, alt, start = row["reference_allele"], row["alternate_allele"], row["start_position"]
        whole = haplotype(genome, position, reference, alternate)
        assert haplotype(genome, start, ref, alt) == whole
        if "-" in (ref, alt):
            changed = alt if ref == "-" else ref
            further = [
                (
                    other,
                    genome[other - 1 : other - 1 + len(ref)] if alt == "-" else "-",
                    whole[other : other + len(changed)],
                )
                for other in range(max(1, start - 40), start)
            ]
            for other, other_ref, inserted in further:
                other_alt = "-" if alt == "-" else inserted
                assert haplotype(genome, other, other_ref, other_alt) != whole


def written(folder: Path, sequences: dict[str, str], width: int, has_index: bool) -> Path:
    """A FASTA of lines `width` bases long, with its index if it is to have one."""
    path, index, content = folder / "reference.fa", [], ""
    for name, bases in sequences.items():
        content += f">{name} synthetic\n"
        index.append(f"{name}\t{len(bases)}\t{len(content)}\t{width}\t{width + 1}\n")
        content += "".join(f"{bases[at : at + width]}\n" for at in range(0, len(bases), width))
    path.write_text(content)
    if has_index:
        Path(f"{path}.fai").write_text("".join(index))
    return path


COUNT = st.one_of(st.none(), st.integers(0, 2_000))
CALL = st.fixed_dictionaries(
    {
        "position": st.integers(1, 1_000_000),
        "reference": st.sampled_from("ACGT"),
        "alternates": st.lists(
            st.sampled_from(["N", "GA", "TT", "CCA", "AAAA"]), min_size=1, max_size=3, unique=True
        ),
        "filter": st.sampled_from(["PASS", ".", "q10;s50"]),
        "tumor": st.lists(COUNT, min_size=4, max_size=4),
        "normal": st.lists(COUNT, min_size=4, max_size=4),
        "depth": COUNT,
        "genotype": st.sampled_from(["0/1", ".", "./.", "0|1", "1/2/3"]),
    }
)


def text(count: int | None) -> str:
    return "." if count is None else str(count)


@given(st.lists(CALL, max_size=30), st.sampled_from(["GT:AD:DP", "DP:GT:AD", "GT:DP:XX:AD"]), st.booleans())
@settings(max_examples=60)
def test_what_is_written_is_read(table: list[dict[str, object]], layout: str, is_swapped: bool) -> None:
    """Positions, alleles, FILTER and the counts of each allele, whatever the order of FORMAT and of the
    columns.
    """
    wanted, lines = [], []
    for number, call in enumerate(table, 4):
        lines.append(_line(call, layout, is_swapped))
        wanted += _rows(call, number)
    samples = ("TUMOR", "NORMAL") if is_swapped else ("NORMAL", "TUMOR")
    meta = '##FORMAT=<ID=AD,Number=R,Type=Integer,Description="Reads">'
    with tempfile.TemporaryDirectory() as folder:
        found = landed(Path(folder), header(meta, samples=samples) + "".join(lines))
    assert found.landed.status == "loaded", found.landed.reason
    columns = ["source_line", "start_position", "reference_allele", "alternate_allele", "filter"]
    counts = [f"{sample}_{what}" for sample in "tn" for what in ("depth", "ref_count", "alt_count")]
    assert (found.rows.select(columns + counts).rows() if lines else []) == wanted


def _line(call: dict[str, object], layout: str, is_swapped: bool) -> str:
    reference, alternates = str(call["reference"]), _alternates(call)
    cells = []
    for sample in ("normal", "tumor"):
        counts = [text(count) for count in call[sample][: len(alternates) + 1]]  # type: ignore[index]
        genotype = _genotype(call) if sample == "tumor" else "0/0"
        values = {"GT": genotype, "AD": ",".join(counts), "DP": text(call["depth"]), "XX": "a"}  # type: ignore[arg-type]
        cells.append(":".join(values[key] for key in layout.split(":")))
    cells = cells[::-1] if is_swapped else cells
    return line(
        layout,
        *cells,
        pos=str(call["position"]),
        ref=reference,
        alt=",".join(alternates),
        filter=str(call["filter"]),
    )


def _alternates(call: dict[str, object]) -> list[str]:
    return [f"{call['reference']}{tail}" for tail in call["alternates"]]  # type: ignore[attr-defined]


def _genotype(call: dict[str, object]) -> str:
    """The genotype names every allele, so that each is loaded."""
    n = len(_alternates(call))
    return "/".join(map(str, range(n + 1))) if call["genotype"] == "1/2/3" or n > 1 else str(call["genotype"])


def _rows(call: dict[str, object], number: int) -> list[tuple[object, ...]]:
    rows = []
    for place, alternate in enumerate(_alternates(call), 1):
        counts: list[int | None] = []
        for sample in ("tumor", "normal"):
            ad = call[sample][: len(_alternates(call)) + 1]  # type: ignore[index]
            is_nothing = all(count is None for count in ad)
            total = None if None in ad or is_nothing else sum(ad)
            known = [n for n in (call["depth"], total) if n is not None]
            counts += [max(known) if known else None, ad[0], ad[place]]  # type: ignore[type-var]
        if _genotype(call) in (".", "./.") and counts[2] == 0:
            continue  # no read and no genotype: the tumour does not show the allele
        rows.append((number, call["position"], "-", alternate[1:], call["filter"], *counts))
    return rows


VALID = (
    header(
        annotated(("Allele", "Consequence", "SYMBOL", "Feature", "BIOTYPE")),
        '##INFO=<ID=AF,Number=A,Type=Float,Description="x">',
        '##FORMAT=<ID=AD,Number=R,Type=Integer,Description="x">',
        "##contig=<ID=chr7,length=159345973>",
    )
    + line(
        "GT:AD:DP", "0/0:9,0:9", "0/1:5,4:9", info="AF=0.1;CSQ=C|missense_variant|EGFR|ENST1|protein_coding"
    )
    + line("GT:AU:CU:GU:TU", "0/0:1,1:2,2:3,3:4,4", "0/1:1,1:2,2:3,3:4,4", pos="101", alt="C,<DEL>,*,G")
    + line("GT:AD:FREQ:PL", ".", "1/2:9,5,4:12,5%,3%:1,2,3,4,5,6", pos="101", alt="C,G")
    + line("GT:LAA:LAD:AF:LPL", "0/0::30:.:0", "1/3:3,1:9,5,4:0.1,.,0.3:1,2,3,4,5,6", pos="101", alt="C,G,T")
    + line(
        "GT:DP", ".:.", "./.:7", pos="102", ref="AC", alt="A,ACC,TC", info="CSQ=-|frameshift_variant|||,C||||"
    )
).encode()
PIECES = st.sampled_from(
    [
        b"\t",
        b"\n",
        b":",
        b",",
        b"|",
        b";",
        b"=",
        b".",
        b"/",
        b"*",
        b"<",
        b"[",
        b"CSQ=",
        b"##",
        b"#CHROM",
        b"GT",
        b"0",
        b"\xff",
    ]
)


def sound(found: Result) -> None:
    assert "internal error" not in (found.landed.reason or ""), found.landed.reason


@given(st.binary(max_size=300))
@settings(max_examples=150)
@example(b"")
@example(b"#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO")
@example(b"##fileformat=VCFv4.2\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\n\n\n")
def test_any_bytes_are_read_or_refused_with_a_sentence(content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        sound(landed(Path(folder), content))
        sound(landed(Path(folder), VALID + content, name="s/P2.vcf"))


@given(
    st.lists(
        st.tuples(st.integers(0, len(VALID)), st.integers(0, 6), st.one_of(PIECES, st.binary(max_size=4))),
        min_size=1,
        max_size=4,
    ),
    st.sampled_from([(), (("tumor_sample", "*"),), (("tumor_sample", "TUMOR"), ("normal_sample", "NORMAL"))]),
)
@settings(max_examples=400)
def test_a_damaged_file_is_read_or_refused_with_a_sentence(
    edits: list[tuple[int, int, bytes]], options: tuple[tuple[str, str], ...]
) -> None:
    content = VALID
    for at, length, piece in edits:
        content = content[:at] + piece + content[at + length :]
    with tempfile.TemporaryDirectory() as folder:
        sound(landed(Path(folder), content, (*BUILD, *options)))
