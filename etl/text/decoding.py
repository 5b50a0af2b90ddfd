"""From bytes to UTF-8: which encoding a file has, and what is no table at all."""

import codecs
from collections.abc import Callable, Iterator

from etl.errors import FileFault

SNIFF = 4096
LATIN_1 = "leaderhouse_latin_1"
_BOMS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it starts with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_NO_TEXT: tuple[tuple[bytes, str, str], ...] = (
    (b"%PDF-", "is a PDF, not a table", "deliver the table as tab-separated text"),
    (b"PAR1", "is a Parquet file, not text", "deliver the table as tab-separated text"),
    (b"\x89PNG", "is a picture, not a table", "deliver the table as tab-separated text"),
    (b"\xd0\xcf\x11\xe0", "is an old Office document, not text", "save each sheet as tab-separated text"),
    (b"BAM\x01", "is a BAM file: reads, not a table", "deliver the called variants"),
    (b"BCF\x02", "is a BCF file, which is not read", "convert it to VCF"),
    (b"{\\rtf", "is a rich-text document, not a table", "save it as plain text"),
    (
        b"version https://git-lfs",
        "is a git-lfs pointer, not the data themselves",
        "fetch the data with git lfs pull",
    ),
)
_TAKEN = (codecs.BOM_UTF8, b"x\x01", b"x^")  # other marks that the reader knows are no UTF-8
_PAGES = (b"<!doctype html", b"<html", b"<head", b"<body", b"<script")


def _latin_1(error: UnicodeError) -> tuple[str, int]:
    """Bytes that are not UTF-8 read as Windows-1252, its five gaps as Latin-1: one byte, one sign."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    bad = error.object[error.start : error.end]
    return "".join(_WINDOWS_1252[byte] for byte in bad), error.end


_WINDOWS_1252 = [bytes([b]).decode("cp1252", "ignore") or chr(b) for b in range(256)]
codecs.register_error(LATIN_1, _latin_1)


def to_utf8(
    pieces: Iterator[bytes], path: str, note: Callable[[str], None], said: Callable[[str], None] | None = None
) -> Iterator[bytes]:
    """The pieces without byte order mark, UTF-16 and UTF-32 turned into UTF-8. Other bytes pass as they are.

    `said` is told the encoding before the first piece comes. Raises FileFault (without line) for a file that
    is empty or no table: a web page, a document, a picture.
    """
    head = b""
    try:
        for piece in pieces:
            head += piece
            if len(head) >= SNIFF:
                break
    except FileFault as fault:  # of a small file: first what came out whole, so that the fault finds its line
        if not head:
            raise
        pieces = _raising(fault)
    mark, encoding = next(
        ((mark, name) for mark, name in _BOMS if head.startswith(mark)), (b"", _guess(head))
    )
    while mark and head.startswith(mark):  # more than one where each program added its own
        head = head[len(mark) :]
    if not head:
        raise FileFault(path, None, "is empty", "deliver it again")
    if said is not None:
        said(encoding)
    rest = _chain(head, pieces)
    if encoding != "utf-8":
        note(f"is {encoding[:6].upper()}: read as such")
        rest = _recoded(rest, encoding, path)
    first = next(rest, b"")
    refuse(first, path)
    yield first
    yield from rest


def as_text(data: bytes) -> bytes:
    """UTF-8 for polars' CSV reader, which would decompress what starts like zlib's data, and drops a mark."""
    return codecs.BOM_UTF8 + data if data.startswith(_TAKEN) else data


def latin_1(data: bytes) -> bytes:
    """The data as UTF-8, bytes that are none read as Latin-1 (Windows-1252)."""
    return data.decode("utf-8", LATIN_1).encode()


def refuse(head: bytes, path: str) -> None:
    """Raise FileFault if the first bytes are those of something else than a table."""
    for magic, message, cure in _NO_TEXT:
        if head.startswith(magic):
            raise FileFault(path, 1, message, cure)
    start = head[:SNIFF].lstrip().lower()
    if start.startswith(_PAGES):
        raise FileFault(
            path, 1, "is a web page (HTML), not a table, perhaps of a failed download", "download it again"
        )
    if start.startswith((b"<?xml", b"<error")):
        raise FileFault(
            path, 1, "is an XML document, not a table, perhaps of a failed download", "download it again"
        )
    if start[:1] in (b"{", b"[") and start[1:].lstrip()[:1] == b'"':
        raise FileFault(path, 1, "is a JSON document, not a table", "download it as tab-separated text")
    if head[257:262] == b"ustar":
        raise FileFault(path, 1, "is a tar archive", "unpack it")


def _guess(head: bytes) -> str:
    """UTF-16 without a mark shows as text with a NUL in every second byte."""
    sample = head[:SNIFF]
    even, odd = sample[::2], sample[1::2]
    if len(sample) >= 4 and odd.count(0) > 0.6 * len(odd) and even.count(0) == 0:
        return "utf-16-le"
    if len(sample) >= 4 and even.count(0) > 0.6 * len(even) and odd.count(0) == 0:
        return "utf-16-be"
    return "utf-8"


def _recoded(pieces: Iterator[bytes], encoding: str, path: str) -> Iterator[bytes]:
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    try:
        for piece in pieces:
            yield decoder.decode(piece).encode()
        yield decoder.decode(b"", True).encode()
    except UnicodeError as error:
        message = f"is not valid {encoding[:6].upper()} ({getattr(error, 'reason', error)})"
        raise FileFault(path, None, message, "save it as UTF-8") from error


def _raising(fault: FileFault) -> Iterator[bytes]:
    yield b""
    raise fault


def _chain(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest
