"""Counts of raw files made without the project's code."""

import gzip
from pathlib import Path


def data_lines(path: Path) -> int:
    """Lines of a table but comments, header and blank ones, counted without the project's code."""
    raw = path.read_bytes()
    text = gzip.decompress(raw) if raw.startswith(b"\x1f\x8b") else raw
    return sum(1 for line in text.splitlines() if line.strip() and not line.startswith(b"#")) - 1
