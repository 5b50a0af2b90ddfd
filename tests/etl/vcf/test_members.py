"""The member of each allele: delivered fractions, genotype likelihoods, and the local alleles of VCF 4.5."""

import tempfile
from itertools import combinations_with_replacement
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.etl.vcf.vcf_lines import calls, line

ODD = "the allele fraction of TUMOR is not one number from 0 to 1 for each ALT"
COUNTS = ("t_depth", "t_ref_count", "t_alt_count")


@pytest.mark.parametrize(
    ("format", "cells", "wanted"),
    [
        ("GT:AD:AF:DP", "0/1:5,4:0.444:9", 0.444),
        ("GT:AF", "0/1:1", 1.0),
        ("GT:AF", "0/1:2.5e-3", 0.0025),
        ("GT:AD:BQ:DP:FA", "0/1:11,3:29:14:0.214", 0.214),
        ("GT:GQ:DP:RD:AD:FREQ:DP4", "0/1:.:50:30:20:40%:10,20,10,10", 0.4),
        ("GT:FREQ", "0/1:12.5%", 0.125),
        ("GT:FREQ", "0/1:12,5%", 0.125),
        ("GT:FREQ", "0/1:0%", 0.0),
        ("GT:FREQ", "0/1:0.047", 0.047),
        ("GT:AF:FREQ", "0/1:.:40%", 0.4),
        ("GT:AF", "0/1:.", None),
        ("GT:AF", "0/1", None),
        ("GT:RO:AO", "0/1:20:10", None),
    ],
)
def test_a_fraction_is_read_from_what_the_caller_writes(
    tmp_path: Path, format: str, cells: str, wanted: float | None
) -> None:
    found = calls(tmp_path, line(format, ".", cells))
    assert found.rows["t_vaf"].to_list() == [wanted]
    assert not any(note.startswith(ODD) for note in found.landed.notes)


@pytest.mark.parametrize(
    ("cells", "alt", "wanted"),
    [
        ("0.1,0.2", "C,G", [0.1, 0.2]),
        ("0.1,.", "C,G", [0.1, None]),
        ("12.5%,3%", "C,G", [0.125, 0.03]),
        ("12,5%,3,25%", "C,G", [0.125, 0.0325]),
        (".,3,25%", "C,G", [None, 0.0325]),
        (".,.,7%", "C,G,T", [None, None, 0.07]),
    ],
)
def test_each_allele_has_its_own_fraction(
    tmp_path: Path, cells: str, alt: str, wanted: list[float | None]
) -> None:
    genotype = "/".join(map(str, range(alt.count(",") + 2)))
    found = calls(tmp_path, line("GT:AF", ".", f"{genotype}:{cells}", alt=alt))
    assert found.rows["t_vaf"].to_list() == wanted
    assert not any(note.startswith(ODD) for note in found.landed.notes)


@pytest.mark.parametrize(
    ("cells", "alt"),
    [
        ("45.6", "C"),
        ("-0.1", "C"),
        ("101%", "C"),
        ("nan", "C"),
        ("inf", "C"),
        ("high", "C"),
        ("0.1,0.2", "C"),
        # Two values, of which one is no fraction: a decimal comma is one only before a percent sign.
        ("0,125", "C"),
        # One value for two alleles: nobody can say whose it is.
        ("0.3", "C,G"),
        ("12,5%", "C,G"),
    ],
)
def test_what_is_no_fraction_is_reported_and_costs_no_row(tmp_path: Path, cells: str, alt: str) -> None:
    genotype = "1/2" if "," in alt else "0/1"
    sound = [line("GT:AF", ".", "0/1:0.5", pos=str(pos)) for pos in (1, 2, 3, 4)]
    found = calls(tmp_path, *sound, line("GT:AF", ".", f"{genotype}:{cells}", alt=alt))
    n = alt.count(",") + 1
    assert found.rows["t_vaf"].to_list() == [0.5] * 4 + [None] * n
    assert found.rejects.is_empty()
    [note] = [note for note in found.landed.notes if note.startswith(ODD)]
    assert f'"{cells}"' in note
    assert note.endswith("line 7" if n == 1 else "2 times, first in line 7")


