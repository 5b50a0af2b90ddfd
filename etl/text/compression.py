"""Decompression by content: gzip of any number of members (bgzip), bzip2, xz, zip of one file."""

import bz2
import lzma
import os
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple, Protocol

from zlib_ng import zlib_ng

from etl.errors import FileFault
from etl.text.delivered import Delivered
from etl.text.limits import Limits

XZ_MEMORY = 1 << 30
MAGIC = 16
_REFUSED: tuple[tuple[bytes, str, str], ...] = (
    (b"\x28\xb5\x2f\xfd", "is compressed by zstandard, which is not read", "decompress it, or use gzip"),
    (b"\x1f\x9d", "is compressed by the old compress (.Z), which is not read", "decompress it, or use gzip"),
    (b"\x04\x22\x4d\x18", "is compressed by lz4, which is not read", "decompress it, or use gzip"),
    (b"7z\xbc\xaf\x27\x1c", "is a 7z archive", "unpack it"),
    (b"Rar!\x1a\x07", "is a rar archive", "unpack it"),
)
_GZIP_ERROR: type[Exception] = zlib_ng.error  # type: ignore[assignment]  # its stub has an instance
_ZIP_ERRORS = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    OSError,
    EOFError,
    RuntimeError,  # a password is wanted; NotImplementedError: an unknown method
    ValueError,
    OverflowError,
    LookupError,
)


class _Decompressor(Protocol):
    """What bz2 and lzma offer, and `_Gzip` for gzip."""

    @property
    def eof(self) -> bool: ...
    @property
    def needs_input(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, max_length: int = -1) -> bytes: ...


class _Gzip:
    """One gzip member with the interface of `bz2.BZ2Decompressor`; length and CRC are checked.

    By zlib-ng: it takes less than half of zlib's time, which of all that lands a .gz was the longest.
    """

    def __init__(self) -> None:
        self._member = zlib_ng.decompressobj(wbits=31)

    @property
    def eof(self) -> bool:
        return self._member.eof

    @property
    def needs_input(self) -> bool:
        return not self._member.unconsumed_tail

    @property
    def unused_data(self) -> bytes:
        return self._member.unused_data

    def decompress(self, data: bytes, max_length: int = -1) -> bytes:
        return self._member.decompress(self._member.unconsumed_tail + data, max_length)


def _xz() -> lzma.LZMADecompressor:
    return lzma.LZMADecompressor(format=lzma.FORMAT_XZ, memlimit=XZ_MEMORY)


_STREAMS: Mapping[str, tuple[re.Pattern[bytes], Callable[[], _Decompressor]]] = {
    "gzip": (re.compile(rb"\x1f\x8b"), _Gzip),
    "bzip2": (re.compile(rb"BZh[1-9](?:1AY&SY|\x17rE8P\x90)"), bz2.BZ2Decompressor),
    "xz": (re.compile(rb"\xfd7zXZ\x00"), _xz),
}
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")


def name_of(head: bytes) -> str | None:
    """The compression that the first bytes show, None for plain bytes."""
    if head.startswith(_ZIP):
        return "zip"
    return next((name for name, (magic, _) in _STREAMS.items() if magic.match(head)), None)


class Inflated(NamedTuple):
    """The bytes of a file in pieces, and whether they had to be decompressed."""

    pieces: Iterator[bytes]
    was_compressed: bool


def inflate(file: Delivered, limits: Limits) -> Inflated:
    """The decompressed bytes. Raises FileFault (without line): damaged, refused, or a bomb."""
    head = file.read(max(limits.chunk, MAGIC))
    for magic, message, cure in _REFUSED:
        if head.startswith(magic):
            raise FileFault(file.path, None, message, cure)
    name = name_of(head)
    if name is None:
        return Inflated(_plain(file, head, limits.chunk), was_compressed=False)
    if name == "zip":
        pieces = _zip(file, limits.chunk)
    else:
        pieces = _gathered(_stream(file, head, name, limits.chunk), limits.chunk)
    return Inflated(_limited(file, pieces, name, limits), was_compressed=True)


