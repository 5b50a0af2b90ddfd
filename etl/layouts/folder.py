"""A study folder as a layout sees it: the files inside, their first lines, and the records made of them."""

import re
from dataclasses import dataclass, field
from pathlib import Path
from unicodedata import category

from etl.inventory import RawFile
from etl.records import SourceFile
from etl.text import start_of

HEAD_BYTES = 1 << 16
TEXT_BYTES = 1 << 24
_LINE_END = re.compile(r"\r\n|\r|\n")

# Control characters of C0 and C1 (0x9b starts a terminal's commands), broken bytes, ends of lines.
_CONTROL = ("Cc", "Cs", "Zl", "Zp")
# Turn the direction of what is shown behind them: a name ends otherwise than it seems to.
_DIRECTION = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"

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
            self._heads[file.path] = start_of(self.raw, file.path, HEAD_BYTES)
        return self._heads[file.path]

    def header(self, file: RawFile) -> tuple[str, ...]:
        """The columns of the first line that is no comment; none where 16 MiB hold no such line."""
        line = _header_line(self.head(file), HEAD_BYTES)
        if line is None:  # `#sequenced_samples:` of a large study alone may be longer than the head
            line = _header_line(self.text(file), TEXT_BYTES)
        return tuple(name.strip().strip('"') for name in (line or "").split("\t"))

    def text(self, file: RawFile) -> str:
        """A small file (meta, manifest) as text; what lies beyond 16 MiB is not looked at."""
        return start_of(self.raw, file.path, TEXT_BYTES)

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
    """No control character (of text direction neither), and no byte that is not UTF-8."""
    return all(_is_sound(c) for c in path)


def printable(path: str) -> str:
    """The path with control characters and broken bytes spelled out, so that it can be stored and shown."""
    return "".join(c if _is_sound(c) else repr(c)[1:-1] for c in path)


def _is_sound(c: str) -> bool:
    return category(c) not in _CONTROL and c not in _DIRECTION


def stem(path: str) -> str:
    """The lower-case file name without the endings of compression."""
    name = path.rsplit("/", 1)[-1].lower()
    for ending in (".gz", ".bgz", ".bz2", ".xz", ".zip"):
        name = name.removesuffix(ending)
    return name


def _header_line(start: str, size: int) -> str | None:
    """The first whole line that is neither blank nor a comment, quoted or not."""
    lines = _LINE_END.split(start)
    if len(start.encode()) >= size:
        lines.pop()  # cut
    return next((line for line in lines if line.strip() and not line.startswith(("#", '"#'))), None)
