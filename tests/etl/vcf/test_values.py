"""Values against their declarations: reported, never a reason to lose a row."""

from pathlib import Path

import pytest

from tests.etl.vcf.vcf_lines import calls, header, landed, line

META = (
    '##INFO=<ID=N1,Number=1,Type=Integer,Description="x">',
    '##INFO=<ID=NF,Number=1,Type=Float,Description="x">',
    '##INFO=<ID=NA,Number=A,Type=Float,Description="x">',
    '##INFO=<ID=NR,Number=R,Type=Integer,Description="x">',
    '##INFO=<ID=FL,Number=0,Type=Flag,Description="x">',
    '##INFO=<ID=TX,Number=1,Type=String,Description="x">',
    '##INFO=<ID=N1.x,Number=2,Type=Integer,Description="x">',
)
USUAL = ("left out", "no annotation", "the tumour column")


def notes(folder: Path, info: str, alt: str = "C") -> list[str]:
    found = calls(folder, line("GT", "0/0", "0/1" if alt == "C" else "1/2", info=info, alt=alt), meta=META)
    assert found.landed.rows_loaded == alt.count(",") + 1
    assert found.rejects.is_empty()
    return [note for note in found.landed.notes if not note.startswith(USUAL) and "data line" not in note]


@pytest.mark.parametrize(
    "info",
    [
        *(
            "N1=5",
            "N1=-5",
            "N1=.",
            "N1=+5",
            "NF=1",
            "NF=-1.5e-10",
            "NF=.5",
            "NF=inf",
            "NF=-Inf",
            "NF=NaN",
            "NF=.",
        ),
        *(
            "NA=0.5",
            "NR=1,2",
            "NR=.,.",
            "FL",
            "TX=a,b,c",
            "TX=any thing".replace(" ", "_"),
            "XN1=a",
            "N1.x=1,2",
        ),
        *("N1=5;NF=2;FL;TX=x", "UNKNOWN=a,b", ".", "DB", "DB=1", "H2=0", "END=5", "CIGAR=10M2D"),
    ],
)
def test_sound_values_are_not_spoken_of(tmp_path: Path, info: str) -> None:
    assert notes(tmp_path, info) == []


@pytest.mark.parametrize(
    ("info", "what"),
    [
        ("N1=1.5", 'INFO N1 is not an integer ("N1=1.5"): line 10'),
        ("X=1;N1=a;Y=2", 'INFO N1 is not an integer ("N1=a"): line 10'),
        ("N1=1-2", "INFO N1 is not an integer"),
        ("N1=-", "INFO N1 is not an integer"),
        ("N1=1,2", "INFO N1 contains a comma: Number=1 asks for one value"),
        ("NF=abc", "INFO NF is not a number"),
        ("NF=1x", "INFO NF is not a number"),
        ("NA=0.1,0.2", "INFO NA contains a comma: Number=A asks for one value"),
        ("NR=1", "INFO NR does not match Number=R: 2 values"),
        ("NR=1,2,3", "INFO NR does not match Number=R: 2 values"),
        ("FL=1", "INFO FL does not match Number=0: a flag has no value"),
        ("N1.x=1", "INFO N1.x does not match Number=2: 2 values"),
        ("AC=-1", "INFO AC is a negative number"),
        ("DP=1;DB=3", "INFO DB value is not a flag"),
        ("a b", "INFO contains white space"),
    ],
)
def test_odd_values_are_noted_with_the_first_line(tmp_path: Path, info: str, what: str) -> None:
    said = notes(tmp_path, info)
    assert len([note for note in said if note.startswith(what)]) == 1, said


def test_the_number_of_values_follows_the_alleles(tmp_path: Path) -> None:
    assert notes(tmp_path / "a", "NA=0.1,0.2;NR=1,2,3", alt="C,G") == []
    said = notes(tmp_path / "b", "NA=0.1;NR=1,2", alt="C,G")
    assert [note.split(":")[0] for note in said] == [
        "INFO NA does not match Number=A",
        "INFO NR does not match Number=R",
    ]