def test_numbers_among_percentages_without_sign_are_none_of_them_read(tmp_path: Path) -> None:
    values = ("45.6", "12", "0.8", "50%")
    found = calls(tmp_path, *(line("GT:AF", ".", f"0/1:{v}", pos=str(n)) for n, v in enumerate(values, 1)))
    # 0.8 is 0.8 % here, and would be read as 80 %.
    assert found.rows["t_vaf"].to_list() == [None, None, None, 0.5]


@pytest.mark.parametrize(
    ("format", "cells", "alt", "wanted"),
    [
        ("GT:PL", "0/1:30,0,200", "C", ["30,0,200"]),
        ("GT:PL", "./.:30,0,200", "C", ["30,0,200"]),
        ("DP:PL", "9:30,0,200", "C", ["30,0,200"]),
        ("GT:PL", "1:30,0", "C", ["30,0"]),
        ("GT:PL", "0/1/2:1,2,3,4,5,6", "C,G", [None, None]),
        ("GT:PL", "1/2:10,11,12,13,14,15", "C,G", ["10,11,12", "10,13,15"]),
        ("GT:PL", "1:10,11,12", "C,G", ["10,11"]),
        ("GT:PL", "2:10,11,12", "C,G", ["10,12"]),
        ("GT:PL", "1/2/3:1", "C,G,T", [None] * 3),
        # Not one value for each genotype, or one of them is missing or no whole number.
        ("GT:PL", "0/1:30,0", "C", [None]),
        ("GT:PL", "1:30,0,200", "C", [None]),
        ("GT:PL", "1/2:10,11,12", "C,G", [None, None]),
        ("GT:PL", "0/1:30,.,200", "C", [None]),
        ("GT:PL", "0/1:30,0,2.5", "C", [None]),
        ("GT:PL", "1/2:10,.,12,13,14,15", "C,G", [None, "10,13,15"]),
        ("GT:PL", "0/1:.,.,.", "C", [None]),
        ("GT:PL", "0/1:.", "C", [None]),
        ("GT", "0/1", "C", [None]),
    ],
)
def test_each_allele_has_the_likelihoods_of_its_genotypes(
    tmp_path: Path, format: str, cells: str, alt: str, wanted: list[str | None]
) -> None:
    found = calls(tmp_path, line(format, ".", cells, alt=alt))
    assert found.rows["t_pl"].to_list() == wanted
    assert found.rejects.is_empty()


# The example of the specification (VCF 4.5, 1.6.2), each record in both of its spellings, and what it says of
# the ALTs that are loaded: place, alternate, reads, likelihoods.
SPECIFICATION = (
    (
        ("G", "A,C,T,<*>", "GT:LAA:LAD:LPL", "2/4:2,4:20,30,10:90,80,0,100,110,120"),
        ("G", "A,C,T,<*>", "GT:AD:PL", "2/2:20,.,30,.,10:90,.,.,80,.,0,.,.,.,.,100,.,110,.,120"),
        [("C", 20, 30, "90,80,0")],
    ),
    (
        ("A", "C,G,T,<*>", "GT:LAA:LAD:LPL", "0/3:3:15,25:40,0,80"),
        ("A", "C,G,T,<*>", "GT:AD:PL", "0/3:15,.,.,25,.:40,.,.,.,.,.,0,.,.,80,.,.,.,.,."),
        [("T", 15, 25, "40,0,80")],
    ),
    (
        ("C", "G,T,<*>", "GT:LAA:LAD:LPL", "0/0:3:30,1:0,30,80"),
        ("C", "G,T,<*>", "GT:AD:PL", "0/0:30,.,.,1:0,.,.,.,.,.,30,.,.,80"),
        [],
    ),
    (
        ("G", "A,T,<*>", "GT:LAA:LAD:LPL", "0/0::30:0"),
        ("G", "A,T,<*>", "GT:AD:PL", "0/0:30,.,.,.:0,.,.,.,.,.,.,.,.,."),
        [],
    ),
)


