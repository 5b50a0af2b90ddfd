"""A MAF comes back as the table that it was written from, in whatever dialect it is written."""

import tempfile
from collections.abc import Mapping
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from etl.formats.maf import COUNTS, LANDING, SCHEMA
from etl.schema import spellings
from tests.etl.core.delivered import COMPRESSIONS
from tests.etl.delivery import VOCABULARY, land_file

# Landing column → the MAF column that holds it.
NAMES = {column.name: column.source[0] for column in SCHEMA.columns}
TEXTS = {
    "hugo_symbol": "Hugo_Symbol",
    "ensembl_gene_id": "Gene",
    "genome_build": "NCBI_Build",
    "chromosome": "Chromosome",
    "reference_allele": "Reference_Allele",
    "alternate_allele": "Tumor_Seq_Allele2",
    **{
        name: NAMES[name]
        for name in LANDING
        if name in NAMES and name not in ("hugo_symbol", "entrez_gene_id", *COUNTS)
    },
}
NUMBERS = {
    "start_position": "Start_Position",
    "end_position": "End_Position",
    **{name: NAMES[name] for name in ("entrez_gene_id", *COUNTS)},
    "t_vaf": NAMES["delivered_vaf"],
}
PLACES = sorted(VOCABULARY.lengths)
NOTHING = {word for scope in VOCABULARY.na for word in spellings(VOCABULARY.na_scope(scope))}
TEXT = st.text(
    st.characters(codec="latin-1", categories=["L", "N", "P", "S", "Zs"]), min_size=1, max_size=8
).filter(lambda text: text.strip() == text and text not in NOTHING and not text.startswith(('"', "#")))
BASES = st.text("ACGT", min_size=1, max_size=5)


@st.composite
def rows(draw: st.DrawFn) -> dict[str, object]:
    build, chromosome = draw(st.sampled_from(PLACES))
    reference, alternate = draw(
        st.tuples(st.one_of(st.just("-"), BASES), st.one_of(st.just("-"), BASES)).filter(
            lambda pair: pair[0][0] != pair[1][0]
        )
    )
    start = draw(st.integers(1, VOCABULARY.lengths[build, chromosome] - 10))
    gene = st.from_regex(r"ENSG[0-9]{11}", fullmatch=True)
    row: dict[str, object] = {name: draw(st.one_of(st.none(), TEXT)) for name in TEXTS}
    # Letters alone: no symbol is a date or a count of days.
    row["hugo_symbol"] = draw(st.sampled_from([None, "TP53", "HLA-A", "NKX2-1", "SEPTIN9"]))
    row["variant_classification"] = draw(st.sampled_from([None, *VOCABULARY.classes]))
    row["tumor_sample_barcode"] = draw(TEXT)
    row["ensembl_gene_id"] = draw(st.one_of(st.none(), gene))
    row |= {"genome_build": build, "chromosome": chromosome}
    row |= {"reference_allele": reference, "alternate_allele": alternate, "start_position": start}
    row["end_position"] = start + (1 if reference == "-" else len(reference) - 1)
    row["entrez_gene_id"] = draw(st.one_of(st.none(), st.integers(1, 10**9)))
    row |= {name: draw(st.one_of(st.none(), st.integers(0, 2**31 - 1))) for name in COUNTS}
    row["t_vaf"] = draw(st.one_of(st.none(), st.floats(0, 1)))
    return row


def cell(row: Mapping[str, object], name: str, dialect: str) -> str:
    value = row[name]
    if value is None:
        return ""
    if name == "genome_build" and dialect != "gdc":
        return {"GRCh37": "37", "GRCh38": "hg38"}[str(value)]
    if name == "chromosome" and dialect == "gdc":
        return "chrM" if value == "MT" else f"chr{value}"
    if name == "chromosome" and dialect == "firehose":
        return {"X": "23", "Y": "24"}.get(str(value), str(value))
    text = str(value)
    return '"' + text.replace('"', '""') + '"' if dialect == "quoted" else text


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    table=st.lists(rows(), min_size=1, max_size=6),
    columns=st.permutations(sorted(TEXTS | NUMBERS)),
    dialect=st.sampled_from(["gdc", "firehose", "quoted", "tcga"]),
    end=st.sampled_from(["\n", "\r\n", "\r"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le"]),
    compression=st.sampled_from(sorted(COMPRESSIONS)),
)
def test_what_is_written_is_read(
    table: list[dict[str, object]],
    columns: list[str],
    dialect: str,
    end: str,
    encoding: str,
    compression: str,
) -> None:
    names = {name: TEXTS.get(name) or NUMBERS[name] for name in columns}
    header = [
        name.replace("_Position", "_position") if dialect == "firehose" else name for name in names.values()
    ]
    lines = ["#version 2.4", "\t".join(header)]
    lines += ["\t".join(cell(row, name, dialect) for name in columns) for row in table]
    data = COMPRESSIONS[compression]("".join(line + end for line in lines).encode(encoding))
    with tempfile.TemporaryDirectory() as folder:
        found = land_file(Path(folder), data, "maf")
    assert found.rejects.is_empty(), found.rejects.rows()
    assert found.rows["source_line"].to_list() == list(range(3, len(table) + 3))
    assert found.rows.select(columns).to_dicts() == [{name: row[name] for name in columns} for row in table]
