"""Which sample columns are tumours and which are their normals: by what the file or study.toml says, never
by position.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase

from etl.errors import FileFault
from etl.vcf.header import Header

_TUMOR = re.compile(r"tumou?r", re.I)
_NORMAL = re.compile(r"(?<!ab)normal", re.I)
# TCGA barcodes carry the sample type: 01-09 tumour, 10-19 normal.
_BARCODE = re.compile(r"^TCGA-\w\w-\w{4}-([01])\d", re.I)
_GENERIC = re.compile(
    r"^(?:[dr]na[_\-. ])?(?:tumou?r|primary|metastatic|recurrence|cancer|case)[_\-. ]?\d*$", re.I
)
_VCF_ENDING = re.compile(r"\.g?vcf(?:\.\w+)*$", re.I)
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.I)
_NAMES = ("SampleTCGABarcode", "TCGA_Barcode", "SampleName", "NAME", "Name")
_UUIDS = ("ALIQUOT_ID", "SampleUUID", "UUID")
_TYPES = ("Type", "SampleType", "sample_type", "SAMPLE_TYPE", "Tissue", "Description")
_IN_COMMAND = {
    "tumor": re.compile(r"(?:tumor_sample_name=|--tumor-sample[ =])\"?([^\s\",>]+)"),
    "normal": re.compile(r"(?:normal_sample_name=|--normal-sample[ =])\"?([^\s\",>]+)"),
}


@dataclass(frozen=True, slots=True)
class Pair:
    """A tumour column with its normal. Places count sample columns from 0; None: the file has no such
    column.
    """

    tumor: int | None
    normal: int | None
    tumor_id: str
    normal_id: str | None
    tumor_uuid: str | None = None
    is_named_by_file: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    """What study.toml says of a file's samples: names or globs of columns, and ids by column."""

    tumor: str | None = None
    normal: str | None = None
    ids: Mapping[str, str] | None = None
    normal_ids: Mapping[str, str] | None = None


def pairs(path: str, header: Header, said: Said) -> tuple[Pair, ...]:
    """The tumours of a file. Raises FileFault where nothing says which they are."""
    if not header.samples:
        return _without_columns(path, header, said)
    tumors, normals = _roles(path, header, said)
    if not tumors:
        raise _undecided(path, header)
    original = _pedigree(header)
    found = []
    for tumor in tumors:
        ancestor = original.get(header.samples[tumor])
        normal = header.samples.index(ancestor) if ancestor in header.samples else None
        if normal is None and len(normals) == 1:
            normal = normals[0]
        found.append(_pair(path, header, said, tumor, normal, len(tumors) > 1))
    ids = [pair.tumor_id for pair in found]
    if len(set(ids)) < len(ids):
        raise FileFault(
            path,
            header.line,
            f"several of the sample columns {_named(header)} would be called by one name",
            'name each in study.toml: [file.values.Tumor_Sample_Barcode] with "column" = "id"',
        )
    return tuple(found)


def _roles(path: str, header: Header, said: Said) -> tuple[list[int], list[int]]:
    """Tumours and normals. What study.toml says stands; the rest is what the file says."""
    every = range(len(header.samples))
    tumors = _matching(path, header, said.tumor, "tumor_sample") if said.tumor else []
    normals = _matching(path, header, said.normal, "normal_sample") if said.normal else []
    normals = [place for place in normals if place not in tumors]
    for by_tumor, by_normal in (
        _by_header(header),
        _by_pedigree(header),
        _by_sample_lines(header),
        _by_name(header),
    ):
        if by_tumor & by_normal:
            continue
        if not tumors:
            tumors = sorted(by_tumor - set(normals))
        if not normals:
            normals = sorted(by_normal - set(tumors))
        if tumors and normals:
            break
    others = [place for place in every if place not in normals]
    if not tumors and normals and len(others) == 1:
        tumors = others  # beside a known normal, the only other column
    return tumors, normals


def _places(header: Header, names: set[str]) -> set[int]:
    return {place for place, name in enumerate(header.samples) if name in names}


def _by_header(header: Header) -> tuple[set[int], set[int]]:
    tumors, normals = set(header.values("tumor_sample")), set(header.values("normal_sample"))
    for meta in header.metas:
        if "ommand" in meta.key or meta.key == "MuTect":
            tumors.update(_IN_COMMAND["tumor"].findall(meta.value))
            normals.update(_IN_COMMAND["normal"].findall(meta.value))
    return _places(header, tumors), _places(header, normals)


