"""Whole lines in batches, numbered as in the delivered file."""

import codecs
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import reduce

from etl.errors import FileFault
from etl.text.counts import Counts, counts
from etl.text.decoding import latin_1
from etl.text.limits import Limits

_MARKS = re.compile(rb"^(?:%b)+" % codecs.BOM_UTF8, re.MULTILINE)


@dataclass(frozen=True, slots=True)
class TextBatch:
    """Whole lines as UTF-8, each ended by one `\\n`. `first_line`: number of the first one in the file.

    `encoding` is the file's; `original` the same lines as they were before marks were dropped and bytes that
    are no UTF-8 read as Latin-1, None where there were none. `spans`: number of the first line of each row
    that goes on over several lines, and how many it has.
    """

    data: bytes
    first_line: int
    counted: Counts
    encoding: str = "utf-8"
    original: bytes | None = None
    spans: Mapping[int, int] = field(default_factory=dict)

    @classmethod
    def of(cls, data: bytes, first_line: int) -> "TextBatch":
        """Whole lines of UTF-8 that were not counted yet."""
        return cls(data, first_line, counts(data))

    @property
    def n_lines(self) -> int:
        """Lines of the batch."""
        return self.counted.n_lines

    def delivered(self, numbers: Sequence[int]) -> list[bytes | None]:
        """The bytes of the rows that start on these lines as delivered, without the last line end; None where
        they are the text's UTF-8.
        """
        if not numbers or (self.original is None and self.encoding == "utf-8"):
            return [None] * len(numbers)
        first = [number - self.first_line for number in numbers]
        places = [slice(n, n + self.spans.get(number, 1)) for n, number in zip(first, numbers, strict=True)]
        if self.original is not None and self.encoding == "utf-8":
            texts, origins = self.data.split(b"\n"), self.original.split(b"\n")
            rows = [(b"\n".join(origins[place]), b"\n".join(texts[place])) for place in places]
            return [None if origin == text else origin for origin, text in rows]
        lines = (self.original or self.data).decode().split("\n")
        return ["\n".join(lines[place]).encode(self.encoding) for place in places]

    def behind(self, n_lines: int) -> "TextBatch":
        """The lines that follow the first `n_lines`."""
        data = _behind(self.data, n_lines)
        before = self.data[: len(self.data) - len(data)]
        return replace(
            self,
            data=data,
            first_line=self.first_line + n_lines,
            counted=self.counted.less(counts(before)),
            original=None if self.original is None else _behind(self.original, n_lines),
        )


def joined(batches: Sequence[TextBatch]) -> TextBatch:
    """Batches that follow each other, at least one, as one."""
    is_utf8 = all(batch.original is None for batch in batches)
    return replace(
        batches[0],
        data=b"".join(batch.data for batch in batches),
        counted=reduce(Counts.plus, (batch.counted for batch in batches)),
        original=None if is_utf8 else b"".join(batch.original or batch.data for batch in batches),
    )


def _is_plain(data: bytes) -> bool:
    return data.isascii() and b"\0" not in data and b"\r" not in data


def _behind(data: bytes, n_lines: int) -> bytes:
    at = 0
    for _ in range(n_lines):
        at = data.index(b"\n", at) + 1
    return data[at:]


def batched(
    pieces: Iterator[bytes],
    path: str,
    limits: Limits,
    note: Callable[[str], None],
    encoding: Callable[[], str] = lambda: "utf-8",
) -> Iterator[TextBatch]:
    """Cut the pieces, UTF-8 by now, into batches of whole lines. `encoding`: what the file had, once read.

    A line ends at LF or CRLF; in a file whose first MiB has more bare CRs than LFs, at a bare CR too. A fault
    that comes without line gets that of the first line that is not whole.
    """
    lines = _Lines(path, limits, note, encoding)
    try:
        for piece in pieces:
            yield from lines.push(piece)
    except FileFault as fault:
        if fault.line is not None or not lines.seen:
            raise
        raise FileFault(fault.path, lines.next_line + lines.pending(), fault.message, fault.cure) from fault
    yield from lines.end()


