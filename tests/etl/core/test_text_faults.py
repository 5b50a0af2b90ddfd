"""What is no table, or not whole, or hostile, is refused in one sentence that names file, line and cure."""

import bz2
import gc
import gzip
import hashlib
import io
import os
import sys
import threading
import zipfile
import zlib
from contextlib import suppress
from pathlib import Path

import pytest

from etl.errors import FileFault
from etl.text import Limits, open_text
from tests.etl.core.delivered import COMPRESSIONS, bgzip, read_text, zipped

TABLE = b"".join(b"row %d\tof\ta table\n" % n for n in range(2000))


def fault_of(raw: Path, data: bytes, limits: Limits | None = None) -> FileFault:
    fault = read_text(raw, data, limits or Limits()).fault
    assert fault is not None
    assert fault.path == "table.txt"
    assert fault.cure
    assert "\n" not in str(fault)
    return fault


@pytest.mark.parametrize("compression", ["gzip", "bgzip", "bzip2", "xz", "zip"])
@pytest.mark.parametrize("share", [0.3, 0.7, 0.99])
def test_a_truncated_file_is_refused(tmp_path: Path, compression: str, share: float) -> None:
    whole = bgzip(TABLE, 4000) if compression == "bgzip" else COMPRESSIONS[compression](TABLE)
    fault = fault_of(tmp_path, whole[: int(len(whole) * share)])
    if compression == "zip":
        assert "zip archive cannot be read" in fault.message
    else:
        assert f"the {compression.replace('bgzip', 'gzip')} data end too early" in fault.message


def test_the_line_after_the_last_whole_one_is_named(tmp_path: Path) -> None:
    whole = gzip.compress(TABLE[:9000], compresslevel=0)
    fault = fault_of(tmp_path, whole[:5000])
    n_whole_lines = gzip_prefix(whole[:5000]).count(b"\n")
    assert fault.line == n_whole_lines + 1
    assert str(fault).startswith(f"table.txt, line {n_whole_lines + 1}: is cut off")


def gzip_prefix(data: bytes) -> bytes:
    return zlib.decompressobj(31).decompress(data)


@pytest.mark.parametrize("compression", ["gzip", "bzip2", "xz"])
def test_garbage_behind_the_data_is_refused(tmp_path: Path, compression: str) -> None:
    fault = fault_of(tmp_path, COMPRESSIONS[compression](TABLE) + b"garbage")
    assert f"after the end of the {compression} data" in fault.message
    assert fault.line == 2001


def test_a_flipped_bit_is_found(tmp_path: Path) -> None:
    for compression in ("gzip", "bzip2", "xz", "zip"):
        data = bytearray(COMPRESSIONS[compression](TABLE))
        data[len(data) // 2] ^= 4
        assert "is damaged" in fault_of(tmp_path, bytes(data)).message


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "is empty"),
        (gzip.compress(b"", mtime=0), "is empty"),
        (b"\xef\xbb\xbf", "is empty"),
        (b"\n <!DOCTYPE html><html><body>Sign in</body></html>", "is a web page"),
        ("<HTML><head>".encode("utf-16"), "is a web page"),
        (b'<?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>', "is an XML document"),
        (b'{"error": "not found"}', "is a JSON document"),
        (b"%PDF-1.7\n1 0 obj", "is a PDF"),
        (b"PAR1\x15\x04", "is a Parquet file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "is an old Office document"),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:4d", "is a git-lfs pointer"),
        (b"\x28\xb5\x2f\xfd\x00\x00", "is compressed by zstandard"),
        (b"7z\xbc\xaf\x27\x1c\x00", "is a 7z archive"),
        (gzip.compress(gzip.compress(TABLE, mtime=0), mtime=0), "is compressed twice"),
        (gzip.compress(b"x" * 257 + b"ustar" + b"\0" * 500, mtime=0), "is a tar archive"),
        (b"a\tb\n1\t\0\n", "holds NUL bytes"),
        (os.urandom(64) + b"\0" + os.urandom(2000), "holds NUL bytes"),
        ("a\tb\n".encode("utf-16") + b"\x00\xd8\x00\xd8", "is not valid UTF-16"),
    ],
)
def test_what_is_no_table_is_refused(tmp_path: Path, data: bytes, says: str) -> None:
    assert says in fault_of(tmp_path, data).message


def test_the_line_of_a_nul_is_named(tmp_path: Path) -> None:
    assert fault_of(tmp_path, TABLE + b"x\0\n").line == 2001


def test_a_zip_of_several_files_or_with_a_password_is_refused(tmp_path: Path) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("a.txt", TABLE)
        archive.writestr("b.txt", TABLE)
    assert "zip archive of 2 files ('a.txt', 'b.txt'" in fault_of(tmp_path, stream.getvalue()).message
    locked = bytearray(zipped(TABLE))
    locked[6] |= 1
    locked[locked.index(b"PK\x01\x02") + 8] |= 1
    assert "password" in fault_of(tmp_path, bytes(locked)).message
    office = io.BytesIO()
    with zipfile.ZipFile(office, "w") as archive:
        archive.writestr("[Content_Types].xml", b"")
        archive.writestr("xl/workbook.xml", b"")
    assert "Office document" in fault_of(tmp_path, office.getvalue()).message


