"""The start of a delivered file as text, to see what the file is: a look that no fault of the file stops."""

from dataclasses import replace
from pathlib import Path

from etl.errors import FileFault
from etl.text.compression import inflate
from etl.text.decoding import latin_1, to_utf8
from etl.text.delivered import Delivered
from etl.text.limits import LIMITS

CHUNK = 1 << 16


def start_of(raw: Path, path: str, size: int) -> str:
    """The first `size` bytes or a little more, decompressed and decoded as the file's reader will.

    Of a damaged file what comes out before the damage; empty where nothing does, and of what is no text at
    all.
    """
    parts: list[bytes] = []
    length = 0
    try:
        with Delivered(raw, path) as file:
            inflated = inflate(file, replace(LIMITS, chunk=CHUNK))
            for piece in to_utf8(inflated.pieces, path, lambda sentence: None):
                parts.append(piece)
                length += len(piece)
                if length >= size:
                    break
    except FileFault:  # said when the file lands
        pass
    return latin_1(b"".join(parts)).decode()
