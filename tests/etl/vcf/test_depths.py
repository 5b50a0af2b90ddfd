"""Read counts, caller by caller, and genotypes that cannot be read."""

from pathlib import Path

import pytest

from tests.etl.vcf.vcf_lines import calls, line

COUNTS = ("t_depth", "t_ref_count", "t_alt_count")


@pytest.mark.parametrize(
    ("caller", "format", "cells", "wanted"),
    [
        ("AD and DP", "GT:AD:DP", "0/1:5,4:12", (12, 5, 4)),
        ("AD without DP", "GT:AD", "0/1:5,4", (9, 5, 4)),
        ("DP below the reads of AD", "GT:AD:DP", "0/1:37,11:45", (48, 37, 11)),
        ("no reference count", "GT:AD:DP", "0/1:.,21:54", (54, None, 21)),
        ("missing all", "GT:AD:DP", "0/1:.:.", (None, None, None)),
        ("fields left out at the end", "GT:AD:DP", "0/1", (None, None, None)),
        ("VarScan", "GT:GQ:DP:RD:AD:FREQ:DP4", "0/1:.:50:30:20:40%:10,20,10,10", (50, 30, 20)),
        ("VarScan without DP", "GT:RD:AD:FREQ", "0/1:30:20:40%", (50, 30, 20)),
        ("Strelka SNV", "DP:FDP:SDP:SUBDP:AU:CU:GU:TU", "66:2:0:0:25,27:39,39:0,0:1,1", (66, 25, 39)),
        ("Strelka indel", "DP:DP2:TAR:TIR:TOR", "89:89:19,20:57,58:12,11", (89, 19, 57)),
        ("FreeBayes", "GT:DP:RO:QR:AO:QA", "0/1:30:20:600:10:300", (30, 20, 10)),
        ("FreeBayes without DP", "GT:RO:AO", "0/1:20:10", (30, 20, 10)),
        ("a lone AD", "GT:AD:DP", "0/1:7:30", (30, None, 7)),
        ("nothing that counts", "GT:GQ", "0/1:99", (None, None, None)),
        ("fractions alone", "GT:AF:DP", "0/1:0.4:30", (30, None, None)),
    ],
)
def test_counts_are_read_from_what_the_caller_writes(
    tmp_path: Path, caller: str, format: str, cells: str, wanted: tuple[int | None, ...]
) -> None:
    found = calls(tmp_path, line(format, ".", cells))
    assert found.rows.select(COUNTS).row(0) == wanted, caller


def test_each_allele_has_its_own_member(tmp_path: Path) -> None:
    found = calls(
        tmp_path,
        line("GT:DP:RO:AO", ".", "1/2:30:20:7,3", alt="C,G", pos="1"),
        line("DP:AU:CU:GU:TU", ".", "30:20,0:6,0:4,0:0,0", alt="C,G", pos="2"),
        line("GT:AD:DP", ".", "1/2:20,7,3:30", alt="C,G", pos="3"),
        line("GT:AD:RD:DP", ".", "1/2:7:20:30", alt="C,G", pos="4"),
        line("DP:TAR:TIR", ".", "30:20,0:7,0", alt="AC,ACC", pos="5"),
    )
    assert found.rows.select("start_position", *COUNTS).rows() == [
        *((1, 30, 20, 7), (1, 30, 20, 3)),
        *((2, 30, 20, 6), (2, 30, 20, 4)),
        *((3, 30, 20, 7), (3, 30, 20, 3)),
        # One count for two alleles: nobody can say whose it is.
        *((4, 30, None, None), (4, 30, None, None)),
        *((5, 30, 20, None), (5, 30, 20, None)),
    ]
    assert any(n.startswith("AD of TUMOR fits neither the alleles nor a caller") for n in found.landed.notes)


