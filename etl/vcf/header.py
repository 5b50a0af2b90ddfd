"""The header of a VCF: its meta-information lines and the line of column names."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from etl.errors import FileFault
from etl.vcf import reserved
from etl.vcf.meta import Meta, parse
from etl.vcf.reserved import Declared

COLUMNS = ("CHROM", "POS", "ID", "REF", "ALT", "QUAL", "FILTER", "INFO")
FORMAT = "FORMAT"
# A file with more lines than this that are neither header nor after one is no VCF.
MAX_STRAY = 100


@dataclass(frozen=True, slots=True)
class Contig:
    """A sequence that the header lists, with its length in bases and its assembly where they are said."""

    name: str
    line: int
    length: int | None
    assembly: str | None


# Number, text, and bytes where these are not the text's UTF-8.
Stray = tuple[int, str, bytes | None]


@dataclass(frozen=True, slots=True)
class Header:
    """What a reader needs of the header. `samples` are the sample columns; `stray` lines that belong to
    nothing.
    """

    metas: tuple[Meta, ...]
    samples: tuple[str, ...]
    line: int
    has_format: bool
    stray: tuple[Stray, ...]

    @property
    def version(self) -> str | None:
        """`4.2` of `##fileformat=VCFv4.2`, None where it cannot be read."""
        text = next((meta.value for meta in self.metas if meta.key == "fileformat"), "")
        return text.removeprefix("VCFv") if text.startswith("VCFv") else None

    @property
    def is_old(self) -> bool:
        """Whether the rules of VCF 4.2 and before hold."""
        return self.version in ("4.0", "4.1", "4.2", None)

    @property
    def n_columns(self) -> int:
        """Fields that a data line must have."""
        return len(COLUMNS) + (1 + len(self.samples) if self.has_format else 0)

    @property
    def contigs(self) -> Mapping[str, Contig]:
        """The `##contig` lines by name; the first of a name counts."""
        found: dict[str, Contig] = {}
        for meta in self.of("contig"):
            if meta.id:
                length = meta.fields.get("length", "")
                size = int(length) if length.isascii() and length.isdigit() and len(length) < 16 else None
                found.setdefault(meta.id, Contig(meta.id, meta.line, size, meta.fields.get("assembly")))
        return found

    def of(self, key: str) -> tuple[Meta, ...]:
        """The meta lines of a key."""
        return tuple(meta for meta in self.metas if meta.key == key)

    def values(self, key: str) -> tuple[str, ...]:
        """The plain values of a key."""
        return tuple(meta.value.strip() for meta in self.of(key) if not meta.fields and meta.value.strip())

    def declared(self, key: str) -> dict[str, Declared]:
        """Number and type of each INFO or FORMAT key: the header's, else what the specification reserves."""
        found = dict(reserved.INFO if key == "INFO" else reserved.FORMAT)
        told: dict[str, Declared] = {}
        for meta in self.of(key):
            if meta.id and "Number" in meta.fields and "Type" in meta.fields:
                told.setdefault(meta.id, Declared(meta.fields["Number"], meta.fields["Type"]))
        return found | told


def read(path: str, lines: Iterable[tuple[int, str]]) -> Header:
    """Read numbered lines up to and with the `#CHROM` line. Raises FileFault where there is none that can
    be used.
    """
    metas: list[Meta] = []
    stray: list[Stray] = []
    number = None
    for number, line in lines:
        if line.startswith("##"):
            metas.append(parse(number, line.rstrip()))
            _check_version(path, metas[-1])
        elif line.startswith("#"):
            if line[1:].lstrip().casefold().startswith("chrom"):
                return _with_columns(path, number, line, metas, stray)
            stray.append((number, line, None))
        elif line.strip():
            if line.count("\t") >= len(COLUMNS) - 1:
                raise FileFault(path, number, "data stand before any #CHROM line", _WHOLE)
            stray.append((number, line, None))
        if len(stray) > MAX_STRAY:
            break
    raise FileFault(
        path, number, "no #CHROM line was found: the header is cut off, or this is no VCF", _WHOLE
    )


_WHOLE = "deliver the whole file, with its header"


def _check_version(path: str, meta: Meta) -> None:
    """VCF 3 wrote indels as `I…` and `D…`, from VCF 4 on they are written out."""
    if meta.key == "fileformat" and meta.value.startswith("VCFv3"):
        version = meta.value.removeprefix("VCFv")[:10]
        raise FileFault(
            path,
            meta.line,
            f"VCF {version} writes alleles in another way",
            "deliver the file as VCF 4.1 to 4.5",
        )


def _with_columns(path: str, number: int, line: str, metas: list[Meta], stray: list[Stray]) -> Header:
    names = line[1:].rstrip("\r\n").split("\t")
    stripped = [name.strip() for name in names]
    if len(names) == 1 and len(line.split()) > 1:
        raise FileFault(
            path, number, "the #CHROM line is not separated by tabs", "separate its columns by tabs"
        )
    for n, (found, wanted) in enumerate(zip(stripped, COLUMNS, strict=False), 1):
        if found.upper() != wanted:
            raise FileFault(
                path, number, f'column {n} is called "{found}", it must be {wanted}', "correct the header"
            )
    if len(names) < len(COLUMNS):
        missing = ", ".join(COLUMNS[len(names) :])
        raise FileFault(
            path, number, f"the #CHROM line lacks {missing}", "deliver the file with its whole header"
        )
    rest = stripped[len(COLUMNS) :]
    if rest and rest[0].upper() != FORMAT:
        raise FileFault(
            path, number, f'column 9 is called "{rest[0]}", it must be FORMAT', "correct the header"
        )
    if len(rest) == 1:
        raise FileFault(
            path,
            number,
            "there is a FORMAT column but no sample column",
            "deliver the file with its sample columns",
        )
    samples = tuple(rest[1:])
    twice = (
        sorted({name for name in samples if samples.count(name) > 1})
        if len(set(samples)) < len(samples)
        else []
    )
    if twice:
        named = ", ".join(f'"{name}"' for name in twice[:5])
        raise FileFault(
            path,
            number,
            f"sample names are not unique: {named} stand over several columns",
            "give each column its own name",
        )
    return Header(tuple(metas), samples, number, bool(rest), tuple(stray))
