"""Delivered files as batches of whole lines: decompressed, decoded, numbered and hashed in one pass.

with open_text(raw, path) as text:
    for batch in text.batches(): ...
    text.finish()
text.sha256
"""

from etl.text.counts import count
from etl.text.decoding import as_text
from etl.text.file import Shown, TextFile, open_text
from etl.text.limits import LIMITS, Limits
from etl.text.lines import TextBatch, joined
from etl.text.start import start_of

__all__ = [
    "LIMITS",
    "Limits",
    "Shown",
    "TextBatch",
    "TextFile",
    "as_text",
    "count",
    "joined",
    "open_text",
    "start_of",
]