@pytest.mark.parametrize(
    ("rule", "format", "cells"),
    [
        ("not_an_integer", "GT:AD", "0/1:5,x"),
        ("not_an_integer", "GT:AD", "0/1:5,-4"),
        ("not_an_integer", "GT:AD", "0/1:5,4.5"),
        ("not_an_integer", "GT:DP", "0/1:9999999999"),
        ("not_an_integer", "GT:AU:CU:GU:TU", "0/1:a,b:1,1:1,1:1,1"),
        ("invalid_genotype", "GT:DP", "0/C:9"),
        ("invalid_genotype", "GT:DP", "0//1:9"),
        ("invalid_genotype", "GT:DP", "/:9"),
        ("genotype_out_of_range", "GT:DP", "0/2:9"),
        ("ragged_sample", "GT:DP", "0/1:9:9"),
    ],
)
def test_what_cannot_be_read_is_quarantined(tmp_path: Path, rule: str, format: str, cells: str) -> None:
    good = line("GT", "0/0", "0/1", pos="5")
    tumor = calls(tmp_path / "t", line(format, ".", cells), good)
    assert tumor.faults == [(3, rule)]
    normal = calls(tmp_path / "n", line(format, cells, "0/1" if format.startswith("GT") else "."), good)
    assert normal.faults == [(3, rule)]
    assert "NORMAL" in normal.rejects["message"][0]
    assert tumor.landed.rows_loaded == normal.landed.rows_loaded == 1


def test_a_genotype_may_be_phased_haploid_or_of_any_ploidy(tmp_path: Path) -> None:
    genotypes = ("0|1", "1", "|0|1", "/1", "0/0/1", "0|1|1|0", "1/.")
    found = calls(
        tmp_path, *(line("GT", "0/0", genotype, pos=str(n)) for n, genotype in enumerate(genotypes, 1))
    )
    assert found.rows["start_position"].to_list() == list(range(1, len(genotypes) + 1))
    assert found.rejects.is_empty()


def test_lines_of_different_formats_stand_in_one_file(tmp_path: Path) -> None:
    lines = [
        line("GT:AD:DP", "0/0:9,0:9", f"0/1:5,{n}:30", pos=str(n))
        if n % 2
        else line("DP:AD:GT:X", "9", f"30:5,{n}:0/1:a", pos=str(n))
        for n in range(1, 40)
    ]
    found = calls(tmp_path, *lines)
    assert found.rows["t_alt_count"].to_list() == list(range(1, 40))
    assert found.rows["t_depth"].to_list() == [max(30, 5 + n) for n in range(1, 40)]


def test_the_status_is_what_varscan_or_the_flag_says(tmp_path: Path) -> None:
    meta = (
        '##INFO=<ID=SS,Number=1,Type=String,Description="x">',
        '##INFO=<ID=SOMATIC,Number=0,Type=Flag,Description="x">',
    )
    found = calls(
        tmp_path,
        line("GT", "0/0", "0/1", info="DP=9;SS=1", pos="1"),
        line("GT", "0/0", "0/1", info="SS=2;X=SOMATIC", pos="2"),
        line("GT", "0/0", "0/1", info="A=1;SOMATIC;B", pos="3"),
        line("GT", "0/0", "0/1", info="NOTSOMATIC=1", pos="4"),
        line("GT:SS", "0/0:1", "0/1:3", pos="5"),
        line("GT:SS", "0/0:1", "0/1:2", info="SS=5", pos="6"),
        meta=meta,
    )
    assert found.rows["mutation_status"].to_list() == [
        "Germline",
        "Somatic",
        "Somatic",
        None,
        "LOH",
        "Somatic",
    ]
    # A file that declares neither says nothing.
    silent = calls(tmp_path / "b", line("GT", "0/0", "0/1", info="SOMATIC"))
    assert silent.rows["mutation_status"].to_list() == [None]


def test_filter_and_identifiers_are_kept_verbatim(tmp_path: Path) -> None:
    filters = ("PASS", ".", "q10;s50", "", "pass")
    found = calls(
        tmp_path,
        *(
            line("GT", "0/0", "0/1", filter=text, pos=str(n), id="x1;rs12;rs13")
            for n, text in enumerate(filters, 1)
        ),
    )
    assert found.rows["filter"].to_list() == list(filters)
    assert set(found.rows["dbsnp_rs"]) == {"rs12"}
