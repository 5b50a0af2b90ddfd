"""Headers: what is read from them, what is reported, and what holds a file back."""

from pathlib import Path

import pytest

from etl.vcf.meta import parse
from tests.etl.vcf.vcf_lines import BUILD, PAIR, calls, header, landed, line

GOOD = line("GT:AD:DP", "0/0:9,0:9", "0/1:5,4:9")


def test_pairs_in_angle_brackets_are_read_with_their_quotes() -> None:
    meta = parse(3, '##INFO=<ID=X,Number=1,Type=String,Description="a, \\"b\\" <c=d>",Source="s">')
    assert meta.problem is None
    assert dict(meta.fields) == {
        "ID": "X",
        "Number": "1",
        "Type": "String",
        "Description": 'a, "b" <c=d>',
        "Source": "s",
    }
    assert meta.quoted == {"Description", "Source"}


def test_free_keys_may_hold_anything(tmp_path: Path) -> None:
    meta = ('##GATKCommandLine=<ID=x,CommandLine="a --b \\"c\\" <d>">', "##note=a=b=c", '##t=<"only text">')
    found = calls(tmp_path, GOOD, meta=meta)
    assert found.landed.status == "loaded"
    assert not [note for note in found.landed.notes if note.startswith("line ")]


@pytest.mark.parametrize(
    ("text", "line_number", "reason"),
    [
        (GOOD, 1, "data stand before any #CHROM line"),
        ("##fileformat=VCFv4.2\n##x=y\n", 2, "no #CHROM line was found"),
        ("hello\nworld\n", 2, "no #CHROM line was found"),
        ("##fileformat=VCFv4.2\n#CHROM POS ID REF ALT QUAL FILTER INFO\n", 2, "is not separated by tabs"),
        ("##fileformat=VCFv4.2\n#CHROM\tPOS\tID\tREF\n", 2, "lacks ALT, QUAL, FILTER, INFO"),
        (header().replace("FORMAT", "FORM"), 2, 'column 9 is called "FORM", it must be FORMAT'),
        (header().replace("4.2", "3.3") + GOOD, 1, "VCF 3.3 writes alleles in another way"),
        ("x\n" * 200 + header() + GOOD, 101, "no #CHROM line was found"),
    ],
)
def test_a_header_that_cannot_be_used_holds_the_file_back(
    tmp_path: Path, text: str, line_number: int, reason: str
) -> None:
    found = landed(tmp_path, text)
    assert found.landed.status == "held_back"
    assert reason in (found.landed.reason or "")
    assert found.landed.line_number == line_number


@pytest.mark.parametrize(
    ("first", "said"),
    [
        ("", "##fileformat is missing: read as VCF 4.2"),
        ("##fileformat=VCFv4.6\n", "VCFv4.6 is newer than VCF 4.5"),
        ("##fileformat=VCFv4.0\n", "VCFv4.0 is older than VCF 4.1"),
        ("##fileformat=vcf4\n", "##fileformat is not of the form VCFv4.2"),
        ("##x=y\n##fileformat=VCFv4.2\n", "##fileformat is not the first line"),
    ],
)
def test_an_odd_version_is_reported(tmp_path: Path, first: str, said: str) -> None:
    found = landed(tmp_path, first + header().split("\n", 1)[1] + GOOD)
    assert found.landed.rows_loaded == 1
    assert any(said in note for note in found.landed.notes), found.landed.notes


@pytest.mark.parametrize("version", ["4.1", "4.2", "4.3", "4.4", "4.5"])
def test_every_version_is_read(tmp_path: Path, version: str) -> None:
    found = landed(tmp_path, header().replace("VCFv4.2", f"VCFv{version}") + GOOD)
    assert found.landed.rows_loaded == 1
    assert not [note for note in found.landed.notes if "fileformat" in note]