@pytest.mark.parametrize(("local", "plain", "wanted"), SPECIFICATION)
def test_local_alleles_say_the_same_as_all_alleles(
    tmp_path: Path,
    local: tuple[str, ...],
    plain: tuple[str, ...],
    wanted: list[tuple[str, int, int, str]],
) -> None:
    other = line("GT:AD", ".", "0/1:5,4", pos="900")
    for name, (ref, alt, format, cells) in (("local", local), ("plain", plain)):
        found = calls(tmp_path / name, line(format, ".", cells, ref=ref, alt=alt), other)
        rows = found.rows.filter(start_position=100)
        assert rows.select("alternate_allele", "t_ref_count", "t_alt_count", "t_pl").rows() == wanted
        assert found.rejects.is_empty()


def test_the_order_of_laa_is_the_order_of_its_lists(tmp_path: Path) -> None:
    found = calls(tmp_path, line("GT:LAA:LAD:LPL", ".", "1/3:3,1:20,7,3:1,2,3,4,5,6", alt="C,G,T"))
    assert found.rows.select("alternate_allele", *COUNTS, "t_pl").rows() == [
        ("C", 30, 20, 3, "1,4,6"),
        ("T", 30, 20, 7, "1,2,3"),
    ]


def test_a_field_outweighs_its_local_one_where_both_are_given(tmp_path: Path) -> None:
    found = calls(
        tmp_path,
        line("GT:LAA:AD:LAD", ".", "0/1:1:5,4:8,8", pos="1"),
        line("GT:LAA:AD:LAD", ".", "0/1:1:.,.:8,7", pos="2"),
    )
    assert found.rows["t_alt_count"].to_list() == [4, 7]


def test_an_allele_that_is_not_local_has_no_count_and_is_none_without_genotype(tmp_path: Path) -> None:
    found = calls(
        tmp_path,
        # The genotype names G, which LAA does not: its reads are not known, and are not zero.
        line("GT:LAA:LAD", ".", "1/2:1:20,7", alt="C,G", pos="1"),
        # The genotype leaves it open: LAA says which ALTs were observed.
        line("GT:LAA:LAD", ".", "./.:2:20,7", alt="C,G", pos="2"),
        line("LAA:LAD", ".", ".:20", alt="C,G", pos="3"),
        line("LAA:DP", ".", "1:20", alt="C,G", pos="4"),
        line("LAA:DP", ".", ".:20", alt="C", pos="5"),
    )
    assert found.rows.select("start_position", "alternate_allele", *COUNTS).rows() == [
        (1, "C", 27, 20, 7),
        (1, "G", 27, 20, None),
        (2, "G", 27, 20, 7),
        (4, "C", 20, None, None),
        (5, "C", 20, None, None),
    ]
    assert any(note.startswith("left out (not_local)") and "4 times" in note for note in found.landed.notes)


@pytest.mark.parametrize("laa", ["1,1", "0,1", "1,3", "1,x", "1,.", "01", "1,2,", "-1"])
def test_a_list_of_local_alleles_that_is_none_leaves_the_counts_unknown(tmp_path: Path, laa: str) -> None:
    found = calls(tmp_path, line("GT:LAA:LAD:LPL", ".", f"1/2:{laa}:9,5,4:1,2,3,4,5,6", alt="C,G"))
    assert found.rows.select(*COUNTS, "t_pl").rows() == [(None, None, None, None)] * 2
    assert any(note.startswith("LAD of TUMOR fits neither LAA") for note in found.landed.notes)


