"""Every form in which the same text may be delivered gives the same lines."""

import hashlib
import io
import struct
import zipfile
import zlib
from pathlib import Path

import pytest

from etl.text import Limits, open_text
from tests.etl.core.delivered import COMPRESSIONS, read_text

LINES = ["Gene\tSample\tNote", "", "TP53\tS1\tNürnberg", "#late\t\t", "KRAS\tS2\t½", "  ", "EGFR\tS3\tlast"]
NUMBERED = list(enumerate(LINES, 1))
ENDS = {"LF": "\n", "CRLF": "\r\n", "CR": "\r", "CRCRLF": "\r\r\n"}
ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "latin-1"]
SMALL = Limits(chunk=5, batch=16, threads_from=1)


@pytest.mark.parametrize("compression", COMPRESSIONS)
@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("is_closed", [True, False])
def test_line_ends_and_compressions_give_the_same_lines(
    tmp_path: Path, compression: str, end: str, is_closed: bool
) -> None:
    plain = (ENDS[end].join(LINES) + (ENDS[end] if is_closed else "")).encode()
    data = COMPRESSIONS[compression](plain)
    for limits in (Limits(), SMALL):
        read = read_text(tmp_path, data, limits)
        assert read.fault is None
        assert read.lines == NUMBERED
        assert read.sha256 == hashlib.sha256(data).hexdigest()
        assert read.md5 == hashlib.md5(data).hexdigest()
        assert read.notes == []


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("end", ENDS)
def test_encodings_give_the_same_lines(tmp_path: Path, encoding: str, end: str) -> None:
    data = ENDS[end].join(LINES).encode(encoding)
    for limits in (Limits(), SMALL):
        read = read_text(tmp_path, data, limits)
        assert read.fault is None
        assert read.lines == NUMBERED
        expected = {
            "utf-8": [],
            "utf-8-sig": [],
            "latin-1": ["line 3 is not UTF-8: such bytes are read as Latin-1 (Windows-1252)"],
        }
        assert read.notes == expected.get(encoding, [f"is {encoding[:6].upper()}: read as such"])


def test_signs_of_windows_are_read_and_every_byte_keeps_a_sign_of_its_own(tmp_path: Path) -> None:
    every_byte = bytes(b for b in range(1, 256) if b not in b"\r\n")
    read = read_text(tmp_path, b"\x93quoted\x94 \x96 5 \x80\n" + b"x".join(bytes([b]) for b in every_byte))
    assert read.lines[0] == (1, "“quoted” – 5 €")
    signs = read.lines[1][1].split("x")
    assert len(set(signs)) == len(signs) - 1  # "x" itself stands between two others and splits once more
    assert len(signs) == len(every_byte) + 1


def test_a_line_of_utf8_and_one_of_latin_1_are_both_read(tmp_path: Path) -> None:
    assert read_text(tmp_path, "é\n".encode() + "é\n".encode("latin-1")).lines == [(1, "é"), (2, "é")]


def test_a_bare_cr_within_a_line_of_a_unix_file_is_no_line_end(tmp_path: Path) -> None:
    assert read_text(tmp_path, b"a\tb\n1\tx\ry\n2\tz\n").lines == [(1, "a\tb"), (2, "1\tx\ry"), (3, "2\tz")]


def test_the_last_line_may_end_at_crs_alone(tmp_path: Path) -> None:
    data = b"a\tb\n" * 5 + b"3\t4\r\r\r"
    assert read_text(tmp_path, data).lines == [*((n, "a\tb") for n in range(1, 6)), (6, "3\t4")]


@pytest.mark.parametrize("batch", [1, 2, 3, 7, 1000])
def test_a_cr_file_may_be_cut_anywhere(tmp_path: Path, batch: int) -> None:
    data = b"a\rb\r\nc\r\r" + b"d" * 1500 + b"\r"
    expected = [(1, "a"), (2, "b"), (3, "c"), (4, ""), (5, "d" * 1500)]
    assert read_text(tmp_path, data, Limits(chunk=batch, sniff=100, batch=batch)).lines == expected


