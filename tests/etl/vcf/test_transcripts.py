"""VEP's CSQ and SnpEff's ANN: read by the header's order, one transcript picked by rule."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import polars as pl
import pytest

from tests.etl.delivery import Result
from tests.etl.vcf.vcf_lines import annotated, calls, entry, line

VEP = (
    *("Allele", "Consequence", "SYMBOL", "Gene", "Feature", "BIOTYPE", "HGVSc", "HGVSp", "cDNA_position"),
    *(
        "Protein_position",
        "Amino_acids",
        "Existing_variation",
        "ALLELE_NUM",
        "CANONICAL",
        "MANE_SELECT",
        "PICK",
    ),
)
SNPEFF = (
    *("Allele", "Annotation", "Annotation_Impact", "Gene_Name", "Gene_ID", "Feature_Type", "Feature_ID"),
    *("Transcript_BioType", "Rank", "HGVS.c", "HGVS.p", "cDNA.pos / cDNA.length", "CDS.pos / CDS.length"),
    *("AA.pos / AA.length", "Distance", "ERRORS / WARNINGS / INFO"),
)
SAMPLES = ("GT:AD", "0/0:9,0", "0/1:5,4")


def one(
    folder: Path,
    *entries: Mapping[str, str],
    fields: Sequence[str] = VEP,
    key: str = "CSQ",
    around: str = "{}",
    **cells: str,
) -> Result:
    """A file of one record with these transcripts."""
    text = ",".join(
        entry(fields, {"BIOTYPE": "protein_coding", "Transcript_BioType": "protein_coding"} | dict(e))
        for e in entries
    )
    return calls(
        folder, line(*SAMPLES, info=around.format(f"{key}={text}"), **cells), meta=[annotated(fields, key)]
    )


def t(feature: str, consequence: str, symbol: str = "EGFR", **more: str) -> dict[str, str]:
    return {"Feature": feature, "Consequence": consequence, "SYMBOL": symbol, **more}


@pytest.mark.parametrize(
    ("why", "entries", "wanted"),
    [
        ("the gravest", [t("A", "intron_variant"), t("B", "stop_gained")], "B"),
        ("canonical before grave", [t("A", "stop_gained"), t("B", "intron_variant", CANONICAL="YES")], "B"),
        (
            "MANE where nothing is canonical",
            [t("A", "stop_gained"), t("B", "intron_variant", MANE_SELECT="NM_1")],
            "B",
        ),
        ("PICK where neither is", [t("A", "stop_gained"), t("B", "intron_variant", PICK="1")], "B"),
        (
            "canonical before MANE before PICK",
            [
                t("A", "stop_gained", PICK="1"),
                t("B", "stop_gained", MANE_SELECT="NM_1"),
                t("C", "intron_variant", CANONICAL="YES"),
            ],
            "C",
        ),
        (
            "the gene of the gravest, not the canonical of another",
            [t("A", "stop_gained"), t("B", "intron_variant", "TP53", CANONICAL="YES")],
            "A",
        ),
        (
            "protein coding before grave",
            [t("A", "stop_gained", BIOTYPE="nonsense_mediated_decay"), t("B", "intron_variant", "TP53")],
            "B",
        ),
        (
            "a known biotype before an unknown",
            [t("A", "intron_variant", BIOTYPE="x"), t("B", "intron_variant", BIOTYPE="artifact")],
            "B",
        ),
        (
            "the longer transcript",
            [
                t("A", "intron_variant", cDNA_position="5/90"),
                t("B", "intron_variant", cDNA_position="5-6/900"),
            ],
            "B",
        ),
        ("the first of equals", [t("A", "intron_variant"), t("B", "intron_variant")], "A"),
        ("a gene with a name first", [t("A", "stop_gained", ""), t("B", "intron_variant")], "B"),
        ("no name at all", [t("A", "regulatory_region_variant", "", BIOTYPE="promoter")], "A"),
        (
            "the gravest of several terms counts",
            [t("A", "intron_variant"), t("B", "intron_variant&splice_donor_variant")],
            "B",
        ),
        ("an unknown term is the least", [t("A", "not_a_term"), t("B", "intergenic_variant")], "B"),
    ],
)
def test_one_transcript_is_picked(
    tmp_path: Path, why: str, entries: list[dict[str, str]], wanted: str
) -> None:
    for n, order in enumerate((entries, entries[::-1]) if why != "the first of equals" else (entries,)):
        found = one(tmp_path / str(n), *order)
        assert found.rows["transcript_id"].to_list() == [wanted], why


def test_all_that_the_header_places_is_read(tmp_path: Path) -> None:
    found = one(
        tmp_path,
        t(
            "ENST1.2",
            "splice_region_variant&missense_variant",
            Gene="ENSG00000146648",
            HGVSc="ENST1.2:c.2573T>G",
            HGVSp="ENSP1.1:p.Leu858Arg",
            Existing_variation="COSV1&rs121434568&rs2",
        ),
        around="DP=5;{};AC=1",
    )
    row = found.rows.row(0, named=True)
    assert {
        key: row[key] for key in ("hugo_symbol", "ensembl_gene_id", "transcript_id", "hgvsc", "hgvsp")
    } == {
        "hugo_symbol": "EGFR",
        "ensembl_gene_id": "ENSG00000146648",
        "transcript_id": "ENST1.2",
        "hgvsc": "c.2573T>G",
        "hgvsp": "p.Leu858Arg",
    }
    assert (row["hgvsp_short"], row["dbsnp_rs"]) == ("p.L858R", "rs121434568")
    assert (row["consequence"], row["variant_classification"]) == (
        "missense_variant,splice_region_variant",
        "Missense_Mutation",
    )
    assert row["entrez_gene_id"] is None


def test_refseq_genes_are_entrez_ids(tmp_path: Path) -> None:
    row = one(tmp_path, t("NM_005228.5", "missense_variant", Gene="1956")).rows.row(0, named=True)
    assert (row["entrez_gene_id"], row["ensembl_gene_id"]) == (1956, None)


@pytest.mark.parametrize(
    ("consequence", "ref", "alt", "wanted"),
    [
        ("frameshift_variant", "A", "AC", "Frame_Shift_Ins"),
        ("frameshift_variant", "AC", "A", "Frame_Shift_Del"),
        ("frameshift_variant", "A", "C", "Targeted_Region"),
        ("protein_altering_variant", "A", "ACCC", "In_Frame_Ins"),
        ("protein_altering_variant", "ACCC", "A", "In_Frame_Del"),
        ("protein_altering_variant", "A", "ACC", "Frame_Shift_Ins"),
        ("protein_altering_variant", "ACC", "A", "Frame_Shift_Del"),
        ("inframe_deletion", "ACCC", "A", "In_Frame_Del"),
        ("stop_gained&frameshift_variant", "A", "AC", "Nonsense_Mutation"),
        ("splice_polypyrimidine_tract_variant&intron_variant", "A", "C", "Splice_Region"),
        ("upstream_gene_variant", "A", "C", "5'Flank"),
        ("not_a_term", "A", "C", None),
        ("", "A", "C", "IGR"),
    ],
)
def test_the_class_follows_from_term_and_alleles(
    tmp_path: Path, consequence: str, ref: str, alt: str, wanted: str | None
) -> None:
    found = one(tmp_path, t("A", consequence), ref=ref, alt=alt)
    assert found.rows["variant_classification"].to_list() == [wanted]


@pytest.mark.parametrize(
    ("values", "hgvsp", "short"),
    [
        ({"HGVSp": "ENSP1:p.Ser406%3D"}, "p.Ser406=", "p.S406="),
        ({"HGVSp": "ENSP1:p.%3d", "Protein_position": "406/900", "Amino_acids": "S"}, "p.=", "p.S406="),
        ({"HGVSp": "ENSP1:p.Lys224AsnfsTer19"}, "p.Lys224AsnfsTer19", "p.K224Nfs*19"),
        ({"HGVSp": "ENSP1:p.Trp54Ter"}, "p.Trp54Ter", "p.W54*"),
        ({"HGVSp": "ENSP1:p.Met1?"}, "p.Met1?", "p.M1?"),
        ({"HGVSp": "p.(Leu858Arg)"}, "p.Leu858Arg", "p.L858R"),
        ({"HGVSc": "ENST1:c.502+1G>A", "Consequence": "splice_donor_variant"}, None, "p.X168_splice"),
        ({"HGVSc": "ENST1:c.-5+1G>A", "Consequence": "splice_donor_variant"}, None, None),
        ({}, None, None),
    ],
)
def test_protein_changes_are_decoded_and_shortened(
    tmp_path: Path, values: dict[str, str], hgvsp: str | None, short: str | None
) -> None:
    found = one(tmp_path, t("A", "missense_variant") | values)
    assert found.rows.select("hgvsp", "hgvsp_short").row(0) == (hgvsp, short)


def test_names_of_genes_and_transcripts_are_decoded(tmp_path: Path) -> None:
    values = {"SYMBOL": "A%2CB", "Feature": "ENST%3A1"}
    found = one(tmp_path, t("A", "missense_variant") | values)
    assert found.rows.select("hugo_symbol", "transcript_id").row(0) == ("A,B", "ENST:1")


def picked(found: Result) -> list[tuple[str, str | None]]:
    return found.rows.select("alternate_allele", "transcript_id").rows()


@pytest.mark.parametrize("by", ["number", "spelling"])
def test_each_allele_has_its_own_annotation(tmp_path: Path, by: str) -> None:
    """CT>C,CTA,GT: VEP spells them -, TA, GT without the base that not all share; here none is shared."""
    spelled = {"1": "C", "2": "CTA", "3": "GT"}
    entries = [
        t(f"T{n}", "intron_variant", **({"ALLELE_NUM": n} if by == "number" else {"Allele": spelled[n]}))
        for n in ("3", "1", "2")
    ]
    record = line(
        "GT", "0/0", "1/2/3", ref="CT", alt="C,CTA,GT", info="CSQ=" + ",".join(entry(VEP, e) for e in entries)
    )
    found = calls(tmp_path, record, meta=[annotated(VEP)])
    assert picked(found) == [("-", "T1"), ("A", "T2"), ("G", "T3")]


def test_vep_leaves_out_the_base_that_all_alleles_share(tmp_path: Path) -> None:
    entries = [
        t("T1", "intron_variant", Allele="-"),
        t("T2", "intron_variant", Allele="TA"),
        t("T3", "x", Allele="A"),
    ]
    info = "CSQ=" + ",".join(entry(VEP, e) for e in entries)
    found = calls(
        tmp_path, line("GT", "0/0", "1/2/3", ref="CT", alt="C,CTA,CA", info=info), meta=[annotated(VEP)]
    )
    assert picked(found) == [("-", "T1"), ("A", "T2"), ("A", "T3")]


def test_an_allele_without_annotation_stays_without(tmp_path: Path) -> None:
    info = "CSQ=" + entry(VEP, t("T2", "intron_variant", ALLELE_NUM="2"))
    found = calls(
        tmp_path,
        line("GT", "0/0", "1/2", alt="C,G", info=info),
        line("GT", "0/0", "0/1", pos="200", info="DP=7"),
        line("GT", "0/0", "0/1", pos="300", info="CSQ="),
        meta=[annotated(VEP)],
    )
    assert found.rows["transcript_id"].to_list() == [None, "T2", None, None]
    assert found.rows["variant_classification"].to_list() == [None, "Intron", None, None]


def test_snpeff_is_read_by_its_own_names(tmp_path: Path) -> None:
    values = {
        "Allele": "C",
        "Annotation": "missense_variant&splice_region_variant",
        "Gene_Name": "EGFR",
        "Gene_ID": "ENSG00000146648",
        "Feature_ID": "ENST00000275493.7",
        "HGVS.c": "c.2573T>G",
        "HGVS.p": "p.Leu858Arg",
    }
    found = one(
        tmp_path, {"Allele": "C", "Annotation": "intergenic_region"}, values, fields=SNPEFF, key="ANN"
    )
    columns = ("hugo_symbol", "transcript_id", "variant_classification", "hgvsc", "hgvsp_short")
    assert found.rows.select(columns).row(0) == (
        *("EGFR", "ENST00000275493.7", "Missense_Mutation"),
        *("c.2573T>G", "p.L858R"),
    )


def test_snpeff_names_each_allele_as_it_stands(tmp_path: Path) -> None:
    values = [{"Allele": a, "Annotation": "intron_variant", "Gene_Name": a} for a in ("CTT", "C")]
    info = "ANN=" + ",".join(entry(SNPEFF, v) for v in values)
    record = line("GT", "0/0", "1/2", ref="CT", alt="C,CTT", info=info)
    found = calls(tmp_path, record, meta=[annotated(SNPEFF, "ANN")])
    assert found.rows["hugo_symbol"].to_list() == ["C", "CTT"]


def test_the_order_of_fields_is_the_headers(tmp_path: Path) -> None:
    values = t("ENST1", "stop_gained", CANONICAL="YES")
    backwards = tuple(reversed(VEP))
    found = one(tmp_path, values, fields=backwards)
    assert found.rows.select("hugo_symbol", "variant_classification").row(0) == ("EGFR", "Nonsense_Mutation")


def test_odd_annotations_do_not_shift_their_neighbours(tmp_path: Path) -> None:
    """Entries of too few or too many fields, empty entries, and other bytes than ASCII."""
    good = entry(VEP, t("GOOD", "stop_gained", "é|".rstrip("|")))
    lines = [
        line(*SAMPLES, pos="1", info=f"CSQ=C|intron_variant,,{good}"),
        line(*SAMPLES, pos="2", info=f"CSQ={good}|extra|fields"),
        line(*SAMPLES, pos="3", info="XCSQ=no;é=ü"),
        line(*SAMPLES, pos="4", info=f"é=ü;CSQ={good},;DB"),
        line(*SAMPLES, pos="5", info=f'CSQ="{good}"'),
        line(*SAMPLES, pos="6", info="CSQ=,"),
    ]
    found = calls(tmp_path, *lines, meta=[annotated(VEP)])
    assert found.rows["transcript_id"].to_list() == ["GOOD", "GOOD", None, "GOOD", "GOOD", None]
    assert found.rows.filter(pl.col("source_line").is_in([4, 5]))["hugo_symbol"].to_list() == ["é", "é"]


def test_csq_counts_before_ann_and_a_key_without_fields_is_none(tmp_path: Path) -> None:
    both = calls(
        tmp_path / "a",
        line(*SAMPLES, info=f"ANN={entry(SNPEFF, {'Gene_Name': 'B'})};CSQ={entry(VEP, t('A', 'x', 'A'))}"),
        meta=[annotated(SNPEFF, "ANN"), annotated(VEP)],
    )
    assert both.rows["hugo_symbol"].to_list() == ["A"]
    none = calls(
        tmp_path / "b",
        line(*SAMPLES, info="CSQ=a|b"),
        meta=['##INFO=<ID=CSQ,Number=.,Type=String,Description="something else">'],
    )
    assert none.rows["hugo_symbol"].to_list() == [None]
    assert any(note.startswith("no annotation") for note in none.landed.notes)
