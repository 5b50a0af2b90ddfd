"""A random MAF comes back as it was written, in whatever order, spelling and packing it was delivered."""

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from etl.formats.maf import COUNTS, LANDING
from etl.genome import NONE
from tests.etl.core.delivered import COMPRESSIONS
from tests.etl.delivery import VOCABULARY, land_file

HEADER = {
    "hugo_symbol": "Hugo_Symbol", "entrez_gene_id": "Entrez_Gene_Id", "ensembl_gene_id": "Gene",
    "genome_build": "NCBI_Build", "chromosome": "Chromosome", "start_position": "Start_Position",
    "end_position": "End_Position", "reference_allele": "Reference_Allele",
    "alternate_allele": "Tumor_Seq_Allele2", "variant_classification": "Variant_Classification",
    "variant_type": "Variant_Type", "tumor_sample_barcode": "Tumor_Sample_Barcode",
    "matched_norm_sample_barcode": "Matched_Norm_Sample_Barcode", "tumor_sample_uuid": "Tumor_Sample_UUID",
    "mutation_status": "Mutation_Status", "hgvsc": "HGVSc", "hgvsp": "HGVSp", "hgvsp_short": "HGVSp_Short",
    "transcript_id": "Transcript_ID", "consequence": "Consequence", "filter": "FILTER",
    "gdc_filter": "GDC_FILTER", "dbsnp_rs": "dbSNP_RS", "callers": "callers",
    **{name: name for name in COUNTS},
}  # fmt: skip
FREE = [
    *("matched_norm_sample_barcode", "tumor_sample_uuid", "mutation_status", "hgvsc", "hgvsp", "hgvsp_short"),
    *("transcript_id", "consequence", "filter", "gdc_filter", "dbsnp_rs", "callers"),
]
# Signs that no spelling of nothing is made of: "NA" would come back as NULL, and is meant to.
TEXT = st.text('pc.123>*_=;|"é', min_size=1, max_size=8).filter(lambda text: text.strip(".") != "")
BASES = st.text("ACGT", min_size=1, max_size=5)
CLASSES = ["Missense_Mutation", "Silent", "Frame_Shift_Del", "In_Frame_Ins", "3'UTR", "Splice_Site"]


@st.composite
def variants(draw: st.DrawFn) -> dict[str, object]:
    """A row of the landing table, in normal form."""
    kind = draw(st.sampled_from(["SNP", "DNP", "INS", "DEL"]))
    if kind in ("INS", "DEL"):
        bases = draw(BASES)
        reference, alternate = (NONE, bases) if kind == "INS" else (bases, NONE)
    else:
        reference = draw(st.text("ACGT", min_size=1 + (kind == "DNP"), max_size=1 + (kind == "DNP")))
        other = {"A": "C", "C": "G", "G": "T", "T": "A"}
        alternate = "".join(other[base] for base in reference)
    start = draw(st.integers(1, 40_000_000))
    row: dict[str, object] = {name: draw(st.none() | TEXT) for name in FREE}
    return row | {
        "hugo_symbol": draw(st.sampled_from([None, "TP53", "NKX2-1", "HLA-A", "C1orf112"])),
        "entrez_gene_id": draw(st.none() | st.integers(1, 2**40)),
        "ensembl_gene_id": draw(st.sampled_from([None, "ENSG00000141510"])),
        "genome_build": draw(st.sampled_from(["GRCh37", "GRCh38"])),
        "chromosome": draw(st.sampled_from(["1", "16", "X", "Y"])),
        "start_position": start,
        "end_position": start + (1 if reference == NONE else len(reference) - 1),
        "reference_allele": reference,
        "alternate_allele": alternate,
        "variant_type": kind,
        "variant_classification": draw(st.none() | st.sampled_from(CLASSES)),
        "tumor_sample_barcode": draw(st.sampled_from(["TCGA-05-4384-01A", "P-0001-T01-IM3", "Ä 1"])),
        **{name: draw(st.none() | st.integers(0, 2**31 - 1)) for name in COUNTS},
    }


def written(cell: object) -> str:
    """A cell as every writer of quoted tables does it: what begins with a mark stands in marks."""
    text = str(cell)
    return f'"{text.replace(chr(34), chr(34) * 2)}"' if text.startswith('"') else text


@given(
    rows=st.lists(variants(), max_size=12),
    order=st.permutations(list(HEADER)),
    spelling=st.sampled_from([str, str.lower, str.upper]),
    prefix=st.sampled_from(["", "chr"]),
    nothing=st.sampled_from(["", "NA", "."]),
    end=st.sampled_from(["\n", "\r\n"]),
    packing=st.sampled_from(sorted(COMPRESSIONS)),
)
@settings(max_examples=80)
def test_a_maf_comes_back_as_it_was_written(
    rows: list[dict[str, object]],
    order: list[str],
    spelling: type[str],
    prefix: str,
    nothing: str,
    end: str,
    packing: str,
) -> None:
    lines = ["#version 2.4", "\t".join(spelling(HEADER[name]) for name in order)]
    for row in rows:
        cells = row | {"chromosome": f"{prefix}{row['chromosome']}"}
        lines.append("\t".join(nothing if cells[name] is None else written(cells[name]) for name in order))
    text = "".join(line + end for line in lines)
    with tempfile.TemporaryDirectory() as folder:
        found = land_file(Path(folder), COMPRESSIONS[packing](text.encode()), "maf")
    assert found.landed.status == "loaded", found.landed.reason
    assert found.rejects.is_empty()
    assert found.rows.columns == ["source_line", *LANDING]
    wanted = [(line, *(row[name] for name in LANDING)) for line, row in enumerate(rows, 3)]
    assert found.rows.rows() == wanted


def test_the_words_of_this_test_mean_something() -> None:
    assert set(HEADER) == set(LANDING)
    assert "na" in {word.lower() for word in VOCABULARY.na_spellings("mutations")}