def test_the_order_of_a_keys_fields_is_free_from_4_3_on(tmp_path: Path) -> None:
    swapped = '##FORMAT=<ID=XX,Type=Integer,Number=1,Description="x">'
    old = landed(tmp_path / "a", header(swapped) + GOOD)
    new = landed(tmp_path / "b", header(swapped).replace("4.2", "4.3") + GOOD)
    assert any("must be in the order" in note for note in old.landed.notes)
    assert not any("must be in the order" in note for note in new.landed.notes)


def test_many_faults_of_a_header_are_counted_not_listed(tmp_path: Path) -> None:
    found = calls(tmp_path, GOOD, meta=[f"##odd {n}" for n in range(50)])
    assert len([note for note in found.landed.notes if "not a key-value pair" in note]) == 12
    assert "the header has 38 more faults like these" in found.landed.notes


def test_names_with_blanks_behind_them_are_stripped(tmp_path: Path) -> None:
    found = landed(tmp_path, header(samples=("NORMAL ", " TUMOR  ")) + GOOD)
    assert found.landed.rows_loaded == 1
    assert found.rows["matched_norm_sample_barcode"].to_list() == ["NORMAL"]


def test_a_file_without_data_lines_says_who_was_sequenced(tmp_path: Path) -> None:
    found = landed(tmp_path, header("##tumor_sample=P1-T", samples=("P1-N", "P1-T")), options=())
    assert found.landed.status == "loaded"
    assert found.landed.sequenced == ("P1-T",)
    assert "no data lines: the tumour was sequenced, nothing found" in found.landed.notes


def test_a_file_that_was_joined_from_others_is_read_if_its_samples_are_the_same(tmp_path: Path) -> None:
    text = header() + GOOD + "\n" + header() + line("GT:AD:DP", "0/0:9,0:9", "0/1:5,4:9", pos="200")
    found = landed(tmp_path, text)
    assert found.rows["source_line"].to_list() == [3, 7]
    assert found.landed.rows_filtered == 2  # the second header's two lines
    other = landed(tmp_path, text.replace("TUMOR", "P1") + header(samples=("A", "TUMOR")), name="s/P2.vcf")
    assert "a second #CHROM line names other samples" in (other.landed.reason or "")
    assert other.landed.line_number == 9


def test_rows_are_numbered_behind_comments_blank_lines_and_compression(tmp_path: Path) -> None:
    import gzip

    text = header("##a=b") + "\n" + GOOD + "#comment\n\n" + line("GT", "0/0", "0/1", pos="7")
    plain = landed(tmp_path / "a", text)
    packed = landed(tmp_path / "b", gzip.compress(text[:90].encode()) + gzip.compress(text[90:].encode()))
    assert plain.rows["source_line"].to_list() == packed.rows["source_line"].to_list() == [5, 8]
    crlf = landed(tmp_path / "c", text.replace("\n", "\r\n"))
    assert crlf.rows.equals(plain.rows)


def test_ragged_lines_are_quarantined_with_their_text(tmp_path: Path) -> None:
    short, long = "chr7\t5\t.\tA\tC\n", GOOD.replace("\n", "\textra\n")
    found = calls(tmp_path, short, GOOD, long)
    assert found.faults == [(3, "ragged_row"), (5, "ragged_row")]
    assert found.rejects["raw_text"].to_list() == [short.rstrip("\n"), long.rstrip("\n")]
    assert found.rejects["message"].to_list() == [
        "expected 11 fields, found 5",
        "expected 11 fields, found 12",
    ]
    assert found.landed.rows_loaded == 1


def test_the_callers_are_those_that_the_file_names(tmp_path: Path) -> None:
    found = calls(tmp_path, GOOD, meta=("##source=strelka", "##source=Mutect2", "##source=strelka"))
    assert found.rows["callers"].to_list() == ["strelka;Mutect2"]


def test_the_samples_of_a_pair_are_those_of_the_header() -> None:
    assert BUILD[0] == ("genome_build", "GRCh38")
    assert PAIR == ("NORMAL", "TUMOR")