@pytest.mark.parametrize("end", ["\r\n", "\r\r\n"])
def test_where_a_line_end_is_cut_does_not_make_it_two(tmp_path: Path, end: str) -> None:
    lines = ["a", "bc", "", "def"] * 600
    data = "".join(line + end for line in lines).encode()
    for sniff in range(2, 20):  # the start of the file, by which its line ends are told, may be cut in one
        read = read_text(tmp_path, data, Limits(chunk=1, sniff=sniff, batch=1))
        assert read.lines == list(enumerate(lines, 1))


def test_numbers_run_on_over_batches(tmp_path: Path) -> None:
    lines = [f"{n}\t{'x' * (n % 50)}" for n in range(100_000)]
    read = read_text(
        tmp_path,
        COMPRESSIONS["gzip"]("\n".join(lines).encode()),
        Limits(chunk=1000, batch=10_000, threads_from=1),
    )
    assert read.lines == list(enumerate(lines, 1))


@pytest.mark.parametrize("fields", range(32))
def test_the_header_of_a_gzip_member_may_be_cut_anywhere(tmp_path: Path, fields: int) -> None:
    plain = "\n".join(LINES).encode()
    head = b"\x1f\x8b\x08" + bytes([fields]) + b"\0\0\0\0\0\xff"
    head += b"\x04\0BC\0\0" if fields & 4 else b""  # an extra field of four bytes
    head += b"table.maf\0" if fields & 8 else b""
    head += b"a comment\0" if fields & 16 else b""
    head += struct.pack("<H", zlib.crc32(head) & 0xFFFF) if fields & 2 else b""
    deflate = zlib.compressobj(wbits=-15)
    end = struct.pack("<II", zlib.crc32(plain), len(plain))
    member = head + deflate.compress(plain) + deflate.flush() + end
    twice = [*NUMBERED[:-1], (7, LINES[6] + LINES[0]), *((n + 6, line) for n, line in NUMBERED[1:])]
    for chunk in [1, *range(len(member), len(member) + len(head))]:
        read = read_text(tmp_path, member + member, Limits(chunk=chunk))
        assert read.fault is None
        assert read.lines == twice


def test_zeros_behind_a_compressed_file_are_padding(tmp_path: Path) -> None:
    for compression in ("gzip", "bgzip", "xz", "bzip2"):
        data = COMPRESSIONS[compression](b"a\n") + b"\0" * 3000
        assert read_text(tmp_path, data).lines == [(1, "a")]


def test_a_zip_may_hold_droppings_of_a_mac_beside_its_one_file(tmp_path: Path) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("study/", b"")
        archive.writestr("study/table.txt", b"a\n")
        archive.writestr("__MACOSX/study/._table.txt", b"\0\0")
        for number in range(1_000):  # a directory that is longer than what is read at once
            archive.writestr(f"__MACOSX/study/._{number}", b"")
    read = read_text(tmp_path, stream.getvalue())
    assert (read.lines, read.fault) == ([(1, "a")], None)
    assert read.sha256 == hashlib.sha256(stream.getvalue()).hexdigest()


def test_a_batch_of_short_lines_holds_few_of_them(tmp_path: Path) -> None:
    """A file of empty lines would else take a hundred times its size."""
    (tmp_path / "t.txt").write_bytes(b"a long line\n" * 50 + b"\n" * 20_000)
    limits = Limits(chunk=100, sniff=100, batch=10_000, batch_lines=200)
    with open_text(tmp_path, "t.txt", limits=limits) as text:
        sizes = [batch.n_lines for batch in text.batches()]
    assert sum(sizes) == 20_050
    # The batch that follows the long lines is the one that cannot know.
    assert sorted(sizes)[-2] <= 300
