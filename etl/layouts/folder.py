"""A study folder as a layout sees it: the files inside, their first lines, and the records made of them."""

import bz2
import gzip
import lzma
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from etl.inventory import RawFile
from etl.records import SourceFile

HEAD_BYTES = 1 << 16
TEXT_BYTES = 1 << 24

# What the decompressors raise on damaged or hostile bytes.
_DAMAGE = (
    OSError,
    EOFError,
    IndexError,
    ValueError,
    RuntimeError,
    NotImplementedError,
    lzma.LZMAError,
    zipfile.BadZipFile,
    zlib.error,
)

Options = tuple[tuple[str, str], ...]


@dataclass(slots=True)
class Folder:
    """One study folder. `name` is the folder's name in raw, `files` what it holds at any depth, sorted."""

    raw: Path
    name: str
    study_id: str
    files: tuple[RawFile, ...]
    _heads: dict[str, str] = field(default_factory=dict)

    def inside(self, file: RawFile) -> str:
        """The file's path relative to the study folder."""
        return file.path.removeprefix(f"{self.name}/")

    def head(self, file: RawFile) -> str:
        """The first 64 KiB as text, decompressed; empty where that fails: faults show when it lands."""
        if file.path not in self._heads:
            self._heads[file.path] = _decoded(_first_bytes(self.raw / file.path, HEAD_BYTES))
        return self._heads[file.path]

    def header(self, file: RawFile) -> tuple[str, ...]:
        """The columns of the first line that is no comment."""
        lines = (line for line in self.head(file).splitlines() if line.strip() and not line.startswith("#"))
        return tuple(name.strip().strip('"') for name in next(lines, "").split("\t"))

    def text(self, file: RawFile) -> str:
        """A small file (meta, manifest) as text; what lies beyond 16 MiB is not looked at."""
        return _decoded(_first_bytes(self.raw / file.path, TEXT_BYTES))

    def source(
        self,
        file: RawFile,
        kind: str,
        format: str,
        layout: str,
        disposition: str = "load",
        reason: str | None = None,
        options: Options = (),
    ) -> SourceFile:
        """The record of a delivered file."""
        return SourceFile(
            study_id=self.study_id,
            path=file.path,
            kind=kind,
            format=format,
            layout=layout,
            size_bytes=file.size_bytes,
            modified_ns=file.modified_ns,
            disposition=disposition,
            reason=reason,
            options=options,
        )

    def absent(
        self, inside: str, kind: str, format: str, layout: str, disposition: str, reason: str
    ) -> SourceFile:
        """The record of a file that another one names but that is not there: no bytes, no time."""
        return SourceFile(
            study_id=self.study_id,
            path=printable(f"{self.name}/{inside}"),
            kind=kind,
            format=format,
            layout=layout,
            size_bytes=0,
            modified_ns=0,
            disposition=disposition,
            reason=reason,
            options=(),
        )


def is_printable(path: str) -> bool:
    """No control character, and no byte that is not UTF-8."""
    return all(_is_sound(c) for c in path)


def printable(path: str) -> str:
    """The path with control characters and broken bytes spelled out, so that it can be stored and shown."""
    return "".join(c if _is_sound(c) else repr(c)[1:-1] for c in path)


def _is_sound(c: str) -> bool:
    return ord(c) >= 32 and ord(c) != 127 and not 0xD800 <= ord(c) <= 0xDFFF


def stem(path: str) -> str:
    """The lower-case file name without the endings of compression."""
    name = path.rsplit("/", 1)[-1].lower()
    for ending in (".gz", ".bgz", ".bz2", ".xz", ".zip"):
        name = name.removesuffix(ending)
    return name


def _first_bytes(path: Path, limit: int) -> bytes:
    try:
        with path.open("rb") as stream:
            start = stream.read(6)
            stream.seek(0)
            return _opened(stream, start)(limit)
    except _DAMAGE:
        return b""


def _opened(stream: IO[bytes], start: bytes) -> Callable[[int], bytes]:
    """`read` of the stream, decompressed by what its first bytes say. Reads no more than asked for."""
    if start.startswith(b"\x1f\x8b"):
        return gzip.GzipFile(fileobj=stream).read1
    if start.startswith(b"BZh"):
        return bz2.BZ2File(stream).read1
    if start.startswith(b"\xfd7zXZ\x00"):
        return lzma.LZMAFile(stream).read1
    if start.startswith(b"PK\x03\x04"):
        archive = zipfile.ZipFile(stream)
        return archive.open(archive.infolist()[0]).read
    return stream.read


def _decoded(head: bytes) -> str:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head.decode("utf-16", errors="replace")
    return head.decode("utf-8-sig", errors="replace")