def _plain(file: Delivered, head: bytes, chunk: int) -> Iterator[bytes]:
    piece = head
    while piece:
        yield piece
        piece = file.read(chunk)


def _limited(file: Delivered, pieces: Iterator[bytes], name: str, limits: Limits) -> Iterator[bytes]:
    out = 0
    for piece in pieces:
        if not out and name_of(piece) is not None:
            raise FileFault(file.path, None, "is compressed twice", "decompress it once")
        out += len(piece)
        if out > limits.max_bytes or (out > limits.ratio_from and out > limits.max_ratio * file.bytes_read):
            raise FileFault(
                file.path,
                None,
                f"unfolds from {file.bytes_read:,} bytes of {name} to {out:,} and more: a decompression bomb",
                "deliver it uncompressed if it is genuine",
            )
        yield piece


def _gathered(pieces: Iterator[bytes], chunk: int) -> Iterator[bytes]:
    """Larger pieces of the same: a bgzip member holds 64 KiB at most."""
    waiting: list[bytes] = []
    size = 0
    try:
        for piece in pieces:
            waiting.append(piece)
            size += len(piece)
            if size >= chunk:
                yield b"".join(waiting)
                waiting, size = [], 0
    except FileFault:
        yield b"".join(waiting)  # so that the fault is placed behind the lines that came out whole
        raise
    yield b"".join(waiting)


def _stream(file: Delivered, head: bytes, name: str, chunk: int) -> Iterator[bytes]:
    """Members one after the other. Zeros behind the last are padding (tapes, xz), anything else is damage."""
    magic, make = _STREAMS[name]
    member, data = make(), head
    while True:
        try:
            piece = member.decompress(data, chunk)
        except (_GZIP_ERROR, OSError, lzma.LZMAError, ValueError, EOFError) as error:
            raise FileFault(
                file.path,
                None,
                f"is damaged: the {name} data cannot be decompressed ({error})",
                "deliver it again",
            ) from error
        if piece:
            yield piece
        if not member.eof:
            # A full piece: more may wait inside, even where all input was taken.
            is_hungry = member.needs_input and len(piece) < chunk
            data = file.read(chunk) if is_hungry else b""
            if is_hungry and not data:
                raise FileFault(
                    file.path, None, f"is cut off: the {name} data end too early", "deliver it again"
                )
            continue
        data = member.unused_data.lstrip(b"\0")
        while len(data) < 10 and (more := file.read(chunk)):
            data = (data + more).lstrip(b"\0")
        if not data:
            return
        if not magic.match(data):
            message = f"is damaged: after the end of the {name} data come bytes that are none"
            raise FileFault(file.path, None, message, "deliver it again")
        member = make()


def _zip(file: Delivered, chunk: int) -> Iterator[bytes]:
    """The one file of a zip archive. The directory stands at the end, so the hash is worked out first."""
    file.drain()
    try:
        with os.fdopen(os.dup(file.fd), "rb") as stream, zipfile.ZipFile(stream) as archive:
            members = [m for m in archive.infolist() if not m.is_dir() and not _is_dropping(m.filename)]
            if len(members) != 1:
                raise _several(file, [m.filename for m in members])
            if members[0].flag_bits & 1:
                raise FileFault(
                    file.path, None, "is a zip archive with a password", "deliver it without password"
                )
            with archive.open(members[0]) as member:
                while piece := member.read(chunk):
                    yield piece
    except _ZIP_ERRORS as error:
        raise FileFault(
            file.path, None, f"is damaged: the zip archive cannot be read ({error})", "deliver it again"
        ) from error


def _is_dropping(name: str) -> bool:
    return name.startswith("__MACOSX/") or name.rsplit("/", 1)[-1].startswith("._")


def _several(file: Delivered, names: list[str]) -> FileFault:
    if "[Content_Types].xml" in names:
        return FileFault(
            file.path, None, "is an Office document, not text", "save each sheet as tab-separated text"
        )
    shown = ", ".join(repr(name[:80]) for name in names[:3])
    message = (
        f"is a zip archive of {len(names)} files ({shown}, …)" if names else "is a zip archive without a file"
    )
    return FileFault(file.path, None, message, "unpack it, or zip each file by itself")