def test_every_kind_of_fault_is_found_and_counted_among_many(tmp_path: Path) -> None:
    """A fault in each line does not hide a rare one, and is counted in all lines."""
    lines = [line("GT", "0/0", "0/1", pos=str(n), info="N1=a;NR=1,2") for n in range(1, 2001)]
    lines[1500] = line("GT", "0/0", "0/1", pos="1501", info="N1=a;NR=1;NF=x")
    found = calls(tmp_path, *lines, meta=META)
    assert 'INFO N1 is not an integer ("N1=a"): 2,000 times, first in line 10' in found.landed.notes
    assert 'INFO NR does not match Number=R: 2 values ("NR=1"): line 1510' in found.landed.notes
    assert 'INFO NF is not a number ("NF=x"): line 1510' in found.landed.notes
    assert found.landed.rows_loaded == 2000


@pytest.mark.parametrize(
    ("declared", "cells", "what"),
    [
        ("Number=1,Type=Integer", "7", None),
        ("Number=1,Type=Integer", "x", "XX of TUMOR does not match its Type (Integer)"),
        ("Number=1,Type=Integer", "7,8", "XX of TUMOR does not match its Number (1: 1 values)"),
        ("Number=A,Type=Float", "0.5", None),
        ("Number=A,Type=Float", "0.5,0.1", "XX of TUMOR does not match its Number (A: 1 values)"),
        ("Number=R,Type=Integer", "1", "XX of TUMOR does not match its Number (R: 2 values)"),
        ("Number=G,Type=Integer", "1,2,3", None),
        ("Number=G,Type=Integer", "1,2", "XX of TUMOR does not match its Number (G: 3 values)"),
        ("Number=1,Type=Character", "ab", "XX of TUMOR does not match its Type (Character)"),
        ("Number=1,Type=String", "a,b;c", None),
        ("Number=.,Type=Integer", "1,2,3,4,5", None),
        ("Number=99999999999999999999,Type=Integer", "1", None),
        ("Number=²,Type=Integer", "1", None),
    ],
)
def test_sample_values_are_held_against_their_declaration(
    tmp_path: Path, declared: str, cells: str, what: str | None
) -> None:
    meta = f'##FORMAT=<ID=XX,{declared},Description="x">'
    found = calls(tmp_path, line("GT:XX", "0/0:.", f"0/1:{cells}"), meta=[meta])
    assert found.landed.rows_loaded == 1
    said = [note for note in found.landed.notes if "XX of" in note]
    assert said == ([] if what is None else [f'{what} ("{cells}"): line 4'])


def test_underscores_in_format_are_sound_from_4_3_on(tmp_path: Path) -> None:
    text = header() + line("GT:SA_MAP.x", "0/0:1", "0/1:1")
    old = landed(tmp_path / "a", text)
    new = landed(tmp_path / "b", text.replace("VCFv4.2", "VCFv4.3"))
    assert any("not alphanumeric" in note for note in old.landed.notes)
    assert not any("not alphanumeric" in note for note in new.landed.notes)
    assert old.landed.rows_loaded == new.landed.rows_loaded == 1


def test_of_findings_in_lines_of_many_layouts_the_first_is_told(tmp_path: Path) -> None:
    lines = [line(f"GT:PL:K{n}", "0/0", f"0/1:{n},0:x", pos=str(n)) for n in range(1, 31)]
    found = calls(tmp_path, *lines)
    wanted = 'PL of TUMOR does not match its Number (G: 3 values) ("1,0"): 30 times, first in line 3'
    assert wanted in found.landed.notes


def test_many_layouts_and_long_formats_are_read(tmp_path: Path) -> None:
    lines = [line(f"GT:K{n}", "0/0:1", "0/1:1", pos=str(n)) for n in range(1, 200)]
    keys = ":".join(f"L{n}" for n in range(3000))
    lines.append(line(f"GT:{keys}", "0/0", "0/1", pos="500"))
    found = calls(tmp_path, *lines)
    assert found.landed.rows_loaded == 200


def test_the_order_of_lines_is_reported(tmp_path: Path) -> None:
    def places(*pairs: tuple[str, str]) -> list[str]:
        folder = tmp_path / str(abs(hash(pairs)))
        found = calls(folder, *(line("GT", "0/0", "0/1", chrom=c, pos=p) for c, p in pairs))
        assert found.landed.rows_loaded == len(pairs)
        return [note for note in found.landed.notes if note.startswith("not ")]

    assert places(("1", "5"), ("1", "5"), ("1", "6"), ("2", "1")) == []
    assert places(("1", "5"), ("1", "4")) == [
        "not sorted: a position is smaller than the one before it: line 4"
    ]
    assert places(("1", "5"), ("2", "4"), ("1", "6")) == [
        'not contiguous: a sequence comes back after another ("1"): line 5'
    ]