def _pedigree(header: Header) -> dict[str, str]:
    """Derived genome → original genome, as VCF 4.1 (`Derived`) and 4.3 (`ID`) write clonal pedigrees."""
    lines = (meta.fields for meta in header.of("PEDIGREE") if "Original" in meta.fields)
    return {fields.get("Derived") or fields.get("ID", ""): fields["Original"] for fields in lines}


def _by_pedigree(header: Header) -> tuple[set[int], set[int]]:
    derived = _pedigree(header)
    return _places(header, set(derived)), _places(header, set(derived.values()) - set(derived))


def _by_sample_lines(header: Header) -> tuple[set[int], set[int]]:
    tumors: set[str] = set()
    normals: set[str] = set()
    for meta in header.of("SAMPLE"):
        words = " ".join(meta.fields.get(name, "") for name in _TYPES)
        role = _role(words) or next((r for n in _NAMES if (r := _by_barcode(meta.fields.get(n, "")))), None)
        if meta.id and role:
            (tumors if role == "tumor" else normals).add(meta.id)
    return _places(header, tumors), _places(header, normals)


def _by_name(header: Header) -> tuple[set[int], set[int]]:
    roles = [_by_barcode(name) or _role(name) for name in header.samples]
    return (
        {place for place, role in enumerate(roles) if role == "tumor"},
        {place for place, role in enumerate(roles) if role == "normal"},
    )


def _role(words: str) -> str | None:
    is_tumor, is_normal = _TUMOR.search(words) is not None, _NORMAL.search(words) is not None
    return None if is_tumor == is_normal else "tumor" if is_tumor else "normal"


def _by_barcode(name: str) -> str | None:
    match = _BARCODE.match(name)
    return None if match is None else "tumor" if match[1] == "0" else "normal"


def _matching(path: str, header: Header, pattern: str, key: str) -> list[int]:
    found = [place for place, name in enumerate(header.samples) if name == pattern]
    found = found or [place for place, name in enumerate(header.samples) if fnmatchcase(name, pattern)]
    if not found:
        raise FileFault(
            path,
            header.line,
            f'study.toml says {key} = "{pattern}", but the sample columns are {_named(header)}',
            f"correct {key} in study.toml",
        )
    return found


def _named(header: Header) -> str:
    shown = ", ".join(f'"{name}"' for name in header.samples[:8])
    return f"{shown} and {len(header.samples) - 8} more" if len(header.samples) > 8 else shown


def _undecided(path: str, header: Header) -> FileFault:
    return FileFault(
        path,
        header.line,
        f"nothing says which sample column is the tumour: {_named(header)}",
        f'add tumor_sample = "{header.samples[0]}", or the column that is right, for this file to study.toml',
    )


def _without_columns(path: str, header: Header, said: Said) -> tuple[Pair, ...]:
    """A file of sites alone: its calls belong to the sample that study.toml names."""
    if said.tumor is None or any(sign in said.tumor for sign in "*?["):
        raise FileFault(
            path,
            header.line,
            "the file has no sample columns, so nothing says whose variants these are",
            'add tumor_sample = "…" (the sample\'s id) for this file to study.toml',
        )
    return (Pair(None, None, said.tumor, said.normal),)


def _pair(
    path: str, header: Header, said: Said, tumor: int, normal: int | None, is_one_of_several: bool
) -> Pair:
    tumor_column = header.samples[tumor]
    fields = _described(header, tumor_column)
    ids, normal_ids = said.ids or {}, said.normal_ids or {}
    named = ids.get(tumor_column) or _name_in(fields)
    uuid = next((fields[name] for name in _UUIDS if _UUID.fullmatch(fields.get(name, ""))), None)
    by_file = None
    if named is None and _GENERIC.match(tumor_column):
        # Every file of a study may call its tumour TUMOR: under that name two patients would become one.
        by_file = _VCF_ENDING.sub("", path.rsplit("/", 1)[-1]) + (
            f".{tumor_column}" if is_one_of_several else ""
        )
    normal_id = None
    if normal is not None:
        column = header.samples[normal]
        normal_id = normal_ids.get(column) or _name_in(_described(header, column)) or column
    return Pair(tumor, normal, named or by_file or tumor_column, normal_id, uuid, by_file is not None)


def _described(header: Header, column: str) -> Mapping[str, str]:
    """What `##SAMPLE` says of a column."""
    return next((meta.fields for meta in header.of("SAMPLE") if meta.id == column), {})


def _name_in(fields: Mapping[str, str]) -> str | None:
    return next((fields[name] for name in _NAMES if fields.get(name)), None)
