"""How much a delivered file may unfold into before it is refused. Sizes in bytes."""

from dataclasses import dataclass

MIB = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """`max_ratio` counts once `ratio_from` bytes came out: a few zeros may well compress a thousandfold.

    Deflate reaches 1,032 : 1 at most; annotated MAFs and VCFs stay below 30 : 1. `chunk` is read at a time,
    `sniff` decides on the line ends, `batch` is the text of one batch (more where a line is longer), and
    `batch_lines` about the most lines, which cost memory even where they are empty. Files from
    `threads_from` on are read by threads of their own.
    """

    max_ratio: int = 250
    ratio_from: int = 128 * MIB
    max_bytes: int = 1 << 40
    max_line: int = 64 * MIB
    chunk: int = MIB
    sniff: int = MIB
    batch: int = 24 * MIB
    batch_lines: int = 500_000
    threads_from: int = 2 * MIB


LIMITS = Limits()