class _Lines:
    def __init__(
        self, path: str, limits: Limits, note: Callable[[str], None], encoding: Callable[[], str]
    ) -> None:
        self.path, self.limits, self.note, self.encoding = path, limits, note, encoding
        self.next_line = 1
        self.seen = False
        self.pieces: list[bytes] = []
        self.size = 0
        self.target = limits.sniff
        self.bare_cr: bool | None = None
        self.is_latin_1 = self.is_marked = False
        self.counted = Counts(0, 0, 0)

    def push(self, piece: bytes) -> Iterator[TextBatch]:
        self.pieces.append(piece)
        self.size += len(piece)
        self.counted = self.counted.plus(counts(piece))  # while the cache holds it
        self.seen = self.seen or bool(piece)
        if self.size < self.target:
            return
        if self.bare_cr is None:
            piece = b"".join(self.pieces)
            self.pieces = [piece]
            self.sniff(piece)
        cut = self.cut(piece)
        if cut:  # nearly always: whole lines are joined without another copy
            self.pieces[-1] = piece[:cut]
            whole, rest = self.pieces, piece[cut:]
        else:
            data = b"".join(self.pieces)
            cut = self.cut(data)
            whole, rest = [data[:cut]], data[cut:]
        if len(rest) > self.limits.max_line:
            raise self.too_long(b"".join(whole))
        self.pieces, self.size = [rest], len(rest)
        if not cut:
            self.target = min(2 * self.size, self.limits.max_line + 1)
            return
        behind = counts(rest)
        self.counted = self.counted.less(behind)
        batch = self.batch(b"".join(whole))
        self.counted = behind
        # As much text as will hold so many lines, if they go on as these.
        self.target = min(self.limits.batch, 1 + len(batch.data) * self.limits.batch_lines // batch.n_lines)
        yield batch

    def end(self) -> Iterator[TextBatch]:
        data = b"".join(self.pieces)
        if self.bare_cr is None:
            self.sniff(data)
        cut = self.cut(data)
        if len(data) - cut > self.limits.max_line:
            raise self.too_long(data[:cut])
        if data:
            yield self.batch(data)

    def sniff(self, data: bytes) -> None:
        """Find out from the start of the file whether its lines end at bare CRs."""
        head = data[: self.limits.sniff].rstrip(b"\r")  # those may belong to a CRLF that goes on behind it
        # Most files hold none: to look for one is twenty times as fast as to count.
        self.bare_cr = b"\r" in head and head.count(b"\r") - head.count(b"\r\n") > head.count(b"\n")

    def pending(self) -> int:
        """Line ends in what is not cut yet."""
        return sum(self.ends(piece) for piece in self.pieces)

    def cut(self, data: bytes) -> int:
        """Length of the whole lines at the start of the data."""
        if not self.bare_cr:
            return data.rfind(b"\n") + 1
        # A CR at the very end may be the first half of a CRLF.
        return max(data.rfind(b"\n"), data.rfind(b"\r", 0, len(data) - 1)) + 1

    def batch(self, data: bytes) -> TextBatch:
        """The batch of whole lines, whose bytes were counted."""
        batch = TextBatch(data, self.next_line, self.counted, self.encoding())
        if not (data.endswith(b"\n") and (batch.counted.is_simple or _is_plain(data))):
            original = self.unix(data)
            data = original if original.isascii() else self.unmarked(self.utf8(original))
            delivered = None if data is original else original
            batch = replace(TextBatch.of(data, self.next_line), encoding=batch.encoding, original=delivered)
        self.next_line += batch.n_lines
        return batch

    def unix(self, data: bytes) -> bytes:
        """The data with each line ended by LF. Raises FileFault where it holds a NUL."""
        if b"\0" in data:
            line = self.next_line + self.ends(data[: data.index(b"\0")])
            raise FileFault(
                self.path, line, "holds NUL bytes: it is damaged, or no text", "deliver it again as text"
            )
        if b"\r" in data:
            data = data.rstrip(b"\r") if not self.bare_cr else data  # of a last line without LF
            while b"\r\n" in data:  # again for the CRCRLF of files that were converted twice
                data = data.replace(b"\r\n", b"\n")
            data = data.replace(b"\r", b"\n") if self.bare_cr else data
        return data if data.endswith(b"\n") else data + b"\n"

    def utf8(self, data: bytes) -> bytes:
        try:
            data.decode()
        except UnicodeDecodeError as error:
            if not self.is_latin_1:
                self.is_latin_1 = True
                line = self.next_line + data.count(b"\n", 0, error.start)
                self.note(f"line {line} is not UTF-8: such bytes are read as Latin-1 (Windows-1252)")
            return latin_1(data)
        return data

    def unmarked(self, data: bytes) -> bytes:
        """The lines without byte order marks at their starts: files put behind each other have one each."""
        if codecs.BOM_UTF8 not in data or (mark := _MARKS.search(data)) is None:
            return data
        if not self.is_marked:
            self.is_marked = True
            line = self.next_line + data.count(b"\n", 0, mark.start())
            self.note(f"line {line} starts with a byte order mark: such marks are passed over")
        return _MARKS.sub(b"", data)

    def too_long(self, before: bytes) -> FileFault:
        """The fault of the line that follows the lines of `before`."""
        message = f"has a line of more than {self.limits.max_line:,} bytes"
        return FileFault(self.path, self.next_line + self.ends(before), message, "check its line ends")

    def ends(self, data: bytes) -> int:
        """Line ends in the data."""
        return data.count(b"\r" if self.bare_cr else b"\n")
