"""VCF files written line by line, and what the reader makes of them."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.etl.delivery import Result, land_file

BUILD = (("genome_build", "GRCh38"), ("genome_build_from", "study.toml"))
META = "##fileformat=VCFv4.2"
COLUMNS = ("#CHROM", "POS", "ID", "REF", "ALT", "QUAL", "FILTER", "INFO")
PAIR = ("NORMAL", "TUMOR")


def header(*meta: str, samples: Sequence[str] = PAIR) -> str:
    """Meta-information lines and the line of column names."""
    titles = (*COLUMNS, "FORMAT", *samples) if samples else COLUMNS
    return "".join(f"{line}\n" for line in (META, *meta, "\t".join(titles)))


def line(*cells: str, **named: str) -> str:
    """A data line. `cells` are FORMAT and the sample columns; `named` the fixed columns that are not the
    usual.
    """
    usual = {
        "chrom": "chr7",
        "pos": "100",
        "id": ".",
        "ref": "A",
        "alt": "C",
        "qual": ".",
        "filter": "PASS",
        "info": ".",
    }
    return "\t".join((*(usual | named).values(), *cells)) + "\n"


def landed(
    folder: Path,
    text: str | bytes,
    options: Sequence[tuple[str, str]] = BUILD,
    name: str = "s/P1.vcf",
) -> Result:
    """The file `text`, read under the options of study.toml."""
    return land_file(folder, text, "vcf", name=name, options=tuple(options))


def calls(folder: Path, *lines: str, meta: Sequence[str] = (), samples: Sequence[str] = PAIR) -> Result:
    """The calls of data lines under a plain header of build GRCh38."""
    return landed(folder, header(*meta, samples=samples) + "".join(lines))


def annotated(format: Sequence[str], key: str = "CSQ") -> str:
    """The header line of an annotation with these fields."""
    if key == "ANN":
        described = f"Functional annotations: '{' | '.join(format)}' "
        return f'##INFO=<ID=ANN,Number=.,Type=String,Description="{described}">'
    return f'##INFO=<ID=CSQ,Number=.,Type=String,Description="From Ensembl VEP. Format: {"|".join(format)}">'


def entry(fields: Sequence[str], values: Mapping[str, str]) -> str:
    """One transcript's annotation."""
    return "|".join(values.get(name, "") for name in fields)
