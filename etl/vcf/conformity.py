"""What the header says against the specification. These faults are reported; the reader does not depend on
them.
"""

import re
from collections.abc import Iterator

from etl.vcf import reserved
from etl.vcf.header import Header
from etl.vcf.meta import STRUCTURED, Meta

SHOWN = 12
_NEWEST = (4, 5)
_OLDEST = (4, 1)
# A host is a name with a letter in it, or four numbers with dots.
_HOST = r"(?:[\w.-]*[a-z][\w.-]*|\d+(?:\.\d+){3})"
_URL = re.compile(rf"[a-z][a-z0-9+.-]*://(?:[^\s/@]+@)?{_HOST}(?::\d+)?(?:/\S*)?", re.I)
_GENOME_ID = re.compile(r"[\w.-]+")
_CONTIG = re.compile(r"[!-)+-;=?-~][!-;=?-~]*")
_ORDER = ("ID", "Number", "Type", "Description")


def findings(header: Header) -> Iterator[str]:
    """One sentence for each fault of the header, at most a dozen; the rest is counted."""
    found = [f"line {line}: {what}" for line, what in sorted(_all(header))]
    yield from found[:SHOWN]
    if len(found) > SHOWN:
        yield f"the header has {len(found) - SHOWN} more faults like these"


def _all(header: Header) -> Iterator[tuple[int, str]]:
    yield from _fileformat(header)
    is_old = header.is_old
    for meta in header.metas:
        name = f"{meta.key} {meta.id}" if meta.id else meta.key
        if meta.problem is not None:
            yield meta.line, f"the meta-information line {meta.key[:40]} {meta.problem}"
        elif meta.key in ("INFO", "FORMAT"):
            yield from ((meta.line, f"{name}: {what}") for what in _key(meta, is_old))
        elif meta.key == "ALT":
            yield from ((meta.line, f"{name}: {what}") for what in _alt(meta, is_old))
        elif meta.key == "contig":
            yield from ((meta.line, f"{name}: {what}") for what in _contig(meta))
        elif meta.key in ("assembly", "pedigreeDB"):
            if "://" in meta.value and not _URL.fullmatch(meta.value.strip().strip("<>")):
                yield meta.line, f"{meta.key} is not a valid URL"
        elif meta.key == "PEDIGREE":
            for value in meta.fields.values():
                if not _GENOME_ID.fullmatch(value):
                    yield (
                        meta.line,
                        f'PEDIGREE: the genome ID "{value[:40]}" holds white space or punctuation',
                    )
        elif meta.key == "SAMPLE" and is_old:
            yield from ((meta.line, f"{name}: {what}") for what in _sample(meta))
        if meta.key in STRUCTURED and meta.key != "PEDIGREE" and not meta.id and meta.problem is None:
            yield meta.line, f"{meta.key}: the ID is missing"


def _fileformat(header: Header) -> Iterator[tuple[int, str]]:
    stated = next((meta for meta in header.metas if meta.key == "fileformat"), None)
    if stated is None:
        yield 1, "##fileformat is missing: read as VCF 4.2"
        return
    if stated.line != 1:
        yield stated.line, "##fileformat is not the first line"
    if stated.problem is not None:
        return
    match = re.fullmatch(r"VCFv(\d+)\.(\d+)", stated.value)
    if match is None:
        fault = (
            "holds white space" if re.search(r"\s", stated.value.strip()) else "is not of the form VCFv4.2"
        )
        yield stated.line, f'##fileformat {fault}: "{stated.value[:40]}", read as VCF 4.2'
    elif (version := (int(match[1]), int(match[2]))) > _NEWEST:
        yield stated.line, f"##fileformat {stated.value} is newer than VCF 4.5: read as VCF 4.5"
    elif version < _OLDEST:
        yield stated.line, f"##fileformat {stated.value} is older than VCF 4.1: read as VCF 4.1"


def _key(meta: Meta, is_old: bool) -> Iterator[str]:
    number, type_ = meta.fields.get("Number"), meta.fields.get("Type")
    types = reserved.INFO_TYPES if meta.key == "INFO" else reserved.FORMAT_TYPES
    for name in _ORDER:
        if name != "ID" and name not in meta.fields:
            yield f"{name} is missing"
    if number is not None and number not in reserved.NUMBERS and not number.isdigit():
        yield f'Number is "{number[:20]}", it must be a count, A, R, G or .'
    if type_ is not None and type_ not in types:
        yield f'Type is "{type_[:20]}", it must be one of {", ".join(sorted(types))}'
    if "Description" in meta.fields and "Description" not in meta.quoted:
        yield "Description must be in double quotes"
    # From 4.3 on the order is free.
    if is_old and [n for n in meta.fields if n in _ORDER] != [n for n in _ORDER if n in meta.fields]:
        yield "the fields must be in the order ID, Number, Type, Description"
    known = (reserved.INFO if meta.key == "INFO" else reserved.FORMAT).get(meta.id or "")
    if known is None:
        return
    if type_ in types and type_ != known.type and not (meta.key == "INFO" and meta.id == "MQ"):
        yield f"Type is {type_}, the specification reserves it as {known.type}"
    if number is not None and number != known.number and (number in reserved.NUMBERS or number.isdigit()):
        yield f"Number is {number}, the specification reserves it as {known.number}"


def _alt(meta: Meta, is_old: bool) -> Iterator[str]:
    allele = meta.id or ""
    prefix = allele.partition(":")[0]
    if re.search(r"\s", allele):
        yield "the ID holds white space"
    if "<" in allele or ">" in allele:
        yield "the ID holds an angle bracket"
    is_other = allele in ("*", "NON_REF") or len(allele) == 1
    if allele and prefix not in reserved.SYMBOLIC and not is_other:
        yield f'the ID must start with {", ".join(sorted(reserved.SYMBOLIC))}; it is "{allele[:40]}"'
    if "Description" in meta.fields and "Description" not in meta.quoted:
        yield "Description must be in double quotes"
    number, type_ = meta.fields.get("Number"), meta.fields.get("Type")
    if number is not None and number not in reserved.NUMBERS and not number.isdigit():
        yield f'Number is "{number[:20]}", it must be a count, A, R, G or .'
    if type_ is not None and type_ not in reserved.INFO_TYPES:
        yield f'Type is "{type_[:20]}", it must be one of {", ".join(sorted(reserved.INFO_TYPES))}'
    if is_old and [n for n in meta.fields if n in _ORDER] != [n for n in _ORDER if n in meta.fields]:
        yield "the fields must be in the order ID, Number, Type, Description"


def _contig(meta: Meta) -> Iterator[str]:
    name = meta.id or ""
    if re.search(r"\s", name):
        yield "the ID holds white space"
    elif name and not _CONTIG.fullmatch(name):
        yield "the ID holds a character that a sequence's name must not have"


def _sample(meta: Meta) -> Iterator[str]:
    if "Mixture" in meta.fields and "Genomes" not in meta.fields:
        yield "Genomes is missing beside Mixture"
    for name in sorted(meta.quoted - {"Description"} & {"Genomes", "Mixture"}):
        yield f"{name} is in quotation marks: only Description may be"