def test_a_bomb_is_refused_by_its_ratio_and_by_its_size(tmp_path: Path) -> None:
    bomb = bz2.compress(b"a\tb\n" * 500_000)
    assert "decompression bomb" in fault_of(tmp_path, bomb, Limits(ratio_from=1 << 20)).message
    assert "decompression bomb" in fault_of(tmp_path, gzip.compress(TABLE), Limits(max_bytes=10_000)).message
    honest = gzip.compress(b"a\tb\n" * 100_000)
    assert read_text(tmp_path, honest).fault is None


def test_a_line_without_end_is_refused_at_its_number(tmp_path: Path) -> None:
    limits = Limits(max_line=10_000, chunk=100, batch=1000)
    for data in (b"a\nb\n" + b"c" * 20_000, b"a\nb\n" + b"c" * 3_000_000 + b"\nd\n"):
        fault = fault_of(tmp_path, data, limits)
        assert (fault.line, fault.message) == (3, "has a line of more than 10,000 bytes")
    assert read_text(tmp_path, b"a\n" + b"c" * 9_999 + b"\n", limits).fault is None


def test_only_files_of_the_raw_folder_are_opened(tmp_path: Path) -> None:
    raw, outside = tmp_path / "raw", tmp_path / "outside.txt"
    raw.mkdir()
    outside.write_bytes(TABLE)
    (raw / "link.txt").symlink_to(outside)
    (raw / "loop.txt").symlink_to(raw / "loop.txt")
    (raw / "folder").mkdir()
    os.mkfifo(raw / "pipe")
    (raw / "inner.txt").write_bytes(TABLE)
    (raw / "inner_link.txt").symlink_to("inner.txt")
    says = {
        "link.txt": "leads out of the raw folder",
        "../outside.txt": "leads out of the raw folder",
        str(outside): "leads out of the raw folder",
        "loop.txt": "leads in a circle",
        "folder": "is a folder",
        "pipe": "is no regular file",
        "gone.txt": "is not there any more",
        "x" * 10_000: "too long",
        "a\0b": "cannot be opened",
    }
    for path, message in says.items():
        with pytest.raises(FileFault, match=message):
            open_text(raw, path)
    with open_text(raw, "inner_link.txt") as text:
        assert sum(1 for _ in text.lines()) == 2000


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_no_permission_is_said(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(TABLE)
    (tmp_path / "a.txt").chmod(0)
    with pytest.raises(FileFault, match="no permission"):
        open_text(tmp_path, "a.txt")


@pytest.mark.parametrize("change", ["grown", "touched", "replaced", "cut"])
def test_a_file_that_changes_while_it_is_read_is_refused(tmp_path: Path, change: str) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(TABLE)
    with open_text(tmp_path, "a.txt") as text:
        next(text.batches())
        if change == "grown":
            with path.open("ab") as stream:
                stream.write(b"one more\n")
        elif change == "touched":
            os.utime(path, ns=(0, 0))
        elif change == "replaced":
            other = tmp_path / "b.txt"
            other.write_bytes(TABLE)
            os.utime(other, ns=(path.stat().st_atime_ns, path.stat().st_mtime_ns))
            os.replace(other, path)
        else:
            os.truncate(path, 100)
        with pytest.raises(FileFault, match="changed while it was read"):
            text.finish()


def test_a_fault_still_gives_the_hash_of_the_whole_file_and_ends_its_threads(tmp_path: Path) -> None:
    data = b"a\0" + TABLE * 200
    before = threading.active_count()
    read = read_text(tmp_path, data, Limits(chunk=100, batch=1000, threads_from=1))
    assert read.fault is not None
    assert read.sha256 == hashlib.sha256(data).hexdigest()
    assert threading.active_count() == before


def test_a_reader_that_stops_early_leaves_no_thread(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(TABLE * 500)
    before = threading.active_count()
    with open_text(tmp_path, "a.txt", limits=Limits(chunk=100, batch=1000, threads_from=1)) as text:
        next(text.batches())
    assert threading.active_count() == before


def test_a_fault_that_is_dropped_leaves_no_thread_at_odds_with_the_garbage_collector(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Of bytes that hardly compress, so that it is read in many pieces.
    lines = b"".join(b"%s\n" % hashlib.sha256(b"%d" % n).hexdigest().encode() for n in range(60_000))
    (tmp_path / "f.gz").write_bytes(gzip.compress(lines[:300_000] + b"\0" + lines[300_000:], 1))
    limits = Limits(threads_from=1, chunk=20_000, batch=100_000, sniff=50_000)
    ignored: list[object] = []
    monkeypatch.setattr(sys, "unraisablehook", ignored.append)
    stop = threading.Event()

    def collect() -> None:
        while not stop.is_set():
            gc.collect()

    gc.freeze()  # what there is already: to collect takes no time then
    collector = threading.Thread(target=collect)
    collector.start()
    try:
        for _ in range(30):
            with open_text(tmp_path, "f.gz", limits=limits) as text:
                with suppress(FileFault):
                    list(text.batches())
                text.finish()
    finally:
        stop.set()
        collector.join()
        gc.unfreeze()
    assert not ignored
