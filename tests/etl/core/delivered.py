"""What the tests of the core share: files put into a raw folder, and all that the readers say about them."""

import bz2
import gzip
import io
import lzma
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from etl.errors import FileFault
from etl.text import LIMITS, Limits, open_text


def zipped(data: bytes, name: str = "table.txt") -> bytes:
    """A zip archive of one file."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
    return stream.getvalue()


def bgzip(data: bytes, member_bytes: int = 50) -> bytes:
    """Gzip of many members, with the empty one at the end that bgzip writes."""
    parts = [data[at : at + member_bytes] for at in range(0, len(data), member_bytes)]
    return b"".join(gzip.compress(part) for part in (*parts, b""))


COMPRESSIONS: Mapping[str, Callable[[bytes], bytes]] = {
    "plain": bytes,
    "gzip": gzip.compress,
    "bgzip": bgzip,
    "bzip2": bz2.compress,
    "bzip2 twice in a row": lambda data: bz2.compress(data[:20]) + bz2.compress(data[20:]),
    "xz": lzma.compress,
    "zip": zipped,
}


@dataclass(frozen=True)
class Read:
    """The text layer's account of a file."""

    lines: list[tuple[int, str]]
    sha256: str
    md5: str | None
    notes: list[str]
    fault: FileFault | None


def read_text(raw: Path, data: bytes, limits: Limits = LIMITS, name: str = "table.txt") -> Read:
    """Deliver the bytes and read them through the text layer."""
    (raw / name).write_bytes(data)
    lines: list[tuple[int, str]] = []
    fault = None
    with open_text(raw, name, md5=True, limits=limits) as text:
        try:
            lines.extend(text.lines())
        except FileFault as caught:
            fault = caught
        text.finish()
        return Read(lines, text.sha256, text.md5, text.notes, fault)