def test_local_counts_must_be_as_many_as_laa_says(tmp_path: Path) -> None:
    found = calls(
        tmp_path,
        line("GT:LAA:LAD", "0/0:1:30,2", "0/1:1:9", pos="1"),
        line("GT:LAA:LAD", "0/0:1:30,2", "0/1:1:9,4,3", pos="2"),
    )
    assert found.rows.select(*COUNTS).rows() == [(None, None, None)] * 2
    # The normal has its own LAA and LAD.
    assert found.rows.select("n_depth", "n_ref_count", "n_alt_count").rows() == [(32, 30, 2)] * 2
    bad = calls(tmp_path / "b", line("GT:LAA:LAD", ".", "0/1:1:9,x"), line("GT", ".", "0/1", pos="5"))
    assert bad.faults == [(3, "not_an_integer")]
    assert 'LAD "9,x" of TUMOR' in bad.rejects["message"][0]


@st.composite
def multi_allelic(draw: st.DrawFn) -> dict[str, object]:
    """A record of up to 12 ALTs with a value for each allele and for each genotype of one or two alleles."""
    n = draw(st.integers(1, 12))
    ploidy = draw(st.sampled_from([1, 2]))
    # In the order of the specification: by the highest allele, then by the next.
    genotypes = sorted(combinations_with_replacement(range(n + 1), ploidy), key=lambda alleles: alleles[::-1])
    counts = st.integers(0, 2000)
    return {
        "n": n,
        "ploidy": ploidy,
        "AD": draw(st.lists(counts, min_size=n + 1, max_size=n + 1)),
        "AF": draw(st.lists(st.integers(0, 1000), min_size=n, max_size=n)),
        "PL": {genotype: draw(counts) for genotype in genotypes},
        "local": draw(
            st.permutations(range(1, n + 1)).flatmap(lambda p: st.integers(1, n).map(lambda k: p[:k]))
        ),
        "is_percent": draw(st.booleans()),
    }


@given(st.lists(multi_allelic(), min_size=1, max_size=12), st.booleans())
@settings(max_examples=60, deadline=None)
def test_splitting_keeps_the_member_of_each_allele(records: list[dict], is_local: bool) -> None:  # type: ignore[type-arg]
    lines, wanted = [], []
    for place, record in enumerate(records, 1):
        n, ploidy, pl_of = record["n"], record["ploidy"], record["PL"]
        local = record["local"] if is_local else list(range(1, n + 1))
        # With local alleles the lists are told again in the order of LAA, without the other ALTs.
        known = [0, *local]
        listed = combinations_with_replacement(range(len(known)), ploidy)
        told = sorted(listed, key=lambda alleles: alleles[::-1])
        pls = ",".join(str(pl_of[tuple(sorted(known[a] for a in alleles))]) for alleles in told)
        ads = ",".join(str(record["AD"][allele]) for allele in known)
        afs = ",".join(f"{af / 10}%" if record["is_percent"] else str(af / 1000) for af in record["AF"])
        # No genotype names a single allele, so that each is a call; a lone dot would be none.
        genotype = "/" + "/".join("." * ploidy)
        laa = ",".join(map(str, local))
        keys = "GT:LAA:LAD:AF:LPL" if is_local else "GT:XX:AD:AF:PL"
        alts = ",".join("A" + "C" * number for number in range(1, n + 1))
        lines.append(line(keys, ".", f"{genotype}:{laa}:{ads}:{afs}:{pls}", alt=alts, pos=str(place)))
        for allele in range(1, n + 1):
            if allele not in local or record["AD"][allele] == 0:
                continue
            mixed = [tuple([0] * (ploidy - k) + [allele] * k) for k in range(ploidy + 1)]
            likelihoods = ",".join(str(pl_of[genotype]) for genotype in mixed)
            counts = (record["AD"][0], record["AD"][allele], record["AF"][allele - 1] / 1000)
            wanted.append((place, "C" * allele, *counts, likelihoods))
    with tempfile.TemporaryDirectory() as folder:
        found = calls(Path(folder), *lines)
    columns = ("start_position", "alternate_allele", "t_ref_count", "t_alt_count", "t_vaf", "t_pl")
    rows = found.rows.select(columns).rows() if found.rows.columns else []
    assert [row[:4] + row[5:] for row in rows] == [row[:4] + row[5:] for row in wanted]
    assert [row[4] for row in rows] == pytest.approx([row[4] for row in wanted])
    assert found.rejects.is_empty()
